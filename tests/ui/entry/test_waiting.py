"""Waiting for a share: the window says so and lets the clerk go; what comes later is not heard."""

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel
from pytestqt.qtbot import QtBot

from model.drafts import presence, storage
from model.drafts.storage import Loaded
from model.errors import StorageError
from model.report.report import Report
from tests.patience import PATIENCE
from tests.ui.starting import answering, saved, start, typed_but_not_saved
from ui.app import folders
from ui.base.settings import Settings
from ui.base.work import WaitingDialog, in_background
from ui.entry import opening
from ui.entry.new_dialog import NewDialog


class Share:
    """A share that hangs until it is told to answer."""

    def __init__(self) -> None:
        self.answers = threading.Event()
        self.asked = threading.Event()

    def hang(self, *_: object) -> str:
        self.asked.set()
        assert self.answers.wait(PATIENCE)
        return "late"

    def hang_and_fail(self, *_: object) -> None:
        self.hang()
        raise StorageError("磁盘或网络可能已断开。")


@pytest.fixture
def share() -> Iterator[Share]:
    hanging = Share()
    yield hanging
    hanging.answers.set()


@contextmanager
def looking(share: Share, act: Callable[[QDialog], object]) -> Iterator[list[str]]:
    """Do something with the dialog that waits for the share; gives what it said.

    A slow machine shows a dialog for a step before it too.
    """
    said: list[str] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if share.asked.is_set() and isinstance(dialog, WaitingDialog):
            said.append(dialog.findChildren(QLabel)[0].text())
            timer.stop()
            act(dialog)

    timer = QTimer(interval=10)
    timer.timeout.connect(look)
    timer.start()
    yield said
    timer.stop()


def escape(dialog: QDialog) -> None:
    QTest.keyClick(dialog, Qt.Key.Key_Escape)


def test_what_is_soon_done_is_not_noticed(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.base.work.UNNOTICED", PATIENCE)
    monkeypatch.setattr(WaitingDialog, "exec", lambda _: pytest.fail("a dialog is shown"))
    assert in_background(None, "", lambda: 7) == 7


def test_a_share_that_hangs_is_said_and_can_be_given_up(qtbot: QtBot, share: Share) -> None:
    with looking(share, escape) as said:
        assert in_background(None, "正在读取「年报.gknb」…", share.hang) is None
    assert said == ["正在读取「年报.gknb」…"]


def test_a_share_that_answers_at_last_is_heard(qtbot: QtBot, share: Share) -> None:
    with looking(share, lambda _: share.answers.set()) as said:
        assert in_background(None, "正在读取", share.hang) == "late"
    assert said


def test_an_answer_after_it_was_given_up_is_not_heard(qtbot: QtBot, share: Share) -> None:
    dialog = WaitingDialog(None, [("", share.hang)])
    qtbot.addWidget(dialog)
    dialog.reject()
    share.answers.set()
    assert dialog._worker.wait(PATIENCE)
    assert dialog.results == []
    assert dialog.error is None


def test_several_steps_are_said_one_after_the_other(qtbot: QtBot, share: Share) -> None:
    with looking(share, lambda _: share.answers.set()) as said:
        steps = [("第一步", lambda: "soon"), ("第二步", share.hang)]
        assert WaitingDialog(None, steps).outcome() == ["soon", "late"]
    assert said == ["第二步"]


def test_several_steps_are_given_up_together(qtbot: QtBot, share: Share) -> None:
    begun: list[None] = []
    with looking(share, escape) as said:
        steps = [("第一步", share.hang), ("第二步", lambda: begun.append(None))]
        assert WaitingDialog(None, steps).outcome() is None
    assert (said, begun) == (["第一步"], [])


def test_the_first_step_that_fails_ends_the_others(qtbot: QtBot) -> None:
    def refuse() -> None:
        raise StorageError("磁盘或网络可能已断开。")

    begun: list[None] = []
    with pytest.raises(StorageError, match="可能已断开"):
        WaitingDialog(None, [("", refuse), ("", lambda: begun.append(None))]).outcome()
    assert begun == []


def test_what_the_share_says_against_it_is_said(qtbot: QtBot) -> None:
    def refuse() -> None:
        raise StorageError("磁盘或网络可能已断开。")

    with pytest.raises(StorageError, match="可能已断开"):
        in_background(None, "", refuse)


def test_what_nobody_foresaw_is_said_too(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    logged: list[object] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, *_: logged.append(kind))
    with pytest.raises(StorageError, match="意外问题，文件未改动"):
        in_background(None, "", lambda: 1 // 0)
    with pytest.raises(StorageError, match="内容未改动"):
        WaitingDialog(None, [("", lambda: 1 // 0)], unforeseen="内容未改动").outcome()
    assert logged == [ZeroDivisionError, ZeroDivisionError]


@pytest.mark.parametrize("where", ["who has it open", "the draft"])
def test_opening_a_draft_on_a_share_that_hangs_can_be_given_up(
    where: str,
    qtbot: QtBot,
    share: Share,
    tmp_path: Path,
    empty: Report,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = saved(empty, tmp_path / "a.gknb").path
    hanging = (presence, "editor_of") if where == "who has it open" else (opening, "_read")
    monkeypatch.setattr(*hanging, share.hang)
    application, window = start(qtbot)
    with looking(share, escape) as said:
        window.chosen.emit(path)
    assert said == ["正在读取「a.gknb」…"]
    assert share.asked.is_set()
    assert application.wizard is None
    assert window.isVisible()


def test_recovering_onto_a_share_that_hangs_can_be_given_up(
    qtbot: QtBot, share: Share, tmp_path: Path, empty: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = typed_but_not_saved(empty, tmp_path / "a.gknb").path
    answering(monkeypatch, "恢复")
    monkeypatch.setattr(storage, "save", share.hang_and_fail)
    with looking(share, escape) as said:
        assert opening.load(path) is None
    assert said == ["正在恢复「a.gknb」…"]


def test_beginning_on_a_share_that_hangs_can_be_given_up(
    qtbot: QtBot, share: Share, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage, "save", share.hang_and_fail)
    dialog = NewDialog(tmp_path)
    qtbot.addWidget(dialog)
    dialog.name.setText("某县水务局")
    with looking(share, escape) as said:
        dialog.accept()
    assert said == ["正在新建「某县水务局」的年报…"]
    assert dialog.loaded is None
    assert dialog.result() != QDialog.DialogCode.Accepted


def test_a_folder_on_a_share_that_hangs_gives_way_to_the_documents(
    qtbot: QtBot, share: Share, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered: list[str] = []
    monkeypatch.setattr(folders, "documents_folder", lambda: tmp_path)
    monkeypatch.setattr(Settings, "folder", property(share.hang))
    monkeypatch.setattr(NewDialog, "exec", lambda dialog: offered.append(dialog.folder.text()))
    with looking(share, escape) as said:
        assert opening.begin(None, Settings()) is None  # type: ignore[arg-type]
    assert said == ["正在查看上次保存草稿的文件夹…"]
    assert offered == [str(tmp_path)]


def test_a_draft_that_is_read_in_time_is_opened(
    qtbot: QtBot, tmp_path: Path, empty: Report
) -> None:
    path = saved(empty, tmp_path / "a.gknb").path
    loaded = opening.load(path)
    assert isinstance(loaded, Loaded)
    assert loaded.report == empty
