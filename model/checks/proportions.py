"""Findings about numbers that are possible but rare: sudden changes, too many other results."""

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from model.address import Address
from model.checks.findings import Finding
from model.checks.rules import is_thousandfold
from model.form.arithmetic import arithmetic
from model.form.form import Form
from model.form.needs import OTHER_RESULTS, applies
from model.form.table import Table
from model.report.addresses import name_of, section_of
from model.report.report import Report, Tally
from model.values import Number, ValueKind, Values, write_number

_FACTOR: Final = 10
"""Factor between two years above which a number is asked about."""
_SMALL: Final = 20
"""Greatest number that may change by any factor: small numbers often do."""
_KINDS: Final = (ValueKind.COUNT, ValueKind.MONEY)
"""Kinds of numbers that are asked about; not changes and percentages."""
_SHOWN: Final = 3
"""Most numbers that one finding shows; the rest are counted."""
_FEWEST_OTHER: Final = 3
"""Least other results that are asked about."""


class _Change(NamedTuple):
    """A number of this year and of the last one, with its address and unit."""

    address: str
    unit: str
    now: Number
    before: Number


def sudden_changes(report: Report, numbers: Values) -> Iterator[Finding]:
    """Check 23 (变化异常): find numbers far from last year's, one finding for a table or a row."""
    if report.previous is None or report.previous.year != report.year - 1:
        return
    now = _with_tallies(report.tallies, {**report.values, **numbers})
    before = _with_tallies(report.tallies, report.last_values)
    for key, units in _groups(report):
        both = (address for address in units if address in now and address in before)
        found = [_Change(one, units[one], now[one], before[one]) for one in both]
        sudden = [one for one in found if _is_sudden(report.form, one)]
        if sudden := _without_sums(report.form, sudden):
            yield _finding(report, f"change/{key}", sudden)


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
            yield f"{table.key}/{row}", _units_of(table, [row], table.leaves("columns"))
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


def _is_sudden(form: Form, change: _Change) -> bool:
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


def _without_sums(form: Form, sudden: list[_Change]) -> list[_Change]:
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


def _finding(report: Report, key: str, sudden: list[_Change]) -> Finding:
    section = section_of(report, sudden[0].address)
    title = report.form.section_of[section].title
    shown = "；".join(
        f"{name_of(report, one.address)}本年{write_number(one.now)}{one.unit}，"
        f"上年{write_number(one.before)}{one.unit}"
        for one in sudden[:_SHOWN]
    )
    more = f"；等{len(sudden)}项" if len(sudden) > _SHOWN else ""
    advice = "与上年相差十倍以上。核对数字；情况属实的，填写说明。"
    only = sudden[0] if len(sudden) == 1 else None
    return Finding(
        id=key,
        severity="warning",
        message=f"{title}：{shown}{more}，{advice}",
        section=section,
        cells=tuple(one.address for one in sudden),
        left="、".join(write_number(one.now) for one in sudden),
        right="、".join(write_number(one.before) for one in sudden),
        difference=write_number(only.now - only.before) if only else "",
    )


def other_results(report: Report, numbers: Values) -> Iterator[Finding]:
    """Check 21 (其他处理偏多): hint at other results that are more than a third of all."""
    other, handled = (numbers.get(address) for address in OTHER_RESULTS.cells)
    if not other or not handled or OTHER_RESULTS.lacking_cells(report.form):
        return
    if other < _FEWEST_OTHER or other * 3 <= handled:
        return
    cells = OTHER_RESULTS.cells
    section = section_of(report, cells[0])
    labels = report.form.cells[cells[0]].row
    left, right = write_number(other), write_number(handled)
    message = (
        f"{report.form.section_of[section].title}：{''.join(labels[-2:])}共{left}件，"
        f"超过第三项总计{right}件的三分之一。核对能否归入其他各项。"
    )
    yield Finding(
        f"other_results/{cells[0]}", "hint", message, section, cells, left=left, right=right
    )
