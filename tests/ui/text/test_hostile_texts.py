"""Hostile texts in the window: pasted, left, come back to, saved, loaded."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from model.drafts import storage
from model.report.answers import put
from model.text import removal_message
from tests.hostile.texts import TEXTS, documented, documented_line
from tests.sampling import sampled
from tests.ui.conftest import shown
from ui.base.edits import LineAnswer, TextAnswer
from ui.base.session import Session
from ui.entry.new_dialog import NewDialog
from ui.text.page import TextPage
from ui.unit.page import UnitPage
from ui.wizard import Wizard

PLATFORM = "overview.platform"
# A clipboard holds no half of a pair: Qt gives «?» for it before anything of ours sees it.
PASTED = {name: text for name, text in TEXTS.items() if not name.startswith("surrogate")}

BOM = "\ufeff"
"""At the beginning Qt itself takes it for a sign of the encoding, from a clipboard every one."""


def editor_of(window: Wizard) -> TextAnswer:
    page = window.show_step("overview")
    assert isinstance(page, TextPage)
    return page.boxes[PLATFORM].editor


def body(of: Session) -> str:
    block = of.report.text(PLATFORM)
    assert block is not None
    return block.body


def paste(editor: TextAnswer, text: str) -> None:
    data = QMimeData()
    data.setText(text)
    editor.insertFromMimeData(data)


def said(window: Wizard) -> str:
    return window.messages.text()


@pytest.fixture
def window(qtbot: QtBot, blank: Session) -> Iterator[Wizard]:
    yield shown(qtbot, blank)


def test_a_text_that_is_pasted_is_kept_after_the_documented_cleaning(window: Wizard) -> None:
    editor = editor_of(window)
    for text in PASTED.values():
        editor.selectAll()
        window.messages.clear()
        paste(editor, text)
        assert body(window.session) == documented(text) == editor.text()
        assert said(window) == removal_message(text.lstrip(BOM))


def test_a_text_comes_back_when_its_page_is_left_and_its_draft_is_loaded(
    qtbot: QtBot, window: Wizard
) -> None:
    editor, every = editor_of(window), "\n".join(PASTED.values())
    paste(editor, every)
    kept = body(window.session)
    assert kept == documented(every)
    window.show_step("unit")
    assert editor_of(window).text() == kept
    window.session.save()
    qtbot.waitUntil(lambda: not window.session.dirty)
    loaded = storage.load(window.session.path)
    assert loaded.report == window.session.report
    again = shown(qtbot, Session(loaded))
    assert editor_of(again).text() == kept
    assert body(again.session) == kept


def test_what_is_not_edited_stays_exactly_while_something_beside_it_is(
    qtbot: QtBot, window: Wizard
) -> None:
    """A no-break space, a tab, a run of spaces: to open a page and to type elsewhere moves none."""
    text = "甲\u00a0乙\u202f丙　\t丁  戊\ue000𠮷\u200d\ufffc\n\u00a0\n尾"
    window.session.put(f"text/{PLATFORM}", text)
    editor = editor_of(window)
    assert body(window.session) == text
    cursor = editor.textCursor()
    cursor.movePosition(cursor.MoveOperation.End)
    editor.setTextCursor(cursor)
    qtbot.keyClicks(editor, "ab")
    qtbot.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClicks(editor, "c")
    assert body(window.session) == f"{text}ab\nc"


def test_a_copied_stretch_is_exact(window: Wizard) -> None:
    editor = editor_of(window)
    paste(editor, "甲\u00a0乙\n丙")
    editor.selectAll()
    editor.copy()
    assert QApplication.clipboard().text() == "甲\u00a0乙\n丙"


def test_what_was_removed_is_said_beside_the_savings(qtbot: QtBot, window: Wizard) -> None:
    paste(editor_of(window), "甲\x07乙\ufeff")
    message = "已去掉2个不能打印的字符（控制字符1个、字节序标记1个）。"
    assert said(window) == message
    window.session.save()
    qtbot.waitUntil(lambda: window.foot.saved.text().startswith("已自动保存"))
    assert said(window) == message


def test_a_line_takes_every_text_whole(window: Wizard) -> None:
    page = window.show_step("unit")
    assert isinstance(page, UnitPage)
    line = next(e for e in page.findChildren(LineAnswer) if e.accessibleName() == "机关名称")
    for text in sampled([*PASTED.values()], 60):  # with each name the whole report is checked
        line.setText(text)
        window.messages.clear()
        line.editingFinished.emit()
        assert window.session.report.unit.name == documented_line(text) == line.text()
        assert said(window) == removal_message(text.removeprefix(BOM))


def test_no_line_of_any_page_cuts_what_is_pasted(qtbot: QtBot, wizard: Wizard) -> None:
    lines: list[QLineEdit] = []
    for row in range(wizard.list.count()):
        wizard.list.setCurrentRow(row)
        lines += wizard.stack.currentWidget().findChildren(QLineEdit)
    dialog = NewDialog(wizard.session.path.parent)
    qtbot.addWidget(dialog)
    lines += dialog.findChildren(QLineEdit)
    assert len(set(lines)) > 20
    long = "𠮷" * 20_000
    for line in set(lines):
        line.setText(long)
        assert line.text() == long, line.accessibleName()


def test_a_draft_that_another_program_wrote_says_what_was_removed(
    qtbot: QtBot,
    blank: Session,
) -> None:
    data = blank.path.read_bytes().replace("某市水务局".encode(), "某市\\u0007水务局".encode())
    blank.path.write_bytes(data)
    window = shown(qtbot, Session(storage.load(blank.path)))
    qtbot.waitUntil(lambda: bool(said(window)) and "去掉" in said(window))
    assert said(window) == "打开草稿时已去掉1个不能打印的字符（控制字符1个）。"
    assert window.session.report.unit.name == "某市水务局"
    assert not window.session.dirty


def test_a_new_report_says_what_was_removed_of_its_name(qtbot: QtBot, blank: Session) -> None:
    dialog = NewDialog(blank.path.parent)
    qtbot.addWidget(dialog)
    dialog.name.setText("某\x07局")
    dialog.accept()
    assert dialog.loaded is not None
    assert dialog.loaded.report.unit.name == "某局"
    assert dialog.loaded.message == "已去掉1个不能打印的字符（控制字符1个）。"


def test_a_remark_and_a_source_are_kept_and_told(blank: Session) -> None:
    for text in PASTED.values():
        report = put(blank.report, "requests/received/natural#remark", text)
        assert report.remarks.get("requests/received/natural", "") == documented(text).strip()
