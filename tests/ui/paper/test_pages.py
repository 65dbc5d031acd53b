"""The pages that the program draws, measured in the PDF: GB/T 9704-2012, and docs of the format."""

from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import Final

import pytest

from export import style
from export.outline import OutlineHeading, OutlineItem, PrintedTable, outline
from model.drafts import storage
from model.form import catalog
from model.report.answers import put
from model.report.begin import new_report
from model.report.report import Fonts, Report, Stage
from model.unit import Unit
from tests.conftest import EXAMPLE
from tests.paper import POINT, Area, Sheet, Sign, sheets
from tests.sampling import sampled
from tests.writing import render_pdf
from ui.paper import faces
from ui.paper.composition import DrawnPage, composed
from ui.paper.pages import picture

pytestmark = pytest.mark.usefixtures("qapp")

LEFT, RIGHT, TOP, BOTTOM = 28.0, 184.0, 37.0, 262.0
"""The text area in millimetres."""
PITCH: Final = 28.95 * POINT
CHARACTER: Final = 156 / 28
NEAR: Final = 0.5
"""Millimetres of the standard's lengths that a page may differ."""
REMARK: Final = "始" + "某" * 200 + "终"


def loaded() -> Report:
    return storage.load(EXAMPLE).report.at_stage(Stage.FINAL)


def blank() -> Report:
    return new_report(catalog.form("2021"), Unit(name="某市水务局"), 2024).at_stage(Stage.FINAL)


@cache
def example() -> list[Sheet]:
    return sheets(render_pdf(loaded()))


def body(sheet: Sheet) -> list[list[Sign]]:
    """The lines of the text, without the page number."""
    return [line for line in sheet.lines if line[0].baseline < BOTTOM]


def test_28_characters_fill_a_line_and_22_lines_a_page() -> None:
    report = put(loaded(), "text/overview.preface", "政" * (28 * 40 - 2))
    second = body(sheets(render_pdf(report))[1])
    assert len(second) == 22
    for number, line in enumerate(second):
        assert len(line) == 28
        assert line[0].left == pytest.approx(LEFT, abs=0.1)
        assert line[-1].left + CHARACTER == pytest.approx(RIGHT, abs=0.1)
        assert line[0].baseline == pytest.approx(TOP + (number + 0.8) * PITCH, abs=0.1)
        assert {round(sign.size, 2) for sign in line} == {16}
    assert second[-1][0].baseline + 0.2 * PITCH <= BOTTOM + NEAR


@pytest.mark.parametrize("points", [28.0, 30.0])
def test_another_pitch_is_kept(points: float) -> None:
    report = put(loaded(), "text/overview.preface", "政" * (28 * 60 - 2))
    report = replace(report, options=replace(report.options, pitch=str(points)))
    lines = body(sheets(render_pdf(report))[1])
    steps = {round((b[0].baseline - a[0].baseline) / POINT, 1) for a, b in pairwise(lines)}
    assert steps == {points}
    assert len(lines) == int(225 / POINT / points)


def test_paragraphs_begin_two_characters_inside_and_their_full_lines_end_at_the_margin() -> None:
    lines = body(example()[1])
    for line in lines:
        first = line[0].left
        assert first == pytest.approx(LEFT, abs=0.2) or first == pytest.approx(
            LEFT + 2 * CHARACTER, abs=0.2
        )
        assert line[-1].ink_right <= RIGHT + 0.1


def test_an_empty_line_in_a_text_stays_empty_as_in_word() -> None:
    report = put(loaded(), "text/overview.preface", "前段。\n\n　　后段。")
    before, behind = (
        next(line for line in body(sheets(render_pdf(report))[0]) if line[0].text == sign)
        for sign in "前后"
    )
    assert behind[0].baseline - before[0].baseline == pytest.approx(2 * PITCH, abs=0.1)
    assert behind[0].left == pytest.approx(before[0].left, abs=0.1)


def test_the_title_is_centred_with_a_pitch_of_36_points_and_an_empty_line_follows() -> None:
    title = [line for line in body(example()[0]) if line[0].size > 21]
    assert len(title) == 2
    assert title[1][0].baseline - title[0][0].baseline == pytest.approx(36 * POINT, abs=0.1)
    for line in title:
        middle = (line[0].ink_left + line[-1].ink_right) / 2
        assert middle == pytest.approx((LEFT + RIGHT) / 2, abs=1)
    text = next(line for line in body(example()[0]) if line[0].size < 17 and line[0].baseline > TOP)
    empty = (36 * 0.2 + 28.95 * 1.8) * POINT
    assert text[0].baseline - title[1][0].baseline == pytest.approx(empty, abs=0.1)


def test_dashes_of_page_numbers_are_7_mm_below_the_text_at_the_outer_side() -> None:
    for number, sheet in enumerate(example(), 1):
        line = sheet.lines[-1]
        assert "".join(sign.text for sign in line) == f"—{number}—"
        assert line[0].ink_top == pytest.approx(BOTTOM + 7, abs=0.2)
        assert {round(sign.size, 2) for sign in line} == {14}
        if number % 2:
            assert RIGHT - 14 * POINT - 1.5 < line[-1].ink_right < RIGHT - 14 * POINT
        else:
            assert line[0].left == pytest.approx(LEFT + 14 * POINT, abs=NEAR)


@pytest.mark.parametrize("stage", Stage)
def test_the_stage_is_at_the_top_right_of_every_page_but_of_a_final_report(stage: Stage) -> None:
    for sheet in sheets(render_pdf(loaded().at_stage(stage))):
        above = [line for line in sheet.lines if line[0].baseline < TOP]
        if stage is Stage.FINAL:
            assert above == []
        else:
            (line,) = above
            assert "".join(sign.text for sign in line) == str(stage)
            assert line[-1].ink_right == pytest.approx(RIGHT, abs=NEAR)


@pytest.mark.parametrize(
    "name", ["某局", "青岚市商务局和粮食物资储备局", "某市" + "某某" * 30 + "局"]
)
def test_the_date_begins_two_characters_right_of_the_signature(name: str) -> None:
    report = put(put(loaded(), "unit/signature", name), "unit/signed_on", "2025-01-05")
    lines = [line for sheet in sheets(render_pdf(report)) for line in body(sheet)]
    dated = lines[-1]
    signed = next(line for line in reversed(lines) if line[0].text == name[0] and line[0].left > 40)
    assert "".join(sign.text for sign in dated) == "2025年1月5日"
    assert dated[0].left - signed[0].left == pytest.approx(2 * CHARACTER, abs=NEAR)
    longest = max(line[-1].left + CHARACTER for line in (dated, *lines[lines.index(signed) : -1]))
    assert longest == pytest.approx(RIGHT - 2 * CHARACTER, abs=NEAR)


def frame(sheet: Sheet) -> list[Area]:
    """The borders of the tables on a page."""
    return [a for a in sheet.areas if min(a.right - a.left, a.bottom - a.top) < 0.3]


def test_tables_are_as_wide_as_the_text_with_borders_of_half_a_point() -> None:
    found = [border for sheet in example() for border in frame(sheet)]
    assert min(border.left for border in found) == pytest.approx(LEFT, abs=0.2)
    assert max(border.right for border in found) == pytest.approx(RIGHT, abs=0.2)
    thick = {round(min(b.right - b.left, b.bottom - b.top) / POINT, 1) for b in found}
    assert thick == {0.5}


def test_every_text_of_a_cell_is_inside_its_borders() -> None:
    for sheet in example():
        down = [a for a in frame(sheet) if a.right - a.left < 0.3]
        for line in sheet.lines:
            for sign in line:
                middle = (sign.ink_top + sign.ink_bottom) / 2
                crossing = [
                    a
                    for a in down
                    if a.top < middle < a.bottom and sign.ink_left < a.left < sign.ink_right
                ]
                assert crossing == []


def test_rows_are_as_high_as_in_word() -> None:
    for sheet in example():
        across = sorted({round(a.top, 2) for a in frame(sheet) if a.bottom - a.top < 0.3})
        steps = [below - above for above, below in pairwise(across)]
        assert all(step >= 6 for step in steps if step < 30)


def full(text: str, key: str, rows: slice = slice(None)) -> list[DrawnPage]:
    """The pages of a report one of whose tables has a long text in a column of values."""
    report = loaded()
    items = outline(report)
    (place,) = [n for n, item in enumerate(items) if is_table(item, key)]
    table = items[place]
    assert isinstance(table, PrintedTable)
    first = [p.cell.address for p in table.grid.places if p.cell and p.column == table.grid.side]
    items[place] = replace(table, values=table.values | dict.fromkeys(first[rows], text))
    return composed(report, items).pages


def is_table(item: OutlineItem, key: str) -> bool:
    return isinstance(item, PrintedTable) and item.grid.table.key == key


def words(page: DrawnPage) -> str:
    return "".join(ink.line.text for ink in page.inks)


def test_the_heads_of_a_table_are_repeated_where_it_breaks() -> None:
    pages = full("某" * 9, "requests")
    rows = [page for page in pages if "某某某" in words(page)]
    assert len(rows) == 2
    heads = [[ink for ink in page.inks if ink.line.text == "申请人情况"] for page in rows]
    assert [len(found) for found in heads] == [1, 1]
    assert heads[1][0].block == -1  # once more, it is no text of the report
    assert heads[1][0].baseline < style.MARGIN_TOP + style.mm(10)
    tops = [min(border.top() for border in page.borders) for page in rows]
    assert tops[1] == pytest.approx(style.MARGIN_TOP, abs=10)


def test_the_table_of_many_rows_begins_a_page_and_its_last_two_rows_stay_together() -> None:
    for first, length in ((5, 6), (5, 9), (12, 6), (21, 8)):
        pages = [words(page) for page in full("某" * length, "requests", slice(first, None))]
        (begun,) = [page for page in pages if "三、收到和处理" in page]
        assert begun.startswith("三、收到和处理")
        (ended,) = [page for page in pages if "四、结转下年度继续办理" in page]
        assert "（七）总计" in ended


def test_a_row_higher_than_a_page_is_divided_between_its_lines() -> None:
    pages = full("壹" + "某" * 400 + "贰", "requests", slice(2, 3))
    text = "".join(map(words, pages))
    assert (text.count("壹"), text.count("某"), text.count("贰")) == (1, 400, 1)
    for page in pages:
        inks = [ink for ink in page.inks if "某" in ink.line.text]
        assert all(
            style.MARGIN_TOP < ink.baseline < style.MARGIN_TOP + style.TEXT_HEIGHT for ink in inks
        )


@pytest.mark.parametrize("lines", sampled(range(1, 23), 6))
def test_no_heading_ends_a_page_and_no_block_of_section_two_is_divided(lines: int) -> None:
    report = put(loaded(), "text/overview.preface", "\n".join("政" * lines))
    items = outline(report)
    headings = {item.text for item in items if isinstance(item, OutlineHeading)}
    table = next(item for item in items if is_table(item, "disclosure"))
    assert isinstance(table, PrintedTable)
    starts = [place.row for place in table.grid.places if place.role == "banner"]
    for page in composed(report, items).pages:
        ordered = sorted(page.inks, key=lambda ink: ink.baseline)
        last = [ink for ink in ordered if ink.baseline < style.MARGIN_TOP + style.TEXT_HEIGHT][-1]
        assert last.line.text not in headings
        rows = rows_of(table, page)
        assert not rows or (
            rows[0] in {0, *starts} and rows[-1] + 1 in {*starts, table.grid.height}
        )


def rows_of(table: PrintedTable, page: DrawnPage) -> list[int]:
    """The rows of a table whose labels are on a page."""
    seen = {ink.line.text for ink in page.inks}
    labels = (p for p in table.grid.places if p.role in ("row", "banner"))
    return sorted({place.row for place in labels if place.label in seen})


@pytest.mark.parametrize("lines", sampled(range(2, 24), 6))
def test_the_last_two_lines_of_the_text_stay_with_the_signature(lines: int) -> None:
    report = put(blank(), "text/other.required_elsewhere", "政" * (28 * lines - 2))
    report = put(put(report, "unit/signature", "某市水务局"), "unit/signed_on", "2025-01-05")
    pages = [words(page) for page in composed(report, outline(report)).pages]
    (last,) = [page for page in pages if "某市水务局2025年1月5日" in page]
    assert "政" * 54 + "某市水务局" in last


def test_rows_are_lower_where_only_so_the_table_and_its_notes_are_on_one_page() -> None:
    report = put(loaded(), "note/requests", "\n".join(f"注：{mark}某。" for mark in "一二三四五六"))
    (page,) = [page for page in composed(report, outline(report)).pages if "自然人" in words(page)]
    assert "三、收到和处理" in words(page)
    assert "注：六某。" in words(page)
    last = max(ink.baseline for ink in page.inks if ink.line.text.startswith("注："))
    assert last < style.MARGIN_TOP + style.TEXT_HEIGHT
    rows = [
        ink.baseline
        for ink in page.inks
        if ink.line.text in ("1.属于国家秘密", "8.属于行政查询事项")
    ]
    assert style.NOTED * 7 <= rows[1] - rows[0] <= style.DENSE[-1] * 7


@pytest.mark.parametrize("lines", [1, 2, 3, 6])
def test_a_note_of_few_lines_is_on_one_page_and_the_first_on_that_of_its_table(lines: int) -> None:
    note = "注：" + "某" * (44 * lines - 2)
    report = put(loaded(), "note/requests", "\n".join(note for _ in range(9)))
    pages = [words(page) for page in composed(report, outline(report)).pages]
    assert sum(page.count(note) for page in pages) == 9
    (page,) = [page for page in pages if "自然人" in page and "三、收到和处理" in page]
    assert note in page


def test_a_note_of_many_lines_goes_on_on_the_next_page() -> None:
    note = "注：" + "某" * (44 * 20)
    report = put(loaded(), "note/requests", note)
    pages = [words(page) for page in composed(report, outline(report)).pages]
    (page,) = [page for page in pages if "自然人" in page and "三、收到和处理" in page]
    assert "注：某" in page and note not in page


@pytest.mark.parametrize("shading", [True, False])
def test_the_blocks_of_section_two_are_shaded_or_not(shading: bool) -> None:
    report = loaded()
    report = replace(report, options=replace(report.options, shading=shading))
    pages = composed(report, outline(report)).pages
    assert sum(len(page.fills) for page in pages) == 4 * shading


def test_a_line_feed_in_a_note_or_a_cell_ends_a_line() -> None:
    pages = full("上\n下", "requests", slice(0, 1))
    report = put(loaded(), "note/requests", "注：甲。")
    items = outline(report)
    items = [replace(i, notes=("注：甲\n乙",)) if is_table(i, "requests") else i for i in items]
    texts = {
        ink.line.text for page in (*pages, *composed(report, items).pages) for ink in page.inks
    }
    assert {"上", "下", "注：甲", "乙"} <= texts


def test_a_title_is_drawn_bold_where_its_font_has_no_bold_and_its_text_is_there_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(faces, "_has_bold", lambda family: False)
    report = loaded()
    report = replace(report, options=replace(report.options, fonts=Fonts.SYSTEM))
    bold = ink_of_title(report)
    text = "".join(sheets(render_pdf(report))[0].texts[:2])
    assert text == "青岚市商务局2024年政府信息公开工作年度报告"
    monkeypatch.setattr(faces, "_OUTLINE", 0)
    assert bold > 1.1 * ink_of_title(report)


def ink_of_title(report: Report) -> int:
    """The darkness of the first lines of the first page."""
    image = picture(composed(report, outline(report)).pages[0])
    rows, columns = range(175, 310), range(132, 870)
    return sum(255 - image.pixelColor(x, y).lightness() for y in rows for x in columns)


@pytest.mark.parametrize("note", ["\u200b", "甲\n\u2060\n乙"])
def test_a_note_of_characters_without_a_shape_takes_no_line(note: str) -> None:
    noted = [body(sheet) for sheet in sheets(render_pdf(put(blank(), "note/disclosure", note)))]
    printed = "".join(sign.text for lines in noted for line in lines for sign in line)
    assert ("甲" in printed, "乙" in printed) == ("甲" in note, "乙" in note)
