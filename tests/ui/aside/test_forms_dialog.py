"""报告格式 in the window: a form file is looked at before it is added."""

import os
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QScreen
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from intake import source
from intake.child import Reader
from model import resources
from model.form import catalog
from tests import hostile_forms, new_form
from tests.intake.test_child import fake
from ui.app import folders, forms
from ui.aside import windows
from ui.aside.settings_dialog import SettingsDialog
from ui.aside.windows import FormsDialog
from ui.base.settings import Settings
from ui.base.work import WaitingDialog

Ask = Callable[[QWidget | None, str, str, Sequence[str], str], str]


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    return new_form.written(tmp_path / "stick")


@pytest.fixture
def dialog(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, stick: Path) -> FormsDialog:
    """The dialog as the settings open it; the file on the stick is what is chosen."""
    resources.set_forms_folder(folders.forms_folder())
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *asked: (str(stick), ""))
    settings = SettingsDialog(Settings(), lambda: None)
    qtbot.addWidget(settings)
    settings.show()
    qtbot.mouseClick(settings.forms_button, Qt.MouseButton.LeftButton)
    return settings.findChildren(FormsDialog)[0]


def answering(monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
    monkeypatch.setattr(windows, "ask", lambda *question: answer)


def rows(dialog: FormsDialog) -> list[str]:
    """What is said of each form, with the words of its button."""
    found = []
    for place in range(dialog._rows.count()):
        widget = dialog._rows.itemAt(place).widget()
        if widget is not None:
            button = "".join(b.text() for b in widget.findChildren(QPushButton))
            found.append(widget.children()[1].text()[:8] + button)  # type: ignore[attr-defined]
    return found


def click(qtbot: QtBot, button: QPushButton) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_form_is_looked_at_added_and_removed(
    qtbot: QtBot, dialog: FormsDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert rows(dialog) == ["「2019」格式", "「2021」格式"]
    assert not dialog.add_button.isEnabled()
    click(qtbot, dialog.browse_button)
    assert "行增加：「3.申请人撤回申请」。" in dialog.message.toPlainText()
    assert catalog.keys() == ["2019", "2021"]
    click(qtbot, dialog.add_button)
    assert dialog.message.toPlainText().startswith("已增加「2027」格式")
    assert not dialog.add_button.isEnabled()
    assert rows(dialog) == ["「2019」格式", "「2021」格式", "「2027」格式移除"]
    assert catalog.form_for(2027).basis == new_form.BASIS
    for answer, left in (("取消", 3), ("移除", 2)):
        answering(monkeypatch, answer)
        click(qtbot, dialog._rows.itemAt(2).widget().findChildren(QPushButton)[0])
        assert len(rows(dialog)) == left
    assert dialog.message.toPlainText().startswith("已移除「2027」格式")


def test_a_file_that_is_no_form_is_refused_and_cannot_be_added(
    qtbot: QtBot, dialog: FormsDialog, stick: Path
) -> None:
    click(qtbot, dialog.browse_button)
    stick.write_text("key = ", "utf-8")
    click(qtbot, dialog.browse_button)
    assert dialog.message.toPlainText().startswith("格式文件 2027.toml 不是有效的 TOML 文件")
    assert not dialog.add_button.isEnabled()


def test_what_goes_wrong_is_said(
    qtbot: QtBot, dialog: FormsDialog, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    click(qtbot, dialog.browse_button)
    new_form.written(folders.forms_folder())
    click(qtbot, dialog.add_button)
    assert dialog.message.toPlainText() == "本机已有「2027」格式，不必再增加。"
    answering(monkeypatch, "移除")
    (folders.forms_folder() / "2027.toml").unlink()
    dialog._remove("2027")
    assert dialog.message.toPlainText() == "没有增加过「2027」格式。"


def test_nothing_chosen_changes_nothing(
    qtbot: QtBot, dialog: FormsDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = dialog.message.toPlainText()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *asked: ("", ""))
    click(qtbot, dialog.browse_button)
    assert dialog.message.toPlainText() == before


def ticks_while(act: Callable[[], object]) -> int:
    """Count how often the event loop turned, by a timer that is due again at once."""
    counted: list[int] = []
    timer = QTimer(interval=0)
    timer.timeout.connect(lambda: counted.append(1))
    timer.start()
    act()
    timer.stop()
    return len(counted)


@pytest.mark.parametrize("name", hostile_forms.hostile())
def test_a_hostile_form_is_one_sentence(dialog: FormsDialog, stick: Path, name: str) -> None:
    stick.write_bytes(hostile_forms.hostile()[name])
    dialog.look_at(stick)
    sentence = dialog.message.toPlainText()
    assert "2027.toml" in sentence and sentence.isprintable() and len(sentence) <= 420
    assert not dialog.add_button.isEnabled()


@pytest.mark.skipif(sys.platform == "win32", reason="there are no FIFOs")
def test_a_fifo_is_one_sentence(dialog: FormsDialog, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "2030.toml")
    dialog.look_at(tmp_path / "2030.toml")
    assert dialog.message.toPlainText().startswith("「2030.toml」不是普通文件")


def test_the_window_lives_while_the_largest_form_is_tried_out(
    dialog: FormsDialog, stick: Path
) -> None:
    stick.write_bytes(dict(hostile_forms.largest())["texts"])
    ticks = ticks_while(lambda: dialog.look_at(stick))
    assert "小标题增加" in dialog.message.toPlainText()
    assert ticks > 100


def test_the_clerk_may_give_it_up(
    dialog: FormsDialog, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_go = threading.Event()

    def hang(_path: Path) -> None:
        assert let_go.wait(60)

    def leave() -> None:
        waiting = QApplication.activeModalWidget()
        if isinstance(waiting, WaitingDialog):
            timer.stop()
            waiting.reject()

    monkeypatch.setattr(forms, "offer", hang)
    timer = QTimer(interval=10)
    timer.timeout.connect(leave)
    timer.start()
    dialog.look_at(stick)
    let_go.set()
    assert dialog.message.toPlainText() == "已取消读取，未增加。"
    assert not dialog.add_button.isEnabled()


def test_a_form_that_the_child_is_lost_over_is_one_sentence(
    dialog: FormsDialog, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for program, sentence in (
        ([sys.executable, "-c", ""], "无法启动读取程序，未增加。"),
        (fake("os._exit(0)"), "格式文件 2027.toml 内容过多或已损坏，未能读取，未增加。"),
        (fake("say(refusal='')"), "文件已损坏或不完整"),
    ):
        with Reader(program=program) as reader:
            monkeypatch.setattr(source, "reader", lambda reader=reader: reader)
            dialog.look_at(stick)
        assert dialog.message.toPlainText().startswith(sentence)


def test_the_dialogue_of_forms_is_no_larger_than_a_small_screen(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QScreen, "availableSize", lambda _: QSize(640, 360))
    dialog = FormsDialog()
    qtbot.addWidget(dialog)
    assert dialog.height() < 360 and dialog.width() < 640
    assert dialog.minimumSizeHint().height() <= 312
