"""Drafts named at the call or dropped: whatever their paths hold, however a desktop writes them."""

import ast
import os
import platform
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from model.drafts import storage
from model.drafts.storage import Loaded
from model.report.report import Report
from tests import ROOT
from tests.ui.conftest import shown
from tests.ui.imports.test_importing import drop
from tests.ui.starting import opened, start
from ui import application
from ui.app import folders
from ui.app.folders import names_draft, path_of
from ui.base import launch
from ui.base.session import Session
from ui.imports.dialog import ImportDialog
from ui.wizard import Wizard

LONG = "二〇二四年度政府信息公开工作年度报告"
NAMES = (
    "2024年某市水务局年报.gknb",
    "年 报 (2).gknb",
    "第1稿#改.gknb",
    "完成100%.gknb",
    "a%20b%E4.gknb",
    "'定稿'\"改\".gknb",
    "￥$HOME;&`x`\\!.gknb",
    "-年报.gknb",
    "年报.GKNB",
    f"{LONG * 4}.gknb",
    f"{LONG}/{LONG * 2}/{LONG * 3}/{LONG * 4}/{LONG}.gknb",
)


@pytest.fixture(params=NAMES, ids=range(len(NAMES)))
def draft(request: pytest.FixtureRequest, tmp_path: Path, empty: Report) -> Path:
    path = tmp_path / request.param
    path.parent.mkdir(parents=True, exist_ok=True)
    return storage.save(Loaded(empty, path, "")).path


def test_the_longest_of_these_paths_is_longer_than_two_hundred_characters() -> None:
    assert len(NAMES[-1]) > 200


def spelled(path: Path) -> str:
    """Give a path as addresses have it: with / between its parts and before a drive."""
    return f"/{path.as_posix()}" if path.drive else str(path)


def test_a_draft_is_found_by_its_path_and_by_every_address_of_it(
    draft: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    escaped, host = quote(spelled(draft)), platform.node()
    monkeypatch.chdir(tmp_path)
    for argument in (
        str(draft),
        str(draft.relative_to(tmp_path)),
        draft.as_uri(),
        f"file://{escaped}",
        f"file:{escaped}",
        f"FILE://localhost{escaped}",
        f"file://{host}{escaped}",
    ):
        assert names_draft(argument), argument
        assert path_of(argument) == draft, argument


def test_an_address_that_a_desktop_did_not_escape_is_understood(tmp_path: Path) -> None:
    assert path_of(f"file://{spelled(tmp_path)}/年 报#1.gknb") == tmp_path / "年 报#1.gknb"


def test_a_file_that_is_called_like_an_address_is_that_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file:").mkdir()
    (tmp_path / "file:" / "a%20b.gknb").touch()
    assert path_of("file:/a%20b.gknb") == tmp_path / "file:/a%20b.gknb"


@pytest.mark.parametrize(
    ("host", "path", "expected"),
    [
        ("", "/C:/年报/a b.gknb", "C:/年报/a b.gknb"),
        ("", "///E:/a.gknb", "E:/a.gknb"),
        ("server", "/share/a.gknb", "//server/share/a.gknb"),
        ("localhost", "/C:/a.gknb", "C:/a.gknb"),
    ],
)
def test_addresses_of_windows_name_a_drive_or_a_share(host: str, path: str, expected: str) -> None:
    assert folders._on_windows(host, path) == Path(expected)


def test_a_draft_with_any_path_is_opened_saved_and_opened_by_another_process(
    qtbot: QtBot, draft: Path, empty: Report, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked, started = run_with(draft.as_uri(), monkeypatch)
    report = opened(qtbot, asked)
    assert report == empty
    assert started == []
    wizard = asked.wizard
    assert wizard is not None
    wizard.session.put("requests/received/natural", "7")
    wizard.keep()
    assert storage.load(draft).report.values == {"requests/received/natural": 7}
    written = tmp_path / "called.txt"
    code = "import os, sys; open(sys.argv[1] + '.part', 'w', encoding='utf-8')"
    code += ".write(repr(sys.argv[2:])); os.rename(sys.argv[1] + '.part', sys.argv[1])"
    monkeypatch.undo()
    monkeypatch.setattr(launch, "command", lambda: [sys.executable, "-c", code, str(written)])
    assert launch.open_window(draft)
    qtbot.waitUntil(written.exists)
    assert ast.literal_eval(written.read_text("utf-8")) == [str(draft)]


def run_with(
    argument: str, monkeypatch: pytest.MonkeyPatch, *more: str
) -> tuple[application.Application, list[Path]]:
    """Run the program with arguments and end it at once; gives what it opened, here and beside."""
    made: list[application.Application] = []
    started: list[Path] = []
    begin = application.Application.__init__

    def noted(self: application.Application, *settings: object) -> None:
        begin(self, *settings)  # type: ignore[arg-type]
        made.append(self)

    qt = QApplication.instance()
    assert isinstance(qt, QApplication)
    monkeypatch.setattr(application.Application, "__init__", noted)
    monkeypatch.setattr(application, "make_qt", lambda _: qt)
    monkeypatch.setattr(application, "SessionEnd", lambda *_: type("Ended", (), {"came": True}))
    monkeypatch.setattr(launch, "open_window", started.append)
    assert application.run_window([argument, *more]) == 0
    return made[0], started


def test_several_drafts_named_at_one_call_are_opened_each_in_its_window(
    qtbot: QtBot, tmp_path: Path, empty: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [storage.save(Loaded(empty, tmp_path / name, "")).path for name in NAMES[:3]]
    asked, started = run_with(str(paths[0]), monkeypatch, paths[1].as_uri(), str(paths[2]))
    opened(qtbot, asked)
    assert asked.wizard is not None
    assert asked.wizard.session.path == paths[0]
    assert started == paths[1:]


def test_the_program_takes_an_address_in_capitals_for_a_draft_not_for_a_command(
    tmp_path: Path,
) -> None:
    # On Windows Qt tells its complaints to a debugger, unless it is forced.
    environment = os.environ | {"QT_QPA_PLATFORM": "nowhere", "QT_FORCE_STDERR_LOGGING": "1"}
    call = [sys.executable, str(ROOT / "main.py"), f"file://{spelled(tmp_path)}/A.GKNB"]
    done = subprocess.run(call, env=environment, capture_output=True, text=True, check=False)
    assert "nowhere" in done.stderr  # the window was tried; a command would be refused by its name


def test_a_draft_dropped_on_the_start_is_opened_and_others_beside_it(
    qtbot: QtBot, tmp_path: Path, empty: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = (storage.save(Loaded(empty, tmp_path / name, "")).path for name in NAMES[:2])
    started: list[Path] = []
    monkeypatch.setattr(launch, "open_window", started.append)
    asked, window = start(qtbot)
    drop(window, one, tmp_path / "a.docx", two)
    qtbot.waitUntil(lambda: asked.wizard is not None)
    assert opened(qtbot, asked) == empty
    assert asked.wizard is not None
    assert asked.wizard.session.path == one
    assert started == [two]


def test_another_file_dropped_on_the_start_is_told_where_it_belongs(
    qtbot: QtBot, tmp_path: Path
) -> None:
    asked, window = start(qtbot)
    drop(window)
    drop(window, tmp_path / "年报.docx")
    qtbot.waitUntil(lambda: window._message.text().startswith("「年报.docx」不是草稿。"))
    assert asked.wizard is None


@pytest.mark.parametrize("could", [True, False])
def test_drafts_dropped_on_the_window_are_opened_in_windows_of_their_own(
    could: bool,
    qtbot: QtBot,
    wizard: Wizard,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    started: list[Path] = []

    def open_window(path: Path) -> bool:
        started.append(path)
        return could

    monkeypatch.setattr(launch, "open_window", open_window)
    one, two = tmp_path / "甲.gknb", tmp_path / "乙.GKNB"
    before = wizard.session.report
    drop(wizard, one, two)
    qtbot.waitUntil(lambda: started == [one, two])
    assert wizard.messages.text().startswith(
        "正在另一个窗口中打开" if could else "未能在另一个窗口"
    )
    assert wizard.session.report is before
    assert not wizard.importing.busy
    assert not wizard.findChildren(ImportDialog)


def test_the_windows_own_draft_dropped_on_it_is_not_opened_twice(
    qtbot: QtBot, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(launch, "open_window", lambda path: pytest.fail("opened twice"))
    window = shown(qtbot, session)
    drop(window, session.path)
    qtbot.waitUntil(lambda: window.messages.text() == "「a.gknb」就是本窗口的草稿。")
