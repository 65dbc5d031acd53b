"""Read a PDF of a report back by PDFium, and compare its characters with the report.

Characters are counted, not their order: a program may write the cells of a table in any order.
"""

import ctypes
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
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
from model.errors import ReadbackError
from model.report.report import Report, Stage

_NUMBER: Final = re.compile(r"—\s*\d+\s*—")
"""The number of a page between its dashes."""
_HYPHENS: Final = dict.fromkeys(map(ord, "\x02\ufffe"), "-")
"""What PDFium writes for a hyphen at the end of a line."""
_SEEN: Final = ("L", "N", "P", "S")
"""Categories of the characters that leave ink; a private character has no agreed shape."""
_INSTEAD: Final = "用 WPS 打开 Word 文件，另存为 PDF。"


class PdfProof(NamedTuple):
    """The result of reading a PDF again: its pages, and the characters that were compared."""

    pages: int
    characters: int

    def __str__(self) -> str:
        """Return the result as a sentence for the clerk."""
        return (
            f"已重新打开：共{self.pages}页，{self.characters}字与草稿一致，"
            "由 LibreOffice 按同一 Word 文件生成"
        )


def prove_pdf(report: Report, data: bytes) -> PdfProof:
    """Read a PDF again, and compare it with its report: no character may be missing.

    Raises:
        ReadbackError: it cannot be read, or a character is missing.
    """
    pages = list(page_texts(data))
    if not pages:
        raise ReadbackError(f"生成的 PDF 不完整，未保存。{_INSTEAD}")
    wanted = _counted("".join(_texts(outline(report))))
    if report.stage is not Stage.FINAL:
        wanted.update(_counted(str(report.stage) * len(pages)))
    lost = wanted - _counted("".join(_NUMBER.sub("", page) for page in pages))
    if lost:
        message = f"生成的 PDF 比草稿少{lost.total()}个字符（如「{next(iter(lost))}」），未保存。"
        raise ReadbackError(message + _INSTEAD)
    return PdfProof(len(pages), wanted.total())


def page_texts(data: bytes) -> Iterator[str]:
    """Yield the text of each page of a PDF; nothing if it cannot be read."""
    import pypdfium2_raw as pdf  # 40 ms, and only needed for a PDF

    pdf.FPDF_InitLibrary()
    with ExitStack() as opened:
        document = pdf.FPDF_LoadMemDocument64(data, len(data), None)
        if not document:
            return
        opened.callback(pdf.FPDF_CloseDocument, document)
        for number in range(pdf.FPDF_GetPageCount(document)):
            yield _page_text(pdf, document, number)


def _page_text(pdf: Any, document: Any, number: int) -> str:
    with ExitStack() as opened:
        page = pdf.FPDF_LoadPage(document, number)
        opened.callback(pdf.FPDF_ClosePage, page)
        text = pdf.FPDFText_LoadPage(page)
        opened.callback(pdf.FPDFText_ClosePage, text)
        count = pdf.FPDFText_CountChars(text)
        units = (ctypes.c_ushort * (2 * count + 2))()
        written = pdf.FPDFText_GetText(text, 0, count, units)
        return bytes(units)[: 2 * (written - 1)].decode("utf-16-le", "replace")


def _counted(text: str) -> Counter[str]:
    """Return how often each character that leaves ink stands in a text."""
    plain = unicodedata.normalize("NFKC", text.translate(_HYPHENS))
    return Counter(sign for sign in plain if unicodedata.category(sign).startswith(_SEEN))


def _texts(blocks: Outline) -> Iterator[str]:
    """Yield all texts of a report."""
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
                yield signature + day
