"""How a comparison is painted: both sides whole, what differs marked, a doubtful row tinted."""

import math
from typing import Final, Literal

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QPainter,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextOption,
)
from PySide6.QtWidgets import QStyle, QStyledItemDelegate

from model.compare.texts import Side
from ui.base.widgets import ModelIndex, StyleOption
from ui.look.tokens import colour

SIDE: Final = Qt.ItemDataRole.UserRole
"""Role that holds the Side of a cell; None where there is none."""
KIND: Final = Qt.ItemDataRole.UserRole + 1
"""Role that holds the RowKind of a cell's row."""
RowKind = Literal["heading", "doubtful", "unread", "left_out", "plain"]
_GROUNDS: Final[dict[RowKind, str]] = {
    "heading": "sunk",
    "doubtful": "warning_ground",
    "unread": "error_ground",
    "left_out": "surface",
    "plain": "surface",
}
_INKS: Final[dict[RowKind, str]] = {"doubtful": "warning", "unread": "error", "left_out": "quiet"}
_BEFORE: Final = 8
"""Pixels before words and ticks, as in the names of the columns."""
_AFTER: Final = 3
"""Pixels behind words."""
TICK: Final = 32
"""Pixels before the words of a place: its tick stands there."""
_TALL: Final = 10_000
"""More pixels than the name of a place is high."""
_WRAPPED: Final = int(Qt.TextFlag.TextWordWrap)
_FRAME: Final = 3
"""Pixels that Qt leaves before a tick."""
_MARK: Final = 3
"""Pixels of the mark at the left of the current row."""


class SideDelegate(QStyledItemDelegate):
    """Draws both sides whole, wrapped, with the stretches that differ in bold and underlined.

    The first lines of all columns, and the tick, stand on one line.
    """

    def initStyleOption(self, option: StyleOption, index: ModelIndex) -> None:
        """Put the tick on the first line; the words and the ground are drawn apart."""
        super().initStyleOption(option, index)
        option.text = ""
        option.rect = option.rect.adjusted(_BEFORE - _FRAME, 0, 0, 0)
        option.rect.setHeight(option.fontMetrics.lineSpacing() + 2 * _gap(option))
        state = QStyle.StateFlag
        option.state &= ~(state.State_Selected | state.State_HasFocus | state.State_MouseOver)

    def paint(self, painter: QPainter, option: StyleOption, index: ModelIndex) -> None:
        """Draw the ground and the line below, and the words on it."""
        self._draw_ground(painter, option, index)
        super().paint(painter, option, index)
        side = index.data(SIDE)
        painter.save()
        painter.setClipRect(option.rect)
        if side is None:
            kind: RowKind = index.data(KIND)
            is_tinted = index.column() > 0 or kind != "doubtful"
            painter.setPen(colour(_INKS.get(kind, "text") if is_tinted else "text"))
            painter.setFont(_font(option, index))
            painter.drawText(_room(option, index), _WRAPPED, index.data())
        else:
            painter.translate(_room(option, index).topLeft())
            self._document(side, option).drawContents(painter)
        painter.restore()

    def _draw_ground(self, painter: QPainter, option: StyleOption, index: ModelIndex) -> None:
        """Tint the row by its kind, or as the current one; mark that where the keys go to it."""
        room: QRect = option.rect
        is_current = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(room, colour("veil" if is_current else _GROUNDS[index.data(KIND)]))
        painter.fillRect(room.left(), room.bottom(), room.width(), 1, colour("line"))
        if is_current and index.column() == 0 and option.widget.hasFocus():
            painter.fillRect(room.left(), room.top(), _MARK, room.height(), colour("accent"))

    def sizeHint(self, option: StyleOption, index: ModelIndex) -> QSize:
        """Ask for the height that the words take at the width there is."""
        side = index.data(SIDE)
        room, metrics, gap = _room(option, index), option.fontMetrics, _gap(option)
        if side is None:
            room.setHeight(_TALL)
            metrics = QFontMetrics(_font(option, index))
            height = metrics.boundingRect(room, _WRAPPED, index.data()).height()
            return QSize(option.rect.width(), height + 2 * gap)
        (text, _), *more = side
        if not more and "\n" not in text and metrics.horizontalAdvance(text) < room.width():
            height = metrics.lineSpacing()  # many numbers, and type is slow
        else:
            height = math.ceil(self._document(side, option).size().height())
        return QSize(option.rect.width(), height + 2 * gap)

    def _document(self, side: Side, option: StyleOption) -> QTextDocument:
        """Set a side in type, as wide as its cell."""
        document = QTextDocument()
        document.setDefaultFont(option.font)
        document.setDocumentMargin(0)
        wrapping = QTextOption()
        wrapping.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        document.setDefaultTextOption(wrapping)
        document.setTextWidth(option.rect.width() - _BEFORE - _AFTER)
        cursor = QTextCursor(document)
        for text, differs in side:
            style = QTextCharFormat()
            style.setForeground(colour("accent" if differs else "text"))
            if differs:
                style.setFontUnderline(True)
                style.setFontWeight(QFont.Weight.Bold)
            cursor.insertText(text, style)
        return document


def edges(column: int) -> int:
    """Return the pixels before and behind the words of a column, with one to spare."""
    return (_BEFORE if column else TICK) + _AFTER + 1


def _gap(option: StyleOption) -> int:
    """Return the pixels above the first line of a row, and below its last one."""
    return int(option.fontMetrics.height()) // 5


def _room(option: StyleOption, index: ModelIndex) -> QRect:
    """Return where the words of a cell stand."""
    before = _BEFORE if index.column() else TICK
    return QRect(option.rect.adjusted(before, _gap(option), -_AFTER, 0))


def _font(option: StyleOption, index: ModelIndex) -> QFont:
    """Return the type of words that are no side: bold for a heading."""
    font = QFont(option.font)
    font.setBold(index.data(KIND) == "heading")
    return font
