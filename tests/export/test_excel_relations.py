"""The sheet of all relations, opened again with openpyxl."""

import io
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import openpyxl

from export.style import RELATIONS
from model.form.arithmetic import arithmetic
from model.report.answers import put
from model.report.report import Previous, Report
from model.values import Number
from tests.writing import render_excel

Row = tuple[object, ...]


def rows(report: Report, values: bool = True) -> list[Row]:
    workbook = openpyxl.load_workbook(io.BytesIO(render_excel(report)), data_only=values)
    return [tuple(cell.value for cell in row[:6]) for row in workbook[RELATIONS].iter_rows()]


def named(report: Report, name: str, values: bool = True) -> list[Row]:
    return [row for row in rows(report, values) if str(row[1]).startswith(name)]


def after(report: Report, numbers: Mapping[str, Number]) -> Report:
    """The report with last year's numbers at hand."""
    previous = Previous("上年", report.form.key, report.year - 1, report.unit.name, numbers)
    return replace(report, previous=previous)


def test_the_sheet_follows_the_tables_under_its_headings(example: Report) -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(render_excel(example)))
    assert workbook.sheetnames == ["二、主动公开", "三、申请办理", "四、复议诉讼", "核对", "数据"]
    assert rows(example)[0] == ("位置", "关系", "左边", "右边", "差", "结果")
    assert workbook[RELATIONS].print_title_rows == "$1:$1"


def test_every_relation_that_applies_has_a_row(example: Report) -> None:
    states = arithmetic(example.form).evaluate(example.values).states
    assert len(rows(example)) == 1 + sum(state.known for state in states.values())
    assert {row[5] for row in rows(example)[1:]} == {"相符"}


def test_both_sides_and_their_difference_stand_with_the_verdict(example: Report) -> None:
    broken = put(example, "requests/received/natural", "1350")
    first = named(broken, "勾稽关系")[0]
    assert str(first[0]).endswith("自然人列")
    assert first[2:] == (1391, 1393, -2, "不符")


def test_the_sides_are_formulas_over_the_tables(example: Report) -> None:
    first = named(example, "勾稽关系", values=False)[0]
    left = "'三、申请办理'!$D$6,'三、申请办理'!$D$7"
    assert first[2] == f'=IF(COUNT({left})=2,SUM({left}),"")'
    assert str(first[4]).startswith("=IF(COUNT(C")
    assert str(first[5]).startswith("=IF(E")


def test_a_relation_with_a_blank_side_is_unfinished(example: Report) -> None:
    first = named(put(example, "requests/received/natural", ""), "勾稽关系")[0]
    assert first[2:] in ((None, 1393, None, "未填完"), ("", 1393, "", "未填完"))


def test_figures_stand_as_numbers_for_they_are_in_no_table(example: Report) -> None:
    first = named(example, "建议与提案", values=False)[0]
    assert first[2] == '=IF(COUNT(3,8)=2,SUM(3,8),"")'


def test_a_figure_left_blank_stands_as_an_empty_text(example: Report) -> None:
    report = put(example, "figure/proposals", "")
    assert named(report, "建议与提案", values=False)[0][2] == '=IF(COUNT(3,"")=2,SUM(3,""),"")'
    assert named(report, "建议与提案")[0][5] == "未填完"


def test_last_years_number_stands_in_the_formula(example: Report) -> None:
    last = {f"requests/carried_out/{c}": 41 for c in ("natural", "legal.commercial")}
    first, second = named(after(example, last), "上年结转")
    assert first[2:] == (41, 41, 0, "相符")
    assert second[2:] == (19, 41, -22, "不符")
    formula = named(after(example, last), "上年结转", values=False)[0][3]
    assert formula == '=IF(COUNT(41)=1,SUM(41),"")'


def test_a_sum_may_be_larger_where_only_too_small_is_wrong(example: Report) -> None:
    pending = "review/figures/reconsideration.pending"
    verdicts = [
        named(after(example, {pending: number}), "行政复议总计含上年")[0][4:] for number in (3, 60)
    ]
    assert verdicts == [(50, "相符"), (-7, "不符")]


def test_numbers_with_decimals_are_compared_too(example: Report) -> None:
    last = {"requests/carried_out/natural": Decimal("41.5")}
    assert named(after(example, last), "上年结转")[0][2:] == (41, 41.5, -0.5, "不符")


def test_where_one_side_has_to_be_the_larger_it_is_said_what_stands_on_each(
    example: Report,
) -> None:
    (_, row) = named(example, "现行有效件数不少于")
    assert row[1] == (
        "现行有效件数不少于本年制发减本年废止"
        "（左边现行有效＋本年废止，右边本年制发，左边不小于右边）"
    )
    assert tuple(row[2:4]) == (20, 6)


def test_a_row_is_as_high_as_the_lines_of_its_longest_text(example: Report) -> None:
    last = after(example, {"review/figures/reconsideration.pending": 6})
    sheet = openpyxl.load_workbook(io.BytesIO(render_excel(last)))[RELATIONS]
    heights = {
        str(row[1].value): (sheet.row_dimensions[row[1].row].height or 0)
        for row in sheet.iter_rows(min_row=2)
    }
    assert heights["勾稽关系（第一项＋第二项＝第三项＋第四项）"] < 40
    (long,) = (name for name in heights if name.startswith("行政复议总计含上年未审结"))
    assert heights[long] >= 45
