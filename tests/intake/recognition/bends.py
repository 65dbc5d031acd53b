"""All ways in which units bend the official tables, and how page ends cut them."""

import random
from collections.abc import Callable

from tests.intake.cells import Cells, at, height_of, stacked, value_rows
from tests.intake.recognition.bent_grids import (
    blank_rows,
    columns_swapped,
    interposed,
    label_split,
    last_year_below,
    last_year_beside,
    noted,
    numbered,
    repeated,
    row_missing,
    row_twice,
    rows_shuffled,
    transposed,
    unmerged,
    without_total,
)
from tests.intake.recognition.bent_words import (
    blank_zeros,
    bracketed,
    full_width,
    grouped,
    remarked,
    spaced,
    varied,
)

Bend = Callable[[random.Random, Cells, Cells], Cells]
"""Gives the cells of a table anew; the second are another report's same table."""

ALL: tuple[Bend, ...] = (
    row_missing,
    row_twice,
    rows_shuffled,
    columns_swapped,
    label_split,
    without_total,
    spaced,
    bracketed,
    varied,
    last_year_beside,
    last_year_below,
    blank_rows,
    transposed,
    grouped,
    remarked,
    blank_zeros,
    full_width,
    interposed,
    unmerged,
    repeated,
    numbered,
    noted,
)

COMMON: tuple[Bend, ...] = (
    label_split,
    spaced,
    bracketed,
    varied,
    blank_rows,
    grouped,
    remarked,
    blank_zeros,
    full_width,
    unmerged,
    numbered,
    noted,
)
"""Bends that leave every number where a reader can be sure of it."""


def in_pieces(chance: random.Random, cells: Cells) -> list[Cells]:
    """Cut a table at page ends, up to twice, with or without its heading over the next piece."""
    pieces = [cells]
    for _ in range(2):
        last = pieces[-1]
        rows = height_of(last)
        if rows < 8 or chance.random() < 0.7:
            continue
        cut = chance.randrange(5, rows - 1)
        upper = [
            at(c, c.row, c.column, c.width, min(c.height, cut - c.row)) for c in last if c.row < cut
        ]
        lower = [at(c, c.row - cut, c.column, c.width, c.height) for c in last if c.row >= cut]
        if chance.random() < 0.4:
            top = next(iter(value_rows(cells)), 0)
            heads = [c for c in cells if c.row < top]
            lower = stacked([heads, lower])
        pieces[-1:] = [stacked([upper, lower])] if chance.random() < 0.3 else [upper, lower]
    return pieces
