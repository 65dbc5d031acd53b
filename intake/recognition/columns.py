"""Find the official columns of a foreign table by their headings, and the values of a row.

Values are counted from the label. If the columns have headings, they are also looked up by
position; if the two results differ, the row is not read.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, pairwise
from typing import Final

from msgspec import structs

from intake.content import SourceCell, SourceTable
from intake.words.labels import Labels, is_value, stands_for_value, words
from model.form.table import Leaf


@dataclass(frozen=True)
class Columns:
    """The official columns that were found under headings.

    ``places`` are the source columns of the headings by the number of the official column: several
    if a merged heading was copied into every column. ``last`` is the last column that a heading
    covers. ``ordered`` is true if every line of headings is in the official order, ``exclusive`` if
    there are no other headings among them, ``aligned`` if each heading is in the column of its
    values, which need not be so in a text.
    """

    count: int
    places: dict[int, tuple[int, ...]]
    last: int
    ordered: bool
    exclusive: bool
    aligned: bool

    @property
    def complete(self) -> bool:
        """Whether every official column was found."""
        return len(self.places) == self.count

    @cached_property
    def first(self) -> int:
        """The leftmost column with a heading."""
        return min(min(places) for places in self.places.values())

    def right_of(self, label: SourceCell) -> bool:
        """Return whether each heading has its own column, all to the right of a row's label."""
        own = [place for places in self.places.values() for place in places]
        return self.first > label.column and len(set(own)) == len(own)


class Headings:
    """The column headings of a block; finds the source column of each."""

    def __init__(self, leaves: Sequence[Leaf]) -> None:
        self._leaves = leaves
        self._labels = Labels((leaf.heading.label, str(n)) for n, leaf in enumerate(leaves))
        self._groups = Labels(
            (group.label, group.label) for leaf in leaves for group in leaf.headings[:-1]
        )

    def find(self, lines: Sequence[Sequence[SourceCell]], aligned: bool) -> Columns | None:
        """Return the official columns that lines of headings name; None if they name none."""
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
        exclusive = all(self._is_exclusive(line) for line in lines)
        return Columns(len(self._leaves), found, last, ordered, exclusive, aligned)

    def _number(
        self, cell: SourceCell, above: Sequence[Sequence[SourceCell]], aligned: bool
    ) -> int | None:
        """Return the official column of a heading; None if its label and groups are ambiguous."""
        keys = [int(key) for key in self._labels.keys(cell.text)]
        if len(keys) > 1 and aligned:
            groups = self._over(cell, above)
            keys = [n for n in keys if groups <= {g.label for g in self._leaves[n].headings}]
        return keys[0] if len(keys) == 1 else None

    def _over(self, cell: SourceCell, above: Sequence[Sequence[SourceCell]]) -> set[str]:
        """Return the groups over a heading: in each line the nearest known one to the left.

        A merged heading may have lost its width, so a group extends to the next heading, but not
        beyond the group above it.
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
        """Return whether the unambiguous headings of a line are in the official order.

        Headings of different levels may be in one line of a text: each level has its own order.
        """
        numbers: dict[int, list[int]] = defaultdict(list)
        for cell in line:
            keys = self._labels.keys(cell.text)
            groups = self._groups.keys(cell.text)
            if len(keys) == 1:
                numbers[len(self._leaves[int(keys[0])].headings)].append(int(keys[0]))
            elif groups:
                first = self._first_under(groups[0])
                labels = [heading.label for heading in self._leaves[first].headings]
                numbers[labels.index(groups[0]) + 1].append(first)
        return all(one <= next_ for level in numbers.values() for one, next_ in pairwise(level))

    def _is_exclusive(self, line: Sequence[SourceCell]) -> bool:
        """Return whether all cells after the first official heading are official headings."""
        texts = [cell.text for cell in line if cell.text.strip()]
        known = [bool(self._labels.keys(text) or self._groups.keys(text)) for text in texts]
        return True not in known or all(known[known.index(True) :])

    def _first_under(self, group: str) -> int:
        under = (
            n
            for n, leaf in enumerate(self._leaves)
            if group in (heading.label for heading in leaf.headings)
        )
        return next(under)


RowCells = tuple[SourceCell | None, ...]
"""The values of a row in the official order; None for a column that was not found."""
_FEWEST: Final = 2
"""Headings of which the words are torn over two rows."""
_APART: Final = "数的位置与列标题对不上"


@dataclass(frozen=True)
class SourceRow:
    """One row of a table: the cells that begin in it, from the left."""

    table: SourceTable
    cells: tuple[SourceCell, ...]

    def where(self, cell: SourceCell) -> str:
        """Return the position of a cell in words."""
        return self.table.where(cell)

    def after(self, label: SourceCell) -> tuple[SourceCell, ...]:
        """Return the cells to the right of a label."""
        return tuple(cell for cell in self.cells if cell.column > label.column)

    @property
    def numbers(self) -> tuple[SourceCell, ...]:
        """The cells that may be values and are not blank."""
        return tuple(c for c in self.cells if c.text.strip() and is_value(c.text))

    @property
    def only_text(self) -> str:
        """The text of its filled cell if there is exactly one: a title, or a note; else empty."""
        filled = [cell.text.strip() for cell in self.cells if cell.text.strip()]
        return filled[0] if len(filled) == 1 else ""

    @property
    def text(self) -> str:
        """All its texts, for the clerk."""
        return " ".join(cell.text for cell in self.cells if cell.text.strip())


def lines_of(table: SourceTable) -> list[SourceRow]:
    """Return the rows of a table from the top."""
    ordered = sorted(table.cells, key=lambda cell: (cell.row, cell.column))
    return [
        SourceRow(table, tuple(cells)) for _, cells in groupby(ordered, key=lambda cell: cell.row)
    ]


def whole_heads(lines: Sequence[SourceRow], known: frozenset[str]) -> list[SourceRow]:
    """Return rows with the headings whose words are torn over two of them put together.

    ``known`` are the words of all headings.
    """
    found: list[SourceRow] = []
    for line in lines:
        whole = _with_below(found[-1], line, known) if found else None
        found[-1:] = [whole] if whole else [*found[-1:], line]
    return found


def _with_below(line: SourceRow, below: SourceRow, known: frozenset[str]) -> SourceRow | None:
    """Return a row with the words below it, if that makes headings of words that are none."""
    under = {cell.column: cell.text for cell in below.cells if cell.text.strip()}
    whole = [
        structs.replace(cell, text=f"{cell.text}{under.get(cell.column, '')}")
        for cell in line.cells
    ]
    both = zip(line.cells, whole, strict=True)
    pairs = [pair for pair in both if pair[0] != pair[1] and pair[0].text.strip()]
    torn = {words(new.text) for old, new in pairs if words(old.text) not in known} & known
    is_torn = len(pairs) == len(under) and len(torn) >= _FEWEST
    return SourceRow(line.table, tuple(whole)) if is_torn else None


def values(
    line: SourceRow, label: SourceCell, count: int, columns: Columns | None
) -> RowCells | str:
    """Return the values of a row in the official order, or a message why they are ambiguous."""
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
    """Return the values in the columns of headings, from column ``first`` on; gaps are blank.

    Return None if there is other text between the columns, if one cell would be two values, if a
    column with two headings has two values, or if all values are blank but the row has a number.
    """
    cells = [cell for cell in line.cells if cell.column >= first]
    found: dict[int, SourceCell] = {}
    taken: set[int] = set()
    for number, places in columns.places.items():
        here = [_at(cells, place, line.cells[0].row) for place in places]
        filled = [cell for cell in here if cell.text.strip()]
        if len(set(_texts(filled))) > 1 or here[0].column in taken:
            return None
        found[number] = (filled or here)[0]
        taken |= {cell.column for cell in here}
    others = [c for c in cells if c.column <= columns.last and c.column not in taken]
    between = [c for c in others if c.column >= columns.first or is_value(c.text)]
    stray = any(cell.text.strip() for cell in between)
    lost = not any(_texts(found.values())) and any(c.column >= first for c in line.numbers)
    if stray or lost or not all(stands_for_value(cell.text) for cell in found.values()):
        return None
    return tuple(found.get(number) for number in range(columns.count))


def _in_order(line: SourceRow, label: SourceCell, columns: Columns) -> RowCells | None:
    """Return the values in the order of the headings if that is the official order, else None.

    If headings are missing, there must be as many values as headings, each heading once and no
    others; if all are present, a last column of words (备注) may follow the values.
    """
    if not columns.ordered:
        return None
    if columns.complete:
        cells = line.after(label)
        noted = len(cells) == columns.count + 1 and not is_value(cells[-1].text)
        without = SourceRow(line.table, line.cells[:-1]) if noted else line
        return _counted(without, label, columns.count)
    once = all(len(places) == 1 for places in columns.places.values())
    found = _exactly(line, label, len(columns.places)) if columns.exclusive and once else None
    if found is None:
        return None
    by_number = dict(zip(sorted(columns.places), found, strict=True))
    return tuple(by_number.get(number) for number in range(columns.count))


def _exactly(line: SourceRow, label: SourceCell, count: int) -> tuple[SourceCell, ...] | None:
    """Return the values if the row has exactly ``count`` and does not end with a blank."""
    return _unheaded(_counted(line, label, count)) if len(line.after(label)) == count else None


def _counted(line: SourceRow, label: SourceCell, count: int) -> tuple[SourceCell, ...] | None:
    """Return the ``count`` values after the label; None for another number of them, or gaps.

    A cell with words instead of a number (无, 12份) counts as one. Blanks after the last value
    belong to a label column that this row does not use.
    """
    cells = line.after(label)
    while len(cells) > count and not cells[-1].text.strip():
        cells = cells[:-1]
    joined = all(one.column + one.width == next_.column for one, next_ in pairwise((label, *cells)))
    fits = len(cells) == count and joined and all(stands_for_value(cell.text) for cell in cells)
    return cells if fits else None


def _unheaded(cells: tuple[SourceCell, ...] | None) -> tuple[SourceCell, ...] | None:
    """Return counted values without headings; None if a blank end may be a missing column."""
    blank_end = cells and not cells[-1].text.strip() and any(_texts(cells))
    return None if blank_end else cells


def _at(cells: Sequence[SourceCell], column: int, row: int) -> SourceCell:
    here = (cell for cell in cells if cell.column <= column < cell.column + cell.width)
    return next(here, SourceCell(row, column, 1, 1, ""))


def _texts(cells: Iterable[SourceCell]) -> list[str]:
    return [cell.text.strip() for cell in cells]


def _same(placed: RowCells, counted: Sequence[SourceCell]) -> bool:
    """Return whether both have the same texts from left to right."""
    found = sorted((cell for cell in placed if cell), key=lambda cell: cell.column)
    return _texts(found) == _texts(counted)
