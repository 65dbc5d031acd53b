"""Sub-heads on a page of text: named, added, moved and removed without losing one's place."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from model.report import subheads
from tests.ui.conftest import shown
from ui.base.edits import TitleEdit
from ui.base.messages import MessageCard
from ui.base.session import Session
from ui.base.settings import Settings
from ui.look.tokens import colour
from ui.text.page import TextPage
from ui.wizard import Wizard

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def page(qtbot: QtBot, blank: Session) -> Iterator[TextPage]:
    wizard = shown(qtbot, blank)
    found = wizard.show_step("overview")
    assert isinstance(found, TextPage)
    yield found


def printed(page: TextPage) -> list[str]:
    """Give the heads from top to bottom of the screen."""
    boxes = sorted(page.boxes.values(), key=lambda box: box.y())
    return [box.head._label.text() for box in boxes]


def wait_for(qtbot: QtBot, page: TextPage, *heads: str) -> None:
    qtbot.waitUntil(lambda: printed(page) == list(heads))


def choose(page: TextPage, key: str, what: str) -> None:
    """Choose from a sub-head's menu of what can be added."""
    (menu,) = page.boxes[key].head.findChildren(QMenu)
    next(action for action in menu.actions() if action.text().partition("（")[0] == what).trigger()


def press(page: TextPage, key: str, text: str) -> None:
    buttons = page.boxes[key].head.findChildren(QToolButton)
    next(button for button in buttons if button.text() == text).click()


def test_f2_names_a_sub_head_in_place_and_esc_lets_it_be(qtbot: QtBot, page: TextPage) -> None:
    box = page.boxes["overview.platform"]
    box.editor.setFocus()
    qtbot.keyClicks(box.editor, "abc")
    qtbot.keyClick(box.editor, Qt.Key.Key_F2)
    edit = box.head.edit
    assert edit.hasFocus() and edit.selectedText() == "政府信息公开平台建设"
    edit.setText("（四）网站建设。")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert box.head._label.text() == "（四）网站建设"
    assert edit.isHidden() and box.head._label.isVisible()
    assert box.editor.hasFocus()
    assert page.boxes["overview.platform"] is box
    assert page.session.undo_stack.undoText() == "小标题改名"
    qtbot.keyClick(box.editor, Qt.Key.Key_F2)
    edit.setText("不要")
    qtbot.keyClick(edit, Qt.Key.Key_Escape)
    assert box.head._label.text() == "（四）网站建设"
    page.session.undo_stack.undo()
    assert box.head._label.text() == "（四）政府信息公开平台建设"
    assert box.editor.toPlainText() == "abc"


def test_acts_are_in_the_menu_and_beside_the_sub_head_that_is_looked_at(
    qtbot: QtBot, page: TextPage
) -> None:
    page.window().resize(1366, 730)
    written, other = page.boxes["overview.platform"], page.boxes["overview.management"]
    written.editor.setFocus()
    assert written.head._acts.isVisible() and not other.head._acts.isVisible()
    QApplication.sendEvent(other, QEnterEvent(QPointF(5, 5), QPointF(5, 5), QPointF(5, 5)))
    assert other.head._acts.isVisible()
    QApplication.sendEvent(other, QEvent(QEvent.Type.Leave))
    assert not other.head._acts.isVisible()
    choose(page, "overview.platform", "下移")
    assert list(page.boxes)[-1] == "overview.platform"
    choose(page, "overview.platform", "删除")
    assert "overview.platform" not in page.boxes


def test_a_narrow_page_has_the_acts_in_the_menu_alone(qtbot: QtBot, blank: Session) -> None:
    page = TextPage(blank, blank.report.form.section_of["overview"], Settings())
    qtbot.addWidget(page)
    page.resize(900, 500)
    with qtbot.waitExposed(page):
        page.show()
    head = page.boxes["overview.platform"].head
    page._show_current("overview.platform")
    assert head._acts.isVisible()
    page.resize(580, 300)
    qtbot.waitUntil(lambda: not head._acts.isVisible())
    assert page._scroll.horizontalScrollBar().maximum() == 0


def test_f2_says_its_keys_behind_the_title(qtbot: QtBot, page: TextPage) -> None:
    page.window().resize(1366, 768)
    box = page.boxes["overview.platform"]
    edit, pictures = box.head.edit, []
    box.editor.setFocus()
    qtbot.keyClick(box.editor, Qt.Key.Key_F2)
    QApplication.processEvents()
    for title in ("网站", "网站" * 40):
        edit.setText(title)
        edit.setCursorPosition(0)
        pictures.append(edit.grab().toImage())
    behind = range(edit.width() - 60, edit.width() - 10)
    middle, high = edit.height() // 2, range(edit.height())
    ground = pictures[0].pixelColor(edit.width() // 2, middle)
    seen = {pictures[0].pixelColor(x, y).name() for x in behind for y in high}
    assert colour("quiet").name() in seen and ground == colour("surface")
    assert edit.placeholderText() == "小标题，按回车确定，按 Esc 取消"
    seen = {pictures[1].pixelColor(x, y).name() for x in behind for y in high}
    assert colour("quiet").name() not in seen  # never over the words


def test_leaving_the_title_takes_it_once(qtbot: QtBot, page: TextPage) -> None:
    box = page.boxes["overview.platform"]
    press(page, "overview.platform", "改名")
    box.head.edit.setText("网站")
    box.editor.setFocus()
    assert box.head._label.text() == "（四）网站"
    assert page.session.undo_stack.count() == 1


def test_alt_and_the_arrows_move_a_sub_head_with_its_cursor(qtbot: QtBot, page: TextPage) -> None:
    box = page.boxes["overview.on_request"]
    box.editor.setFocus()
    qtbot.keyClicks(box.editor, "abc")
    qtbot.keyClick(box.editor, Qt.Key.Key_Up, ALT)
    wait_for(
        qtbot,
        page,
        "前言",
        "（一）依申请公开",
        "（二）主动公开方面",
        "（三）政府信息管理",
        "（四）政府信息公开平台建设",
        "（五）监督保障",
    )
    assert box.editor.hasFocus() and box.editor.textCursor().position() == 3
    assert not box.head._up.isEnabled() and box.head._down.isEnabled()
    qtbot.keyClick(box.editor, Qt.Key.Key_Down, ALT)
    qtbot.waitUntil(lambda: printed(page)[1] == "（一）主动公开方面")
    assert page.session.undo_stack.undoText() == "移动小标题"
    qtbot.waitUntil(lambda: not box.editor.visibleRegion().isEmpty())


@pytest.mark.parametrize("moved", [False, True])
def test_tab_follows_the_order_on_the_screen(qtbot: QtBot, page: TextPage, moved: bool) -> None:
    if moved:
        press(page, "overview.supervision", "上移")
        qtbot.waitUntil(lambda: printed(page)[-1] == "（五）政府信息公开平台建设")
    editors = {box.editor: key for key, box in page.boxes.items()}
    page.boxes["overview.preface"].editor.setFocus()
    seen, focus = ["overview.preface"], page.focusWidget()
    for _ in range(200):
        assert isinstance(focus, QWidget)
        qtbot.keyClick(focus, Qt.Key.Key_Tab)
        focus = page.window().focusWidget()
        if focus in editors:
            seen.append(editors[focus])
        if focus is page.add:
            break
    assert seen == list(page.boxes)


def test_a_sub_head_is_added_in_one_act_and_can_be_written_at_once(
    qtbot: QtBot, page: TextPage
) -> None:
    choose(page, "overview.on_request", "在后面增加小标题")
    ask = page.boxes["overview.on_request"]._new
    assert ask.hasFocus()
    ask.setText("便民服务")
    qtbot.keyClick(ask, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: printed(page)[3] == "（三）便民服务")
    assert page.boxes["overview.own1"].editor.hasFocus()
    assert page.session.undo_stack.count() == 1
    choose(page, "overview.own1", "增加下级小标题")
    qtbot.keyClicks(page.boxes["overview.own1"]._new, "Hall")
    qtbot.keyClick(page.boxes["overview.own1"]._new, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: printed(page)[4] == "1.Hall")
    assert page.boxes["overview.own1.own1"].editor.x() >= 0
    choose(page, "overview.own1", "增加下级小标题")
    qtbot.keyClick(page.boxes["overview.own1"]._new, Qt.Key.Key_Escape)
    assert page.boxes["overview.own1"].editor.hasFocus()
    assert page.session.undo_stack.count() == 2
    page.session.undo_stack.undo()
    page.session.undo_stack.undo()
    assert len(page.boxes) == 6


def test_the_deepest_sub_head_has_none_under_it(qtbot: QtBot, page: TextPage) -> None:
    key = "overview.on_request"
    for _ in range(2):
        choose(page, key, "增加下级小标题")
        page.boxes[key]._new.setText("甲")
        qtbot.keyClick(page.boxes[key]._new, Qt.Key.Key_Return)
        key = f"{key}.own1"
    (menu,) = page.boxes[key].head.findChildren(QMenu)
    words = [action.text().partition("（")[0] for action in menu.actions()]
    own = ["改名", "上移", "下移", "删除"]
    assert words == ["在后面增加小标题", "增加分类统计", "插入数字…", "", *own]
    assert page.boxes[key].head._label.text() == "（1）甲"


def test_a_removed_sub_head_leaves_the_focus_near_and_comes_back_with_its_text(
    qtbot: QtBot, page: TextPage
) -> None:
    box = page.boxes["overview.management"]
    box.editor.setFocus()
    qtbot.keyClicks(box.editor, "abc")
    press(page, "overview.management", "删除")
    assert "overview.management" not in page.boxes
    assert page.boxes["overview.platform"].editor.hasFocus()
    assert page.session.undo_stack.undoText() == "删除「政府信息管理」及其下正文3字"
    page.session.undo_stack.undo()
    assert page.boxes["overview.management"].editor.toPlainText() == "abc"
    assert page.boxes["overview.management"].editor.hasFocus()
    page.boxes["overview.supervision"].editor.setFocus()
    press(page, "overview.supervision", "删除")
    assert page.boxes["overview.platform"].editor.hasFocus()


def test_what_goes_with_a_sub_head_is_said_with_the_way_back(qtbot: QtBot, wizard: Wizard) -> None:
    page = wizard.show_step("overview")
    assert isinstance(page, TextPage)
    before = wizard.session.report
    body = "".join(before.text("overview.management").body.split())  # type: ignore[union-attr]
    press(page, "overview.management", "删除")
    assert wizard.messages.text() == f"已删除「政府信息管理」及其下正文{len(body)}字。"
    card = wizard.messages.findChildren(MessageCard)[-1]
    next(one for one in card.findChildren(QPushButton) if one.text() == "撤销").click()
    assert wizard.session.report == before


def test_a_removed_customary_sub_head_is_missed_and_can_be_brought_back(
    qtbot: QtBot, page: TextPage
) -> None:
    press(page, "overview.platform", "删除")
    qtbot.waitUntil(
        lambda: any(f.id == "blank/text/overview.platform" for f in page.session.result.findings)
    )
    page.go_to("text/overview.platform")
    assert page.add.hasFocus()
    menu = page.add.menu()
    page.fill_menu(menu)
    texts = [action.text() for action in menu.actions()]
    assert texts[0] == "新小标题" and texts[-1] == "表样小标题「政府信息公开平台建设」"
    menu.actions()[-1].trigger()
    assert list(page.boxes)[-2] == "overview.platform"


def test_a_sub_head_can_be_added_where_none_is_left(qtbot: QtBot, page: TextPage) -> None:
    for key in [key for key in page.boxes if key != "overview.preface"]:
        press(page, key, "删除")
    page.fill_menu(page.add.menu())
    page.add.menu().actions()[0].trigger()
    assert isinstance(page._new, TitleEdit)
    page._new.setText("整体情况")
    qtbot.keyClick(page._new, Qt.Key.Key_Return)
    wait_for(qtbot, page, "前言", "（一）整体情况")


def test_the_preface_is_no_sub_head(page: TextPage) -> None:
    assert page.boxes["overview.preface"].head.findChildren(QMenu) == []


def test_undo_of_a_change_of_structure_shows_its_page(qtbot: QtBot, wizard: Wizard) -> None:
    page = wizard.show_step("problems")
    assert isinstance(page, TextPage)
    press(page, "problems.improvement", "删除")
    wizard.show_step("unit")
    wizard.session.undo_stack.undo()
    assert wizard.stack.currentWidget() is page
    assert page.boxes["problems.improvement"].editor.hasFocus()


def test_what_the_region_asks_for_is_offered_in_section_six(qtbot: QtBot, wizard: Wizard) -> None:
    page = wizard.show_step("other")
    assert isinstance(page, TextPage)
    text = wizard.session.report.form.texts["other.motions"]
    press(page, text.block, "删除")
    qtbot.waitUntil(lambda: text.block not in page.boxes)
    menu = page.add.menu()
    page.fill_menu(menu)
    (offer,) = [a for a in menu.actions() if a.text() == f"表样小标题「{text.title}」"]
    offer.trigger()
    qtbot.waitUntil(lambda: text.block in page.boxes)
    page.fill_menu(menu)
    assert f"表样小标题「{text.title}」" not in [action.text() for action in menu.actions()]


def test_a_section_without_sub_heads_says_how_to_begin(qtbot: QtBot, blank: Session) -> None:
    page = shown(qtbot, blank).show_step("problems")
    assert isinstance(page, TextPage)
    assert page.boxes and not page._empty.isVisible()
    report = blank.report
    for key in list(page.boxes):
        report = subheads.remove(report, key)
    blank.apply(report, "删除")
    assert not page.boxes and page._empty.isVisible()
