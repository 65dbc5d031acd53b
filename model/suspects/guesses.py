"""Every small change that could have been meant: one cell, or two of a row or side by side.

A guess is kept when it heals a comparison and breaks none that held. Its odds weigh the slip and
what the counts are worth (``slips``) against what the guess would leave unexplained.
"""

from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from math import log
from typing import Final, NamedTuple

from model.form.form import Form
from model.form.relations import arithmetic
from model.form.table import Block, Table
from model.suspects.equations import Counts, Equations
from model.suspects.slips import SHARE, Slip, miswriting, moving, plausibility, straying
from model.values import LONGEST, Values

ANOTHER_SLIP: Final = 6.0
"""What each strict comparison is worth that a guess heals: else there was one more slip."""
PRACTICE: Final = 3.5
"""What any other one is worth: practice breaks about one in thirty of them."""
APART: Final = 1.5
"""What a pair loses whose cells are not side by side in their row."""


class Guess(NamedTuple):
    """What was meant in some cells, by which slip, and what it heals.

    ``left`` are the strict comparisons its cells take part in that it leaves broken.
    """

    slip: Slip
    meant: Counts
    odds: float
    healed: frozenset[str]
    left: frozenset[str]


class Mate(NamedTuple):
    """A cell that another one may be taken for; ``cost`` is what the pair loses."""

    address: str
    cost: float


def guesses(form: Form, equations: Equations, last: Values) -> Iterator[Guess]:
    """Give every guess that heals a broken comparison and breaks none that held."""
    seen: set[frozenset[tuple[str, int]]] = set()
    for slip, meant, cost in _changes(form, equations):
        key = frozenset(meant.items())
        if key in seen or min(meant.values()) < 0 or max(meant.values()) >= 10**LONGEST:
            continue
        seen.add(key)
        outcome = equations.outcome(meant)
        if outcome is None:
            continue
        left = {id_ for id_ in outcome.touched - outcome.healed if equations.by_id[id_].strict}
        if left and len(meant) > 1:  # two cells at once explain all or nothing
            continue
        kind, odds = _slip(slip, meant, equations.counts)
        odds += _counts(form, meant, equations.counts, last) - cost
        for id_ in outcome.healed:
            odds += ANOTHER_SLIP if equations.by_id[id_].strict else PRACTICE
        yield Guess(kind, meant, odds, outcome.healed, frozenset(left))


def _changes(form: Form, equations: Equations) -> Iterator[tuple[Slip, Counts, float]]:
    """Give every change of one or two cells that heals at least one strict comparison.

    The numbers are those meant and may be below 0; the last is what the pair loses. Applications
    are counted in the wrong cell, never in the wrong total.
    """
    counts, mates, totals = equations.counts, _mates(form), arithmetic(form).sums
    for equation in equations.broken:
        for address, factor in equation.factors.items():
            ours = counts[address]
            meant = ours - equation.gap * factor
            yield Slip.CELL, {address: meant}, 0.0
            for mate, cost in mates.get(address, ()):
                if mate not in counts:
                    continue
                theirs = counts[mate]
                twice = factor - equation.factors.get(mate, 0)
                if (theirs - ours) * twice == -equation.gap:
                    yield Slip.EXCHANGED, {address: theirs, mate: ours}, cost
                elif mate not in equation.factors and mate not in totals:
                    yield Slip.MOVED, {address: meant, mate: theirs + ours - meant}, cost


def _slip(slip: Slip, meant: Counts, written: Counts) -> tuple[Slip, float]:
    """Name the slip and give its odds: in one cell by its digits, in two by what was exchanged.

    An exchange with a 0 is told as what it looks like: all of a cell counted in another.
    """
    address, number = next(iter(meant.items()))
    if slip is Slip.CELL:
        return miswriting(number, written[address])
    if slip is Slip.MOVED:
        return slip, moving(number - written[address])
    return slip if all(meant.values()) else Slip.MOVED, log(SHARE[slip])


def _counts(form: Form, meant: Counts, written: Counts, last: Values) -> float:
    """Give the odds of the counts meant against those written.

    A total of the source is as likely as its addends, which are not in question with it.
    """
    odds = 0.0
    for address, number in meant.items():
        if address not in arithmetic(form).sums:
            before = last.get(address)
            known = before if isinstance(before, int) and before >= 0 else None
            odds += plausibility(number, known) - plausibility(written[address], known)
    if len(meant) > 1 and _in_one_labelled_row(form, meant):
        odds += straying(meant.values(), [written[address] for address in meant])
    return odds


def _in_one_labelled_row(form: Form, meant: Counts) -> bool:
    """Whether cells are typed ones of one row among several."""
    labels = {form.cells[address].row for address in meant}
    return labels != {()} and len(labels) == 1 and not meant.keys() & arithmetic(form).sums.keys()


@cache
def _mates(form: Form) -> dict[str, tuple[Mate, ...]]:
    """Cell → the others of its row, and those above and below; typed and computed ones apart."""
    found: dict[str, tuple[Mate, ...]] = {}
    for table in form.tables.values():
        for block in table.blocks:
            for one, other, cost in _pairs(table, block):
                ours, theirs = table.cells[one], table.cells[other]
                if (ours.computed, ours.kind) == (theirs.computed, theirs.kind):
                    found[one] = (*found.get(one, ()), Mate(other, cost))
                    found[other] = (*found.get(other, ()), Mate(one, cost))
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
