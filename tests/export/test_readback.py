"""Documents read again by other eyes: what stands in them comes back as it was typed."""

import io
import zipfile
from dataclasses import replace
from decimal import Decimal
from typing import Final

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from export.outline import OutlineParagraph, PrintedTable, outline
from export.readback import ReadContent, SeenCell, SeenTable, read_excel, read_web, read_word
from export.wordml import NAMESPACE
from model.form import catalog
from model.report.answers import put
from model.report.begin import new_report
from model.report.report import Report, Stage, TextBlock
from model.text import paragraphs
from model.unit import Unit
from tests.writing import render_excel, render_web, render_word

RARE: Final = "\U00020000\U0002a6df\U0003134a\ue000\uf8ff\U000f0000〇㐀龦"
"""CJK extensions B to G, 造字 of private use in two planes, 〇 and the rims of the basic block."""
MARKUP: Final = ["<", ">", "&", "&amp;", "&#10;", "]]>", "<br>", "</p>", "<!--", "''", '"', "“”"]
SPACES: Final = ["\t", "\n", "   ", "　　", "\u00a0", "\u200b", "\ufeff"]
WORDS: Final = ["政务", "3.5%", "é", "🏛", "……", "—", "‘’"]
PIECES: Final = st.sampled_from([*MARKUP, *SPACES, *WORDS, *RARE])
TEXTS: Final = st.lists(st.one_of(PIECES, st.text(max_size=4)), max_size=12).map("".join)


def blank(body: str, stage: Stage = Stage.FINAL) -> Report:
    """A report with hardly a word but one text, cleaned as all typed text is."""
    report = new_report(catalog.form("2021"), Unit(name="某局"), 2024).at_stage(stage)
    report = replace(report, texts=(TextBlock("problems.problems", "问题"),))
    return put(report, "text/problems.problems", body)


def printed(content: ReadContent, report: Report) -> list[str | SeenTable]:
    """What stands between the only sub-head and the heading after it."""
    start = content.index("（一）问题")
    return content[start + 1 : content.index(report.form.sections[-1].title)]


@example(body=f"\t政务\t\n  <&>“”  \n{RARE}\t")
@given(body=TEXTS)
@settings(suppress_health_check=list(HealthCheck))
def test_any_text_comes_back_from_word_and_web_as_it_was_typed(body: str) -> None:
    report = blank(body)
    block = report.text("problems.problems")
    assert block is not None
    wanted = paragraphs(block.body)
    assert printed(read_word(render_word(report))[1], report) == wanted
    assert printed(read_web(render_web(report)), report) == wanted


@example(remark=f"一\t二\n三&{RARE}")
@given(remark=TEXTS)
@settings(suppress_health_check=list(HealthCheck))
def test_any_remark_comes_back_from_the_cell_it_was_typed_for(remark: str) -> None:
    address = "disclosure/licences/decisions"
    report = put(put(blank(""), address, "7"), f"{address}#remark", remark)
    kept = report.remarks.get(address)
    wanted = f"7（{kept}）" if kept else "7"
    for content in (read_word(render_word(report))[1], read_web(render_web(report))):
        table = next(block for block in content if isinstance(block, SeenTable))
        assert wanted in [cell.text for cell in table.cells]


@given(name=TEXTS)
@settings(suppress_health_check=list(HealthCheck))
def test_any_name_comes_back_from_the_title(name: str) -> None:
    report = put(blank(""), "unit/name", name)
    lines = [block.text for block in outline(report)[:2] if hasattr(block, "text")]
    assert str(read_word(render_word(report))[1][0]).replace("\n", "") == lines[0]
    assert read_web(render_web(report))[0] == lines[0]


def test_word_gives_paragraphs_and_tables_in_order(example: Report) -> None:
    header, content = read_word(render_word(example))
    assert header == "草稿"
    assert content[:3] == ["青岚市商务局", "2024年政府信息公开工作年度报告", ""]
    tables = [number for number, block in enumerate(content) if isinstance(block, SeenTable)]
    assert [content[number - 1] for number in tables] == [
        section.title for section in example.form.sections if section.tables
    ]
    assert content[-3:] == ["", "青岚市商务局", "2025年1月15日"]


def test_the_web_page_says_what_the_outline_says(example: Report) -> None:
    wanted = [block.text for block in outline(example) if isinstance(block, OutlineParagraph)]
    seen = [block for block in read_web(render_web(example)) if isinstance(block, str)]
    assert [text for text in seen if text in wanted] == wanted


@pytest.mark.parametrize("read", ["word", "web"])
def test_every_cell_comes_back_with_place_extent_and_text(city: Report, read: str) -> None:
    content = read_word(render_word(city))[1] if read == "word" else read_web(render_web(city))
    seen = [
        sorted(cell._replace(text=cell.text.replace("\n", "")) for cell in block.cells)
        for block in content
        if isinstance(block, SeenTable)
    ]
    wanted = [
        sorted(
            SeenCell(p.row, p.column, p.height, p.width, b.values[p.cell.address])
            if p.cell
            else SeenCell(p.row, p.column, p.height, p.width, p.label)
            for p in b.grid.places
        )
        for b in outline(city)
        if isinstance(b, PrintedTable)
    ]
    assert seen == wanted


def test_excel_gives_numbers_labels_and_merges(example: Report) -> None:
    sheets = read_excel(render_excel(example))
    assert list(sheets) == ["二、主动公开", "三、申请办理", "四、复议诉讼", "核对", "数据"]
    sheet = sheets["二、主动公开"]
    assert sheet.values[2, 0] == "第二十条第（一）项"
    assert (2, 0, 2, 3) in sheet.merged
    assert Decimal("412.506") in sheet.values.values()


def word_of(body: str, header: str = "<w:p/>") -> bytes:
    """A Word file as another program might write it: no more than a body and a header."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for part, tag, content in (
            ("document", "document", f"<w:body>{body}<w:sectPr/></w:body>"),
            ("header1", "hdr", header),
        ):
            xml = f'<w:{tag} xmlns:w="{NAMESPACE}">{content}</w:{tag}>'
            package.writestr(f"word/{part}.xml", xml)
    return buffer.getvalue()


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc>{properties}<w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"


def test_cells_without_properties_are_single_cells() -> None:
    rows = f"<w:tr>{cell('甲')}{cell('乙')}</w:tr><w:tr>{cell('丙')}{cell('丁')}</w:tr>"
    _, (table,) = read_word(word_of(f"<w:tbl>{rows}</w:tbl>"))
    assert isinstance(table, SeenTable)
    assert sorted(table.cells) == [
        SeenCell(0, 0, 1, 1, "甲"),
        SeenCell(0, 1, 1, 1, "乙"),
        SeenCell(1, 0, 1, 1, "丙"),
        SeenCell(1, 1, 1, 1, "丁"),
    ]


def test_a_merge_ends_where_another_begins_below_it() -> None:
    begins = '<w:tcPr><w:vMerge w:val="restart"/></w:tcPr>'
    goes_on = '<w:tcPr><w:vMerge w:val="continue"/></w:tcPr>'
    rows = [cell("甲", begins), cell("", goes_on), cell("乙", begins), cell("", goes_on)]
    drawn = "".join(f"<w:tr>{row}</w:tr>" for row in rows)
    _, (table,) = read_word(word_of(f"<w:tbl>{drawn}</w:tbl>"))
    assert isinstance(table, SeenTable)
    assert table.cells == (SeenCell(0, 0, 2, 1, "甲"), SeenCell(2, 0, 2, 1, "乙"))


def test_a_row_shorter_than_the_one_above_closes_what_stood_there() -> None:
    rows = f"<w:tr>{cell('甲')}{cell('乙')}</w:tr><w:tr>{cell('丙')}</w:tr>"
    _, (table,) = read_word(word_of(f"<w:tbl>{rows}</w:tbl>"))
    assert isinstance(table, SeenTable)
    assert {seen.text for seen in table.cells} == {"甲", "乙", "丙"}


def test_tabs_and_line_breaks_of_word_are_read_as_characters() -> None:
    body = "<w:p><w:r><w:t>甲</w:t><w:tab/><w:t/><w:br/><w:t>乙</w:t></w:r></w:p>"
    assert read_word(word_of(body))[1] == ["甲\t\n乙"]


def test_line_breaks_in_paragraphs_and_cells_of_a_page_are_read_as_line_feeds() -> None:
    page = "<p>甲<br>乙</p>丙<br><table><tr><td>丁<br>戊</td><td></td></tr></table></p>"
    table = SeenTable((SeenCell(0, 0, 1, 1, "丁\n戊"), SeenCell(0, 1, 1, 1, "")))
    assert read_web(page.encode()) == ["甲\n乙", table]


def test_tags_closed_but_never_opened_are_passed_over() -> None:
    assert read_web("</td></p><p>甲</p></div>".encode()) == ["甲"]
