"""Reports as other programs save them: web pages as units write them, Word and Excel of a text."""

import io
from collections.abc import Iterator, Mapping
from itertools import groupby

import docx
import docx.document
import openpyxl

from intake.content import Document, SourceParagraph
from model.form.grid import Grid, GridPlace, grid_of
from model.report.report import Report
from model.values import write_number


def web_page(
    report: Report, older_row: bool = False, stated: Mapping[str, str] | None = None
) -> str:
    """Give the tables of a report as a page of a city's site: within tables for the layout.

    The headings of the sections are pictures; with ``older_row`` （六） is one row. ``stated`` are
    totals that are printed as something else.
    """
    numbers = report.totals()
    texts = {address: write_number(number) for address, number in numbers.items()}
    texts |= stated or {}
    tables = (
        "".join(_rows(grid_of(report.form.tables[key]), texts, older_row))
        for key in report.form.tables
    )
    parts = "".join(
        f'<p><img src="b{n}.png" alt="">&nbsp;</p><table class=MsoNormalTable>{rows}</table>'
        for n, rows in enumerate(tables)
    )
    return (
        "<html><head><meta charset=utf-8><title>年报</title></head><body>"
        "<table width=100%><tr><td>网站首页</td><td>&nbsp;</td></tr><tr><td colspan=2><table>"
        f"<tr><td><h1>{report.unit.name}{report.year}年政府信息公开工作年度报告</h1>{parts}</td></tr>"
        "</table></td></tr></table></body></html>"
    )


def _rows(grid: Grid, texts: dict[str, str], older_row: bool) -> Iterator[str]:
    first, *rest = [p.row for p in grid.places if "行政机关不再处理" in p.label] or [-1]
    gone = {first, *rest} if older_row else set()
    for number, places in enumerate(grid.rows):
        if number in gone:
            continue
        here = [p for p in places if p.row == number or (gone and p.row in gone and p.height > 1)]
        yield f"<tr>{''.join(_cell(place, texts, len(gone)) for place in here)}</tr>"


def _cell(place: GridPlace, texts: dict[str, str], gone: int) -> str:
    text = texts.get(place.cell.address, "") if place.cell else place.label
    if gone and text == "（六）其他处理":
        return ""
    wide, tall = place.width, place.height - gone * (place.height > 10)
    if gone and text == "3.其他":
        text, wide = "（六）其他处理", wide + 1
    step = len(text) if place.cell else 6
    inner = "<br>".join(text[n : n + step] for n in range(0, len(text), step or 1)) or "&nbsp;"
    return (
        f"<td colspan={wide} rowspan={tall} style='border:solid 1px'>"
        f"<p align=center><span lang=EN-US>&nbsp;{inner}</span></p></td>"
    )


def blocks_of(text: str) -> Iterator[list[str]]:
    """Give the lines of a text: those with tabs that follow each other together."""
    for tabbed, lines in groupby(text.split("\n"), key=lambda line: "\t" in line):
        here = list(lines)
        yield from [here] if tabbed else ([line] for line in here)


def pasted_into_word(text: str) -> bytes:
    """Give a text whose lines with tabs were pasted into tables of Word."""
    document = docx.Document()
    for lines in blocks_of(text):
        if "\t" not in lines[0]:
            document.add_paragraph(lines[0])
            continue
        rows = [line.split("\t") for line in lines]
        table = document.add_table(len(rows), max(map(len, rows)))
        for row, fields in enumerate(rows):
            for column, field in enumerate(fields):
                table.cell(row, column).text = field
    return _saved(document)


def pasted_into_excel(text: str) -> bytes:
    """Give a text that was pasted into a worksheet; numbers become numbers there."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    for lines in blocks_of(text):
        for line in lines:
            sheet.append([int(f) if f.isdecimal() else f or None for f in line.split("\t")])
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def as_word(document: Document) -> bytes:
    """Give what a document says as one of Word, merged cells and all."""
    made = docx.Document()
    for block in document.blocks:
        if isinstance(block, SourceParagraph):
            made.add_paragraph(block.text)
            continue
        rows = max(cell.row + cell.height for cell in block.cells)
        table = made.add_table(rows, max(cell.column + cell.width for cell in block.cells))
        for cell in block.cells:
            last = table.cell(cell.row + cell.height - 1, cell.column + cell.width - 1)
            table.cell(cell.row, cell.column).merge(last).text = cell.text
    return _saved(made)


def as_excel(document: Document) -> bytes:
    """Give the tables of a document as worksheets, merged cells and all; numbers are numbers."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    for number, table in enumerate(document.tables, 1):
        sheet = workbook.create_sheet(f"表{number}")
        for cell in table.cells:
            last = cell.row + cell.height, cell.column + cell.width
            text = int(cell.text) if cell.text.isdecimal() else cell.text or None
            sheet.cell(cell.row + 1, cell.column + 1, text)
            if last != (cell.row + 1, cell.column + 1):
                sheet.merge_cells(None, cell.row + 1, cell.column + 1, *last)
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def _saved(document: docx.document.Document) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()
