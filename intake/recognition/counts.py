"""Numbers that stand in sentences: a tally by category, and the figures of section six.

What is written again from its numbers by the program need not be kept as text as well; the
sentence it was read from is shown to the clerk, and what else it says stays as text.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from intake.content import CATEGORIES
from model.form.form import Figure, Text
from model.text import LOOKING_BACK
from model.values import Number, ValueKind

_SENTENCE: Final = re.compile(r"[^。；]+[。；]?")
_NUMBER: Final = re.compile(
    r"(?<![\d.,，])(\d{1,15}(?:,\d{3})*(?:\.\d+)?)\s*(余)?\s*(件|条|元|万元|%|％)"
)
_COUNT: Final = r"(?<![\d.,，])(\d{1,3}(?:,\d{3})+|\d{1,15})"
_ANY_NUMBER: Final = re.compile(r"\d+(?:\.\d+)?")
_YEAR: Final = re.compile(r"(?:20\d\d\s*年\s*)?\d{1,2}\s*月\s*\d{1,2}\s*日|20\d\d\s*年")
_GROUNDS: Final = re.compile("依据|根据|按照?|(?:[我本全].{1,3})?(?:未|没有|无)")
"""Beginnings of a clause that only leads to the numbers, or says which of them are 0."""
_CLAUSE: Final = re.compile("[，；。]")
_ANOTHERS: Final = re.compile(f"{LOOKING_BACK}|上年")
"""Words of a clause whose numbers, or whose lack of any, are another year's."""
_DENIED: Final = re.compile("[不无没未尚逾超除]")
"""What makes of «未承办» before it something else: «没有逾期未承办政协提案»."""
_SAYS: Final = 6
"""Characters from which on a clause without a number says something of its own."""
_AMONG: Final = re.compile(r"其中[：:，,]?")
_FEWEST: Final = 3
"""Categories from which on a sentence is a tally."""


@dataclass(frozen=True)
class TallyRead:
    """A tally as a sentence says it: its total and the count of each category, in order."""

    total: int
    approximate: bool
    parts: tuple[tuple[str, int], ...]
    sentences: tuple[str, ...]


def tally_in(body: str, unit: str) -> TallyRead | None:
    """Find the sentence that counts categories: «累计66条。其中机关职能5条，…»."""
    among = _AMONG.search(body)
    while among is not None:
        end = body.find("。", among.end())
        listed = body[among.end() : end if end >= 0 else len(body)]
        item = re.compile(rf"(.+?){_COUNT}\s*{unit}(?:[，、；,;]|$)", re.DOTALL)
        parts = tuple((label.strip(), _whole(count)) for label, count in item.findall(listed))
        totals = [n for n in _NUMBER.finditer(body[: among.start()]) if n[3] == unit]
        if _FEWEST <= len(parts) <= CATEGORIES and totals and item.sub("", listed) == "":
            total = totals[-1]
            before = _sentence_around(body, total.start(), among.start())
            if _says_no_more(before, {_whole(total[1])}):
                listed = body[among.start() : end + 1 if end >= 0 else len(body)]
                return TallyRead(_whole(total[1]), bool(total[2]), parts, (before, listed))
        among = _AMONG.search(body, among.end())
    return None


def _sentence_around(body: str, place: int, end: int) -> str:
    """Return the sentence that a place stands in, as far as an end."""
    start = max(body.rfind(stop, 0, place) for stop in "\n。") + 1
    stop = body.find("。", place, end)
    return body[start : stop + 1 if stop >= 0 else end]


def left_of(sentence: str) -> str:
    """Return what a sentence says besides its numbers: whole clauses; empty where it is nothing.

    What a tally lists is all in its categories.
    """
    if _AMONG.match(sentence):
        return ""
    clauses = map(str.strip, _CLAUSE.split(sentence))
    kept = [
        clause
        for clause in clauses
        if len(clause) >= _SAYS and not re.search(r"\d", clause) and not _GROUNDS.match(clause)
    ]
    return f"{'，'.join(kept)}。" if kept else ""


@dataclass(frozen=True)
class FiguresRead:
    """Figures by address, and the sentences that say nothing else."""

    values: dict[str, Number]
    sentences: tuple[str, ...]


def figures_in(body: str, text: Text) -> FiguresRead:
    """Find the figures of a text of section six by their labels and units."""
    values: dict[str, Number] = {}
    message = []
    for sentence in _SENTENCE.findall(body):
        named = list(_figures_of(sentence, text))
        found = _none_of(sentence, text) | dict(named)
        known = values | found
        if any(known[address] != number for address, number in (*values.items(), *named)):
            return FiguresRead({}, ())  # it says two things of one figure
        values = known
        if found and _says_no_more(sentence, found.values()):
            message.append(sentence.strip())
    return FiguresRead(values, tuple(message))


def _none_of(sentence: str, text: Text) -> dict[str, Number]:
    """Find the counts that a sentence says there were none of: «未承办政协提案», «未收取…»."""
    counts = [figure for figure in text.figures if figure.kind is ValueKind.COUNT]
    label = "|".join(re.escape(figure.label) for figure in counts)
    none = re.compile(rf"(?:未|没有)(?:承办|收到|接到)?((?:{label})(?:[和、](?:{label}))*)$")
    found: dict[str, Number] = {}
    for clause in map(str.strip, _CLAUSE.split(sentence)):
        named = none.search(clause)
        if named and not _is_not_meant(clause[: named.start()]):
            found |= {one.address: 0 for one in counts if one.label in named[1]}
        none_at_all = f"未{text.title.removesuffix('情况')}"
        if clause.endswith(none_at_all) and not _is_not_meant(clause.removesuffix(none_at_all)):
            found |= {one.address: 0 for one in counts}
    return found


def _is_not_meant(before: str) -> bool:
    """Whether what leads to «未…» denies it, or speaks of another year."""
    return bool(_DENIED.search(before) or _ANOTHERS.search(before))


def _figures_of(sentence: str, text: Text) -> Iterator[tuple[str, Number]]:
    """Yield address and number of each figure, but for those about so much or another year's."""
    begin = 0
    for number in _NUMBER.finditer(sentence):
        before = _CLAUSE.split(sentence[begin : number.start()])[-1]
        begin = number.end()
        if number[2] or _ANOTHERS.search(before):
            continue
        of_unit = [f for f in text.figures if f.unit == number[3].replace("％", "%")]
        for figure in _meant(before, of_unit):
            if figure.kind is not ValueKind.COUNT or "." not in number[1]:
                yield figure.address, _read(number[1], figure)


def _meant(before: str, figures: list[Figure]) -> list[Figure]:
    """Return the figures that the words before a number name: the last one, or all before 均."""
    if before.rstrip().endswith("共"):
        return [figure for figure in figures if figure.label.endswith("共")]
    named = [figure for figure in figures if figure.label in before]
    if "均" in before:
        return named
    if len(figures) == 1 and not named:
        return figures
    return sorted(named, key=lambda figure: before.rfind(figure.label))[-1:]


def _says_no_more(sentence: str, found: Iterable[Number]) -> bool:
    """Whether all numbers of a sentence, but for its dates, are among those that were found."""
    said = set(map(Decimal, _ANY_NUMBER.findall(_YEAR.sub("", sentence.replace(",", "")))))
    return said <= set(map(Decimal, found))


def _read(text: str, figure: Figure) -> Number:
    plain = text.replace(",", "")
    return int(plain) if figure.kind is ValueKind.COUNT else Decimal(plain)


def _whole(text: str) -> int:
    return int(text.replace(",", "").partition(".")[0])
