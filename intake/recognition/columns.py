"""Where the official columns of a table stand, as the headings over them say."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from intake.content import Cell
from intake.recognition.labels import Labels
from model.form.table import Leaf


@dataclass(frozen=True)
class Columns:
    """The official columns that were found under headings.

    ``places`` holds, by the number of the official column, where it is headed: more than once
    where merged headings were copied into every place. ``last`` is the last column that any
    heading covers. ``ordered`` says whether every line of headings is in the official order,
    ``alone`` whether nothing else heads a column among them, ``aligned`` whether a heading stands
    in the column of its values: in a text it may not.
    """

    count: int
    places: dict[int, tuple[int, ...]]
    last: int
    ordered: bool
    alone: bool
    aligned: bool

    @property
    def complete(self) -> bool:
        """Whether every official column was found."""
        return len(self.places) == self.count

    @cached_property
    def first(self) -> int:
        """The leftmost headed column."""
        return min(min(places) for places in self.places.values())

    def right_of(self, label: Cell) -> bool:
        """Whether each heading has a column of its own, all to the right of a row's label."""
        own = [place for places in self.places.values() for place in places]
        return self.first > label.column and len(set(own)) == len(own)


class Headings:
    """The headings over a block's columns; finds where each column stands."""

    def __init__(self, leaves: Sequence[Leaf]) -> None:
        self._leaves = leaves
        self._labels = Labels((leaf.heading.label, str(n)) for n, leaf in enumerate(leaves))
        self._groups = Labels(
            (group.label, group.label) for leaf in leaves for group in leaf.headings[:-1]
        )

    def find(self, lines: Sequence[Sequence[Cell]], aligned: bool) -> Columns | None:
        """Give the columns that lines of headings name; None where they name none."""
        places: dict[int, list[int]] = {}
        last = 0
        for depth, line in enumerate(lines):
            for cell in line:
                number = self._number(cell, lines[:depth], aligned)
                if number is not None and cell.column not in places.setdefault(number, []):
                    places[number].append(cell.column)
                    last = max(last, cell.column + cell.width - 1)
        if not places:
            return None
        found = {number: tuple(columns) for number, columns in places.items()}
        ordered = all(self._is_ordered(line) for line in lines)
        alone = all(self._is_alone(line) for line in lines)
        return Columns(len(self._leaves), found, last, ordered, alone, aligned)

    def _number(self, cell: Cell, above: Sequence[Sequence[Cell]], aligned: bool) -> int | None:
        """Give the official column of a heading: the only one of its label under its groups."""
        keys = [int(key) for key in self._labels.keys(cell.text)]
        if len(keys) > 1 and aligned:
            groups = self._over(cell, above)
            keys = [n for n in keys if groups <= {g.label for g in self._leaves[n].headings}]
        return keys[0] if len(keys) == 1 else None

    def _over(self, cell: Cell, above: Sequence[Sequence[Cell]]) -> set[str]:
        """Give the groups over a heading: in each line the nearest to the left that is named.

        A merged heading may have lost its width, so that it reaches to the next one; a group does
        not reach beyond the one above it.
        """
        groups: set[str] = set()
        left = 0
        for line in above:
            here = [c for c in line if left <= c.column <= cell.column and c.text.strip()]
            named = self._groups.keys(here[-1].text) if here else []
            if named:
                groups |= {named[0]}
                first = (c.column for c in here if self._groups.keys(c.text) == named)
                left = min(first)
        return groups

    def _is_ordered(self, line: Sequence[Cell]) -> bool:
        """Whether the headings of a line that can be told apart come as they officially do."""
        numbers = []
        for cell in line:
            keys = self._labels.keys(cell.text)
            groups = self._groups.keys(cell.text)
            if len(keys) == 1:
                numbers.append(int(keys[0]))
            elif groups:
                numbers.append(self._begin(groups[0]))
        return all(one <= next_ for one, next_ in pairwise(numbers))

    def _is_alone(self, line: Sequence[Cell]) -> bool:
        """Whether nothing that is no official heading follows the first one of a line."""
        said = [cell.text for cell in line if cell.text.strip()]
        known = [bool(self._labels.keys(text) or self._groups.keys(text)) for text in said]
        return True not in known or all(known[known.index(True) :])

    def _begin(self, group: str) -> int:
        under = (
            n
            for n, leaf in enumerate(self._leaves)
            if group in (heading.label for heading in leaf.headings)
        )
        return next(under)
