"""What a text says about figures of the report: each number with the figure that it states.

A claim needs words of the form (``Phrase``) beside the number, and nothing beside them that makes
it another figure: another year, another organ, a part, a comparison. Where this is not certain
there is no claim: a false alarm is worse than silence.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final, NamedTuple

from model.claims.callers import claim_at, is_foreign, remaining_claim
from model.claims.denials import denials
from model.claims.lists import is_called_alone, listed_claim, sum_claim
from model.claims.quantities import NUMERALS
from model.claims.sentences import Claim, Sentence
from model.claims.tokens import Lexicon, lexicon
from model.claims.vocabulary import WordRole
from model.form.form import Form
from model.unit import LEVELS, Unit, UnitKind
from model.values import Number

_SENTENCE: Final = re.compile(r"[^。！？\n]+[。！？]?")
_STATING: Final = re.compile(
    rf"[\d０-９{NUMERALS}]\s?[万余多]?\s?[件条元宗份起个部例次%％]|数|[未无没均全]"
)
"""What every sentence with a claim contains."""


class Speaker(NamedTuple):
    """Whose report on which year a text belongs to, as far as claims depend on it."""

    form: Form
    year: int
    names: tuple[str, ...]
    is_government: bool

    @classmethod
    def of(cls, form: Form, year: int, unit: Unit) -> "Speaker":
        """Return the speaker of the report of a unit."""
        governs = unit.kind in (*LEVELS, UnitKind.GOVERNMENT, UnitKind.TOWNSHIP)
        return cls(form, year, (unit.name, unit.we), governs)

    @property
    def lexicon(self) -> Lexicon:
        """The words of its form and of any prose."""
        return lexicon(*self)


def claims_in(speaker: Speaker, title: str, body: str) -> tuple[Claim, ...]:
    """Return the claims of a text in their order; its sub-head tells what it is about."""
    found: list[Claim] = []
    topics = _subjects_of(speaker, title)
    for sentence in _SENTENCE.finditer(body):
        words = sentence.group()
        if _STATING.search(words):
            claims, topics = _claims_of(speaker, words, topics)
            found += (_moved(claim, sentence.start()) for claim in claims)
        else:
            topics = _subjects_of(speaker, words) or topics
    return tuple(found)


def _moved(claim: Claim, by: int) -> Claim:
    """Return a claim of a sentence with the offsets of its text."""
    quantity = claim.quantity
    quantity = quantity._replace(start=quantity.start + by, end=quantity.end + by)
    return replace(
        claim, start=claim.start + by, end=claim.end + by, quantity=quantity, at=claim.at + by
    )


@lru_cache(maxsize=512)
def _subjects_of(speaker: Speaker, words: str) -> tuple[str, ...]:
    """Return the subjects that a sub-head or sentence names last."""
    return speaker.lexicon.subjects_of(words)


@lru_cache(maxsize=4096)
def _claims_of(
    speaker: Speaker, words: str, topics: tuple[str, ...]
) -> tuple[tuple[Claim, ...], tuple[str, ...]]:
    """Return the claims of a sentence, and the subjects that it ends with.

    ``topics`` are the subjects of the sentence before. It is cached, so that a key costs one
    sentence.
    """
    sentence = Sentence(speaker.lexicon, words, topics)
    found = tuple(_of_one_number(list(_read(sentence))))
    return found, sentence.topics if sentence.is_own else ()


def _of_one_number(claims: Sequence[Claim]) -> Iterator[Claim]:
    """Yield the claims without those that give one figure several numbers: these are parts."""
    numbers: dict[str, set[Number]] = {}
    for claim in claims:
        if not claim.is_denial:
            numbers.setdefault(claim.phrase.key, set()).add(claim.quantity.number)
    for claim in claims:
        if claim.is_denial or len(numbers[claim.phrase.key]) == 1:
            yield claim


def _read(sentence: Sentence) -> Iterator[Claim]:
    """Read a sentence to its end; yield its claims."""
    for place, token in enumerate(sentence.tokens):
        if token.role is WordRole.QUANTITY:
            sentence.numbers += 1
            if claim := _claim(sentence, place):
                sentence.claimed[token.start] = claim.phrase
                sentence.topics = (claim.phrase.subject,)
                yield claim
            elif is_foreign(sentence, place):
                sentence.topics = ()
        elif token.role is WordRole.OPEN:
            sentence.open_bracket(place)
        elif token.role is WordRole.STOP:
            yield from denials(sentence, place)
            if sentence.closes(place):
                sentence.close_bracket(place)
            else:
                sentence.end_clause(place)
        else:
            sentence.note(place)
    yield from denials(sentence, len(sentence.tokens))


def _claim(sentence: Sentence, place: int) -> Claim | None:
    """Return the claim of a number; None if it states no figure."""
    if listed := listed_claim(sentence, place):
        return listed
    if sentence.is_listing and not is_called_alone(sentence, place):
        return None
    return (
        sum_claim(sentence, place) or remaining_claim(sentence, place) or claim_at(sentence, place)
    )
