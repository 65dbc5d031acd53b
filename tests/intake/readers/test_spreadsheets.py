"""What old and open spreadsheets say: the same as the .xlsx they were made from.

The files in tests/data/spreadsheets were saved by LibreOffice from workbooks of this program
(example) and of xlsxwriter (kinds).
"""

import struct
from dataclasses import replace
from pathlib import Path

import pytest

from intake.child import Reader
from intake.content import Document, FileKind, SourceCell
from intake.source import open_source
from intake.worker import read
from model.errors import RefusedError
from tests.bad_parts import package
from tests.biff import (
    FONT,
    FORMAT,
    NOTHING,
    RICH,
    STYLE,
    begin,
    formula,
    label,
    merged,
    number,
    record,
    text,
    workbook,
)
from tests.intake.drawing import beside, drawn, said
from tests.ole import compound
from tests.soak_files import SPREADSHEETS

NAMES = " ".join(
    f'xmlns:{one}="urn:oasis:names:tc:opendocument:xmlns:{one}:1.0"'
    for one in ("office", "table", "text", "style", "drawing")
)
LOST_BY_LIBREOFFICE = {"相等", "相符"}
"""Results of formulas in words, which it saves as 0 in an .xls."""


def saved(name: str) -> Document:
    return read((SPREADSHEETS / name).read_bytes())


def cells(document: Document) -> list[tuple[str, bool, dict[tuple[int, int], SourceCell]]]:
    return [(t.sheet, t.hidden, {(c.row, c.column): c for c in t.cells}) for t in document.tables]


@pytest.mark.parametrize("ending", ["xls", "ods"])
@pytest.mark.parametrize("name", ["kinds", "example"])
def test_each_cell_is_read_as_from_the_xlsx(name: str, ending: str) -> None:
    expected, found = saved(f"{name}.xlsx"), saved(f"{name}.{ending}")
    assert found.kind == ending
    assert beside(found) == beside(expected)
    assert found.notices == expected.notices
    lost = LOST_BY_LIBREOFFICE if ending == "xls" else set()
    for (sheet, hidden, ours), (other, other_hidden, theirs) in zip(
        cells(expected), cells(found), strict=True
    ):
        assert (other, other_hidden) == (sheet, hidden)
        assert theirs.keys() == ours.keys()
        assert [c for p, c in theirs.items() if c != ours[p] and ours[p].text not in lost] == []


@pytest.mark.parametrize("ending", ["xls", "ods"])
def test_our_own_workbook_saved_otherwise_is_recognised_whole(reader: Reader, ending: str) -> None:
    expected, found = (open_source(reader, SPREADSHEETS / f"example.{e}") for e in ("xlsx", ending))
    assert expected.is_complete and found.is_complete
    assert replace(found.report, id=expected.report.id) == expected.report
    assert found.only_tables


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("表.xls", (SPREADSHEETS / "kinds.xlsx").read_bytes(), FileKind.EXCEL),
        ("表.et", (SPREADSHEETS / "kinds.xls").read_bytes(), FileKind.XLS),
        ("表.ods", (SPREADSHEETS / "kinds.xls").read_bytes(), FileKind.XLS),
        ("表.xlsx", (SPREADSHEETS / "kinds.ods").read_bytes(), FileKind.ODS),
        ("表.xls", "<table><tr><td>规章<td>3</table>".encode("gbk"), FileKind.WEB),
        ("报告.doc", "<html><p>一、总体情况</html>".encode(), FileKind.WEB),
        ("表.et", "规章\t3\n".encode(), FileKind.TEXT),
    ],
)
def test_a_file_is_read_by_its_content_whatever_its_name(
    reader: Reader, tmp_path: Path, name: str, data: bytes, kind: FileKind
) -> None:
    (tmp_path / name).write_bytes(data)
    document = reader.read(tmp_path / name)
    assert document.kind is kind
    assert document.blocks


def test_a_workbook_says_the_same_within_an_ole_file_and_without_one() -> None:
    bare = workbook(label(0, 0, "规章") + number(0, 1, 3))
    assert said(bare) == said(compound({"Workbook": bare})) == ["|0:规章|1:3"]


def test_values_of_an_old_workbook_are_texts() -> None:
    results = (
        formula(0, 0, b"\1\0\1\0\0\0\xff\xff"),
        formula(0, 1, b"\2\0\7\0\0\0\xff\xff"),
        formula(0, 2, b"\0\0\0\0\0\0\xff\xff", record(0x207, text("甲乙"))),
        formula(0, 3, struct.pack("<d", 12)),
        formula(0, 4, b"\3\0\0\0\0\0\xff\xff"),
        record(0x205, struct.pack("<3HBB", 0, 5, 0, 0, 0)),
        record(0xBD, struct.pack("<2H", 0, 6) + struct.pack("<Hi", 0, 7 << 2 | 2) * 2 + b"\7\0"),
    )
    document = read(workbook(b"".join(results)))
    assert drawn(document) == ["|0:TRUE|1:#DIV/0!|2:甲乙|3:12|5:FALSE|6:7|7:7"]
    assert document.notices == ("有1个公式没有结果，按空白读取。",)


def test_more_shared_strings_are_stated_than_there_are() -> None:
    shared = record(0xFC, struct.pack("<II", 9, 9) + text("规章") + text("文件"))
    cell = record(0xFD, struct.pack("<3HI", 0, 0, 0, 1))
    assert said(workbook(cell, shared=shared)) == ["|0:文件"]


def test_remarks_of_an_old_workbook_are_at_their_cells() -> None:
    def part(key: int, *pieces: bytes, count: int) -> bytes:
        made = record(0x5D, struct.pack("<4H", 0x15, 18, 0x19, key) + bytes(14))
        made += record(0x1B6, struct.pack("<10xHHH", count, 8, 0))
        return made + b"".join(record(0x3C, piece) for piece in pieces)

    def note(row: int, key: int) -> bytes:
        return record(0x1C, struct.pack("<4HHB", row, 0, 0, key, 0, 0) + b"more than is known")

    chinese = b"\1" + "批注".encode("utf-16-le")
    found = said(
        workbook(
            part(1, chinese, b"\0abc", b"\0formats", count=4)
            + part(2, b"", b"\0lost", count=4)
            + number(1, 0, 5)
            + note(0, 1)
            + note(1, 2)
            + note(2, 3)
            + record(0x1C, b"")
        )
    )
    assert found == ["|0:（注：批注ab）", "|0:5", "|0:"]


def test_formats_raised_digits_and_merged_cells_of_an_old_workbook() -> None:
    font = struct.pack("<5HBBBB", 200, 0, 0, 400, 1, 0, 0, 0, 0) + text("a", "B")
    style = bytes(20)
    shared = b"".join(
        [
            record(FONT, font.replace(b"\1\0", b"\0\0", 1)),
            record(FONT, font),
            record(FORMAT, struct.pack("<H", 164) + text("0.0%")),
            record(STYLE, style),
            record(STYLE, struct.pack("<HH", 0, 164) + style[4:]),
            record(STYLE, struct.pack("<HH", 0, 37) + style[4:]),
            record(STYLE, struct.pack("<HH", 0, 31) + style[4:]),
            record(STYLE, struct.pack("<HH", 1, 0) + style[4:]),
        ]
    )
    rich = struct.pack("<3H", 1, 0, 0) + text("甲12") + struct.pack("<H2H", 1, 1, 1)
    first = struct.pack("<3H", 1, 1, 4) + text("1甲2") + struct.pack("<H2H", 1, 1, 0)
    rows = [
        number(0, 0, 0.125, 1),
        number(0, 1, -1234, 2),
        number(0, 2, 45000, 3),
        number(0, 3, 5, 0),
        record(RICH, rich),
        record(RICH, first),
        merged((0, 0, 4, 5)),
        number(0, 4, 6),
    ]
    assert said(workbook(b"".join(rows), shared=shared)) == [
        "|0:12.5%|1:-1234（-1,234）|2:2023-03-15|3:5|4:6 1×2",
        "|0:甲¹²|1:¹甲2",
    ]


def test_hidden_and_strange_sheets_of_an_old_workbook() -> None:
    chart = begin(0x20) + number(0, 0, 9) + record(0x0A)
    picture = record(0x5D, struct.pack("<3H", 0x15, 18, 8) + bytes(16))
    header = record(0x14, text("&L页眉&R&P"))
    document = read(
        workbook(
            number(0, 0, 1) + chart + picture + header,
            b"",
            number(0, 0, 2),
            kinds=(0, 2),
            hidden=(2,),
        )
    )
    assert [(t.sheet, t.hidden) for t in document.tables] == [("表1", False), ("表3", True)]
    assert drawn(document) == ["|0:1", "|0:2"]
    assert [aside.text for aside in document.asides] == [
        "工作表「表1」中的图片、图表或文本框",
        "页眉",
        "「表2」不是工作表",
    ]


def excel_2(words: bytes, code_page: int) -> bytes:
    """Give a workbook of Excel 2 with a text, in a cell and as page header, and a number."""
    cells = (
        record(0x42, struct.pack("<H", code_page)),
        record(0x14, struct.pack("B", len(words)) + words),
        record(4, struct.pack("<2H3xB", 0, 0, len(words)) + words),
        record(2, struct.pack("<2H3xH", 0, 1, 3)),
    )
    return struct.pack("<4H", 9, 4, 2, 16) + b"".join(cells) + record(0x0A)


def test_a_workbook_of_excel_2_is_read() -> None:
    document = read(excel_2("规章".encode("gbk"), 936))
    assert drawn(document) == ["|0:规章|1:3"]
    assert [aside.text for aside in document.asides] == ["规章"]


@pytest.mark.parametrize("code_page", [936, 950, 1252, 10000])
def test_code_pages_are_known_within_the_sandbox(
    reader: Reader, tmp_path: Path, code_page: int
) -> None:
    (tmp_path / "表.xls").write_bytes(excel_2(b"abc", code_page))
    assert drawn(reader.read(tmp_path / "表.xls")) == ["|0:abc|1:3"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (NOTHING[:-4], "文件已损坏"),
        (NOTHING[:30], "文件已损坏"),
        (begin(5), "文件已损坏"),
        (NOTHING.replace(struct.pack("<I", NOTHING.rindex(begin())), b"\x14\0\0\0"), "文件已损坏"),
        (workbook(record(0xFD, b"")), "文件已损坏"),
        (workbook(b"", shared=record(0x2F, b"\0\0")), "文件已加密"),
    ],
)
def test_a_damaged_old_workbook_says_so(data: bytes, reason: str) -> None:
    with pytest.raises(RefusedError, match=reason):
        read(data)


@pytest.mark.parametrize(
    ("bound", "value", "reason"),
    [
        ("RECORDS", 5, "条记录"),
        ("CELLS", 1, "单元格超过"),
        ("TEXTS", 3, "文字超过"),
        ("FORMATS", 10, "格式过多"),
        ("SHEETS", 1, "工作表超过"),
        ("ROWS_READ", 12, "行数合计超过"),
    ],
)
def test_an_old_workbook_beyond_a_bound_is_refused(
    monkeypatch: pytest.MonkeyPatch, bound: str, value: int, reason: str
) -> None:
    strings = record(0xFC, struct.pack("<II", 1, 1) + text("甲")) + record(0x3C, b"")
    column = record(0x7D, struct.pack("<5H", 0, 0, 0, 0, 0))
    cells = number(0, 0, 1) + number(9, 0, 1)
    whole = workbook(column + cells, merged((0, 1, 0, 0)), shared=strings)
    assert read(whole).blocks
    monkeypatch.setattr(f"intake.gate.records.{bound}", value)
    with pytest.raises(RefusedError, match=reason):
        read(whole)


def test_two_sheets_in_one_place_are_refused() -> None:
    whole = workbook(b"", number(0, 0, 1))
    twice = struct.pack("<I", whole.rindex(begin()))
    once = struct.pack("<I", whole.index(begin()))
    with pytest.raises(RefusedError, match="工作表重复"):
        read(whole.replace(once, twice))


MARK = "0123456789abcdef|2021|2024|review"


def name_record(name: bytes, count: int, words: bytes) -> bytes:
    """Give a name and the text that it stands for, each with the size of its characters."""
    head = struct.pack("<HBBHHHI", 1, 0, count, len(words), 0, 0, 0)
    return record(0x18, head + name + words)


def of(words: str, *, wide: bool = True) -> bytes:
    """Give the formula of a text; a text of Latin letters may be in one byte a character."""
    written = words.encode("utf-16-le" if wide else "latin-1")
    return struct.pack("<BBB", 0x17, len(words), wide) + written


@pytest.mark.parametrize(
    ("names", "mark"),
    [
        ([("采集表", of(MARK, wide=False))], MARK),
        ([("采集表", of(MARK))], MARK),
        ([("填报人", b"\x3a" + bytes(6)), ("采集表", of(MARK)), ("采集表", of("甲"))], MARK),
        ([("采集表", b"\x3b" + bytes(10))], ""),
        ([("采集表", b"")], ""),
        ([("采集", of(MARK))], ""),
        ([], ""),
    ],
)
def test_a_page_of_the_collection_in_an_old_workbook_is_known_by_its_name(
    names: list[tuple[str, bytes]], mark: str
) -> None:
    records = [name_record(text(name, "B")[1:], len(name), words) for name, words in names]
    records.append(record(0x18, bytes(4)))
    blank = formula(0, 1, b"\3" + bytes(5) + b"\xff\xff")
    found = read(workbook(number(0, 0, 1) + blank, shared=b"".join(records)))
    assert (found.mark, bool(found.tables)) == (mark, True)
    assert bool(found.notices) is (mark == "")


@pytest.mark.parametrize(
    ("name", "expression", "mark"),
    [
        ("采集表", f"&quot;{MARK}&quot;", MARK),
        ("采集表", f"of:=&quot;{MARK}&quot;", MARK),
        ("填报人", f"&quot;{MARK}&quot;", ""),
    ],
)
def test_a_page_of_the_collection_in_an_open_spreadsheet_is_known_by_its_name(
    name: str, expression: str, mark: str
) -> None:
    named = f'<table:named-expression table:name="{name}" table:expression="{expression}"/>'
    table = row(cell("<text:p>1</text:p>"), cell("", 'table:formula="of:=1"'))
    whole = ods(
        f"<table:table>{table}</table:table><table:named-expressions>{named}"
        "</table:named-expressions>"
    )
    found = read(whole)
    assert (found.mark, bool(found.tables)) == (mark, True)
    assert bool(found.notices) is (mark == "")


def ods(table: str, styles: str = "", pages: str = "") -> bytes:
    """Give an OpenDocument spreadsheet around its tables."""
    content = (
        f"<office:document-content {NAMES}>{styles}<office:body><office:spreadsheet>{table}"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    parts = {
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "content.xml": content,
    }
    master = f"<office:document-styles {NAMES}>{pages}</office:document-styles>"
    return package(parts | ({"styles.xml": master} if pages else {}))


def sheet(rows: str, name: str = "表", style: str = "") -> bytes:
    return ods(f'<table:table table:name="{name}" table:style-name="{style}">{rows}</table:table>')


def row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def cell(inner: str = "", attributes: str = "") -> str:
    return f"<table:table-cell {attributes}>{inner}</table:table-cell>"


@pytest.mark.parametrize(
    ("attributes", "inner", "expected"),
    [
        ('office:value-type="float" office:value="12.0"', "", "12"),
        ('office:value-type="float" office:value="1.4"', "<text:p>1</text:p>", "1.4（1）"),
        ('office:value-type="currency" office:value="0"', "<text:p/>", "0（）"),
        ('office:value-type="percentage" office:value="0.125"', "<text:p>12.5%</text:p>", "12.5%"),
        ('office:value-type="date" office:date-value="2024-03-01T00:00:00"', "", "2024-03-01"),
        (
            'office:value-type="date" office:date-value="2024-03-01T08:30:00.5"',
            "",
            "2024-03-01 08:30:00",
        ),
        ('office:value-type="date"', "<text:p>三月</text:p>", "三月"),
        ('office:value-type="time" office:time-value="PT08H30M00S"', "", "08:30:00"),
        ('office:value-type="time" office:time-value="P1D"', "<text:p>一天</text:p>", "一天"),
        ('office:value-type="boolean" office:boolean-value="true"', "", "TRUE"),
        ('office:value-type="string" office:string-value="甲"', "", "甲"),
        ('office:value-type="float"', "<text:p>十</text:p>", "十"),
        ("", "<text:p>一</text:p><text:p> 二\n 三 </text:p>", "一\n二 三"),
        ("", '<text:p>一<text:s text:c="3"/>二</text:p>', "一   二"),
        ("", "<text:p>一<text:tab/>二<text:line-break/>三</text:p>", "一\t二\n三"),
        ("", "<text:p>页<text:page-number>1</text:page-number>码</text:p>", "页码"),
        ("", "<text:p>甲<text:a>乙</text:a>丙</text:p>", "甲乙丙"),
    ],
)  # fmt: skip
def test_a_value_of_an_open_spreadsheet_is_a_text(
    attributes: str, inner: str, expected: str
) -> None:
    assert said(sheet(row(cell(inner, attributes)))) == [f"|0:{expected}"]


WIDE, TALL = "table:number-columns-", "table:number-rows-"
TO_THE_END = f'{TALL}repeated="1048576"'


def test_repeated_and_covered_cells_are_where_they_belong() -> None:
    two = f'{WIDE}repeated="2"'
    rows = [
        row(cell("", two), cell("<text:p>甲</text:p>", two), cell("<text:p>乙</text:p>")),
        row("<text:p/>", cell("<text:p>7</text:p>"), attributes=f'{TALL}repeated="2"'),
        row(cell(), attributes='table:number-rows-repeated="1048000"'),
        row(
            cell(
                "<text:p>合</text:p>",
                'table:number-columns-spanned="2" table:number-rows-spanned="2"',
            ),
            "<table:covered-table-cell><text:p>里</text:p></table:covered-table-cell>",
        ),
    ]
    assert said(sheet("".join(rows[:3]) + row(cell("<text:p>末</text:p>")))) == [
        "|2:甲|3:甲|4:乙",
        "|0:7",
        "|0:7",
        "|0:末",
    ]
    assert said(sheet(rows[3])) == ["|0:合 2×2|1:里"]


def test_hidden_parts_remarks_and_raised_digits_of_an_open_spreadsheet() -> None:
    styles = (
        '<office:automatic-styles><style:style style:name="h" style:master-page-name="p">'
        '<style:table-properties table:display="false"/></style:style><style:style style:name="r">'
        '<style:text-properties style:text-position="33% 58%"/></style:style><style:style'
        ' style:name="s"><style:text-properties style:text-position="sub 58%"/></style:style>'
        "</office:automatic-styles>"
    )
    remark = "<office:annotation><text:p>注一</text:p><text:p>注二</text:p></office:annotation>"
    table = (
        '<table:table table:name="表" table:style-name="h"><table:table-column/>'
        '<table:table-column table:visibility="collapse" table:number-columns-repeated="2"/>'
        + row(cell(f"{remark}<text:p>甲</text:p>"), cell("<text:p>乙</text:p>"))
        + row(cell("<text:p>丙</text:p>"), attributes='table:visibility="filter"')
        + row(
            cell(
                '<text:p>12<text:span text:style-name="r">12</text:span>'
                '<text:span text:style-name="s">3</text:span></text:p>'
            )
        )
        + row(cell(remark), attributes=TO_THE_END)
        + "</table:table>"
    )
    pages = (
        '<style:master-page style:name="p"><style:header><text:p>页眉<text:sheet-name>表'
        '</text:sheet-name></text:p></style:header><style:footer style:display="false"><text:p>脚'
        "</text:p></style:footer></style:master-page>"
    )
    document = read(ods(table, styles, pages))
    assert document.tables[0].hidden
    assert drawn(document) == [
        "|0:甲（注：注一\n注二）|1:乙（隐）",
        "|0:丙（隐）",
        "|0:12¹²3",
        "|0:（注：注一\n注二）",
    ]
    assert [aside.text for aside in document.asides] == ["页眉"]


def test_what_is_not_in_the_cells_of_an_open_spreadsheet_is_named_or_passed_over() -> None:
    inner = '<table:table table:name="里">' + row(cell("<text:p>内</text:p>")) + "</table:table>"
    blank = cell("<text:p/>", 'table:formula="of:=1"')
    copied = (
        '<table:table table:name="别处"><table:table-source/>'
        + row(cell("<text:p>9</text:p>"))
        + "</table:table>"
    )
    drawing = cell("<drawing:frame><text:p>框</text:p></drawing:frame><text:p>甲</text:p>")
    tables = (
        '<table:table table:name="一">' + row(drawing, blank) + "</table:table>"
        '<table:table table:name="二">'
        + row(cell(inner + "<text:p>外</text:p>"))
        + "</table:table>"
    )
    document = read(ods(tables + copied))
    assert drawn(document) == ["|0:甲", "|0:外"]
    assert document.notices == ("有1个公式没有结果，按空白读取。",)
    assert [aside.text for aside in document.asides] == [
        "工作表「一」中的图片、图表或文本框",
        "工作表「二」中的图片、图表或文本框",
    ]


ONE = "<text:p>1</text:p>"


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        (row(attributes=TO_THE_END) + row(cell(ONE)), "位置超出范围"),
        (row(cell("", f'{WIDE}repeated="16384"'), cell(ONE)), "位置超出范围"),
        ('<table:table-column table:number-columns-repeated="16384"/>' * 2, "位置超出范围"),
        (row(cell(ONE), attributes=TO_THE_END), "单元格超过"),
        (row(cell(ONE, f'{TALL}spanned="1048576" {WIDE}spanned="9"')), "合并单元格超过"),
        ("</table:table><table:table>" * 200, "工作表超过200个"),
    ],
)
def test_an_open_spreadsheet_beyond_a_bound_is_refused(table: str, reason: str) -> None:
    with pytest.raises(RefusedError, match=reason):
        read(sheet(table))
