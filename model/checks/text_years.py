"""Years in the texts that are another year's: what last year's report left behind.

A sentence may rightly name an earlier year: to compare, to say when something was issued or began,
whose accounts or report were published, what was carried over. What has no such ground is shown, as
a warning that a 说明 answers. The preface and the statement of the period are read strictly, and so
is a sentence that last year's report holds word for word: there its year was that year's own.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from model.findings import Finding
from model.report import Report, TextBlock

_DIGITS: Final = str.maketrans("０１２３４５６７８９", "0123456789")
_YEAR: Final = re.compile(r"(?<![0-9])20[0-9]{2}(?=\s*(?:年|[-./]\s*\d))")
_SENTENCE: Final = re.compile(r"[^。！？；\n]+")
_NAMED: Final = re.compile(
    r"《[^》\n]*》|“[^”\n]*”|〔[^〕\n]*〕|20\d\d\s*年\s*第\s*[\d一二三四五六七八九十百]+\s*[号期]"
    r"|(?:https?://|www\.)[!-~]+"
)
"""What is named, not said: titles, quoted words, documents by year and number, addresses."""
_SHOWN: Final = 3
"""Places shown of one text; the rest are counted."""
_AROUND: Final = 12
"""Characters shown on either side of a year."""

_PERIOD: Final = re.compile(r"统计(?:期限|时限|期间|时段|周期|时间)")
"""The statement of the period."""
_COMPARED: Final = re.compile(
    "[较比]|对照|上年(?!结转)|去年|上一年|前年|往年|历年|近年|连续|年均|增长|增加|增幅|上升|提高|下降"
    "|减少|降低|持平"
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
_TOWARDS: Final = re.compile(r"[对在]\s*$")
"""The work itself follows, «对2022年发布的信息逐条审核», and it was done in that year."""
_GROUND: Final = re.compile(r"[^，,。：:]*(?:#|基础上)")
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
_BEGINS: Final = re.compile(r"(?:^|[，,、：:（(\s#在])\s*$")
_WHOLE: Final = re.compile(
    r"\s*年\s*1\s*月\s*(?:1\s*日)?\s*[至到—–~～-]+\s*(?:\d{4}\s*年\s*)?12\s*月"
)
"""A whole year, from January to December."""
_UNTIL: Final = re.compile(r"(?:截至|截止|截止到|截至到)\s*$")
_SPAN: Final = re.compile(r"\s*年?\s*[至到—–~～-]+\s*(20\d\d)")
"""From that year to another."""
_AHEAD: Final = re.compile("下一?步|今后|下一年|下阶段|下一阶段|明年|打算")
_PLANNED: Final = re.compile(r"\s*年度?[，,]?(?:[我本全][^，,。]{0,3})?(?:将|拟|计划|争取|要)")
"""A year that something is planned for."""


class Mention(NamedTuple):
    """A year in a text, and where its digits begin; ``is_stale`` where another year's is meant.

    ``is_fixed`` is what was once done in that year and stays true, ``is_planned`` what is to come.
    """

    start: int
    year: int
    is_stale: bool
    is_fixed: bool
    is_planned: bool


class _Place(NamedTuple):
    """A year in its sentence; ``before`` and ``behind`` are the sentence without what it names.

    ``start`` is where its digits begin in the text.
    """

    start: int
    year: int
    sentence: str
    before: str
    behind: str

    @property
    def excerpt(self) -> str:
        """The words around the year."""
        at = len(self.before)
        left, right = max(at - _AROUND, 0), min(at + 4 + _AROUND, len(self.sentence))
        cut = "…" * (left > 0), "…" * (right < len(self.sentence))
        return f"{cut[0]}{self.sentence[left:right].strip()}{cut[1]}"


@lru_cache(maxsize=1024)
def _places(text: str) -> tuple[_Place, ...]:
    """Find every year in a text, but for those in titles and numbers of documents."""
    text = text.translate(_DIGITS)
    blotted = _NAMED.sub(lambda named: "#" * len(named.group()), text)
    found = []
    for sentence in _SENTENCE.finditer(blotted):
        said = sentence.group()
        for year in _YEAR.finditer(said):
            before, behind = said[: year.start()], said[year.end() :]
            whole = text[sentence.start() : sentence.end()]
            start = sentence.start() + year.start()
            found.append(_Place(start, int(year.group()), whole, before, behind))
    return tuple(found)


def text_years(report: Report) -> Iterator[Finding]:
    """Find, text by text, years that are another's where this year's is meant."""
    kept = _kept(report)
    for block in report.texts:
        strict = _is_strict(report, block)
        places = _places(f"{block.title}\n{block.body}")
        wrong = [one for one in places if _is_wrong(report, one, strict, kept)]
        name = f"{report.form.section_of[block.section].title}，{block.title}"
        if wrong:
            years = "、".join(f"{year}年" for year in sorted({one.year for one in wrong}))
            told = (
                f"写的是{years}，本报告为{report.year}年。改正年份；所写确为{years}的，填写说明。"
            )
            yield _finding(f"text_years/{block.key}", name, block.address, wrong, told)
        planned = [one for one in places if one.year == report.year and _is_planned(one)]
        if planned:
            told = f"打算写在{report.year}年，即本报告的年度。改正年份，或填写说明。"
            yield _finding(f"text_years/plan/{block.key}", name, block.address, planned, told)


def mentions(report: Report, block: TextBlock, text: str) -> tuple[Mention, ...]:
    """Give the years that a text under a sub-head names, but for those in what it quotes."""
    kept, strict = _kept(report), _is_strict(report, block)
    return tuple(
        Mention(
            one.start,
            one.year,
            is_stale=_is_wrong(report, one, strict, kept),
            is_fixed=_lasts(report, one),
            is_planned=one.year == report.year and _is_planned(one),
        )
        for one in _places(text)
    )


def _kept(report: Report) -> frozenset[str]:
    """Give the sentences of last year's report that name a year."""
    known = report.previous.texts if report.previous else ()
    return frozenset(place.sentence.strip() for block in known for place in _places(block.body))


def _is_strict(report: Report, block: TextBlock) -> bool:
    """Whether a text is the preface, which names no other year."""
    form_text = report.form.texts.get(block.key)
    return form_text is not None and form_text.place == "before_heading"


def _is_wrong(report: Report, place: _Place, strict: bool, kept: frozenset[str]) -> bool:
    """Judge one year; ``kept`` are the sentences of last year's report that name a year."""
    if place.year == report.year:
        return False
    if _PERIOD.search(place.before + place.behind):
        return True
    if not place.behind.lstrip().startswith("年") or _lasts(report, place):
        return False
    if strict:
        return not (place.year == report.year + 1 and re.match(r"\s*年\s*\d+\s*月", place.behind))
    last = report.previous.year if report.previous else report.year - 1
    if place.year not in (last, report.year - 1):
        return False
    if place.year == last and place.sentence.strip() in kept:
        return True
    return not _looks_back(report, place)


def _lasts(report: Report, place: _Place) -> bool:
    """Whether something was once done in that year, or a span from it reaches this year."""
    span = _SPAN.match(place.behind)
    if span and int(span.group(1)) >= report.year:
        return True
    if _is_stated(place):
        return False
    if _MADE.match(place.behind):
        return bool(not _TOWARDS.search(place.before) or _GROUND.match(place.behind))
    return _LASTING.match(place.behind) is not None


def _looks_back(report: Report, place: _Place) -> bool:
    """Whether a sentence has a ground to name an earlier year."""
    said = place.before + place.behind
    if f"{report.year}" in said or "本年" in said or "今年" in said:
        return True
    if _is_stated(place):  # what is compared with it stands in the same year
        return False
    if _COMPARED.search(said):
        return True
    other = _OTHERS.match(place.behind)
    if other and other.group().endswith(_LACKING) and place.before.rstrip().endswith("在"):
        return bool(_MENDED.search(said))  # «在2024年培训不足» says what was lacking, not mended
    return other is not None


def _is_stated(place: _Place) -> bool:
    """Whether what follows is said of that year: it begins a statement, is whole, or its end."""
    if _WHOLE.match(place.behind) or _UNTIL.search(place.before):
        return True
    return bool(_STATED.match(place.behind) and _BEGINS.search(place.before))


def _is_planned(place: _Place) -> bool:
    return bool(_AHEAD.search(place.before) and _PLANNED.match(place.behind))


def _finding(key: str, name: str, address: str, places: list[_Place], told: str) -> Finding:
    shown = "、".join(f"「{place.excerpt}」" for place in places[:_SHOWN])
    more = f"等{len(places)}处" if len(places) > _SHOWN else ""
    return Finding(
        id=key,
        severity="warning",
        message=f"{name}：{shown}{more}{told}",
        section=address.partition("/")[2].partition(".")[0],
        cells=(address,),
        left="、".join(str(place.year) for place in places),
        right="\n".join(place.sentence.strip() for place in places),
    )
