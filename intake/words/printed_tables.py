"""Find official tables among printed lines: those of a PDF whose tables have no ruling lines.

Nothing marks a cell there but the gaps around it. A table is read only if each number stands in a
column under an official heading, each row of numbers beside the one official label, and each other
word between them belongs to a label or a heading. In doubt there is no table, and its lines stay
text, which is named as not read.
"""

import math
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Final, NamedTuple

from intake.content import Stretch
from intake.words.labels import is_value, stands_for_value
from intake.words.official import OfficialBlock, OfficialWords, letters_of
from intake.words.text_tables import TextRow, TextTable

_REACH: Final = 16
"""Most lines before and after the numbers of a row in which its label may be."""
_HEADS: Final = 30
"""Most lines of the headings over the first row."""
_MOST: Final = 120
"""Most lines of numbers in the tables of a section, and most fields of such a line."""
_FIELDS: Final = 1500
"""Most fields in the lines of a section with tables: an official one has some 300."""
_COLUMNS: Final = 12
"""Most columns beside the numbers."""


class PrintedField(NamedTuple):
    """A stretch of a line: the number of the line, its edges and its text."""

    line: int
    left: int
    right: int
    text: str

    @property
    def middle(self) -> float:
        """The middle between its edges."""
        return (self.left + self.right) / 2


@dataclass
class PrintedRow:
    """A row of numbers: its line, its values, the fields of its label, and its likely blocks."""

    line: int
    values: list[PrintedField]
    label: tuple[PrintedField, ...] = ()
    blocks: frozenset[int] = frozenset()


@dataclass
class _Part:
    """Consecutive rows of one block: where its first column begins, and where columns meet."""

    block: OfficialBlock
    rows: list[PrintedRow]
    left: float
    edges: list[float]

    def column(self, one: PrintedField) -> int:
        """Return the number of the column in which a field stands."""
        return bisect_left(self.edges, one.middle)

    @property
    def is_apart(self) -> bool:
        """Whether no row has two values in a column."""
        return all(len(set(map(self.column, row.values))) == len(row.values) for row in self.rows)


class _UnsureError(Exception):
    """The lines are no table, or not surely one."""


def printed_table(known: OfficialWords, lines: Sequence[Sequence[Stretch]]) -> TextTable | None:
    """Return the table among the lines of a section; None if there is none that is certain."""
    try:
        return _Section(known, lines).table()
    except _UnsureError:
        return None


class _Section:
    """The lines of one section."""

    def __init__(self, known: OfficialWords, lines: Sequence[Sequence[Stretch]]) -> None:
        self._known = known
        self._fields = [
            [PrintedField(n, one.left, one.right, one.text) for one in line]
            for n, line in enumerate(lines)
        ]
        self._taken: set[PrintedField] = set()

    def table(self) -> TextTable:
        """Return the table.

        Raises:
            _UnsureError: there is none that is certain.
        """
        rows = [self._row(line) for line in self._fields if any(is_value(f.text) for f in line)]
        if not 0 < len(rows) <= _MOST or sum(map(len, self._fields)) > _FIELDS:
            raise _UnsureError
        self._taken |= {one for row in rows for one in row.values}
        if not any(self._labels_of(row, -1, len(self._fields)) for row in rows):
            rows = [self._joined(rows)]
        self._label(rows)
        parts = list(self._parts(rows))
        first = min(f.line for f in (*rows[0].label, *rows[0].values))
        last = max(f.line for f in (*rows[-1].label, *rows[-1].values))
        for begin in range(max(0, first - _HEADS), first + 1):
            try:
                return self._assembled(parts, begin, last)
            except _UnsureError:
                continue
        raise _UnsureError

    def _row(self, line: Sequence[PrintedField]) -> PrintedRow:
        """Return the row of a line with numbers; all that follows its first number is a value."""
        first = next(n for n, one in enumerate(line) if is_value(one.text))
        values = list(line[first:])
        if len(line) > _MOST or not all(stands_for_value(one.text) for one in values):
            raise _UnsureError
        return PrintedRow(line[0].line, values)

    def _joined(self, rows: Sequence[PrintedRow]) -> PrintedRow:
        """Return the only row of a table without labels; its numbers may go over several lines.

        Then a total must agree with each of them, as its addend or as the total.
        """
        fields = sorted((one for row in rows for one in row.values), key=lambda each: each.left)
        bands = _bands(fields)
        columns = [[one for one in fields if low <= one.middle <= high] for low, high in bands]
        texts = ["".join(one.text for one in sorted(column)) for column in columns]
        blocks = [one for one in self._known.blocks if one.count == len(bands)]
        if len(rows) > 1 and not any(one.adds_up(texts) for one in blocks if not one.has_labels):
            raise _UnsureError
        values = [max(one)._replace(text=text) for one, text in zip(columns, texts, strict=True)]
        return PrintedRow(rows[-1].line, values)

    def _label(self, rows: Sequence[PrintedRow]) -> None:
        """Find the label of each row, or none for the only row of a table without labels.

        Of several labels beside a row the last one is its own: others are of groups of rows.
        """
        lines = [-1, *(row.line for row in rows), len(self._fields)]
        for row, before, after in zip(rows, lines, lines[2:], strict=False):
            found = sorted(self._labels_of(row, before, after), key=_left_of)
            if found and _left_of(found[-1]) not in map(_left_of, found[:-1]):
                row.label = found[-1]
                row.blocks = self._known.blocks_of(_letters(row.label))
                self._taken |= {*row.label}
            elif len(rows) == 1 and not found:
                blocks = enumerate(self._known.blocks)
                row.blocks = frozenset(n for n, one in blocks if not one.has_labels)
            else:
                raise _UnsureError

    def _labels_of(
        self, row: PrintedRow, before: int, after: int
    ) -> list[tuple[PrintedField, ...]]:
        """Return the labels around a row, as their fields.

        ``before`` and ``after`` are the lines of the rows around it, which no label of it reaches.
        """
        edge = row.values[0].left
        begun: dict[tuple[str, int], tuple[PrintedField, ...]] = {}
        for line in range(max(before + 1, row.line - _REACH), min(after, row.line + _REACH)):
            for one in self._words_in(line, edge):
                for fields in [(), *begun.values()]:
                    if not fields or fields[-1].line < line:
                        text = _letters((*fields, one))
                        if self._known.begins_label(text):
                            begun.setdefault((text, line), (*fields, one))
        return [
            fields
            for (text, line), fields in begun.items()
            if fields[0].line <= row.line <= line and self._known.blocks_of(text)
        ]

    def _words_in(self, line: int, edge: int) -> Iterator[PrintedField]:
        """Yield the fields of a line that may be part of a label: left of an edge."""
        for one in self._fields[line]:
            if one.middle < edge and one not in self._taken and not is_value(one.text):
                yield one

    def _parts(self, rows: Sequence[PrintedRow]) -> Iterator[_Part]:
        """Yield the rows by block."""
        run, common = [rows[0]], rows[0].blocks
        for row in rows[1:]:
            if common & row.blocks:
                run.append(row)
                common &= row.blocks
            else:
                yield self._part(run, common)
                run, common = [row], row.blocks
        yield self._part(run, common)

    def _part(self, rows: list[PrintedRow], blocks: frozenset[int]) -> _Part:
        """Return rows of one of some blocks: that with as many columns as they have."""
        labels = [one.right for row in rows for one in row.label]
        left = max(labels, default=-math.inf)
        bands = _bands(one for row in rows for one in row.values)
        is_single = all(len(row.values) == 1 for row in rows)
        for number in sorted(blocks):
            block = self._known.blocks[number]
            if block.count == 1 and is_single:
                return _Part(block, rows, left, [])
            edges = [(one + two) / 2 for (_, one), (two, _) in pairwise(bands)]
            part = _Part(block, rows, left, edges)
            if block.count == len(bands) > 1 and part.is_apart:
                return part
        raise _UnsureError

    def _assembled(self, parts: Sequence[_Part], begin: int, last: int) -> TextTable:
        """Return the table of the lines from ``begin`` to ``last``; each word of them is in it."""
        zones = list(self._zones(parts, begin))
        heads = {line for _, _, zone in zones for line in zone}
        beside = self._beside({*range(begin, last + 1)} - heads)
        table = TextTable(begin, last)
        for part, row, zone in zones:
            over = self._cells([one for one in self._left_in(zone) if one.middle <= part.left])
            table.rows += [TextRow((one.text,), has_values=False) for one in over]
            table.rows += self._heads(part, zone) if zone or row is part.rows[0] else []
            groups = []
            while beside and beside[0].line <= row.line:
                groups.append(beside.pop(0).text)
            label = ("".join(one.text for one in row.label),) if row.label else ()
            table.rows.append(TextRow((*groups, *label, *_values(part, row)), has_values=True))
        table.rows += [TextRow((one.text,), has_values=False) for one in beside]
        return table

    def _zones(
        self, parts: Sequence[_Part], begin: int
    ) -> Iterator[tuple[_Part, PrintedRow, range]]:
        """Yield the rows of all parts, each with the lines of the headings over it, if any.

        Headings are over the first row of a part, and may be repeated at the top of a page.
        """
        above = begin
        for part in parts:
            for row in part.rows:
                label = min((one.line for one in row.label), default=row.line)
                over = [
                    one.line
                    for one in self._left_in(range(above, row.line))
                    if one.middle > part.left
                ]
                if row is part.rows[0]:
                    yield part, row, range(above, label)
                else:
                    yield part, row, range(over[0], over[-1] + 1) if over else range(0)
                above = row.line + 1

    def _left_in(self, lines: Iterable[int]) -> list[PrintedField]:
        """Return the fields of some lines that are no labels of rows and no values."""
        return [one for line in lines for one in self._fields[line] if one not in self._taken]

    def _heads(self, part: _Part, lines: range) -> list[TextRow]:
        """Return the headings in some lines, groups first.

        Each column must have its own heading, as the last cell over its numbers.
        """
        columns: list[list[PrintedField]] = [[] for _ in range(part.block.count)]
        for one in self._left_in(lines):
            if one.middle > part.left:
                columns[part.column(one)].append(one)
        groups: list[PrintedField] = []
        heads = []
        for fields, official in zip(columns, part.block.heads, strict=True):
            *over, head = self._cells(fields) or [_NONE]
            if letters_of(head.text) not in official:
                raise _UnsureError
            groups += over
            heads.append(head.text)
        rows = groupby(sorted(groups), key=lambda one: one.line)
        found = [TextRow(tuple(one.text for one in row), has_values=False) for _, row in rows]
        return [*found, TextRow(tuple(heads), has_values=False)]

    def _beside(self, lines: set[int]) -> list[PrintedField]:
        """Return the cells beside the labels of rows, of groups of rows, in some lines."""
        columns = _columns(self._left_in(sorted(lines)))
        return sorted(cell for column in columns for cell in self._cells(column))

    def _cells(self, fields: Sequence[PrintedField]) -> list[PrintedField]:
        """Return the cells that the fields of a column are.

        Raises:
            _UnsureError: they are no official words.
        """
        fields = sorted(fields)
        cells = self._known.cells([one.text for one in fields])
        if cells is None:
            raise _UnsureError
        return [fields[one.first]._replace(text=one.text) for one in cells]


_NONE: Final = PrintedField(0, 0, 0, "")


def _letters(fields: Sequence[PrintedField]) -> str:
    return "".join(letters_of(one.text) for one in fields)


def _left_of(fields: Sequence[PrintedField]) -> int:
    return min(one.left for one in fields)


def _values(part: _Part, row: PrintedRow) -> list[str]:
    """Return the values of a row by column; a column without one is blank."""
    texts = {part.column(one): one.text for one in row.values}
    return [texts.get(column, "") for column in range(part.block.count)]


def _bands(fields: Iterable[PrintedField]) -> list[tuple[int, int]]:
    """Return the edges of the columns in which fields stand, from the left."""
    found: list[tuple[int, int]] = []
    for one in sorted(fields, key=lambda each: each.left):
        if found and one.left <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], one.right)
        else:
            found.append((one.left, one.right))
    return found


def _columns(fields: Iterable[PrintedField]) -> list[list[PrintedField]]:
    """Return fields by the columns in which they stand; a wide one is in the first it touches."""
    found: list[tuple[int, int, list[PrintedField]]] = []
    for one in sorted(fields, key=lambda each: each.right - each.left):
        touched = [each for each in found if one.left <= each[1] and each[0] <= one.right]
        left, right, column = min(touched, default=(one.left, one.right, []))
        column.append(one)
        if len(touched) < 2:
            found = [each for each in found if each[2] is not column]
            found.append((min(left, one.left), max(right, one.right), column))
        if len(found) > _COLUMNS:
            raise _UnsureError
    return [column for _, _, column in found]
