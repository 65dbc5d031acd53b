"""The Word document, opened again with python-docx: its text, edges, styles and properties."""

import io
import zipfile
from dataclasses import replace
from datetime import UTC
from itertools import pairwise
from typing import Any, Final

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn

from model.report.answers import put
from model.report.report import Report, Stage
from tests.writing import MOMENT, render_word

CHARACTER: Final = 315
TEXT_WIDTH: Final = 8845
"""Twips: a character of 16 pt, set 0.25 pt closer, and a line."""
EAST_ASIAN: Final = {
    "Title": "方正小标宋简体",
    "heading 1": "黑体",
    "heading 2": "楷体_GB2312",
    "heading 3": "仿宋_GB2312",
    "heading 4": "仿宋_GB2312",
    "Table Text": "宋体",
    "Table Text Dense": "宋体",
    "Table Note": "宋体",
    "header": "宋体",
    "footer": "宋体",
    "Lead In": "楷体_GB2312",
}


def opened(report: Report) -> Document:
    return docx.Document(io.BytesIO(render_word(report)))


def texts(document: Document, style: str) -> list[str]:
    return [p.text for p in document.paragraphs if p.style is not None and p.style.name == style]


def beginnings(document: Document) -> list[float]:
    """Characters from where 署名 and date begin to the right edge."""
    path = "./w:p/w:pPr[w:pStyle/@w:val='Signature']/w:ind/@w:left"
    found = document.element.body.xpath(path)
    return [round((TEXT_WIDTH - int(left)) / CHARACTER, 1) for left in found]


def signed(report: Report, name: str, day: str) -> Report:
    return put(put(report, "unit/signature", name), "unit/signed_on", day)


def elements(document: Document, tag: str) -> list[Any]:
    return list(document.element.body.iter(qn(tag)))


def test_the_title_is_followed_by_one_empty_line(example: Report) -> None:
    document = opened(example)
    assert texts(document, "Title") == ["青岚市商务局", "2024年政府信息公开工作年度报告"]
    assert document.paragraphs[2].text == ""
    assert document.paragraphs[3].text.startswith("根据《中华人民共和国政府信息公开条例》")


def test_headings_have_the_outline_levels_a_navigation_pane_shows(example: Report) -> None:
    document = opened(example)
    assert texts(document, "Heading 1") == [section.title for section in example.form.sections]
    assert texts(document, "Heading 2")[:2] == ["（一）主动公开方面", "（二）依申请公开"]
    assert texts(document, "Heading 3") == ["1.政府信息公开制度建设情况", "2.信息发布数量"]
    for level in range(1, 5):
        properties = document.styles[f"Heading {level}"].element.pPr
        assert properties.find(qn("w:outlineLvl")).get(qn("w:val")) == str(level - 1)


def test_the_table_of_requests_begins_a_page_of_its_own(example: Report) -> None:
    breaking = [p.text for p in opened(example).paragraphs if p.paragraph_format.page_break_before]
    assert breaking == ["三、收到和处理政府信息公开申请情况"]


@pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.COMMENTS, Stage.REVIEW])
def test_the_stage_stands_in_the_header_of_odd_and_even_pages(
    example: Report, stage: Stage
) -> None:
    section = opened(example.at_stage(stage)).sections[0]
    headers = (section.header, section.even_page_header)
    assert [header.paragraphs[0].text for header in headers] == [str(stage)] * 2


def test_a_final_report_has_an_empty_header(example: Report) -> None:
    section = opened(example.at_stage(Stage.FINAL)).sections[0]
    headers = (section.header, section.even_page_header)
    assert [header.paragraphs[0].text for header in headers] == ["", ""]


def test_page_numbers_stand_outside_right_on_odd_and_left_on_even_pages(example: Report) -> None:
    document = opened(example)
    assert document.settings.odd_and_even_pages_header_footer
    section, sides = document.sections[0], []
    for footer in (section.footer, section.even_page_footer):
        (paragraph,) = footer.paragraphs
        assert paragraph.text == "— 1 —"
        assert [field.text for field in footer._element.iter(qn("w:instrText"))] == [" PAGE "]
        properties = paragraph._p.pPr
        indent = properties.find(qn("w:ind")).attrib
        sides.append((properties.find(qn("w:jc")).get(qn("w:val")), dict(indent)))
    assert sides == [
        ("right", {qn("w:right"): "280", qn("w:rightChars"): "100"}),
        ("left", {qn("w:left"): "280", qn("w:leftChars"): "100"}),
    ]


def test_the_properties_name_title_unit_decree_and_language(example: Report) -> None:
    properties = opened(example).core_properties
    assert properties.title == "2024年青岚市商务局政府信息公开工作年度报告"
    assert properties.author == "青岚市商务局"
    assert properties.subject == "国办公开办函〔2021〕30号"
    assert properties.language == "zh-CN"
    assert properties.created is not None
    assert properties.created == properties.modified
    assert properties.created.replace(tzinfo=UTC) == MOMENT


def test_run_in_subheads_keep_their_typeface_before_the_text(example: Report) -> None:
    document = opened(replace(example, options=replace(example.options, run_in=True)))
    paragraph = next(p for p in document.paragraphs if "政策解读形式" in p.text)
    lead, text = paragraph.runs
    assert (lead.text, lead.style.name) == ("（一）存在的主要问题。", "Lead In")
    assert text.text.startswith("一是政策解读形式")
    assert paragraph.style is not None
    assert paragraph.style.name == "Body Text"


def test_run_in_subheads_of_the_second_level_have_the_typeface_of_the_text(
    example: Report,
) -> None:
    document = opened(replace(example, options=replace(example.options, run_in=True)))
    paragraph = next(p for p in document.paragraphs if "三审三校" in p.text)
    assert paragraph.runs[0].text == "1.政府信息公开制度建设情况。"
    assert paragraph.runs[0].style is None


def test_a_web_or_mail_address_may_break_anywhere_and_nothing_else(example: Report) -> None:
    paragraphs = opened(example).paragraphs
    (preface,) = [one for one in paragraphs if "swj@qinglan.example" in one.text]
    assert preface._p.pPr.find(qn("w:wordWrap")).get(qn("w:val")) == "0"
    assert preface._p.pPr.find(qn("w:jc")) is None
    broken = [run.text for run in preface.runs if run._r.rPr.find(qn("w:lang")) is not None]
    assert broken == ["www.qinglan.example/swj", "0000-0000000", "swj@qinglan.example"]
    (other,) = [one for one in paragraphs if "三审三校" in one.text]
    assert other._p.pPr.find(qn("w:wordWrap")) is None


def test_a_document_is_in_chinese_and_its_latin_text_is_not_broken(example: Report) -> None:
    styles = opened(example).styles
    default = styles.element.find(qn("w:docDefaults")).find(f".//{qn('w:lang')}")
    assert (default.get(qn("w:val")), default.get(qn("w:eastAsia"))) == ("zh-CN", "zh-CN")
    assert styles["Normal"].element.rPr.find(qn("w:lang")).get(qn("w:val")) == "en-US"


def test_an_empty_line_inside_a_text_stays_an_empty_paragraph(example: Report) -> None:
    report = put(example, "text/problems.problems", "前段。\n\n后段。")
    lines = [paragraph.text for paragraph in opened(report).paragraphs]
    at = lines.index("前段。")
    assert lines[at : at + 3] == ["前段。", "", "后段。"]


def test_an_indent_that_was_pasted_is_not_added_to_that_of_the_document(example: Report) -> None:
    report = put(example, "text/problems.problems", "　　前段。\n\t 后段。　\n")
    report = put(report, "note/review", "注：一。\n　　注：二。")
    lines = [paragraph.text for paragraph in opened(report).paragraphs]
    assert {"前段。", "后段。", "注：一。", "注：二。"} <= {*lines}


def test_notes_stand_under_their_table_line_by_line(example: Report) -> None:
    document = opened(put(example, "note/review", "注：一。\n注：二。"))
    assert texts(document, "Table Note") == ["注：一。", "注：二。"]
    body = [element.tag for element in document.element.body]
    assert body[body.index(qn("w:p"), len(body) - 1 - body[::-1].index(qn("w:tbl")))] == qn("w:p")


def test_the_ending_follows_one_empty_line_and_stays_together(example: Report) -> None:
    empty, name, day = opened(example).paragraphs[-3:]
    assert [p.text for p in (empty, name, day)] == ["", "青岚市商务局", "2025年1月15日"]
    assert empty.paragraph_format.keep_with_next
    assert name.paragraph_format.keep_with_next
    assert not day.paragraph_format.keep_with_next


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        # 14 characters end two from the right; the date begins two right of their beginning.
        ("青岚市商务局和粮食物资储备局", [16, 14]),
        # A date of 7 ends two from the right; a shorter name moves left. Two digits take one, and
        # there is a fifth at five places between digits and characters.
        ("某局", [11, 9]),
        ("青岚市商务局", [11, 9]),
        # A name as wide as the date does not move.
        ("青岚市云溪区某局", [10, 8]),
        # A name of two lines: the longer has 20 characters.
        ("青岚省青岚市云溪区城市管理综合行政执法局和市场监督管理局办公室联合办公室", [22, 20]),
        ("", [9]),
    ],
)
def test_the_date_begins_two_characters_right_of_a_signature_two_from_the_right(
    name: str, expected: list[float], example: Report
) -> None:
    assert beginnings(opened(signed(example, name, "2025-01-05"))) == expected


def test_a_signature_alone_stands_two_characters_from_the_right(example: Report) -> None:
    document = opened(put(example, "unit/signed_on", ""))
    assert texts(document, "Signature") == ["青岚市商务局"]
    assert beginnings(document) == [8]


def test_a_report_without_ending_ends_with_its_last_heading(empty: Report) -> None:
    assert opened(replace(empty, texts=())).paragraphs[-1].text == "六、其他需要报告的事项"


@pytest.mark.parametrize(("pitch", "twips"), [("28.95", "579"), ("28", "560")])
def test_the_line_pitch_is_the_one_chosen(example: Report, pitch: str, twips: str) -> None:
    report = replace(example, options=replace(example.options, pitch=pitch))
    document = opened(report)
    spacing = document.styles["Normal"].element.pPr.find(qn("w:spacing"))
    assert (spacing.get(qn("w:line")), spacing.get(qn("w:lineRule"))) == (twips, "exact")
    grid = document.sections[0]._sectPr.find(qn("w:docGrid"))
    assert grid.get(qn("w:linePitch")) == twips


def test_every_run_hints_at_the_chinese_font(example: Report) -> None:
    runs = elements(opened(example), "w:r")
    assert len(runs) > 300
    assert {run.rPr.find(qn("w:rFonts")).get(qn("w:hint")) for run in runs} == {"eastAsia"}


def test_every_style_names_its_chinese_font(example: Report) -> None:
    styles = opened(example).styles
    named = {
        style.find(qn("w:name")).get(qn("w:val")): style.rPr.find(qn("w:rFonts"))
        for style in styles.element.iter(qn("w:style"))
        if style.rPr is not None
    }
    for name, font in EAST_ASIAN.items():
        assert named[name].get(qn("w:eastAsia")) == font
    defaults = styles.element.find(qn("w:docDefaults")).find(f".//{qn('w:rFonts')}")
    assert defaults.get(qn("w:eastAsia")) == "仿宋_GB2312"
    assert defaults.get(qn("w:ascii")) == "Times New Roman"


def test_no_theme_font_can_take_the_place_of_a_named_one(example: Report) -> None:
    with zipfile.ZipFile(io.BytesIO(render_word(example))) as package:
        assert not any("theme" in name for name in package.namelist())
        for name in package.namelist():
            assert b"Theme=" not in package.read(name), name


def test_numbering_is_text_and_no_paragraph_repeats_its_neighbour(example: Report) -> None:
    document = opened(example)
    assert elements(document, "w:numPr") == []
    filled = [p.text for p in document.paragraphs if p.text]
    assert all(one != two for one, two in pairwise(filled))


@pytest.mark.parametrize(("characters", "kept"), [(100, True), (415, True), (442, False)])
def test_the_last_text_stays_with_the_signature_if_a_page_holds_both(
    example: Report, characters: int, kept: bool
) -> None:
    report = put(example, example.texts[-1].address, "政" * characters)
    (last,) = [p for p in opened(report).paragraphs if "政" * characters in p.text]
    assert bool(last.paragraph_format.keep_with_next) == kept
