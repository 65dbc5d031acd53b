"""A sentence while it is read: its tokens, and what holds at the present place.

A number belongs to another figure if the sentence is about another year, another organ or a part
of what it named. This is noted word by word.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from model.claims.quantities import Quantity
from model.claims.tokens import Lexicon, Token
from model.claims.vocabulary import TOWARDS, WordRole
from model.form.form import Phrase

WEAK_STOPS: Final = tuple("，,：:")
"""Stops that may divide the words of a figure from its number."""
_BRACKETS_END: Final = tuple("）)】]")
_COLONS: Final = tuple("：:")
_EXCEPT: Final = ("除", "除了")
"""Words between which and 外 a figure may stand: «除结转下年度的3件外»."""
_NEAR: Final = 40
"""Most tokens that are looked back, so that the cost grows with the length of a text alone."""
_TOWARDS: Final = 8
"""Characters before an organ in which a word such as 向 may be."""
_RELATIVE: Final = ("全年", "年", "当年", "到年", "至年")
"""Beginnings of times that are in the year that was named before."""
_COUNTING: Final = "数"
"""End of a word that is used instead of a unit: «办结件数为383»."""


class _Outer(NamedTuple):
    """The state before a bracket, which is restored behind it; ``start`` is that of the bracket."""

    start: int
    clause: int
    former: int
    numbers: int
    topics: tuple[str, ...]
    holds: tuple[bool, bool, bool, bool]


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
    at: int = 0
    is_denial: bool = False


class Sentence:
    """One sentence and what holds at the present place of it.

    ``topics`` are the subjects that it is about so far, ``clause`` and ``former`` the places where
    the present clause and the one before begin. ``read`` is the place behind the words that were
    used for a number, ``claimed`` has the phrase of each number that is a claim, by its place.
    """

    def __init__(self, known: Lexicon, text: str, topics: tuple[str, ...]) -> None:
        self.known = known
        self.text = text
        self.tokens = known.tokens(text)
        self.topics = topics
        self.clause = self.former = self.read = 0
        self.claimed: dict[int, Phrase] = {}
        self.numbers = 0
        """How many numbers were read."""
        self._outer: list[_Outer] = []
        self.is_listing = False
        """Whether 分别 is in the clause."""
        self._is_now = self._is_now_ahead = True
        self._states_now = False
        self._is_until = False
        self._is_own = True
        self._is_part = False
        self._is_by_channel = False

    @property
    def is_own(self) -> bool:
        """Whether it is about the year of the report and about the unit itself."""
        return self._is_now and self._is_own

    def note(self, place: int) -> None:
        """Take notice of a word that decides about the numbers after it."""
        token = self.tokens[place]
        if token.sense.subjects:
            self.topics = token.sense.subjects
        elif token.role is WordRole.OWN:
            self._is_own = True
        elif token.role is WordRole.NOW:
            self._is_now |= not (token.word.startswith(_RELATIVE) or self._is_until)
            self._states_now |= not token.word.startswith("截")
        elif token.role is WordRole.THEN:
            self._is_now = False
            self._is_until |= token.word.startswith(("截", "自", "从"))
        elif token.role is WordRole.AMONG:
            self._is_part = True
        elif token.role is WordRole.EACH:
            self.is_listing = True
        elif token.role is WordRole.ORGAN and self._is_actor(place):
            self._is_own = False

    def _is_actor(self, place: int) -> bool:
        """Return whether an organ did what the clause says: it is named first, without 向 or 由."""
        clause = self.before(place)
        if has(clause, WordRole.PHRASE) or has(clause[-1:], WordRole.OWN):
            return False
        start = self.tokens[place].start
        return TOWARDS.isdisjoint(self.text[max(0, start - _TOWARDS) : start])

    def end_clause(self, place: int) -> None:
        """Forget what holds for one clause only, such as a year within a comparison."""
        roles = [
            token.role
            for token in self.tokens[self.clause : place]
            if token.role not in (WordRole.OWN, WordRole.FILLER)
        ]
        is_about_time = not {WordRole.QUANTITY, WordRole.COMPARED} & set(roles)
        if is_about_time or roles[:1] in ([WordRole.THEN], [WordRole.NOW]):
            self._is_now_ahead = self._is_now
        self._is_now = self._is_now_ahead
        self._is_part = roles[-1:] == [WordRole.AMONG]
        if self.tokens[place].word in _COLONS and WordRole.CHANNEL in roles:
            self._is_by_channel = not {WordRole.QUANTITY, WordRole.VARIOUS} & set(roles)
        self.is_listing = False
        self.former, self.clause = self.clause, place + 1

    def open_bracket(self, place: int) -> None:
        """Begin a clause of its own; what holds before it holds again behind the bracket."""
        self._outer.append(
            _Outer(
                place,
                self.clause,
                self.former,
                self.numbers,
                self.topics,
                (self._is_now, self._is_now_ahead, self._is_own, self._is_part),
            )
        )
        self.former, self.clause = self.clause, place + 1

    def close_bracket(self, place: int) -> None:
        """End a bracket; one without a number stays a part of its clause: «自然人（公民）3件»."""
        outer = self._outer.pop()
        self._is_now, self._is_now_ahead, self._is_own, self._is_part = outer.holds
        self.topics = outer.topics if outer.start else self.topics
        if self.numbers > outer.numbers:
            self.former, self.clause = outer.clause, place + 1
        else:
            self.former, self.clause = outer.former, outer.clause
            self.tokens[place] = self.tokens[place]._replace(role=WordRole.FILLER)

    def closes(self, place: int) -> bool:
        """Return whether a token ends the bracket that was opened last."""
        return bool(self._outer) and self.tokens[place].word in _BRACKETS_END

    def before(self, place: int, start: int | None = None) -> list[Token]:
        """Return the tokens before a place, from the beginning of the clause or another place."""
        first = self.clause if start is None else start
        return self.tokens[max(first, place - _NEAR, 0) : place]

    def behind(self, place: int) -> list[Token]:
        """Return the words directly after a number that may call it: «12件申请予以公开»."""
        found: list[Token] = []
        for token in self.tokens[place + 1 : place + _NEAR]:
            if token.role not in _CALLING:
                break
            found.append(token)
        return found

    def follows(self, place: int, role: WordRole) -> bool:
        """Return whether the token after a place has a role."""
        return has(self.tokens[place + 1 : place + 2], role)

    def unit(self, place: int, words: Sequence[Token]) -> str | None:
        """Return the unit of a number; empty if a word such as 件数 is used instead of it."""
        is_counted = any(token.word.endswith(_COUNTING) for token in words)
        return self._quantity(place).unit or ("" if is_counted else None)

    def is_counted(self, phrase: Phrase, unit: str | None) -> bool:
        """Return whether a figure is counted in a unit; an empty one fits every figure."""
        units = phrase.units or self.known.subjects[phrase.subject].units
        return unit == "" or unit in units or (unit == "件次" and "件" in units)

    def is_allowed(self, phrase: Phrase, rest: Sequence[Token], core: Sequence[Token]) -> bool:
        """Return whether nothing makes a number another figure.

        ``core`` are the words that call the number, ``rest`` those before them.
        """
        if not self.is_own or (self._is_part and not phrase.part):
            return False
        if has((*rest, *core), WordRole.SINCE) and not self._states_now:
            return False
        if phrase.part and rest and rest[-1].word in _EXCEPT:
            rest = rest[:-1]
        if self._is_by_channel or has(rest, WordRole.COMPARED, WordRole.DENIAL):
            return False
        channels = [n for n, token in enumerate(rest) if token.role is WordRole.CHANNEL]
        return not channels or has(rest[channels[-1] :], WordRole.VARIOUS)

    def claim(self, phrase: Phrase, place: int, words: Sequence[Token]) -> Claim:
        """Return the claim that a number states the figure of a phrase."""
        quantity = self._quantity(place)
        called = "".join(token.word for token in words if token.role is WordRole.PHRASE)
        return Claim(phrase, quantity.start, quantity.end, quantity, called, self.text)

    def denial(self, phrase: Phrase, first: Token, last: Token) -> Claim:
        """Return the claim that the figure of a phrase is 0."""
        start, end = first.start, last.end
        none = Quantity(start, end, 0, "", 0, 0)
        return Claim(phrase, start, end, none, self.text[start:end], self.text, is_denial=True)

    def _quantity(self, place: int) -> Quantity:
        quantity = self.tokens[place].quantity
        assert quantity, "a number has a quantity"
        return quantity


_CALLING: Final = (WordRole.PHRASE, WordRole.FILLER, WordRole.ALL, WordRole.NOW, WordRole.OWN)
"""Roles of words between a number and the end of the words that call it."""


def has(tokens: Sequence[Token], *roles: WordRole) -> bool:
    """Return whether a token has one of some roles."""
    return any(token.role in roles for token in tokens)


def calls(tokens: Sequence[Token]) -> bool:
    """Return whether there is a word by which a figure is called."""
    return any(token.sense.words for token in tokens)


def last_name(tokens: Sequence[Token]) -> Token | None:
    """Return the last word that names what is counted."""
    return next((token for token in reversed(tokens) if token.sense.subjects), None)


def last_subjects(tokens: Sequence[Token]) -> tuple[str, ...]:
    """Return the subjects of the last word that names what is counted."""
    name = last_name(tokens)
    return name.sense.subjects if name else ()
