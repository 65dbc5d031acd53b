"""The complete comparisons of a report as equations, with the effect of changes on them.

The variables are the typed cells and the totals of the source (原表合计). Each equation is a sum of
them with factors 1 and −1 that has to be 0 or at least 0.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain
from typing import NamedTuple, Self

from model.checks.claims import by_id, stated_claims
from model.checks.findings import STATED
from model.form.arithmetic import Evaluation, Operand, arithmetic
from model.form.form import Form
from model.report.meanings import typed_meant
from model.report.report import Report
from model.values import Number, write_number

Coefficients = Mapping[str, int]
"""Counts by address, or factors by address: 1 if added, −1 if subtracted."""
Places = Mapping[str, Sequence[tuple[str, int]]]
"""Ids of the equations with an address and its factor there, by address."""


@dataclass(frozen=True)
class Equation:
    """A comparison: ``gap`` is left minus right; with ``at_least`` it may be positive.

    A broken ``strict`` comparison, one within this year, is a reason to search for guesses; the
    others, such as comparisons with last year, only influence the odds.
    """

    id: str
    factors: Coefficients
    gap: int
    strict: bool
    at_least: bool = False

    def holds_at(self, gap: int) -> bool:
        """Return whether the comparison would hold with this gap."""
        return gap >= 0 if self.at_least else gap == 0

    @property
    def holds(self) -> bool:
        """Whether it holds."""
        return self.holds_at(self.gap)


class Effect(NamedTuple):
    """Ids of the broken comparisons that a change repairs, and of all broken ones it changes."""

    repaired: frozenset[str]
    touched: frozenset[str]


class Equations:
    """All complete comparisons of a report by id, and the counts that may be changed."""

    def __init__(self, by_id: Mapping[str, Equation], counts: Coefficients, at: Places) -> None:
        self.by_id = by_id
        self.counts = counts
        self.broken = tuple(one for one in by_id.values() if one.strict and not one.holds)
        self._at = at

    @classmethod
    def of(cls, report: Report, evaluation: Evaluation) -> Self:
        """Return the equations of a report, except those with numbers that are not counts.

        Warnings with a current 说明 are also left out, because they are explained.
        """
        counts = _counts(report)
        found = chain(
            _of_lines(report, evaluation),
            _of_stated(report, evaluation),
            _of_tallies(report),
            _of_claims(report, evaluation),
        )
        by_id = {one.id: one for one in found if one.factors.keys() <= counts.keys()}
        at: dict[str, list[tuple[str, int]]] = {}
        for one in by_id.values():
            for address, factor in one.factors.items():
                at.setdefault(address, []).append((one.id, factor))
        return cls(by_id, counts, at)

    def after(self, meant: Coefficients) -> Self:
        """Return the equations with other counts in some cells."""
        gaps = self._gaps(meant)
        changed = {key: replace(self.by_id[key], gap=gap) for key, gap in gaps.items()}
        return type(self)({**self.by_id, **changed}, {**self.counts, **meant}, self._at)

    def outcome(self, meant: Coefficients) -> Effect | None:
        """Return the effect of other counts in some cells; None if they break a comparison."""
        repaired, touched = set(), set()
        for key, gap in self._gaps(meant).items():
            one = self.by_id[key]
            if one.holds:
                if not one.holds_at(gap):
                    return None
                continue
            touched.add(key)
            if one.holds_at(gap):
                repaired.add(key)
        return Effect(frozenset(repaired), frozenset(touched))

    def _gaps(self, meant: Coefficients) -> dict[str, int]:
        """Return the changed gaps by the id of their comparison."""
        gaps: dict[str, int] = {}
        for address, number in meant.items():
            step = number - self.counts[address]
            for key, factor in self._at.get(address, ()):
                gap = gaps[key] if key in gaps else self.by_id[key].gap
                gaps[key] = gap + factor * step
        return gaps


def _of_lines(report: Report, evaluation: Evaluation) -> Iterator[Equation]:
    factors = _line_factors(report.form)
    for line in arithmetic(report.form).lines.values():
        state = evaluation.states[line.id]
        gap = state.left - state.right
        if not state.known or state.blanks or not isinstance(gap, int):
            continue
        error = line.relation.severity == "error"
        if error or not _explained(report, line.id, state.left, state.right):
            strict = not (line.relation.between_years or state.at_least)
            yield Equation(line.id, factors[line.id], gap, strict, state.at_least)


def _of_stated(report: Report, evaluation: Evaluation) -> Iterator[Equation]:
    """Yield stated totals against computed ones, or against each other if those are missing."""
    under = _addends(report.form)
    for address, total in report.stated.items():
        gap = evaluation.numbers.get(address, total) - total
        if address in evaluation.numbers and isinstance(gap, int):
            yield Equation(f"{STATED}{address}", under[address] | {address: -1}, gap, True)
    for line in arithmetic(report.form).total_lines:
        factors = _factors(line.left, line.right, shown=True)
        if line.relation.between_years or not factors.keys() <= report.stated.keys():
            continue
        if not factors.keys() <= evaluation.numbers.keys():
            gap = sum(factor * report.stated[address] for address, factor in factors.items())
            if isinstance(gap, int):
                yield Equation(line.id, factors, gap, True)


def _of_tallies(report: Report) -> Iterator[Equation]:
    """Yield tallies with all parts filled: a blank part would explain a difference."""
    for tally in report.tallies:
        total, parts = tally.address(), tally.part_addresses
        if tally.approximate or not report.values.keys() >= {total, *parts} or not parts:
            continue
        key, left = tally.finding, sum(report.values[part] for part in parts)
        gap = left - report.values[total]
        if isinstance(gap, int) and not _explained(report, key, left, report.values[total]):
            yield Equation(key, dict.fromkeys(parts, 1) | {total: -1}, gap, True)


def _of_claims(report: Report, evaluation: Evaluation) -> Iterator[Equation]:
    """Yield texts with another number than the cells that they mean, which may be right.

    A text that agrees is no evidence: it may repeat a slip of the table.
    """
    for key, stated in by_id(stated_claims(report, evaluation.numbers)):
        (meaning, *others), written = stated.claim.phrase.means, stated.quantity
        number = stated.numbers[0]
        if stated.agrees is not False or others or not written.is_exact or number is None:
            continue
        gap = number - written.number
        explained = _explained(report, key, stated.claim.quantity.number, stated.sentence)
        if isinstance(gap, int) and not explained:
            cells = chain.from_iterable(typed_meant(report.form, one) for one in meaning)
            yield Equation(key, dict.fromkeys(cells, 1), gap, False)


@cache
def _line_factors(form: Form) -> dict[str, Coefficients]:
    lines = arithmetic(form).lines.values()
    return {line.id: _factors(line.left, line.right) for line in lines}


def _factors(
    left: tuple[Operand, ...], right: tuple[Operand, ...], shown: bool = False
) -> dict[str, int]:
    found: dict[str, int] = {}
    for side, factor in ((left, 1), (right, -1)):
        for operand in side:
            if not operand.last:
                cells = operand.shown if shown else operand.typed
                found |= dict.fromkeys(cells, factor)
    return found


@cache
def _addends(form: Form) -> dict[str, dict[str, int]]:
    """Return the factors of the typed cells under each computed address."""
    known = arithmetic(form)
    return {address: dict.fromkeys(known.typed_under(address), 1) for address in known.sums}


def _counts(report: Report) -> dict[str, int]:
    """Return all typed and stated counts, which are not negative, by address."""
    everything: Iterable[tuple[str, Number]] = chain(report.values.items(), report.stated.items())
    return {a: n for a, n in everything if isinstance(n, int) and n >= 0}


def _explained(report: Report, key: str, left: Number, right: Number | str) -> bool:
    other = right if isinstance(right, str) else write_number(right)
    reason = report.reasons.get(key)
    return reason is not None and (reason.left, reason.right) == (write_number(left), other)
