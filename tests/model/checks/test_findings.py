"""Findings are sentences with the official labels and the real numbers."""

import re
from dataclasses import replace
from decimal import Decimal

import pytest

from model.checks.check import check
from model.checks.findings import (
    Finding,
    equation,
    joined_sentences,
    line_finding,
    more_or_less,
    place_of_line,
    reason_sentence,
    with_reason,
)
from model.form import catalog
from model.form.arithmetic import arithmetic, state_of
from model.form.table import Relation
from model.report.addresses import blanks, name_of, section_of
from model.report.answers import put, put_stated
from model.report.begin import new_report
from model.report.report import Previous, Reason, Report
from model.unit import Unit
from model.values import Number

FORM = catalog.form("2021")
LINES = arithmetic(FORM).lines


def found(report: Report, key: str) -> Finding:
    """Give what a line says of a report."""
    line = arithmetic(report.form).lines[key]
    state = state_of(line, report.values, report.last_values)
    return line_finding(report, line, state, report.values)


def zeros(report: Report, key: str, **numbers: int) -> Report:
    """Fill a line's cells with 0, but for those named by their row."""
    for address in arithmetic(report.form).lines[key].typed:
        report = report.with_value(address, numbers.get(address.split("/")[1], 0))
    return report


def with_last(report: Report, values: dict[str, Number]) -> Report:
    return replace(report, previous=Previous("去年", "2021", 2023, "", values))


def test_a_broken_line_has_a_title_and_both_sides_as_equations(example: Report) -> None:
    broken = found(put(example, "requests/received/natural", "1350"), "balance/natural")
    assert broken.title == "自然人列勾稽关系不成立"
    assert broken.sides == (
        "第一项 1350 ＋ 第二项 41 ＝ 1391",
        "第三项总计 1335 ＋ 第四项 58 ＝ 1393",
        "办理结果和结转合计多2件",
    )
    last = with_last(example, dict(example.totals()))
    (carried,) = (f for f in check(last).findings if f.id == "carried/natural")
    assert carried.title == "自然人列：上年结转与上年报告衔接"
    assert carried.sides == ("上年结转 41", "上年报告的结转下年度 58", "少17件")
    motions = found(put(example, "figure/motions", "12"), "motions")
    assert motions.title == "建议与提案之和"
    assert motions.sides[1:] == ("建议提案共 12", "建议提案合计多1件")


def test_a_finding_without_a_reason_says_none(example: Report) -> None:
    broken = found(put(example, "requests/received/natural", "1350"), "balance/natural")
    assert reason_sentence(broken) == ""


def test_totals_of_the_source_and_tallies_have_both_sides(example: Report) -> None:
    wrong = put_stated(put(example, "tally/published/total", "260"), "requests/received/total", "1")
    sides = {f.title: f.sides for f in check(wrong).findings if f.sides}
    total = sum(example.totals()[a] for a in ("requests/received/total",))
    assert sides["一、本年新收政府信息公开申请数量，总计：与原表合计不一致"] == (
        f"各项相加 {total}",
        "原表合计 1",
        f"原表合计少{total - 1}件",
    )
    assert sides["主动公开政府信息：各类与合计不一致"] == (
        "各类相加 250",
        "合计 260",
        "各类少10条",
    )


def test_what_is_blank_in_section_four_is_named_by_its_group(example: Report) -> None:
    report = with_last(example, dict(example.totals()))
    for address in report.form.tables["review"].typed:
        report = report.with_value(address, None)
    said = [f.message for f in check(report).findings if f.id.startswith("pending")]
    title = "四、政府信息公开行政复议、行政诉讼情况"
    assert said == [
        f"{title}：{group}还有4格未填，填完后核对。"
        for group in ("行政复议总计", "未经复议直接起诉总计", "复议后起诉总计")
    ]


def test_figures_that_are_blank_are_named(example: Report) -> None:
    report = put(put(example, "figure/fee_paid", ""), "requests/handled.other.unpaid/natural", "")
    (one,) = [f for f in check(report).findings if f.id == "unpaid"]
    sentence = "「实际收取」未填，（六）2逾期未缴费总计还有1格未填，填完后核对。"
    assert one.message == f"六、其他需要报告的事项：{sentence}"
    (one,) = [f for f in check(put(example, "figure/fee_paid", "")).findings if f.id == "unpaid"]
    assert one.message == "六、其他需要报告的事项：「实际收取」未填，填完后核对。"
    report = put(put(example, "figure/fee_paid", ""), "figure/fee_notices", "")
    report = put(report, "figure/fee_amount", "")
    assert not [f for f in check(report).findings if f.id == "unpaid"]


def test_a_broken_balance_says_both_sides_and_which_has_too_many(empty: Report) -> None:
    report = zeros(empty, "balance/natural", received=3440, carried_in=118, carried_out=125)
    report = report.with_value("requests/handled.granted/natural", 3440)
    finding = found(report, "balance/natural")
    assert finding.message == (
        "三、收到和处理政府信息公开申请情况，自然人列："
        "第一项3440件加第二项118件为3558件，第三项总计3440件加第四项125件为3565件，"
        "办理结果和结转合计多7件。逐行核对本列第三项各行，再核对第一、二、四项。"
    )
    assert (finding.left, finding.right, finding.difference) == ("3558", "3565", "-7")
    assert (finding.id, finding.severity, finding.section) == (
        "balance/natural",
        "error",
        "requests",
    )
    assert finding.cells == LINES["balance/natural"].cells


def test_a_broken_balance_says_too_few_the_other_way_round(empty: Report) -> None:
    report = zeros(empty, "balance/legal.law", received=3)
    assert "法律服务机构列：" in found(report, "balance/legal.law").message
    assert "办理结果和结转合计少3件。" in found(report, "balance/legal.law").message


def test_a_line_with_blanks_counts_and_names_them(empty: Report) -> None:
    report = zeros(empty, "balance/natural")
    for row in ("received", "carried_out"):
        report = report.with_value(f"requests/{row}/natural", None)
    report = report.with_unread("requests/handled.granted/natural", "3件")
    finding = found(report, "balance/natural")
    assert finding.message == (
        "三、收到和处理政府信息公开申请情况，自然人列：还有2格未填，填完后核对。"
    )
    assert finding.severity == "open"
    assert finding.cells == (
        "requests/received/natural",
        "requests/carried_out/natural",
    )


def test_what_was_carried_over_is_held_against_last_years_report(empty: Report) -> None:
    report = empty.with_value("requests/carried_in/natural", 118)
    report = with_last(report, {"requests/carried_out/natural": 121})
    finding = found(report, "carried/natural")
    assert finding.message == (
        "三、收到和处理政府信息公开申请情况，自然人列："
        "上年结转118件，上年报告的结转下年度121件，少3件。改正，或填写说明。"
    )
    assert (finding.severity, finding.difference) == ("warning", "-3")
    assert finding.cells == ("requests/carried_in/natural",)


def test_a_row_of_section_two_is_called_by_its_label(empty: Report) -> None:
    report = zeros(empty, "in_force/normative")
    report = report.with_value("disclosure/normative/in_force", 9)
    report = report.with_value("disclosure/normative/issued", 2)
    report = with_last(report, {"disclosure/normative/in_force": 4})
    assert found(report, "in_force/normative").message == (
        "二、主动公开政府信息情况，行政规范性文件：现行有效9件加本年废止0件为9件，"
        "上年报告的现行有效4件加本年制发2件为6件，多3件。"
        "改正，或填写说明（如文件自然失效、修订、划转）。"
    )


def test_two_figures_of_last_year_name_its_report_once() -> None:
    old = new_report(catalog.form("2019"), Unit(), 2020)
    old = put(old, "disclosure/licences/previous", "30")
    last = {"disclosure/licences/previous": 25, "disclosure/licences/change": -3}
    message = found(with_last(old, last), "previous/licences").message
    assert message.count("上年报告的") == 1
    assert "上年报告的上一年项目数量25" in message
    assert "加本年增/减-3" in message


def test_a_review_below_last_years_pending_asks_what_it_counts(empty: Report) -> None:
    report = zeros(empty, "pending_direct/figures")
    report = with_last(report, {"review/figures/litigation.direct.pending": 2})
    assert found(report, "pending_direct/figures").message == (
        "四、政府信息公开行政复议、行政诉讼情况：未经复议直接起诉总计0件，"
        "上年报告的未经复议直接起诉尚未审结2件，少2件。"
        "诉讼数量是否含上年未审结？改正，或填写说明。"
    )


def test_figures_of_section_six_are_said_with_their_unit(empty: Report) -> None:
    for key, number in (("suggestions", "3"), ("proposals", "4"), ("motions", "6")):
        empty = put(empty, f"figure/{key}", number)
    finding = found(empty, "motions")
    assert finding.message == (
        "六、其他需要报告的事项：人大代表建议3件加政协提案4件为7件，"
        "建议提案共6件，建议提案合计少1件。改正其中一个数，或填写说明。"
    )
    assert finding.section == "other"


@pytest.mark.parametrize(
    ("surplus", "said"),
    [(7, "多7件"), (-3, "少3件"), (0, "相等"), (Decimal("-0.50"), "少0.50件")],
)
def test_a_difference_is_said_as_too_many_too_few_or_none(surplus: Number, said: str) -> None:
    assert more_or_less(surplus, "件") == said


def test_a_line_is_found_in_its_section_column_or_row() -> None:
    places = [place_of_line(FORM, LINES[key]) for key in ("carried/natural", "in_force/normative")]
    assert places == [
        "三、收到和处理政府信息公开申请情况，自然人列：",
        "二、主动公开政府信息情况，行政规范性文件：",
    ]


NAMES = [
    ("requests/received/natural", "一、本年新收政府信息公开申请数量，自然人", "requests"),
    ("figure/fee_amount", "收取金额", "other"),
    ("tally/published/finance", "主动公开政府信息（财政信息）", "overview"),
    ("tally/published/total", "主动公开政府信息（合计）", "overview"),
    ("text/problems.problems", "text/problems.problems", "problems"),
    ("unit/name", "unit/name", "unit"),
]


@pytest.mark.parametrize(("address", "name", "section"), NAMES)
def test_a_place_is_named_and_belongs_to_a_section(
    empty: Report, address: str, name: str, section: str
) -> None:
    assert name_of(empty, address) == name
    assert section_of(empty, address) == section


def test_a_reason_stands_while_its_numbers_stay(empty: Report) -> None:
    report = empty.with_value("requests/carried_in/natural", 118)
    report = with_last(report, {"requests/carried_out/natural": 121})
    finding = found(report, "carried/natural")
    assert with_reason(finding, report) == finding
    assert not finding.reason_is_current
    reason = Reason("上年统计有误，已更正。", "118", "121")
    report = report.with_entry("reasons", finding.id, reason)
    assert with_reason(finding, report).reason_is_current
    moved = found(report.with_value("requests/carried_in/natural", 119), "carried/natural")
    kept = with_reason(moved, report)
    assert kept.reason == reason
    assert not kept.reason_is_current


def test_no_reason_excuses_an_error(empty: Report) -> None:
    report = zeros(empty, "balance/natural", received=3)
    report = report.with_entry("reasons", "balance/natural", Reason("甲", "3", "0"))
    assert with_reason(found(report, "balance/natural"), report).reason is None


def test_a_blank_is_a_typed_cell_with_neither_number_nor_unread_text(empty: Report) -> None:
    report = put(put(empty, "disclosure/fees/amount", "0"), "disclosure/licences/decisions", "无")
    assert list(blanks(report, "disclosure")) == [
        f"disclosure/{cell}"
        for cell in (
            "regulations/issued",
            "regulations/repealed",
            "regulations/in_force",
            "normative/issued",
            "normative/repealed",
            "normative/in_force",
            "penalties/decisions",
            "coercion/decisions",
        )
    ]
    assert len(list(blanks(report, "requests"))) == 144


def test_the_parts_of_a_relation_between_years_are_told_from_those_within() -> None:
    relations: list[Relation] = [r for t in FORM.tables.values() for r in t.relations]
    assert [r.key for r in relations if r.between_years] == [
        "in_force",
        "carried",
        "pending_reconsideration",
        "pending_direct",
        "pending_after",
    ]


def test_sentences_are_kept_once_for_each_place_unless_that_is_too_long() -> None:
    assert joined_sentences(["甲，甲。", "甲，甲。", "乙。"]) == "甲，甲。\n甲，甲。\n乙。"
    long = "甲" * 9_000
    assert joined_sentences([long, "乙。", long]) == f"{long}\n乙。\n{long}"
    assert joined_sentences([long, "乙。", long, long]) == f"{long}\n乙。"


def test_a_sum_over_blanks_is_never_shown_as_a_number(empty: Report) -> None:
    lines = arithmetic(empty.form).lines
    for line in lines.values():
        for side in (line.left, line.right):
            assert not re.search(r" \d", equation(side, empty.values, empty.last_values))
    report = put(empty, "requests/received/natural", "60")
    (line,) = (one for one in lines.values() if "requests/received/natural" in one.cells)
    assert equation(line.left, report.values, {}) == "第一项 60 ＋ 第二项 ＿ ＝ 60…"
