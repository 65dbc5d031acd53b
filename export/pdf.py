"""How many pages a PDF has, from its bytes: proof that one made by an office suite can be read."""

import re
import zlib
from typing import Final, NamedTuple

from model.errors import ReadbackError

_PAGE: Final = re.compile(rb"/Type\s*/Page(?![A-Za-z])")
_STREAM: Final = re.compile(rb"/ObjStm.*?stream\r?\n(.*?)endstream", re.DOTALL)
_LONGEST: Final = 8 * 1024 * 1024
"""Bytes one compressed stream of page objects may unfold to."""


class PdfProof(NamedTuple):
    """What was found when a PDF was opened again."""

    pages: int

    def __str__(self) -> str:
        """Say so to the clerk."""
        return f"已重新打开：共{self.pages}页，由 LibreOffice 按同一 Word 文件生成"


def prove_pdf(data: bytes) -> PdfProof:
    """Open a PDF again and count its pages.

    Raises:
        ReadbackError: it is no whole PDF, or has no page.
    """
    whole = data.startswith(b"%PDF-") and b"%%EOF" in data[-1024:]
    pages = len(_PAGE.findall(data)) + sum(
        len(_PAGE.findall(_unfolded(stream))) for stream in _STREAM.findall(data)
    )
    if not whole or not pages:
        raise ReadbackError("生成的 PDF 不完整，未保存。用 WPS 打开 Word 文件，另存为 PDF。")
    return PdfProof(pages)


def _unfolded(stream: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(stream, _LONGEST)
    except zlib.error:
        return b""
