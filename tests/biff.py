"""Workbooks of Excel 97 written record by record."""

import struct
from typing import Final

BEGIN, END, NUMBER, LABEL, FORMULA = 0x809, 0x0A, 0x203, 0x204, 0x06
SHEET, SHARED, CONTINUE, MERGED, ENCRYPTED = 0x85, 0xFC, 0x3C, 0xE5, 0x2F
FONT, FORMAT, STYLE, RICH = 0x31, 0x41E, 0xE0, 0xD6
_WORKBOOK, _TABLE = 5, 16


def record(number: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", number, len(body)) + body


def text(words: str, size: str = "H") -> bytes:
    """Give a text after the number of its characters, in two bytes or in one (``B``)."""
    return struct.pack(f"<{size}B", len(words.encode("utf-16-le")) // 2, 1) + words.encode(
        "utf-16-le"
    )


def begin(kind: int = _TABLE) -> bytes:
    return record(BEGIN, struct.pack("<8H", 0x600, kind, *[0] * 6))


def number(row: int, column: int, value: float, style: int = 0) -> bytes:
    return record(NUMBER, struct.pack("<3Hd", row, column, style, value))


def label(row: int, column: int, words: str) -> bytes:
    return record(LABEL, struct.pack("<3H", row, column, 0) + text(words))


def formula(row: int, column: int, result: bytes, after: bytes = b"") -> bytes:
    return (
        record(FORMULA, struct.pack("<3H", row, column, 0) + result.ljust(8, b"\0") + bytes(8))
        + after
    )


def merged(*ranges: tuple[int, int, int, int]) -> bytes:
    """Give merged cells: first and last row, first and last column."""
    return record(
        MERGED,
        struct.pack("<H", len(ranges)) + b"".join(struct.pack("<4H", *one) for one in ranges),
    )


def workbook(
    *sheets: bytes, shared: bytes = b"", kinds: tuple[int, ...] = (), hidden: tuple[int, ...] = ()
) -> bytes:
    """Give a workbook of sheets, each as its records; ``kinds`` other than 0 are no tables."""
    named = [text(f"表{number + 1}", "B") for number in range(len(sheets))]
    head = begin(_WORKBOOK) + shared
    at = len(head) + sum(10 + len(name) for name in named) + len(record(END))
    listed, whole = b"", b""
    for place, (name, records) in enumerate(zip(named, sheets, strict=True)):
        kind = kinds[place] if place < len(kinds) else 0
        listed += record(SHEET, struct.pack("<IBB", at + len(whole), place in hidden, kind) + name)
        whole += begin() + records + record(END)
    return head + listed + record(END) + whole


NOTHING: Final = workbook(b"")
"""A workbook of one blank sheet."""
