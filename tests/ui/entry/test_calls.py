"""A draft that is open in another window of this computer: that window comes to the front."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from model.drafts import presence
from model.errors import RefusedError
from model.report.report import Report
from tests.ui.starting import answering, saved, start
from ui.app import clock
from ui.entry import calls, opening
from ui.entry.calls import Listener, ShownElsewhereError

pytestmark = pytest.mark.qt_log_ignore("does not support")
SWITCH = "切换到该窗口"


class Other(QWidget):
    """A window that counts how often it was activated; an offscreen one may never be active."""

    came = 0

    def activateWindow(self) -> None:
        self.came += 1


@pytest.fixture
def used(tmp_path: Path, empty: Report) -> Path:
    """A draft that another process of this user has open."""
    path, now = saved(empty, tmp_path / "a.gknb").path, clock.now()
    presence.announce(path, replace(presence.myself(now), pid=os.getppid()), now)
    return path


@pytest.fixture
def other(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Other:
    """The window of that process, minimised."""
    window = Other()
    qtbot.addWidget(window)
    with monkeypatch.context() as patch:
        patch.setattr(os, "getpid", os.getppid)
        Listener(window)
    window.showMinimized()
    return window


def test_a_draft_that_is_open_in_another_window_leads_to_that_window(
    used: Path, other: Other, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, alerted = answering(monkeypatch, SWITCH), list[QWidget]()
    monkeypatch.setattr(QApplication, "alert", alerted.append)
    with pytest.raises(ShownElsewhereError):
        opening.load(used)
    assert asked[0].startswith("此草稿已在本机另一个窗口中打开，自 ")
    assert (other.came, other.isMinimized()) == (1, False)
    assert alerted == [other]  # where the desktop lets no window come to the front


def test_the_start_window_goes_when_another_window_comes_to_the_front(
    qtbot: QtBot, used: Path, other: Other, monkeypatch: pytest.MonkeyPatch
) -> None:
    answering(monkeypatch, SWITCH)
    application, window = start(qtbot)
    window.chosen.emit(used)
    assert not window.isVisible() and application.wizard is None


def test_a_window_that_does_not_answer_is_not_said_to_have_come(
    qtbot: QtBot, used: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answering(monkeypatch, SWITCH)
    monkeypatch.setattr(calls, "LIMIT", 0.1)
    with pytest.raises(RefusedError, match="没有应答，未能切换。在任务栏中点击该窗口"):
        opening.load(used)
    assert not calls._place(os.getppid()).exists()
