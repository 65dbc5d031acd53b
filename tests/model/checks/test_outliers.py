"""A number far from last year's is asked about once; other results of a third are hinted at."""

from dataclasses import replace
from decimal import Decimal

import pytest

from model.checks.check import check
from model.checks.findings import Finding
from model.checks.publication import reviewed
from model.form import catalog
from model.report.begin import new_report
from model.report.report import Previous, Reason, Report, Tally
from model.unit import Unit, UnitKind
from model.values import Number, Values

FORM = catalog.form("2021")
LICENCES = "disclosure/licences/decisions"


def report_of(values: Values, last: Values, year: int = 2023, form: str = "2021") -> Report:
    """Give a report on 2024 with numbers, and those of last year; sums as a draft has them."""
    begun = new_report(catalog.form(form), Unit(name="某市水务局", kind=UnitKind.DEPARTMENT), 2024)
    before = replace(begun, values=last).totals()
    previous = Previous("上年.gknb", form, year, "某市水务局", before)
    return replace(begun, values=values, previous=previous)


def found(report: Report, prefix: str = "change/") -> list[Finding]:
    result = check(report)
    return [one for one in (*result.findings, *result.hints) if one.id.startswith(prefix)]


@pytest.mark.parametrize(
    ("now", "before", "asks"),
    [
        (21, 2, True),
        (20, 2, False),  # exactly tenfold
        (20, 0, False),
        (21, 0, True),
        (0, 21, True),
        (0, 0, False),
        (20, 1, False),  # small numbers change by any factor
        (200, 21, False),
        (4, 41, True),
        (4, 40, False),
        (350, 12, True),
    ],
)
def test_only_a_change_of_more_than_tenfold_above_twenty_asks(
    now: int, before: int, asks: bool
) -> None:
    assert bool(found(report_of({LICENCES: now}, {LICENCES: before}))) is asks


def test_a_change_is_said_with_both_numbers_and_stays_explained_while_they_stay() -> None:
    report = report_of({LICENCES: 350}, {LICENCES: 12})
    (one,) = found(report)
    assert (one.id, one.severity, one.cells) == (
        "change/disclosure/licences",
        "warning",
        (LICENCES,),
    )
    assert one.message == (
        "二、主动公开政府信息情况：行政许可，本年处理决定数量350件，上年12件，"
        "与上年相差十倍以上。核对数字；情况属实的，填写说明。"
    )
    kept = report.with_entry("reasons", one.id, Reason("承接下放事项。", one.left, one.right))
    assert found(kept)[0].reason_is_current
    assert check(kept).summary.reasoned == check(report).summary.reasoned + 1
    assert found(kept.with_value("disclosure/penalties/decisions", 3))[0].reason_is_current
    assert not found(kept.with_value(LICENCES, 351))[0].reason_is_current


def test_a_row_asks_once_for_all_of_its_numbers() -> None:
    row = [f"disclosure/normative/{key}" for key in ("issued", "repealed", "in_force")]
    (one,) = found(report_of(dict.fromkeys(row, 40), dict.fromkeys(row, 1)))
    assert one.id == "change/disclosure/normative"
    assert one.cells == tuple(row)
    assert one.left == "40、40、40"


def test_a_table_with_totals_asks_once_and_for_its_totals_only() -> None:
    typed = [a for a in FORM.tables["requests"].typed if "other" not in a]
    last = dict.fromkeys(FORM.tables["requests"].typed, 0)
    (one,) = found(report_of({**last, **dict.fromkeys(typed, 30)}, last))
    assert one.id == "change/requests"
    assert {cell.rpartition("/")[2] for cell in one.cells} == {"total"}
    assert one.message.count("上年0件") == 3
    assert f"；等{len(one.cells)}项，与上年相差" in one.message


def test_a_total_is_not_asked_about_beside_its_part() -> None:
    last = dict.fromkeys(FORM.tables["requests"].typed, 0)
    now = {
        **last,
        "requests/received/natural": 50,
        "requests/handled.granted/natural": 50,
    }
    (one,) = found(report_of(now, last))
    assert one.cells == ("requests/received/total", "requests/handled.granted/total")


def test_a_total_whose_parts_changed_little_is_asked_about() -> None:
    last = dict.fromkeys(FORM.tables["requests"].typed, 0)
    rows = ("granted", "partial", "unavailable.unclear")
    now = {**last, **{f"requests/handled.{row}/natural": 9 for row in rows}}
    (one,) = found(report_of(now, last))
    assert one.cells == ("requests/handled.total/total",)


def test_a_number_that_last_years_report_determines_is_not_asked_about() -> None:
    last = dict.fromkeys(FORM.tables["requests"].typed, 0)
    carried = {**last, "requests/carried_in/natural": 40}
    before = {**last, "requests/carried_out/natural": 40, "requests/received/natural": 40}
    (one,) = found(report_of({**carried, "requests/handled.granted/natural": 40}, before))
    assert "requests/carried_in/total" not in one.cells


@pytest.mark.parametrize(
    ("now", "before", "asks"),
    [
        (Decimal(30), Decimal(2), True),
        (Decimal("3415.74"), Decimal("3.41"), False),  # a thousandfold: check 10 asks
        (Decimal(30), 0, True),
    ],
)
def test_money_is_asked_about_once(now: Number, before: Number, asks: bool) -> None:
    report = report_of({"disclosure/fees/amount": now}, {"disclosure/fees/amount": before})
    assert bool(found(report)) is asks
    assert bool(found(report, "magnitude/")) is not asks


def test_figures_and_tallies_are_asked_about_by_text_and_tally() -> None:
    report = report_of(
        {"figure/fee_notices": 30, "figure/fee_amount": Decimal(900), "figure/reply_rate": 1},
        {"figure/fee_notices": 1, "figure/fee_amount": Decimal(0), "figure/reply_rate": 100},
    )
    tally = Tally("t", "公开信息", "条", "overview.proactive", (("a", "甲"), ("b", "乙")))
    values = {**report.values, "tally/t/a": 200, "tally/t/b": 300}
    assert report.previous is not None
    before = {**report.previous.values, "tally/t/total": 30, "tally/t/a": 1}
    report = replace(
        report, tallies=(tally,), values=values, previous=replace(report.previous, values=before)
    )
    fees, published = sorted(found(report), key=lambda one: one.id)
    assert (fees.id, fees.left, fees.right) == ("change/other.fees", "30、900", "1、0")
    assert published.id == "change/tally/t"
    assert "公开信息（合计）500条，上年30条，" in published.message


def test_another_year_or_none_is_no_last_year() -> None:
    assert found(report_of({LICENCES: 350}, {LICENCES: 12}, year=2022)) == []
    assert found(replace(report_of({LICENCES: 350}, {LICENCES: 12}), previous=None)) == []


def test_signed_changes_and_amounts_in_a_chosen_unit_are_not_asked_about() -> None:
    places = ("disclosure/licences/change", "disclosure/procurement/amount")
    report = report_of(dict.fromkeys(places, 300), dict.fromkeys(places, 1), form="2019")
    assert found(report) == []


@pytest.mark.parametrize(
    ("other", "granted", "hints"),
    [(8, 12, True), (4, 8, False), (2, 1, False), (3, 5, True), (0, 9, False)],
)
def test_other_results_above_a_third_are_hinted_at(other: int, granted: int, hints: bool) -> None:
    values = dict.fromkeys(FORM.tables["requests"].typed, 0)
    values |= {"requests/handled.other.other/natural": other}
    values |= {"requests/handled.granted/natural": granted}
    report = report_of(values, {})
    assert bool(found(report, "other_results/")) is hints


def test_the_hint_at_other_results_stays_dismissed_while_its_numbers_stay() -> None:
    values = dict.fromkeys(FORM.tables["requests"].typed, 0)
    values |= {"requests/handled.other.other/natural": 8, "requests/handled.granted/natural": 12}
    report = report_of(values, {})
    (hint,) = found(report, "other_results/")
    assert hint.message == (
        "三、收到和处理政府信息公开申请情况：（六）其他处理3.其他共8件，超过第三项总计20件的三分之一。"
        "核对能否归入其他各项。"
    )
    assert hint.is_hint
    assert found(reviewed(report, hint), "other_results/")[0].reason_is_current
    assert found(replace(report, form=catalog.form("2019")), "other_results/") == []
