"""Bad spreadsheets of old and open formats: OLE files and records made by hand, repeated rows."""

import struct
from typing import Final

from tests.bad_parts import CENTRAL, LET_IN, MEGABYTE, BadFile, Parts, many, package, patched
from tests.biff import (
    CONTINUE,
    ENCRYPTED,
    SHARED,
    begin,
    formula,
    label,
    merged,
    number,
    record,
    text,
    workbook,
)
from tests.ole import FREE, SECTOR, STORAGE, compound, entry

GOOD: Final = workbook(label(0, 0, "规章") + number(0, 1, 3))
NAMES: Final = " ".join(
    f'xmlns:{one}="urn:oasis:names:tc:opendocument:xmlns:{one}:1.0"'
    for one in ("office", "table", "text")
)
OPEN_SHEET: Final = "application/vnd.oasis.opendocument.spreadsheet"
_BEFORE: Final = f"<office:document-content {NAMES}><office:body><office:spreadsheet><table:table>"
_AFTER: Final = "</table:table></office:spreadsheet></office:body></office:document-content>"
_CELL: Final = "<table:table-cell><text:p>1</text:p></table:table-cell>"


def ods(rows: str = "", extra: Parts | None = None) -> bytes:
    """Build an .ods around the rows of its only sheet."""
    parts: Parts = {
        "mimetype": OPEN_SHEET,
        "content.xml": f"{_BEFORE}{rows}{_AFTER}",
    }
    return package({**parts, **(extra or {})})


def rows(times: int | str, cells: str = _CELL) -> str:
    return f'<table:table-row table:number-rows-repeated="{times}">{cells}</table:table-row>'


def cells(times: int | str, name: str = "number-columns-repeated") -> str:
    return f'<table:table-cell table:{name}="{times}"><text:p>1</text:p></table:table-cell>'


def xls(*sheets: bytes, shared: bytes = b"") -> bytes:
    """Build an OLE file of a workbook; a large one is only its stream."""
    whole = workbook(*(sheets or (b"",)), shared=shared)
    return compound({"Workbook": whole}) if len(whole) < 6 * MEGABYTE else whole


def tree(depth: int) -> bytes:
    """Build an OLE file whose directory has two ways from each entry to the next."""
    entries = b"".join(
        entry(f"a{n}", STORAGE, 0, 0, n + 1 if n < depth else FREE)[:68].ljust(68)
        + struct.pack("<I", n + 1 if n < depth else FREE)
        + entry("", 0, 0, 0, n + 1 if n < depth else FREE)[72:]
        for n in range(1, depth + 1)
    )
    good = compound({f"b{n}": b"" for n in range(depth)})
    at = good.index("b0".encode("utf-16-le"))
    return good[:at] + entries + good[at + len(entries) :]


def chained(sector: int) -> bytes:
    """Build an OLE file in which every sector is followed by one."""
    good = bytearray(compound({"Workbook": GOOD.ljust(100_000, b"\0")}))
    good[SECTOR : 2 * SECTOR] = struct.pack("<I", sector) * (SECTOR // 4)
    return bytes(good)


def head(at: int, form: str, value: int) -> bytes:
    """Write over a field in the head of an OLE file."""
    good = bytearray(compound({"Workbook": GOOD}))
    struct.pack_into(form, good, at, value)
    return bytes(good)


def shared_text(index: int) -> bytes:
    """Give a cell with a shared string."""
    return record(0xFD, struct.pack("<3HI", 0, 0, 0, index))


FONTS: Final = struct.pack("<HBHB", 1, 8, 2000, 97) + bytes(8000)
"""A string of one character with 2000 fonts."""
REMARK: Final = b"".join(
    (
        record(0x5D, struct.pack("<5H", 0x15, 18, 0x19, 7, 0) + bytes(12)),
        record(0x1B6, struct.pack("<HH6sHHH", 0, 0, b"", 1, 8000, 0)),
        record(CONTINUE, b"\0a"),
        record(CONTINUE, bytes(8000)),
        record(0x1C, struct.pack("<4HHB", 0, 0, 0, 7, 0, 0)),
    )
)
"""A remark of one character with 1000 fonts."""

SHEETS: Final = (
    BadFile("sound.xls", lambda: compound({"Workbook": GOOD}), LET_IN),
    BadFile("sound.et", lambda: GOOD, LET_IN),
    BadFile("cut in half.xls", lambda: compound({"Workbook": GOOD})[:2000]),
    BadFile("only its beginning.xls", lambda: compound({"Workbook": GOOD})[:8]),
    BadFile("sectors that follow themselves.xls", lambda: chained(3), LET_IN),
    BadFile("sectors beyond the end.xls", lambda: chained(9_999_999)),
    BadFile("a directory of two to the power of 60.xls", lambda: tree(60)),
    BadFile("4 billion tables of sectors.xls", lambda: head(44, "<I", 0xFFFFFFFF), LET_IN),
    BadFile("tables of sectors in a circle.xls", lambda: head(68, "<I", 1), LET_IN),
    BadFile("sectors of a byte.xls", lambda: head(30, "<H", 0)),
    BadFile("sectors of a gigabyte.xls", lambda: head(30, "<H", 30)),
    BadFile("encrypted.xls", lambda: xls(shared=record(ENCRYPTED, bytes(54)))),
    BadFile("encrypted package.xlsx", lambda: compound({"EncryptedPackage": bytes(9999)})),
    BadFile("a dimension of everything.xls", lambda: xls(
        record(0x200, struct.pack("<IIHHH", 0, 65536, 0, 256, 0))), LET_IN),
    BadFile("one cell at the end.xls", lambda: xls(number(65535, 255, 1)), LET_IN),
    BadFile("one cell beyond the end.xls", lambda: xls(number(65535, 256, 1))),
    BadFile("200 cells at the end.xls", lambda: xls(*[number(65535, 255, 1)] * 200)),
    BadFile("201 old sheets.xls", lambda: xls(*[b""] * 201)),
    BadFile("all merged.xls", lambda: xls(number(0, 0, 1) + merged((0, 65535, 0, 255)))),
    BadFile("merged backwards.xls", lambda: xls(number(5, 5, 1) + merged((5, 0, 5, 0))), LET_IN),
    BadFile("60000 rows of blanks.xls", lambda: xls(b"".join(
        record(0x208, struct.pack("<HHHHHHHH", n, 0, 256, 255, 0, 0, 0x20, 0))
        + record(0xBE, struct.pack("<HH", n, 0) + bytes(512) + b"\xff\0") for n in range(60_000)
    )), LET_IN),
    BadFile("a million records.xls", lambda: xls(record(0x208, bytes(16)) * 1_000_000)),
    BadFile("60000 numbers.xls", lambda: xls(b"".join(number(n, 0, n) for n in range(60_000)))),
    BadFile("a row of too many numbers.xls", lambda: xls(
        record(0xBD, bytes(2) + bytes(6 * 300) + struct.pack("<H", 300)))),
    BadFile("2 billion strings.xls", lambda: xls(
        shared_text(0x7FFFFFFE),
        shared=record(SHARED, struct.pack("<II", 0, 0x7FFFFFFF) + bytes(3) * 2000))),
    BadFile("strings of 20 MB.xls", lambda: xls(shared=record(
        SHARED, struct.pack("<II", 1, 1) + text("甲")) + record(CONTINUE, bytes(8000)) * 2500)),
    BadFile("600000 strings without a character.xls", lambda: xls(
        shared_text(599_999),
        shared=record(SHARED, struct.pack("<II", 0, 600_000) + bytes(6000))
        + record(CONTINUE, bytes(8010)) * 224), LET_IN),
    BadFile("strings of 400000 fonts.xls", lambda: xls(shared_text(199), shared=record(
        SHARED, struct.pack("<II", 0, 200) + FONTS) + record(CONTINUE, FONTS) * 199), LET_IN),
    BadFile("500000 fonts of remarks.xls", lambda: xls(REMARK * 480)),
    BadFile("25000 formats.xls", lambda: xls(shared=record(0xE0, bytes(20)) * 25_000), LET_IN),
    BadFile("30000 formats.xls", lambda: xls(shared=record(0xE0, bytes(20)) * 30_000)),
    BadFile("a format of half a megabyte.xls", lambda: xls(shared=record(
        0x41E, struct.pack("<HHB", 164, 8000, 0) + b"y" * 8000) * 60), LET_IN),
    BadFile("5000 widths of all columns.xls", lambda: xls(
        record(0x7D, struct.pack("<5H", 0, 255, 0, 0, 0)) * 5000), LET_IN),
    BadFile("60000 merged cells.xls", lambda: xls(merged(*[(0, 1, 0, 0)] * 1000) * 60)),
    BadFile("60000 rows again and again.xls", lambda: xls(b"".join(
        record(0x208, struct.pack("<HHHHHHHH", n, 0, 256, 255, 0, 0, 0x20, 0))
        for n in range(60_000)) * 8), LET_IN),
    BadFile("a string without end.xls", lambda: xls(
        record(0x204, struct.pack("<3HHB", 0, 0, 0, 65535, 1) + b"a"))),
    BadFile("a result without end.xls", lambda: xls(formula(
        0, 0, b"\0\0\0\0\0\0\xff\xff", record(0x207, struct.pack("<HB", 65535, 0) + b"a")))),
    BadFile("charts within charts.xls", lambda: xls(begin(0x20) * 100_000)),
    BadFile("a sheet beyond the end.xls", lambda: GOOD.replace(
        struct.pack("<I", GOOD.rindex(begin())), struct.pack("<I", 0x7FFFFFFF))),
    BadFile("an unknown code page.xls", lambda: struct.pack("<4H", 9, 4, 2, 16) + record(
        0x42, struct.pack("<H", 1999)) + record(0x0A)),
    BadFile("a number that is none.xls", lambda: xls(number(0, 0, float("nan"))), LET_IN),
    BadFile("a record longer than the file.xls", lambda: GOOD[:-4] + b"\3\2\xff\xff"),
    BadFile("sound.ods", lambda: ods(rows(1)), LET_IN),
    BadFile("blank rows to the end.ods", lambda: ods(rows(1_048_575, "")), LET_IN),
    BadFile("everything repeated.ods", lambda: ods(rows(1_048_576, cells(16_384)))),
    BadFile("repeated more often than there are rows.ods", lambda: ods(rows(1_048_577))),
    BadFile("repeated in words.ods", lambda: ods(rows("三"))),
    BadFile("300000 rows, each repeated.ods", lambda: ods(rows(1_000, "") * 299_000)),
    BadFile("blank rows past the end.ods", lambda: ods(rows(1_000_000, "") * 9 + rows(1))),
    BadFile("a cell over all rows.ods", lambda: ods(
        rows(1, cells(1_048_576, "number-rows-spanned")))),
    BadFile("a cell over no column.ods", lambda: ods(
        rows(1, cells(0, "number-columns-spanned")))),
    BadFile("spaces without end.ods", lambda: ods(rows(1, _CELL.replace(
        "1<", '1<text:s text:c="999999999"/>2<'))), LET_IN),
    BadFile("100000 times a hundred spaces.ods", lambda: ods(rows(1, _CELL.replace(
        "1<", '1<text:s text:c="100"/>' * 100_000 + "2<")))),
    BadFile("201 open sheets.ods", lambda: ods("</table:table><table:table>" * 200)),
    BadFile("60000 open cells.ods", lambda: ods(rows(1) * 60_000)),
    BadFile("40000 different open cells.ods", lambda: ods("".join(
        rows(1, _CELL.replace("1", str(n))) for n in range(40_000))), LET_IN),
    BadFile("100000 deep.ods", lambda: ods("<text:p>" * 100_000)),
    BadFile("150 spans deep.ods", lambda: ods(rows(1, _CELL.replace(
        "1", "<text:span>" * 150 + "1" + "</text:span>" * 150))), LET_IN),
    BadFile("laughs.ods", lambda: ods(
        extra={"content.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'})),
    BadFile("30 MB of blanks.ods", lambda: ods(extra={
        "content.xml": many(_BEFORE, " " * 1000, 30 * MEGABYTE // 1000, _AFTER)})),
    BadFile("wrong checksum.ods", lambda: patched(ods(), (CENTRAL, 16, b"abcd"))),
    BadFile("no content.ods", lambda: package({"mimetype": OPEN_SHEET})),
    BadFile("encrypted.ods", lambda: ods(extra={
        "content.xml": b"\x93" * 99,
        "META-INF/manifest.xml": "<manifest><encryption-data/></manifest>"})),
    BadFile("broken styles.ods", lambda: ods(rows(1), {"styles.xml": "<a"})),
)  # fmt: skip
"""Spreadsheets at which olefile, xlrd or who reads them could break."""
