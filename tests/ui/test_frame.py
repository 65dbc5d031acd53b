"""The frame of the window: rail, foot, menu bar, banner, and how they fold in a small window."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QMenu,
    QPushButton,
    QToolButton,
    QTreeView,
)
from pytestqt.qtbot import QtBot

from model.checks.check import check
from model.report.report import Published, Report, Stage
from tests.ui import seeing
from tests.ui.conftest import menu_act, shown
from ui.app import clock, steps
from ui.aside.settings_dialog import SettingsDialog
from ui.base.file_dialogs import PlainQuestions
from ui.base.page import Page
from ui.base.session import Session
from ui.base.settings import Settings
from ui.base.widgets import action
from ui.check.page import CheckPage
from ui.look import appearance
from ui.look.appearance import Appearance
from ui.look.tokens import RAIL, RAIL_FOLDED, colour
from ui.rail import StepList
from ui.unit.page import UnitPage
from ui.wizard import Wizard

FIRST = "requests/received/natural"


def settle() -> None:
    for _ in range(3):
        QApplication.processEvents()


def painted(steps: StepList, row: int) -> list[str]:
    return [line.words for line in steps.words(row)]


def test_the_rail_says_whose_report_it_is_and_how_far(qtbot: QtBot, blank: Session) -> None:
    wizard = shown(qtbot, blank)
    assert wizard.rail.unit.text() == blank.report.unit.name
    assert wizard.rail.state.text() == f"{blank.report.year}年·草稿·已填 0/174"
    blank.put(FIRST, "7")
    blank.check()
    assert wizard.rail.state.text().endswith("已填 1/174")
    assert (wizard.rail.progress.value(), wizard.rail.progress.maximum()) == (1, 174)


def test_progress_counts_what_the_unit_has_to_answer(empty: Report, example: Report) -> None:
    assert steps.progress(empty, check(empty)) == (0, 166 + 8)
    filled, asked = steps.progress(example, check(example))
    assert filled == asked == 166 + 14  # the region asks for more texts
    nameless = replace(empty, unit=replace(empty.unit, name=""))
    assert steps.progress(nameless, check(nameless)) == (0, 166 + 8 + 1)
    unread = replace(empty, unread={FIRST: "3件"})
    assert steps.progress(unread, check(unread)) == (1, 166 + 8)


def test_the_state_of_the_report_breaks_between_its_parts_alone(
    qtbot: QtBot, wizard: Wizard
) -> None:
    state = wizard.rail.state
    assert "\n" not in state.text()
    wizard.session.apply(wizard.session.report.at_stage(Stage.COMMENTS), "选择稿别")
    wizard.session.check()
    settle()
    year = wizard.session.report.year
    assert state.text() == f"{year}年·征求意见稿\n已填 180/180"
    lines = [state.fontMetrics().horizontalAdvance(line) for line in state.text().split("\n")]
    assert max(lines) <= state.width()


def test_a_unit_without_a_name_is_called_so(qtbot: QtBot, blank: Session) -> None:
    blank.apply(replace(blank.report, unit=replace(blank.report.unit, name="")), "改")
    assert shown(qtbot, blank).rail.unit.text() == "机关名称未填"


def test_a_step_shows_what_is_left_in_words_and_in_the_colour_of_the_worst(
    qtbot: QtBot, wizard: Wizard
) -> None:
    rows = {step.key: row for row, step in enumerate(steps.steps_of(wizard.session.report))}
    assert painted(wizard.list, rows["requests"]) == ["三、申请办理"]
    wizard.session.put("text/overview.on_request", "依法办理，按期答复。")
    wizard.session.put("requests/carried_out/natural", "60")
    wizard.session.put("figure/motions", "12")
    wizard.session.put("disclosure/licences/decisions", "")
    wizard.session.check()
    assert painted(wizard.list, rows["requests"]) == ["三、申请办理", "错误 1"]
    assert wizard.list.words(rows["requests"])[1].role == "error"
    assert wizard.list.words(rows["disclosure"])[1].role == "quiet"
    assert wizard.list.words(rows["other"])[1].role == "warning"
    assert painted(wizard.list, rows[steps.CHECK]) == ["核对", "错误 1·未填 1·待说明 1"]
    assert wizard.list.item(rows[steps.CHECK]).text() == "核对\n✗ 错误 1　○ 未填 1\n！待说明 1"


def test_a_state_that_is_too_long_for_a_line_is_shortened_then_broken() -> None:
    names = ["一", "核对"]
    listed = StepList(names, 1)
    listed.resize(RAIL, 300)
    listed.show_state(1, ["核对", "✗ 错误 10", "○ 未填 174", "！待说明 10"])
    assert painted(listed, 1) == ["核对", "错 10·未填 174", "待说明 10"]
    listed.show_state(1, ["核对", "✗ 错误 10", "◇ 公布前提示 1000"])
    assert painted(listed, 1) == ["核对", "错 10·公布前提示 1000"]
    assert all(listed.rect().contains(line.place) for line in listed.words(1))


SMALL = {
    (1366, 768): (RAIL, True, False),
    (1366, 672): (RAIL, True, True),
    (1280, 619): (RAIL_FOLDED, True, True),
    (1093, 545): (RAIL_FOLDED, False, True),
    (640, 800): (RAIL_FOLDED, False, False),
    (640, 400): (RAIL_FOLDED, False, True),
}
"""Size of the window → width of the rail, whether the menu bar is shown, one line of heading."""


@pytest.mark.parametrize("size", SMALL)
def test_a_small_window_folds_rail_menu_bar_and_heading(
    qtbot: QtBot, wizard: Wizard, size: tuple[int, int]
) -> None:
    page = wizard.show_step(steps.UNIT)
    wizard.resize(*size)
    settle()
    assert (wizard.width(), wizard.height()) == size
    rail, bar, one_line = SMALL[size]
    assert wizard.rail.width() == rail
    assert (wizard.menuBar().height() > 0) == bar
    assert wizard.rail.menu_button.isVisible() == (not bar)
    assert page.folded == one_line
    assert page._hint.isVisible() == (not one_line)
    assert bool(page.title.toolTip()) == one_line
    assert wizard.list.verticalScrollBar().maximum() == 0
    assert [one for one in seeing.cut(wizard) if "Rail" in one or "Foot" in one] == []


def test_a_large_window_becomes_a_small_one_at_every_step(qtbot: QtBot, wizard: Wizard) -> None:
    for step in wizard.steps:  # a geometry kept from a larger screen, or from a smaller scale
        wizard.resize(1280, 720)
        wizard.show_step(step.key)
        settle()
        wizard.resize(640, 360)
        qtbot.waitUntil(lambda: (wizard.width(), wizard.height()) == (640, 360))
        settle()
        assert wizard.rail.width() == RAIL_FOLDED
        assert wizard.stack.width() == 640 - RAIL_FOLDED


def test_a_folded_rail_says_names_and_states_in_tooltips_and_aloud(
    qtbot: QtBot, wizard: Wizard
) -> None:
    assert wizard.list.item(3).toolTip() == ""
    wizard.session.put("requests/carried_out/natural", "60")
    wizard.session.check()
    wizard.resize(640, 400)
    settle()
    assert wizard.list.words(3) == []
    assert wizard.list.item(3).toolTip() == "三、申请办理：✗ 错误 1"
    assert wizard.list.item(3).text() == "三、申请办理\n✗ 错误 1"
    wizard.resize(1280, 720)
    settle()
    assert painted(wizard.list, 3) == ["三、申请办理", "错误 1"]


@pytest.mark.parametrize("width", [1366, 640])
def test_menu_keys_work_whether_the_menu_bar_is_folded_or_not(
    qtbot: QtBot, wizard: Wizard, width: int
) -> None:
    wizard.resize(width, 700)
    with qtbot.waitActive(wizard):
        wizard.activateWindow()
    QTest.keyClick(wizard, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert wizard.step == "overview"
    QTest.keyClick(wizard, Qt.Key.Key_F6)
    assert wizard.list.hasFocus()


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_f10_opens_the_menus_of_a_folded_menu_bar(qtbot: QtBot, wizard: Wizard) -> None:
    wizard.resize(640, 400)
    with qtbot.waitActive(wizard):
        wizard.activateWindow()
    QTest.keyClick(wizard, Qt.Key.Key_F10)
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    names = [one.text() for one in menu.actions()]
    assert names == ["文件(&F)", "编辑(&E)", "转到(&G)", "帮助(&H)"]
    QTest.keyClick(menu, Qt.Key.Key_Down)
    assert menu.activeAction().text() == "文件(&F)"
    menu.close()


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_f10_goes_into_the_menu_bar(qtbot: QtBot, wizard: Wizard) -> None:
    with qtbot.waitActive(wizard):
        wizard.activateWindow()
    QTest.keyClick(wizard, Qt.Key.Key_F10)
    assert wizard.menuBar().activeAction() is wizard.menuBar().actions()[0]
    popup = QApplication.activePopupWidget()
    if popup is not None:
        popup.close()


def test_numbers_first_is_chosen_in_the_menu_and_in_the_settings(wizard: Wizard) -> None:
    wizard.show_step("unit")
    assert wizard.foot.forward.text() == "下一步：一、总体情况"
    menu_act(wizard, "从数字开始").trigger()
    assert wizard.foot.forward.text() == "下一步：二、主动公开"
    wizard.show_settings()
    dialog = wizard.findChild(SettingsDialog)
    assert dialog is not None and dialog.numbers_first.isChecked()
    assert dialog.order.text().startswith("“下一步”的次序：二、三、四、一、五、六。")
    dialog.numbers_first.click()
    assert dialog.order.text().startswith("“下一步”的次序：一、二、三、四、五、六。")
    assert wizard.foot.forward.text() == "下一步：一、总体情况"
    assert not wizard.numbers_first.isChecked()
    assert not Settings().numbers_first
    dialog.reject()


def test_a_long_name_in_the_foot_is_shortened_in_its_middle(qtbot: QtBot, wizard: Wizard) -> None:
    wizard.resize(640, 360)
    foot = wizard.foot
    words = "已另存为「青岚市商务局年报（冲突副本11月30日1540）.gknb」"
    foot.show_saving(words, wizard.session.path)
    qtbot.waitUntil(lambda: wizard.width() == 640 and "…" in foot.saved.text())
    QApplication.processEvents()
    assert foot.saved.text().endswith("」")
    assert foot.saved.fontMetrics().horizontalAdvance(foot.saved.text()) <= foot.saved.width()


def test_the_foot_keeps_the_way_onward_and_what_is_wrong_at_every_width(
    qtbot: QtBot, wizard: Wizard
) -> None:
    wizard.show_step("problems")
    wizard.session.put("text/overview.on_request", "依法办理，按期答复。")
    wizard.session.put("requests/carried_out/natural", "60")
    wizard.session.put("disclosure/licences/decisions", "")
    wizard.session.put("figure/motions", "12")
    wizard.session.check()
    foot = wizard.foot
    wizard.resize(1366, 768)
    settle()
    assert foot.saved.text() == f"草稿已打开 · {wizard.session.path.name}"
    assert foot.overall.text() == "还有 1 处错误、1 处未填、1 处待说明"
    assert foot.back.text() == "上一步：四、复议诉讼"
    foot.resize(640, foot.height())
    assert foot.saved.text() == "草稿已打开"
    assert foot.back.text() == "上一步"
    assert foot.back.accessibleName() == "上一步：四、复议诉讼"
    assert foot.forward.text() == "下一步：六、其他事项"
    foot.resize(430, foot.height())
    assert foot.overall.text() == "还有 1 处错误"
    assert foot.overall.accessibleName() == "还有 1 处错误、1 处未填、1 处待说明"


def test_a_long_file_name_is_elided_in_its_middle(qtbot: QtBot, wizard: Wizard) -> None:
    path = wizard.session.path.with_name("某" * 70 + ".gknb")
    wizard.resize(1366, 768)
    wizard.foot.show_saving("已自动保存 10:32", path)
    settle()
    words = wizard.foot.saved.text()
    assert words.startswith("已自动保存 10:32 · 某") and "…" in words
    assert words.endswith(".gknb")
    assert seeing.has_room(wizard.foot.saved)
    assert wizard.size().width() == 1366


def test_only_the_count_of_errors_is_red(wizard: Wizard) -> None:
    overall = wizard.foot.overall
    red = colour("error").name()
    wizard.session.put("figure/motions", "12")
    wizard.session.check()
    assert red not in seeing.colours(overall.grab().toImage())
    wizard.session.put("requests/carried_out/natural", "60")
    wizard.session.check()
    assert red in seeing.colours(overall.grab().toImage())
    settle()
    assert overall.sizeHint().width() <= overall.width()


def test_steps_that_are_not_there_have_no_button(wizard: Wizard) -> None:
    wizard.show_step(steps.UNIT)
    assert not wizard.foot.back.isVisible() and wizard.foot.forward.isVisible()
    wizard.show_step(steps.EXPORT)
    assert wizard.foot.back.isVisible() and not wizard.foot.forward.isVisible()


def test_a_page_with_a_filled_button_of_its_own_takes_it_from_the_foot(wizard: Wizard) -> None:
    page = wizard.show_step(steps.UNIT)
    assert wizard.foot.forward.property("role") == "primary"
    page.set_leads(True)
    assert wizard.foot.forward.property("role") == ""
    page.set_leads(False)
    assert wizard.foot.forward.property("role") == "primary"


def test_acts_of_a_heading_move_into_a_menu_where_it_would_break(
    qtbot: QtBot, session: Session
) -> None:
    page = Page(session, "三、收到和处理政府信息公开申请情况")
    qtbot.addWidget(page)
    for name in ("本年无申请", "全表空格填0", "上年数"):
        button = QToolButton()
        button.setDefaultAction(action(name, page))
        page.head.addWidget(button)
    page.resize(1100, 500)
    with qtbot.waitExposed(page):
        page.show()
    buttons = page._acts()
    assert len(buttons) == 3 and all(button.isVisible() for button in buttons)
    assert not page._more.isVisible()
    page.resize(560, 500)
    settle()
    assert page._more.isVisible() and not any(button.isVisible() for button in buttons)
    assert page._more.menu().actions() == [button.defaultAction() for button in buttons]
    page.resize(1100, 500)
    settle()
    assert not page._more.isVisible() and all(button.isVisible() for button in buttons)


DUE = date(2025, 1, 31)


def test_the_menu_bar_says_when_the_report_is_due(qtbot: QtBot, session: Session) -> None:
    session.apply(replace(session.report, unit=replace(session.report.unit, deadline=DUE)), "改")
    with clock.fixed(datetime(2025, 1, 19, 9).astimezone()):
        wizard = shown(qtbot, session)
    corner = wizard.menuBar().cornerWidget()
    assert corner.text() == "报送截止 2025年1月31日，还有 12 天"
    assert corner.isVisible()
    session.apply(replace(session.report, published=Published(date(2025, 1, 20))), "公布")
    session.check()
    assert corner.text() == ""


def test_days_left_are_counted_to_the_day() -> None:
    message = steps.deadline_message
    assert message(None, DUE) == ""
    assert message(DUE, DUE) == "报送截止 2025年1月31日，今天截止"
    assert message(DUE, date(2025, 2, 3)) == "报送截止 2025年1月31日，已过 3 天"
    assert message(DUE, date(2025, 6, 1)) == ""


def test_a_warning_at_the_head_stays_over_all_steps(qtbot: QtBot, wizard: Wizard) -> None:
    wizard.warn("只读方式。")
    wizard.show_step(steps.EXPORT)
    assert wizard.banner.isVisible()
    assert [b.text() for b in wizard.banner.findChildren(QPushButton) if b.isVisible()] == []
    wizard.banner.show_warning("程序遇到意外问题。")
    (close,) = [b for b in wizard.banner.findChildren(QPushButton) if b.isVisible()]
    close.click()
    assert not wizard.banner.isVisible() and wizard.banner.text() == ""


@pytest.mark.parametrize("chosen", [Appearance.DARK, Appearance.CONTRAST])
def test_another_look_repaints_the_open_window(
    qtbot: QtBot, wizard: Wizard, chosen: Appearance
) -> None:
    wizard.resize(1280, 720)
    settle()
    appearance.apply(chosen)
    try:
        settle()
        seen = seeing.colours(wizard.list.grab().toImage())
        wanted = {colour("surface").name(), colour("fine").name(), colour("veil").name()}
        assert wanted <= seen.keys()
        assert colour("accent").name() in seeing.colours(wizard.foot.forward.grab().toImage())
        assert colour("page").name() in seeing.colours(wizard.grab().toImage())
    finally:
        appearance.apply(Appearance.SYSTEM)


def test_the_list_of_steps_follows_clicks_and_keys(qtbot: QtBot, wizard: Wizard) -> None:
    wizard.list.setFocus()
    qtbot.keyClick(wizard.list, Qt.Key.Key_Down)
    assert wizard.step == "overview"
    place = wizard.list.visualItemRect(wizard.list.item(3)).center()
    qtbot.mouseClick(wizard.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert wizard.step == "requests"


def test_enter_presses_the_button_that_has_the_focus(qtbot: QtBot, wizard: Wizard) -> None:
    wizard.session.apply(wizard.session.report.at_stage(Stage.FINAL), "改")
    with qtbot.waitActive(wizard):
        wizard.activateWindow()
    wizard.show_step(steps.EXPORT)
    wizard.foot.back.setFocus()
    qtbot.keyClick(wizard.foot.back, Qt.Key.Key_Return)
    assert wizard.step == steps.CHECK
    page = wizard.show_step(steps.CHECK)
    assert isinstance(page, CheckPage)
    chip = page.chips[3]
    chip.setFocus()
    qtbot.keyClick(chip, Qt.Key.Key_Enter)
    assert chip.isChecked()
    wizard.session.put(FIRST, "7")
    wizard.say("已填")
    undo = next(one for one in wizard.messages.findChildren(QPushButton) if one.text() == "撤销")
    qtbot.keyClick(undo, Qt.Key.Key_Return)
    assert wizard.session.report.values[FIRST] != 7


def test_enter_in_a_field_presses_no_button_that_comes_after_it(
    qtbot: QtBot, wizard: Wizard
) -> None:
    page = wizard.show_step(steps.UNIT)
    assert isinstance(page, UnitPage)
    asked: list[bool] = []
    page.collect_requested.connect(lambda: asked.append(True))
    for field in page._fields.values():
        field.setFocus()
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert asked == []
    assert wizard.step == steps.UNIT


def test_dialogs_of_files_stay_on_the_screen_and_have_no_english_column(
    qtbot: QtBot, wizard: Wizard
) -> None:
    room, watching = wizard.screen().availableSize(), PlainQuestions()
    wizard.installEventFilter(watching)
    dialog = QFileDialog(wizard)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.resize(room * 2)
    with qtbot.waitExposed(dialog):
        dialog.show()
    assert dialog.width() < room.width() and dialog.height() < room.height()
    (tree,) = dialog.findChildren(QTreeView)
    heads = [str(tree.model().headerData(n, Qt.Orientation.Horizontal)) for n in range(4)]
    shown = [head for n, head in enumerate(heads) if not tree.isColumnHidden(n)]
    assert len(shown) == 3 and not {"Type", "Kind", "类型"} & set(shown), heads
