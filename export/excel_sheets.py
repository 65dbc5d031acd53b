"""Worksheets: a grid with the cell of each address, and the sheet of all relations.

The relations are formulas over the tables, with their values, so that a preview shows their state.
"""

import re
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from export import style
from model.address import Address
from model.checks.findings import place_of_line
from model.errors import ReportError
from model.form.arithmetic import Operand, RelationLine, arithmetic
from model.form.grid import Grid, GridPlace
from model.report.report import Report
from model.values import Number, Values

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

Position = tuple[int, int]
"""Row and column on a sheet, from 0."""

_LONGEST_CELL: Final = 32_767
"""UTF-16 code units that a cell can hold; xlsxwriter truncates longer texts."""
# Spreadsheets read _x0041_ as «A», openpyxl drops each x005F_, and xlsxwriter takes <r>…</r> for
# markup: a text with such a sequence is written in several runs that split it.
_MISREAD: Final = re.compile(r"(?<=_x)(?=[0-9a-fA-F]{4}_)|(?<=x)(?=005F_)|(?<=^<)(?=r>)")
_FRAME: Final = {"border": 1, "align": "center", "valign": "vcenter", "text_wrap": True}


class CellFormats:
    """The cell formats of a workbook, each created once."""

    def __init__(self, workbook: "Workbook") -> None:
        self._workbook = workbook
        self._numbers: dict[str, Format] = {}
        font = {"font_name": style.SONG_FONT, "font_size": 10}
        self._font = font
        self.title = self._add(font_size=14, bold=True, align="center", valign="vcenter")
        self.subtitle = self._add(align="center", valign="vcenter")
        self.label = self._add(**_FRAME)
        self.heading = self._add(**_FRAME | {"font_size": 9})
        self.left = self._add(**_FRAME | {"align": "left", "indent": 1})
        self.vertical = self._add(**_FRAME | {"text_wrap": False}, rotation=270)
        self.banner = self._add(**_FRAME, bg_color=f"#{style.BANNER_FILL}")
        self.computed = self._add(**_FRAME, bg_color="#F2F2F2")
        self.note = self._add(align="left", valign="vcenter", text_wrap=True)
        self.check = self._add(align="center", valign="vcenter", shrink=True)

    def of_place(self, place: GridPlace, shading: bool, dense: bool = False) -> "Format":
        """Return the format of a label; column headings of a dense table have a smaller font."""
        if place.role == "banner":
            return self.banner if shading else self.label
        if place.vertical:
            return self.vertical
        if place.role == "column" and dense:
            return self.heading
        return self.left if place.role == "row" else self.label

    def of_number(self, number: Number | None, unit: str) -> "Format":
        """Return the format of an unlocked cell: the decimal places as typed, then the unit."""
        exponent = number.as_tuple().exponent if isinstance(number, Decimal) else 0
        places = -exponent if isinstance(exponent, int) else 0
        pattern = "0." + "0" * places if places else "0"
        literal = unit.replace('"', '"\\""')  # the unit in a draft may be any text
        pattern += f'"{literal}"' if unit else ""
        if pattern not in self._numbers:
            self._numbers[pattern] = self._add(**_FRAME, num_format=pattern, locked=False)
        return self._numbers[pattern]

    def _add(self, **properties: Any) -> "Format":
        return self._workbook.add_format(self._font | properties)


class Sheet:
    """A worksheet with a grid below two rows of title."""

    top: Final = 2

    def __init__(self, worksheet: "Worksheet", grid: Grid, name: str) -> None:
        self.worksheet = worksheet
        self.grid = grid
        self.name = name

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
        if len(text.encode("utf-16-le")) // 2 > _LONGEST_CELL:
            message = f"「{text[:20]}…」超过一格能容纳的{_LONGEST_CELL}个字符"
            raise ReportError(f"{message}，未导出 Excel 文件。缩短后再导出。")
        if height * width > 1:
            self.worksheet.merge_range(row, column, row + height - 1, column + width - 1, "", form)
        pieces = _MISREAD.split(text)
        if len(pieces) == 1:
            self.worksheet.write_string(row, column, text, form)
        else:
            runs = [part for piece in pieces for part in (form, piece)]
            self.worksheet.write_rich_string(row, column, *runs, form)

    def draw(self, place: GridPlace, text: str, form: "Format") -> None:
        """Write a label."""
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


_HEADS = (("位置", 46), ("关系", 40), ("左边", 12), ("右边", 12), ("差", 10), ("结果", 12))
_LINE: Final = 15
"""Height of a line in points; the height of a row is not adjusted automatically."""
_PADDING: Final = 2
"""Indent and margins of a column, in characters."""


def write_relations(
    workbook: "Workbook", formats: CellFormats, report: Report, sheets: dict[str, Sheet]
) -> None:
    """Write a row for each line of each relation that applies."""
    worksheet = workbook.add_worksheet(style.RELATIONS)
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
    numbers, states = known.evaluate(report.values, report.last_values)
    lines = [line for key, line in known.lines.items() if states[key].known]
    for row, line in enumerate(lines, 1):
        texts = (place_of_line(report.form, line).rstrip("："), _relation(line))
        for column, text in enumerate(texts):
            worksheet.write_string(row, column, text, formats.left)
        tallest = max(_lines(text, width) for text, (_, width) in zip(texts, _HEADS, strict=False))
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
