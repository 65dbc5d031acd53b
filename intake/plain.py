"""Text files → a paragraph for each line."""

from intake.content import Document, Kind
from intake.gate import Admitted
from intake.gathering import Gathering


def read_text(_data: bytes, admitted: Admitted) -> Document:
    """Give the lines of a text.

    Raises:
        RefusedError: they are more than a report would have.
    """
    gathering = Gathering(admitted.notices)
    for page in admitted.pages:
        for line in page.split("\n"):
            gathering.paragraph(line)
    return gathering.document(Kind.TEXT)


def read_draft(_data: bytes, _admitted: Admitted) -> Document:
    """Say that the model reads it."""
    return Document(Kind.DRAFT, ())
