"""A pasted block that brings its labels: read like a foreign table, never by place."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from intake.content import Document, FileKind, SourceCell, SourceTable
from intake.recognition.account import Ledger, Scope
from intake.recognition.labels import is_value
from intake.recognition.reading import Recognition, of_tables
from intake.recognition.report import report_from
from intake.recognition.tables import read_tables
from intake.source import Source
from model.form import catalog
from model.report.fill import PastedBlock
from model.report.report import Report

_NAME: Final = "剪贴板"
_TEXTS: Final = 150
_CELLS: Final = 3000
"""Texts and cells beyond which a block is no table of a report: the window would wait for it."""
_TABLE: Final = "第1个表格"
_PLACE: Final = re.compile(rf"{_TABLE}第(\d+)行第(\d+)列")


@dataclass(frozen=True)
class _Way:
    """One way to see a block as a table: its cells, and whether it was turned on its side."""

    cells: tuple[SourceCell, ...]
    is_turned: bool

    def place(self, where: str) -> str:
        """Say where cells stand in the block as it was copied."""
        row, column = (r"\2", r"\1") if self.is_turned else (r"\1", r"\2")
        return _PLACE.sub(f"粘贴内容第{row}行第{column}列", where)


def source_of(block: PastedBlock, report: Report) -> Source | None:
    """Read a copied block by its labels, upright or on its side; None where it has none.

    What a form's labels do not tell apart is listed as not understood, never put by place.
    """
    said = {text for row in block for text in row if text.strip() and not is_value(text)}
    if not 0 < len(said) <= _TEXTS or len(block) * len(block[0]) > _CELLS:
        return None
    best = max((_read(way, report) for way in _ways(block)), key=_worth)
    if _worth(best)[0] == 0:
        return None
    return Source(Path(_NAME), report_from(best, report.year), best)


def _worth(reading: Recognition) -> tuple[int, int]:
    """Say what one way to read a block is worth: more numbers first, then fewer puzzles."""
    numbers = [one for one in reading.cells.values() if one.number is not None]
    return len(numbers), -len(reading.puzzles)


def is_labelled(block: PastedBlock) -> bool:
    """Whether a block begins with a row or a column of words: by place they would go into cells."""
    return any(
        len(lines) > 1 and any(map(str.strip, lines[0])) and not any(map(_is_number, lines[0]))
        for lines in (block, tuple(zip(*block, strict=True)))
    )


def _is_number(text: str) -> bool:
    return bool(text.strip()) and is_value(text)


def _ways(block: PastedBlock) -> Iterator[_Way]:
    """Yield the ways to see a block: as it is, with wide labels, and both on its side."""
    for one, is_turned in ((block, False), (tuple(zip(*block, strict=True)), True)):
        yield _Way(tuple(_cells(one)), is_turned)
        yield _Way(tuple(_widened(one)), is_turned)


def _cells(block: Sequence[Sequence[str]]) -> Iterator[SourceCell]:
    for row, texts in enumerate(block):
        for column, text in enumerate(texts):
            yield SourceCell(row, column, 1, 1, text)


def _widened(block: Sequence[Sequence[str]]) -> Iterator[SourceCell]:
    """Let labels reach to the first column of numbers: merged cells lose that when copied."""
    numbers = [
        column
        for texts in block
        for column, text in enumerate(texts)
        if text.strip() and is_value(text)
    ]
    first = min(numbers, default=0)
    for row, texts in enumerate(block):
        said = [column for column, text in enumerate(texts[:first]) if text.strip()]
        for column, after in zip(said, [*said[1:], first], strict=False):
            yield SourceCell(row, column, 1, after - column, texts[column])
        for column in range(first, len(texts)):
            yield SourceCell(row, column, 1, 1, texts[column])


def _read(way: _Way, report: Report) -> Recognition:
    """Read a block one way; what it lacks is said of other places, and is no fault of it."""
    others = [form for form in map(catalog.form, catalog.keys()) if form is not report.form]
    document = Document(FileKind.TEXT, (SourceTable(1, way.cells),))
    read = read_tables(document, [report.form, *others])
    cells = {a: replace(one, where=way.place(one.where)) for a, one in read.cells.items()}
    ledger = Ledger(document)
    read.enter(ledger)
    account, left = ledger.closed(read.whole, (), Scope.BLOCK)
    within = (one for one in (*read.puzzles, *left) if one.where.startswith(_TABLE))
    puzzles = [replace(one, where=way.place(one.where)) for one in within]
    return of_tables(read, cells, puzzles, account, report.year)
