"""Find the year of a report in titles, sentences and file names, also in Chinese digits."""

import re
from collections.abc import Iterator
from typing import Final

from model.text import CHINESE_DIGITS, HALF_WIDTH_DIGITS

_ZEROS: Final = "〇○零Ｏ◯０OoΟО"
"""Characters that units type for the zero of a year: 二〇二三, 二○二三, 二零二三."""
_DIGITS: Final = f"[{CHINESE_DIGITS}{_ZEROS}]"
_WRITTEN: Final = re.compile(rf"二\s*[{_ZEROS}]\s*{_DIGITS}\s*{_DIGITS}(?=\s*年)")
_YEAR: Final = r"(?<!\d)(20[0-4]\d)"
_STATED: Final = re.compile(rf"{_YEAR}\s*年")
_PERIOD: Final = re.compile(
    rf"{_YEAR}年0?1月(?:0?1[日号])?(?:起|开始)?[至到—\-–~～―一]+(?:\1年|当年)?12月(?:31[日号])?"
)
_NAMED: Final = re.compile(
    rf"{_YEAR}年(?!\d{{1,2}}月)[^。；！？]{{0,24}}?(?:信息公开|政务公开|年度报告|年报)"
)
_IN_NAME: Final = re.compile(rf"{_YEAR}(?!\d|年\d{{1,2}}月|[-._/]\d{{1,2}}(?!\d))")
"""A year in a name that is not part of a date."""


def arabic(text: str) -> str:
    """Return a text with its years in digits: «二〇二三年» → «2023年»."""
    return _WRITTEN.sub(lambda found: _digits(found[0]), text.translate(HALF_WIDTH_DIGITS))


def _digits(written: str) -> str:
    bare = "".join(written.split())
    return "".join(
        "0" if one in _ZEROS or one not in CHINESE_DIGITS else str(CHINESE_DIGITS.index(one))
        for one in bare
    )


def _bare(text: str) -> str:
    return "".join(arabic(text).split())


def stated_years(text: str) -> Iterator[int]:
    """Yield the years that a text names: 2023年, 二〇二三年度."""
    yield from map(int, _STATED.findall(_bare(text)))


def period_years(text: str) -> Iterator[int]:
    """Yield the years of which a text names the whole as a period: 2023年1月1日至12月31日."""
    yield from map(int, _PERIOD.findall(_bare(text)))


def reported_years(text: str) -> Iterator[int]:
    """Yield the years that a text names together with a report: 2023年度政府信息公开工作."""
    yield from map(int, _NAMED.findall(_bare(text)))


def year_in_name(name: str) -> int | None:
    """Return the year in the name of a file or a page; None without one, or with several."""
    return only(map(int, _IN_NAME.findall(_bare(name))))


def number_of(written: str) -> int:
    """Return a number below 100 in Chinese: 三十一 is 31."""
    tens, ten, ones = written.rpartition("十")
    high = CHINESE_DIGITS.index(tens[-1:]) if tens else 1
    return (10 * high if ten else 0) + (CHINESE_DIGITS.index(ones) if ones else 0)


def only(years: Iterator[int]) -> int | None:
    """Return the year if all of them are the same, else None."""
    found = {*years}
    return found.pop() if len(found) == 1 else None
