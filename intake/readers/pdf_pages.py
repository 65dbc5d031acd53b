"""Take the pages of a PDF apart by PDFium: characters with their boxes, ruling lines, pictures.

Coordinates are points (1/72 inch) from the upper left corner of the page as it is shown. Only text
and lines are asked for: nothing is drawn, no script is run, and no link is followed. PDFium runs in
the confined child alone; it ends that process where it lacks memory.
"""

import ctypes
import math
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from typing import Any, Final, NamedTuple

from intake.content import DEPTH, ELEMENTS, abnormal, damaged, too_large
from intake.readers.pdf_fonts import use_box_font
from model.errors import RefusedError

PAGES: Final = 300
"""Pages of a PDF."""
CHARACTERS: Final = 150_000
"""Characters of a PDF, spaces and line ends included: what can be read in the time for a file."""
_LONGEST: Final = 14_400.0
"""Points of a page's width and height: the limit of ISO 32000-1, annex C."""
_RULES: Final = 4000
"""Ruling lines of one page."""
_THIN: Final = 3.5
"""Points up to which a filled rectangle is a line."""
_SMALLEST: Final = 1.0
"""Least type size in points that can be read."""
_PICTURE: Final = 60.0
"""Points from which on width and height of a picture may hold text."""
_SLANTED: Final = 5.0
"""Degrees from which on text is slanted."""
_UNKNOWN: Final = "□"
"""Stands for a character whose font does not say which one it is."""
_HYPHEN: Final = 2
"""PDFium's number for a hyphen at the end of a line."""
_PASSWORD, _SECURITY = 4, 5
"""PDFium's numbers for errors of encryption."""
_PATH, _IMAGE, _FORM = 2, 3, 5
"""PDFium's numbers for kinds of objects on a page."""
_MOVE: Final = 2
"""PDFium's number for the segment of a path that begins a new figure."""
_INVISIBLE: Final = 3
"""PDFium's number for text that is not painted."""
_NOTE, _FREE_TEXT, _STAMP, _FIELD = 1, 3, 13, 20
"""PDFium's numbers for kinds of annotations."""


class Glyph(NamedTuple):
    """A character with its box and the line on which it stands.

    ``spaced`` if a space precedes it, ``hidden`` if nobody sees it, ``slanted`` if it is part of a
    watermark.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    base: float
    spaced: bool = False
    hidden: bool = False
    slanted: bool = False

    @property
    def center(self) -> tuple[float, float]:
        """The middle of its box."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


class RulingLine(NamedTuple):
    """A ruling line: its distance from the page's left or top, and where it begins and ends."""

    at: float
    start: float
    end: float


class Box(NamedTuple):
    """A rectangle."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass
class PrintedPage:
    """The content of a page, with lengths in points from its upper left corner.

    ``fills`` are filled rectangles, ``notes`` the texts of annotations. ``pictures`` counts those
    that may hold text, ``unknown`` counts characters whose font does not say what they are.
    """

    number: int
    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    across: list[RulingLine] = field(default_factory=list)
    down: list[RulingLine] = field(default_factory=list)
    fills: list[Box] = field(default_factory=list)
    pictures: int = 0
    unknown: int = 0
    notes: list[str] = field(default_factory=list)


@cache
def _pdfium() -> Any:
    """Import PDFium, which costs 40 ms, and begin to use it."""
    import pypdfium2_raw

    pypdfium2_raw.FPDF_InitLibrary()
    use_box_font(pypdfium2_raw)
    return pypdfium2_raw


def printed_pages(data: bytes) -> Iterator[PrintedPage]:
    """Yield the pages of a PDF.

    Raises:
        RefusedError: it is encrypted, damaged, or has more than any report.
    """
    pdf = _pdfium()
    with ExitStack() as opened:
        document = pdf.FPDF_LoadMemDocument64(data, len(data), None)
        if not document:
            raise _refusal(pdf.FPDF_GetLastError())
        opened.callback(pdf.FPDF_CloseDocument, document)
        count = pdf.FPDF_GetPageCount(document)
        if count > PAGES:
            raise too_large(f"PDF 超过{PAGES}页")
        left = _Left(CHARACTERS, ELEMENTS)
        for number in range(count):
            page = pdf.FPDF_LoadPage(document, number)
            if not page:
                raise damaged()
            with ExitStack() as loaded:
                loaded.callback(pdf.FPDF_ClosePage, page)
                yield _Reader(page, number + 1, left).read()


def _refusal(error: int) -> RefusedError:
    if error in (_PASSWORD, _SECURITY):
        return RefusedError(
            "PDF 已加密，未导入。用 WPS 或 PDF 阅读器输入密码打开，另存为不加密的文件后再导入。"
        )
    return damaged()


@dataclass
class _Left:
    """How many characters and objects may still be read."""

    characters: int
    objects: int

    def take_characters(self, count: int) -> None:
        self.characters -= count
        if self.characters < 0:
            raise too_large(f"PDF 的文字超过{CHARACTERS // 10_000}万字")

    def take_objects(self, count: int) -> None:
        self.objects -= count
        if self.objects < 0:
            raise too_large(f"PDF 中的图形过多（超过{ELEMENTS // 10_000}万个）")


class _Reader:
    """Reads one page."""

    def __init__(self, page: Any, number: int, left: _Left) -> None:
        pdf = _pdfium()
        self._page, self._left = page, left
        self._turned = pdf.FPDFPage_GetRotation(page) % 4
        width, height = pdf.FPDF_GetPageWidthF(page), pdf.FPDF_GetPageHeightF(page)
        if max(width, height) > _LONGEST:
            raise abnormal(f"第{number}页的尺寸过大")
        box = pdf.FS_RECTF()
        pdf.FPDF_GetPageBoundingBox(page, box)
        self._box = box
        self._shown = PrintedPage(number, width, height)

    def read(self) -> PrintedPage:
        """Return what is on the page."""
        pdf = _pdfium()
        self._read_objects(self._page, pdf.FPDFPage_CountObjects, pdf.FPDFPage_GetObject, (), 0)
        self._read_text()
        self._read_notes()
        return self._shown

    def _point(self, x: float, y: float) -> tuple[float, float]:
        """Return a point of the page as it is shown: turned, from the upper left corner."""
        box = self._box
        return (
            (x - box.left, box.top - y),
            (y - box.bottom, x - box.left),
            (box.right - x, y - box.bottom),
            (box.top - y, box.right - x),
        )[self._turned]

    def _rectangle(self, left: float, bottom: float, right: float, top: float) -> Box:
        one, two = self._point(left, bottom), self._point(right, top)
        return Box(
            min(one[0], two[0]), min(one[1], two[1]), max(one[0], two[0]), max(one[1], two[1])
        )

    def _read_text(self) -> None:
        pdf = _pdfium()
        text = pdf.FPDFText_LoadPage(self._page)
        try:
            count = pdf.FPDFText_CountChars(text)
            self._left.take_characters(count)
            self._read_glyphs(text, count)
        finally:
            pdf.FPDFText_ClosePage(text)

    def _read_glyphs(self, text: Any, count: int) -> None:
        pdf, shown = _pdfium(), self._shown
        rectangle, written = pdf.FS_RECTF(), dict[int, tuple[bool, bool]]()
        x, y = ctypes.c_double(), ctypes.c_double()
        spaced, first = False, ""
        for index in range(count):
            if pdf.FPDFText_IsGenerated(text, index) == 1:
                continue
            code = pdf.FPDFText_GetUnicode(text, index)
            if 0xD800 <= code < 0xDC00:
                first = chr(code)
                continue
            letter = _letter(first, code, pdf.FPDFText_HasUnicodeMapError(text, index) == 1)
            first = ""
            if not letter.strip():
                spaced = True
                continue
            shown.unknown += letter == _UNKNOWN
            pdf.FPDFText_GetLooseCharBox(text, index, rectangle)
            box = self._rectangle(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)
            pdf.FPDFText_GetCharOrigin(text, index, x, y)
            base = self._point(x.value, y.value)[1]
            one = pdf.FPDFText_GetTextObject(text, index)
            key = ctypes.cast(one, ctypes.c_void_p).value or 0
            if key not in written:
                angle = math.degrees(pdf.FPDFText_GetCharAngle(text, index)) % 90
                invisible = pdf.FPDFTextObj_GetTextRenderMode(one) == _INVISIBLE
                written[key] = invisible, min(angle, 90 - angle) > _SLANTED
            invisible, slanted = written[key]
            hidden = invisible or self._is_unseen(box)
            shown.glyphs.append(Glyph(letter, *box, base, spaced, hidden, slanted))
            spaced = False

    def _is_unseen(self, box: Box) -> bool:
        """Return whether a box is outside the page or too small to be seen."""
        inside = 0 <= box.left + box.right <= 2 * self._shown.width
        inside &= 0 <= box.top + box.bottom <= 2 * self._shown.height
        return not inside or max(box.right - box.left, box.bottom - box.top) < _SMALLEST

    def _read_objects(
        self, holder: Any, count: Any, get: Any, outer: tuple[Any, ...], depth: int
    ) -> None:
        """Read lines and pictures of a page, or of a form object within matrices."""
        pdf = _pdfium()
        number = max(0, count(holder))
        self._left.take_objects(number)
        if depth > DEPTH // 10:
            raise abnormal("嵌套过深")
        for index in range(number):
            one = get(holder, index)
            kind = pdf.FPDFPageObj_GetType(one)
            if kind in (_PATH, _FORM):
                matrix = pdf.FS_MATRIX()
                pdf.FPDFPageObj_GetMatrix(one, matrix)
                matrices = (matrix, *outer)
                if kind == _PATH:
                    self._read_path(one, matrices)
                else:
                    counted, got = pdf.FPDFFormObj_CountObjects, pdf.FPDFFormObj_GetObject
                    self._read_objects(one, counted, got, matrices, depth + 1)
            elif kind == _IMAGE:
                self._read_picture(one)

    def _read_picture(self, picture: Any) -> None:
        edges = [ctypes.c_float() for _ in range(4)]
        _pdfium().FPDFPageObj_GetBounds(picture, *edges)
        box = self._rectangle(*(edge.value for edge in edges))
        self._shown.pictures += min(box.right - box.left, box.bottom - box.top) >= _PICTURE

    def _read_path(self, path: Any, matrices: tuple[Any, ...]) -> None:
        """Add the lines of a path: strokes, thin rectangles and the edges of framed ones."""
        pdf = _pdfium()
        mode, stroked = ctypes.c_int(), ctypes.c_int()
        pdf.FPDFPath_GetDrawMode(path, mode, stroked)
        count = pdf.FPDFPath_CountSegments(path)
        self._left.take_objects(max(0, count))
        lines: list[tuple[float, float]] = []
        for index in range(count):
            segment = pdf.FPDFPath_GetPathSegment(path, index)
            kind = pdf.FPDFPathSegment_GetType(segment)
            x, y = ctypes.c_float(), ctypes.c_float()
            pdf.FPDFPathSegment_GetPoint(segment, x, y)
            if kind == _MOVE:
                self._add_lines(lines, bool(stroked.value))
                lines = []
            lines.append(self._placed(x.value, y.value, matrices))
            if pdf.FPDFPathSegment_GetClose(segment) and lines:
                lines.append(lines[0])
        self._add_lines(lines, bool(stroked.value))

    def _placed(self, x: float, y: float, matrices: tuple[Any, ...]) -> tuple[float, float]:
        for one in matrices:
            x, y = one.a * x + one.c * y + one.e, one.b * x + one.d * y + one.f
        return self._point(x, y)

    def _add_lines(self, points: list[tuple[float, float]], stroked: bool) -> None:
        """Add a figure: a thin one as a line, a wide one by its edges, or as a fill."""
        if len(points) < 2:
            return
        xs, ys = [x for x, _ in points], [y for _, y in points]
        box = Box(min(xs), min(ys), max(xs), max(ys))
        if min(box.right - box.left, box.bottom - box.top) <= _THIN:
            self._add_rule(box)
        elif stroked:
            for (x, y), (u, v) in pairwise(points):
                edge = Box(min(x, u), min(y, v), max(x, u), max(y, v))
                if min(edge.right - edge.left, edge.bottom - edge.top) <= 1:
                    self._add_rule(edge)
        else:
            self._shown.fills.append(box)

    def _add_rule(self, box: Box) -> None:
        shown, wide = self._shown, box.right - box.left >= box.bottom - box.top
        if wide:
            shown.across.append(RulingLine((box.top + box.bottom) / 2, box.left, box.right))
        else:
            shown.down.append(RulingLine((box.left + box.right) / 2, box.top, box.bottom))
        if len(shown.across) + len(shown.down) > _RULES:
            raise too_large(f"PDF 第{shown.number}页的线条超过{_RULES}条")

    def _read_notes(self) -> None:
        """Read the texts of notes, stamps and form fields, which lie over the page."""
        pdf = _pdfium()
        number = max(0, pdf.FPDFPage_GetAnnotCount(self._page))
        self._left.take_objects(number)
        for index in range(number):
            note = pdf.FPDFPage_GetAnnot(self._page, index)
            kind = pdf.FPDFAnnot_GetSubtype(note)
            if kind in (_NOTE, _FREE_TEXT, _STAMP, _FIELD):
                text = self._string(note, b"V") or self._string(note, b"Contents")
                if text.strip():
                    self._shown.notes.append(text)
            pdf.FPDFPage_CloseAnnot(note)

    def _string(self, note: Any, key: bytes) -> str:
        """Return a text of a note by its key; PDFium gives its length in bytes first."""
        pdf = _pdfium()
        size = pdf.FPDFAnnot_GetStringValue(note, key, None, 0)
        self._left.take_characters(size)
        buffer = (ctypes.c_ushort * (size // 2 + 1))()
        pdf.FPDFAnnot_GetStringValue(note, key, buffer, size)
        return bytes(buffer)[: max(0, size - 2)].decode("utf-16-le", "replace")


def _letter(first: str, code: int, unknown: bool) -> str:
    """Return a character by its number; ``first`` is the first half of a pair."""
    if code == _HYPHEN:
        return "-"
    if first and 0xDC00 <= code < 0xE000:
        return (first + chr(code)).encode("utf-16", "surrogatepass").decode("utf-16")
    if unknown or code == 0 or code > 0x10FFFF or 0xD800 <= code < 0xE000:
        return _UNKNOWN
    return chr(code)
