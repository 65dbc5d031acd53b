"""Possibly wrong cells (可能有误): the smallest change that makes the numbers agree.

Error localisation as in official statistics (Fellegi and Holt 1976), but with the odds of slips
instead of the number of changed cells.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import exp
from typing import Final, NamedTuple

from model.checks.claims import CLAIM
from model.checks.findings import STATED
from model.form.arithmetic import Evaluation, arithmetic
from model.report.addresses import name_of
from model.report.meanings import unit_meant
from model.report.report import Report
from model.suspects.equations import Equations
from model.suspects.guesses import Guess, Slip, guesses
from model.text import without_aside
from model.values import Number, write_number


def sentence(report: Report, equations: Equations, guess: Guess, repaired: frozenset[str]) -> str:
    """Return a sentence on one guess with its labels and numbers."""
    written = "，".join(
        f"{_place(report, address)}{_counted(report, address, equations.counts[address])}"
        for address in guess.meant
    )
    meant, then = _meant(report, equations, guess), _then(report, equations, repaired)
    return f"可能有误（仅供参考）：{written}，若{meant}，则{then}。"


def _place(report: Report, address: str) -> str:
    cell = report.form.cells.get(address)
    if cell is None:
        return f"「{name_of(report, address)}」填"
    named = f"「{cell.column[-1]}」列「{cell.row[-1]}」" if cell.row else f"「{cell.name}」"
    return f"{named}的原表合计为" if cell.computed else f"{named}填"


def _counted(report: Report, address: str, number: int) -> str:
    """Return a number with the unit of an address: 5件."""
    return f"{number}{unit_meant(report, (address,))}"


def _meant(report: Report, equations: Equations, guess: Guess) -> str:
    if guess.slip is Slip.EXCHANGED:
        return "两格互换"
    numbers = "、".join(
        _counted(report, address, number) for address, number in guess.meant.items()
    )
    if guess.slip is Slip.CELL:
        return f"为{numbers}"
    if guess.slip is not Slip.MOVED:
        return f"为{numbers}（{guess.slip}）"
    address, *_ = guess.meant
    moved = abs(guess.meant[address] - equations.counts[address])
    rows = {report.form.cells[a].row for a in guess.meant}
    wrong = f"{_counted(report, address, moved)}填错{'列' if len(rows) == 1 else '行'}"
    return f"分别为{numbers}（{wrong}）"


def _then(report: Report, equations: Equations, repaired: frozenset[str]) -> str:
    """Return the comparisons that would agree in words: all of their kinds, or how many."""
    names = _kinds(report, repaired)
    sentence = names[0] if len(names) == 1 else f"{'、'.join(names[:-1])}和{names[-1]}"
    left = (one.id for one in equations.by_id.values() if not one.holds and one.id not in repaired)
    if set(names) & set(_kinds(report, left)):
        return f"{sentence}有{len(repaired)}处由不等变为相等"
    return f"{sentence}全部相等"


def _kinds(report: Report, ids: Iterable[str]) -> list[str]:
    """Return the names of the kinds of comparisons, those within the year first."""
    lines = {
        line.id: line
        for line in (*arithmetic(report.form).lines.values(), *arithmetic(report.form).total_lines)
    }
    found: dict[str, int] = {}
    for key in ids:
        if key.startswith(STATED):
            found["原表合计"] = 1
        elif key.startswith(CLAIM):
            found["文字所写数量"] = 4
        elif key not in lines:
            tally = next(t for t in report.tallies if key == t.finding)
            found[f"{tally.name}的各类与合计"] = 2
        elif lines[key].relation.between_years:
            found["上年衔接关系"] = 3
        else:
            found[without_aside(lines[key].relation.name)] = 0
    return sorted(found, key=lambda name: found[name])


TOO_MANY: Final = 16
"""Most broken comparisons for which small changes are searched."""
MOST: Final = 5
"""Most suspects for one fault; if there are more, none is convincing."""
NEAR: Final = 3.0
"""Difference from the best odds that is insignificant."""
DOUBT: Final = 0.15
"""Most probability of the guesses that are not shown."""
FIRSTS: Final = 8
"""Most guesses at the first of two slips for which a second one is searched."""
UNKNOWN: Final = -3.0
"""Odds of another kind of slip, or of several slips."""


@dataclass(frozen=True)
class Correction:
    """One number that may be wrong; for a computed cell, the total of the source (原表合计)."""

    address: str
    before: Number | None
    after: Number


@dataclass(frozen=True)
class Suspect:
    """A guess at one slip: the corrections, the kind of slip, and the sentence for the clerk.

    ``repairs`` are the ids of the findings that the corrections remove.
    """

    changes: tuple[Correction, ...]
    kind: Slip
    message: str
    repairs: tuple[str, ...] = ()

    @property
    def cells(self) -> tuple[str, ...]:
        """Addresses of the cells that would change."""
        return tuple(change.address for change in self.changes)

    @property
    def act(self) -> str:
        """Words for the button that makes the change."""
        if self.kind is Slip.EXCHANGED:
            return "互换两数"
        numbers = "、".join(write_number(change.after) for change in self.changes)
        return f"改为 {numbers}"

    def applied(self, report: Report) -> Report:
        """Return the report with the corrections applied."""
        for change in self.changes:
            if change.address in arithmetic(report.form).sums:
                report = report.with_stated(change.address, change.after)
            else:
                report = report.with_value(change.address, change.after)
        return report


class Explanation(NamedTuple):
    """One guess that explains a fault, or two that explain it together, and their odds."""

    guesses: tuple[Guess, ...]
    odds: float


def suspects(report: Report, evaluation: Evaluation | None = None) -> tuple[Suspect, ...]:
    """Return possibly wrong cells, likeliest first; empty if no guess is convincing.

    ``evaluation`` has the sums of the report, if at hand.
    """
    known = evaluation or arithmetic(report.form).evaluate(report.values, report.last_values)
    equations = Equations.of(report, known)
    if len(equations.broken) > TOO_MANY:
        return ()
    return tuple(
        _suspect(report, equations, guess, outcome.repaired)
        for guess in _convincing(report, equations)
        if (outcome := equations.outcome(guess.meant)) and outcome.repaired
    )


def _suspect(
    report: Report, equations: Equations, guess: Guess, repaired: frozenset[str]
) -> Suspect:
    counts = equations.counts
    return Suspect(
        changes=tuple(Correction(a, counts[a], number) for a, number in guess.meant.items()),
        kind=guess.slip,
        message=sentence(report, equations, guess, repaired),
        repairs=tuple(sorted(repaired)),
    )


def _convincing(report: Report, equations: Equations) -> Iterator[Guess]:
    """Yield the convincing guesses at one fault after the other, the surest fault first.

    A fault with one explanation is corrected before the next one is examined; the comparisons of a
    fault without are not examined again.
    """
    unsolved: frozenset[str] = frozenset()
    while every := [
        guess
        for guess in guesses(report.form, equations, report.last_values)
        if not (guess.repaired | guess.left) & unsolved
    ]:
        every.sort(key=lambda guess: -guess.odds)
        best = every[0]
        if best.left:
            explanations = _pairs(report, equations, every)
        else:
            explanations = [
                Explanation((guess,), guess.odds)
                for guess in every
                if guess.repaired & best.repaired
            ]
        near = [one for one in explanations if one.odds > explanations[0].odds - NEAR]
        if convincing := _is_convincing(near, explanations):
            yield from (guess for explanation in near for guess in explanation.guesses)
        if convincing and len(near) == 1:
            for guess in near[0].guesses:
                equations = equations.after(guess.meant)
        else:
            met = [best, *(guess for explanation in near for guess in explanation.guesses)]
            unsolved = unsolved.union(*(guess.repaired | guess.left for guess in met))


def _pairs(report: Report, equations: Equations, every: list[Guess]) -> list[Explanation]:
    """Return the pairs of slips in a common comparison: the second repairs what the first left."""
    found: dict[frozenset[tuple[str, int]], Explanation] = {}
    for first in [guess for guess in every if guess.left][:FIRSTS]:
        after = equations.after(first.meant)
        for second in guesses(report.form, after, report.last_values):
            apart = first.meant.keys().isdisjoint(second.meant)
            if apart and not second.left and first.left <= second.repaired:
                key = frozenset({**first.meant, **second.meant}.items())
                found.setdefault(key, Explanation((first, second), first.odds + second.odds))
    return sorted(found.values(), key=lambda explanation: -explanation.odds)


def _is_convincing(near: list[Explanation], explanations: list[Explanation]) -> bool:
    """Return whether the best explanations are few and all the others are very improbable."""
    probability = sum(exp(explanation.odds) for explanation in near)
    everything = sum(exp(explanation.odds) for explanation in explanations) + exp(UNKNOWN)
    most = MOST if all(len(explanation.guesses) == 1 for explanation in near) else 1
    return len(near) <= most and probability >= (1 - DOUBT) * everything
