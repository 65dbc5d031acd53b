"""Years in the texts that are another year's, and the same paragraphs with their years moved on.

A sentence may rightly name an earlier year: to compare, to say when something was issued or began,
whose accounts or report were published, what was carried over. What has no such ground is a warning
that a 说明 answers. The preface and the statement of the period are read strictly, and so is a
sentence that last year's report holds word for word: there its year was that year's own.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from typing import Final, NamedTuple

from model.checks.findings import Finding, joined_sentences
from model.report.report import Report, TextBlock
from model.text import LOOKING_BACK

_DIGITS: Final = str.maketrans("０１２３４５６７８９", "0123456789")
_YEAR: Final = re.compile(r"(?<![0-9])20[0-9]{2}(?=\s*(?:年|[-./]\s*\d))")
_SENTENCE: Final = re.compile(r"[^。！？；\n]+")
_NAMED: Final = re.compile(
    r"《[^》\n]*》|“[^”\n]*”|〔[^〕\n]*〕|20\d\d\s*年\s*第\s*[\d一二三四五六七八九十百]+\s*[号期]"
    r"|(?:https?://|www\.)[!-~]+"
)
"""What is named, not said: titles, quoted words, documents by year and number, addresses."""
_CLOSED: Final = ("《》", "“”", "〔〕")
"""Signs that open and close what is named."""
_SHOWN: Final = 3
"""Places shown of one text; the rest are counted."""
_BLOT: Final = "\0"
"""What stands for a sign that means nothing, in a text that is only looked through."""
_AROUND: Final = 12
"""Characters shown on either side of a year."""

_OF_YEAR: Final = re.compile(r"\s*年")
_IN_MONTH: Final = re.compile(r"\s*年\s*\d+\s*月")
_PERIOD: Final = re.compile(r"统计(?:期限|时限|期间|时段|周期|时间)")
"""The statement of the period."""
_THIS_YEAR: Final = re.compile("[本今]年")
_COMPARED: Final = re.compile(
    f"{LOOKING_BACK}|上年(?!结转)|对照|历年|近年|连续|年均|增幅|上升|持平"
)
"""Words of a sentence that looks back, or lays two years side by side."""
_DAY: Final = (
    r"\s*年(?:度|间|初|底|末|上半年|下半年)?\s*(?:\d+\s*月\s*(?:\d+\s*日)?(?:初|底|末|份)?)?"
)
_LASTING: Final = re.compile(
    rf"{_DAY}(?:以来|起|至今|以?前|之前"
    "|[^，,。：:]{0,8}?(?:施行|实施|生效|废止|失效|成立|设立|组建|建成|挂牌|上线|开通|启用|划转|划入))"
)
"""What was once done in that year and stays true: «2022年5月上线»."""
_MADE: Final = re.compile(
    rf"{_DAY}[^，,。：:]{{0,16}}?"
    "(?:修订|修正|修改|印发|下发|制发|颁布|发布|公布|出台|制定|编制)了?(?:的|#|[)）])"
)
"""What was once written in that year and is still in force: «2022年修订的»."""
_TOWARDS: Final = ("对", "在")
"""The work itself follows, «对2022年发布的信息逐条审核», and it was done in that year."""
_GROUND: Final = re.compile("#|基础上|(?P<stop>[，,。：:])")
"""What work may rest on, however old: a document by its name, what was reached before."""
_OTHERS: Final = re.compile(
    rf"{_DAY}[^，,。：:]{{0,20}}?(?:决算|预算|年报|年度报告|工作报告|审计|考核|评估|评议|测评|检查|总结"
    "|公报|年鉴|普查|计划|问题|不足|短板|整改|遗留|未办结|未审结|结转|收到|受理|新收|提出|提交|申请|案件)"
)
"""What may be last year's and still belong into this report, named right behind its year."""
_LACKING: Final = ("问题", "不足", "短板")
_MENDED: Final = re.compile("整改|改进|改正|解决")
_STATED: Final = re.compile(r"\s*年(?:度|来|间)?\s*(?:[，,]|[我本](?!级)|全[省市县区州旗乡镇行])")
"""A year that begins a statement about the unit: «2024年，», «2024年我局»."""
_BEGINS: Final = tuple("，,、：:（(#在")
"""What such a statement stands behind, where it does not begin the sentence."""
_WHOLE: Final = re.compile(
    r"\s*年\s*1\s*月\s*(?:1\s*日\s*)?[至到—–~～-]+\s*(?:\d{4}\s*年\s*)?12\s*月"
)
"""A whole year, from January to December."""
_UNTIL: Final = ("截至", "截止", "截止到", "截至到")
_SPAN: Final = re.compile(r"\s*(?:年\s*)?[至到—–~～-]+\s*(20\d\d)")
"""From that year to another."""
_AHEAD: Final = re.compile("下一?步|今后|下一年|下阶段|下一阶段|明年|打算")
_PLANNED: Final = re.compile(r"\s*年度?[，,]?(?:[我本全][^，,。]{0,3})?(?:将|拟|计划|争取|要)")
"""A year that something is planned for."""


class YearMention(NamedTuple):
    """A year in a text, and where its digits begin; ``is_stale`` where another year's is meant.

    ``is_fixed`` is what was once done in that year and stays true, ``is_planned`` what is to come.
    """

    start: int
    year: int
    is_stale: bool
    is_fixed: bool
    is_planned: bool


class _Sentence:
    """A sentence of a text, and what stands in it, looked for once for all its years.

    ``said`` is the sentence without what it names. Words that are looked for hold no digits, so
    that one search of the whole sentence answers for the words before and behind each year: a text
    that names thousands of years in one sentence is read once, not once for each.
    """

    def __init__(self, words: str, said: str) -> None:
        self.words, self.said = words, said
        self.bare = words.strip()
        self._known: dict[re.Pattern[str], bool] = {}

    def has(self, wanted: re.Pattern[str]) -> bool:
        """Whether a pattern is found anywhere."""
        if wanted not in self._known:
            self._known[wanted] = wanted.search(self.said) is not None
        return self._known[wanted]

    @cached_property
    def ahead(self) -> int:
        """Where the first word about what is to come ends; behind the sentence where none is."""
        found = _AHEAD.search(self.said)
        return found.end() if found else len(self.said) + 1

    @cached_property
    def _grounded(self) -> list[bool]:
        """For each place, whether a ground follows within its clause."""
        grounded, begin = [False] * (len(self.said) + 1), 0
        for found in _GROUND.finditer(self.said):
            if not found["stop"]:
                grounded[begin : found.start() + 1] = [True] * (found.start() + 1 - begin)
            begin = found.start() + 1
        return grounded

    def rests(self, place: int) -> bool:
        """Whether the clause that goes on at a place names a ground to work on."""
        return self._grounded[place]


class _YearPlace(NamedTuple):
    """A year in its sentence.

    ``start`` is where its digits begin in the text, ``at`` in the sentence; ``lead`` is where the
    words before it end, white space left out.
    """

    start: int
    year: int
    sentence: _Sentence
    at: int
    lead: int

    @property
    def behind(self) -> int:
        """Where the words behind the digits begin in the sentence."""
        return self.at + 4

    @property
    def excerpt(self) -> str:
        """The words around the year."""
        words = self.sentence.words
        left, right = max(self.at - _AROUND, 0), min(self.behind + _AROUND, len(words))
        cut = "…" * (left > 0), "…" * (right < len(words))
        return f"{cut[0]}{words[left:right].strip()}{cut[1]}"

    def follows(self, wanted: re.Pattern[str]) -> re.Match[str] | None:
        """Match a pattern with what stands right behind the digits."""
        return wanted.match(self.sentence.said, self.behind)

    def led_by(self, words: tuple[str, ...]) -> bool:
        """Whether one of these words stands right before the year."""
        return self.sentence.said.endswith(words, 0, self.lead)

    def says(self, wanted: re.Pattern[str]) -> bool:
        """Whether the sentence says a word of at most four characters, the digits left out.

        «本2024年» says 本年.
        """
        if self.sentence.has(wanted):
            return True
        said, edge = self.sentence.said, min(self.at, 3)
        around = said[self.at - edge : self.at] + said[self.behind : self.behind + 8]
        return any(one.start() < edge < one.end() for one in wanted.finditer(around))


@lru_cache(maxsize=1024)
def _places(text: str) -> tuple[_YearPlace, ...]:
    """Find every year in a text, but for those in titles and numbers of documents."""
    text = text.translate(_DIGITS)
    blotted = _NAMED.sub(lambda named: "#" * len(named.group()), _closed(text))
    found = []
    for part in _SENTENCE.finditer(blotted):
        if years := list(_YEAR.finditer(part.group())):
            sentence = _Sentence(text[part.start() : part.end()], part.group())
            found += [_place(sentence, part.start(), year) for year in years]
    return tuple(found)


def _place(sentence: _Sentence, begin: int, year: re.Match[str]) -> _YearPlace:
    """Return a year found in a sentence that begins at a place of the text."""
    at = lead = year.start()
    while lead and sentence.said[lead - 1].isspace():
        lead -= 1
    return _YearPlace(begin + at, int(year.group()), sentence, at, lead)


def _closed(text: str) -> str:
    """Blot out the signs that open a name which its line does not close.

    They name nothing, and each of them would be searched for its end to the end of the line.
    """
    lines = text.split("\n")
    for opening, closing in _CLOSED:
        if opening in text:
            parts = (line.rpartition(closing) for line in lines)
            lines = [f"{head}{end}{rest.replace(opening, _BLOT)}" for head, end, rest in parts]
    return "\n".join(lines)


def text_years(report: Report) -> Iterator[Finding]:
    """Checks 4 and 21 (年份): find, text by text, years that are not the one that is meant.

    The preface and the statement of the period belong to check 4. A plan for the report's own year,
    «下一步，2024年将…», is check 21.
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
            sentence = f"打算写在{report.year}年，即本报告的年度。改正年份，或填写说明。"
            yield _finding(f"text_years/plan/{block.key}", name, block, planned, sentence)


class Years:
    """The years that the texts of one report name, judged one by one.

    What last year's report says is read once for all of them.
    """

    def __init__(self, report: Report) -> None:
        self._report = report
        self._last = report.previous.year if report.previous else report.year - 1
        self._this_year = re.compile(str(report.year))
        known = report.previous.texts if report.previous else ()
        self._kept = {place.sentence.bare for block in known for place in _places(block.body)}
        """The sentences of last year's report that name a year."""
        self._held: dict[_Sentence, bool] = {}

    def mentions(self, block: TextBlock, text: str) -> tuple[YearMention, ...]:
        """Return the years that a text under a sub-head names, but for those in what it quotes."""
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
        """Judge one year; a ``strict`` text names no other year than the report's."""
        year = self._report.year
        if place.year == year:
            return False
        if place.says(_PERIOD):
            return True
        if not place.follows(_OF_YEAR) or self._lasts(place):
            return False
        if strict:
            return not (place.year == year + 1 and place.follows(_IN_MONTH))
        if place.year not in (self._last, year - 1):
            return False
        if place.year == self._last and self._is_kept(place.sentence):
            return True
        return not self._looks_back(place)

    def _is_kept(self, sentence: _Sentence) -> bool:
        """Whether last year's report holds a sentence word for word."""
        if sentence not in self._held:
            self._held[sentence] = sentence.bare in self._kept
        return self._held[sentence]

    def _lasts(self, place: _YearPlace) -> bool:
        """Whether something was once done in that year, or a span from it reaches this year."""
        span = place.follows(_SPAN)
        if span and int(span.group(1)) >= self._report.year:
            return True
        if _is_stated(place):
            return False
        if place.follows(_MADE):
            return not place.led_by(_TOWARDS) or place.sentence.rests(place.behind)
        return place.follows(_LASTING) is not None

    def _looks_back(self, place: _YearPlace) -> bool:
        """Whether a sentence has a ground to name an earlier year."""
        if place.sentence.has(self._this_year) or place.says(_THIS_YEAR):
            return True
        if _is_stated(place):  # what is compared with it stands in the same year
            return False
        if place.says(_COMPARED):
            return True
        other = place.follows(_OTHERS)
        if other and other.group().endswith(_LACKING) and place.led_by(("在",)):
            return place.says(_MENDED)  # «在2024年培训不足» says what was lacking, not mended
        return other is not None


def _is_strict(report: Report, block: TextBlock) -> bool:
    """Whether a text is the preface, which names no other year."""
    form_text = report.form.texts.get(block.key)
    return form_text is not None and form_text.place == "before_heading"


def _is_stated(place: _YearPlace) -> bool:
    """Whether what follows is said of that year: it begins a statement, is whole, or its end."""
    if place.follows(_WHOLE) or place.led_by(_UNTIL):
        return True
    begins = place.lead == 0 or place.lead < place.at or place.led_by(_BEGINS)
    return begins and place.follows(_STATED) is not None


def _is_planned(place: _YearPlace) -> bool:
    return place.sentence.ahead <= place.at and place.follows(_PLANNED) is not None


def _finding(
    key: str, name: str, block: TextBlock, places: list[_YearPlace], sentence: str
) -> Finding:
    shown = "、".join(f"「{place.excerpt}」" for place in places[:_SHOWN])
    more = f"等{len(places)}处" if len(places) > _SHOWN else ""
    return Finding(
        id=key,
        severity="warning",
        message=f"{name}：{shown}{more}{sentence}",
        section=block.section,
        cells=(block.address,),
        left="、".join(str(place.year) for place in places),
        right=joined_sentences(place.sentence.bare for place in places),
    )


LOOKS_BACK: Final = "所写年份可能确为往年"
MIXED: Final = "同段另有往年的年份，一并后移"
PLANNED: Final = "打算做的事，内容也需更新"
LEFT: Final = "同段另有本年度的年份，不后移"
DATED: Final = "写有月日，可能确为往年的事"
SPANNED: Final = "年份是起止年份之一"
CLAIMED: Final = "写有上年的数量，或没有发生的事，按本年情况改写"
_DATED: Final = re.compile(
    r"\s*年\s*(?!1\s*月\s*(?:1\s*日|[至到—–~～-])|12\s*月\s*(?:31\s*日|底|末))\d+\s*月"
)
"""What follows a year in a date, but for the first and the last day of the year."""
_CLAIMED: Final = re.compile(
    r"(?:没有|未)(?:收到|接到|发生|出现|产生|收取)|无.{0,12}(?:申请|复议|诉讼)"
    r"|\d[,，]*\s*(?:[余多]\s*)?(?:件|条|次|场|期|人|项|篇|个|份|元|%|％)"
)
"""What was so last year, and need not be this year."""
_SPANNED: Final = re.compile(r"\s*[至到—–~～-]+\s*(?:年\s*)?\d{4}")
"""What stands before the last year of several, read backwards from it."""


class Move(NamedTuple):
    """A paragraph under a sub-head: its ``number``, from 1, what it says, and what it would say.

    ``doubt`` says why the clerk has to look first; empty where the years are surely another's.
    """

    key: str
    number: int
    old: str
    new: str
    doubt: str


def moves(report: Report) -> Iterator[Move]:
    """Yield the paragraphs that name a year which moves on with the report, in printed order."""
    last = report.previous.year if report.previous else report.year - 1
    years = Years(report)
    for block in report.texts:
        lines = (line for line in block.body.split("\n") if line.strip())
        for number, line in enumerate(lines, start=1):
            found = years.mentions(block, line)
            moved, doubts = _moved(found, last)
            if moved:
                doubt = "；".join((*doubts, *_looked_at(report, line, found, moved)))
                new = _shifted(line, moved, report.year - last)
                yield Move(block.key, number, line, new, doubt)


def _moved(found: Iterable[YearMention], last: int) -> tuple[list[YearMention], list[str]]:
    """Return the years of a paragraph that move, and why that is not sure."""
    stale = [one for one in found if one.is_stale]
    planned = [one for one in found if one.is_planned]
    back = [
        one for one in found if one.year in (last, last - 1) and not (one.is_stale or one.is_fixed)
    ]
    doubts = {MIXED if stale else LOOKS_BACK: back, PLANNED: planned}
    return [*stale, *back, *planned], [why for why, here in doubts.items() if here]


def _looked_at(
    report: Report, line: str, found: Iterable[YearMention], moved: Iterable[YearMention]
) -> Iterator[str]:
    """Say what else has to be looked at: years that stay, dates, spans of years, facts."""
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
    """Return a paragraph with some of its years moved on; all years have four digits."""
    pieces, end = [], 0
    for one in sorted(set(moved)):
        pieces += [line[end : one.start], str(one.year + years)]
        end = one.start + 4
    return "".join((*pieces, line[end:]))
