"""The numbers of two years beside each other, and the sides of a relation in words.

Source: check 23 (变化异常) of ``model.checks``.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final, NamedTuple

from model.address import Address, row_address
from model.form.arithmetic import Operand, arithmetic
from model.form.form import Form
from model.form.needs import applies
from model.form.table import Table
from model.report.report import Report, Tally
from model.values import Number, ValueKind, Values, write_number

_FACTOR: Final = 10
"""Factor between two years above which a number is asked about."""
_SMALL: Final = 20
"""Greatest number that may change by any factor: small numbers often do."""
_KINDS: Final = (ValueKind.COUNT, ValueKind.MONEY)
"""Kinds of numbers that are asked about; not changes and percentages."""


class NumberChange(NamedTuple):
    """A number of this year and of the last one, with its address and unit."""

    address: str
    unit: str
    now: Number
    before: Number


def has_last_year(report: Report) -> bool:
    """Return whether the report has the numbers of the year before its own."""
    return report.previous is not None and report.previous.year == report.year - 1


def sudden_changes(report: Report, numbers: Values) -> Iterator[tuple[str, list[NumberChange]]]:
    """Yield the numbers far from last year's, by table or row, with the id of their finding."""
    if not has_last_year(report):
        return
    now = _with_tallies(report.tallies, {**report.values, **numbers})
    before = _with_tallies(report.tallies, report.last_values)
    for key, units in _groups(report):
        both = (address for address in units if address in now and address in before)
        found = [NumberChange(one, units[one], now[one], before[one]) for one in both]
        sudden = [one for one in found if _is_sudden(report.form, one)]
        if sudden := _without_sums(report.form, sudden):
            yield f"change/{key}", sudden


def sides_of(changes: Iterable[NumberChange]) -> tuple[str, str]:
    """Return the numbers of this year and of the last one, as a 说明 on them is kept."""
    both = [(write_number(one.now), write_number(one.before)) for one in changes]
    return "、".join(now for now, _ in both), "、".join(before for _, before in both)


def _with_tallies(tallies: Iterable[Tally], values: Values) -> Values:
    """Return numbers with the total of each tally, which may be left blank."""
    sums = {
        tally.address(): sum(values[part] for part in tally.part_addresses if part in values)
        for tally in tallies
        if any(part in values for part in tally.part_addresses)
    }
    return {**sums, **values}


def _groups(report: Report) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the addresses that one finding is about, with their units, and its id."""
    form = report.form
    for table in form.tables.values():
        totals = [path for path in table.leaves("columns") if path in table.computed]
        if totals:
            yield table.key, _units_of(table, table.leaves("rows"), totals)
            continue
        for row in table.leaves("rows"):
            yield row_address(table.key, row), _units_of(table, [row], table.leaves("columns"))
    for text in form.texts.values():
        counted = (figure for figure in text.figures if figure.kind in _KINDS)
        yield text.block, {figure.address: figure.unit for figure in counted}
    for tally in report.tallies:
        yield tally.finding, {tally.address(): tally.unit}


def _units_of(table: Table, rows: Iterable[str], columns: Iterable[str]) -> dict[str, str]:
    """Return the unit of each cell where rows and columns cross; not of cells with a choice."""
    columns = tuple(columns)
    crossings = (table.cells.get(table.address(row, column)) for row in rows for column in columns)
    return {
        cell.address: cell.unit
        for cell in crossings
        if cell and not cell.units and cell.kind in _KINDS
    }


def _is_sudden(form: Form, change: NumberChange) -> bool:
    """Return whether a number is more than ten times last year's, or less than a tenth of it.

    Numbers that follow from last year's report, and those of check 10, are not asked about.
    """
    less, more = sorted((change.now, change.before))
    if more <= _SMALL or more <= _FACTOR * less or change.address in _carried(form):
        return False
    asked = (rule for rule in form.rules if rule.rule == "magnitude" and change.address in rule.on)
    return not (is_thousandfold(change.now, change.before) and any(applies(form, r) for r in asked))


def _carried(form: Form) -> set[str]:
    """Return the addresses of the numbers that last year's report determines (checks 5 and 7)."""
    lines = (*arithmetic(form).lines.values(), *arithmetic(form).total_lines)
    return {
        address
        for line in lines
        if line.relation.equals and all(operand.last for operand in line.right)
        for address in line.cells
        if len(line.left) == 1
    }


def _without_sums(form: Form, sudden: list[NumberChange]) -> list[NumberChange]:
    """Return changes without those of totals of rows of which one has changed as well."""
    changed = {one.address for one in sudden}
    return [one for one in sudden if changed.isdisjoint(_rows_added(form, one.address))]


def _rows_added(form: Form, address: str) -> Iterator[str]:
    """Yield the cells of the same column that the total of a row adds up; none of another row."""
    place = Address.parse(address)
    if (table := form.tables.get(place.table)) is None:
        return
    for total in table.totals:
        if total.along == "rows" and total.gives == place.row:
            for path in (path for term in total.sum for path in table.resolve("rows", term.path)):
                yield table.address(path, place.column)


def is_thousandfold(now: Number, before: Number) -> bool:
    """Return whether one of two numbers that are not 0 is at least a thousand times the other."""
    less, more = sorted((Decimal(now), Decimal(before)))
    return less > 0 and more >= 1000 * less


def side_words(operands: tuple[Operand, ...], unit: str, values: Values, last: Values) -> str:
    """Return one side of a relation in words: «第一项60件加第二项4件为64件»."""
    terms = [
        (name, sum(source[address] for address in operand.typed))
        for name, operand, source in terms_of(operands, values, last)
    ]
    said = [f"{name}{write_number(number)}{unit}" for name, number in terms]
    together = write_number(sum(number for _, number in terms))
    return said[0] if len(said) == 1 else f"{'加'.join(said)}为{together}{unit}"


def terms_of(
    operands: tuple[Operand, ...], values: Values, last: Values
) -> Iterator[tuple[str, Operand, Values]]:
    """Yield what each term of a side is called, the term, and the numbers that it is added from."""
    for place, operand in enumerate(operands):
        past = "上年报告的" if operand.last and not (place and operands[place - 1].last) else ""
        yield f"{past}{operand.called}", operand, last if operand.last else values
