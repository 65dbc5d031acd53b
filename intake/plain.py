"""Text files → a paragraph for each line, a table for lines that are divided by tabs."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from intake.content import Cell, Document, Kind
from intake.gate import Admitted
from intake.gathering import Gathering


def read_text(_data: bytes, admitted: Admitted) -> Document:
    """Give the lines of a text.

    Raises:
        RefusedError: they are more than a report would have.
    """
    gathering = Gathering(admitted.notices)
    for page in admitted.pages:
        for tabbed, lines in groupby(page.split("\n"), key=lambda line: "\t" in line):
            if tabbed:
                gathering.table(_cells(lines))
            else:
                for line in lines:
                    gathering.paragraph(line)
    return gathering.document(Kind.TEXT)


def _cells(lines: Iterable[str]) -> Iterator[Cell]:
    """Give the fields of lines that are divided by tabs."""
    for row, line in enumerate(lines):
        for column, field in enumerate(line.split("\t")):
            yield Cell(row, column, 1, 1, field)


def read_draft(_data: bytes, _admitted: Admitted) -> Document:
    """Say that the model reads it."""
    return Document(Kind.DRAFT, ())
