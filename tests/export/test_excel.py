"""The workbook, opened again with openpyxl: formulas, the values kept with them, and merges."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Any, Final

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from export.excel_sheets import TOP, cell_name, ranges
from model.drafts import file_format
from model.errors import ReportError
from model.form import catalog
from model.form.grid import Grid, GridPlace, grid_of
from model.report.answers import put
from model.report.begin import new_report
from model.report.report import Report, Stage
from model.unit import Unit
from model.values import ValueKind
from tests.writing import render_excel

SAMPLES: Final = {ValueKind.MONEY: "1234.50", ValueKind.CHANGE: "-3", ValueKind.PERCENT: "98.5"}


def old_report() -> Report:
    """A full report on the form of 2019, every typed cell different."""
    unit = Unit(name="某市水务局", signature="某市水务局")
    report = new_report(catalog.form("2019"), unit, 2020)
    typed = [cell for cell in report.form.cells.values() if not cell.computed]
    for number, cell in enumerate(typed):
        report = put(report, cell.address, SAMPLES.get(cell.kind, str(number)))
    return report


def unfinished(report: Report) -> Report:
    """The report with one number gone from each large table."""
    report = put(report, "requests/received/natural", "")
    return put(report, "review/figures/litigation.direct.upheld", "")


@pytest.fixture(params=["full", "unfinished", "2019", "blank"])
def report(request: pytest.FixtureRequest, example: Report, empty: Report) -> Report:
    made: dict[str, Callable[[], Report]] = {
        "full": lambda: example,
        "unfinished": lambda: unfinished(example),
        "2019": old_report,
        "blank": lambda: empty,
    }
    return made[request.param]()


def opened(report: Report) -> tuple[Workbook, Workbook]:
    """The workbook with formulas, and with the values kept beside them; tests only read it."""
    return _opened(file_format.encode(report))


@cache
def _opened(draft: bytes) -> tuple[Workbook, Workbook]:
    data = render_excel(file_format.decode(draft))
    formulas = openpyxl.load_workbook(io.BytesIO(data))
    return formulas, openpyxl.load_workbook(io.BytesIO(data), data_only=True)


def sheets_of(report: Report, workbook: Workbook) -> list[tuple[Worksheet, Grid]]:
    return [
        (workbook[report.form.section_of[key].short], grid_of(table))
        for key, table in report.form.tables.items()
    ]


def at(sheet: Worksheet, place: GridPlace) -> Any:
    return sheet.cell(TOP + place.row + 1, place.column + 1)


def check_row(sheet: Worksheet) -> int:
    (found,) = [c.row for c in sheet["A"] if str(c.value).startswith("勾稽关系")]
    return int(found)


def test_every_cell_says_what_the_report_says(report: Report) -> None:
    formulas, values = opened(report)
    numbers = report.totals()
    for (sheet, grid), (kept, _) in zip(
        sheets_of(report, formulas), sheets_of(report, values), strict=True
    ):
        for place in grid.places:
            wanted: object = place.label or None
            if place.cell is not None:
                number = numbers.get(place.cell.address)
                wanted = float(number) if isinstance(number, Decimal) else number
            seen = at(kept, place).value
            seen = seen.replace("\n", "") if place.label else seen  # lines end between words
            assert seen in ((wanted,) if wanted is not None else (None, ""))
            is_formula = at(sheet, place).data_type == "f"
            assert is_formula == (place.cell is not None and place.cell.computed)


def test_merged_cells_reach_as_far_as_the_form_says(report: Report) -> None:
    formulas, _ = opened(report)
    for sheet, grid in sheets_of(report, formulas):
        wanted = {
            f"{cell_name(TOP + p.row, p.column)}:"
            + cell_name(TOP + p.row + p.height - 1, p.column + p.width - 1)
            for p in grid.places
            if p.height * p.width > 1
        }
        assert wanted <= {str(merged) for merged in sheet.merged_cells.ranges}


def test_a_total_is_blank_as_long_as_one_of_its_cells_is(example: Report) -> None:
    _, values = opened(unfinished(example))
    requests, grid = sheets_of(example, values)[1]
    assert at(requests, grid.where["requests/received/total"]).value in (None, "")
    assert at(requests, grid.where["requests/carried_in/total"]).value == 97


def test_a_total_counts_its_cells_before_it_adds_them(example: Report) -> None:
    formulas, _ = opened(example)
    requests, grid = sheets_of(example, formulas)[1]
    total = at(requests, grid.where["requests/received/total"]).value
    assert total == '=IF(COUNT(D6:I6)=6,SUM(D6:I6),"")'
    handled = at(requests, grid.where["requests/handled.total/natural"]).value
    assert handled == '=IF(COUNT(D8:D28)=21,SUM(D8:D28),"")'


def test_every_sheet_prints_at_its_size_on_a4(report: Report) -> None:
    formulas, _ = opened(report)
    for sheet, grid in sheets_of(report, formulas):
        setup = sheet.page_setup
        assert setup.paperSize == 9
        assert sheet.sheet_properties.pageSetUpPr is not None
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        # A sheet is only ever made smaller, and only where a printer's fonts are wider.
        assert (setup.fitToWidth, setup.fitToHeight) == (None, 0)
        wide = setup.orientation == "landscape"
        assert wide == (grid.width > grid.height)
    assert formulas["核对"].page_setup.fitToHeight == 0


def test_title_and_unit_head_every_sheet(example: Report) -> None:
    formulas, _ = opened(example)
    for sheet, _ in sheets_of(example, formulas):
        assert sheet["A1"].value.startswith(sheet.title[:2])
        heads = [cell.value for cell in sheet[2] if cell.value is not None]
        assert heads == ["青岚市商务局", 2024, "草稿"]
    assert formulas.properties.title == "2024年青岚市商务局政府信息公开工作年度报告"
    assert formulas.properties.creator == "青岚市商务局"


def test_unit_year_and_stage_have_names(example: Report) -> None:
    formulas, _ = opened(example)
    named = {}
    for name in ("单位", "年度", "稿别"):
        ((sheet, cell),) = formulas.defined_names[name].destinations
        named[name] = formulas[sheet][cell].value
    assert named == {"单位": "青岚市商务局", "年度": 2024, "稿别": "草稿"}


def test_every_row_of_figures_has_the_name_of_its_address(report: Report) -> None:
    formulas, values = opened(report)
    numbers, seen = report.totals(), dict[str, list[object]]()
    for name, defined in formulas.defined_names.items():
        ((sheet, cells),) = defined.destinations
        place = values[sheet][cells.replace("$", "")]
        rows = place if isinstance(place, tuple) else ((place,),)
        seen[name] = [cell.value for cell in rows[0] if cell.__class__.__name__ != "MergedCell"]
    for address in report.form.cells:
        row = seen[address.rpartition("/")[0].replace("/", ".")]
        number = numbers.get(address)
        assert (None if number is None else float(number)) in [one or None for one in row] or (
            number == 0 and 0 in row
        )
    assert len(seen) == 3 + len({address.rpartition("/")[0] for address in report.form.cells})


def test_the_sheet_of_data_has_a_row_for_each_value(report: Report) -> None:
    formulas, values = opened(report)
    numbers = report.totals()
    heads, *rows = [[cell.value for cell in row[:5]] for row in values["数据"].iter_rows()]
    assert heads == ["地址", "行", "列", "数值", "备注"]
    by_address = {row[0]: row for row in rows}
    assert [*by_address] == [*report.form.cells, *report.form.figures]
    for address, (_, row, column, value, remark) in by_address.items():
        number = numbers.get(address)
        assert (value if value != "" else None) == (None if number is None else float(number))
        assert (remark or "") == report.remarks.get(address, "")
        if cell := report.form.cells.get(address):
            assert (row or "", column) == ("／".join(cell.row), "／".join(cell.column))
    first = formulas["数据"]["D2"].value
    assert first == "=IF('二、主动公开'!$B$5=\"\",\"\",'二、主动公开'!$B$5)"


def test_the_sheet_of_data_is_seen_and_none_of_it_is_printed(example: Report) -> None:
    sheet = opened(example)[0]["数据"]
    assert sheet.sheet_state == "visible"
    area = sheet.print_area.partition("!")[2].replace("$", "")
    assert sheet[area].value is None
    assert "不打印" in sheet.oddHeader.left.text


def test_an_unfinished_workbook_says_so_on_every_sheet_and_page(example: Report) -> None:
    for report in (example, example.at_stage(Stage.REVIEW)):
        for sheet in opened(report)[0].worksheets:
            assert str(report.stage) in [c.value for row in sheet.iter_rows() for c in row]
            assert sheet.oddHeader.right.text == str(report.stage)
    for sheet in opened(example.at_stage(Stage.FINAL))[0].worksheets:
        assert sheet.oddHeader.right.text is None


def test_layout_is_protected_without_a_password(example: Report) -> None:
    formulas, _ = opened(example)
    for sheet in formulas.worksheets:
        assert sheet.protection.sheet
        assert sheet.protection.password is None
        assert not sheet.protection.formatColumns  # False: columns may be made wider


def test_only_cells_for_typing_are_unlocked(report: Report) -> None:
    formulas, _ = opened(report)
    for sheet, grid in sheets_of(report, formulas):
        open_places = {
            (TOP + p.row + 1, p.column + 1)
            for p in grid.places
            if p.cell is not None and not p.cell.computed
        }
        unlocked = {
            (cell.row, cell.column)
            for row in sheet.iter_rows()
            for cell in row
            if not cell.protection.locked and cell.__class__.__name__ != "MergedCell"
        }
        assert unlocked == open_places
    for name in ("核对", "数据"):
        assert all(c.protection.locked for row in formulas[name].iter_rows() for c in row)


def test_every_open_cell_takes_only_its_kind_of_number(report: Report) -> None:
    formulas, _ = opened(report)
    for sheet, grid in sheets_of(report, formulas):
        rules = {rule.sqref: rule for rule in sheet.data_validations.dataValidation}
        by_cell = {cell: rule for ref, rule in rules.items() for cell in str(ref).split()}
        for place in grid.where.values():
            assert place.cell is not None
            end = cell_name(TOP + place.row, place.column + place.width - 1)
            start = at(sheet, place).coordinate
            rule = by_cell.get(start if place.width == 1 else f"{start}:{end}")
            assert (rule is None) == place.cell.computed
            if rule is not None:
                whole = place.cell.kind in (ValueKind.COUNT, ValueKind.CHANGE)
                assert rule.type == ("whole" if whole else "decimal")
                assert (rule.formula1 == "0") == (place.cell.kind is not ValueKind.CHANGE)
                assert rule.formula2 == "999999999999999"
                assert "没有的填0" in rule.error


def test_money_keeps_its_typed_scale_and_shows_its_unit() -> None:
    formulas, _ = opened(old_report())
    sheet, grid = sheets_of(old_report(), formulas)[0]
    amount = at(sheet, grid.where["disclosure/procurement/amount"])
    assert (amount.value, amount.number_format) == (1234.5, '0.00"元"')
    items = at(sheet, grid.where["disclosure/procurement/items"])
    assert items.number_format == "0"


def test_remarks_and_notes_stand_under_the_table_inside_the_print_area(example: Report) -> None:
    formulas, _ = opened(put(example, "note/disclosure", "说明一。\n说明二。"))
    sheet, grid = sheets_of(example, formulas)[0]
    below = TOP + grid.height + 1
    assert [sheet.cell(row, 1).value for row in range(below, below + 3)] == [
        "注：行政规范性文件，现行有效件数：含自然失效2件",
        "说明一。",
        "说明二。",
    ]
    assert sheet.print_area == f"'{sheet.title}'!$A$1:$D${below + 2}"
    in_force = at(sheet, grid.where["disclosure/normative/in_force"])
    assert in_force.value == 17  # the remark is not in the cell, where it would hinder the sum


def test_the_check_row_stands_outside_the_print_area(example: Report) -> None:
    formulas, values = opened(example)
    sheet, grid = sheets_of(example, formulas)[1]
    row = check_row(sheet)
    last = TOP + grid.height
    assert sheet.print_area == f"'{sheet.title}'!$A$1:$J${last}"
    assert row > last + 1
    kept = sheets_of(example, values)[1][0]
    assert [kept.cell(row, column).value for column in range(4, 11)] == ["相等"] * 7
    assert str(sheet.cell(row, 4).value).startswith("=IF(COUNT(D6,D7,D29,D30)<4,")


def test_the_check_row_says_by_how_much_a_column_is_wrong(example: Report) -> None:
    _, values = opened(put(example, "requests/received/natural", "1350"))
    sheet = sheets_of(example, values)[1][0]
    row = check_row(sheet)
    assert [sheet.cell(row, column).value for column in (4, 5, 10)] == ["差2", "相等", "差2"]


def test_the_check_row_of_an_unfinished_column_says_so(example: Report) -> None:
    _, values = opened(unfinished(example))
    sheet = sheets_of(example, values)[1][0]
    row = check_row(sheet)
    assert [sheet.cell(row, column).value for column in (4, 5, 10)] == ["未填完", "相等", "未填完"]


def test_blocks_of_section_two_have_no_check_row(example: Report) -> None:
    formulas, _ = opened(example)
    sheet, grid = sheets_of(example, formulas)[0]
    assert sheet.max_row == TOP + grid.height + 1  # the remark is the last row


@pytest.mark.parametrize(
    "hostile", ["=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK(1)", "{=1}", "http://x.example"]
)
def test_text_that_looks_like_a_formula_stays_text(example: Report, hostile: str) -> None:
    report = put(put(example, "unit/name", hostile), "note/review", hostile)
    report = put(report, "review/figures/reconsideration.upheld#remark", hostile)
    formulas, _ = opened(report)
    sheet, grid = sheets_of(report, formulas)[2]
    note = sheet.cell(TOP + grid.height + 2, 1)
    assert (note.value, note.data_type) == (hostile, "s")
    assert sheet.cell(2, 1).data_type == "s"
    assert note.hyperlink is None


def test_what_excel_takes_for_a_code_is_parted(example: Report) -> None:
    data = render_excel(put(example, "unit/name", "某_x0041_局"))
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        strings = package.read("xl/sharedStrings.xml").decode()
    assert "0041_局" in strings
    assert "_x0041_" not in strings


def test_a_name_that_no_cell_can_hold_is_refused(example: Report) -> None:
    with pytest.raises(ReportError, match="超过一格能容纳的32767个字符，未导出 Excel 文件"):
        render_excel(put(example, "unit/name", "某" * 32_768))


def test_banners_are_tinted_where_shading_is_on(example: Report) -> None:
    for shading, color in ((True, "FFC6D9F1"), (False, "00000000")):
        report = replace(example, options=replace(example.options, shading=shading))
        sheet, grid = sheets_of(report, opened(report)[0])[0]
        banner = next(place for place in grid.places if place.role == "banner")
        assert at(sheet, banner).fill.fgColor.rgb == color


def test_the_third_item_of_requests_is_written_downwards(example: Report) -> None:
    sheet, grid = sheets_of(example, opened(example)[0])[1]
    vertical = next(place for place in grid.places if place.vertical)
    assert at(sheet, vertical).alignment.textRotation == 255
    assert at(sheet, vertical).value == "三、本年度办理结果"


def test_a_short_stretch_of_cells_is_written_as_a_range() -> None:
    assert ranges([(0, 0), (1, 0), (3, 0)]) == ["A1:A2", "A4"]
    assert ranges([(0, 25), (0, 26)]) == ["Z1:AA1"]


def test_cells_in_no_one_row_or_column_are_listed_one_by_one() -> None:
    assert ranges([(0, 0), (1, 1)]) == ["A1", "B2"]


def test_a_long_note_has_a_row_as_high_as_its_lines(example: Report) -> None:
    report = put(example, "note/review", "统计口径变化说明。" * 30)
    sheet, grid = sheets_of(report, opened(report)[0])[2]
    assert (sheet.row_dimensions[TOP + grid.height + 1].height or 0) > 40


def test_labels_of_the_table_of_requests_have_room_in_their_cells(example: Report) -> None:
    book, _ = opened(example)
    sheet = book["三、申请办理"]
    by_text = {
        str(cell.value).replace("\n", ""): cell
        for row in sheet.iter_rows()
        for cell in row
        if cell.value
    }
    welfare = by_text["社会公益组织"]
    assert welfare.value == "社会\n公益\n组织"
    assert sheet.row_dimensions[welfare.row].height > 3 * 9
    assert welfare.font.sz == 9
    assert by_text["（三）不予公开"].value == "（三）\n不予公开"
    unpaid = next(cell for text, cell in by_text.items() if str(text).startswith("2.申请人逾期"))
    assert sheet.row_dimensions[unpaid.row].height > 33
    assert unpaid.alignment.indent == 1
    upright = by_text["三、本年度办理结果"].alignment
    assert (upright.textRotation, upright.horizontal) == (255, "center")
    assert not upright.wrap_text  # a wrapped upright label is drawn at the left edge


def test_no_font_of_any_workbook_belongs_to_the_theme(example: Report) -> None:
    for _ in range(2):  # the first of a program, and a later one
        with zipfile.ZipFile(io.BytesIO(render_excel(example))) as package:
            styles = package.read("xl/styles.xml").decode()
        assert "<scheme" not in styles and styles.count('<name val="宋体"/>') > 2
