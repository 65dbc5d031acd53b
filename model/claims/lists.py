"""Several numbers of one statement: «新收和办结分别为12件、11件», «建议3件、提案2件，共5件»."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from model.claims.callers import SUMMING, is_neutral
from model.claims.sentences import WEAK_STOPS, Claim, Sentence, calls, has, last_subjects
from model.claims.tokens import Token
from model.claims.vocabulary import WordRole
from model.form.form import Phrase

_MOST: Final = 12
"""Most numbers after 分别."""
_JOINED: Final = re.compile("[、和及与]")


def listed_claim(sentence: Sentence, place: int) -> Claim | None:
    """Return the claim of one of several numbers after as many names, with or without 分别."""
    if not (sentence.is_listing or _is_joined(sentence, place)):
        return None
    clause = sentence.before(place)
    begin = place - len(clause)
    each = next((n for n, token in enumerate(clause) if token.role is WordRole.EACH), None)
    if each is None:
        numbers = _joined_numbers(sentence, place)
        names = clause[: numbers[0] - begin]
    else:
        numbers = list(_numbers(sentence, begin + each))
        names = clause[:each]
    if len(numbers) < 2 or place not in numbers or has(names, WordRole.QUANTITY):
        return None
    phrases = _named(sentence, names, len(numbers))
    if not phrases:
        return None
    rest = [token for token in names if token.role is not WordRole.PHRASE]
    unit = sentence.unit(place, names)
    fitting = [
        phrase
        for phrase in phrases[numbers.index(place)]
        if sentence.is_counted(phrase, unit) and sentence.is_allowed(phrase, rest, ())
    ]
    return sentence.claim(fitting[0], place, names) if len(fitting) == 1 else None


def is_called_alone(sentence: Sentence, place: int) -> bool:
    """Return whether words of its own are between 分别 or another number and a number."""
    for token in reversed(sentence.before(place)):
        if token.role in (WordRole.EACH, WordRole.QUANTITY):
            return False
        if token.sense.subjects:
            return True
    return False


def _is_joined(sentence: Sentence, place: int) -> bool:
    """Return whether nothing but a word such as 和 is between a number and another."""
    before = _is_joined_number(sentence, place - 2, place - 1)
    return before or _is_joined_number(sentence, place + 2, place + 1)


def _joined_numbers(sentence: Sentence, place: int) -> list[int]:
    """Return the places of the numbers that are joined to one: «许可、处罚12件、3件»."""
    found = [place]
    for step in (-2, 2):
        there = place + step
        while len(found) < _MOST and _is_joined_number(sentence, there, there - step // 2):
            found.append(there)
            there += step
    return sorted(found)


def _is_joined_number(sentence: Sentence, place: int, joint: int) -> bool:
    tokens = sentence.tokens
    if not sentence.clause <= place < len(tokens):
        return False
    return tokens[place].role is WordRole.QUANTITY and tokens[joint].role is WordRole.JOIN


def _numbers(sentence: Sentence, each: int) -> Iterator[int]:
    """Yield the places of the numbers after 分别."""
    for place, token in enumerate(sentence.tokens[each + 1 : each + 1 + 3 * _MOST], each + 1):
        if token.role is WordRole.QUANTITY:
            yield place
        elif token.role not in (WordRole.JOIN, WordRole.FILLER, WordRole.PHRASE):
            return


def _named(sentence: Sentence, tokens: Sequence[Token], count: int) -> list[list[Phrase]]:
    """Return the phrases that each of some names may be; empty if there are not as many names."""
    split = list(_split(sentence, tokens))
    named = last_subjects(split) or sentence.topics
    callers = []
    for place, token in enumerate(split):
        wanted = last_subjects(split[place + 1 : place + 2]) or named
        if fitting := [phrase for phrase in token.sense.words if phrase.subject in wanted]:
            callers.append(fitting)
    if len(callers) == count:
        return callers
    things = [token.sense.subjects for token in split if token.sense.subjects]
    if len(things) != count:
        return []
    words = [phrase for token in split for phrase in token.sense.words]
    known = words or [phrase for phrase in sentence.known.phrases if phrase.bare]
    return [[phrase for phrase in known if phrase.subject in subjects] for subjects in things]


def _split(sentence: Sentence, tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield the tokens; a word that joins two names, such as 建议和提案, is divided."""
    for token in tokens:
        parts = _JOINED.split(token.word) if token.role is WordRole.PHRASE else ()
        if len(parts) > 1:
            for part in parts:
                yield from sentence.known.tokens(part)
        else:
            yield token


def sum_claim(sentence: Sentence, place: int) -> Claim | None:
    """Return the claim of the sum of the claims before it."""
    start = max(sentence.clause, sentence.read)
    own = sentence.before(place, start)
    if not any(token.word in SUMMING for token in own):
        return None
    if not all(is_neutral(token) or calls([token]) for token in own) or last_subjects(own):
        return None
    addends: set[str] = set()
    for token in reversed(sentence.before(start, 0)):
        if token.role is WordRole.QUANTITY:
            claimed = sentence.claimed.get(token.start)
            if claimed is None:
                return None
            addends.update(claimed.means[0])
        elif token.role is WordRole.STOP and token.word not in WEAK_STOPS:
            break
    unit = sentence.unit(place, own)
    verbs = [phrase for token in own if not is_neutral(token) for phrase in token.sense.words]
    for phrase in verbs or sentence.known.phrases:
        is_sum = any(len(meaning) > 1 and {*meaning} == addends for meaning in phrase.means)
        if is_sum and sentence.is_counted(phrase, unit) and sentence.is_allowed(phrase, (), own):
            return sentence.claim(phrase, place, own)
    return None
