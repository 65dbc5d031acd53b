"""The row of joined buttons: one Tab stop, arrows, and answers that may not be chosen."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.export.segments import Segments


@pytest.fixture
def row(qtbot: QtBot) -> Iterator[Segments]:
    window = QWidget()
    layout = QVBoxLayout(window)
    made = Segments("稿别", ["甲", "乙", "丙"])
    for widget in (QLineEdit(), made, QLineEdit()):
        layout.addWidget(widget)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    yield made


def test_arrows_choose_the_next_answer_that_may_be_chosen(qtbot: QtBot, row: Segments) -> None:
    chosen: list[str] = []
    row.chosen.connect(chosen.append)
    row.buttons["乙"].setEnabled(False)
    row.setFocus()
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Left):
        qtbot.keyClick(row.window().focusWidget(), key)
    assert chosen == ["丙", "甲"]
    assert row.currentText() == "甲"
    assert row.window().focusWidget() is row.buttons["甲"]


def test_tab_comes_to_the_chosen_answer_alone(qtbot: QtBot, row: Segments) -> None:
    row.setCurrentText("乙")
    first, last = row.window().findChildren(QLineEdit)
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Tab)
    assert row.window().focusWidget() is row.buttons["乙"]
    qtbot.keyClick(row.buttons["乙"], Qt.Key.Key_Tab)
    assert row.window().focusWidget() is last


def test_a_click_or_enter_chooses_and_the_same_answer_is_no_choice(
    qtbot: QtBot, row: Segments
) -> None:
    chosen: list[str] = []
    row.chosen.connect(chosen.append)
    qtbot.mouseClick(row.buttons["丙"], Qt.MouseButton.LeftButton)
    qtbot.mouseClick(row.buttons["丙"], Qt.MouseButton.LeftButton)
    row.buttons["乙"].setFocus()
    qtbot.keyClick(row.buttons["乙"], Qt.Key.Key_Return)
    assert chosen == ["丙", "乙"]
    assert [b.isChecked() for b in row.buttons.values()] == [False, True, False]


def test_other_keys_choose_nothing(qtbot: QtBot, row: Segments) -> None:
    row.setFocus()
    qtbot.keyClick(row.buttons["甲"], Qt.Key.Key_A)
    qtbot.keyClick(row, Qt.Key.Key_A)
    assert row.currentText() == "甲"
