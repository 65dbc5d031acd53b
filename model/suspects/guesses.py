"""All small changes that may correct a slip, with their odds.

A guess repairs a comparison and breaks none: it changes one cell, or two cells of a row or adjacent
in a column. Odds are natural logarithms of probabilities that are not normalised: only their
differences are used. They depend on the kind of slip and on the counts, and were calibrated by hand
with generated reports.
"""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import cache, lru_cache
from itertools import pairwise
from math import lgamma, log, log1p
from typing import Final, NamedTuple

from model.form.arithmetic import arithmetic
from model.form.form import Form
from model.form.table import Block, Table
from model.suspects.equations import Coefficients, Equations
from model.values import LONGEST, Values


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
"""Share of each kind among all slips."""
LEFT_AT_ZERO: Final = 0.1
ONE_DIGIT: Final = 0.3
"""Shares among the slips in one cell: a 0 that was not replaced, one digit replaced by another."""
PULL: Final = 1.2
"""Limit of the odds from the counts of a row, because applicants have their habits."""
WIDTH: Final = 0.5
"""Spread of a count around last year's, on the scale of ln(1 + n)."""


@lru_cache(maxsize=4096)
def miswriting(meant: int, written: int) -> tuple[Slip, float]:
    """Return the likeliest slip by which one count became another, and its odds.

    It is a slip in the digits if there is one; otherwise any count can become any other.
    """
    odds = {Slip.CELL: SHARE[Slip.CELL] * _other(meant, written)}
    variants = list(_variants(str(meant)))
    for slip in (Slip.TRANSPOSED, Slip.LOST, Slip.DOUBLED):
        ways = [text for kind, text in variants if kind is slip]
        if str(written) in ways:
            odds[slip] = SHARE[slip] * ways.count(str(written)) / len(ways)
    return max(odds, key=lambda slip: odds[slip]), log(sum(odds.values()))


def _variants(digits: str) -> Iterator[tuple[Slip, str]]:
    """Yield the results of one slip in some digits; none begins with a 0."""
    for place, digit in enumerate(digits):
        before, after = digits[:place], digits[place + 1 :]
        yield Slip.DOUBLED, before + digit + digit + after
        lost = before + after
        if lost and lost[0] != "0":
            yield Slip.LOST, lost
        if after and after[0] != digit and (before or after[0] != "0"):
            yield Slip.TRANSPOSED, before + after[0] + digit + after[1:]


def _other(meant: int, written: int) -> float:
    """Return the probability of a slip in one cell other than one in its digits."""
    chance: float = (1 - LEFT_AT_ZERO - ONE_DIGIT) / 3 * (1.0 + abs(meant - written)) ** -1.5
    if written == 0:
        chance += LEFT_AT_ZERO
    ours, theirs = str(meant), str(written)
    if len(ours) == len(theirs) and sum(map(str.__ne__, ours, theirs)) == 1:
        chance += ONE_DIGIT / (9 * len(ours))
    return chance


def odds_of_move(step: int) -> float:
    """Return the odds that ``step`` applications were counted in another cell: mostly one."""
    return log(SHARE[Slip.MOVED] / 2) - 1.5 * log(abs(step))


def odds_of_row(meant: Iterable[int], written: Iterable[int]) -> float:
    """Return the odds that a count was entered in the wrong cell of this row and not of another.

    If results do not depend on the applicant, counts are Poisson distributed with a mean of
    row × column. All rows that repair the same columns have the same column factors, the row
    factors cancel out, and the factorials remain: a slip is likelier among large counts.
    """
    odds = sum(lgamma(n + 1) for n in written) - sum(lgamma(n + 1) for n in meant)
    return max(-PULL, min(PULL, odds))


def plausibility(number: int, last: int | None) -> float:
    """Return the odds of a count: small counts are likelier, and counts near last year's."""
    odds = -log1p(number)
    if last is not None:
        odds -= log1p(((log1p(number) - log1p(last)) / WIDTH) ** 2)
    return odds


ANOTHER_SLIP: Final = 6.0
"""Odds for each repaired strict comparison: otherwise there would be one more slip."""
PRACTICE: Final = 3.5
"""Odds for each other repaired comparison: in practice about one in thirty is broken."""
APART: Final = 1.5
"""Cost of a pair of cells that are not adjacent in their row."""


class Guess(NamedTuple):
    """The counts meant in some cells, the kind of slip, and the comparisons that are repaired.

    ``left`` are the strict comparisons with its cells that stay broken.
    """

    slip: Slip
    meant: Coefficients
    odds: float
    repaired: frozenset[str]
    left: frozenset[str]


class RelatedCell(NamedTuple):
    """A cell that may be confused with another one; ``cost`` reduces the odds of the pair."""

    address: str
    cost: float


def guesses(form: Form, equations: Equations, last: Values) -> Iterator[Guess]:
    """Yield every guess that repairs a broken comparison and breaks none."""
    seen: set[frozenset[tuple[str, int]]] = set()
    for slip, meant, cost in _changes(form, equations):
        key = frozenset(meant.items())
        if key in seen or min(meant.values()) < 0 or max(meant.values()) >= 10**LONGEST:
            continue
        seen.add(key)
        outcome = equations.outcome(meant)
        if outcome is None:
            continue
        left = {id_ for id_ in outcome.touched - outcome.repaired if equations.by_id[id_].strict}
        if left and len(meant) > 1:  # a change of two cells must repair all their comparisons
            continue
        kind, odds = _slip(slip, meant, equations.counts)
        odds += _counts(form, meant, equations.counts, last) - cost
        for id_ in outcome.repaired:
            odds += ANOTHER_SLIP if equations.by_id[id_].strict else PRACTICE
        yield Guess(kind, meant, odds, outcome.repaired, frozenset(left))


def _changes(form: Form, equations: Equations) -> Iterator[tuple[Slip, Coefficients, float]]:
    """Yield every change of one or two cells that repairs at least one strict comparison.

    A change is the kind of slip, the counts meant, which may be below 0, and the cost. Applications
    may have been counted in the wrong cell, but never in the wrong total.
    """
    counts, related, totals = equations.counts, _related_cells(form), arithmetic(form).sums
    for equation in equations.broken:
        for address, factor in equation.factors.items():
            ours = counts[address]
            meant = ours - equation.gap * factor
            yield Slip.CELL, {address: meant}, 0.0
            for other, cost in related.get(address, ()):
                if other not in counts:
                    continue
                theirs = counts[other]
                twice = factor - equation.factors.get(other, 0)
                if (theirs - ours) * twice == -equation.gap:
                    yield Slip.EXCHANGED, {address: theirs, other: ours}, cost
                elif other not in equation.factors and other not in totals:
                    yield Slip.MOVED, {address: meant, other: theirs + ours - meant}, cost


def _slip(slip: Slip, meant: Coefficients, written: Coefficients) -> tuple[Slip, float]:
    """Return the kind of a slip and its odds: in one cell by its digits, in two by the counts.

    An exchange with a 0 becomes a move: the complete count was entered in another cell.
    """
    address, number = next(iter(meant.items()))
    if slip is Slip.CELL:
        return miswriting(number, written[address])
    if slip is Slip.MOVED:
        return slip, odds_of_move(number - written[address])
    return slip if all(meant.values()) else Slip.MOVED, log(SHARE[slip])


def _counts(form: Form, meant: Coefficients, written: Coefficients, last: Values) -> float:
    """Return the odds of the counts meant compared with those written.

    A total of the source has no odds: its addends are not changed with it.
    """
    odds = 0.0
    for address, number in meant.items():
        if address not in arithmetic(form).sums:
            before = last.get(address)
            known = before if isinstance(before, int) and before >= 0 else None
            odds += plausibility(number, known) - plausibility(written[address], known)
    if len(meant) > 1 and _in_one_labelled_row(form, meant):
        odds += odds_of_row(meant.values(), [written[address] for address in meant])
    return odds


def _in_one_labelled_row(form: Form, meant: Coefficients) -> bool:
    """Return whether all cells are typed cells of one row in a table with several rows."""
    labels = {form.cells[address].row for address in meant}
    return labels != {()} and len(labels) == 1 and not meant.keys() & arithmetic(form).sums.keys()


@cache
def _related_cells(form: Form) -> dict[str, tuple[RelatedCell, ...]]:
    """Return for each cell the others of its row, and those above and below, of the same kind."""
    found: dict[str, tuple[RelatedCell, ...]] = {}
    for table in form.tables.values():
        for block in table.blocks:
            for one, other, cost in _pairs(table, block):
                ours, theirs = table.cells[one], table.cells[other]
                if (ours.computed, ours.kind) == (theirs.computed, theirs.kind):
                    found[one] = (*found.get(one, ()), RelatedCell(other, cost))
                    found[other] = (*found.get(other, ()), RelatedCell(one, cost))
    return found


def _pairs(table: Table, block: Block) -> Iterator[tuple[str, str, float]]:
    rows = [
        [table.address(row.path, column.path) for column in block.column_leaves]
        for row in block.row_leaves
    ]
    for row in rows:
        for place, one in enumerate(row):
            for distance, other in enumerate(row[place + 1 :]):
                yield one, other, APART if distance else 0.0
    for upper, lower in pairwise(rows):
        for one, other in zip(upper, lower, strict=True):
            yield one, other, 0.0
