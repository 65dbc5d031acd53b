"""Read tables with row labels (主动公开, 申请) by the labels of a form.

A table may be split by a page break, lack its headings, repeat them, or have further columns.
Numbers of tables and sections are not used.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

from intake.content import SourceCell
from intake.recognition.columns import Columns, Headings, SourceRow, values
from intake.words.labels import (
    CellContent,
    FoundCell,
    Labels,
    ReadingIssue,
    declared_in_any,
    is_value,
    money_units,
    read,
    stated_units,
    units_other_than,
    words,
)
from intake.words.numbering import Style, numbering_of
from model.address import is_below, parent_path, row_address
from model.errors import UnreadableError
from model.form.form import Form
from model.form.table import Block, Leaf
from model.form.table import Cell as Official
from model.form.table import Table as Printed

_OTHER: Final = words("其他")
_TOTALS: Final = ("总计", "合计", "小计")
"""What a row is called that has the total of the parts of an official row."""
_HEADING: Final = 60
"""Most characters of a heading that may state a unit."""
_HEADING_WORTH: Final = 3
"""Weight of a heading against a cell in choosing the form: row labels of forms are similar."""
_SIDE_BY_SIDE: Final = "左右并列有两张表，不能确定属于哪一张"
_SURELY_HEADING: Final = 2
"""Least column headings of a line of headings, because 其他 is also the label of a row."""


@dataclass(frozen=True)
class OfficialRow:
    """An official row: its table, block and leaf; ``doubt`` is the reason if it is not sure.

    ``without`` are the cells of other rows that its source cannot have, because one row of an older
    form stands for all of them.
    """

    printed: Printed
    block: Block
    leaf: Leaf
    doubt: str = ""
    without: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Its address, which is the same in every form."""
        return row_address(self.printed.key, self.leaf.path)

    def is_below(self, table: str, path: str) -> bool:
        """Return whether it is below a row or group of a table."""
        return self.printed.key == table and is_below(self.leaf.path, path)

    @property
    def under(self) -> tuple[str, str]:
        """The key of its column headings: its table, and the title of its block."""
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
class CellResults:
    """The cells that were read from tables, and the issues."""

    found: list[FoundCell] = field(default_factory=list)
    issues: list[ReadingIssue] = field(default_factory=list)
    headings: int = 0
    is_side_by_side: bool = False
    """Whether the table consists of two tables side by side."""
    read_places: set[TablePlace] = field(default_factory=set)
    """Positions of the cells that were read."""
    issue_places: set[TablePlace] = field(default_factory=set)
    """Positions of the cells that issues are about."""
    without: dict[str, FoundCell] = field(default_factory=dict)
    """Blank cells of rows that an older form does not have."""

    def add(self, other: "CellResults") -> None:
        """Add the results of another table."""
        self.found += other.found
        self.issues += other.issues
        self.headings += other.headings
        self.read_places |= other.read_places
        self.issue_places |= other.issue_places
        self.without |= other.without

    def add_issue(self, issue: ReadingIssue, cells: Iterable[SourceCell] = ()) -> None:
        """Add an issue, and the cells it is about."""
        self.issues.append(issue)
        self.issue_places |= {(cell.row, cell.column) for cell in cells}

    def all_doubted(self) -> "CellResults":
        """Return the results with every found cell as an issue: its table is ambiguous."""
        doubted = [
            ReadingIssue(one.where, one.text, _SIDE_BY_SIDE, (one.address,)) for one in self.found
        ]
        issue_places = self.issue_places | self.read_places
        return CellResults([], [*self.issues, *doubted], self.headings, issue_places=issue_places)

    @property
    def score(self) -> int:
        """A measure of how much of a form was recognised."""
        return len(self.found) + _HEADING_WORTH * self.headings


class RowReader:
    """Reads tables by the row labels of one form, and of rows that only other forms have."""

    def __init__(self, form: Form, others: Sequence[Form]) -> None:
        self._rows = {row.key: row for row in _rows_of(form)}
        labels = [(label, key) for key, row in self._rows.items() for label in row_labels(row.leaf)]
        own = tuple(self._rows.values())
        for older in (row for other in others for row in _rows_of(other)):
            successor = None if older.key in self._rows else _successor(older, own)
            if successor is not None:
                self._rows[older.key] = successor
                labels.append((older.leaf.heading.label, older.key))
        self._labels = Labels(labels)
        self._headings = {row.under: Headings(row.block.column_leaves) for row in own}
        self._heads = {row.under: _heads(row.block) for row in own}
        self._before: dict[tuple[str, str], tuple[int, Columns]] = {}
        self._units: dict[tuple[str, str], frozenset[str]] = {}

    @property
    def heads(self) -> frozenset[str]:
        """The words of all headings of its columns."""
        return frozenset[str]().union(*self._heads.values())

    def knows(self, line: SourceRow) -> bool:
        """Return whether a line is a row or a heading of the form."""
        label = None if self._counted(line) else self._label(line)
        return label is not None or self._counted(line) >= _SURELY_HEADING

    def read(
        self,
        lines: Sequence[SourceRow],
        results: CellResults,
        aligned: bool,
        declared: frozenset[str] = frozenset(),
    ) -> None:
        """Read one table; ``aligned`` is true if its cells have columns.

        ``declared`` are units that lines over or under it declare for all of it.
        """
        width = max((c.column + c.width for line in lines for c in line.cells), default=0)
        heads: list[SourceRow] = []
        unknown: list[SourceRow] = []
        over: list[str] = []
        before: OfficialRow | None = None
        here = CellResults()
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
                here.headings += self._remember_headings(heads, row, width, aligned)
                heads = []
            if over:
                self._units[row.under] = frozenset[str]().union(*map(stated_units, over))
                over = []
            row, before = _doubted(row, label, before), row
            units = declared | self._units.get(row.under, frozenset())
            self._read_row(line, label, row, self._columns(row, width), here, units)
        if here.found or here.issues:
            _add_unknown_rows(unknown, here)
        results.add(here.all_doubted() if here.is_side_by_side else here)

    def _may_head(
        self,
        line: SourceRow,
        found: tuple[SourceCell, OfficialRow],
        heads: Sequence[SourceRow],
        width: int,
    ) -> bool:
        """Return whether 总计 or 其他 is the heading of a column here and not of a row."""
        label, row = found
        columns = self._columns(row, width)
        blank_row = columns is not None and label.column < columns.first and not heads
        return not line.numbers and not blank_row

    def _remember_headings(
        self, heads: Sequence[SourceRow], row: OfficialRow, width: int, aligned: bool
    ) -> int:
        """Remember the columns of the headings over a row; return how many there are."""
        columns = self._headings[row.under].find([line.cells for line in heads], aligned)
        if columns is not None and len(columns.places) >= min(columns.count, _SURELY_HEADING):
            self._before[row.under] = width, columns
            return len(columns.places)
        return 0

    def _columns(self, row: OfficialRow, width: int) -> Columns | None:
        """Return the last columns with headings; in a table of another width only their order."""
        before, columns = self._before.get(row.under, (width, None))
        if columns is None or before == width:
            return columns
        return replace(columns, aligned=False)

    def _label(self, line: SourceRow) -> tuple[SourceCell, OfficialRow] | None:
        """Return the cell of a row that is its official label, and its official row.

        A label over several rows is that of their total alone: 在线 and 信函 beside it are parts.
        """
        if (found := self._last_label(line)) is None:
            return None
        for whole in line.cells:
            keys = [] if whole.height == 1 else self._labels.keys(whole.text)
            beside = [c.text for c in line.cells if c.column > whole.column and c.text.strip()]
            if len(keys) == 1 and beside and not is_value(beside[0]):
                if words(beside[0]) in _TOTALS:
                    return whole, self._rows[keys[0]]
                return None if found[0] is whole else found
        return found

    def _last_label(self, line: SourceRow) -> tuple[SourceCell, OfficialRow] | None:
        """Return the last cell of a row that is an official label, and its official row."""
        for cell in reversed(line.cells):
            keys = [] if is_value(cell.text) else self._labels.keys(cell.text)
            if len(keys) == 1:
                return cell, self._rows[keys[0]]
            if numbering_of(cell.text).style in (Style.DIGIT, Style.SMALL) and not is_value(
                cell.text
            ):
                return None  # the label of another row of the group before it
        return None

    def _counted(self, line: SourceRow) -> int:
        """Return the number of official column headings in a line."""
        texts = {words(cell.text) for cell in line.cells}
        return max(len(texts & heads) for heads in self._heads.values())

    def _read_row(
        self,
        line: SourceRow,
        label: SourceCell,
        row: OfficialRow,
        columns: Columns | None,
        results: CellResults,
        units: frozenset[str],
    ) -> None:
        cells = values(line, label, len(row.addresses), columns)
        if self._is_twice(line, label):
            cells, results.is_side_by_side = _SIDE_BY_SIDE, True
        if isinstance(cells, str):
            issue = ReadingIssue(line.where(label), line.text, cells, row.addresses)
            results.add_issue(issue, line.cells)
            return
        units |= stated_units(label.text) | declared_in_any(c.text for c in line.cells)
        for address, cell in zip(row.addresses, cells, strict=True):
            if cell is None:
                why = f"没有找到列标题「{row.printed.cells[address].column[-1]}」"
                results.add_issue(ReadingIssue(line.where(label), label.text, why, (address,)))
            else:
                read_cell(row.printed, address, line, cell, results, units, row.doubt)
        results.read_places |= {(c.row, c.column) for c in _repeated(line, columns)}
        where = line.where(label)
        results.without |= {one: FoundCell(one, "", where, None) for one in row.without}

    def _is_twice(self, line: SourceRow, label: SourceCell) -> bool:
        """Return whether a line repeats the row's label, with numbers in between."""
        same = (c for c in line.cells if self._labels.keys(c.text) == self._labels.keys(label.text))
        first = next(same)
        return any(first.column < number.column < label.column for number in line.numbers)


def _doubted(row: OfficialRow, label: SourceCell, before: OfficialRow | None) -> OfficialRow:
    """Add a doubt to a 其他 without number and without a row of its group above it."""
    bare = label.text.strip() == _OTHER
    group = parent_path(row.leaf.path)
    if not bare or row.doubt or (before and before.is_below(row.printed.key, group)):
        return row
    return replace(row, doubt=f"不能确定是哪一组的其他，拟列入「{row.leaf.heading.label}」")


def _add_unknown_rows(lines: Iterable[SourceRow], results: CellResults) -> None:
    """Add issues for rows with numbers and an unknown label, except rows of column numbers."""
    for line in lines:
        labels = [cell for cell in line.cells if cell.text.strip() and not is_value(cell.text)]
        counts = [cell.text.strip() for cell in line.numbers]
        if not counts:
            continue
        if counts == [str(n + 1) for n in range(len(counts))]:
            results.read_places |= {(cell.row, cell.column) for cell in line.cells}
        elif labels:
            issue = ReadingIssue(line.where(labels[-1]), line.text, "表样中没有这一行")
            results.add_issue(issue, line.cells)


def _repeated(line: SourceRow, columns: Columns | None) -> Iterator[SourceCell]:
    """Yield the cells of a row under the headings, including copies of merged cells."""
    if columns is not None and columns.aligned:
        places = {place for found in columns.places.values() for place in found}
        yield from (cell for cell in line.cells if cell.column in places)


def row_labels(leaf: Leaf) -> tuple[str, ...]:
    """Return the label of a row, and the same with its group before it in one cell."""
    return tuple(dict.fromkeys((leaf.heading.label, "".join(leaf.labels[-2:]))))


def _heads(block: Block) -> frozenset[str]:
    """Return the words of all column headings of a block, and of its corner."""
    labels = (heading.label for leaf in block.column_leaves for heading in leaf.headings)
    return frozenset(words(label) for label in (block.corner, *labels) if words(label))


def _successor(older: OfficialRow, rows: Iterable[OfficialRow]) -> OfficialRow | None:
    """Return the row 其他 of the group that replaces a row of another form."""
    group = [row for row in rows if row.is_below(older.printed.key, older.leaf.path)]
    for row in group:
        label = row.leaf.heading.label
        if words(label) == _OTHER:
            others = [one for one in group if one is not row]
            doubt = f"旧表样为一行「{older.leaf.heading.label}」，拟列入「{label}」"
            without = (address for one in others for address in one.addresses)
            return replace(row, doubt=doubt, without=tuple(without))
    return None


def read_cell(
    printed: Printed,
    address: str,
    line: SourceRow,
    cell: SourceCell,
    results: CellResults,
    units: frozenset[str],
    doubt: str = "",
) -> None:
    """Add one cell to the results; ``units`` are the units stated over it and in its row."""
    official = printed.cells[address]
    try:
        found = _read(official, cell, units)
    except UnreadableError as error:
        results.add_issue(ReadingIssue(line.where(cell), cell.text, str(error), (address,)), [cell])
        return
    remark = "；".join(filter(None, (found.remark, cell.remark)))
    text = cell.text.strip()
    unit = found.unit if official.units else ""
    if official.units and found.number and not unit:
        doubt = doubt or f"来源没有写明单位（{'或'.join(official.units)}）"
    results.found.append(
        FoundCell(address, text, line.where(cell), found.number, remark, doubt, unit)
    )
    results.read_places.add((cell.row, cell.column))


def _read(official: Official, cell: SourceCell, units: frozenset[str]) -> CellContent:
    """Return the content of a foreign cell as that of an official one, with its stated unit.

    Raises:
        UnreadableError: it is not a number of this kind, has another unit, is hidden, or the
            displayed number differs from the stored one.
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
    units |= own | declared_in_any((found.remark, shown.remark, cell.remark))
    if not found.number:  # blank, or 0 in any unit
        return found
    if other := units_other_than(official, units):
        raise _other_unit(other, official)
    money = money_units(units)
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
