"""The outline of a report as strips: lines of text, rows and empty lines, in order.

A strip is never divided between pages. Lengths are in twips. Source: GB/T 9704-2012, 7.3.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from export import style
from export.breaks import lines_of, title_of
from export.outline import (
    Outline,
    OutlineHeading,
    OutlineItem,
    OutlineParagraph,
    PrintedTable,
    Signature,
    Title,
)
from model.report.report import Report
from ui.paper.faces import FaceFinder, Typeface
from ui.paper.lines import Piece, SetLine, Shaper
from ui.paper.tables import BASELINE, InkLine, TableLayout

CHARACTER: Final = style.TEXT_WIDTH / style.LINE_CHARACTERS
"""Width of a character of the text: 28 fill a line."""
SPACING: Final = CHARACTER - style.pt(style.BODY_SIZE)
_INDENT: Final = 2 * CHARACTER
_LAST: Final = 2
"""Lines of the text that stay on one page with the signature."""


class TableBand(NamedTuple):
    """A row of a table, or a part of a row: its top and bottom in the table."""

    table: TableLayout
    top: float
    bottom: float


class Strip(NamedTuple):
    """A line of text, a row of a table, or empty space.

    With ``keeps`` it is on one page with the next strip. ``heading`` is the heading that begins
    here. The ink is placed from the left edge of the text and from the top of the strip.
    """

    height: float
    keeps: bool = False
    ink: InkLine | None = None
    band: TableBand | None = None
    heading: OutlineHeading | None = None


class StripMaker:
    """Makes the strips of a report; ``block`` counts the texts of the outline."""

    def __init__(self, report: Report, faces: FaceFinder) -> None:
        self._faces, self._shaper = faces, Shaper()
        self._named = style.FACES[report.options.fonts]
        self._pitch = float(report.options.pitch) * style.TWIPS_PER_POINT
        self._block = -1

    def strips(self, items: Outline) -> Iterator[Strip]:
        """Yield the strips of an outline."""
        parts = title_of([i.text for i in items if isinstance(i, Title)], style.TITLE_ROOM)
        titles = iter(parts)
        for item, following in pairwise((*items, None)):
            if isinstance(item, Title):
                yield from self._title(next(titles), not isinstance(following, Title))
            elif item is not None:
                yield from self._strips(item, following)

    def _strips(self, item: OutlineItem, following: OutlineItem | None) -> Iterator[Strip]:
        match item:
            case OutlineHeading(level, text):
                named = self._named
                name = (named.heading, named.subhead, named.body, named.body)[level - 1]
                under = not (isinstance(following, OutlineHeading) and following.level <= level)
                lines = self._text((text, name))
                kept = len(lines) if under and following is not None else 0
                yield from self._lines(lines, self._pitch, kept=kept, heading=item)
            case OutlineParagraph(text, lead, level):
                head = self._named.subhead if level == 1 else self._named.body
                lines = self._text((lead, head), (text, self._named.body))
                kept = _LAST if isinstance(following, Signature) else 0
                yield from self._lines(lines, self._pitch, kept=kept)
                if not lines:  # an empty line in a text
                    yield Strip(self._pitch, False)
            case PrintedTable():
                yield from self._table(item)
            case Signature(signature, day):
                yield from self._ending(signature, day)

    def _text(self, *parts: tuple[str, str]) -> list[SetLine]:
        """Return the lines of a paragraph of texts with the names of their fonts."""
        pieces = [Piece(text, self._body(name), SPACING) for text, name in parts if text]
        return self._shaper.shaped(*pieces).lines(style.TEXT_WIDTH, _INDENT, justified=True)

    def _body(self, name: str) -> Typeface:
        return self._faces.typeface(name, style.BODY_SIZE)

    def _lines(
        self,
        lines: Sequence[SetLine],
        pitch: float,
        left: float | None = None,
        kept: int = 0,
        heading: OutlineHeading | None = None,
    ) -> Iterator[Strip]:
        """Yield the lines of one text; the last ``kept`` stay with the next strip.

        Without ``left`` the first line is indented by two characters.
        """
        self._block += 1
        for number, line in enumerate(lines):
            indent = _INDENT * (number == 0) if left is None else left
            ink = InkLine(line, indent, BASELINE * pitch, self._block)
            begins = heading if number == 0 else None
            yield Strip(pitch, number >= len(lines) - kept, ink, heading=begins)

    def _title(self, texts: Sequence[str], last: bool) -> Iterator[Strip]:
        """Yield the centred lines of one part of the title; an empty line follows the last part."""
        face = self._faces.typeface(self._named.title, style.TITLE_SIZE, self._named.bold_title)
        self._block += 1
        pitch = style.TITLE_PITCH * style.TWIPS_PER_POINT
        for text in texts:
            for line in self._shaper.shaped(Piece(text, face)).lines(style.TEXT_WIDTH):
                left = (style.TEXT_WIDTH - line.width) / 2
                yield Strip(pitch, True, InkLine(line, left, BASELINE * pitch, self._block))
        if last:
            yield Strip(self._pitch, True)

    def _table(self, printed: PrintedTable) -> Iterator[Strip]:
        """Yield the rows of a table and its notes.

        The first note stays with the last row, and a few notes stay together. A note of a few lines
        is not divided.
        """
        size, _, _ = style.table_type(printed.grid)
        face = self._faces.typeface(style.SONG_FONT, size)
        notes = [self._note(text) for text in printed.notes]
        count = sum(map(len, notes))
        few = count <= style.FEW_LINES
        whole = [len(lines) if len(lines) <= style.FEW_LINES else 1 for lines in notes]
        room = style.TEXT_HEIGHT - self._pitch
        room -= (count if few else whole[0]) * style.pt(style.NOTE_PITCH)
        table = TableLayout(printed, face, self._shaper, self._block + 1, room)
        self._block += len(printed.grid.places)
        ends = table.page_ends()
        for top, bottom in pairwise(table.bands):
            keeps = bool(notes) if bottom == table.edges[-1] else bottom not in ends
            yield Strip(bottom - top, keeps, band=TableBand(table, top, bottom))
        for number, lines in enumerate(notes):
            kept = len(lines) if whole[number] == len(lines) else 0
            strips = [*self._lines(lines, style.pt(style.NOTE_PITCH), 0, kept)]
            for last in strips[-1:]:  # a note of characters without a shape has none
                strips[-1] = last._replace(keeps=few and number + 1 < len(notes))
            yield from strips

    def _note(self, text: str) -> list[SetLine]:
        face = self._faces.typeface(style.SONG_FONT, style.NOTE_SIZE)
        return [
            line
            for part in text.split("\n")
            for line in self._shaper.shaped(Piece(part, face)).lines(style.TEXT_WIDTH)
        ]

    def _ending(self, signature: str, day: str) -> Iterator[Strip]:
        """Yield an empty line, 署名 and date."""
        yield Strip(self._pitch, True)
        room = style.TEXT_WIDTH - 2 * CHARACTER
        lines = [
            line
            for part in (lines_of(signature, room / CHARACTER) if signature else [])
            for line in self._shaper.shaped(self._plain(part)).lines(room)
        ]
        dated = self._shaper.shaped(self._plain(day)).lines(room)
        wide = max((line.width for line in lines), default=0.0) / CHARACTER
        day_wide = max((line.width for line in dated), default=0.0) / CHARACTER
        left, left_day = (
            style.TEXT_WIDTH - begin * CHARACTER for begin in style.ending_places(wide, day_wide)
        )
        if lines:
            yield from self._lines(lines, self._pitch, left, kept=len(lines) if dated else 0)
        if dated:
            yield from self._lines(dated, self._pitch, left_day)

    def _plain(self, text: str) -> Piece:
        return Piece(text, self._body(self._named.body), SPACING)
