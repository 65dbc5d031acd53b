"""Numbers as typed: the one place where text becomes int or Decimal, and where they become text."""

import re
from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Final

from model.errors import UnreadableError

Number = int | Decimal
Values = Mapping[str, Number]
"""Address of a cell, figure or tally part → its number. A blank is absent."""

LONGEST: Final = 15
"""Digits a number may have: beyond 15 a spreadsheet would round it in silence."""


class ValueKind(StrEnum):
    """What a cell may hold."""

    COUNT = "count"  # int ≥ 0
    CHANGE = "change"  # signed int
    MONEY = "money"  # Decimal ≥ 0, the typed scale kept
    PERCENT = "percent"  # Decimal 0–100, the typed scale kept


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
    """Read what somebody typed; None for nothing but blanks.

    Full-width digits, surrounding spaces and thousands separators are understood. «/», «一», «3件»
    are not: where there is nothing to report the answer is 0.

    Raises:
        UnreadableError: the text is no number of this kind; the sentence quotes it.
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


def write_number(number: Number) -> str:
    """Print a number as it was typed: no separators, no exponent, the scale of money kept."""
    return format(number, "f") if isinstance(number, Decimal) else str(number)


def _quoted(text: str) -> str:
    """Shorten long text for a message; control characters would break the line."""
    shown = "".join(character if character.isprintable() else " " for character in text)
    return shown if len(shown) <= 20 else shown[:20] + "…"
