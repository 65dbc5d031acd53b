"""Possibly wrong cells: what is named, in which words, and when nothing is said."""

from dataclasses import replace
from decimal import Decimal

import pytest

from model.form import catalog
from model.form.arithmetic import arithmetic
from model.report.begin import new_report
from model.report.report import Reason, Report, Tally
from model.suspects.guesses import Slip, odds_of_row
from model.suspects.suspects import Correction, suspects
from model.unit import Unit
from model.values import Number
from tests.model.suspects.suspected import BARE, FORM, FULL, published_report, slipped

GRANTED, PARTIAL = "requests/handled.granted", "requests/handled.partial"
INTERNAL = "requests/handled.refused.internal/natural"


def said(report: Report) -> list[str]:
    found = suspects(report)
    assert all(one.message.startswith("可能有误（仅供参考）：") for one in found)
    return [one.message.removeprefix("可能有误（仅供参考）：") for one in found]


@pytest.mark.parametrize("last", [False, True])
@pytest.mark.parametrize("totals", [False, True])
@pytest.mark.parametrize("name", ["city-2023", "city-2024", "laizhou-2023"])
def test_of_a_report_that_agrees_nothing_is_said(name: str, totals: bool, last: bool) -> None:
    assert suspects(published_report(name, totals, last and name == "city-2024")) == ()


def test_two_digits_transposed_are_found_where_row_and_column_cross() -> None:
    (one,) = suspects(slipped(FULL, (INTERNAL, 12)))
    assert one.message == (
        "可能有误（仅供参考）：「自然人」列「5.属于三类内部事务信息」填12件，"
        "若为21件（两位数字颠倒），则勾稽关系和原表合计全部相等。"
    )
    assert one.changes == (Correction(INTERNAL, 12, 21),)
    assert one.kind is Slip.TRANSPOSED
    assert one.cells == (INTERNAL,)
    assert one.repairs == (
        "balance/natural",
        "stated/requests/handled.refused.internal/total",
        "stated/requests/handled.total/natural",
        "stated/requests/handled.total/total",
    )
    assert one.applied(slipped(FULL, (INTERNAL, 12))).values == FULL.values


@pytest.mark.parametrize(
    ("written", "sentence", "kind"),
    [
        (140, "填140件，若为1408件（漏填一位数字）", Slip.LOST),
        (14088, "填14088件，若为1408件（一位数字重复）", Slip.DOUBLED),
        (1480, "填1480件，若为1408件（两位数字颠倒）", Slip.TRANSPOSED),
        (1438, "填1438件，若为1408件", Slip.CELL),
        (0, "填0件，若为1408件", Slip.CELL),
    ],
)
def test_what_stands_there_and_what_was_meant_is_said(
    written: int, sentence: str, kind: Slip
) -> None:
    (one,) = suspects(slipped(FULL, (f"{GRANTED}/natural", written)))
    assert f"「自然人」列「（一）予以公开」{sentence}，则" in one.message
    assert one.kind is kind
    assert one.act == "改为 1408"


def test_two_cells_of_a_row_exchanged_are_named_as_a_pair() -> None:
    wrong = ((f"{GRANTED}/natural", 21), (f"{GRANTED}/legal.commercial", 1408))
    (one,) = suspects(slipped(FULL, *wrong))
    assert one.kind is Slip.EXCHANGED
    assert one.act == "互换两数"
    assert "填21件，「商业企业」列「（一）予以公开」填1408件，若两格互换，则" in one.message
    assert said(slipped(BARE, *wrong)) == [
        "「自然人」列「（一）予以公开」填21件，「商业企业」列「（一）予以公开」填1408件，"
        "若两格互换，则勾稽关系全部相等。"
    ]


def test_two_cells_one_above_the_other_exchanged_are_found_by_the_totals_of_their_rows() -> None:
    wrong = ((f"{GRANTED}/natural", 462), (f"{PARTIAL}/natural", 1408))
    (one,) = suspects(slipped(FULL, *wrong))
    assert set(one.cells) == {address for address, _ in wrong}
    assert one.message.endswith("若两格互换，则原表合计全部相等。")
    assert suspects(slipped(BARE, *wrong)) == ()


def test_an_exchange_across_the_balance_is_found_on_a_typed_draft() -> None:
    wrong = (("requests/carried_in/natural", 1408), (f"{GRANTED}/natural", 118))
    (one,) = suspects(slipped(BARE, *wrong))
    assert one.kind is Slip.EXCHANGED
    assert one.applied(slipped(BARE, *wrong)).values == BARE.values


def test_an_application_under_the_wrong_applicant_is_said_to_be_in_the_wrong_column() -> None:
    wrong = ((f"{PARTIAL}/natural", 461), (f"{PARTIAL}/legal.research", 1))
    (one,) = suspects(slipped(FULL, *wrong))
    assert one.kind is Slip.MOVED
    assert one.act == "改为 462、0"
    assert one.message.endswith("若分别为462件、0件（1件填错列），则勾稽关系和原表合计全部相等。")


def test_an_application_one_row_too_low_is_said_to_be_in_the_wrong_row() -> None:
    wrong = ((f"{GRANTED}/natural", 1208), (f"{PARTIAL}/natural", 662))
    assert "若分别为1408件、462件（200件填错行）" in said(slipped(FULL, *wrong))[0]


def test_a_slip_in_a_total_of_the_source_is_found() -> None:
    total = f"{GRANTED}/total"
    wrong = FULL.with_stated(total, 1413)
    (one,) = suspects(wrong)
    assert one.message == (
        "可能有误（仅供参考）：「总计」列「（一）予以公开」的原表合计为1413件，"
        "若为1431件（两位数字颠倒），则原表合计全部相等。"
    )
    assert one.applied(wrong) == FULL


def test_a_total_printed_as_zero_is_suspected_and_so_is_the_only_count_under_it() -> None:
    report = published_report("district-2023-old-form")
    zero = dict.fromkeys(FORM.typed - report.values.keys(), 0)
    found = suspects(replace(report, values={**report.values, **zero}))
    assert {(one.cells[0].partition("figures/")[2], one.changes[0].after) for one in found} == {
        ("reconsideration.total", 11),
        ("litigation.after.total", 5),
        ("litigation.after.upheld", 0),
    }


def test_cells_of_section_four_are_named_by_all_their_headings() -> None:
    found = said(slipped(FULL, ("review/figures/reconsideration.upheld", 888)))
    assert found == [
        "「行政复议、结果维持」填888件，若为88件（一位数字重复），则原表合计全部相等。"
    ]


def test_on_a_typed_draft_one_too_many_says_nothing() -> None:
    assert suspects(slipped(BARE, (f"{GRANTED}/natural", 1409))) == ()


def test_cells_that_explain_it_equally_are_all_shown() -> None:
    assert said(slipped(BARE, ("requests/carried_in/natural", 181))) == [
        "「自然人」列「二、上年结转政府信息公开申请数量」填181件，若为118件（两位数字颠倒），"
        "则勾稽关系全部相等。",
        "「自然人」列「四、结转下年度继续办理」填118件，若为181件（两位数字颠倒），"
        "则勾稽关系全部相等。",
    ]


CARRIED = "requests/carried_in/natural"


def test_last_years_figure_decides_between_them() -> None:
    report = published_report(totals=False, last=True)
    assert said(slipped(report, (CARRIED, 181))) == [
        "「自然人」列「二、上年结转政府信息公开申请数量」填181件，若为118件（两位数字颠倒），"
        "则勾稽关系和上年衔接关系全部相等。"
    ]


def test_a_count_left_at_zero_is_missed_only_beside_last_years() -> None:
    wrong = ((f"{PARTIAL}/natural", 0),)
    assert suspects(slipped(BARE, *wrong)) == ()
    (one,) = said(slipped(published_report(totals=False, last=True), *wrong))
    assert one.endswith("填0件，若为462件，则勾稽关系全部相等。")


def test_an_explained_difference_to_last_year_is_no_evidence() -> None:
    report = slipped(published_report(totals=False, last=True), (CARRIED, 181))
    reason = Reason("上年报告更正。", "181", "118")
    explained = replace(report, reasons={"carried/natural": reason})
    assert [one.repairs for one in suspects(explained)] == [("balance/natural",)] * 2
    outdated = replace(report, reasons={"carried/natural": replace(reason, left="180")})
    assert suspects(outdated) == suspects(report)


def test_a_difference_to_last_year_alone_says_nothing() -> None:
    report = slipped(
        published_report(totals=False, last=True),
        (CARRIED, 119),
        ("requests/received/natural", 3439),
    )
    assert suspects(report) == ()


def test_two_slips_are_both_found_and_each_says_how_much_it_heals() -> None:
    wrong = slipped(FULL, (f"{GRANTED}/natural", 1480), ("requests/received/legal.commercial", 57))
    assert said(wrong) == [
        "「自然人」列「（一）予以公开」填1480件，若为1408件（两位数字颠倒），"
        "则勾稽关系和原表合计有4处由不等变为相等。",
        "「商业企业」列「一、本年新收政府信息公开申请数量」填57件，若为75件（两位数字颠倒），"
        "则勾稽关系和原表合计有2处由不等变为相等。",
    ]


def test_two_slips_that_share_a_total_are_both_found() -> None:
    wrong = slipped(FULL, (f"{GRANTED}/natural", 1480), (f"{PARTIAL}/legal.commercial", 99))
    assert {one.cells: len(one.repairs) for one in suspects(wrong)} == {
        (f"{GRANTED}/natural",): 3,
        (f"{PARTIAL}/legal.commercial",): 3,
    }


def test_two_slips_of_one_column_are_told_from_one_cell_that_holds_their_sum() -> None:
    repeated = "requests/handled.declined.repeated/natural"
    wrong = slipped(FULL, (f"{GRANTED}/natural", 14087), (repeated, 36))
    assert {one.changes[0].after for one in suspects(wrong)} == {1408, 26}
    assert all("有1处由不等变为相等" in message for message in said(wrong))


def test_where_next_to_everything_is_broken_nothing_is_said() -> None:
    assert suspects(replace(FULL, stated=dict.fromkeys(FULL.stated, 7))) == ()


def test_over_blanks_nothing_is_said() -> None:
    assert suspects(slipped(BARE, (INTERNAL, None), (f"{GRANTED}/natural", 1480))) == ()


def test_totals_without_columns_are_held_among_themselves() -> None:
    stated = {a: n for a, n in FULL.stated.items() if a.endswith("/total")}
    totals = replace(FULL, values={}, stated=stated)
    assert suspects(totals) == ()
    assert said(totals.with_stated("requests/received/total", 35525))[1] == (
        "「总计」列「一、本年新收政府信息公开申请数量」的原表合计为35525件，"
        "若为3525件（一位数字重复），则勾稽关系全部相等。"
    )
    assert suspects(FULL.with_stated("requests/received/total", Decimal("3525.5"))) == ()
    assert suspects(totals.with_stated("requests/received/total", Decimal("3525.5"))) == ()


def test_figures_of_section_six_are_guessed_at_too() -> None:
    motions = (("figure/suggestions", 31), ("figure/proposals", 24), ("figure/motions", 555))
    assert said(slipped(FULL, *motions)) == [
        "「建议提案共」填555件，若为55件（一位数字重复），则建议与提案之和全部相等。"
    ]
    explained = Reason("另有协办件。", "55", "555")
    assert suspects(replace(slipped(FULL, *motions), reasons={"motions": explained})) == ()


def tallied(**counts: Number) -> Report:
    parts = (("site", "门户网站"), ("wechat", "政务微信"))
    tally = Tally("channels", "主动公开政府信息", "条", "overview.proactive", parts)
    values = {f"tally/channels/{part}": number for part, number in counts.items()}
    return replace(FULL, tallies=(tally,), values={**FULL.values, **values})


def test_the_parts_of_a_tally_are_guessed_at_too() -> None:
    wrong = tallied(site=1123, wechat=57, total=11180)
    assert said(wrong) == [
        "「主动公开政府信息（合计）」填11180条，若为1180条（一位数字重复），"
        "则主动公开政府信息的各类与合计全部相等。"
    ]
    explained = replace(wrong, reasons={"tally/channels": Reason("口径不同。", "1180", "11180")})
    assert suspects(explained) == ()


def test_where_every_guess_is_far_fetched_nothing_is_said() -> None:
    assert suspects(tallied(site=5, wechat=0, total=987654)) == ()


@pytest.mark.parametrize("counts", [{"site": 12}, {"site": 12, "total": 21}])
def test_a_tally_with_a_blank_part_says_nothing(counts: dict[str, Number]) -> None:
    assert suspects(tallied(**counts)) == ()


@pytest.mark.parametrize("number", [Decimal("12.5"), -3])
def test_over_numbers_that_are_no_counts_nothing_is_said(number: Number) -> None:
    assert suspects(slipped(FULL, (INTERNAL, number))) == ()


@pytest.mark.parametrize("key", catalog.keys())
def test_in_every_form_a_number_among_zeros_is_found_by_its_totals(key: str) -> None:
    report = new_report(catalog.form(key), Unit(name="某市水务局"), catalog.form(key).first_year)
    zeros = dict.fromkeys(report.form.typed, 0)
    totals = dict.fromkeys(arithmetic(report.form).sums, 0)
    address = arithmetic(report.form).lines["balance/natural"].typed[5]
    wrong = replace(report, values={**zeros, address: 5}, stated=totals)
    assert [one.changes for one in suspects(wrong)] == [(Correction(address, 5, 0),)]


def test_what_strayed_is_sooner_looked_for_among_many_than_among_few() -> None:
    assert (
        odds_of_row((6, 1), (5, 2))
        < odds_of_row((6, 9), (5, 10))
        < odds_of_row((6, 4999), (5, 5000))
    )
    assert odds_of_row((12, 40), (40, 12)) == 0  # two cells exchanged say nothing of their row
