"""How much room the texts of a printed table need: lines of a cell, heights of rows, a page.

Lengths are in twentieths of a point. A full-width character is as wide as the type is high.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Final

from export import style
from export.breaks import width
from model.form.grid import Grid, GridPlace

_TALL: Final = 20
"""Rows beyond which a table begins a new page, so that it is not split."""
_MOST: Final = 4
"""Most lines of a number with its remark in a cell."""


def is_tall(grid: Grid) -> bool:
    """Return whether a table has so many rows that it needs a page of its own."""
    return grid.height > _TALL


def is_row_label(place: GridPlace) -> bool:
    """Return whether a place is the label of a row, which stands at the left."""
    return place.role == "row" and not place.vertical


def room_of(place: GridPlace, widths: Sequence[int], size: float) -> float:
    """Return how many characters of a size in points stand on a line of a cell."""
    left = style.LABEL_MARGIN if is_row_label(place) else style.CELL_MARGIN
    room = sum(widths[place.column : place.column + place.width]) - left - style.CELL_MARGIN
    return room / style.pt(size)


def _lines_in(grid: Grid, place: GridPlace, text: str, widths: Sequence[int]) -> int:
    room = max(math.floor(room_of(place, widths, style.table_type(grid)[0])), 1)
    return sum(max(math.ceil(width(line) / room), 1) for line in text.split("\n"))


def row_heights(grid: Grid, values: Mapping[str, str], least: int) -> list[int]:
    """Return the height of each row; ``values`` are the printed values by address."""
    pitch = style.pt(style.table_type(grid)[1])
    widths = style.column_widths(grid, style.TEXT_WIDTH)
    heights = [least] * grid.height
    for place in grid.places:
        text = values[place.cell.address] if place.cell else place.label
        if place.height == 1 and not place.vertical and len(text) > 1:
            needed = _lines_in(grid, place, text, widths) * pitch + 2 * style.CELL_PADDING
            heights[place.row] = max(heights[place.row], needed)
    return heights


def fits_page(heights: Sequence[int]) -> bool:
    """Return whether rows of these heights stand on one page under a heading."""
    return sum(heights) <= style.TEXT_HEIGHT - style.pt(style.LINE_PITCH)


def remarks_below(grid: Grid, values: Mapping[str, str], remarked: Mapping[str, str]) -> set[str]:
    """Return the addresses of the remarks that stand under a table and not in their cells.

    ``values`` are the numbers, ``remarked`` the numbers with their remarks. A remark of many lines
    stands below; shorter ones, too, where the table would not fit on a page with them.
    """
    widths = style.column_widths(grid, style.TEXT_WIDTH)
    lines = {a: _lines_in(grid, grid.where[a], text, widths) for a, text in remarked.items()}
    least = style.NOTED if is_tall(grid) else style.table_type(grid)[-1]
    below: set[str] = set()
    for most in range(_MOST, -1, -1):
        below = {address for address, count in lines.items() if count > most}
        kept = {address: text for address, text in remarked.items() if address not in below}
        if fits_page(row_heights(grid, {**values, **kept}, least)):
            break
    return below
