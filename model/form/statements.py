"""The numbers that prose states by the labels of a form: figures of a text, and tallies.

A label says less surely than a phrase of the form what a number is (model.claims.figures).
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Final

from model.form.form import Figure, Text
from model.text import LOOKING_BACK, clean_line
from model.values import Number, ValueKind

SENTENCE: Final = re.compile(r"[^。；]+[。；]?")
_CLAUSE: Final = re.compile("[，；。]")
_NUMBER: Final = re.compile(
    r"(?<![\d.,，])(\d{1,15}(?:,\d{3})*(?:\.\d+)?)\s*(?:(余)\s*)?(件|条|元|万元|%|％)"
)
_COUNT: Final = r"(?<![\d.,，])(\d{1,3}(?:,\d{3})+|\d{1,15})"
_ANY_NUMBER: Final = re.compile(r"\d+(?:\.\d+)?")
_YEAR: Final = re.compile(r"(?:20\d\d\s*年\s*)?\d{1,2}\s*月\s*\d{1,2}\s*日|20\d\d\s*年")
_OTHER_YEAR: Final = re.compile(f"{LOOKING_BACK}|上年")
"""Words of a clause on another year."""
_NEGATION: Final = re.compile("[不无没未尚逾超除]")
"""Characters before «未承办» that change its meaning: «没有逾期未承办政协提案»."""
_AMONG: Final = re.compile(r"其中[：:，,]?")
_FEWEST: Final = 3
_MOST: Final = 300
"""Least and most categories of a tally."""
NamedNumber = tuple[str, Number]
"""The address of a figure and its number."""


@dataclass(frozen=True)
class TallyRead:
    """A tally read from a sentence: its total, and the count of each category in order."""

    total: int
    approximate: bool
    parts: tuple[tuple[str, int], ...]
    sentences: tuple[str, ...]


def tallies_in(body: str, unit: str, fewest: int = _FEWEST) -> Iterator[TallyRead]:
    """Yield the tallies of sentences with categories: «累计66条。其中机关职能5条，…».

    A list of fewer categories than ``fewest`` is none: it may be of anything.
    """
    counted = re.compile(rf"{_COUNT}\s*(?:(余)\s*)?{re.escape(unit)}")
    totals = [*counted.finditer(body)]
    is_within = False
    for among, following in pairwise([*_AMONG.finditer(body), None]):
        assert among is not None, "only the last has none after it"
        end = body.find("。", among.end(), following.start() if following else len(body))
        was_within, is_within = is_within, end < 0
        if was_within or (is_within and following):  # two lists in a sentence: none is certain
            continue
        parts = _categories(body[among.end() : end if end >= 0 else len(body)], unit)
        place = bisect_right(totals, among.start(), key=lambda one: one.end())
        if fewest <= len(parts) <= _MOST and place:
            total = totals[place - 1]
            before = _sentence_around(body, total.start(), among.start())
            if _says_no_more(before, {_count_of(total[1])}):
                listed = body[among.start() : end + 1 if end >= 0 else len(body)]
                yield TallyRead(_count_of(total[1]), bool(total[2]), parts, (before, listed))


def _categories(listed: str, unit: str) -> tuple[tuple[str, int], ...]:
    """Return the categories of a list with their counts; none if it also says something else."""
    found = []
    begin = 0
    for count in re.finditer(rf"{_COUNT}\s*{re.escape(unit)}(?:[，、；,;]|$)", listed):
        if count.start() > begin:
            found.append((clean_line(listed[begin : count.start()]), _count_of(count[1])))
            begin = count.end()
    return tuple(found) if begin == len(listed) else ()


def _sentence_around(body: str, place: int, end: int) -> str:
    """Return the sentence around an offset, up to ``end`` at most."""
    start = max(body.rfind(stop, 0, place) for stop in "\n。") + 1
    stop = body.find("。", place, end)
    return body[start : stop + 1 if stop >= 0 else end]


def zero_counts(sentence: str, text: Text) -> dict[str, Number]:
    """Return the counts that are 0 according to a sentence: «未承办政协提案», «未收取…»."""
    counts = [figure for figure in text.figures if figure.kind is ValueKind.COUNT]
    label = "|".join(re.escape(figure.label) for figure in counts)
    none = re.compile(rf"(?:未|没有)(?:承办|收到|接到)?((?:{label})(?:[和、](?:{label}))*)$")
    found: dict[str, Number] = {}
    for clause in map(str.strip, _CLAUSE.split(sentence)):
        named = none.search(clause)
        if named and not _is_negated(clause[: named.start()]):
            found |= {one.address: 0 for one in counts if one.label in named[1]}
        none_at_all = f"未{text.title.removesuffix('情况')}"
        if clause.endswith(none_at_all) and not _is_negated(clause.removesuffix(none_at_all)):
            found |= {one.address: 0 for one in counts}
    return found


def _is_negated(before: str) -> bool:
    """Return whether the words before «未…» negate it, or are on another year."""
    return bool(_NEGATION.search(before) or _OTHER_YEAR.search(before))


def labelled_figures(sentence: str, text: Text) -> dict[int, tuple[NamedNumber, ...]]:
    """Return the figures by the offset of their number; not approximate ones and other years'."""
    found: dict[int, tuple[NamedNumber, ...]] = {}
    begin = 0
    for number in _NUMBER.finditer(sentence):
        before = _CLAUSE.split(sentence[begin : number.start()])[-1]
        begin = number.end()
        if number[2] or _OTHER_YEAR.search(before):
            continue
        of_unit = [f for f in text.figures if f.unit == number[3].replace("％", "%")]
        found[number.start()] = tuple(
            (figure.address, _read(number[1], figure))
            for figure in _named_figures(before, of_unit)
            if figure.kind is not ValueKind.COUNT or "." not in number[1]
        )
    return found


def _named_figures(before: str, figures: list[Figure]) -> list[Figure]:
    """Return the figures named before a number: the last one, or all of them before 均."""
    if before.rstrip().endswith("共"):
        return [figure for figure in figures if figure.label.endswith("共")]
    named = [figure for figure in figures if figure.label in before]
    if "均" in before:
        return named
    if len(figures) == 1 and not named:
        return figures
    return sorted(named, key=lambda figure: before.rfind(figure.label))[-1:]


def _says_no_more(sentence: str, found: Iterable[Number]) -> bool:
    """Return whether all numbers of a sentence, except in dates, are among those found."""
    numbers = set(map(Decimal, _ANY_NUMBER.findall(_YEAR.sub("", sentence.replace(",", "")))))
    return numbers <= set(map(Decimal, found))


def _read(text: str, figure: Figure) -> Number:
    plain = text.replace(",", "")
    return int(plain) if figure.kind is ValueKind.COUNT else Decimal(plain)


def _count_of(text: str) -> int:
    return int(text.replace(",", ""))
