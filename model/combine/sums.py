"""Add last year's reports of several units that were merged into one unit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from model.combine.last_year import DerivedCell, derived_cells, following
from model.compare.parts import ReportPart, applied, number_parts, parts_of
from model.errors import ReportError
from model.form.form import Form
from model.report.report import Report
from model.unit import Unit
from model.values import Number, write_number


@dataclass(frozen=True)
class Merged:
    """The sum of several reports of one year, and the numbers of each unit.

    ``parts`` are the numbers by address and name of the unit, for the cells from which figures of
    the new year follow (四、结转下年度继续办理, 现行有效件数). ``lacking`` are the names of
    units with a blank by address: a blank is not 0, so there is no sum.
    """

    report: Report
    parts: Mapping[str, Mapping[str, Number]] = field(default_factory=dict)
    lacking: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def merged_last(reports: Sequence[Report], form: Form) -> Merged:
    """Return the sum of several reports; all parts except numbers are those of the first.

    ``form`` is the form of the following year. A cell stays blank unless all reports have it.

    Raises:
        ReportError: they are of different years, or two are of the same unit.
    """
    first, *others = reports
    if not others:
        return Merged(first)
    named = _named(reports)
    found = {
        address: {name: one.values[address] for name, one in named.items() if address in one.values}
        for address in first.form.cells
    }
    whole = {address for address, had in found.items() if len(had) == len(reports)}
    rests = found.keys() & chain.from_iterable(derived.last for derived in derived_cells(form))
    values = {address: sum(had.values()) for address, had in found.items() if address in whole}
    gone = [part for part in parts_of(first) if part.field in ("numbers", "stated")]
    return Merged(
        applied(first, dict.fromkeys(gone) | number_parts(values)),
        {address: found[address] for address in found if address in rests & whole},
        {
            address: tuple(name for name in named if name not in found[address])
            for address in found
            if address in rests - whole
        },
    )


def following_merged(merged: Merged, form: Form, unit: Unit, year: int, source: str) -> Report:
    """Return a new report for ``year`` from several; 数据来源 has the numbers of each unit."""
    report = following(merged.report, form, unit, year, source)
    if report.previous is None:
        return report
    message = {derived.address: _message(merged, derived) for derived in derived_cells(form)}
    return applied(report, {ReportPart("sources", a): text for a, text in message.items() if text})


def listed_parts(parts: Mapping[str, Number]) -> str:
    """Return the number of each unit in words: «甲局5、乙局3»."""
    return "、".join(f"{name}{write_number(number)}" for name, number in parts.items())


def _message(merged: Merged, derived: DerivedCell) -> str:
    """Return the numbers of each unit from which a cell follows; empty if all are 0."""
    parts = [merged.parts[address] for address in derived.last if address in merged.parts]
    if not any(any(had.values()) for had in parts):
        return ""
    return f"上年：{'，'.join(map(listed_parts, parts))}"


def _named(reports: Sequence[Report]) -> dict[str, Report]:
    """Return the reports by the name of their unit, or by their number if it has none."""
    named: dict[str, Report] = {}
    for number, report in enumerate(reports, 1):
        name = report.unit.name or f"第{number}份"
        if name in named:
            raise ReportError(f"两份上年报告都是「{name}」的，数字会重复相加。去掉其中一份。")
        if report.year != reports[0].year:
            raise ReportError(
                f"「{name}」的报告是{report.year}年的，第一份是{reports[0].year}年的，不能相加。"
                "选择同一年度的报告。"
            )
        named[name] = report
    return named
