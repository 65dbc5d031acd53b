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
    MEGABYTE,
    SHEETS,
    TEXT,
    abnormal,
    damaged,
    encrypted,
    too_large,
    too_much,
)
from model.combine.collection import MARK_NAME

RECORDS: Final = 500_000
"""Records of a workbook."""
TEXTS: Final = 2 * TEXT
"""Bytes of all texts of cells and remarks."""
FORMATS: Final = MEGABYTE // 2
"""Bytes of all fonts, formats and widths of columns."""
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
_CONTINUE: Final = 0x3C
_EDGES: Final = (0x14, 0x15)
"""Page header and footer."""
_OBJECT: Final = 0x5D
_OBJECT_TEXT: Final = 0x1B6
_NOTE: Final = 0x1C
"""A remark, in Excel 97 the cell of one."""
_SHARED, _SHARED_TEXT = 0xFC, 0xFD
"""The shared strings, and a cell with one of them."""
_NAMED, _WORDS = 0x18, b"\x17"
"""A name, and the beginning of its formula where that is a text."""
_NAME_LENGTH, _NAME_AT = 3, 14
"""Where a name has the number of its characters, and where it begins."""
_NUMBERS: Final = 0xBD
"""A row of several numbers."""
_MERGED: Final = 0xE5
_FORMULAS: Final = frozenset((0x06, 0x206, 0x406))
_CELLS: Final = _FORMULAS | {
    0x203, 0x03, 0x02, 0x27E, _NUMBERS,  # numbers
    0x204, 0x04, _SHARED_TEXT, 0xD6,  # texts
    0x205, 0x05,  # truth values and errors
}  # fmt: skip
_TEXTS: Final = frozenset((_SHARED, 0x204, 0xD6, 0x207, _OBJECT_TEXT, _NOTE))
"""Shared strings, texts in cells, results of formulas in words, remarks."""
_COLUMNS: Final = 0x7D
_SHAPES: Final = frozenset((0x31, 0x231, 0x41E, 0x1E, 0xE0, 0x443, 0x243, 0x43, _COLUMNS))
"""Fonts, formats, widths of columns."""
_WIDE: Final = 10
"""How much more a record costs that is about up to 256 columns."""
_NEEDED: Final = _TEXTS - {_OBJECT_TEXT} | _SHAPES | _BEGIN | _CELLS | {
    _END, _SHEET, _CONTINUE, _MERGED,
    0x07, 0x221, 0x21, 0x4BC, 0x236, 0x36, 0x37,  # results of formulas
    0x1F, 0x44, 0x42, 0x22,  # formats of Excel 2, code page, first day
    0x200, 0x00, 0x208, 0x08,  # extent, rows
}  # fmt: skip
_REMARK: Final = 0x19
_NO_DRAWINGS: Final = (_REMARK, 0x14)
"""Types of objects that are no drawings: remarks, and lists that drop down."""
_BLANK: Final = (b"\3", b"\xff\xff")
"""First byte and end of the result of a formula that is blank or was not calculated."""


@dataclass
class OldSheet:
    """Facts about a sheet that the parser does not report; charts and macros are no tables."""

    name: str = ""
    is_table: bool = True
    margins: list[str] = field(default_factory=list)
    """Page header and footer with their codes."""
    has_drawings: bool = False
    remarks: dict[tuple[int, int], str] = field(default_factory=dict)
    """Remarks by row and column; those before Excel 97 are left to the parser."""


class OldWorkbook(NamedTuple):
    """The stream of a workbook that may be parsed, and its sheets in order.

    ``blanks`` is the number of formulas without a result, ``mark`` that of a page of the 采集表.
    """

    stream: bytes
    sheets: tuple[OldSheet, ...]
    blanks: int
    mark: str


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
    check.correct_count()
    sheets = tuple(named.values()) or (first,)
    return OldWorkbook(bytes(check.stream), sheets, check.blanks, check.mark)


class _Remarks:
    """Collects the remarks of a sheet: an object, its text in what continues it, then its cell.

    xlrd would refuse a whole workbook for a remark that is not as it expects.
    """

    def __init__(self, sheet: OldSheet) -> None:
        self._sheet = sheet
        self._texts: dict[int, str] = {}
        self._object = self._left = 0
        """The number of the object that a text belongs to, and how many characters are missing."""

    def add(self, code: int, body: bytes) -> None:
        """Take part of a remark out of a record."""
        if code == _OBJECT:
            is_remark = int.from_bytes(body[4:6], "little") == _REMARK
            self._object, self._left = int.from_bytes(body[6:8], "little") * is_remark, 0
        elif code == _OBJECT_TEXT and self._object:
            self._left = int.from_bytes(body[10:12], "little")
        elif code == _CONTINUE and self._left:
            encoding = "utf-16-le" if body[:1] == b"\1" else "latin-1"
            text = body[1:].decode(encoding, "replace")[: self._left]
            self._texts[self._object] = self._texts.get(self._object, "") + text
            self._left -= len(text) or self._left
        elif code == _NOTE and len(body) >= 8:
            row, column, key = struct.unpack("<HH2xH", body[:8])
            self._sheet.remarks[row, column] = self._texts.get(key, "")


class _Check:
    """Counts over all records of a workbook."""

    def __init__(self, stream: bytes) -> None:
        self.stream = bytearray(stream)
        self.sheets: list[tuple[int, OldSheet]] = []
        """The sheets that are named so far, with the offsets at which they begin."""
        self.blanks = 0
        self.mark = ""
        self._records = self._cells = self._texts = self._formats = self._rows = 0
        self._is_unicode = stream[4:6] == _EXCEL_97
        self._strings_at = self._strings_used = 0
        """Where the number of shared strings is stated, and how many of them cells need."""
        self._last = 0
        """The number of the last record that was not continued."""

    def walk(self, begin: int, sheet: OldSheet) -> None:
        """Check the records from an offset up to the end of a sheet or of what sheets share."""
        lowest = 0
        remarks = _Remarks(sheet)
        for at, code, body in self._records_from(begin):
            self._weigh(code, len(body))
            if code in _CELLS or code == _MERGED:
                lowest = max(lowest, self._count_cells(code, body))
            elif code == _OBJECT:
                sheet.has_drawings |= int.from_bytes(body[4:6], "little") not in _NO_DRAWINGS
            elif code in _EDGES:
                sheet.margins.append(self._text(body, 2))
            else:
                self._note(at, code, body)
            if self._is_unicode:
                remarks.add(code, body)
            if code not in _NEEDED or (code == _NOTE and self._is_unicode):
                self.stream[at : at + 2] = _UNKNOWN
        self._rows += lowest + 1
        if self._rows > ROWS_READ:
            raise too_large(f"工作表的行数合计超过{ROWS_READ // 10_000}万行")

    def correct_count(self) -> None:
        """State no more shared strings than cells need: some programs state more than there are."""
        if self._strings_at and self._strings_at + 4 <= len(self.stream):
            (stated,) = struct.unpack_from("<I", self.stream, self._strings_at)
            count = min(stated, self._strings_used)
            struct.pack_into("<I", self.stream, self._strings_at, count)

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

    def _weigh(self, code: int, size: int) -> None:
        """Count the bytes of texts and formats: a parser makes many objects of each."""
        self._last = code if code != _CONTINUE else self._last
        if self._last in _TEXTS:
            self._texts += size
        elif code in _SHAPES:
            self._formats += size * (_WIDE if code == _COLUMNS else 1)
        if self._texts > TEXTS:
            raise too_much()
        if self._formats > FORMATS:
            raise too_large("单元格格式过多")

    def _count_cells(self, code: int, body: bytes) -> int:
        """Count filled and merged cells, and formulas without a result; return the lowest row."""
        self._cells += {_NUMBERS: len(body) // 6 - 1, _MERGED: len(body) // 8}.get(code, 1)
        if self._cells > CELLS:
            raise too_much()
        if code == _SHARED_TEXT:
            self._strings_used = max(self._strings_used, int.from_bytes(body[6:10], "little") + 1)
        self.blanks += code in _FORMULAS and (body[6:7], body[12:14]) == _BLANK
        places = range(4, len(body) - 1, 8) if code == _MERGED else (0,)
        return max((int.from_bytes(body[at : at + 2], "little") for at in places), default=0)

    def _note(self, at: int, code: int, body: bytes) -> None:
        """Note a record of what all sheets share, and where it is."""
        if code == _SHARED:
            self._strings_at = at + 8
        if code == _ENCRYPTION:
            raise encrypted()
        if code == _NAMED and self._is_unicode and len(body) > _NAME_AT:
            self.mark = self.mark or self._marked(body)
        if code == _SHEET and len(body) >= 6:
            begin, kind = struct.unpack("<IxB", body[:6])
            self.sheets.append((begin, OldSheet(self._text(body[6:], 1), is_table=not kind)))
            if len(self.sheets) > SHEETS:
                raise abnormal(f"工作表超过{SHEETS}个")

    def _marked(self, body: bytes) -> str:
        """Return the text that the name of a mark stands for; empty for any other name."""
        count, wide = body[_NAME_LENGTH], body[_NAME_AT] == 1
        name = self._text(bytes((count,)) + body[_NAME_AT:], 1)
        formula = body[_NAME_AT + 1 + count * (1 + wide) :]
        is_mark = name == MARK_NAME and formula[:1] == _WORDS
        return self._text(formula[1:], 1) if is_mark else ""

    def _text(self, body: bytes, size: int) -> str:
        """Return a text that follows the number of its characters; in Unicode that has a size."""
        if not self._is_unicode:
            return body[1 : 1 + int.from_bytes(body[:1])].decode("gb18030", "replace")
        count, written = int.from_bytes(body[:size], "little"), body[size + 1 :]
        if body[size : size + 1] == b"\1":
            return written[: 2 * count].decode("utf-16-le", "replace")
        return written[:count].decode("latin-1")
