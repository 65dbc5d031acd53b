"""Divide a sentence into tokens: words of the form, words of any prose, numbers and dates."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product
from typing import Final, NamedTuple

from model.claims.quantities import QUANTITY, Quantity, quantity_of
from model.claims.vocabulary import GOVERNED, ORGAN, WordRole, words
from model.form.form import Form, Phrase, Subject

_CHOICE: Final = re.compile("(〔[^〕]*〕|（[^）|]*[|][^）]*）)")
_MASKED: Final = re.compile(
    r"《[^》]*》|“[^”]*\d[^”]*”|[（(〔\[【]20\d\d[）)〕\]】]\s*第?\d*号?|第[\d一二三四五六七八九十百]+[条款项号次届期]|https?://[!-~]+"
)
"""Titles, numbers of documents and articles: their numbers are no figures."""
_HALF_WIDTH: Final = {code: code - 0xFEE0 for code in range(ord("０"), ord("９") + 1)} | {
    **str.maketrans("％，．", "%,."),
}
_YEARS: Final = r"(?:(?:19|20)\d\d年?[至到—–~-]+)?(?P<year>(?:19|20)\d\d)年(?!报)度?"
_DATE: Final = re.compile(
    rf"(?P<until>截至|截止到?|至|到)?(?:(?P<years>{_YEARS}))?(?:以来|期间|内|来)?"
    r"(?P<month>\d{1,2}月(?:份|[底末初])?(?:\d{1,2}日)?)?(?P<end>年?[底末])?"
)
_WHOLE: Final = re.compile(
    r"(?:自|从)?(?:(?P<first>20\d\d)年)?1月(?:1日)?[起]?[至到—–~-]+(?:(?P<last>20\d\d)年)?12月(?:31日)?"
    r"(?:期间|止)?"
)
"""The whole year, as the period of the report."""
_SPAN: Final = re.compile(
    r"(?:最?近|前|过去)[一二两三四五六七八九十\d]+(?:个年度|年|季度)"
    r"|[一二两三四五六七八九十\d]+(?:个年度|年)(?:来|间|以来|内|期间)"
)
"""Several years."""
_BEFORE_TIME: Final = frozenset("0123456789自从截至到最近前过一二两三四五六七八九十")
"""First characters of times."""
_UNTIL: Final = re.compile(
    r"截[至止]到?(?:(?P<last>20\d\d)年)?12月31日|截[至止]到?(?P<end>20\d\d)年年?[底末]"
)
"""The last day of the year, on which stocks are counted."""


@dataclass(frozen=True)
class WordSense:
    """What a word may be: phrases that it calls, subjects that it names, its role elsewhere.

    ``zero`` are the phrases that it states to be 0, ``denied`` those that it states so after 未.
    """

    words: tuple[Phrase, ...] = ()
    zero: tuple[Phrase, ...] = ()
    denied: tuple[Phrase, ...] = ()
    subjects: tuple[str, ...] = ()
    role: WordRole = WordRole.UNKNOWN


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
    _lengths: dict[str, tuple[int, ...]] = field(init=False)

    def __post_init__(self) -> None:
        """Prepare the lengths of the words by their first character, the longest first."""
        lengths: dict[str, set[int]] = {}
        for word in self.senses:
            lengths.setdefault(word[0], set()).add(len(word))
        ordered = {first: tuple(sorted(all_, reverse=True)) for first, all_ in lengths.items()}
        object.__setattr__(self, "_lengths", ordered)

    def tokens(self, text: str, start: int = 0) -> list[Token]:
        """Return the tokens of a sentence that begins at an offset of its text."""
        read = _MASKED.sub(lambda named: "\0" * len(named.group()), text.translate(_HALF_WIDTH))
        return list(self._joined(read, start))

    def _joined(self, text: str, start: int) -> Iterator[Token]:
        """Yield the tokens; characters that belong to no word are joined to unknown words."""
        place = unknown = 0
        while place < len(text):
            found = self._at(text, place)
            if found is None:
                place += 1
                continue
            if text[unknown:place].strip():
                yield Token(WordRole.UNKNOWN, start + unknown, start + place, text[unknown:place])
            place = unknown = found.end
            yield _moved(found, start)
        if text[unknown:].strip():
            yield Token(WordRole.UNKNOWN, start + unknown, start + len(text), text[unknown:])

    def _at(self, text: str, place: int) -> Token | None:
        """Return the token at a place: a word, a time, an organ or a number; else None."""
        first = text[place]
        for length in self._lengths.get(first, ()):
            word = text[place : place + length]
            if (sense := self.senses.get(word)) is not None:
                is_form = sense.words or sense.subjects or sense.zero
                role = WordRole.PHRASE if is_form else sense.role
                return Token(role, place, place + length, word, sense)
        if time := self._time(text, place):
            return time
        if organ := ORGAN.match(text, place):
            return Token(WordRole.ORGAN, place, organ.end(), organ.group())
        if (number := QUANTITY.match(text, place)) and (quantity := quantity_of(number)):
            return Token(WordRole.QUANTITY, place, number.end(), number.group(), quantity=quantity)
        return None

    def _time(self, text: str, place: int) -> Token | None:
        """Return the time at a place: the year of the report as a whole, or another one."""
        if text[place] not in _BEFORE_TIME:
            return None
        for pattern in (_WHOLE, _UNTIL):
            if found := pattern.match(text, place):
                named = {int(year) for year in found.groupdict().values() if year}
                role = WordRole.NOW if named <= {self.year} else WordRole.THEN
                return Token(role, place, found.end(), found.group())
        if found := _SPAN.match(text, place):
            return Token(WordRole.THEN, place, found.end(), found.group())
        found = _DATE.match(text, place)
        if found is None or not (found["years"] or found["month"]):
            return None
        is_whole = not found["month"] and (not found["until"] or bool(found["end"]))
        is_now = is_whole and found["years"] in (f"{self.year}年", f"{self.year}年度")
        return Token(WordRole.NOW if is_now else WordRole.THEN, place, found.end(), found.group())


def _moved(token: Token, by: int) -> Token:
    quantity = token.quantity
    if quantity is not None:
        quantity = quantity._replace(start=quantity.start + by, end=quantity.end + by)
    return token._replace(start=token.start + by, end=token.end + by, quantity=quantity)


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
    """Yield all spellings of a word: with each choice in 〔…〕, and without it."""
    for mark, year in years.items():
        text = text.replace(mark, year)
    parts = [_choices(part) for part in _CHOICE.split(text)]
    yield from filter(None, ("".join(chosen) for chosen in product(*parts)))


def _choices(part: str) -> tuple[str, ...]:
    """Return the spellings of a part: of «〔甲|乙〕» 甲, 乙 and none, of «（甲|乙）» 甲 and 乙."""
    if part.startswith("〔"):
        return ("", *part[1:-1].split("|"))
    if part.startswith("（") and "|" in part:
        return tuple(part[1:-1].split("|"))
    return (part,)


_SHORTEST: Final = 4
"""Least characters of the end of a unit's name by which the unit is called."""


def _own(names: tuple[str, ...]) -> Iterator[str]:
    """Yield the names of the unit, and their ends: 农业农村局 for 临江市农业农村局."""
    for name in filter(None, names):
        yield name
        for place in range(1, len(name) - _SHORTEST + 1):
            yield name[place:]
