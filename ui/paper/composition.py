"""The pages of a report: its strips, cut where pages end, with 稿别 and page numbers.

Lengths are in twips, from the left and top edges of the paper. Source: GB/T 9704-2012, 5.2 and 7.5.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from PySide6.QtCore import QRectF

from export import style
from export.outline import Outline, OutlineHeading
from model.report.report import Report
from ui.paper.faces import FaceFinder
from ui.paper.lines import Piece, SetLine, Shaper
from ui.paper.strips import Strip, StripMaker
from ui.paper.tables import BASELINE, InkLine, TableLayout, TablePart

_HEADER_SIZE: Final = 12.0
_NUMBER_DISTANCE: Final = style.mm(7)
"""From the text area to the dashes of the page number."""
_LEFT, _TOP = style.MARGIN_LEFT, style.MARGIN_TOP


class PlacedHeading(NamedTuple):
    """A heading, the number of its page from 0, and its distance from the page's top."""

    heading: OutlineHeading
    page: int
    top: float


@dataclass
class DrawnPage:
    """Everything on one page."""

    inks: list[InkLine] = field(default_factory=list)
    borders: list[QRectF] = field(default_factory=list)
    fills: list[QRectF] = field(default_factory=list)

    def add(self, part: TablePart, shading: bool) -> None:
        """Add a part of a table, with or without its fills."""
        self.inks += part.inks
        self.borders += part.borders
        self.fills += part.fills * shading


class Composition(NamedTuple):
    """The pages of a report, its headings, and the fonts that were found for it."""

    pages: list[DrawnPage]
    headings: list[PlacedHeading]
    faces: FaceFinder


class _Placed(NamedTuple):
    """A strip, and its distance from the top of the text area."""

    strip: Strip
    top: float


def composed(report: Report, items: Outline) -> Composition:
    """Return the pages of a report; any thread may call this once there is a QGuiApplication.

    Raises:
        ReportError: no Chinese font of this computer may be embedded.
    """
    faces = FaceFinder()
    sheets = _cut(list(StripMaker(report, faces).strips(items)))
    parts = _table_parts(sheets)
    pages, headings = [], []
    for number, sheet in enumerate(sheets):
        page = DrawnPage()
        for strip, top in sheet:
            if strip.heading is not None:
                headings.append(PlacedHeading(strip.heading, number, _TOP + top))
            if strip.ink is not None:
                page.inks.append(strip.ink.moved(_LEFT, _TOP + top))
            if strip.band is not None and (part := parts.pop((number, strip.band.table), None)):
                page.add(part.moved(_LEFT, _TOP + top), report.options.shading)
        pages.append(page)
    _add_edges(pages, report, faces)
    return Composition(pages, headings, faces)


def _cut(strips: Sequence[Strip]) -> list[list[_Placed]]:
    """Return the strips by pages. A group of strips that keep together is not divided.

    One that is higher than a page is divided where that page ends.
    """
    sheets: list[list[_Placed]] = [[]]
    used = 0.0
    for group in _groups(strips):
        if used and used + _wanted(group) > style.TEXT_HEIGHT:
            sheets.append([])
            used = _repeated(group[0])
        for strip in group:
            if used + strip.height > style.TEXT_HEIGHT and sheets[-1]:
                sheets.append([])
                used = _repeated(strip)
            sheets[-1].append(_Placed(strip, used))
            used += strip.height
    return sheets


def _wanted(group: Sequence[Strip]) -> float:
    """Return the height that is wanted for a group on one page.

    Where a table begins that has no blocks, that is the height of all of it.
    """
    rest = (
        band.table.edges[-1] - band.bottom
        for band in (strip.band for strip in group[-1:])
        if band is not None and band.table.grid.head and group[0].band is None
    )
    return sum(strip.height for strip in group) + sum(rest)


def _groups(strips: Sequence[Strip]) -> Iterator[list[Strip]]:
    group = []
    for strip in strips:
        group.append(strip)
        if not strip.keeps:
            yield group
            group = []
    if group:
        yield group


def _repeated(strip: Strip) -> float:
    """Return the height of the heading rows that are repeated above a row on a new page."""
    if strip.band is None or strip.band.top == 0:
        return 0.0
    table = strip.band.table
    return table.edges[table.grid.head]


def _table_parts(
    sheets: Sequence[Sequence[_Placed]],
) -> dict[tuple[int, TableLayout], TablePart]:
    """Return the part of every table on every page it is on."""
    stretches: dict[TableLayout, dict[int, tuple[float, float]]] = defaultdict(dict)
    for number, sheet in enumerate(sheets):
        for band in (strip.band for strip, _ in sheet if strip.band is not None):
            top, _ = stretches[band.table].get(number, (band.top, 0.0))
            stretches[band.table][number] = (top, band.bottom)
    return {
        (number, table): part
        for table, shares in stretches.items()
        for number, part in zip(shares, table.parts(list(shares.values())), strict=True)
    }


def _add_edges(pages: Sequence[DrawnPage], report: Report, faces: FaceFinder) -> None:
    """Add 稿别 at the top right, and the page numbers at the outer sides, one character inside."""
    shaper = Shaper()
    size, song = style.PAGE_NUMBER_SIZE, style.SONG_FONT
    digits = faces.typeface(song, size, latin=song)
    small = faces.typeface(song, _HEADER_SIZE)
    right = _LEFT + style.TEXT_WIDTH
    for number, page in enumerate(pages, 1):
        if report.stage_mark:
            (stage,) = shaper.shaped(Piece(report.stage_mark, small)).lines(style.TEXT_WIDTH)
            baseline = style.HEADER_DISTANCE + BASELINE * style.pt(style.LINE_PITCH)
            page.inks.append(InkLine(stage, right - stage.width, baseline))
        (line,) = shaper.shaped(Piece(f"— {number} —", digits)).lines(style.TEXT_WIDTH)
        inside = style.pt(size)
        left = right - inside - line.width if number % 2 else _LEFT + inside
        below = _TOP + style.TEXT_HEIGHT + _NUMBER_DISTANCE
        page.inks.append(InkLine(line, left, below + _rise(line)))


def _rise(line: SetLine) -> float:
    """Return how far above the baseline the first glyph ends, the dash of a page number."""
    first = line.stretches[0]
    return -first.font.boundingRect(first.glyphs[0]).top()
