"""The arithmetic of a form, prepared once: what a total adds up, which sums have to agree.

Pure and quick: a key touches a handful of sums, found by address. Nothing here builds a sentence.
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

Take = Callable[[Mapping[str, Number]], tuple[Number, ...]]
"""Takes the numbers of several addresses at once; KeyError where one is blank."""


@dataclass(frozen=True)
class Sum:
    """A computed cell and its addends, which may be computed themselves."""

    gives: str
    addends: tuple[str, ...]

    @cached_property
    def take(self) -> Take:
        """Take all addends at once."""
        return _taker(self.addends)


@dataclass(frozen=True)
class Operand:
    """One term of a relation in one line: the cells shown for it and the typed cells under them."""

    called: str
    last: bool
    shown: tuple[str, ...]
    typed: tuple[str, ...]


@dataclass(frozen=True)
class RelationLine:
    """A relation in one line, e.g. ``balance/natural``: what is compared, and who takes part.

    Where last year's figure at ``unless`` is at hand, the line does not apply.
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
        """Addresses of this year's cells that take part, the shown totals included."""
        ours = chain.from_iterable((*o.typed, *o.shown) for o in self._ours)
        return tuple(dict.fromkeys(ours))

    @cached_property
    def takes(self) -> tuple[Take, Take]:
        """Takers of all typed cells of both sides."""
        left, right = (
            _taker(tuple(chain.from_iterable(operand.typed for operand in side)))
            for side in (self.left, self.right)
        )
        return left, right

    @cached_property
    def figures(self) -> tuple[str, ...]:
        """Addresses of figures that take part; figures are not required."""
        return tuple(address for address in self.typed if Address.parse(address).kind == "figure")

    def applies(self, values: Values) -> bool:
        """Whether there is anything to compare: figures that nobody filled are not asked for."""
        return not self.figures or any(address in values for address in self.figures)

    @cached_property
    def typed(self) -> tuple[str, ...]:
        """Addresses of this year's typed cells that take part."""
        return tuple(chain.from_iterable(operand.typed for operand in self._ours))

    @property
    def _ours(self) -> list[Operand]:
        """The operands of this year."""
        return [operand for operand in (*self.left, *self.right) if not operand.last]


class State(NamedTuple):
    """How a line stands: sums so far, and how many of its cells are blank.

    ``known`` is false where last year's figure is not at hand: the line does not apply.
    """

    left: Number
    right: Number
    blanks: int
    known: bool
    at_least: bool

    @property
    def open(self) -> bool:
        """Some of its cells are blank: nothing can be said yet."""
        return self.known and self.blanks > 0

    @property
    def holds(self) -> bool:
        """Complete, and it agrees."""
        return self.known and not self.blanks and not self.broken

    @property
    def broken(self) -> bool:
        """Complete, and it does not agree."""
        if not self.known or self.blanks:
            return False
        return self.left < self.right if self.at_least else self.left != self.right


def state_of(line: RelationLine, values: Values, last: Values) -> State:
    """Work out one line. Last year's figure that is not at hand makes it not apply."""
    at_least = bool(line.relation.at_least)
    if line.unless in last or (line.relation.between_years and not last):
        return State(0, 0, 0, False, at_least)
    if not line.relation.between_years:
        left, right = line.takes
        try:
            return State(sum(left(values)), sum(right(values)), 0, True, at_least)
        except KeyError:  # something is blank: the longer way counts it
            pass
    return _state_of_open(line, values, last)


def _state_of_open(line: RelationLine, values: Values, last: Values) -> State:
    """Work out a line cell by cell, counting those that are blank."""
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


def _taker(addresses: tuple[str, ...]) -> Take:
    """Take several items in one call: five times as quick as one after the other."""
    if len(addresses) == 1:
        (only,) = addresses
        return lambda numbers: (numbers[only],)
    return itemgetter(*addresses)


class Evaluation(NamedTuple):
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
        self.lines: dict[str, RelationLine] = {line.id: line for line in lines if not line.computed}
        self.total_lines: tuple[RelationLine, ...] = tuple(line for line in lines if line.computed)
        self._touched = self._index()

    def evaluate(self, values: Values, last: Values = NOTHING) -> Evaluation:
        """Work out every total and every line."""
        numbers: dict[str, Number] = dict(values)
        for one in self._ordered:
            _add(one, numbers)
        return Evaluation(
            numbers, {key: state_of(line, values, last) for key, line in self.lines.items()}
        )

    def after(
        self, evaluation: Evaluation, values: Values, address: str, last: Values
    ) -> Evaluation:
        """Bring a standing up to date after one cell changed; the old one stays as it was."""
        if address in self.sums:  # the source's own total stands beside it, in no sum
            return evaluation
        sums, lines = self._touched.get(address, ((), ()))
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
        """Typed address → the sums, in order, and the lines that it takes part in."""
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
    """Put a total beside its addends, or take it away while one of them is blank."""
    try:
        numbers[one.gives] = sum(one.take(numbers))
    except KeyError:
        numbers.pop(one.gives, None)
