"""The kind, name and section of the addresses of a report, and its blank cells.

Many cells are named in few words: complete tables, columns and rows before single cells.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from model.address import Address, first_key, unit_address
from model.errors import AddressError
from model.form.form import Form
from model.form.table import Axis, Table
from model.report.report import Report, Tally
from model.unit import LABELS
from model.values import ValueKind

DATES: Final = ("deadline", "signed_on")
"""Fields of the unit that take a date."""
PERIOD: Final = {"year": "年度", "period_start": "统计起始日", "period_end": "统计截止日"}
"""Labels of the year and the days of the period, which are answers of the first step."""
READ: Final = {
    unit_address(name): label
    for name, label in (*PERIOD.items(), *((name, LABELS[name]) for name in DATES))
}
"""Labels, by address, of the answers of the first step in which a date or the year is read."""


def kind_of(report: Report, address: str) -> ValueKind:
    """Return the kind of the number at an address.

    Raises:
        AddressError: the form has no such place.
    """
    if (cell := report.form.cells.get(address)) is not None:
        return cell.kind
    if (figure := report.form.figures.get(address)) is not None:
        return figure.kind
    if any(address in tally.labels for tally in report.tallies):
        return ValueKind.COUNT
    raise no_place(address)


def no_place(address: str) -> AddressError:
    """Return the error for an address that a form does not have."""
    return AddressError(f"表样中没有「{address}」。用 form 命令查看全部地址。")


def tally_of(report: Report, address: str) -> tuple[Tally, str] | None:
    """Return the tally of an address and the label of its part; None if it is not of a tally."""
    for tally in report.tallies:
        if (label := tally.labels.get(address)) is not None:
            return tally, label
    return None


def name_of(report: Report, address: str) -> str:
    """Return the name of the place of a number or date for the clerk, without its section."""
    if address in READ:
        return READ[address]
    if (cell := report.form.cells.get(address)) is not None:
        return cell.name
    if (figure := report.form.figures.get(address)) is not None:
        return figure.label
    found = tally_of(report, address)
    return f"{found[0].name}（{found[1]}）" if found else address


def section_of(report: Report, address: str) -> str:
    """Return the key of the section of an address, or ``unit`` for the first step."""
    if found := tally_of(report, Address.parse(address).answer):
        return found[0].section
    return section_key(report.form, address)


def section_key(form: Form, address: str) -> str:
    """Return the key of the section of an address that is not of a tally."""
    place = Address.parse(address)
    if place.table in form.tables:
        return form.section_of[place.table].key
    if place.kind == "figure":
        return form.text_of[place.answer].section
    return first_key(place.key) if place.kind == "text" else "unit"


def blanks(report: Report, table: str) -> Iterator[str]:
    """Yield the addresses of a table's typed cells without a number or an unread text."""
    typed = report.form.tables[table].typed
    if typed.keys() <= report.values.keys():
        return
    for address in typed:
        if address not in report.values and address not in report.unread:
            yield address


def names_of(report: Report, addresses: Iterable[str]) -> list[str]:
    """Return names of cells in printed order, combined if possible, then of other addresses."""
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
    """Return the cells of a row or column, only the typed ones or all."""
    crossings = {table.crossing(axis, path, line) for line in table.across(axis)}
    return crossings & (table.typed if typed else table.cells).keys()
