"""Search of the open report: whatever is printed, or stands on a page and can be gone to. No Qt.

Full-width digits and letters are found by half-width ones, and the case of letters does not count.
In a place that holds one number, only the whole number is found.
"""

import re
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date
from enum import StrEnum
from itertools import islice
from typing import Final, NamedTuple

from export.outline import chosen_unit
from model.address import (
    Address,
    note_address,
    remark_address,
    row_address,
    source_address,
    unit_address,
)
from model.checks.check import Result
from model.checks.findings import Finding, TextSpan, reason_sentence
from model.compare.changes import section_name
from model.errors import UnreadableError
from model.form.entry import read_number
from model.form.form import Form, Section
from model.form.grid import Grid, GridPlace, grid_of
from model.form.help import help_page, meanings, row_help, topics
from model.form.table import Table
from model.report import subheads
from model.report.addresses import PERIOD, name_of
from model.report.begin import title_lines
from model.report.report import Report, Tally, TextBlock
from model.report.sections import heads, numbers_printed, printed
from model.text import chinese_date, visible
from model.unit import LABELS
from model.values import ValueKind, Values, write_number
from ui.app.steps import EXPORT

MOST: Final = 300
"""Most places that are listed."""
_CONTEXT: Final = 14
"""Characters shown on either side of what was found."""
_LONGEST_NUMBER: Final = 20
"""Most characters of a number that an excerpt does not cut."""
_NUMBER: Final = re.compile(r"\d(?:[\d.,．]*\d)?[%％]?")
_MARKDOWN: Final = re.compile(r"\\(.)|^#+ |\*\*|^ *- |`|^\|[-|]+$")


FIELD_LABELS: Final = {**LABELS, **PERIOD, "year": "报告年度"}
"""Labels of the fields of the first step, as its page shows them."""


class HitKind(StrEnum):
    """Where something was found; the values are the headings of the list."""

    UNIT = "单位与年度"
    HEADING = "标题"
    TEXT = "文字"
    WRITTEN = "自动成文"
    NUMBER = "数字"
    TABLE = "表格"
    EXPORT = "导出"
    FINDING = "核对"
    HELP = "帮助"


class Hit(NamedTuple):
    """A place where the words were found.

    ``place`` names it, ``excerpt`` shows the words in their surroundings. A place in the body of a
    text has its ``span``, a finding its ``finding``; any other has an ``address``, or only the key
    of its ``step``.
    """

    kind: HitKind
    place: str
    excerpt: str
    address: str = ""
    span: TextSpan | None = None
    finding: Finding | None = None
    step: str = ""


class SearchedText(NamedTuple):
    """What stands at one place, and where that is.

    ``texts`` are the ways in which it is written, such as a date on screen and in print; the first
    that has the words is shown. ``is_body`` is true for the body of a text, in which each place is
    found, ``is_number`` where only the whole number is.
    """

    kind: HitKind
    place: str
    texts: tuple[str, ...]
    address: str = ""
    step: str = ""
    finding: Finding | None = None
    is_body: bool = False
    is_number: bool = False


def search(report: Report, result: Result, words: str) -> list[Hit]:
    """Return the places with some words, at most 300, in the order of the steps; help is last."""
    if not words.strip():
        return []
    pattern = pattern_of(words)
    whole = _whole_number(words.strip())
    found = (
        hit
        for passage in passages(report, result)
        for hit in _hits(passage, whole if passage.is_number else pattern)
    )
    return list(islice(found, MOST))


def passages(report: Report, result: Result) -> Iterator[SearchedText]:
    """Yield all that is searched, in the order of the steps; help is last."""
    numbers = report.totals()
    yield from _of_unit(report)
    for section in report.form.sections:
        yield SearchedText(HitKind.HEADING, section.short, (section.title,), step=section.key)
        yield from _of_texts(report, section)
        for tally in report.tallies:
            if tally.section == section.key:
                yield from _of_tally(report, tally, section)
        for table in section.tables:
            yield from _of_headings(report, grid_of(table))
            yield from _of_cells(report, numbers, table)
    yield from _of_export(report)
    for finding in (*result.findings, *result.hints):
        said = (finding.message, reason_sentence(finding), finding.title, *finding.sides)
        name = section_name(report, finding.section)
        yield SearchedText(HitKind.FINDING, name, said, finding=finding)
    yield from _of_help(report.form)


def pattern_of(words: str) -> re.Pattern[str]:
    """Return a pattern that finds words in any width and case."""
    return re.compile("".join(_spellings(sign) for sign in words), re.IGNORECASE)


def _spellings(sign: str) -> str:
    plain = unicodedata.normalize("NFKC", sign)
    if len(plain) == 1 and "!" <= plain <= "~":
        return f"[{re.escape(plain)}{chr(ord(plain) + 0xFEE0)}]"
    return re.escape(sign)


def _whole_number(words: str) -> re.Pattern[str]:
    """Return a pattern that finds a number, but not as a part of a longer one; or other words."""
    with suppress(UnreadableError):
        words = write_number(read_number(words, ValueKind.MONEY) or 0)  # without separators
    before = r"(?<![\d.])" if words[0].isdigit() else ""
    after = r"(?!\.?\d)" if words[-1].isdigit() else ""
    return re.compile(f"{before}{pattern_of(words).pattern}{after}", re.IGNORECASE)


def replaced(report: Report, words: str, new: str) -> tuple[Report, int]:
    """Return a report with words replaced in the bodies of all texts, and how often they were."""
    pattern, count = pattern_of(words), 0
    for block in report.texts:
        body, times = pattern.subn(lambda _: new, block.body)
        if times:
            report = report.with_text(replace(block, body=body))
            count += times
    return report, count


def _hits(passage: SearchedText, pattern: re.Pattern[str]) -> Iterator[Hit]:
    kind, place, texts, address, step, finding, is_body, _ = passage
    for text in texts:
        for match in pattern.finditer(text):
            span = TextSpan(address, *match.span()) if is_body else None
            yield Hit(kind, place, _excerpt(text, match), address, span, finding, step)
            if not is_body:
                return


def _of_unit(report: Report) -> Iterator[SearchedText]:
    """Yield the fields of 单位与年度 by their labels and answers, and the printed title."""
    fields = {
        "year": report.year,
        "period_start": report.period.start,
        "period_end": report.period.end,
    }
    fields |= {name: getattr(report.unit, name) for name in LABELS}
    fields |= {"self_name": report.unit.we, "scope": report.unit.counted}  # also where proposed
    for name, label in FIELD_LABELS.items():
        answer, address = fields[name], unit_address(name)
        days = (chinese_date(answer),) if isinstance(answer, date) else ()
        typed = report.unread.get(address, "")
        texts = (f"{label}：{answer or ''}", str(answer or ""), *days, typed)
        yield SearchedText(HitKind.UNIT, label, texts, address)
    title = ("".join(title_lines(report)),)
    yield SearchedText(HitKind.WRITTEN, "标题", title, unit_address("name"))


def _of_texts(report: Report, section: Section) -> Iterator[SearchedText]:
    """Yield sub-heads with their numbers, bodies, figures, and what the program writes of these."""
    shown = report.section_texts(section.key)
    in_print = [one.block for one in printed(report, section.key)]
    printed_heads = dict(zip(in_print, heads(report, in_print), strict=True))
    for block, head in zip(shown, heads(report, shown), strict=True):
        name, end = _name(section, block), "。" * report.options.run_in
        variants = (f"{head}{end}", f"{printed_heads.get(block, head)}{end}")
        yield SearchedText(HitKind.HEADING, name, variants, block.address)
        yield SearchedText(HitKind.TEXT, name, (block.body,), block.address, is_body=True)
        known = report.form.texts.get(block.key)
        for figure in known.figures if known else ():
            place = f"{section.short}，{figure.label}"
            yield SearchedText(HitKind.NUMBER, place, (figure.label,), figure.address)
            yield from _of_number(
                report, report.values, HitKind.NUMBER, figure.address, place, figure.unit
            )
        for sentence, addresses in numbers_printed(report, block):
            yield SearchedText(HitKind.WRITTEN, name, (sentence,), addresses[0])
    for text in subheads.absent(report, section.key):
        place = f"{section.short}，可以增加的小标题"
        yield SearchedText(HitKind.HEADING, place, (text.title,), text.address)


def _name(section: Section, block: TextBlock) -> str:
    return f"{section.short}「{block.title}」"


def _of_tally(report: Report, tally: Tally, section: Section) -> Iterator[SearchedText]:
    place = f"{section.short}，{tally.name}"
    yield SearchedText(HitKind.NUMBER, place, (tally.name,), tally.address())
    for address, label in tally.labels.items():
        part = f"{place}（{label}）"
        yield SearchedText(HitKind.NUMBER, part, (label,), address)
        yield from _of_number(report, report.values, HitKind.NUMBER, address, part, tally.unit)


def _of_number(
    report: Report, numbers: Values, kind: HitKind, address: str, place: str, unit: str
) -> Iterator[SearchedText]:
    """Yield a number with its unit, or what is typed there and is none; its remark and source."""
    text = f"{write_number(numbers[address])}{unit}" if address in numbers else ""
    typed, remark = report.unread.get(address, text), report.remarks.get(address, "")
    yield SearchedText(kind, place, (typed,), address, is_number=True)
    if remark:
        cell = report.form.cells.get(address)
        line = f"{cell.remark_head if cell else ''}{remark}"  # as it may stand under the table
        variants = (remark, line, f"{text}（{remark}）")
        yield SearchedText(kind, f"{place}（备注）", variants, remark_address(address))
    if source := report.sources.get(address, ""):
        yield SearchedText(kind, f"{place}（数据来源）", (source,), source_address(address))


def _of_headings(report: Report, grid: Grid) -> Iterator[SearchedText]:
    """Yield the labels around the values of a table; each leads to the first value it is about."""
    values = [place for place in grid.places if place.cell is not None]
    for heading in grid.places:
        if heading.label:
            under = next(value.cell for value in values if _is_under(value, heading))
            assert under is not None
            name = name_of(report, under.address)
            yield SearchedText(HitKind.TABLE, name, (heading.label,), under.address)


def _is_under(value: GridPlace, heading: GridPlace) -> bool:
    """Return whether a value is in the row of a heading, or under it."""
    if heading.role == "row":
        return heading.row <= value.row < heading.row + heading.height
    across = heading.column <= value.column < heading.column + heading.width
    return value.row > heading.row and (across or heading.role == "corner")


def _of_cells(report: Report, numbers: Values, table: Table) -> Iterator[SearchedText]:
    """Yield the numbers of a table, with what is written beside them and below."""
    for address, cell in table.cells.items():
        unit = chosen_unit(report, cell)
        yield from _of_number(report, numbers, HitKind.TABLE, address, cell.name, unit)
        if address in report.stated:
            stated = (write_number(report.stated[address]),)
            place = f"{cell.name}（原表合计）"
            yield SearchedText(HitKind.TABLE, place, stated, address, is_number=True)
    note = report.notes.get(table.key, "")
    place = f"{report.form.section_of[table.key].short}表下注"
    yield SearchedText(HitKind.TABLE, place, tuple(note.split("\n")), note_address(table.key))


def _of_export(report: Report) -> Iterator[SearchedText]:
    yield SearchedText(HitKind.EXPORT, "稿别", (report.stage,), step=EXPORT)
    if noted := report.published:
        texts = (noted.on.isoformat(), chinese_date(noted.on), noted.url)
        yield SearchedText(HitKind.EXPORT, "公布", texts, step=EXPORT)


def _of_help(form: Form) -> Iterator[SearchedText]:
    """Yield the meanings of rows, each at its first cell, and the other lines of each page."""
    rows: dict[str, str] = {}
    for address in form.cells:
        here = Address.parse(address)
        rows.setdefault(row_address(here.table, here.row), address)
    for address in rows.values():
        texts = (row_help(form, address),)
        yield SearchedText(HitKind.HELP, form.cells[address].name, texts, address)
    seen = {meaning.means for meaning in meanings(form).rows.values()}
    for step, name in topics(form).items():
        for line in help_page(form, step).splitlines():
            parts = [*filter(None, map(str.strip, _MARKDOWN.sub(r"\1", line).split("|")))]
            text = "　".join(parts)
            if seen.isdisjoint({*parts, text}):
                yield SearchedText(HitKind.HELP, name, (text,), step=step)
            seen.add(text)


def _excerpt(text: str, match: re.Match[str]) -> str:
    """Return the words with what stands around them, on one line; no number is cut."""
    start, end = max(0, match.start() - _CONTEXT), min(len(text), match.end() + _CONTEXT)
    for number in _NUMBER.finditer(text, max(0, start - _LONGEST_NUMBER), end + _LONGEST_NUMBER):
        start = number.start() if number.start() < start < number.end() else start
        end = number.end() if number.start() < end < number.end() else end
    shown = f"{'…' * (start > 0)}{text[start:end]}{'…' * (end < len(text))}"
    return visible(shown.replace("\n", " "))
