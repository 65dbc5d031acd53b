"""One mandated table: trees of headings, the cells at their crossings, and the sums over them.

**Heading** trees define the rows and columns of a **Block**; stacked blocks are a **Table**. The
crossing of a row leaf and a column leaf is a **Cell**, identified by its address
``table/row.path/column.path``.
"""

from collections.abc import Iterator
from functools import cached_property
from itertools import chain
from typing import Annotated, Final, Literal, NamedTuple, TypeVar

from msgspec import Meta, Struct
from msgspec.structs import replace

from model.address import cell_address, is_within, join_path
from model.values import ValueKind

Axis = Literal["rows", "columns", ""]
"""The headings along which a sum is computed; empty for relations between full addresses."""
Severity = Literal["error", "warning"]
T = TypeVar("T")
Some = Annotated[tuple[T, ...], Meta(min_length=1)]
"""A tuple with at least one item."""


class FormPart(Struct, frozen=True, forbid_unknown_fields=True):
    """A part of a form. Its fields are the keys of the form file."""


class Heading(FormPart, frozen=True):
    """One heading of a table and the headings below it.

    An empty key adds nothing to an address (a banner over all columns); an empty label prints no
    label column. ``span`` is in grid columns and only given if the official columns are unequal.
    """

    key: str
    label: str
    children: tuple["Heading", ...] = ()
    kind: ValueKind = ValueKind.COUNT
    unit: str = ""
    units: tuple[str, ...] = ()
    span: int = 0
    vertical: bool = False

    def leaves(self, above: tuple["Heading", ...] = ()) -> Iterator["Leaf"]:
        """Yield the leaves in printed order."""
        path = (*above, self)
        if not self.children:
            yield Leaf(path)
        for child in self.children:
            yield from child.leaves(path)

    @property
    def depth(self) -> int:
        """The number of levels from this heading down, including itself."""
        return 1 + max((child.depth for child in self.children), default=0)


class Leaf(NamedTuple):
    """A heading without children, with all headings from the root to it."""

    headings: tuple[Heading, ...]

    @property
    def path(self) -> str:
        """Keys from the root, joined by dots."""
        return join_path(*(heading.key for heading in self.headings))

    @property
    def labels(self) -> tuple[str, ...]:
        """Labels from the root, as printed."""
        return tuple(heading.label for heading in self.headings if heading.label)

    @property
    def names(self) -> tuple[str, ...]:
        """Labels from the root without banners."""
        return tuple(heading.label for heading in self.headings if heading.key)

    @property
    def heading(self) -> Heading:
        """The leaf itself."""
        return self.headings[-1]


class Block(FormPart, frozen=True, dict=True):
    """A part of a table with its own columns; ``title`` is the banner row over it, if any."""

    columns: Some[Heading]
    rows: Some[Heading]
    title: str = ""
    corner: str = ""

    @cached_property
    def row_leaves(self) -> tuple[Leaf, ...]:
        """The rows of values from the top."""
        return tuple(chain.from_iterable(row.leaves() for row in self.rows))

    @cached_property
    def column_leaves(self) -> tuple[Leaf, ...]:
        """The columns of values from the left."""
        return tuple(chain.from_iterable(column.leaves() for column in self.columns))


_LAST: Final = "last:"


class Term(str):
    """A heading in a sum: a leaf, or a group that stands for all its leaves.

    The prefix ``last:`` means the same place in last year's report.
    """

    __slots__ = ()

    @property
    def path(self) -> str:
        """Keys from the root, joined by dots; in a relation of the form, a full address."""
        return self.removeprefix(_LAST)

    @property
    def last(self) -> bool:
        """Whether it refers to last year's report."""
        return self.startswith(_LAST)


class Total(FormPart, frozen=True):
    """Computed cells: in every line across the axis, ``gives`` is the sum of ``sum``."""

    name: str
    along: Axis
    sum: Some[Term]
    gives: str


class Relation(FormPart, frozen=True, eq=False, dict=True):
    """Two sums that must be equal (``equals``), or the left at least the right (``at_least``).

    In a table it applies to every line across the axis ``along``, or to the given ``lines``; in a
    form, ``along`` is empty and the terms are full addresses. ``called`` (names by term) and
    ``compared`` (the name of a surplus) are words of its sentence; ``short`` replaces ``compared``
    where there is little room. ``without_last`` is the path of a figure of last year; if that is
    known, another relation between the years replaces this one. A relation is equal only to itself.
    """

    key: str
    name: str
    sum: Some[Term]
    severity: Severity
    equals: tuple[Term, ...] = ()
    at_least: tuple[Term, ...] = ()
    along: Axis = ""
    lines: tuple[str, ...] = ()
    compared: str = ""
    short: str = ""
    advice: str = ""
    basis: str = ""
    unit: str = ""
    without_last: str = ""
    called: dict[str, str] = {}

    def __post_init__(self) -> None:
        """Check that ``called`` has only terms of the relation.

        Raises:
            ValueError: it has another one; the message is in Chinese for the catalogue.
        """
        if unknown := self.called.keys() - {*self.sum, *self.equals, *self.at_least}:
            raise ValueError(f".called 中的「{min(unknown)}」不在关系中。")

    @property
    def right(self) -> tuple[Term, ...]:
        """The side that ``sum`` is compared with."""
        return self.equals or self.at_least

    @property
    def terms(self) -> tuple[Term, ...]:
        """The terms of both sides."""
        return (*self.sum, *self.right)

    @cached_property
    def between_years(self) -> bool:
        """Whether it refers to last year's report."""
        return any(term.last for term in self.terms)


class Cell(NamedTuple):
    """The crossing of a row and a column.

    ``row`` and ``column`` are all labels from the root; ``name`` is its name in sentences.
    """

    address: str
    table: str
    row: tuple[str, ...]
    column: tuple[str, ...]
    name: str
    kind: ValueKind
    unit: str
    units: tuple[str, ...]
    computed: bool

    @property
    def remark_head(self) -> str:
        """The beginning of the line under its table that holds its remark."""
        return f"注：{self.name}："


class Nothing(FormPart, frozen=True):
    """The button for a table in which nothing happened this year, and the rows that it fills.

    No rows means all of them.
    """

    name: str
    rows: tuple[str, ...] = ()


class Table(FormPart, frozen=True, eq=False, dict=True):
    """One mandated table: blocks drawn as one grid.

    A table is equal only to itself, so that it is a fast key of caches.
    """

    key: str
    unit: str
    blocks: Some[Block]
    totals: tuple[Total, ...] = ()
    relations: tuple[Relation, ...] = ()
    nothing: Nothing | None = None

    @property
    def size(self) -> int:
        """The number of cells in all blocks."""
        return sum(len(block.row_leaves) * len(block.column_leaves) for block in self.blocks)

    @cached_property
    def computed(self) -> frozenset[str]:
        """Paths of the row and column leaves that are totals."""
        return frozenset(total.gives for total in self.totals)

    @cached_property
    def cells(self) -> dict[str, Cell]:
        """Cells by address, row by row in printed order."""
        found: dict[str, Cell] = {}
        for block in self.blocks:
            for row in block.row_leaves:
                for column in block.column_leaves:
                    cell = self._cell(row, column)
                    found[cell.address] = cell
        return found

    @cached_property
    def typed(self) -> dict[str, Cell]:
        """Typed cells by address."""
        return {address: cell for address, cell in self.cells.items() if not cell.computed}

    def leaves(self, axis: Axis) -> dict[str, Leaf]:
        """Return the leaves of all blocks along an axis by path, in printed order."""
        return self._rows if axis == "rows" else self._columns

    def across(self, axis: Axis) -> dict[str, Leaf]:
        """Return the leaves across an axis by path: the columns for the axis of rows."""
        return self._columns if axis == "rows" else self._rows

    @cached_property
    def _rows(self) -> dict[str, Leaf]:
        return {leaf.path: leaf for block in self.blocks for leaf in block.row_leaves}

    @cached_property
    def _columns(self) -> dict[str, Leaf]:
        return {leaf.path: leaf for block in self.blocks for leaf in block.column_leaves}

    def resolve(self, axis: Axis, path: str) -> list[str]:
        """Return the leaf paths that a path names: itself, or all leaves of a group."""
        return [leaf for leaf in self.leaves(axis) if is_within(leaf, path)]

    def crossing(self, axis: Axis, path: str, line: str) -> str:
        """Return the address at the crossing of a path along the axis and a line."""
        return self.address(path, line) if axis == "rows" else self.address(line, path)

    def with_only(self, block: Block) -> "Table":
        """Return the table with only one of its blocks, without its title."""
        return replace(self, blocks=(replace(block, title=""),))

    def address(self, row: str, column: str) -> str:
        """Return the address of a crossing."""
        return cell_address(self.key, row, column)

    def _cell(self, row: Leaf, column: Leaf) -> Cell:
        heading = column.heading
        return Cell(
            address=self.address(row.path, column.path),
            table=self.key,
            row=row.labels,
            column=column.labels,
            name="，".join((*row.labels[-1:], "、".join(column.names))),
            kind=heading.kind,
            unit=heading.unit or ("" if heading.units else self.unit),
            units=heading.units,
            computed=row.path in self.computed or column.path in self.computed,
        )
