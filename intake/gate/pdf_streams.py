"""The gate for PDF: bounds of its streams, which PDFium would unpack into memory.

A PDF is not parsed here: the streams are found by their keyword. What escapes this is held by the
limits of the confined child.
"""

import re
import zlib
from typing import Final

from intake.content import DEPTH, MEGABYTE, abnormal, too_large

_STREAM: Final = re.compile(rb"(?<!end)stream\r?\n")
_STRINGS: Final = re.compile(rb"\([^()]*\)|<[0-9A-Fa-f\s]*>")
_OTHER: Final = re.compile(rb"/Subtype\s*/Image|/Length1\b|/CIDFontType0C|/Type1C|/OpenType")
"""What marks a picture or a font, which are not drawn and may be large."""
_HEAD: Final = 2000
"""Bytes before a stream in which its entries stand."""
_CONTENT: Final = 8 * MEGABYTE
"""Bytes of a stream that draws, unpacked: a page of a report has some ten thousand."""
_ALL: Final = 64 * MEGABYTE
"""Bytes of all these streams together."""
_WRITTEN: Final = MEGABYTE // 2
"""Bytes of text in one stream: PDFium takes 600 bytes for each character."""
_NESTED: Final = re.compile(rb"(?:\[\s*|<<\s*/[A-Za-z]{1,9}\s*){%d}" % DEPTH)


def check_pdf(data: bytes) -> None:
    """Check the streams of a PDF against the bounds.

    Raises:
        RefusedError: one exceeds a bound.
    """
    if _NESTED.search(data):
        raise abnormal(f"嵌套超过{DEPTH}层")
    total = 0
    for found in _STREAM.finditer(data):
        head = data[max(0, found.start() - _HEAD) : found.start()].rpartition(b"obj")[2]
        if _OTHER.search(head):
            continue
        if head.count(b"/FlateDecode") > 1 or head.count(b"/Fl ") > 1:
            raise abnormal("内容重复压缩")
        content = _unpacked(data, found.end()) if b"/Fl" in head else b""
        total += len(content)
        if len(content) > _CONTENT or total > _ALL:
            raise too_large(f"PDF 的一页内容超过{_CONTENT // MEGABYTE}兆字节")
        if len(content) > _WRITTEN and _written(content) > _WRITTEN:
            raise too_large("PDF 的文字过多")


def _unpacked(data: bytes, begin: int) -> bytes:
    """Return a packed stream, at most a byte more than the bound; damaged ones up to the damage."""
    try:
        return zlib.decompressobj().decompress(memoryview(data)[begin:], _CONTENT + 1)
    except zlib.error:
        return b""


def _written(content: bytes) -> int:
    return sum(len(found[0]) for found in _STRINGS.finditer(content))
