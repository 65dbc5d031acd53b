"""Our own documents with something taken away or put in, and where a text of a document went."""

from collections.abc import Iterator
from functools import cache

from intake.content import Document, FileKind, SourceBlock, SourceCell, SourceParagraph, SourceTable
from intake.recognition.reading import Recognition, recognise
from intake.words.labels import words
from intake.worker import read
from tests.intake.known import FORMS, report_of
from tests.ui.copied import copied
from tests.writing import render_web, render_word

KINDS = (FileKind.WORD, FileKind.WEB, FileKind.TEXT)


@cache
def own(kind: FileKind, name: str = "example") -> Document:
    """Return a report as the program prints it, read again."""
    report = report_of(name)
    data = {
        FileKind.WORD: lambda: render_word(report),
        FileKind.WEB: lambda: render_web(report),
        FileKind.TEXT: lambda: copied(report).encode(),
    }[kind]()
    return read(data)


def reading_of(document: Document) -> Recognition:
    return recognise(document, FORMS)


def with_blocks(document: Document, blocks: list[SourceBlock]) -> Document:
    """Return a document with other blocks, numbered anew."""
    counts = {SourceParagraph: 0, SourceTable: 0}
    numbered: list[SourceBlock] = []
    for block in blocks:
        counts[type(block)] += 1
        number = counts[type(block)]
        if isinstance(block, SourceParagraph):
            numbered.append(SourceParagraph(number, block.text))
        else:
            numbered.append(SourceTable(number, block.cells, block.sheet, block.hidden))
    return Document(document.kind, tuple(numbered), document.notices)


def without(document: Document, place: int) -> Document:
    """Return a document without one of its blocks."""
    return with_blocks(document, [b for n, b in enumerate(document.blocks) if n != place])


def with_text(document: Document, place: int, text: str) -> Document:
    """Return a document with a paragraph before one of its blocks."""
    blocks = list(document.blocks)
    return with_blocks(document, [*blocks[:place], SourceParagraph(1, text), *blocks[place:]])


def with_table(document: Document, place: int, cells: list[SourceCell]) -> Document:
    """Return a document with other cells in one of its tables."""
    blocks = list(document.blocks)
    ordered = sorted(cells, key=lambda cell: (cell.row, cell.column))
    blocks[place] = SourceTable(1, tuple(ordered))
    return with_blocks(document, blocks)


def tables_of(document: Document) -> dict[int, list[SourceCell]]:
    """Return the cells of the tables by the places of the tables."""
    blocks = enumerate(document.blocks)
    return {n: list(block.cells) for n, block in blocks if isinstance(block, SourceTable)}


def value_rows(cells: list[SourceCell]) -> list[int]:
    """Return the rows with a number in a cell of their own."""
    return sorted({cell.row for cell in cells if cell.text[:1].isdecimal()})


def without_row(document: Document, place: int, row: int) -> Document:
    """Return a document without a row of one of its tables."""
    cells = [cell for cell in tables_of(document)[place] if cell.row != row or cell.height > 1]
    return with_table(document, place, cells)


def said_in(reading: Recognition) -> Iterator[str]:
    """Return what a reading puts before the clerk: texts, notes, remarks, names, what is named."""
    for block in reading.texts:
        yield from (block.title, block.body)
    yield from reading.notes.values()
    yield from (found.remark for found in reading.cells.values())
    yield from (found.text for found in reading.cells.values())
    yield from reading.identity.unit.values()
    yield from (issue.text for issue in (*reading.unrecognised, *reading.left_out))


def is_said(reading: Recognition, text: str) -> bool:
    """Return whether a text stands somewhere before the clerk."""
    return words(text) in "".join(words(said) for said in said_in(reading))
