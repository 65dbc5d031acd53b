"""The figures of section six that a text states: what import reads, and what is printed once.

Both use this module, so that a sentence from which a number was read is never printed again.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from model.claims.claims import Speaker, claims_in
from model.claims.sentences import Claim
from model.form.form import Figure, Form, Text
from model.form.statements import SENTENCE, NamedNumber, labelled_figures, zero_counts
from model.values import Number, ValueKind


@dataclass(frozen=True)
class FiguresRead:
    """Figures by address, and the sentences that state them."""

    values: dict[str, Number]
    sentences: tuple[str, ...]


def figures_in(body: str, text: Text, speaker: Speaker | None = None) -> FiguresRead:
    """Return the figures in a text of section six.

    With the ``speaker`` of the report, counts and amounts are found by the phrases of its form. All
    other figures are found by their labels and units.
    """
    values: dict[str, Number] = {}
    stating = []
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
        if found:
            stating.append(sentence.strip())
    return FiguresRead(values, tuple(stating))


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
