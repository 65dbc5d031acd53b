"""Sentences on what changed since last year, for 年度报告数据统计需要说明的事项.

They state the numbers of both years. A cause is stated only if the clerk typed it, as the 说明 of a
warning on these numbers.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from model.form.arithmetic import RelationLine, arithmetic, state_of
from model.form.form import Form
from model.report.comparisons import (
    NumberChange,
    has_last_year,
    side_words,
    sides_of,
    sudden_changes,
)
from model.report.main_figures import main_cells
from model.report.report import Report
from model.text import unnumbered, without_aside
from model.values import Number, Values, write_number

_SHARE: Final = 2
"""A main figure that changed by at least one such part of last year's number is stated."""
_LEAST: Final = 10
"""Least difference that is stated without a 说明."""
_LISTED: Final = 5
"""Most numbers that one sentence with a cause lists; the rest are counted."""
_CONFIRMED: Final = re.compile(
    "(?:已|经)?(?:核对|核实)?后?(?:情况|数据|数字)?(?:确实|均)?(?:属实|无误|正确|准确|核对|核实)?"
)
"""A 说明 that only confirms a number and names no cause."""
_INTRODUCED: Final = re.compile("因|由于|原因|主要|系|受|根据|按")
"""Beginnings of a 说明 that need no introduction."""


class _Stated(NamedTuple):
    """A sentence without its end, and the addresses of the numbers in it."""

    words: str
    addresses: tuple[str, ...]


def changes_sentence(report: Report) -> str:
    """Return sentences on large changes and on explained differences; empty if there are none."""
    if not has_last_year(report):
        return ""
    numbers = report.totals()
    explained = [*_explained(report, numbers)]
    said = {address for one in explained for address in one.addresses}
    large = [words for words, address in _large(report, numbers) if said.isdisjoint(address)]
    found = [f"{'；'.join(large)}。"] * bool(large)
    found += [f"{one.words}。" for one in explained]
    found += [f"{words}。" for words in _differences(report)]
    return "".join(found)


def changes_wait(report: Report) -> str:
    """Return why there is no sentence on changes; empty if there is one."""
    if not has_last_year(report):
        return "没有上年报告"
    return "" if changes_sentence(report) else "与上年相比变化不大，也没有已填写的说明"


def _large(report: Report, numbers: Values) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the main figures that changed much, in words and by their addresses."""
    last = report.last_values
    for label, cells in _main_cells(report.form):
        if all(cell in numbers and cell in last for cell in cells):
            now: Number = sum(numbers[cell] for cell in cells)
            before: Number = sum(last[cell] for cell in cells)
            less, more = sorted((now, before))
            if more - less >= _LEAST and (more - less) * _SHARE >= before:
                unit = report.form.cells[cells[0]].unit
                yield _change_words(label, NumberChange("", unit, now, before)), tuple(cells)


def _main_cells(form: Form) -> Iterator[tuple[str, list[str]]]:
    """Yield the main figures; the total of rows is named by its rows: 本年度办理结果总计."""
    named = {total.name for table in form.tables.values() for total in table.totals}
    for label, cells in main_cells(form):
        rows = form.cells[cells[0]].row
        yield ("".join(map(unnumbered, rows)) if label in named and rows else label), cells


def _change_words(label: str, change: NumberChange) -> str:
    """Return a change in words: «由上年的12件增至40件»; 上年 makes the first number no claim."""
    verb = "增至" if change.now > change.before else "减至"
    now, before = write_number(change.now), write_number(change.before)
    return f"{label}由上年的{before}{change.unit}{verb}{now}{change.unit}"


def _explained(report: Report, numbers: Values) -> Iterator[_Stated]:
    """Yield the sudden changes (check 23) and changed amounts (check 10) with a cause."""
    labels = {cells[0]: label for label, cells in _main_cells(report.form) if len(cells) == 1}
    for key, changes in (*sudden_changes(report, numbers), *_amounts(report, numbers)):
        if cause := _cause(report, key, *sides_of(changes)):
            words = [
                _change_words(labels.get(one.address) or _label(report, one.address), one)
                for one in changes
            ]
            more = f"等{len(words)}项" if len(words) > _LISTED else ""
            addresses = tuple(one.address for one in changes)
            yield _Stated(f"{'、'.join(words[:_LISTED])}{more}，{cause}", addresses)


def _amounts(report: Report, numbers: Values) -> Iterator[tuple[str, list[NumberChange]]]:
    """Yield the amounts that check 10 compares, with the id of its finding."""
    last = report.last_values
    for rule in report.form.rules:
        for address in rule.on if rule.rule == "magnitude" else ():
            if address in numbers and address in last:
                unit = report.form.cells[address].unit
                change = NumberChange(address, unit, numbers[address], last[address])
                yield f"magnitude/{address}", [change]


def _label(report: Report, address: str) -> str:
    """Return the name of a number in a sentence: «不予公开（属于国家秘密）»."""
    if (cell := report.form.cells.get(address)) is not None:
        names = [without_aside(unnumbered(label)) for label in cell.row[-2:]]
        return names[0] + "".join(f"（{name}）" for name in names[1:])
    if (figure := report.form.figures.get(address)) is not None:
        return figure.label
    return next(tally.name for tally in report.tallies if address in tally.labels)


def _differences(report: Report) -> Iterator[str]:
    """Yield the differences to last year's report (checks 5 to 8) that have a cause."""
    for line in arithmetic(report.form).lines.values():
        if line.relation.between_years:
            state = state_of(line, report.values, report.last_values)
            sides = write_number(state.left), write_number(state.right)
            if state.broken and (cause := _cause(report, line.id, *sides)):
                yield f"{_sides(report, line)}，{cause}"


def _sides(report: Report, line: RelationLine) -> str:
    last = report.last_values
    left, right = (
        side_words(side, line.unit, report.values, last) for side in (line.left, line.right)
    )
    return f"{unnumbered(line.label)}{'：' if line.label else ''}{left}，{right}"


def _cause(report: Report, key: str, left: str, right: str) -> str:
    """Return the 说明 of a finding on these numbers as a clause; empty if it names no cause."""
    kept = report.reasons.get(key)
    if kept is None or (kept.left, kept.right) != (left, right):
        return ""
    words = "，".join(line.strip(" 　。；，") for line in kept.text.split("\n"))
    if _CONFIRMED.fullmatch(words):
        return ""
    return words if _INTRODUCED.match(words) else f"原因是{words}"
