"""Paragraphs taken over from last year's report, as they would read with their years moved on.

Nothing moves by itself: each paragraph is a proposal that the clerk accepts or leaves. What was
once done and stays true keeps its year, and so does what is named: titles, numbers of documents.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from model.checks.years import Mention, Years
from model.report.report import Report

LOOKS_BACK: Final = "所写年份可能确为往年"
MIXED: Final = "同段另有往年的年份，一并后移"
PLANNED: Final = "打算做的事，内容也需更新"
LEFT: Final = "同段另有本年度的年份，不后移"
DATED: Final = "写有月日，可能确为往年的事"
SPANNED: Final = "年份是起止年份之一"
CLAIMED: Final = "写有上年的数量，或没有发生的事，按本年情况改写"
_DATED: Final = re.compile(
    r"\s*年\s*(?!1\s*月\s*(?:1\s*日|[至到—–~～-])|12\s*月\s*(?:31\s*日|底|末))\d+\s*月"
)
"""What follows a year in a date, but for the first and the last day of the year."""
_CLAIMED: Final = re.compile(
    r"(?:没有|未)(?:收到|接到|发生|出现|产生|收取)|无.{0,12}(?:申请|复议|诉讼)"
    r"|\d[,，]*\s*(?:[余多]\s*)?(?:件|条|次|场|期|人|项|篇|个|份|元|%|％)"
)
"""What was so last year, and need not be this year."""
_SPANNED: Final = re.compile(r"\s*[至到—–~～-]+\s*(?:年\s*)?\d{4}")
"""What stands before the last year of several, read backwards from it."""


class Move(NamedTuple):
    """A paragraph under a sub-head: its ``number``, from 1, what it says, and what it would say.

    ``doubt`` says why the clerk has to look first; empty where the years are surely another's.
    """

    key: str
    number: int
    old: str
    new: str
    doubt: str


def moves(report: Report) -> Iterator[Move]:
    """Give the paragraphs that name a year which moves on with the report, in printed order."""
    last = report.previous.year if report.previous else report.year - 1
    years = Years(report)
    for block in report.texts:
        lines = (line for line in block.body.split("\n") if line.strip())
        for number, line in enumerate(lines, start=1):
            found = years.mentions(block, line)
            moved, doubts = _moved(found, last)
            if moved:
                doubt = "；".join((*doubts, *_looked_at(report, line, found, moved)))
                new = _shifted(line, moved, report.year - last)
                yield Move(block.key, number, line, new, doubt)


def _moved(found: Iterable[Mention], last: int) -> tuple[list[Mention], list[str]]:
    """Give the years of a paragraph that move, and why that is not sure."""
    stale = [one for one in found if one.is_stale]
    planned = [one for one in found if one.is_planned]
    back = [
        one for one in found if one.year in (last, last - 1) and not (one.is_stale or one.is_fixed)
    ]
    doubts = {MIXED if stale else LOOKS_BACK: back, PLANNED: planned}
    return [*stale, *back, *planned], [why for why, here in doubts.items() if here]


def _looked_at(
    report: Report, line: str, found: Iterable[Mention], moved: Iterable[Mention]
) -> Iterator[str]:
    """Say what else has to be looked at: years that stay, dates, spans of years, facts."""
    if any(one.year == report.year and not one.is_planned for one in found):
        yield LEFT
    if any(_DATED.match(line, one.start + 4) for one in moved):
        yield DATED
    backwards = line[::-1]
    if any(_SPANNED.match(backwards, len(line) - one.start) for one in moved):
        yield SPANNED
    if _CLAIMED.search(line):
        yield CLAIMED


def _shifted(line: str, moved: Iterable[Mention], years: int) -> str:
    """Give a paragraph with some of its years moved on; all years have four digits."""
    pieces, end = [], 0
    for one in sorted(set(moved)):
        pieces += [line[end : one.start], str(one.year + years)]
        end = one.start + 4
    return "".join((*pieces, line[end:]))
