"""Numbers of a report, their kinds, and how they are written."""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Final

Number = int | Decimal
Values = Mapping[str, Number]
"""Numbers by the address of a cell, figure or tally part. A blank is absent."""

LONGEST: Final = 15
"""Most digits of a number: a spreadsheet would round longer ones without notice."""


class ValueKind(StrEnum):
    """The kind of number in a cell."""

    COUNT = "count"  # int ≥ 0
    CHANGE = "change"  # signed int
    MONEY = "money"  # Decimal ≥ 0, the typed scale kept
    PERCENT = "percent"  # Decimal 0–100, the typed scale kept


def write_number(number: Number) -> str:
    """Return a number as it was typed: no separators, no exponent, decimal places of money kept."""
    return format(number, "f") if isinstance(number, Decimal) else str(number)


def write_numbers(values: Values) -> dict[str, str]:
    """Return numbers as they were typed, by address."""
    return {address: write_number(number) for address, number in values.items()}
