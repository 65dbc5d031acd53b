"""Text as people paste it, cleaned once at input; how Chinese counts and dates read."""

import re
from datetime import date
from typing import Final

CHINESE_DIGITS: Final = "〇一二三四五六七八九"

_LINE_ENDS: Final = re.compile("\r\n|[\r\v\f\u0085\u2028\u2029]")
# C0 controls but tab and line feed, DEL, C1, lone surrogates, noncharacters of every plane.
_FORBIDDEN: Final = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(f"{chr((plane << 16) | 0xFFFE)}{chr((plane << 16) | 0xFFFF)}" for plane in range(17))
    + "]"
)


def clean(text: str) -> str:
    """Give every line end as a line feed and drop what no document can hold.

    Vertical tab, form feed, carriage return and the Unicode separators become line feeds; other
    control characters and noncharacters are removed. Private-use characters (造字) stay.
    """
    if text.isascii() and text.isprintable():
        return text
    return _FORBIDDEN.sub("", _LINE_ENDS.sub("\n", text))


def clean_line(text: str) -> str:
    """Clean text that stands on one line: a name, a heading, a reason."""
    return " ".join(clean(text).split("\n")).strip()


def paragraphs(body: str) -> list[str]:
    """Split a body into its printed paragraphs; line feeds at its end print nothing."""
    kept = body.rstrip("\n")
    return kept.split("\n") if kept.strip() else []


def ordinal(number: int) -> str:
    """Give 1–99 in Chinese: 一, 十, 十一, 二十, 二十一."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else CHINESE_DIGITS[tens] + "十"
    return head + (CHINESE_DIGITS[ones] if ones else "")


def chinese_date(day: date) -> str:
    """Give a date as GB/T 9704 prints it: no leading zeros."""
    return f"{day.year}年{day.month}月{day.day}日"


def unnumbered(label: str) -> str:
    """Take the numbering off a label: «（七）总计» → «总计», «1.属于国家秘密» → «属于国家秘密»."""
    return re.sub(r"^([一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+\.)", "", label)
