"""Find tables without ruling lines by the columns in which their text stands.

Three lines or more that follow each other, each of three pieces or more with wide gaps between
them, are a table where the pieces stand below each other. In doubt there is no table, and the lines
stay.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from intake.readers.pdf_grids import Frame, GridCell
from intake.readers.pdf_lines import PrintedLine, line_text
from intake.readers.pdf_pages import Box, Glyph

_GAP: Final = 1.2
"""Widths of a character from which on a gap divides two columns."""
_LEAST: Final = 3
"""ColumnEdges of a table, and lines that have so many."""

Segment = tuple[Glyph, ...]
ColumnEdges = list[tuple[float, float]]
"""The left and right edge of each column."""


def column_frames(lines: Sequence[PrintedLine]) -> tuple[list[Frame], list[PrintedLine]]:
    """Return the tables in lines of one page, and the lines outside of them."""
    frames: list[Frame] = []
    rest: list[PrintedLine] = []
    for group, is_divided in _groups(lines):
        frame = _frame(group) if is_divided else None
        if frame is None:
            rest += group
        else:
            frames.append(frame)
    return frames, rest


def _groups(lines: Sequence[PrintedLine]) -> Iterator[tuple[list[PrintedLine], bool]]:
    """Yield lines that follow each other and are divided by gaps, or are not."""
    group: list[PrintedLine] = []
    was_divided = False
    for line in lines:
        is_divided = len(segments_of(line)) > 1
        if group and is_divided != was_divided:
            yield group, was_divided
            group = []
        group.append(line)
        was_divided = is_divided
    if group:
        yield group, was_divided


def segments_of(line: PrintedLine) -> list[Segment]:
    """Return the pieces of a line between wide gaps."""
    found = [[line.glyphs[0]]]
    for one, two in pairwise(line.glyphs):
        if two.left - one.right > _GAP * line.em:
            found.append([])
        found[-1].append(two)
    return [tuple(segment) for segment in found]


def _frame(lines: Sequence[PrintedLine]) -> Frame | None:
    """Return lines as a table; None if their pieces do not stand below each other."""
    rows = [segments_of(line) for line in lines]
    most = max(map(len, rows))
    full = [row for row in rows if len(row) == most]
    if most < _LEAST or sum(len(row) >= _LEAST for row in rows) < _LEAST:
        return None
    columns = [
        (min(one[0].left for one in column), max(one[-1].right for one in column))
        for column in zip(*full, strict=True)
    ]
    if any(two[0] <= one[1] for one, two in pairwise(columns)):
        return None
    edges = [columns[0][0], *(_middle(*pair) for pair in pairwise(columns)), columns[-1][1]]
    cells: list[GridCell] = []
    for number, row in enumerate(rows):
        taken = -1
        for segment in row:
            first, last = _covered(segment, columns)
            if first <= taken:
                return None
            taken = last
            cell = GridCell(number, 1, edges[first], edges[last + 1], list(segment))
            cell.page, cell.text = lines[0].page, line_text(segment)
            cells.append(cell)
    top, bottom = lines[0].base - lines[0].em, lines[-1].base
    return Frame(Box(edges[0], top, edges[-1], bottom), cells, len(rows))


def _middle(one: tuple[float, float], two: tuple[float, float]) -> float:
    """Return the middle of the gap between two columns."""
    return (one[1] + two[0]) / 2


def _covered(segment: Segment, columns: ColumnEdges) -> tuple[int, int]:
    """Return the first and the last column that a piece stands in; else the nearest one twice."""
    left, right = segment[0].left, segment[-1].right
    covered = [n for n, (start, end) in enumerate(columns) if left < end and start < right]
    if covered:
        return covered[0], covered[-1]
    middle = (left + right) / 2
    near = min(range(len(columns)), key=lambda n: abs(sum(columns[n]) / 2 - middle))
    return near, near
