"""Read tables with one row of values (复议、诉讼), with headings across or down the side."""

from collections.abc import Callable, Sequence
from itertools import groupby

from intake.content import SourceCell
from intake.recognition.columns import Headings, SourceRow, placed
from intake.recognition.rows import CellResults, read_cell
from intake.words.labels import (
    ReadingIssue,
    is_value,
    stands_for_value,
    stated_units,
    words,
)
from model.form.form import Form
from model.form.table import Leaf
from model.form.table import Table as Printed

Placed = list[tuple[SourceRow, SourceCell | None]]
"""Values in the official order with their lines; None for a heading that was not found."""


class SingleReader:
    """Reads the tables of one form that have a single row of values."""

    def __init__(self, form: Form) -> None:
        self._tables = [
            printed
            for printed in form.tables.values()
            if not any(leaf.labels for block in printed.blocks for leaf in block.row_leaves)
        ]

    @property
    def heads(self) -> frozenset[str]:
        """The words of all headings of its tables."""
        leaves = (leaf for one in self._tables for leaf in one.blocks[0].column_leaves)
        return frozenset(words(heading.label) for leaf in leaves for heading in leaf.headings)

    def read(
        self,
        lines: Sequence[SourceRow],
        is_other: Callable[[SourceRow], bool],
        results: CellResults,
        aligned: bool,
        declared: frozenset[str] = frozenset(),
    ) -> list[SourceRow]:
        """Read the tables that are among these lines; return the remaining lines.

        A table begins at its first group of headings, and ends at a line for which ``is_other`` is
        true. ``aligned`` is true if cells have columns, ``declared`` are units that lines over or
        under the table declare.
        """
        rest = list(lines)
        for printed in self._tables:
            groups = {words(leaf.headings[0].label) for leaf in printed.blocks[0].column_leaves}
            begin = next((n for n, line in enumerate(rest) if groups & set(_words(line))), None)
            if begin is None:
                continue
            after = range(begin, len(rest))
            end = next((n for n in after if is_other(rest[n])), len(rest))
            _read(printed, rest[begin:end], results, aligned, declared)
            rest = rest[:begin] + rest[end:]
        return rest


def _read(
    printed: Printed,
    lines: Sequence[SourceRow],
    results: CellResults,
    aligned: bool,
    declared: frozenset[str],
) -> None:
    here = {text for line in lines for text in _words(line)}
    leaves = [
        leaf for leaf in printed.blocks[0].column_leaves if words(leaf.headings[0].label) in here
    ]
    results.headings += len(leaves)
    (row,) = printed.blocks[0].row_leaves
    addresses = [printed.address(row.path, leaf.path) for leaf in leaves]
    cells = _across(lines, leaves, aligned) or _down(lines, leaves)
    if cells is None:
        why = f"没有找到一行{len(leaves)}个数，或列标题的次序不同"
        first = lines[0]
        every = " ".join(line.text for line in lines)
        issue = ReadingIssue(first.where(first.cells[0]), every, why, tuple(addresses))
        results.add_issue(issue, (cell for line in lines for cell in line.cells))
        return
    texts = (cell.text for line in lines for cell in line.cells)
    units = declared.union(*map(stated_units, texts))
    for address, leaf, (line, cell) in zip(addresses, leaves, cells, strict=True):
        if cell is not None:
            read_cell(printed, address, line, cell, results, units)
            continue
        named = "、".join(heading.label for heading in leaf.headings)
        why = f"没有找到列标题「{named}」"
        results.add_issue(ReadingIssue(line.where(line.cells[0]), line.text, why, (address,)))


def _across(lines: Sequence[SourceRow], leaves: Sequence[Leaf], aligned: bool) -> Placed | None:
    """Return the single row of values under the headings; None if there is no such row.

    A text has no columns: its headings must be in the official order, and its row must have as many
    fields as there are headings.
    """
    official = [words(leaf.heading.label) for leaf in leaves]
    heads = [line for line in lines if set(_words(line)) & set(official)]
    top = words(leaves[0].headings[0].label)
    once = sum(top in _words(line) for line in lines) == 1
    row = _row_under(lines, heads[-1]) if heads and once else None
    if row is None:
        return None
    above = [line.cells for line in lines if line.cells[0].row < row.cells[0].row]
    columns = Headings(leaves).find(above, aligned)
    if aligned and columns is not None and len(columns.places) > 1:
        found = placed(row, columns.first, columns)
        return [(row, cell) for cell in found] if found else None
    headings = [text for line in heads for text in _words(line) if text in official]
    ordered = headings == official and _groups_in_order(above, leaves)
    return [(row, c) for c in row.cells] if ordered and len(row.cells) == len(leaves) else None


def _words(line: SourceRow) -> list[str]:
    return [words(cell.text) for cell in line.cells]


def _row_under(lines: Sequence[SourceRow], heads: SourceRow) -> SourceRow | None:
    """Return the only line of values below the headings; a blank one if no other exists.

    Some of its cells may have words instead of a number.
    """
    rows = [
        line
        for line in lines
        if line.cells[0].row > heads.cells[0].row
        and all(stands_for_value(cell.text) for cell in line.cells)
        and 2 * sum(is_value(cell.text) for cell in line.cells) >= len(line.cells)
    ]
    filled = [line for line in rows if line.numbers]
    found = filled or rows[:1]
    return found[0] if len(found) == 1 else None


def _groups_in_order(lines: Sequence[Sequence[SourceCell]], leaves: Sequence[Leaf]) -> bool:
    """Return whether the groups of each level are in the official order."""
    texts = [words(cell.text) for line in lines for cell in line]
    for level in range(max(len(leaf.headings) for leaf in leaves)):
        groups = dict.fromkeys(
            words(leaf.headings[level].label) for leaf in leaves if len(leaf.headings) > level + 1
        )
        here = [text for text, _ in groupby(text for text in texts if text in groups)]
        if here != list(groups):
            return False
    return True


def _down(lines: Sequence[SourceRow], leaves: Sequence[Leaf]) -> Placed | None:
    """Return the values of rows with the official labels in order; None if one is missing."""
    official = {words(leaf.heading.label) for leaf in leaves}
    left = list(leaves)
    found: Placed = []
    for line in lines:
        texts = _words(line)
        if not official & set(texts):
            continue
        numbers = [cell for cell in line.cells if is_value(cell.text)] or [
            cell for cell in line.cells[-1:] if stands_for_value(cell.text)
        ]
        label = words(left[0].heading.label) if left else ""
        if [text for text, _ in groupby(texts)].count(label) != 1 or len(numbers) != 1:
            return None
        found.append((line, numbers[0]))
        left.pop(0)
    ordered = _groups_in_order([line.cells for line in lines], leaves)
    return found if ordered and not left else None
