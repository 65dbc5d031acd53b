"""What a text says about figures of the report: each number with the figure that it states.

A claim needs words of the form (``Phrase``) beside the number, and nothing beside them that makes
it another figure: another year, another organ, a part, a comparison. Where this is not certain
there is no claim: a false alarm is worse than silence.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from model.claims.quantities import Quantity
from model.claims.tokens import Lexicon, Token, lexicon
from model.claims.vocabulary import TOWARDS, WordRole
from model.form.form import Form, Phrase
from model.unit import LEVELS, Unit, UnitKind

_SENTENCE: Final = re.compile(r"[^。！？\n]+[。！？]?")
_COUNTED: Final = re.compile(
    r"[件条元宗份起个部项例次批%％]|[未无没均全][^，。]*[议讼请费转件章持结复]"
)
"""What every sentence with a claim contains."""
_TOWARDS: Final = 8
"""Characters before an organ in which a word such as 向 may stand."""


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


@dataclass(frozen=True)
class Claim:
    """A figure of the report as a text states it.

    ``start`` and ``end`` are the offsets in the text of the number without its unit; of words that
    state that there is none, of these words, and ``quantity`` is 0. ``words`` are those that
    decided. ``sentence`` is the whole sentence, ``at`` its offset.
    """

    phrase: Phrase
    start: int
    end: int
    quantity: Quantity
    words: str
    sentence: str
    at: int
    is_denial: bool = False


def claims_in(speaker: Speaker, title: str, body: str) -> tuple[Claim, ...]:
    """Return the claims of a text in their order; its sub-head tells what it is about."""
    found: list[Claim] = []
    topics = _subjects_of(speaker, title)
    for sentence in _SENTENCE.finditer(body):
        words = sentence.group()
        if not words.strip():
            continue
        if not _COUNTED.search(words):
            topics = _subjects_of(speaker, words) or topics
            continue
        claims, topics = _claims_of(speaker, words, topics)
        found += (_moved(claim, sentence.start()) for claim in claims)
    return tuple(found)


def _moved(claim: Claim, by: int) -> Claim:
    if not by:
        return claim
    quantity = claim.quantity._replace(start=claim.quantity.start + by, end=claim.quantity.end + by)
    return Claim(
        claim.phrase, claim.start + by, claim.end + by, quantity, claim.words, claim.sentence,
        by, claim.is_denial,
    )  # fmt: skip


@lru_cache(maxsize=512)
def _subjects_of(speaker: Speaker, words: str) -> tuple[str, ...]:
    """Return the subjects that a sub-head or sentence names, the last one only."""
    named = [one.entry.subjects for one in speaker.lexicon.tokens(words) if one.entry.subjects]
    return named[-1] if named else ()


@lru_cache(maxsize=4096)
def _claims_of(
    speaker: Speaker, sentence: str, topics: tuple[str, ...]
) -> tuple[tuple[Claim, ...], tuple[str, ...]]:
    """Return the claims of a sentence, and the subjects that it ends with.

    ``topics`` are the subjects of the sentence before. It is cached, so that a key costs one
    sentence.
    """
    parser = _Parser(speaker.lexicon, sentence, topics)
    return tuple(parser.claims()), parser.topics


class _Parser:
    """Reads one sentence from its beginning to its end."""

    def __init__(self, known: Lexicon, sentence: str, topics: tuple[str, ...]) -> None:
        self.topics = topics
        """The subjects that the sentence is about so far."""
        self._known = known
        self._sentence = sentence
        self._tokens = known.tokens(sentence)
        self._is_now = True
        self._states_now = False
        self._is_own = True
        self._clause = 0
        self._is_part = False

    def claims(self) -> Iterator[Claim]:
        """Yield the claims of the sentence."""
        for place, token in enumerate(self._tokens):
            if token.role is WordRole.STOP:
                yield from self._denials(place)
                self._end_clause(place)
            elif token.role is WordRole.QUANTITY:
                yield from self._stated(place)
            else:
                self._note(place, token)
        yield from self._denials(len(self._tokens))
        if not (self._is_now and self._is_own):
            self.topics = ()

    def _note(self, place: int, token: Token) -> None:
        """Take notice of a word that decides about the numbers after it."""
        if token.entry.subjects:
            self.topics = token.entry.subjects
        elif token.role is WordRole.OWN:
            self._is_own = True
        elif token.role is WordRole.NOW:
            self._is_now = True
            self._states_now |= not token.word.startswith("截")
        elif token.role is WordRole.THEN:
            self._is_now = False
        elif token.role is WordRole.AMONG:
            self._is_part = True
        elif token.role is WordRole.ORGAN and self._is_actor(place, token):
            self._is_own = False

    def _is_actor(self, place: int, token: Token) -> bool:
        """Return whether an organ did what the clause says: it is named first, without 向 or 由."""
        clause = self._tokens[self._clause : place]
        if any(one.role in (WordRole.PHRASE, WordRole.QUANTITY) for one in clause):
            return False
        before = self._sentence[max(0, token.start - _TOWARDS) : token.start]
        return not any(word in before for word in TOWARDS)

    def _end_clause(self, place: int) -> None:
        """Forget what holds for one clause only."""
        clause = self._tokens[self._clause : place]
        leading = [one.role for one in clause if one.role not in (WordRole.OWN, WordRole.FILLER)]
        if leading[:1] != [WordRole.THEN]:
            self._is_now = True  # a year inside a clause, as in a comparison, ends with it
        self._is_part = leading[-1:] == [WordRole.AMONG]
        self._clause = place + 1

    # ── numbers

    def _stated(self, place: int) -> Iterator[Claim]:
        """Yield the claim of a number; of several after 分别, when the first one is reached."""
        claim = self._each(place) or self._claim(place)
        if claim is not None:
            yield claim
        elif self._is_foreign(place):
            self.topics = ()

    def _segment(self, place: int) -> list[Token]:
        """Return the tokens before a number, from the last number or the end of a clause.

        A clause without words of its own continues the clause before: «收到申请，共计12件».
        """
        start = self._clause
        own = self._tokens[start:place]
        if start > 1 and all(one.role in _CONTINUING for one in own):
            start = self._start_before(start)
        found: list[Token] = []
        for token in reversed(self._tokens[start:place]):
            if token.role is WordRole.QUANTITY or (
                token.role is WordRole.STOP and token.word not in "，,"
            ):
                break
            found.insert(0, token)
        return [token for token in found if token.role is not WordRole.STOP]

    def _start_before(self, start: int) -> int:
        """Return where the clause before another begins."""
        stops = [n for n in range(start - 1) if self._tokens[n].role is WordRole.STOP]
        return stops[-1] + 1 if stops else 0

    def _claim(self, place: int) -> Claim | None:
        """Return the claim of a number, if the words beside it call a figure."""
        segment = self._segment(place)
        core = _core(segment)
        rest = segment[: len(segment) - len(core)]
        behind = self._behind(place)
        named = _last_subjects(core) or _last_subjects(behind)
        phrase = self._phrase(core, named, rest)
        if phrase is None or not self._is_allowed(phrase, rest, core):
            return None
        if not named and (_has(rest, WordRole.UNKNOWN) or self._is_followed(place)):
            return None
        quantity = self._quantity(place, phrase)
        if quantity is None:
            return None
        words = [token.word for token in (*core, *behind) if token.role is WordRole.PHRASE]
        return self._made(phrase, quantity, "".join(words))

    def _phrase(
        self, core: Sequence[Token], named: tuple[str, ...], rest: Sequence[Token]
    ) -> Phrase | None:
        """Return the phrase of a core, or None if it is none or not the only one."""
        subjects = named or self.topics
        matching: list[Phrase] = []
        for token in core:
            if not token.entry.words:
                continue
            fitting = [one for one in token.entry.words if one.subject in subjects]
            if not fitting and token.entry.role is not WordRole.FILLER and not token.entry.subjects:
                return None  # a word of another figure
            matching += fitting
        distinct = list(dict.fromkeys(one.key for one in matching))
        if len(distinct) == 1 or (distinct and matching[-1].part):
            return matching[-1]
        if distinct or not named or _is_unclear(rest):
            return None
        return next((one for one in self._known.phrases if one.bare and one.subject in named), None)

    def _is_allowed(self, phrase: Phrase, rest: Sequence[Token], core: Sequence[Token]) -> bool:
        """Return whether nothing beside a number makes it another figure."""
        if not (self._is_now and self._is_own) or (self._is_part and not phrase.part):
            return False
        if _has((*rest, *core), WordRole.SINCE) and not self._states_now:
            return False
        if _has(rest, WordRole.COMPARED, WordRole.DENIAL):
            return False
        channels = [n for n, token in enumerate(rest) if token.role is WordRole.CHANNEL]
        return not channels or _has(rest[channels[-1] :], WordRole.VARIOUS)

    def _behind(self, place: int) -> list[Token]:
        """Return the thing that is named after a number: «12件政府信息公开申请»."""
        found = []
        for token in self._tokens[place + 1 :]:
            if token.role is not WordRole.PHRASE and token.word != "的":
                break
            found.append(token)
            if token.entry.subjects:
                return found
        return []

    def _is_followed(self, place: int) -> bool:
        """Return whether other words than those of figures are directly after a number."""
        behind = self._tokens[place + 1 : place + 2]
        return _has(behind, WordRole.UNKNOWN)

    def _is_foreign(self, place: int) -> bool:
        """Return whether a number without a claim counts something that no form has."""
        quantity = self._tokens[place].quantity
        return bool(quantity and quantity.unit) and _has(
            (*self._segment(place), *self._tokens[place + 1 : place + 2]), WordRole.UNKNOWN
        )

    def _quantity(self, place: int, phrase: Phrase) -> Quantity | None:
        """Return the number in the unit of its figure; None if it has another unit."""
        quantity = self._tokens[place].quantity
        units = phrase.units or self._known.units.get(phrase.subject, ())
        return quantity if quantity and quantity.unit in units else None

    def _made(self, phrase: Phrase, quantity: Quantity, words: str) -> Claim:
        return Claim(phrase, quantity.start, quantity.end, quantity, words, self._sentence, 0)

    # ── 分别

    def _each(self, place: int) -> Claim | None:
        """Return the claim of one of several numbers after as many names: «分别为12件、3件»."""
        clause = self._tokens[self._clause : place]
        each = next((n for n, one in enumerate(clause) if one.role is WordRole.EACH), None)
        if each is None:
            return None
        names = [one for one in clause[:each] if one.entry.words or one.entry.subjects]
        callers = [one for one in names if one.entry.words] or names
        numbers = [self._clause + each + 1]
        numbers = list(self._numbers_from(self._clause + each))
        if len(callers) != len(numbers) or len(numbers) < 2 or place not in numbers:
            return None
        caller = callers[numbers.index(place)]
        subjects = _last_subjects(names) or self.topics
        if caller.entry.words:
            fitting = [one for one in caller.entry.words if one.subject in subjects]
        else:
            fitting = [
                one
                for one in self._known.phrases
                if one.bare and one.subject in caller.entry.subjects
            ]
        rest = [one for one in clause[:each] if one.role not in (WordRole.PHRASE, WordRole.JOIN)]
        if len(fitting) != 1 or not self._is_allowed(fitting[0], rest, ()):
            return None
        quantity = self._quantity(place, fitting[0])
        return quantity and self._made(fitting[0], quantity, caller.word)

    def _numbers_from(self, start: int) -> Iterator[int]:
        """Yield the places of the numbers after 分别 in its clause."""
        for place in range(start + 1, len(self._tokens)):
            role = self._tokens[place].role
            if role is WordRole.QUANTITY:
                yield place
            elif role not in (WordRole.JOIN, WordRole.FILLER):
                return

    # ── denials

    def _denials(self, end: int) -> Iterator[Claim]:
        """Yield the claims of a clause that a figure is 0: «未收到申请», «均已办结»."""
        clause = self._tokens[self._clause : end]
        if not (self._is_now and self._is_own) or _has(
            clause, WordRole.QUANTITY, WordRole.COMPARED
        ):
            return
        for place, token in enumerate(clause):
            zero = [one for one in token.entry.zero if one.subject in self.topics]
            if zero and not _has(clause[place + 1 :], WordRole.UNKNOWN, WordRole.PHRASE):
                yield self._denied(zero[0], token, token)
            if token.role is WordRole.DENIAL and not _has(
                clause[:place], WordRole.UNKNOWN, WordRole.AMONG
            ):
                yield from self._denied_after(token, clause[place + 1 :])
                return

    def _denied_after(self, denial: Token, run: Sequence[Token]) -> Iterator[Claim]:
        """Yield the claims of what is denied after 未 or 没有, up to the end of its clause."""
        if any(one.role not in _DENIABLE for one in run):
            return
        subjects = [key for one in run for key in one.entry.subjects]
        for phrase in self._known.phrases:
            if phrase.subject in (subjects or self.topics) and _is_denied(phrase, run, subjects):
                yield self._denied(phrase, denial, run[-1])

    def _denied(self, phrase: Phrase, first: Token, last: Token) -> Claim:
        words = self._sentence[first.start : last.end]
        none = Quantity(first.start, last.end, 0, "", 0, 0)
        return Claim(phrase, first.start, last.end, none, words, self._sentence, 0, is_denial=True)


_CONTINUING: Final = (
    WordRole.FILLER,
    WordRole.ALL,
    WordRole.EACH,
    WordRole.NOW,
    WordRole.SINCE,
    WordRole.OWN,
)
"""Roles of words that say nothing of their own about a number."""
_DENIABLE: Final = (
    WordRole.FILLER,
    WordRole.ALL,
    WordRole.JOIN,
    WordRole.PHRASE,
    WordRole.OWN,
    WordRole.NOW,
)
"""Roles of words that may stand between 未 and the end of its clause."""


def _has(tokens: Sequence[Token], *roles: WordRole) -> bool:
    return any(token.role in roles for token in tokens)


def _is_unclear(rest: Sequence[Token]) -> bool:
    """Return whether words before the name of a thing may narrow it: «征地类申请12件»."""
    return _has(rest, WordRole.UNKNOWN, WordRole.JOIN)


def _core(segment: Sequence[Token]) -> list[Token]:
    """Return the words directly before a number that may call it."""
    found: list[Token] = []
    for token in reversed(segment):
        if token.role is not WordRole.PHRASE and token.role not in _CONTINUING:
            break
        found.insert(0, token)
    return found


def _last_subjects(tokens: Sequence[Token]) -> tuple[str, ...]:
    """Return the subjects that the last word with any names."""
    return next((one.entry.subjects for one in reversed(tokens) if one.entry.subjects), ())


def _is_denied(phrase: Phrase, run: Sequence[Token], subjects: Sequence[str]) -> bool:
    """Return whether the words of a denial say that the number of a phrase is 0."""
    words = [one for one in run if one.entry.denied or one.entry.words]
    matching = [one for one in words if phrase in one.entry.denied]
    strange = [
        one
        for one in words
        if one not in matching and one.entry.role is not WordRole.FILLER and not one.entry.subjects
    ]
    return not strange and bool(matching or (subjects and "" in phrase.denied))
