"""公布前提示: content that must not be published, and characters that are missing in a font.

A hint is dismissed once (已核实) and stays dismissed as long as the words found and their sentences
do not change. Words that may be ordinary prose are ignored. Names use characters outside GB 2312
(镕, 堃, 喆), which the fonts of official documents lack.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, lru_cache
from typing import Final, Literal, NamedTuple

from model.address import Address, note_address, remark_address, unit_address
from model.checks.findings import SHOWN, Finding, excerpt, joined_sentences, listed
from model.checks.signs import DATE, SIGNS, Sign, plain
from model.checks.slips import SLIPS
from model.report.addresses import name_of, section_of
from model.report.report import Reason, Report
from model.unit import LABELS

NO_REVIEW: Final = "以上只查找号码、密级标志等字样，不代替保密审查。"
"""Note below 公布前提示."""
PUBLICATION: Final = "publication/"
"""Prefix of the id of a hint from a search of the texts; the key of the sign follows."""
REVIEWED: Final = "已核实"
"""The 说明 of a dismissed hint."""
SOUGHT: Final = (*SIGNS, *SLIPS)
"""All kinds of hints in the order in which they are reported."""
_SENTENCE_END: Final = re.compile("[。！？；\n]")
_LONGEST_NAME: Final = 45
"""Most characters of a name that fit into a file name."""
_MOBILE: Final = 11
"""Digits of a mobile number."""
_CONTACT: Final = ("address", "phone", "email", "website")
"""Fields of the unit whose telephone numbers may be repeated in any text."""


class SignMatch(NamedTuple):
    """One match: the key of its sign, the words, their sentence, and an excerpt around them."""

    sign: str
    words: str
    sentence: str
    excerpt: str


class PublishedText(NamedTuple):
    """The published content of one address: its name for the clerk, its texts, allowed signs.

    A text of more than ``longest`` characters was probably pasted by mistake.
    """

    address: str
    name: str
    texts: tuple[str, ...]
    allowed: tuple[str, ...] = ()
    longest: int = 20_000

    @property
    def answer(self) -> str:
        """The address of its answer; of a remark, the address of the remarked answer."""
        return Address.parse(self.address).answer


@lru_cache(maxsize=1024)
def sign_matches(text: str) -> tuple[SignMatch, ...]:
    """Return the matches of every sign in a text; cached, so that typing searches one text only."""
    read, sentences = plain(text), _Sentences(text)
    return tuple(_find(sign.key, sentences, *span) for sign in SOUGHT for span in sign.spans(read))


class _Sentences:
    """A text and its sentences: each is found and cut out only once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._ends = [end.start() for end in _SENTENCE_END.finditer(text)]
        self._cut: dict[tuple[int, int], str] = {}

    def around(self, start: int, end: int) -> tuple[int, int]:
        """Return the offsets of the sentence around some words."""
        before, behind = bisect_left(self._ends, start), bisect_left(self._ends, end)
        first = self._ends[before - 1] + 1 if before else 0
        return first, self._ends[behind] if behind < len(self._ends) else len(self.text)

    def cut(self, first: int, last: int) -> str:
        """Return the sentence between two offsets; the same object for all words in it."""
        if (first, last) not in self._cut:
            self._cut[first, last] = self.text[first:last].strip()
        return self._cut[first, last]


def _find(sign: str, sentences: _Sentences, start: int, end: int) -> SignMatch:
    first, last = sentences.around(start, end)
    text = sentences.text
    around = excerpt(text, start, end, first, last)
    return SignMatch(sign, text[start:end].strip(), sentences.cut(first, last), around)


def hints(report: Report) -> Iterator[Finding]:
    """Checks 21 and 22 (公布前提示): yield a hint for each sign in the published content.

    Titles, texts, notes and remarks are searched. ``left`` of the finding has the words found,
    ``right`` their sentences.
    """
    sentence: set[str] = set()
    own = _own_numbers(report)
    for place in places(report):
        found = [find for text in place.texts for find in sign_matches(text)]
        by_sign: dict[str, list[SignMatch]] = {}
        for find in found:
            if find.sign not in place.allowed and not _is_own_number(find, own):
                by_sign.setdefault(find.sign, []).append(find)
        for sign in SOUGHT if by_sign else ():
            new = [f for f in by_sign.get(sign.key, ()) if not sign.once or f.words not in sentence]
            sentence |= {find.words for find in new}
            if new:
                yield _hint(report, place, sign, new)
        if max(map(len, place.texts)) > place.longest:
            yield _long(report, place)
    yield from _dated(report)


def _dated(report: Report) -> Iterator[Finding]:
    """Check 21 (落款日期): yield a hint for a date in the signature: the date has its own field."""
    text = report.unit.signature
    read, sentences = plain(text), _Sentences(text)
    if found := [_find(DATE.key, sentences, *span) for span in DATE.spans(read)]:
        place = PublishedText("unit/signature", LABELS["signature"], (text,))
        yield _hint(report, place, DATE, found)


def _own_numbers(report: Report) -> frozenset[str]:
    """Return all digit sequences as long as a mobile number in the unit's contact fields."""
    given = (_digits(getattr(report.unit, field)) for field in _CONTACT)
    return frozenset(
        digits[place : place + _MOBILE]
        for digits in given
        for place in range(len(digits) - _MOBILE + 1)
    )


def _is_own_number(find: SignMatch, own: frozenset[str]) -> bool:
    """Return whether a mobile number is in the unit's contact fields."""
    return find.sign == "mobile" and _digits(find.words)[-_MOBILE:] in own


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, plain(text)))


def waiting(hints: Iterable[Finding]) -> list[Finding]:
    """Return the 公布前提示 that are not dismissed."""
    return [one for one in hints if one.severity == "publication" and not one.reason_is_current]


def waiting_sentence(report: Report, hints: Iterable[Finding]) -> str:
    """Return a sentence on the open 公布前提示, with the numerals of sections; empty if none."""
    names = {sign.key: sign.name for sign in SOUGHT}
    left = waiting(hints)
    counted = Counter(f"{names[sign_of(one)]}（{_numeral(report, one)}）" for one in left)
    listed = "、".join(f"{name}{n}处" if n > 1 else name for name, n in counted.items())
    return f"还有 {len(left)} 处公布前提示未处理：{listed}。" if left else ""


def sign_of(hint: Finding) -> str:
    """Return the key of the sign of a hint."""
    return hint.id.split("/")[1]


def _numeral(report: Report, hint: Finding) -> str:
    """Return the numeral of a hint's section, or the name of the first step."""
    section = report.form.section_of.get(hint.section)
    return section.title.partition("、")[0] if section else "单位与年度"


def reviewed(report: Report, hint: Finding) -> Report:
    """Return the report with a hint dismissed (已核实), or restored if it is dismissed."""
    kept = None if hint.reason_is_current else Reason(REVIEWED, hint.left, hint.right)
    return report.with_entry("reasons", hint.id, kept)


def places(report: Report) -> Iterator[PublishedText]:
    """Yield all published text that the clerk writes, in the order of the steps."""
    form, unit = report.form, report.unit
    for field in ("name", "signature"):
        yield PublishedText(
            unit_address(field), LABELS[field], (getattr(unit, field),), longest=_LONGEST_NAME
        )
    for block in report.texts:
        contact = form.is_before_heading(block.key) or "联系" in block.title
        name = f"{form.section_of[block.section].title}，{block.title}"
        yield PublishedText(block.address, name, (block.title, block.body), ("mobile",) * contact)
    for table, note in report.notes.items():
        yield PublishedText(note_address(table), f"{form.section_of[table].title}，表下注", (note,))
    for address, remark in report.remarks.items():
        title = form.section_of[section_of(report, address)].title
        yield PublishedText(
            remark_address(address), f"{title}，{name_of(report, address)}的备注", (remark,)
        )
    for tally in report.tallies:
        title = form.section_of[section_of(report, tally.address())].title
        labels = (tally.name, tally.unit, *(label for _, label in tally.parts))
        yield PublishedText(tally.address(), f"{title}，分类统计「{tally.name[:20]}」", labels)


def _long(report: Report, place: PublishedText) -> Finding:
    """Check 21 (误粘贴): return a hint for a text that is too long."""
    count = max(map(len, place.texts))
    shortened = "文件名中只写前面一部分，" * (place.address == "unit/name")
    sentence = f"{place.name}有{count}字，{shortened}文件内容照写全文。核对是否误粘贴了其他内容。"
    return Finding(
        id=f"{PUBLICATION}length/{place.address}",
        severity="hint",
        message=sentence,
        section=section_of(report, place.answer),
        cells=(place.answer,),
    )


def _hint(report: Report, place: PublishedText, sign: Sign, found: list[SignMatch]) -> Finding:
    shown = listed([find.excerpt for find in found])
    words = "、".join(dict.fromkeys(find.words for find in found[:SHOWN]))
    which = f"{sign.name}「{words}」" if sign.once else sign.name
    return Finding(
        id=f"{PUBLICATION}{sign.key}/{place.address}",
        severity=sign.severity,
        message=f"{place.name}：{shown}有{which}。{sign.advice}",
        section=section_of(report, place.answer),
        cells=(place.answer,),
        left="\n".join(find.words for find in found),
        right=joined_sentences(find.sentence for find in found),
    )


FontRole = Literal["title", "subhead", "body", "table"]
"""The parts of a document with different fonts."""
_IDEOGRAPH: Final = re.compile("[〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
"""Only these are checked: Latin letters, digits and many symbols are printed in other fonts."""


class Repertoire(NamedTuple):
    """The name of a font, and a function that returns whether it contains a character."""

    font: str
    holds: Callable[[str], bool]


@cache
def in_gb2312(character: str) -> bool:
    """Return whether a character is one of GB 2312-80."""
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def missing_characters(
    report: Report, repertoires: Mapping[FontRole, Repertoire]
) -> Iterator[Finding]:
    """Check 21 (字库): yield a hint for each place with characters that its font lacks.

    Roles without a repertoire are ignored: their font is unknown. ``left`` of the finding has the
    characters in their order.
    """
    for place in places(report):
        for font, characters in _outside(report, place, repertoires).items():
            listed = "".join(f"「{character}」" for character in characters)
            yield Finding(
                id=f"characters/{font}/{place.address}",
                severity="hint",
                message=f"{place.name}：{listed}不在{font}字库中，将以其他字体代替。",
                section=section_of(report, place.answer),
                cells=(place.answer,),
                left="".join(characters),
            )


def _outside(
    report: Report, place: PublishedText, repertoires: Mapping[FontRole, Repertoire]
) -> dict[str, list[str]]:
    """Return the characters of a place that are missing in a font, by the name of the font."""
    found: dict[str, dict[str, None]] = {}
    for face, text in _faces(report, place):
        if known := repertoires.get(face):
            listed = found.setdefault(known.font, {})
            for character in dict.fromkeys(text):
                if _IDEOGRAPH.match(character) and not known.holds(character):
                    listed[character] = None
    return {font: list(listed) for font, listed in found.items() if listed}


def _faces(report: Report, place: PublishedText) -> Iterator[tuple[FontRole, str]]:
    """Yield the texts of a place with the roles of their fonts."""
    here = Address.parse(place.address)
    if here.kind == "text":
        block = report.text(here.key)
        title, body = place.texts
        yield ("subhead" if block and block.level == 1 else "body"), title
        yield "body", body
    elif here.annotation is not None or here.kind == "note":
        yield "table", place.texts[0]
    else:
        if place.address == "unit/name":
            yield "title", place.texts[0]
        yield "body", "".join(place.texts)
