"""The one font that PDFium gets in place of fonts that a PDF names and does not hold.

PDFium leaves out a character that has no shape in the font. The fonts of the computer cannot be
opened in the sandbox, and reading should not depend on them. So PDFium is given a font in which
every character is the same box: where a character stands is told by the PDF, not by the font.
Source: OpenType 1.9, tables head, hhea, hmtx, maxp, cmap (format 13), loca and glyf.
"""

import ctypes
import struct
from collections.abc import Callable
from typing import Any, Final

_UNITS: Final = 1000
_BOX: Final = (100, -100, 900, 800)
"""The box in the units of the font: left, bottom, right, top."""
_LAST: Final = 0x10FFFF


def box_font() -> bytes:
    """Return a TrueType font in which each character is a box."""
    left, bottom, right, top = _BOX
    shape = struct.pack(">5h", 1, *_BOX) + struct.pack(">HH4B", 3, 0, 1, 1, 1, 1)
    shape += struct.pack(">8h", left, right - left, 0, left - right, bottom, 0, top - bottom, 0)
    groups = struct.pack(">HHIIIIII", 13, 0, 28, 0, 1, 0x21, _LAST, 1)
    tables = {
        b"cmap": struct.pack(">HHHHI", 0, 1, 3, 10, 12) + groups,
        b"glyf": shape,
        b"head": struct.pack(
            ">IIIIHHQQ4h6h",
            0x10000,
            0x10000,
            0,
            0x5F0F3CF5,
            3,
            _UNITS,
            0,
            0,
            *_BOX,
            0,
            8,
            2,
            1,
            0,
            0,
        )[:54],
        b"hhea": struct.pack(">I3hH11hH", 0x10000, top, bottom, 0, _UNITS, *[0] * 11, 1),
        b"hmtx": struct.pack(">Hhh", _UNITS, left, left),
        b"loca": struct.pack(">III", 0, 0, len(shape)),
        b"maxp": struct.pack(">IH13H", 0x10000, 2, 4, 1, 0, 0, 2, *[0] * 8),
    }
    return _packed(tables)


def _packed(tables: dict[bytes, bytes]) -> bytes:
    """Return tables as a file: each begins at a multiple of four bytes."""
    made, listed = b"", b""
    begin = 12 + 16 * len(tables)
    for name, table in tables.items():
        listed += name + struct.pack(">III", 0, begin + len(made), len(table))
        made += table + bytes(-len(table) % 4)
    return struct.pack(">IHHHH", 0x10000, len(tables), 64, 2, 48) + listed + made


_held: list[Any] = []
"""Objects that PDFium points to until the process ends."""


def use_box_font(pdfium: Any) -> None:
    """Have PDFium take the font of boxes for every font that a PDF does not hold."""
    font = box_font()

    def map_font(*_: Any) -> int:
        return 1

    def font_data(_this: Any, _font: Any, table: int, buffer: Any, size: int) -> int:
        if table:
            return 0
        if buffer and size >= len(font):
            ctypes.memmove(buffer, font, len(font))
        return len(font)

    def nothing(*_: Any) -> int:
        return 0

    answers: dict[str, Callable[..., int]] = {"MapFont": map_font, "GetFontData": font_data}
    info = pdfium.FPDF_SYSFONTINFO(version=1)
    for name, kind in info._fields_[1:]:
        setattr(info, name, kind(answers.get(name, nothing)))
    pdfium.FPDF_SetSystemFontInfo(info)
    _held.append(info)
