"""The wizard's pages of text and of the unit: editors, sentences, reasons, regional items."""

from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from model.report import Report
from tests.ui.conftest import shown
from ui.pages.text_page import TextPage
from ui.pages.unit_page import UnitPage
from ui.session import Session
from ui.wizard import Wizard


def test_a_text_is_typed_counted_and_undone(qtbot: QtBot, wizard: Wizard) -> None:
    page = wizard.show_step("problems")
    assert isinstance(page, TextPage)
    editor = page._editors["text/problems.problems"]
    page.go_to("text/problems.problems")
    before = wizard.session.report
    qtbot.keyClicks(editor, "abc")
    block = wizard.session.report.text("problems.problems")
    assert block is not None and block.body.startswith("abc")
    wizard.session.undo_stack.undo()
    assert wizard.session.report == before


def test_the_reference_sentence_takes_its_numbers_from_the_tables(
    qtbot: QtBot, blank: Session, example: Report
) -> None:
    page = shown(qtbot, blank).show_step("overview")
    assert isinstance(page, TextPage)
    text = blank.report.form.texts["overview.on_request"]
    page._insert_reference(text, text.address)
    assert blank.report.text("overview.on_request").body == ""  # type: ignore[union-attr]
    blank.apply(example.with_text(example.texts[0]), "示例")
    page._insert_reference(text, text.address)
    written = blank.report.text("overview.on_request")
    assert written is not None and "新收政府信息公开申请8406件" in written.body


def test_figures_write_their_own_sentence(qtbot: QtBot, wizard: Wizard) -> None:
    page = wizard.show_step("other")
    assert isinstance(page, TextPage)
    editor = page._editors["figure/fee_notices"]
    assert isinstance(editor, QLineEdit)
    editor.setText("二十")
    editor.editingFinished.emit()
    assert wizard.session.report.unread == {"figure/fee_notices": "二十"}


def test_a_date_that_cannot_be_read_is_explained_and_stays_typed(
    qtbot: QtBot, wizard: Wizard
) -> None:
    page = wizard.show_step("unit")
    assert isinstance(page, UnitPage)
    field = page._fields["unit/deadline"]
    assert isinstance(field, QLineEdit)
    field.setText("下周")
    field.editingFinished.emit()
    assert field.text() == "下周"
    assert str(wizard.session.report.unit.deadline) == "2025-01-24"
    field.setText("2025年1月20日")
    field.editingFinished.emit()
    assert str(wizard.session.report.unit.deadline) == "2025-01-20"


def test_regional_items_are_switched_on_and_off(qtbot: QtBot, blank: Session) -> None:
    wizard = shown(qtbot, blank)
    unit, other = wizard.show_step("unit"), wizard.show_step("other")
    assert isinstance(unit, UnitPage) and isinstance(other, TextPage)
    box = unit._boxes["other.innovation"]
    box.click()
    assert "text/other.innovation" in other._editors
    box.click()
    assert "text/other.innovation" not in other._editors


def test_a_field_is_taken_when_the_clerk_pauses_in_it(qtbot: QtBot, wizard: Wizard) -> None:
    page = wizard.show_step("unit")
    assert isinstance(page, UnitPage)
    field = page._fields["unit/address"]
    assert isinstance(field, QLineEdit)
    field.selectAll()
    with qtbot.waitSignal(wizard.session.changed, timeout=4000):
        qtbot.keyClicks(field, "Road 12")
    assert wizard.session.report.unit.address == "Road 12"
