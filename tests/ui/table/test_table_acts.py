"""Acts on several cells of a table at once: zeros, blocks, remarks and sources."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from tests.ui.conftest import shown, table_page
from ui.base.session import Session
from ui.wizard import Wizard

FIRST = "requests/received/natural"


def test_no_requests_is_one_act_that_says_what_it_did(qtbot: QtBot, blank: Session) -> None:
    wizard = shown(qtbot, blank)
    page = table_page(wizard)
    page.acts.nothing()
    assert len(blank.report.values) == 144
    assert wizard.messages.text() == "已在144个空格填0。"
    blank.undo_stack.undo()
    assert blank.report.values == {}


def test_blanks_of_a_column_chosen_by_its_heading_become_zero(qtbot: QtBot, blank: Session) -> None:
    page = table_page(shown(qtbot, blank))
    column = next(p for p in page.model.grid.places if p.label == "科研机构")
    page.view.select_under(column)
    page.acts.fill_selected()
    assert {a.split("/")[2] for a in blank.report.values} == {"legal.research"}
    assert len(blank.report.values) == 24


def test_blanks_of_a_group_of_rows_chosen_by_its_label_become_zero(
    qtbot: QtBot, blank: Session
) -> None:
    page = table_page(shown(qtbot, blank))
    group = next(p for p in page.model.grid.places if p.label == "（四）无法提供")
    page.view.select_under(group)
    page.acts.fill_selected()
    assert len(blank.report.values) == 3 * 6


def test_a_click_on_a_heading_selects_what_stands_under_it(qtbot: QtBot, wizard: Wizard) -> None:
    page = table_page(wizard)
    across = page.view.horizontalHeader()
    middle = across.sectionViewportPosition(1) + 5
    at = across.viewport().rect().bottomLeft() + across.rect().topLeft()
    at.setX(middle)
    qtbot.mouseClick(across.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert len(page.view.selectedIndexes()) == 25
    at.setY(across.viewport().height() // 2 - 8)  # 法人或其他组织
    qtbot.mouseClick(across.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert len(page.view.selectedIndexes()) == 125


def test_blanks_of_the_whole_table_become_zero_but_for_stocks(qtbot: QtBot, blank: Session) -> None:
    wizard = shown(qtbot, blank)
    table_page(wizard, "disclosure").acts.fill_all()
    assert wizard.messages.text() == "已在8个空格填0。2格未填：现行有效按实有数填写。"


def test_a_label_within_the_table_selects_its_row(qtbot: QtBot, wizard: Wizard) -> None:
    page = table_page(wizard, "disclosure")
    label = next(p for p in page.model.grid.places if p.label == "行政规范性文件")
    at = page.view.visualRect(page.model.index(label.row, label.column)).center()
    qtbot.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert [len(row) for row in page.acts.selected()] == [3]


def test_delete_empties_all_selected_cells_in_one_act(qtbot: QtBot, wizard: Wizard) -> None:
    page = table_page(wizard)
    page.view.selectAll()
    qtbot.keyClick(page.view, Qt.Key.Key_Delete)
    assert not any(a.startswith("requests/") for a in wizard.session.report.values)
    wizard.session.undo_stack.undo()
    assert wizard.session.report.values[FIRST] == 1352


def test_copied_cells_come_back_as_they_were(qtbot: QtBot, wizard: Wizard) -> None:
    page = table_page(wizard)
    before = wizard.session.report.values
    page.view.selectAll()
    qtbot.keyClick(page.view, Qt.Key.Key_X, Qt.KeyboardModifier.ControlModifier)
    assert FIRST not in wizard.session.report.values
    page.go_to(FIRST)
    qtbot.keyClick(page.view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert wizard.session.report.values == before
    assert wizard.messages.text() == "已粘贴175格。"
    assert not any(f.id.startswith("stated/") and f.severity == "error"
                   for f in wizard.session.result.findings)  # fmt: skip


def clip(text: str, html: str = "") -> None:
    data = QMimeData()
    data.setText(text)
    if html:
        data.setHtml(html)
    QGuiApplication.clipboard().setMimeData(data)


def test_a_block_from_a_spreadsheet_is_pasted_from_the_current_cell_on(
    qtbot: QtBot, blank: Session
) -> None:
    wizard = shown(qtbot, blank)
    page = table_page(wizard)
    page.go_to("requests/carried_in/legal.commercial")
    clip("1\t2\r\n3\t4\r\n")
    page.acts.paste()
    assert blank.report.values == {
        "requests/carried_in/legal.commercial": 1,
        "requests/carried_in/legal.research": 2,
        "requests/handled.granted/legal.commercial": 3,
        "requests/handled.granted/legal.research": 4,
    }


def test_merged_cells_on_the_clipboard_keep_their_places(qtbot: QtBot, blank: Session) -> None:
    page = table_page(shown(qtbot, blank))
    page.go_to(FIRST)
    clip("5\t6", "<table><tr><td colspan='2'>5</td><td>6</td></tr></table>")
    page.acts.paste()
    assert blank.report.values == {FIRST: 5, "requests/received/legal.research": 6}


def test_one_copied_number_fills_all_selected_cells(qtbot: QtBot, blank: Session) -> None:
    page = table_page(shown(qtbot, blank), "review")
    page.view.selectAll()
    clip("0")
    page.acts.paste()
    assert len(blank.report.values) == 12
    assert len(blank.report.stated) == 3


@pytest.mark.parametrize(
    ("text", "choose", "said"),
    [
        ("", "one", "剪贴板中没有可粘贴的文字。"),
        ("1\t2\n" * 9, "all", "剪贴板内容为9行2列，与选中的格不一致，未粘贴。"),
        ("1\t" * 9, "one", "剪贴板内容为1行10列，与选中的格不一致，未粘贴。"),
        ("1", "none", "先选中要粘贴到的格。"),
    ],
)
def test_a_block_that_does_not_fit_is_not_pasted_and_the_reason_is_said(
    text: str, choose: str, said: str, qtbot: QtBot, blank: Session
) -> None:
    wizard = shown(qtbot, blank)
    page = table_page(wizard)
    acts: dict[str, Callable[[], object]] = {
        "one": lambda: page.go_to(FIRST),
        "all": page.view.selectAll,
        "none": page.view.clearSelection,
    }
    acts[choose]()
    clip(text)
    page.acts.paste()
    assert blank.report.values == {}
    assert wizard.messages.text().startswith(said)


def test_a_remark_and_a_source_are_kept_for_what_is_selected(qtbot: QtBot, wizard: Wizard) -> None:
    page = table_page(wizard, "review")
    page.go_to("review/figures/reconsideration.upheld")
    page.edit(page.card.remark)
    page.card.remark.setText("含上年2件")
    page.card.remark.editingFinished.emit()
    page.view.selectAll()
    assert page.card.name.text() == "选中15格，合计204。"
    assert not page.card.remark.isEnabled()
    page.card.source.setText("法规科")
    page.card.source.editingFinished.emit()
    report = wizard.session.report
    assert report.remarks["review/figures/reconsideration.upheld"] == "含上年2件"
    assert {a for a, s in report.sources.items() if s == "法规科"} >= set(page.model.grid.where)
    index = page.model.index_of("review/figures/reconsideration.upheld")
    assert index.data(Qt.ItemDataRole.ToolTipRole).endswith("备注：含上年2件\n数据来源：法规科")


def test_an_act_on_many_cells_is_shown_where_it_began_when_taken_back(
    qtbot: QtBot, blank: Session
) -> None:
    wizard = shown(qtbot, blank)
    page = table_page(wizard)
    blank.put(FIRST, "3")
    page.acts.nothing()
    wizard.show_step("other")
    blank.undo_stack.undo()
    assert wizard.step == "requests"
    assert page.address_here() == "requests/received/legal.commercial"
    assert dict(blank.report.values) == {FIRST: 3}


def test_an_act_that_finds_nothing_to_do_is_none(qtbot: QtBot, session: Session) -> None:
    page = table_page(shown(qtbot, session))
    page.acts.fill_all()
    assert session.undo_stack.count() == 0
