"""Cells of a table, as bends move and change them."""

from collections.abc import Iterable

from intake.content import SourceCell
from model.form.grid import grid_of
from model.report.report import Report
from model.values import write_number

Cells = list[SourceCell]


def printed(report: Report, key: str) -> Cells:
    """Give a table of a report as the official grid prints it, totals with it."""
    numbers = report.totals()
    cells = []
    for place in grid_of(report.form.tables[key]).places:
        number = numbers.get(place.cell.address) if place.cell else None
        text = place.label if number is None else write_number(number)
        cells.append(SourceCell(place.row, place.column, place.height, place.width, text))
    return cells


def stacked(tables: Iterable[Cells]) -> Cells:
    """Give several tables under each other as one."""
    found: Cells = []
    for cells in tables:
        top = height_of(found)
        found += [at(c, c.row + top, c.column, c.width, c.height) for c in cells]
    return found


def is_label(cell: SourceCell) -> bool:
    """Whether a cell is none of numbers."""
    return not cell.text.replace(".", "").isdecimal()


def value_rows(cells: Cells) -> list[int]:
    """Give the rows that have numbers."""
    return sorted({cell.row for cell in cells if cell.text.isdecimal()})


def width_of(cells: Cells) -> int:
    """Count the columns."""
    return max(cell.column + cell.width for cell in cells)


def height_of(cells: Cells) -> int:
    """Count the rows."""
    return max((cell.row + cell.height for cell in cells), default=0)


def text_of(cell: SourceCell, text: str) -> SourceCell:
    """Give a cell another text."""
    return SourceCell(cell.row, cell.column, cell.height, cell.width, text)


def at(
    cell: SourceCell,
    row: int,
    column: int,
    width: int = 1,
    height: int = 1,
    text: str | None = None,
) -> SourceCell:
    """Give a cell another place and extent, and perhaps another text."""
    return SourceCell(row, column, height, width, cell.text if text is None else text)


def spans(cell: SourceCell, column: int) -> bool:
    """Whether a cell reaches over the left edge of a column."""
    return cell.column < column < cell.column + cell.width


def covers(cell: SourceCell, column: int) -> bool:
    """Whether a cell covers a column."""
    return cell.column <= column < cell.column + cell.width


def covered(cell: SourceCell) -> Iterable[tuple[int, tuple[int, int]]]:
    """Number the places that a cell covers."""
    return enumerate(
        (cell.row + down, cell.column + across)
        for down in range(cell.height)
        for across in range(cell.width)
    )


def has(cells: Cells, text: str) -> bool:
    """Whether a table has a text."""
    return any(cell.text == text for cell in cells)
