"""Read what was copied: a whole report, or a block with its own labels like a foreign table."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from intake import source as foreign
from intake.content import (
    FILE,
    MEGABYTE,
    Document,
    FileKind,
    SourceCell,
    SourceTable,
    too_large,
)
from intake.recognition.account import Ledger, Scope
from intake.recognition.identity import repeats_title
from intake.recognition.reading import Recognition, recognition_of_tables
from intake.recognition.report import report_from
from intake.recognition.tables import read_tables
from intake.source import Source
from intake.words.labels import is_value
from model.errors import RefusedError
from model.form import catalog
from model.report.fill import PastedBlock
from model.report.report import Report

_NAME: Final = "剪贴板"
_LARGE: Final = f"剪贴板中的内容超过{FILE // MEGABYTE}兆字节"
_TEXTS: Final = 150
_CELLS: Final = 3000
"""Most texts and cells of a block; the window would have to wait for a larger one."""
_TABLE: Final = "第1个表格"
_PLACE: Final = re.compile(rf"{_TABLE}第(\d+)行第(\d+)列")


_MARKUP: Final = re.compile(r"<(style|script|title)\b.*?</\1\s*>|<!--.*?-->|<[^>]*>", re.I | re.S)
_WORD: Final = re.compile(r"\w")
_BODY: Final = re.compile(r"<body\b", re.I)
_HTML: Final = "<!doctype html>"
"""Put before copied HTML, which may begin with any element, for the gate to know it by."""
_NOTHING: Final = "剪贴板中没有可以导入的文字。在浏览器或 WPS 中选中整份年报，复制后再粘贴。"


def read_clipboard(html: str, text: str, assumed: int) -> Source:
    """Read a whole report that was copied from a browser or an office program.

    The HTML counts where it shows words, otherwise the text. Nothing is written to a disk. The
    report is one on the year ``assumed`` if it states none.

    Raises:
        RefusedError: there are no words, it is too large, or it contains no part of a report.
    """
    page = ""
    if len(html) <= FILE and _WORD.search(_MARKUP.sub("", html)):
        begin = "" if _BODY.search(html) else "<body>"  # a parser may take a fragment for a head
        page = f"{_HTML}{begin}{html}"
    elif not _WORD.search(text[:FILE]):
        raise RefusedError(_NOTHING) if len(html) <= FILE else too_large(_LARGE)
    content = (page or text).encode("utf-8", "replace")
    if len(content) > FILE:
        raise too_large(_LARGE)
    return foreign.open_source(foreign.reader(), Path(_NAME), assumed=assumed, content=content)


@dataclass(frozen=True)
class _BlockLayout:
    """One interpretation of a block as a table: its cells, and whether it was transposed."""

    cells: tuple[SourceCell, ...]
    is_transposed: bool

    def place(self, where: str) -> str:
        """Return the positions of cells in the block as it was copied."""
        row, column = (r"\2", r"\1") if self.is_transposed else (r"\1", r"\2")
        return _PLACE.sub(f"粘贴内容第{row}行第{column}列", where)


def source_of(block: PastedBlock, report: Report) -> Source | None:
    """Read a copied block by its labels, as it is or transposed; None if it has none.

    Cells whose labels are ambiguous are listed as not recognised, never assigned by position.
    """
    labels = {text for row in block for text in row if text.strip() and not is_value(text)}
    if not 0 < len(labels) <= _TEXTS or len(block) * len(block[0]) > _CELLS:
        return None
    best = max((_read(layout, report) for layout in _layouts(block)), key=_rank)
    if _rank(best)[0] == 0:
        return None
    return Source(Path(_NAME), report_from(best, report.year), best)


def _rank(reading: Recognition) -> tuple[int, int]:
    """Return the sort key of a reading: more numbers are better, then fewer issues."""
    numbers = [one for one in reading.cells.values() if one.number is not None]
    return len(numbers), -len(reading.issues)


def is_labelled(block: PastedBlock) -> bool:
    """Return whether a block begins with a row or column of words, which no cell can take."""
    return any(
        len(lines) > 1 and any(map(str.strip, lines[0])) and not any(map(_is_number, lines[0]))
        for lines in (block, tuple(zip(*block, strict=True)))
    )


def _is_number(text: str) -> bool:
    return bool(text.strip()) and is_value(text)


def _layouts(block: PastedBlock) -> Iterator[_BlockLayout]:
    """Yield the interpretations of a block: as it is, with widened labels, and both transposed."""
    for one, is_transposed in ((block, False), (tuple(zip(*block, strict=True)), True)):
        yield _BlockLayout(tuple(_cells(one)), is_transposed)
        yield _BlockLayout(tuple(_widened(one)), is_transposed)


def _cells(block: Sequence[Sequence[str]]) -> Iterator[SourceCell]:
    for row, texts in enumerate(block):
        for column, text in enumerate(texts):
            yield SourceCell(row, column, 1, 1, text)


def _widened(block: Sequence[Sequence[str]]) -> Iterator[SourceCell]:
    """Yield the cells with labels widened up to the numbers: merged cells lose their width."""
    numbers = [
        column
        for texts in block
        for column, text in enumerate(texts)
        if text.strip() and is_value(text)
    ]
    first = min(numbers, default=0)
    for row, texts in enumerate(block):
        filled = [column for column, text in enumerate(texts[:first]) if text.strip()]
        for column, after in zip(filled, [*filled[1:], first], strict=False):
            yield SourceCell(row, column, 1, after - column, texts[column])
        for column in range(first, len(texts)):
            yield SourceCell(row, column, 1, 1, texts[column])


def _read(layout: _BlockLayout, report: Report) -> Recognition:
    """Read a block by one interpretation; parts of the form that it lacks are not issues."""
    others = [form for form in map(catalog.form, catalog.keys()) if form is not report.form]
    document = Document(FileKind.TEXT, (SourceTable(1, layout.cells),))
    read = read_tables(document, [report.form, *others])
    cells = {a: replace(one, where=layout.place(one.where)) for a, one in read.cells.items()}
    ledger = Ledger(document)
    read.enter(ledger)
    ledger.settle(one for one, line in read.captions if repeats_title(line, report.unit.name))
    account, left = ledger.close(read.complete, (), Scope.BLOCK)
    within = (one for one in (*read.issues, *left) if one.where.startswith(_TABLE))
    issues = [replace(one, where=layout.place(one.where)) for one in within]
    return recognition_of_tables(read, cells, issues, account, report.year)
