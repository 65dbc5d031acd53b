"""Read a workbook back and compare every cell, merge, formula and name with its report."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from export import style
from export.excel import note_lines, title_cells
from export.excel_sheets import TOP, data_rows, row_name
from export.outline import Outline, PrintedTable, outline, tables_of
from export.readback import BrokenText, Proof, SeenSheet, SeenWorkbook, read_excel, referred, summed
from model.errors import ReadbackError
from model.form.arithmetic import arithmetic
from model.form.grid import Grid, GridPlace
from model.report.report import Report


def prove_excel(report: Report, data: bytes, items: Outline | None = None) -> Proof:
    """Compare the tables of a workbook with the report: title, values, merges, remarks and notes.

    ``items`` is the outline of the report, if at hand.

    Raises:
        ReadbackError: the content differs; the message names the first difference.
    """
    workbook, tables, count = read_excel(data), tables_of(items or outline(report)), 0
    for key in report.form.tables:
        printed = tables[key]
        name = report.form.section_of[key].short
        wanted = dict(_expected_sheet(report, printed))
        end = TOP + printed.grid.height + len(note_lines(report, printed))
        seen = {at: value for at, value in workbook[name].values.items() if at[0] < end}
        compare_sheet(name, wanted, seen)
        for place in printed.grid.places:
            check_formula(report, printed.grid, place, workbook[name], name)
            if place.width * place.height > 1 and _corners(place) not in workbook[name].merged:
                row = TOP + place.row + 1
                raise ReadbackError(f"Excel 文件「{name}」第{row}行合并单元格有误，未保存。")
        count += len(printed.grid.places)
    _check_data(report, workbook)
    _check_names(report, tables, workbook)
    return Proof(0, count)


SheetCells = Mapping[tuple[int, int], str | Decimal]
"""The filled cells of a sheet by row and column, from 0."""


def compare_sheet(name: str, wanted: SheetCells, seen: SheetCells) -> None:
    """Compare the filled cells of a sheet with those that are wanted.

    Raises:
        ReadbackError: they differ.
    """
    for at in sorted(wanted.keys() | seen.keys()):
        if wanted.get(at) != seen.get(at):
            raise ReadbackError(f"Excel 文件「{name}」第{at[0] + 1}行与草稿不一致，未保存。")


def _check_data(report: Report, workbook: SeenWorkbook) -> None:
    """Compare the sheet of data with the report."""
    rows = [*enumerate([style.OWN_SHEETS[style.DATA], *data_rows(report)])]
    wanted = {
        (row, column): value if isinstance(value, str) else Decimal(value)
        for row, values in rows
        for column, value in enumerate(values)
        if value not in (None, "")
    }
    if report.stage_mark:
        wanted[0, len(style.OWN_SHEETS[style.DATA]) + 1] = report.stage_mark
    compare_sheet(style.DATA, wanted, workbook[style.DATA].values)


def _check_names(
    report: Report, tables: Mapping[str, PrintedTable], workbook: SeenWorkbook
) -> None:
    """Compare the named cells, and the cells to which the sheet of data refers, with the form.

    Raises:
        ReadbackError: a name or a reference stands for other cells.
    """
    first = report.form.section_of[next(iter(tables))].short
    columns = next(iter(tables.values())).grid.width
    wanted: NamedCells = {
        name: {(first, 1, column)} for name, (column, _, _) in title_cells(report, columns).items()
    }
    cells = {}
    for key, printed in tables.items():
        sheet = report.form.section_of[key].short
        wanted |= cells_of_rows(printed.grid, sheet)
        for address, place in printed.grid.where.items():
            cells[address] = sheet, TOP + place.row, place.column
    check_names(wanted, workbook.names)
    for row, values in enumerate(data_rows(report), 1):
        address = str(values[0])
        formula = workbook[style.DATA].formulas.get((row, 3), "")
        if address in cells and referred(formula) != {cells[address]}:
            raise ReadbackError(f"Excel 文件「{style.DATA}」第{row + 1}行的公式有误，未保存。")


NamedCells = dict[str, set[tuple[str, int, int]]]
"""Sheet, row and column of the cells with a name."""


def cells_of_rows(grid: Grid, sheet: str, top: int = TOP) -> NamedCells:
    """Return the cells of the rows of figures on a sheet by the names of these rows."""
    found: NamedCells = {}
    for address, place in grid.where.items():
        found.setdefault(row_name(address), set()).add((sheet, top + place.row, place.column))
    return found


def check_names(wanted: NamedCells, names: Mapping[str, str]) -> None:
    """Compare the names of a workbook with the cells for which they stand.

    Raises:
        ReadbackError: a name stands for other cells.
    """
    for name, named in wanted.items():
        seen = referred(names.get(name, ""))
        if not named <= seen or not {min(seen), max(seen)} <= named:
            raise ReadbackError(f"Excel 文件的名称「{name}」所指有误，未保存。")


def check_formula(
    report: Report, grid: Grid, place: GridPlace, seen: SeenSheet, name: str, top: int = TOP
) -> None:
    """Compare the cells in the formula of a total with the addends in the form.

    Raises:
        ReadbackError: the formula adds other cells.
    """
    if place.cell is None or not place.cell.computed:
        return
    addends = [grid.where[a] for a in arithmetic(report.form).sums[place.cell.address].addends]
    wanted = {(top + addend.row, addend.column) for addend in addends}
    formula = seen.formulas.get((top + place.row, place.column), "")
    if summed(formula) != wanted:
        row = top + place.row + 1
        raise ReadbackError(f"Excel 文件「{name}」第{row}行的合计公式有误，未保存。")


def _expected_sheet(
    report: Report, printed: PrintedTable
) -> Iterator[tuple[tuple[int, int], str | Decimal]]:
    """Yield the expected cells of a sheet: two rows of title, the grid, the lines under it."""
    numbers = report.totals()
    yield (0, 0), report.form.section_of[printed.grid.table.key].title
    for column, _, content in title_cells(report, printed.grid.width).values():
        if content:
            yield (1, column), content if isinstance(content, str) else Decimal(content)
    for place in printed.grid.places:
        at = (TOP + place.row, place.column)
        if place.cell is None:
            yield at, BrokenText(place.label)
        elif place.cell.address in numbers:
            yield at, Decimal(numbers[place.cell.address])
    for row, line in enumerate(note_lines(report, printed), TOP + printed.grid.height):
        yield (row, 0), line


def _corners(place: GridPlace) -> tuple[int, int, int, int]:
    top = TOP + place.row
    return top, place.column, top + place.height - 1, place.column + place.width - 1
