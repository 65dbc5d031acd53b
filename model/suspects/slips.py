"""How a count gets miswritten, and how likely a count is at all: the odds that weigh a guess.

All odds are natural logarithms of probabilities that need not add up to one: only their
differences are used. The shares were set by hand; ``benchmarks/suspects.py`` measures what they do.
"""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import lru_cache
from math import lgamma, log, log1p
from typing import Final


class Slip(StrEnum):
    """A kind of slip, in the words of its sentence."""

    CELL = "一格填错"
    TRANSPOSED = "两位数字颠倒"
    LOST = "漏填一位数字"
    DOUBLED = "一位数字重复"
    EXCHANGED = "两格互换"
    MOVED = "填错行列"


SHARE: Final = {
    Slip.CELL: 0.3,
    Slip.TRANSPOSED: 0.15,
    Slip.LOST: 0.15,
    Slip.DOUBLED: 0.15,
    Slip.EXCHANGED: 0.15,
    Slip.MOVED: 0.1,
}
"""Of all slips, how many are of a kind."""
LEFT_AT_ZERO: Final = 0.1
ONE_DIGIT: Final = 0.3
"""Of the slips in one cell: how many leave a 0, how many write one digit for another."""
PULL: Final = 1.2
"""The most that the counts of a row say about what strayed in it: applicants have their habits."""
WIDTH: Final = 0.5
"""Spread of a count around last year's, on the scale of ln(1 + n)."""


@lru_cache(maxsize=4096)
def miswriting(meant: int, written: int) -> tuple[Slip, float]:
    """Say how one count became another, and the odds of it.

    A slip in the digits is named where there is one; any count can become any other.
    """
    odds = {Slip.CELL: SHARE[Slip.CELL] * _other(meant, written)}
    variants = list(_variants(str(meant)))
    for slip in (Slip.TRANSPOSED, Slip.LOST, Slip.DOUBLED):
        ways = [text for kind, text in variants if kind is slip]
        if str(written) in ways:
            odds[slip] = SHARE[slip] * ways.count(str(written)) / len(ways)
    return max(odds, key=lambda slip: odds[slip]), log(sum(odds.values()))


def _variants(digits: str) -> Iterator[tuple[Slip, str]]:
    """Give what becomes of these digits by one slip; none begins with a 0."""
    for place, digit in enumerate(digits):
        before, after = digits[:place], digits[place + 1 :]
        yield Slip.DOUBLED, before + digit + digit + after
        lost = before + after
        if lost and lost[0] != "0":
            yield Slip.LOST, lost
        if after and after[0] != digit and (before or after[0] != "0"):
            yield Slip.TRANSPOSED, before + after[0] + digit + after[1:]


def _other(meant: int, written: int) -> float:
    """Give the probability of a slip in one cell that no rule about digits explains."""
    chance: float = (1 - LEFT_AT_ZERO - ONE_DIGIT) / 3 * (1.0 + abs(meant - written)) ** -1.5
    if written == 0:
        chance += LEFT_AT_ZERO
    ours, theirs = str(meant), str(written)
    if len(ours) == len(theirs) and sum(map(str.__ne__, ours, theirs)) == 1:
        chance += ONE_DIGIT / (9 * len(ours))
    return chance


def moving(step: int) -> float:
    """Give the odds that so many applications were counted in another cell: mostly one."""
    return log(SHARE[Slip.MOVED] / 2) - 1.5 * log(abs(step))


def straying(meant: Iterable[int], written: Iterable[int]) -> float:
    """Give the odds that it was in this row that something strayed from one cell to another.

    Where results do not depend on who applies, a count is Poisson with a mean of row × column; all
    rows that would heal the same columns share what the columns say, the row's own cancels, and the
    factorials stay: what strayed is sooner found among many than among few.
    """
    odds = sum(lgamma(n + 1) for n in written) - sum(lgamma(n + 1) for n in meant)
    return max(-PULL, min(PULL, odds))


def plausibility(number: int, last: int | None) -> float:
    """Give the odds of a count, small ones being common; around last year's where it is known."""
    odds = -log1p(number)
    if last is not None:
        odds -= log1p(((log1p(number) - log1p(last)) / WIDTH) ** 2)
    return odds
