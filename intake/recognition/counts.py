"""Read numbers from sentences: a tally by category, and the figures of section six.

The program writes these sentences from their numbers, so they are removed from the text; they are
shown to the clerk, and their other content stays as text.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Final

from intake.content import CATEGORIES
from model.claims.claims import Speaker, claims_in
from model.claims.sentences import Claim
from model.form.form import Figure, Form, Text
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
"""Beginnings of a clause that only introduces numbers, or states that some are 0."""
_CLAUSE: Final = re.compile("[，；。]")
_COUNTED: Final = re.compile(r"\d|[一二三四五六七八九十百千两][件份条元]")
"""A number in a clause."""
_OTHER_YEAR: Final = re.compile(f"{LOOKING_BACK}|上年")
"""Words of a clause on another year."""
_NEGATION: Final = re.compile("[不无没未尚逾超除]")
"""Characters before «未承办» that change its meaning: «没有逾期未承办政协提案»."""
_LONG_CLAUSE: Final = 6
"""Least characters of a clause without a number that is kept as text."""
_AMONG: Final = re.compile(r"其中[：:，,]?")
_FEWEST: Final = 3
"""Least categories of a tally."""


@dataclass(frozen=True)
class TallyRead:
    """A tally read from a sentence: its total, and the count of each category in order."""

    total: int
    approximate: bool
    parts: tuple[tuple[str, int], ...]
    sentences: tuple[str, ...]


def tally_in(body: str, unit: str) -> TallyRead | None:
    """Return the tally of a sentence with categories, or None: «累计66条。其中机关职能5条，…»."""
    among = _AMONG.search(body)
    while among is not None:
        end = body.find("。", among.end())
        listed = body[among.end() : end if end >= 0 else len(body)]
        item = re.compile(rf"(.+?){_COUNT}\s*{unit}(?:[，、；,;]|$)", re.DOTALL)
        parts = tuple((label.strip(), _count_of(count)) for label, count in item.findall(listed))
        totals = [n for n in _NUMBER.finditer(body[: among.start()]) if n[3] == unit]
        if _FEWEST <= len(parts) <= CATEGORIES and totals and item.sub("", listed) == "":
            total = totals[-1]
            before = _sentence_around(body, total.start(), among.start())
            if _says_no_more(before, {_count_of(total[1])}):
                listed = body[among.start() : end + 1 if end >= 0 else len(body)]
                return TallyRead(_count_of(total[1]), bool(total[2]), parts, (before, listed))
        among = _AMONG.search(body, among.end())
    return None


def _sentence_around(body: str, place: int, end: int) -> str:
    """Return the sentence around an offset, up to ``end`` at most."""
    start = max(body.rfind(stop, 0, place) for stop in "\n。") + 1
    stop = body.find("。", place, end)
    return body[start : stop + 1 if stop >= 0 else end]


def left_of(sentence: str) -> str:
    """Return the clauses of a sentence without numbers; empty if there are none.

    A list of categories has none: the tally contains all of it.
    """
    if _AMONG.match(sentence):
        return ""
    pieces = _CLAUSE.split(sentence)
    clauses, marks = [one.strip() for one in pieces], [*_CLAUSE.findall(sentence), ""]
    kept: list[int] = []
    for number in reversed(range(len(clauses))):  # a short clause belongs to the one after it
        clause = clauses[number]
        is_long = len(clause) >= _LONG_CLAUSE or number + 1 in kept
        has_words = bool(clause) and not _COUNTED.search(clause) and not _GROUNDS.match(clause)
        if is_long and has_words:
            kept.insert(0, number)
    text = "".join(clauses[n] + (marks[n] if n != kept[-1] else "") for n in kept)
    return f"{text}。" if text else ""


@dataclass(frozen=True)
class FiguresRead:
    """Figures by address, and the sentences without other content."""

    values: dict[str, Number]
    sentences: tuple[str, ...]


def figures_in(body: str, text: Text, speaker: Speaker | None = None) -> FiguresRead:
    """Return the figures in a text of section six.

    With the ``speaker`` of the report, counts and amounts are found by the phrases of its form. All
    other figures are found by their labels and units.
    """
    values: dict[str, Number] = {}
    message = []
    claimed = _claimed(body, text, speaker) if speaker else {}
    called = _called(speaker.form) if speaker else frozenset[str]()
    for match in _SENTENCE.finditer(body):
        sentence = match.group()
        said = {at: one for at, one in claimed.items() if match.start() <= at < match.end()}
        labelled = {match.start() + at: one for at, one in _figures_of(sentence, text).items()}
        named = [*said.values(), *_beside(said, called, labelled)]
        found = _zero_counts(sentence, text) | dict(named)
        known = values | found
        if any(known[address] != number for address, number in (*values.items(), *named)):
            return FiguresRead({}, ())  # two different numbers for one figure
        values = known
        if found and _says_no_more(sentence, found.values()):
            message.append(sentence.strip())
    return FiguresRead(values, tuple(message))


_Named = tuple[str, Number]
"""The address of a figure and its number."""


@cache
def _called(form: Form) -> frozenset[str]:
    """Return the addresses of the figures that the phrases of a form call."""
    phrases = (phrase for section in form.sections for phrase in section.phrases)
    means = (address for phrase in phrases for meaning in phrase.means for address in meaning)
    return frozenset(address for address in means if address in form.figures)


def _claimed(body: str, text: Text, speaker: Speaker) -> dict[int, _Named]:
    """Return the figures that the claims of a text state, by their place in it."""
    own = {figure.address: figure for figure in text.figures}
    found: dict[int, _Named] = {}
    for claim in claims_in(speaker, text.title, body):
        (meaning, *others) = claim.phrase.means
        figure = own.get(meaning[0]) if len(meaning) == 1 and not others else None
        if figure and (number := _stated(claim, figure)) is not None:
            found[claim.start] = figure.address, number
    return found


def _stated(claim: Claim, figure: Figure) -> Number | None:
    """Return the number of a figure that a claim states; None if it is not exact or not whole.

    That there was no fee at all says nothing about the amount, which is left blank then.
    """
    quantity = claim.quantity
    if quantity.unit == "万元" and figure.unit == "元":
        quantity = quantity.times(10_000)
    if not quantity.is_exact:
        return None
    if figure.kind is ValueKind.COUNT:
        return int(quantity.number) if quantity.number == int(quantity.number) else None
    return None if claim.is_denial else Decimal(quantity.number)


def _beside(
    said: Mapping[int, _Named], called: Collection[str], labelled: Mapping[int, tuple[_Named, ...]]
) -> Iterator[_Named]:
    """Yield the figures that are found by their labels only; all of them are given by their place.

    Those that phrases call count only beside claims with which all labels of a sentence agree:
    «实际收取2件、100元». Elsewhere a label says less surely what a number is.
    """
    known = dict(said.values())
    named = [one for all_of_one in labelled.values() for one in all_of_one]
    agrees = bool(said) and all(known.get(address, number) == number for address, number in named)
    for at, found in labelled.items():
        for address, number in found if at not in said else ():
            if address not in known and (agrees or address not in called):
                yield address, number


def _zero_counts(sentence: str, text: Text) -> dict[str, Number]:
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


def _figures_of(sentence: str, text: Text) -> dict[int, tuple[_Named, ...]]:
    """Return the figures by the offset of their number; not approximate ones and other years'."""
    found: dict[int, tuple[_Named, ...]] = {}
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
    return int(text.replace(",", "").partition(".")[0])
