"""What a form may name, and what a sentence or a rule needs of it: the places it speaks of.

A form that lacks one of them has no such sentence. Nothing else in the program knows a place of a
form by its name: whatever speaks of one either declares it here or learns it from the form.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final, Literal, NamedTuple

from model.address import Address
from model.form.form import Figure, Form, Rule, Text
from model.form.table import Cell
from model.values import ValueKind


@dataclass(frozen=True)
class Needs:
    """Places of a form that a sentence speaks of, by their addresses.

    ``cells`` are counted in ``unit``. ``whole`` means that their tables hold no other cells: the
    sentence would keep silent about those. ``figures`` gives the unit of each figure of the text
    that the sentence prints; that text has to have these and no others.
    """

    cells: tuple[str, ...] = ()
    unit: str = "件"
    whole: bool = False
    figures: Mapping[str, str] = field(default_factory=dict)

    @property
    def tables(self) -> tuple[str, ...]:
        """Keys of the tables that the cells stand in."""
        return tuple(dict.fromkeys(Address.parse(address).table for address in self.cells))

    def lacking(self, form: Form, text: Text) -> tuple[str, ...]:
        """Return the addresses that a form lacks for a sentence of one of its texts.

        A place that the sentence does not know, or whose unit is another, counts as well.
        """
        units = {address: cell.unit for address, cell in form.cells.items()}
        lacks = [address for address in self.cells if units.get(address) != self.unit]
        if self.whole and not lacks:
            tables = (form.tables[key] for key in self.tables)
            lacks += [a for table in tables for a in table.cells if a not in self.cells]
        if self.figures:
            lacks += _differing(self.figures, text.figures)
        return tuple(lacks)


def _differing(wanted: Mapping[str, str], figures: tuple[Figure, ...]) -> list[str]:
    """Return the figures that only one side has, or that have another unit."""
    units = {figure.address: figure.unit for figure in figures}
    return [a for a in dict.fromkeys((*wanted, *units)) if units.get(a) != wanted.get(a)]


class Look(NamedTuple):
    """What a rule is given to look at (``on``), and what has to be true of it.

    There are ``fewest`` places at least. Cells have the ``kind`` and ``unit`` that the sentence of
    the rule speaks of. A rule on cells of one kind names their row, which has a label. The last
    cell stands in a row whose first label begins with ``under``.
    """

    on: Literal["cells", "tables", "sections"]
    fewest: int = 1
    kind: ValueKind | None = None
    unit: str = ""
    under: str = ""

    def places(self, form: Form) -> Collection[str]:
        """Return all places of a form that such a rule may be given."""
        sections = {section.key for section in form.sections}
        known: dict[str, Collection[str]] = {"cells": form.cells, "tables": form.tables}
        return known.get(self.on, sections)

    def finds(self, form: Form, on: tuple[str, ...]) -> bool:
        """Return whether a form has these places, and the rule can speak of them."""
        known = self.places(form)
        if len(on) < self.fewest or any(place not in known for place in on):
            return False
        cells = [form.cells[address] for address in on if self.on == "cells"]
        under = "".join(label for cell in cells[-1:] for label in cell.row)
        return all(map(self._fits, cells)) and under.startswith(self.under)

    def _fits(self, cell: Cell) -> bool:
        is_kind = self.kind is None or (cell.kind is self.kind and bool(cell.row))
        return is_kind and self.unit in ("", cell.unit)


LOOKS: Final[Mapping[str, Look]] = {
    "regulations": Look("cells", kind=ValueKind.COUNT, unit="件"),
    "magnitude": Look("cells", kind=ValueKind.MONEY),
    "far_above": Look("cells", fewest=2, unit="件", under="三、"),
    "copied": Look("tables"),
    "repeated_text": Look("sections"),
}
"""What a rule has to be told to look at; the others look at the whole report."""


@cache
def applies(form: Form, rule: Rule) -> bool:
    """Return whether a form has what one of its rules needs."""
    look = LOOKS.get(rule.rule)
    return look is None or look.finds(form, rule.on)


RULE_NAMES: Final = ("years", "last_year", "form_of_year", "unit_renamed", *LOOKS)
"""Rules that a form may name; model.checks.rules has a function for each."""
PREFACE: Final = "preface"
"""The sentences offered for a preface."""
SENTENCE_NAMES: Final = ("fees", "motions")
"""Sentences that a form may name to be printed from figures; model.report.wording writes them."""
REFERENCE_NAMES: Final = (PREFACE, "requests")
"""Sentences that a form may name to be offered to the clerk; model.report.wording writes them."""
