"""Ways in which units lay the official tables out otherwise.

Each takes the cells of one table, and those of another report's same table.
"""

import random

from intake.content import SourceCell
from tests.intake.cells import (
    Cells,
    at,
    covered,
    covers,
    has,
    height_of,
    is_label,
    spans,
    stacked,
    text_of,
    value_rows,
    width_of,
)


def numbered(_chance: random.Random, cells: Cells, _other: Cells) -> Cells:
    """Put a column of numbers before everything."""
    rows = sorted({cell.row for cell in cells})
    first = [SourceCell(row, 0, 1, 1, str(n) if n else "序号") for n, row in enumerate(rows)]
    return first + [at(c, c.row, c.column + 1, c.width, c.height) for c in cells]


def noted(chance: random.Random, cells: Cells, _other: Cells) -> Cells:
    """Put a column 备注 behind everything, with or without words."""
    right = width_of(cells)
    rows = sorted({cell.row for cell in cells})
    said = chance.choice(["", "", "见附件"])
    return cells + [
        SourceCell(row, right, 1, 1, said if n else "备注") for n, row in enumerate(rows)
    ]


def interposed(chance: random.Random, cells: Cells, _other: Cells) -> Cells:
    """Put a column of the unit's own among the values, blank or with numbers."""
    if not value_rows(cells):
        return cells
    column = chance.choice([cell.column for cell in cells if cell.text.isdecimal()])
    said = chance.choice(["", "7"])
    rows = {cell.row for cell in cells if cell.text.isdecimal()}
    wider = [
        SourceCell(
            c.row, c.column + (c.column >= column), c.height, c.width + spans(c, column), c.text
        )
        for c in cells
    ]
    taken = {(c.row, n) for c in wider for n in range(c.column, c.column + c.width)}
    own = [
        SourceCell(row, column, 1, 1, said) for row in sorted(rows) if (row, column) not in taken
    ]
    return wider + own


def unmerged(_chance: random.Random, cells: Cells, _other: Cells) -> Cells:
    """Lose all merges: the text in the first place, the others blank."""
    return [at(c, *place, text="" if n else c.text) for c in cells for n, place in covered(c)]


def repeated(_chance: random.Random, cells: Cells, _other: Cells) -> Cells:
    """Repeat merged texts in every place they covered, as copying out of some viewers does."""
    return [at(c, *place, text=c.text) for c in cells for _, place in covered(c)]


def label_split(_chance: random.Random, cells: Cells, _other: Cells) -> Cells:
    """Give the number of a label a field of its own: «一、»."""
    found = []
    for cell in cells:
        number, stop, label = cell.text.partition("、")
        if stop and len(number) == 1 and cell.width > 1:
            found.append(at(cell, cell.row, cell.column, text=number + stop))
            wide = cell.width - 1
            found.append(SourceCell(cell.row, cell.column + 1, cell.height, wide, label))
        else:
            found.append(cell)
    return found


def transposed(_chance: random.Random, cells: Cells, _other: Cells) -> Cells:
    """Print a table of one row down the side."""
    if not has(cells, "行政复议"):
        return cells
    return [SourceCell(c.column, c.row, c.width, c.height, c.text) for c in cells]


def columns_swapped(chance: random.Random, cells: Cells, _other: Cells) -> Cells:
    """Print two neighbouring columns in the other order, their headings with them."""
    under = {(c.row, c.column, c.width) for c in cells if c.text.isdecimal()}
    heads = [c for c in cells if (c.row + c.height, c.column, c.width) in under and is_label(c)]
    pairs = [
        (one, two)
        for one in heads
        for two in heads
        if (two.row, two.column, two.width) == (one.row, one.column + one.width, one.width)
    ]
    if not pairs:
        return cells
    one, two = chance.choice(pairs)
    to = {one.column: two.column, two.column: one.column}
    return [
        at(c, c.row, to.get(c.column, c.column), c.width, c.height)
        if one.row <= c.row and c.width == one.width
        else c
        for c in cells
    ]


def without_total(chance: random.Random, cells: Cells, _other: Cells) -> Cells:
    """Leave out a column of totals."""
    heads = [c for c in cells if c.text == "总计"]
    if not heads:
        return cells
    gone = chance.choice(heads).column
    return [
        SourceCell(c.row, c.column - (c.column > gone), c.height, c.width - covers(c, gone), c.text)
        for c in cells
        if c.column != gone or c.width > 1
    ]


def row_missing(chance: random.Random, cells: Cells, _other: Cells) -> Cells:
    """Leave out a row of values."""
    if not value_rows(cells):
        return cells
    row = chance.choice(value_rows(cells))
    return [c for c in cells if c.row != row or c.height > 1]


def row_twice(chance: random.Random, cells: Cells, _other: Cells) -> Cells:
    """Print a row once more below, with another number in it."""
    if not value_rows(cells):
        return cells
    row, below = chance.choice(value_rows(cells)), height_of(cells)
    again = [at(c, below, c.column, c.width) for c in cells if c.row == row and c.height == 1]
    place = chance.choice([n for n, c in enumerate(again) if c.text.isdecimal()])
    again[place] = text_of(again[place], str(int(again[place].text) + 5))
    return cells + again


def rows_shuffled(chance: random.Random, cells: Cells, _other: Cells) -> Cells:
    """Print rows in another order; those that share a group stay in it."""
    if not value_rows(cells):
        return cells
    tall = {c.row + n for c in cells if c.height > 1 for n in range(c.height)}
    rows = [row for row in value_rows(cells) if row not in tall] or value_rows(cells)
    heads = {c.row for c in cells if not c.text.isdecimal()} - set(value_rows(cells))
    first = [row for row in rows if not heads or row > max(heads)]
    to = dict(zip(first, chance.sample(first, len(first)), strict=True))
    return [at(c, to.get(c.row, c.row), c.column, c.width) if c.height == 1 else c for c in cells]


def blank_rows(chance: random.Random, cells: Cells, _other: Cells) -> Cells:
    """Put blank rows between rows of values."""
    if not value_rows(cells):
        return cells
    row = chance.choice(value_rows(cells))
    lower = [
        SourceCell(
            c.row + (c.row >= row),
            c.column,
            c.height + (c.row < row < c.row + c.height),
            c.width,
            c.text,
        )
        for c in cells
    ]
    taken = {
        n
        for c in lower
        if c.row <= row < c.row + c.height
        for n in range(c.column, c.column + c.width)
    }
    return lower + [SourceCell(row, n, 1, 1, "") for n in range(width_of(cells)) if n not in taken]


def last_year_beside(_chance: random.Random, cells: Cells, other: Cells) -> Cells:
    """Print last year's table to the right of this year's."""
    right = width_of(cells)
    return cells + [at(c, c.row, c.column + right, c.width, c.height) for c in other]


def last_year_below(_chance: random.Random, cells: Cells, other: Cells) -> Cells:
    """Print last year's table under this year's, as one table."""
    return stacked([cells, other])
