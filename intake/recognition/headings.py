"""Recognise headings by number and words, and join paragraphs that a page break split.

Mark-up is never used to recognise headings. Split paragraphs are joined first, and each joint is
remembered.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from intake.content import SourceBlock, SourceParagraph, SourceTable
from intake.recognition.account import Entry, line_of
from model.text import CHINESE_DIGITS

_DIGIT: Final = f"[{CHINESE_DIGITS[1:]}十]"
_SECTION: Final = re.compile(rf"^\s*({_DIGIT})\s*[、.．]\s*")
_LEVELS: Final = (
    re.compile(rf"^\s*[（(]\s*{_DIGIT}{{1,3}}\s*[)）]\s*[、.．]?\s*"),
    re.compile(r"^\s*\d{1,2}\s*[、.．](?!\d)\s*"),
    re.compile(r"^\s*[（(]\s*\d{1,2}\s*[)）]\s*"),
)
_LONGEST: Final = 40
"""Most characters of a sub-head."""
_TITLE: Final = "年度报告"
_INNER: Final = re.compile(r"[。，；！？]")
_RUN_IN: Final = re.compile(r"[。：:]")


@dataclass(frozen=True)
class Head:
    """A sub-head; level 1 is （一）, 2 is 1., 3 is （1）, 0 has no number.

    ``body`` follows it on the same line.
    """

    level: int
    title: str
    body: str = ""


def section_number(text: str) -> int:
    """Return the number of a line that is numbered like a section; 0 if it is not."""
    found = _SECTION.match(text)
    return f"{CHINESE_DIGITS}十".index(found[1]) if found else 0


def is_sub_head(text: str) -> bool:
    """Return whether a line begins with the number of a sub-head."""
    return any(pattern.match(text) for pattern in _LEVELS)


def is_head(text: str) -> bool:
    """Return whether a line is only a numbered heading or the title."""
    titled = is_numbered(text) or text.endswith(_TITLE)
    return titled and len(text) <= _LONGEST and not _INNER.search(text.rstrip("。：: "))


def is_numbered(text: str) -> bool:
    """Return whether a line begins with the number of a heading."""
    return any(pattern.match(text) for pattern in (_SECTION, *_LEVELS))


def head_of(text: str) -> Head | None:
    """Return the sub-head at the beginning of a paragraph; None for plain text."""
    for level, pattern in enumerate(_LEVELS, start=1):
        found = pattern.match(text)
        if found is None:
            continue
        rest = text[found.end() :]
        stop = _RUN_IN.search(rest)
        title, body = (rest[: stop.start()], rest[stop.end() :]) if stop else (rest, "")
        if not title.strip() or len(title) > _LONGEST or (level > 1 and "，" in title):
            return None
        return Head(level, title.strip(), body.strip())
    return None


_STOPPED: Final = re.compile(r"[。！？：；…!?:;.”’」』）)】》]\s*$")
_BEGINS: Final = re.compile(
    r"\s*(?:#|[（(]?[一二三四五六七八九十]{1,3}[)）、.．是]|[（(]?\d{1,2}[)）、.．]|第[一二三四五六七八九十]|"
    r"[①-⑳●•·▪■◆○□*－-]|注[：:]|表\s*\d|附件|其[一二三四五]|首先|其次|再次|最后)"
)
_MARKDOWN: Final = re.compile(r"^\s*#{1,6}\s+")
_SHORTEST: Final = 15
"""Least characters of a line that may be the first part of a split paragraph."""


@dataclass(frozen=True)
class JoinedParagraph:
    """A paragraph, its position in the source, and the offsets where two parts were joined.

    ``entries`` are the lines of the source that it consists of.
    """

    text: str
    where: str
    joints: tuple[int, ...] = ()
    is_head: bool = False
    entries: tuple[Entry, ...] = ()

    @property
    def shown_joints(self) -> tuple[str, ...]:
        """Each joint with some characters before and after it."""
        return tuple(f"{self.text[max(0, n - 8) : n]}｜{self.text[n : n + 8]}" for n in self.joints)


Passage = JoinedParagraph | SourceTable
"""A complete paragraph or a table."""


def joined_paragraphs(blocks: Iterable[SourceBlock]) -> list[Passage]:
    """Return the blocks with split paragraphs joined.

    Two paragraphs are joined if the first ends without a stop and the second does not look like a
    beginning. A heading is never joined: one in Markdown, numbered, or too short for a sentence.
    """
    pieces: list[Passage] = []
    for block in blocks:
        if isinstance(block, SourceTable):
            pieces.append(block)
            continue
        for number, line in enumerate(block.text.split("\n")):
            _add(pieces, line, block, line_of(block, number))
    return pieces


def _add(pieces: list[Passage], line: str, block: SourceParagraph, entry: Entry) -> None:
    text = _MARKDOWN.sub("", line).strip()
    if not text:
        return
    last = pieces[-1] if pieces else None
    if isinstance(last, JoinedParagraph) and _continues(last, line):
        joints = (*last.joints, len(last.text))
        entries = (*last.entries, entry)
        pieces[-1] = JoinedParagraph(last.text + text, last.where, joints, last.is_head, entries)
    else:
        headed = text != line.strip() or is_head(text)
        pieces.append(JoinedParagraph(text, block.where, is_head=headed, entries=(entry,)))


def _continues(last: JoinedParagraph, line: str) -> bool:
    broken = len(last.text) >= _SHORTEST and not _STOPPED.search(last.text)
    return broken and not last.is_head and not is_head(line.strip()) and not _BEGINS.match(line)
