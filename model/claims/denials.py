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
_NAMING: Final = (WordRole.UNKNOWN, WordRole.PHRASE)
"""Roles of words behind 均已办结 that make it something else: «均已办结归档»."""
_OF_SOME: Final = (WordRole.AMONG, WordRole.CHANNEL, WordRole.WITHIN, WordRole.THEN)
"""Roles of words before 均已办结 that make it a statement about some only."""


def denials(sentence: Sentence, end: int) -> Iterator[Claim]:
    """Yield the claims of the present clause, which has no number."""
    clause = sentence.tokens[sentence.clause : end]
    if not sentence.is_own or has(clause, WordRole.QUANTITY, WordRole.COMPARED):
        return
    for place, token in enumerate(clause):
        zero = [phrase for phrase in token.sense.zero if phrase.subject in sentence.topics]
        if zero and not (_is_of_some(clause[:place]) or has(clause[place + 1 :], *_NAMING)):
            yield sentence.denial(zero[0], token, token)
        if token.role is WordRole.DENIAL:
            if not has(clause[:place], WordRole.UNKNOWN, WordRole.AMONG):
                yield from _denied(sentence, token, clause[place + 1 :])
            return


def _is_of_some(before: Sequence[Token]) -> bool:
    """Return whether a clause is about some only: «其余均已办结», «信访类申请均已答复»."""
    kinds = [n for n, token in enumerate(before) if token.role is WordRole.UNKNOWN]
    return has(before, *_OF_SOME) or bool(kinds and has(before[kinds[-1] :], WordRole.PHRASE))


def _denied(sentence: Sentence, denial: Token, run: Sequence[Token]) -> Iterator[Claim]:
    """Yield the claims of what is denied after 未 or 没有, up to the end of its clause."""
    if any(token.role not in _DENIABLE for token in run):
        return
    subjects = _last_subjects(run)
    for phrase in sentence.known.phrases:
        if phrase.subject in (subjects or sentence.topics) and _states(phrase, run, subjects):
            yield sentence.denial(phrase, denial, run[-1])


def _last_subjects(run: Sequence[Token]) -> list[str]:
    """Return the subjects that are denied: «因公开申请引起的行政复议、行政诉讼» has no 申请."""
    found: list[str] = []
    is_last = True
    for token in reversed(run):
        if token.sense.subjects and is_last:
            found += token.sense.subjects
        is_last = token.role is WordRole.JOIN or (is_last and not token.sense.subjects)
    return found


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
