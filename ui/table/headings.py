"""The headings of a table: the trees of the form, painted as printed, always in view.

They cost more than the values and change less: they are painted once and kept as a picture.
"""

from typing import Final

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from model.form.grid import Grid, GridPlace
from ui.base.widgets import Label, named
from ui.look import tokens
from ui.look.tokens import colour
from ui.table.fit import SMALLEST, TableFit, edges, lines_of, sized, span
from ui.table.lines import balanced_lines
from ui.table.painting import Ink, TextMaker, draw_texts

_VERTICAL_FORMS: Final = str.maketrans("、，。（）", "︑︐︒︵︶")
_FROM_LEFT: Final = 6
"""Pixels before a label that begins at the left."""


class HeadingView(QHeaderView):
    """Column headings (horizontal) or row labels (vertical) of a grid."""

    chosen = Signal(object)
    """A heading was clicked; its values are to be selected."""

    def __init__(
        self, grid: Grid, orientation: Qt.Orientation, fit: TableFit, parent: QWidget
    ) -> None:
        super().__init__(orientation, parent)
        self._grid = grid
        self._across = orientation == Qt.Orientation.Horizontal
        role = "column" if self._across else "row"
        self._places = [place for place in grid.places if place.role == role]
        self._totals = _total_rows(grid)
        self._broken: frozenset[int] = frozenset()
        self._picture: tuple[object, QPixmap] | None = None
        self.setSectionsClickable(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(1)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        named(self, "表头" if self._across else "行标题")
        self.take(fit)

    def take(self, fit: TableFit) -> None:
        """Take other sizes, as when the window's size or scale changes."""
        self._fit, self._texts = fit, TextMaker(fit)
        self._xs = edges(fit.columns if self._across else fit.labels)
        self._ys = edges(fit.heads if self._across else fit.rows)
        self._picture = None
        self.updateGeometry()
        self.viewport().update()

    def forget(self) -> None:
        """Paint anew with another look."""
        self._picture = None
        self.viewport().update()

    def show_broken(self, columns: frozenset[int]) -> None:
        """Underline the headings of columns whose sum is broken."""
        if columns != self._broken:
            self._broken = columns
            self.viewport().update()

    def sizeHint(self) -> QSize:
        """Ask for as much as the levels of headings need."""
        across, extent = self._across, (self._ys if self._across else self._xs)[-1]
        return QSize(0, extent) if across else QSize(extent, 0)

    def rectangle(self, place: GridPlace) -> QRect:
        """Return where a place is painted now, scrolled as the values are."""
        column = place.column - self._grid.side * self._across
        row = place.row - self._grid.head * (not self._across)
        x, width = span(self._xs, column, place.width)
        y, height = span(self._ys, row, place.height)
        moved = -self.offset()
        return QRect(x, y, width, height).translated(
            moved * self._across, moved * (not self._across)
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Say which heading was clicked; sections of Qt know nothing of groups."""
        at = event.position().toPoint()
        for place in self._places:
            if self.rectangle(place).contains(at):
                self.chosen.emit(place)
                return

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Paint anew in another size."""
        super().resizeEvent(event)
        self._picture = None

    def paintEvent(self, event: QPaintEvent) -> None:
        """Show the picture, painted anew where anything in it is another."""
        ratio = self.viewport().devicePixelRatio()
        shown = (self.offset(), self._broken, ratio, tokens.theme())
        if self._picture is None or self._picture[0] != shown:
            picture = QPixmap(self.viewport().size() * ratio)
            picture.setDevicePixelRatio(ratio)
            self._draw(picture)
            self._picture = (shown, picture)
        painter = QPainter(self.viewport())
        painter.drawPixmap(0, 0, self._picture[1])
        painter.end()

    def _draw(self, picture: QPixmap) -> None:
        painter = QPainter(picture)
        whole = self.viewport().rect()
        painter.fillRect(whole, colour("sunk"))
        painter.setPen(colour("line"))
        if self._across:
            painter.drawLine(whole.bottomLeft(), whole.bottomRight())
        for place in self._places:
            room = self.rectangle(place)
            if room.intersects(whole):
                self._paint(painter, place, room)
        painter.end()

    def _paint(self, painter: QPainter, place: GridPlace, room: QRect) -> None:
        painter.setPen(colour("line"))
        painter.drawLine(room.topRight(), room.bottomRight())
        painter.drawLine(room.bottomLeft(), room.bottomRight())
        if place.vertical:
            self._paint_vertical(painter, place, room)
            return
        bold = not self._across and place.height == 1 and place.row in self._totals
        lines = lines_of(self._grid, place, room.width(), self._texts.font(bold))
        from_left = not self._across and place.height == 1
        left = room.left() + _FROM_LEFT if from_left else None
        wrong = self._is_broken(place)
        ink = Ink("error" if wrong else "text", bold)
        seen = self._in_view(room, len(lines) * self._fit.pitch)
        draw_texts(painter, ink, self._texts, self._texts.block(lines, seen, left, bold))
        if wrong:
            foot = room.adjusted(0, room.height() - 2, -1, 0)
            painter.fillRect(foot, colour("error"))

    def _is_broken(self, place: GridPlace) -> bool:
        leaf = place.row + place.height == self._grid.head and place.width == 1
        return self._across and leaf and place.column - self._grid.side in self._broken

    def _paint_vertical(self, painter: QPainter, place: GridPlace, room: QRect) -> None:
        """Paint one character under the other, spread over no more than twice their height."""
        letters = place.label.translate(_VERTICAL_FORMS)
        pitch = self._fit.pixels + 2
        seen = self._in_view(room, pitch * len(letters))
        pitch = min(max(seen.height() // len(letters), pitch), 2 * pitch - 4)
        first = seen.center().y() - (len(letters) - 1) * pitch // 2
        placed = []
        for number, letter in enumerate(letters):
            middle = QRect(room.left(), first + number * pitch, room.width(), 1)
            placed += self._texts.block((letter,), middle)
        draw_texts(painter, Ink("text"), self._texts, placed)

    def _in_view(self, room: QRect, height: int) -> QRect:
        """Return the part of a label that is in view, or as much more as its lines need.

        It is cut at the edge it is scrolled over then, and not above and below.
        """
        if self._across:
            return room
        visible = room.intersected(self.viewport().rect())
        lacking = min(max(0, height - visible.height()), room.height() - visible.height())
        above = min(lacking, visible.top() - room.top())
        return visible.adjusted(0, -above, 0, lacking - above)


def _total_rows(grid: Grid) -> frozenset[int]:
    """Return the grid rows in which every value is computed."""
    cells = [(place.row, place.cell) for place in grid.places if place.cell is not None]
    typed = {row for row, cell in cells if not cell.computed}
    return frozenset(row for row, _ in cells) - typed


class Corner(Label):
    """What stands left of the column headings: a remark that the decree prints there."""

    def __init__(self, words: str, parent: QWidget) -> None:
        super().__init__(words)
        self.setParent(parent)
        self.setWordWrap(True)
        self._words = words
        named(self, words)

    def take(self, fit: TableFit) -> None:
        """Take other sizes."""
        self._texts = TextMaker(fit._replace(font=sized(fit.font, SMALLEST)))
        self.setFont(self._texts.plain)
        self.setGeometry(0, 0, sum(fit.labels), sum(fit.heads))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the remark in even lines."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour("sunk"))
        painter.setPen(colour("line"))
        painter.drawLine(self.rect().topRight(), self.rect().bottomRight())
        painter.drawLine(self.rect().bottomLeft(), self.rect().bottomRight())
        lines = balanced_lines(self._words, self._texts.plain, self.width() - 12)
        block = self._texts.block(lines, self.rect())
        draw_texts(painter, Ink("quiet"), self._texts, block)
        painter.end()
