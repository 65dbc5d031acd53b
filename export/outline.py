"""The printed content of a report in order, shared by Word, the web page and the read-back.

Titles, headings and paragraphs are text; tables are grids with printed values. It has no layout.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from model.form.grid import Grid, grid_of
from model.form.table import Cell
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
    """Return a table as printed: the text of every value, and the notes under it."""
    table = report.form.tables[key]
    values = {
        address: printed_value(report, numbers, cell) for address, cell in table.cells.items()
    }
    notes = tuple(line for line in report.notes.get(key, "").split("\n") if line)
    return PrintedTable(report.form.section_of[key].key, grid_of(table), values, notes)


def printed_value(report: Report, numbers: Values, cell: Cell) -> str:
    """Return the printed text of a cell: the number as typed, with its unit and remark."""
    number = numbers.get(cell.address)
    shown = "" if number is None else write_number(number) + chosen_unit(report, cell)
    remark = report.remarks.get(cell.address)
    return f"{shown}（{remark}）" if remark else shown


def chosen_unit(report: Report, cell: Cell) -> str:
    """Return the chosen unit of a cell; empty if the form leaves no choice."""
    return report.options.units.get(cell.address, cell.units[0]) if cell.units else ""
