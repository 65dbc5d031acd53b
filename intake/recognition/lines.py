"""A foreign table as lines of cells, and the numbers that follow a label in one of them.

Values are counted from the label. Where the columns are headed, they are looked up by place as
well; where both ways give something else, nothing is taken.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Final

from intake.content import Cell, Table
from intake.recognition.columns import Columns
from intake.recognition.numbers import is_value

Values = tuple[Cell | None, ...]
"""The values of a row in official order; None where a column was not found."""
_APART: Final = "数的位置与列标题对不上"


@dataclass(frozen=True)
class Line:
    """One row of a table: the cells that begin in it, from the left."""

    table: Table
    cells: tuple[Cell, ...]

    def where(self, cell: Cell) -> str:
        """Say where a cell stands."""
        return self.table.where(cell)

    def after(self, label: Cell) -> tuple[Cell, ...]:
        """Give the cells to the right of a label."""
        return tuple(cell for cell in self.cells if cell.column > label.column)

    @property
    def numbers(self) -> tuple[Cell, ...]:
        """Give the cells that may be values and are not blank."""
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


def lines_of(table: Table) -> list[Line]:
    """Give the rows of a table from the top."""
    ordered = sorted(table.cells, key=lambda cell: (cell.row, cell.column))
    return [Line(table, tuple(cells)) for _, cells in groupby(ordered, key=lambda cell: cell.row)]


def values(line: Line, label: Cell, count: int, columns: Columns | None) -> Values | str:
    """Give the values of a row in official order, or why they cannot be told apart."""
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


def placed(line: Line, first: int, columns: Columns) -> Values | None:
    """Look values up in headed columns, from a ``first`` one on; a place without a cell is blank.

    None where anything else stands between the columns, where one cell would be two values, where
    a column that is headed twice says two things, or where all are blank beside a number.
    """
    cells = [cell for cell in line.cells if cell.column >= first]
    found: dict[int, Cell] = {}
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


def _in_order(line: Line, label: Cell, columns: Columns) -> Values | None:
    """Give values in the order of the headings, where that is the official one.

    Where some are missing there have to be as many values as headings, each said once and nothing
    else among them; where none is, a last column of words (备注) may follow the values.
    """
    if not columns.ordered:
        return None
    if columns.complete:
        cells = line.after(label)
        noted = len(cells) == columns.count + 1 and not is_value(cells[-1].text)
        without = Line(line.table, line.cells[:-1]) if noted else line
        return _counted(without, label, columns.count)
    once = all(len(places) == 1 for places in columns.places.values())
    found = _exactly(line, label, len(columns.places)) if columns.alone and once else None
    if found is None:
        return None
    by_number = dict(zip(sorted(columns.places), found, strict=True))
    return tuple(by_number.get(number) for number in range(columns.count))


def _exactly(line: Line, label: Cell, count: int) -> tuple[Cell, ...] | None:
    """Count values where there are neither more cells nor a blank end."""
    return _unheaded(_counted(line, label, count)) if len(line.after(label)) == count else None


def _counted(line: Line, label: Cell, count: int) -> tuple[Cell, ...] | None:
    """Count values from the label on; None where they are not so many, or stand apart.

    Blanks after the last are the rest of a label column that this row does not need.
    """
    cells = line.after(label)
    while len(cells) > count and not cells[-1].text.strip():
        cells = cells[:-1]
    joined = all(one.column + one.width == next_.column for one, next_ in pairwise((label, *cells)))
    fits = len(cells) == count and joined and all(is_value(cell.text) for cell in cells)
    return cells if fits else None


def _unheaded(cells: tuple[Cell, ...] | None) -> tuple[Cell, ...] | None:
    """Trust counted values without headings, unless a blank end may be a column that is missing."""
    blank_end = cells and not cells[-1].text.strip() and any(_texts(cells))
    return None if blank_end else cells


def _at(cells: Sequence[Cell], column: int, row: int) -> Cell:
    here = (cell for cell in cells if cell.column <= column < cell.column + cell.width)
    return next(here, Cell(row, column, 1, 1, ""))


def _texts(cells: Iterable[Cell]) -> list[str]:
    return [cell.text.strip() for cell in cells]


def _same(placed: Values, counted: Sequence[Cell]) -> bool:
    """Whether both say the same from left to right, whatever the order of the columns is."""
    found = sorted((cell for cell in placed if cell), key=lambda cell: cell.column)
    return _texts(found) == _texts(counted)
