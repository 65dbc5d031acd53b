"""Find wrong years in the texts, and propose the same paragraphs with updated years.

A sentence may name an earlier year to compare, to state when something was issued or began, whose
accounts or report were published, or what was carried over. Any other year is a warning that a 说明
explains. So is a statement that counts what was done in a later year. The check is strict for the
preface, for the statement of the period, and for sentences that last year's report contains word
for word: there the year was that of the report.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from typing import Final, NamedTuple

from model.checks.findings import Finding, excerpt, joined_sentences, listed
from model.report.report import Report, TextBlock
from model.text import HALF_WIDTH_DIGITS, LOOKING_BACK

_YEAR: Final = re.compile(r"(?<![0-9])20[0-9]{2}(?=\s*(?:年|[-./]\s*\d))")
_SENTENCE: Final = re.compile(r"[^。！？；\n]+")
_NAMED: Final = re.compile(
    r"《[^》\n]*》|“[^”\n]*”|〔[^〕\n]*〕|20\d\d\s*年\s*第\s*[\d一二三四五六七八九十百]+\s*[号期]"
    r"|(?:https?://|www\.)[!-~]+"
)
"""Names and quotations: titles, quoted words, documents by year and number, web addresses."""
_CLOSED: Final = ("《》", "“”", "〔〕")
"""Opening and closing marks of names and quotations."""
_MASK: Final = "\0"
"""Replacement of an unclosed opening mark in a text that is searched."""

_OF_YEAR: Final = re.compile(r"\s*年")
_IN_MONTH: Final = re.compile(r"\s*年\s*\d+\s*月")
_PERIOD: Final = re.compile(r"统计(?:期限|时限|期间|时段|周期|时间)")
"""The statement of the period."""
_THIS_YEAR: Final = re.compile("[本今]年")
_COMPARED: Final = re.compile(
    f"{LOOKING_BACK}|上年(?!结转)|对照|历年|近年|连续|年均|增幅|上升|持平"
)
"""Words of a sentence that looks back or compares two years."""
_DAY: Final = (
    r"\s*年(?:度|间|初|底|末|上半年|下半年)?\s*(?:\d+\s*月\s*(?:\d+\s*日)?(?:初|底|末|份)?)?"
)
_LASTING: Final = re.compile(
    rf"{_DAY}(?:以来|起|至今|以?前|之前"
    "|[^，,。：:]{0,8}?(?:施行|实施|生效|废止|失效|成立|设立|组建|建成|挂牌|上线|开通|启用|划转|划入))"
)
"""Lasting facts that began in that year: «2022年5月上线»."""
_MADE: Final = re.compile(
    rf"{_DAY}[^，,。：:]{{0,16}}?"
    "(?:修订|修正|修改|印发|下发|制发|颁布|发布|公布|出台|制定|编制)了?(?:的|#|[)）])"
)
"""Documents of that year that are still in force: «2022年修订的»."""
_TOWARDS: Final = ("对", "在")
"""Words before the year of work that was done in that year: «对2022年发布的信息逐条审核»."""
_GROUND: Final = re.compile("#|基础上|(?P<stop>[，,。：:])")
"""A basis of work that may be of any year: a named document, or earlier results."""
_OTHERS: Final = re.compile(
    rf"{_DAY}[^，,。：:]{{0,20}}?(?:决算|预算|年报|年度报告|工作报告|审计|考核|评估|评议|测评|检查|总结"
    "|公报|年鉴|普查|计划|问题|不足|短板|整改|遗留|未办结|未审结|结转|收到|受理|新收|提出|提交|申请|案件)"
)
"""Things of last year that may belong into this report, named directly after the year."""
_LACKING: Final = ("问题", "不足", "短板")
_MENDED: Final = re.compile("整改|改进|改正|解决")
_STATED: Final = re.compile(r"\s*年(?:度|来|间)?\s*(?:[，,]|[我本](?!级)|全[省市县区州旗乡镇行])")
"""A year that begins a statement about the unit: «2024年，», «2024年我局»."""
_BEGINS: Final = tuple("，,、：:（(#在")
"""Characters before such a statement if it does not begin the sentence."""
_WHOLE: Final = re.compile(
    r"\s*年\s*1\s*月\s*(?:1\s*日\s*)?[至到—–~～-]+\s*(?:\d{4}\s*年\s*)?12\s*月"
)
"""A full year from January to December."""
_UNTIL: Final = ("截至", "截止", "截止到", "截至到")
_SPAN: Final = re.compile(r"\s*(?:年\s*)?[至到—–~～-]+\s*(20\d\d)")
"""From that year to another."""
_AHEAD: Final = re.compile("下一?步|今后|下一年|下阶段|下一阶段|明年|打算")
_PLANNED: Final = re.compile(r"\s*年度?[，,]?(?:[我本全][^，,。]{0,3})?(?:将|拟|计划|争取|要)")
"""A year for which something is planned."""


_COUNT: Final = re.compile(r"\d(?:余|多)?\s*(?:件|条|次|场|期|篇)")
_TO_COME: Final = re.compile(
    "下|今后|明年|打算|将|拟|计划|争取|力争|预计|目标|(?<![主重])要(?![点求闻素])"
)
"""Words of a sentence on a later year that states no fact of that year."""


class YearMention(NamedTuple):
    """A year in a text, and the offset of its digits.

    ``is_stale`` is true if the year is outdated, ``is_fixed`` if it belongs to a lasting fact,
    ``is_planned`` if it is the year of a plan.
    """

    start: int
    year: int
    is_stale: bool
    is_fixed: bool
    is_planned: bool


class _Sentence:
    """A sentence of a text, with search results shared by all its years.

    ``text`` is the sentence with names and quotations masked. The words searched for contain no
    digits, so one search of the sentence is valid for every year in it: a sentence with thousands
    of years is searched once and not once for each year.
    """

    def __init__(self, words: str, text: str) -> None:
        self.words, self.text = words, text
        self.bare = words.strip()
        self._known: dict[re.Pattern[str], bool] = {}

    def has(self, wanted: re.Pattern[str]) -> bool:
        """Return whether a pattern is found anywhere."""
        if wanted not in self._known:
            self._known[wanted] = wanted.search(self.text) is not None
        return self._known[wanted]

    @cached_property
    def ahead(self) -> int:
        """The end of the first word about the future; beyond the sentence if there is none."""
        found = _AHEAD.search(self.text)
        return found.end() if found else len(self.text) + 1

    @cached_property
    def _grounded(self) -> list[bool]:
        """For each offset, whether a basis follows within its clause."""
        grounded, begin = [False] * (len(self.text) + 1), 0
        for found in _GROUND.finditer(self.text):
            if not found["stop"]:
                grounded[begin : found.start() + 1] = [True] * (found.start() + 1 - begin)
            begin = found.start() + 1
        return grounded

    def has_ground(self, place: int) -> bool:
        """Return whether a basis of work follows an offset within its clause."""
        return self._grounded[place]


class _YearPlace(NamedTuple):
    """A year in its sentence.

    ``start`` is the offset of its digits in the text, ``at`` in the sentence; ``lead`` is the end
    of the words before it, without white space.
    """

    start: int
    year: int
    sentence: _Sentence
    at: int
    lead: int

    @property
    def behind(self) -> int:
        """The offset of the words after the digits in the sentence."""
        return self.at + 4

    @property
    def excerpt(self) -> str:
        """The words around the year."""
        return excerpt(self.sentence.words, self.at, self.behind)

    def match_after(self, wanted: re.Pattern[str]) -> re.Match[str] | None:
        """Match a pattern directly after the digits."""
        return wanted.match(self.sentence.text, self.behind)

    def is_preceded_by(self, words: tuple[str, ...]) -> bool:
        """Return whether one of these words is directly before the year."""
        return self.sentence.text.endswith(words, 0, self.lead)

    def contains(self, wanted: re.Pattern[str]) -> bool:
        """Return whether the sentence without the digits contains words of at most 4 characters.

        «本2024年» contains 本年.
        """
        if self.sentence.has(wanted):
            return True
        text, edge = self.sentence.text, min(self.at, 3)
        around = text[self.at - edge : self.at] + text[self.behind : self.behind + 8]
        return any(one.start() < edge < one.end() for one in wanted.finditer(around))


@lru_cache(maxsize=1024)
def _places(text: str) -> tuple[_YearPlace, ...]:
    """Return every year in a text, except in titles and numbers of documents."""
    text = text.translate(HALF_WIDTH_DIGITS)
    blotted = _NAMED.sub(lambda named: "#" * len(named.group()), _masked(text))
    found = []
    for part in _SENTENCE.finditer(blotted):
        if years := list(_YEAR.finditer(part.group())):
            sentence = _Sentence(text[part.start() : part.end()], part.group())
            found += [_place(sentence, part.start(), year) for year in years]
    return tuple(found)


def _place(sentence: _Sentence, begin: int, year: re.Match[str]) -> _YearPlace:
    """Return a year found in a sentence that begins at an offset of the text."""
    at = lead = year.start()
    while lead and sentence.text[lead - 1].isspace():
        lead -= 1
    return _YearPlace(begin + at, int(year.group()), sentence, at, lead)


def _masked(text: str) -> str:
    """Return a text with those opening marks masked that are not closed in their line.

    They do not begin a name, and for each of them the rest of the line would be searched.
    """
    lines = text.split("\n")
    for opening, closing in _CLOSED:
        if opening in text:
            parts = (line.rpartition(closing) for line in lines)
            lines = [f"{head}{end}{rest.replace(opening, _MASK)}" for head, end, rest in parts]
    return "\n".join(lines)


def text_years(report: Report) -> Iterator[Finding]:
    """Checks 4 and 21 (年份): find outdated years in each text.

    The preface and the statement of the period belong to check 4. A plan for the year of the
    report, «下一步，2024年将…», is check 21.
    """
    years = Years(report)
    for block in report.texts:
        strict = _is_strict(report, block)
        places = _places(f"{block.title}\n{block.body}")
        wrong = [one for one in places if years.is_wrong(one, strict)]
        name = f"{report.form.section_of[block.section].title}，{block.title}"
        if wrong:
            seen = "、".join(f"{year}年" for year in sorted({one.year for one in wrong}))
            sentence = (
                f"写的是{seen}，本报告为{report.year}年。改正年份；所写确为{seen}的，填写说明。"
            )
            yield _finding(f"text_years/{block.key}", name, block, wrong, sentence)
        planned = [one for one in places if one.year == report.year and _is_planned(one)]
        if planned:
            sentence = (
                f"下一步工作的时间写为{report.year}年，即本报告的年度。改正年份，或填写说明。"
            )
            yield _finding(f"text_years/plan/{block.key}", name, block, planned, sentence)


class Years:
    """Classifies the years in the texts of one report; last year's texts are read only once."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._last = report.previous.year if report.previous else report.year - 1
        self._this_year = re.compile(str(report.year))
        known = report.previous.texts if report.previous else ()
        self._kept = {place.sentence.bare for block in known for place in _places(block.body)}
        """The sentences of last year's report that name a year."""
        self._repeated: dict[_Sentence, bool] = {}

    def mentions(self, block: TextBlock, text: str) -> tuple[YearMention, ...]:
        """Return the years in a text under a sub-head, except in names and quotations."""
        strict = _is_strict(self._report, block)
        return tuple(
            YearMention(
                one.start,
                one.year,
                is_stale=self.is_wrong(one, strict),
                is_fixed=self._lasts(one),
                is_planned=one.year == self._report.year and _is_planned(one),
            )
            for one in _places(text)
        )

    def is_wrong(self, place: _YearPlace, strict: bool) -> bool:
        """Return whether a year is outdated; a ``strict`` text may only name the report's year."""
        year = self._report.year
        if place.year == year:
            return False
        if place.contains(_PERIOD):
            return True
        if not place.match_after(_OF_YEAR) or self._lasts(place):
            return False
        if strict:
            return not (place.year == year + 1 and place.match_after(_IN_MONTH))
        if place.year > year:
            return _is_stated(place) and _is_counted(place)
        if place.year not in (self._last, year - 1):
            return False
        if place.year == self._last and self._is_repeated(place.sentence):
            return True
        return not self._looks_back(place)

    def _is_repeated(self, sentence: _Sentence) -> bool:
        """Return whether last year's report contains a sentence word for word."""
        if sentence not in self._repeated:
            self._repeated[sentence] = sentence.bare in self._kept
        return self._repeated[sentence]

    def _lasts(self, place: _YearPlace) -> bool:
        """Return whether a lasting fact began in that year, or a span from it reaches this year."""
        span = place.match_after(_SPAN)
        if span and int(span.group(1)) >= self._report.year:
            return True
        if _is_stated(place):
            return False
        if place.match_after(_MADE):
            return not place.is_preceded_by(_TOWARDS) or place.sentence.has_ground(place.behind)
        return place.match_after(_LASTING) is not None

    def _looks_back(self, place: _YearPlace) -> bool:
        """Return whether a sentence has a reason to name an earlier year."""
        if place.sentence.has(self._this_year) or place.contains(_THIS_YEAR):
            return True
        if _is_stated(place):  # a comparison in this statement is with the year before it
            return False
        if place.contains(_COMPARED):
            return True
        other = place.match_after(_OTHERS)
        if other and other.group().endswith(_LACKING) and place.is_preceded_by(("在",)):
            return place.contains(_MENDED)  # «在2024年培训不足» alone is not about a correction
        return other is not None


def _is_strict(report: Report, block: TextBlock) -> bool:
    """Return whether a text is the preface, which may only name the report's year."""
    return report.form.is_before_heading(block.key)


def _is_stated(place: _YearPlace) -> bool:
    """Return whether a statement is on that year: it begins with it, or with its full period."""
    if place.match_after(_WHOLE) or place.is_preceded_by(_UNTIL):
        return True
    begins = place.lead == 0 or place.lead < place.at or place.is_preceded_by(_BEGINS)
    return begins and place.match_after(_STATED) is not None


def _is_planned(place: _YearPlace) -> bool:
    return place.sentence.ahead <= place.at and place.match_after(_PLANNED) is not None


def _is_counted(place: _YearPlace) -> bool:
    """Return whether the sentence counts what was done, and speaks of no plan or forecast."""
    return place.sentence.has(_COUNT) and not place.contains(_TO_COME)


def _finding(
    key: str, name: str, block: TextBlock, places: list[_YearPlace], sentence: str
) -> Finding:
    shown = listed([place.excerpt for place in places])
    return Finding(
        id=key,
        severity="warning",
        message=f"{name}：{shown}{sentence}",
        section=block.section,
        cells=(block.address,),
        left="、".join(str(place.year) for place in places),
        right=joined_sentences(place.sentence.bare for place in places),
    )


LOOKS_BACK: Final = "所写年份可能确为往年"
MIXED: Final = "同段另有往年的年份，一并后移"
PLANNED: Final = "下一步工作，内容也需更新"
LEFT: Final = "同段另有本年度的年份，不后移"
DATED: Final = "写有月日，可能确为往年的事"
SPANNED: Final = "年份是起止年份之一"
CLAIMED: Final = "写有上年的数量、增减，或没有发生的事，按本年情况改写"
_DATED: Final = re.compile(
    r"\s*年\s*(?!1\s*月\s*(?:1\s*日|[至到—–~～-])|12\s*月\s*(?:31\s*日|底|末))\d+\s*月"
)
"""Rest of a date after the year, except the first and the last day of the year."""
_CLAIMED: Final = re.compile(
    r"(?:没有|未)(?:收到|接到|发生|出现|产生|收取)|无.{0,12}(?:申请|复议|诉讼)"
    r"|\d[,，]*\s*(?:[余多]\s*)?(?:件|条|次|场|期|人|项|篇|个|份|元|%|％)"
    r"|(?:数|量|率|申请|案件|复议|诉讼)[^，,。；;：:\n]{0,8}(?:增加|增长|增多|上升|减少|下降|降低|持平)"
)
"""Facts of last year that need not hold this year."""
_SPANNED: Final = re.compile(r"\s*[至到—–~～-]+\s*(?:年\s*)?\d{4}")
"""Text before the last year of a span, matched backwards."""


class YearUpdate(NamedTuple):
    """A paragraph under a sub-head, counted from 1, with its old text and the proposed new one.

    ``doubt`` is the reason why the clerk has to check it; empty if the years are surely outdated.
    """

    key: str
    number: int
    old: str
    new: str
    doubt: str


def year_updates(report: Report) -> Iterator[YearUpdate]:
    """Yield the paragraphs with years to be updated, in printed order."""
    last = report.previous.year if report.previous else report.year - 1
    years = Years(report)
    for block in report.texts:
        lines = (line for line in block.body.split("\n") if line.strip())
        for number, line in enumerate(lines, start=1):
            found = years.mentions(block, line)
            moved, doubts = _moved(found, last)
            if moved:
                doubt = "；".join((*doubts, *_further_doubts(report, line, found, moved)))
                new = _shifted(line, moved, report.year - last)
                yield YearUpdate(block.key, number, line, new, doubt)


def _moved(found: Iterable[YearMention], last: int) -> tuple[list[YearMention], list[str]]:
    """Return the years of a paragraph to be updated, and the doubts about them."""
    stale = [one for one in found if one.is_stale and one.year <= last]
    planned = [one for one in found if one.is_planned]
    back = [
        one for one in found if one.year in (last, last - 1) and not (one.is_stale or one.is_fixed)
    ]
    doubts = {MIXED if stale else LOOKS_BACK: back, PLANNED: planned}
    return [*stale, *back, *planned], [why for why, here in doubts.items() if here]


def _further_doubts(
    report: Report, line: str, found: Iterable[YearMention], moved: Iterable[YearMention]
) -> Iterator[str]:
    """Yield further doubts: years that stay, dates, spans of years, facts."""
    if any(one.year == report.year and not one.is_planned for one in found):
        yield LEFT
    if any(_DATED.match(line, one.start + 4) for one in moved):
        yield DATED
    backwards = line[::-1]
    if any(_SPANNED.match(backwards, len(line) - one.start) for one in moved):
        yield SPANNED
    if _CLAIMED.search(line):
        yield CLAIMED


def _shifted(line: str, moved: Iterable[YearMention], years: int) -> str:
    """Return a paragraph with some of its years increased; all years have four digits."""
    pieces, end = [], 0
    for one in sorted(set(moved)):
        pieces += [line[end : one.start], str(one.year + years)]
        end = one.start + 4
    return "".join((*pieces, line[end:]))
