"""Possibly wrong cells (可能有误): the smallest change that makes the numbers agree.

Error localisation as statistical offices know it (Fellegi and Holt 1976), with the slips of a
clerk's hand instead of a bare count of cells.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import exp
from typing import Final, NamedTuple

from model.checks.findings import STATED
from model.form.arithmetic import Standing, arithmetic
from model.report.addresses import name_of, tally_of
from model.report.report import Report
from model.suspects.equations import Equations
from model.suspects.guesses import Guess, Slip, guesses
from model.values import Number


def sentence(report: Report, equations: Equations, guess: Guess, healed: frozenset[str]) -> str:
    """Say one guess with its labels and numbers, as it would stand alone on these equations."""
    written = "，".join(
        f"{_place(report, address)}{equations.counts[address]}{_unit(report, address)}"
        for address in guess.meant
    )
    meant, then = _meant(report, equations, guess), _then(report, equations, healed)
    return f"可能有误（仅供参考）：{written}，若{meant}，则{then}。"


def _place(report: Report, address: str) -> str:
    cell = report.form.cells.get(address)
    if cell is None:
        return f"「{name_of(report, address)}」填"
    named = f"「{cell.column[-1]}」列「{cell.row[-1]}」" if cell.row else f"「{cell.name}」"
    return f"{named}的原表合计为" if cell.computed else f"{named}填"


def _unit(report: Report, address: str) -> str:
    if (cell := report.form.cells.get(address)) is not None:
        return cell.unit
    if (figure := report.form.figures.get(address)) is not None:
        return figure.unit
    found = tally_of(report, address)
    return found[0].unit if found else ""


def _meant(report: Report, equations: Equations, guess: Guess) -> str:
    if guess.slip is Slip.EXCHANGED:
        return "两格互换"
    numbers = "、".join(f"{n}{_unit(report, address)}" for address, n in guess.meant.items())
    if guess.slip is Slip.CELL:
        return f"为{numbers}"
    if guess.slip is not Slip.MOVED:
        return f"为{numbers}（{guess.slip}）"
    address, *_ = guess.meant
    moved = abs(guess.meant[address] - equations.counts[address])
    rows = {report.form.cells[a].row for a in guess.meant}
    return (
        f"分别为{numbers}（{moved}{_unit(report, address)}填错{'列' if len(rows) == 1 else '行'}）"
    )


def _then(report: Report, equations: Equations, healed: frozenset[str]) -> str:
    """Say what would agree: all comparisons of these kinds, or how many of them."""
    names = _kinds(report, healed)
    sentence = names[0] if len(names) == 1 else f"{'、'.join(names[:-1])}和{names[-1]}"
    left = (one.id for one in equations.by_id.values() if not one.holds and one.id not in healed)
    if set(names) & set(_kinds(report, left)):
        return f"{sentence}有{len(healed)}处由不等变为相等"
    return f"{sentence}全部相等"


def _kinds(report: Report, ids: Iterable[str]) -> list[str]:
    """Name the comparisons of these ids, each kind once, within the year first."""
    lines = {
        line.id: line
        for line in (*arithmetic(report.form).lines.values(), *arithmetic(report.form).total_lines)
    }
    found: dict[str, int] = {}
    for key in ids:
        if key.startswith(STATED):
            found["原表合计"] = 1
        elif key not in lines:
            tally = next(t for t in report.tallies if key == t.finding)
            found[f"{tally.name}的各类与合计"] = 2
        elif lines[key].relation.between_years:
            found["上年衔接关系"] = 3
        else:
            found[lines[key].relation.name.partition("（")[0]] = 0
    return sorted(found, key=lambda name: found[name])


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
class Correction:
    """One number that may be wrong; for a computed cell, the total of the source (原表合计)."""

    address: str
    before: Number | None
    after: Number


@dataclass(frozen=True)
class Suspect:
    """A guess at one slip: what would be changed, the kind of slip, and the sentence for it.

    ``heals`` are the ids of the findings that would go.
    """

    changes: tuple[Correction, ...]
    kind: Slip
    message: str
    heals: tuple[str, ...] = ()

    @property
    def cells(self) -> tuple[str, ...]:
        """Addresses of the cells that would change."""
        return tuple(change.address for change in self.changes)

    def applied(self, report: Report) -> Report:
        """Return the report as it would be."""
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
        changes=tuple(Correction(a, counts[a], number) for a, number in guess.meant.items()),
        kind=guess.slip,
        message=sentence(report, equations, guess, healed),
        heals=tuple(sorted(healed)),
    )


def _convincing(report: Report, equations: Equations) -> Iterator[Guess]:
    """Yield the convincing guesses at one fault after the other, the surest fault first.

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
