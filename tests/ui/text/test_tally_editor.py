"""Tallies on a page of text: keypad, Enter, sums, lists of parts, undo."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QMenu, QToolButton
from pytestqt.qtbot import QtBot

from tests.ui.conftest import shown
from ui.base.session import Session
from ui.base.settings import Settings
from ui.text.page import TextPage
from ui.text.tally import TallyEditor
from ui.wizard import Wizard


@pytest.fixture
def page(qtbot: QtBot, blank: Session) -> Iterator[TextPage]:
    wizard = shown(qtbot, blank)
    found = wizard.show_step("overview")
    assert isinstance(found, TextPage)
    yield found


@pytest.fixture
def tally(page: TextPage) -> TallyEditor:
    return page.boxes["overview.proactive"].tallies["published"]


def drawn(tally: TallyEditor, *rows: int) -> str:
    """Draw some rows of a tally as text."""
    model = tally.model
    chosen = rows or range(model.rowCount())
    return "\n".join(
        f"{model.index(r, 0).data()} {model.index(r, 1).data()}".strip() for r in chosen
    )


def type_into(qtbot: QtBot, tally: TallyEditor, text: str, key: Qt.Key = Qt.Key.Key_Return) -> None:
    view = tally.view
    qtbot.keyClicks(view.viewport(), text[0])
    editor = view.viewport().findChildren(QLineEdit)[-1]
    assert isinstance(editor, QLineEdit)
    qtbot.keyClicks(editor, text[1:])
    qtbot.keyClick(editor, key)
    qtbot.waitUntil(lambda: view.state() == view.State.NoState)


def press(tally: TallyEditor, text: str) -> None:
    buttons = tally.findChildren(QToolButton)
    next(button for button in buttons if button.text() == text).click()


def choose(tally: TallyEditor, what: str) -> None:
    (menu,) = tally.findChildren(QMenu)
    tally.fill_menu(menu)
    next(action for action in menu.actions() if action.text() == what).trigger()


def test_digits_and_enter_fill_a_tally_downwards(
    qtbot: QtBot, page: TextPage, tally: TallyEditor
) -> None:
    page.go_to("tally/published/guides")
    type_into(qtbot, tally, "12")
    type_into(qtbot, tally, "12", Qt.Key.Key_Tab)
    assert drawn(tally, 18, 19) == "部门公开年报、公开指南 12\n合计 12"
    assert tally._sum.text() == "各类相加 12 条　合计 12 条　各类相等"
    assert page.session.report.values == {
        "tally/published/guides": 12,
        "tally/published/total": 12,
    }
    qtbot.keyClick(tally.view, Qt.Key.Key_Up)
    qtbot.keyClick(tally.view, Qt.Key.Key_Delete)
    assert page.session.report.values == {"tally/published/total": 12}
    page.session.undo_stack.undo()
    assert drawn(tally, 18) == "部门公开年报、公开指南 12"


def test_what_is_no_number_stays_typed_and_is_explained(
    qtbot: QtBot, page: TextPage, tally: TallyEditor
) -> None:
    page.session.put("tally/published/training", "3件")
    index = tally.model.index_of("tally/published/training")
    assert index.data() == "3件"
    assert index.data(Qt.ItemDataRole.ToolTipRole) == "「3件」未能识别。只填整数，如 3。"
    assert tally._sum.text() == "✗ 「3件」未能识别。只填整数，如 3。"
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "业务培训：3件"


def test_the_sum_is_compared_with_the_total_unless_that_is_a_round_number(
    page: TextPage, tally: TallyEditor
) -> None:
    page.session.put("tally/published/training", "60")
    assert tally._sum.text() == "各类相加 60 条"
    page.session.put("tally/published/total", "66")
    assert tally._sum.text() == "各类相加 60 条　合计 66 条　各类少6条"
    tally._about.click()
    assert tally._sum.text() == "各类相加 60 条　合计 66 条"
    assert "66余条" in page.boxes["overview.proactive"]._sentences.text()
    page.session.put("tally/published/guides", "0")
    assert "公开指南0条" in page.boxes["overview.proactive"]._sentences.text()
    tally._zeros.click()
    assert "公开指南0条" not in page.boxes["overview.proactive"]._sentences.text()
    assert page.session.undo_stack.undoText() == "打印为零的类别"


def test_another_list_of_parts_keeps_counts_whose_label_stays(
    qtbot: QtBot, page: TextPage, tally: TallyEditor
) -> None:
    page.session.put("tally/published/planning", "3")
    page.session.put("tally/published/training", "2")
    before = page.session.report
    with qtbot.waitSignal(tally.model.modelReset):
        choose(tally, "条例第二十条十五项")
    assert tally.model.rowCount() == 16
    assert drawn(tally, 2) == "国民经济和社会发展规划、专项规划、区域规划及相关政策 3"
    assert page.session.report.values == {"tally/published/planning": 3}
    assert page.session.undo_stack.undoText() == "选用「条例第二十条十五项」"
    page.session.undo_stack.undo()
    assert page.session.report == before
    assert tally.model.rowCount() == 20


def test_the_units_own_list_is_remembered_for_other_reports(
    page: TextPage, tally: TallyEditor
) -> None:
    choose(tally, "条例第二十条十五项")
    for _ in range(14):
        tally.view.setCurrentIndex(tally.model.index(0, 1))
        press(tally, "删除类别")
    choose(tally, "记住本单位分类")
    remembered = Settings().tally_lists
    label = "法律、法规、规章和国家有关规定规定应当主动公开的其他政府信息"
    assert remembered == {"某市水务局：主动公开政府信息": (("elsewhere", label),)}
    choose(tally, "部门常用十九类")
    choose(tally, "某市水务局：主动公开政府信息")
    assert drawn(tally) == f"{label}\n合计"


def test_parts_are_added_named_moved_and_removed(
    qtbot: QtBot, page: TextPage, tally: TallyEditor
) -> None:
    while tally.model.rowCount() > 1:
        tally.view.setCurrentIndex(tally.model.index(0, 1))
        press(tally, "删除类别")
    press(tally, "删除类别")  # the total is no part
    for label in ("网站", " ", "公报"):
        tally._new.setText(label)
        qtbot.keyClick(tally._new, Qt.Key.Key_Return)
    tally.model.setData(tally.model.index(1, 0), "政府公报")
    page.session.put("tally/published/own2", "4")
    assert drawn(tally) == "网站\n政府公报 4\n合计"
    tally.view.setCurrentIndex(tally.model.index(1, 1))
    press(tally, "上移")
    assert drawn(tally) == "政府公报 4\n网站\n合计"
    assert tally.view.currentIndex().row() == 0
    press(tally, "下移")
    assert drawn(tally) == "网站\n政府公报 4\n合计"
    assert page.session.undo_stack.undoText() == "移动类别"


def test_a_tally_is_added_called_and_removed_with_undo(qtbot: QtBot, page: TextPage) -> None:
    box = page.boxes["overview.platform"]
    (menu,) = box.head.findChildren(QMenu)
    next(a for a in menu.actions() if a.text() == "增加分类统计").trigger()
    tally = box.tallies["own1"]
    tally._name.setText("按渠道发布")
    tally._unit.setText("篇")
    tally._unit.editingFinished.emit()
    made = page.session.report.tally("own1")
    assert made is not None and (made.name, made.unit) == ("按渠道发布", "篇")
    assert tally.model.headerData(1, Qt.Orientation.Horizontal) == "数量（篇）"
    page.session.put("tally/own1/total", "9")
    press(tally, "删除统计")
    assert box.tallies == {} and page.session.report.values == {}
    page.session.undo_stack.undo()
    assert list(box.tallies) == ["own1"]
    page.session.undo_stack.undo()
    page.session.undo_stack.undo()
    assert box.tallies["own1"]._name.text() == "主动公开政府信息"


def test_counts_are_pasted_one_under_the_other_in_one_act(
    qtbot: QtBot, page: TextPage, tally: TallyEditor
) -> None:
    page.go_to("tally/published/motions")
    QGuiApplication.clipboard().setText(
        "人大政协提案办理\t3\n办公会议\t12\n公开指南\t二\n合计\t66\n多余\t1\n"
    )
    qtbot.keyClick(tally.view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert drawn(tally, 16, 17, 18, 19) == (
        "人大政协提案办理 3\n办公会议 12\n部门公开年报、公开指南 二\n合计 66"
    )
    assert page.session.undo_stack.count() == 1


def test_f2_in_a_tally_edits_the_cell_not_the_sub_head(
    qtbot: QtBot, page: TextPage, tally: TallyEditor
) -> None:
    page.go_to("tally/published/training")
    qtbot.keyClick(tally.view, Qt.Key.Key_F2)
    assert tally.view.state() == tally.view.State.EditingState
    assert page.boxes["overview.proactive"].head.edit.isHidden()


def test_the_table_is_as_high_as_its_rows_and_the_page_follows_its_cursor(
    qtbot: QtBot, blank: Session
) -> None:
    wizard: Wizard = shown(qtbot, blank)
    wizard.resize(960, 540)
    page = wizard.show_step("overview")
    assert isinstance(page, TextPage)
    tally = page.boxes["overview.proactive"].tallies["published"]
    page.go_to("tally/published/organisation")
    bar = page._scroll.verticalScrollBar()
    qtbot.waitUntil(lambda: tally.view.verticalScrollBar().maximum() == 0)
    line = tally.view.fontMetrics().height()
    qtbot.waitUntil(lambda: all(tally.view.rowHeight(row) < 3 * line for row in range(20)))
    before = bar.value()
    for _ in range(19):
        qtbot.keyClick(tally.view, Qt.Key.Key_Return)
    assert tally.view.currentIndex().row() == 19
    assert bar.value() > before
    assert bar.maximum() > 0 and page._scroll.horizontalScrollBar().maximum() == 0
    wizard.resize(line * 80, line * 50)
    short = [row for row in range(20) if len(tally.model.index(row, 0).data()) <= 30]
    assert len(short) == 18  # the others are longer than a column of text is wide
    qtbot.waitUntil(lambda: all(tally.view.rowHeight(row) < 2 * line for row in short))
    qtbot.waitUntil(lambda: tally.view.height() < 30 * line)
