"""Sections that fill in pages of the 采集表, by openpyxl, as their office programs would."""

import io
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import openpyxl
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from export.collection import render_workbook
from export.excel_sheets import row_name
from model.combine.collection import SIGNED, pages_of
from model.form.form import Form
from model.form.grid import grid_of
from model.report.report import Report
from tests.writing import MOMENT

Change = Callable[[Worksheet, Workbook], None]
BY = ("许可科", "张某", "2025年1月5日")


def numbers_of(form: Form, key: str) -> dict[str, int]:
    """A number of its own for each cell of a page."""
    return {a: n for n, a in enumerate(pages_of(form)[key].table.typed, 1)}


def filled_in(
    report: Report,
    key: str,
    numbers: Mapping[str, object],
    by: Sequence[str] = BY,
    change: Change | None = None,
) -> bytes:
    """Give a page of a report with numbers by address, as saved by the one who fills it in."""
    page = pages_of(report.form)[key]
    workbook = openpyxl.load_workbook(io.BytesIO(render_workbook(page, report, MOMENT)))
    sheet = workbook[page.sheet]
    for name, text in zip(SIGNED, by, strict=False):
        sheet[first_cell(workbook, name)] = text
    for address, number in numbers.items():
        sheet[place_of(workbook, report, key, address)] = number
    if change:
        change(sheet, workbook)
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def first_cell(workbook: Workbook, name: str) -> str:
    reference = workbook.defined_names[name].attr_text or ""
    return reference.rpartition("!")[2].replace("$", "").partition(":")[0]


def place_of(workbook: Workbook, report: Report, key: str, address: str) -> str:
    """The coordinate of a cell: in the row with its name, as far to the right as in the grid."""
    where, row = grid_of(pages_of(report.form)[key].table).where, row_name(address)
    first = min(place.column for other, place in where.items() if row_name(other) == row)
    start = workbook.worksheets[0][first_cell(workbook, row)]
    column = start.column + where[address].column - first
    return str(workbook.worksheets[0].cell(start.row, column).coordinate)


def put_in(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
    paths = [folder / name for name in files]
    for path, data in zip(paths, files.values(), strict=True):
        path.write_bytes(data)
    return paths
