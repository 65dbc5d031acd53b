"""Tables of one row (复议、诉讼): the official headings in order, across or down the side."""

from collections.abc import Callable, Sequence
from itertools import groupby

from intake.content import SourceCell
from intake.recognition.columns import Headings, SourceRow, placed
from intake.recognition.labels import Puzzle, is_value, stated_units, words
from intake.recognition.rows import Pieces, take
from model.form.form import Form
from model.form.table import Leaf
from model.form.table import Table as Printed

Placed = list[tuple[SourceRow, SourceCell | None]]
"""Values in the official order, with the lines they stand in; None where no heading was found."""


class SingleReader:
    """Reads the tables of one form that have a single row of values."""

    def __init__(self, form: Form) -> None:
        self._tables = [
            printed
            for printed in form.tables.values()
            if not any(leaf.labels for block in printed.blocks for leaf in block.row_leaves)
        ]

    def read(
        self,
        lines: Sequence[SourceRow],
        is_other: Callable[[SourceRow], bool],
        pieces: Pieces,
        aligned: bool,
        declared: frozenset[str] = frozenset(),
    ) -> list[SourceRow]:
        """Read one table if it is among these lines; gives the lines of other tables.

        It begins at its first group of headings, and ends where ``is_other`` knows a line.
        ``aligned`` says whether its columns stand under each other, ``declared`` are units that
        lines over or under it declare.
        """
        rest = list(lines)
        for printed in self._tables:
            groups = {words(leaf.headings[0].label) for leaf in printed.blocks[0].column_leaves}
            begin = next((n for n, line in enumerate(rest) if groups & set(_said(line))), None)
            if begin is None:
                continue
            after = range(begin, len(rest))
            end = next((n for n in after if is_other(rest[n])), len(rest))
            _read(printed, rest[begin:end], pieces, aligned, declared)
            rest = rest[:begin] + rest[end:]
        return rest


def _read(
    printed: Printed,
    lines: Sequence[SourceRow],
    pieces: Pieces,
    aligned: bool,
    declared: frozenset[str],
) -> None:
    here = {said for line in lines for said in _said(line)}
    leaves = [
        leaf for leaf in printed.blocks[0].column_leaves if words(leaf.headings[0].label) in here
    ]
    pieces.headings += len(leaves)
    (row,) = printed.blocks[0].row_leaves
    addresses = [printed.address(row.path, leaf.path) for leaf in leaves]
    cells = _across(lines, leaves, aligned) or _down(lines, leaves)
    if cells is None:
        why = f"没有找到一行{len(leaves)}个数，或列标题的次序不同"
        first = lines[0]
        every = " ".join(line.said for line in lines)
        puzzle = Puzzle(first.where(first.cells[0]), every, why, tuple(addresses))
        pieces.puzzle(puzzle, (cell for line in lines for cell in line.cells))
        return
    texts = (cell.text for line in lines for cell in line.cells)
    said = declared.union(*map(stated_units, texts))
    for address, leaf, (line, cell) in zip(addresses, leaves, cells, strict=True):
        if cell is not None:
            take(printed, address, line, cell, pieces, said)
            continue
        named = "、".join(heading.label for heading in leaf.headings)
        why = f"没有找到列标题「{named}」"
        pieces.puzzle(Puzzle(line.where(line.cells[0]), line.said, why, (address,)))


def _across(lines: Sequence[SourceRow], leaves: Sequence[Leaf], aligned: bool) -> Placed | None:
    """Take the one row of values under the headings.

    A text knows no columns, so that its headings have to be in the official order, and its row
    has to have as many fields as there are headings.
    """
    official = [words(leaf.heading.label) for leaf in leaves]
    heads = [line for line in lines if set(_said(line)) & set(official)]
    top = words(leaves[0].headings[0].label)
    once = sum(top in _said(line) for line in lines) == 1
    row = _row_under(lines, heads[-1]) if heads and once else None
    if row is None:
        return None
    above = [line.cells for line in lines if line.cells[0].row < row.cells[0].row]
    columns = Headings(leaves).find(above, aligned)
    if aligned and columns is not None and len(columns.places) > 1:
        found = placed(row, columns.first, columns)
        return [(row, cell) for cell in found] if found else None
    said = [text for line in heads for text in _said(line) if text in official]
    ordered = said == official and _groups_in_order(above, leaves)
    return [(row, c) for c in row.cells] if ordered and len(row.cells) == len(leaves) else None


def _said(line: SourceRow) -> list[str]:
    return [words(cell.text) for cell in line.cells]


def _row_under(lines: Sequence[SourceRow], heads: SourceRow) -> SourceRow | None:
    """Return the only line of values below the headings; a blank one where no other is."""
    rows = [
        line
        for line in lines
        if line.cells[0].row > heads.cells[0].row and all(is_value(c.text) for c in line.cells)
    ]
    filled = [line for line in rows if line.numbers]
    found = filled or rows[:1]
    return found[0] if len(found) == 1 else None


def _groups_in_order(lines: Sequence[Sequence[SourceCell]], leaves: Sequence[Leaf]) -> bool:
    """Whether the groups of each level are named in the official order."""
    said = [words(cell.text) for line in lines for cell in line]
    for level in range(max(len(leaf.headings) for leaf in leaves)):
        groups = dict.fromkeys(
            words(leaf.headings[level].label) for leaf in leaves if len(leaf.headings) > level + 1
        )
        here = [text for text, _ in groupby(text for text in said if text in groups)]
        if here != list(groups):
            return False
    return True


def _down(lines: Sequence[SourceRow], leaves: Sequence[Leaf]) -> Placed | None:
    """Take the value of each row whose label is the next official one; none may be left out."""
    official = {words(leaf.heading.label) for leaf in leaves}
    left = list(leaves)
    found: Placed = []
    for line in lines:
        said = _said(line)
        if not official & set(said):
            continue
        numbers = [cell for cell in line.cells if is_value(cell.text)]
        label = words(left[0].heading.label) if left else ""
        if [text for text, _ in groupby(said)].count(label) != 1 or len(numbers) != 1:
            return None
        found.append((line, numbers[0]))
        left.pop(0)
    ordered = _groups_in_order([line.cells for line in lines], leaves)
    return found if ordered and not left else None
