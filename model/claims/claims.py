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
    named = [one.sense.subjects for one in speaker.lexicon.tokens(words) if one.sense.subjects]
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
        self._is_now = self._is_now_ahead = True
        self._states_now = False
        self._is_own = True
        self._is_until = False
        self._is_part = False
        self._clause = 0
        self._read = 0
        self._claimed: dict[int, Phrase] = {}

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
        elif token.role is WordRole.ORGAN and self._is_actor(place, token):
            self._is_own = False

    def _is_actor(self, place: int, token: Token) -> bool:
        """Return whether an organ did what the clause says: it is named first, without 向 or 由."""
        clause = self._tokens[self._clause : place]
        if _has(clause, WordRole.PHRASE) or _has(clause[-1:], WordRole.OWN):
            return False
        before = self._sentence[max(0, token.start - _TOWARDS) : token.start]
        return not any(word in before for word in TOWARDS)

    def _end_clause(self, place: int) -> None:
        """Forget what holds for one clause only: a year inside it, as in a comparison."""
        clause = [
            one.role
            for one in self._tokens[self._clause : place]
            if one.role not in (WordRole.OWN, WordRole.FILLER)
        ]
        is_about_time = not {WordRole.QUANTITY, WordRole.COMPARED} & set(clause)
        if is_about_time or clause[:1] in ([WordRole.THEN], [WordRole.NOW]):
            self._is_now_ahead = self._is_now
        self._is_now = self._is_now_ahead
        self._is_part = clause[-1:] == [WordRole.AMONG]
        self._clause = place + 1

    # ── numbers

    def _stated(self, place: int) -> Iterator[Claim]:
        """Yield the claim of a number."""
        is_each = _has(self._tokens[self._clause : place], WordRole.EACH)
        claim = self._each(place) if is_each else self._claim(place) or self._sum(place)
        if claim is not None:
            self._claimed[self._tokens[place].start] = claim.phrase
            self.topics = (claim.phrase.subject,)
            yield claim
        elif self._is_foreign(place):
            self.topics = ()

    def _claim(self, place: int) -> Claim | None:
        """Return the claim of a number, if the words beside it call a figure."""
        if self._is_one_of_many(place):
            return None
        segment = self._segment(place)
        core = _core(segment)
        rest = segment[: len(segment) - len(core)]
        behind = self._behind(place)
        if not any(one.sense.words for one in core):
            core, behind = (
                ([*core, *behind], behind) if self._is_called(place, core) else (core, [])
            )
        elif not any(one.sense.subjects for one in behind[:2]):
            behind = []
        name = _last_named(core) or _last_named(behind[:2])
        named = name.sense.subjects if name else ()
        phrase = self._phrase(core, named, rest, place)
        if behind:
            self._read = max(self._read, place + 1 + len(behind))
        if phrase is None or not self._is_allowed(phrase, rest, core):
            return None
        if _is_joined(rest) or (not named and self._is_of_other(phrase)):
            return None
        is_clear = phrase.distinct or self._is_clear(place, rest)
        if not is_clear and not self._is_named(phrase, name, core):
            return None
        words = "".join(token.word for token in core if token.role is WordRole.PHRASE)
        return self._made(phrase, self._tokens[place], words)

    def _is_one_of_many(self, place: int) -> bool:
        """Return whether a number begins a clause about some of many: «申请中，3件要求复印»."""
        begins = place == self._clause or self._tokens[place].word.startswith("一件")
        return begins and not self._is_called(place, ())

    def _is_of_other(self, phrase: Phrase) -> bool:
        """Return whether the clause before names another figure: «以自然人为主，新收12件»."""
        start = self._start_before(self._clause) if self._clause else 0
        before = self._tokens[start : self._clause]
        others = [one for token in before for one in token.sense.words if one.distinct]
        return phrase not in others and bool(others) and not _has(before, WordRole.QUANTITY)

    def _is_called(self, place: int, core: Sequence[Token]) -> bool:
        """Return whether the words behind a number call it, and end their clause."""
        behind = self._behind(place)
        after = self._tokens[place + 1 + len(behind) :][:1]
        is_closed = not after or after[0].role in _CLOSING
        is_named = any(one.sense.subjects for one in core)
        return is_closed and (not is_named or any(one.sense.words for one in behind))

    def _is_named(self, phrase: Phrase, name: Token | None, core: Sequence[Token]) -> bool:
        """Return whether the name of a thing is long enough to stand beside unknown words."""
        if name is None or (len(name.word) < _SHORT and core[0].word not in _SUMMING):
            return False
        about = self._known.subjects[phrase.subject].about
        before = self._sentence[: name.end]
        return not about or any(word in before for word in about)

    def _segment(self, place: int) -> list[Token]:
        """Return the tokens before a number, from the last number or the end of a clause.

        A clause without words of its own continues the clause before: «收到申请，共计12件».
        """
        start = max(self._clause, self._read)
        own = self._tokens[start:place]
        is_called_behind = any(one.sense.words for one in self._behind(place))
        is_continued = start == self._clause > 1 and all(one.role in _CONTINUING for one in own)
        if is_continued and not is_called_behind:
            start = self._start_before(start)
        found: list[Token] = []
        for token in reversed(self._tokens[start:place]):
            ends = token.role is WordRole.STOP and token.word not in _WEAK_STOPS
            if ends or token.role is WordRole.QUANTITY:
                break
            if token.role is not WordRole.STOP:
                found.insert(0, token)
        while found and found[0].role is WordRole.JOIN:
            del found[0]
        return found

    def _start_before(self, start: int) -> int:
        """Return where the clause before another begins."""
        stops = [n for n in range(start - 1) if self._tokens[n].role is WordRole.STOP]
        return stops[-1] + 1 if stops else 0

    def _behind(self, place: int) -> list[Token]:
        """Return the words directly after a number that may call it: «12件申请予以公开»."""
        found: list[Token] = []
        for token in self._tokens[place + 1 :]:
            if token.role not in (WordRole.PHRASE, WordRole.FILLER, WordRole.ALL, WordRole.NOW):
                break
            found.append(token)
        return found

    def _unit(self, place: int, core: Sequence[Token]) -> str | None:
        """Return the unit of a number; empty if a word such as 件数 is instead of it."""
        quantity = self._tokens[place].quantity
        assert quantity, "a number has a quantity"
        is_counted = any(token.word.endswith(_COUNTING) for token in core)
        return quantity.unit or ("" if is_counted else None)

    def _phrase(
        self,
        core: Sequence[Token],
        named: tuple[str, ...],
        rest: Sequence[Token],
        place: int,
    ) -> Phrase | None:
        """Return the phrase of a core; None if there is none, or not only one."""
        subjects, unit = named or self.topics, self._unit(place, core)
        matching: list[Phrase] = []
        for token in reversed(core):
            if not token.sense.words:
                continue
            fitting = [
                one
                for one in token.sense.words
                if (one.subject in subjects or (one.distinct and not named))
                and self._is_counted(one, unit)
            ]
            if not fitting and token.sense.role is not WordRole.FILLER:
                if matching and named:
                    break
                if not token.sense.subjects:
                    return None  # a word of another figure
            matching += fitting
        matching.sort(key=lambda one: not one.distinct)
        if len({one.means for one in matching}) == 1 or (matching and matching[0].part):
            return matching[0]
        if matching or not named:
            return None
        return self._bare(core, named, rest, place)

    def _bare(
        self,
        core: Sequence[Token],
        named: tuple[str, ...],
        rest: Sequence[Token],
        place: int,
    ) -> Phrase | None:
        """Return the phrase that a name alone calls: «政府信息公开申请12件»."""
        if len({one.sense.subjects for one in core if one.sense.subjects}) > 1:
            return None
        if _has(rest, WordRole.UNKNOWN, WordRole.JOIN) or self._is_listed_after_other(place):
            return None
        unit = self._unit(place, core)
        bare = (one for one in self._known.phrases if one.bare and one.subject in named)
        return next((one for one in bare if self._is_counted(one, unit)), None)

    def _is_listed_after_other(self, place: int) -> bool:
        """Return whether a number follows one without a claim in a list: «讲座3场、诉讼案件2件»."""
        before = [one for one in self._tokens[self._clause : place] if one.role in _LISTED]
        if [one.role for one in before[-2:]] != [WordRole.QUANTITY, WordRole.JOIN]:
            return False
        former = self._claimed.get(before[-2].start)
        return former is None or (former.part and not former.bare)

    def _is_counted(self, phrase: Phrase, unit: str | None) -> bool:
        """Return whether a figure is counted in a unit; an empty one fits every figure."""
        units = phrase.units or self._known.subjects[phrase.subject].units
        return unit == "" or unit in units or (unit == "件次" and "件" in units)

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

    def _is_clear(self, place: int, rest: Sequence[Token]) -> bool:
        """Return whether no other words are beside a number that may name something else."""
        return not _has((*rest, *self._tokens[place + 1 : place + 2]), WordRole.UNKNOWN)

    def _is_foreign(self, place: int) -> bool:
        """Return whether a number without a claim counts something that no form has."""
        quantity = self._tokens[place].quantity
        beside = (*self._segment(place), *self._tokens[place + 1 : place + 2])
        return bool(quantity and quantity.unit) and _has(beside, WordRole.UNKNOWN)

    def _made(self, phrase: Phrase, number: Token, words: str) -> Claim:
        quantity = number.quantity
        assert quantity, "a number has a quantity"
        return Claim(phrase, quantity.start, quantity.end, quantity, words, self._sentence, 0)

    def _sum(self, place: int) -> Claim | None:
        """Return the claim of a sum of the claims before it: «建议3件、提案2件，共5件»."""
        start = max(self._clause, self._read)
        own = self._tokens[start:place]
        if not own or any(one.word not in _SUMMING for one in own) or start == 0:
            return None
        addends: list[str] = []
        for token in reversed(self._tokens[: start - 1]):
            if token.role is WordRole.QUANTITY:
                claimed = self._claimed.get(token.start)
                if claimed is None:
                    return None
                addends += claimed.means[0]
            elif token.role is WordRole.STOP and token.word not in _WEAK_STOPS:
                break
        unit = self._unit(place, own)
        for phrase in self._known.phrases:
            if any({*meaning} == {*addends} and len(meaning) > 1 for meaning in phrase.means):
                is_allowed = self._is_counted(phrase, unit) and self._is_allowed(phrase, (), own)
                return self._made(phrase, self._tokens[place], own[0].word) if is_allowed else None
        return None

    # ── 分别

    def _each(self, place: int) -> Claim | None:
        """Return the claim of one of several numbers after as many names: «分别为12件、3件»."""
        clause = self._tokens[self._clause : place]
        each = next((n for n, one in enumerate(clause) if one.role is WordRole.EACH), None)
        if each is None:
            return None
        numbers = list(self._numbers_from(self._clause + each))
        names = self._names(clause[:each], len(numbers))
        if len(numbers) < 2 or place not in numbers or not names:
            return None
        rest = [one for one in clause[:each] if one.role is not WordRole.PHRASE]
        fitting = [
            one
            for one in names[numbers.index(place)]
            if self._is_counted(one, self._unit(place, clause[:each]))
            and self._is_allowed(one, rest, ())
        ]
        if len(fitting) != 1:
            return None
        words = "".join(one.word for one in clause[:each] if one.role is WordRole.PHRASE)
        return self._made(fitting[0], self._tokens[place], words)

    def _names(self, tokens: Sequence[Token], count: int) -> list[list[Phrase]]:
        """Return the phrases that each of some names may be; empty if there are not so many."""
        split: list[Token] = []
        for token in tokens:
            parts = _JOINED.split(token.word) if token.role is WordRole.PHRASE else ()
            split += [one for part in parts for one in self._known.tokens(part)] or [token]
        named = _last_subjects(split) or self.topics
        callers = []
        for place, token in enumerate(split):
            wanted = _last_subjects(split[place + 1 : place + 2]) or named
            if fitting := [one for one in token.sense.words if one.subject in wanted]:
                callers.append(fitting)
        if len(callers) == count:
            return callers
        things = [one.sense.subjects for one in split if one.sense.subjects]
        if len(things) != count:
            return []
        words = [one for token in split for one in token.sense.words]
        known = words or [one for one in self._known.phrases if one.bare]
        return [[one for one in known if one.subject in subjects] for subjects in things]

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
            zero = [one for one in token.sense.zero if one.subject in self.topics]
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
        subjects = [key for one in run for key in one.sense.subjects]
        for phrase in self._known.phrases:
            if phrase.subject in (subjects or self.topics) and _is_denied(phrase, run, subjects):
                yield self._denied(phrase, denial, run[-1])

    def _denied(self, phrase: Phrase, first: Token, last: Token) -> Claim:
        words = self._sentence[first.start : last.end]
        none = Quantity(first.start, last.end, 0, "", 0, 0)
        return Claim(phrase, first.start, last.end, none, words, self._sentence, 0, is_denial=True)


_CONTINUING: Final = (
    WordRole.OPEN,
    WordRole.FILLER,
    WordRole.ALL,
    WordRole.EACH,
    WordRole.NOW,
    WordRole.SINCE,
    WordRole.OWN,
)
"""Roles of words that say nothing of their own about a number."""
_CLOSING: Final = (WordRole.STOP, WordRole.JOIN, WordRole.OPEN, WordRole.WITHIN)
"""Roles of what may be behind the words that call the number before them."""
_WEAK_STOPS: Final = tuple("，,：:")
"""Stops that may divide the words of a figure from its number."""
_LISTED: Final = (WordRole.QUANTITY, WordRole.JOIN, WordRole.STOP)
_SHORT: Final = 4
"""Characters from which the name of a thing is its own: 政府信息, unlike 申请."""
_SUMMING: Final = ("共", "总共", "一共", "共计", "合计", "累计共")
"""Words after which a statement begins, whatever is before them."""
_RELATIVE: Final = ("全年", "年")
"""Beginnings of times that are in the year that was named before."""
_COUNTING: Final = ("数", "数量", "总数", "件数", "条数")
"""Ends of words that are used instead of a unit: «办结件数为383»."""
_JOINED: Final = re.compile("[、和及与]")
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


def _is_joined(rest: Sequence[Token]) -> bool:
    """Return whether another figure is joined to the words of a number: «自然人和法人12件»."""
    if not _has(rest[-1:], WordRole.JOIN):
        return False
    before = rest[-2:-1]
    return any(one.sense.subjects or any(p.part for p in one.sense.words) for one in before)


def _core(segment: Sequence[Token]) -> list[Token]:
    """Return the words directly before a number that may call it."""
    found: list[Token] = []
    for token in reversed(segment):
        if token.role is not WordRole.PHRASE and token.role not in _CONTINUING:
            break
        found.insert(0, token)
    return found


def _last_named(tokens: Sequence[Token]) -> Token | None:
    """Return the last word that names a thing."""
    return next((one for one in reversed(tokens) if one.sense.subjects), None)


def _last_subjects(tokens: Sequence[Token]) -> tuple[str, ...]:
    """Return the subjects that the last word with any names."""
    return next((one.sense.subjects for one in reversed(tokens) if one.sense.subjects), ())


def _is_denied(phrase: Phrase, run: Sequence[Token], subjects: Sequence[str]) -> bool:
    """Return whether the words of a denial say that the number of a phrase is 0."""
    words = [one for one in run if one.sense.denied or one.sense.words]
    matching = [one for one in words if phrase in one.sense.denied]
    strange = [
        one
        for one in words
        if one not in matching and one.sense.role is not WordRole.FILLER and not one.sense.subjects
    ]
    return not strange and bool(matching or (subjects and "" in phrase.denied))
