"""Divide lines that hold several parts of a report: run-in headings, a whole report in one line."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from intake.words.labels import words
from intake.words.numbering import Style, numbering_of
from intake.words.titles import SectionTitles
from model.form.form import Form, Section

_FEWEST: Final = 3
"""Headings with text of their own that make a line a whole report."""
_CONTENT: Final = 8
"""Least characters between a heading and the next one that are text of its own."""
_NUMBER: Final = (
    r"(?:第\s*[一二三四五六七八九十\d]\s*部\s*分\s*[、.．:：]?|[一二三四五六七八九十]\s*[、.．:：]|"
    r"[（(]\s*[一二三四五六七八九十]\s*[)）]|(?<!\d)\d\s*[、.．](?!\d))"
)
_RUN_IN: Final = re.compile(r"\s*[。：:；;]\s*|\s+")
_BEGINS_TEXT: Final = re.compile(r"[\d一二本我全根按目今为依截总]|20")
"""First characters of a sentence that follows a heading without any mark."""
_BEFORE: Final = re.compile(r"(?:^|[。！？])\s*$")
_BEHIND: Final = re.compile(r"\s*$|\s+\S|[。：:]")
"""What stands before and behind a heading that is no item of a list of headings."""
_WORDS: Final = re.compile(r"[^\W\d_]{2}")
"""The leaders and the page number of a table of contents have no words."""
_SUB_HEAD: Final = re.compile(
    r"(?:(?<=^)|(?<=[。；;！？\s]))(?=[（(]\s*[一二三四五六七八九十]\s*[)）])"
)
_SPACED: Final = re.compile(
    r"([（(]\s*[一二三四五六七八九十]\s*[)）]\s*[^。，；：:\s]{2,20})\s+(?=\S)"
)
_AFTER_VALUE: Final = re.compile(r"(?<=[\d/—－-])\s+(?=[^\d\s/—－.,-]|\d{1,2}[.、．](?![\d\s]))")
_TITLE: Final = re.compile(r"\s*([^。，；：]{4,60}?年度(?:工作)?报告)\s*(?=[^\s。，；、》”])")
_ENDING: Final = re.compile(
    r"(?<=[。；])\s*(\w{3,30}[局委办院府会厅室部队署处所心站校关])\s*"
    r"((?:20\d\d|二[〇○零]\S\S)\s*年\s*\S{1,3}?\s*月\s*\S{1,3}?\s*日)\s*$"
)


class Division:
    """Knows where a new part begins within a line, by the headings of forms."""

    def __init__(self, forms: Iterable[Form]) -> None:
        every = list(forms)
        self._first = every[0].sections
        self._by_words = SectionTitles(self._first)
        placed = [(n, one) for form in every for n, one in enumerate(form.sections, start=1)]
        sections = [section for _, section in placed]
        self._official = {words(one.title): (n, one) for n, one in reversed(placed)}
        titles = {title: section for section in sections for title in _titles(section)}
        self._sections = {"".join(title.split()): section for title, section in titles.items()}
        longest = sorted(self._sections, key=len, reverse=True)
        spaced = "|".join(r"\s*".join(map(re.escape, title)) for title in longest)
        self._heading = re.compile(rf"(?<![第十]){_NUMBER}\s*({spaced})")

    def parts(self, line: str) -> list[str]:
        """Return the parts of a line in order, each as a line of its own; often the line itself."""
        found = self._heading.finditer(line) if len(line) > _CONTENT else ()
        headings = [one for one in found if self.section_of(one[0])]
        if not headings:
            return [line]
        own = self._with_content(line, headings)
        if len(own) < _FEWEST:
            own = self._apart(line, headings)
        if own:
            return [part for part in self._whole(line, own) if part.strip()]
        return self._run_in(line, headings[0])

    def section_of(self, line: str) -> Section | None:
        """Return the section that a line is the heading of; None for any other line."""
        found = numbering_of(line)
        title = "".join(line[found.end :].split()).rstrip("。：:")
        if found.style in (Style.PART, Style.SECTION):
            order = None if title in self._sections else self._by_words.order(line)
            return self._sections.get(title) if order is None else self._first[order]
        number, section = self._official.get(words(title), (0, None))
        return section if found.style is Style.NONE or found.number == number else None

    def _with_content(self, line: str, headings: Sequence[re.Match[str]]) -> list[re.Match[str]]:
        """Return the headings of a whole report in one line: not those of a list of its parts."""
        ends = [one.start() for one in headings[1:]] + [len(line)]
        filled = [end - one.end() >= _CONTENT for one, end in zip(headings, ends, strict=True)]
        if sum(filled) < _FEWEST:
            return []
        own = [one for one, is_filled in zip(headings, filled, strict=True) if is_filled]
        last = {self._section(one).key: one for one in (*headings, *own)}
        return [one for one in headings if last[self._section(one).key] is one]

    def _apart(self, line: str, headings: Sequence[re.Match[str]]) -> list[re.Match[str]]:
        """Return the numbered headings that stand between sentences, if one is within the line."""
        own = [
            one
            for one in headings
            if numbering_of(one[0]).style in (Style.PART, Style.SECTION)
            and _BEFORE.search(line[: one.start()])
            and _BEHIND.match(line[one.end() :])
        ]
        inner = [one for one in own if len(line[: one.start()].strip()) >= _CONTENT]
        near = any(two.start() - one.end() < _CONTENT for one, two in pairwise(headings))
        return own if inner and not near else []

    def _section(self, heading: re.Match[str]) -> Section:
        return self._sections["".join(heading[1].split())]

    def _run_in(self, line: str, heading: re.Match[str]) -> list[str]:
        """Divide a line that begins with a heading and goes on with text."""
        if line[: heading.start()].strip() or not self.section_of(line[: heading.end()]):
            return [line]
        rest = line[heading.end() :]
        mark = _RUN_IN.match(rest)
        body = rest[mark.end() :] if mark else rest
        is_numbered = numbering_of(line).style in (Style.PART, Style.SECTION)
        joined = is_numbered and _BEGINS_TEXT.match(rest) is not None
        if _WORDS.search(body) is None or not (mark or joined):
            return [line]
        return [line[: heading.end()], body]

    def _whole(self, line: str, headings: Sequence[re.Match[str]]) -> Iterator[str]:
        yield from _lead(line[: headings[0].start()])
        places = [(one.start(), one.end()) for one in headings] + [(len(line), len(line))]
        for heading, ((start, end), (after, _)) in zip(headings, pairwise(places), strict=True):
            yield line[start:end]
            body = line[end:after].lstrip(" 。：:；;")
            if self._section(heading).tables:
                yield from _AFTER_VALUE.split(body)
            else:
                yield from _texts(body)


def _titles(section: Section) -> Iterator[str]:
    """Yield the titles of a section without their number: the official one, and long variants."""
    official = section.title[numbering_of(section.title).end :]
    yield official
    yield from (title for title in section.variants if len(title) > len(official) // 2)


def _lead(text: str) -> Iterator[str]:
    """Yield the title of a report, and the text after it."""
    found = _TITLE.match(text)
    if found:
        yield found[1]
    yield text[found.end() :] if found else text


def _texts(body: str) -> Iterator[str]:
    """Yield the parts of a text that begin with a sub-head, then 落款 and 成文日期."""
    ending = _ENDING.search(body)
    for part in _SUB_HEAD.split(body[: ending.start()] if ending else body):
        head = _SPACED.match(part)
        yield from (head[1], part[head.end() :]) if head else (part,)
    if ending:
        yield from ending.groups()
