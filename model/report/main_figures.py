"""The main figures of a year beside last year's: what the 核对表 prints and the review shows."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from model.form.arithmetic import arithmetic
from model.form.form import Form
from model.form.table import Heading
from model.report.report import Report
from model.text import unnumbered, without_aside
from model.values import Number, Values, write_number


class MainFigure(NamedTuple):
    """A cell of a small table, or a group of a large one, with its numbers of both years.

    ``now`` and ``before`` are empty while a cell is blank. ``leads`` is true if it is part of the
    relation that a whole table has to fulfil.
    """

    label: str
    now: str
    before: str
    unit: str
    leads: bool


def main_figures(report: Report) -> Iterator[MainFigure]:
    """Yield the main figures in printed order."""
    numbers, last = report.totals(), report.last_values
    leading = _leading(report.form)
    for label, cells in main_cells(report.form):
        now, before = _sum(numbers, cells), _sum(last, cells)
        unit = report.form.cells[cells[0]].unit
        yield MainFigure(label, now, before, unit, not leading.isdisjoint(cells))


def main_cells(form: Form) -> Iterator[tuple[str, list[str]]]:
    """Yield the label of each main figure and the addresses of its cells, in printed order."""
    for key in form.tables:
        yield from _main_cells(form, key)


def _leading(form: Form) -> set[str]:
    """Return the totals that are compared by a relation whose breach is an error."""
    lines = (line for line in arithmetic(form).total_lines if line.relation.severity == "error")
    operands = (operand for line in lines for operand in (*line.left, *line.right))
    return {address for operand in operands for address in operand.shown}


def _main_cells(form: Form, key: str) -> Iterable[tuple[str, list[str]]]:
    table = form.tables[key]
    if len(table.blocks) > 1:
        for cell in table.cells.values():
            yield "".join((cell.row[-1], without_aside(cell.column[-1]))), [cell.address]
        return
    totals = [path for path in table.leaves("columns") if path in table.computed]
    for heading, above in _main_rows(table.blocks[0].rows):
        paths = [leaf.path for leaf in heading.leaves(above)]
        for total in totals if len(totals) > 1 else totals[:1]:
            named = {given.gives: given.name for given in table.totals}
            label = named.get(paths[0]) or without_aside(unnumbered(heading.label))
            yield label or named[total], [table.address(path, total) for path in paths]


def _main_rows(rows: Iterable[Heading]) -> Iterable[tuple[Heading, tuple[Heading, ...]]]:
    """Yield rows; instead of a row with groups, the groups under it."""
    for row in rows:
        if row.children:
            yield from ((group, (row,)) for group in row.children)
        else:
            yield row, ()


def _sum(numbers: Values, cells: list[str]) -> str:
    known: list[Number] = [numbers[one] for one in cells if one in numbers]
    return write_number(sum(known)) if len(known) == len(cells) else ""
