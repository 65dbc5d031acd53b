"""Read Excel: one table for each worksheet, with the stored and the displayed text of its cells.

Rows are read one by one with only their existing cells, so a cell at the end of a sheet costs as
much as one at its beginning, and the dimension that the sheet states is not used.
Shared strings, numbers, percentages and dates are texts here; the model turns text into numbers.
Pictures, text boxes and formulas without a value are not read, only reported.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final
from xml.etree.ElementTree import Element, fromstring, iterparse

from intake.content import (
    CELLS,
    COLUMNS,
    TEXT,
    AsideKind,
    Document,
    DocumentBuilder,
    FileKind,
    SourceCell,
    abnormal,
    damaged,
    too_much,
)
from intake.gate.admission import Admitted
from intake.gate.packages import Package, place_of, read_part, relations, stretch_of
from intake.readers.excel_values import NumberFormats, plain, stored_and_shown
from model.combine.collection import MARK_NAME
from model.text import clean_line

CellPlace = tuple[int, int]
_RELATIONSHIP: Final = "relationships}id"
_TRUE: Final = ("1", "true")
_BLANK_SUM: Final = re.compile(r'IF\(COUNT\([^()]*\)=[0-9]+,.*,""\)')
BLANK_FORMULAS: Final = "有{}个公式没有结果，按空白读取。"
_REPEATED: Final = re.compile(r'IF\(([^,]+)="","",\1\)')
"""A formula that repeats another cell, and is blank if that is."""
_PAGE_EDGES: Final = ("Header", "Footer")
_CODES: Final = re.compile(r'&(?:"[^"]*"|[0-9]+|K[0-9A-F]{6}|[^"0-9])')
"""Codes of alignment, font, page number, date and file name at the edges of pages."""
_MARK: Final = 200
"""Characters of the mark of a page of the 采集表."""
_NAME: Final = 31
"""Characters of the name of a sheet in a message."""


@dataclass
class Worksheet:
    """The content of one worksheet."""

    texts: dict[CellPlace, str] = field(default_factory=dict)
    shown: dict[CellPlace, str] = field(default_factory=dict)
    remarks: dict[CellPlace, str] = field(default_factory=dict)
    merged: dict[CellPlace, CellPlace] = field(default_factory=dict)
    """Height and width of merged cells by the position of their first cell."""
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: bytearray = field(default_factory=lambda: bytearray(COLUMNS))
    characters: int = 0
    margins: list[str] = field(default_factory=list)
    """Lines of page headers and footers."""
    has_drawings: bool = False
    """Whether it contains pictures or text boxes."""
    blank_sums: int = 0
    """Formulas, as in the program's own workbooks, that are blank while a number is missing."""
    uncalculated: int = 0
    """Formulas without a value."""

    def put(self, place: CellPlace, text: str, shown: str | None) -> None:
        """Add a filled cell.

        Raises:
            RefusedError: the sheet has more text or cells than any report.
        """
        self.texts[place] = text
        if shown is not None:
            self.shown[place] = shown
        self.characters += len(text)
        if len(self.texts) > CELLS or self.characters > TEXT:
            raise too_much()

    def add_to(self, builder: DocumentBuilder, name: str, hidden: bool) -> None:
        """Add its cells as a table, and its other content as asides."""
        builder.table(self._cells(), name, hidden)
        short = clean_line(name)[:_NAME]
        if self.has_drawings:
            message = f"工作表「{short}」中的图片、图表或文本框"
            builder.aside(AsideKind.OBJECT, message, builder.blocks)
        if self.uncalculated:
            message = f"工作表「{short}」有{self.uncalculated}个公式没有保存结果"
            builder.aside(AsideKind.OBJECT, message, builder.blocks)
        for line in self.margins:
            builder.aside(AsideKind.MARGIN, line, builder.blocks)

    def _cells(self) -> Iterator[SourceCell]:
        """Yield its cells with a text or a remark, in reading order."""
        for place in sorted(self.texts.keys() | self.remarks.keys()):
            yield SourceCell(
                *place,
                *self.merged.get(place, (1, 1)),
                self.texts.get(place, ""),
                self.shown.get(place),
                self.remarks.get(place, ""),
                place[0] in self.hidden_rows or bool(self.hidden_columns[place[1]]),
            )


class _Workbook:
    """An opened package with the strings and formats that its sheets share."""

    def __init__(self, opened: zipfile.ZipFile, package: Package) -> None:
        self._opened, self._package = opened, package
        self.root = fromstring(read_part(opened, package, package.main))
        by_type = relations(opened, package.main)
        self._targets = relations(opened, package.main, by="Id")
        self._read: set[str] = set()
        self._strings: list[str] = []
        if "sharedStrings" in by_type:
            self._strings = [plain(item) for item in self._part(by_type["sharedStrings"])]
        styles = self._part(by_type["styles"]) if "styles" in by_type else None
        base = next((e.get("date1904", "") for e in self.root if _is(e, "workbookPr")), "")
        self._formats = NumberFormats(styles, from_1904=base in _TRUE)

    def _part(self, name: str) -> Element:
        return fromstring(read_part(self._opened, self._package, name))

    @property
    def mark(self) -> str:
        """The mark of a page of the 采集表; empty if there is none."""
        names = (one for one in self.root.iter() if _is(one, "definedName"))
        texts = (one.text or "" for one in names if one.get("name") == MARK_NAME)
        return mark_of(next(texts, ""))

    def sheets(self) -> Iterator[tuple[str, bool, str]]:
        """Yield the name of each sheet, whether it is hidden, and its part."""
        for element in self.root.iter():
            if _is(element, "sheet"):
                key = next((v for k, v in element.items() if k.endswith(_RELATIONSHIP)), "")
                hidden = element.get("state", "visible") != "visible"
                yield element.get("name", ""), hidden, self._targets.get(key, "")

    def read(self, part: str) -> Worksheet | None:
        """Read a worksheet; None if the part is a chart or a dialogue."""
        if part in self._read:
            raise abnormal("工作表重复")
        self._read.add(part)
        sheet = Worksheet()
        row = -1
        source = io.BytesIO(read_part(self._opened, self._package, part))
        for event, element in iterparse(source, ("start", "end")):
            if row < 0 and event == "start" and not _is(element, "worksheet"):
                return None
            row = max(row, 0)
            if event == "end" and _is(element, "row"):
                row = int(element.get("r", row + 1))
                self._read_row(sheet, row - 1, element)
                element.clear()
            elif event == "end":
                _read_other(sheet, element)
        if comments := relations(self._opened, part).get("comments"):
            sheet.remarks = dict(_remarks(self._part(comments)))
        return sheet

    def _read_row(self, sheet: Worksheet, row: int, element: Element) -> None:
        if element.get("hidden") in _TRUE:
            sheet.hidden_rows.add(row)
        column = -1
        for cell in element:
            column = place_of(cell.get("r", ""))[1] if cell.get("r") else column + 1
            parts = {child.tag.rpartition("}")[2]: child for child in cell}
            text, shown = self._text(cell, parts.get("v"), parts.get("is"))
            if text.strip():
                sheet.put((row, column), text, shown)
            elif "f" in parts and ("v" not in parts or not parts["v"].text):
                formula = parts["f"].text or ""
                blank = _BLANK_SUM.fullmatch(formula) is not None
                repeats = _REPEATED.fullmatch(formula) is not None
                sheet.blank_sums += blank
                sheet.uncalculated += cell.get("t") != "str" and not blank and not repeats

    def _text(
        self, cell: Element, value: Element | None, inline: Element | None
    ) -> tuple[str, str | None]:
        """Return the text of a cell, and its displayed text if that differs."""
        text = (value.text or "") if value is not None else ""
        match cell.get("t", "n"):
            case "s" if text:
                return _item(self._strings, text), None
            case "inlineStr":
                return plain(inline) if inline is not None else text, None
            case "b" if text:
                return "TRUE" if text == "1" else "FALSE", None
            case "n" if text:
                form = self._formats.of(cell.get("s", "0"))
                return stored_and_shown(text, form, self._formats.from_1904)
        return text, None


def read_excel(data: bytes, admitted: Admitted) -> Document:
    """Return the content of the worksheets of a .xlsx.

    Raises:
        RefusedError: they have more than any report, or refer to missing parts.
    """
    assert admitted.package, "the gate knows the package of a .xlsx"
    builder = DocumentBuilder(admitted.notices)
    blank_sums = 0
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        workbook = _Workbook(opened, admitted.package)
        for name, hidden, part in workbook.sheets():
            sheet = workbook.read(part)
            if sheet is None:
                add_chart(builder, name)
                continue
            sheet.add_to(builder, name, hidden)
            blank_sums += sheet.blank_sums
        builder.mark = workbook.mark
    if blank_sums and not builder.mark:
        builder.notice(f"有{blank_sums}个合计公式没有结果，按空白读取。")
    return builder.document(FileKind.EXCEL)


def add_chart(builder: DocumentBuilder, name: str) -> None:
    """Add a sheet without cells, such as a chart, as an aside."""
    message = f"「{clean_line(name)[:_NAME]}」不是工作表"
    builder.aside(AsideKind.OBJECT, message, builder.blocks)


def mark_of(expression: str) -> str:
    """Return the text that the hidden name of a page of the 采集表 stands for, as it was saved."""
    return expression.removeprefix("of:").strip('="')[:_MARK]


def edge_lines(text: str) -> list[str]:
    """Return the lines of a page header or footer without its codes."""
    return [*filter(None, map(str.strip, _CODES.split(text)))]


def _is(element: Element, name: str) -> bool:
    return element.tag.rpartition("}")[2] == name


def _read_other(sheet: Worksheet, element: Element) -> None:
    """Read an element outside the rows: merged cells, hidden columns, drawings, page edges."""
    if _is(element, "mergeCell"):
        top, left, height, width = stretch_of(element.get("ref", ""))
        sheet.merged[top, left] = height, width
    elif _is(element, "col") and element.get("hidden") in _TRUE:
        first, last = _column(element.get("min", "")), _column(element.get("max", ""))
        width = last - first + 1
        sheet.hidden_columns[first - 1 : first - 1 + width] = b"\1" * width
    elif _is(element, "drawing") or _is(element, "picture"):
        sheet.has_drawings = True
    elif element.tag.endswith(_PAGE_EDGES):
        sheet.margins += edge_lines(element.text or "")


def _column(text: str) -> int:
    """Return the number of a column, counted from 1."""
    if not (text.isascii() and text.isdigit() and len(text) < 8 and int(text)):
        raise damaged()
    return min(int(text), COLUMNS)


def _remarks(comments: Element) -> Iterator[tuple[CellPlace, str]]:
    """Yield the comments with the positions of their cells."""
    for comment in comments.iter():
        if _is(comment, "comment"):
            texts = (plain(item) for item in comment if _is(item, "text"))
            yield place_of(comment.get("ref", "")), "".join(texts)


def _item(strings: Sequence[str], text: str) -> str:
    if not (text.isascii() and text.isdigit() and len(text) < 8 and int(text) < len(strings)):
        raise damaged()
    return strings[int(text)]
