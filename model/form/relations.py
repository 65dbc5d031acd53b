"""The arithmetic of a form, prepared once: which cells a total adds up, which sums have to agree.

Pure and quick: a key touches a handful of sums, found by address; nothing here builds a sentence.
"""

from collections.abc import Iterable
from functools import cache
from itertools import chain
from typing import NamedTuple

from model.form.arithmetic import Line, Operand, State, Sum, state_of
from model.form.form import Form
from model.form.table import Relation, Table, Term, Total
from model.values import Number, Values


class Standing(NamedTuple):
    """All sums of a report: typed and computed numbers, and the state of every line by its id."""

    numbers: dict[str, Number]
    states: dict[str, State]


NOTHING: Values = {}


class Arithmetic:
    """The totals and relations of one form."""

    def __init__(self, form: Form) -> None:
        self.form = form
        declared = [s for table in form.tables.values() for s in _sums(table)]
        self.sums: dict[str, Sum] = {}
        for found in declared:  # where two totals give one cell, the first declared gives it
            self.sums.setdefault(found.gives, found)
        self._ordered = self._in_order()
        lines = [line for table in form.tables.values() for line in self._table_lines(table)]
        lines += [self._form_line(relation) for relation in form.relations]
        self.lines: dict[str, Line] = {line.id: line for line in lines if not line.computed}
        self.total_lines: tuple[Line, ...] = tuple(line for line in lines if line.computed)
        self._touched = self._index()

    def standing(self, values: Values, last: Values = NOTHING) -> Standing:
        """Work out every total and every line."""
        numbers: dict[str, Number] = dict(values)
        for one in self._ordered:
            _add(one, numbers)
        return Standing(
            numbers, {key: state_of(line, values, last) for key, line in self.lines.items()}
        )

    def after(self, standing: Standing, values: Values, address: str, last: Values) -> Standing:
        """Bring a standing up to date after one cell changed; the old one stays as it was."""
        if address in self.sums:  # the source's own total stands beside it, in no sum
            return standing
        sums, lines = self._touched.get(address, ((), ()))
        numbers, states = standing.numbers.copy(), standing.states.copy()
        if address in values:
            numbers[address] = values[address]
        else:
            numbers.pop(address, None)
        for one in sums:
            _add(one, numbers)
        for line in lines:
            states[line.id] = state_of(line, values, last)
        return Standing(numbers, states)

    def dependents(self, address: str) -> tuple[str, ...]:
        """Addresses of the computed cells that a typed cell changes."""
        return tuple(one.gives for one in self._touched.get(address, ((), ()))[0])

    def typed_under(self, address: str) -> tuple[str, ...]:
        """Typed cells that make up a computed one; a typed cell is its own."""
        if address not in self.sums:
            return (address,)
        return tuple(chain.from_iterable(map(self.typed_under, self.sums[address].addends)))

    def _in_order(self) -> list[Sum]:
        """Order sums so that their addends are worked out first."""
        ordered: list[Sum] = []
        waiting = dict(self.sums)
        while waiting:
            ready = [s for s in waiting.values() if not any(a in waiting for a in s.addends)]
            ordered += ready
            for done in ready:
                del waiting[done.gives]
        return ordered

    def _table_lines(self, table: Table) -> Iterable[Line]:
        for relation in table.relations:
            leaves = table.leaves("columns" if relation.along == "rows" else "rows")
            for path in relation.lines or leaves:
                sides = [
                    tuple(self._operand(table, relation, term, path) for term in side)
                    for side in (relation.sum, relation.right)
                ]
                yield Line(
                    id=f"{relation.key}/{path}",
                    relation=relation,
                    label=leaves[path].heading.label,
                    unit=table.unit,
                    left=sides[0],
                    right=sides[1],
                    computed=path in table.computed,
                    unless=table.crossing(relation.along, relation.without_last, path),
                )

    def _operand(self, table: Table, relation: Relation, term: Term, line: str) -> Operand:
        crossings = (
            table.crossing(relation.along, path, line)
            for path in table.resolve(relation.along, term.path)
        )
        return self._operand_of(term, [a for a in crossings if a in table.cells])

    def _form_line(self, relation: Relation) -> Line:
        left, right = (
            tuple(self._operand_of(term, [term.path]) for term in side)
            for side in (relation.sum, relation.right)
        )
        return Line(relation.key, relation, "", relation.unit, left, right)

    def _operand_of(self, term: Term, shown: list[str]) -> Operand:
        typed = chain.from_iterable(self.typed_under(address) for address in shown)
        return Operand(term.called, term.last, tuple(shown), tuple(typed))

    def _index(self) -> dict[str, tuple[tuple[Sum, ...], tuple[Line, ...]]]:
        """Typed address → the sums, in order, and the lines that it takes part in."""
        sums: dict[str, list[Sum]] = {}
        lines: dict[str, list[Line]] = {}
        for one in self._ordered:
            for address in self.typed_under(one.gives):
                sums.setdefault(address, []).append(one)
        for line in self.lines.values():
            for address in line.typed:
                lines.setdefault(address, []).append(line)
        addresses = sums.keys() | lines.keys()
        return {a: (tuple(sums.get(a, ())), tuple(lines.get(a, ()))) for a in addresses}


@cache
def arithmetic(form: Form) -> Arithmetic:
    """Give the arithmetic of a form, prepared once."""
    return Arithmetic(form)


def _sums(table: Table) -> Iterable[Sum]:
    for total in table.totals:
        across = table.leaves("columns" if total.along == "rows" else "rows")
        for line in across:
            gives = table.crossing(total.along, total.gives, line)
            if gives in table.cells:
                yield Sum(gives, tuple(_addends(table, total, line)))


def _addends(table: Table, total: Total, line: str) -> Iterable[str]:
    for term in total.sum:
        for path in table.resolve(total.along, term.path):
            yield table.crossing(total.along, path, line)


def _add(one: Sum, numbers: dict[str, Number]) -> None:
    """Put a total beside its addends, or take it away while one of them is blank."""
    try:
        numbers[one.gives] = sum(one.take(numbers))
    except KeyError:
        numbers.pop(one.gives, None)
