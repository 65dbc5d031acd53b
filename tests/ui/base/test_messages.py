"""Messages over the page: how long they stay, what they offer, how they are reached and said."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QAccessible, QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.ui import seeing
from tests.ui.conftest import table_page
from ui.base import messages as module
from ui.base.messages import STAYS, MessageAct, MessageCard, Messages
from ui.wizard import Wizard

FIRST = "requests/received/natural"


@pytest.fixture
def room(qtbot: QtBot) -> Messages:
    """A window with a field, and messages over it."""
    window = QWidget()
    field = QLineEdit()
    QVBoxLayout(window).addWidget(field)
    window.resize(700, 400)
    messages = Messages(window, window)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    field.setFocus()
    return messages


def shown(room: Messages, text: str, *given: object) -> MessageCard:
    card = room.show_message(text, *given)  # type: ignore[arg-type]
    assert card is not None
    return card


def button(card: MessageCard, name: str) -> QPushButton:
    (found,) = [one for one in card.findChildren(QPushButton) if one.text() == name]
    return found


def test_a_message_stays_eight_seconds(room: Messages) -> None:
    card = shown(room, "已粘贴175格。")
    assert card.clock.interval() == STAYS == 8000
    assert card.clock.isActive() and room.isVisible()
    card.clock.timeout.emit()
    assert room.texts() == [] and not room.isVisible()


def test_it_stays_longer_while_the_pointer_is_on_it(room: Messages) -> None:
    card = shown(room, "已粘贴175格。")
    QApplication.sendEvent(card, QEnterEvent(QPointF(), QPointF(), QPointF()))
    assert not card.clock.isActive()
    QApplication.sendEvent(card, QEvent(QEvent.Type.Leave))
    assert card.clock.isActive()


def test_it_stays_longer_while_the_focus_is_on_it_and_gives_it_back(room: Messages) -> None:
    field = QApplication.focusWidget()
    card = shown(room, "已粘贴175格。")
    room.enter()
    assert button(card, "关闭").hasFocus()
    assert not card.clock.isActive()
    field.setFocus()
    assert card.clock.isActive()
    room.enter()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert room.texts() == []
    assert QApplication.focusWidget() is field


def test_a_failure_stays_until_it_is_closed(room: Messages) -> None:
    card = shown(room, "磁盘已满。", "failure")
    assert not card.clock.isActive()
    for number in range(5):
        shown(room, f"已复制{number}格。")
    assert room.texts() == ["磁盘已满。", "已复制2格。", "已复制3格。", "已复制4格。"]
    button(card, "关闭").click()
    assert "磁盘已满。" not in room.texts()


def test_the_same_words_are_shown_once_and_their_time_begins_anew(room: Messages) -> None:
    shown(room, "先选中要粘贴到的格。")
    shown(room, "已复制1格。")
    shown(room, "先选中要粘贴到的格。")
    assert room.texts() == ["已复制1格。", "先选中要粘贴到的格。"]


def test_a_message_ends_with_what_it_speaks_of(room: Messages) -> None:
    room.show_message("正在读取「a.docx」…", key="reading")
    room.show_message("正在读取「b.docx」…", key="reading")
    assert room.texts() == ["正在读取「b.docx」…"]
    room.show_message("", key="reading")
    assert room.text() == ""


def test_an_act_closes_its_message_and_is_done_once(room: Messages) -> None:
    done: list[str] = []
    card = shown(room, "已在3个空格填0。", "done", [MessageAct("撤销", lambda: done.append("x"))])
    button(card, "撤销").click()
    assert done == ["x"] and room.texts() == []


def test_messages_keep_to_the_lower_edge_and_are_whole(room: Messages) -> None:
    window = room.parentWidget()
    shown(room, "无法保存：磁盘已满。删除文件，或另存。" * 8, "failure")
    for width in (700, 320):
        window.resize(width, 400)
        QApplication.processEvents()
        assert window.rect().contains(room.geometry())
        assert window.height() - room.geometry().bottom() < 16
        assert seeing.cut(window) == []


def test_a_message_is_said_aloud(room: Messages, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[tuple[str, bool]] = []

    def hear(event: object) -> None:
        urgent = event.politeness() is QAccessible.AnnouncementPoliteness.Assertive  # type: ignore[attr-defined]
        said.append((event.message(), urgent))  # type: ignore[attr-defined]

    monkeypatch.setattr(module.QAccessible, "updateAccessibility", hear)
    room.show_message("已粘贴175格。")
    room.show_message("磁盘已满。", "failure")
    assert said == [("已粘贴175格。", False), ("磁盘已满。", True)]


def offered(wizard: Wizard) -> list[str]:
    """Give the names of what the newest message offers."""
    card = wizard.messages.findChildren(MessageCard)[-1]
    return [one.text() for one in card.findChildren(QPushButton) if not one.isHidden()]


def test_an_act_that_can_be_taken_back_offers_it_until_the_next_one(
    qtbot: QtBot, wizard: Wizard
) -> None:
    page = table_page(wizard)
    before = wizard.session.report
    wizard.session.put(FIRST, "")
    blank = wizard.session.report
    page.acts.fill_all()
    assert wizard.messages.text() == "已在1个空格填0。"
    assert offered(wizard) == ["撤销", "关闭"]
    card = wizard.messages.findChildren(MessageCard)[-1]
    button(card, "撤销").click()
    assert wizard.session.report == blank
    assert wizard.messages.text() == "已撤销"
    page.acts.fill_all()
    wizard.session.put(FIRST, "9")
    assert offered(wizard) == ["关闭"]
    assert wizard.session.report != before


def test_a_refused_paste_keeps_its_reason_until_the_next_act(qtbot: QtBot, wizard: Wizard) -> None:
    page = table_page(wizard)
    page.go_to(FIRST)
    for text in ("1\t" * 9, "1\t" * 8):
        QApplication.clipboard().setText(text)
        page.acts.paste()
    card = wizard.messages.findChildren(MessageCard)[-1]
    assert "与选中的格不一致，未粘贴" in card.text() and not card.clock.isActive()
    page.acts.copy()
    assert card.text() in wizard.messages.texts()
    wizard.session.put(FIRST, "9")
    assert not any("未粘贴" in text for text in wizard.messages.texts())


def test_what_a_paste_leaves_out_is_said_with_the_way_back(qtbot: QtBot, wizard: Wizard) -> None:
    page = table_page(wizard)
    before = wizard.session.report
    page.go_to("requests/received/legal.other")
    QApplication.clipboard().setText("5\t甲")
    page.acts.paste()
    card = wizard.messages.findChildren(MessageCard)[-1]
    assert card.text() == "已粘贴1格，1个合计格的内容不是数字，未粘贴。"
    assert not card.clock.isActive() and offered(wizard) == ["撤销", "关闭"]
    button(card, "撤销").click()
    assert wizard.session.report == before


def test_a_message_on_an_act_goes_when_the_act_is_undone(qtbot: QtBot, wizard: Wizard) -> None:
    page = table_page(wizard)
    wizard.session.put(FIRST, "")
    page.acts.fill_all()
    assert wizard.messages.text() == "已在1个空格填0。"
    wizard.session.undo_stack.undo()
    assert "已在1个空格填0。" not in wizard.messages.texts()


def test_what_changed_nothing_offers_nothing_to_take_back(qtbot: QtBot, wizard: Wizard) -> None:
    page = table_page(wizard)
    wizard.session.put(FIRST, "9")
    QApplication.processEvents()
    page.view.setCurrentIndex(page.model.index_of(FIRST))
    page.acts.copy()
    assert wizard.messages.text() == "已复制1格。"
    assert offered(wizard) == ["关闭"]


def test_a_failed_saving_is_said_once_and_gone_when_it_is_saved(
    qtbot: QtBot, wizard: Wizard
) -> None:
    saver = wizard.session.saver
    saver.dirty = True
    saver.failed.emit("磁盘已满。")
    assert wizard.messages.text() == "磁盘已满。"
    assert wizard.foot.saved.text().startswith("✗ 未保存")
    assert wizard.foot.saved.property("ink") == "error"
    button(wizard.messages.findChildren(MessageCard)[-1], "关闭").click()
    saver.failed.emit("磁盘已满。")
    assert wizard.messages.texts() == []
    saver.failed.emit("磁盘没有响应。")
    assert wizard.messages.texts() == ["磁盘没有响应。"]
    saver.saved.emit("已自动保存 10:32")
    assert wizard.messages.texts() == []
    for _ in range(2):  # every saving finds it
        saver.noted.emit("草稿已有7.3兆字节。")
    assert wizard.messages.texts() == ["草稿已有7.3兆字节。"]
    wizard.messages.clear()
    saver.noted.emit("草稿已有7.3兆字节。")
    assert wizard.messages.texts() == []
    assert wizard.foot.saved.text().startswith("已自动保存 10:32")
    assert wizard.foot.saved.property("ink") == "quiet"


def test_shift_f6_leads_to_the_newest_message(qtbot: QtBot, wizard: Wizard) -> None:
    with qtbot.waitActive(wizard):
        wizard.activateWindow()
    wizard.messages.enter()  # there is none
    wizard.say("先选中要粘贴到的格。")
    QTest.keyClick(wizard, Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert wizard.messages.isAncestorOf(QApplication.focusWidget())


def test_a_message_that_has_left_is_shown_again_on_request(room: Messages) -> None:
    done: list[str] = []
    card = shown(room, "可以撤销。", "done", [MessageAct("撤销", lambda: done.append("undone"))])
    card.clock.timeout.emit()
    assert room.texts() == [] and room.isHidden()
    room.enter()
    assert room.texts() == ["可以撤销。"]
    button(card, "撤销").click()
    assert done == ["undone"]
    card.clock.timeout.emit()  # it may be on its way
    room.enter()  # what was closed does not come again
    assert room.texts() == ["目前没有消息。"]


def test_a_message_that_has_left_offers_no_act_that_is_past(room: Messages) -> None:
    card = shown(room, "可以撤销。", "done", [MessageAct("撤销", lambda: None)])
    card.clock.timeout.emit()
    room.drop_acts()
    room.enter()
    assert room.texts() == ["可以撤销。"] and not card.offers()
    card.clock.timeout.emit()
    room.end("another")
    shown(room, "可以撤销。", "note").clock.timeout.emit()
    room.enter()
    assert room.texts() == ["可以撤销。"]


def test_an_offer_stays_until_it_is_taken_or_no_longer_so(room: Messages) -> None:
    card = shown(
        room, "有2处应同步改为37。", "offer", [MessageAct("一并修改", lambda: None)], "one"
    )
    assert not card.clock.isActive()
    room.drop_acts()
    assert card.offers()
    room.end("one")
    assert room.texts() == []


@pytest.mark.parametrize("key", ["requests", "overview"])
@pytest.mark.parametrize("size", [(1366, 768), (1280, 720), (640, 360)])
def test_messages_cover_nothing_that_can_be_scrolled_to(
    qtbot: QtBot, wizard: Wizard, key: str, size: tuple[int, int]
) -> None:
    wizard.session.put(FIRST, "9999")
    wizard.show_step(key)
    wizard.resize(*size)
    for text in ("已在12个空格填0。", "已粘贴3行。", "已按上年填写1格。"):
        wizard.say(text)
    qtbot.waitUntil(lambda: wizard.messages.isVisible())
    QApplication.processEvents()
    messages = QRect(wizard.messages.mapToGlobal(QPoint()), wizard.messages.size())
    assert messages.height() < wizard.height() // 3
    for scroll in wizard.stack.currentWidget().findChildren(QScrollArea):
        seen = scroll.viewport()
        place = QRect(seen.mapToGlobal(QPoint()), seen.size())
        assert not (scroll.isVisible() and place.intersects(messages))
    wizard.messages.clear()
    for scroll in wizard.stack.currentWidget().findChildren(QScrollArea):
        assert scroll.viewportMargins().bottom() == 0


LONG = "很长的一句话。" * 20
ROOMS = [(1366, 768), (1280, 720), (1366, 672), (1100, 640), (640, 360), (640, 290)]


@pytest.mark.parametrize("key", ["requests", "disclosure", "review"])
@pytest.mark.parametrize("size", ROOMS)
def test_messages_over_a_table_cover_no_cell_that_is_typed_into(
    qtbot: QtBot, wizard: Wizard, size: tuple[int, int], key: str
) -> None:
    page = table_page(wizard, key)
    wizard.resize(*size)
    wizard.say("先选中要粘贴到的格。")
    wizard.say_failed("无法保存：磁盘已满。删除不需要的文件，或另存到其他位置。")
    wizard.say("已在12个空格填0。")
    qtbot.waitUntil(lambda: wizard.size() == QSize(*size))
    for _ in range(3):  # one layout may ask for another
        QApplication.processEvents()
    shown = [card for card in wizard.messages.findChildren(MessageCard) if card.isVisible()]
    assert shown and shown[-1].text() == "已在12个空格填0。"
    room = QRect(wizard.messages.mapToGlobal(QPoint()), wizard.messages.size())
    view = page.view.viewport()
    for row in range(page.model.rowCount()):
        for column in range(page.model.columnCount()):
            index = page.model.index(row, column)
            if page.model.flags(index) & Qt.ItemFlag.ItemIsEditable:
                cell = page.view.visualRect(index).intersected(view.rect())
                assert not room.intersects(cell.translated(view.mapToGlobal(QPoint())))
    assert seeing.cut(wizard) == []


def test_older_messages_wait_where_the_room_is_low_and_come_again(
    qtbot: QtBot, wizard: Wizard
) -> None:
    table_page(wizard)
    wizard.resize(640, 290)
    for text in ("无法保存：磁盘已满。", "无法保存：文件已被移走。", "无法保存：没有权限。"):
        wizard.say_failed(text)
    QApplication.processEvents()
    cards = wizard.messages.findChildren(MessageCard)
    assert [card.isVisible() for card in cards] != [True] * 3
    cards[-1].close_now()
    cards[-2].close_now()
    assert cards[0].isVisible()


def test_a_message_is_as_wide_as_its_words_and_no_wider_than_its_room(
    qtbot: QtBot, wizard: Wizard
) -> None:
    wizard.resize(1366, 768)
    page = table_page(wizard)
    wizard.say("已复制。")
    qtbot.waitUntil(lambda: wizard.messages.isVisible() and wizard.messages.width() < 200)
    wizard.say(LONG)
    qtbot.waitUntil(lambda: 200 < wizard.messages.width() < page.inspector.width())
    wizard.show_step("check")
    qtbot.waitUntil(lambda: wizard.messages.width() == 600)
