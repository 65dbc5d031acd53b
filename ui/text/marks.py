"""Marks under the numbers of a text: a quiet ground where one agrees with its figure, else a wave.

They are painted behind the words. The document, its undo and an input method know nothing of them:
words that are being composed push them along.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QLineF, QMimeData, QPoint, QPointF, QRect, QRectF, Signal
from PySide6.QtGui import (
    QHelpEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPolygonF,
    QTextBlock,
    QTextCursor,
    QTextLine,
)

from ui.app.number_marks import NumberMark
from ui.base.edits import CELL, TextAnswer, selected_text, utf16_place
from ui.base.widgets import show_tip
from ui.look.tokens import colour

_ROUND: Final = 3
"""Pixels of the corners of a ground."""
_AROUND: Final = 1.5
"""Pixels by which a ground is wider than its number."""
_WAVE: Final = 2.0
"""Pixels of half a wave, and of its height."""
_THICK: Final = 1.3


class MarkedText(TextAnswer):
    """A text of the report whose numbers are marked; hovering one says which figure it states."""

    cell_pasted = Signal(str)
    """Address of a cell of this report that was copied and is pasted."""
    _marks: Sequence[tuple[QTextCursor, NumberMark]] = ()
    """The marks; their cursors move with the words around them until the next check."""

    def show_marks(self, marks: Iterable[NumberMark]) -> None:
        """Mark these numbers and no others."""
        body = self.text()
        placed = [(self._selecting(body, mark.start, mark.end), mark) for mark in marks]
        if [_seen(*one) for one in placed] != [_seen(*one) for one in self._marks]:
            self.viewport().update()
        self._marks = placed
        agreeing = sum(mark.agrees for _, mark in placed)
        counts = ((agreeing, "一致"), (len(placed) - agreeing, "不一致"))
        said = "，".join(f"{count}处{how}" for count, how in counts if count)
        self.setAccessibleDescription(said and f"文中的数与所填数核对：{said}")

    @property
    def marks(self) -> list[NumberMark]:
        """The numbers that are marked."""
        return [mark for _, mark in self._marks]

    @property
    def before(self) -> str:
        """The text before the cursor, or before what is selected."""
        units = 2 * self.textCursor().selectionStart()
        return self.text().encode("utf-16-le")[:units].decode("utf-16-le")

    def with_words(self, words: str) -> str:
        """Return the text with words at the cursor, in the place of what is selected."""
        selected = selected_text(self)
        before = self.before
        return f"{before}{words}{self.text()[len(before) + len(selected) :]}"

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste a copied cell of this report as words with its number."""
        copied = bytes(source.data(CELL).data()) if source.hasFormat(CELL) else b""
        report, _, address = copied.decode(errors="replace").partition(" ")
        if report == self._session.report.id and address in self._session.report.form.cells:
            self.cell_pasted.emit(address)
        else:
            super().insertFromMimeData(source)

    def select(self, start: int, end: int) -> None:
        """Select a part of the text, by its offsets."""
        self.setTextCursor(self._selecting(self.text(), start, end))

    def mark_at(self, place: QPoint) -> tuple[NumberMark, QRect] | None:
        """Return the mark at a place of the viewport, and its room there."""
        found = self._rooms(QRect(place, place))
        here = ((mark, room) for room, mark in found if room.contains(QPointF(place)))
        return next(((mark, room.toAlignedRect()) for mark, room in here), None)

    def viewportEvent(self, event: QEvent) -> bool:
        """Say of the number under the mouse which figure it states."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            mark, room = self.mark_at(event.pos()) or (None, QRect())
            show_tip(event.globalPos(), mark.words if mark else "", self.viewport(), room)
            return True
        return super().viewportEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the marks, then the words over them."""
        if self._marks:
            _paint(QPainter(self.viewport()), self._rooms(event.rect()))
        super().paintEvent(event)

    def _selecting(self, body: str, start: int, end: int) -> QTextCursor:
        cursor = self.textCursor()
        cursor.setPosition(utf16_place(body, start))
        cursor.setPosition(utf16_place(body, end), QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _rooms(self, seen: QRect) -> Iterator[tuple[QRectF, NumberMark]]:
        """Yield where the marks in the lines of a part of the viewport are, line by line."""
        shown: _ShownBlock | None = None
        for cursor, mark in self._marks:
            start, end = cursor.selectionStart(), cursor.selectionEnd()
            if shown is None or not shown.block.contains(start):
                block = self.document().findBlock(start)
                place = self.blockBoundingGeometry(block).translated(self.contentOffset())
                shown = _ShownBlock(block, place.topLeft(), seen)
            for room in shown.rooms(start, end):
                yield room, mark


class _ShownBlock:
    """A paragraph as it is laid out, with the word that is being composed in it."""

    def __init__(self, block: QTextBlock, origin: QPointF, seen: QRect) -> None:
        self.block, self._origin = block, origin
        self._begin, self._layout = block.position(), block.layout()
        typed = self._layout.preeditAreaText()
        self._typed_at = self._layout.preeditAreaPosition()
        self._typed = utf16_place(typed, len(typed))
        first, last = (self._line_at(y - origin.y()) for y in (seen.top(), seen.bottom() + 1))
        self._first = first.textStart() if first.isValid() else 0
        self._last = last.textStart() + last.textLength() if last.isValid() else -1

    def _line_at(self, y: float) -> QTextLine:
        """Return the line at a height, the first or the last where there is none."""
        below, above = 0, self._layout.lineCount() - 1
        while below < above:
            middle = (below + above) // 2
            line = self._layout.lineAt(middle)
            if line.y() + line.height() > y:
                above = middle
            else:
                below = middle + 1
        return self._layout.lineAt(below)

    def rooms(self, first: int, last: int) -> Iterator[QRectF]:
        """Yield where a part of the document is that lies in the paragraph, line by line."""
        start, end = first - self._begin, last - self._begin
        if self._typed:
            start += self._typed * (start >= self._typed_at)
            end += self._typed * (end > self._typed_at)
        if end < self._first or start > self._last:
            return
        while start < end:
            line = self._layout.lineForTextPosition(start)
            stop = min(end, line.textStart() + line.textLength())
            left, right = _across(line.cursorToX(start)), _across(line.cursorToX(stop))
            room = QRectF(left - _AROUND, line.y(), right - left + 2 * _AROUND, line.height())
            yield room.translated(self._origin)
            start = max(stop, start + 1)


def _seen(cursor: QTextCursor, mark: NumberMark) -> tuple[int, int, bool]:
    return cursor.selectionStart(), cursor.selectionEnd(), mark.agrees


def _across(found: object) -> float:
    """Return the x of ``cursorToX``, which gives the place too."""
    return float(found[0] if isinstance(found, tuple) else found)  # type: ignore[arg-type]


def _paint(painter: QPainter, rooms: Iterable[tuple[QRectF, NumberMark]]) -> None:
    """Paint grounds with an edge where numbers agree, and grounds with a wave where not."""
    agreeing, others, waves = QPainterPath(), QPainterPath(), QPainterPath()
    for room, mark in rooms:
        ground = room.adjusted(0.5, 1.5, -0.5, -1.5)
        (agreeing if mark.agrees else others).addRoundedRect(ground, _ROUND, _ROUND)
        if not mark.agrees:
            waves.addPolygon(_wave(QLineF(room.bottomLeft(), room.bottomRight())))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour("line"), 1))
    painter.setBrush(colour("veil"))
    painter.drawPath(agreeing)
    painter.fillPath(others, colour("warning_ground"))
    painter.strokePath(waves, QPen(colour("warning"), _THICK))
    painter.end()


def _wave(base: QLineF) -> QPolygonF:
    """Return a zigzag along a line, drawn upwards from it."""
    count = max(2, round(base.length() / _WAVE))
    step = base.length() / count
    points = [
        QPointF(base.x1() + place * step, base.y1() - 0.8 - _WAVE * (place % 2))
        for place in range(count + 1)
    ]
    return QPolygonF(points)
