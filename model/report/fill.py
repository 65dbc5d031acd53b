"""Fill many cells at once: zeros in blank cells, and copied blocks by position.

空格填0 never fills a stock (现行有效件数, counted on 31 December), nor figures carried over from
last year's report. A block is tab-separated text or an HTML table, as spreadsheets and browsers
copy it; content that cannot be pasted is reported.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from html import escape
from html.parser import HTMLParser
from typing import Final

from model.address import Address
from model.errors import UnreadableError
from model.form.arithmetic import RelationLine, arithmetic
from model.form.entry import read_number
from model.form.form import Form
from model.report.addresses import blanks, kind_of
from model.report.answers import put_number
from model.report.report import Report
from model.text import read_span


@dataclass(frozen=True)
class ZeroFill:
    """The result of filling zeros: the report, the number of filled cells, and why not all."""

    report: Report
    filled: int
    left: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """The result as a sentence for the clerk."""
        done = f"已在{self.filled}个空格填0。" if self.filled else "没有可以填0的空格。"
        return done + "".join(self.left)


def fill_zeros(report: Report, addresses: Iterable[str]) -> ZeroFill:
    """Fill the blanks among these cells with 0; numbers and unread texts are not changed."""
    asked = set(addresses)
    empty = [a for table in report.form.tables for a in blanks(report, table) if a in asked]
    reasons = {address: _reason_against(report, address) for address in empty}
    zeros = {address: 0 for address in empty if not reasons[address]}
    counted = Counter(reason for reason in reasons.values() if reason)
    left = tuple(f"{count}格未填：{reason}。" for reason, count in counted.items())
    return ZeroFill(replace(report, values={**report.values, **zeros}), len(zeros), left)


def fill_nothing(report: Report, table: str) -> ZeroFill:
    """Fill a table with zeros because nothing happened this year: 本年无申请 etc."""
    asked = report.form.tables[table]
    rows = set(asked.nothing.rows) if asked.nothing else set()
    return fill_zeros(report, (a for a in asked.typed if not rows or Address.parse(a).row in rows))


def _reason_against(report: Report, address: str) -> str:
    """Return why a cell must not be filled with 0; empty if it may be."""
    line = _lines(report.form).get(address)
    if line is None:
        return ""
    ours = line.left[0]
    if _is_stock(line):
        return f"{ours.called}按实有数填写"
    past = [report.last_values.get(a, 0) for operand in line.right for a in operand.typed]
    return f"上年报告的{line.right[0].called}不为0" if any(past) else ""


@cache
def _lines(form: Form) -> dict[str, RelationLine]:
    """Return the line of the relation with last year from which each cell follows."""
    return {
        address: line
        for line in arithmetic(form).lines.values()
        if line.relation.equals and line.relation.between_years
        for address in line.left[0].typed
        if _is_stock(line) or all(operand.last for operand in line.right)
    }


def _is_stock(line: RelationLine) -> bool:
    return any(operand.last and operand.typed == line.left[0].typed for operand in line.right)


PastedBlock = tuple[tuple[str, ...], ...]
"""Rows of equal length from the top; positions covered by a merged cell are empty."""

csv.field_size_limit(2**31 - 1)  # otherwise a long paragraph on the clipboard is an error

MOST: Final = 1000
"""Most rows or columns of a block; the rest is cut off."""


def read_text(text: str) -> PastedBlock:
    """Return a block from tab-separated text; quoted fields may contain tabs and line feeds."""
    lines = csv.reader(io.StringIO(text.replace("\r\n", "\n"), newline=""), dialect=csv.excel_tab)
    return _even([row[:MOST] for _, row in zip(range(MOST), lines, strict=False)])


def write_text(block: Sequence[Sequence[str]]) -> str:
    """Return tab-separated text that Excel and WPS paste as cells."""
    target = io.StringIO(newline="")
    csv.writer(target, dialect=csv.excel_tab).writerows(block)
    return target.getvalue()


def read_html(html: str) -> PastedBlock:
    """Return the first table of a page as a block; empty if there is none."""
    reader = _HtmlTableReader()
    reader.feed(html)
    reader.close()
    return _even(reader.rows())


def write_html(block: Sequence[Sequence[str]]) -> str:
    """Return a block as an HTML table."""
    rows = ("".join(f"<td>{escape(text)}</td>" for text in row) for row in block)
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


def _even(rows: Sequence[Sequence[str]]) -> PastedBlock:
    """Return rows of equal length, padded with empty texts."""
    width = max(map(len, rows), default=0)
    return tuple(tuple(row) + ("",) * (width - len(row)) for row in rows) if width else ()


class _HtmlTableReader(HTMLParser):
    """Reads the cells of the first table, without tables nested in cells."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = 0
        self._done = False
        self._row = -1
        self._cells: dict[tuple[int, int], str] = {}
        self._here: tuple[int, int] | None = None

    def rows(self) -> list[list[str]]:
        """Return the texts by rows."""
        height = max((row for row, _ in self._cells), default=-1) + 1
        found = []
        for row in range(height):
            width = max((c for r, c in self._cells if r == row), default=-1) + 1
            texts = (self._cells.get((row, column), "") for column in range(width))
            found.append([" ".join(text.split()) for text in texts])
        return found

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a table, row or cell."""
        self._depth += tag == "table"
        if self._done or self._depth != 1:
            return
        if tag == "tr":
            self._row += 1
            self._here = None
        elif tag in ("td", "th") and 0 <= self._row < MOST:
            self._open_cell(dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        """End a cell or a table; only the first table is read."""
        if tag == "table":
            self._depth -= 1
            if self._depth <= 0:
                self._done, self._here = True, None
        elif tag in ("td", "th") and self._depth == 1:
            self._here = None

    def handle_data(self, data: str) -> None:
        """Add text to the current cell."""
        if self._here is not None and self._depth == 1:
            self._cells[self._here] += data

    def _open_cell(self, attributes: dict[str, str | None]) -> None:
        column = 0
        while (self._row, column) in self._cells:
            column += 1
        height, width = (read_span(attributes.get(name), MOST) for name in ("rowspan", "colspan"))
        for row in range(self._row, min(self._row + height, MOST)):
            for place in range(column, min(column + width, MOST)):
                self._cells.setdefault((row, place), "")
        self._here = (self._row, column) if column < MOST else None


Targets = Sequence[Sequence[str]]
"""Addresses of a rectangle of a table, row by row; empty for headings."""


@dataclass(frozen=True)
class Pasted:
    """The report after a paste, a sentence on the result, and the number of cells left out."""

    report: Report
    sentence: str
    left_out: int


def paste(report: Report, targets: Targets, block: PastedBlock) -> Pasted:
    """Paste a block into cells of the same shape; a block of one value is pasted into all of them.

    A number for a computed cell becomes a stated total (原表合计). A text that is not a number is
    kept as unread text; for a computed cell it is left out and reported.
    """
    if len(block) == len(block[0]) == 1:
        block = tuple((block[0][0],) * len(row) for row in targets)
    filled = unread = left_out = 0
    for row, texts in zip(targets, block, strict=True):
        for address, text in zip(row, texts, strict=True):
            if not address:
                continue
            cell = report.form.cells[address]
            if not cell.computed:
                report = put_number(report, address, text)
                unread += address in report.unread
            elif (total := _total(report, address, text)) is not None:
                report = total
            else:
                left_out += 1
                continue
            filled += 1
    phrases = [f"已粘贴{filled}格"] + [f"{unread}格未能识别，已原样保留"] * (unread > 0)
    phrases += [f"{left_out}个合计格的内容不是数字，未粘贴"] * (left_out > 0)
    return Pasted(report, "，".join(phrases) + "。", left_out)


def _total(report: Report, address: str, text: str) -> Report | None:
    """Return the report with a stated total; None if the text is not a number."""
    try:
        return report.with_stated(address, read_number(text, kind_of(report, address)))
    except UnreadableError:
        return None
