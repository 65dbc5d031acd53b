"""Word against docxtpl, Excel against openpyxl, both against text fill and zip."""

import io
import re
import zipfile
from collections.abc import Callable
from copy import copy
from typing import Any

import docxtpl
import openpyxl
from openpyxl.cell.cell import MergedCell
from openpyxl.worksheet.worksheet import Worksheet

from benchmarks.pairing import Pair, pair
from model.report.report import Report
from tests.writing import render_excel, render_word


def word(report: Report) -> Pair:
    """Render the same tables and text by docxtpl, from a template with one tag for each text."""
    document = render_word(report)
    template, values = _template(document)
    return pair(lambda: render_word(report), lambda: _docxtpl(template, values), _fill(document))


def _template(document: bytes) -> tuple[bytes, dict[str, str]]:
    """Put a tag in the place of every text of a document."""
    values: dict[str, str] = {}

    def tag(match: re.Match[str]) -> str:
        key = f"v{len(values)}"
        values[key] = match[2]
        return f"{match[1]}{{{{ {key} }}}}{match[3]}"

    parts = _parts(document)
    text = parts["word/document.xml"].decode()
    text = re.sub(r"(<w:t [^>]*>)([^<]+)(</w:t>)", tag, text)
    return _zip(parts | {"word/document.xml": text.encode()}), values


def _docxtpl(template: bytes, values: dict[str, str]) -> bytes:
    made = docxtpl.DocxTemplate(io.BytesIO(template))
    made.render(values)
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def excel(report: Report) -> Pair:
    """Build the same workbook by openpyxl: every cell, merge, format, width and validation."""
    workbook = render_excel(report)
    sheets = [_contents(s) for s in openpyxl.load_workbook(io.BytesIO(workbook)).worksheets]
    return pair(lambda: render_excel(report), lambda: _openpyxl(sheets), _fill(workbook))


def _contents(sheet: Worksheet) -> dict[str, Any]:
    """Take a sheet apart, outside what is timed."""
    cells = []
    for row in sheet.iter_rows():
        for cell in row:
            if not isinstance(cell, MergedCell):
                look = (cell.font, cell.border, cell.fill, cell.alignment, cell.protection)
                cells.append((cell.row, cell.column, cell.value, cell.number_format, look))
    return {
        "title": sheet.title,
        "cells": cells,
        "merged": [str(area) for area in sheet.merged_cells.ranges],
        "widths": {key: column.width for key, column in sheet.column_dimensions.items()},
        "validations": list(sheet.data_validations.dataValidation),
    }


def _openpyxl(sheets: list[dict[str, Any]]) -> bytes:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    for content in sheets:
        sheet = workbook.create_sheet(content["title"])
        for row, column, value, number_format, look in content["cells"]:
            cell = sheet.cell(row, column, value)
            cell.number_format = number_format
            cell.font, cell.border, cell.fill, cell.alignment, cell.protection = map(copy, look)
        for area in content["merged"]:
            sheet.merge_cells(area)
        for key, width in content["widths"].items():
            sheet.column_dimensions[key].width = width
        for validation in content["validations"]:
            sheet.add_data_validation(validation)
        sheet.protection.sheet = True
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def _fill(document: bytes) -> Callable[[], bytes]:
    """Return the limit: put numbers into text by one substitution, and zip."""
    parts = {
        name: re.sub(rb"(?<=>)(\d+)(?=<)", rb"%s", data.replace(b"%", b"%%"))
        for name, data in _parts(document).items()
    }
    counts = {name: data.count(b"%s") for name, data in parts.items()}

    def fill() -> bytes:
        filled = {name: data % ((b"7",) * counts[name]) for name, data in parts.items()}
        return _zip(filled)

    return fill


def _parts(document: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        return {name: package.read(name) for name in package.namelist()}


def _zip(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return buffer.getvalue()
