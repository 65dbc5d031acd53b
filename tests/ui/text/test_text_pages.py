"""The wizard's pages of text: editors, sentences from numbers, figures, undo."""

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from model.report import sections, subheads
from model.report.report import Report
from tests.ui.conftest import shown
from ui.base.page import MenuButton
from ui.base.session import Session
from ui.text.box import TextBlockBox
from ui.text.page import TextPage
from ui.wizard import Wizard

PLATFORM = "overview.platform"


def text_page(wizard: Wizard, key: str = "overview") -> TextPage:
    page = wizard.show_step(key)
    assert isinstance(page, TextPage)
    return page


def box_of(wizard: Wizard, key: str) -> TextBlockBox:
    return text_page(wizard, key.partition(".")[0]).boxes[key]


def body(session: Session, key: str) -> str:
    block = session.report.text(key)
    assert block is not None
    return block.body


def test_a_text_is_typed_counted_and_undone(qtbot: QtBot, wizard: Wizard) -> None:
    page = text_page(wizard, "problems")
    page.go_to("text/problems.problems")
    editor = page.boxes["problems.problems"].editor
    assert editor.hasFocus()
    before = wizard.session.report
    qtbot.keyClicks(editor, "abc")
    assert body(wizard.session, "problems.problems").startswith("abc")
    wizard.session.undo_stack.undo()
    assert wizard.session.report == before


def test_a_word_of_an_input_method_is_taken_whole(qtbot: QtBot, blank: Session) -> None:
    box = box_of(shown(qtbot, blank), PLATFORM)
    QApplication.sendEvent(box.editor, QInputMethodEvent("wangzhan", []))
    assert body(blank, PLATFORM) == ""
    event = QInputMethodEvent()
    event.setCommitString("网站改版")
    QApplication.sendEvent(box.editor, event)
    assert body(blank, PLATFORM) == "网站改版"


def test_typing_in_one_text_builds_nothing_anew(qtbot: QtBot, blank: Session) -> None:
    page = text_page(shown(qtbot, blank))
    boxes = list(page.boxes.values())
    qtbot.keyClicks(page.boxes[PLATFORM].editor, "abc")
    assert list(page.boxes.values()) == boxes
    assert page.boxes[PLATFORM].editor.textCursor().position() == 3


def test_a_paste_loses_its_dress_and_what_no_document_can_hold(
    qtbot: QtBot, blank: Session
) -> None:
    editor = box_of(shown(qtbot, blank), PLATFORM).editor
    pasted = QMimeData()
    pasted.setText("网站\x07改版\x0b手机适配")
    pasted.setHtml("<b>网站改版</b>")
    qtbot.keyClicks(editor, "end")
    editor.moveCursor(editor.textCursor().MoveOperation.Start)
    editor.insertFromMimeData(pasted)
    assert body(blank, PLATFORM) == "网站改版\n手机适配end"
    assert editor.textCursor().position() == 9


def test_a_regional_text_that_is_emptied_while_it_is_rewritten_stays(
    qtbot: QtBot, blank: Session
) -> None:
    item = blank.report.form.texts["other.innovation"]
    blank.apply(subheads.restore(blank.report, item), "增加")
    page = text_page(shown(qtbot, blank), "other")
    editor = page.boxes["other.innovation"].editor
    qtbot.keyClicks(editor, "abc")
    editor.selectAll()
    qtbot.keyClick(editor, Qt.Key.Key_Delete)
    qtbot.keyClicks(editor, "new")
    assert body(blank, "other.innovation") == "new"
    assert page.boxes["other.innovation"].editor is editor


def test_undo_in_a_text_is_that_of_the_report(qtbot: QtBot, wizard: Wizard) -> None:
    page = text_page(wizard, "problems")
    page.go_to("text/problems.problems")
    editor = page.boxes["problems.problems"].editor
    before = wizard.session.report
    qtbot.keyClicks(editor, "abc")
    qtbot.keyClick(editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert wizard.session.report == before
    assert not editor.toPlainText().startswith("abc")
    qtbot.keyClick(editor, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert editor.toPlainText().startswith("abc")


def test_the_reference_sentence_waits_for_the_tables_and_takes_their_numbers(
    qtbot: QtBot, blank: Session, example: Report
) -> None:
    box = box_of(shown(qtbot, blank), "overview.on_request")
    assert not box._insert.isEnabled()
    assert box._waits.text() == "第三部分还有144格未填，第四部分还有12格未填"
    filled = example.with_text(example.texts[0])
    blank.apply(subheads.write(filled, "overview.on_request", "热线解答咨询。\n"), "示例")
    assert box._insert.isEnabled() and box._waits.text() == ""
    box._insert.click()
    written = body(blank, "overview.on_request")
    assert written.startswith("热线解答咨询。\n2024年，")
    assert "新收政府信息公开申请8406件" in written
    assert blank.undo_stack.undoText() == "插入参考语句"
    assert box.editor.textCursor().atEnd()


def test_f8_brings_the_head_of_a_text_to_sight(qtbot: QtBot, wizard: Wizard) -> None:
    wizard.resize(1280, 620)
    page = text_page(wizard)
    for key in ("overview.supervision", "overview.proactive.system"):
        page.go_to(f"text/{key}")
        box, area = page.boxes[key], page._scroll
        top = box.head.mapTo(area.viewport(), box.head.rect().topLeft()).y()
        assert 0 <= top < area.viewport().height()
        assert not box.editor.visibleRegion().isEmpty()


def test_without_last_years_report_the_button_says_so(wizard: Wizard) -> None:
    assert text_page(wizard).last_year.text() == "对照上年：未选上年报告"


def test_a_button_with_a_menu_has_room_for_its_arrow(wizard: Wizard) -> None:
    for button in text_page(wizard).findChildren(MenuButton):
        words = button.fontMetrics().horizontalAdvance(button.text())
        assert button.width() >= words + button.fontMetrics().height()


def test_the_foot_says_how_the_reference_sentence_came_in(qtbot: QtBot, wizard: Wizard) -> None:
    box = box_of(wizard, "overview.preface")
    own = body(wizard.session, "overview.preface")
    box._insert.click()
    assert "已有" in wizard.messages.text()
    before = own.replace("现公布", "现公开")  # it does not follow by itself any more
    wizard.session.put("text/overview.preface", before)
    wizard.session.put("unit/year", "2025")
    box._insert.click()
    assert wizard.messages.text() == "已按现有数字替换原来的参考语句，可以撤销。"
    assert body(wizard.session, "overview.preface") == own.replace("2024年", "2025年")
    wizard.session.undo_stack.undo()
    assert body(wizard.session, "overview.preface") == before


def test_numbers_stand_above_the_text_and_are_where_filling_begins(
    qtbot: QtBot, blank: Session
) -> None:
    window = shown(qtbot, blank)
    page = text_page(window, "other")
    box = page.boxes["other.fees"]
    assert box.figures is not None
    notices = box.figures.fields["figure/fee_notices"]
    assert notices.mapTo(box, notices.pos()).y() < box.editor.mapTo(box, box.editor.pos()).y()
    assert box._sentences.isVisible()
    assert box._sentences.text().startswith("由数字自动写入：填好数字后")
    window.navigation.show_finding(
        next(f for f in blank.result.findings if f.id == "blank/text/other.fees")
    )
    assert notices.hasFocus()
    qtbot.keyClicks(notices, "0")
    qtbot.keyClick(notices, Qt.Key.Key_Return)
    assert box.figures.fields["figure/fee_paid"].hasFocus()
    blank.put("text/other.fees", "另行说明。")
    page.go_to("text/other.fees")
    assert box.editor.hasFocus()


def test_figures_write_their_own_sentence(qtbot: QtBot, wizard: Wizard) -> None:
    box = box_of(wizard, "other.fees")
    assert box.figures is not None
    field = box.figures.fields["figure/fee_notices"]
    field.setText("7")
    field.editingFinished.emit()
    assert "发出收费通知7件" in box._sentences.text()
    field.setText("二十")
    field.editingFinished.emit()
    assert wizard.session.report.unread == {"figure/fee_notices": "二十"}
    assert field.text() == "二十"
    assert field._complaint.text() == "「二十」未能识别。只填整数，如 3。"
    assert (field.property("wrong"), field._complaint.property("ink")) == ("true", "error")
    assert len({one.width() for one in box.figures.fields.values()}) == 1
    wizard.session.undo_stack.undo()
    assert (field.text(), field._complaint.text(), field.property("wrong")) == ("7", "", "")


def test_a_sentence_that_the_text_says_already_is_not_written_again(wizard: Wizard) -> None:
    box = box_of(wizard, "other.fees")
    wizard.session.put("text/other.fees", "发出收费通知14件，实际收取9件。群众满意。")
    assert "2024年我局发出收费通知14件" in box._sentences.text()
    wizard.session.put("text/other.fees", "发出收费通知14件，实际收取9件、1260.5元。群众满意。")
    assert box._sentences.text() == "由数字自动写入：下面的文字已写明这些数，不再另写一句。"
    wizard.session.put("figure/fee_notices", "15")
    assert "2024年我局发出收费通知15件" in box._sentences.text()


def test_the_sum_of_suggestions_and_proposals_is_shown_and_compared(
    qtbot: QtBot, blank: Session
) -> None:
    wizard = shown(qtbot, blank)
    text_page(wizard, "other")
    blank.put("figure/suggestions", "5")
    box = box_of(wizard, "other.motions")
    assert box.figures is not None
    ((_, message),) = box.figures._sums
    assert message.text() == "人大代表建议＝5件"
    blank.put("figure/proposals", "7")
    assert message.text() == "人大代表建议＋政协提案＝12件"
    blank.put("figure/motions", "11")
    assert message.text() == "人大代表建议＋政协提案＝12件，建议提案合计少1件"
    blank.put("figure/motions", "12")
    assert message.text() == "人大代表建议＋政协提案＝12件，建议提案合计相等"
    for rate in ("on_time_rate", "reply_rate", "satisfaction_rate"):
        blank.put(f"figure/{rate}", "100")
    assert "按时办结率、面复率、满意率均为100%" in box._sentences.text()


def test_an_undone_field_shows_what_stands_though_the_cursor_is_in_it(
    qtbot: QtBot, wizard: Wizard
) -> None:
    page = text_page(wizard, "other")
    page.go_to("figure/fee_notices")
    box = page.boxes["other.fees"]
    assert box.figures is not None
    field = box.figures.fields["figure/fee_notices"]
    before = field.text()
    field.selectAll()
    qtbot.keyClicks(field, "77")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert wizard.session.report.values["figure/fee_notices"] == 77
    qtbot.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert field.text() == before
    assert wizard.session.undo_stack.index() == 0
    field.clearFocus()
    assert str(wizard.session.report.values["figure/fee_notices"]) == before


def test_a_field_is_taken_when_the_clerk_pauses_and_not_tidied_under_the_hands(
    qtbot: QtBot, wizard: Wizard
) -> None:
    page = wizard.show_step("unit")
    page.go_to("unit/address")
    field = wizard.focusWidget()
    assert isinstance(field, QLineEdit)
    field.selectAll()
    with qtbot.waitSignal(wizard.session.changed):
        qtbot.keyClicks(field, "Road ")
    assert wizard.session.report.unit.address == "Road"
    assert field.text() == "Road "
    qtbot.keyClicks(field, "12")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert wizard.session.report.unit.address == "Road 12"


def test_the_page_follows_the_cursor_of_a_long_text(qtbot: QtBot, blank: Session) -> None:
    wizard = shown(qtbot, blank)
    wizard.resize(960, 540)
    page = text_page(wizard, "problems")
    page.go_to("text/problems.problems")
    editor = page.boxes["problems.problems"].editor
    bar = page._scroll.verticalScrollBar()
    bar.setValue(0)
    for _ in range(40):
        qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bar.value() > 200)


@pytest.mark.parametrize("key", ["overview", "problems", "other"])
def test_nothing_is_wider_than_the_page_at_twice_the_scale(
    qtbot: QtBot, wizard: Wizard, key: str
) -> None:
    wizard.resize(960, 540)
    page = text_page(wizard, key)
    qtbot.waitUntil(lambda: page._scroll.horizontalScrollBar().maximum() == 0)
    assert wizard.width() <= 960


def test_sub_heads_are_run_in_for_the_whole_report(qtbot: QtBot, wizard: Wizard) -> None:
    page, other = text_page(wizard), text_page(wizard, "problems")
    page.run_in.click()
    assert wizard.session.report.options.run_in
    assert other.run_in.isChecked()
    wizard.session.undo_stack.undo()
    assert not page.run_in.isChecked()


def test_every_control_of_a_page_has_a_name(qtbot: QtBot, wizard: Wizard) -> None:
    for key in ("overview", "problems", "other"):
        page = text_page(wizard, key)
        for field in page.findChildren(QLineEdit):
            assert field.accessibleName(), field


def test_a_step_that_is_entered_begins_with_its_first_field(qtbot: QtBot, wizard: Wizard) -> None:
    page = text_page(wizard)
    page.begin()
    assert page.boxes["overview.preface"].editor.hasFocus()
    wizard.show_step("unit").begin()
    field = wizard.focusWidget()
    assert isinstance(field, QLineEdit) and field.accessibleName() == "机关名称"


def test_the_length_of_section_one_is_said_while_it_is_typed(qtbot: QtBot, wizard: Wizard) -> None:
    page, session = text_page(wizard), wizard.session
    for block in session.report.section_texts("overview"):
        session.apply(subheads.write(session.report, block.key, ""), "清空")
    assert page.length.text() == "0 字，原则上不超过 1,000 字"
    session.put("text/overview.preface", "前言不计。")
    session.put("text/problems.problems", "别的部分不计。")
    editor = page.boxes["overview.management"].editor
    qtbot.keyClicks(editor, "ab c")
    assert page.length.text() == "3 字，原则上不超过 1,000 字"
    session.put("text/overview.platform", "公开\n" * 340)
    assert page.length.text() == "683 字，原则上不超过 1,000 字"
    assert not page.length.font().bold()


def test_a_section_one_that_is_too_long_is_no_finding(wizard: Wizard) -> None:
    page, session = text_page(wizard), wizard.session
    session.check()
    before = [finding.id for finding in session.result.findings]
    session.put("text/overview.management", "办" * 1500)
    session.check()
    length = sections.length(session.report, "overview")
    assert page.length.text() == f"{length:,} 字，原则上不超过 1,000 字"
    assert page.length.font().bold()
    assert [finding.id for finding in session.result.findings] == before


def test_only_a_section_with_an_advised_length_says_its_own(wizard: Wizard) -> None:
    assert text_page(wizard).length.isVisible()
    assert not text_page(wizard, "problems").length.isVisible()


def test_a_long_text_is_seen_whole_and_never_scrolls_within_its_field(
    qtbot: QtBot, blank: Session
) -> None:
    editor = box_of(shown(qtbot, blank), PLATFORM).editor
    for count in (1, 3, 40):
        editor.setPlainText("\n".join("网站栏目逐项公开。" for _ in range(count)))
        qtbot.waitUntil(lambda: editor.verticalScrollBar().maximum() == 0)


def test_a_lead_is_added_below_the_preface_and_has_no_sub_head(
    qtbot: QtBot, blank: Session
) -> None:
    report = subheads.restore(blank.report, blank.report.form.texts["overview.lead"])
    blank.apply(report, "增加总述")
    page = text_page(shown(qtbot, blank))
    assert list(page.boxes)[:3] == ["overview.preface", "overview.lead", "overview.proactive"]
    box = page.boxes["overview.lead"]
    assert not box.findChildren(MenuButton)
    page.go_to("text/overview.lead")
    qtbot.keyClicks(box.editor, "abc")
    assert body(blank, "overview.lead") == "abc"
    assert sections.length(blank.report, "overview") == 3
