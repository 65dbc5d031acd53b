"""How far two reports are apart: numbers and texts that differ, counted."""

from dataclasses import dataclass

from model.compare.parts import differing
from model.report.report import Report

_CELLS = ("numbers",)
_TEXTS = ("texts", "titles")


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
    found = differing(one, other)
    cells = {part.key for part in found if part.field in _CELLS}
    texts = {part.key for part in found if part.field in _TEXTS}
    others = any(part.field not in (*_CELLS, *_TEXTS) for part in found)
    return Difference(len(cells), len(texts), others)
