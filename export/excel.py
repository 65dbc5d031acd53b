"""Render a report as an Excel workbook: a sheet for each table, one of relations, one of data.

Unit, year and 稿别 have cells and names of their own (单位, 年度, 稿别). A row of figures has the
name of its address (requests.received). By these names other programs find them, and sums over many
workbooks.
"""

import io
import math
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from export import style
from export.breaks import width
from export.excel_sheets import (
    DENSE_SIZE,
    TYPE_SIZE,
    CellFormats,
    Position,
    Sheet,
    cell_name,
    is_whole,
    pieces,
    ranges,
    row_name,
    set_up_print,
    write_data,
    write_relations,
)
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
from model.values import LONGEST, Number, ValueKind, Values

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

_LINE: Final = 1.3
"""Height of a line by the size of its type; heights are not adjusted automatically."""
_PADDING: Final = 5
"""Points of a row over and under its lines."""
_LOW: Final = 19
"""Least height of a row in points."""
_TALLEST: Final = 27
"""Lines in a row of the greatest height that a spreadsheet allows."""
_LARGEST: Final = 10**LONGEST - 1


def options() -> dict[str, Any]:
    """Return how every workbook is written, anew each time: XlsxWriter adds to what it is given.

    No font belongs to the theme, or a program might show the theme's in its place.
    """
    font = {"font_name": style.SONG_FONT, "font_size": TYPE_SIZE, "font_scheme": "none"}
    return {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "default_format_properties": font,
    }


def render_excel(report: Report, moment: datetime, items: Outline | None = None) -> bytes:
    """Return the tables and relations as the bytes of an .xlsx file.

    ``moment`` is the time of writing, ``items`` the outline of the report, if at hand.
    """
    import xlsxwriter  # only needed for an export

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, options()) as workbook:
        workbook.set_properties(
            {
                "title": title(report)[: style.LONGEST_PROPERTY],
                "author": report.unit.name[: style.LONGEST_PROPERTY],
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
        write_data(workbook, formats, report, sheets)
        for name, cells in names_of(report, sheets).items():
            workbook.define_name(name, f"={cells}")
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
    set_up_page(sheet, report)
    _write_title(sheet, formats, report, section.title)
    write_labels(sheet, formats, report)
    for place in printed.grid.where.values():
        assert place.cell, "it is that of a value"
        _write_value(sheet, formats, report, numbers, place, place.cell)
    last = _write_notes(sheet, formats, report, printed)
    sheet.worksheet.print_area(0, 0, last, printed.grid.width - 1)
    _write_checks(sheet, formats, report, key, last + 2)
    return sheet


def title_cells(report: Report, columns: int) -> dict[str, tuple[int, int, str | int]]:
    """Return the cells under the title of a sheet by their names: column, columns, content."""
    share = max(1, columns // 5)
    unit = max(1, columns - 2 * share)
    return {
        "单位": (0, unit, report.unit.name),
        "年度": (unit, share, report.year),
        "稿别": (unit + share, share, str(report.stage)),
    }


def _write_title(sheet: Sheet, formats: CellFormats, report: Report, title: str) -> None:
    sheet.merge(0, 0, 1, sheet.grid.width, title, formats.title)
    forms = (formats.unit, formats.year, formats.stage)
    cells = title_cells(report, sheet.grid.width).values()
    for form, (column, columns, content) in zip(forms, cells, strict=True):
        if isinstance(content, int):
            sheet.merge(1, column, 1, columns, "", form)
            sheet.worksheet.write_number(1, column, content, form)
        else:
            sheet.merge(1, column, 1, columns, content, form)


def names_of(report: Report, sheets: Mapping[str, Sheet]) -> dict[str, str]:
    """Return the cells with names by their names: those under the first title, and the rows."""
    first = next(iter(sheets.values()))
    cells = title_cells(report, first.grid.width)
    names = {name: first.reference(1, column) for name, (column, _, _) in cells.items()}
    for sheet in sheets.values():
        names |= row_names(sheet)
    return names


def row_names(sheet: Sheet) -> dict[str, str]:
    """Return the cells of each row of figures by the name of the row."""
    rows: dict[str, list[Position]] = {}
    for address in sheet.grid.where:
        rows.setdefault(row_name(address), []).append(sheet.position(address))
    return {name: sheet.reference(*min(cells), *max(cells)) for name, cells in rows.items()}


def write_labels(sheet: Sheet, formats: CellFormats, report: Report) -> None:
    """Write the headings and labels of a grid."""
    for place in sheet.grid.places:
        if place.cell is None:
            form = formats.of_place(place, report.options.shading, sheet.is_dense)
            sheet.draw(place, "\n".join(sheet.lines_of(place)), form)


def set_up_page(sheet: Sheet, report: Report) -> None:
    """Set widths and heights; protect the layout without a password, so that only counts change."""
    worksheet, grid = sheet.worksheet, sheet.grid
    set_up_print(worksheet, report)
    if sheet.is_wide:
        worksheet.set_landscape()
    worksheet.center_horizontally()
    worksheet.hide_gridlines(2)
    if grid.side == 3:
        worksheet.freeze_panes(sheet.top + grid.head, grid.side)
    worksheet.protect("", {"format_cells": True, "format_columns": True, "format_rows": True})
    for column, pixels in enumerate(sheet.widths):
        worksheet.set_column_pixels(column, column, pixels)
    size = DENSE_SIZE if sheet.is_dense else TYPE_SIZE
    for row in range(grid.height):
        lines = (
            len(sheet.lines_of(place))
            for place in grid.rows[row]
            if place.cell is None and place.height == 1
        )
        worksheet.set_row(
            sheet.top + row, max(_LOW, max(lines, default=1) * size * _LINE + _PADDING)
        )


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
        write_sum(sheet, formats, report, place, number)
        return
    form = formats.of_number(number, chosen_unit(report, cell))
    sheet.draw_number(place, number, form)
    sheet.worksheet.data_validation(*sheet.at(place), validation(cell.kind))


def write_sum(
    sheet: Sheet, formats: CellFormats, report: Report, place: GridPlace, number: Number | None
) -> None:
    """Write a computed cell as a formula that adds its addends."""
    assert place.cell, "it is that of a value"
    addends = arithmetic(report.form).sums[place.cell.address].addends
    sheet.draw_formula(place, sum_formula(sheet, addends), number, formats.computed)


def sum_formula(sheet: Sheet, addends: Iterable[str]) -> str:
    """Return a formula that adds cells; its result is blank while one of them is blank."""
    places = [sheet.position(address) for address in addends]
    listed = ",".join(ranges(places))
    return f'=IF(COUNT({listed})={len(places)},SUM({listed}),"")'


def validation(kind: ValueKind) -> dict[str, Any]:
    """Return the data validation of a kind of value, with its error message."""
    whole = is_whole(kind)
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
        write_note(sheet, row, line, formats.note)
        row += 1
    return row - 1


def write_note(sheet: Sheet, row: int, line: str, form: "Format") -> None:
    """Write a line over or under a table, in a row that is high enough."""
    sheet.merge(row, 0, 1, sheet.grid.width, line, form)
    room = sum(sheet.widths) // TYPE_SIZE * 0.7
    lines = sum(max(math.ceil(width(part) / room), 1) for part in line.split("\n"))
    sheet.worksheet.set_row(row, 15 * min(lines, _TALLEST))


def note_lines(report: Report, printed: PrintedTable) -> list[str]:
    """Return the lines under a table: its remarks, then its notes; long ones are split."""
    key = printed.grid.table.key
    remarks = remark_lines(report, printed.grid.table, report.remarks)
    lines = (*remarks, *own_notes(report, key))
    return [piece for line in lines for piece in pieces(line)]


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
