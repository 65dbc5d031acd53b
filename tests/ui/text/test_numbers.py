"""插入数字: a cell of a table, chosen or copied, stands in a text with its words."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMenu, QToolButton
from pytestqt.qtbot import QtBot

from model.report import subheads
from tests.ui.conftest import shown, table_page
from ui.base.edits import CELL
from ui.base.session import Session
from ui.table.number_dialog import NumberDialog
from ui.text.box import NUMBER_KEY, TextBlockBox
from ui.text.page import TextPage
from ui.wizard import Wizard

HOME = "overview.on_request"
GRANTED = "requests/handled.granted/total"


def box_of(wizard: Wizard, body: str = "") -> TextBlockBox:
    """Write a text and put the cursor at its end."""
    page = wizard.show_step("overview")
    assert isinstance(page, TextPage)
    session, box = wizard.session, page.boxes[HOME]
    session.apply(subheads.write(session.report, HOME, body), "写入", f"text/{HOME}")
    box.editor.setFocus()
    box.editor.moveCursor(box.editor.textCursor().MoveOperation.End)
    return box


def body_of(wizard: Wizard) -> str:
    block = wizard.session.report.text(HOME)
    assert block is not None
    return block.body


def dialogs() -> Iterator[NumberDialog]:
    windows = QApplication.topLevelWidgets()
    yield from (one for one in windows if isinstance(one, NumberDialog) and one.isVisible())


def asked(qtbot: QtBot, box: TextBlockBox) -> NumberDialog:
    """Ask for a number by the key."""
    qtbot.keyClick(box.editor, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: any(dialogs()))
    return next(dialogs())


def test_a_cell_is_chosen_and_its_words_stand_at_the_cursor(qtbot: QtBot, wizard: Wizard) -> None:
    box = box_of(wizard, "2024年，本机关收到申请后逐件办理，，按期答复。")
    before = wizard.session.report
    cursor = box.editor.textCursor()
    cursor.setPosition(len("2024年，本机关收到申请后逐件办理，"))
    box.editor.setTextCursor(cursor)
    dialog = asked(qtbot, box)
    dialog.tables.setCurrentText("三、收到和处理政府信息公开申请情况")
    assert dialog.view.go_to(GRANTED)
    number = wizard.session.evaluation.numbers[GRANTED]
    assert dialog.words.text() == f"予以公开{number}件"
    qtbot.keyClick(dialog.view, Qt.Key.Key_Return)
    words = f"2024年，本机关收到申请后逐件办理，予以公开{number}件"
    assert body_of(wizard) == f"{words}，按期答复。"
    assert box.editor.textCursor().position() == len(words) and box.editor.hasFocus()
    assert wizard.messages.text() == f"已插入“予以公开{number}件”。"
    wizard.session.check()
    assert [mark.agrees for mark in box.editor.marks] == [True]
    wizard.session.undo_stack.undo()
    assert wizard.session.report == before


def test_the_dialog_begins_where_it_was_left(qtbot: QtBot, wizard: Wizard) -> None:
    box = box_of(wizard)
    dialog = asked(qtbot, box)
    dialog.tables.setCurrentText("三、收到和处理政府信息公开申请情况")
    dialog.view.go_to(GRANTED)
    dialog.insert.click()
    qtbot.waitUntil(lambda: not any(dialogs()))
    again = asked(qtbot, box)
    assert again.address == GRANTED
    again.reject()


def test_a_blank_cell_says_so_and_is_not_inserted(qtbot: QtBot, blank: Session) -> None:
    wizard = shown(qtbot, blank)
    box = box_of(wizard, "原文。")
    dialog = asked(qtbot, box)
    assert dialog.words.text() == "本格未填，填写后才能插入。"
    assert not dialog.insert.isEnabled()
    qtbot.keyClick(dialog.view, Qt.Key.Key_Return)
    assert dialog.isVisible() and body_of(wizard) == "原文。"
    box.insert_number(GRANTED)
    assert "未填，没有可插入的数字" in wizard.messages.text() and body_of(wizard) == "原文。"
    dialog.reject()


def test_the_tables_of_the_dialog_cannot_be_filled(qtbot: QtBot, wizard: Wizard) -> None:
    dialog = asked(qtbot, box_of(wizard))
    report = wizard.session.report
    for key in (Qt.Key.Key_7, Qt.Key.Key_F2, Qt.Key.Key_Delete):
        qtbot.keyClick(dialog.view, key)
    assert not dialog.view.is_open and wizard.session.report == report
    assert dialog.tables.accessibleName() == "表格" and dialog.view.accessibleName()
    dialog.reject()


def test_what_is_selected_gives_way_and_rare_characters_stay(qtbot: QtBot, wizard: Wizard) -> None:
    box = box_of(wizard, "𠮷镇：某某件。")
    box.editor.select(3, 6)
    assert box.editor.before == "𠮷镇："
    box.insert_number(GRANTED)
    number = wizard.session.evaluation.numbers[GRANTED]
    assert body_of(wizard) == f"𠮷镇：予以公开{number}件。"


def test_the_menu_of_the_text_offers_it_with_its_key(qtbot: QtBot, wizard: Wizard) -> None:
    box = box_of(wizard)
    more = next(one for one in box.findChildren(QToolButton) if one.menu() is not None)
    menu = more.menu()
    assert isinstance(menu, QMenu)
    offered = [one for one in menu.actions() if one.text() == f"插入数字…（{NUMBER_KEY}）"]
    assert len(offered) == 1
    offered[0].trigger()
    qtbot.waitUntil(lambda: any(dialogs()))
    next(dialogs()).reject()


def test_its_key_is_nobody_elses(qtbot: QtBot, wizard: Wizard) -> None:
    for key in ("overview", "requests", "check", "export", "unit"):
        wizard.show_step(key)
    keys = [
        shortcut.toString()
        for act in wizard.findChildren(QAction)
        for shortcut in act.shortcuts()
        if act.text() != "插入数字…"
    ]
    assert len(keys) > 20 and NUMBER_KEY not in keys


def test_a_copied_cell_is_pasted_with_its_words(qtbot: QtBot, wizard: Wizard) -> None:
    page = table_page(wizard)
    page.go_to(GRANTED)
    page.acts.copy()
    box = box_of(wizard, "其中")
    before = wizard.session.report
    box.editor.paste()
    number = wizard.session.evaluation.numbers[GRANTED]
    assert body_of(wizard) == f"其中予以公开{number}件"
    wizard.session.undo_stack.undo()
    assert wizard.session.report == before


@pytest.mark.parametrize("kept", ["another requests/received/total", "{id} requests/none/total"])
def test_a_cell_of_another_report_is_pasted_as_it_was_copied(
    qtbot: QtBot, wizard: Wizard, kept: str
) -> None:
    box = box_of(wizard, "其中")
    data = QMimeData()
    data.setText("58")
    data.setData(CELL, kept.format(id=wizard.session.report.id).encode())
    box.editor.insertFromMimeData(data)
    assert body_of(wizard) == "其中58"


def test_several_cells_are_pasted_as_text(qtbot: QtBot, wizard: Wizard) -> None:
    page = table_page(wizard)
    page.view.selectAll()
    page.acts.copy()
    mime = QApplication.clipboard().mimeData()
    assert mime is not None and not mime.hasFormat(CELL)
