"""Several windows: each a process of its own, each telling others what it has open."""

import os
import sys
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from model.drafts import presence
from model.drafts.presence import Editor
from model.report.report import Report
from tests.ui.starting import (
    answering,
    opened,
    saved,
)
from ui.app import clock
from ui.application import Application
from ui.base import launch
from ui.base.settings import Settings
from ui.base.widgets import ask
from ui.entry import opening
from ui.entry.start_window import StartWindow
from ui.entry.watching import editor_sentence


@pytest.mark.parametrize("answer", ["打开（可能产生冲突）", "以副本打开", "取消"])
def test_a_draft_that_somebody_has_open_is_asked_about(
    answer: str, tmp_path: Path, empty: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = saved(empty, tmp_path / "a.gknb").path
    now = clock.now()
    presence.announce(path, Editor("张三", "PC-1", 4711, now), now)
    asked = answering(monkeypatch, answer)
    loaded = opening.load(path)
    assert asked[0].startswith(f"此草稿正由 张三 在 PC-1 上编辑，自 {now:%H:%M} 起。")
    paths = {
        "打开（可能产生冲突）": path,
        "以副本打开": tmp_path / "a（副本）.gknb",
        "取消": None,
    }
    assert (loaded.path if loaded else None) == paths[answer]
    if answer == "以副本打开":
        assert loaded is not None
        assert loaded.report == replace(empty, id=loaded.report.id)
        assert loaded.report.id != empty.id


def test_a_second_window_on_this_computer_is_called_so() -> None:
    now = datetime(2025, 1, 15, 10, 32).astimezone()
    me = presence.myself(now)
    yesterday = now - timedelta(days=1)
    assert editor_sentence(me, now) == "此草稿已在本机另一个窗口中打开，自 10:32 起。"
    other = replace(me, user="", since=yesterday)
    assert editor_sentence(other, now) == "此草稿正由 其他用户 在本机上编辑，自 昨天 10:32 起。"


def test_others_are_told_for_as_long_as_a_window_has_the_draft(
    qtbot: QtBot, tmp_path: Path, empty: Report
) -> None:
    loaded = saved(empty, tmp_path / "a.gknb")
    wizard = opening.wizard_on(loaded, Settings())
    qtbot.addWidget(wizard)
    now = clock.now()
    stranger = Editor("王五", "PC-9", 1, now)

    def message(name: str) -> bool:
        found = presence.editor_of(tmp_path / name, stranger, now)
        return found is not None and found.pid == os.getpid()

    assert not message("a.gknb")
    wizard.show()
    qtbot.waitUntil(lambda: message("a.gknb"))
    wizard.session.saver.save_as(tmp_path / "b.gknb")
    qtbot.waitUntil(lambda: (message("a.gknb"), message("b.gknb")) == (False, True))
    wizard.close()
    assert not message("b.gknb")


def test_a_draft_named_at_the_call_that_cannot_be_read_is_explained_at_the_start(
    qtbot: QtBot, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    application = Application(Settings())
    application.open(tmp_path / "gone.gknb")
    window = next(w for w in QApplication.topLevelWidgets() if isinstance(w, StartWindow))
    qtbot.addWidget(window)
    assert "文件或文件夹不存在" in window._message.text()
    assert "文件或文件夹不存在" in capsys.readouterr().err


def test_a_draft_named_at_the_call_is_opened(qtbot: QtBot, tmp_path: Path, empty: Report) -> None:
    application = Application(Settings())
    application.open(saved(empty, tmp_path / "a.gknb").path)
    assert opened(qtbot, application) == empty


def test_a_question_is_answered_by_its_buttons(qtbot: QtBot) -> None:
    def press_second() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        next(b for b in box.buttons() if b.text() == "乙").click()

    QTimer.singleShot(0, press_second)
    assert ask(None, "问", "甲还是乙？", ("甲", "乙", "取消")) == "乙"


@pytest.mark.parametrize(("default", "answer"), [("", "甲"), ("取消", "取消")])
def test_enter_gives_the_answer_that_does_no_harm(default: str, answer: str, qtbot: QtBot) -> None:
    QTimer.singleShot(
        0, lambda: QTest.keyClick(QApplication.activeModalWidget(), Qt.Key.Key_Return)
    )
    assert ask(None, "问", "甲还是乙？", ("甲", "乙", "取消"), default) == answer


def test_a_question_that_is_closed_changes_nothing(qtbot: QtBot) -> None:
    QTimer.singleShot(0, lambda: QApplication.activeModalWidget().close())
    assert ask(None, "问", "甲还是乙？", ("甲", "乙", "取消")) == "取消"


def test_another_window_is_a_process_of_its_own(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = tmp_path / "called.txt"
    code = "import os, sys; open(sys.argv[1] + '.tmp', 'w').write(repr((sys.argv[2:],"
    code += " os.environ.get('QT_SCALE_FACTOR')))); os.rename(sys.argv[1] + '.tmp', sys.argv[1])"
    call = [sys.executable, "-c", code, str(written)]
    monkeypatch.setattr(launch, "command", lambda: call)
    monkeypatch.setenv("QT_SCALE_FACTOR", "2")  # this window's, not the next one's
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    launch.reopen(window, tmp_path / "草 稿.gknb")
    assert not window.isVisible()
    qtbot.waitUntil(written.exists)
    assert written.read_text() == repr(([str(tmp_path / "草 稿.gknb")], None))


def test_a_window_that_does_not_close_is_not_opened_twice(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Stubborn(QWidget):
        def closeEvent(self, event: QCloseEvent) -> None:
            event.setAccepted(leaving)

    leaving = False
    started: list[object] = []
    monkeypatch.setattr(launch, "open_window", started.append)
    window = Stubborn()
    qtbot.addWidget(window)
    window.show()
    launch.reopen(window)
    assert started == []
    leaving = True
    launch.reopen(window)
    assert started == [None]


def test_the_program_calls_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    program, script = launch.command()
    assert (program, Path(script).name) == (sys.executable, "main.py")
    assert Path(script).is_file()
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert launch.command() == [sys.executable]


def test_what_a_kill_left_beside_a_draft_goes_when_it_is_opened(
    qtbot: QtBot, tmp_path: Path, empty: Report
) -> None:
    loaded = saved(empty, tmp_path / "a.gknb")
    old, new = tmp_path / ".a.gknb.editing.00000000", tmp_path / ".a.gknb.editing.11111111"
    for path in (old, new):
        path.write_bytes(b"")
    os.utime(old, (0, 0))
    qtbot.addWidget(opening.wizard_on(loaded, Settings()))
    qtbot.waitUntil(lambda: not old.exists())
    assert new.exists()
