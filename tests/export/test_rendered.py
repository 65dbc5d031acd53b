"""The documents as LibreOffice lays them out and works them out: what a clerk would see."""

from collections import Counter
from dataclasses import replace
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Final

import pytest

from export import style
from export.breaks import lines_of
from export.outline import (
    OutlineHeading,
    OutlineParagraph,
    PrintedTable,
    Signature,
    Title,
    outline,
    printed_table,
)
from export.readback import SeenSheet, read_excel
from export.word import word_document
from export.wordml import table_xml
from model.drafts import storage
from model.form import catalog
from model.form.grid import grid_of
from model.report.answers import put
from model.report.begin import new_report
from model.report.report import Fonts, Report, Stage
from model.unit import Unit
from tests import office
from tests.conftest import EXAMPLE
from tests.export.test_excel import old_report, unfinished
from tests.office import Page
from tests.writing import MOMENT, render_excel, render_word

pytestmark = pytest.mark.long

LINES: Final = 40
"""Lines of continuous text in the report that measures the page."""
CHARACTER: Final = 15.75 / 72 * 25.4
"""Millimetres that a character of the text is wide."""
SIGNATURES: Final = (
    "某局",
    "青岚市商务局和粮食物资储备局",
    "青岚省青岚市云溪区城市管理综合行政执法局和市场监督管理局办公室联合办公室",
)
REMARK: Final = "某" * 150 + "始" + "某" * 50 + "终"


def loaded() -> Report:
    return storage.load(EXAMPLE).report


def blank() -> Report:
    return new_report(catalog.form("2021"), Unit(name="某市水务局"), 2024)


def continuous() -> Report:
    """A report whose preface is one paragraph of full lines and nothing but one character."""
    return put(loaded(), "text/overview.preface", "政" * (28 * LINES - 2))


def remarked() -> Report:
    """A report with remarks that would make a short and the long table higher than a page."""
    report = blank()
    for cell in ("regulations/issued", "normative/issued", "licences/decisions"):
        report = put(report, f"disclosure/{cell}#remark", REMARK)
    for row in ("granted", "partial", "refused.secret", "other.other"):
        report = put(report, f"requests/handled.{row}/natural#remark", "某" * 60)
    return report


def addressed() -> Report:
    """A report with a web address that is longer than a line."""
    report = loaded().at_stage(Stage.FINAL)
    text = report.text("overview.preface")
    assert text is not None
    address = (
        "https://www.qinglan.example/zwgk/swj/zfxxgk/nianbao/2024/index-of-annual-reports.html"
    )
    body = text.body.replace("www.qinglan.example/swj", address)
    return put(report, "text/overview.preface", body)


def endless() -> bytes:
    """A document of the table of section three with values that make it higher than a page."""
    printed = printed_table(blank(), {}, "requests")
    long = dict.fromkeys(list(printed.values)[:28:7], REMARK[150:])
    table = replace(printed, values=printed.values | long)
    return word_document(blank(), table_xml(table, True, "表"), MOMENT)


def crowded() -> Report:
    """A report with so many short remarks that the table of section three is too tall."""
    report = blank()
    for address in [a for a in report.form.typed if a.startswith("requests/handled")][::2]:
        report = put(report, f"{address}#remark", "某某某某某某")
    return report


def shifted(lines: int) -> Report:
    """A report with so many lines before section one, and three notes under the tallest table."""
    report = put(loaded().at_stage(Stage.FINAL), "text/overview.preface", "\n".join("政" * lines))
    return put(report, "note/requests", "注：一。\n注：二。\n注：三。")


BROKEN: Final = {"crowded": crowded, "remarked": remarked} | {
    f"shifted-{lines}": partial(shifted, lines) for lines in range(1, 23, 3)
}
"""Reports whose pages end at many places."""


def pitched() -> Report:
    report = continuous()
    return replace(report, options=replace(report.options, pitch="28"))


def in_fonts_of_windows() -> Report:
    report = loaded().at_stage(Stage.FINAL)
    return replace(report, options=replace(report.options, fonts=Fonts.SYSTEM))


def signed(name: str) -> Report:
    return put(put(blank(), "unit/signature", name), "unit/signed_on", "2025-01-15")


def marked() -> Report:
    """A report in which every mark of punctuation comes to the end of some line."""
    marks = "一是“双随机”监管、“一网通办”；二是《某某办法》（试行）、《某某规定》，并公开：甲、乙。"
    lines = ("某" * shift + marks * 8 for shift in range(14))
    return put(loaded().at_stage(Stage.FINAL), "text/problems.problems", "\n".join(lines))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The PDF of every document, by name."""
    reports = {"example": loaded().at_stage(Stage.FINAL), "blank": blank(), "2019": old_report()}
    files = {f"{name}.docx": render_word(report) for name, report in reports.items()}
    files |= {f"{name}-tables.xlsx": render_excel(report) for name, report in reports.items()}
    files["continuous.docx"] = render_word(continuous())
    files |= {f"{name}.docx": render_word(report()) for name, report in BROKEN.items()}
    files["pitched.docx"] = render_word(pitched())
    files["system.docx"] = render_word(in_fonts_of_windows())
    files |= {f"{name}.docx": render_word(signed(name)) for name in SIGNATURES}
    files["marked.docx"] = render_word(marked())
    files["endless.docx"] = endless()
    files["addressed.docx"] = render_word(addressed())
    converted = office.convert(tmp_path_factory.mktemp("pdf"), files, "pdf")
    return {Path(name).stem: path for name, path in converted.items()}


@pytest.fixture(scope="module")
def pdf(made: dict[str, Path]) -> dict[str, list[Page]]:
    """The pages of every document, by name."""
    return {name: office.pages(path) for name, path in made.items()}


@pytest.mark.parametrize("name", ["example", "system"])
def test_a_report_is_printed_in_four_faces(made: dict[str, Path], name: str) -> None:
    """Free fonts stand for 仿宋, 楷体, 黑体, and 小标宋 or 宋体, as tests/data/fonts.conf says."""
    faces = ("BousungEG", "GBZenKai", "NotoSansCJK", "NotoSerifCJK")
    found = office.fonts_of(made[name])
    assert all(any(face in font for font in found) for face in faces), found


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, frozenset[int]]:
    """The example on a computer with one font, none of those named; and what that font holds."""
    folder = tmp_path_factory.mktemp("alone")
    font, configured = office.only_font(folder, "Noto Sans CJK SC")
    files = {"example.docx": render_word(loaded().at_stage(Stage.FINAL))}
    (pdf,) = office.convert(folder, files, "pdf", configured).values()
    return pdf, office.characters_of(font)


def test_without_any_of_its_fonts_a_report_has_every_word_in_the_one_there_is(
    alone: tuple[Path, frozenset[int]], pdf: dict[str, list[Page]]
) -> None:
    path, _ = alone
    assert all("NotoSansCJK" in font for font in office.fonts_of(path))
    assert words(office.pages(path)) == words(pdf["example"])


def test_the_one_font_holds_every_character_so_that_no_box_stands_for_one(
    alone: tuple[Path, frozenset[int]],
) -> None:
    path, held = alone
    assert {c for c in joined(office.pages(path)) if ord(c) not in held} == set()
    assert {ord("政"), ord("—")} <= held
    assert 0x1E900 not in held


def words(found: list[Page]) -> Counter[str]:
    """How often each character is printed."""
    return Counter(joined(found))


def joined(found: list[Page]) -> str:
    """All words of all pages, without the page numbers: lines break elsewhere in another font."""
    return "".join(word.text for page in found for word in body(page))


def printed_characters(report: Report) -> Counter[str]:
    """How often each character stands in the text of a report, spaces left out."""
    texts: list[str] = []
    for block in outline(report):
        match block:
            case Title(text) | OutlineHeading(text=text):
                texts.append(text)
            case OutlineParagraph(text, lead):
                texts += [lead, text]
            case PrintedTable(grid=grid, values=values, notes=notes):
                texts += [values[p.cell.address] if p.cell else p.label for p in grid.places]
                texts += notes
            case Signature(name, day):
                texts += [name, day]
    return Counter("".join("".join(texts).split()))


def test_no_mark_of_punctuation_is_lost_at_the_end_of_a_line(pdf: dict[str, list[Page]]) -> None:
    found = Counter("".join(word.text for page in pdf["marked"] for word in body(page)))
    assert printed_characters(marked()) - found == Counter()


def full_page(found: list[Page]) -> Page:
    """The page that holds the middle of the continuous text, and no other."""
    return found[1]


def body(page: Page) -> list[office.Word]:
    """Words inside the text area, without header and page number."""
    return [word for word in page.words if 37 < (word.top + word.bottom) / 2 < 262]


def test_a_line_holds_28_characters_and_a_page_22_lines(pdf: dict[str, list[Page]]) -> None:
    lines = [word.text for word in body(full_page(pdf["continuous"]))]
    assert lines[:20] == ["政" * 28] * 20
    assert len(lines) == 22


def test_text_fills_an_area_of_156_by_225_mm(pdf: dict[str, list[Page]]) -> None:
    page = full_page(pdf["continuous"])
    assert (round(page.width), round(page.height)) == (210, 297)
    lines = body(page)[:20]
    assert min(word.left for word in lines) == pytest.approx(28, abs=0.3)
    assert max(word.right for word in lines) == pytest.approx(184, abs=0.5)
    middles = [(word.top + word.bottom) / 2 for word in body(page)]
    half_a_line = 225 / 22 / 2
    assert middles[0] - half_a_line == pytest.approx(37, abs=1.5)
    assert middles[-1] + half_a_line == pytest.approx(262, abs=1.5)


@pytest.mark.parametrize(("name", "points"), [("continuous", 28.95), ("pitched", 28)])
def test_lines_follow_at_the_pitch_chosen(
    pdf: dict[str, list[Page]], name: str, points: float
) -> None:
    tops = [word.top for word in body(full_page(pdf[name]))[:20]]
    steps = [below - above for above, below in pairwise(tops)]
    assert steps == pytest.approx([points / 72 * 25.4] * 19, abs=0.02)


def test_the_first_line_of_a_paragraph_is_indented_by_two_characters(
    pdf: dict[str, list[Page]],
) -> None:
    first = next(word for word in pdf["continuous"][0].words if word.text.startswith("政政"))
    assert len(first.text) == 26
    assert first.left == pytest.approx(28 + 2 * 16 / 72 * 25.4, abs=0.3)


def footer(page: Page) -> tuple[str, float, float]:
    """The page number as printed, and its edges."""
    words = [word for word in page.words if word.top > 262]
    text = "".join(word.text for word in words)
    return text, min(word.left for word in words), max(word.right for word in words)


def test_page_numbers_stand_between_dashes_at_the_outer_edge(pdf: dict[str, list[Page]]) -> None:
    for number, page in enumerate(pdf["example"], 1):
        text, left, right = footer(page)
        assert text == f"—{number}—"
        assert (right > 178) if number % 2 else (left < 34)


def test_page_numbers_stand_one_character_from_the_outer_edge(pdf: dict[str, list[Page]]) -> None:
    one_character = 14 / 72 * 25.4
    for number, page in enumerate(pdf["example"], 1):
        _, left, right = footer(page)
        space = 184 - right if number % 2 else left - 28
        assert space == pytest.approx(one_character, abs=0.5)


def test_the_dashes_of_a_page_number_stand_7_mm_under_the_text(made: dict[str, Path]) -> None:
    dashes = office.places_of(made["example"], "—")
    feet = [place for place in dashes if place.top > 262]
    assert len(feet) == 2 * len(office.pages(made["example"]))
    for dash in feet:
        assert (dash.top + dash.bottom) / 2 - 262 == pytest.approx(7, abs=0.5)


def test_a_line_before_a_long_address_is_as_full_as_the_others(pdf: dict[str, list[Page]]) -> None:
    words = body(pdf["addressed"][0])
    (first,) = [word for word in words if "https:" in word.text]
    line = [word for word in words if abs(word.top - first.top) < 2]
    assert min(word.left for word in line) == pytest.approx(28, abs=0.5)
    assert max(word.right for word in line) == pytest.approx(184, abs=0.5)


def test_a_pdf_says_that_it_is_in_chinese(made: dict[str, Path]) -> None:
    assert b"/Lang(zh-CN)" in made["example"].read_bytes()


@pytest.mark.parametrize("name", ["example", "blank", "2019"])
def test_the_table_of_section_three_stays_whole_under_its_heading(
    pdf: dict[str, list[Page]], name: str
) -> None:
    ends = ("三、收到和处理政府信息公开申请情况", "申请人情况", "四、结转下年度继续办理")
    holding = [page for page in pdf[name] if any(end in page.text for end in ends[1:])]
    assert len(holding) == 1
    assert all(end in holding[0].text for end in ends)


def test_no_row_is_split_even_where_a_table_is_higher_than_a_page(
    pdf: dict[str, list[Page]],
) -> None:
    starts = [page.text.count("始") for page in pdf["endless"]]
    ends = [page.text.count("终") for page in pdf["endless"]]
    assert starts == ends
    assert sum(starts) == 4
    assert sum(count > 0 for count in starts) > 1


@pytest.mark.parametrize("name", ["remarked", "crowded"])
def test_remarks_that_would_fill_the_page_of_a_table_stand_under_it(
    pdf: dict[str, list[Page]], name: str
) -> None:
    (page,) = [page.text for page in pdf[name] if "四、结转下年度继续办理" in page.text]
    assert "三、收到和处理政府信息公开申请情况" in page
    assert page.index("四、结转下年度继续办理") < page.index("注：（一）予以公开，")


def test_labels_of_tables_end_their_lines_between_words(pdf: dict[str, list[Page]]) -> None:
    for name, report in (("example", loaded()), ("2019", old_report())):
        printed = {word.text for page in pdf[name] for word in page.words}
        for table in report.form.tables.values():
            grid = grid_of(table)
            widths, size = style.column_widths(grid, style.TEXT_WIDTH), style.table_type(grid)[0]
            for place in grid.places:
                if place.cell is None and not place.vertical:
                    assert printed.issuperset(
                        lines_of(place.label, style.room_of(place, widths, size))
                    )


@pytest.mark.parametrize("name", BROKEN)
def test_no_page_ends_with_the_heading_of_a_table(pdf: dict[str, list[Page]], name: str) -> None:
    headings = {
        one.text
        for one, after in pairwise(outline(BROKEN[name]()))
        if isinstance(one, OutlineHeading) and isinstance(after, PrintedTable)
    }
    ends = [page._replace(words=tuple(body(page))).lines[-1] for page in pdf[name]]
    assert len(headings) == 3
    assert not headings & set(ends)


@pytest.mark.parametrize("name", [name for name in BROKEN if name.startswith("shifted")])
def test_the_notes_of_the_tallest_table_stand_on_its_page(
    pdf: dict[str, list[Page]], name: str
) -> None:
    (page,) = [page.text for page in pdf[name] if "四、结转下年度继续办理" in page.text]
    assert all(text in page for text in ("三、收到和处理", "注：一。", "注：二。", "注：三。"))


def test_the_table_of_section_two_breaks_only_before_its_blocks(
    pdf: dict[str, list[Page]],
) -> None:
    begun = [
        name for name in BROKEN if any("二、主动公开政府信息情况" in p.text for p in pdf[name])
    ]
    tops = {
        page._replace(words=tuple(body(page))).lines[0]
        for name in begun
        for page in pdf[name]
        if "第二十条第（八）项" in page.text
    }
    banners = {f"第二十条第（{item}）项" for item in "五六八"}
    assert banners & tops
    assert not tops & {"信息内容", "行政许可", "行政处罚", "行政强制"}


def test_labels_of_rows_stand_one_and_a_half_millimetres_from_the_border(
    pdf: dict[str, list[Page]],
) -> None:
    page = next(page for page in pdf["example"] if "行政规范性文件" in page.text)
    label = next(word for word in page.words if word.text == "行政规范性文件")
    assert label.left == pytest.approx(28 + 1.5, abs=0.5)


def test_heading_rows_repeat_where_a_break_cannot_be_avoided(pdf: dict[str, list[Page]]) -> None:
    pages = [page.text for page in pdf["endless"] if "申请人情况" in page.text]
    assert len(pages) > 1
    assert all("法人或其他组织" in text and "总计" in text for text in pages)


def ending(found: list[Page], name: str) -> list[office.Word]:
    """The lines of the signature, then the date: words of one line are joined."""
    page = body(found[-1])
    lines = page[[word.text in name for word in page].index(True) :]
    day = [word for word in lines if word.text not in name]
    joined = "".join(word.text for word in day)
    assert joined == "2025年1月15日"
    return [*lines[: -len(day)], day[0]._replace(text=joined, right=day[-1].right)]


@pytest.mark.parametrize("name", SIGNATURES)
def test_the_date_begins_two_characters_right_of_the_signature(
    pdf: dict[str, list[Page]], name: str
) -> None:
    *lines, day = ending(pdf[name], name)
    assert "".join(line.text for line in lines) == name
    assert day.left - lines[0].left == pytest.approx(2 * CHARACTER, abs=0.2)


@pytest.mark.parametrize("name", SIGNATURES)
def test_the_longer_of_signature_and_date_ends_two_characters_from_the_right(
    pdf: dict[str, list[Page]], name: str
) -> None:
    lines = ending(pdf[name], name)
    longest = max(lines, key=lambda word: word.right - word.left)
    assert 184 - longest.right == pytest.approx(2 * CHARACTER, abs=0.5)
    assert all(line.left > 28 and line.right < 184 for line in lines)


@pytest.mark.parametrize("name", ["example", "blank", "2019"])
def test_every_table_prints_on_one_page_of_a4_at_its_size(
    pdf: dict[str, list[Page]], name: str
) -> None:
    found = pdf[f"{name}-tables"]
    assert {tuple(sorted((round(p.width), round(p.height)))) for p in found} == {(210, 297)}
    for number, title in enumerate(("二、主动公开", "三、收到和处理", "四、政府信息公开")):
        (heading,) = [word for word in found[number].words if word.text.startswith(title)]
        size = (heading.right - heading.left) / len(heading.text)
        assert size == pytest.approx(14 / 72 * 25.4, abs=0.02)
    assert "四、结转下年度继续办理" in found[1].text
    assert "位置关系左边右边差结果" in found[3].text
    assert len(found) == 4, "the addresses are not printed"


def test_the_check_row_is_not_printed(pdf: dict[str, list[Page]]) -> None:
    assert "第四项）" not in pdf["example-tables"][1].text
    assert "相等" not in pdf["example-tables"][1].text


@pytest.fixture(scope="module")
def recalculated(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Workbooks as LibreOffice saves them after working every formula out anew."""
    example = loaded()
    files = {"example.xlsx": render_excel(example), "2019.xlsx": render_excel(old_report())}
    files["unfinished.xlsx"] = render_excel(unfinished(example))
    files["blank.xlsx"] = render_excel(blank())
    old, new = "<v>8406</v>", "<v>999</v>"
    files["planted.xlsx"] = office.replanted(files["example.xlsx"], SHEET, old, new)
    return office.convert(tmp_path_factory.mktemp("sheets"), files, "xlsx")


SHEET: Final = "xl/worksheets/sheet2.xml"


def sheets(path: Path) -> dict[str, SeenSheet]:
    return read_excel(path.read_bytes())


@pytest.mark.parametrize("name", ["example", "2019", "unfinished", "blank"])
def test_libreoffice_works_out_what_the_program_wrote(
    recalculated: dict[str, Path], name: str
) -> None:
    report = {
        "example": loaded,
        "2019": old_report,
        "unfinished": lambda: unfinished(loaded()),
        "blank": blank,
    }[name]()
    ours, theirs = read_excel(render_excel(report)), sheets(recalculated[f"{name}.xlsx"])
    assert {key: sheet.values for key, sheet in theirs.items()} == {
        key: sheet.values for key, sheet in ours.items()
    }
    for key in report.form.tables:
        printed = printed_table(report, report.totals(), key)
        seen = theirs[report.form.section_of[key].short].values
        for address, place in printed.grid.where.items():
            assert seen.get((place.row + 2, place.column)) == report.totals().get(address)


def test_libreoffice_corrects_a_wrong_number_kept_beside_its_formula(
    recalculated: dict[str, Path],
) -> None:
    planted = office.replanted(render_excel(loaded()), SHEET, "<v>8406</v>", "<v>999</v>")
    place = printed_table(loaded(), {}, "requests").grid.where["requests/received/total"]
    at = (place.row + 2, place.column)
    assert read_excel(planted)["三、申请办理"].values[at] == 999
    assert sheets(recalculated["planted.xlsx"])["三、申请办理"].values[at] == 8406


def test_merges_survive_libreoffice(recalculated: dict[str, Path]) -> None:
    ours = read_excel(render_excel(loaded()))
    for key, sheet in sheets(recalculated["example.xlsx"]).items():
        assert sheet.merged == ours[key].merged
