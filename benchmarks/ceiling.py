"""The upper limit for finding slips in two cells: how often the best possible first guess is right.

Such a slip leaves traces that slips in other cells could have left as well. An application counted
for the wrong applicant moves from one column to another, in any row that has enough to move back.
Between 新收 and the two 结转 rows, and in section four, no total tells the cells apart. Stated
totals fix the columns and the number, but not the row.

The possible cells are weighed by how likely their counts are in the generator: applicants and
results are independent of each other, so that the shares of row and column cancel; what is carried
over is a twenty-fifth of what is handled. The best guess is the cell with the greatest weight, and
it is right as often as its share of all weights says.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import exp, lgamma, log
from statistics import NormalDist, fmean

from benchmarks.generated import (
    APPLICANTS,
    CASES,
    LEFT,
    OUTCOMES,
    REQUESTS,
    RESULTS,
    REVISED,
    SPREAD,
    Slipped,
    row_of,
)
from model.report.report import Report

MOVES = {1: 4 / 6, 2: 1 / 6, 3: 1 / 6}
"""How many applications a slip moves, and how often."""
WRONG_APPLICANT = "wrong applicant"
KINDS = ("exchanged in row", WRONG_APPLICANT)
"""The kinds of slip in two cells of a row."""
RAREST = 1e-9
FLOW = ("requests/received", "requests/carried_in", "requests/carried_out")
"""Rows in which no total but that of the row is known."""


@dataclass(frozen=True)
class Move:
    """So many to be put back from one cell into another."""

    up: str
    down: str
    many: int


@dataclass(frozen=True)
class Ceiling:
    """The best possible shares of slips that are named first, and among the first three."""

    first: float
    three: float


def ceiling(kind: str, cases: Iterable[Slipped]) -> Ceiling:
    """Return the best possible over slips of one kind, where nothing but the kind is known."""
    found = [sorted(_weights(kind, case), reverse=True) for case in cases]
    return Ceiling(
        fmean(weights[0] / sum(weights) for weights in found),
        fmean(sum(weights[:3]) / sum(weights) for weights in found),
    )


def _weights(kind: str, case: Slipped) -> Iterator[float]:
    """Weigh every move that leaves the same traces as the slip did."""
    values = case.report.values
    one, other = case.meant
    step = case.meant[one] - int(values[one])
    up, down = (one, other) if step > 0 else (other, one)
    for move in _alike(Move(up, down, abs(step))):
        if values[move.down] >= move.many:
            yield _slip(kind, case.report, move) * exp(_counts(case.report, move))


def _alike(move: Move) -> Iterator[Move]:
    """Yield the moves that change every comparison as this one does, and itself."""
    row, _, up = move.up.rpartition("/")
    down = move.down.rpartition("/")[2]
    if row in FLOW:
        for other in FLOW:
            turned = (other == FLOW[2]) != (row == FLOW[2])
            cells = (f"{other}/{up}", f"{other}/{down}")
            yield Move(*(reversed(cells) if turned else cells), move.many)
    elif row.partition("/")[0] == REQUESTS.key:
        for result in RESULTS:
            yield Move(f"requests/{result}/{up}", f"requests/{result}/{down}", move.many)
    else:
        group = {cell: cell.rpartition(".")[0] for cell in OUTCOMES}
        for one in OUTCOMES:
            for other in OUTCOMES:
                if group[one] == group[move.up] and group[other] == group[move.down]:
                    yield Move(one, other, move.many)


def _slip(kind: str, report: Report, move: Move) -> float:
    """Weigh how often a slip of this kind is drawn that is mended by this move."""
    up, down = int(report.values[move.up]), int(report.values[move.down])
    if kind == WRONG_APPLICANT:
        return MOVES.get(move.many, 0.0)
    if down - up != move.many:
        return 0.0
    row = row_of(move.up)
    places = {row.index(move.up), row.index(move.down)}
    beside = max(places) - min(places) == 1
    drawn = 0.0
    for cell, meant in ((move.up, down), (move.down, up)):
        neighbours = 1 if row.index(cell) in (0, len(row) - 1) else 2
        drawn += (meant > 0) * (beside * 2 / 3 / neighbours + 1 / 3 / len(row))
    return drawn


def _counts(report: Report, move: Move) -> float:
    """Return the odds of the counts after a move, but for what all moves share."""
    after = {move.up: move.many, move.down: -move.many}
    changed = {cell: int(report.values[cell]) + step for cell, step in after.items()}
    if move.up.rpartition("/")[0] in FLOW:
        return sum(_flow(report, changed, cell.rpartition("/")[2]) for cell in changed)
    drawn = _drawn if move.up.startswith(REQUESTS.key) else _outcome
    return sum(
        drawn(report, number) - drawn(report, int(report.values[cell]))
        for cell, number in changed.items()
    )


def _drawn(report: Report, number: int) -> float:
    """Return the odds of a result: the shares of its row and column are those of any row."""
    return -lgamma(number + 1)


def _outcome(report: Report, number: int) -> float:
    """Return the odds of a count in section four, by the number of applications."""
    came = int(sum(report.values[f"{FLOW[0]}/{one}"] for one in APPLICANTS))
    scaled = NormalDist(log(max(came, 1) * CASES), SPREAD)
    least = scaled.cdf(log(number)) if number else 0.0
    return _log(scaled.cdf(log(number + 1)) - least)


def _flow(report: Report, changed: dict[str, int], applicant: str) -> float:
    """Return the odds of what an applicant brought, had pending, and leaves pending."""
    received, carried, left = (
        changed.get(cell, int(report.values[cell])) for cell in (f"{r}/{applicant}" for r in FLOW)
    )
    done = int(sum(report.values[f"requests/{result}/{applicant}"] for result in RESULTS))
    if received:
        odds = _log(_binomial(done, left))
    else:  # more was pending than handled
        odds = _log(sum(_binomial(done, few) for few in range(left + 1)))
    if not report.previous:
        return odds + _log(0.9 * _binomial(done, carried) + 0.1 * (carried == 1))
    more = carried - int(report.last_values[f"{FLOW[2]}/{applicant}"])
    return odds + _log({0: 1.0, 1: REVISED / len(APPLICANTS)}.get(more, 0.0))


def _binomial(many: int, number: int) -> float:
    if number > many:
        return 0.0
    ways = lgamma(many + 1) - lgamma(number + 1) - lgamma(many - number + 1)
    return exp(ways + number * log(LEFT) + (many - number) * log(1 - LEFT))


def _log(chance: float) -> float:
    return log(max(chance, RAREST))
