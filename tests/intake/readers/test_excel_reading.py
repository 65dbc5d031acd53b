"""Workbooks as Excel, WPS and others write them: each value is the text that it means."""

import io

import pytest
from openpyxl import Workbook
from openpyxl.styles import numbers

from intake.worker import read
from model.errors import RefusedError
from tests.bad_parts import S, cell, excel, relations
from tests.intake.drawing import drawn, said


def sheet(*rows: list[object]) -> Workbook:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    return book


def saved(book: Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_a_workbook_by_another_writer_is_read() -> None:
    book = sheet(["申请人", None, "总计"], [3, 2.5, True], ["=1+1", "第一行\n第二行", -1])
    first = book.worksheets[0]
    first.title = "表三"
    first.merge_cells("A1:B1")
    hidden = book.create_sheet("隐藏")
    hidden["XFD1048576"] = "末"
    hidden.sheet_state = "hidden"
    document = read(saved(book))
    assert drawn(document) == [
        "|0:申请人 1×2|2:总计",
        "|0:3|1:2.5|2:TRUE",
        "|1:第一行\n第二行|2:-1",
        "|16383:末",
    ]
    assert [(table.sheet, table.hidden) for table in document.tables] == [
        ("表三", False),
        ("隐藏", True),
    ]
    assert [aside.text for aside in document.asides] == [
        "工作表「表三」有1个公式没有保存结果",
    ]


@pytest.mark.parametrize(
    ("value", "form", "shown"),
    [
        (0.125, "0.0%", "12.5%"),
        (0.07, numbers.FORMAT_PERCENTAGE, "7%"),
        (1, numbers.FORMAT_PERCENTAGE_00, "100%（100.00%）"),
        (1234.5, "#,##0.00", "1234.5（1,234.50）"),
        (0.1, "General", "0.1"),
        (12.0, '0"件"', "12（12件）"),
        (3, '0"days"', "3（3days）"),
        (3, "[Red]0", "3"),
        (1e300, "General", "1e+300"),
        (1e-300, "General", "1e-300"),
        (0.000001, "General", "0.000001"),
        (45352, "yyyy-mm-dd", "2024-03-01"),
        (45352, 'yyyy"年"m"月"d"日"', "2024-03-01"),
        (45352.5, "yyyy-mm-dd hh:mm", "2024-03-01 12:00:00"),
        (0.25, "hh:mm", "06:00:00"),
        (1, "yyyy-mm-dd", "1900-01-01"),
        (59, "yyyy-mm-dd", "1900-02-28"),
        (61, "yyyy-mm-dd", "1900-03-01"),
        (-1, "yyyy-mm-dd", "-1"),
        (99999999, "yyyy-mm-dd", "99999999"),
        ("0101", "@", "0101"),
        ("#N/A", "General", "#N/A"),
    ],
)
def test_a_value_is_the_text_it_means(value: object, form: str, shown: str) -> None:
    book = sheet([value])
    book.worksheets[0]["A1"].number_format = form
    assert said(saved(book)) == [f"|0:{shown}"]


@pytest.mark.parametrize(
    ("rows", "lines"),
    [
        ("<row><c><v>1</v></c><c><v>2</v></c></row><row><c/></row>", ["|0:1|1:2"]),
        ("<row><c><v>1</v></c></row><row><c><v>3</v></c></row>", ["|0:1", "|0:3"]),
        (cell("", "<v>12.300000000000001</v>"), ["|0:12.3"]),
        ('<row r="3"><c r="B3"><v>1</v></c><c><v>2</v></c></row>', ["|1:1|2:2"]),
        (cell('t="s"', "<v>0</v>"), ["|0:公开"]),
        (cell('t="inlineStr"', "<is><r><t>公</t></r><r><t>_x5F00_</t></r></is>"), ["|0:公开"]),
        (
            cell(
                't="inlineStr"',
                "<is><r><rPr><sz val='9'/></rPr><t>12</t></r>"
                "<r><rPr><vertAlign val='superscript'/></rPr><t>1</t></r></is>",
            ),
            ["|0:12¹"],
        ),
        (cell('t="b"', "<v>0</v>"), ["|0:FALSE"]),
        (cell('t="e"', "<v>#REF!</v>"), ["|0:#REF!"]),
        (cell('t="str"', "<f>A2</f><v></v>"), []),
        (cell('t="d"', "<v>2024-03-01</v>"), ["|0:2024-03-01"]),
        (cell("", "<v>公开</v>"), ["|0:公开"]),
    ],
)  # fmt: skip
def test_cells_as_other_programs_write_them(rows: str, lines: list[str]) -> None:
    strings = "<si><r><t>公</t></r><rPh><t>gong</t></rPh><r><t>开</t></r></si>"
    assert said(excel(rows, strings=strings)) == lines


@pytest.mark.parametrize(("day", "shown"), [("43890", "2024-03-01"), ("2958465", "2958465.0")])
def test_days_may_begin_in_1904(day: str, shown: str) -> None:
    book = f'<workbook xmlns="{S}" xmlns:r="R/relationships"><workbookPr date1904="1"/><sheets>'
    book += '<sheet name="一" r:id="rId1"/></sheets></workbook>'
    styles = f'<styleSheet xmlns="{S}"><cellXfs><xf/><xf numFmtId="14"/></cellXfs></styleSheet>'
    parts = {
        "xl/workbook.xml": book,
        "xl/styles.xml": styles,
        "xl/_rels/workbook.xml.rels": relations(
            ("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml")
        ),
    }
    assert said(excel(cell('s="1"', f"<v>{day}</v>"), extra=parts)) == [f"|0:{shown}"]


def test_a_chart_is_named_as_not_read() -> None:
    chart = {"xl/worksheets/sheet1.xml": f'<chartsheet xmlns="{S}"/>'}
    assert [aside.text for aside in read(excel(extra=chart)).asides] == ["「表0」不是工作表"]


def test_a_sheet_is_read_once() -> None:
    with pytest.raises(RefusedError, match="工作表重复"):
        read(excel(cell(""), sheets=2))
