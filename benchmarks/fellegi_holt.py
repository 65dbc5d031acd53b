"""Plain Fellegi and Holt (1976): the fewest cells whose change satisfies every edit, as a MIP.

What errorlocate does in R, with HiGHS by way of scipy. The edits are those our own guesses see.
"""

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, hstack, vstack

from model.form.arithmetic import arithmetic
from model.report.report import Report
from model.suspects.equations import Equations

Cells = frozenset[str]
PATIENCE = 5
"""Seconds after which the solver stops: one report in some hundreds takes minutes."""


def fewest(report: Report, many: int) -> list[Cells]:
    """Return at most ``many`` smallest sets of cells, all of one size, in the solver's order."""
    known = arithmetic(report.form)
    equations = Equations.of(report, known.evaluate(report.values, report.last_values))
    problem = _Problem(equations)
    found: list[Cells] = []
    while len(found) < many:
        cells = problem.solve(found)
        if not cells or (found and len(cells) > len(found[0])):
            break
        found.append(cells)
    return found


class _Problem:
    """Variables: what is added to each count (whole), then whether it changes (0 or 1)."""

    def __init__(self, equations: Equations) -> None:
        edits = [one for one in equations.by_id.values() if one.strict or one.holds]
        self.cells = sorted({a for one in edits for a in one.factors} & equations.counts.keys())
        self.place = {address: n for n, address in enumerate(self.cells)}
        counts = np.array([equations.counts[address] for address in self.cells], float)
        self.most = 1.0 + 2 * sum(abs(one.gap) for one in equations.broken)
        entries = [
            (row, self.place[address], factor)
            for row, one in enumerate(edits)
            for address, factor in one.factors.items()
            if address in self.place
        ]
        rows, columns, factors = zip(*entries, strict=True)
        size, width = (len(edits), len(self.cells)), len(self.cells)
        sums = csr_array((factors, (rows, columns)), shape=size)
        gaps = np.array([one.gap for one in edits], float)
        highest = np.where([one.at_least for one in edits], np.inf, -gaps)
        one, big = csr_array(np.eye(width)), csr_array(np.eye(width) * self.most)
        self.constraints = [
            LinearConstraint(hstack([sums, csr_array(size)]), -gaps, highest),
            LinearConstraint(vstack([hstack([one, -big]), hstack([-one, -big])]), -np.inf, 0.0),
        ]
        lowest = np.maximum(-counts, -self.most)
        self.bounds = Bounds(
            np.concatenate([lowest, np.zeros(width)]),
            np.concatenate([np.full(width, self.most), np.ones(width)]),
        )

    def solve(self, without: list[Cells]) -> Cells:
        """Return a smallest set of cells that contains none of these; empty where there is none."""
        width = len(self.cells)
        cuts = []
        for cells in without:
            row = np.zeros(2 * width)
            row[[width + self.place[address] for address in cells]] = 1
            cuts.append(LinearConstraint(row, -np.inf, len(cells) - 1))
        done = milp(
            np.concatenate([np.zeros(width), np.ones(width)]),
            integrality=np.ones(2 * width),
            bounds=self.bounds,
            constraints=[*self.constraints, *cuts],
            options={"time_limit": PATIENCE},
        )
        if done.status != 0:
            return frozenset()
        changed = done.x[width:] > 0.5
        return frozenset(a for a, yes in zip(self.cells, changed, strict=True) if yes)
