"""What stands in our own Word document, page or workbook besides its text is never passed over."""

import base64
import html
import io
from collections.abc import Callable
from functools import cache

import docx
import openpyxl
import pytest
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from openpyxl.chart import BarChart
from openpyxl.comments import Comment

from intake.recognition.asides import _adds_nothing
from intake.recognition.reading import Recognition
from intake.worker import read
from model.errors import RefusedError
from tests.intake.known import report_of
from tests.intake.recognition.damage import reading_of
from tests.patience import growth
from tests.writing import render_excel, render_web, render_word

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
)
SAID = "含上年转来的两件"
RUN = f"<w:r {{}}>{{}}<w:t>{SAID}</w:t></w:r>"
BOX = (
    f"<w:r {nsdecls('w')}><w:pict><w:txbxContent><w:p><w:r><w:t>{SAID}</w:t></w:r></w:p>"
    "</w:txbxContent></w:pict></w:r>"
)
FORMULA = (
    f"<w:r {nsdecls('w')}><m:oMath "
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math">'
    f"<m:r><m:t>{SAID}</m:t></m:r></m:oMath></w:r>"
)
"""A paragraph's parts that hold a text somewhere besides it."""


def header(document: WordDocument) -> None:
    document.sections[0].header.paragraphs[0].text = SAID


def footer_table(document: WordDocument) -> None:
    table = document.sections[0].footer.add_table(1, 1, 99)
    table.cell(0, 0).text = SAID


def box_by_table(document: WordDocument) -> None:
    document.tables[0].cell(1, 0).paragraphs[0]._p.append(parse_xml(BOX))


def box_by_heading(document: WordDocument) -> None:
    heading = next(p for p in document.paragraphs if p.text.startswith("三、"))
    heading._p.append(parse_xml(BOX))


def hidden(document: WordDocument) -> None:
    run = RUN.format(nsdecls("w"), "<w:rPr><w:vanish/></w:rPr>")
    document.paragraphs[5]._p.append(parse_xml(run))


def formula(document: WordDocument) -> None:
    document.paragraphs[5]._p.append(parse_xml(FORMULA))


def nested(document: WordDocument) -> None:
    cell = document.tables[0].cell(2, 0)
    cell.add_table(1, 1).cell(0, 0).text = SAID


def comment(document: WordDocument) -> None:
    paragraph = next(p for p in document.paragraphs if p.runs)
    document.add_comment(paragraph.runs, SAID)


def picture(document: WordDocument) -> None:
    heading = next(p for p in document.paragraphs if p.text.startswith("五、"))
    heading.add_run().add_picture(io.BytesIO(PNG))


def after_all(document: WordDocument) -> None:
    for text in ("青岚市商务局", "2025年1月20日", SAID):
        document.add_paragraph(text)


def between_tables(document: WordDocument) -> None:
    heading = next(p for p in document.paragraphs if p.text.startswith("四、"))
    heading.insert_paragraph_before(f"{SAID}。" * 20)


DONE = (
    header, footer_table, box_by_table, box_by_heading, hidden, formula, nested, comment, picture,
    after_all, between_tables,
)  # fmt: skip


@pytest.mark.parametrize("change", DONE, ids=lambda change: change.__name__)
def test_what_a_word_document_holds_besides_is_named(
    change: Callable[[WordDocument], None],
) -> None:
    document = docx.Document(io.BytesIO(render_word(report_of("example"))))
    change(document)
    buffer = io.BytesIO()
    document.save(buffer)
    reading = reading_of(read(buffer.getvalue()))
    assert not reading.understood
    said = [str(issue) for issue in reading.unrecognised]
    assert said
    if change is not picture:
        texts = " ".join(issue.text for issue in reading.unrecognised)
        assert SAID in texts
    else:
        assert any(one.endswith("「图片」：图片中的内容未读取") for one in said)


def page_with(put: str) -> Recognition:
    page = render_web(report_of("example")).decode()
    before, table, after = page.partition("<table")
    return reading_of(read(f"{before}{put}{table}{after}".encode()))


@pytest.mark.parametrize(
    "put",
    [
        f"<p style='display:none'>{SAID}</p>",
        f"<p>{SAID}</p>",
        f"<img alt='{SAID}'>",
        f"<table><caption>{SAID}</caption><tr><td>甲</td></tr></table>",
    ],
)
def test_what_a_page_holds_besides_is_named(put: str) -> None:
    reading = page_with(put)
    assert not reading.understood
    assert SAID in " ".join(issue.text for issue in reading.unrecognised)


def test_an_embedded_page_is_named() -> None:
    said = [str(issue) for issue in page_with("<iframe src='a.html'></iframe>").unrecognised]
    assert any("嵌入的网页或对象" in one for one in said)
    within = "<table><tr><td>甲<embed><b hidden>乙</b></td></tr></table>"
    said = [str(issue) for issue in page_with(within).unrecognised]
    assert any("嵌入的网页或对象" in one for one in said)
    assert any("隐藏的文字" in one for one in said)


def test_a_page_that_is_written_in_a_frame_is_read() -> None:
    page = render_web(report_of("example")).decode()
    framed = f"<html><body>首页<iframe srcdoc='{html.escape(page)}'></iframe>尾</body></html>"
    whole, within = reading_of(read(page.encode())), reading_of(read(framed.encode()))
    assert (within.cells.keys(), within.texts) == (whole.cells.keys(), whole.texts)
    empty = reading_of(read(framed.replace("首页", "<iframe srcdoc='<!-- -->'></iframe>").encode()))
    assert empty.texts == whole.texts


def test_a_page_in_a_frame_is_held_to_the_same_bounds() -> None:
    rows = html.escape("<table><tr><td colspan=&quot;2000&quot;>甲</table>".replace("&quot;", '"'))
    deep = html.escape("<div>" * 400)
    for inner in (rows, deep):
        with pytest.raises(RefusedError, match="文件内部结构异常"):
            read(f"<html><body><iframe srcdoc='{inner}'></iframe>".encode())


def test_a_picture_outside_the_report_is_only_counted() -> None:
    page = render_web(report_of("example")).decode()
    reading = reading_of(read(page.replace("<body>", "<body>" + "<img>" * 7).encode()))
    assert reading.understood
    assert reading.notices == ("正文以外的图片7处（开头、开头、开头、开头、开头等7处），未读取。",)


@cache
def saved() -> bytes:
    """Give the example's workbook as another program saves it: with results for formulas."""
    data = render_excel(report_of("example"))
    book = openpyxl.load_workbook(io.BytesIO(data))
    values = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    for sheet in book.worksheets:  # openpyxl keeps formulas or their values, not both
        for row in values[sheet.title].iter_rows():
            for cell in row:
                if not isinstance(cell, openpyxl.cell.cell.MergedCell):
                    sheet[cell.coordinate] = cell.value
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def workbook(change: Callable[[openpyxl.Workbook], None]) -> Recognition:
    book = openpyxl.load_workbook(io.BytesIO(saved()))
    change(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return reading_of(read(buffer.getvalue()))


def test_a_workbook_as_it_is_holds_only_tables_and_is_complete() -> None:
    reading = workbook(lambda book: None)
    assert reading.understood, reading.unrecognised
    assert reading.account.scope == "tables"


def test_a_formula_without_a_result_is_named_and_a_blank_sum_of_ours_is_not() -> None:
    blanks = reading_of(read(render_excel(report_of("district-2023-old-form"))))
    assert blanks.understood
    assert blanks.notices == ("有21个合计公式没有结果，按空白读取。",)

    def change(book: openpyxl.Workbook) -> None:
        book.worksheets[1]["D12"] = "=D13+1"

    said = [str(issue) for issue in workbook(change).unrecognised]
    assert any("有1个公式没有保存结果" in one for one in said)


def label_comment(book: openpyxl.Workbook) -> None:
    sheet = book.worksheets[0]
    sheet["A5"].comment = Comment(SAID, "甲")


def margin(book: openpyxl.Workbook) -> None:
    book.worksheets[0].oddHeader.center.text = SAID


def chart(book: openpyxl.Workbook) -> None:
    book.worksheets[1].add_chart(BarChart(), "Z1")


def cell_beside(book: openpyxl.Workbook) -> None:
    book.worksheets[1]["Z9"] = SAID


def column_beside(book: openpyxl.Workbook) -> None:
    book.worksheets[1]["Z6"] = SAID
    for row in range(7, 12):
        book.worksheets[1][f"Z{row}"] = 7


def sheet_beside(book: openpyxl.Workbook) -> None:
    book.create_sheet("另表")["A1"] = SAID


def sheet_gone(book: openpyxl.Workbook) -> None:
    del book[book.sheetnames[2]]


BOOKS = (label_comment, margin, chart, cell_beside, column_beside, sheet_beside, sheet_gone)


@pytest.mark.parametrize("change", BOOKS, ids=lambda change: change.__name__)
def test_what_a_workbook_holds_besides_or_lacks_is_named(
    change: Callable[[openpyxl.Workbook], None],
) -> None:
    reading = workbook(change)
    assert not reading.understood
    (said,) = map(str, reading.unrecognised)
    expected = {
        chart: "图片、图表或文本框」：未读取",
        sheet_gone: "来源中没有找到这张表，15格未读取",
        column_beside: "表样中没有这一列，6格未读取",
    }
    assert expected.get(change, SAID) in said


@pytest.mark.parametrize("line", ["— 1 —", "1", "第 1 页 共 3 页", "- 2 -", "", "1/3"])
def test_page_numbers_say_nothing(line: str) -> None:
    assert _adds_nothing(line, "")


@pytest.mark.parametrize("sign", [" ", "—", "1 "])
def test_the_time_of_a_page_header_grows_with_its_length_only(sign: str) -> None:
    assert growth(lambda n: _adds_nothing(f"第 {sign * n}x", "某局"), 5000) <= 7
