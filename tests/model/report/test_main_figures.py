"""The main figures of a year: which, beside last year's, and which of them lead."""

from dataclasses import replace

from model.combine.last_year import with_last
from model.report.main_figures import main_figures
from model.report.report import Report


def test_main_figures_stand_beside_last_years_in_printed_order(example: Report) -> None:
    last = replace(example, year=example.year - 1).with_value("disclosure/normative/issued", 5)
    figures = list(main_figures(with_last(example, last, "上年报告")))
    assert [one.label for one in figures][:4] == [
        "规章本年制发件数",
        "规章本年废止件数",
        "规章现行有效件数",
        "行政规范性文件本年制发件数",
    ]
    assert (figures[3].now, figures[3].before, figures[3].unit) == ("6", "5", "件")
    refused = next(one for one in figures if one.label == "不予公开")
    assert refused.now == refused.before == "3405"
    assert figures[-1].label == "复议后起诉总计"


def test_what_the_table_of_applications_balances_leads(example: Report) -> None:
    assert [one.label for one in main_figures(example) if one.leads] == [
        "本年新收政府信息公开申请数量",
        "上年结转政府信息公开申请数量",
        "第三项总计",
        "结转下年度继续办理",
    ]


def test_a_figure_with_a_blank_is_not_known(empty: Report) -> None:
    assert {(one.now, one.before) for one in main_figures(empty)} == {("", "")}
