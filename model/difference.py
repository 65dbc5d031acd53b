"""How far two reports are apart: numbers and texts that differ, counted."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from itertools import chain

from model.report import Report

_NUMBERS = ("values", "unread")
_IDENTITY = ("id", "revision", "extra")


@dataclass(frozen=True)
class Difference:
    """Counts of what differs: cells, texts, and whether anything else does (unit, remarks, …)."""

    cells: int
    texts: int
    others: bool

    def __str__(self) -> str:
        parts = [f"{self.cells} 格"] * (self.cells > 0)
        parts += [f"{self.texts} 段"] * (self.texts > 0)
        parts += ["其他内容"] * self.others
        return f"{'、'.join(parts)}不同" if parts else "没有不同"


def difference(one: Report, other: Report) -> Difference:
    """Count what differs between two reports.

    A cell differs by its number or by what was typed in place of one; a text by its sub-head, its
    body or its being there.
    """
    cells = set(
        chain.from_iterable(_differing(getattr(one, n), getattr(other, n)) for n in _NUMBERS)
    )
    ours, theirs = ({b.key: b for b in report.texts} for report in (one, other))
    texts = _differing(ours, theirs)
    told = {*_NUMBERS, *_IDENTITY}
    if texts or list(ours) == list(theirs):  # the same texts in another order are something else
        told.add("texts")
    rest = (field.name for field in fields(Report) if field.name not in told)
    return Difference(
        len(cells), len(texts), any(getattr(one, name) != getattr(other, name) for name in rest)
    )


def _differing(one: Mapping[str, object], other: Mapping[str, object]) -> set[str]:
    """Give the keys that stand in one of two mappings alone, or for something else."""
    return {key for key in one.keys() | other.keys() if one.get(key) != other.get(key)}
