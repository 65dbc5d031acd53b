"""Divide a sentence into tokens: words of the form, words of any prose, numbers and dates."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final, NamedTuple

from model.claims.quantities import QUANTITY, QUANTITY_STARTS, Quantity, quantity_of
from model.claims.times import TIME_STARTS, term_at, time_at
from model.claims.vocabulary import GOVERNED, ORGAN, ORGAN_ENDS, WordRole, words
from model.form.form import Form, Phrase, Subject
from model.form.spellings import spellings
from model.text import HALF_WIDTH_DIGITS

_MASKED: Final = re.compile(
    r"《[^《》]{0,80}》|“[^“”\d]{0,40}\d[^“”]{0,40}”|[（(〔\[【]20\d\d[）)〕\]】]\s?第?\d*号?"
    r"|第[\d一二三四五六七八九十百]{1,6}[条款项号次届期]|https?://[!-~]+"
)
"""Titles, quotations, numbers of documents and articles: their numbers are no figures."""
_OTHER_STARTS: Final = TIME_STARTS | ORGAN_ENDS | QUANTITY_STARTS
"""First characters of tokens that are no words."""
_HALF_WIDTH: Final = HALF_WIDTH_DIGITS | str.maketrans("％．", "%.")
_FULL_WIDTH: Final = re.compile("[０-９％．]")
_CLAUSE_END: Final = re.compile("[，；,;]")


@dataclass(frozen=True)
class WordSense:
    """What a word may be: phrases that it calls, subjects that it names, its role elsewhere.

    ``zero`` are the phrases that it states to be 0, ``denied`` those that it states so after 未.
    ``role`` is its role for a number of another figure.
    """

    words: tuple[Phrase, ...] = ()
    zero: tuple[Phrase, ...] = ()
    denied: tuple[Phrase, ...] = ()
    subjects: tuple[str, ...] = ()
    role: WordRole = WordRole.UNKNOWN

    @cached_property
    def token_role(self) -> WordRole:
        """The role of a token with it."""
        is_called = self.words or self.subjects or self.zero or self.denied
        return WordRole.PHRASE if is_called else self.role


class Token(NamedTuple):
    """A token with its offsets in the text; a word of the form or a number has more."""

    role: WordRole
    start: int
    end: int
    word: str
    sense: WordSense = WordSense()
    quantity: Quantity | None = None


@dataclass(frozen=True)
class Lexicon:
    """The words of a form and of any prose, for the report of one unit on one year."""

    year: int
    phrases: tuple[Phrase, ...]
    subjects: dict[str, Subject]
    senses: dict[str, WordSense]

    @cached_property
    def _lengths(self) -> dict[str, tuple[int, ...]]:
        """The lengths of the words by their first two characters, the longest first."""
        lengths: dict[str, set[int]] = {}
        for word in self.senses:
            lengths.setdefault(word[:2], set()).add(len(word))
        return {first: tuple(sorted(all_, reverse=True)) for first, all_ in lengths.items()}

    def tokens(self, text: str) -> list[Token]:
        """Return the tokens of a sentence."""
        return list(self._tokens(_masked(text)))

    def subjects_of(self, text: str) -> tuple[str, ...]:
        """Return the subjects that a sentence names last; most clauses name none."""
        for clause in reversed(_CLAUSE_END.split(_masked(text))):
            if any(end in clause for end in self._name_ends):
                named = [one.sense.subjects for one in self._tokens(clause) if one.sense.subjects]
                if named:
                    return named[-1]
        return ()

    @cached_property
    def _name_ends(self) -> frozenset[str]:
        """The last two characters of all names of subjects."""
        return frozenset(word[-2:] for word, sense in self.senses.items() if sense.subjects)

    def _tokens(self, text: str) -> Iterator[Token]:
        """Yield the tokens; characters that belong to no word are joined to unknown words."""
        place = unknown = 0
        lengths, starts = self._lengths, _OTHER_STARTS
        while place < len(text):
            found = None
            if text[place : place + 2] in lengths or text[place] in lengths:
                found = self._word(text, place)
            if found is None and text[place] in starts:
                found = self._other(text, place)
            if found is None:
                place += 1
                continue
            if text[unknown:place].strip():
                yield Token(WordRole.UNKNOWN, unknown, place, text[unknown:place])
            place = unknown = found.end
            yield found
        if text[unknown:].strip():
            yield Token(WordRole.UNKNOWN, unknown, len(text), text[unknown:])

    def _word(self, text: str, place: int) -> Token | None:
        """Return the longest word at a place."""
        for start in (text[place : place + 2], text[place]):
            for length in self._lengths.get(start, ()):
                word = text[place : place + length]
                if (sense := self.senses.get(word)) is not None:
                    return Token(sense.token_role, place, place + length, word, sense)
        return None

    def _other(self, text: str, place: int) -> Token | None:
        """Return the time, the end of an organ's name or the number at a place."""
        if end := term_at(text, place):
            return Token(WordRole.FILLER, place, end, text[place:end])
        if time := time_at(text, place, self.year):
            role = WordRole.NOW if time.is_now else WordRole.THEN
            return Token(role, place, time.end, text[place : time.end])
        if ORGAN.match(text, place):
            return Token(WordRole.ORGAN, place, place + 1, text[place])
        if (number := QUANTITY.match(text, place)) and (quantity := quantity_of(number)):
            word = number.group()
            return Token(WordRole.QUANTITY, place, number.end(), word, quantity=quantity)
        return None


def _masked(text: str) -> str:
    """Return a text with half-width digits, and without the names whose numbers are no figures."""
    if _FULL_WIDTH.search(text):
        text = text.translate(_HALF_WIDTH)
    return _MASKED.sub(lambda named: "\0" * len(named.group()), text)


@lru_cache(maxsize=8)
def lexicon(form: Form, year: int, names: tuple[str, ...], is_government: bool) -> Lexicon:
    """Return the lexicon of a form for the year of a report and the names of its unit.

    A government reports for its departments too: 全县 and 各部门 are then no other organs.
    """
    made: dict[str, dict[str, list[Phrase] | list[str]]] = {}
    years = {"{year}": str(year), "{last}": str(year - 1), "{next}": str(year + 1)}

    def add(kind: str, texts: Iterable[str], item: Phrase | str) -> None:
        for text in texts:
            for word in _spelled(text, years):
                kept = made.setdefault(word, {}).setdefault(kind, [])
                if item not in kept:
                    kept.append(item)  # type: ignore[arg-type]

    phrases = tuple(phrase for section in form.sections for phrase in section.phrases)
    for phrase in phrases:
        add("words", phrase.words, phrase)
        add("zero", phrase.zero, phrase)
        add("denied", (word for word in phrase.denied if word), phrase)
    for subject in (one for section in form.sections for one in section.subjects):
        add("subjects", subject.names, subject.key)
    senses = {word: WordSense(role=role) for word, role in words().items()}
    senses |= {word: WordSense(role=WordRole.OWN) for word in _own(names)}
    if is_government:
        senses |= {word: WordSense(role=WordRole.OWN) for word in GOVERNED}
    for word, parts in made.items():
        role = senses[word].role if word in senses else WordRole.UNKNOWN
        fields = {kind: tuple(items) for kind, items in parts.items()}
        senses[word] = WordSense(role=role, **fields)  # type: ignore[arg-type]
    subjects = {one.key: one for section in form.sections for one in section.subjects}
    return Lexicon(year, phrases, subjects, senses)


def _spelled(text: str, years: dict[str, str]) -> Iterator[str]:
    """Yield all spellings of a word for the years of a report; an empty one is none."""
    for mark, year in years.items():
        text = text.replace(mark, year)
    yield from filter(None, spellings(text))


_SHORTEST: Final = 4
"""Least characters of the end of a unit's name by which the unit is called."""
_LONGEST: Final = 100
"""Most characters of a name that is searched for: the ends of a longer one fill the memory."""
_GOVERNMENT: Final = "人民政府"
"""The part of a name that is said as 政府 for short: 县政府, 镇政府."""


def _own(names: tuple[str, ...]) -> Iterator[str]:
    """Yield the names of the unit, and their ends: 农业农村局 for 临江市农业农村局."""
    names = tuple(name for name in names if len(name) <= _LONGEST)
    short = [name.replace(_GOVERNMENT, "政府") for name in names if _GOVERNMENT in name]
    for name in short:
        yield name[name.index("政府") - 1 :]
    for name in filter(None, (*names, *short)):
        yield name
        for place in range(1, len(name) - _SHORTEST + 1):
            yield name[place:]
