"""The search window: what is listed, where Enter leads, and replacing by one act."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from ui.aside.windows import HelpWindow
from ui.search import SearchDialog, selected_words
from ui.table.page import TablePage
from ui.text.page import TextPage
from ui.wizard import Wizard


@pytest.fixture
def dialog(wizard: Wizard) -> SearchDialog:
    wizard.search()
    (dialog,) = wizard.findChildren(SearchDialog)
    return dialog


def listed(dialog: SearchDialog, words: str) -> list[str]:
    dialog.words.setText(words)
    dialog.refresh()
    return [dialog.list.item(row).text() for row in range(dialog.list.count())]


def test_enter_leads_from_place_to_place(
    qtbot: QtBot, wizard: Wizard, dialog: SearchDialog
) -> None:
    found = listed(dialog, "1352")
    assert found == ["表格　一、本年新收政府信息公开申请数量，自然人\n1352"]
    qtbot.keyClick(dialog.words, Qt.Key.Key_Return)
    page = wizard._page(wizard.step)
    assert isinstance(page, TablePage)
    assert page.address_here() == "requests/received/natural"
    assert dialog.isVisible()


def test_the_window_opens_at_the_lower_right_where_it_hides_least(
    wizard: Wizard, dialog: SearchDialog
) -> None:
    whole = wizard.geometry()
    assert whole.right() - 60 < dialog.geometry().right() <= whole.right()
    assert whole.bottom() - 100 < dialog.geometry().bottom() <= whole.bottom()


def test_words_of_a_text_are_selected_where_they_stand(
    qtbot: QtBot, wizard: Wizard, dialog: SearchDialog
) -> None:
    listed(dialog, "三审三校")
    dialog.go.click()
    page = wizard._page(wizard.step)
    assert isinstance(page, TextPage)
    chosen = [box.editor.textCursor().selectedText() for box in page.boxes.values()]
    assert "三审三校" in chosen


def test_keys_that_are_still_waited_for_are_searched_before_enter_acts(
    qtbot: QtBot, wizard: Wizard, dialog: SearchDialog
) -> None:
    listed(dialog, "三审三校")
    dialog.words.setText("1352")
    qtbot.keyClick(dialog.words, Qt.Key.Key_Return)
    assert wizard.step == "requests"


def test_the_meaning_of_a_row_is_shown_in_the_help(wizard: Wizard, dialog: SearchDialog) -> None:
    found = listed(dialog, "区分处理")
    dialog.list.setCurrentRow(
        next(n for n, text in enumerate(found) if text.startswith("填报口径"))
    )
    dialog.go.click()
    (window,) = wizard.findChildren(HelpWindow)
    assert window.isVisible()


def test_words_are_replaced_in_all_texts_and_come_back_by_one_undo(
    qtbot: QtBot, wizard: Wizard, dialog: SearchDialog
) -> None:
    before = wizard.session.report
    listed(dialog, "我局")
    dialog.new.setText("本局")
    with qtbot.waitSignal(wizard.session.message) as said:
        dialog.replace_button.click()
    count = sum(block.body.count("我局") for block in before.texts)
    assert said.args == [f"已替换文字{count}处。"]
    assert dialog.count.text() == f"已替换{count}处。现有0处。"
    assert not any("我局" in block.body for block in wizard.session.report.texts)
    wizard.session.undo_stack.undo()
    assert wizard.session.report.texts == before.texts
    dialog.refresh()
    assert not dialog.count.text().startswith("已替换")


def test_enter_on_a_button_presses_it_and_in_the_new_words_replaces_nothing(
    qtbot: QtBot, wizard: Wizard, dialog: SearchDialog
) -> None:
    before = wizard.session.report
    listed(dialog, "我局")
    dialog.new.setText("本局")
    qtbot.keyClick(dialog.new, Qt.Key.Key_Return)
    assert wizard.session.report is before
    dialog.replace_button.setFocus()
    qtbot.keyClick(dialog.replace_button, Qt.Key.Key_Return)
    assert wizard.session.report is not before


def test_nothing_is_replaced_where_only_a_table_has_the_words(dialog: SearchDialog) -> None:
    listed(dialog, "1352")
    assert not dialog.replace_button.isEnabled()
    assert listed(dialog, "绝无此词") == []
    assert not dialog.go.isEnabled()
    assert dialog.count.text() == "0处。"


def test_the_arrows_choose_while_the_words_are_typed(qtbot: QtBot, dialog: SearchDialog) -> None:
    listed(dialog, "公开")
    qtbot.keyClick(dialog.words, Qt.Key.Key_Down)
    assert dialog.list.currentRow() == 1
    qtbot.keyClick(dialog.words, Qt.Key.Key_Up)
    assert dialog.list.currentRow() == 0


def test_the_list_follows_the_report(wizard: Wizard, dialog: SearchDialog) -> None:
    listed(dialog, "1353")
    wizard.session.put("requests/received/natural", "1353")
    wizard.session.check()
    assert dialog.list.item(0).text().endswith("1353")


def test_selected_words_are_looked_for(qtbot: QtBot) -> None:
    field = QLineEdit("一二三")
    qtbot.addWidget(field)
    field.setSelection(1, 2)
    assert selected_words(field) == "二三"
    assert selected_words(None) == ""
