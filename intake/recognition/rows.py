"""Tables with row labels (主动公开, 申请): found by the labels of a form, in whatever pieces.

A table may be cut in two by a page end, lack its heading, repeat it, or have columns of its own
beside the official ones. Nothing is known by its number.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

from intake.content import SourceCell
from intake.recognition.columns import Columns, Headings, SourceRow, values
from intake.recognition.labels import (
    CellContent,
    Found,
    Labels,
    Puzzle,
    declared_in_any,
    is_value,
    money_units,
    read,
    stated_units,
    units_other_than,
    words,
)
from model.address import is_below, parent_path, row_address
from model.errors import UnreadableError
from model.form.form import Form
from model.form.table import Block, Leaf
from model.form.table import Cell as Official
from model.form.table import Table as Printed

_OTHER: Final = words("其他")
_HEADING: Final = 60
"""Characters a heading may have; what is longer names no unit of a column."""
_HEADING_WORTH: Final = 3
"""How many cells a heading counts for in telling forms apart: labels of rows are much the same."""
_BESIDE: Final = "左右并列有两张表，不能确定属于哪一张"
_SURELY_HEADING: Final = 2
"""Column headings from which on a row is no row of values, though 其他 is a row's label too."""


@dataclass(frozen=True)
class OfficialRow:
    """An official row: its table, its block and its leaf; ``doubt`` is why it may be another."""

    printed: Printed
    block: Block
    leaf: Leaf
    doubt: str = ""

    @property
    def key(self) -> str:
        """What it is known by in every form."""
        return row_address(self.printed.key, self.leaf.path)

    def is_below(self, table: str, path: str) -> bool:
        """Whether it stands under a row or a group of a table."""
        return self.printed.key == table and is_below(self.leaf.path, path)

    @property
    def under(self) -> tuple[str, str]:
        """What the headings over it are known by: its table, and the title of its block."""
        return self.printed.key, self.block.title

    @cached_property
    def addresses(self) -> tuple[str, ...]:
        """Addresses of its cells, from the left."""
        return tuple(
            self.printed.address(self.leaf.path, leaf.path) for leaf in self.block.column_leaves
        )


TablePlace = tuple[int, int]
"""Row and column of a cell in its table."""


@dataclass
class Pieces:
    """What was found in tables, and what was not understood."""

    found: list[Found] = field(default_factory=list)
    puzzles: list[Puzzle] = field(default_factory=list)
    headings: int = 0
    beside: bool = False
    """Whether two tables stand side by side in one."""
    taken: set[TablePlace] = field(default_factory=set)
    """Rows and columns of the cells that were read."""
    named: set[TablePlace] = field(default_factory=set)
    """Those of the cells that puzzles are about."""

    def add(self, other: "Pieces") -> None:
        """Take in what was found in another table."""
        self.found += other.found
        self.puzzles += other.puzzles
        self.headings += other.headings
        self.taken |= other.taken
        self.named |= other.named

    def puzzle(self, puzzle: Puzzle, cells: Iterable[SourceCell] = ()) -> None:
        """Name something as not understood, and the cells it is about."""
        self.puzzles.append(puzzle)
        self.named |= {(cell.row, cell.column) for cell in cells}

    def all_doubted(self) -> "Pieces":
        """Return the pieces with nothing taken: whichever table a number is of."""
        doubted = [Puzzle(one.where, one.text, _BESIDE, (one.address,)) for one in self.found]
        named = self.named | self.taken
        return Pieces([], [*self.puzzles, *doubted], self.headings, named=named)

    @property
    def score(self) -> int:
        """How much of a form was recognised."""
        return len(self.found) + _HEADING_WORTH * self.headings


class RowReader:
    """Reads tables by the row labels of one form; knows rows that only older forms have."""

    def __init__(self, form: Form, others: Sequence[Form]) -> None:
        self._rows = {row.key: row for row in _rows_of(form)}
        labels = [(row.leaf.heading.label, key) for key, row in self._rows.items()]
        own = tuple(self._rows.values())
        for older in (row for other in others for row in _rows_of(other)):
            heir = None if older.key in self._rows else _heir(older, own)
            if heir is not None:
                self._rows[older.key] = heir
                labels.append((older.leaf.heading.label, older.key))
        self._labels = Labels(labels)
        self._headings = {row.under: Headings(row.block.column_leaves) for row in own}
        self._heads = {row.under: _heads(row.block) for row in own}
        self._before: dict[tuple[str, str], tuple[int, Columns]] = {}
        self._units: dict[tuple[str, str], frozenset[str]] = {}

    def knows(self, line: SourceRow) -> bool:
        """Whether a line is a row or a heading of the form."""
        label = None if self._counted(line) else self._label(line)
        return label is not None or self._counted(line) >= _SURELY_HEADING

    def read(
        self,
        lines: Sequence[SourceRow],
        pieces: Pieces,
        aligned: bool,
        declared: frozenset[str] = frozenset(),
    ) -> None:
        """Read one table; ``aligned`` says whether its columns stand under each other.

        ``declared`` are units that lines over or under it declare for all of it.
        """
        width = max((c.column + c.width for line in lines for c in line.cells), default=0)
        heads: list[SourceRow] = []
        unknown: list[SourceRow] = []
        over: list[str] = []
        before: OfficialRow | None = None
        here = Pieces()
        for line in lines:
            count = self._counted(line)
            found = None if count >= _SURELY_HEADING else self._label(line)
            if found is None or (count and self._may_head(line, found, heads, width)):
                heads += [line] * bool(count)
                unknown += [] if count else [line]
                over += [cell.text for cell in line.cells if len(cell.text) <= _HEADING]
                continue
            label, row = found
            if heads:
                here.headings += self._take_heads(heads, row, width, aligned)
                heads = []
            if over:
                self._units[row.under] = frozenset[str]().union(*map(stated_units, over))
                over = []
            row, before = _doubted(row, label, before), row
            said = declared | self._units.get(row.under, frozenset())
            self._take(line, label, row, self._columns(row, width), here, said)
        if here.found or here.puzzles:
            _name_unknown(unknown, here)
        pieces.add(here.all_doubted() if here.beside else here)

    def _may_head(
        self,
        line: SourceRow,
        found: tuple[SourceCell, OfficialRow],
        heads: Sequence[SourceRow],
        width: int,
    ) -> bool:
        """Whether 总计 or 其他 heads a column here rather than a row."""
        label, row = found
        columns = self._columns(row, width)
        blank_row = columns is not None and label.column < columns.first and not heads
        return not line.numbers and not blank_row

    def _take_heads(
        self, heads: Sequence[SourceRow], row: OfficialRow, width: int, aligned: bool
    ) -> int:
        """Remember what lines of headings over a row say; gives how many columns."""
        columns = self._headings[row.under].find([line.cells for line in heads], aligned)
        if columns is not None and len(columns.places) >= min(columns.count, _SURELY_HEADING):
            self._before[row.under] = width, columns
            return len(columns.places)
        return 0

    def _columns(self, row: OfficialRow, width: int) -> Columns | None:
        """Give the columns that were headed last; a table of another width has only their order."""
        before, columns = self._before.get(row.under, (width, None))
        if columns is None or before == width:
            return columns
        return replace(columns, aligned=False)

    def _label(self, line: SourceRow) -> tuple[SourceCell, OfficialRow] | None:
        """Find the last cell of a row that is an official label."""
        for cell in reversed(line.cells):
            keys = [] if is_value(cell.text) else self._labels.keys(cell.text)
            if len(keys) == 1:
                return cell, self._rows[keys[0]]
        return None

    def _counted(self, line: SourceRow) -> int:
        """Count the official headings in a row."""
        said = {words(cell.text) for cell in line.cells}
        return max(len(said & heads) for heads in self._heads.values())

    def _take(
        self,
        line: SourceRow,
        label: SourceCell,
        row: OfficialRow,
        columns: Columns | None,
        pieces: Pieces,
        said: frozenset[str],
    ) -> None:
        cells = values(line, label, len(row.addresses), columns)
        if self._is_twice(line, label):
            cells, pieces.beside = _BESIDE, True
        if isinstance(cells, str):
            puzzle = Puzzle(line.where(label), line.said, cells, row.addresses)
            pieces.puzzle(puzzle, line.cells)
            return
        said |= stated_units(label.text) | declared_in_any(c.text for c in line.cells)
        for address, cell in zip(row.addresses, cells, strict=True):
            if cell is None:
                why = f"没有找到列标题「{row.printed.cells[address].column[-1]}」"
                pieces.puzzle(Puzzle(line.where(label), label.text, why, (address,)))
            else:
                take(row.printed, address, line, cell, pieces, said, row.doubt)
        pieces.taken |= {(c.row, c.column) for c in _repeated(line, columns)}

    def _is_twice(self, line: SourceRow, label: SourceCell) -> bool:
        """Whether a line has the row's label once more, with numbers between the two."""
        same = (c for c in line.cells if self._labels.keys(c.text) == self._labels.keys(label.text))
        first = next(same)
        return any(first.column < number.column < label.column for number in line.numbers)


def _doubted(row: OfficialRow, label: SourceCell, before: OfficialRow | None) -> OfficialRow:
    """Doubt a 其他 without its number that no row of its group stands over: it may sum up more."""
    bare = label.text.strip() == _OTHER
    group = parent_path(row.leaf.path)
    if not bare or row.doubt or (before and before.is_below(row.printed.key, group)):
        return row
    return replace(row, doubt=f"不能确定是哪一组的其他，拟列入「{row.leaf.heading.label}」")


def _name_unknown(lines: Iterable[SourceRow], pieces: Pieces) -> None:
    """Name rows with numbers whose label no form has; a row that counts the columns is none."""
    for line in lines:
        said = [cell for cell in line.cells if cell.text.strip() and not is_value(cell.text)]
        counts = [cell.text.strip() for cell in line.numbers]
        if not counts:
            continue
        if counts == [str(n + 1) for n in range(len(counts))]:
            pieces.taken |= {(cell.row, cell.column) for cell in line.cells}
        elif said:
            pieces.puzzle(Puzzle(line.where(said[-1]), line.said, "表样中没有这一行"), line.cells)


def _repeated(line: SourceRow, columns: Columns | None) -> Iterator[SourceCell]:
    """Give the cells under the headings of a row that was read: copies of merged ones with them."""
    if columns is not None and columns.aligned:
        places = {place for found in columns.places.values() for place in found}
        yield from (cell for cell in line.cells if cell.column in places)


def _heads(block: Block) -> frozenset[str]:
    """Return the words of all headings of a block's columns, its corner with them."""
    labels = (heading.label for leaf in block.column_leaves for heading in leaf.headings)
    return frozenset(words(label) for label in (block.corner, *labels) if words(label))


def _heir(older: OfficialRow, rows: Iterable[OfficialRow]) -> OfficialRow | None:
    """Return the 其他 of the group that a row of an older form has become."""
    for row in rows:
        label = row.leaf.heading.label
        if row.is_below(older.printed.key, older.leaf.path) and words(label) == _OTHER:
            doubt = f"旧表样为一行「{older.leaf.heading.label}」，拟列入「{label}」"
            return replace(row, doubt=doubt)
    return None


def take(
    printed: Printed,
    address: str,
    line: SourceRow,
    cell: SourceCell,
    pieces: Pieces,
    said: frozenset[str],
    doubt: str = "",
) -> None:
    """Read one cell into the pieces; ``said`` are the units that stand over and beside it."""
    official = printed.cells[address]
    try:
        found = _read(official, cell, said)
    except UnreadableError as error:
        pieces.puzzle(Puzzle(line.where(cell), cell.text, str(error), (address,)), [cell])
        return
    remark = "；".join(filter(None, (found.remark, cell.remark)))
    text = cell.text.strip()
    unit = found.unit if official.units else ""
    if official.units and found.number and not unit:
        doubt = doubt or f"来源没有写明单位（{'或'.join(official.units)}）"
    pieces.found.append(Found(address, text, line.where(cell), found.number, remark, doubt, unit))
    pieces.taken.add((cell.row, cell.column))


def _read(official: Official, cell: SourceCell, said: frozenset[str]) -> CellContent:
    """Read a cell of a foreign table as an official one, with the unit that is stated for it.

    Raises:
        UnreadableError: it is no number of this kind, in another unit, shown as another number
            than is kept, or hidden.
    """
    found = read(cell.text, official.kind)
    shown = found if cell.shown is None else read(cell.shown, official.kind)
    if found.unit and found.unit not in (official.unit, *official.units):
        raise _other_unit(found.unit, official)
    if found.number is not None and cell.hidden:
        raise UnreadableError("所在的行或列已隐藏。")
    if shown.number != found.number:
        raise UnreadableError(f"显示为「{cell.shown}」，与保存的数不同。")
    own = {one for one in (found.unit, shown.unit) if one}
    said |= own | declared_in_any((found.remark, shown.remark, cell.remark))
    if not found.number:  # none, or 0 of whatever
        return found
    if other := units_other_than(official, said):
        raise _other_unit(other, official)
    money = money_units(said)
    if official.units and len(money) > 1:
        raise UnreadableError(f"单位有{'、'.join(sorted(money))}两种说法。")
    return found._replace(unit=min(money, default=""))


def _other_unit(unit: str, official: Official) -> UnreadableError:
    wanted = official.unit or "或".join(official.units)
    return UnreadableError(f"单位是{unit}，表样为{wanted}")


def _rows_of(form: Form) -> Iterator[OfficialRow]:
    """Yield the rows of all tables that label their rows, in printed order."""
    for printed in form.tables.values():
        for block in printed.blocks:
            for leaf in block.row_leaves:
                if leaf.labels:
                    yield OfficialRow(printed, block, leaf)
