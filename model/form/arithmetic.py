"""The arithmetic of a form, prepared once: totals with their addends, and relations between sums.

After each key only the few sums that depend on the changed address are computed again.
Source: the 勾稽关系 of 国办公开办函〔2021〕30号.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain
from operator import itemgetter
from typing import NamedTuple

from model.address import Address
from model.form.form import Form
from model.form.table import Relation, Table, Term, Total
from model.values import Number, Values

Getter = Callable[[Mapping[str, Number]], tuple[Number, ...]]
"""Returns the numbers of several addresses; raises KeyError if one is blank."""


@dataclass(frozen=True)
class Sum:
    """The address of a computed cell, and its addends, which may also be computed."""

    gives: str
    addends: tuple[str, ...]

    @cached_property
    def get_all(self) -> Getter:
        """The getter of all addends."""
        return _getter(self.addends)


@dataclass(frozen=True)
class Operand:
    """One term of a relation in one line: its printed cells and the typed cells under them.

    ``called`` is its name in sentences; ``last`` is true for last year's report.
    """

    called: str
    last: bool
    shown: tuple[str, ...]
    typed: tuple[str, ...]


@dataclass(frozen=True)
class RelationLine:
    """A relation in one row or column, e.g. ``balance/natural``, with the operands of both sides.

    The line does not apply if last year's figure at ``unless`` is known.
    """

    id: str
    relation: Relation
    label: str
    unit: str
    left: tuple[Operand, ...]
    right: tuple[Operand, ...]
    computed: bool = False
    unless: str = ""

    @cached_property
    def cells(self) -> tuple[str, ...]:
        """Addresses of this year's cells in the line, including printed totals."""
        ours = chain.from_iterable((*o.typed, *o.shown) for o in self._ours)
        return tuple(dict.fromkeys(ours))

    @cached_property
    def getters(self) -> tuple[Getter, Getter]:
        """The getters of all typed cells of both sides."""
        left, right = (
            _getter(tuple(chain.from_iterable(operand.typed for operand in side)))
            for side in (self.left, self.right)
        )
        return left, right

    @cached_property
    def figures(self) -> tuple[str, ...]:
        """Addresses of figures in the line; figures are not required."""
        return tuple(address for address in self.typed if Address.parse(address).kind == "figure")

    def applies(self, values: Values) -> bool:
        """Return whether there is something to compare: blank figures are allowed."""
        return not self.figures or any(address in values for address in self.figures)

    @cached_property
    def typed(self) -> tuple[str, ...]:
        """Addresses of this year's typed cells in the line."""
        return tuple(chain.from_iterable(operand.typed for operand in self._ours))

    @property
    def _ours(self) -> list[Operand]:
        """The operands of this year."""
        return [operand for operand in (*self.left, *self.right) if not operand.last]


class State(NamedTuple):
    """The state of a line: the sums of both sides so far, and the number of blank cells.

    ``known`` is false if last year's figure is missing: the line does not apply.
    """

    left: Number
    right: Number
    blanks: int
    known: bool
    at_least: bool

    @property
    def open(self) -> bool:
        """Whether some of its cells are blank."""
        return self.known and self.blanks > 0

    @property
    def holds(self) -> bool:
        """Whether it is complete and fulfilled."""
        return self.known and not self.blanks and not self.broken

    @property
    def broken(self) -> bool:
        """Whether it is complete and not fulfilled."""
        if not self.known or self.blanks:
            return False
        return self.left < self.right if self.at_least else self.left != self.right


def state_of(line: RelationLine, values: Values, last: Values) -> State:
    """Return the state of one line; it does not apply if last year's figure is missing."""
    at_least = bool(line.relation.at_least)
    if line.unless in last or (line.relation.between_years and not last):
        return State(0, 0, 0, False, at_least)
    if not line.relation.between_years:
        left, right = line.getters
        try:
            return State(sum(left(values)), sum(right(values)), 0, True, at_least)
        except KeyError:  # some cells are blank and have to be counted
            pass
    return _state_of_open(line, values, last)


def _state_of_open(line: RelationLine, values: Values, last: Values) -> State:
    """Return the state of a line with blank cells, which are counted."""
    at_least = bool(line.relation.at_least)
    blanks, sums, known = 0, [], line.applies(values)
    for side in (line.left, line.right):
        total: Number = 0
        for operand in side:
            source = last if operand.last else values
            for address in operand.typed:
                number = source.get(address)
                if number is not None:
                    total += number
                elif operand.last:
                    known = False
                else:
                    blanks += 1
        sums.append(total)
    return State(sums[0], sums[1], blanks, known, at_least)


def _getter(addresses: tuple[str, ...]) -> Getter:
    """Return a getter of several items in one call, five times as fast as single look-ups."""
    if len(addresses) == 1:
        (only,) = addresses
        return lambda numbers: (numbers[only],)
    return itemgetter(*addresses)


class Evaluation(NamedTuple):
    """Typed and computed numbers of a report by address, and the state of every line by its id."""

    numbers: dict[str, Number]
    states: dict[str, State]


NOTHING: Values = {}


class Arithmetic:
    """The totals and relations of one form."""

    def __init__(self, form: Form) -> None:
        self.form = form
        declared = [s for table in form.tables.values() for s in _sums(table)]
        self.sums: dict[str, Sum] = {}
        for found in declared:  # if two totals compute one cell, the first declared one counts
            self.sums.setdefault(found.gives, found)
        self._ordered = self._in_order()
        lines = [line for table in form.tables.values() for line in self._table_lines(table)]
        lines += [self._form_line(relation) for relation in form.relations]
        self.lines: dict[str, RelationLine] = {line.id: line for line in lines if not line.computed}
        self.total_lines: tuple[RelationLine, ...] = tuple(line for line in lines if line.computed)
        self._dependents = self._index()

    def evaluate(self, values: Values, last: Values = NOTHING) -> Evaluation:
        """Return every total, and the state of every line."""
        numbers: dict[str, Number] = dict(values)
        for one in self._ordered:
            _add(one, numbers)
        return Evaluation(
            numbers, {key: state_of(line, values, last) for key, line in self.lines.items()}
        )

    def after(
        self, evaluation: Evaluation, values: Values, address: str, last: Values
    ) -> Evaluation:
        """Return a new evaluation after one cell changed, computing only what depends on it."""
        if address in self.sums:  # the total stated by the source is not part of any sum
            return evaluation
        sums, lines = self._dependents.get(address, ((), ()))
        numbers, states = evaluation.numbers.copy(), evaluation.states.copy()
        if address in values:
            numbers[address] = values[address]
        else:
            numbers.pop(address, None)
        for one in sums:
            _add(one, numbers)
        for line in lines:
            states[line.id] = state_of(line, values, last)
        return Evaluation(numbers, states)

    def dependents(self, address: str) -> tuple[str, ...]:
        """Return the addresses of the computed cells that depend on a typed cell."""
        return tuple(one.gives for one in self._dependents.get(address, ((), ()))[0])

    def typed_under(self, address: str) -> tuple[str, ...]:
        """Return the typed cells that a computed cell adds; for a typed cell only itself."""
        if address not in self.sums:
            return (address,)
        return tuple(chain.from_iterable(map(self.typed_under, self.sums[address].addends)))

    def _in_order(self) -> list[Sum]:
        """Return the sums in an order in which their addends are computed first."""
        ordered: list[Sum] = []
        waiting = dict(self.sums)
        while waiting:
            ready = [s for s in waiting.values() if not any(a in waiting for a in s.addends)]
            ordered += ready
            for done in ready:
                del waiting[done.gives]
        return ordered

    def _table_lines(self, table: Table) -> Iterable[RelationLine]:
        for relation in table.relations:
            leaves = table.across(relation.along)
            for path in relation.lines or leaves:
                sides = [
                    tuple(self._operand(table, relation, term, path) for term in side)
                    for side in (relation.sum, relation.right)
                ]
                yield RelationLine(
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
        return self._operand_of(relation, term, [a for a in crossings if a in table.cells])

    def _form_line(self, relation: Relation) -> RelationLine:
        left, right = (
            tuple(self._operand_of(relation, term, [term.path]) for term in side)
            for side in (relation.sum, relation.right)
        )
        return RelationLine(relation.key, relation, "", relation.unit, left, right)

    def _operand_of(self, relation: Relation, term: Term, shown: list[str]) -> Operand:
        typed = chain.from_iterable(self.typed_under(address) for address in shown)
        return Operand(relation.called.get(term, ""), term.last, tuple(shown), tuple(typed))

    def _index(self) -> dict[str, tuple[tuple[Sum, ...], tuple[RelationLine, ...]]]:
        """Return the sums, in order, and the lines that depend on each typed address."""
        sums: dict[str, list[Sum]] = {}
        lines: dict[str, list[RelationLine]] = {}
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
    """Return the arithmetic of a form, prepared once."""
    return Arithmetic(form)


def _sums(table: Table) -> Iterable[Sum]:
    for total in table.totals:
        for line in table.across(total.along):
            gives = table.crossing(total.along, total.gives, line)
            if gives in table.cells:
                yield Sum(gives, tuple(_addends(table, total, line)))


def _addends(table: Table, total: Total, line: str) -> Iterable[str]:
    for term in total.sum:
        for path in table.resolve(total.along, term.path):
            yield table.crossing(total.along, path, line)


def _add(one: Sum, numbers: dict[str, Number]) -> None:
    """Set a total from its addends, or remove it if one of them is blank."""
    try:
        numbers[one.gives] = sum(one.get_all(numbers))
    except KeyError:
        numbers.pop(one.gives, None)
