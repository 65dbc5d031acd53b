"""A text field as high as its text: the page scrolls, never the field."""

import math
from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QEvent, QMimeData, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetricsF, QPalette, QResizeEvent, QTextCharFormat
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit

from model.text import clean
from ui.base.colours import tint
from ui.base.widgets import asks_for_undo, keep_in_sight, named

_VEIL: Final = 70
"""Strength of the tint of a mark."""


class GrowingText(QPlainTextEdit):
    """A text of any length; grows and shrinks with what is written.

    Undo is left to the window, whose acts are those of the whole report.
    """

    pasted = Signal(str)
    """What is pasted or dropped, before it is cleaned."""

    def __init__(self, label: str, lines: int = 4) -> None:
        super().__init__(tabChangesFocus=True, undoRedoEnabled=False)
        named(self, label)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._lines = lines
        self.document().documentLayout().documentSizeChanged.connect(self._grow)
        self._follow = QTimer(self, singleShot=True, interval=0)
        self._follow.timeout.connect(self._show_cursor)
        self.cursorPositionChanged.connect(lambda: self._follow.start())
        QTimer.singleShot(0, self, self._grow)

    def text(self) -> str:
        """Give what stands here, exactly."""
        return exact_text(self)

    def show_text(self, text: str) -> None:
        """Show another text; the cursor stays as near as it can."""
        cursor = self.textCursor()
        place = cursor.position()
        self.setPlainText(text)
        cursor.setPosition(min(place, self.document().characterCount() - 1))
        self.setTextCursor(cursor)

    def mark(self, spans: Iterable[tuple[int, int]]) -> None:
        """Underline and tint some spans of characters, in place of those marked before."""
        body, marked = self.text(), []
        look = QTextCharFormat()
        look.setBackground(tint(self.palette(), _VEIL))
        look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
        look.setUnderlineColor(self.palette().color(QPalette.ColorRole.Text))
        for start, end in spans:
            one = QTextEdit.ExtraSelection()
            cursor = self.textCursor()
            cursor.setPosition(_units(body, start))
            cursor.setPosition(_units(body, end), cursor.MoveMode.KeepAnchor)
            one.cursor, one.format = cursor, look  # type: ignore[attr-defined]
            marked.append(one)
        self.setExtraSelections(marked)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Leave files to the window, which imports them: their paths are no text of a report."""
        return not source.hasUrls() and super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste as plain text, without what no document can hold."""
        self.pasted.emit(source.text())
        self.insertPlainText(clean(source.text()))

    def createMimeDataFromSelection(self) -> QMimeData:
        """Copy exactly what is selected: Qt would make spaces of no-break spaces."""
        copied = QMimeData()
        copied.setText(selected_text(self))
        return copied

    def event(self, event: QEvent) -> bool:
        """Let the window take Ctrl+Z and Ctrl+Y."""
        if asks_for_undo(event):
            event.ignore()
            return True
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap anew, and grow or shrink with the lines."""
        super().resizeEvent(event)
        self._grow()

    @property
    def _line_height(self) -> float:
        """Height of a line; at a scale of 150 or 200 % it is no whole number of pixels."""
        return QFontMetricsF(self.font()).lineSpacing()

    def _show_cursor(self) -> None:
        """Scroll the page to where is typed, once the field has grown."""
        if self.hasFocus():
            keep_in_sight(self.viewport(), self.cursorRect())

    def _grow(self) -> None:
        lines = max(self.document().size().height(), self._lines)
        margins = self.contentsMargins().top() + self.contentsMargins().bottom()
        around = 2 * self.document().documentMargin() + margins + 2
        self.setFixedHeight(math.ceil(lines * self._line_height + around))


def exact_text(edit: QPlainTextEdit) -> str:
    """Give the text of an editor as it is: Qt's plain text has spaces for no-break spaces."""
    return _ends(edit.document().toRawText())


def selected_text(edit: QPlainTextEdit) -> str:
    """Give the text that is selected, exactly."""
    return _ends(edit.textCursor().selectedText())


def _ends(raw: str) -> str:
    """Give Qt's ends of paragraphs and lines as line feeds."""
    return raw.replace("\u2029", "\n").replace("\u2028", "\n")


def _units(body: str, place: int) -> int:
    """Give a place in a text as Qt counts it, in units of UTF-16."""
    return place if body.isascii() else len(body[:place].encode("utf-16-le")) // 2
