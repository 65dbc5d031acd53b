"""The wizard, driven by keys and clicks in an offscreen window."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from model import storage
from model.answers import put_stated
from model.report import Stage
from tests.ui.conftest import shown
from ui.pages.export_page import ExportPage
from ui.pages.table_page import TablePage
from ui.session import Session
from ui.wizard import Wizard

FIRST = "requests/received/natural"


def table_page(wizard: Wizard, key: str = "requests") -> TablePage:
    page = wizard.show_step(key)
    assert isinstance(page, TablePage)
    return page


def type_into(qtbot: QtBot, page: TablePage, address: str, *keys: str) -> None:
    page.go_to(address)
    for key in keys:
        qtbot.keyClicks(page.view.viewport(), key[0])
        editor = page.view.viewport().findChildren(QLineEdit)[-1]
        assert isinstance(editor, QLineEdit)
        qtbot.keyClicks(editor, key[1:])
        qtbot.keyClick(editor, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: page.view.state() == page.view.State.NoState)


def test_every_step_can_be_entered_and_says_its_state(qtbot: QtBot, blank: Session) -> None:
    wizard = shown(qtbot, blank)
    names = [wizard.list.item(row).text() for row in range(wizard.list.count())]
    assert names == [
        "单位与年度\n✓ 已填完",
        "一、总体情况\n○ 未填 5",
        "二、主动公开\n○ 未填 10",
        "三、申请办理\n○ 未填 144",
        "四、复议诉讼\n○ 未填 12",
        "五、问题改进\n○ 未填 2",
        "六、其他事项\n○ 未填 1",
        "核对\n还有 174 处未填",
        "导出",
    ]
    for row in range(wizard.list.count()):
        wizard.list.setCurrentRow(row)
        assert wizard.stack.currentWidget() is not None
    assert wizard.stack.count() == wizard.list.count()


def test_digits_and_enter_fill_a_column_downwards(qtbot: QtBot, blank: Session) -> None:
    page = table_page(shown(qtbot, blank))
    type_into(qtbot, page, FIRST, "34", "5")
    assert blank.report.values == {FIRST: 34, "requests/carried_in/natural": 5}
    assert page.model.address(page.view.currentIndex()) == "requests/handled.granted/natural"


def test_enter_at_the_end_of_a_column_goes_to_the_top_of_the_next(
    qtbot: QtBot, blank: Session
) -> None:
    page = table_page(shown(qtbot, blank))
    type_into(qtbot, page, "requests/carried_out/natural", "1")
    assert page.model.address(page.view.currentIndex()) == "requests/received/legal.commercial"


def test_computed_totals_are_shown_and_cannot_be_typed(qtbot: QtBot, wizard: Wizard) -> None:
    page = table_page(wizard)
    index = page.model.index_of("requests/handled.total/total")
    assert index.data() == "8381"
    assert not page.model.flags(index) & Qt.ItemFlag.ItemIsEditable
    assert page.model.setData(index, "1") is False
    assert "由程序计算" in index.data(Qt.ItemDataRole.ToolTipRole)


def test_an_unfinished_total_says_so(qtbot: QtBot, blank: Session) -> None:
    page = table_page(shown(qtbot, blank))
    total = page.model.index_of("requests/received/total")
    assert total.data() == ""
    blank.put(FIRST, "34")
    assert total.data() == "34 未完"


def test_delete_empties_and_a_zero_is_a_zero(qtbot: QtBot, wizard: Wizard) -> None:
    page = table_page(wizard)
    page.go_to(FIRST)
    qtbot.keyClick(page.view, Qt.Key.Key_Delete)
    assert page.model.index_of(FIRST).data() == ""
    type_into(qtbot, page, FIRST, "0")
    assert page.model.index_of(FIRST).data() == "0"


def test_what_is_no_number_stays_as_typed(qtbot: QtBot, wizard: Wizard) -> None:
    page = table_page(wizard)
    page.model.setData(page.model.index_of(FIRST), "3件")
    assert page.model.index_of(FIRST).data() == "3件"
    qtbot.waitUntil(lambda: page.panel.count() == 2)
    assert "「3件」无法识别" in page.panel.item(0).text()


def test_the_meter_says_how_each_column_stands(qtbot: QtBot, wizard: Wizard) -> None:
    page = table_page(wizard)
    assert page.meter.words() == ["✓ 相等"] * 6
    wizard.session.put("requests/carried_out/natural", "60")
    wizard.session.put("requests/carried_out/legal.law", "")
    words = page.meter.words()
    assert words[0] == "✗ 办理结果和结转多2件"
    assert words[4] == "○ 还有1格未填，目前办理结果和结转少14件"
    assert not table_page(wizard, "review").meter.applies


def test_a_broken_relation_marks_its_cells_and_its_sentence_leads_there(
    qtbot: QtBot, wizard: Wizard
) -> None:
    page = table_page(wizard)
    wizard.session.put("requests/carried_out/natural", "60")
    qtbot.waitUntil(lambda: page.panel.count() == 1)
    page.panel.setCurrentRow(0)
    index = page.model.index_of("requests/handled.granted/natural")
    assert index.data(Qt.ItemDataRole.BackgroundRole) is not None
    assert index.data(Qt.ItemDataRole.ForegroundRole) is not None
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
    wizard.resize(1366, 730)
    page = table_page(wizard, key)
    qtbot.waitUntil(lambda: page.view.viewport().width() > 700)
    assert page.view.horizontalScrollBar().maximum() == 0
    assert not page.view.grab().isNull()


def test_the_note_under_a_table_is_kept(qtbot: QtBot, wizard: Wizard) -> None:
    table_page(wizard, "review")
    wizard.session.put("note/review", "注：不含上年。")
    assert wizard.session.report.notes == {"review": "注：不含上年。"}


def test_f8_goes_to_the_next_problem(qtbot: QtBot, wizard: Wizard) -> None:
    wizard.session.put("requests/handled.granted/natural", "")
    qtbot.waitUntil(lambda: "未填" in wizard._overall.text())
    wizard.next_problem()
    page = table_page(wizard)
    assert page.model.address(page.view.currentIndex()) == "requests/handled.granted/natural"


def test_an_export_says_what_was_read_back(qtbot: QtBot, wizard: Wizard, tmp_path: Path) -> None:
    page = wizard.show_step("export")
    assert isinstance(page, ExportPage)
    page.folder.setText(str(tmp_path))
    page.stage.setCurrentText("送审稿")
    qtbot.mouseClick(page.export_button, Qt.MouseButton.LeftButton)
    assert page.written.count() == 5
    assert "已重新打开核对" in page.written.item(0).text()
    assert wizard.session.report.stage is Stage.REVIEW


def test_an_unfinished_report_is_exported_only_after_a_question(
    qtbot: QtBot, blank: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = shown(qtbot, blank).show_step("export")
    assert isinstance(page, ExportPage)
    page.stage.setCurrentText("定稿")
    answers = iter([False, True])
    monkeypatch.setattr(page, "confirm_draft", lambda reason: next(answers))
    page.run()
    assert page.written.count() == 0
    page.run()
    assert page.written.count() == 3
    assert all("（草稿）" in p.name for p in tmp_path.glob("*.docx"))


def test_closing_saves(qtbot: QtBot, wizard: Wizard) -> None:
    wizard.session.put(FIRST, "77")
    wizard.close()
    assert storage.load(wizard.session.path).report.values[FIRST] == 77


def test_f8_goes_on_from_problem_to_problem(qtbot: QtBot, wizard: Wizard) -> None:
    page = table_page(wizard)
    wizard.session.put("requests/received/natural", "abc")
    wizard.session.put("requests/handled.granted/legal.law", "")
    wizard.session.put("figure/motions", "12")
    qtbot.waitUntil(lambda: len(wizard.session.result.findings) == 4)
    seen = []
    for _ in range(4):
        wizard.next_problem()
        seen.append(wizard._shown)
    assert seen == [finding.id for finding in wizard.session.result.findings]
    assert page is not wizard.stack.currentWidget()


def test_undo_shows_what_it_takes_back(qtbot: QtBot, wizard: Wizard) -> None:
    page = table_page(wizard)
    wizard.session.put("requests/carried_in/natural", "5")
    wizard.show_step("overview")
    wizard.session.undo_stack.undo()
    assert wizard.stack.currentWidget() is page
    assert page.model.address(page.view.currentIndex()) == "requests/carried_in/natural"
    assert wizard._saved.text() == "已撤销"


def test_a_report_that_could_not_be_saved_is_not_closed_without_a_question(
    qtbot: QtBot, wizard: Wizard, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter([False, True])
    monkeypatch.setattr(wizard, "may_leave_unsaved", lambda: next(answers))
    wizard.session.put(FIRST, "77")
    wizard.session.path.unlink()
    assert not wizard.close()
    assert wizard.isVisible()
    assert wizard.close()


def test_tab_moves_without_opening_the_next_cell(qtbot: QtBot, wizard: Wizard) -> None:
    page = table_page(wizard)
    page.go_to(FIRST)
    qtbot.keyClicks(page.view.viewport(), "7")
    editor = page.view.viewport().findChildren(QLineEdit)[-1]
    qtbot.keyClick(editor, Qt.Key.Key_Tab)
    assert page.model.address(page.view.currentIndex()) == "requests/received/legal.commercial"
    assert page.view.state() == page.view.State.NoState
    assert wizard.session.report.values[FIRST] == 7


def test_the_scope_on_a_table_page_follows_the_unit(qtbot: QtBot, wizard: Wizard) -> None:
    page = table_page(wizard)
    wizard.session.put("unit/scope", "全市")
    assert page._scope.text().startswith("统计范围：全市。")


def test_tab_passes_labels_and_totals_and_shift_tab_goes_back(qtbot: QtBot, wizard: Wizard) -> None:
    page = table_page(wizard, "disclosure")
    page.go_to("disclosure/regulations/in_force")
    qtbot.keyClick(page.view, Qt.Key.Key_Tab)
    assert page.model.address(page.view.currentIndex()) == "disclosure/normative/issued"
    qtbot.keyClick(page.view, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert page.model.address(page.view.currentIndex()) == "disclosure/regulations/in_force"
    page.view.setCurrentIndex(page.model.index(1, 0))  # 信息内容
    qtbot.keyClick(page.view, Qt.Key.Key_Tab)
    assert page.model.address(page.view.currentIndex()) == "disclosure/regulations/issued"
