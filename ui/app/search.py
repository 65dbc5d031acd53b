"""Search of the open report: its texts, tables, findings, and the meanings of its rows. No Qt.

Full-width digits and letters are found by half-width ones, and the case of letters does not count.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum
from itertools import islice
from typing import Final, NamedTuple

from model.address import Address, note_address, row_address, text_address
from model.checks.check import Result
from model.checks.findings import Finding, TextSpan
from model.compare.changes import section_name
from model.form.help import row_help
from model.report.addresses import name_of
from model.report.report import Report
from model.text import visible
from model.values import write_number

MOST: Final = 300
"""Most places that are listed."""
_CONTEXT: Final = 14
"""Characters shown on either side of what was found."""


class HitKind(StrEnum):
    """Where something was found; the values are the headings of the list."""

    TEXT = "文字"
    TABLE = "表格"
    FINDING = "核对"
    HELP = "填报口径"


class Hit(NamedTuple):
    """A place where the words were found.

    ``place`` names it, ``excerpt`` shows the words in their surroundings. A place in the body of a
    text has its ``span``, a finding its ``finding``; any other has an ``address``.
    """

    kind: HitKind
    place: str
    excerpt: str
    address: str = ""
    span: TextSpan | None = None
    finding: Finding | None = None


def search(report: Report, result: Result, words: str) -> list[Hit]:
    """Return the places with some words: texts, tables, findings, meanings of rows; at most 300."""
    if not words.strip():
        return []
    pattern = pattern_of(words)
    found = (
        *_in_texts(report, pattern),
        *_in_tables(report, pattern, words.strip()),
        *_in_findings(report, result, pattern),
        *_in_help(report, pattern),
    )
    return list(islice(found, MOST))


def pattern_of(words: str) -> re.Pattern[str]:
    """Return a pattern that finds words in any width and case."""
    return re.compile("".join(_spellings(sign) for sign in words), re.IGNORECASE)


def _spellings(sign: str) -> str:
    plain = unicodedata.normalize("NFKC", sign)
    if len(plain) == 1 and "!" <= plain <= "~":
        return f"[{re.escape(plain)}{chr(ord(plain) + 0xFEE0)}]"
    return re.escape(sign)


def replaced(report: Report, words: str, new: str) -> tuple[Report, int]:
    """Return a report with words replaced in the bodies of all texts, and how often they were."""
    pattern, count = pattern_of(words), 0
    for block in report.texts:
        body, times = pattern.subn(lambda _: new, block.body)
        if times:
            report = report.with_text(replace(block, body=body))
            count += times
    return report, count


def _in_texts(report: Report, pattern: re.Pattern[str]) -> Iterator[Hit]:
    for block in report.texts:
        address = text_address(block.key)
        name = f"{report.form.section_of[block.section].short}「{block.title}」"
        if (title := pattern.search(block.title)) is not None:
            yield Hit(HitKind.TEXT, name, _excerpt(block.title, title), address)
        for match in pattern.finditer(block.body):
            span = TextSpan(address, *match.span())
            yield Hit(HitKind.TEXT, name, _excerpt(block.body, match), address, span)


def _in_tables(report: Report, pattern: re.Pattern[str], words: str) -> Iterator[Hit]:
    """Yield the cells that have a number, or the words in a remark or source; labels once each."""
    numbers = report.totals()
    labels: set[str] = set()
    for address, cell in report.form.cells.items():
        name = name_of(report, address)
        shown = write_number(numbers[address]) if address in numbers else ""
        if shown and shown == unicodedata.normalize("NFKC", words):
            yield Hit(HitKind.TABLE, name, shown, address)
        for label in (*cell.row[-1:], *cell.column[-1:]):
            if label not in labels and (match := pattern.search(label)):
                yield Hit(HitKind.TABLE, name, _excerpt(label, match), address)
            labels.add(label)
        for annotations in (report.remarks, report.sources):
            text = annotations.get(address, "")
            if (match := pattern.search(text)) is not None:
                yield Hit(HitKind.TABLE, name, _excerpt(text, match), address)
    for key, note in report.notes.items():
        if (match := pattern.search(note)) is not None:
            name = f"{report.form.section_of[key].short}表下注"
            yield Hit(HitKind.TABLE, name, _excerpt(note, match), note_address(key))


def _in_findings(report: Report, result: Result, pattern: re.Pattern[str]) -> Iterator[Hit]:
    for finding in (*result.findings, *result.hints):
        if (match := pattern.search(finding.message)) is not None:
            name = section_name(report, finding.section)
            yield Hit(HitKind.FINDING, name, _excerpt(finding.message, match), finding=finding)


def _in_help(report: Report, pattern: re.Pattern[str]) -> Iterator[Hit]:
    """Yield the rows whose meaning has the words, each once, at its first cell."""
    seen: set[str] = set()
    for address in report.form.cells:
        here = Address.parse(address)
        row = row_address(here.table, here.row)
        meaning = "" if row in seen else row_help(report.form, address)
        seen.add(row)
        if match := pattern.search(meaning):
            yield Hit(HitKind.HELP, name_of(report, address), _excerpt(meaning, match), address)


def _excerpt(text: str, match: re.Match[str]) -> str:
    """Return the words with what stands around them, on one line."""
    start, end = max(0, match.start() - _CONTEXT), min(len(text), match.end() + _CONTEXT)
    shown = f"{'…' * (start > 0)}{text[start:end]}{'…' * (end < len(text))}"
    return visible(shown.replace("\n", " "))
