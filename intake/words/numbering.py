"""The numbers of headings and sub-heads, in all styles that units use."""

import re
from enum import IntEnum
from typing import Final, NamedTuple

from intake.words.years import number_of
from model.text import CHINESE_DIGITS

_CHINESE: Final = f"[{CHINESE_DIGITS[1:]}十]"
_ROMAN: Final = "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ"
_CAPITAL: Final = "壹贰叁肆伍陆柒捌玖拾"
_CIRCLED: Final = "①②③④⑤⑥⑦⑧⑨⑩"


class Style(IntEnum):
    """The style of a number, from the highest level down."""

    PART = 0
    """第一部分"""
    SECTION = 1
    """一、"""
    BRACKET = 2
    """（一）"""
    DIGIT = 3
    """1."""
    SMALL = 4
    """（1）"""
    ITEM = 5
    """①, and 1， with a comma: as a rule an item of a list, and no sub-head."""
    NONE = 6


class Numbering(NamedTuple):
    """The number at the beginning of a line: its style, its value, and where the words begin."""

    style: Style
    number: int
    end: int


_PATTERNS: Final = (
    (Style.PART, re.compile(rf"\s*第\s*({_CHINESE}|\d)\s*(?:部\s*分|章|节)\s*[、.．:：]?\s*")),
    (Style.SECTION, re.compile(rf"\s*({_CHINESE}|[{_CAPITAL}])\s*[、.．:：]\s*")),
    (Style.SECTION, re.compile(rf"\s*([{_ROMAN}])\s*[、.．:：]?\s*")),
    (
        Style.BRACKET,
        re.compile(rf"\s*[（(【〔\[]\s*({_CHINESE}{{1,3}})\s*[)）】〕\]]\s*[、.．]?\s*"),
    ),
    (Style.DIGIT, re.compile(r"\s*(\d{1,2})\s*[、.．](?!\d)\s*")),
    (Style.SMALL, re.compile(r"\s*[（(]\s*(\d{1,2})\s*[)）]\s*")),
    (Style.ITEM, re.compile(rf"\s*([{_CIRCLED}])\s*[、.．]?\s*")),
    (Style.ITEM, re.compile(r"\s*(\d{1,2})\s*[，,](?!\d)\s*")),
)


def numbering_of(text: str) -> Numbering:
    """Return the number at the beginning of a line; style NONE and 0 without one."""
    for style, pattern in _PATTERNS:
        if found := pattern.match(text):
            return Numbering(style, _value(found[1]), found.end())
    return Numbering(Style.NONE, 0, len(text) - len(text.lstrip()))


def _value(written: str) -> int:
    if written.isdecimal():
        return int(written)
    for numbers in (_ROMAN, _CAPITAL, _CIRCLED):
        if written in numbers:
            return numbers.index(written) + 1
    return number_of(written)
