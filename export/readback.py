"""Read exported documents back as paragraphs and cells, by other libraries than the writer's.

Word is read by zipfile and ElementTree, web pages by html.parser, Excel by openpyxl.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final, NamedTuple
from xml.etree import ElementTree

from export.wordml import NAMESPACE
from model.text import read_span

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_W: Final = f"{{{NAMESPACE}}}"


class Proof(NamedTuple):
    """The number of paragraphs and cells that were found equal, and the name of the model."""

    paragraphs: int
    cells: int
    model: str = "草稿"

    def __str__(self) -> str:
        """Return the result as a sentence for the clerk."""
        counts = [f"文字{self.paragraphs}段"] * bool(self.paragraphs)
        counts += [f"表格{self.cells}格"] * bool(self.cells)
        return f"已重新打开核对：{'，'.join(counts)}，与{self.model}一致"


class BrokenText(str):
    """A text whose lines a document breaks between words: line breaks in it do not count."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        """Return whether the other text has the same characters, without its line breaks."""
        return isinstance(other, str) and str(self) == other.replace("\n", "")

    def __ne__(self, other: object) -> bool:
        """Return whether the other text has other characters: str has a comparison of its own."""
        return not self == other

    __hash__ = str.__hash__


class SeenCell(NamedTuple):
    """A cell of a document: position, size and text; rows and columns are counted from 0."""

    row: int
    column: int
    height: int
    width: int
    text: str


class SeenTable(NamedTuple):
    """A table of a document with its cells in reading order."""

    cells: tuple[SeenCell, ...]


ReadContent = list[str | SeenTable]
"""Paragraphs and tables in order."""


def read_word(data: bytes) -> tuple[str, ReadContent]:
    """Return the text of the headers, and the paragraphs and tables of the body.

    If odd and even pages have different headers, both are returned.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        body = ElementTree.fromstring(package.read("word/document.xml"))[0]
        parts = [name for name in package.namelist() if name.startswith("word/header")]
        headers = [ElementTree.fromstring(package.read(part)) for part in parts]
    content: ReadContent = []
    for element in body:
        if element.tag == f"{_W}p":
            content.append(_paragraph_text(element))
        elif element.tag == f"{_W}tbl":
            content.append(SeenTable(tuple(_word_cells(element))))
    texts = ["".join(_paragraph_text(p) for p in part.iter(f"{_W}p")) for part in headers]
    return "／".join(dict.fromkeys(texts)), content


def _paragraph_text(paragraph: ElementTree.Element) -> str:
    marks = {f"{_W}tab": "\t", f"{_W}br": "\n"}
    return "".join(
        (element.text or "") if element.tag == f"{_W}t" else marks.get(element.tag, "")
        for element in paragraph.iter()
    )


def _word_cells(table: ElementTree.Element) -> Iterator[SeenCell]:
    """Yield the cells with grid spans and vertical merges applied."""
    open_cells: dict[int, SeenCell] = {}
    for number, row in enumerate(table.iter(f"{_W}tr")):
        column = 0
        for cell in row.iter(f"{_W}tc"):
            properties = cell.find(f"{_W}tcPr")
            span = None if properties is None else properties.find(f"{_W}gridSpan")
            width = 1 if span is None else int(span.get(f"{_W}val", "1"))
            merge = None if properties is None else properties.find(f"{_W}vMerge")
            if merge is not None and merge.get(f"{_W}val") != "restart":
                above = open_cells[column]
                open_cells[column] = above._replace(height=number - above.row + 1)
            else:
                if column in open_cells:
                    yield open_cells.pop(column)
                text = "\n".join(_paragraph_text(p) for p in cell.iter(f"{_W}p"))
                open_cells[column] = SeenCell(number, column, 1, width, text)
            column += width
        for start in [c for c in open_cells if open_cells[c].row + open_cells[c].height <= number]:
            yield open_cells.pop(start)
    yield from open_cells.values()


class _PageReader(HTMLParser):
    """Collects paragraphs, headings and tables of a web page."""

    def __init__(self) -> None:
        super().__init__()
        self.content: ReadContent = []
        self._text: list[str] | None = None
        self._cells: list[SeenCell] = []
        self._taken: set[tuple[int, int]] = set()
        self._row = -1
        self._place = (0, 0, 1, 1)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Start to collect at a paragraph, heading or cell."""
        if tag == "table":
            self._cells, self._taken, self._row = [], set(), -1
        elif tag == "tr":
            self._row += 1
        elif tag in ("td", "th"):
            self._begin_cell(dict(attrs))
        elif tag in ("p", "h1", "h2", "h3", "h4", "h5"):
            self._text = []
        elif tag == "br" and self._text is not None:
            self._text.append("\n")

    def _begin_cell(self, attributes: dict[str, str | None]) -> None:
        height, width = (read_span(attributes.get(name)) for name in ("rowspan", "colspan"))
        column = 0
        while (self._row, column) in self._taken:
            column += 1
        self._taken |= {
            (row, across)
            for row in range(self._row, self._row + height)
            for across in range(column, column + width)
        }
        self._place = (self._row, column, height, width)
        self._text = []

    def handle_data(self, data: str) -> None:
        """Collect text inside a paragraph, heading or cell."""
        if self._text is not None:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        """Finish a table, cell, paragraph or heading."""
        if tag == "table":
            self.content.append(SeenTable(tuple(self._cells)))
        elif tag in ("td", "th") and self._text is not None:
            self._cells.append(SeenCell(*self._place, "".join(self._text)))
            self._text = None
        elif tag in ("p", "h1", "h2", "h3", "h4", "h5") and self._text is not None:
            self.content += (
                "".join(self._text).split("\n") if tag == "h1" else ["".join(self._text)]
            )
            self._text = None


def read_web(data: bytes) -> ReadContent:
    """Return the paragraphs, headings and tables of a web page, in order."""
    reader = _PageReader()
    reader.feed(data.decode("utf-8"))
    return reader.content


class SeenSheet(NamedTuple):
    """A worksheet: values and formulas of its filled cells, and its merged ranges."""

    values: dict[tuple[int, int], str | Decimal]
    formulas: dict[tuple[int, int], str]
    merged: frozenset[tuple[int, int, int, int]]


class SeenWorkbook(dict[str, SeenSheet]):
    """The worksheets of a workbook by their names; ``names`` are its named cells."""

    names: dict[str, str]


def read_excel(data: bytes) -> SeenWorkbook:
    """Return every sheet by its name; numbers are Decimal, values of formulas the stored ones."""
    import openpyxl  # only needed for an export

    # openpyxl drops every x005F_ in plain text, but in rich text only those within one run.
    workbook = openpyxl.load_workbook(io.BytesIO(data), data_only=True, rich_text=True)
    with_formulas = openpyxl.load_workbook(io.BytesIO(data))
    found = SeenWorkbook()
    found.names = {name: one.attr_text or "" for name, one in with_formulas.defined_names.items()}
    for sheet in workbook.worksheets:
        values = {at: _seen(value) for at, value in _filled(sheet)}
        formulas = {
            at: str(value)
            for at, value in _filled(with_formulas[sheet.title])
            if str(value).startswith("=")
        }
        merged = frozenset(
            (m.min_row - 1, m.min_col - 1, m.max_row - 1, m.max_col - 1)
            for m in sheet.merged_cells.ranges
        )
        found[sheet.title] = SeenSheet(values, formulas, merged)
    return found


def _filled(sheet: "Worksheet") -> Iterator[tuple[tuple[int, int], object]]:
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value not in (None, "") and isinstance(cell.row, int):
                yield (cell.row - 1, cell.column - 1), cell.value


def _seen(value: object) -> str | Decimal:
    return Decimal(repr(value)) if isinstance(value, int | float) else str(value)


def summed(formula: str) -> set[tuple[int, int]]:
    """Return the cells that the SUM of a formula adds, as rows and columns counted from 0."""
    from openpyxl.utils import coordinate_to_tuple, rows_from_range  # only needed for an export

    listed = re.search(r"SUM\(([^()]*)\)", formula)
    ranges = re.findall(r"[A-Z]+\d+(?::[A-Z]+\d+)?", listed[1] if listed else "")
    names = [name for one in ranges for row in rows_from_range(one) for name in row]
    return {(row - 1, column - 1) for row, column in map(coordinate_to_tuple, names)}


_REFERENCE: Final = re.compile(r"'((?:[^']|'')+)'!\$?([A-Z]+)\$?(\d+)(?::\$?([A-Z]+)\$?(\d+))?")


def referred(formula: str) -> set[tuple[str, int, int]]:
    """Return the cells of other sheets in a formula: sheet, row and column, counted from 0."""
    from openpyxl.utils import column_index_from_string  # only needed for an export

    found = set()
    for sheet, left, top, right, bottom in _REFERENCE.findall(formula):
        columns = [column_index_from_string(name) for name in (left, right or left)]
        for row in range(int(top), int(bottom or top) + 1):
            for column in range(columns[0], columns[1] + 1):
                found.add((sheet.replace("''", "'"), row - 1, column - 1))
    return found
