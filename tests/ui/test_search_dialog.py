"""The search window: what is listed, where Enter leads, and replacing by one act."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from model.address import Address
from model.checks.findings import TextSpan
from model.drafts import storage
from model.drafts.storage import Loaded
from model.form import catalog
from model.report import subheads
from model.report.addresses import section_of
from tests.ui.app.full_report import full_report
from tests.ui.conftest import shown
from ui.app.search import Hit, HitKind, passages
from ui.aside.windows import HelpWindow
from ui.base.session import Session
from ui.search import SearchDialog, selected_words
from ui.table.page import TablePage
from ui.text.page import TextPage
from ui.unit.page import UnitPage
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


def test_the_window_opens_whole_on_the_screen_where_the_wizard_is_small(
    wizard: Wizard,
) -> None:
    wizard.setGeometry(0, 0, 640, 360)
    wizard.search()
    (dialog,) = wizard.findChildren(SearchDialog)
    assert wizard.screen().availableGeometry().contains(dialog.geometry())


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
        next(n for n, text in enumerate(found) if text.startswith("帮助　（二）部分公开"))
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
    assert dialog.count.text() == (
        f"已替换{count}处。现有5处。自动成文的3处随所填内容改变，转到后改所填内容。"
    )
    assert not any("我局" in block.body for block in wizard.session.report.texts)
    wizard.session.undo_stack.undo()
    assert wizard.session.report.texts == before.texts
    dialog.refresh()
    assert not dialog.count.text().startswith("已替换")


def test_what_is_not_replaced_is_said_gently(dialog: SearchDialog) -> None:
    listed(dialog, "我局")
    assert dialog.count.text() == (
        "6处。全部替换只改文字中的1处。自动成文的3处随所填内容改变，转到后改所填内容。"
    )
    listed(dialog, "三审三校")
    assert dialog.count.text() == "1处。"


def test_the_words_are_selected_in_the_field_that_has_them(
    wizard: Wizard, dialog: SearchDialog
) -> None:
    """The focus of a window behind this one is not painted: the selection shows the place."""
    wizard.session.put("note/requests", "甲\n乙丙丁")
    for words, selected, step in (
        ("00-0000", "00-0000", "unit"),
        ("2024年12月31日", "2024-12-31", "unit"),
        ("发出收费通知1", "14", "other"),
        ("乙丙", "乙丙", "requests"),
    ):
        listed(dialog, words)
        dialog.go.click()
        field = wizard.focusWidget()
        assert (wizard.step, selected_words(field)) == (step, selected)


def test_a_line_of_the_help_is_shown_and_selected(wizard: Wizard, dialog: SearchDialog) -> None:
    listed(dialog, "每一档的标准")
    dialog.go.click()
    (window,) = wizard.findChildren(HelpWindow)
    assert window.browser.textCursor().selectedText() == "每一档的标准"


@pytest.mark.parametrize("key", catalog.released())
def test_every_place_that_is_searched_can_be_gone_to(
    qtbot: QtBot, tmp_path: Path, key: str
) -> None:
    """Navigation leads to the field, the cell or the step of every passage but of the help."""
    report = full_report(key)
    report = subheads.remove(report, "overview.platform")
    wizard = shown(qtbot, Session(storage.save(Loaded(report, tmp_path / "a.gknb", ""))))
    places = {
        (one.address, one.step, one.is_body)
        for one in passages(report, wizard.session.result)
        if one.kind is not HitKind.HELP and one.finding is None
    }
    kinds = {Address.parse(address).kind for address, _, _ in places}
    assert kinds == {"unit", "text", "figure", "tally", "cell", "note", ""}
    for address, step, is_body in places:
        span = TextSpan(address, 0, 1) if is_body else None
        wizard.navigation.show_hit(Hit(HitKind.TEXT, "", "", address, span, step=step))
        if address:
            assert_is_at(wizard, address)
        else:
            assert wizard.step == step


def assert_is_at(wizard: Wizard, address: str) -> None:
    """Check that the focus is where an address is filled in."""
    place, page, focus = Address.parse(address), wizard._page(wizard.step), wizard.focusWidget()
    assert wizard.step == section_of(wizard.session.report, address)
    if isinstance(page, UnitPage):
        assert focus is page._fields[address]
    elif isinstance(page, TextPage):
        fields = {box.editor_of(place.answer) for box in page.boxes.values()} - {None}
        if place.kind == "text":
            fields |= {box.editor for key, box in page.boxes.items() if key == place.key}
        assert focus in (fields or {page.add})
    else:
        assert isinstance(page, TablePage)
        edited = {"remark": page.card.remark, "source": page.card.source}
        known = page.note if place.kind == "note" else edited.get(place.annotation or "", page.view)
        assert focus is known
        assert place.kind == "note" or page.address_here() == place.answer


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
