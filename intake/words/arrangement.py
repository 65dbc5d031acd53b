"""Arrange a document before it is read: tables written as text, and lines that hold several parts.

Nothing but rules between rows is removed: each line of the source is afterwards in one block or in
several.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, count, groupby, pairwise
from typing import NamedTuple

from msgspec import structs

from intake.content import (
    BLOCKS,
    Document,
    FileKind,
    SourceBlock,
    SourceCell,
    SourceParagraph,
    SourceTable,
    Stretch,
    too_many_blocks,
)
from intake.words.cell_lines import cell_table
from intake.words.division import Division
from intake.words.official import OfficialWords
from intake.words.printed_tables import printed_table
from intake.words.table_parts import divided
from intake.words.text_tables import TableWords, TextTable
from model.form.form import Form


class _LinePart(NamedTuple):
    """A line of a paragraph, or a part of one; its block and its place there are indexes."""

    block: int
    place: int
    text: str
    stretches: tuple[Stretch, ...] = ()


def arranged(document: Document, forms: Sequence[Form]) -> Document:
    """Return a document with its tables as tables and each part of a report on its own line.

    Raises:
        RefusedError: it has far more blocks than any report.
    """
    document = _opened(document, forms)
    known = _Arranger(document, forms)
    blocks: list[SourceBlock] = []
    reached = [0]
    for is_table, group in groupby(
        enumerate(document.blocks), lambda one: isinstance(one[1], SourceTable)
    ):
        run = list(group)
        begun = len(blocks)
        made = run if is_table else list(known.blocks(run))
        blocks += [block for _, block in made]
        if len(blocks) > BLOCKS:
            raise too_many_blocks()
        ends = [last for last, _ in made]
        reached += [begun + bisect_right(ends, index) for index, _ in run]
    asides = (
        structs.replace(one, after=reached[min(one.after, len(reached) - 1)])
        for one in document.asides
    )
    return structs.replace(document, blocks=tuple(_renumbered(blocks)), asides=tuple(asides))


def _opened(document: Document, forms: Sequence[Form]) -> Document:
    """Return a document with the parts of its tables that hold several as blocks of their own."""
    division, _, official = _known(tuple(forms))
    made = [
        divided(block, division.section_of, official) if isinstance(block, SourceTable) else [block]
        for block in document.blocks
    ]
    if all(len(blocks) == 1 for blocks in made):
        return document
    reached = [0, *accumulate(map(len, made))]
    asides = (
        structs.replace(one, after=reached[min(one.after, len(made))]) for one in document.asides
    )
    numbers = count(1)
    blocks = (
        structs.replace(block, number=next(numbers))
        if isinstance(block, SourceParagraph)
        else block
        for group in made
        for block in group
    )
    return structs.replace(document, blocks=tuple(_renumbered(blocks)), asides=tuple(asides))


@lru_cache(maxsize=2)
def _known(forms: tuple[Form, ...]) -> tuple[Division, TableWords, OfficialWords]:
    return Division(forms), TableWords(forms), OfficialWords(forms)


class _Arranger:
    """Arranges the paragraphs of one document, and knows in which section they are."""

    def __init__(self, document: Document, forms: Sequence[Form]) -> None:
        self._document = document
        self._division, self._tables, self._official = _known(tuple(forms))
        has_headings = any(map(self._division.section_of, self._texts()))
        self._may_have_tables = not has_headings
        """Whether the lines here may be a table: not in a section of texts, nor in the preface."""

    def _texts(self) -> Iterator[str]:
        for paragraph in self._document.paragraphs:
            yield from paragraph.text.split("\n")

    def _has_bare_numbers(self) -> bool:
        """Return whether a line in a section of texts, or before all sections, is only a number."""
        has_tables = False
        for line in self._texts():
            if section := self._division.section_of(line):
                has_tables = bool(section.tables)
            elif not has_tables and line.strip().isdecimal():
                return True
        return False

    def blocks(self, run: Sequence[tuple[int, SourceBlock]]) -> Iterator[tuple[int, SourceBlock]]:
        """Yield the blocks of consecutive paragraphs, each with the index of its last one."""
        lines = list(self._lines(run))
        begin = 0
        for first, last, table in self._found(lines):
            yield from _paragraphs(self._document, lines[begin:first])
            for number in table.apart:
                place = number - table.first + first
                yield from _paragraphs(self._document, lines[place : place + 1])
            numbers = [self._block_of(line).line for line in lines[first : last + 1]]
            yield lines[last].block, _table(table, self._block_of(lines[first]), numbers)
            begin = last + 1
        yield from _paragraphs(self._document, lines[begin:])

    def _block_of(self, line: _LinePart) -> SourceParagraph:
        block = self._document.blocks[line.block]
        assert isinstance(block, SourceParagraph), "a line is of a paragraph"
        return block

    def _lines(self, run: Sequence[tuple[int, SourceBlock]]) -> Iterator[_LinePart]:
        for index, block in run:
            assert isinstance(block, SourceParagraph)
            if self._document.kind is FileKind.PDF:
                yield _LinePart(index, 0, block.text, block.stretches)
                continue
            lines = block.text.split("\n")
            parts = (part for line in lines for part in self._division.parts(line))
            yield from (_LinePart(index, place, text) for place, text in enumerate(parts))

    def _found(self, lines: Sequence[_LinePart]) -> Iterator[tuple[int, int, TextTable]]:
        """Yield the tables between headings, with the indexes of their first and last lines."""
        texts = [line.text for line in lines]
        torn = [f"{one}{two}" for one, two in pairwise((*texts, ""))]
        headings = [
            (n, section)
            for n, both in enumerate(zip(texts, torn, strict=True))
            if (section := next(filter(None, map(self._division.section_of, both)), None))
        ]
        bounds = [0, *(n + 1 for n, _ in headings)]
        ends = [*(n for n, _ in headings), len(lines)]
        for place, (begin, end) in enumerate(zip(bounds, ends, strict=True)):
            if place:
                self._may_have_tables = bool(headings[place - 1][1].tables)
            if self._may_have_tables:
                for table in self._tables_in(lines[begin:end]):
                    yield begin + table.first, begin + table.last, table

    def _tables_in(self, lines: Sequence[_LinePart]) -> Iterator[TextTable]:
        """Yield the tables among the lines of a section.

        In a PDF the second line of a number looks like a row: there the columns decide.
        """
        if self._document.kind is FileKind.PDF:
            table = printed_table(self._official, [line.stretches for line in lines])
            yield from [table] if table else []
            return
        texts = [line.text for line in lines]
        found = list(self._tables.tables(texts))
        alone = None if found else cell_table(self._official, texts, self._has_bare_numbers)
        yield from [alone] if alone else found


def _paragraphs(
    document: Document, lines: Sequence[_LinePart]
) -> Iterator[tuple[int, SourceBlock]]:
    for index, group in groupby(lines, key=lambda line: line.block):
        here = list(group)
        block = document.blocks[index]
        assert isinstance(block, SourceParagraph)
        text = "\n".join(line.text for line in here)
        if text.strip():
            yield index, structs.replace(block, text=text, first_line=here[0].place, stretches=())


def _table(table: TextTable, first: SourceParagraph, numbers: Sequence[int]) -> SourceTable:
    """Return a table as a block.

    ``first`` is the paragraph with its first line; ``numbers`` has its lines as the source counts
    them.
    """
    cells = []
    for row, one in enumerate(table.rows):
        places = [numbers[n - table.first] for n in one.lines] or [0] * len(one.fields)
        for column, (text, line) in enumerate(zip(one.fields, places, strict=True)):
            cells.append(SourceCell(row, column, 1, 1, text, page=first.page, line=line))
    return SourceTable(1, tuple(cells), paragraph=first.number, alone=table.alone)


def _renumbered(blocks: Iterable[SourceBlock]) -> Iterator[SourceBlock]:
    """Yield the blocks with their tables counted from 1."""
    tables = 0
    for block in blocks:
        if isinstance(block, SourceTable):
            tables += 1
            yield structs.replace(block, number=tables)
        else:
            yield block
