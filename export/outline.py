"""What a report prints, in order: the one list that Word, web page and read-back share.

Titles, headings and paragraphs are text; tables are grids with printed values. Layout is not here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from model.address import is_within
from model.form.grid import Grid, grid_of
from model.form.table import Cell
from model.report.begin import title_lines
from model.report.report import Report, TextBlock
from model.report.wording import printed_sentences
from model.text import chinese_date, ordinal, paragraphs
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
    """A paragraph of text; ``lead`` is a sub-head of a ``level`` run in before it."""

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


def outline(report: Report) -> list[OutlineItem]:
    """Give everything the report prints, in order."""
    return list(_blocks(report))


def _blocks(report: Report) -> Iterator[OutlineItem]:
    numbers = report.totals()
    yield from (Title(line) for line in title_lines(report))
    for section in report.form.sections:
        blocks = report.section_texts(section.key)
        first = {text.block for text in section.texts if text.place == "before_heading"}
        for block in blocks:
            if block.key in first:
                yield from (OutlineParagraph(text) for text in paragraphs(block.body))
        yield OutlineHeading(1, section.title, section.key)
        yield from _texts(report, [block for block in blocks if block.key not in first])
        for table in section.tables:
            yield printed_table(report, numbers, table.key)
    if report.unit.signature or report.unit.signed_on:
        yield Signature(report.unit.signature, _day(report.unit.signed_on))


def _day(day: date | None) -> str:
    return chinese_date(day) if day else ""


def _texts(report: Report, blocks: list[TextBlock]) -> Iterator[OutlineItem]:
    """Number the sub-heads of a section and print them with their texts."""
    counters = [0, 0, 0]
    for block in blocks:
        if not _is_printed(report, block, blocks):
            continue
        level = min(block.level, 3)
        counters[level - 1] += 1
        counters[level:] = [0] * (3 - level)
        head = numbered(level, counters[level - 1], block.title)
        bodies = [*paragraphs(block.body), *printed_sentences(report, block)]
        if report.options.run_in and bodies:
            yield OutlineParagraph(bodies[0], f"{head}。", level)
            bodies = bodies[1:]
        else:
            yield OutlineHeading(level + 1, head, block.key)
        yield from (OutlineParagraph(text) for text in bodies)


def numbered(level: int, number: int, title: str) -> str:
    """Number a sub-head as GB/T 9704 does: （一） · 1. · （1）."""
    return (f"（{ordinal(number)}）", f"{number}.", f"（{number}）")[level - 1] + title


def _is_printed(report: Report, block: TextBlock, blocks: list[TextBlock]) -> bool:
    """Leave out a customary sub-head that nobody filled and nobody asks for."""
    text = report.form.texts.get(block.key)
    if text is None or text.required or text.regional:
        return True
    within = (other for other in blocks if is_within(other.key, block.key))
    return any(other.body.strip() or printed_sentences(report, other) for other in within)


def printed_table(report: Report, numbers: Values, key: str) -> PrintedTable:
    """Give a table as printed: the text of every value, and the notes under it."""
    table = report.form.tables[key]
    values = {
        address: printed_value(report, numbers, cell) for address, cell in table.cells.items()
    }
    notes = tuple(line for line in report.notes.get(key, "").split("\n") if line)
    return PrintedTable(report.form.section_of[key].key, grid_of(table), values, notes)


def printed_value(report: Report, numbers: Values, cell: Cell) -> str:
    """Print a number as typed, with its remark; a blank prints nothing."""
    number = numbers.get(cell.address)
    shown = "" if number is None else write_number(number) + chosen_unit(report, cell)
    remark = report.remarks.get(cell.address)
    return f"{shown}（{remark}）" if remark else shown


def chosen_unit(report: Report, cell: Cell) -> str:
    """Give the unit printed beside a number, where the form leaves the choice."""
    return report.options.units.get(cell.address, cell.units[0]) if cell.units else ""
