"""The records of a workbook of Excel 97 or older (BIFF), counted before a parser sees them.

Records that no reader needs, such as names, drawings and charts, get a number that xlrd passes
over: it would refuse a whole workbook for an oddity in one of them. Source: [MS-XLS] 2.3, 2.4.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from intake.content import (
    CELLS,
    SHEETS,
    TEXT,
    abnormal,
    damaged,
    encrypted,
    too_large,
    too_much,
)

RECORDS: Final = 500_000
"""Records of a workbook."""
STRINGS: Final = 2 * TEXT
"""Bytes of the shared strings."""
ROWS_READ: Final = 20 * 65_536
"""Rows of all sheets together, up to the last one that is used in each."""

_HEAD: Final = struct.Struct("<HH")
_EXCEL_97: Final = b"\0\6"
"""The version in the first record of a workbook whose texts are Unicode."""
_UNKNOWN: Final = b"\xff\x0f"
"""The number of a record that is passed over."""
_BEGIN: Final = frozenset((0x809, 0x409, 0x209, 0x009))
_END: Final = 0x0A
_SHEET: Final = 0x85
_ENCRYPTION: Final = 0x2F
_STRINGS: Final = 0xFC
_CONTINUE: Final = 0x3C
_EDGES: Final = (0x14, 0x15)
"""Page header and footer."""
_OBJECT: Final = 0x5D
_REMARKED: Final = (_OBJECT, 0x1B6)
"""The object of a remark and its text."""
_NUMBERS: Final = 0xBD
"""A row of several numbers."""
_MERGED: Final = 0xE5
_FORMULAS: Final = frozenset((0x06, 0x206, 0x406))
_CELLS: Final = _FORMULAS | {
    0x203, 0x03, 0x02, 0x27E, _NUMBERS,  # numbers
    0x204, 0x04, 0xFD, 0xD6,  # texts
    0x205, 0x05,  # truth values and errors
}  # fmt: skip
_NEEDED: Final = _BEGIN | _CELLS | {
    _END, _SHEET, _STRINGS, _CONTINUE, _MERGED,
    0x207, 0x07, 0x221, 0x21, 0x4BC, 0x236, 0x36, 0x37,  # results of formulas
    0x31, 0x231, 0x41E, 0x1E, 0x1F, 0xE0, 0x443, 0x243, 0x43, 0x44,  # fonts and formats
    0x42, 0x22,  # code page, first day
    0x200, 0x00, 0x208, 0x08, 0x7D,  # extent, rows, columns
    0x1C,  # remarks
}  # fmt: skip
_REMARK, _DROP_DOWN = 0x19, 0x14
"""Types of objects that are not drawings."""
_BLANK: Final = (b"\3", b"\xff\xff")
"""First byte and end of the result of a formula that is blank or was not calculated."""


@dataclass
class OldSheet:
    """What a parser does not tell of a sheet; a chart or a macro is no ``is_table``."""

    name: str = ""
    is_table: bool = True
    margins: list[str] = field(default_factory=list)
    """Page header and footer with their codes."""
    has_drawings: bool = False


class OldWorkbook(NamedTuple):
    """The stream of a workbook that may be parsed, and its sheets in order.

    ``blanks`` is the number of formulas without a result.
    """

    stream: bytes
    sheets: tuple[OldSheet, ...]
    blanks: int


def check_workbook(stream: bytes) -> OldWorkbook:
    """Check the records of a workbook.

    Raises:
        RefusedError: it is cut off, encrypted, or exceeds a bound.
    """
    check = _Check(stream)
    first = OldSheet()
    check.walk(0, first)
    named = dict(check.sheets)
    if len(named) < len(check.sheets):
        raise abnormal("工作表重复")
    for begin, sheet in named.items():
        if sheet.is_table:
            check.walk(begin, sheet)
    return OldWorkbook(bytes(check.stream), tuple(named.values()) or (first,), check.blanks)


class _Check:
    """Counts over all records of a workbook."""

    def __init__(self, stream: bytes) -> None:
        self.stream = bytearray(stream)
        self.sheets: list[tuple[int, OldSheet]] = []
        """The sheets that are named so far, with the offsets at which they begin."""
        self.blanks = 0
        self._records = self._cells = self._strings = self._rows = 0
        self._is_unicode = stream[4:6] == _EXCEL_97
        self._last = 0
        """The number of the last record that was not continued."""
        self._is_remark = False
        """Whether the last object was the remark of a cell."""

    def walk(self, begin: int, sheet: OldSheet) -> None:
        """Check the records from an offset up to the end of a sheet or of what sheets share."""
        lowest = 0
        for at, code, body in self._records_from(begin):
            self._last = code if code != _CONTINUE else self._last
            if code in _CELLS or code == _MERGED:
                lowest = max(lowest, self._count_cells(code, body))
            elif code == _OBJECT:
                kind = int.from_bytes(body[4:6], "little")
                self._is_remark = kind == _REMARK
                sheet.has_drawings |= kind not in (_REMARK, _DROP_DOWN)
            elif code in _EDGES:
                sheet.margins.append(self._text(body, 2))
            else:
                self._note(code, body)
            if code not in _NEEDED and not (self._is_remark and code in _REMARKED):
                self.stream[at : at + 2] = _UNKNOWN
        self._rows += lowest + 1
        if self._rows > ROWS_READ:
            raise too_large(f"工作表的行数合计超过{ROWS_READ // 10_000}万行")

    def _records_from(self, begin: int) -> Iterator[tuple[int, int, bytes]]:
        """Yield offset, number and content of records; charts within a sheet are passed over."""
        at, depth, size = begin, 0, len(self.stream)
        while 0 <= at <= size - _HEAD.size:
            code, length = _HEAD.unpack_from(self.stream, at)
            self._records += 1
            if self._records > RECORDS:
                raise too_large(f"工作表内容过多（超过{RECORDS // 10_000}万条记录）")
            depth += code in _BEGIN
            if not depth:
                break
            if depth == 1:
                yield at, code, bytes(self.stream[at + 4 : at + 4 + length])
            else:
                self.stream[at : at + 2] = _UNKNOWN
            depth -= code == _END
            if not depth:
                return
            at += _HEAD.size + length
        raise damaged()

    def _count_cells(self, code: int, body: bytes) -> int:
        """Count filled cells and formulas without a result; return the lowest row."""
        if code == _MERGED:
            return max(
                (
                    last
                    for _, last, _, _ in struct.iter_unpack(
                        "<4H", body[2 : 2 + len(body[2:]) // 8 * 8]
                    )
                ),
                default=0,
            )
        self._cells += len(body) // 6 - 1 if code == _NUMBERS else 1
        if self._cells > CELLS:
            raise too_much()
        self.blanks += code in _FORMULAS and (body[6:7], body[12:14]) == _BLANK
        return int.from_bytes(body[:2], "little")

    def _note(self, code: int, body: bytes) -> None:
        """Note a record of what all sheets share."""
        if code == _ENCRYPTION:
            raise encrypted()
        if code == _SHEET and len(body) >= 6:
            begin, kind = struct.unpack("<IxB", body[:6])
            self.sheets.append((begin, OldSheet(self._text(body[6:], 1), is_table=not kind)))
            if len(self.sheets) > SHEETS:
                raise abnormal(f"工作表超过{SHEETS}个")
        if self._last == _STRINGS:
            self._strings += len(body)
            if self._strings > STRINGS:
                raise too_much()

    def _text(self, body: bytes, size: int) -> str:
        """Return a text that follows the number of its characters; in Unicode that has a size."""
        if not self._is_unicode:
            return body[1 : 1 + int.from_bytes(body[:1])].decode("gb18030", "replace")
        count, written = int.from_bytes(body[:size], "little"), body[size + 1 :]
        if body[size : size + 1] == b"\1":
            return written[: 2 * count].decode("utf-16-le", "replace")
        return written[:count].decode("latin-1")
