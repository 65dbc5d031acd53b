"""Recognise the unit and the year of a report from its title, preface and ending.

The ending of a report is 落款 and 成文日期: the name of the unit and the date.
"""

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Final

from intake.content import SourceTable
from intake.recognition.headings import LONGEST_TITLE, JoinedParagraph, Passage
from intake.words.labels import words
from intake.words.years import (
    arabic,
    number_of,
    only,
    period_years,
    reported_years,
    stated_years,
    year_in_name,
)
from model.report.report import Stage

_DATED: Final = re.compile(r"20[0-4]\d(年度?)?")
_REPORT: Final = (
    "(?:政府|政务)?(?:信息|政务)?公开(?:工作)?的?(?:年度)?(?:工作)?(?:情况)?的?(?:报告|年报|总结)"
)
"""What kind of report a title names."""
_KIND: Final = re.compile(rf"(?:年|年度)?\s*{_REPORT}.*$|年度(?:工作)?报告.*$")
_DAY: Final = re.compile(r"(20\d\d)年(\d{1,2})月(\d{1,2})日")
_LISTED_DAY: Final = re.compile(r"[\[（(\s]*20\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?[\]）)\s]*$")
_MONTH: Final = re.compile("([一二三四五六七八九十]{1,3})([月日])")
_SENTENCE: Final = re.compile("[，。；]")
_TITLE: Final = re.compile(
    r"年度报告|年度工作报告|(?:信息|政务)公开[^，。；：]{0,8}(?:年报|报告|总结)$"
)
_TITLE_WORDS: Final = re.compile(
    rf"20\d\d年?度?|^年度?|{_REPORT}|年度(?:工作)?报告|关于|"
    rf"{'|'.join(Stage)}"
)
"""The parts of a title besides the name of the unit."""
_NAMED_AFTER: Final = "[局委办院府会厅室部队署处所心站校关]"
_ALSO: Final = rf"[（(][^\W\d_]{{2,40}}{_NAMED_AFTER}[）)]"
"""A second name that a unit bears: 农业农村局（乡村振兴局）."""
_NAME: Final = re.compile(rf"\w{{2,50}}{_NAMED_AFTER}(?:{_ALSO})?")
"""The name of a unit over the date of the report."""
_BODY: Final = re.compile(r"\w{2,50}[组班司团社馆台园]")
"""The name of a body that is no unit of its own, over the date: 政务公开领导小组."""
_BESIDE: Final = re.compile("[、，,；;]")
"""What stands between the names of several that sign together."""
_TITLED: Final = rf"[^\W\d_]{{3,50}}{_NAMED_AFTER}(?:{_ALSO})?"
_WHOLE_TITLE: Final = re.compile(rf"(?:20\d\d年度?)?{_TITLED}(?:关于)?(?:20\d\d年度?)?{_REPORT}")
_IN_PREFACE: Final = re.compile(
    rf"(?:(?:公布|发布|编制|编写|撰写|制作|现将)[并和、]?){{1,4}}"
    rf"(?![的了我本由各该此其全成])({_TITLED}?)(?:关于)?20\d\d年度?{_REPORT}"
)
"""The name of a unit in a sentence that says whose report is published."""
_PAGE_PARTS: Final = re.compile(r"[_|｜—]|\s-\s")
_TAG: Final = re.compile(r"^[（(【\[][^）)】\]]{1,8}[）)】\]]")
"""A mark before a title: 【年报】, （2023年度）."""
_AROUND: Final = re.compile("^关于|关于$|(?:政府|政务)?(?:信息|政务)公开(?:工作)?$")
"""What may stand between the name of a unit and the year."""
_OVER: Final = 3
"""Most lines over a title that may belong to it."""
_TEXT: Final = 15
"""Least characters of a line without a stop that is text and not a heading."""
_JOINING: Final = tuple("和与及、（(")
_MOST_LINES: Final = 4
"""Most lines of a name or a title that is printed in several."""
_CONTACT: Final[Mapping[str, re.Pattern[str]]] = {
    "address": re.compile(r"(?:联系|办公|通信)?地址[：:]\s*([^，。；、（）()\s][^，。；（）()]*)"),
    "postcode": re.compile(r"邮(?:政)?编(?:码)?[：:]\s*(\d{6})"),
    "phone": re.compile(r"电话[：:]\s*([\d（）()—\-－转、/ ]{7,30}\d)"),
    "email": re.compile(r"(?:邮箱|E-?mail|电子邮件)[：:]\s*([\w.+-]+@[\w.-]+\w)", re.IGNORECASE),
    "website": re.compile(
        r"电子版可在([^。，（）\s]{3,100}?)下载|"
        r"((?:https?://|www\.)[\w./:?=&%#~@-]*[A-Za-z0-9/])[^。；]{0,20}下载",
        re.IGNORECASE | re.ASCII,
    ),
}


@dataclass(frozen=True)
class Returned:
    """A page of the 采集表 that came back: its report and page, who filled it in, and how much."""

    report: str
    page: str
    source: str
    filled: int


@dataclass
class Identity:
    """The recognised year, unit and date; ``unit`` holds fields of model.unit.Unit by name.

    A year that is only likely is not the ``year``: ``likely_from`` says where it was found.
    ``returned`` are the pages of the 采集表 that the source is, if it is no report.
    """

    year: int | None = None
    likely_year: int | None = None
    likely_from: str = ""
    unit: dict[str, str] = field(default_factory=dict)
    signed: date | None = None
    returned: tuple[Returned, ...] = ()


def identity_of(
    title: Sequence[str], preface: str, ending: Sequence[str] = (), page_title: str = ""
) -> Identity:
    """Return the recognised unit, year and contact; uncertain values are left out.

    ``page_title`` is the title element of a web page, which may be about more than the report.
    """
    found = Identity()
    title = [arabic(line) for line in title]
    years = [*stated_years("".join(title))] or [*period_years(preface)]
    found.year = only(iter(years))
    if not years:
        likely = {"前言": only(reported_years(preface)), "网页标题": year_in_name(page_title)}
        known = ((where, year) for where, year in likely.items() if year)
        found.likely_from, found.likely_year = next(known, ("", None))
    if name := _name(title) or _name_in(preface, page_title):
        found.unit["name"] = name
    for key, pattern in _CONTACT.items():
        if match := pattern.search(preface):
            found.unit[key] = next(filter(None, match.groups())).strip()
    for line in ending:
        day = _DAY.search(_day(line))
        if day:
            found.signed = _date(day)
        else:
            found.unit["signature"] = line
    return found


def is_title(line: str) -> bool:
    """Return whether a line is a title: it names a report and is not a sentence."""
    return len(line) <= LONGEST_TITLE and bool(_TITLE.search(line)) and not _SENTENCE.search(line)


def is_whole_title(line: str) -> bool:
    """Return whether a line is a whole title: the name of a unit, a year and the kind of report."""
    return _WHOLE_TITLE.fullmatch("".join(arabic(line).split())) is not None


def is_broken(text: str) -> bool:
    """Return whether several lines are the name of a unit, or a whole title, together."""
    lines = [line.strip() for line in text.split("\n")]
    if not 1 < len(lines) <= _MOST_LINES or not all(lines):
        return False
    is_whole = is_name(lines[0]) and not lines[1].startswith(_JOINING)
    joined = "".join(lines)
    return not is_whole and (is_name(without_year(joined)) or is_whole_title(joined))


def is_day(line: str) -> bool:
    """Return whether a line is only a date."""
    return _DAY.fullmatch(_day(line)) is not None


def is_name(line: str) -> bool:
    """Return whether a line has the form of a unit's name."""
    return _NAME.fullmatch("".join(line.split())) is not None


def is_signature(line: str) -> bool:
    """Return whether a line has the form of 落款: the name of a unit or body, or several names."""
    names = ["".join(name.split()) for name in _BESIDE.split(line)]
    return all(_NAME.fullmatch(name) or _BODY.fullmatch(name) for name in names)


def without_year(line: str) -> str:
    """Return a line without years: 某某局2024年 as 某某局."""
    return _DATED.sub("", arabic(line))


def without_day(line: str) -> str:
    """Return a line without the day at its end, as lists of a site have it."""
    return _LISTED_DAY.sub("", line)


def repeats_title(line: str, name: str) -> bool:
    """Return whether a line consists only of the unit's name, a year, a stage, and a title."""
    bare = words(_TAG.sub("", arabic(line))).replace(words(name), "", 1)
    rest = _TITLE_WORDS.sub("", bare)
    if _DATED.search(bare):  # a year may divide the kind of the report
        rest = _AROUND.sub("", _TITLE_WORDS.sub("", rest))
    return not rest


def may_be_title(line: str) -> bool:
    """Return whether a line over a table may be a title: it names a year and is not a sentence."""
    return any(stated_years(line)) and not _SENTENCE.search(line)


def split_ending(paragraphs: Sequence[str], name: str) -> int:
    """Return the number of last paragraphs that are 落款 and 成文日期: the unit's name and a date.

    The name over a date may be that of any unit.
    """
    count, signed = 0, False
    for text in reversed(paragraphs):
        bare = "".join(text.split())
        is_day = _DAY.fullmatch(_day(bare)) is not None and not count
        is_name = words(bare) == words(name) or (signed and is_signature(bare))
        if not is_day and not is_name:
            break
        count += 1
        signed = is_day
        if is_name:
            break
    return count


def _name(title: Sequence[str]) -> str:
    """Return the unit's name: the part of the title besides year and kind of document.

    If the line that names a report has no unit, one of the lines over it has.
    """
    plain = [_TAG.sub("", "".join(line.split()).lstrip("#")) for line in title]
    last = max((n for n, line in enumerate(plain) if is_title(line)), default=len(plain) - 1)
    dated = (_DATED.sub("", _KIND.sub("", line)) for line in plain[: last + 1])
    bare = [_AROUND.sub("", line) for line in dated]
    names = [name for name in bare if len(name) > 2 and re.sub(_ALSO, "", name).isalnum()]
    if bare and bare[-1] in names:
        return bare[-1]
    likely = [name for name in names if is_name(name)]
    return next(reversed(likely or names), "")


def _name_in(preface: str, page_title: str) -> str:
    """Return the unit's name in the title of a page, or in the preface; empty if not certain."""
    parts = ("".join(part.split()) for part in _PAGE_PARTS.split(arabic(page_title)))
    titled = [_name([part]) for part in parts if _WHOLE_TITLE.fullmatch(part)]
    names = {*titled, *_IN_PREFACE.findall(arabic(preface))}
    return names.pop() if len(names) == 1 else ""


def _day(line: str) -> str:
    """Return a line with a date in Chinese digits in common ones: 二〇二四年一月十八日."""
    return _MONTH.sub(
        lambda found: f"{number_of(found[1])}{found[2]}", "".join(arabic(line).split())
    )


def _date(found: re.Match[str]) -> date | None:
    try:
        return date(*map(int, found.groups()))
    except ValueError:
        return None


@dataclass
class DocumentParts:
    """The pieces of a document by their role, in order.

    ``strays`` are lines before the first section that are neither title nor text; ``after`` follows
    落款 and 成文日期. ``body`` is the rest, with the index of each among all pieces.
    """

    title: list[JoinedParagraph] = field(default_factory=list)
    strays: list[JoinedParagraph] = field(default_factory=list)
    ending: list[JoinedParagraph] = field(default_factory=list)
    after: list[Passage] = field(default_factory=list)
    body: list[tuple[int, Passage]] = field(default_factory=list)


def divide(
    pieces: Sequence[Passage], heads: Mapping[int, str], foreign: Container[SourceTable] = ()
) -> DocumentParts:
    """Divide pieces into title, body, ending and the rest; ``heads`` has the headings by index.

    ``foreign`` are tables that do not belong to the report, such as that of a page's data.
    """
    found = DocumentParts()
    tables = (
        n for n, one in enumerate(pieces) if isinstance(one, SourceTable) and one not in foreign
    )
    begun = sorted([*islice(tables, 1), *heads])[:1]
    first = begun[0] if begun else len(pieces)
    lead = [piece for piece in pieces[:first] if isinstance(piece, JoinedParagraph)]
    found.body = [(number, lead[number]) for number in _take_lead(lead, found)]
    name = identity_of([piece.text for piece in found.title], "").unit.get("name", "")
    last = max(heads, default=first - 1) + 1
    end, after = _end_of(pieces, max(last, first), name)
    found.ending = [piece for piece in pieces[end:after] if isinstance(piece, JoinedParagraph)]
    found.after = list(pieces[after:])
    found.body += [(n, pieces[n]) for n in range(first, end)]
    return found


def _take_lead(lead: Sequence[JoinedParagraph], found: DocumentParts) -> list[int]:
    """Sort the lines before the first section; return the indexes of the preface."""
    at = next((n for n, piece in enumerate(lead) if is_title(piece.text)), -1)
    prefaces: list[int] = []
    for number, piece in enumerate(lead):
        over = at < 0 or at - _OVER <= number < at
        named = is_name(piece.text) or (number == at - 1 and piece.text.isalnum())
        if is_title(piece.text) or (over and named and not prefaces):
            found.title.append(piece)
        elif number > at and _is_text(piece.text):
            prefaces.append(number)
        else:
            found.strays.append(piece)
    return prefaces


def _is_text(line: str) -> bool:
    return any(stop in line for stop in "。；：") or len(line) >= _TEXT


def _end_of(pieces: Sequence[Passage], first: int, name: str) -> tuple[int, int]:
    """Return the indexes where 落款 and 成文日期 begin and end.

    They are the first line after the last heading that is only a date, with a name over it, or the
    last lines of the document.
    """
    for number in range(first, len(pieces)):
        piece = pieces[number]
        if isinstance(piece, JoinedParagraph) and is_day(piece.text):
            return number - _has_name(pieces[first:number], name), number + 1
    last: list[str] = []
    for piece in reversed(pieces[first:]):
        if not isinstance(piece, JoinedParagraph):
            break
        last.insert(0, piece.text)
    return len(pieces) - split_ending(last, name), len(pieces)


def _has_name(before: Sequence[Passage], name: str) -> bool:
    """Return whether the piece directly over a date is a unit's name."""
    last = before[-1] if before else None
    return isinstance(last, JoinedParagraph) and (
        is_signature(last.text) or words(last.text) == words(name)
    )
