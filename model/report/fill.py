"""Many cells filled by one act: zeros in blank cells, and copied blocks by position.

空格填0 never fills a stock (现行有效件数, counted on 31 December), nor what last year's report
carried over. A block is tab-separated text or an HTML table, as spreadsheets and browsers copy it;
nothing is guessed and nothing is lost without a word.
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
from model.form.form import Form
from model.report.addresses import blanks, kind_of
from model.report.answers import put_number
from model.report.report import Report
from model.text import read_span
from model.values import read_number


@dataclass(frozen=True)
class Zeroed:
    """What filling zeros gives: the report, how many cells were filled, and why others were not."""

    report: Report
    filled: int
    left: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """Say it to the clerk."""
        done = f"已在{self.filled}个空格填0。" if self.filled else "没有可以填0的空格。"
        return done + "".join(self.left)


def fill_zeros(report: Report, addresses: Iterable[str]) -> Zeroed:
    """Fill the blanks among these cells with 0; a number or an unread text is never touched."""
    asked = set(addresses)
    empty = [a for table in report.form.tables for a in blanks(report, table) if a in asked]
    reasons = {address: _against(report, address) for address in empty}
    zeros = {address: 0 for address in empty if not reasons[address]}
    counted = Counter(reason for reason in reasons.values() if reason)
    left = tuple(f"{count}格未填：{reason}。" for reason, count in counted.items())
    return Zeroed(replace(report, values={**report.values, **zeros}), len(zeros), left)


def nothing_happened(report: Report, table: str) -> Zeroed:
    """Say that in a table's matter nothing happened: 本年无申请 and the like."""
    asked = report.form.tables[table]
    rows = set(asked.nothing.rows) if asked.nothing else set()
    return fill_zeros(report, (a for a in asked.typed if not rows or Address.parse(a).row in rows))


def _against(report: Report, address: str) -> str:
    """Say why a cell is not to be filled with 0; empty where it may."""
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
    """Cell → the equality with last year that explains it."""
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
"""Rows of equal length, from the top; a place that a merged cell covers is empty."""

csv.field_size_limit(2**31 - 1)  # else a long paragraph on the clipboard is an error

MOST: Final = 1000
"""Rows or columns beyond which a block is cut: no table of any form comes near."""


def read_text(text: str) -> PastedBlock:
    """Read tab-separated text; quotes hold line feeds and tabs together."""
    lines = csv.reader(io.StringIO(text.replace("\r\n", "\n"), newline=""), dialect=csv.excel_tab)
    return _even([row[:MOST] for _, row in zip(range(MOST), lines, strict=False)])


def write_text(block: Sequence[Sequence[str]]) -> str:
    """Write tab-separated text that Excel and WPS paste as cells."""
    target = io.StringIO(newline="")
    csv.writer(target, dialect=csv.excel_tab).writerows(block)
    return target.getvalue()


def read_html(html: str) -> PastedBlock:
    """Read the first table of a page, merged cells spread out; empty where there is none."""
    reader = _HtmlTableReader()
    reader.feed(html)
    reader.close()
    return _even(reader.rows())


def write_html(block: Sequence[Sequence[str]]) -> str:
    """Write a plain table."""
    rows = ("".join(f"<td>{escape(text)}</td>" for text in row) for row in block)
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


def _even(rows: Sequence[Sequence[str]]) -> PastedBlock:
    """Return rows one length, without the empty line that ends what a spreadsheet copies."""
    width = max(map(len, rows), default=0)
    return tuple(tuple(row) + ("",) * (width - len(row)) for row in rows) if width else ()


class _HtmlTableReader(HTMLParser):
    """Takes the cells of the first table; what a table within a cell says is left out."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = 0
        self._done = False
        self._row = -1
        self._cells: dict[tuple[int, int], str] = {}
        self._here: tuple[int, int] | None = None

    def rows(self) -> list[list[str]]:
        """Return the texts by their places."""
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
        height, width = (read_span(attributes.get(name), MOST) for name in ("rowspan", "colspan"))
        for row in range(self._row, min(self._row + height, MOST)):
            for place in range(column, min(column + width, MOST)):
                self._cells.setdefault((row, place), "")
        self._here = (self._row, column) if column < MOST else None


Targets = Sequence[Sequence[str]]
"""Addresses of a rectangle of a table, row by row; empty where a heading stands."""


@dataclass(frozen=True)
class Pasted:
    """The report after a paste, and what it did, as a sentence."""

    report: Report
    sentence: str


def paste(report: Report, targets: Targets, block: PastedBlock) -> Pasted:
    """Put a block of the same shape into cells; one value alone goes into all of them.

    A number for a computed cell is the source's own total (原表合计). What is no number stays in
    its cell as it was copied, marked; for a total it is left out, and said.
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
    said = [f"已粘贴{filled}格"] + [f"{unread}格未能识别，已原样保留"] * (unread > 0)
    said += [f"{left_out}个合计格的内容不是数字，未粘贴"] * (left_out > 0)
    return Pasted(report, "，".join(said) + "。")


def _total(report: Report, address: str, text: str) -> Report | None:
    """Keep the source's total; None where the text is no number."""
    try:
        return report.with_stated(address, read_number(text, kind_of(report, address)))
    except UnreadableError:
        return None
