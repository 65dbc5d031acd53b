"""Read OpenDocument spreadsheets (.ods) as .xlsx files are read.

Only what is filled is kept of repeated rows and columns; the gate has checked the numbers of them.
Source: OpenDocument 1.3 Part 3, 6.1 (text), 9.1 (tables), 19.387 (values).
"""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from typing import Final
from xml.etree.ElementTree import Element, fromstring, iterparse

from intake.content import (
    COLUMNS,
    ROWS,
    SHEETS,
    SUPERSCRIPTS,
    Document,
    DocumentBuilder,
    FileKind,
    abnormal,
)
from intake.gate.admission import Admitted
from intake.gate.packages import read_part
from intake.readers.excel import BLANK_FORMULAS, Worksheet, mark_of
from intake.readers.excel_values import Format, FormatMeaning, stored_and_shown
from model.combine.collection import MARK_NAME

_NAMES: Final = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}%s"
_TABLE, _ROW, _COLUMN = (_NAMES % ("table", one) for one in ("table", "table-row", "table-column"))
_CELLS: Final = tuple(_NAMES % ("table", one) for one in ("table-cell", "covered-table-cell"))
_ELSEWHERE: Final = _NAMES % ("table", "table-source")
"""It marks the copy of a sheet of another file."""
_NAME: Final = _NAMES % ("table", "named-expression")
_PARAGRAPH: Final = _NAMES % ("text", "p")
_REMARK: Final = _NAMES % ("office", "annotation")
_STYLE: Final = _NAMES % ("style", "style")
_MASTER: Final = _NAMES % ("style", "master-page")
_DRAWINGS: Final = _NAMES.partition("%s")[0] + "drawing:"
_STYLES: Final = "styles.xml"
_FIELDS: Final = (
    "date", "time", "page-number", "page-count", "sheet-name", "file-name", "title", "ruby-text",
)  # fmt: skip
"""Elements within a text that are not text of the sheet."""
_SPACES: Final = re.compile("[ \t\r\n]+")
_MOST_SPACES: Final = 100
_WRITTEN: Final = {"s": "\x1c", "tab": "\x1d", "line-break": "\x1e"}
_MARKS: Final = {0x1C: " ", 0x1D: "\t", 0x1E: "\n"}
"""What elements within a text stand for, by control characters that XML has not."""
_CLOCK: Final = re.compile(r"PT(\d{1,2})H(\d{1,2})M(\d{1,2})(?:[.,]\d*)?S")
_DATE: Final = re.compile(r"([\d-]+)T([\d:]+)(?:[.,]\d*)?")
_MIDNIGHT: Final = " 00:00:00"


@dataclass
class _Styles:
    """Properties of the styles of a file, by the names of the styles."""

    hidden: set[str] = field(default_factory=set)
    """Styles of hidden tables."""
    raised: set[str] = field(default_factory=set)
    """Styles of text above the line."""
    pages: dict[str, str] = field(default_factory=dict)
    """The page of a style of tables."""
    margins: dict[str, list[str]] = field(default_factory=dict)
    """Lines of the header and footer of a page."""

    def add(self, style: Element) -> None:
        """Add a style of tables or of text."""
        name = style.get(_NAMES % ("style", "name"), "")
        self.pages[name] = style.get(_NAMES % ("style", "master-page-name"), "")
        for properties in style:
            if properties.get(_NAMES % ("table", "display")) == "false":
                self.hidden.add(name)
            position = properties.get(_NAMES % ("style", "text-position"), "0%")
            if not position.startswith(("0%", "-", "sub")):
                self.raised.add(name)

    def add_page(self, page: Element) -> None:
        """Add the header and footer of a page that are displayed."""
        lines = self.margins.setdefault(page.get(_NAMES % ("style", "name"), ""), [])
        for edge in page:
            if edge.get(_NAMES % ("style", "display")) != "false":
                lines += filter(None, (self.text(one).strip() for one in edge.iter(_PARAGRAPH)))

    def text(self, paragraph: Element) -> str:
        """Return the text of a paragraph; white space in the file is one space."""
        written = _SPACES.sub(" ", "".join(self._pieces(paragraph)))
        return written.strip(" ").translate(_MARKS)

    def _pieces(self, element: Element) -> Iterator[str]:
        yield element.text or ""
        for child in element:
            name = child.tag.rpartition("}")[2]
            if name in _WRITTEN:
                yield _WRITTEN[name] * min(_count(child, "text", "c"), _MOST_SPACES)
            elif name not in _FIELDS and not child.tag.startswith(_DRAWINGS):
                is_raised = child.get(_NAMES % ("text", "style-name")) in self.raised
                for piece in self._pieces(child):
                    yield piece.translate(SUPERSCRIPTS) if is_raised else piece
            yield child.tail or ""


class _Sheets:
    """The sheets of a file, filled while its content is read."""

    def __init__(self, builder: DocumentBuilder) -> None:
        self.styles = _Styles()
        self.blanks = 0
        """Formulas without a result."""
        self._builder = builder
        self._sheet = Worksheet()
        self._count = self._depth = self._row = self._column = 0
        self._is_elsewhere = False

    def begin(self, element: Element) -> None:
        """Note the beginning of an element."""
        if element.tag != _TABLE:
            return
        self._depth += 1
        if self._depth > 1:  # a table in a cell
            self._sheet.has_drawings = True
            return
        self._count += 1
        if self._count > SHEETS:
            raise abnormal(f"工作表超过{SHEETS}个")
        self._sheet, self._is_elsewhere = Worksheet(), False
        self._row = self._column = 0

    def end(self, element: Element) -> None:
        """Read an element at its end."""
        if element.tag == _STYLE:
            self.styles.add(element)
        elif element.tag == _NAME and element.get(_NAMES % ("table", "name")) == MARK_NAME:
            self._builder.mark = mark_of(element.get(_NAMES % ("table", "expression"), ""))
        elif element.tag == _ELSEWHERE:
            self._is_elsewhere = True
        elif element.tag.startswith(_DRAWINGS):
            self._sheet.has_drawings = True
        elif element.tag == _TABLE:
            self._depth -= 1
            if not (self._depth or self._is_elsewhere):
                self._add(element)
        elif element.tag == _COLUMN and self._depth == 1:
            self._hide_columns(element)
        elif element.tag == _ROW and self._depth == 1:
            self._read_row(element)
            element.clear()

    def _add(self, table: Element) -> None:
        style = table.get(_NAMES % ("table", "style-name"), "")
        self._sheet.margins = self.styles.margins.get(self.styles.pages.get(style, ""), [])
        name = table.get(_NAMES % ("table", "name"), "")
        self._sheet.add_to(self._builder, name, style in self.styles.hidden)

    def _hide_columns(self, element: Element) -> None:
        first, count = self._column, _count(element, "table", "number-columns-repeated")
        self._column += count
        if self._column > COLUMNS:
            raise abnormal("单元格位置超出范围")
        if _is_hidden(element):
            self._sheet.hidden_columns[first : self._column] = b"\1" * count

    def _read_row(self, element: Element) -> None:
        first, count = self._row, _count(element, "table", "number-rows-repeated")
        self._row += count
        column = 0
        for cell in element:
            if cell.tag not in _CELLS:
                continue
            times = _count(cell, "table", "number-columns-repeated")
            if self._read_cell(cell, range(first, self._row), range(column, column + times)):
                hidden = range(first, self._row) if _is_hidden(element) else ()
                self._sheet.hidden_rows.update(hidden)
            column += times

    def _read_cell(self, cell: Element, rows: range, columns: range) -> bool:
        """Put a cell into all rows and columns that repeat it; return whether it is filled."""
        paragraphs = [self.styles.text(one) for one in cell.iterfind(_PARAGRAPH)]
        text, shown = _value(cell, "\n".join(paragraphs) if paragraphs else None)
        remark = cell.find(_REMARK)
        if not text.strip():
            self.blanks += cell.get(_NAMES % ("table", "formula")) is not None
            rows, columns = rows[:1], columns[:1]
        if remark is None and not text.strip():
            return False
        if rows.stop > ROWS or columns.stop > COLUMNS:
            raise abnormal("单元格位置超出范围")
        place = rows.start, columns.start
        if remark is not None:
            written = (self.styles.text(one) for one in remark.iterfind(_PARAGRAPH))
            self._sheet.remarks[place] = "\n".join(written)
        size = (
            _count(cell, "table", "number-rows-spanned"),
            _count(cell, "table", "number-columns-spanned"),
        )
        for place in product(rows, columns) if text.strip() else ():
            self._sheet.put(place, text, shown)
            self._sheet.merged[place] = size
        return True


def read_ods(data: bytes, admitted: Admitted) -> Document:
    """Return the content of the sheets of a .ods.

    Raises:
        RefusedError: they have more than any report.
    """
    assert admitted.package, "the gate knows the package of a .ods"
    builder = DocumentBuilder(admitted.notices)
    sheets = _Sheets(builder)
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        if _STYLES in admitted.package.checked:
            for page in fromstring(read_part(opened, admitted.package, _STYLES)).iter(_MASTER):
                sheets.styles.add_page(page)
        content = io.BytesIO(read_part(opened, admitted.package, admitted.package.main))
    for event, element in iterparse(content, ("start", "end")):
        (sheets.begin if event == "start" else sheets.end)(element)
    if sheets.blanks and not builder.mark:
        builder.notice(BLANK_FORMULAS.format(sheets.blanks))
    return builder.document(FileKind.ODS)


def _value(cell: Element, written: str | None) -> tuple[str, str | None]:
    """Return the text of a cell, and its displayed text if that differs."""
    kind, value, date, time, truth, words = (
        cell.get(_NAMES % ("office", name), "")
        for name in (
            "value-type", "value", "date-value", "time-value", "boolean-value", "string-value",
        )
    )  # fmt: skip
    if value and kind in ("float", "currency", "percentage"):
        meaning = FormatMeaning.PERCENT if kind == "percentage" else FormatMeaning.NUMBER
        text, _ = stored_and_shown(value, Format(meaning), from_1904=False)
        return text, None if written == text else written
    if date:
        return _DATE.sub(r"\1 \2", date).removesuffix(_MIDNIGHT), None
    if found := _CLOCK.fullmatch(time):
        return ":".join(found.groups()), None
    return truth.upper() or written or words, None


def _count(element: Element, space: str, name: str) -> int:
    """Return the number that an attribute states, 1 by default."""
    stated = element.get(_NAMES % (space, name), "1")
    return int(stated) if stated.isascii() and stated.isdigit() and len(stated) < 8 else 1


def _is_hidden(element: Element) -> bool:
    return element.get(_NAMES % ("table", "visibility"), "visible") != "visible"
