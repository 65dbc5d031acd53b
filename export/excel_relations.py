"""The sheet of all relations and their state: formulas over the tables, with values."""

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from export.excel_sheet import Formats, Sheet, cell_name
from model.checks.findings import place_of_line
from model.form.arithmetic import Line, Operand
from model.form.relations import arithmetic
from model.report.report import Report
from model.values import Number, Values

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

NAME = "核对"
_HEADS = (("位置", 46), ("关系", 40), ("左边", 12), ("右边", 12), ("差", 10), ("结果", 12))
_LINE: Final = 15
"""Points that a line takes; a row that something is written to does not grow by itself."""
_ASIDE: Final = 2
"""Characters of a column's width that indent and margins take."""


def write_relations(
    workbook: "Workbook", formats: Formats, report: Report, sheets: dict[str, Sheet]
) -> None:
    """Write a row for each line of each relation that applies."""
    worksheet = workbook.add_worksheet(NAME)
    worksheet.set_paper(9)
    worksheet.set_landscape()
    worksheet.fit_to_pages(1, 0)
    worksheet.repeat_rows(0)
    worksheet.set_footer("&C&P/&N")
    worksheet.freeze_panes(1, 0)
    worksheet.protect("", {"format_columns": True})
    for column, (head, width) in enumerate(_HEADS):
        worksheet.set_column(column, column, width)
        worksheet.write_string(0, column, head, formats.banner)
    known = arithmetic(report.form)
    numbers, states = known.standing(report.values, report.last_values)
    lines = [line for key, line in known.lines.items() if states[key].known]
    for row, line in enumerate(lines, 1):
        said = (place_of_line(report.form, line).rstrip("："), _relation(line))
        for column, text in enumerate(said):
            worksheet.write_string(row, column, text, formats.left)
        tallest = max(_lines(text, width) for text, (_, width) in zip(said, _HEADS, strict=False))
        worksheet.set_row(row, _LINE * tallest)
        _write_line(worksheet, formats, report, numbers, sheets, row, line)


def _write_line(
    worksheet: "Worksheet",
    formats: Formats,
    report: Report,
    numbers: Values,
    sheets: dict[str, Sheet],
    row: int,
    line: Line,
) -> None:
    sides = [_side(side, report, numbers, sheets) for side in (line.left, line.right)]
    for column, (formula, value) in enumerate(sides, 2):
        worksheet.write_formula(row, column, formula, formats.computed, _shown(value))
    left, right = (cell_name(row, column) for column in (2, 3))
    gap, state = cell_name(row, 4), "<0" if line.relation.at_least else "<>0"
    values = [value for _, value in sides]
    difference = None if None in values else (values[0] or 0) - (values[1] or 0)
    worksheet.write_formula(
        row,
        4,
        f'=IF(COUNT({left},{right})=2,{left}-{right},"")',
        formats.computed,
        _shown(difference),
    )
    worksheet.write_formula(
        row, 5, f'=IF({gap}="","未填完",IF({gap}{state},"不符","相符"))', formats.computed,
        _verdict(difference, bool(line.relation.at_least)),
    )  # fmt: skip


def _lines(text: str, width: int) -> int:
    """Count the lines that a text takes in a column; a Chinese character is two wide."""
    return -(-sum(1 + (sign > "\u00ff") for sign in text) // (width - _ASIDE))


def _relation(line: Line) -> str:
    """Name a relation; where one side only has to be the larger, say what stands on each."""
    if not line.relation.at_least:
        return line.relation.name
    left, right = (
        "＋".join(f"{'上年' * operand.last}{operand.called}" for operand in side)
        for side in (line.left, line.right)
    )
    return f"{line.relation.name}（左边{left}，右边{right}，左边不小于右边）"


def _verdict(difference: Number | None, at_least: bool) -> str:
    if difference is None:
        return "未填完"
    return "不符" if (difference < 0 if at_least else difference != 0) else "相符"


def _side(
    operands: tuple[Operand, ...], report: Report, numbers: Values, sheets: dict[str, Sheet]
) -> tuple[str, Number | None]:
    """Give the sum of one side as a formula with its value; last year's numbers stand in it."""
    terms: list[str] = []
    total: Number | None = 0
    for operand in operands:
        source = report.last_values if operand.last else numbers
        for address in operand.shown:
            number = source.get(address)
            table = address.partition("/")[0]
            if not operand.last and table in sheets:
                sheet = sheets[table]
                terms.append(f"'{sheet.name}'!{cell_name(*sheet.position(address))}")
            else:
                terms.append('""' if number is None else str(number))
            total = None if total is None or number is None else total + number
    listed = ",".join(terms)
    return f'=IF(COUNT({listed})={len(terms)},SUM({listed}),"")', total


def _shown(number: Number | None) -> str | int | float:
    if number is None:
        return ""
    return float(number) if isinstance(number, Decimal) else number
