"""One sum, one line of a relation: which cells take part, and how the line stands."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from operator import itemgetter
from typing import NamedTuple

from model.form.table import Relation
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
class Line:
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
        ours = [operand for operand in (*self.left, *self.right) if not operand.last]
        return tuple(dict.fromkeys(chain.from_iterable((*o.typed, *o.shown) for o in ours)))

    @cached_property
    def reads_last(self) -> bool:
        """Whether last year's report takes part."""
        return any(operand.last for operand in (*self.left, *self.right))

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
        return tuple(address for address in self.typed if address.startswith("figure/"))

    def applies(self, values: Values) -> bool:
        """Whether there is anything to compare: figures that nobody filled are not asked for."""
        return not self.figures or any(address in values for address in self.figures)

    @cached_property
    def typed(self) -> tuple[str, ...]:
        """Addresses of this year's typed cells that take part."""
        ours = [operand for operand in (*self.left, *self.right) if not operand.last]
        return tuple(chain.from_iterable(operand.typed for operand in ours))


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


def state_of(line: Line, values: Values, last: Values) -> State:
    """Work out one line. Last year's figure that is not at hand makes it not apply."""
    at_least = bool(line.relation.at_least)
    if line.unless in last or (line.reads_last and not last):
        return State(0, 0, 0, False, at_least)
    if not line.reads_last:
        left, right = line.takes
        try:
            return State(sum(left(values)), sum(right(values)), 0, True, at_least)
        except KeyError:  # something is blank: the longer way counts it
            pass
    return _state_of_open(line, values, last)


def _state_of_open(line: Line, values: Values, last: Values) -> State:
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
