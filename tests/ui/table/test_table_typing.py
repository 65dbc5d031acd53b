"""Numbers typed into the table of a page: where keys lead, what is taken, what follows each key."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from tests.ui.conftest import shown, table_page, type_into
from ui.base.session import Session
from ui.wizard import Wizard

FIRST = "requests/received/natural"


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


def test_a_number_typed_on_a_computed_total_is_the_total_of_the_source(
    qtbot: QtBot, wizard: Wizard
) -> None:
    page = table_page(wizard)
    total = "requests/handled.total/total"
    index = page.model.index_of(total)
    assert index.data() == "8381"
    column = page.model.index_of("requests/handled.total/natural")
    assert "（一）予以公开至3.其他共21项相加" in column.data(Qt.ItemDataRole.ToolTipRole)
    assert "由程序计算：自然人＋商业企业" in index.data(Qt.ItemDataRole.ToolTipRole)
    type_into(qtbot, page, total, "8380")
    assert index.data() == "8381"
    assert wizard.session.report.stated == {total: 8380}
    face = page.model.faces[index.row(), index.column()]
    assert (face.stated, face.differs) == ("8380", True)
    wizard.session.undo_stack.undo()
    assert wizard.session.report.stated == {}


def test_a_total_of_the_source_that_is_no_number_is_not_taken(qtbot: QtBot, wizard: Wizard) -> None:
    page = table_page(wizard)
    assert not page.model.setData(page.model.index_of("requests/handled.total/total"), "约8千")
    assert not page.model.setData(page.model.index(0, 99), "1")


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
    qtbot.waitUntil(lambda: page.panel.count() == 1)
    assert "「3件」未能识别" in page.panel.item(0).text()


def test_tab_moves_without_opening_the_next_cell(qtbot: QtBot, wizard: Wizard) -> None:
    page = table_page(wizard)
    page.go_to(FIRST)
    qtbot.keyClicks(page.view.viewport(), "7")
    editor = page.view.viewport().findChildren(QLineEdit)[-1]
    qtbot.keyClick(editor, Qt.Key.Key_Tab)
    assert page.model.address(page.view.currentIndex()) == "requests/received/legal.commercial"
    assert page.view.state() == page.view.State.NoState
    assert wizard.session.report.values[FIRST] == 7


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


def test_sums_and_meters_follow_every_key_and_the_whole_edit_is_one_act(
    qtbot: QtBot, wizard: Wizard
) -> None:
    page = table_page(wizard)
    page.go_to(FIRST)
    qtbot.keyClicks(page.view.viewport(), "9")
    editor = page.view.viewport().findChildren(QLineEdit)[-1]
    assert page.meter.words()[0] == "✗ 办理结果和结转多1343件"
    qtbot.keyClicks(editor, "9")
    assert page.model.index_of("requests/received/total").data() == "7153"
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.view.state() == page.view.State.NoState)
    assert wizard.session.undo_stack.count() == 1
    wizard.session.undo_stack.undo()
    assert wizard.session.report.values[FIRST] == 1352


def test_esc_puts_back_what_stood_there(qtbot: QtBot, wizard: Wizard) -> None:
    page = table_page(wizard)
    page.go_to(FIRST)
    qtbot.keyClicks(page.view.viewport(), "9")
    assert wizard.session.report.values[FIRST] == 9
    editor = page.view.viewport().findChildren(QLineEdit)[-1]
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    assert wizard.session.report.values[FIRST] == 1352
    assert wizard.session.undo_stack.count() == 0


def test_half_of_a_number_is_not_taken_while_it_is_typed(qtbot: QtBot, wizard: Wizard) -> None:
    page = table_page(wizard, "disclosure")
    fee = "disclosure/fees/amount"
    page.go_to(fee)
    qtbot.keyClicks(page.view.viewport(), "3")
    editor = page.view.viewport().findChildren(QLineEdit)[-1]
    qtbot.keyClicks(editor, "415.")
    assert str(wizard.session.report.values[fee]) == "3415"
    qtbot.keyClicks(editor, "74")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert str(wizard.session.report.values[fee]) == "3415.74"


def test_one_key_never_reports_more_cells_than_it_changes(qtbot: QtBot, wizard: Wizard) -> None:
    page = table_page(wizard)
    reported: list[str] = []
    page.model.dataChanged.connect(lambda first, last: reported.append(page.model.address(first)))
    wizard.session.put(FIRST, "1353")
    assert sorted(reported) == ["requests/received/natural", "requests/received/total"]


def test_filling_begins_at_the_first_blank_cell(qtbot: QtBot, blank: Session) -> None:
    blank.put(FIRST, "1")
    page = table_page(shown(qtbot, blank))
    page.begin()
    assert page.model.address(page.view.currentIndex()) == "requests/carried_in/natural"


@pytest.mark.parametrize(
    ("key", "total", "following"),
    [
        ("requests", "requests/handled.total/natural", "requests/carried_out/natural"),
        ("requests", "requests/received/total", "requests/carried_in/total"),
        ("requests", "requests/carried_out/total", ""),
        (
            "review",
            "review/figures/reconsideration.total",
            "review/figures/litigation.direct.upheld",
        ),
        ("review", "review/figures/litigation.after.total", ""),
    ],
)
def test_enter_in_a_total_goes_on_behind_it_and_never_back_to_the_first_cell(
    qtbot: QtBot, blank: Session, key: str, total: str, following: str
) -> None:
    page = table_page(shown(qtbot, blank), key)
    page.go_to(total)
    ended: list[bool] = []
    page.finished.connect(lambda: ended.append(True))
    qtbot.keyClick(page.view, Qt.Key.Key_Return)
    assert page.address_here() == (following or total)
    assert ended == [True] * (not following)
