"""Naming many cells in few words: a whole table, whole columns, whole rows, and only then cells."""

from collections.abc import Iterable, Iterator

from model.findings import name_of
from model.form import Form
from model.report import Report
from model.table import Axis, Table


def names_of(report: Report, addresses: Iterable[str]) -> list[str]:
    """Name cells as a clerk would, in printed order, then figures and tallies one by one."""
    wanted = list(addresses)
    form = report.form
    named = [name for table in form.tables.values() for name in _names(form, table, set(wanted))]
    return named + [name_of(report, one) for one in wanted if one not in form.cells]


def _names(form: Form, table: Table, wanted: set[str]) -> Iterator[str]:
    left = wanted & table.cells.keys()
    if not left:
        return
    section = form.section_of[table.key]
    if table.typed.keys() <= left:
        yield f"{section.short}全表"
        return
    axes: tuple[Axis, ...] = ("columns", "rows")
    for axis in axes:
        for path, leaf in table.leaves(axis).items():
            line = _line(table, axis, path)
            if line and line <= left:
                label = leaf.heading.label if axis == "rows" else f"{'、'.join(leaf.names)}列"
                yield f"{section.short}，{label}"
                left -= _line(table, axis, path, typed=False)
    yield from (table.cells[address].name for address in table.cells if address in left)


def _line(table: Table, axis: Axis, path: str, typed: bool = True) -> set[str]:
    """Give the cells of a row or column."""
    place = 1 if axis == "rows" else 2
    cells = table.typed if typed else table.cells
    return {address for address in cells if address.split("/")[place] == path}
