"""A program on a stick: its own files beside it, drafts found again under another drive's name."""

import os
import sys
from pathlib import Path

import platformdirs
import pytest
from pytestqt.qtbot import QtBot

from model.drafts.storage import Loaded
from model.report.answers import put
from model.report.report import Report
from tests.ui.starting import CELL, opened, saved, start
from ui.app import clock, drafts, folders
from ui.application import Application
from ui.base.settings import Settings

NOTICE = "程序所在的文件夹不能写入，设置、恢复副本和历史版本改存在本机的用户文件夹中。"


@pytest.fixture(autouse=True)
def users_own(monkeypatch: pytest.MonkeyPatch, own_folders: Path) -> None:
    """Take the variable away that the other tests go by, and give the user folders of the test."""
    monkeypatch.delenv(folders.APART)
    for kind in ("data", "config", "log"):
        place = str(own_folders / kind)
        monkeypatch.setattr(platformdirs, f"user_{kind}_dir", lambda *_, to=place, **__: to)


def plug(monkeypatch: pytest.MonkeyPatch, stick: Path, mark: str = "portable") -> Path:
    """Plug a stick in under a name, with the program on it; gives the program's folder."""
    program = stick / "工具 #1" / "gknb"
    program.mkdir(parents=True, exist_ok=True)
    if mark:
        (program / mark).touch()
    monkeypatch.setattr(folders, "program_folder", lambda: program)
    monkeypatch.setattr(os.path, "ismount", lambda path: path in (stick, Path("/")))
    return program


def own_files() -> list[Path]:
    return [
        folders.settings_file(),
        folders.recovery_folder(),
        folders.versions_folder(),
        folders.log_file(),
    ]


@pytest.mark.parametrize("mark", ["portable", "portable.txt"])
def test_a_portable_program_keeps_all_its_files_beside_itself(
    mark: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = plug(monkeypatch, tmp_path, mark) / "data"
    assert all(path.is_relative_to(data) for path in own_files())
    assert list(data.iterdir()) == []
    assert folders.fell_back() == ""


@pytest.mark.parametrize("mark", ["portable", ""])
def test_the_folder_that_the_variable_names_counts_before_any_other(
    mark: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, own_folders: Path
) -> None:
    program, apart = plug(monkeypatch, tmp_path, mark), tmp_path / "另处"
    monkeypatch.setenv(folders.APART, str(apart))
    assert all(path.is_relative_to(apart) for path in (*own_files(), folders.forms_folder()))
    assert folders.documents_folder() == apart
    assert folders.fell_back() == ""
    Settings().remember(tmp_path / "a.gknb")
    assert [path.name for path in program.iterdir()] == [mark] * bool(mark)
    assert (apart / "settings.ini").is_file()
    assert list(own_folders.iterdir()) == []


def test_without_the_mark_nothing_is_written_beside_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, own_folders: Path
) -> None:
    program = plug(monkeypatch, tmp_path, "")
    assert all(path.is_relative_to(own_folders) for path in own_files())
    assert list(program.iterdir()) == []
    assert folders.fell_back() == ""


def test_the_frozen_programs_own_folder_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (folders.program_folder() / "main.py").is_file()
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "gknb.exe"))
    assert folders.program_folder() == tmp_path


def test_a_portable_program_on_a_write_protected_stick_says_so_once_at_the_start(
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    own_folders: Path,
    empty: Report,
) -> None:
    (plug(monkeypatch, tmp_path) / "data").touch()  # no folder can be made there
    assert all(path.is_relative_to(own_folders) for path in own_files())
    application, window = start(qtbot)
    qtbot.waitUntil(lambda: NOTICE in window._message.text())
    assert window.empty.isVisible()
    wizard = application.show_report(saved(empty, tmp_path / "a.gknb"))
    qtbot.addWidget(wizard)
    assert NOTICE not in wizard.messages.text()


def test_a_stick_that_takes_a_folder_but_no_file_is_no_place_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, own_folders: Path
) -> None:
    plug(monkeypatch, tmp_path)

    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "open", full)
    assert folders.settings_file().is_relative_to(own_folders)


def test_where_a_draft_was_double_clicked_it_is_said_in_its_window(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, empty: Report
) -> None:
    (plug(monkeypatch, tmp_path) / "data").touch()
    application = Application(Settings())
    application.open(saved(empty, tmp_path / "a.gknb").path)
    assert opened(qtbot, application) == empty
    assert application.wizard is not None
    assert application.wizard.messages.text().startswith(NOTICE)


def test_recent_drafts_are_found_when_the_stick_has_another_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two, elsewhere = tmp_path / "E", tmp_path / "F", tmp_path / "本机" / "b.gknb"
    plug(monkeypatch, one)
    Settings().remember(elsewhere)
    (one / "年报").mkdir()
    Settings().remember(one / "年报" / "a.gknb")
    one.rename(two)
    plug(monkeypatch, two)
    assert Settings().recent == [two / "年报" / "a.gknb", elsewhere]
    assert Settings().folder == two / "年报"


def test_a_portable_program_on_the_systems_own_disk_keeps_paths_as_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plug(monkeypatch, tmp_path)
    monkeypatch.setattr(os.path, "ismount", lambda path: path == Path("/"))
    program = tmp_path / "elsewhere"  # another than any before: the disk of a folder is kept
    program.mkdir()
    (program / "portable").touch()
    monkeypatch.setattr(folders, "program_folder", lambda: program)
    assert folders.remembered(tmp_path / "a.gknb") == str(tmp_path / "a.gknb")


def test_what_was_not_saved_is_offered_for_the_draft_on_the_stick_by_its_new_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, empty: Report
) -> None:
    one, two = tmp_path / "E", tmp_path / "F"
    plug(monkeypatch, one)
    loaded = saved(empty, one / "a.gknb")
    typed = put(loaded.report, CELL, "7")
    assert drafts.copy(Loaded(typed, loaded.path, loaded.digest), "crashed")
    one.rename(two)
    plug(monkeypatch, two)
    (offer,) = drafts.offers(clock.now(), two / "a.gknb")
    assert offer.copy.path == two / "a.gknb"
    assert drafts.recover(offer.copy).report.values == {CELL: 7}


def test_what_is_remembered_and_logged_lies_on_the_stick(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = plug(monkeypatch, tmp_path) / "data"
    _, window = start(qtbot)
    qtbot.waitUntil(lambda: window.recent.count() == 0 and window.empty.isVisible())
    Settings().remember(tmp_path / "a.gknb")
    assert (data / "settings.ini").is_file()
    qtbot.waitUntil((data / "gknb.log").is_file)
