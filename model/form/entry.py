"""A number as it is typed: the only place that converts text to int or Decimal."""

import re
from decimal import Decimal
from typing import Final

from model.errors import UnreadableError
from model.text import shortened
from model.values import LONGEST, Number, ValueKind

_QUOTED: Final = 20
"""Most characters of a typed text in a message."""
_PATTERNS: Final = {
    ValueKind.COUNT: re.compile(r"[0-9]+"),
    ValueKind.CHANGE: re.compile(r"[+-]?[0-9]+"),
    ValueKind.MONEY: re.compile(r"[0-9]+(\.[0-9]+)?"),
    ValueKind.PERCENT: re.compile(r"[0-9]+(\.[0-9]+)?"),
}
_WANTED: Final = {
    ValueKind.COUNT: "只填整数，如 3",
    ValueKind.CHANGE: "只填整数，减少的在前面加“-”，如 -3",
    ValueKind.MONEY: "只填金额数字，如 59237.2449",
    ValueKind.PERCENT: "只填 0 到 100 之间的数，如 100 或 98.5",
}
# Full-width forms and spaces only: full normalisation would read 5² as 52 and ① as 1.
_HALF_WIDTH: Final = {0xFF01 + n: 0x21 + n for n in range(0x5E)} | {
    0x3000: 0x20,  # ideographic space
    0xA0: 0x20,  # no-break space
    0x2009: 0x20,  # thin space
    0x202F: 0x20,  # narrow no-break space
    0x2212: 0x2D,  # minus sign
}
_GROUPED: Final = re.compile(r"[+-]?[0-9]{1,3}([, ])[0-9]{3}(\1[0-9]{3})*(\.[0-9]+)?")


def read_number(text: str, kind: ValueKind) -> Number | None:
    """Return the number in a typed text; None for a blank.

    Full-width digits, surrounding spaces and thousands separators are accepted. «/», «一», «3件»
    are not: the answer for nothing is 0.

    Raises:
        UnreadableError: the text is not a number of this kind; the message quotes it.
    """
    if text.isascii() and text.isdigit() and len(text) <= LONGEST and kind is ValueKind.COUNT:
        return int(text)
    plain = (text if text.isascii() else text.translate(_HALF_WIDTH)).strip()
    if kind is ValueKind.PERCENT:
        plain = plain.removesuffix("%").rstrip()
    if not plain:
        return None
    if _GROUPED.fullmatch(plain):
        plain = plain.replace(",", "").replace(" ", "")
    if not _PATTERNS[kind].fullmatch(plain):
        raise UnreadableError(f"「{_quoted(text)}」未能识别。{_WANTED[kind]}。")
    if sum(map(str.isdigit, plain)) > LONGEST:
        raise UnreadableError(f"「{_quoted(text)}」超过{LONGEST}位数字。核对后重填。")
    if kind in (ValueKind.COUNT, ValueKind.CHANGE):
        return int(plain)
    number = Decimal(plain)
    if kind is ValueKind.PERCENT and number > 100:
        raise UnreadableError(f"「{_quoted(text)}」超过100%。{_WANTED[kind]}。")
    return number


def _quoted(text: str) -> str:
    """Return a text shortened for a message, with control characters replaced by spaces."""
    shown = "".join(character if character.isprintable() else " " for character in text)
    return shortened(shown, _QUOTED)
