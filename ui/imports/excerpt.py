"""What a source says at a place, as it stands there: paragraphs, or a part of a table."""

import math
from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import (
    QBrush,
    QResizeEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextFormat,
    QTextFrameFormat,
    QTextLength,
    QTextTableCellFormat,
    QTextTableFormat,
)
from PySide6.QtWidgets import QTextEdit

from intake.origins.excerpts import Excerpt, ExcerptParagraph, ExcerptTable
from model.text import visible
from ui.base.widgets import named
from ui.look.tokens import BODY, QUIET, colour

_MOST: Final = 20
"""Lines that are seen without scrolling."""
_GAP: Final = 4
"""Pixels between paragraphs, and around the text of a cell."""
_NAME: Final = "来源原文"
_BOLD: Final = 700


class ExcerptView(QTextEdit):
    """An excerpt, what the place came from marked; it can be read, selected and copied.

    All words are inserted as plain text: a source is never taken for HTML.
    """

    def __init__(self) -> None:
        super().__init__(readOnly=True, tabChangesFocus=True, undoRedoEnabled=False)
        named(self, _NAME)
        self.setAcceptRichText(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(2 * _GAP)

    def show_excerpt(self, excerpt: Excerpt) -> None:
        """Show another excerpt, with what is marked in sight."""
        self.clear()
        cursor = QTextCursor(self.document())
        if isinstance(excerpt, ExcerptTable):
            marks = [*_insert_table(cursor, excerpt)]
        else:
            marks = [*_insert(cursor, excerpt)]
        said = "；".join(text for text, _ in marks)
        self.setAccessibleDescription(visible(f"标出的是：{said}") if said else "")
        self._fit()
        here = self.textCursor()
        here.setPosition(marks[0][1] if marks else 0)
        self.setTextCursor(here)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Be as high as the excerpt is at the new width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def sizeHint(self) -> QSize:
        """Ask for the height of the excerpt, up to some lines."""
        return QSize(super().sizeHint().width(), self.height())

    def _fit(self) -> None:
        most = self.fontMetrics().lineSpacing() * _MOST
        frame = 2 * self.frameWidth() + 4 * _GAP
        self.setFixedHeight(min(math.ceil(self.document().size().height()) + frame, most))


def _insert(
    cursor: QTextCursor, paragraphs: tuple[ExcerptParagraph, ...]
) -> Iterator[tuple[str, int]]:
    """Insert paragraphs, and yield those that are marked, with their positions."""
    apart = QTextBlockFormat()
    apart.setTopMargin(_GAP)
    for number, paragraph in enumerate(paragraphs):
        if number:
            cursor.insertBlock(apart)
        if paragraph.marked:
            yield paragraph.text, cursor.position()
        cursor.insertText(visible(paragraph.text), _style(paragraph.marked))


def _insert_table(cursor: QTextCursor, excerpt: ExcerptTable) -> Iterator[tuple[str, int]]:
    """Insert a part of a table, its cells merged as in the source, and yield the marked one."""
    look = QTextTableFormat()
    look.setBorderCollapse(True)
    look.setBorder(0)
    look.setCellPadding(_GAP - 1)
    look.setCellSpacing(0)
    look.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    table = cursor.insertTable(excerpt.rows, excerpt.columns, look)
    for cell in excerpt.cells:
        if cell.height > 1 or cell.width > 1:
            table.mergeCells(cell.row, cell.column, cell.height, cell.width)
        place = table.cellAt(cell.row, cell.column)
        around = QTextTableCellFormat()
        around.setBorder(1)
        around.setBorderBrush(QBrush(colour("line")))
        around.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        if cell.marked:
            around.setBackground(colour("veil"))
        place.setFormat(around)
        inside = place.firstCursorPosition()
        inside.insertText(visible(cell.text), _style(cell.marked, QUIET))
        if cell.marked:
            yield cell.text, inside.position()


def _style(marked: bool, size: int = BODY) -> QTextCharFormat:
    """Return the look of words, with their size in pixels; marked ones are bold on a ground."""
    style = QTextCharFormat()
    style.setForeground(colour("text"))
    style.setProperty(QTextFormat.Property.FontPixelSize, size)
    if marked:
        style.setBackground(colour("veil"))
        style.setFontWeight(_BOLD)
    return style
