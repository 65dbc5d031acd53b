"""Headings of a report, known by number and words, never by mark-up."""

import re
from dataclasses import dataclass
from typing import Final

from model.text import CHINESE_DIGITS

_DIGIT: Final = f"[{CHINESE_DIGITS[1:]}十]"
_SECTION: Final = re.compile(rf"^\s*({_DIGIT})\s*[、.．]\s*")
_LEVELS: Final = (
    re.compile(rf"^\s*[（(]\s*{_DIGIT}{{1,3}}\s*[)）]\s*[、.．]?\s*"),
    re.compile(r"^\s*\d{1,2}\s*[、.．](?!\d)\s*"),
    re.compile(r"^\s*[（(]\s*\d{1,2}\s*[)）]\s*"),
)
_LONGEST: Final = 40
"""Characters a sub-head may have."""
_TITLE: Final = "年度报告"
_INNER: Final = re.compile(r"[。，；！？]")
_RUN_IN: Final = re.compile(r"[。：:]")


@dataclass(frozen=True)
class Head:
    """A sub-head: 1 for （一）, 2 for 1., 3 for （1）; ``body`` stands behind it in its line."""

    level: int
    title: str
    body: str = ""


def section_number(text: str) -> int:
    """Return the number of a line that is numbered as a section is; 0 where it has none."""
    found = _SECTION.match(text)
    return f"{CHINESE_DIGITS}十".index(found[1]) if found else 0


def is_sub_head(text: str) -> bool:
    """Return whether a line begins with the number of a sub-head."""
    return any(pattern.match(text) for pattern in _LEVELS)


def is_head(text: str) -> bool:
    """Whether a line is a numbered heading, or the title, and nothing else."""
    titled = is_numbered(text) or text.endswith(_TITLE)
    return titled and len(text) <= _LONGEST and not _INNER.search(text.rstrip("。：: "))


def is_numbered(text: str) -> bool:
    """Whether a line begins with the number of a heading."""
    return any(pattern.match(text) for pattern in (_SECTION, *_LEVELS))


def head_of(text: str) -> Head | None:
    """Give the sub-head that a paragraph is, or begins with; None for plain text."""
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
