"""The named rules: each with a report it speaks of and one next to it of which it is silent."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from msgspec import structs

from model.checks import words
from model.checks.rules import RULES, RuleBreach
from model.combine.last_year import with_last
from model.form import catalog
from model.report.answers import put
from model.report.begin import new_report
from model.report.report import Period, Previous, Report, TextBlock
from model.unit import Unit, UnitKind
from model.values import Number

FORM = catalog.form("2021")
FEES = "disclosure/fees/amount"
SAID = "公开专栏按月更新，申请渠道保持畅通。"
OTHER = "组织业务培训四场，答复文书全部经过审核。"


def run(report: Report, name: str, on: str = "") -> list[RuleBreach]:
    """Run the rule of that name over a report."""
    rules = [r for r in report.form.rules if r.rule == name and (not on or on in r.on)]
    (rule,) = rules
    return list(RULES[name](report, rule, report.totals()))


def after(report: Report, unit: str = "", texts: str = "", **values: Number) -> Report:
    """Give the report with last year's answers beside it."""
    numbers = {address.replace("__", "/"): number for address, number in values.items()}
    blocks = (TextBlock("overview.platform", "平台", texts),) if texts else ()
    return replace(report, previous=Previous("去年.gknb", "2021", 2023, unit, numbers, blocks))


def called(report: Report, name: str, kind: UnitKind) -> Report:
    return replace(report, unit=Unit(name=name, kind=kind))


def test_days_outside_the_year_are_named(empty: Report) -> None:
    assert run(empty, "years") == []
    period = Period(date(2023, 12, 1), date(2025, 1, 31))
    first, last = run(replace(empty, period=period), "years")
    assert first.message == "统计起始日2023-12-01不在2024年内。改正日期或年度。"
    assert (last.line, last.left, last.right) == ("截止日", "2025", "2024")


def test_another_year_in_the_name_is_named_and_in_a_sub_head_is_not(empty: Report) -> None:
    report = replace(empty, unit=Unit(name="某市水务局2023年"))
    report = report.with_text(TextBlock("problems.problems", "2023年问题整改情况"))
    (name,) = run(report, "years")
    assert name.message == "机关名称写的是2023年，本报告为2024年。改正年份。"
    assert name.cells == ("unit/name",)


def test_another_year_than_the_one_before_is_no_last_year(empty: Report) -> None:
    last = new_report(catalog.form("2021"), Unit(), 2022)
    (problem,) = run(with_last(empty, last, "2022.gknb"), "last_year")
    assert problem.message == "与之比较的是2022年报告，应为2023年报告。重新选择上年报告。"
    assert run(with_last(empty, replace(last, year=2023), "2023.gknb"), "last_year") == []


def test_a_form_that_the_decree_does_not_prescribe_for_the_year_is_named() -> None:
    old = new_report(catalog.form("2019"), Unit(), 2021)
    (problem,) = run(old, "form_of_year")
    assert problem.message == (
        "本报告按国办公开办函〔2019〕60号格式编制，该格式不适用于2021年度。"
        "新建报告时选择适用的格式。"
    )
    assert run(new_report(catalog.form("2019"), Unit(), 2020), "form_of_year") == []


@pytest.mark.parametrize(
    ("name", "kind", "may"),
    [
        ("某市水务局", UnitKind.DEPARTMENT, False),
        ("某某发展和改革委员会", UnitKind.DEPARTMENT, False),
        ("国家某某局", UnitKind.DEPARTMENT, True),
        ("国家市场某某管理总局", UnitKind.DEPARTMENT, True),
        ("国家乡村某某局", UnitKind.DEPARTMENT, True),
        ("国家某某总局某市某某局", UnitKind.DEPARTMENT, False),
        ("中国某某局某省分局", UnitKind.DEPARTMENT, False),
        ("中国某某局", UnitKind.DEPARTMENT, True),
        ("中华人民共和国某某部", UnitKind.DEPARTMENT, True),
        ("中华人民共和国住房和城乡某某部", UnitKind.DEPARTMENT, True),
        ("某某部", UnitKind.DEPARTMENT, True),
        ("某县某某部", UnitKind.DEPARTMENT, False),
        ("某省人民政府办公厅", UnitKind.OFFICE, True),
        ("某县人民政府办公室", UnitKind.OFFICE, True),
        ("某省人民政府", UnitKind.PROVINCE, True),
        ("某自治州人民政府", UnitKind.CITY, True),
        ("某市人民政府", UnitKind.OPEN, True),
        ("某市人民政府", UnitKind.GOVERNMENT, True),
        ("", UnitKind.OPEN, True),
        ("某县人民政府", UnitKind.COUNTY, False),
        ("某镇人民政府", UnitKind.TOWNSHIP, False),
        ("某街道办事处", UnitKind.AGENCY, False),
        ("某某集团", UnitKind.AUTHORISED, False),
    ],
)
def test_only_those_that_can_make_regulations_may_count_them(
    empty: Report, name: str, kind: UnitKind, may: bool
) -> None:
    report = put(called(empty, name, kind), "disclosure/regulations/issued", "2")
    report = put(report, "disclosure/regulations/in_force", "5")
    problems = run(report, "regulations")
    assert (not problems) == may
    for problem in problems:
        assert problem.message.startswith("规章填了2、5件。")
        assert len(problem.cells) == 2


def test_a_unit_that_counts_no_regulations_is_never_asked(empty: Report) -> None:
    assert run(put(empty, "disclosure/regulations/issued", "0"), "regulations") == []


@pytest.mark.parametrize(
    ("now", "before", "speaks"),
    [
        ("5000", Decimal(5), True),
        ("4999", Decimal(5), False),
        ("5", Decimal(5000), True),
        ("5.01", Decimal(5000), False),
        ("0", Decimal(5000), False),
        ("5000", Decimal(0), False),
        ("", Decimal(5000), False),
    ],
)
def test_money_that_changed_a_thousandfold_is_named(
    empty: Report, now: str, before: Number, speaks: bool
) -> None:
    report = after(put(empty, FEES, now), disclosure__fees__amount=before)
    problems = run(report, "magnitude")
    assert bool(problems) == speaks
    for problem in problems:
        assert problem.message == (
            f"行政事业性收费本年{now}万元，上年{before}万元，相差千倍以上。核对单位是元还是万元。"
        )


def test_money_without_last_years_is_not_compared(empty: Report) -> None:
    assert run(put(empty, FEES, "5000"), "magnitude") == []


def same_as_last(report: Report, table: str, filled: int) -> Report:
    """Give every cell of a table a number, the first few not 0, this year and last."""
    cells = [a for a, c in report.form.cells.items() if c.table == table and not c.computed]
    for place, address in enumerate(cells):
        report = report.with_value(address, 4 if place < filled else 0)
    return replace(report, previous=Previous("去年", "2021", 2023, "", report.values))


@pytest.mark.parametrize(
    ("table", "filled", "speaks"),
    [("requests", 3, True), ("requests", 2, False), ("review", 1, True), ("review", 0, False)],
)
def test_a_table_equal_to_last_years_is_named_unless_it_is_all_but_zero(
    empty: Report, table: str, filled: int, speaks: bool
) -> None:
    report = same_as_last(empty, table, filled)
    problems = run(report, "copied", table)
    assert bool(problems) == speaks
    cell = problems[0].cells[-1] if problems else f"{table}/x"
    if problems:
        assert run(report.with_value(cell, 9), "copied", table) == []
        assert run(report.with_value(cell, None), "copied", table) == []
    assert run(replace(report, previous=None), "copied", table) == []


@pytest.mark.parametrize(
    ("cases", "handled", "speaks"), [(11, 5, True), (11, 6, False), (10, 0, False)]
)
def test_far_more_cases_than_requests_are_named(
    empty: Report, cases: int, handled: int, speaks: bool
) -> None:
    report = empty
    for address, cell in FORM.cells.items():
        if cell.table != "disclosure" and not cell.computed:
            report = report.with_value(address, 0)
    assert run(report, "far_above") == []
    report = report.with_value("review/figures/litigation.after.other", cases)
    report = report.with_value("requests/handled.granted/natural", handled)
    problems = run(report, "far_above")
    assert bool(problems) == speaks
    for problem in problems:
        assert problem.message.startswith(f"行政复议、行政诉讼合计{cases}件，第三项总计{handled}件")


def test_cases_are_not_compared_while_a_total_is_blank(empty: Report) -> None:
    assert run(empty, "far_above") == []


def test_a_name_that_differs_from_last_years_is_asked_about(empty: Report) -> None:
    assert run(empty, "unit_renamed") == []
    assert run(after(empty, "某市水务局"), "unit_renamed") == []
    assert run(after(replace(empty, unit=Unit()), "某市水利局"), "unit_renamed") == []
    (problem,) = run(after(empty, "某市水利局"), "unit_renamed")
    names = "机关名称「某市水务局」与上年报告「某市水利局」"
    assert problem.message == f"{names}不同。核对是否更名或漏字。"


def test_text_that_repeats_more_than_half_of_last_years_is_named_by_sub_head(
    empty: Report,
) -> None:
    report = put(empty, "text/overview.platform", SAID)
    report = put(report, "text/overview.management", "短句。")
    (problem,) = run(after(report, texts=SAID), "repeated_text")
    assert problem.message == (
        "一、总体情况的文字有100%与上年报告相同（政府信息公开平台建设100%）。"
        "改写重复的段落，或填写说明。"
    )
    assert (problem.line, problem.left) == ("overview", "100%")


@pytest.mark.parametrize("address", ["text/overview.preface", "text/other.fees"])
def test_the_preface_and_other_sections_may_repeat(empty: Report, address: str) -> None:
    assert run(after(put(empty, address, SAID), texts=SAID), "repeated_text") == []


def test_new_text_and_text_without_last_years_are_left_alone(empty: Report) -> None:
    report = put(empty, "text/overview.platform", SAID)
    assert run(after(report, texts=OTHER), "repeated_text") == []
    assert run(after(report), "repeated_text") == []
    assert run(report, "repeated_text") == []


def silent(report: Report) -> list[str]:
    return [one.id for one in words.texts(report) if one.id.startswith("mention/")]


@pytest.mark.parametrize(
    ("kind", "body", "missing"),
    [
        (UnitKind.GOVERNMENT, "开展考核和社会评议。", True),
        (UnitKind.COUNTY, "开展考核和社会评议。", True),
        (UnitKind.CITY, "开展考核和社会评议。", True),
        (UnitKind.PROVINCE, "开展考核和社会评议。", True),
        (UnitKind.TOWNSHIP, "开展考核和社会评议。", True),
        (UnitKind.OFFICE, "开展培训。", False),
        (UnitKind.AGENCY, "开展培训。", False),
        (UnitKind.OPEN, "开展培训。", False),
        (UnitKind.TOWNSHIP, "开展考核和社会评议，无责任追究情形。", False),
        (UnitKind.DEPARTMENT, "开展培训。", False),
    ],
)
def test_a_government_has_to_write_of_assessment_and_accountability(
    example: Report, kind: UnitKind, body: str, missing: bool
) -> None:
    report = put(called(example, "某地", kind), "text/overview.supervision", body)
    assert silent(report) == (["mention/overview.assessment"] if missing else [])


def test_one_of_several_words_is_enough_and_a_sub_head_below_counts(example: Report) -> None:
    report = put(example, "text/problems.problems", "公开不够及时。")
    report = put(report, "text/problems.improvement", "情况见下。")
    assert silent(report) == ["mention/problems.improvement"]
    block = TextBlock("problems.improvement.plan", "打算", "下一步逐项落实。")
    assert silent(replace(report, texts=(*report.texts, block))) == []


@pytest.mark.parametrize(
    ("body", "found"),
    [("公开目录已逐项修订并上网。", False), ("公开目录已逐项修订，全部上网。", True)],
)
def test_enough_under_the_sub_head_of_that_name_is_told_in_other_words(
    example: Report, body: str, found: bool
) -> None:
    report = put(example, "text/problems.problems", "公开不够及时。")
    report = put(report, "text/problems.improvement", body)
    assert (silent(report) == []) is found


def test_only_the_words_that_are_not_there_are_named(example: Report) -> None:
    report = called(example, "某地", UnitKind.CITY)
    report = put(report, "text/overview.supervision", "开展考核和社会评议。")
    (one,) = [f for f in words.texts(report) if f.id == "mention/overview.assessment"]
    assert "未见“追究”字样" in one.message


def test_a_section_with_a_missing_text_is_not_accused_of_silence(example: Report) -> None:
    report = put(example, "text/problems.problems", "公开不够及时。")
    assert silent(put(report, "text/problems.improvement", "")) == []


def test_a_text_that_nobody_has_to_write_is_not_accused_of_silence(example: Report) -> None:
    """An empty text is blank, not silent: here the form asks for words but not for the text."""
    sections = tuple(
        structs.replace(s, texts=tuple(structs.replace(t, required=False) for t in s.texts))
        for s in example.form.sections
    )
    report = replace(example, form=structs.replace(example.form, sections=sections))
    assert silent(put(report, "text/problems.improvement", "情况见下。")) != []
    for key in ("problems", "improvement"):
        report = put(report, f"text/problems.{key}", "")
    assert silent(report) == []


def test_the_sentence_made_from_figures_is_printed_text_as_well(example: Report) -> None:
    block = example.text("other.fees")
    assert block is not None
    assert block.body == ""
    assert silent(example) == []
    own = put(put(example, "text/other.fees", "另文说明。"), "figure/fee_notices", "")
    for key in ("fee_paid", "fee_amount"):
        own = put(own, f"figure/{key}", "")
    assert silent(own) == ["mention/other.fees"]
