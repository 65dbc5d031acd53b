"""Blocks of cells as spreadsheets and browsers copy them: tab-separated text, and HTML tables.

Excel and WPS put both on the clipboard. The text is enough but where cells are merged: a browser's
text leaves their places out, HTML knows them.
"""

import csv
import io
from collections.abc import Sequence
from html import escape
from html.parser import HTMLParser
from typing import Final

Block = tuple[tuple[str, ...], ...]
"""Rows of equal length, from the top; a place that a merged cell covers is empty."""

csv.field_size_limit(2**31 - 1)  # else a long paragraph on the clipboard is an error

MOST: Final = 1000
"""Rows or columns beyond which a block is cut: no table of any form comes near."""


def read_text(text: str) -> Block:
    """Read tab-separated text; quotes hold line feeds and tabs together."""
    lines = csv.reader(io.StringIO(text.replace("\r\n", "\n"), newline=""), dialect=csv.excel_tab)
    return _even([row[:MOST] for _, row in zip(range(MOST), lines, strict=False)])


def write_text(block: Sequence[Sequence[str]]) -> str:
    """Write tab-separated text that Excel and WPS paste as cells."""
    target = io.StringIO(newline="")
    csv.writer(target, dialect=csv.excel_tab).writerows(block)
    return target.getvalue()


def read_html(html: str) -> Block:
    """Read the first table of a page, merged cells spread out; empty where there is none."""
    reader = _TableReader()
    reader.feed(html)
    reader.close()
    return _even(reader.rows())


def write_html(block: Sequence[Sequence[str]]) -> str:
    """Write a plain table."""
    rows = ("".join(f"<td>{escape(text)}</td>" for text in row) for row in block)
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


def _even(rows: Sequence[Sequence[str]]) -> Block:
    """Give rows one length, without the empty line that ends what a spreadsheet copies."""
    width = max(map(len, rows), default=0)
    return tuple(tuple(row) + ("",) * (width - len(row)) for row in rows) if width else ()


class _TableReader(HTMLParser):
    """Takes the cells of the first table; what a table within a cell says is left out."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = 0
        self._done = False
        self._row = -1
        self._cells: dict[tuple[int, int], str] = {}
        self._here: tuple[int, int] | None = None

    def rows(self) -> list[list[str]]:
        """Give the texts by their places."""
        height = max((row for row, _ in self._cells), default=-1) + 1
        found = []
        for row in range(height):
            width = max((c for r, c in self._cells if r == row), default=-1) + 1
            texts = (self._cells.get((row, column), "") for column in range(width))
            found.append([" ".join(text.split()) for text in texts])
        return found

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a table, row or cell."""
        self._depth += tag == "table"
        if self._done or self._depth != 1:
            return
        if tag == "tr":
            self._row += 1
            self._here = None
        elif tag in ("td", "th") and 0 <= self._row < MOST:
            self._open_cell(dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        """Close a cell or a table; only the first one counts."""
        if tag == "table":
            self._depth -= 1
            if self._depth <= 0:
                self._done, self._here = True, None
        elif tag in ("td", "th") and self._depth == 1:
            self._here = None

    def handle_data(self, data: str) -> None:
        """Take the text of the cell that is open."""
        if self._here is not None and self._depth == 1:
            self._cells[self._here] += data

    def _open_cell(self, attributes: dict[str, str | None]) -> None:
        column = 0
        while (self._row, column) in self._cells:
            column += 1
        height, width = (_span(attributes.get(name)) for name in ("rowspan", "colspan"))
        for row in range(self._row, min(self._row + height, MOST)):
            for place in range(column, min(column + width, MOST)):
                self._cells.setdefault((row, place), "")
        self._here = (self._row, column) if column < MOST else None


def _span(value: str | None) -> int:
    return min(int(value), MOST) if value and value.isascii() and value.isdigit() else 1
