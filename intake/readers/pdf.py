"""Read a PDF as paragraphs and tables.

Tables are found by their ruling lines; what is outside of them are lines, which become paragraphs.
A table that goes on on the next page is one. A scan has nothing to read, and says so.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from intake.content import AsideKind, Document, DocumentBuilder, FileKind, SourceCell
from intake.gate.admission import Admitted
from intake.readers.pdf_grids import Frame, frames_of, joined_frames, nearest, places
from intake.readers.pdf_lines import (
    PrintedLine,
    in_columns,
    lines_of,
    margins_of,
    paragraph_text,
    paragraphs_of,
    unsure_joints,
)
from intake.readers.pdf_pages import Glyph, PrintedPage, printed_pages
from model.errors import RefusedError

_SCAN: Final = (
    "PDF 中没有可读取的文字，是扫描件或图片，未导入。"
    "用 WPS 等软件识别文字（OCR）后另存为 .docx，逐格核对后再导入。"
)
_RECOGNISED: Final = "第{}页的文字由扫描软件识别，可能有误。对照原件逐格核对。"
_UNKNOWN: Final = "{}个字的字体没有注明是什么字，读为□。对照原件核对。"
_PICTURE: Final = "第{}页的图片"
_SHOWN: Final = 12
"""Characters of a line that are shown on each side of where it was joined."""
_MOST: Final = 5
"""Joints that are shown."""
_EVEN: Final = 4.0
"""Points by which the edges of one table may differ from page to page."""


@dataclass
class _PageParts:
    """A page taken apart: its tables, the lines outside of them, and what does not belong there."""

    shown: PrintedPage
    frames: list[Frame]
    lines: list[PrintedLine]
    asides: list[tuple[AsideKind, str]] = field(default_factory=list)


def read_pdf(data: bytes, admitted: Admitted) -> Document:
    """Return the content of a PDF.

    Raises:
        RefusedError: it is encrypted, damaged or a scan, or has more than any report.
    """
    builder = DocumentBuilder(admitted.notices)
    pages = [_page(shown, builder) for shown in printed_pages(data)]
    if not any(page.lines or page.frames for page in pages):
        raise RefusedError(_SCAN)
    kept, margins = margins_of([(page.shown.height, page.lines) for page in pages])
    ends = _add_blocks(builder, _pieces(pages, {*kept}))
    for text in margins:
        builder.aside(AsideKind.MARGIN, text, 0)
    after = 0
    for page in pages:
        after = ends.get(page.shown.number, after)
        for kind, text in page.asides:
            builder.aside(kind, text, after)
    if unknown := sum(page.shown.unknown for page in pages):
        builder.notice(_UNKNOWN.format(unknown))
    return builder.document(FileKind.PDF)


def _page(shown: PrintedPage, builder: DocumentBuilder) -> _PageParts:
    """Take a page apart; text that a scanner's program put behind its picture is read."""
    seen, others = _seen(shown.glyphs)
    if not seen and shown.pictures and others:
        seen, others = others, []
        builder.notice(_RECOGNISED.format(shown.number))
        pictures = 0
    else:
        pictures = shown.pictures
    frames, rest = frames_of(shown, seen)
    lines = in_columns(
        lines_of(rest, shown.number, shown.width), sorted(frame.box.top for frame in frames)
    )
    page = _PageParts(shown, frames, lines)
    page.asides += [(AsideKind.HIDDEN, line.text) for line in lines_of(others)]
    page.asides += [(AsideKind.PICTURE, _PICTURE.format(shown.number))] * pictures
    page.asides += [(AsideKind.REMARK, text) for text in shown.notes]
    return page


def _seen(glyphs: Sequence[Glyph]) -> tuple[list[Glyph], list[Glyph]]:
    """Divide characters into those that are read, and hidden ones or those of a watermark."""
    seen: list[Glyph] = []
    others: list[Glyph] = []
    for one in glyphs:
        (others if one.hidden or one.slanted else seen).append(one)
    return seen, others


def _pieces(pages: Sequence[_PageParts], kept: set[PrintedLine]) -> list[Frame | list[PrintedLine]]:
    """Return tables, and the lines between them, in order over all pages."""
    found: list[Frame | list[PrintedLine]] = []
    for page in pages:
        is_first = True
        for one in _in_order(page, kept):
            last = found[-1] if found else None
            if isinstance(one, PrintedLine):
                if isinstance(last, list):
                    last.append(one)
                else:
                    found.append([one])
            elif is_first and isinstance(last, Frame) and _is_same_table(last, one):
                found[-1] = joined_frames(last, one)
            else:
                found.append(one)
            is_first = False
    return list(_without_frames(found, pages[0].shown.width))


def _without_frames(
    pieces: Sequence[Frame | list[PrintedLine]], sheet: float
) -> Iterator[Frame | list[PrintedLine]]:
    """Yield pieces with frames around mere text, which are no tables, as lines."""
    lines: list[PrintedLine] = []
    for piece in pieces:
        if isinstance(piece, Frame) and not piece.is_plain:
            if lines:
                yield lines
            lines = []
            yield piece
        elif isinstance(piece, Frame):
            for cell in piece.cells:
                lines += lines_of(cell.glyphs, cell.page, sheet)
        else:
            lines += piece
    if lines:
        yield lines


def _in_order(page: _PageParts, kept: set[PrintedLine]) -> Iterator[Frame | PrintedLine]:
    places_of: list[tuple[float, Frame | PrintedLine]] = [
        *((line.place, line) for line in page.lines if line in kept),
        *((frame.box.top, frame) for frame in page.frames),
    ]
    yield from (one for _, one in sorted(places_of, key=lambda pair: pair[0]))


def _is_same_table(above: Frame, below: Frame) -> bool:
    """Return whether a table goes on at the top of the next page: it has the same edges.

    Browsers do not draw the edge of a tall cell
    on a page on which it neither begins nor ends: there the table begins with a later column.
    """
    if (above.is_plain and below.is_plain) or abs(above.box.right - below.box.right) > _EVEN:
        return False
    narrow, wide = sorted((above, below), key=lambda frame: -frame.box.left)
    return any(abs(narrow.box.left - cell.left) <= _EVEN for cell in wide.cells)


def _add_blocks(
    builder: DocumentBuilder, pieces: Sequence[Frame | list[PrintedLine]]
) -> dict[int, int]:
    """Add paragraphs and tables; return how many blocks begin up to the end of each page."""
    ends: dict[int, int] = {}
    joints: list[tuple[PrintedLine, PrintedLine]] = []
    joined = iter(paragraphs_of([piece for piece in pieces if isinstance(piece, list)]))
    for piece in pieces:
        if isinstance(piece, Frame):
            builder.table(_cells(piece))
            ends[piece.cells[0].page] = builder.blocks
            continue
        for paragraph in next(joined):
            joints += unsure_joints(paragraph)
            parts = paragraph[0].stretches if len(paragraph) == 1 else ()
            builder.paragraph(paragraph_text(paragraph), paragraph[0].page, parts)
            ends[paragraph[0].page] = builder.blocks
    if joints:
        shown = (
            f"第{one.page}页「…{one.text[-_SHOWN:]}」「{two.text[:_SHOWN]}…」"
            for one, two in joints[:_MOST]
        )
        more = f"等{len(joints)}处" * (len(joints) > _MOST)
        builder.notice(
            f"整行以句号结束，与下一行按同一段读取：{'、'.join(shown)}{more}。核对分段。"
        )
    return ends


def _cells(frame: Frame) -> Iterator[SourceCell]:
    """Yield the cells of a table, their columns counted over all its pages."""
    edges = places((edge for cell in frame.cells for edge in (cell.left, cell.right)), _EVEN)
    for cell in sorted(frame.cells, key=lambda one: (one.row, one.left)):
        first, last = nearest(edges, cell.left), nearest(edges, cell.right)
        width = max(1, last - first)
        yield SourceCell(cell.row, first, cell.height, width, cell.text, page=cell.page)
