"""Several units have become one: what is added of last year's reports, and what is said of it."""

from dataclasses import replace

import pytest

from model.checks.check import check
from model.combine.last_year import cells_without_place, unit_after
from model.combine.sums import following_merged, merged_last
from model.errors import ReportError
from model.form import catalog
from model.report.answers import put
from model.report.report import Report
from model.unit import Unit

NEW, OLD = catalog.form("2021"), catalog.form("2019")
OUT, IN = "requests/carried_out", "requests/carried_in"
IN_FORCE = "disclosure/normative/in_force"


def unit(report: Report, name: str, **typed: str) -> Report:
    """Give a report another name and other answers."""
    report = replace(report, unit=Unit(name=name))
    for address, number in typed.items():
        report = put(report, address, number)
    return report


def following_all(reports: list[Report]) -> Report:
    year = reports[0].year + 1
    merged = merged_last(reports, NEW)
    return following_merged(merged, NEW, unit_after(reports[0], year), year, "甲、乙")


def test_one_report_is_what_it_was(example: Report) -> None:
    assert merged_last([example], NEW).report is example


def test_counts_are_added_and_each_units_part_is_named(example: Report) -> None:
    one = unit(example, "甲局", **{f"{OUT}/natural": "5", IN_FORCE: "3"})
    two = unit(example, "乙局", **{f"{OUT}/natural": "3", IN_FORCE: "0"})
    report = following_all([one, two])
    assert report.values[f"{IN}/natural"] == 8
    assert report.last_values[IN_FORCE] == 3
    assert report.sources[f"{IN}/natural"] == "上年：甲局5、乙局3"
    assert report.sources[IN_FORCE] == "上年：甲局3、乙局0"
    assert (report.unit.name, report.texts) == ("甲局", one.texts)
    assert check(report).verdicts["carried/natural"] == "holds"


def test_where_nothing_but_0_is_added_nothing_is_named(example: Report) -> None:
    nothing = {f"{OUT}/natural": "0"}
    report = following_all([unit(example, "甲局", **nothing), unit(example, "乙局", **nothing)])
    assert report.values[f"{IN}/natural"] == 0
    assert f"{IN}/natural" not in report.sources


def test_a_blank_is_no_0_and_the_unit_is_named(example: Report) -> None:
    one = unit(example, "甲局", **{f"{OUT}/natural": "5"})
    two = unit(example, "乙局", **{f"{OUT}/natural": ""})
    merged = merged_last([one, two], NEW)
    assert merged.lacking == {f"{OUT}/natural": ("乙局",)}
    assert f"{IN}/natural" not in following_all([one, two]).values


def test_a_unit_without_a_name_goes_by_its_number(example: Report) -> None:
    one = unit(example, "甲局", **{f"{OUT}/natural": "5"})
    two = unit(example, "", **{f"{OUT}/natural": "3"})
    assert following_all([one, two]).sources[f"{IN}/natural"] == "上年：甲局5、第2份3"


def test_one_unit_is_not_added_twice(example: Report) -> None:
    with pytest.raises(ReportError, match="重复相加"):
        merged_last([example, replace(example, id="other")], NEW)


def test_reports_on_different_years_are_not_added(example: Report) -> None:
    other = replace(unit(example, "乙局"), year=2019)
    with pytest.raises(ReportError, match="「乙局」的报告是2019年的，第一份是2024年的"):
        merged_last([example, other], NEW)


def test_of_reports_that_are_too_old_no_number_is_taken(example: Report) -> None:
    one, two = unit(example, "甲局"), unit(example, "乙局")
    merged = merged_last([one, two], NEW)
    report = following_merged(merged, NEW, unit_after(one, 2030), 2030, "甲、乙")
    assert (report.values, report.previous, report.sources) == ({}, None, dict(one.sources))


def test_what_an_earlier_format_counted_alone_is_named(example: Report) -> None:
    old = replace(example, form=OLD, year=2020, texts=(), tallies=(), values={})
    for address in ("disclosure/regulations/open", f"{OUT}/natural", "figure/motions"):
        old = put(old, address, "4")
    for address in OLD.tables["requests"].typed:
        if address.startswith("requests/handled.other/"):
            old = put(old, address, "1")
    assert cells_without_place(old, NEW) == [
        "规章，对外公开总数量",
        "三、申请办理，（六）其他处理",
    ]
    assert cells_without_place(example, NEW) == []
