"""Sizes of a table on screen: every label whole, all columns in view where the window allows it."""

from typing import Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics

from export.style import column_widths
from model.form.grid import Grid, Place

_LABEL_EMS: Final = (2.0, 6.0, 19.0)
"""Widths of three levels of row labels, in heights of the font; most labels take one line."""
_NARROW_EMS: Final = (1.8, 4.4, 11.0)
"""The same in a narrow window, where labels take more lines so that the columns stay in view."""
_LEAST_EMS: Final = 3.4
"""Least width of a column of values."""
_WIDEST_EMS: Final = 72.0
"""Width beyond which a table does not grow with its window."""
_HEADING_EMS: Final = (1.4, 2.3)
"""Heights of a heading row, and of the lowest one, whose labels may take two lines."""
_PADDING_EMS: Final = 0.35
"""Room above and below the lines of a row, together."""


class TableLayout:
    """Lengths for one grid in one font and width; all in pixels."""

    def __init__(self, grid: Grid, metrics: QFontMetrics, width: int) -> None:
        self._grid, self._metrics = grid, metrics
        self._em = metrics.height()
        self._width = min(width, round(self._em * _WIDEST_EMS))
        self.labels = self._label_widths() if self._headed else []

    @property
    def _headed(self) -> bool:
        """Whether headings stand apart from the values."""
        return len(self._grid.table.blocks) == 1

    @property
    def _columns(self) -> int:
        return self._grid.width - self._grid.side

    @property
    def headings(self) -> list[int]:
        """Heights of the heading rows."""
        upper, lowest = (round(self._em * share) for share in _HEADING_EMS)
        return [upper] * (self._grid.head - 1) + [lowest]

    def _label_widths(self) -> list[int]:
        side, least = self._grid.side, _LEAST_EMS * self._columns
        roomy = self._width >= self._em * (sum(_LABEL_EMS[:side]) + least)
        shares = _LABEL_EMS if roomy else _NARROW_EMS
        return [round(self._em * share) for share in shares[:side]]

    def columns(self) -> list[int]:
        """Widths of the columns of values, or of the whole grid."""
        least = round(self._em * _LEAST_EMS)
        if not self._headed:
            return [max(width, least) for width in column_widths(self._grid, self._width)]
        room, rest = divmod(self._width - sum(self.labels), self._columns)
        if room < least:
            return [least] * self._columns
        return [room + (column < rest) for column in range(self._columns)]

    @property
    def height(self) -> int:
        """Height of the whole table."""
        top = self._grid.head if self._headed else 0
        values = sum(self.row(row) for row in range(top, self._grid.height))
        return sum(self.headings) * self._headed + values

    def row(self, row: int) -> int:
        """Height of a grid row: as many lines as its label needs."""
        lines = [self._lines(p.label, p.column, p.width) for p in self._labels_of(row)]
        return round(self._em * _PADDING_EMS) + max([self._em, *lines])

    def _labels_of(self, row: int) -> list[Place]:
        places = self._grid.rows[row]
        return [p for p in places if p.role == "row" and p.height == 1 and not p.vertical]

    def _lines(self, label: str, column: int, width: int) -> int:
        room = sum((self.labels or self.columns())[column:][:width]) - 8
        flags = int(Qt.TextFlag.TextWordWrap)
        return self._metrics.boundingRect(QRect(0, 0, room, 10_000), flags, label).height()
