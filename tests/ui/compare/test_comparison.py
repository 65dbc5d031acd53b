"""Two reports side by side: what is listed, said and ticked; taking over after a conflict."""

from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from model.drafts import storage
from model.report.answers import put
from model.report.report import Report
from tests.patience import PATIENCE
from ui.app.drafts import Conflict
from ui.base import launch
from ui.base.session import Session
from ui.compare.dialogs import ConflictDialog, show_conflict
from ui.compare.table import Comparison, shared_out
from ui.wizard import Wizard

CELL = "requests/received/natural"
TEXT = "text/overview.platform"


@pytest.fixture
def theirs(session: Session) -> Report:
    """The example, changed by somebody else in four places of three sections."""
    report = put(put(session.report, CELL, "七件"), "requests/carried_in/natural", "1")
    report = put(report, TEXT, f"{session.report.text('overview.platform').body}新增。")  # type: ignore[union-attr]
    return replace(put(report, "unit/phone", "12345"), id="theirs")


@pytest.fixture
def dialog(qtbot: QtBot, wizard: Wizard, theirs: Report) -> ConflictDialog:
    path = wizard.session.path
    conflict = Conflict(path, theirs, path.with_name("a（冲突副本）.gknb"))
    return show_conflict(wizard, wizard.session, conflict, conflict.theirs)


def drawn(comparison: Comparison) -> list[str]:
    """Draw each row: x or - or blank for its tick, then its cells; a heading stands alone."""
    model = comparison.model()
    signs = {Qt.CheckState.Checked: "x", Qt.CheckState.PartiallyChecked: "-"}
    return [
        " | ".join(
            filter(
                None,
                [
                    signs.get(model.index(row, 0).data(Qt.ItemDataRole.CheckStateRole), "·"),
                    *(model.index(row, column).data() for column in range(3)),
                ],
            )
        )
        for row in range(model.rowCount())
    ]


def said(comparison: Comparison, row: int, column: int) -> str:
    text = comparison.model().index(row, column).data(Qt.ItemDataRole.AccessibleTextRole)
    assert isinstance(text, str)
    return text


def press(qtbot: QtBot, comparison: Comparison, row: int, column: int = 0) -> None:
    comparison.setCurrentIndex(comparison.model().index(row, column))
    qtbot.keyClick(comparison, Qt.Key.Key_Space)


def test_changes_stand_under_their_sections_with_both_sides(dialog: ConflictDialog) -> None:
    rows = drawn(dialog.comparison)
    assert rows[:2] == ["· | 单位与年度", "· | 电话 | 0000-0000000 | 12345"]
    assert rows[2] == "· | 一、总体情况"
    assert rows[4:] == [
        "· | 三、申请办理",
        "· | 一、本年新收政府信息公开申请数量，自然人 | 1352 | 七件（未能识别）",
        "· | 二、上年结转政府信息公开申请数量，自然人 | 41 | 1",
    ]


def test_a_reader_hears_the_side_and_what_differs_in_it(dialog: ConflictDialog) -> None:
    assert said(dialog.comparison, 1, 0) == "电话，未选"
    assert said(dialog.comparison, 1, 2) == "对方：12345"
    assert said(dialog.comparison, 3, 2).endswith("，不同处：新增。")


def test_space_ticks_a_row_from_any_column_and_a_section_at_once(
    qtbot: QtBot, dialog: ConflictDialog
) -> None:
    press(qtbot, dialog.comparison, 5, column=2)
    assert [row[0] for row in drawn(dialog.comparison)] == list("····-x·")
    press(qtbot, dialog.comparison, 4)
    assert [row[0] for row in drawn(dialog.comparison)] == list("····xxx")
    press(qtbot, dialog.comparison, 4)
    assert [row[0] for row in drawn(dialog.comparison)] == list("·······")


def test_a_click_on_a_tick_is_taken(dialog: ConflictDialog) -> None:
    model = dialog.comparison.model()
    assert model.setData(model.index(1, 0), 2, Qt.ItemDataRole.CheckStateRole)
    assert not model.setData(model.index(1, 0), "x")
    assert drawn(dialog.comparison)[1].startswith("x")
    assert said(dialog.comparison, 1, 0) == "电话，已选"


def test_what_is_ticked_is_taken_over_as_one_act(
    qtbot: QtBot, dialog: ConflictDialog, wizard: Wizard
) -> None:
    before = wizard.session.report
    assert not dialog.take_button.isEnabled()
    press(qtbot, dialog.comparison, 1)
    press(qtbot, dialog.comparison, 5)
    assert dialog.take_button.text() == "采用所选 2 处"
    dialog.take_button.click()
    report = wizard.session.report
    assert (report.unit.phone, report.unread[CELL]) == ("12345", "七件")
    assert report.values["requests/carried_in/natural"] == 41
    assert report.id == before.id
    assert dialog.isVisible()
    assert "· | 单位与年度" not in drawn(dialog.comparison)
    assert wizard.session.undo_stack.undoText() == "采用对方内容"
    wizard.session.undo_stack.undo()
    assert wizard.session.report == before


def test_enter_presses_the_button_in_focus_and_changes_nothing_from_the_table(
    qtbot: QtBot, dialog: ConflictDialog, session: Session
) -> None:
    press(qtbot, dialog.comparison, 1)
    before = session.report
    dialog.comparison.setFocus()
    qtbot.keyClick(dialog.comparison, Qt.Key.Key_Return)
    assert (dialog.isVisible(), session.report) == (True, before)
    dialog.take_button.setFocus()
    held = QKeyEvent(
        QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", autorep=True
    )
    QApplication.sendEvent(dialog.take_button, held)
    assert session.report == before  # a key that is still held down was meant for another place
    qtbot.keyClick(dialog.take_button, Qt.Key.Key_Return)
    assert session.report != before


def test_what_is_typed_meanwhile_joins_the_list_and_ticks_stay(
    qtbot: QtBot, dialog: ConflictDialog, wizard: Wizard
) -> None:
    press(qtbot, dialog.comparison, 1)
    wizard.session.put("unit/postcode", "266000")
    qtbot.waitUntil(lambda: any("邮编" in row for row in drawn(dialog.comparison)))
    assert [row for row in drawn(dialog.comparison) if row.startswith("x")] == [
        "x | 电话 | 0000-0000000 | 12345"
    ]


def test_two_that_say_the_same_are_told_so(qtbot: QtBot, wizard: Wizard, session: Session) -> None:
    conflict = Conflict(session.path, session.report, session.path.with_name("b.gknb"))
    dialog = show_conflict(wizard, session, conflict, conflict.theirs)
    assert dialog.rest.text() == "两份内容已相同。"
    assert drawn(dialog.comparison) == []
    qtbot.keyClick(dialog.comparison, Qt.Key.Key_Space)


def test_the_other_version_opens_in_a_window_of_its_own(
    dialog: ConflictDialog, wizard: Wizard, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(launch, "open_window", lambda path: bool(opened.append(path)))
    dialog.open_button.click()
    assert opened == [wizard.session.path]
    assert dialog.rest.text() == "未能打开新窗口。从开始窗口打开此文件。"


def test_it_is_said_what_happened_and_where_both_lie(session: Session) -> None:
    copy = session.path.with_name("b.gknb")
    lies = "本窗口的内容已存为同一文件夹中的「b.gknb」，今后保存到此文件。"
    sentence = Conflict(session.path, session.report, copy).message
    assert sentence == f"「a.gknb」已被其他人改动，没有覆盖。{lies}"
    sentence = Conflict(session.path, None, copy).message
    assert sentence == f"「a.gknb」不能读取，没有覆盖。{lies}"
    sentence = Conflict(session.path, None, copy, is_gone=True).message
    assert sentence == f"草稿文件「a.gknb」已移动或删除。{lies}"


def test_without_a_version_of_the_other_it_is_said_once_and_nothing_is_compared(
    qtbot: QtBot, wizard: Wizard
) -> None:
    session = wizard.session
    session.path.unlink()
    session.put("disclosure/licences/decisions", "7")
    session.save()
    assert session.saver.settle(PATIENCE)
    assert "a.gknb」已移动或删除" in wizard.banner.text()
    assert not wizard.banner._do.isVisible()
    assert wizard.findChildren(ConflictDialog) == []
    assert storage.load(session.path).report.values["disclosure/licences/decisions"] == 7


def inked(picture: QImage, room: QRect) -> QRect:
    """Return where something is drawn on the ground of a room."""
    ground = picture.pixel(room.right() - 3, room.bottom() - 3)
    places = product(range(room.left(), room.right() - 3), range(room.top() + 2, room.bottom() - 1))
    xs, ys = zip(*(at for at in places if picture.pixel(*at) != ground), strict=True)
    return QRect(QPoint(min(xs), min(ys)), QPoint(max(xs), max(ys)))


def test_names_ticks_and_words_stand_under_each_other_and_on_one_line(
    qtbot: QtBot, dialog: ConflictDialog
) -> None:
    view = dialog.comparison
    qtbot.waitExposed(dialog)
    view.setCurrentIndex(view.model().index(0, 0))
    rows = [n for n, line in enumerate(drawn(view)) if n and " | " in line]
    high = max(rows, key=view.rowHeight)
    low = min(rows, key=view.rowHeight)
    assert view.rowHeight(high) > view.rowHeight(low)
    head, cells = view.horizontalHeader(), view.viewport().grab().toImage()
    names = head.viewport().grab().toImage()
    for column in range(3):
        left, width = view.columnViewportPosition(column), view.columnWidth(column)
        name = inked(names, QRect(left, 0, width - 4, head.height() - 3))
        for row in (high, low):
            top = view.rowViewportPosition(row)
            words = inked(cells, QRect(left, top, width, view.rowHeight(row)))
            assert abs(words.left() - name.left()) <= 3
    tops = [
        inked(cells, QRect(0, view.rowViewportPosition(row), 30, view.rowHeight(row))).top()
        - view.rowViewportPosition(row)
        for row in (high, low)
    ]
    assert tops[0] == tops[1]


@given(
    st.integers(0, 2000),
    st.lists(st.integers(0, 3000), min_size=4, max_size=4),
)
def test_columns_take_the_whole_width_and_none_gives_up_its_share_for_another(
    width: int, needed: list[int]
) -> None:
    shares = (0.26, 0.25, 0.28, 0.21)
    widths = shared_out(width, shares, needed)
    assert sum(widths) == width
    for one, share, need in zip(widths, shares, needed, strict=True):
        assert one >= min(int(width * share), need)


def test_the_column_of_places_breaks_no_name_while_others_have_room() -> None:
    assert shared_out(1000, (0.26, 0.37, 0.37), (300, 50, 50))[0] >= 300
    assert shared_out(1000, (0.26, 0.37, 0.37), (300, 900, 900)) == [260, 370, 370]
    assert shared_out(1000, (0.26, 0.37, 0.37), (100, 900, 900)) == [100, 450, 450]


def test_no_name_of_a_column_is_cut(dialog: ConflictDialog) -> None:
    heads = dialog.comparison.horizontalHeader()
    for column in range(heads.count()):
        assert heads.sectionSize(column) >= heads.sectionSizeHint(column)
