"""The numbers that phrases mean: the cells behind an address, their sum, and their names.

A meaning is a tuple of addresses whose numbers are added: ``Phrase.means``. The path of a group in
an address stands for all of its leaves, and the total of a tally for the sum of its parts.
"""

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from model.address import Address, is_within, join_path
from model.form.arithmetic import arithmetic
from model.form.form import Form
from model.form.table import Axis, Leaf, Table
from model.report.addresses import name_of, section_of, tally_of
from model.report.report import Report
from model.text import unnumbered, without_aside
from model.values import Number, Values, write_number

_ITEM: Final = re.compile("([一二三四五六七八九十]+)、")
"""The ordinal of a row, which is called 第一项."""


@cache
def cells_meant(form: Form, address: str) -> tuple[str, ...]:
    """Return the printed cells behind an address; for a figure or a tally only itself.

    It is empty if the form has no such cell.
    """
    place = Address.parse(address)
    if place.kind != "cell":
        return (address,)
    table = form.tables.get(place.table)
    if table is None:
        return ()
    rows, columns = _leaves(table, "rows", place.row), _leaves(table, "columns", place.column)
    crossings = (table.address(row, column) for row in rows for column in columns)
    return tuple(one for one in crossings if one in table.cells)


def _leaves(table: Table, axis: Axis, path: str) -> list[str]:
    """Return the leaves of a path; the totals within a group are left out."""
    found = table.resolve(axis, path)
    return [leaf for leaf in found if leaf == path or leaf not in table.computed]


def typed_meant(form: Form, address: str) -> tuple[str, ...]:
    """Return the typed cells that are added to the number at an address."""
    known = arithmetic(form)
    return tuple(one for cell in cells_meant(form, address) for one in known.typed_under(cell))


def number_meant(report: Report, meaning: Sequence[str], numbers: Values) -> Number | None:
    """Return the number of a meaning; None while one of its cells is blank."""
    found = [_number(report, address, numbers) for address in meaning]
    known = [number for number in found if number is not None]
    return sum(known) if known and len(known) == len(found) else None


def _number(report: Report, address: str, numbers: Values) -> Number | None:
    if Address.parse(address).kind == "tally":
        return _tally_total(report, address, numbers)
    cells = cells_meant(report.form, address)
    known = [numbers[cell] for cell in cells if cell in numbers]
    return sum(known) if known and len(known) == len(cells) else None


def _tally_total(report: Report, address: str, numbers: Values) -> Number | None:
    """Return the total of a tally, also if only its parts are typed; None for an approximate one.

    None is also returned while the total and one of the parts are blank.
    """
    found = tally_of(report, address)
    if found is None or found[0].approximate:
        return None
    if address in numbers:
        return numbers[address]
    parts = [numbers.get(part) for part in found[0].part_addresses]
    known = [number for number in parts if number is not None]
    return sum(known) if known and len(known) == len(parts) else None


def unit_meant(report: Report, meaning: Sequence[str]) -> str:
    """Return the unit of the number of a meaning."""
    address = next((one for part in meaning for one in cells_meant(report.form, part)), "")
    if (cell := report.form.cells.get(address)) is not None:
        return cell.unit or report.options.units.get(address, "")
    if (figure := report.form.figures.get(address)) is not None:
        return figure.unit
    found = tally_of(report, address)
    return found[0].unit if found else ""


def place_meant(report: Report, meaning: Sequence[str]) -> str:
    """Return the place of a meaning in words: 三、第一项总计加第二项总计."""
    names = "加".join(name_meant(report, address) for address in meaning)
    return f"{_numeral(report, meaning[0])}{names}"


def sentence_meant(report: Report, meaning: Sequence[str], numbers: Values) -> str:
    """Return a meaning with its numbers: 第一项总计13件加第二项总计7件为20件.

    While one of its cells is blank, this is said instead.
    """
    unit, names = unit_meant(report, meaning), [name_meant(report, one) for one in meaning]
    terms = _terms(report, meaning, numbers)
    if len(terms) < len(names):
        return f"{'加'.join(names)}未填完"
    if len(names) > 1:
        names = [f"{name}{term}{unit}" for name, term in zip(names, terms, strict=True)]
    return f"{'加'.join(names)}为{_total(report, meaning, numbers)}{unit}"


def equation_meant(report: Report, meaning: Sequence[str], numbers: Values) -> str:
    """Return a meaning without blank cells as an equation: «第一项 13 ＋ 第二项 7 ＝ 20»."""
    terms = zip(meaning, _terms(report, meaning, numbers), strict=True)
    sides = [" ＋ ".join(f"{name_meant(report, one)} {term}" for one, term in terms)]
    sides += [_total(report, meaning, numbers)] * (len(meaning) > 1)
    return " ＝ ".join(sides)


def _terms(report: Report, meaning: Sequence[str], numbers: Values) -> list[str]:
    """Return the known numbers of the addends."""
    found = (_number(report, one, numbers) for one in meaning)
    return [write_number(number) for number in found if number is not None]


def _total(report: Report, meaning: Sequence[str], numbers: Values) -> str:
    return write_number(number_meant(report, meaning, numbers) or 0)


def numbered_meant(report: Report, meaning: Sequence[str], numbers: Values) -> str:
    """Return a meaning with the numeral of its section and its numbers: 三、第一项总计为13件."""
    return f"{_numeral(report, meaning[0])}{sentence_meant(report, meaning, numbers)}"


def _numeral(report: Report, address: str) -> str:
    """Return the numeral of the section of an address: 三、; its title if it has none."""
    cells = cells_meant(report.form, address) or (address,)
    section = report.form.section_of.get(section_of(report, cells[0]))
    if section is None:
        return ""
    bare = unnumbered(section.title)
    return section.title.removesuffix(bare) or f"{section.title}，"


def name_meant(report: Report, address: str) -> str:
    """Return the name of one addend without its section: 第一项总计, 行政许可，本年处理决定数量."""
    place = Address.parse(address)
    if place.kind == "cell" and place.table in report.form.tables:
        return _cell_name(report.form, place.table, place.row, place.column)
    found = tally_of(report, address)
    return f"{found[0].name}合计" if found else name_of(report, address)


@cache
def _cell_name(form: Form, key: str, row: str, column: str) -> str:
    table = form.tables[key]
    across = "".join(without_aside(label) for label in _labels(table, "columns", column))
    called: dict[str, str] = {}
    for relation in table.relations:
        if relation.along == "rows":
            for term, name in relation.called.items():
                called.setdefault(term, name)
    if row in called:
        return called[row] if called[row].endswith(across) else f"{called[row]}{across}"
    labels = _labels(table, "rows", row)
    if labels and (item := _ITEM.match(labels[0])):
        return f"第{item[1]}项{''.join(map(without_aside, labels[1:]))}{across}"
    return "，".join((*map(without_aside, labels), across))


def _labels(table: Table, axis: Axis, path: str) -> list[str]:
    """Return the labels of a leaf or group from the root, without banners."""
    leaf: Leaf = next(leaf for key, leaf in table.leaves(axis).items() if is_within(key, path))
    keys = [heading.key for heading in leaf.headings]
    return [
        heading.label
        for place, heading in enumerate(leaf.headings, start=1)
        if heading.key and heading.label and is_within(path, join_path(*keys[:place]))
    ]
