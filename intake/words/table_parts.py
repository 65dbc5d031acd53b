"""Divide tables that hold more than one: a whole report in a table, or tables side by side.

Pages of old sites, sheets and some PDF put everything in one table. Its rows with a single text
become paragraphs; the rows between them stay tables. Nothing is removed.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Final

from intake.content import SourceBlock, SourceCell, SourceParagraph, SourceTable
from intake.words.official import OfficialWords, letters_of
from model.form.form import Section

_FEWEST: Final = 3
"""Headings of sections that make a table a whole report; official words that make one a table."""
_SENTENCE: Final = "。"

SectionOf = Callable[[str], Section | None]


def divided(
    table: SourceTable, section_of: SectionOf, official: OfficialWords
) -> list[SourceBlock]:
    """Return the blocks that a table holds; often only itself. Paragraphs have number 1."""
    if table.hidden or table.paragraph:
        return [table]
    rows = [_texts_of(list(row)) for _, row in groupby(_ordered(table), key=lambda one: one.row)]
    lines = (line for _, texts in rows for text in texts for line in text.split("\n"))
    found = map(section_of, lines)
    sections = [section for section in found if section]
    is_report = len({one.key for one in sections}) >= _FEWEST
    if is_report and not all(section.tables for section in sections):
        return list(_opened(table, rows, section_of, official))
    return _side_by_side(table, official)


def _ordered(table: SourceTable) -> list[SourceCell]:
    return sorted(table.cells, key=lambda cell: (cell.row, cell.column))


_TableRow = tuple[list[SourceCell], list[str]]
"""The cells of a row, and its texts if it may be paragraphs: one text, or a heading and its text"""


def _texts_of(cells: list[SourceCell]) -> _TableRow:
    filled = [cell for cell in cells if cell.text.strip()]
    is_plain = not any(cell.hidden for cell in filled) and not any(cell.remark for cell in cells)
    is_pair = len(filled) == 2 and _SENTENCE in filled[1].text
    texts = [cell.text for cell in filled] if len(filled) == 1 or is_pair else []
    return cells, texts if is_plain else []


def _opened(
    table: SourceTable, rows: Sequence[_TableRow], section_of: SectionOf, official: OfficialWords
) -> Iterator[SourceBlock]:
    """Yield the rows of a whole report as paragraphs, and those between them as tables."""

    def is_text(row: _TableRow) -> bool:
        first, *second = row[1] or [""]
        is_head = section_of(first) is not None
        is_label = not second and official.is_structure(letters_of(first))
        return is_head or bool(first and not second and not is_label)

    for is_paragraph, group in groupby(rows, key=is_text):
        here = [cell for cells, _ in group for cell in cells]
        if not is_paragraph:
            yield SourceTable(1, tuple(here), table.sheet)
            continue
        for cell in here:
            place = table.where(cell) if table.sheet else ""
            texts = cell.text.split("\n") if cell.page else [cell.text]
            for text in filter(str.strip, texts):
                yield SourceParagraph(1, text, page=cell.page, place=place)


def _side_by_side(table: SourceTable, official: OfficialWords) -> list[SourceBlock]:
    """Return the tables of a sheet that blank columns divide, if each has official words."""
    bands = list(_bands(table)) if table.sheet else []
    if not any(len(band) > 1 for band in bands):
        return [table]
    parts = [part for band in bands for part in band]
    if any(
        len(band) > 1 and not all(_is_official(part, official) for part in band) for band in bands
    ):
        return [table]
    return [SourceTable(1, tuple(part), table.sheet) for part in parts]


def _bands(table: SourceTable) -> Iterator[list[list[SourceCell]]]:
    """Yield the cells between blank rows, divided where a column is blank there."""
    filled = [cell for cell in _ordered(table) if cell.text.strip() or cell.remark]
    for band in _runs(filled, lambda cell: (cell.row, cell.height)):
        yield _runs(band, lambda cell: (cell.column, cell.width))


def _runs(
    cells: Sequence[SourceCell], extent: Callable[[SourceCell], tuple[int, int]]
) -> list[list[SourceCell]]:
    """Return the groups of cells that a free row or column divides."""
    runs: list[list[SourceCell]] = []
    end = 0
    for cell in sorted(cells, key=extent):
        begin, size = extent(cell)
        if runs and begin <= end:
            runs[-1].append(cell)
        else:
            runs.append([cell])
        end = max(end, begin + size)
    return [sorted(run, key=lambda cell: (cell.row, cell.column)) for run in runs]


def _is_official(cells: Sequence[SourceCell], official: OfficialWords) -> bool:
    return sum(official.is_structure(letters_of(cell.text)) for cell in cells) >= _FEWEST
