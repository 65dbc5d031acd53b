"""Tables of the drawn pages: rows, lines and texts from the grid. Lengths are in twips.

A table is laid out once as if the page had no end, from its top edge; then pages take parts of it.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from PySide6.QtCore import QRectF

from export import style
from export.breaks import lines_of
from export.outline import PrintedTable
from model.form.grid import GridPlace
from ui.paper.faces import Typeface
from ui.paper.lines import Piece, SetLine, Shaper

BASELINE: Final = 0.8
"""Distance of the baseline from the top of a line, in line pitches, as in Word and LibreOffice."""
_BORDER: Final = style.BORDER_SIZE / 8 * style.TWIPS_PER_POINT
_SIDEWAYS: Final = "，、。：；"
"""Marks that stand at the lower left of their box, and at the upper right in vertical text."""


class InkLine(NamedTuple):
    """A line of text at its place; ``block`` counts the texts of the outline, -1 is none."""

    line: SetLine
    left: float
    baseline: float
    block: int = -1

    def moved(self, right: float, down: float) -> "InkLine":
        """Return it at another place."""
        return InkLine(self.line, self.left + right, self.baseline + down, self.block)


class _PlacedText(NamedTuple):
    """The lines of one place of the grid, and their height together."""

    place: GridPlace
    lines: list[SetLine]
    block: int
    height: float


class TablePart(NamedTuple):
    """A part of a table on one page, from the top of its rows."""

    inks: tuple[InkLine, ...]
    borders: tuple[QRectF, ...]
    fills: tuple[QRectF, ...]

    def moved(self, right: float, down: float) -> "TablePart":
        """Return it at another place."""
        return TablePart(
            tuple(ink.moved(right, down) for ink in self.inks),
            tuple(line.translated(right, down) for line in self.borders),
            tuple(fill.translated(right, down) for fill in self.fills),
        )


class TableLayout:
    """A table with the heights of its rows; ``edges`` are their tops, and the end of the last.

    ``first`` is the number of the table's first text in the outline, ``room`` the height that its
    heading and notes leave of a page. A row that is higher than a page may be divided at places
    inside it, which are among ``bands``.
    """

    def __init__(
        self, printed: PrintedTable, face: Typeface, shaper: Shaper, first: int, room: float
    ) -> None:
        self._printed, self._face, self._shaper, self._room = printed, face, shaper, room
        self.grid = printed.grid
        _, pitch, least = style.table_type(self.grid)
        self._pitch = pitch * style.TWIPS_PER_POINT
        widths = style.column_widths(self.grid, style.TEXT_WIDTH)
        self._columns = [sum(widths[:number]) for number in range(len(widths) + 1)]
        self._texts = [
            self._placed(place, first + number) for number, place in enumerate(self.grid.places)
        ]
        self.edges = self._fitting_edges(least, room)
        self._divided = {
            row
            for row, (top, bottom) in enumerate(pairwise(self.edges))
            if bottom - top > style.TEXT_HEIGHT - self.edges[self.grid.head]
        }
        self.bands = sorted({*self.edges, *self._places_inside()})

    def _placed(self, place: GridPlace, block: int) -> _PlacedText:
        text = self._printed.values[place.cell.address] if place.cell else place.label
        if place.vertical:
            lines = [self._shaper.shaped(Piece(sign, self._face)).lines(1)[0] for sign in text]
            return _PlacedText(place, lines, block, len(lines) * self._face.size)
        room = self._columns[place.column + place.width] - self._columns[place.column]
        labelled = style.is_row_label(place)
        room -= style.CELL_MARGIN + (style.LABEL_MARGIN if labelled else style.CELL_MARGIN)
        parts = text.split("\n") if place.cell else lines_of(text, room / self._face.size)
        lines = [
            line
            for part in parts
            for line in self._shaper.shaped(Piece(part, self._face)).lines(room)
        ]
        return _PlacedText(place, lines, block, len(lines) * self._pitch)

    def _fitting_edges(self, least: float, room: float) -> list[float]:
        """Return the edges of rows, which are lower where the table only so fits on a page."""
        edges = self._row_edges(least)
        low = self._row_edges(min(style.NOTED, least))
        if edges[-1] <= room or low[-1] > room or not self.grid.head:
            return edges
        return self._row_edges(min(style.NOTED + (room - low[-1]) / self.grid.height, least))

    def _row_edges(self, least: float) -> list[float]:
        heights = [float(least)] * self.grid.height
        for text in sorted(self._texts, key=lambda text: text.place.height):
            rows = range(text.place.row, text.place.row + text.place.height)
            lacking = text.height + 2 * style.CELL_PADDING - sum(heights[row] for row in rows)
            heights[rows[-1]] += max(lacking, 0)
        return [sum(heights[:number]) for number in range(len(heights) + 1)]

    def _places_inside(self) -> Iterator[float]:
        """Yield where rows that are higher than a page may be divided: between their lines."""
        for row in self._divided:
            top, bottom = self.edges[row] + style.CELL_PADDING, self.edges[row + 1]
            count = int((bottom - top) / self._pitch)
            yield from (top + number * self._pitch for number in range(1, count))

    def page_ends(self) -> set[float]:
        """Return the bands after which a page may end, by their lower edges.

        That is before a banner. In a table that is higher than the room it is after each row, but
        the last two rows stay together.
        """
        if self.edges[-1] <= self._room:
            return {self.edges[place.row] for place in self.grid.places if place.role == "banner"}
        return {edge for edge in self.bands if edge > self.edges[self.grid.head]} - {self.edges[-2]}

    def parts(self, stretches: Sequence[tuple[float, float]]) -> list[TablePart]:
        """Return the parts of the table between some tops and bottoms, which follow each other.

        A merged cell that is divided has its text in its highest part. Above later parts the heads
        are repeated.
        """
        return [self._part(stretch, stretches) for stretch in stretches]

    def _part(
        self, stretch: tuple[float, float], stretches: Sequence[tuple[float, float]]
    ) -> TablePart:
        inks = [
            ink.moved(0, -stretch[0])
            for text in self._texts
            for ink in self._inks(text, stretch, stretches)
        ]
        borders, fills = self._frame(stretch)
        head = (0.0, self.edges[self.grid.head])
        if stretch[0] and head[1]:
            repeated = self._part(head, [head]).moved(0, -head[1])
            inks = [*(ink._replace(block=-1) for ink in repeated.inks), *inks]
            borders, fills = (*repeated.borders, *borders), (*repeated.fills, *fills)
        return TablePart(tuple(inks), borders, fills)

    def _inks(
        self, text: _PlacedText, stretch: tuple[float, float], all_: Sequence[tuple[float, float]]
    ) -> Iterator[InkLine]:
        place = text.place
        top, bottom = self.edges[place.row], self.edges[place.row + place.height]
        if place.height == 1 and place.row in self._divided:
            inks = self._set(text, top + style.CELL_PADDING)
            yield from (ink for ink in inks if stretch[0] < ink.baseline <= stretch[1])
            return
        highest = max(all_, key=lambda one: min(one[1], bottom) - max(one[0], top))
        if stretch == highest and bottom > stretch[0] and top < stretch[1]:
            middle = (max(stretch[0], top) + min(stretch[1], bottom)) / 2
            yield from self._set(text, middle - text.height / 2)

    def _set(self, text: _PlacedText, top: float) -> Iterator[InkLine]:
        """Yield the lines of a place from a top edge: a label from the left, others centred."""
        place = text.place
        left, right = self._columns[place.column], self._columns[place.column + place.width]
        for number, line in enumerate(text.lines):
            if place.vertical:
                size = self._face.size
                shift = size / 2 if line.text in _SIDEWAYS else 0
                x = (left + right - size) / 2 + shift
                yield InkLine(line, x, top + (number + 0.87) * size - shift, text.block)
                continue
            baseline = top + (number + BASELINE) * self._pitch
            labelled = style.is_row_label(place)
            x = left + style.LABEL_MARGIN if labelled else (left + right - line.width) / 2
            yield InkLine(line, x, baseline, text.block)

    def _frame(self, stretch: tuple[float, float]) -> tuple[tuple[QRectF, ...], tuple[QRectF, ...]]:
        """Return the borders and the banners between a top and a bottom, from that top."""
        lines: dict[tuple[float, float, float, float], None] = {}
        fills = []
        for place in self.grid.places:
            top = max(self.edges[place.row], stretch[0]) - stretch[0]
            bottom = min(self.edges[place.row + place.height], stretch[1]) - stretch[0]
            if top >= bottom:
                continue
            left, right = self._columns[place.column], self._columns[place.column + place.width]
            lines |= dict.fromkeys(
                (
                    (left, top, right, top),
                    (left, bottom, right, bottom),
                    (left, top, left, bottom),
                    (right, top, right, bottom),
                )
            )
            if place.role == "banner":
                fills.append(QRectF(left, top, right - left, bottom - top))
        return tuple(_border(*line) for line in lines), tuple(fills)


def _border(left: float, top: float, right: float, bottom: float) -> QRectF:
    half = _BORDER / 2
    return QRectF(left - half, top - half, right - left + _BORDER, bottom - top + _BORDER)
