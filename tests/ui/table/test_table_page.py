"""The page of a table: typed into, pasted into, filled with zeros, and what it says of itself."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from model.combine.last_year import with_last
from model.report.answers import put_stated
from model.report.report import Report
from tests.ui.conftest import shown, table_page
from tests.ui.finding import choose_warning
from ui.base.session import Session
from ui.findings.delegate import ReasonEdit
from ui.table.page import TablePage
from ui.wizard import Wizard

FIRST = "requests/received/natural"


def inspected(qtbot: QtBot, wizard: Wizard, key: str = "requests") -> TablePage:
    """The page of a table in a window with room for the inspector beside it."""
    wizard.resize(1366, 768)
    page = table_page(wizard, key)
    qtbot.waitUntil(lambda: page.inspected.is_docked and page.inspector.isVisible())
    return page


@pytest.mark.parametrize(
    ("key", "message"),
    [
        ("disclosure", "回车到右边一格，行末转到下一行首格，末格之后到“下一步”。"),
        ("requests", "回车到下一行，列末转到下一列首格，末格之后到“下一步”。"),
        ("review", "回车到右边一格，末格之后到“下一步”。"),
    ],
)
def test_beside_a_table_it_is_said_where_enter_leads(
    qtbot: QtBot, wizard: Wizard, key: str, message: str
) -> None:
    page = inspected(qtbot, wizard, key)
    assert page.model.order_sentence() == message
    assert message in [label.text() for label in page.findChildren(QLabel) if label.isVisible()]


def test_a_page_with_a_warning_opens_no_window_of_its_own(qtbot: QtBot, session: Session) -> None:
    session.put("disclosure/regulations/issued", "1")
    session.put("text/overview.supervision", "2023年，我局举办培训4场。")
    window = shown(qtbot, session)
    for key in ("disclosure", "overview"):
        window.show_step(key)
        others = [one for one in QApplication.topLevelWidgets() if one.isVisible()]
        assert [type(one) for one in others] == [Wizard]


def test_a_warning_beside_a_table_is_explained_there(qtbot: QtBot, wizard: Wizard) -> None:
    page = inspected(qtbot, wizard, "disclosure")
    assert page.panel.count() == 0
    wizard.session.put("disclosure/regulations/issued", "1")
    qtbot.waitUntil(page.panel.isVisible)
    choose_warning(page.panel)
    page.panel.explain()
    (editor,) = page.panel.findChildren(ReasonEdit)
    qtbot.keyClicks(editor, "abc")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert [reason.text for reason in wizard.session.report.reasons.values()] == ["abc"]


def test_an_unfinished_total_says_so(qtbot: QtBot, blank: Session) -> None:
    page = table_page(shown(qtbot, blank))
    total = page.model.index_of("requests/received/total")
    assert total.data() == ""
    blank.put(FIRST, "34")
    assert total.data() == "34 未完"


def test_the_meter_says_how_each_column_stands(qtbot: QtBot, wizard: Wizard) -> None:
    page = table_page(wizard)
    assert page.meter.words() == ["✓ 相等"] * 6
    wizard.session.put("requests/carried_out/natural", "60")
    wizard.session.put("requests/carried_out/legal.law", "")
    words = page.meter.words()
    assert words[0] == "✗ 办理结果和结转多2件"
    assert words[4] == "○ 1格未填\n目前少14件"
    assert "自然人：✗ 办理结果和结转多2件" in page.meter.accessibleName()
    wizard.session.put("requests/carried_out/legal.law", "14")
    wizard.session.put(FIRST, "3.5")
    assert page.meter.words()[0].startswith("✗ 1格有误")
    wizard.session.check()
    (row,) = [
        step for step in range(wizard.list.count()) if "三、" in wizard.list.item(step).text()
    ]
    assert wizard.list.item(row).text().endswith("✗ 错误 1")
    assert wizard.foot.overall.text().startswith("还有 1 处错误")
    assert not table_page(wizard, "review").meter.applies


def test_a_broken_relation_marks_its_cells_and_its_sentence_leads_there(
    qtbot: QtBot, wizard: Wizard
) -> None:
    page = table_page(wizard)
    wizard.session.put("requests/carried_out/natural", "60")
    qtbot.waitUntil(lambda: page.panel.count() == 1)
    page.panel.setCurrentRow(0)
    index = page.model.index_of("requests/handled.granted/natural")
    face = page.model.faces[index.row(), index.column()]
    assert (face.marked, face.problem) == (True, "error")
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "（一）予以公开，自然人：68，有错误"
    page.panel.itemActivated.emit(page.panel.item(0))
    assert page.model.address(page.view.currentIndex()) == FIRST


def test_the_stated_total_stands_in_the_tip_of_the_computed_one(
    qtbot: QtBot, wizard: Wizard
) -> None:
    page = table_page(wizard)
    address = "requests/received/total"
    wizard.session.apply(put_stated(wizard.session.report, address, "5"), "原表合计")
    assert "原表合计：5" in page.model.index_of(address).data(Qt.ItemDataRole.ToolTipRole)


@pytest.mark.parametrize("key", ["disclosure", "requests", "review"])
def test_headings_are_the_official_ones_and_all_in_view(
    key: str, qtbot: QtBot, wizard: Wizard
) -> None:
    page = inspected(qtbot, wizard, key)
    assert page.view.horizontalScrollBar().maximum() == 0
    assert not page.view.grab().isNull()


def test_the_note_under_a_table_is_kept(qtbot: QtBot, wizard: Wizard) -> None:
    table_page(wizard, "review")
    wizard.session.put("note/review", "注：不含上年。")
    assert wizard.session.report.notes == {"review": "注：不含上年。"}


def test_the_scope_on_a_table_page_follows_the_unit(qtbot: QtBot, wizard: Wizard) -> None:
    page = table_page(wizard)
    wizard.session.put("unit/scope", "全市")
    assert page._scope.text().startswith("统计范围：全市。")


def test_last_years_figures_stand_in_the_cells_on_demand(
    qtbot: QtBot, blank: Session, example: Report
) -> None:
    wizard = shown(qtbot, blank)
    page = table_page(wizard)
    assert not page.last_shown.isEnabled()
    blank.apply(with_last(blank.report, example, "上年.gknb"), "选择上年报告")
    page.last_shown.trigger()
    assert page.view.grid.shows_last
    index = page.model.index_of(FIRST)
    assert page.model.faces[index.row(), index.column()].last == "1352"
    assert index.data(Qt.ItemDataRole.AccessibleTextRole).endswith("空，上年1352")
    page.go_to(FIRST)
    assert page.card.last.text() == "1352 件"
    blank.put(FIRST, "1349")
    assert page.card.last.text() == "1352 件，本年少3件"
    assert not page.view.grab().isNull()


def test_findings_stand_in_the_inspector_where_there_are_any(qtbot: QtBot, wizard: Wizard) -> None:
    page = inspected(qtbot, wizard)
    assert not page.panel.isVisible()
    wizard.session.put(FIRST, "1")
    qtbot.waitUntil(page.panel.isVisible)


def test_a_cell_that_is_probably_wrong_is_named_and_mended_only_on_demand(
    qtbot: QtBot, wizard: Wizard
) -> None:
    page = inspected(qtbot, wizard)
    stated = put_stated(wizard.session.report, "requests/received/total", "8406")
    wizard.session.apply(stated, "填写原表合计")
    wizard.session.put(FIRST, "1532")
    qtbot.waitUntil(page.panel.isVisible)
    page.panel.setCurrentRow(0)
    (guess,) = page.panel.row_at(0).guesses
    assert guess.message.startswith("可能有误（仅供参考）：「自然人」列")
    assert "1532" in guess.message and "1352" in guess.message
    assert wizard.session.report.values[FIRST] == 1532
    words = [act.words for act in page.panel.acts]
    for _ in range(words.index("改为 1352") + 1):
        qtbot.keyClick(page.panel, Qt.Key.Key_Right)
    qtbot.keyClick(page.panel, Qt.Key.Key_Return)
    assert wizard.session.report.values[FIRST] == 1352
    wizard.session.undo_stack.undo()
    assert wizard.session.report.values[FIRST] == 1532


def test_ctrl_z_in_a_remark_takes_back_the_remark_that_is_kept(
    qtbot: QtBot, wizard: Wizard
) -> None:
    page = inspected(qtbot, wizard)
    page.go_to(FIRST)
    page.edit(page.card.remark)
    qtbot.keyClicks(page.card.remark, "abc")
    qtbot.keyClick(page.card.remark, Qt.Key.Key_Return)
    assert wizard.session.report.remarks[FIRST] == "abc"
    page.card.remark.setFocus()
    qtbot.keyClick(page.card.remark, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert FIRST not in wizard.session.report.remarks
    assert page.card.remark.text() == ""


def test_ctrl_z_in_a_remark_that_is_being_typed_takes_back_the_typing(
    qtbot: QtBot, wizard: Wizard
) -> None:
    page = inspected(qtbot, wizard)
    page.go_to(FIRST)
    page.edit(page.card.remark)
    before = wizard.session.report
    qtbot.keyClicks(page.card.remark, "abc")
    qtbot.keyClick(page.card.remark, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert page.card.remark.text() == ""
    assert wizard.session.report == before


def test_without_last_years_report_the_button_says_so(wizard: Wizard, example: Report) -> None:
    page = table_page(wizard)
    assert page.last_shown.text() == "上年数：未选上年报告"
    wizard.session.apply(with_last(wizard.session.report, example, "x"), "选择上年报告")
    assert page.last_shown.text() == "上年数"


def test_where_a_source_goes_is_said_whole_in_its_empty_field(qtbot: QtBot, wizard: Wizard) -> None:
    page = inspected(qtbot, wizard)
    for editor in (page.card.remark, page.card.source):
        words = editor.fontMetrics().horizontalAdvance(editor.placeholderText())
        assert words <= editor.width() - 20
    assert page.card.source.placeholderText() == "提供科室，不写入报告"
    assert "核对表和核对报告" in page.card.source.toolTip()
