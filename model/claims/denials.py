"""Clauses that state a figure to be 0: «未收到政府信息公开申请», «均已办结»."""

from collections.abc import Iterator, Sequence
from typing import Final

from model.claims.sentences import Claim, Sentence, has
from model.claims.tokens import Token
from model.claims.vocabulary import WordRole
from model.form.form import Phrase

_DENIABLE: Final = (
    WordRole.FILLER,
    WordRole.ALL,
    WordRole.JOIN,
    WordRole.PHRASE,
    WordRole.OWN,
    WordRole.NOW,
)
"""Roles of words that may be between 未 and the end of its clause."""


def denials(sentence: Sentence, end: int) -> Iterator[Claim]:
    """Yield the claims of the present clause, which has no number."""
    clause = sentence.tokens[sentence.clause : end]
    if not sentence.is_own or has(clause, WordRole.QUANTITY, WordRole.COMPARED):
        return
    for place, token in enumerate(clause):
        zero = [phrase for phrase in token.sense.zero if phrase.subject in sentence.topics]
        if zero and not has(clause[place + 1 :], WordRole.UNKNOWN, WordRole.PHRASE):
            yield sentence.denial(zero[0], token, token)
        if token.role is WordRole.DENIAL:
            if not has(clause[:place], WordRole.UNKNOWN, WordRole.AMONG):
                yield from _denied(sentence, token, clause[place + 1 :])
            return


def _denied(sentence: Sentence, denial: Token, run: Sequence[Token]) -> Iterator[Claim]:
    """Yield the claims of what is denied after 未 or 没有, up to the end of its clause."""
    if any(token.role not in _DENIABLE for token in run):
        return
    subjects = [key for token in run for key in token.sense.subjects]
    for phrase in sentence.known.phrases:
        if phrase.subject in (subjects or sentence.topics) and _states(phrase, run, subjects):
            yield sentence.denial(phrase, denial, run[-1])


def _states(phrase: Phrase, run: Sequence[Token], subjects: Sequence[str]) -> bool:
    """Return whether the words of a denial say that the number of a phrase is 0."""
    words = [token for token in run if token.sense.denied or token.sense.words]
    matching = [token for token in words if phrase in token.sense.denied]
    strange = [
        token
        for token in words
        if not (token in matching or token.sense.role is WordRole.FILLER or token.sense.subjects)
    ]
    return not strange and bool(matching or (subjects and "" in phrase.denied))
