"""Marks in a text: numbers that agree with their figures, and numbers that contradict them."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QHelpEvent, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from model.report import subheads
from model.report.report import Report
from tests.ui import seeing
from tests.ui.conftest import shown
from ui.app.number_marks import NumberMark
from ui.base.session import Session
from ui.look import appearance, tokens
from ui.look.tokens import CONTRAST, DARK, LIGHT, Theme, colour
from ui.text.marks import MarkedText
from ui.text.page import TextPage
from ui.wizard import Wizard

HOME = "overview.on_request"
RECEIVED = "requests/received/natural"


def page_of(wizard: Wizard, key: str = "overview") -> TextPage:
    page = wizard.show_step(key)
    assert isinstance(page, TextPage)
    return page


def told(qtbot: QtBot, wizard: Wizard, body: str, key: str = HOME) -> MarkedText:
    """Write a text, and wait until it is checked."""
    session = wizard.session
    editor = page_of(wizard, key.partition(".")[0]).boxes[key].editor
    with qtbot.waitSignal(session.checked):
        session.apply(subheads.write(session.report, key, body), "写入", f"text/{key}")
    return editor


def marked(editor: MarkedText) -> list[tuple[str, bool]]:
    text = editor.text()
    return [(text[mark.start : mark.end], mark.agrees) for mark in editor.marks]


def place_of(editor: MarkedText, number: str) -> QPoint:
    """The middle of a number on the viewport."""
    cursor = editor.textCursor()
    cursor.setPosition(editor.text().index(number))
    left = editor.cursorRect(cursor)
    cursor.setPosition(editor.text().index(number) + len(number))
    return (left.center() + editor.cursorRect(cursor).center()) / 2


def at(editor: MarkedText, place: QPoint) -> NumberMark | None:
    found = editor.mark_at(place)
    assert found is None or found[1].contains(place)
    return found[0] if found else None


def total(report: Report, address: str) -> str:
    return str(report.totals()[address])


def test_a_number_is_marked_as_agreeing_or_as_contradicting(qtbot: QtBot, wizard: Wizard) -> None:
    received = total(wizard.session.report, "requests/received/total")
    editor = told(qtbot, wizard, f"新收政府信息公开申请{received}件，予以公开7件。培训3场。")
    assert marked(editor) == [(received, True), ("7", False)]
    assert [mark.words.startswith("三、第") for mark in editor.marks] == [True, False]
    assert editor.marks[0].words == f"三、第一项总计：{received}件"
    assert "文字与所填数不一致；三、" in editor.marks[1].words
    assert editor.accessibleDescription() == "文中的数与所填数核对：1处一致，1处不一致"


def test_nothing_is_marked_while_the_table_is_blank(qtbot: QtBot, blank: Session) -> None:
    editor = told(qtbot, shown(qtbot, blank), "新收政府信息公开申请12件。")
    assert marked(editor) == [] and editor.accessibleDescription() == ""


def test_a_denial_is_marked_where_it_is_wrong(qtbot: QtBot, wizard: Wizard) -> None:
    editor = told(qtbot, wizard, "本年度未收到政府信息公开申请。")
    (mark,) = editor.marks
    assert not mark.agrees and "未收到" in editor.text()[mark.start : mark.end]


def test_marks_follow_the_table_and_the_page_says_what_they_mean(
    qtbot: QtBot, wizard: Wizard
) -> None:
    session = wizard.session
    received = total(session.report, "requests/received/total")
    editor = told(qtbot, wizard, f"新收政府信息公开申请{received}件。")
    assert marked(editor) == [(received, True)]
    with qtbot.waitSignal(session.checked):
        session.put(RECEIVED, "1")
    assert marked(editor) == [(received, False)]
    page = page_of(wizard)
    assert "波浪线与所填数不一致" in page._hint.text()


def test_hovering_a_number_says_which_cell_it_is(
    qtbot: QtBot, wizard: Wizard, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda _, words, *of: said.append(words))
    received = total(wizard.session.report, "requests/received/total")
    editor = told(qtbot, wizard, f"年度内新收政府信息公开申请{received}件，逐件登记。")
    place = place_of(editor, received)
    assert at(editor, place) == editor.marks[0]
    hover(editor, place)
    assert editor.mark_at(QPoint(2, place.y())) is None
    hover(editor, QPoint(2, place.y()))
    assert said == [f"三、第一项总计：{received}件", ""]


def hover(editor: MarkedText, place: QPoint) -> None:
    at = editor.viewport().mapToGlobal(place)
    event = QHelpEvent(QHelpEvent.Type.ToolTip, place, at)
    QApplication.sendEvent(editor.viewport(), event)


def test_marks_leave_text_and_undo_alone(qtbot: QtBot, wizard: Wizard) -> None:
    editor = told(qtbot, wizard, "予以公开7件。")
    report, index = wizard.session.report, wizard.session.undo_stack.index()
    revision = editor.document().revision()
    editor.show_marks([NumberMark(0, 2, True, "甲"), NumberMark(4, 5, False, "乙")])
    assert wizard.session.report is report and wizard.session.undo_stack.index() == index
    assert editor.document().revision() == revision
    assert editor.extraSelections() == []


def test_words_that_are_composed_push_the_marks_along(qtbot: QtBot, wizard: Wizard) -> None:
    editor = told(qtbot, wizard, "予以公开7件，不予公开8件。")
    before = [place_of(editor, number) for number in "78"]
    assert [editor.mark_at(place) is not None for place in before] == [True, True]
    cursor = editor.textCursor()
    cursor.setPosition(6)
    editor.setTextCursor(cursor)
    QApplication.sendEvent(editor, QInputMethodEvent("zuowen", []))
    assert at(editor, before[0]) == editor.marks[0]
    assert editor.mark_at(before[1]) is None
    wide = editor.fontMetrics().horizontalAdvance("zuowen")
    assert at(editor, before[1] + QPoint(wide, 0)) == editor.marks[1]
    assert marked(editor) == [("7", False), ("8", False)]


def test_marks_count_rare_characters_as_one(qtbot: QtBot, wizard: Wizard) -> None:
    editor = told(qtbot, wizard, "𠮷𠮷镇。予以公开7件。")
    at = place_of(editor, "7")
    wide = editor.fontMetrics().horizontalAdvance("公")  # the place is counted without pairs
    assert marked(editor) == [("7", False)]
    assert any(editor.mark_at(at + QPoint(step, 0)) for step in range(wide * 3))


def colours(editor: MarkedText) -> set[str]:
    return {one.upper() for one in seeing.colours(editor.viewport().grab().toImage())}


@pytest.mark.parametrize("look", [LIGHT, DARK, CONTRAST], ids=lambda look: look.name)
def test_each_look_shows_both_marks_by_shape_and_colour(
    qtbot: QtBot, wizard: Wizard, look: Theme
) -> None:
    editor = told(qtbot, wizard, "无关文字。")
    before = tokens.theme()
    tokens.use(look)
    try:
        plain = colours(editor)
        editor.show_marks([NumberMark(0, 4, True, "甲")])
        assert {colour("veil").name().upper()} <= colours(editor) - plain
        editor.show_marks([NumberMark(0, 4, False, "甲")])
        waved = colours(editor) - plain
        assert len(waved) > 2 and colour("veil").name().upper() not in waved
    finally:
        tokens.use(before)
        appearance.apply(appearance.Appearance.SYSTEM)


def test_a_long_number_is_marked_on_both_lines(qtbot: QtBot, wizard: Wizard) -> None:
    editor = told(qtbot, wizard, "字" * 400)
    editor.show_marks([NumberMark(0, 400, True, "甲")])
    rooms = [room for room, _ in editor._rooms(editor.viewport().rect())]
    assert len(rooms) == editor.document().firstBlock().layout().lineCount() > 1
    assert all(room.width() > 0 for room in rooms)
