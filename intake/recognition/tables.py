"""Read all tables of a document as cells of the form that fits best."""

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from intake.content import Document, FileKind, SourceCell, SourceParagraph, SourceTable
from intake.recognition.account import Entry, Ledger, cell_of, remark_of
from intake.recognition.columns import SourceRow, lines_of, whole_heads
from intake.recognition.rows import CellResults, RowReader, TablePlace, row_labels
from intake.recognition.single import SingleReader
from intake.words.labels import (
    NOTE_HEAD,
    FoundCell,
    Labels,
    ReadingIssue,
    declared_in_any,
    says_unit,
    words,
)
from model.address import Address
from model.form.form import Form
from model.form.table import Table as Printed
from model.report.report import Stage

MISSING: Final = "来源中没有找到"
"""Beginning of the reason of an issue on a missing part."""
_NOT_IN_OLDER: Final = "旧表样没有这一行，留空"
_CAPTIONS: Final = 3
"""First lines of a table that may be its titles."""
_BRACKETED: Final = re.compile(r"[（(\[【]([^（(\[【]*?)[）)\]】]")
_TRIVIAL: Final = re.compile(
    r"\s*(?:(?:计量)?单位.*|[亿万千百十]*[元件条项次人宗份个]+|[一二三四五六七八九十\d]+|见?注\d*)\s*"
)
"""Additions to labels in brackets without a meaning: a unit, a number, a mark of a note."""
_YEAR: Final = re.compile(r"20\d\d(?:年度?)?")
_NEAR: Final = 5
"""Paragraphs over and under a table that may declare a unit for it."""
_AGREES: Final = re.compile(r"相等|未填完|差\d+|0")
"""Results of relations that the program writes under the tables of its own workbooks.

LibreOffice writes 0 for each result in words where it saves a workbook as .xls.
"""


@dataclass(frozen=True)
class TablesRead:
    """Cells by address, the issues, and the tables that do not belong to the form.

    ``missing`` are issues on tables of the form that were not found. ``notes`` are lines under the
    rows of a table by its key, ``captions`` lines over the rows with their entries, because a
    worksheet has no other place for them. ``settled`` are entries that were read or only repeat the
    form, ``unread`` those that issues are about. ``complete`` are the keys of tables of which every
    cell was read. ``doubts`` are on rows that are blank because an older form does not have them.
    """

    form: Form
    cells: dict[str, FoundCell]
    issues: tuple[ReadingIssue, ...]
    missing: tuple[ReadingIssue, ...]
    foreign: tuple[SourceTable, ...]
    notes: dict[str, list[str]]
    captions: tuple[tuple[Entry, str], ...]
    settled: frozenset[Entry]
    unread: frozenset[Entry]
    complete: tuple[str, ...]
    doubts: tuple[ReadingIssue, ...]

    def enter(self, ledger: Ledger) -> None:
        """Settle the read cells in a ledger, and mark the others as unread."""
        ledger.mark_unread(self.unread)
        ledger.settle(self.settled)
        for table in self.foreign:
            ledger.mark_unread(cell_of(table, cell) for cell in table.cells)
            ledger.mark_unread(remark_of(table, cell) for cell in table.cells)


def read_tables(
    document: Document, forms: Sequence[Form], passed: Container[SourceTable] = ()
) -> TablesRead:
    """Read the tables as those of the form that fits best, or the first of equal ones.

    Tables that are ``passed`` over only repeat others.
    """
    tables = [one for one in document.tables if not one.hidden and one not in passed]
    declared = {table.number: _declared(document, table) for table in tables}
    readings = [_TableReader(form, forms, document.kind is FileKind.TEXT) for form in forms]
    for reading in readings:
        for table in tables:
            reading.read(table, declared[table.number])
    return max(readings, key=lambda reading: reading.results.score).result()


class _TableReader:
    """Reads tables as those of one form."""

    def __init__(self, form: Form, forms: Sequence[Form], is_text: bool) -> None:
        self._form = form
        self._is_text = is_text
        self._by_rows = RowReader(form, [one for one in forms if one is not form])
        self._single = SingleReader(form)
        self.results = CellResults()
        self._foreign: list[SourceTable] = []
        self._notes: dict[str, list[str]] = defaultdict(list)
        self._captions: list[tuple[Entry, str]] = []
        self._settled: set[Entry] = set()
        self._unread: set[Entry] = set()
        self._relations = {one.name for table in form.tables.values() for one in table.relations}
        self._wordings = {words(label) for label in _structure_of(form)}
        self._structure = Labels((label, label) for label in _structure_of(form))

    def read(self, table: SourceTable, declared: frozenset[str]) -> None:
        """Read one table, with the titles over it and the notes under it.

        ``declared`` are the units that lines in it and around it declare.
        """
        lines = lines_of(table)
        notes = _notes_among(lines)
        here = CellResults()
        wanted = [
            line
            for line in lines
            if not (line in notes or self._is_check(line) or _staged(line.cells))
        ]
        whole = whole_heads(wanted, self._by_rows.heads | self._single.heads)
        here.read_places |= _torn_places(wanted, whole)
        is_text = self._is_text or table.paragraph > 0
        aligned = not is_text or _is_rectangle(lines)
        rest = self._single.read(whole, self._by_rows.knows, here, aligned, declared)
        self._by_rows.read(rest, here, aligned, declared)
        keys = [one.address for one in here.found] or [a for p in here.issues for a in p.addresses]
        if not keys:
            self._foreign.append(table)
            return
        self.results.add(here)
        self._enter(table, here, lines)
        key = self._form.cells[keys[-1]].table
        remarked = {c.remark_head: c.address for c in self._form.tables[key].cells.values()}
        for line in notes:
            name = next((name for name in remarked if line.only_text.startswith(name)), "")
            if name and self._remark(remarked[name], line.only_text.removeprefix(name)):
                continue
            self._notes[key].append(line.only_text)
        self._settled |= {cell_of(table, cell) for line in notes for cell in line.cells}

    def _is_check(self, line: SourceRow) -> bool:
        """Return whether a row holds a relation and its results."""
        texts = [cell.text for cell in line.cells]
        return not self._relations.isdisjoint(texts) and all(
            text in self._relations or _AGREES.fullmatch(text) for text in filter(str.strip, texts)
        )

    def _enter(self, table: SourceTable, here: CellResults, lines: Sequence[SourceRow]) -> None:
        """Record which cells of a table were read, and its captions."""
        for line in lines:
            is_check = any(cell.text in self._relations for cell in line.cells)
            for cell in line.cells:
                place = cell.row, cell.column
                if place in here.issue_places:
                    self._unread |= {cell_of(table, cell), remark_of(table, cell)}
                elif place in here.read_places:
                    self._settled |= {cell_of(table, cell), remark_of(table, cell)}
                elif self._repeats_form(cell, is_check):
                    self._settled.add(cell_of(table, cell))
        for line in lines[:_CAPTIONS]:
            filled = [cell for cell in line.cells if cell.text.strip()]
            caption = line.only_text or _staged(line.cells)
            self._captions += [(cell_of(table, cell), caption) for cell in filled if caption]

    def _repeats_form(self, cell: SourceCell, is_check: bool) -> bool:
        """Return whether a cell only repeats the form: a label, a heading, a unit."""
        if is_check and _AGREES.fullmatch(cell.text):
            return True
        is_number = not words(cell.text) and any(map(str.isalnum, cell.text))  # 一、 of a label
        known = is_number or (bool(self._structure.keys(cell.text)) and not self._adds(cell.text))
        return known or any(says_unit(cell.text, one) for one in self._form.tables.values())

    def _adds(self, label: str) -> bool:
        """Return whether a label adds words in brackets to the form's: 规章（含转发2件）."""
        if words(label) in self._wordings:
            return False
        added = (words(one) for one in _BRACKETED.findall(label) if not _TRIVIAL.fullmatch(one))
        return any(one and not any(one in known for known in self._wordings) for one in added)

    def _remark(self, address: str, remark: str) -> bool:
        """Add the remark of a note to its cell; return whether the cell was found."""
        found = self.results.found
        here = [n for n, one in enumerate(found) if one.address == address]
        for number in here:
            found[number] = replace(found[number], remark=_joined(found[number].remark, remark))
        return bool(here)

    def result(self) -> TablesRead:
        """Return the combined reading of all tables."""
        cells, clashes = _single(self.results.found, self.results.issues)
        blank = {a: one for a, one in self.results.without.items() if a not in cells}
        cells |= blank
        complete = [
            key for key, table in self._form.tables.items() if table.cells.keys() <= cells.keys()
        ]
        issues = (*self.results.issues, *clashes)
        lacking = _lacking(self._form, cells, issues)
        return TablesRead(
            self._form,
            cells,
            (*issues, *lacking),
            tuple(_missing(self._form, cells, issues)),
            tuple(self._foreign),
            dict(self._notes),
            tuple(self._captions),
            frozenset(self._settled),
            frozenset(self._unread),
            tuple(complete),
            tuple(_blank_rows(self._form, blank)),
        )


def _torn_places(lines: Sequence[SourceRow], whole: Sequence[SourceRow]) -> set[TablePlace]:
    """Return the places of headings that were torn over two rows."""
    kept = {cell for line in whole for cell in line.cells}
    lost = [cell for line in lines for cell in line.cells if cell not in kept]
    return {(cell.row, cell.column) for cell in lost}


def _staged(cells: Sequence[SourceCell]) -> str:
    """Return unit, year and 稿别 of cells of their own as one line; empty if they are not those."""
    texts = [(cell.shown or cell.text).strip() for cell in cells if cell.text.strip()]
    is_line = bool(texts) and texts[-1] in [*Stage] and any(map(_YEAR.fullmatch, texts))
    return "　".join(texts[:-1]) if is_line else ""


def _structure_of(form: Form) -> Iterator[str]:
    """Yield all labels that the tables of a form print, and the headings of their sections."""
    for section in form.sections:
        if section.tables:
            yield from (section.title, section.short, *section.variants)
    for table in form.tables.values():
        yield from (relation.name for relation in table.relations)
        for block in table.blocks:
            leaves = (*block.row_leaves, *block.column_leaves)
            labels = (heading.label for leaf in leaves for heading in leaf.headings)
            in_one = (label for row in block.row_leaves for label in row_labels(row))
            yield from filter(None, (block.title, block.corner, *labels, *in_one))


def _declared(document: Document, table: SourceTable) -> frozenset[str]:
    """Return the units that lines in a table, over it and under it declare for its numbers."""
    place = document.blocks.index(table)
    near = document.blocks[max(place - _NEAR, 0) : place + 1 + _NEAR]
    texts = [
        line for one in near if isinstance(one, SourceParagraph) for line in one.text.split("\n")
    ]
    return declared_in_any((*texts, *(cell.text for cell in table.cells)))


def _is_rectangle(lines: Sequence[SourceRow]) -> bool:
    """Return whether all lines have the same number of fields, as lines of a worksheet have."""
    return len({len(line.cells) for line in lines}) == 1


def _notes_among(lines: Sequence[SourceRow]) -> list[SourceRow]:
    """Return the lines that are notes or their continuations."""
    notes: list[SourceRow] = []
    for line in lines:
        begun = bool(notes) and line.cells[0].row == notes[-1].cells[0].row + 1
        if NOTE_HEAD.match(line.only_text) or (begun and line.only_text):
            notes.append(line)
    return notes


def _single(
    found: Sequence[FoundCell], issues: Sequence[ReadingIssue]
) -> tuple[dict[str, FoundCell], list[ReadingIssue]]:
    """Return one reading of each cell, and issues for cells with different readings.

    If a table occurs several times, as last year's under this year's, a cell that occurs less
    often may belong to any of them and is also an issue.
    """
    named = {address for issue in issues for address in issue.addresses}
    by_address: dict[str, list[FoundCell]] = defaultdict(list)
    for one in found:
        by_address[one.address].append(one)
    seen = Counter(one.address for one in found)
    seen.update(address for issue in issues for address in issue.addresses)
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
    """Return how often each table occurs: as often as at least two of its rows."""
    rows: dict[str, dict[str, int]] = defaultdict(dict)
    for address, times in seen.items():
        place = Address.parse(address)
        rows[place.table][place.row] = max(times, rows[place.table].get(place.row, 1))
    return {table: sorted((1, *times.values()))[-2] for table, times in rows.items()}


def _clash(address: str, readings: Sequence[FoundCell], rare: bool) -> ReadingIssue:
    places = "、".join(one.where for one in readings)
    texts = "、".join(one.text or "空白" for one in readings)
    why = "这张表不止一份，有的份缺这一格" if rare else "同一格有不同的数"
    return ReadingIssue(places, texts, why, (address,))


def _missing(
    form: Form, cells: dict[str, FoundCell], issues: Sequence[ReadingIssue]
) -> Iterator[ReadingIssue]:
    """Yield issues for the tables of a form of which no cell was found."""
    known = _known(cells, issues)
    for table in form.tables.values():
        if known.isdisjoint(table.cells):
            section = form.section_of[table.key]
            why = f"{MISSING}这张表，{len(table.cells)}格未读取"
            yield ReadingIssue(section.short, section.title, why, tuple(table.cells))


def _blank_rows(form: Form, blank: Mapping[str, FoundCell]) -> Iterator[ReadingIssue]:
    """Yield a doubt for each row that is blank because one row of an older form stands for it."""
    for table in form.tables.values():
        for label, addresses in _lines(table):
            if here := tuple(address for address in addresses if address in blank):
                yield ReadingIssue(blank[here[0]].where, label, _NOT_IN_OLDER, here)


def _lacking(
    form: Form, cells: dict[str, FoundCell], issues: Sequence[ReadingIssue]
) -> Iterator[ReadingIssue]:
    """Yield issues for the missing rows of tables of which other rows were found."""
    known = _known(cells, issues)
    for table in form.tables.values():
        if known.isdisjoint(table.cells):
            continue
        where = form.section_of[table.key].short
        for label, addresses in _lines(table):
            if left := tuple(address for address in addresses if address not in known):
                yield ReadingIssue(where, label, MISSING, left)


def _known(cells: dict[str, FoundCell], issues: Sequence[ReadingIssue]) -> set[str]:
    return {*cells, *(address for issue in issues for address in issue.addresses)}


def _lines(table: Printed) -> Iterator[tuple[str, list[str]]]:
    """Yield label and addresses of each row, or of each group of columns in a table of one row."""
    for block in table.blocks:
        for row in block.row_leaves:
            by_name: dict[str, list[str]] = defaultdict(list)
            for column in block.column_leaves:
                name = row.labels[-1] if row.labels else column.labels[0]
                by_name[name].append(table.address(row.path, column.path))
            yield from by_name.items()
