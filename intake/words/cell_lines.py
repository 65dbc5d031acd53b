"""Find official tables whose cells are lines of their own, as conversions from PDF leave them.

Blank cells are lost there, and page numbers stand among the cells. A table is read only if each row
label is followed by exactly its number of values, which agree with the row's totals, and each other
line is an official label or heading. In doubt there is no table, and its lines are named as unread.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from intake.words.labels import stands_for_value
from intake.words.official import OfficialBlock, OfficialWords, letters_of
from intake.words.surroundings import is_page_number
from intake.words.text_tables import TextRow, TextTable

_BARS: Final = " \t\u3000|｜"
"""What a copy of a table of bars leaves around the text of a cell."""
_HEADS: Final = 60
"""Most lines of the headings over the first row."""


class _CellLine(NamedTuple):
    """A line that is a cell, or a part of a label: its place among the lines, and its text."""

    place: int
    text: str


class _CellRow(NamedTuple):
    """A row: its block, its label with the cells before it, and its values.

    ``apart`` are the places of lines that are none of its values.
    """

    block: OfficialBlock
    cells: list[_CellLine]
    values: list[_CellLine]
    apart: list[int]


def cell_table(
    known: OfficialWords, lines: Sequence[str], has_bare_numbers: Callable[[], bool]
) -> TextTable | None:
    """Return the table among the lines of a section; None if there is none that is certain.

    If there are ``has_bare_numbers`` of pages in the document, one may stand in the place of a
    blank cell: then only rows with totals are certain.
    """
    bare = [line.strip(_BARS) for line in lines]
    kept = [_CellLine(n, line) for n, line in enumerate(bare) if _is_cell(line)]
    runs = [list(run) for _, run in groupby(kept, key=lambda one: _is_value(known, one.text))]
    if len(runs) < 2 or _is_value(known, kept[0].text):
        return None
    first = _from_table(known, runs[0])
    rows: list[_CellRow] = []
    for labels, values in zip((first, *runs[2::2]), runs[1::2], strict=False):
        row = _row(known, labels, values)
        if row is None:
            return None
        rows.append(row)
    if not _are_headed(rows) or (has_bare_numbers() and not all(row.block.sums for row in rows)):
        return None
    last = runs[2 * len(rows) - 1][-1].place
    apart = {place for row in rows for place in row.apart}
    apart |= {n for n in range(first[0].place, last) if is_page_number(lines[n])}
    return TextTable(first[0].place, last, list(_text_rows(rows)), sorted(apart), alone=True)


def _row(
    known: OfficialWords, labels: Sequence[_CellLine], values: list[_CellLine]
) -> _CellRow | None:
    """Return the row of some values after labels; None if they are not certain."""
    joined = known.cells([one.text for one in labels]) or ()
    cells = [_CellLine(labels[one.first].place, one.text) for one in joined]
    block, own = _fitting(known, cells[-1].text, values) if cells else (None, values)
    apart = [one.place for one in values if one not in own]
    return _CellRow(block, cells, own, apart) if block else None


def _are_headed(rows: Sequence[_CellRow]) -> bool:
    """Return whether all headings of a block are before the first of its rows."""
    before: OfficialBlock | None = None
    for row in rows:
        here = {letters_of(cell.text) for cell in row.cells}
        if row.block is not before and not all(here & head for head in row.block.heads):
            return False
        before = row.block
    return True


def _text_rows(rows: Sequence[_CellRow]) -> Iterator[TextRow]:
    """Yield the lines of a table: its headings are before the first row of each block."""
    before: OfficialBlock | None = None
    for block, cells, values, _ in rows:
        heads = len(cells) - block.has_labels if block is not before else 0
        if heads:
            yield _text_row(cells[:heads], has_values=False)
        yield _text_row([*cells[heads:], *values], has_values=True)
        before = block


def _text_row(cells: Sequence[_CellLine], has_values: bool) -> TextRow:
    texts, places = tuple(one.text for one in cells), tuple(one.place for one in cells)
    return TextRow(texts, has_values, places)


def _is_cell(line: str) -> bool:
    return bool(line.strip()) and not is_page_number(line)


def _is_value(known: OfficialWords, text: str) -> bool:
    """Return whether a line is a value and no label: 尚未审结 is a heading, 未经复 begins one."""
    letters = letters_of(text)
    is_word = known.is_structure(letters) or known.begins_heading(letters)
    return stands_for_value(text) and not is_word


def _from_table(known: OfficialWords, labels: list[_CellLine]) -> list[_CellLine]:
    """Return the lines from which on all are labels and headings of a table."""
    texts = [one.text for one in labels]
    begins = (
        n
        for n in range(max(0, len(labels) - _HEADS), len(labels))
        if known.cells(texts[n:]) is not None
    )
    begin = next(begins, len(labels))
    return labels[begin:]


def _fitting(
    known: OfficialWords, label: str, values: list[_CellLine]
) -> tuple[OfficialBlock | None, list[_CellLine]]:
    """Return the block of a row, and its values without a page number; None if not certain."""
    labelled = known.blocks_of(letters_of(label))
    blocks = [one for n, one in enumerate(known.blocks) if n in labelled or not one.has_labels]
    for block in blocks:
        if len(values) == block.count and block.agrees([one.text for one in values]):
            return block, values
    for block in (one for one in blocks if one.count == len(values) - 1):
        without = (values[:n] + values[n + 1 :] for n in range(len(values)))
        right = [some for some in without if block.adds_up([one.text for one in some])]
        if len({tuple(one.text for one in some) for some in right}) == 1:
            return block, right[0]
    return None, []
