"""The tables of the Word document, opened again with python-docx."""

import io
from dataclasses import replace
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from export import style
from export.outline import PrintedTable, printed_table
from model.form import catalog
from model.form.grid import Grid, grid_of
from model.report.answers import put
from model.report.begin import new_report
from model.report.report import Report
from model.unit import Unit
from tests.writing import render_word


def tables(report: Report) -> list[Any]:
    """The three tables as python-docx sees them, printed order."""
    return list(docx.Document(io.BytesIO(render_word(report))).tables)


def grids(report: Report) -> list[Grid]:
    return [grid_of(table) for table in report.form.tables.values()]


def old_form() -> Report:
    return new_report(catalog.form("2019"), Unit(name="某局"), 2020)


def texts_by_position(table: Any) -> dict[tuple[int, int], str]:
    """Text at every grid position, on one line; a merged cell shows its text at all of them."""
    return {
        (number, column): cell.text.replace("\n", "")
        for number, row in enumerate(table.rows)
        for column, cell in enumerate(row.cells)
    }


@pytest.mark.parametrize("form", ["2021", "2019"])
def test_merged_cells_reach_as_far_as_the_form_says(example: Report, form: str) -> None:
    report = example if form == "2021" else old_form()
    numbers = report.totals()
    for table, key in zip(tables(report), report.form.tables, strict=True):
        printed = printed_table(report, numbers, key)
        seen = texts_by_position(table)
        wanted = {
            (row, column): printed.values[place.cell.address] if place.cell else place.label
            for place in printed.grid.places
            for row in range(place.row, place.row + place.height)
            for column in range(place.column, place.column + place.width)
        }
        assert seen == wanted


def test_neighbours_with_equal_text_are_cells_of_their_own(city: Report) -> None:
    for table, grid in zip(tables(city), grids(city), strict=True):
        origins = [tc for tc in table._tbl.iter_tcs() if tc.vMerge in (None, "restart")]
        assert len(origins) == len(grid.places)


def test_only_the_heading_rows_of_a_table_repeat_over_a_page_break(example: Report) -> None:
    repeated = [
        [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
        for table in tables(example)
    ]
    assert [sum(rows) for rows in repeated] == [0, 3, 3]
    assert all(rows == sorted(rows, reverse=True) for rows in repeated)


def test_a_table_has_a_caption_and_its_size_for_those_who_hear_it(example: Report) -> None:
    told = [
        tuple(
            table._tbl.tblPr.find(qn(f"w:{name}")).get(qn("w:val"))
            for name in ("tblCaption", "tblDescription")
        )
        for table in tables(example)
    ]
    titles = [section.title for section in example.form.sections if section.tables]
    sizes = [
        "共14行4列，前1列是行标题",
        "共28行10列，前3行是列标题，前3列是行标题",
        "共4行15列，前3行是列标题",
    ]
    assert told == list(zip(titles, sizes, strict=True))


def test_no_row_may_be_split_by_a_page_break(example: Report) -> None:
    for table in tables(example):
        for row in table.rows:
            assert row._tr.trPr.find(qn("w:cantSplit")) is not None


def test_a_table_parts_before_its_blocks_and_keeps_its_first_note(example: Report) -> None:
    for table, grid in zip(tables(example), grids(example), strict=True):
        kept = [
            all(p.paragraph_format.keep_with_next for c in row._tr.tc_lst for p in _paragraphs(c))
            for row in table.rows
        ]
        free = {place.row - 1 for place in grid.places if place.role == "banner"} - {-1}
        free |= set() if example.notes.get(grid.table.key) else {grid.height - 1}
        assert {number for number, keep in enumerate(kept) if not keep} == free


def test_a_note_of_few_lines_is_not_divided_between_pages(example: Report) -> None:
    few, many = "注：" + "某" * 200, "注：" + "某" * 400
    written = render_word(put(example, "note/review", f"{few}\n{many}"))
    document = docx.Document(io.BytesIO(written))
    kept = [p.paragraph_format.keep_together for p in document.paragraphs if "某" * 200 in p.text]
    assert kept == [True, None]


def _paragraphs(cell: Any) -> list[Any]:
    return [Paragraph(p, cell) for p in cell.p_lst]


def test_the_third_item_of_requests_is_written_downwards(example: Report) -> None:
    _, requests, _ = tables(example)
    vertical = [
        tc for tc in requests._tbl.iter_tcs() if tc.tcPr.find(qn("w:textDirection")) is not None
    ]
    assert {tc.tcPr.find(qn("w:textDirection")).get(qn("w:val")) for tc in vertical} == {"tbRlV"}
    written = ["".join(p.text for p in tc.p_lst) for tc in vertical]
    assert [text for text in written if text] == ["三、本年度办理结果"]


def shaded(report: Report) -> list[str]:
    disclosure = tables(report)[0]
    tints = [
        (tc.tcPr.find(qn("w:shd")), "".join(p.text for p in tc.p_lst))
        for tc in disclosure._tbl.iter_tcs()
    ]
    assert {tint.get(qn("w:fill")) for tint, _ in tints if tint is not None} <= {"C6D9F1"}
    return [text for tint, text in tints if tint is not None]


def test_the_rows_of_article_20_are_tinted(example: Report) -> None:
    assert shaded(example) == [f"第二十条第（{item}）项" for item in "一五六八"]


def test_no_cell_is_tinted_where_shading_is_off(example: Report) -> None:
    assert shaded(replace(example, options=replace(example.options, shading=False))) == []


def test_a_remark_stands_beside_its_number_and_may_have_lines(example: Report) -> None:
    report = put(example, "disclosure/licences/decisions#remark", "甲\n乙")
    disclosure = tables(report)[0]
    printed = {cell.text for row in disclosure.rows for cell in row.cells}
    assert {"17（含自然失效2件）", "1284（甲\n乙）"} <= printed


def test_columns_fill_the_text_width_exactly(example: Report) -> None:
    for report in (example, old_form()):
        for table, grid in zip(tables(report), grids(report), strict=True):
            widths = [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid]
            assert len(widths) == grid.width
            assert sum(widths) == style.TEXT_WIDTH
    requests = [int(column.get(qn("w:w"))) for column in tables(example)[1]._tbl.tblGrid]
    assert requests == [560, 900, 2835, *[650] * 7]


def test_every_cell_is_as_wide_as_the_columns_it_covers(example: Report) -> None:
    for table in tables(example):
        for row in table.rows:
            assert sum(tc.width.twips for tc in row._tr.tc_lst) == style.TEXT_WIDTH


def test_row_labels_stand_left_and_figures_in_the_middle(example: Report) -> None:
    disclosure, requests, _ = tables(example)
    assert disclosure.cell(2, 0).paragraphs[0].style.name == "Table Label"
    assert disclosure.cell(2, 1).paragraphs[0].style.name == "Table Text"
    assert requests.cell(3, 0).paragraphs[0].style.name == "Table Label Dense"
    assert requests.cell(5, 0).paragraphs[0].style.name == "Table Text Dense"
    assert requests.cell(3, 9).paragraphs[0].style.name == "Table Text Dense"


def printed(report: Report, key: str) -> PrintedTable:
    return printed_table(report, report.totals(), key)
