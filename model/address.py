"""Addresses: the names of all places of a report. Only this module parses or builds them.

An address is a text, and stays one as a key of mappings, drafts, JSON and findings::

    table/row.path/column.path    a cell
    table/row.path                a row, for its meaning in the help
    text/section.key              a text; the key may have more dots: section.key.key
    figure/key                    a figure within a text
    tally/key/part                a count of a tally; the part ``total`` is its total
    unit/field                    a field of the unit, or the year or period of the report
    note/table                    the notes under a table

The remark on a number is at the number's address with ``#remark``, its source with ``#source``; a
text has neither. The id of a finding, such as ``balance/natural``, is not an address.

A **path** is a row, a column or the key of a text: keys from the root, joined by dots.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

AddressKind = Literal["cell", "row", "text", "figure", "tally", "unit", "note", ""]
"""The kind of place at an address; empty for a text that is not an address."""
TOTAL: Final = "total"
"""Key of the total of a tally."""
_CACHED: Final = 4096
"""Parsed addresses and paths in the cache: more than all released forms have."""


@dataclass(frozen=True, slots=True)
class Address:
    """A parsed address; fields that its kind does not have are empty.

    ``table`` is the key of a table, for cells, rows and notes; ``row`` and ``column`` are the paths
    of a cell. ``key`` is the key of a text, figure or tally, or the field of the unit; for the
    empty kind it is the complete text. ``part`` is the key of a part of a tally. ``annotation`` is
    ``remark`` or ``source``, and None for the answer itself.
    """

    kind: AddressKind
    table: str = ""
    row: str = ""
    column: str = ""
    key: str = ""
    part: str = ""
    annotation: str | None = None

    @staticmethod
    def parse(text: str) -> "Address":
        """Parse an address; it is not checked whether a form has such a place."""
        return _parsed(text)

    def __str__(self) -> str:
        return self.answer if self.annotation is None else f"{self.answer}#{self.annotation}"

    @property
    def answer(self) -> str:
        """The address of the answer itself, without ``#remark`` or ``#source``."""
        if self.kind == "cell":
            return cell_address(self.table, self.row, self.column)
        if self.kind == "row":
            return row_address(self.table, self.row)
        if self.kind == "tally":
            return tally_address(self.key, self.part)
        if self.kind == "note":
            return note_address(self.table)
        return f"{self.kind}/{self.key}" if self.kind else self.key


@lru_cache(maxsize=_CACHED)
def _parsed(text: str) -> Address:
    prefix, _, rest = text.partition("/")
    if prefix == "text":
        return Address("text", key=rest)
    answer, mark, annotation = text.partition("#")
    noted = annotation if mark else None
    prefix, slash, rest = answer.partition("/")
    if prefix == "figure":
        return Address("figure", key=rest, annotation=noted)
    if prefix == "unit":
        return Address("unit", key=rest, annotation=noted)
    if prefix == "note":
        return Address("note", table=rest, annotation=noted)
    key, divided, part = rest.rpartition("/")
    if prefix == "tally" and divided:
        return Address("tally", key=key, part=part, annotation=noted)
    row, divided, column = rest.partition("/")
    if prefix != "tally" and slash:
        kind: AddressKind = "cell" if divided else "row"
        return Address(kind, table=prefix, row=row, column=column, annotation=noted)
    return Address("", key=answer, annotation=noted)


def cell_address(table: str, row: str, column: str) -> str:
    """Return the address of a cell."""
    return f"{table}/{row}/{column}"


def row_address(table: str, row: str) -> str:
    """Return the address of a row."""
    return f"{table}/{row}"


def text_address(key: str) -> str:
    """Return the address of a text."""
    return f"text/{key}"


def figure_address(key: str) -> str:
    """Return the address of a figure."""
    return f"figure/{key}"


def tally_address(key: str, part: str = TOTAL) -> str:
    """Return the address of a part of a tally, or of its total."""
    return f"tally/{key}/{part}"


def unit_address(field: str) -> str:
    """Return the address of a field of the unit."""
    return f"unit/{field}"


def note_address(table: str) -> str:
    """Return the address of the notes under a table."""
    return f"note/{table}"


def remark_address(address: str) -> str:
    """Return the address of the remark on a number."""
    return f"{address}#remark"


def source_address(address: str) -> str:
    """Return the address of the source (数据来源) of a number."""
    return f"{address}#source"


def join_path(*keys: str) -> str:
    """Return the path of these keys from the root; empty keys are ignored."""
    return ".".join(filter(None, keys))


def first_key(path: str) -> str:
    """Return the first key of a path; for the key of a text this is its section."""
    return path.partition(".")[0]


def last_key(path: str) -> str:
    """Return the last key of a path."""
    return path.rpartition(".")[2]


def parent_path(path: str) -> str:
    """Return the path above; empty for the first key."""
    return path.rpartition(".")[0]


@lru_cache(maxsize=_CACHED)
def path_and_parents(path: str) -> tuple[str, ...]:
    """Return a path and all paths above it, the nearest first."""
    found = [path]
    while path := parent_path(path):
        found.append(path)
    return tuple(found)


def depth(path: str) -> int:
    """Return the number of keys before the last one of a path."""
    return path.count(".")


def is_below(path: str, other: str) -> bool:
    """Return whether a path is below another."""
    return path.startswith(f"{other}.")


def is_within(path: str, other: str) -> bool:
    """Return whether a path is equal to another or below it."""
    return path == other or is_below(path, other)
