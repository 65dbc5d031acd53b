"""What a sentence needs of a form: the places it speaks of, declared next to its function.

A form that lacks one of them has no such sentence. Nothing else in the program knows a place of a
form by its name: whatever speaks of one either declares it here or learns it from the form.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from model.form import Figure, Form, Text


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
        return tuple(dict.fromkeys(address.partition("/")[0] for address in self.cells))

    def lacking(self, form: Form, text: Text) -> tuple[str, ...]:
        """Give the addresses that a form lacks for a sentence of one of its texts.

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
    """Give the figures that only one side has, or that have another unit."""
    units = {figure.address: figure.unit for figure in figures}
    return [a for a in dict.fromkeys((*wanted, *units)) if units.get(a) != wanted.get(a)]
