"""Last year's text beside this year's: shared runs marked, the share said, text taken over."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QTextCharFormat
from pytestqt.qtbot import QtBot

from model.combine.last_year import with_last
from model.drafts import storage
from model.drafts.storage import Loaded
from model.report import subheads
from model.report.report import Report
from tests.ui.conftest import shown
from ui.base.edits import GrowingText
from ui.base.session import Session
from ui.text.last_text import LastText
from ui.text.page import TextPage

PLATFORM = "overview.platform"
LAST = "全年改版门户网站一次𠮷，新增手机适配和无障碍浏览。"
OURS = "𠮷全年改版门户网站两次。"


@pytest.fixture
def page(qtbot: QtBot, tmp_path: Path, empty: Report) -> Iterator[TextPage]:
    """Section one with last year's text under one sub-head."""
    last = subheads.write(replace(empty, year=2023), PLATFORM, LAST)
    report = with_last(subheads.write(empty, PLATFORM, OURS), last, "2023.gknb")
    session = Session(storage.save(Loaded(report, tmp_path / "a.gknb", "")))
    wizard = shown(qtbot, session)
    found = wizard.show_step("overview")
    assert isinstance(found, TextPage)
    yield found


def beside(page: TextPage, key: str = PLATFORM) -> LastText:
    """Write under a sub-head; give what the inspector shows of last year."""
    page.boxes[key].editor.setFocus()
    assert page.last.isVisible()
    return page.last


def marked(text: GrowingText) -> list[str]:
    """Give the underlined spans."""
    selections = text.extraSelections()
    for one in selections:
        style = one.format.underlineStyle()  # type: ignore[attr-defined]
        assert style == QTextCharFormat.UnderlineStyle.SingleUnderline
    return [one.cursor.selectedText() for one in selections]  # type: ignore[attr-defined]


def test_shared_runs_are_underlined_in_both_years_and_the_share_is_said(
    qtbot: QtBot, page: TextPage
) -> None:
    assert not page.last.isVisible() and page.last.text.text() == ""  # not worked out unasked
    qtbot.waitUntil(page.window().isActiveWindow)  # a key is for the window in front
    qtbot.keyClick(page, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(page.last_year.isChecked)
    editor, last = page.boxes[PLATFORM].editor, beside(page)
    assert last.text.toPlainText() == LAST and last.text.isReadOnly()
    assert marked(editor) == ["全年改版门户网站"]
    assert marked(last.text) == ["全年改版门户网站"]
    assert last.message.text() == "2023年报告　与上年相同 20%"
    assert beside(page, "overview.management").message.text() == "上年报告没有对应的文字。"
    assert marked(editor) == []  # the inspector speaks of another text now
    page.last_year.click()
    assert not last.isVisible() and marked(page.boxes["overview.management"].editor) == []


def test_marks_follow_the_typing_after_a_pause(qtbot: QtBot, page: TextPage) -> None:
    page.last_year.click()
    beside(page)
    editor = page.boxes[PLATFORM].editor
    editor.selectAll()
    editor.insertPlainText("今年新增手机适配和无障碍浏览。")
    qtbot.waitUntil(lambda: marked(editor) == ["新增手机适配和无障碍浏览。"])
    assert marked(beside(page).text) == ["新增手机适配和无障碍浏览。"]


def test_last_years_text_is_taken_over_as_one_act(qtbot: QtBot, page: TextPage) -> None:
    page.last_year.click()
    before = page.session.report
    beside(page)._take.click()
    assert page.boxes[PLATFORM].editor.toPlainText() == LAST
    assert page.session.undo_stack.undoText() == "取用上年文字"
    page.session.undo_stack.undo()
    assert page.session.report == before


def test_what_is_selected_is_copied(qtbot: QtBot, page: TextPage) -> None:
    page.last_year.click()
    last = beside(page)
    assert not last._copy.isEnabled()
    last.text.selectAll()
    last._copy.click()
    assert QGuiApplication.clipboard().text() == LAST


def test_a_hidden_page_catches_up_when_it_is_shown(qtbot: QtBot, page: TextPage) -> None:
    page.last_year.click()
    beside(page)
    wizard = page.window()
    wizard.show_step("unit")  # type: ignore[attr-defined]
    page.session.put(f"text/{PLATFORM}", "")
    wizard.show_step("overview")  # type: ignore[attr-defined]
    assert marked(page.last.text) == []
    assert page.last.message.text() == "2023年报告"


def test_last_years_text_stands_in_the_inspector_docked_or_as_a_drawer(
    qtbot: QtBot, page: TextPage
) -> None:
    wizard = page.window()
    editor = page.boxes[PLATFORM].editor
    editor.setFocus()
    page.last_year.click()
    wizard.resize(1366, 730)
    qtbot.waitUntil(lambda: page._inspected.is_docked)
    area = page._scroll

    def is_beside() -> bool:
        right = area.mapTo(wizard, area.rect().bottomRight()).x()
        return page.last.mapTo(wizard, QPoint(0, 0)).x() > right

    qtbot.waitUntil(is_beside)
    page.last_year.click()
    wizard.resize(700, 500)
    qtbot.waitUntil(lambda: not page._inspected.is_docked)
    assert not page._inspected.inspector.isVisible()
    page.last_year.click()
    assert page.last.isVisible() and editor.hasFocus()
    for end in (editor.textCursor().MoveOperation.End, editor.textCursor().MoveOperation.Start):
        editor.moveCursor(end)
        cursor = editor.viewport().mapTo(page._inspected, editor.cursorRect().center())
        assert not page._inspected.inspector.geometry().contains(cursor)
    assert page._scroll.horizontalScrollBar().maximum() == 0


def test_without_last_years_report_there_is_nothing_to_compare(
    qtbot: QtBot, blank: Session, example: Report
) -> None:
    page = shown(qtbot, blank).show_step("overview")
    assert isinstance(page, TextPage)
    assert not page.last_year.isEnabled()
    assert page.last_year.toolTip() == "在“文件”中选择上年报告后可用"
    blank.apply(with_last(blank.report, example, "2023.gknb"), "选择上年报告")
    assert page.last_year.isEnabled()


def test_a_preface_may_say_the_same_and_is_not_marked(qtbot: QtBot, page: TextPage) -> None:
    page.session.put("text/overview.preface", LAST)
    page.last_year.click()
    beside(page, "overview.preface")
    assert marked(page.boxes["overview.preface"].editor) == []
