"""Possibly wrong cells (可能有误): the smallest change after which the numbers agree.

Error localisation as statistical offices know it (Fellegi and Holt 1976), with the slips of a
clerk's hand instead of a bare count of cells. A guess is offered, never made: where several are
equally near all are shown, where none is convincing nothing is said.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import exp
from typing import Final

from model.equations import Equations
from model.guesses import Guess, guesses
from model.relations import Standing, arithmetic
from model.report import Report
from model.slips import Slip
from model.suspect_words import sentence
from model.values import Number

TOO_MANY: Final = 16
"""Of more broken comparisons than this no small change is the cause."""
MOST: Final = 5
"""So many suspects for one fault are shown; of more, none is convincing."""
NEAR: Final = 3.0
"""Odds within this of the best are as good."""
DOUBT: Final = 0.15
"""Share of the odds that may lie with guesses that are not shown."""
UNKNOWN: Final = -3.0
"""Odds that it was a slip of no such kind, or several."""


@dataclass(frozen=True)
class Change:
    """One number that may be wrong; for a computed cell, the total of the source (原表合计)."""

    address: str
    before: Number | None
    after: Number


@dataclass(frozen=True)
class Suspect:
    """A guess at one slip: what would be changed, the kind of slip, and the sentence for it.

    ``heals`` are the ids of the findings that would go.
    """

    changes: tuple[Change, ...]
    kind: Slip
    message: str
    heals: tuple[str, ...] = ()

    @property
    def cells(self) -> tuple[str, ...]:
        """Addresses of the cells that would change."""
        return tuple(change.address for change in self.changes)

    def applied(self, report: Report) -> Report:
        """Give the report as it would be."""
        for change in self.changes:
            if change.address in arithmetic(report.form).sums:
                report = report.with_stated(change.address, change.after)
            else:
                report = report.with_value(change.address, change.after)
        return report


def suspects(report: Report, standing: Standing | None = None) -> tuple[Suspect, ...]:
    """Find what may be wrong, best first; empty where nothing is convincing.

    ``standing`` saves working out the sums again where they are at hand.
    """
    known = standing or arithmetic(report.form).standing(report.values, report.last_values)
    equations = Equations.of(report, known)
    if len(equations.broken) > TOO_MANY:
        return ()
    return tuple(
        _suspect(report, equations, guess, outcome.healed)
        for guess in _convincing(report, equations)
        if (outcome := equations.outcome(guess.meant)) and outcome.healed
    )


def _suspect(report: Report, equations: Equations, guess: Guess, healed: frozenset[str]) -> Suspect:
    counts = equations.counts
    return Suspect(
        changes=tuple(Change(a, counts[a], number) for a, number in guess.meant.items()),
        kind=guess.slip,
        message=sentence(report, equations, guess, healed),
        heals=tuple(sorted(healed)),
    )


def _convincing(report: Report, equations: Equations) -> Iterator[Guess]:
    """Give the convincing guesses at one fault after the other, the surest fault first.

    A fault with one answer is mended before the next is looked at, as its comparisons may have
    both; those of a fault without are left alone.
    """
    unsolved: frozenset[str] = frozenset()
    while True:
        every = [
            guess
            for guess in guesses(report.form, equations, report.last_values)
            if not guess.touched & unsolved
        ]
        if not every:
            return
        every.sort(key=lambda guess: -guess.odds)
        rivals = [guess for guess in every if guess.healed & every[0].healed]
        near = [guess for guess in rivals if guess.odds > every[0].odds - NEAR]
        if convincing := _is_convincing(near, rivals):
            yield from near
        if convincing and len(near) == 1:
            equations = equations.after(near[0].meant)
        else:
            unsolved = unsolved.union(*(guess.touched for guess in near))


def _is_convincing(near: list[Guess], rivals: list[Guess]) -> bool:
    """Whether those as near as the best are few, and next to nothing speaks for all the others."""
    said = sum(exp(guess.odds) for guess in near)
    everything = sum(exp(guess.odds) for guess in rivals) + exp(UNKNOWN)
    return len(near) <= MOST and said >= (1 - DOUBT) * everything
