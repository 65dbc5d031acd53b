"""Names of rules and sentences for form files, and the places of a form that they need.

If a form lacks one of the places, the sentence is not available. Code that uses fixed places of a
form must declare them here; all other code gets its places from the form.
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
    """The places of a form that a sentence uses, by their addresses.

    ``cells`` are counted in ``unit``. ``whole`` means that their tables must not have other cells,
    because the sentence would omit them. ``figures`` are the units of the figures that the sentence
    prints; its text must have exactly these.
    """

    cells: tuple[str, ...] = ()
    unit: str = "件"
    whole: bool = False
    figures: Mapping[str, str] = field(default_factory=dict)

    @property
    def tables(self) -> tuple[str, ...]:
        """Keys of the tables of the cells."""
        return tuple(dict.fromkeys(Address.parse(address).table for address in self.cells))

    def lacking_cells(self, form: Form) -> list[str]:
        """Return the addresses of cells that a form lacks or counts in another unit."""
        units = {address: cell.unit for address, cell in form.cells.items()}
        return [address for address in self.cells if units.get(address) != self.unit]

    def lacking(self, form: Form, text: Text) -> tuple[str, ...]:
        """Return the addresses that a form lacks for a sentence of one of its texts.

        Additional places, and places with another unit, are included.
        """
        lacks = self.lacking_cells(form)
        if self.whole and not lacks:
            tables = (form.tables[key] for key in self.tables)
            lacks += [a for table in tables for a in table.cells if a not in self.cells]
        if self.figures:
            lacks += _differing(self.figures, text.figures)
        return tuple(lacks)


def _differing(wanted: Mapping[str, str], figures: tuple[Figure, ...]) -> list[str]:
    """Return the figures that only one side has, or that have different units."""
    units = {figure.address: figure.unit for figure in figures}
    return [a for a in dict.fromkeys((*wanted, *units)) if units.get(a) != wanted.get(a)]


class RuleTarget(NamedTuple):
    """The kind of places that a rule examines (``on``), and their requirements.

    There must be at least ``fewest`` places. Cells must have the ``kind`` and ``unit`` that the
    message of the rule states. If a ``kind`` is given, the row of each cell must have a label. The
    first row label of the last cell must begin with ``under``.
    """

    on: Literal["cells", "tables", "sections"]
    fewest: int = 1
    kind: ValueKind | None = None
    unit: str = ""
    under: str = ""

    def places(self, form: Form) -> Collection[str]:
        """Return all places of a form that such a rule may name."""
        known: dict[str, Collection[str]] = {"cells": form.cells, "tables": form.tables}
        return known.get(self.on, form.section_keys)

    def is_met_by(self, form: Form, on: tuple[str, ...]) -> bool:
        """Return whether a form has these places and they meet the requirements."""
        known = self.places(form)
        if len(on) < self.fewest or any(place not in known for place in on):
            return False
        cells = [form.cells[address] for address in on if self.on == "cells"]
        under = "".join(label for cell in cells[-1:] for label in cell.row)
        return all(map(self._fits, cells)) and under.startswith(self.under)

    def _fits(self, cell: Cell) -> bool:
        is_kind = self.kind is None or (cell.kind is self.kind and bool(cell.row))
        return is_kind and self.unit in ("", cell.unit)


RULE_TARGETS: Final[Mapping[str, RuleTarget]] = {
    "regulations": RuleTarget("cells", kind=ValueKind.COUNT, unit="件"),
    "magnitude": RuleTarget("cells", kind=ValueKind.MONEY),
    "far_above": RuleTarget("cells", fewest=2, unit="件", under="三、"),
    "copied": RuleTarget("tables"),
    "repeated_text": RuleTarget("sections"),
}
"""Requirements by the name of the rule; other rules examine the complete report."""


@cache
def applies(form: Form, rule: Rule) -> bool:
    """Return whether a form has what one of its rules needs."""
    target = RULE_TARGETS.get(rule.rule)
    return target is None or target.is_met_by(form, rule.on)


RULE_NAMES: Final = ("years", "last_year", "form_of_year", "unit_renamed", *RULE_TARGETS)
"""Rules that a form may name; model.checks.rules has a function for each."""
PREFACE: Final = "preface"
"""Name of the sentences that are offered for a preface."""
SENTENCE_NAMES: Final = ("fees", "motions")
"""Names of sentences that are printed from figures; model.report.wording writes them."""
REFERENCE_NAMES: Final = (PREFACE, "requests", "changes")
"""Names of sentences that are offered to the clerk; model.report.wording writes them."""
OTHER_RESULTS: Final = Needs(("requests/handled.other.other/total", "requests/handled.total/total"))
"""The places of the hint at other results: these results, and all of them (check 21)."""
