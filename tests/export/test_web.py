"""The web page: parsed as a browser would, safe to paste, readable by ear."""

import re
from collections import Counter
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from model.form import catalog
from model.form.grid import grid_of
from model.report.answers import put
from model.report.begin import new_report
from model.report.report import Published, Report, Stage
from model.unit import Unit
from tests.writing import render_web

VOID = {"meta", "br", "wbr", "col"}
HOSTILE = "</p><script>alert(1)</script><img src=x onerror=\"y\"> & &amp; &lt;b&gt; ]]> 'z'"


class Tag:
    """An element with its attributes, its own text, and the tags it stands in."""

    def __init__(self, name: str, attributes: dict[str, str], inside: tuple[str, ...]) -> None:
        self.name, self.attributes, self.inside, self.text = name, attributes, inside, ""


class Page(HTMLParser):
    """All tags of a page, in order; a tag that is closed out of turn fails the test."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.tags: list[Tag] = []
        self._open: list[Tag] = []
        self.source = data.decode("utf-8")
        self.feed(self.source)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = Counter(name for name, _ in attrs)
        assert max(names.values(), default=1) == 1, f"attribute twice in {tag}"
        inside = tuple(one.name for one in self._open)
        found = Tag(tag, {name: value or "" for name, value in attrs}, inside)
        self.tags.append(found)
        if tag not in VOID:
            self._open.append(found)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop().name == tag

    def handle_data(self, data: str) -> None:
        if self._open:
            self._open[-1].text += data

    def named(self, *names: str) -> list[Tag]:
        return [tag for tag in self.tags if tag.name in names]


@pytest.fixture
def page(example: Report) -> Page:
    return Page(render_web(example))


def test_the_page_is_whole_and_says_its_language_and_encoding(example: Report, page: Page) -> None:
    assert render_web(example).startswith(b'<!DOCTYPE html>\n<html lang="zh-CN">')
    assert page.named("meta")[0].attributes == {"charset": "utf-8"}
    assert page.named("title")[0].text == "2024年青岚市商务局政府信息公开工作年度报告"


def test_no_script_and_nothing_from_outside_is_on_the_page(example: Report, page: Page) -> None:
    names = {tag.name for tag in page.tags}
    assert names.isdisjoint({"script", "link", "img", "iframe", "a", "object", "form", "base"})
    assert not {a for tag in page.tags for a in tag.attributes if a in ("src", "href")}
    assert not any(a.startswith("on") for tag in page.tags for a in tag.attributes)
    assert b"url(" not in render_web(example)
    assert b"@import" not in render_web(example)


def test_the_title_is_one_heading_of_two_lines(page: Page) -> None:
    (title,) = page.named("h1")
    assert title.text == "青岚市商务局2024年政府信息公开工作年度报告"
    assert [tag.inside[-1] for tag in page.named("br")] == ["h1"]


def test_headings_go_down_level_by_level(page: Page, example: Report) -> None:
    assert [tag.text for tag in page.named("h2")] == [s.title for s in example.form.sections]
    levels = [int(tag.name[1]) for tag in page.named("h1", "h2", "h3", "h4", "h5")]
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_ids_are_unique_and_every_table_is_named_by_its_heading(page: Page) -> None:
    ids = [tag.attributes["id"] for tag in page.tags if "id" in tag.attributes]
    assert len(ids) == len(set(ids)) == 6
    labelled = [tag.attributes["aria-labelledby"] for tag in page.named("table")]
    assert labelled == ["disclosure", "requests", "review"]
    assert set(labelled) <= set(ids)


@pytest.mark.parametrize("form", ["2021", "2019"])
def test_spans_cover_every_table_exactly_once(form: str) -> None:
    report = new_report(catalog.form(form), Unit(name="某局"), 2020)
    text = render_web(report).decode()
    tables = re.findall(r"<table.*?</table>", text, re.DOTALL)
    for source, table in zip(tables, report.form.tables.values(), strict=True):
        taken: Counter[tuple[int, int]] = Counter()
        for number, row in enumerate(re.findall(r"<tr>(.*?)</tr>", source, re.DOTALL)):
            column = 0
            for attributes in re.findall(r"<t[dh] ([^>]*)>", row):
                spans = dict(re.findall(r'(rowspan|colspan)="(\d+)"', attributes))
                while (number, column) in taken:
                    column += 1
                for down in range(int(spans.get("rowspan", 1))):
                    for across in range(int(spans.get("colspan", 1))):
                        taken[number + down, column + across] += 1
        grid = grid_of(table)
        assert set(taken.values()) == {1}
        assert len(taken) == grid.height * grid.width


def test_headings_of_tables_have_scopes_and_figures_have_none(page: Page) -> None:
    assert all("scope" not in tag.attributes for tag in page.named("td"))
    scopes = {tag.text: tag.attributes["scope"] for tag in page.named("th")}
    assert scopes["第二十条第（一）项"] == "colgroup"
    assert scopes["法人或其他组织"] == "colgroup"
    assert scopes["自然人"] == "col"
    assert scopes["（三）不予公开"] == "rowgroup"
    assert scopes["（七）总计"] == "row"


def test_heading_rows_stand_in_the_head_of_tables_that_have_one(page: Page) -> None:
    rows = [tag.inside[-1] for tag in page.named("tr")]
    assert rows.count("thead") == 6
    assert len(page.named("thead")) == 2
    assert len(page.named("tbody")) == 4 + 1 + 1


def test_borders_and_alignment_survive_a_paste_without_the_style_sheet(page: Page) -> None:
    for table in page.named("table"):
        assert table.attributes["border"] == "1"
        assert table.attributes["cellspacing"] == "0"
        assert "border-collapse:collapse" in table.attributes["style"]
    for cell in page.named("td", "th"):
        align = cell.attributes["align"]
        assert "border:1px solid #000" in cell.attributes["style"]
        assert f"text-align:{align}" in cell.attributes["style"]


def test_row_labels_stand_left_and_the_third_item_is_written_downwards(page: Page) -> None:
    by_text = {tag.text: tag for tag in page.named("th")}
    assert by_text["1.属于国家秘密"].attributes["align"] == "left"
    third = by_text["三、本年度办理结果"].attributes
    assert third["align"] == "center"
    assert "writing-mode:vertical-rl" in third["style"]


def test_a_table_scrolls_in_a_frame_that_the_keyboard_reaches(page: Page) -> None:
    frames = page.named("div")
    assert [tag.inside for tag in page.named("table")] == [
        ("html", "body", "main", "article", "div")
    ] * 3
    assert {tag.attributes["tabindex"] for tag in frames} == {"0"}
    assert {tag.attributes["style"] for tag in frames} == {"overflow-x:auto;"}
    named = [tag.attributes["aria-labelledby"] for tag in frames]
    assert named == ["disclosure", "requests", "review"]


def test_columns_are_fixed_and_labels_wrap_between_words(page: Page) -> None:
    widths = [float(tag.attributes["style"][6:-2]) for tag in page.named("col")]
    assert sum(widths) == pytest.approx(300, abs=0.1)
    assert len(widths) == 4 + 10 + 15
    assert all("table-layout:fixed" in tag.attributes["style"] for tag in page.named("table"))
    source = page.source
    assert ">社会<wbr>公益<wbr>组织<" in source
    assert ">（三）<wbr>不予<wbr>公开<" in source
    assert not re.search(r"<wbr>[\d（]*\d[\d（]*<", source)


def test_title_and_paragraphs_keep_their_place_without_the_style_sheet(page: Page) -> None:
    (title,) = page.named("h1")
    assert "text-align:center" in title.attributes["style"]
    for tag in page.named("h2", "h3", "p"):
        style = tag.attributes["style"]
        assert "text-indent:2em" in style or tag.attributes["class"] in ("stage", "ending")


def test_the_page_has_the_metadata_of_government_sites(example: Report) -> None:
    def metadata(report: Report) -> dict[str, str]:
        tags = Page(render_web(report)).named("meta")
        return {tag.attributes["name"]: tag.attributes["content"] for tag in tags[1:]}

    found = metadata(example)
    assert found["ArticleTitle"] == "2024年青岚市商务局政府信息公开工作年度报告"
    assert found["ContentSource"] == "青岚市商务局"
    assert "PubDate" not in found
    published = replace(example, published=Published(date(2025, 1, 27)))
    assert metadata(published)["PubDate"] == "2025-01-27"


def test_banners_are_tinted_only_where_shading_is_on(example: Report) -> None:
    assert render_web(example).count(b"#c6d9f1") == 4
    plain = replace(example, options=replace(example.options, shading=False))
    assert b"#c6d9f1" not in render_web(plain)


def test_hostile_text_is_text_wherever_it_stands(example: Report) -> None:
    report = example
    for address in (
        "unit/name",
        "unit/signature",
        "text/problems.problems",
        "note/review",
        "disclosure/licences/decisions#remark",
    ):
        report = put(report, address, HOSTILE)
    page = Page(render_web(report))
    harmless = {"html", "head", "meta", "title", "style", "body", "main", "article", "h1", "h2"}
    harmless |= {"h3", "h4", "br", "wbr", "p", "div"}
    tables = {"table", "colgroup", "col", "thead", "tbody", "tr", "th", "td"}
    assert {tag.name for tag in page.tags} <= harmless | tables
    assert sum(HOSTILE in tag.text for tag in page.tags) == 6


def test_the_stage_stands_first_and_a_final_report_has_none(example: Report) -> None:
    draft, final = (Page(render_web(example.at_stage(s))) for s in (Stage.DRAFT, Stage.FINAL))
    first = draft.named("p")[0]
    assert first.text == "草稿"
    assert first.attributes == {"class": "stage", "style": "text-align:right;"}
    assert not any(tag.attributes.get("class") == "stage" for tag in final.tags)


def test_notes_follow_their_table_and_the_ending_stands_right(page: Page) -> None:
    notes = [tag.text for tag in page.named("p") if tag.attributes.get("class") == "note"]
    assert notes == ["注：行政复议、行政诉讼数量含上年度结转数量。"]
    endings = [tag for tag in page.named("p") if tag.attributes.get("class") == "ending"]
    assert [tag.text for tag in endings] == ["青岚市商务局", "2025年1月15日"]
    assert all(tag.attributes["style"].startswith("text-align:right;") for tag in endings)


@pytest.mark.parametrize(
    ("signature", "margins"),
    [
        ("青岚市商务局", ["4.5em", "2em"]),
        ("青岚市市场监督管理局", ["2em", "3.5em"]),
        ("", ["2em"]),
    ],
)
def test_the_date_begins_two_characters_right_of_the_signature(
    example: Report, signature: str, margins: list[str]
) -> None:
    page = Page(render_web(put(example, "unit/signature", signature)))
    styles = [
        tag.attributes["style"]
        for tag in page.named("p")
        if tag.attributes.get("class") == "ending"
    ]
    assert [re.findall(r"margin:\S+ min\((.*?),", one) for one in styles] == [
        [margin] for margin in margins
    ]


def test_a_long_signature_wraps_between_words(example: Report) -> None:
    page = render_web(put(example, "unit/signature", "临江市行政执法监督管理委员会")).decode()
    assert "keep-all" in page and "监督<wbr>管理委员会</p>" in page


def test_a_run_in_subhead_stands_in_its_paragraph(example: Report) -> None:
    report = replace(example, options=replace(example.options, run_in=True))
    starts = [tag.text[:12] for tag in Page(render_web(report)).named("p")]
    assert "（一）存在的主要问题。一" in starts


def test_sources_of_figures_are_never_on_the_page(example: Report) -> None:
    assert "台账" not in re.sub("建立公开前“三审三校”台账", "", render_web(example).decode())
