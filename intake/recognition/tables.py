"""All tables of a document → cells of one form, and which form that is."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from intake.content import Document, Kind, Table
from intake.recognition.found import Found, Puzzle
from intake.recognition.lines import Line, lines_of
from intake.recognition.rows import Pieces, RowReader
from intake.recognition.single import SingleReader
from model.form import Form
from model.table import Table as Printed

_NOTE: Final = ("注：", "注:", "备注：", "说明：")
_CAPTIONS: Final = 3
"""Lines over a table that may be its titles."""


@dataclass(frozen=True)
class TablesRead:
    """Cells by address, what was not understood, and the tables that belong to no form.

    ``notes`` are lines under the rows of a table by its key, ``captions`` those over them: a
    worksheet has nothing else to say these in.
    """

    form: Form
    cells: dict[str, Found]
    puzzles: tuple[Puzzle, ...]
    foreign: tuple[Table, ...]
    notes: dict[str, list[str]]
    captions: tuple[str, ...]


def read_tables(document: Document, forms: Sequence[Form]) -> TablesRead:
    """Read the tables by the form they fit best; among equals the first given counts."""
    tables = [table for table in document.tables if not table.hidden]
    readings = [_TableReader(form, forms, document.kind is Kind.TEXT) for form in forms]
    for reading in readings:
        for table in tables:
            reading.read(table)
    return max(readings, key=lambda reading: reading.pieces.score).result()


class _TableReader:
    """Reads tables as those of one form."""

    def __init__(self, form: Form, forms: Sequence[Form], is_text: bool) -> None:
        self._form = form
        self._is_text = is_text
        self._by_rows = RowReader(form, [one for one in forms if one is not form])
        self._single = SingleReader(form)
        self.pieces = Pieces()
        self._foreign: list[Table] = []
        self._notes: dict[str, list[str]] = defaultdict(list)
        self._captions: list[str] = []

    def read(self, table: Table) -> None:
        """Read one table, with the titles over it and the notes under it."""
        lines = lines_of(table)
        notes = _notes_among(lines)
        here = Pieces()
        wanted = [line for line in lines if line not in notes]
        aligned = not self._is_text or _is_rectangle(lines)
        rest = self._single.read(wanted, self._by_rows.knows, here, aligned)
        self._by_rows.read(rest, here, aligned)
        keys = [one.address for one in here.found] or [a for p in here.puzzles for a in p.addresses]
        if not keys:
            self._foreign.append(table)
            return
        self.pieces.add(here)
        self._captions += [line.alone for line in lines[:_CAPTIONS] if line.alone]
        key = keys[-1].partition("/")[0]
        remarked = {f"注：{c.name}：": c.address for c in self._form.tables[key].cells.values()}
        for line in notes:
            name = next((name for name in remarked if line.alone.startswith(name)), "")
            if name and self._remark(remarked[name], line.alone.removeprefix(name)):
                continue
            self._notes[key].append(line.alone)

    def _remark(self, address: str, remark: str) -> bool:
        """Put the remark that a note says of a cell to the cell; whether it was found."""
        found = self.pieces.found
        here = [n for n, one in enumerate(found) if one.address == address]
        for number in here:
            found[number] = replace(found[number], remark=remark)
        return bool(here)

    def result(self) -> TablesRead:
        """Give what all tables say together."""
        cells, clashes = _single(self.pieces.found, self.pieces.puzzles)
        puzzles = (*self.pieces.puzzles, *clashes)
        missing = _missing(self._form, cells, puzzles)
        return TablesRead(
            self._form,
            cells,
            (*puzzles, *missing),
            tuple(self._foreign),
            dict(self._notes),
            tuple(self._captions),
        )


def _is_rectangle(lines: Sequence[Line]) -> bool:
    """Whether all lines of a text have as many fields, as those copied from a worksheet have."""
    return len({len(line.cells) for line in lines}) == 1


def _notes_among(lines: Sequence[Line]) -> list[Line]:
    """Give the lines that are notes, and what goes on directly below them."""
    notes: list[Line] = []
    for line in lines:
        begun = bool(notes) and line.cells[0].row == notes[-1].cells[0].row + 1
        if line.alone.startswith(_NOTE) or (begun and line.alone):
            notes.append(line)
    return notes


def _single(
    found: Sequence[Found], puzzles: Sequence[Puzzle]
) -> tuple[dict[str, Found], list[Puzzle]]:
    """Give one reading of each cell; where two differ, or one is not understood, none is taken.

    Where a table stands several times, as last year's does under this year's, a cell that stands
    there less often may belong to any of them.
    """
    named = {address for puzzle in puzzles for address in puzzle.addresses}
    by_address: dict[str, list[Found]] = defaultdict(list)
    for one in found:
        by_address[one.address].append(one)
    seen = Counter(one.address for one in found)
    seen.update(address for puzzle in puzzles for address in puzzle.addresses)
    copies = _copies(seen)
    cells, clashes = {}, []
    for address, readings in by_address.items():
        rare = seen[address] < copies[address.partition("/")[0]]
        if address in named:
            continue
        if rare or len({one.number for one in readings}) > 1:
            clashes.append(_clash(address, readings, rare))
        else:
            cells[address] = readings[0]
    return cells, clashes


def _copies(seen: Mapping[str, int]) -> dict[str, int]:
    """Count how often each table stands: as often as two of its rows do."""
    rows: dict[str, dict[str, int]] = defaultdict(dict)
    for address, times in seen.items():
        table, row, _ = address.split("/")
        rows[table][row] = max(times, rows[table].get(row, 1))
    return {table: sorted((1, *times.values()))[-2] for table, times in rows.items()}


def _clash(address: str, readings: Sequence[Found], rare: bool) -> Puzzle:
    places = "、".join(one.where for one in readings)
    said = "、".join(one.text or "空白" for one in readings)
    why = "这张表不止一份，有的份缺这一格" if rare else "同一格有不同的数"
    return Puzzle(places, said, why, (address,))


def _missing(form: Form, cells: dict[str, Found], puzzles: Sequence[Puzzle]) -> Iterator[Puzzle]:
    """Name the rows that a table lacks of which others were found."""
    known = cells.keys() | {address for puzzle in puzzles for address in puzzle.addresses}
    for table in form.tables.values():
        if known.isdisjoint(table.cells):
            continue
        where = form.section_of[table.key].short
        for label, addresses in _lines(table):
            if left := tuple(address for address in addresses if address not in known):
                yield Puzzle(where, label, "来源中没有找到", left)


def _lines(table: Printed) -> Iterator[tuple[str, list[str]]]:
    """Give label and addresses of each row; of a table of one row, of each group of columns."""
    for block in table.blocks:
        for row in block.row_leaves:
            by_name: dict[str, list[str]] = defaultdict(list)
            for column in block.column_leaves:
                name = row.labels[-1] if row.labels else column.labels[0]
                by_name[name].append(table.address(row.path, column.path))
            yield from by_name.items()
