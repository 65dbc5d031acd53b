"""Read workbooks of Excel 97 and older (.xls, .et) as .xlsx files are read, by xlrd.

xlrd gives the values with their number formats, so that 0.125 is 12.5% where the sheet shows that;
the gate has found what xlrd does not tell.
"""

import struct
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from intake.content import SUPERSCRIPTS, Document, DocumentBuilder, FileKind, damaged
from intake.gate.admission import Admitted
from intake.gate.records import OldSheet
from intake.readers.excel import BLANK_FORMULAS, Worksheet, add_chart, edge_lines, mark_of
from intake.readers.excel_values import Format, format_of, stored_and_shown

if TYPE_CHECKING:
    from xlrd.book import Book
    from xlrd.sheet import Sheet

_ERRORS: Final = (
    AssertionError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
    struct.error,
)
"""Errors of xlrd for damaged workbooks, in addition to its own."""
_TEXT, _NUMBER, _DATE, _BOOLEAN, _ERROR = range(1, 6)
"""Types of cells."""
_RAISED: Final = 1
"""Position of a font above the line."""


class _NoLog:
    """A log file that keeps nothing: a hostile workbook can make xlrd write without end."""

    def write(self, _text: str) -> None:
        """Forget a text."""


def read_xls(_data: bytes, admitted: Admitted) -> Document:
    """Return the content of the worksheets of a .xls.

    Raises:
        RefusedError: they are damaged, or have more than any report.
    """
    assert admitted.workbook, "the gate knows the records of a .xls"
    import xlrd  # 22 ms and 6 MB

    builder = DocumentBuilder(admitted.notices)
    builder.mark = mark_of(admitted.workbook.mark)
    try:
        book = xlrd.open_workbook(
            file_contents=admitted.workbook.stream,
            logfile=_NoLog(),
            formatting_info=True,
            on_demand=True,
            ragged_rows=True,
        )
        _OldCells(book).add_sheets(admitted.workbook.sheets, builder)
    except (*_ERRORS, xlrd.XLRDError) as error:
        raise damaged() from error
    if admitted.workbook.blanks and not builder.mark:
        builder.notice(BLANK_FORMULAS.format(admitted.workbook.blanks))
    return builder.document(FileKind.XLS)


class _OldCells:
    """An opened workbook with its number formats."""

    def __init__(self, book: "Book") -> None:
        self._book = book
        self._styles = [(self._format(one.format_key), one.font_index) for one in book.xf_list]
        fonts = enumerate(book.font_list)
        self._raised = {number for number, font in fonts if font.escapement == _RAISED}

    def add_sheets(self, known: Iterable[OldSheet], builder: DocumentBuilder) -> None:
        """Add all sheets in order; what the gate knows of each is given."""
        number = 0
        for one in known:
            if not one.is_table:
                add_chart(builder, one.name)
                continue
            found = self._book.sheet_by_index(number)
            self._sheet(found, one).add_to(builder, found.name, bool(found.visibility))
            self._book.unload_sheet(number)
            number += 1

    def _sheet(self, found: "Sheet", known: OldSheet) -> Worksheet:
        sheet = Worksheet(has_drawings=known.has_drawings)
        sheet.margins = [line for edge in known.margins for line in edge_lines(edge)]
        sheet.hidden_rows = {row for row, info in found.rowinfo_map.items() if info.hidden}
        for column, info in found.colinfo_map.items():
            sheet.hidden_columns[column] = info.hidden
        for top, bottom, left, right in found.merged_cells:
            sheet.merged[top, left] = max(1, bottom - top), max(1, right - left)
        older = {place: note.text for place, note in found.cell_note_map.items()}
        sheet.remarks = known.remarks or older
        for row in range(found.nrows):
            for column, kind in enumerate(found.row_types(row)):
                text, shown = self._text(found, row, column, kind)
                if text.strip():
                    sheet.put((row, column), text, shown)
        return sheet

    def _text(self, found: "Sheet", row: int, column: int, kind: int) -> tuple[str, str | None]:
        """Return the text of a cell, and its displayed text if that differs."""
        value = found.cell_value(row, column)
        style = found.cell_xf_index(row, column)
        shape, font = self._styles[style] if style < len(self._styles) else (Format(), 0)
        if kind in (_NUMBER, _DATE):
            return stored_and_shown(repr(value), shape, bool(self._book.datemode))
        if kind == _TEXT:
            runs = found.rich_text_runlist_map.get((row, column), ())
            return (self._with_superscripts(value, [(0, font), *runs]) if runs else value), None
        if kind == _BOOLEAN:
            return ("TRUE" if value else "FALSE"), None
        return (_error(value) if kind == _ERROR else ""), None

    def _format(self, key: int) -> Format:
        """Return a number format; xlrd's own codes, for files without them, are American."""
        from xlrd.formatting import std_format_strings

        known = self._book.format_map.get(key)
        code = known.format_str if known else None
        own = {} if code in (None, std_format_strings.get(key)) else {str(key): str(code)}
        return format_of(str(key), own)

    def _with_superscripts(self, text: str, runs: Sequence[tuple[int, int]]) -> str:
        """Return a text of several fonts, each given by where it begins, with raised digits."""
        written = text.encode("utf-16-le")
        begins = [*(2 * begin for begin, _ in runs), len(written)]
        pieces = (written[one:end].decode("utf-16-le", "replace") for one, end in pairwise(begins))
        return "".join(
            piece.translate(SUPERSCRIPTS) if font in self._raised else piece
            for piece, (_, font) in zip(pieces, runs, strict=True)
        )


def _error(code: int) -> str:
    """Return the text of an error in a cell, such as #DIV/0!."""
    from xlrd import error_text_from_code

    return str(error_text_from_code.get(code, "#N/A"))
