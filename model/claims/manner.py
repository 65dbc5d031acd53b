"""Write another number in the manner of one that prose has: １２ · 1,234 · 十二 · 百分之五."""

from decimal import Decimal
from typing import Final

from model.claims.quantities import NUMERALS
from model.text import CHINESE_DIGITS, chinese_numerals
from model.values import Number, write_number

_FULL_WIDTH: Final = str.maketrans("0123456789.,", "０１２３４５６７８９．，")
_DIGITS: Final = "零" + CHINESE_DIGITS[1:]
_PER_CENT: Final = "百分之"
_MYRIAD: Final = 10_000
_GROUP: Final = 1000
"""From here on a number may have a separator of thousands."""


def in_manner(number: Number, written: str) -> str:
    """Return a number in the manner of a written one: its digits, separators and numerals.

    A number that Chinese numerals of one to four places cannot express is written with digits.
    """
    head = _PER_CENT * written.startswith(_PER_CENT)
    return head + _in_manner(number, written.removeprefix(_PER_CENT))


def _in_manner(number: Number, written: str) -> str:
    plain = write_number(number)
    if any(character in NUMERALS for character in written):
        return _chinese(number, written) or plain
    for separator in ",，":
        if separator in written:
            plain = _grouped(number, separator)
    if any("０" <= character <= "９" for character in written):
        return plain.translate(_FULL_WIDTH)
    return plain


def _grouped(number: Number, separator: str) -> str:
    if number < _GROUP:
        return write_number(number)
    return format(number, ",f" if isinstance(number, Decimal) else ",").replace(",", separator)


def _chinese(number: Number, written: str) -> str:
    """Return a number of at most four places in Chinese numerals; empty for a larger one.

    Numerals without places, such as 二〇, are continued without places where that is clear.
    """
    whole, fraction = int(number), write_number(number).partition(".")[2]
    if whole >= _MYRIAD:
        return ""
    tail = "点" + _digit_by_digit(fraction) if fraction else ""
    head = written.partition("点")[0]
    digits = _digit_by_digit(str(whole)).replace("零", "〇" if "〇" in head else "零")
    has_places = len(head) == 1 or any(place in head for place in "十百千")
    is_clear = len(digits) in (1, 4) or any(zero in digits for zero in "零〇")
    if not has_places and is_clear:
        return digits + tail
    return ("两" if whole == 2 else chinese_numerals(whole)) + tail


def _digit_by_digit(digits: str) -> str:
    return "".join(_DIGITS[int(digit)] for digit in digits)
