"""What is half-typed through a module of Qt's is not lost when its field is left."""

from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.input_method import arrangement
from ui.input_method.arrangement import Choice
from ui.input_method.keeper import Keeper


@pytest.fixture
def keeper(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[Keeper]:
    """The keeper, as it stands after a start with ibus."""
    typing = arrangement.Typing()
    typing.choice = Choice("ibus", "IBus 正在运行，通过 IBus 接口输入。")
    monkeypatch.setattr(arrangement, "_typing", typing)
    arrangement.attend(qapp)
    assert isinstance(typing._attendant, Keeper)
    yield typing._attendant
    shiboken6.delete(typing._attendant)


class Form(QWidget):
    """Two lines."""

    def __init__(self) -> None:
        super().__init__()
        self.first, self.second = QLineEdit(), QLineEdit()
        layout = QVBoxLayout(self)
        layout.addWidget(self.first)
        layout.addWidget(self.second)


@pytest.fixture
def form(qtbot: QtBot, keeper: Keeper) -> Form:
    """A window whose first line has the focus."""
    form = Form()
    qtbot.addWidget(form)
    with qtbot.waitActive(form):
        form.show()
        form.activateWindow()
    form.first.setFocus()
    return form


def module_says(field: QLineEdit, half: str, word: str = "") -> None:
    """Give a field what a module of Qt's gives it."""
    event = QInputMethodEvent(half, [])
    event.setCommitString(word)
    QCoreApplication.sendEvent(field, event)


def test_a_word_that_the_module_says_nothing_of_is_kept_when_the_focus_goes(form: Form) -> None:
    module_says(form.first, "ni hao")
    form.second.setFocus()
    assert (form.first.text(), form.second.text()) == ("ni hao", "")


def test_a_word_that_the_module_drops_before_the_focus_goes_is_kept(form: Form) -> None:
    module_says(form.first, "ni hao")
    module_says(form.first, "")  # as QInputMethod.commit does within setFocus
    form.second.setFocus()
    assert form.first.text() == "ni hao"


def test_a_word_that_the_module_writes_is_not_written_twice(form: Form) -> None:
    module_says(form.first, "ni hao")
    module_says(form.first, "", "你好")
    form.second.setFocus()
    arrangement.commit_typing()
    assert (form.first.text(), form.second.text()) == ("你好", "")


def test_a_word_that_the_clerk_took_back_stays_away(qtbot: QtBot, form: Form) -> None:
    module_says(form.first, "ni hao")
    module_says(form.first, "")
    QApplication.processEvents()
    form.second.setFocus()
    assert form.first.text() == ""


def test_a_click_keeps_a_word(qtbot: QtBot, form: Form) -> None:
    module_says(form.first, "ni hao")
    place = form.first.geometry().center()
    qtbot.mouseClick(form.windowHandle(), Qt.MouseButton.LeftButton, pos=place)
    assert form.first.text() == "ni hao"


def test_saving_keeps_a_word_once(form: Form) -> None:
    module_says(form.first, "ni hao")
    arrangement.commit_typing()
    arrangement.commit_typing()
    assert form.first.text() == "ni hao"
