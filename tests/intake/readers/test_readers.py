"""What foreign documents say: paragraphs and tables, drawn as text."""

import io
import tracemalloc
from pathlib import Path

import docx
import pytest

from export.readback import SeenTable, read_excel, read_web, read_word
from intake.content import Document, FileKind, SourceCell, SourceParagraph, SourceTable, letters
from intake.gate.admission import Admitted
from intake.worker import read, read_text, warm
from model.errors import RefusedError
from tests.bad_parts import W, cell, excel, merges, package, relations, word
from tests.bad_texts import mail, page
from tests.intake.drawing import drawn, said


def plain(content: list[str | SeenTable]) -> list[str | list[tuple[int, int, int, int, str]]]:
    """Give what another reader saw, without blank paragraphs and space at edges."""
    return [
        block.strip() if isinstance(block, str) else [(*c[:4], c.text.strip()) for c in block.cells]
        for block in content
        if not isinstance(block, str) or block.strip()
    ]


def ours(document: Document) -> list[str | list[tuple[int, int, int, int, str]]]:
    return [
        block.text
        if isinstance(block, SourceParagraph)
        else [(c.row, c.column, c.height, c.width, c.text) for c in block.cells]
        for block in document.blocks
    ]


def by_place(content: list) -> list:
    return [sorted(block) if isinstance(block, list) else block for block in content]


@pytest.mark.parametrize("name", ["word.docx", "checklist核对表.docx"])
def test_our_word_document_says_what_another_reader_sees(good: dict[str, bytes], name: str) -> None:
    seen = plain(read_word(good[name])[1])
    assert by_place(ours(read(good[name]))) == by_place(seen)


def test_our_web_page_says_what_another_reader_sees(good: dict[str, bytes]) -> None:
    """But for the title, whose two lines are one paragraph with a break."""
    lines: list[object] = []
    for block in ours(read(good["web.html"])):
        lines += block.split("\n") if isinstance(block, str) else [block]
    assert lines == plain(read_web(good["web.html"]))


def test_our_workbook_says_what_another_reader_sees(good: dict[str, bytes]) -> None:
    seen = read_excel(good["excel.xlsx"])
    found = read(good["excel.xlsx"]).tables
    assert [table.sheet for table in found] == list(seen)
    for table in found:
        values = seen[table.sheet].values
        texts = {(c.row, c.column): c.text for c in table.cells}
        assert texts == {place: str(value).strip() for place, value in values.items()}
        large = {
            (c.row, c.column, c.height, c.width) for c in table.cells if c.height * c.width > 1
        }
        merged = {(r, c, b - r + 1, d - c + 1) for r, c, b, d in seen[table.sheet].merged}
        assert large == {place for place in merged if place[:2] in texts}


def test_our_word_document_reads_as_our_web_page(good: dict[str, bytes]) -> None:
    tables = [
        [(c.row, c.column, c.height, c.width, c.text.replace("\n", "")) for c in table.cells]
        for name in ("word.docx", "web.html")
        for table in read(good[name]).tables
    ]
    assert by_place(tables[:3]) == by_place(tables[3:])


def test_a_document_by_another_writer_is_read() -> None:
    document = docx.Document()
    document.add_paragraph("一、总体情况")
    table = document.add_table(2, 3)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "申请人"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "法人"
    table.cell(1, 1).text = "商业企业"
    document.add_paragraph("二、主动公开")
    buffer = io.BytesIO()
    document.save(buffer)
    assert said(buffer.getvalue()) == [
        "一、总体情况",
        "|0:申请人 2×1|1:法人 1×2",
        "|1:商业企业|2:",
        "二、主动公开",
    ]


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("<p>一、\n  总体&nbsp;情况</p>二、<b>主</b>动", ["一、 总体\xa0情况", "二、主动"]),
        ("一<br>二<br/>三", ["一\n二\n三"]),
        ("<script>一</script><style>二</style><p>三</p><!-- 四 -->", ["三"]),
        ("<p>一<span hidden>二</span>三</p><div style='Display : NONE'>四</div>", ["一三"]),
        ("<p><ruby>政<rp>(</rp><rt>zheng</rt></ruby>府", ["政府"]),
        ("<table><tr hidden><td>一<tr><td>二<i hidden>三</i>", ["|0:一（隐）", "|0:二"]),
        (
            "<table><tr><th rowspan=2>甲<th colspan=2>乙<tr><td>丙<td>丁</table>",
            ["|0:甲 2×1|1:乙 1×2", "|1:丙|2:丁"],
        ),
        ("<table><tr><td rowspan=0>甲<td>乙<tr><td>丙</table>", ["|0:甲 2×1|1:乙", "|1:丙"]),
        ("<table><tr><td rowspan=9 colspan=x>甲<td>乙</table>", ["|0:甲|1:乙"]),
        ("<table><td>甲<td>乙</table>", ["|0:甲|1:乙"]),
        ("<table><td rowspan=3>甲<tr><td>乙</table>", ["|0:甲 2×1", "|1:乙"]),
        (
            "<table><caption>表一</caption><thead><tr><td>甲</thead>"
            "<tfoot><tr><td><p>乙</p><p>丙<br>丁</p></tfoot></table>",
            ["表一", "|0:甲", "|0:乙\n丙\n丁"],
        ),
        ("<table><tr><td>左<table><tr><td>内</table>后<td>右</table>", ["左", "|0:内", "后", "右"]),
        ("<table>散<p>落</p></table>", ["散", "落"]),
        ("<ul><li>一<li>二</ul>", ["一", "二"]),
    ],
)  # fmt: skip
def test_a_web_page_says_what_a_browser_shows(body: str, lines: list[str]) -> None:
    assert said(page(body)) == lines


def test_a_single_file_page_says_what_its_pages_say() -> None:
    quoted = "Content-Type: text/html; charset=gb2312\nContent-Transfer-Encoding: quoted-printable"
    other = "Content-Type: image/png\nContent-Transfer-Encoding: base64\n\niVBORw0K"
    data = mail(f"{quoted}\n\n<p>=D2=BB</p>", other, "Content-Type: text/html\n\n<p>二</p>")
    assert said(data) == ["一", "二"]
    assert read(data).kind is FileKind.MAIL


def test_text_is_cleaned_once_and_what_was_removed_is_told() -> None:
    document = read("一\v二\x01\u2028三\r\n四\ufffe\n\ue000𠮷".encode())
    assert drawn(document) == ["一\n二\n三", "四", "\ue000𠮷"]
    assert document.notices == (
        "已去除2个不能显示的控制字符。",
        "含有2个造字或罕用字，部分字体不能显示。核对这些字。",
    )


def test_a_document_may_have_more_than_a_body() -> None:
    body = "<w:background/><w:body><w:p><w:r><w:t>一</w:t></w:r></w:p></w:body>"
    whole = f"<w:document xmlns:w='{W}'>{body}</w:document>"
    assert said(word(document=whole)) == ["一"]


def test_a_document_without_text_says_so() -> None:
    assert read(word("<w:p/>")).notices == ("文件中没有可读取的文字或表格，可能是扫描件。",)


def test_a_draft_is_left_to_the_model(good: dict[str, bytes]) -> None:
    assert read(good["bureau.gknb"]) == Document(FileKind.DRAFT, ())


def test_too_many_cells_or_characters_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("intake.content.CELLS", 10)
    assert len(read("一\n".encode() * 9).blocks) == 9
    with pytest.raises(RefusedError, match="单元格超过"):
        read("一\n".encode() * 11)


def test_too_many_characters_in_cells_are_refused_before_they_are_gathered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("intake.readers.excel.TEXT", 5)
    read(excel(cell('t="s"', "<v>0</v>"), strings="<si><t>政府信息。</t></si>"))
    with pytest.raises(RefusedError, match="文字超过"):
        read(excel(cell('t="s"', "<v>0</v>") * 2, strings="<si><t>政府信</t></si>"))


def test_a_page_that_is_too_deep_is_refused_however_it_is_written() -> None:
    for deep in ("<x-a>" * 400 + "一", "<table><td>" + "<x-a>" * 400 + "一"):
        with pytest.raises(RefusedError, match="嵌套过深"):
            read(page(deep))


def test_a_page_of_comments_says_nothing() -> None:
    warm()
    assert read(b"<!DOCTYPE html><!-- -->").blocks == ()


def test_a_package_of_another_office_format_says_what_to_do() -> None:
    parts = {
        "_rels/.rels": relations(("officeDocument", "xl/workbook.bin")),
        "xl/workbook.bin": "0",
    }
    for made, reason in (
        (package({"OFD.xml": "<a/>"}), "OFD 版式文件不能导入"),
        (package({"mimetype": "application/vnd.oasis"}), "这种 OpenDocument 文件不能导入"),
        (package(parts), "二进制工作簿（.xlsb）不能导入"),
    ):
        with pytest.raises(RefusedError, match=reason):
            read(made)


def test_pictures_with_a_doctype_hold_no_document_up() -> None:
    svg = '<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x"><svg/>'
    body = "<w:p><w:r><w:t>一</w:t></w:r></w:p>"
    assert said(word(body, extra={"word/media/a.svg": svg})) == ["一"]


def test_a_single_file_page_may_hold_pictures_far_larger_than_its_page() -> None:
    """The mail of the standard library would take ten times their size."""
    head = "Content-Type: image/png\nContent-Transfer-Encoding: base64\n\n"
    written = "Content-Type: text/html\n\n<p>一</p>\n--> --c {\n--\n<p>二</p>"
    data = mail(written, head + "iVBORw0K\n" * 300_000)
    tracemalloc.start()
    assert said(data) == ["一", "--> --c { --", "二"]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4 * len(data)


def test_a_place_is_said_as_a_clerk_would() -> None:
    cell = SourceCell(4, 27, 1, 1, "")
    assert SourceTable(1, (cell,), "表三").where(cell) == "工作表「表三」AB5"
    assert SourceTable(2, (cell,)).where(cell) == "第2个表格第5行第28列"
    assert SourceParagraph(3, "一").where == "第3段"
    assert [letters(n) for n in (0, 25, 26, 701, 702, 16383)] == [
        "A",
        "Z",
        "AA",
        "ZZ",
        "AAA",
        "XFD",
    ]


def test_merged_cells_keep_the_text_of_the_first(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'
    assert said(excel(rows, after=merges("A1:B1"))) == ["|0:1 1×2|1:2"]


def test_lines_divided_by_tabs_are_a_table_and_the_others_paragraphs() -> None:
    lines = "表 1\n规章\t0\t1\n行政规范性文件\t4\n注：无"
    document = read_text(b"", Admitted(FileKind.TEXT, pages=(lines,)))
    first, table, last = document.blocks
    assert isinstance(table, SourceTable)
    assert [cell.text for cell in table.cells] == ["规章", "0", "1", "行政规范性文件", "4"]
    assert [block.text for block in (first, last) if isinstance(block, SourceParagraph)] == [
        "表 1",
        "注：无",
    ]
