"""The layout of a table: one pure function from heading trees to grid places.

Screen, Word, Excel and the web page draw this grid; no other code computes rows or columns.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Literal

from model.errors import FormError
from model.form.table import Block, Cell, Heading, Table

Role = Literal["banner", "corner", "column", "row", "value"]


@dataclass(frozen=True)
class GridPlace:
    """One printed cell: its role, and its position and size in grid rows and columns.

    A value has a cell; all others have a label.
    """

    role: Role
    row: int
    column: int
    height: int
    width: int
    label: str = ""
    cell: Cell | None = None
    vertical: bool = False


@dataclass(frozen=True)
class Grid:
    """The layout of a table: its places, row by row, cover ``height`` × ``width`` exactly once.

    The first ``head`` rows are repeated after a page break; ``side`` columns have row labels.
    """

    table: Table
    height: int
    width: int
    head: int
    side: int
    places: tuple[GridPlace, ...]

    @cached_property
    def rows(self) -> tuple[tuple[GridPlace, ...], ...]:
        """The places in each grid row from the left, including those that begin in a row above."""
        return tuple(
            tuple(
                sorted(
                    (p for p in self.places if p.row <= number < p.row + p.height),
                    key=lambda place: place.column,
                )
            )
            for number in range(self.height)
        )

    @cached_property
    def where(self) -> dict[str, GridPlace]:
        """The places of values by address."""
        return {place.cell.address: place for place in self.places if place.cell is not None}


@cache
def grid_of(table: Table) -> Grid:
    """Return the layout of a table.

    Raises:
        FormError: the columns of a block do not divide the table's width evenly.
    """
    width = max(_side(block) + _value_columns(block) for block in table.blocks)
    places: list[GridPlace] = []
    top = 0
    for block in table.blocks:
        block_places = list(_block_places(table, block, top, width))
        places += block_places
        top = max(place.row + place.height for place in block_places)
    places.sort(key=lambda place: (place.row, place.column))
    first = table.blocks[0]
    repeats = 0 if len(table.blocks) > 1 else _head(first)
    return Grid(table, top, width, repeats, _side(first), tuple(places))


def _side(block: Block) -> int:
    """Return the number of columns with row labels."""
    labelled = any(label for leaf in block.row_leaves for label in leaf.labels)
    return max(row.depth for row in block.rows) if labelled else 0


def _head(block: Block) -> int:
    """Return the number of rows with column headings."""
    return max(column.depth for column in block.columns)


def _value_columns(block: Block) -> int:
    """Return the number of grid columns of the values: one each, or their stated spans."""
    return sum(leaf.heading.span or 1 for leaf in block.column_leaves)


def _block_places(table: Table, block: Block, top: int, width: int) -> Iterator[GridPlace]:
    side, head = _side(block), _head(block)
    if block.title:
        yield GridPlace("banner", top, 0, 1, width, block.title)
        top += 1
    if side:
        yield GridPlace("corner", top, 0, head, side, block.corner)
    spans = _spans(block, width - side)
    starts = [side + sum(spans[:number]) for number in range(len(spans))]
    yield from _column_places(block.columns, top, side, head, iter(spans))
    top += head
    if side:
        yield from _row_places(block.rows, top, 0, side)
    for down, row in enumerate(block.row_leaves):
        for column, start, span in zip(block.column_leaves, starts, spans, strict=True):
            cell = table.cells[table.address(row.path, column.path)]
            yield GridPlace("value", top + down, start, 1, span, cell=cell)


def _spans(block: Block, width: int) -> list[int]:
    """Return the width of each column: as stated, or an equal share of the total."""
    leaves = block.column_leaves
    if any(leaf.heading.span for leaf in leaves):
        spans = [leaf.heading.span or 1 for leaf in leaves]
    else:
        spans = [width // len(leaves)] * len(leaves)
    if sum(spans) != width:
        name = block.title or block.corner or leaves[0].heading.label
        raise FormError(f"「{name}」的{len(leaves)}列不能均分{width}格。")
    return spans


def _column_places(
    headings: tuple[Heading, ...], top: int, left: int, height: int, spans: Iterator[int]
) -> Iterator[GridPlace]:
    """Yield column headings from the left; a leaf extends down to the values."""
    for heading in headings:
        if heading.children:
            below = list(_column_places(heading.children, top + 1, left, height - 1, spans))
            right = max(place.column + place.width for place in below)
            yield GridPlace("column", top, left, 1, right - left, heading.label)
            yield from below
            left = right
        else:
            span = next(spans)
            yield GridPlace("column", top, left, height, span, heading.label)
            left += span


def _row_places(
    headings: tuple[Heading, ...], top: int, left: int, width: int
) -> Iterator[GridPlace]:
    """Yield row headings from the top; a leaf extends right to the values."""
    for heading in headings:
        count = len(list(heading.leaves()))
        reach = 1 if heading.children else width
        yield GridPlace("row", top, left, count, reach, heading.label, vertical=heading.vertical)
        yield from _row_places(heading.children, top, left + 1, width - 1)
        top += count
