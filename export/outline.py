"""The printed content of a report in order, shared by Word, the web page and the read-back.

Titles, headings and paragraphs are text; tables are grids with printed values. It has no layout.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from export import style
from model.form.grid import Grid, grid_of
from model.form.table import Cell, Table
from model.report.begin import title_lines
from model.report.report import Report
from model.report.sections import PrintedText, heads, printed
from model.text import chinese_date
from model.values import Values, write_number


@dataclass(frozen=True)
class Title:
    """One line of the title."""

    text: str


@dataclass(frozen=True)
class OutlineHeading:
    """A heading with its number; level 1 is one of the six sections."""

    level: int
    text: str
    key: str


@dataclass(frozen=True)
class OutlineParagraph:
    """A paragraph of text; ``lead`` is a sub-head of a ``level`` on the same line before it."""

    text: str
    lead: str = ""
    level: int = 0


@dataclass(frozen=True)
class PrintedTable:
    """A table with the text of every value by address, and the notes under it."""

    section: str
    grid: Grid
    values: dict[str, str]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Signature:
    """落款 and 成文日期; either may be empty."""

    signature: str
    day: str


OutlineItem = Title | OutlineHeading | OutlineParagraph | PrintedTable | Signature
Outline = Sequence[OutlineItem]


def outline(report: Report) -> list[OutlineItem]:
    """Return everything the report prints, in order."""
    return list(_blocks(report))


def _blocks(report: Report) -> Iterator[OutlineItem]:
    numbers = report.totals()
    yield from (Title(line) for line in title_lines(report))
    for section in report.form.sections:
        texts = printed(report, section.key)
        for text in texts:
            if text.is_before:
                yield from map(OutlineParagraph, _lines(text))
        yield OutlineHeading(1, section.title, section.key)
        numbered = heads(report, [text.block for text in texts])
        for text, head in zip(texts, numbered, strict=True):
            if not text.level and not text.is_before:
                yield from map(OutlineParagraph, _lines(text))
            elif text.level:
                yield from _under_head(text, head, report.options.run_in)
        for table in section.tables:
            yield printed_table(report, numbers, table.key)
    if report.unit.signature or report.unit.signed_on:
        yield Signature(report.unit.signature, _day(report.unit.signed_on))


def tables_of(items: Outline) -> dict[str, PrintedTable]:
    """Return the tables of an outline by their keys."""
    return {one.grid.table.key: one for one in items if isinstance(one, PrintedTable)}


def _day(day: date | None) -> str:
    return chinese_date(day) if day else ""


def _under_head(text: PrintedText, head: str, run_in: bool) -> Iterator[OutlineItem]:
    """Yield a sub-head and its text; if ``run_in``, the sub-head leads the first paragraph."""
    lines = _lines(text)
    if run_in and lines:
        yield OutlineParagraph(lines.pop(0), f"{head}。", text.level)
    else:
        yield OutlineHeading(text.level + 1, head, text.block.key)
    yield from (OutlineParagraph(line) for line in lines)


def _lines(text: PrintedText) -> list[str]:
    return [*text.paragraphs, *text.sentences]


def printed_table(report: Report, numbers: Values, key: str) -> PrintedTable:
    """Return a table as printed: the text of every value, and the lines under it.

    A remark stands with its number in its cell; a long one stands under the table, as a 注.
    """
    table, grid = report.form.tables[key], grid_of(report.form.tables[key])
    values = {a: _printed_number(report, numbers, cell) for a, cell in table.cells.items()}
    remarked = {
        address: f"{text}（{report.remarks[address]}）"
        for address, text in values.items()
        if address in report.remarks
    }
    below = style.remarks_below(grid, values, remarked) if remarked else set()
    values |= {address: text for address, text in remarked.items() if address not in below}
    notes = (*remark_lines(report, table, below), *own_notes(report, key))
    return PrintedTable(report.form.section_of[key].key, grid, values, notes)


def remark_lines(report: Report, table: Table, addresses: Collection[str]) -> Iterator[str]:
    """Yield the lines that state remarks under a table, in the order of its cells."""
    for address, cell in table.cells.items():
        if address in addresses and address in report.remarks:
            yield f"{cell.remark_head}{report.remarks[address]}"


def own_notes(report: Report, key: str) -> list[str]:
    """Return the lines of the notes that were written under a table."""
    return [line for line in map(str.strip, report.notes.get(key, "").split("\n")) if line]


def _printed_number(report: Report, numbers: Values, cell: Cell) -> str:
    """Return the number of a cell as typed, with its unit."""
    number = numbers.get(cell.address)
    return "" if number is None else write_number(number) + chosen_unit(report, cell)


def chosen_unit(report: Report, cell: Cell) -> str:
    """Return the chosen unit of a cell; empty if the form leaves no choice."""
    return report.options.units.get(cell.address, cell.units[0]) if cell.units else ""
