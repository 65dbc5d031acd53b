"""Possibly wrong cells (可能有误): the smallest change after which the numbers agree.

Error localisation as statistical offices know it (Fellegi and Holt 1976), with the slips of a
clerk's hand instead of a bare count of cells. A guess is offered, never made: where several are
equally near all are shown, where none is convincing nothing is said.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import exp
from typing import Final, NamedTuple

from model.form.relations import Standing, arithmetic
from model.report.report import Report
from model.suspects.equations import Equations
from model.suspects.guesses import Guess, guesses
from model.suspects.slips import Slip
from model.suspects.suspect_words import sentence
from model.values import Number

TOO_MANY: Final = 16
"""Of more broken comparisons than this no small change is the cause."""
MOST: Final = 5
"""So many suspects for one fault are shown; of more, none is convincing."""
NEAR: Final = 3.0
"""Odds within this of the best are as good."""
DOUBT: Final = 0.15
"""Share of the odds that may lie with guesses that are not shown."""
FIRSTS: Final = 8
"""So many guesses at the first of two slips are followed."""
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


class Answer(NamedTuple):
    """One guess that explains a fault, or two that do together, and their odds."""

    guesses: tuple[Guess, ...]
    odds: float


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

    A fault with one answer is mended before the next is looked at; the comparisons of a fault
    without are left alone.
    """
    unsolved: frozenset[str] = frozenset()
    while every := [
        guess
        for guess in guesses(report.form, equations, report.last_values)
        if not (guess.healed | guess.left) & unsolved
    ]:
        every.sort(key=lambda guess: -guess.odds)
        best = every[0]
        if best.left:
            answers = _pairs(report, equations, every)
        else:
            answers = [
                Answer((guess,), guess.odds) for guess in every if guess.healed & best.healed
            ]
        near = [one for one in answers if one.odds > answers[0].odds - NEAR]
        if convincing := _is_convincing(near, answers):
            yield from (guess for answer in near for guess in answer.guesses)
        if convincing and len(near) == 1:
            for guess in near[0].guesses:
                equations = equations.after(guess.meant)
        else:
            met = [best, *(guess for answer in near for guess in answer.guesses)]
            unsolved = unsolved.union(*(guess.healed | guess.left for guess in met))


def _pairs(report: Report, equations: Equations, every: list[Guess]) -> list[Answer]:
    """Give the ways in which two slips share a comparison: the second heals what the first left."""
    found: dict[frozenset[tuple[str, int]], Answer] = {}
    for first in [guess for guess in every if guess.left][:FIRSTS]:
        after = equations.after(first.meant)
        for second in guesses(report.form, after, report.last_values):
            apart = first.meant.keys().isdisjoint(second.meant)
            if apart and not second.left and first.left <= second.healed:
                key = frozenset({**first.meant, **second.meant}.items())
                found.setdefault(key, Answer((first, second), first.odds + second.odds))
    return sorted(found.values(), key=lambda answer: -answer.odds)


def _is_convincing(near: list[Answer], answers: list[Answer]) -> bool:
    """Whether those as near as the best are few, and next to nothing speaks for all the others."""
    said = sum(exp(answer.odds) for answer in near)
    everything = sum(exp(answer.odds) for answer in answers) + exp(UNKNOWN)
    most = MOST if all(len(answer.guesses) == 1 for answer in near) else 1
    return len(near) <= most and said >= (1 - DOUBT) * everything
