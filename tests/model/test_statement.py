"""What is said of a check is what was compared, with its numbers."""

from dataclasses import replace
from decimal import Decimal

from model.answers import put, put_stated
from model.check import check
from model.report import Previous, Reason, Report
from model.statement import statement
from model.values import Number
from tests import published

END = "。未核对：文字内容是否属实、数据口径。"


def said(report: Report) -> list[str]:
    whole = statement(report, check(report))
    assert whole.endswith(END)
    return whole.removesuffix(END).split("；")


def with_2023(report: Report) -> Report:
    typed = published.answers("city-2023")[0]
    values: dict[str, Number] = {address: Decimal(number) for address, number in typed.items()}
    return replace(report, previous=Previous("2023.gknb", "2021", 2023, "", values))


def test_sums_that_the_program_makes_are_not_claimed_as_checks(city: Report) -> None:
    assert said(city) == [
        "勾稽关系逐列核对6条，全部相等",
        "合计34处由程序计算",
        "其他数量关系2条，全部相符",
    ]


def test_last_years_report_is_said_to_have_been_compared(city: Report) -> None:
    assert "与上年衔接11条，全部一致" in said(with_2023(city))


def test_what_does_not_agree_with_last_year_is_to_be_explained_or_is_explained(
    city: Report,
) -> None:
    report = with_2023(city)
    before = report.values["requests/carried_in/natural"]
    report = report.with_value("requests/carried_in/natural", before + 1)
    assert "与上年衔接11条：10条一致，1条待说明" in said(report)
    reason = Reason("上年漏计。", str(before + 1), str(before))
    report = report.with_entry("reasons", "carried/natural", reason)
    assert "与上年衔接11条：10条一致，1条已说明" in said(report)


def test_a_broken_balance_and_open_columns_are_counted(city: Report) -> None:
    report = put(put(city, "requests/received/natural", "0"), "requests/received/legal.law", "")
    assert said(report)[0] == "勾稽关系逐列核对6条：4条相等，1条不等，1条未填完"


def test_totals_of_the_source_are_said_to_have_been_compared(city: Report) -> None:
    totals = published.answers("city-2024")[1]
    for address, total in totals.items():
        city = put_stated(city, address, total)
    assert "与原表合计核对34条，全部一致" in said(city)
    wrong = put_stated(city, "requests/received/total", "1")
    assert "与原表合计核对34条：33条一致，1条不一致" in said(wrong)


def test_tallies_and_figures_are_counted_among_the_other_quantities(city: Report) -> None:
    report = put(put(city, "tally/published/finance", "4"), "tally/published/total", "5")
    report = put(report, "figure/suggestions", "1")
    assert said(report)[-1] == "其他数量关系4条：2条相符，1条待说明，1条未填完"


def test_a_report_in_which_nothing_could_be_compared_claims_nothing(empty: Report) -> None:
    assert said(empty) == [
        "勾稽关系逐列核对6条：6条未填完",
        "合计34处由程序计算",
        "其他数量关系2条：2条未填完",
    ]
