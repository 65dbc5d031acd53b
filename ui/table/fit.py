"""The sizes of a table: type, rows and columns so that all of it is seen in the room there is.

The search goes from large type to small; the first size at which every row and column fits wins.
Where none fits the table scrolls, at the size that shows most of it. All lengths are logical
pixels, so that lines fall on pixels.
"""

import math
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import accumulate
from typing import Final, NamedTuple

from PySide6.QtCore import QSize
from PySide6.QtGui import QFont

from model.form.grid import Grid, GridPlace
from ui.table.lines import balanced_lines, label_lines, text_width

SMALLEST: Final = 12
"""Pixels of the smallest type: Chinese is not read in smaller."""
_LARGEST: Final = ((1100, 15), (0, 14))
"""From this width of the room on, the largest type."""
_PITCH: Final = 1.17
"""Distance of two lines of a label, in em; a font's own, about 1.45, would waste a third."""
_HIGHEST: Final = 2.1
"""Height of the highest row of one line, in em."""
_WIDEST: Final = 110
"""Pixels of the widest column of values, in a table with columns enough for its width."""
_WIDEST_IN_BLOCKS: Final = 14
"""The same in a table of several blocks, in em: it has three or four columns."""
_ROOMY: Final = 6.0
"""Width in em up to which a column of values may make a label take one more line."""
_NARROW: Final = 3.8
"""Width in em of the narrowest column of values, in a table that has row labels."""
_NARROWEST: Final = 3.0
"""The same in a table without row labels, which has fifteen columns."""
_LEAST_LABELS: Final = 9.0
"""Width in em of the narrowest column of long row labels."""
_BESIDE_VERTICAL: Final = 10
_BESIDE_GROUP: Final = 7
_BESIDE_LABEL: Final = 16
"""Pixels left and right of a vertical label, of a group's of four characters, of a long one."""
_BESIDE_LINES: Final = (4, 1)
"""Pixels above and below the lines of a heading together: as much as there is room for."""
_INSET: Final = 4
"""Pixels between the edge of a heading and its lines."""


class TableFit(NamedTuple):
    """The sizes of one table.

    ``heads`` are the heights of the heading rows and ``labels`` the widths of the label columns;
    both are empty where headings stand between the values. ``columns`` and ``rows`` are those of
    the model.
    """

    font: QFont
    pitch: int
    heads: tuple[int, ...]
    labels: tuple[int, ...]
    columns: tuple[int, ...]
    rows: tuple[int, ...]

    @property
    def pixels(self) -> int:
        """Size of the type."""
        return self.font.pixelSize()

    @property
    def size(self) -> QSize:
        """Size of the whole table, headings included."""
        width = sum(self.labels) + sum(self.columns)
        return QSize(width, sum(self.heads) + sum(self.rows))


def edges(lengths: Iterable[int]) -> tuple[int, ...]:
    """Return where each of some stretches begins, and where the last one ends."""
    return tuple(accumulate(lengths, initial=0))


def span(edge: tuple[int, ...], first: int, count: int) -> tuple[int, int]:
    """Return begin and length of some neighbouring stretches."""
    return edge[first], edge[first + count] - edge[first]


def lines_of(grid: Grid, place: GridPlace, width: int, font: QFont) -> tuple[str, ...]:
    """Return the lines of a heading or label in the width of its place."""
    is_group = place.role == "row" and place.height > 1
    room = max(width - (_INSET if is_group else 2 * _INSET), 1)
    if place.role == "row" and place.height == 1:
        return label_lines(place.label, font, room)
    return balanced_lines(place.label, font, room, _least_lines(grid, place, room, font))


def _least_lines(grid: Grid, place: GridPlace, room: int, font: QFont) -> int:
    """Two where one of the neighbouring headings takes two: they look alike then."""
    if place.role != "column" or place.width > 1 or grid.head < 2:
        return 1
    others = (p for p in grid.places if p.role == "column" and p.width == 1)
    return 2 if any(text_width(p.label, font) > room for p in others) else 1


class _Trial:
    """One table at one size of type."""

    def __init__(self, grid: Grid, font: QFont, last_shown: int, beside: int) -> None:
        self._grid, self._font, self._beside = grid, font, beside
        self._em = font.pixelSize()
        self._pitch = round(self._em * _PITCH)
        self._headed = len(grid.table.blocks) == 1
        self._count = grid.width - grid.side
        self._least = last_shown
        self._fixed = self._narrow_labels() if self._headed else []
        self._longest = self._longest_label()

    def _narrow_labels(self) -> list[int]:
        """Widths of the label columns but the last: one character, or a group of four."""
        widths = []
        for column in range(self._grid.side - 1):
            labels = [p for p in self._rows() if p.column == column and p.width == 1]
            vertical = any(p.vertical for p in labels)
            around = _BESIDE_VERTICAL if vertical else 4 * self._em + _BESIDE_GROUP
            widths.append(around + self._em * vertical)
        return widths

    def _rows(self) -> list[GridPlace]:
        return [place for place in self._grid.places if place.role == "row"]

    def _longest_label(self) -> int:
        """Width of the last label column in which every label takes one line."""
        sides = edges(self._fixed)
        wanted = [
            text_width(p.label, self._font) - (sides[-1] - sides[min(p.column, len(self._fixed))])
            for p in self._rows()
            if p.height == 1 and p.column + p.width == self._grid.side
        ]
        return math.ceil(max(wanted, default=0)) + _BESIDE_LABEL

    def labels(self, value: int, width: int) -> tuple[int, ...] | None:
        """Return the label columns beside columns of a width; None where no room is left."""
        if not self._grid.side or not self._headed:
            return () if value * self._count <= width or not self._headed else None
        last = width - value * self._count - sum(self._fixed)
        if last < self._em * _LEAST_LABELS:
            return None
        return (*self._fixed, min(last, self._longest))

    def fit(self, value: int, labels: tuple[int, ...], row: int) -> TableFit:
        """Return all sizes with columns of a width, and rows of a height for one line."""
        columns = self._columns(value)
        heads = self._heads(columns) if self._headed else ()
        top = self._grid.head if self._headed else 0
        sides = edges(labels or columns)
        heights = [self._height(number, sides, row) for number in range(top, self._grid.height)]
        return TableFit(self._font, self._pitch, heads, labels, columns, tuple(heights))

    def _columns(self, value: int) -> tuple[int, ...]:
        if self._headed:
            return (value,) * self._count
        return (*([self._longest] * self._grid.side), *([value] * self._count))

    def _height(self, row: int, sides: tuple[int, ...], single: int) -> int:
        """Height of a grid row: as many lines as its label needs."""
        lines = 1
        for place in self._grid.rows[row]:
            if place.role == "row" and place.height == 1:
                _, width = span(sides, place.column, place.width)
                lines = max(lines, len(lines_of(self._grid, place, width, self._font)))
        return single if lines == 1 else max(lines * self._pitch + 3, single)

    def _heads(self, columns: tuple[int, ...]) -> tuple[int, ...]:
        """Heights of the heading rows, the lower ones high enough for headings over several."""
        heights = [self._pitch + self._beside] * self._grid.head
        across = edges(columns)
        for place in self._grid.places:
            if place.role == "column":
                _, width = span(across, place.column - self._grid.side, place.width)
                lines = len(lines_of(self._grid, place, width, self._font))
                last = place.row + place.height - 1
                wanted = lines * self._pitch + self._beside
                missing = wanted - sum(heights[place.row : last + 1])
                heights[last] += max(missing, 0)
        return tuple(heights)

    def candidates(self, width: int) -> Iterator[tuple[int, tuple[int, ...]]]:
        """Yield widths of the columns of values, from wide to narrow, with the label columns."""
        least = max(5 * self._em + 4 if self._grid.side else 0, self._least, self.narrowest)
        for value in range(self._widest(width), least - 1, -1):
            labels = self.labels(value, width)
            if labels is None:
                continue
            whole = not labels or labels[-1] == self._longest
            if whole or value <= self._em * _ROOMY:
                yield value, labels

    @property
    def narrowest(self) -> int:
        """The narrowest column of values."""
        return round(self._em * (_NARROW if self._grid.side else _NARROWEST))

    def _widest(self, width: int) -> int:
        if self._headed:
            return _WIDEST
        return min((width - self._longest) // self._count, self._em * _WIDEST_IN_BLOCKS)

    def whole(self, width: int, height: int, least: int) -> TableFit | None:
        """Return sizes at which the whole table is seen, with rows of at least some height."""
        best = None
        for value, labels in self.candidates(width):
            found = self._grown(self.fit(value, labels, least), height)
            if found.size.height() <= height and (not best or min(found.rows) > min(best.rows)):
                best = found
                if min(best.rows) >= self._em + 6:
                    break
        return best

    def _grown(self, found: TableFit, height: int) -> TableFit:
        """Return the same with rows as high as fits."""
        for row in range(math.floor(self._em * _HIGHEST), min(found.rows), -1):
            rows = tuple(max(one, row) for one in found.rows)
            grown = found._replace(rows=rows, heads=tuple(max(one, row) for one in found.heads))
            for one in (grown, found._replace(rows=rows)):
                if one.size.height() <= height:
                    return one
        return found

    def scrolled(self, width: int, row: int) -> TableFit:
        """Return the sizes that show most of a table which does not fit."""
        found = [
            self.fit(value, labels, row)
            for value in range(self.narrowest, max(self._em * 5 + 5, self._widest(width) + 1))
            if (labels := self.labels(max(value, self._least), width)) is not None
        ]
        least = round(self._em * _LEAST_LABELS)
        side = (*self._fixed, least) if self._headed and self._grid.side else ()
        narrow = self.fit(max(self.narrowest, self._least), side, row)
        return min(reversed(found), key=lambda one: one.size.height(), default=narrow)


@lru_cache(maxsize=64)
def fit_of(grid: Grid, font: QFont, room: QSize, bar: int, last_shown: int = 0) -> TableFit:
    """Return the sizes of a table in a room.

    Args:
        grid: the table laid out.
        font: the family; its size is chosen here.
        room: what headings and values may take together.
        bar: width of a scroll bar, for a table that does not fit.
        last_shown: least width of a column in which last year's figure stands beside this year's.
    """
    width, height = room.width(), room.height()
    largest = next(pixels for least, pixels in _LARGEST if width >= least)
    for pixels in range(largest, SMALLEST - 1, -1):
        for beside in _BESIDE_LINES:
            trial = _Trial(grid, sized(font, pixels), last_shown, beside)
            found = trial.whole(width, height, pixels + (6 if pixels > SMALLEST + 1 else 5))
            if found is not None:
                return found
    trial = _Trial(grid, sized(font, SMALLEST), last_shown, _BESIDE_LINES[-1])
    found = trial.whole(width, height, SMALLEST + 4)
    return found or trial.scrolled(width - bar, SMALLEST + 4)


def sized(font: QFont, pixels: int) -> QFont:
    """Return a font in another size."""
    sized = QFont(font)
    sized.setPixelSize(pixels)
    return sized
