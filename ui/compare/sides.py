"""How a comparison is painted: both sides whole, what differs marked, a doubtful row tinted."""

from typing import Final, Literal

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import (
    QFont,
    QPainter,
    QPalette,
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
"""Pixels before the ticks."""
TICK: Final = 30
"""Pixels that a tick takes, at the most, of the width of its words."""
_AROUND: Final = 6
"""Pixels that Qt leaves beside the words of a cell, at both sides together."""
_TALL: Final = 10_000
"""More pixels than the name of a place is high."""
_MARK: Final = 3
"""Pixels of the mark at the left of the current row."""


class SideDelegate(QStyledItemDelegate):
    """Draws both sides whole, wrapped, with the stretches that differ in bold and underlined."""

    def initStyleOption(self, option: StyleOption, index: ModelIndex) -> None:
        """Draw headings in bold; the words of a side and the ground are drawn apart."""
        super().initStyleOption(option, index)
        kind: RowKind = index.data(KIND)
        if index.column() == 0:
            option.rect = option.rect.adjusted(_BEFORE, 0, 0, 0)
        if index.data(SIDE) is None:
            option.rect = _upper(option, TICK if index.column() == 0 else 0)
        else:
            option.text = ""
        option.displayAlignment = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        option.font.setBold(kind == "heading")
        if kind in _INKS and (index.column() > 0 or kind != "doubtful"):
            option.palette.setColor(QPalette.ColorRole.Text, colour(_INKS[kind]))
        state = QStyle.StateFlag
        option.state &= ~(state.State_Selected | state.State_HasFocus | state.State_MouseOver)

    def paint(self, painter: QPainter, option: StyleOption, index: ModelIndex) -> None:
        """Draw the ground and the line below, and the words on it."""
        self._draw_ground(painter, option, index)
        super().paint(painter, option, index)
        side = index.data(SIDE)
        if side is None:
            return
        document = self._document(side, option)
        painter.save()
        painter.setClipRect(option.rect)
        painter.translate(option.rect.topLeft())
        document.drawContents(painter)
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
        hint = super().sizeHint(option, index)
        gap = option.fontMetrics.height() // 2
        side = index.data(SIDE)
        if side is None:
            return QSize(hint.width(), hint.height() + gap)
        (text, _), *more = side
        metrics, width = option.fontMetrics, option.rect.width()
        if not more and "\n" not in text and metrics.horizontalAdvance(text) < width - 2 * gap:
            return QSize(width, metrics.lineSpacing() + gap)  # many numbers, and type is slow
        return QSize(width, round(self._document(side, option).size().height()))

    def _document(self, side: Side, option: StyleOption) -> QTextDocument:
        """Set a side in type, as wide as its cell."""
        document = QTextDocument()
        document.setDefaultFont(option.font)
        document.setDocumentMargin(option.fontMetrics.height() / 4)
        wrapping = QTextOption()
        wrapping.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        document.setDefaultTextOption(wrapping)
        document.setTextWidth(option.rect.width())
        cursor = QTextCursor(document)
        for text, differs in side:
            style = QTextCharFormat()
            style.setForeground(colour("accent" if differs else "text"))
            if differs:
                style.setFontUnderline(True)
                style.setFontWeight(QFont.Weight.Bold)
            cursor.insertText(text, style)
        return document


def _upper(option: StyleOption, tick: int) -> QRect:
    """Return the part of a high row in which its place and its tick stand: at its top."""
    room, metrics = QRect(option.rect), option.fontMetrics
    if room.height() > 2 * metrics.lineSpacing():
        within = QRect(0, 0, max(room.width() - tick - _AROUND, 1), _TALL)
        words = metrics.boundingRect(within, int(Qt.TextFlag.TextWordWrap), option.text)
        room.setHeight(min(room.height(), words.height() + metrics.height() // 2))
    return room
