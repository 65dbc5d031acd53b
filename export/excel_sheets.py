"""Worksheets: a grid with the cell of each address, the sheet of all relations, and that of data.

The relations and the data are formulas over the tables, with their values, so that they follow
what is typed, and a program that only reads finds them too.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from export import style
from export.breaks import lines_of
from model.address import Address, join_path
from model.checks.findings import place_of_line
from model.errors import ReportError
from model.form.arithmetic import Operand, RelationLine, arithmetic
from model.form.grid import Grid, GridPlace
from model.report.report import Report
from model.values import Number, ValueKind, Values

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

Position = tuple[int, int]
"""Row and column on a sheet, from 0."""

_LONGEST_PIECE: Final = 16_000
"""Characters of a piece of a long text: even as surrogate pairs they fit in a cell."""
_LONGEST_CELL: Final = 32_767
"""UTF-16 code units that a cell can hold; xlsxwriter truncates longer texts."""
# Spreadsheets read _x0041_ as «A», openpyxl drops each x005F_, and xlsxwriter takes <r>…</r> for
# markup: a text with such a sequence is written in several runs that split it.
_MISREAD: Final = re.compile(r"(?<=_x)(?=[0-9a-fA-F]{4}_)|(?<=x)(?=005F_)|(?<=^<)(?=r>)")
_FRAME: Final = {"border": 1, "align": "center", "valign": "vcenter", "text_wrap": True}
_NUMBER: Final = _FRAME | {"text_wrap": False, "shrink": True}
"""A number that is wider than its column is printed smaller, and not as ####."""
TYPE_SIZE: Final = 10
DENSE_SIZE: Final = 9
"""Points of the type, and of the labels of a dense table."""
_PIXEL: Final = 0.75
"""Points of a pixel, the unit of widths."""
_PORTRAIT: Final = 640
_LANDSCAPE: Final = 900
"""Pixels that a grid is wide: it fills the width of A4 at 100 %."""
_MARGINS: Final = 6
_INDENT: Final = 9
"""Pixels of a cell beside its text, and of the indent of a label."""


class CellFormats:
    """The cell formats of a workbook, each created once."""

    def __init__(self, workbook: "Workbook") -> None:
        self._workbook = workbook
        self._numbers: dict[str, Format] = {}
        font = {"font_name": style.SONG_FONT, "font_size": TYPE_SIZE}
        self._font = font
        self.title = self._add(font_size=14, bold=True, align="center", valign="vcenter")
        self.unit = self._add(align="left", valign="vcenter", shrink=True)
        self.year = self._add(align="center", valign="vcenter", num_format='0"年"')
        self.stage = self._add(align="right", valign="vcenter")
        self.label = self._add(**_FRAME)
        self.dense_label = self._add(**_FRAME | {"font_size": DENSE_SIZE})
        self.left = self._add(**_FRAME | {"align": "left", "indent": 1})
        self.dense_left = self._add(
            **_FRAME | {"align": "left", "indent": 1, "font_size": DENSE_SIZE}
        )
        self.vertical = self._add(**_FRAME | {"text_wrap": False}, rotation=270)
        self.banner = self._add(**_FRAME, bg_color=f"#{style.BANNER_FILL}")
        self.computed = self._add(**_NUMBER, bg_color="#F2F2F2")
        self.note = self._add(align="left", valign="vcenter", text_wrap=True)
        self.check = self._add(align="center", valign="vcenter", shrink=True)
        self.plain = self._add(border=1, align="left", valign="vcenter")
        self.entry = self._add(**_FRAME | {"align": "left"}, num_format="@", locked=False)
        self.heading = self._add(align="center", valign="vcenter", bold=True, text_wrap=True)

    def of_place(self, place: GridPlace, shading: bool, dense: bool = False) -> "Format":
        """Return the format of a label; the labels of a dense table have a smaller font."""
        if place.role == "banner":
            return self.banner if shading else self.label
        if place.vertical:
            return self.vertical
        if style.is_row_label(place):
            return self.dense_left if dense else self.left
        return self.dense_label if dense else self.label

    def of_number(self, number: Number | None, unit: str) -> "Format":
        """Return the format of an unlocked cell: the decimal places as typed, then the unit."""
        exponent = number.as_tuple().exponent if isinstance(number, Decimal) else 0
        places = -exponent if isinstance(exponent, int) else 0
        return self._unlocked("0." + "0" * places if places else "0", unit)

    def of_blank(self, kind: ValueKind, unit: str) -> "Format":
        """Return the format of an unlocked blank cell, which shows all decimals that are typed."""
        return self._unlocked("0" if is_whole(kind) else "0.00####", unit)

    def _unlocked(self, pattern: str, unit: str) -> "Format":
        literal = unit.replace('"', '"\\""')  # the unit in a draft may be any text
        pattern += f'"{literal}"' if unit else ""
        if pattern not in self._numbers:
            self._numbers[pattern] = self._add(**_NUMBER, num_format=pattern, locked=False)
        return self._numbers[pattern]

    def _add(self, **properties: Any) -> "Format":
        return self._workbook.add_format(self._font | properties)


def _is_wide(grid: Grid) -> bool:
    return grid.width > grid.height


def widths_of(grid: Grid) -> list[int]:
    """Return the widths of the columns of a grid in pixels."""
    return style.column_widths(grid, _LANDSCAPE if _is_wide(grid) else _PORTRAIT)


TOP: Final = 2
"""Rows of title over a table of the report."""


class Sheet:
    """A worksheet with a grid below ``top`` rows; ``widths`` are those of its columns."""

    def __init__(self, worksheet: "Worksheet", grid: Grid, name: str, top: int = TOP) -> None:
        self.worksheet = worksheet
        self.top = top
        self.grid = grid
        self.name = name
        self.is_dense = style.is_dense(grid)
        self.is_wide = _is_wide(grid)
        self.widths = widths_of(grid)

    def reference(self, row: int, column: int, *end: int) -> str:
        """Return an absolute reference to a cell, or to cells up to an ``end``, from any sheet."""
        from xlsxwriter.utility import xl_range_abs  # only needed for an export

        quoted = self.name.replace("'", "''")
        return f"'{quoted}'!{xl_range_abs(row, column, *(end or (row, column)))}"

    def lines_of(self, place: GridPlace) -> list[str]:
        """Return the lines of a label, which end between words."""
        if place.vertical:
            return [place.label]
        beside = _MARGINS + _INDENT * style.is_row_label(place)
        pixels = sum(self.widths[place.column : place.column + place.width]) - beside
        size = DENSE_SIZE if self.is_dense else TYPE_SIZE
        return lines_of(place.label, pixels * _PIXEL / size)

    def position(self, address: str) -> Position:
        """Return the row and column of a value."""
        return self.at(self.grid.where[address])[:2]

    def at(self, place: GridPlace) -> tuple[int, int, int, int]:
        """Return first row, first column, last row and last column of a grid place."""
        row, column = self.top + place.row, place.column
        return row, column, row + place.height - 1, column + place.width - 1

    def merge(
        self, row: int, column: int, height: int, width: int, text: str, form: "Format"
    ) -> None:
        """Write text, never a formula, into a range of cells, and merge them.

        Raises:
            ReportError: the text is too long for a cell.
        """
        if height * width > 1:
            self.worksheet.merge_range(row, column, row + height - 1, column + width - 1, "", form)
        write_text(self.worksheet, row, column, text, form)

    def draw(self, place: GridPlace, text: str, form: "Format") -> None:
        """Write the text of a place."""
        self.merge(self.top + place.row, place.column, place.height, place.width, text, form)

    def draw_number(self, place: GridPlace, number: Number | None, form: "Format") -> None:
        """Write a typed number; None writes a blank."""
        self.draw(place, "", form)
        row, column, _, _ = self.at(place)
        if number is None:
            self.worksheet.write_blank(row, column, None, form)
        else:
            self.worksheet.write_number(row, column, float(number), form)

    def draw_formula(
        self, place: GridPlace, formula: str, number: Number | None, form: "Format"
    ) -> None:
        """Write a computed cell: its formula and its value."""
        self.draw(place, "", form)
        row, column, _, _ = self.at(place)
        value = "" if number is None else float(number) if isinstance(number, Decimal) else number
        self.worksheet.write_formula(row, column, formula, form, value)


def is_whole(kind: ValueKind) -> bool:
    """Return whether numbers of a kind have no decimals."""
    return kind in (ValueKind.COUNT, ValueKind.CHANGE)


def write_text(worksheet: "Worksheet", row: int, column: int, text: str, form: "Format") -> None:
    """Write text, never a formula, into a cell.

    Raises:
        ReportError: the text is too long for a cell.
    """
    if len(text.encode("utf-16-le")) // 2 > _LONGEST_CELL:
        message = f"「{text[:20]}…」超过一格能容纳的{_LONGEST_CELL}个字符"
        raise ReportError(f"{message}，未导出 Excel 文件。缩短后再导出。")
    pieces = _MISREAD.split(text)
    if len(pieces) == 1:
        worksheet.write_string(row, column, text, form)
    else:
        runs = [part for piece in pieces for part in (form, piece)]
        worksheet.write_rich_string(row, column, *runs, form)


def cell_name(row: int, column: int) -> str:
    """Return A1 for (0, 0)."""
    from xlsxwriter.utility import xl_rowcol_to_cell  # only needed for an export

    return str(xl_rowcol_to_cell(row, column))


def ranges(places: list[Position]) -> list[str]:
    """Return the names of cells, combined into ranges if all are in one column or row."""
    found: list[str] = []
    for along in (0, 1):
        if len({place[1 - along] for place in places}) == 1:
            numbered = enumerate(sorted(places))
            for _, run in groupby(numbered, key=lambda pair: pair[1][along] - pair[0]):
                stretch = [place for _, place in run]
                first, last = cell_name(*stretch[0]), cell_name(*stretch[-1])
                found.append(first if first == last else f"{first}:{last}")
            return found
    return [cell_name(*place) for place in places]


_RELATION_WIDTHS: Final = (46, 40, 12, 12, 10, 12)
_DATA_WIDTHS: Final = (54, 110, 46, 14, 40)
_LINE: Final = 15
"""Height of a line in points; the height of a row is not adjusted automatically."""
_PADDING: Final = 2
"""Indent and margins of a column, in characters."""


def set_up_print(worksheet: "Worksheet", report: Report) -> None:
    """Print on A4 at 100 %, smaller only if a printer's fonts are wider; with 稿别 and numbers."""
    worksheet.set_paper(9)
    worksheet.fit_to_pages(1, 0)
    worksheet.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.7)
    worksheet.set_header(f"&R{report.stage_mark}" if report.stage_mark else "")
    worksheet.set_footer("&C&P/&N")


def _own_sheet(
    workbook: "Workbook", formats: CellFormats, report: Report, name: str, widths: Sequence[int]
) -> "Worksheet":
    """Return a new sheet with its headings, and with the 稿别 beside them if it is not final."""
    worksheet = workbook.add_worksheet(name)
    set_up_print(worksheet, report)
    worksheet.set_landscape()
    worksheet.repeat_rows(0)
    worksheet.freeze_panes(1, 0)
    worksheet.protect("", {"format_columns": True})
    heads = style.OWN_SHEETS[name]
    for column, (head, width) in enumerate(zip(heads, widths, strict=True)):
        worksheet.set_column(column, column, width)
        worksheet.write_string(0, column, head, formats.banner)
    if report.stage_mark:
        worksheet.write_string(0, len(heads) + 1, report.stage_mark, formats.stage)
    return worksheet


def row_name(address: str) -> str:
    """Return the name of the row of a cell: its address with a dot for the slash."""
    place = Address.parse(address)
    return join_path(place.table, place.row)


def data_rows(report: Report) -> Iterator[tuple[str | Number | None, ...]]:
    """Yield address, row, column, number and remark of each cell and figure of a report.

    A remark that is too long for a cell has several.
    """
    numbers = report.totals()
    for address, cell in report.form.cells.items():
        row, column = ("／".join(labels) for labels in (cell.row, cell.column))
        yield address, row, column, numbers.get(address), *pieces(report.remarks.get(address, ""))
    for address, figure in report.form.figures.items():
        yield address, figure.label, "", numbers.get(address)


def pieces(text: str) -> list[str]:
    """Return a text in pieces that each fit in a cell."""
    return [text[start : start + _LONGEST_PIECE] for start in range(0, len(text), _LONGEST_PIECE)]


def write_data(
    workbook: "Workbook", formats: CellFormats, report: Report, sheets: dict[str, Sheet]
) -> None:
    """Write a row for each value: the cells of the tables as formulas, the figures as numbers.

    It is not hidden, and yet no pages of addresses are printed with a workbook: its print area is a
    blank cell.
    """
    worksheet = _own_sheet(workbook, formats, report, style.DATA, _DATA_WIDTHS)
    blank = len(_DATA_WIDTHS) + 2
    worksheet.print_area(0, blank, 0, blank)
    worksheet.set_header(f"&L{style.NOT_PRINTED}&R{report.stage_mark}")
    for line, values in enumerate(data_rows(report), 1):
        for column, value in enumerate(values):
            if isinstance(value, str):
                write_text(worksheet, line, column, value, formats.plain)
            elif value is not None:
                worksheet.write_number(line, column, float(value), formats.plain)
        address, number = str(values[0]), values[3]
        if (known := report.form.cells.get(address)) is not None:
            sheet = sheets[known.table]
            cell = sheet.reference(*sheet.position(address))
            shown = "" if isinstance(number, str) else _shown(number)
            worksheet.write_formula(line, 3, f'=IF({cell}="","",{cell})', formats.plain, shown)


def write_relations(
    workbook: "Workbook", formats: CellFormats, report: Report, sheets: dict[str, Sheet]
) -> None:
    """Write a row for each line of each relation that applies."""
    worksheet = _own_sheet(workbook, formats, report, style.RELATIONS, _RELATION_WIDTHS)
    known = arithmetic(report.form)
    numbers, states = known.evaluate(report.values, report.last_values)
    lines = [line for key, line in known.lines.items() if states[key].known]
    for row, line in enumerate(lines, 1):
        texts = (place_of_line(report.form, line).rstrip("："), _relation(line))
        for column, text in enumerate(texts):
            worksheet.write_string(row, column, text, formats.left)
        tallest = max(map(_lines, texts, _RELATION_WIDTHS))
        worksheet.set_row(row, _LINE * tallest)
        _write_line(worksheet, formats, report, numbers, sheets, row, line)


def _write_line(
    worksheet: "Worksheet",
    formats: CellFormats,
    report: Report,
    numbers: Values,
    sheets: dict[str, Sheet],
    row: int,
    line: RelationLine,
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
    """Return the number of lines of a text in a column; a Chinese character counts as two."""
    return -(-sum(1 + (sign > "\u00ff") for sign in text) // (width - _PADDING))


def _relation(line: RelationLine) -> str:
    """Return the name of a relation; of an inequality also the operands of both sides."""
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
    """Return the sum of one side as a formula and its value; last year's numbers are constants."""
    terms: list[str] = []
    total: Number | None = 0
    for operand in operands:
        source = report.last_values if operand.last else numbers
        for address in operand.shown:
            number = source.get(address)
            table = Address.parse(address).table
            if not operand.last and table in sheets:
                sheet = sheets[table]
                terms.append(sheet.reference(*sheet.position(address)))
            else:
                terms.append('""' if number is None else str(number))
            total = None if total is None or number is None else total + number
    listed = ",".join(terms)
    return f'=IF(COUNT({listed})={len(terms)},SUM({listed}),"")', total


def _shown(number: Number | None) -> str | int | float:
    if number is None:
        return ""
    return float(number) if isinstance(number, Decimal) else number
