"""Numbers as prose writes them: 1,234 · １２ · 十二 · 1.2万 · 12余 · 百分之五.

A quantity is a number with its unit. It may be approximate: then it is a range of numbers.
"""

import re
from decimal import Decimal
from typing import Final, NamedTuple

from model.text import CHINESE_DIGITS
from model.values import LONGEST, Number

_DIGITS: Final = {
    **{digit: value for value, digit in enumerate(CHINESE_DIGITS)},
    "零": 0,
    "两": 2,
}
_PLACES: Final = {"十": 10, "百": 100, "千": 1000}
_MYRIADS: Final = {"万": 10_000, "亿": 100_000_000}
_TENTH: Final = Decimal("0.1")
"""Share of a number that 约 and 近 leave open."""

UNITS: Final = "万元|元|件次|次|件|条|份|宗|起|个|部|项|例|批|%|％"
"""Units of quantities; a unit that begins another word, such as 个人, does not count."""
NUMERALS: Final = f"零{CHINESE_DIGITS}十百千两"
"""Characters of a number below 10,000 in Chinese."""
QUANTITY: Final = re.compile(
    r"(?<![\d.第A-Za-z-])(?<!\d[,，])(?P<before>约|近|超过?|逾|不足)?\s?"
    rf"(?:(?P<digits>\d{{1,3}}(?:[,，]\d{{3}})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)"
    rf"|百分之(?P<share>[{NUMERALS}点]{{1,15}}|\d+(?:\.\d+)?)"
    rf"|(?P<chinese>[{NUMERALS}]{{1,15}}))"
    r"\s?(?P<times>[万亿](?!元))?\s?(?P<after>余|多)?\s?"
    rf"(?P<unit>{UNITS})?(?!月|(?<=个)人)"
)
"""Pattern of a quantity in a text with half-width digits; without a unit it is only a number."""

QUANTITY_STARTS: Final = frozenset(f"0123456789{NUMERALS}约近超逾不")
"""First characters of quantities."""


class Quantity(NamedTuple):
    """A number in prose: its value as written, its unit, and the range that it may stand for.

    ``start`` and ``end`` are the offsets of the number without its unit. ``least`` and ``most`` are
    equal to ``number`` unless it is approximate or rounded to 万.
    """

    start: int
    end: int
    number: Number
    unit: str
    least: Number
    most: Number

    @property
    def is_exact(self) -> bool:
        """Whether it stands for one number only."""
        return self.least == self.most

    def fits(self, number: Number) -> bool:
        """Return whether the quantity may stand for a number."""
        return self.least <= number <= self.most

    def times(self, factor: Number) -> "Quantity":
        """Return the quantity in a smaller unit."""
        return self._replace(
            number=self.number * factor, least=self.least * factor, most=self.most * factor
        )


def quantity_of(match: re.Match[str]) -> Quantity | None:
    """Return the quantity of a match of ``QUANTITY``; None for a number that cannot be read."""
    written = match["digits"] or match["share"] or match["chinese"]
    number, step = _number_of(written)
    if number is None:
        return None
    if match["times"]:
        number, step = number * _MYRIADS[match["times"]], step * _MYRIADS[match["times"]]
    if number == int(number):
        number = int(number)
    least, most = _range_of(number, step, match["before"] or "", match["after"] or "")
    if match["times"] and least == most:  # rounded to the last digit before 万
        least, most = number - Decimal(step) / 2, number + Decimal(step) / 2
    group = next(name for name in ("digits", "share", "chinese") if match[name])
    unit = "%" if match["share"] or match["unit"] == "％" else match["unit"] or ""
    ends = [match.end(name) for name in (group, "times", "after") if match[name]]
    begins = match.start("before") if match["before"] else match.start(group)
    if match["share"]:
        begins = match.start(group) - len("百分之")
    return Quantity(begins, max(ends), number, unit, least, most)


def _number_of(written: str) -> tuple[Number | None, Number]:
    """Return a written number and the value of one step of its last digit."""
    plain = written.replace(",", "").replace("，", "")
    if len(plain) > LONGEST:
        return None, 1
    if plain[0] in "0123456789":
        exact = Decimal(plain)
        places = max(0, -int(exact.as_tuple().exponent))
        return (exact, Decimal(1).scaleb(-places)) if places else (int(exact), 1)
    whole, point, digits = plain.partition("点")
    number = chinese_number(whole)
    if number is None or not point:
        return number, 1
    tenths = [_DIGITS[digit] for digit in digits if digit in _DIGITS]
    if not tenths or len(tenths) < len(digits):
        return None, 1
    step = Decimal(1).scaleb(-len(tenths))
    return number + int("".join(map(str, tenths))) * step, step


def chinese_number(text: str) -> int | None:
    """Return the value of 十二, 一百零三, 两千 or 二〇二四; None for another text."""
    if len(text) > LONGEST:
        return None
    if all(character in _DIGITS for character in text):
        if len(text) > 1 and not re.search("[〇零]", text) and len(text) < 4:
            return None  # «三四件» is no number
        return int("".join(str(_DIGITS[character]) for character in text)) if text else None
    total, digit, place = 0, None, 10_000
    for character in text:
        if character in _PLACES:
            if _PLACES[character] >= place:
                return None
            place = _PLACES[character]
            total += (1 if digit is None else digit) * place
            digit = None
        elif character in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[character]
        else:
            return None
    return total + (digit or 0)


def _range_of(number: Number, step: Number, before: str, after: str) -> tuple[Number, Number]:
    """Return the least and the most that a number with 约, 近 or 余 may stand for."""
    if after or before in ("超", "超过", "逾"):
        return number, number + max(_last_place(number, step), number * _TENTH)
    if before in ("近", "不足"):
        return number - max(_last_place(number, step), number * _TENTH), number
    if before == "约":
        room = number * _TENTH
        return number - room, number + room
    return number, number


def _last_place(number: Number, step: Number) -> Number:
    """Return the value of one step of the last digit that is not 0: 100 for 1200."""
    while number and number % (step * 10) == 0:
        step *= 10
    return step
