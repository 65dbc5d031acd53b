"""Render a report as an Excel workbook: a sheet for each table, and one for all relations.

Totals and checks are formulas *with their values*, so that a preview shows numbers and a clerk can
continue to calculate; text that a person typed is never a formula.
"""

import io
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from export import style
from export.excel_sheets import CellFormats, Sheet, cell_name, ranges, write_relations
from export.outline import (
    Outline,
    PrintedTable,
    chosen_unit,
    outline,
    own_notes,
    remark_lines,
    tables_of,
)
from model.form.arithmetic import RelationLine, arithmetic
from model.form.grid import GridPlace
from model.form.table import Cell
from model.report.begin import title
from model.report.report import Report
from model.values import LONGEST, ValueKind, Values

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

_WIDTH: Final = 92.0
_DENSE_WIDTH: Final = 104.0
"""Width of a grid in characters: it fills A4 at about 100 %."""
_HEADING_WIDTH: Final = 10.2
"""Least width, in characters, of a column with a heading of six Chinese characters."""
_NARROWEST: Final = 4.5
_NOTE_CHARACTERS: Final = 44
"""Characters per line under a table; the height of merged cells is not adjusted automatically."""
_TALLEST: Final = 27
"""Lines in a row of the greatest height that a spreadsheet allows."""
_LONGEST: Final = 16_000
"""Characters of a note in one cell: even as surrogate pairs they fit."""
_LARGEST: Final = 10**LONGEST - 1


def render_excel(report: Report, moment: datetime, items: Outline | None = None) -> bytes:
    """Return the tables and relations as the bytes of an .xlsx file.

    ``moment`` is the time of writing, ``items`` the outline of the report, if at hand.
    """
    import xlsxwriter  # only needed for an export

    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as workbook:
        workbook.set_properties(
            {
                "title": title(report)[:255],
                "author": report.unit.name[:255],
                "created": moment.astimezone(UTC),
            }
        )
        formats = CellFormats(workbook)
        numbers = report.totals()
        printed = tables_of(items or outline(report))
        sheets = {
            key: _write_table(workbook, formats, report, numbers, printed[key])
            for key in report.form.tables
        }
        write_relations(workbook, formats, report, sheets)
    return buffer.getvalue()


def _write_table(
    workbook: "Workbook",
    formats: CellFormats,
    report: Report,
    numbers: Values,
    printed: PrintedTable,
) -> Sheet:
    """Write one table with its title, notes and, outside the print area, its check row."""
    key = printed.grid.table.key
    section = report.form.section_of[key]
    sheet = Sheet(workbook.add_worksheet(section.short), printed.grid, section.short)
    _set_up_page(sheet, report)
    width = printed.grid.width
    for row, line in enumerate(title_rows(report, key)):
        sheet.merge(row, 0, 1, width, line, formats.subtitle if row else formats.title)
    for place in printed.grid.places:
        if place.cell is None:
            dense = style.is_dense(printed.grid)
            form = formats.of_place(place, report.options.shading, dense)
            sheet.draw(place, place.label, form)
        else:
            _write_value(sheet, formats, report, numbers, place, place.cell)
    last = _write_notes(sheet, formats, report, printed)
    sheet.worksheet.print_area(0, 0, last, width - 1)
    _write_checks(sheet, formats, report, key, last + 2)
    return sheet


def title_rows(report: Report, key: str) -> list[str]:
    """Return the lines over a table: the section, then unit and year."""
    return [report.form.section_of[key].title, f"{report.unit.name}　{report.year}年".strip()]


def _set_up_page(sheet: Sheet, report: Report) -> None:
    """Fit one A4 page; protect the layout without a password, so that only counts can be typed."""
    worksheet, grid = sheet.worksheet, sheet.grid
    worksheet.set_paper(9)
    if grid.width > grid.height:
        worksheet.set_landscape()
    worksheet.fit_to_pages(1, 1)
    worksheet.center_horizontally()
    worksheet.set_margins(left=0.6, right=0.6, top=0.8, bottom=0.8)
    worksheet.set_footer("&C&P/&N")
    worksheet.hide_gridlines(2)
    if grid.side == 3:
        worksheet.freeze_panes(sheet.top + grid.head, grid.side)
    worksheet.protect("", {"format_cells": True, "format_columns": True, "format_rows": True})
    width = _DENSE_WIDTH if style.is_dense(grid) else _WIDTH
    for column, share in enumerate(style.column_shares(grid)):
        least = _HEADING_WIDTH if grid.side and column >= grid.side else _NARROWEST
        worksheet.set_column(column, column, max(share * width, least))
    for row in range(grid.height):
        worksheet.set_row(sheet.top + row, 21 if grid.height < 20 else 34)


def _write_value(
    sheet: Sheet,
    formats: CellFormats,
    report: Report,
    numbers: Values,
    place: GridPlace,
    cell: Cell,
) -> None:
    number = numbers.get(cell.address)
    if cell.computed:
        addends = arithmetic(report.form).sums[cell.address].addends
        sheet.draw_formula(place, sum_formula(sheet, addends), number, formats.computed)
        return
    form = formats.of_number(number, chosen_unit(report, cell))
    sheet.draw_number(place, number, form)
    sheet.worksheet.data_validation(*sheet.at(place), _validation(cell.kind))


def sum_formula(sheet: Sheet, addends: Iterable[str]) -> str:
    """Return a formula that adds cells; its result is blank while one of them is blank."""
    places = [sheet.position(address) for address in addends]
    listed = ",".join(ranges(places))
    return f'=IF(COUNT({listed})={len(places)},SUM({listed}),"")'


def _validation(kind: ValueKind) -> dict[str, Any]:
    """Return the data validation of a kind of value, with its error message."""
    whole = kind in (ValueKind.COUNT, ValueKind.CHANGE)
    lowest = -_LARGEST if kind is ValueKind.CHANGE else 0
    return {
        "validate": "integer" if whole else "decimal",
        "criteria": "between",
        "minimum": lowest,
        "maximum": 100 if kind is ValueKind.PERCENT else _LARGEST,
        "error_title": "填写有误",
        "error_message": "只填整数，没有的填0。" if whole else "只填数字，没有的填0。",
    }


def _write_notes(sheet: Sheet, formats: CellFormats, report: Report, printed: PrintedTable) -> int:
    """Write remarks and notes under the table; return the last row used."""
    row = sheet.top + sheet.grid.height
    for line in note_lines(report, printed):
        sheet.merge(row, 0, 1, sheet.grid.width, line, formats.note)
        lines = sum(-(-len(part) // _NOTE_CHARACTERS) or 1 for part in line.split("\n"))
        sheet.worksheet.set_row(row, 15 * min(lines, _TALLEST))
        row += 1
    return row - 1


def note_lines(report: Report, printed: PrintedTable) -> list[str]:
    """Return the lines under a table: its remarks, then its notes; long ones are split."""
    key = printed.grid.table.key
    remarks = remark_lines(report, printed.grid.table, report.remarks)
    return [
        line[start : start + _LONGEST]
        for line in (*remarks, *own_notes(report, key))
        for start in range(0, len(line), _LONGEST)
    ]


def _write_checks(sheet: Sheet, formats: CellFormats, report: Report, key: str, row: int) -> None:
    """Write under each column whether the relations of the table are fulfilled in it."""
    table = report.form.tables[key]
    known = arithmetic(report.form)
    for relation in table.relations:
        if relation.along != "rows" or relation.between_years:
            continue
        sheet.merge(row, 0, 1, sheet.grid.side, relation.name, formats.note)
        for line in (*known.lines.values(), *known.total_lines):
            if line.relation is relation:
                formula, value = check_formula(sheet, line, report.totals())
                column = sheet.position(line.left[0].shown[0])[1]
                sheet.worksheet.write_formula(row, column, formula, formats.check, value)
        row += 1


def check_formula(sheet: Sheet, line: RelationLine, numbers: Values) -> tuple[str, str]:
    """Return the formula that compares both sides of a relation line, and its value."""
    left, right = ([a for o in side for a in o.shown] for side in (line.left, line.right))
    places = [cell_name(*sheet.position(address)) for address in (*left, *right)]
    sums = ["+".join(cell_name(*sheet.position(a)) for a in side) for side in (left, right)]
    gap = f"{sums[0]}-({sums[1]})"
    formula = (
        f'=IF(COUNT({",".join(places)})<{len(places)},"未填完",IF({gap}=0,"相等","差"&ABS({gap})))'
    )
    if any(address not in numbers for address in (*left, *right)):
        return formula, "未填完"
    difference = sum(numbers[a] for a in left) - sum(numbers[a] for a in right)
    return formula, f"差{abs(difference)}" if difference else "相等"
