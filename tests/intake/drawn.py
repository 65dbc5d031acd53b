"""Documents drawn as text: a line is a paragraph, one with | a row of a table."""

from itertools import groupby

from intake.content import Document, FileKind, SourceBlock, SourceCell, SourceParagraph, SourceTable


def document(drawn: str, kind: FileKind = FileKind.WORD, sheet: str = "") -> Document:
    """Give the document that a text draws; a blank line ends a table."""
    blocks: list[SourceBlock] = []
    lines = [line.strip() for line in drawn.strip().split("\n")]
    for is_row, group in groupby(lines, key=lambda line: "|" in line):
        here = list(group)
        if is_row:
            blocks.append(SourceTable(len(blocks) + 1, tuple(_cells(here)), sheet))
        else:
            blocks += [
                SourceParagraph(n + len(blocks) + 1, t) for n, t in enumerate(filter(None, here))
            ]
    return Document(kind, tuple(blocks))


def _cells(lines: list[str]) -> list[SourceCell]:
    return [
        SourceCell(row, column, 1, 1, field.strip())
        for row, line in enumerate(lines)
        for column, field in enumerate(line.split("|"))
    ]
