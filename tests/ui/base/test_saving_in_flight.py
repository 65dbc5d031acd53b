"""What happens while a saving has not ended: going elsewhere, typing on, being told to leave."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from model.drafts import copies, presence, storage
from model.drafts.presence import Editor
from model.drafts.storage import Loaded
from model.report.report import Published, Report
from tests import ROOT
from tests.patience import PATIENCE
from tests.ui.conftest import said_by, table_page
from ui import filing
from ui.app import clock, drafts, folders
from ui.app.drafts import SavingOutcome
from ui.application import Application
from ui.base.session import Session
from ui.base.settings import Settings
from ui.wizard import Wizard

CELL = "requests/handled.granted/natural"
ENDED_WHILE_ASKED = """
import os, signal, sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from ui import application

make, timer = application.make_qt, QTimer

def end():
    if QApplication.activeModalWidget():
        os.kill(os.getpid(), signal.SIGTERM)

def make_qt(settings):
    qt = make(settings)
    timer = QTimer(qt, interval=50)
    timer.timeout.connect(end)
    timer.start()
    return qt

application.make_qt = make_qt
sys.exit(application.run_window(sys.argv[1:]))
"""


@pytest.fixture
def let(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Hold up every saving of the draft until this is set."""
    answers = threading.Event()
    save = drafts.save

    def held_up(loaded: Loaded) -> SavingOutcome:
        answers.wait(PATIENCE)
        return save(loaded)

    monkeypatch.setattr(drafts, "save", held_up)
    yield answers
    answers.set()


def begun_to_save(session: Session, number: str) -> None:
    """Type, and save as far as the recovery copy."""
    session.put(CELL, number)
    session.save()
    assert session.saver._own.wait(PATIENCE)


def test_a_save_as_that_is_refused_makes_no_conflict_of_what_was_being_saved(
    session: Session, tmp_path: Path, let: threading.Event
) -> None:
    said = said_by(session)
    (tmp_path / "taken.gknb").write_bytes(b"")
    begun_to_save(session, "7")
    session.saver.save_as(tmp_path / "taken.gknb")
    assert session.saver._elsewhere.wait(PATIENCE)
    let.set()
    assert session.saver.settle(PATIENCE)
    session.put(CELL, "8")
    session.save()
    assert session.saver.settle(PATIENCE)
    assert "已存在，未覆盖" in said[0]
    assert session.path.name == "a.gknb"
    assert storage.load(session.path).report.values[CELL] == 8


def test_a_recovery_copy_that_the_draft_has_overtaken_is_not_kept(
    session: Session, monkeypatch: pytest.MonkeyPatch, let: threading.Event
) -> None:
    copy = drafts.copy

    def typed_meanwhile(loaded: Loaded, owner: str) -> bool:
        done = copy(loaded, owner)
        session._report = replaced  # a key between the copy and the draft
        return done

    session.put(CELL, "8")
    replaced = session.report
    session.undo_stack.undo()
    monkeypatch.setattr(drafts, "copy", typed_meanwhile)
    begun_to_save(session, "7")
    session.put(CELL, "9")  # and one while the draft is written
    let.set()
    assert session.saver.settle(PATIENCE)
    assert session.dirty
    assert storage.load(session.path).report.values[CELL] == 8
    assert copies.all_of(folders.recovery_folder()) == []


def test_a_newer_recovery_copy_stays_when_an_older_saving_ends(
    session: Session, let: threading.Event
) -> None:
    begun_to_save(session, "7")
    begun_to_save(session, "8")
    let.set()
    session.saver._disk.receive_next(PATIENCE)
    (copy,) = copies.all_of(folders.recovery_folder())
    assert copy.report.values[CELL] == 8
    assert session.saver.settle(PATIENCE)
    assert storage.load(session.path).report.values[CELL] == 8


def test_a_folder_of_copies_that_hangs_does_not_hold_up_the_draft(
    qtbot: QtBot, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    hangs = threading.Event()
    monkeypatch.setattr(drafts, "copy", lambda *_: hangs.wait(PATIENCE))
    session.saver._no_copy.setInterval(50)
    session.put(CELL, "7")
    session.save()
    qtbot.waitUntil(lambda: not session.dirty)
    hangs.set()
    assert storage.load(session.path).report.values[CELL] == 7


def test_a_saving_without_a_version_says_both(
    qtbot: QtBot, tmp_path: Path, example: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "data").write_bytes(b"")
    monkeypatch.setattr(folders, "data_folder", lambda: tmp_path / "data")
    session = Session(storage.save(Loaded(example, tmp_path / "a.gknb", "")))
    with qtbot.waitSignal(session.failed) as opened:
        pass
    said = said_by(session)
    session.put(CELL, "7")
    with qtbot.waitSignal(session.saver.noted):
        session.save()
    assert opened.args[0].startswith("未能保留历史版本")
    assert said[0].startswith("已自动保存")
    assert said[1].startswith("未能保留历史版本")


def test_who_goes_back_to_the_window_finds_it_open_though_saved_meanwhile(
    wizard: Wizard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filing, "ask", lambda *_: "返回")
    assert not wizard.session.dirty
    assert not filing.may_leave_unsaved(wizard, wizard.session, "")


@pytest.mark.skipif(sys.platform == "win32", reason="no such signals")
def test_being_told_to_end_while_a_question_is_asked_at_the_start_ends(
    tmp_path: Path, example: Report
) -> None:
    draft = storage.save(Loaded(example, tmp_path / "a.gknb", "")).path
    now = clock.now()
    presence.announce(draft, Editor("张三", "PC-9", 1, now), now)
    called = [sys.executable, "-c", ENDED_WHILE_ASKED, str(draft)]
    done = subprocess.run(called, cwd=ROOT, capture_output=True, timeout=PATIENCE, check=False)
    assert done.returncode == 0, done.stderr


def test_being_told_to_end_asks_nothing_of_a_published_report(
    qtbot: QtBot, wizard: Wizard, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []
    monkeypatch.setattr(filing, "may_change_published", lambda *_: asked.append(True))
    session = wizard.session
    session.apply(replace(session.report, published=Published(date(2025, 1, 20))), "公布")
    page = table_page(wizard)
    page.go_to("requests/carried_in/natural")
    qtbot.keyClicks(page.view.viewport(), "9")
    assert asked == [True]
    application = Application(Settings())
    application.wizard = wizard
    application.keep()
    assert asked == [True]
    assert storage.load(session.path).report == session.report


@pytest.mark.parametrize(("answer", "number"), [(True, 9), (False, None)])
def test_a_field_that_commits_while_it_is_asked_about_asks_no_second_time(
    blank: Session, answer: bool, number: int | None
) -> None:
    asked: list[bool] = []

    def ask() -> bool:
        asked.append(True)
        blank.put(CELL, "9")  # the question took the focus
        return answer

    blank.apply(replace(blank.report, published=Published(date(2025, 1, 20))), "公布")
    blank.ask_published = ask
    blank.put(CELL, "9")
    assert asked == [True]
    assert blank.report.values.get(CELL) == number


@pytest.mark.parametrize("answer", [True, False])
def test_a_published_report_is_asked_about_before_a_cell_opens(
    qtbot: QtBot, wizard: Wizard, monkeypatch: pytest.MonkeyPatch, answer: bool
) -> None:
    def ask(_: object) -> bool:
        open_lines.extend(page.view.viewport().findChildren(QLineEdit))
        return answer

    open_lines: list[QLineEdit] = []
    monkeypatch.setattr(filing, "may_change_published", ask)
    session, cell = wizard.session, "requests/carried_in/natural"
    before = session.report.values[cell]
    session.apply(replace(session.report, published=Published(date(2025, 1, 20))), "公布")
    page = table_page(wizard)
    page.go_to(cell)
    qtbot.keyClicks(page.view.viewport(), "9")
    assert open_lines == []
    assert session.report.values[cell] == (9 if answer else before)


def test_leaving_saves_the_draft_though_the_folder_of_copies_hangs(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = threading.Event()
    monkeypatch.setattr(drafts, "copy", lambda *_: answers.wait(PATIENCE))
    session.put(CELL, "7")
    session.save()
    session.saver.settle(0.5)  # the copy hangs; the draft goes on without it
    assert session.saver._disk.wait(PATIENCE)
    assert not session.dirty
    assert storage.load(session.path).report.values[CELL] == 7
    answers.set()


def test_a_draft_on_its_way_elsewhere_is_asked_about_before_the_window_goes(
    qtbot: QtBot, wizard: Wizard, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    answers = threading.Event()
    save_as = drafts.save_as
    monkeypatch.setattr(drafts, "save_as", lambda now: answers.wait(PATIENCE) and save_as(now))
    monkeypatch.setattr(filing, "PATIENCE", 0.1)
    asked: list[str] = []
    monkeypatch.setattr(
        filing, "may_leave_unsaved", lambda *message: bool(asked.append(message[-1]))
    )
    wizard.session.saver.save_as(tmp_path / "there.gknb")
    assert not wizard.close()
    assert len(asked) == 1
    answers.set()
    qtbot.waitUntil(lambda: wizard.session.path.name == "there.gknb")
