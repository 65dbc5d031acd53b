"""Predecessors of a merged organ: last year's reports of several units as one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from model.combine.last_year import Spring, following, springs
from model.compare.parts import ReportPart, applied, numbered, parts_of
from model.errors import ReportError
from model.form.form import Form
from model.report.report import Report
from model.unit import Unit
from model.values import Number, write_number


@dataclass(frozen=True)
class Merged:
    """Several reports on one year as one, and what came from which.

    ``parts`` are the numbers of each unit by name, for the cells that a new year's figures rest on
    (四、结转下年度继续办理, 现行有效件数); ``lacking`` names those in whose reports one of them is
    blank: a blank is no 0, so nothing is added there. Both by address.
    """

    report: Report
    parts: Mapping[str, Mapping[str, Number]] = field(default_factory=dict)
    lacking: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def merged_last(reports: Sequence[Report], form: Form) -> Merged:
    """Add the counts of several reports; all else is of the first.

    ``form`` is that of the year that follows. A cell stays blank unless all of them have it.

    Raises:
        ReportError: they are on different years, or two are of one unit.
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
    rests = found.keys() & chain.from_iterable(spring.last for spring in springs(form))
    values = {address: sum(had.values()) for address, had in found.items() if address in whole}
    gone = [part for part in parts_of(first) if part.field in ("numbers", "stated")]
    return Merged(
        applied(first, dict.fromkeys(gone) | numbered(values)),
        {address: found[address] for address in found if address in rests & whole},
        {
            address: tuple(name for name in named if name not in found[address])
            for address in found
            if address in rests - whole
        },
    )


def following_merged(merged: Merged, form: Form, unit: Unit, year: int, source: str) -> Report:
    """Begin the report on ``year`` from several; 数据来源 says what each had of its figures."""
    report = following(merged.report, form, unit, year, source)
    if report.previous is None:
        return report
    message = {spring.address: _message(merged, spring) for spring in springs(form)}
    return applied(report, {ReportPart("sources", a): text for a, text in message.items() if text})


def said(parts: Mapping[str, Number]) -> str:
    """Say what each unit had: «甲局5、乙局3»."""
    return "、".join(f"{name}{write_number(number)}" for name, number in parts.items())


def _message(merged: Merged, spring: Spring) -> str:
    """Say what each unit had of what a cell rests on; nothing where that was nothing but 0."""
    parts = [merged.parts[address] for address in spring.last if address in merged.parts]
    if not any(any(had.values()) for had in parts):
        return ""
    return f"上年：{'，'.join(map(said, parts))}"


def _named(reports: Sequence[Report]) -> dict[str, Report]:
    """Return the reports by the names of their units; one without a name goes by its number."""
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
