"""数据变动说明: what changed since last year, with the causes that were typed and no others."""

from dataclasses import replace
from decimal import Decimal

import pytest

from model.checks.check import check
from model.claims.claims import Speaker, claims_in
from model.form import catalog
from model.report.begin import new_report
from model.report.report import Previous, Reason, Report, Tally
from model.report.wording import inserted, missing_numbers, reference_sentence
from model.unit import Unit, UnitKind
from model.values import Values

FORM = catalog.form("2021")
TEXT = FORM.texts["other.statistics"]
LICENCES, PENALTIES = "disclosure/licences/decisions", "disclosure/penalties/decisions"
NONE = dict.fromkeys(FORM.tables["requests"].typed, 0)


def report_of(values: Values, last: Values, year: int = 2023) -> Report:
    """Give a report on 2024 with numbers, and those of last year."""
    unit = Unit(name="某市水务局", kind=UnitKind.DEPARTMENT)
    begun = new_report(FORM, unit, 2024, ("other.statistics",))
    before = replace(begun, values=last).totals()
    previous = Previous("上年.gknb", "2021", year, "某市水务局", before)
    return replace(begun, values=values, previous=previous)


def explained(report: Report, words: str) -> Report:
    """Give the report with the same 说明 for each of its warnings."""
    for one in check(report).findings:
        if one.severity == "warning":
            report = report.with_entry("reasons", one.id, Reason(words, one.left, one.right))
    return report


def sentence(report: Report) -> str:
    return reference_sentence(report, TEXT)


def test_a_main_figure_that_changed_much_is_stated_without_a_cause() -> None:
    report = report_of({LICENCES: 40, PENALTIES: 12}, {LICENCES: 12, PENALTIES: 30})
    assert sentence(report) == (
        "行政许可本年处理决定数量由上年的12件增至40件；行政处罚本年处理决定数量由上年的30件减至12件。"
    )


@pytest.mark.parametrize(("now", "before"), [(12, 3), (40, 30), (30, 30), (109, 100)])
def test_a_small_change_is_not_stated(now: int, before: int) -> None:
    report = report_of({LICENCES: now}, {LICENCES: before})
    assert sentence(report) == ""
    assert missing_numbers(report, TEXT) == "与上年相比变化不大，也没有已填写的说明"


def test_groups_of_section_three_are_stated_by_their_sums() -> None:
    refused = "requests/handled.refused.secret/natural", "requests/handled.refused.inquiry/natural"
    assert sentence(report_of({**NONE, **dict.fromkeys(refused, 6)}, NONE)) == (
        "不予公开由上年的0件增至12件；本年度办理结果总计由上年的0件增至12件。"
    )


def test_a_typed_cause_is_stated_with_its_numbers() -> None:
    report = report_of({LICENCES: 350, PENALTIES: 40}, {LICENCES: 12, PENALTIES: 12})
    assert sentence(explained(report, "承接下放的许可事项。\n数量增多")) == (
        "行政处罚本年处理决定数量由上年的12件增至40件。"
        "行政许可本年处理决定数量由上年的12件增至350件，"
        "原因是承接下放的许可事项，数量增多。"
    )


@pytest.mark.parametrize(
    ("typed", "stated"),
    [
        ("承接下放事项", "，原因是承接下放事项。"),
        ("因承接下放事项。", "，因承接下放事项。"),
        ("由于机构改革；", "，由于机构改革。"),
        ("主要是承接下放事项", "，主要是承接下放事项。"),
        ("情况属实。", "。"),
        ("已核实", "。"),
        ("经核对无误", "。"),
    ],
)
def test_a_cause_is_the_clerks_words_and_a_mere_confirmation_is_none(
    typed: str, stated: str
) -> None:
    report = explained(report_of({LICENCES: 350}, {LICENCES: 12}), typed)
    assert sentence(report) == f"行政许可本年处理决定数量由上年的12件增至350件{stated}"


def test_a_cause_that_was_typed_for_other_numbers_is_not_stated() -> None:
    report = explained(report_of({LICENCES: 350}, {LICENCES: 12}), "承接下放事项")
    assert "原因" not in sentence(report.with_value(LICENCES, 351))


def test_a_difference_between_the_years_is_stated_with_its_cause() -> None:
    now = {**NONE, "requests/carried_in/natural": 3, "requests/handled.granted/natural": 3}
    now |= {f"disclosure/normative/{key}": 2 for key in ("issued", "repealed", "in_force")}
    last = {**NONE, "requests/carried_out/natural": 5, "disclosure/normative/in_force": 7}
    report = explained(report_of(now, last), "上年统计口径有误")
    assert sentence(report) == (
        "行政规范性文件：现行有效2件加本年废止2件为4件，"
        "上年报告的现行有效7件加本年制发2件为9件，原因是上年统计口径有误。"
        "自然人：上年结转3件，上年报告的结转下年度5件，原因是上年统计口径有误。"
    )


def test_sudden_changes_of_rows_figures_and_tallies_are_named_with_their_cause() -> None:
    secret = "requests/handled.refused.secret/natural"
    values = {**NONE, secret: 30, "figure/fee_notices": 40, "tally/t/a": 500}
    last = {**NONE, "figure/fee_notices": 1, "tally/t/total": 20}
    tally = Tally("t", "公开信息", "条", "overview.proactive", (("a", "甲"),))
    report = explained(replace(report_of(values, last), tallies=(tally,)), "因统计范围扩大")
    assert sentence(report) == (
        "本年度办理结果总计由上年的0件增至30件。"
        "不予公开（属于国家秘密）由上年的0件增至30件，因统计范围扩大。"
        "发出收费通知由上年的1件增至40件，因统计范围扩大。"
        "公开信息由上年的20条增至500条，因统计范围扩大。"
    )


def test_many_changes_with_one_cause_are_counted() -> None:
    rows = [row for row in FORM.tables["requests"].leaves("rows") if "handled" in row]
    typed = {f"requests/{row}/natural": 30 for row in rows if row != "handled.total"}
    report = explained(report_of({**NONE, **typed}, NONE), "因统计范围扩大")
    assert "等21项，因统计范围扩大。" in sentence(report)


def test_an_amount_that_changed_a_thousandfold_is_stated_with_its_cause() -> None:
    amounts = Decimal("3415.74"), Decimal("3.41")
    report = report_of(*({"disclosure/fees/amount": amount} for amount in amounts))
    assert sentence(explained(report, "因新设收费项目")) == (
        "行政事业性收费本年收费金额由上年的3.41万元增至3415.74万元，因新设收费项目。"
    )


def test_without_last_years_report_nothing_is_stated() -> None:
    report = report_of({LICENCES: 350}, {LICENCES: 12})
    for one in (replace(report, previous=None), report_of(report.values, {LICENCES: 1}, 2022)):
        assert sentence(one) == ""
        assert missing_numbers(one, TEXT) == "没有上年报告"
    assert missing_numbers(report, TEXT) == ""


def test_the_sentences_state_no_number_that_the_table_contradicts() -> None:
    """What is compared with last year is no claim, and no hint or finding arises from it."""
    report = explained(report_of({**NONE, LICENCES: 350}, {**NONE, LICENCES: 12}), "承接下放事项")
    speaker = Speaker.of(FORM, 2024, report.unit)
    claims = claims_in(speaker, TEXT.title, sentence(report))
    assert [one for one in claims if not one.quantity.fits(350)] == []
    assert claims_in(speaker, TEXT.title, sentence(report_of({LICENCES: 40}, {LICENCES: 12}))) == ()
    block = report.text("other.statistics")
    assert block is not None
    written = report.with_text(replace(block, body=sentence(report)))
    assert check(written).hints == ()
    assert {one.id for one in check(written).findings} <= {one.id for one in check(report).findings}


def test_a_later_version_replaces_the_earlier_one() -> None:
    report = report_of({LICENCES: 40, PENALTIES: 40}, {LICENCES: 12, PENALTIES: 12})
    body = f"统计口径无变化。\n{sentence(report)}"
    later = report.with_value(LICENCES, 60)
    assert inserted(later, TEXT, body) == (f"统计口径无变化。\n{sentence(later)}", "replaced")
