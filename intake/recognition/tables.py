"""All tables of a document → cells of one form, and which form that is."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from intake.content import Document, FileKind, SourceCell, SourceParagraph, SourceTable
from intake.recognition.account import Entry, Ledger, cell_of, remark_of
from intake.recognition.columns import SourceRow, lines_of
from intake.recognition.labels import Found, Labels, Puzzle, declared_in_any, says_unit, words
from intake.recognition.rows import Pieces, RowReader
from intake.recognition.single import SingleReader
from model.address import Address
from model.form.form import Form
from model.form.table import Table as Printed

_NOTE: Final = ("注：", "注:", "备注：", "说明：")
MISSING: Final = "来源中没有找到"
"""How the reason begins where a source lacks what it should have."""
_CAPTIONS: Final = 3
"""Lines over a table that may be its titles."""
_BRACKETED: Final = re.compile(r"[（(\[【]([^（(\[【]*?)[）)\]】]")
_TRIVIAL: Final = re.compile(
    r"\s*(?:(?:计量)?单位.*|[亿万千百十]*[元件条项次人宗份个]+|[一二三四五六七八九十\d]+|见?注\d*)\s*"
)
"""What stands in brackets at labels and adds nothing: a unit, a number, a mark of a note."""
_NEAR: Final = 5
"""Paragraphs over and under a table that may declare a unit for it."""
_AGREES: Final = re.compile(r"相等|未填完|差\d+")
"""What the program writes under a table of its own workbooks, beside the name of a relation."""


@dataclass(frozen=True)
class TablesRead:
    """Cells by address, what was not understood, and the tables that belong to no form.

    ``missing`` are the tables of the form that were not found.

    ``notes`` are lines under the rows of a table by its key, ``captions`` those over them with
    their entries: a worksheet has nothing else to say these in. ``settled`` are the lines that were
    read or only say what the form says, ``named`` those that puzzles are about. ``whole`` are the
    keys of the tables of which every cell was read.
    """

    form: Form
    cells: dict[str, Found]
    puzzles: tuple[Puzzle, ...]
    missing: tuple[Puzzle, ...]
    foreign: tuple[SourceTable, ...]
    notes: dict[str, list[str]]
    captions: tuple[tuple[Entry, str], ...]
    settled: frozenset[Entry]
    named: frozenset[Entry]
    whole: tuple[str, ...]

    def enter(self, ledger: Ledger) -> None:
        """Tell a ledger what became of the cells."""
        ledger.name(self.named)
        ledger.settle(self.settled)
        for table in self.foreign:
            ledger.name(cell_of(table, cell) for cell in table.cells)
            ledger.name(remark_of(table, cell) for cell in table.cells)


def read_tables(document: Document, forms: Sequence[Form]) -> TablesRead:
    """Read the tables by the form they fit best; among equals the first given counts."""
    tables = [table for table in document.tables if not table.hidden]
    declared = {table.number: _declared(document, table) for table in tables}
    readings = [_TableReader(form, forms, document.kind is FileKind.TEXT) for form in forms]
    for reading in readings:
        for table in tables:
            reading.read(table, declared[table.number])
    return max(readings, key=lambda reading: reading.pieces.score).result()


class _TableReader:
    """Reads tables as those of one form."""

    def __init__(self, form: Form, forms: Sequence[Form], is_text: bool) -> None:
        self._form = form
        self._is_text = is_text
        self._by_rows = RowReader(form, [one for one in forms if one is not form])
        self._single = SingleReader(form)
        self.pieces = Pieces()
        self._foreign: list[SourceTable] = []
        self._notes: dict[str, list[str]] = defaultdict(list)
        self._captions: list[tuple[Entry, str]] = []
        self._settled: set[Entry] = set()
        self._named: set[Entry] = set()
        self._relations = {one.name for table in form.tables.values() for one in table.relations}
        self._said = {words(label) for label in _structure_of(form)}
        self._structure = Labels((label, label) for label in _structure_of(form))

    def read(self, table: SourceTable, declared: frozenset[str]) -> None:
        """Read one table, with the titles over it and the notes under it.

        ``declared`` are the units that lines in it and around it declare.
        """
        lines = lines_of(table)
        notes = _notes_among(lines)
        here = Pieces()
        wanted = [line for line in lines if line not in notes]
        aligned = not self._is_text or _is_rectangle(lines)
        rest = self._single.read(wanted, self._by_rows.knows, here, aligned, declared)
        self._by_rows.read(rest, here, aligned, declared)
        keys = [one.address for one in here.found] or [a for p in here.puzzles for a in p.addresses]
        if not keys:
            self._foreign.append(table)
            return
        self.pieces.add(here)
        self._enter(table, here, lines)
        key = self._form.cells[keys[-1]].table
        remarked = {f"注：{c.name}：": c.address for c in self._form.tables[key].cells.values()}
        for line in notes:
            name = next((name for name in remarked if line.alone.startswith(name)), "")
            if name and self._remark(remarked[name], line.alone.removeprefix(name)):
                continue
            self._notes[key].append(line.alone)
        self._settled |= {cell_of(table, cell) for line in notes for cell in line.cells}

    def _enter(self, table: SourceTable, here: Pieces, lines: Sequence[SourceRow]) -> None:
        """Note what became of the cells of a table."""
        for line in lines:
            is_check = any(cell.text in self._relations for cell in line.cells)
            for cell in line.cells:
                place = cell.row, cell.column
                if place in here.named:
                    self._named |= {cell_of(table, cell), remark_of(table, cell)}
                elif place in here.taken:
                    self._settled |= {cell_of(table, cell), remark_of(table, cell)}
                elif self._says_nothing_new(cell, is_check):
                    self._settled.add(cell_of(table, cell))
        for line in lines[:_CAPTIONS]:
            filled = [cell for cell in line.cells if cell.text.strip()]
            self._captions += [(cell_of(table, cell), line.alone) for cell in filled if line.alone]

    def _says_nothing_new(self, cell: SourceCell, is_check: bool) -> bool:
        """Return whether a cell only says what the form says: a label, a heading, a unit."""
        if is_check and _AGREES.fullmatch(cell.text):
            return True
        is_number = not words(cell.text) and any(map(str.isalnum, cell.text))  # 一、 of a label
        known = is_number or (bool(self._structure.keys(cell.text)) and not self._adds(cell.text))
        return known or any(says_unit(cell.text, one) for one in self._form.tables.values())

    def _adds(self, label: str) -> bool:
        """Return whether a label says in brackets what none of the form says: 规章（含转发2件）."""
        if words(label) in self._said:
            return False
        added = (words(one) for one in _BRACKETED.findall(label) if not _TRIVIAL.fullmatch(one))
        return any(one and not any(one in said for said in self._said) for one in added)

    def _remark(self, address: str, remark: str) -> bool:
        """Put the remark that a note says of a cell to the cell; whether it was found."""
        found = self.pieces.found
        here = [n for n, one in enumerate(found) if one.address == address]
        for number in here:
            found[number] = replace(found[number], remark=_joined(found[number].remark, remark))
        return bool(here)

    def result(self) -> TablesRead:
        """Return what all tables say together."""
        cells, clashes = _single(self.pieces.found, self.pieces.puzzles)
        whole = [
            key for key, table in self._form.tables.items() if table.cells.keys() <= cells.keys()
        ]
        puzzles = (*self.pieces.puzzles, *clashes)
        lacking = _lacking(self._form, cells, puzzles)
        return TablesRead(
            self._form,
            cells,
            (*puzzles, *lacking),
            tuple(_missing(self._form, cells, puzzles)),
            tuple(self._foreign),
            dict(self._notes),
            tuple(self._captions),
            frozenset(self._settled),
            frozenset(self._named),
            tuple(whole),
        )


def _structure_of(form: Form) -> Iterator[str]:
    """Yield all that the tables of a form print besides numbers, and the headings over them."""
    for section in form.sections:
        if section.tables:
            yield from (section.title, section.short, *section.variants)
    for table in form.tables.values():
        yield from (relation.name for relation in table.relations)
        for block in table.blocks:
            leaves = (*block.row_leaves, *block.column_leaves)
            labels = (heading.label for leaf in leaves for heading in leaf.headings)
            yield from filter(None, (block.title, block.corner, *labels))


def _declared(document: Document, table: SourceTable) -> frozenset[str]:
    """Return the units that lines in a table, over it and under it declare for its numbers."""
    place = document.blocks.index(table)
    near = document.blocks[max(place - _NEAR, 0) : place + 1 + _NEAR]
    texts = [
        line for one in near if isinstance(one, SourceParagraph) for line in one.text.split("\n")
    ]
    return declared_in_any((*texts, *(cell.text for cell in table.cells)))


def _is_rectangle(lines: Sequence[SourceRow]) -> bool:
    """Whether all lines of a text have as many fields, as those copied from a worksheet have."""
    return len({len(line.cells) for line in lines}) == 1


def _notes_among(lines: Sequence[SourceRow]) -> list[SourceRow]:
    """Return the lines that are notes, and what goes on directly below them."""
    notes: list[SourceRow] = []
    for line in lines:
        begun = bool(notes) and line.cells[0].row == notes[-1].cells[0].row + 1
        if line.alone.startswith(_NOTE) or (begun and line.alone):
            notes.append(line)
    return notes


def _single(
    found: Sequence[Found], puzzles: Sequence[Puzzle]
) -> tuple[dict[str, Found], list[Puzzle]]:
    """Return one reading of each cell; where two differ, or one is not understood, none is taken.

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
        rare = seen[address] < copies[Address.parse(address).table]
        if address in named:
            continue
        if rare or len({one.number for one in readings}) > 1:
            clashes.append(_clash(address, readings, rare))
        else:
            remark = _joined(*(one.remark for one in readings))
            cells[address] = replace(readings[0], remark=remark)
    return cells, clashes


def _joined(*remarks: str) -> str:
    return "；".join(dict.fromkeys(filter(None, remarks)))


def _copies(seen: Mapping[str, int]) -> dict[str, int]:
    """Count how often each table stands: as often as two of its rows do."""
    rows: dict[str, dict[str, int]] = defaultdict(dict)
    for address, times in seen.items():
        place = Address.parse(address)
        rows[place.table][place.row] = max(times, rows[place.table].get(place.row, 1))
    return {table: sorted((1, *times.values()))[-2] for table, times in rows.items()}


def _clash(address: str, readings: Sequence[Found], rare: bool) -> Puzzle:
    places = "、".join(one.where for one in readings)
    said = "、".join(one.text or "空白" for one in readings)
    why = "这张表不止一份，有的份缺这一格" if rare else "同一格有不同的数"
    return Puzzle(places, said, why, (address,))


def _missing(form: Form, cells: dict[str, Found], puzzles: Sequence[Puzzle]) -> Iterator[Puzzle]:
    """Name the tables of a form of which nothing was found."""
    known = _known(cells, puzzles)
    for table in form.tables.values():
        if known.isdisjoint(table.cells):
            section = form.section_of[table.key]
            why = f"{MISSING}这张表，{len(table.cells)}格未读取"
            yield Puzzle(section.short, section.title, why, tuple(table.cells))


def _lacking(form: Form, cells: dict[str, Found], puzzles: Sequence[Puzzle]) -> Iterator[Puzzle]:
    """Name the rows that a table lacks of which others were found."""
    known = _known(cells, puzzles)
    for table in form.tables.values():
        if known.isdisjoint(table.cells):
            continue
        where = form.section_of[table.key].short
        for label, addresses in _lines(table):
            if left := tuple(address for address in addresses if address not in known):
                yield Puzzle(where, label, MISSING, left)


def _known(cells: dict[str, Found], puzzles: Sequence[Puzzle]) -> set[str]:
    return {*cells, *(address for puzzle in puzzles for address in puzzle.addresses)}


def _lines(table: Printed) -> Iterator[tuple[str, list[str]]]:
    """Yield label and addresses of each row; of a table of one row, of each group of columns."""
    for block in table.blocks:
        for row in block.row_leaves:
            by_name: dict[str, list[str]] = defaultdict(list)
            for column in block.column_leaves:
                name = row.labels[-1] if row.labels else column.labels[0]
                by_name[name].append(table.address(row.path, column.path))
            yield from by_name.items()
