"""An excerpt of a source: the paragraphs or the cell that a place came from, with what is around.

Everything in an excerpt is bounded, so that a very long source is shown as fast as a short one.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from intake.content import SourceCell, SourceTable
from intake.origins.passages import Passages
from intake.words.labels import is_value
from model.text import shortened

_BEFORE, _AFTER = 1, 2
"""Paragraphs that are shown around the marked ones."""
_MARKED: Final = 6
"""Most paragraphs that are marked."""
_AROUND: Final = 200
"""Characters of a paragraph around the marked ones."""
_LONGEST: Final = 1500
"""Characters of a marked paragraph."""
_CELL: Final = 40
"""Characters of a cell."""
_ROWS, _COLUMNS = 2, 1
"""Rows above and below the marked cell, and columns beside it."""
_HEADS: Final = 3
"""Most rows of headings, and most columns of labels."""
_CLAUSE: Final = re.compile(r"[，。；：、！？\n]")
_SHORTEST: Final = 4
"""Least characters of a clause by which a paragraph is found."""


class ExcerptParagraph(NamedTuple):
    """A paragraph of the source, perhaps shortened."""

    text: str
    marked: bool = False


class ExcerptCell(NamedTuple):
    """A cell, with its place and its size among the rows and columns that are shown."""

    row: int
    height: int
    column: int
    width: int
    text: str
    marked: bool


@dataclass(frozen=True)
class ExcerptTable:
    """The part of a table around the marked cell, with its headings and labels."""

    rows: int
    columns: int
    cells: tuple[ExcerptCell, ...]


Excerpt = ExcerptTable | tuple[ExcerptParagraph, ...]


def around_cell(passages: Passages, index: int, cell: SourceCell) -> ExcerptTable:
    """Return the part of a table around one of its cells; ``index`` is that of the table."""
    table = passages.blocks[index]
    assert isinstance(table, SourceTable), "a cell is in a table"
    column = [one for one in table.cells if _covers_column(one, cell.column)]
    row = [one for one in table.cells if one.row <= cell.row < one.row + one.height]
    heads = next((one.row for one in column if _is_number(one)), 0)
    labels = next((one.column for one in row if _is_number(one)), 0)
    rows = _kept(heads, cell.row, cell.height, _ROWS)
    columns = _kept(labels, cell.column, cell.width, _COLUMNS)
    shown = tuple(
        ExcerptCell(*down, *across, shortened(one.text, _CELL), one == cell)
        for one in table.cells
        if (down := _span(rows, one.row, one.height))
        and (across := _span(columns, one.column, one.width))
    )
    height = max(one.row + one.height for one in shown)
    return ExcerptTable(height, max(one.column + one.width for one in shown), shown)


def _covers_column(cell: SourceCell, column: int) -> bool:
    return cell.column <= column < cell.column + cell.width


def _is_number(cell: SourceCell) -> bool:
    return bool(cell.text) and is_value(cell.text)


def _kept(heads: int, begin: int, size: int, around: int) -> list[int]:
    """Return the rows or columns that are shown: some of the first, and those around the cell."""
    end = begin + min(size, _HEADS) + around
    return sorted({*range(min(heads, _HEADS)), *range(max(begin - around, 0), end)})


def _span(kept: Sequence[int], begin: int, size: int) -> tuple[int, int] | None:
    """Return where a cell begins among the kept rows or columns, and how many it covers."""
    covered = [place for place, one in enumerate(kept) if begin <= one < begin + size]
    return (covered[0], len(covered)) if covered else None


def around(passages: Passages, marked: Sequence[int], begin: int) -> Excerpt:
    """Return the marked paragraphs with some before and after them; else what is at ``begin``."""
    first, last = (marked[0], marked[-1]) if marked else (begin, begin)
    shown = range(max(first - _BEFORE, 0), min(last + _AFTER + 1, len(passages.blocks)))
    pieces: list[ExcerptParagraph] = []
    for index in shown:
        block = passages.blocks[index]
        text = f"（{block.name}）" if isinstance(block, SourceTable) else block.text
        if index in marked:
            pieces.append(ExcerptParagraph(shortened(text, _LONGEST), marked=True))
        elif index < first:
            pieces.append(ExcerptParagraph("…" * (len(text) > _AROUND) + text[-_AROUND:]))
        else:
            pieces.append(ExcerptParagraph(shortened(text, _AROUND)))
    return tuple(pieces)


def saying(passages: Passages, words: str, places: range) -> list[int]:
    """Return the first paragraph that contains the words, else those that are their lines."""
    wanted, lines = _bare(words), {_bare(line) for line in words.split("\n")} - {""}
    texts = _texts(passages, places)
    whole = [n for n, text in texts.items() if wanted and wanted in text]
    return whole[:1] or [n for n, text in texts.items() if text in lines][:_MARKED]


def saying_most(passages: Passages, words: str, places: range) -> list[int]:
    """Return the paragraphs that say the words, are parts of a line, or say most of its clauses.

    The words of a paragraph that a page divided, or without the sentence that gave a number, are
    not those of the source.
    """
    if found := saying(passages, words, places):
        return found
    texts, lines = _texts(passages, places), [_bare(line) for line in words.split("\n")]
    parts = [n for n, text in texts.items() if any(text in line for line in lines)]
    if parts:
        return parts[:_MARKED]
    clauses = [one for one in map(_bare, _CLAUSE.split(words)) if len(one) >= _SHORTEST]
    said = {n: sum(len(one) for one in clauses if one in text) for n, text in texts.items()}
    best = max(said, key=lambda n: said[n], default=-1)
    return [best] if said.get(best) else []


def _texts(passages: Passages, places: range) -> dict[int, str]:
    """Return the paragraphs of a range without their spaces, by index."""
    return {
        index: _bare(block.text)
        for index in places
        if not isinstance(block := passages.blocks[index], SourceTable)
    }


def _bare(text: str) -> str:
    return "".join(text.split())
