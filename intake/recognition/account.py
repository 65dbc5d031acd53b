"""The account of a source: whether each of its lines was read.

Every line with text, every filled cell and every aside is an entry. A reader settles the entries
that the clerk will see in the report, and marks the others as unread. An entry that no reader
mentions becomes an issue at the end. Completeness is derived from these entries and from the tables
and headings that were found, never from the absence of issues.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby, pairwise
from typing import Final, NamedTuple

from intake.content import Document, SourceCell, SourceParagraph, SourceTable
from intake.words.labels import ReadingIssue, is_blank, is_value
from model.form.form import Form

_NO_PLACE: Final = "没有对应的位置"
_NO_COLUMN: Final = "表样中没有这一列"
NOTE_APART: Final = "批注没有对应的位置，未读取"
_ORDINALS: Final = ("序号", "栏次", "行次", "编号")
_FEWEST: Final = 3
"""Cells from which on a column of consecutive numbers counts the rows."""


class Scope(StrEnum):
    """The parts of a report that a source must have to be complete."""

    WHOLE = "whole"
    TABLES = "tables"
    """A workbook, which has only tables."""
    BLOCK = "block"
    """A pasted block, which is a piece of a table."""


class Entry(NamedTuple):
    """One line of a source: a line of a paragraph, a cell, the remark of a cell, or an aside."""

    block: str
    number: int
    row: int = 0
    column: int = 0


@dataclass(frozen=True)
class Account:
    """The number of lines of a source and of settled ones, and the parts of a form found in it.

    ``tables`` are the keys of tables of which every cell was read, ``sections`` the keys of
    sections of which the heading was found.
    """

    lines: int = 0
    settled: int = 0
    tables: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    scope: Scope = Scope.WHOLE

    @property
    def is_settled(self) -> bool:
        """Whether every line is settled and there is at least one."""
        return self.lines == self.settled > 0

    def missing_tables(self, form: Form) -> set[str]:
        """Return the keys of the tables that the source should have but were not read fully."""
        return set() if self.scope is Scope.BLOCK else form.tables.keys() - {*self.tables}

    def missing_sections(self, form: Form) -> set[str]:
        """Return the keys of the sections whose headings the source should have but lacks."""
        return {*form.section_keys} - {*self.sections} if self.scope is Scope.WHOLE else set()


def line_of(paragraph: SourceParagraph, number: int) -> Entry:
    """Return the entry of a line of a paragraph, counted from 0."""
    return Entry("p", paragraph.number, paragraph.first_line + number)


def cell_of(table: SourceTable, cell: SourceCell) -> Entry:
    """Return the entry of a cell."""
    return Entry("c", table.number, cell.row, cell.column)


def remark_of(table: SourceTable, cell: SourceCell) -> Entry:
    """Return the entry of the remark of a cell."""
    return Entry("r", table.number, cell.row, cell.column)


def aside_of(number: int) -> Entry:
    """Return the entry of an aside, counted from 0."""
    return Entry("a", number)


class Ledger:
    """Keeps the account while a source is read."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._open = dict.fromkeys(_entries(document))
        self._lines = len(self._open)
        self._settled = 0

    def settle(self, entries: Iterable[Entry]) -> None:
        """Mark lines as read: the clerk sees them in the report, or they only repeat the form."""
        for entry in entries:
            if entry in self._open:
                del self._open[entry]
                self._settled += 1

    def mark_unread(self, entries: Iterable[Entry]) -> None:
        """Mark lines as not recognised: the caller reports them."""
        for entry in entries:
            self._open.pop(entry, None)

    def is_open(self, entry: Entry) -> bool:
        """Return whether a line is neither settled nor marked as unread."""
        return entry in self._open

    def close(
        self, tables: Iterable[str], sections: Iterable[str], scope: Scope
    ) -> tuple[Account, list[ReadingIssue]]:
        """Return the account, and an issue for each line that is still open."""
        issues = list(self._left())
        account = Account(self._lines, self._settled, tuple(tables), tuple(sections), scope)
        return account, issues

    def _left(self) -> Iterator[ReadingIssue]:
        for block in self._document.blocks:
            if isinstance(block, SourceParagraph):
                for number, line in enumerate(block.text.split("\n")):
                    if self.is_open(line_of(block, number)):
                        yield ReadingIssue(block.where, line, _NO_PLACE)
            else:
                yield from self._left_in(block)

    def _left_in(self, table: SourceTable) -> Iterator[ReadingIssue]:
        """Yield an issue for the open cells of each column of a table."""
        cells = [cell for cell in table.cells if self.is_open(cell_of(table, cell))]
        cells.sort(key=lambda cell: (cell.column, cell.row))
        for _, group in groupby(cells, key=lambda cell: cell.column):
            column = list(group)
            if _counts_rows(column):
                self.settle(cell_of(table, cell) for cell in column)
                continue
            why = _NO_PLACE
            if len(column) > 1:
                counts = all(is_value(cell.text) for cell in column[1:])
                why = f"{_NO_COLUMN if counts else _NO_PLACE}，{len(column)}格未读取"
            text = " ".join(cell.text for cell in column)
            yield ReadingIssue(table.where(column[0]), text, why)
        for cell in table.cells:
            if self.is_open(remark_of(table, cell)):
                yield ReadingIssue(table.where(cell), cell.remark, NOTE_APART)


def _counts_rows(column: list[SourceCell]) -> bool:
    """Return whether cells count the rows: 序号, then consecutive numbers and nothing else."""
    numbers = [cell.text.strip() for cell in column if cell.text.strip() not in _ORDINALS]
    headed = len(numbers) < len(column)
    if not all(text.isascii() and text.isdecimal() and len(text) < 5 for text in numbers):
        return False
    steps = all(int(two) - int(one) == 1 for one, two in pairwise(numbers))
    return steps and (headed or (len(numbers) >= _FEWEST and numbers[0] in ("0", "1")))


def _entries(document: Document) -> Iterator[Entry]:
    for block in document.blocks:
        if isinstance(block, SourceParagraph):
            for number, line in enumerate(block.text.split("\n")):
                if line.strip():
                    yield line_of(block, number)
            continue
        for cell in block.cells:
            if not is_blank(cell.text):
                yield cell_of(block, cell)
            if cell.remark:
                yield remark_of(block, cell)
    yield from (aside_of(number) for number in range(len(document.asides)))
