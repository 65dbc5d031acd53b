"""Match sub-heads, which each unit words in its own way, with those of a form.

Units add customary endings (情况, 方面, 工作), name the subject or leave it out (政府信息公开), and
begin with a verb (加强). A sub-head is matched by what remains without them, never by likeness: the
same word in another sub-head would make it mean another.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain, pairwise
from typing import Final

from intake.words.labels import short_words, words
from intake.words.numbering import Style, numbering_of
from model.address import parent_path
from model.form.form import Section, Text

_SUBJECT: Final = "(?:我局|本机关|本单位|政府|政务)?信息(?:公开)?(?:的)?|政务公开(?:的)?"
_VERB: Final = (
    "进一步|持续|不断|全面|切实|积极|认真|着力|稳步|扎实|有序|深入|严格|依法|依规|及时|"
    "加大|加强|强化|规范|完善|健全|推进|推动|深化|优化|提升|提高|做好|抓好|抓实|落实|夯实|"
    "开展|拓展|细化|加快|聚焦|狠抓|压实|做实|办理"
)
_BEGINNING: Final = re.compile(f"(?:关于|本年度?|年度)?(?:{_SUBJECT}|{_VERB})")
_END: Final = re.compile(
    "(?:情况|方面|工作|办理|答复|受理|力度|质效|实效|水平|质量|机制|措施|建设|开展|推进|落实|进展|"
    "做法|服务|规范化|政府信息|政务信息|信息|内容|工作总结)$"
)
_JOINED: Final = re.compile("以及|[和与及并]|[、，,/]")
_LONGEST: Final = 30
"""Most characters of a title that is compared."""


_NO_TITLE: Final = re.compile(r"[没无，；。：！？\d]")
"""Marks of a sentence, and of a row of a table that a PDF has as a line."""


@lru_cache(maxsize=2048)
def core(title: str) -> str:
    """Return a title without subject, verb and ending: «加强政府信息公开平台建设» → «平台»."""
    left = words(_JOINED.sub("", title))
    while found := _BEGINNING.match(left):
        left = left[found.end() :]
    shorter = left
    while found := _END.search(shorter):
        shorter = shorter[: found.start()]
    return shorter or left


def is_ending(text: str) -> bool:
    """Return whether a text is only the ending of a title: 情况, 建设情况."""
    left = words(text)
    while found := _END.search(left):
        left = left[: found.start()]
    return bool(words(text)) and not left


class SectionTitles:
    """The headings of the sections of a form; finds the one that a heading in other words means.

    It is known by the pairs of characters that only its section has, in its official title or in
    another one: 复议 in «四、复议和诉讼情况». The number before it must be that of the section.
    """

    def __init__(self, sections: Sequence[Section]) -> None:
        official = [_pairs(one.title) for one in sections]
        every = [_pairs(one.title).union(*map(_pairs, one.variants)) for one in sections]
        in_titles, in_any = (Counter(chain(*pairs)) for pairs in (official, every))
        self._own = [
            {pair for pair in title if in_titles[pair] == 1}
            | {pair for pair in wordings if in_any[pair] == 1}
            for title, wordings in zip(official, every, strict=True)
        ]

    def order(self, text: str) -> int | None:
        """Return the number of the section, from 0, that a numbered heading means, else None."""
        found = numbering_of(text)
        title = text[found.end :].rstrip("：: 。")
        is_numbered = found.style in (Style.PART, Style.SECTION)
        if not is_numbered or len(title) > _LONGEST or _NO_TITLE.search(title):
            return None
        order, here = found.number - 1, _pairs(title)
        known = [len(own & here) for own in self._own]
        is_meant = 0 <= order < len(known) and 0 < known[order] == max(known)
        return order if is_meant else None


def _pairs(title: str) -> set[str]:
    bare = words(title).removesuffix("情况").removesuffix("事项")
    return {"".join(pair) for pair in pairwise(bare)}


class SubheadTitles:
    """The sub-heads of the highest level in a section; finds the one that a printed title means."""

    def __init__(self, texts: Iterable[Text]) -> None:
        here = [text for text in texts if not text.place]
        self._exact: dict[str, list[str]] = {}
        self._cores: dict[str, str] = {}
        self._titles = {text.block: text.title for text in here}
        for text in here:
            self._exact.setdefault(words(text.title), []).append(text.block)
            for title in (text.title, *text.variants) if not parent_path(text.key) else ():
                self._cores.setdefault(core(title), text.block)

    def keys(self, printed: str) -> list[str]:
        """Return the keys of the texts that a printed sub-head means, at any level.

        The first is where its text belongs; others are only meant by a sub-head that names several.
        """
        if exact := self._exact.get(words(printed)) or self._exact.get(short_words(printed)):
            return exact
        if len(printed) > _LONGEST:
            return []
        whole = self._cores.get(core(printed))
        return [whole] if whole else list(dict.fromkeys(self._parts(printed)))

    def title(self, key: str) -> str:
        """Return the official title of a text."""
        return self._titles[key]

    def _parts(self, printed: str) -> Iterator[str]:
        parts: Sequence[str] = _JOINED.split(printed)
        yield from (self._cores[core(one)] for one in parts if core(one) in self._cores)
