"""What is said of a check is what was compared, with its numbers."""

from dataclasses import replace
from decimal import Decimal

from model.checks.check import check, search_statement, statement, statement_lines, year_comparison
from model.checks.publication import reviewed
from model.report.answers import put, put_stated
from model.report.report import Previous, Reason, Report, TextBlock
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


def test_numbers_in_texts_are_said_to_have_been_compared(city: Report) -> None:
    total = city.totals()["requests/received/total"]
    block = TextBlock("overview.on_request", "依申请公开", f"收到政府信息公开申请{total}件。")
    assert "文字中的数1条，全部一致" in said(replace(city, texts=(block,)))
    wrong = replace(block, body=f"收到政府信息公开申请{total + 1}件，办结申请1件。")
    assert "文字中的数2条：2条不一致" in said(replace(city, texts=(wrong,)))


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


def test_the_search_of_the_texts_is_told_with_what_came_of_it(example: Report) -> None:
    sought = "手机号码、身份证号码、密级标志、内部标记、申请人姓名、未填完的内容、造字、生僻字"
    sought += "、重复的字词、不连续的序号、不完整的文号、公文往来的用语、漏写的数字"
    clean = f"公布前逐段查找{sought}："
    assert search_statement(check(example)) == f"{clean}未发现。"
    report = put(put(example, "text/other.matters", "XX"), "note/review", "注：（）。")
    assert search_statement(check(report)) == f"{clean}2条待核实。"
    report = reviewed(report, check(report).hints[0])
    assert search_statement(check(report)) == f"{clean}1条待核实，1条已核实。"


def test_the_share_of_repeated_text_is_told_for_each_sub_head(example: Report) -> None:
    blocks = {block.key: block for block in example.texts}
    same = blocks["overview.supervision"]
    half = blocks["problems.problems"]
    texts = (same, TextBlock(half.key, half.title, half.body.split("\n")[0]))
    preface = blocks["overview.preface"]
    last = Previous("2023.gknb", "2021", 2023, "", {}, (*texts, preface))
    message_now = year_comparison(replace(example, previous=last))
    assert message_now.startswith("与上年报告比较，文字重复比例：政府信息公开制度建设情况0%、")
    assert "、监督保障100%、存在的主要问题" in message_now
    assert "存在的主要问题0%" not in message_now and "存在的主要问题100%" not in message_now
    assert "前言" not in message_now
    assert "可比的数字" not in message_now


def test_figures_that_equal_last_years_are_counted_and_zeros_named(city: Report) -> None:
    cells = ("requests/received/natural", "requests/carried_in/natural")
    received, carried = (city.values[cell] for cell in cells)
    values: dict[str, Number] = {cells[0]: received, cells[1]: carried + 1}
    report = replace(city, previous=Previous("2023.gknb", "2021", 2023, "", values))
    assert year_comparison(report) == "与上年报告比较，可比的数字2个，与上年相同的1个。"
    report = report.with_value(cells[0], 0)
    values[cells[0]] = 0
    assert "与上年相同的1个（其中1个为0）。" in year_comparison(report)


def test_nothing_is_said_of_last_year_where_it_is_not_at_hand(example: Report) -> None:
    assert year_comparison(example) == ""
    without = replace(example, previous=Previous("2023.gknb", "2021", 2023, "", {}))
    assert year_comparison(without) == ""
    result = check(example)
    assert statement_lines(example, result) == [
        statement(example, result),
        search_statement(result),
    ]
