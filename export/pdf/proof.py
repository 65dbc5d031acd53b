"""Read a PDF of a report back by PDFium, and compare its characters with the report.

Characters are counted, not their order: PDFium reads the cells of a table in an order of its own.
"""

import ctypes
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from functools import cache
from typing import Any, Final, NamedTuple

from export.outline import (
    Outline,
    OutlineHeading,
    OutlineParagraph,
    PrintedTable,
    Signature,
    Title,
    outline,
)
from export.pdf.completion import DrawnPdf
from model.errors import ReadbackError
from model.report.report import Report

_NUMBER: Final = re.compile(r"—\s*\d+\s*—")
"""The number of a page between its dashes."""
_HYPHENS: Final = dict.fromkeys(map(ord, "\x02\ufffe"), "-")
"""What PDFium writes for a hyphen at the end of a line."""
_SEEN: Final = ("L", "N", "P", "S")
"""Categories of the characters that leave ink; a private character has no agreed shape."""
_QUOTED: Final = 20
"""Characters of a text that a message quotes."""
_INSTEAD: Final = "取消“由 Word 文件转换”，由本程序生成 PDF。"


class PdfProof(NamedTuple):
    """The result of reading a PDF again: pages, characters compared, and how it was made."""

    pages: int
    characters: int
    origin: str

    def __str__(self) -> str:
        """Return the result as a sentence for the clerk, without its full stop."""
        return f"已重新打开：共{self.pages}页，{self.characters}字与草稿一致，{self.origin}"


def prove_pdf(report: Report, data: bytes) -> PdfProof:
    """Read a PDF that LibreOffice made again, and compare it: no character may be missing.

    Raises:
        ReadbackError: it cannot be read, or a character is missing.
    """
    pages = list(page_texts(data))
    if not pages:
        raise ReadbackError(f"生成的 PDF 不完整，未保存。{_INSTEAD}")
    wanted = _counted("".join(texts_of(outline(report))))
    wanted.update(_counted(report.stage_mark * len(pages)))
    lost = wanted - _counted("".join(_NUMBER.sub("", page) for page in pages))
    if lost:
        message = f"生成的 PDF 比草稿少{lost.total()}个字符（如「{next(iter(lost))}」），未保存。"
        raise ReadbackError(message + _INSTEAD)
    return PdfProof(len(pages), wanted.total(), "由 LibreOffice 按同一 Word 文件生成")


def prove_drawn(report: Report, data: bytes, drawn: DrawnPdf) -> PdfProof:
    """Read a PDF that was drawn again, and compare it character by character.

    What was drawn has to be what the report says, and each page has to be read as it was drawn.

    Raises:
        ReadbackError: a character is missing, or is another one.
    """
    wanted = [_inked(text) for text in texts_of(outline(report))]
    for number, text in enumerate(wanted):
        if _inked(drawn.blocks.get(number, "")) != text:
            raise ReadbackError(f"PDF 中没有印全「{text[:_QUOTED]}」，未保存。")
    pages = [Counter(_inked(page)) for page in page_texts(data)]
    unread = 0
    for number, page in enumerate(map("".join, drawn.glyphs)):
        lost = Counter(_inked(page)) - (pages[number] if number < len(pages) else Counter())
        for sign in lost:
            if unicodedata.normalize("NFKC", sign) == sign:
                raise ReadbackError(f"生成的 PDF 第{number + 1}页缺少「{sign}」，未保存。")
        unread += lost.total()  # PDFium leaves out a few forms of other characters: ⅷ and ︵
    fonts = f"。{drawn.message}".removesuffix("。")
    return PdfProof(len(pages), sum(map(len, wanted)) - unread, f"所用字体已嵌入{fonts}")


def page_texts(data: bytes) -> Iterator[str]:
    """Yield the text of each page of a PDF; nothing if it cannot be read."""
    for pdf, page in _pages(data):
        with ExitStack() as opened:
            text = pdf.FPDFText_LoadPage(page)
            opened.callback(pdf.FPDFText_ClosePage, text)
            count = pdf.FPDFText_CountChars(text)
            units = (ctypes.c_ushort * (2 * count + 2))()
            written = pdf.FPDFText_GetText(text, 0, count, units)
            yield bytes(units)[: 2 * (written - 1)].decode("utf-16-le", "replace")


class PagePicture(NamedTuple):
    """A page in pixels, in rows from the top: blue, green, red and an unused byte for each."""

    width: int
    height: int
    pixels: bytes


def page_pictures(data: bytes, dots: int) -> Iterator[PagePicture]:
    """Yield pictures of the pages of a PDF; nothing if it cannot be read.

    ``dots`` is the resolution in dots per inch.
    """
    for pdf, page in _pages(data):
        width, height = (
            round(points * dots / 72)
            for points in (pdf.FPDF_GetPageWidthF(page), pdf.FPDF_GetPageHeightF(page))
        )
        pixels = (ctypes.c_ubyte * (width * height * 4))()
        form = pdf.FPDFBitmap_BGRx
        bitmap = pdf.FPDFBitmap_CreateEx(width, height, form, pixels, width * 4)
        pdf.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
        pdf.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, pdf.FPDF_ANNOT)
        pdf.FPDFBitmap_Destroy(bitmap)
        yield PagePicture(width, height, bytes(pixels))


def _pages(data: bytes) -> Iterator[tuple[Any, Any]]:
    """Yield PDFium and each page of a PDF; nothing if it cannot be read."""
    import pypdfium2_raw as pdf  # 40 ms, and only needed for a PDF

    pdf.FPDF_InitLibrary()
    with ExitStack() as opened:
        document = pdf.FPDF_LoadMemDocument64(data, len(data), None)
        if not document:
            return
        opened.callback(pdf.FPDF_CloseDocument, document)
        for number in range(pdf.FPDF_GetPageCount(document)):
            page = pdf.FPDF_LoadPage(document, number)
            yield pdf, page
            pdf.FPDF_ClosePage(page)


def _counted(text: str) -> Counter[str]:
    """Return how often each character that leaves ink stands in a text."""
    return Counter(_inked(unicodedata.normalize("NFKC", text.translate(_HYPHENS))))


def _inked(text: str) -> str:
    """Return the characters of a text that leave ink."""
    return "".join(filter(_leaves_ink, text.translate(_HYPHENS)))


@cache
def _leaves_ink(sign: str) -> bool:
    return unicodedata.category(sign).startswith(_SEEN)


def texts_of(blocks: Outline) -> Iterator[str]:
    """Yield all texts of a report, in the order of its outline."""
    for block in blocks:
        match block:
            case Title(text) | OutlineHeading(text=text):
                yield text
            case OutlineParagraph(text, lead):
                yield lead + text
            case PrintedTable(grid=grid, values=values, notes=notes):
                yield from (values[p.cell.address] if p.cell else p.label for p in grid.places)
                yield from notes
            case Signature(signature, day):
                yield from filter(None, (signature, day))
