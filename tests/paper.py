"""A PDF as PDFium sees it: where each character stands, and where lines are drawn.

Lengths are millimetres from the left and top edges of a page.
"""

import ctypes
from collections.abc import Iterator
from itertools import groupby
from typing import Any, Final, NamedTuple

import pypdfium2_raw as pdfium

_MM: Final = 25.4 / 72
POINT: Final = _MM
"""Millimetres of a point."""


class Sign(NamedTuple):
    """A character: the left end of its baseline, the size of its type in points, and its ink."""

    text: str
    left: float
    baseline: float
    size: float
    ink_left: float
    ink_top: float
    ink_right: float
    ink_bottom: float


class Area(NamedTuple):
    """A filled rectangle or a line."""

    left: float
    top: float
    right: float
    bottom: float


class Sheet(NamedTuple):
    """A page: its size, its characters in the order of the PDF, its rectangles."""

    width: float
    height: float
    signs: tuple[Sign, ...]
    areas: tuple[Area, ...]

    @property
    def lines(self) -> list[list[Sign]]:
        """The characters by baselines from the top, each line from the left."""
        ordered = sorted(self.signs, key=lambda sign: (round(sign.baseline, 1), sign.left))
        return [list(line) for _, line in groupby(ordered, key=lambda one: round(one.baseline, 1))]

    @property
    def texts(self) -> list[str]:
        """The lines as texts."""
        return ["".join(sign.text for sign in line) for line in self.lines]


def sheets(data: bytes) -> list[Sheet]:
    """Give the pages of a PDF."""
    pdfium.FPDF_InitLibrary()
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    assert document
    count = pdfium.FPDF_GetPageCount(document)
    found = [_sheet(document, number) for number in range(count)]
    pdfium.FPDF_CloseDocument(document)
    return found


def _sheet(document: Any, number: int) -> Sheet:
    page = pdfium.FPDF_LoadPage(document, number)
    width, height = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
    text = pdfium.FPDFText_LoadPage(page)
    signs = tuple(_signs(text, height))
    areas = tuple(_areas(page, height))
    pdfium.FPDFText_ClosePage(text)
    pdfium.FPDF_ClosePage(page)
    return Sheet(width * _MM, height * _MM, signs, areas)


def _signs(text: Any, height: float) -> Iterator[Sign]:
    for index in range(pdfium.FPDFText_CountChars(text)):
        sign = chr(pdfium.FPDFText_GetUnicode(text, index))
        if pdfium.FPDFText_IsGenerated(text, index) or sign.isspace():
            continue
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        pdfium.FPDFText_GetCharBox(text, index, left, right, bottom, top)
        x, y = ctypes.c_double(), ctypes.c_double()
        pdfium.FPDFText_GetCharOrigin(text, index, x, y)
        matrix = pdfium.FS_MATRIX()
        pdfium.FPDFText_GetMatrix(text, index, matrix)
        size = pdfium.FPDFText_GetFontSize(text, index) * abs(matrix.d)
        yield Sign(
            sign,
            x.value * _MM,
            (height - y.value) * _MM,
            size,
            left.value * _MM,
            (height - top.value) * _MM,
            right.value * _MM,
            (height - bottom.value) * _MM,
        )


def _areas(page: Any, height: float) -> Iterator[Area]:
    for index in range(pdfium.FPDFPage_CountObjects(page)):
        item = pdfium.FPDFPage_GetObject(page, index)
        if pdfium.FPDFPageObj_GetType(item) != pdfium.FPDF_PAGEOBJ_PATH:
            continue
        edges = [ctypes.c_float() for _ in range(4)]
        pdfium.FPDFPageObj_GetBounds(item, *edges)
        left, bottom, right, top = (edge.value for edge in edges)
        if _is_stroked(item):  # PDFium adds the width of the line on each side
            half = _stroke_width(item) / 2
            left, bottom, right, top = left + half, bottom + half, right - half, top - half
        yield Area(left * _MM, (height - top) * _MM, right * _MM, (height - bottom) * _MM)


def _is_stroked(item: Any) -> bool:
    """Whether a path is drawn as a line and not filled."""
    filled, stroked = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(item, filled, stroked)
    return bool(stroked.value) and not filled.value


def _stroke_width(item: Any) -> float:
    width = ctypes.c_float()
    pdfium.FPDFPageObj_GetStrokeWidth(item, width)
    return width.value
