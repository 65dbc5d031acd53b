"""Read numbers from sentences: a tally by category, and the figures of section six.

The program writes these sentences from their numbers. One that is the end of its text is removed,
and shown to the clerk; one that stands before other words stays, and is not written a second time.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Final

from model.claims.claims import Speaker, claims_in
from model.claims.sentences import Claim
from model.form.form import Figure, Form, Text
from model.form.statements import (
    AMONG,
    CLAUSE,
    SENTENCE,
    NamedNumber,
    labelled_figures,
    says_no_more,
    zero_counts,
)
from model.values import Number, ValueKind

_GROUNDS: Final = re.compile("依据|根据|按照?|(?:[我本全].{1,3})?(?:未|没有|无)")
"""Beginnings of a clause that only introduces numbers, or states that some are 0."""
_COUNTED: Final = re.compile(r"\d|[一二三四五六七八九十百千两][件份条元]")
"""A number in a clause."""
_LONG_CLAUSE: Final = 6
"""Least characters of a clause without a number that is kept as text."""


def is_end(body: str, sentences: Sequence[str]) -> bool:
    """Return whether sentences are the end of a text, and say nothing but their numbers."""
    if any(map(left_of, sentences)):
        return False
    begin = min((body.find(one.strip()) for one in sentences), default=len(body))
    rest = body[begin:]
    for sentence in sentences:
        rest = rest.replace(sentence.strip(), "", 1)
    return not rest.strip()


def left_of(sentence: str) -> str:
    """Return the clauses of a sentence without numbers; empty if there are none.

    A list of categories has none: the tally contains all of it.
    """
    if AMONG.match(sentence):
        return ""
    pieces = CLAUSE.split(sentence)
    clauses, marks = [one.strip() for one in pieces], [*CLAUSE.findall(sentence), ""]
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
    for match in SENTENCE.finditer(body):
        sentence = match.group()
        said = {at: one for at, one in claimed.items() if match.start() <= at < match.end()}
        labelled = {match.start() + at: one for at, one in labelled_figures(sentence, text).items()}
        named = [*said.values(), *_beside(said, called, labelled)]
        found = zero_counts(sentence, text) | dict(named)
        known = values | found
        if any(known[address] != number for address, number in (*values.items(), *named)):
            return FiguresRead({}, ())  # two different numbers for one figure
        values = known
        if found and says_no_more(sentence, found.values()):
            message.append(sentence.strip())
    return FiguresRead(values, tuple(message))


@cache
def _called(form: Form) -> frozenset[str]:
    """Return the addresses of the figures that the phrases of a form call."""
    phrases = (phrase for section in form.sections for phrase in section.phrases)
    means = (address for phrase in phrases for meaning in phrase.means for address in meaning)
    return frozenset(address for address in means if address in form.figures)


def _claimed(body: str, text: Text, speaker: Speaker) -> dict[int, NamedNumber]:
    """Return the figures that the claims of a text state, by their place in it."""
    own = {figure.address: figure for figure in text.figures}
    found: dict[int, NamedNumber] = {}
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
    said: Mapping[int, NamedNumber],
    called: Collection[str],
    labelled: Mapping[int, tuple[NamedNumber, ...]],
) -> Iterator[NamedNumber]:
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
