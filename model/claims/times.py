"""Times in prose: the year of the report as a whole, or another time."""

import re
from typing import Final, NamedTuple

_YEARS: Final = r"(?:(?:19|20)\d\d年?[至到—–~-]+)?(?:19|20)\d\d年(?!报)度?"
_DATE: Final = re.compile(
    rf"(?P<until>截至|截止到?|至|到)?(?P<years>{_YEARS})?(?:以来|期间|内|来)?"
    r"(?P<month>\d{1,2}月(?:份|[底末初])?(?:\d{1,2}日)?)?(?P<end>年?[底末])?"
)
_WHOLE: Final = re.compile(
    r"[自从]?(?:(?P<first>20\d\d)年)?1月(?:1日)?起?[至到—–~-]+"
    r"(?:(?P<last>20\d\d)年)?12月(?:31日)?(?:期间|止)?"
    r"|截[至止]到?(?:(?P<day>20\d\d)年)?12月31日|截[至止]到?(?P<end>20\d\d)年年?[底末]"
    r"|(?:截[至止]|至|到)(?:(?P<month>20\d\d)年)?12月[底末]"
)
"""The whole year, or its last day, on which stocks are counted."""
_SPAN: Final = re.compile(
    r"(?:最?近|前|过去)[一二两三四五六七八九十\d]{1,4}(?:个年度|年|季度)"
    r"|(?:[一二两三四五六七八九十]{1,4}|\d{1,2})(?:个年度|年)(?:来|间|以来|内|期间)"
)
"""Several years."""
_DURATION: Final = re.compile(
    r"(?:\d{1,3}|[一二两三四五六七八九十]{1,3})个?(?:工作日|小时|月|天)(?:之内|以内|内)"
)
"""A term within which something is done; it is no number of the report and no time of it."""
TIME_STARTS: Final = frozenset("0123456789自从截至到最近前过一二两三四五六七八九十")
"""First characters of times."""


class Time(NamedTuple):
    """A time with the offset of its end; ``is_now`` is true for the whole year of the report."""

    end: int
    is_now: bool


def term_at(text: str, place: int) -> int | None:
    """Return the offset of the end of the term that begins at a place: «20个工作日内»."""
    found = _DURATION.match(text, place)
    return found.end() if found else None


def time_at(text: str, place: int, year: int) -> Time | None:
    """Return the time that begins at a place of a text with half-width digits, or None."""
    if text[place] not in TIME_STARTS:
        return None
    if found := _WHOLE.match(text, place):
        named = {int(one) for one in found.groupdict().values() if one}
        return Time(found.end(), named <= {year})
    if found := _SPAN.match(text, place):
        return Time(found.end(), is_now=False)
    found = _DATE.match(text, place)
    if found is None or not (found["years"] or found["month"]):
        return None
    is_whole = not found["month"] and (not found["until"] or bool(found["end"]))
    return Time(found.end(), is_whole and found["years"] in (f"{year}年", f"{year}年度"))
