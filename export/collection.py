"""采集表 as workbooks: one file for each page, which a section fills in and sends back.

Only what a section writes is unlocked. Rows of figures have the names that the workbook of a report
gives them, and a hidden name holds the mark by which the page is known when it comes back.
"""

import io
from datetime import UTC, datetime
from decimal import Decimal
from itertools import accumulate
from typing import TYPE_CHECKING, Final, NamedTuple, Self

from export import style
from export.excel import (
    options,
    row_names,
    set_up_page,
    validation,
    write_labels,
    write_note,
    write_sum,
)
from export.excel_proof import cells_of_rows, check_formula, check_names, compare_sheet
from export.excel_sheets import CellFormats, Sheet, widths_of
from export.outline import PrintedTable, chosen_unit
from export.papers import PaperPage, PlainTable, collection_page
from export.readback import BrokenText, Proof, read_excel
from model.combine.collection import MARK_NAME, SIGNED, CollectionMark, CollectionPage
from model.errors import ReadbackError
from model.form.grid import Grid
from model.report.report import Report, Stage

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

_ENTRY: Final = "entry"
"""The style of a row that a section signs."""
_BESIDE: Final = 90
"""Least pixels beside an entry, for what it is called."""
_TITLE, _HEADING, _SIGNING = 30, 22, 24
"""Heights of rows in points."""


class SheetLine(NamedTuple):
    """A row over or under the table: its style, and its text; an entry has a cell beside it."""

    row: int
    style: str
    text: str


class SheetLayout(NamedTuple):
    """The table of a page with its first row, and the other rows."""

    grid: Grid
    top: int
    lines: tuple[SheetLine, ...]

    @classmethod
    def of(cls, content: PaperPage) -> Self:
        """Return the layout of the content of a page."""
        lines: list[SheetLine] = []
        row, table = 0, None
        for block in content:
            if isinstance(block, PrintedTable):
                table = block.grid, row
                row += block.grid.height
            elif isinstance(block, PlainTable):
                lines += (SheetLine(row + n, _ENTRY, name) for n, name in enumerate(SIGNED))
                row += len(SIGNED)
            else:
                lines.append(SheetLine(row, block.style, block.text))
                row += 1
        assert table, "a page has a table"
        return cls(*table, tuple(lines))

    @property
    def beside(self) -> int:
        """The columns beside an entry: as few as hold what it is called, never all."""
        edges = accumulate(widths_of(self.grid))
        return sum(1 for edge in [*edges][:-2] if edge < _BESIDE) + 1

    @property
    def entries(self) -> list[SheetLine]:
        """The rows that a section signs."""
        return [line for line in self.lines if line.style == _ENTRY]


def render_workbook(
    page: CollectionPage, report: Report, moment: datetime, content: PaperPage | None = None
) -> bytes:
    """Return a page of the 采集表 as the bytes of an .xlsx file; ``content`` is that of the page.

    A blank page has no 稿别. ``moment`` is the time of writing.
    """
    import xlsxwriter  # only needed for an export

    report = report.at_stage(Stage.FINAL)
    layout = SheetLayout.of(content or collection_page(report, page))
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, options()) as workbook:
        name = f"{page.title}采集表"[: style.LONGEST_PROPERTY]
        workbook.set_properties({"title": name, "created": moment.astimezone(UTC)})
        worksheet = workbook.add_worksheet(page.sheet)
        sheet = Sheet(worksheet, layout.grid, page.sheet, layout.top)
        formats = CellFormats(workbook)
        set_up_page(sheet, report)
        worksheet.fit_to_pages(1, 1)
        for line in layout.lines:
            _write_line(sheet, formats, layout, line)
        write_labels(sheet, formats, report)
        _write_cells(sheet, formats, report)
        _define_names(workbook, sheet, layout, CollectionMark.of(report, page))
    return buffer.getvalue()


def _write_line(sheet: Sheet, formats: CellFormats, layout: SheetLayout, line: SheetLine) -> None:
    form, height = {
        "Title": (formats.title, _TITLE),
        "Heading1": (formats.heading, _HEADING),
        _ENTRY: (formats.label, _SIGNING),
    }.get(line.style, (formats.note, 0))
    if line.style == _ENTRY:
        beside, width = layout.beside, sheet.grid.width
        sheet.merge(line.row, 0, 1, beside, line.text, form)
        sheet.merge(line.row, beside, 1, width - beside, "", formats.entry)
        sheet.worksheet.write_blank(line.row, beside, None, formats.entry)
    else:
        write_note(sheet, line.row, line.text, form)
    if height:
        sheet.worksheet.set_row(line.row, height)


def _write_cells(sheet: Sheet, formats: CellFormats, report: Report) -> None:
    """Write the blank cells and the totals; an amount may be typed with its unit as text."""
    for place in sheet.grid.where.values():
        cell = place.cell
        assert cell, "it is that of a value"
        if cell.computed:
            write_sum(sheet, formats, report, place, None)
            continue
        sheet.draw_number(place, None, formats.of_blank(cell.kind, chosen_unit(report, cell)))
        if not cell.units:
            sheet.worksheet.data_validation(*sheet.at(place), validation(cell.kind))


def _define_names(
    workbook: "Workbook", sheet: Sheet, layout: SheetLayout, mark: CollectionMark
) -> None:
    """Name the entries and the rows of figures, and hide the mark in a name."""
    names = {one.text: sheet.reference(one.row, layout.beside) for one in layout.entries}
    for name, cells in (names | row_names(sheet)).items():
        workbook.define_name(name, f"={cells}")
    workbook.define_name(MARK_NAME, f'="{mark}"')
    workbook.defined_names[-1][3] = True  # the only way of xlsxwriter to hide a name


def prove_workbook(
    page: CollectionPage, report: Report, data: bytes, content: PaperPage | None = None
) -> Proof:
    """Compare a page of the 采集表 with the form: labels as mandated, totals, every value blank.

    Raises:
        ReadbackError: the content differs; the message names the first difference.
    """
    layout = SheetLayout.of(content or collection_page(report, page))
    workbook, name = read_excel(data), page.sheet
    wanted: dict[tuple[int, int], str | Decimal] = {(one.row, 0): one.text for one in layout.lines}
    for place in layout.grid.places:
        if place.cell is None and place.label:
            wanted[layout.top + place.row, place.column] = BrokenText(place.label)
        check_formula(report, layout.grid, place, workbook[name], name, layout.top)
    compare_sheet(name, wanted, workbook[name].values)
    names = {one.text: {(name, one.row, layout.beside)} for one in layout.entries}
    check_names(names | cells_of_rows(layout.grid, name, layout.top), workbook.names)
    if workbook.names.get(MARK_NAME) != f'"{CollectionMark.of(report, page)}"':
        raise ReadbackError(f"Excel 文件的名称「{MARK_NAME}」有误，未保存。")
    return Proof(len(layout.lines), len(layout.grid.places), "表样")
