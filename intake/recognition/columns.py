"""Official columns of a foreign table by their headings, and the numbers behind a label.

Values are counted from the label. Where the columns have headings, they are looked up by place as
well; where the two ways differ, nothing is taken.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, pairwise
from typing import Final

from intake.content import SourceCell, SourceTable
from intake.recognition.labels import Labels, is_value
from model.form.table import Leaf


@dataclass(frozen=True)
class Columns:
    """The official columns that were found under headings.

    ``places`` holds, by the number of the official column, where it is headed: more than once
    where merged headings were copied into every place. ``last`` is the last column that any
    heading covers. ``ordered`` says whether every line of headings is in the official order,
    ``alone`` whether nothing else heads a column among them, ``aligned`` whether a heading stands
    in the column of its values: in a text it may not.
    """

    count: int
    places: dict[int, tuple[int, ...]]
    last: int
    ordered: bool
    alone: bool
    aligned: bool

    @property
    def complete(self) -> bool:
        """Whether every official column was found."""
        return len(self.places) == self.count

    @cached_property
    def first(self) -> int:
        """The leftmost headed column."""
        return min(min(places) for places in self.places.values())

    def right_of(self, label: SourceCell) -> bool:
        """Whether each heading has a column of its own, all to the right of a row's label."""
        own = [place for places in self.places.values() for place in places]
        return self.first > label.column and len(set(own)) == len(own)


class Headings:
    """The headings over a block's columns; finds where each column stands."""

    def __init__(self, leaves: Sequence[Leaf]) -> None:
        self._leaves = leaves
        self._labels = Labels((leaf.heading.label, str(n)) for n, leaf in enumerate(leaves))
        self._groups = Labels(
            (group.label, group.label) for leaf in leaves for group in leaf.headings[:-1]
        )

    def find(self, lines: Sequence[Sequence[SourceCell]], aligned: bool) -> Columns | None:
        """Return the columns that lines of headings name; None where they name none."""
        places: dict[int, list[int]] = {}
        last = 0
        for depth, line in enumerate(lines):
            for cell in line:
                number = self._number(cell, lines[:depth], aligned)
                if number is not None and cell.column not in places.setdefault(number, []):
                    places[number].append(cell.column)
                    last = max(last, cell.column + cell.width - 1)
        if not places:
            return None
        found = {number: tuple(columns) for number, columns in places.items()}
        ordered = all(self._is_ordered(line) for line in lines)
        alone = all(self._is_alone(line) for line in lines)
        return Columns(len(self._leaves), found, last, ordered, alone, aligned)

    def _number(
        self, cell: SourceCell, above: Sequence[Sequence[SourceCell]], aligned: bool
    ) -> int | None:
        """Return the official column of a heading: the only one of its label under its groups."""
        keys = [int(key) for key in self._labels.keys(cell.text)]
        if len(keys) > 1 and aligned:
            groups = self._over(cell, above)
            keys = [n for n in keys if groups <= {g.label for g in self._leaves[n].headings}]
        return keys[0] if len(keys) == 1 else None

    def _over(self, cell: SourceCell, above: Sequence[Sequence[SourceCell]]) -> set[str]:
        """Return the groups over a heading: in each line the nearest to the left that is named.

        A merged heading may have lost its width, so that it reaches to the next one; a group does
        not reach beyond the one above it.
        """
        groups: set[str] = set()
        left = 0
        for line in above:
            here = [c for c in line if left <= c.column <= cell.column and c.text.strip()]
            named = self._groups.keys(here[-1].text) if here else []
            if named:
                groups |= {named[0]}
                first = (c.column for c in here if self._groups.keys(c.text) == named)
                left = min(first)
        return groups

    def _is_ordered(self, line: Sequence[SourceCell]) -> bool:
        """Whether the headings of a line that can be told apart come as they officially do."""
        numbers = []
        for cell in line:
            keys = self._labels.keys(cell.text)
            groups = self._groups.keys(cell.text)
            if len(keys) == 1:
                numbers.append(int(keys[0]))
            elif groups:
                numbers.append(self._begin(groups[0]))
        return all(one <= next_ for one, next_ in pairwise(numbers))

    def _is_alone(self, line: Sequence[SourceCell]) -> bool:
        """Whether nothing that is no official heading follows the first one of a line."""
        said = [cell.text for cell in line if cell.text.strip()]
        known = [bool(self._labels.keys(text) or self._groups.keys(text)) for text in said]
        return True not in known or all(known[known.index(True) :])

    def _begin(self, group: str) -> int:
        under = (
            n
            for n, leaf in enumerate(self._leaves)
            if group in (heading.label for heading in leaf.headings)
        )
        return next(under)


RowCells = tuple[SourceCell | None, ...]
"""The values of a row in official order; None where a column was not found."""
_APART: Final = "数的位置与列标题对不上"


@dataclass(frozen=True)
class SourceRow:
    """One row of a table: the cells that begin in it, from the left."""

    table: SourceTable
    cells: tuple[SourceCell, ...]

    def where(self, cell: SourceCell) -> str:
        """Say where a cell stands."""
        return self.table.where(cell)

    def after(self, label: SourceCell) -> tuple[SourceCell, ...]:
        """Return the cells to the right of a label."""
        return tuple(cell for cell in self.cells if cell.column > label.column)

    @property
    def numbers(self) -> tuple[SourceCell, ...]:
        """Return the cells that may be values and are not blank."""
        return tuple(c for c in self.cells if c.text.strip() and is_value(c.text))

    @property
    def alone(self) -> str:
        """The text of its only filled cell, if it has but one: a title, or a note."""
        filled = [cell.text.strip() for cell in self.cells if cell.text.strip()]
        return filled[0] if len(filled) == 1 else ""

    @property
    def said(self) -> str:
        """All its texts, for the clerk."""
        return " ".join(cell.text for cell in self.cells if cell.text.strip())


def lines_of(table: SourceTable) -> list[SourceRow]:
    """Return the rows of a table from the top."""
    ordered = sorted(table.cells, key=lambda cell: (cell.row, cell.column))
    return [
        SourceRow(table, tuple(cells)) for _, cells in groupby(ordered, key=lambda cell: cell.row)
    ]


def values(
    line: SourceRow, label: SourceCell, count: int, columns: Columns | None
) -> RowCells | str:
    """Return the values of a row in official order, or why they cannot be told apart."""
    by_count = _counted(line, label, count)
    if columns is None:
        return _unheaded(by_count) or f"没有列标题，标签后不是{count}个数"
    if not columns.aligned or not columns.right_of(label):
        return _in_order(line, label, columns) or f"列标题不全，或标签后不是{count}个数"
    by_place = placed(line, label.column + 1, columns)
    if by_place is None:
        return _APART
    if by_count is not None and columns.complete and not _same(by_place, by_count):
        return _APART
    return by_place


def placed(line: SourceRow, first: int, columns: Columns) -> RowCells | None:
    """Look values up in headed columns, from a ``first`` one on; a place without a cell is blank.

    None where anything else stands between the columns, where one cell would be two values, where
    a column that is headed twice says two things, or where all are blank beside a number.
    """
    cells = [cell for cell in line.cells if cell.column >= first]
    found: dict[int, SourceCell] = {}
    taken: set[int] = set()
    for number, places in columns.places.items():
        here = [_at(cells, place, line.cells[0].row) for place in places]
        if len(set(_texts(here))) > 1 or here[0].column in taken:
            return None
        found[number] = here[0]
        taken |= {cell.column for cell in here}
    others = [c for c in cells if c.column <= columns.last and c.column not in taken]
    between = [c for c in others if c.column >= columns.first or is_value(c.text)]
    stray = any(cell.text.strip() for cell in between)
    lost = not any(_texts(found.values())) and any(c.column >= first for c in line.numbers)
    if stray or lost or not all(is_value(cell.text) for cell in found.values()):
        return None
    return tuple(found.get(number) for number in range(columns.count))


def _in_order(line: SourceRow, label: SourceCell, columns: Columns) -> RowCells | None:
    """Return values in the order of the headings, where that is the official one.

    Where some are missing there have to be as many values as headings, each said once and nothing
    else among them; where none is, a last column of words (备注) may follow the values.
    """
    if not columns.ordered:
        return None
    if columns.complete:
        cells = line.after(label)
        noted = len(cells) == columns.count + 1 and not is_value(cells[-1].text)
        without = SourceRow(line.table, line.cells[:-1]) if noted else line
        return _counted(without, label, columns.count)
    once = all(len(places) == 1 for places in columns.places.values())
    found = _exactly(line, label, len(columns.places)) if columns.alone and once else None
    if found is None:
        return None
    by_number = dict(zip(sorted(columns.places), found, strict=True))
    return tuple(by_number.get(number) for number in range(columns.count))


def _exactly(line: SourceRow, label: SourceCell, count: int) -> tuple[SourceCell, ...] | None:
    """Count values where there are neither more cells nor a blank end."""
    return _unheaded(_counted(line, label, count)) if len(line.after(label)) == count else None


def _counted(line: SourceRow, label: SourceCell, count: int) -> tuple[SourceCell, ...] | None:
    """Count values from the label on; None where they are not so many, or stand apart.

    Blanks after the last are the rest of a label column that this row does not need.
    """
    cells = line.after(label)
    while len(cells) > count and not cells[-1].text.strip():
        cells = cells[:-1]
    joined = all(one.column + one.width == next_.column for one, next_ in pairwise((label, *cells)))
    fits = len(cells) == count and joined and all(is_value(cell.text) for cell in cells)
    return cells if fits else None


def _unheaded(cells: tuple[SourceCell, ...] | None) -> tuple[SourceCell, ...] | None:
    """Trust counted values without headings, unless a blank end may be a column that is missing."""
    blank_end = cells and not cells[-1].text.strip() and any(_texts(cells))
    return None if blank_end else cells


def _at(cells: Sequence[SourceCell], column: int, row: int) -> SourceCell:
    here = (cell for cell in cells if cell.column <= column < cell.column + cell.width)
    return next(here, SourceCell(row, column, 1, 1, ""))


def _texts(cells: Iterable[SourceCell]) -> list[str]:
    return [cell.text.strip() for cell in cells]


def _same(placed: RowCells, counted: Sequence[SourceCell]) -> bool:
    """Whether both say the same from left to right, whatever the order of the columns is."""
    found = sorted((cell for cell in placed if cell), key=lambda cell: cell.column)
    return _texts(found) == _texts(counted)
