"""Findings about numbers that are possible but rare: sudden changes, too many other results."""

from collections.abc import Iterator
from typing import Final

from model.checks.findings import SHOWN, Finding
from model.form.needs import OTHER_RESULTS
from model.report.addresses import name_of, section_of
from model.report.comparisons import NumberChange, sides_of, sudden_changes
from model.report.report import Report
from model.values import Values, write_number

_FEWEST_OTHER: Final = 3
"""Least other results that are asked about."""


def sudden(report: Report, numbers: Values) -> Iterator[Finding]:
    """Check 23 (变化异常): find numbers far from last year's, one finding for a table or a row."""
    for key, changes in sudden_changes(report, numbers):
        yield _finding(report, key, changes)


def _finding(report: Report, key: str, changes: list[NumberChange]) -> Finding:
    section = section_of(report, changes[0].address)
    title = report.form.section_of[section].title
    shown = "；".join(
        f"{name_of(report, one.address)}{write_number(one.now)}{one.unit}，"
        f"上年{write_number(one.before)}{one.unit}"
        for one in changes[:SHOWN]
    )
    more = f"；等{len(changes)}项" if len(changes) > SHOWN else ""
    advice = "与上年相差十倍以上。核对数字；情况属实的，填写说明。"
    left, right = sides_of(changes)
    only = changes[0] if len(changes) == 1 else None
    return Finding(
        id=key,
        severity="warning",
        message=f"{title}：{shown}{more}，{advice}",
        section=section,
        cells=tuple(one.address for one in changes),
        left=left,
        right=right,
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
