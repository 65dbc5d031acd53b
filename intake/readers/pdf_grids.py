"""Find the tables of a page by its ruling lines.

Lines that touch each other make a frame. Its lines divide it into a grid, and positions of the grid
without a line between them are one cell. Where a table has no lines downwards, the edges of filled
rectangles that reach from one line to another count as such.
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

from intake.readers.pdf_lines import FIGURE, NUMBERED, between, cell_text
from intake.readers.pdf_pages import Box, Glyph, PrintedPage, RulingLine

_NEAR: Final = 2.0
"""Points within which two lines are the same, or touch each other."""
_NARROW: Final = 3.5
"""Points below which a row or a column is only the space between double lines."""
_DASH: Final = re.compile(r"[/／—―–－-]+")


@dataclass
class GridCell:
    """A cell by its rows and edges; ``open_above`` if no line closes it there."""

    row: int
    height: int
    left: float
    right: float
    glyphs: list[Glyph] = field(default_factory=list)
    open_above: bool = False
    open_below: bool = False
    page: int = 0
    text: str = ""

    @property
    def below(self) -> int:
        """The first row below it."""
        return self.row + self.height


@dataclass
class Frame:
    """A table on one page, its cells in reading order."""

    box: Box
    cells: list[GridCell]
    rows: int

    @property
    def is_plain(self) -> bool:
        """Whether no line divides its rows: then it is a frame around text, or a table that has
        only lines across, and where its columns are is told by the gaps between words.
        """
        return len(places(edge for one in self.cells for edge in (one.left, one.right))) <= 2


def frames_of(page: PrintedPage, glyphs: list[Glyph]) -> tuple[list[Frame], list[Glyph]]:
    """Return the tables of a page from the top, and those of some characters outside of them.

    A frame of a single cell may be a part of a table that goes on on another page.
    """
    frames: list[Frame] = []
    rest = glyphs
    for lines, columns in _ruled(page):
        grid = _Grid(lines, columns)
        if grid.cells:
            rest = grid.take(rest)
            for cell in grid.cells:
                cell.page = page.number
                cell.text = cell_text(cell.glyphs, cell.right - cell.left)
            frames.append(Frame(grid.box, grid.cells, len(grid.ys) - 1))
    return sorted(frames, key=lambda frame: frame.box.top), rest


def _ruled(page: PrintedPage) -> Iterator[tuple[list[RulingLine], list[RulingLine]]]:
    """Yield the lines of each frame; where there are none downwards, edges of fills stand in."""
    across, down = _merged(page.across), _merged(page.down)
    bare = []
    for lines, columns in _groups(across, down):
        if len(columns) > 1:
            yield lines, columns
        else:
            bare += lines
    bare.sort()
    tiles = [fill for fill in page.fills if _is_tile(fill, bare)]
    edges = [RulingLine(at, one.top, one.bottom) for one in tiles for at in (one.left, one.right)]
    yield from (group for group in _groups(bare, _merged(edges)) if len(group[1]) > 1)


def _merged(rules: Iterable[RulingLine]) -> list[RulingLine]:
    """Join rules at the same place that touch each other."""
    found: list[RulingLine] = []
    for group in _near(sorted(rules)):
        first, *others = sorted(group, key=lambda rule: rule.start)
        found.append(first)
        for rule in others:
            if rule.start <= found[-1].end + _NEAR:
                found[-1] = found[-1]._replace(end=max(found[-1].end, rule.end))
            else:
                found.append(rule)
    return found


def _near(rules: Sequence[RulingLine]) -> Iterator[list[RulingLine]]:
    """Yield groups of sorted rules at nearly the same place."""
    group: list[RulingLine] = []
    for rule in rules:
        if group and rule.at - group[0].at > _NEAR:
            yield group
            group = []
        group.append(rule)
    if group:
        yield group


def _is_tile(fill: Box, across: Sequence[RulingLine]) -> bool:
    """Return whether a filled rectangle reaches from one ruling line to another."""
    return all(
        any(
            rule.start - _NEAR <= fill.left and fill.right <= rule.end + _NEAR
            for rule in _between(across, edge - _NEAR, edge + _NEAR)
        )
        for edge in (fill.top, fill.bottom)
    )


def _between(rules: Sequence[RulingLine], least: float, most: float) -> Sequence[RulingLine]:
    first = bisect_left(rules, least, key=lambda rule: rule.at)
    return rules[first : bisect_right(rules, most, key=lambda rule: rule.at)]


def _groups(
    across: Sequence[RulingLine], down: Sequence[RulingLine]
) -> Iterator[tuple[list[RulingLine], list[RulingLine]]]:
    """Yield the lines that touch each other, directly or by others."""
    roots = list(range(len(across) + len(down)))
    across, down = sorted(across), sorted(down)
    for number, rule in enumerate(across):
        first = bisect_left(down, rule.start - _NARROW, key=lambda one: one.at)
        for other in range(first, len(down)):
            if down[other].at > rule.end + _NARROW:
                break
            if down[other].start - _NARROW <= rule.at <= down[other].end + _NARROW:
                _unite(roots, number, len(across) + other)
    groups: dict[int, tuple[list[RulingLine], list[RulingLine]]] = defaultdict(lambda: ([], []))
    for number, rule in enumerate((*across, *down)):
        groups[_root(roots, number)][number >= len(across)].append(rule)
    yield from groups.values()


def _root(roots: list[int], one: int) -> int:
    while roots[one] != one:
        roots[one] = roots[roots[one]]
        one = roots[one]
    return one


def _unite(roots: list[int], one: int, other: int) -> None:
    first, second = sorted((_root(roots, one), _root(roots, other)))
    roots[second] = first


def places(values: Iterable[float], narrow: float = _NARROW) -> list[float]:
    """Return places in order; those that are near each other are one, in their middle."""
    found: list[list[float]] = []
    for value in sorted(values):
        if found and value - found[-1][0] <= narrow:
            found[-1].append(value)
        else:
            found.append([value])
    return [(group[0] + group[-1]) / 2 for group in found]


def nearest(edges: Sequence[float], value: float) -> int:
    """Return the number of the edge next to a value."""
    number = bisect_left(edges, value)
    if number == len(edges) or (number and value - edges[number - 1] < edges[number] - value):
        return number - 1
    return number


class _Grid:
    """The grid of lines that touch each other, and its cells."""

    def __init__(self, across: Sequence[RulingLine], down: Sequence[RulingLine]) -> None:
        self._across, self._down = across, down
        self.xs = places([r.at for r in down] + [x for r in across for x in (r.start, r.end)])
        self.ys = places([r.at for r in across] + [y for r in down for y in (r.start, r.end)])
        self.box = Box(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])
        self._columns = len(self.xs) - 1
        self._lines = self._walls(across, self.ys, self.xs)
        self._sides = self._walls(down, self.xs, self.ys)
        self._cell_at: dict[tuple[int, int], GridCell] = {}
        self.cells = list(self._found()) if self._columns and len(self.ys) > 1 else []

    @staticmethod
    def _walls(
        rules: Sequence[RulingLine], edges: Sequence[float], steps: Sequence[float]
    ) -> set[tuple[int, int]]:
        """Return where lines are: the number of the edge, and of the step along it."""
        middles = [(one + two) / 2 for one, two in pairwise(steps)]
        walls = set()
        for rule in rules:
            edge = nearest(edges, rule.at)
            first, last = bisect_left(middles, rule.start), bisect_right(middles, rule.end)
            walls |= {(edge, step) for step in range(first, last)}
        return walls

    def _found(self) -> Iterator[GridCell]:
        """Yield the cells in reading order: rectangles of positions without a line between them."""
        rows = len(self.ys) - 1
        for row in range(rows):
            for column in range(self._columns):
                if (row, column) in self._cell_at:
                    continue
                right = column + 1
                while self._is_open_beside(row, right):
                    right += 1
                below = row + 1
                while below < rows and self._is_open_under(row, below, column, right):
                    below += 1
                yield self._cell(row, below, column, right)

    def _is_open_beside(self, row: int, column: int) -> bool:
        return (
            column < self._columns
            and (column, row) not in self._sides
            and (row, column) not in self._cell_at
        )

    def _is_open_under(self, row: int, below: int, left: int, right: int) -> bool:
        """Return whether a cell goes on in the next row, with the same width."""
        inside = range(left, right)
        if any((below, column) in self._lines for column in inside):
            return False
        return not any((column, below) in self._sides for column in inside[1:])

    def _cell(self, row: int, below: int, left: int, right: int) -> GridCell:
        cell = GridCell(row, below - row, self.xs[left], self.xs[right])
        cell.open_above = not any((row, column) in self._lines for column in range(left, right))
        cell.open_below = not any((below, column) in self._lines for column in range(left, right))
        self._cell_at |= {(r, c): cell for r in range(row, below) for c in range(left, right)}
        return cell

    def take(self, glyphs: Iterable[Glyph]) -> list[Glyph]:
        """Put characters into the cells in which their middles are; return the others."""
        rest = []
        for glyph in glyphs:
            x, y = glyph.center
            row, column = bisect_right(self.ys, y) - 1, bisect_right(self.xs, x) - 1
            cell = self._cell_at.get((row, column))
            if cell is None:
                rest.append(glyph)
            else:
                cell.glyphs.append(glyph)
        return rest


def joined_frames(above: Frame, below: Frame) -> Frame:
    """Return a table that goes on at the top of the next page as one.

    A cell goes on where no line closes it on either page, or where it is tall and holds words; a
    row goes on where the page's end cut it.
    """
    below = _without_repeated_head(above, below)
    cells = [replace(cell) for cell in above.cells]
    pairs = [(_above(cells, one, above.rows), one) for one in below.cells if one.row == 0]
    cut = _is_cut([(one, two) for one, two in pairs if two.height == 1])
    joined = set()
    for known, cell in pairs:
        if known and (cut or _goes_on(known, cell)):
            known.height += cell.height - cut
            known.text += between(known.text, cell.text, "\n") + cell.text
            joined.add(id(cell))
    shift = above.rows - cut
    cells += [replace(one, row=one.row + shift) for one in below.cells if id(one) not in joined]
    return Frame(above.box, cells, shift + below.rows)


def _above(cells: Sequence[GridCell], one: GridCell, rows: int) -> GridCell | None:
    """Return the cell in the last of some rows with the edges of a cell on the next page."""
    return next(
        (
            cell
            for cell in cells
            if cell.below == rows
            and abs(cell.left - one.left) <= _NARROW
            and abs(cell.right - one.right) <= _NARROW
        ),
        None,
    )


def _is_cut(pairs: Sequence[tuple[GridCell | None, GridCell]]) -> bool:
    """Return whether a row was cut by the end of a page.

    Its second part has words that begin no row. One part has its figures, the other none or a few:
    the last digits of those that needed two lines. A heading is no first part of a row.
    """
    pairs = [(one, two) for one, two in pairs if not one or one.height == 1]  # a tall one goes on
    above = [one.text for one, _ in pairs if one]
    below = [two.text for _, two in pairs]
    words = [text for text in below if text and not _is_figure(text)]
    if len(above) != len(below) or not words or NUMBERED.match(words[0]) or words[0][0].isdecimal():
        return False
    if not any(text and not _is_figure(text) for text in above):
        return False
    if any(one and _is_heading(one.text, two.text) for one, two in pairs):
        return False
    figures, more = (sum(map(_is_figure, texts)) for texts in (above, below))
    return (figures > 0 and more * 2 <= figures) or (figures == 0 and more > 0)


def _is_heading(above: str, below: str) -> bool:
    """Return whether words stand over a figure, as a heading over the first row of its table."""
    return bool(above) and not _is_figure(above) and _is_figure(below)


def _is_figure(text: str) -> bool:
    """Return whether a cell has a number, or a dash instead of 0."""
    is_number = any(letter.isdecimal() for letter in text) and FIGURE.fullmatch(text) is not None
    return is_number or _DASH.fullmatch(text) is not None


def _without_repeated_head(above: Frame, below: Frame) -> Frame:
    """Return a table without the rows at its top that repeat those of the page before."""
    head = 0
    for rows in range(1, min(above.rows, below.rows)):
        ours, theirs = _top(above, rows), _top(below, rows)
        if len(ours) != len(theirs) or not all(map(_are_alike, ours, theirs)):
            break
        if all(cell.below <= rows for cell in theirs):
            head = rows
    cells = [replace(one, row=one.row - head) for one in below.cells if one.row >= head]
    return Frame(below.box, cells, below.rows - head)


def _top(frame: Frame, rows: int) -> list[GridCell]:
    return [cell for cell in frame.cells if cell.row < rows]


def _are_alike(one: GridCell, two: GridCell) -> bool:
    if any(abs(a - b) > _NARROW for a, b in ((one.left, two.left), (one.right, two.right))):
        return False
    return (one.row, one.height) == (two.row, two.height) and one.text == two.text != ""


def _goes_on(above: GridCell, below: GridCell) -> bool:
    if above.open_below and below.open_above:
        return True
    words = (above.text + below.text).strip()
    if not words or any(letter.isdigit() for letter in words):
        return False
    is_whole = above.text and below.text and NUMBERED.match(below.text)
    return not is_whole and (above.height > 1 or below.height > 1)
