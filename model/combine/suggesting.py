"""What this year's figures must be, given last year's: from the relations between the years alone.

A relation says a cell where nothing else of its side is asked (上年结转 is what was carried over),
or where the cell's own last figure takes part, as for a stock: 现行有效 and 本年废止 together are
last year's 现行有效 and 本年制发.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from model.errors import UnreadableError
from model.form.arithmetic import Line, Operand
from model.form.form import Form
from model.form.relations import arithmetic
from model.report.report import Report
from model.values import Kind, Number, Values, read_number, write_number


class Spring(NamedTuple):
    """A typed cell that a relation between the years gives, and where its number comes from.

    It is the sum of ``last`` in last year's figures and of ``more`` in this year's, less this
    year's ``less``.
    """

    address: str
    last: tuple[str, ...]
    more: tuple[str, ...]
    less: tuple[str, ...]


def suggested(report: Report) -> dict[str, Number]:
    """Give a number for each blank cell that last year's figures and this year's others give.

    Only what is whole: where one of the figures is blank, where the number cannot be (a count below
    zero), and where the report beside this one is of another year, nothing is suggested.
    """
    if report.previous is None or report.previous.year != report.year - 1:
        return {}
    given = suggestions(report.form, report.values, report.last_values)
    filled = report.values.keys() | report.unread.keys()
    return {address: number for address, number in given.items() if address not in filled}


def suggestions(form: Form, values: Values, last: Values) -> dict[str, Number]:
    """Give every cell that last year's figures and ``values`` give, filled or not."""
    found = {}
    for one in springs(form):
        known = all(a in last for a in one.last) and all(a in values for a in one.more + one.less)
        if known:
            number = sum(last[a] for a in one.last) + sum(values[a] for a in one.more)
            number -= sum(values[a] for a in one.less)
            if _fits(number, (form.cells.get(one.address) or form.figures[one.address]).kind):
                found[one.address] = number
    return found


@cache
def springs(form: Form) -> tuple[Spring, ...]:
    """Give the cells that a form's relations between the years give, in the form's order."""
    return tuple(spring for line in arithmetic(form).lines.values() for spring in _springs(line))


def _springs(line: Line) -> Iterator[Spring]:
    """Give the one cell a line gives, if there is one."""
    last = _typed(line.right, last=True)
    if not (line.relation.equals and last) or any(operand.last for operand in line.left):
        return
    more, ours = _typed(line.right, last=False), _typed(line.left, last=False)
    alone = len(line.left) == 1 and not more
    given = [
        operand.typed[0]
        for operand in line.left
        if operand.typed == operand.shown and len(operand.typed) == 1
    ]
    given = [address for address in given if alone or address in last]
    if len(given) == 1:
        yield Spring(given[0], last, more, tuple(a for a in ours if a != given[0]))


def _typed(side: Sequence[Operand], last: bool) -> tuple[str, ...]:
    return tuple(a for operand in side if operand.last == last for a in operand.typed)


def _fits(number: Number, kind: Kind) -> bool:
    try:
        return read_number(write_number(number), kind) == number
    except UnreadableError:
        return False
