"""A whole check: what is counted, what is found, in what order."""

from dataclasses import replace

import pytest

from model.checks.check import Result, check
from model.checks.findings import Finding
from model.form import catalog
from model.form.arithmetic import arithmetic
from model.report.answers import put, put_stated
from model.report.begin import new_report
from model.report.report import Previous, Reason, Report
from model.unit import Unit, UnitKind
from tests import published

NATURAL = "requests/received/natural"
TOTAL_ROWS = ("received", "carried_in", "handled.total", "carried_out")


def finding(report: Report, key: str) -> Finding:
    (found,) = [one for one in check(report).findings if one.id == key]
    return found


def ids(result: Result, *severities: str) -> list[str]:
    return [one.id for one in result.findings if one.severity in severities]


def tallied(report: Report, total: str, **parts: str) -> Report:
    for key, number in {**parts, "total": total}.items():
        report = put(report, f"tally/published/{key}", number)
    return report


def stated_totals(report: Report, *numbers: int) -> Report:
    for row, number in zip(TOTAL_ROWS, numbers, strict=True):
        report = put_stated(report, f"requests/{row}/total", str(number))
    return report


def test_the_example_is_complete_and_nothing_is_found(example: Report) -> None:
    result = check(example)
    assert result.findings == ()
    assert result.summary.complete
    assert result.summary.holds == len(result.verdicts) == 11


def test_a_blank_report_never_passes_as_complete(empty: Report) -> None:
    summary = check(empty).summary
    assert not summary.complete
    required = [text for text in empty.form.texts.values() if text.required]
    assert summary.blank == 10 + 144 + 12 + len(required)
    assert (summary.holds, summary.broken, summary.open) == (0, 0, 8)
    assert (summary.errors, summary.warnings, summary.unread) == (0, 0, 0)


def test_the_blanks_that_no_open_line_names_are_named_for_each_table(empty: Report) -> None:
    result = check(empty)
    found = {one.id: one for one in result.findings if one.id.startswith("blank/")}
    assert "blank/requests" not in found
    assert found["blank/review"].message == (
        "四、政府信息公开行政复议、行政诉讼情况：还有12格未填。没有发生的填0。"
    )
    assert len(found["blank/disclosure"].cells) == 4
    named = [a for one in result.findings if one.severity == "open" for a in one.cells]
    cells = [address for address in named if address in empty.form.cells]
    assert sorted(cells) == sorted(a for a, c in empty.form.cells.items() if not c.computed)


def test_a_standing_at_hand_gives_the_same_result(city: Report) -> None:
    evaluation = arithmetic(city.form).evaluate(city.values, city.last_values)
    assert check(city, evaluation) == check(city)


def test_findings_stand_by_section_and_the_worst_first(city: Report) -> None:
    report = put(put(city, NATURAL, "0"), "requests/carried_in/legal.law", "若干")
    report = put(replace(report, unit=Unit()), "text/problems.problems", "无")
    steps = ["unit", *(section.key for section in report.form.sections)]
    order = ("error", "warning", "open")
    ranks = [(steps.index(f.section), order.index(f.severity)) for f in check(report).findings]
    assert ranks == sorted(ranks)
    assert len(set(ranks)) >= 6
    assert [one.id for one in check(report).of_section("requests")] == [
        "balance/natural",
        "unread/requests/carried_in/legal.law",
    ]


def test_a_broken_balance_is_an_error_and_is_counted(city: Report) -> None:
    result = check(put(city, NATURAL, "0"))
    assert ids(result, "error") == ["balance/natural"]
    assert (result.summary.broken, result.summary.errors) == (1, 1)
    assert result.verdicts["balance/natural"] == "broken"


def test_unread_text_is_an_error_of_its_own_and_a_blank_in_sums(city: Report) -> None:
    result = check(put(city, NATURAL, "若干"))
    assert ids(result, "error") == [f"unread/{NATURAL}"]
    assert result.verdicts["balance/natural"] == "open"
    assert (result.summary.unread, result.summary.blank) == (1, check(city).summary.blank)
    assert not [f for f in result.of_section("requests") if f.severity == "open"]
    assert result.of_section("requests")[0].message == (
        "三、收到和处理政府信息公开申请情况，一、本年新收政府信息公开申请数量，自然人："
        "「若干」未能识别。只填整数，如 3。"
    )


def test_unread_text_is_not_counted_among_the_blanks_beside_it(city: Report) -> None:
    report = put(put(city, NATURAL, "3.5"), "requests/carried_in/natural", "")
    found = check(report).of_section("requests")
    (one,) = [f for f in found if f.severity == "open"]
    assert "自然人列：还有1格未填" in one.message
    assert one.cells == ("requests/carried_in/natural",)


def test_unread_text_that_could_be_read_has_to_be_typed_again(city: Report) -> None:
    message = finding(city.with_unread(NATURAL, "3"), f"unread/{NATURAL}").message
    assert message.endswith("自然人：「3」须重新填写。")


@pytest.mark.parametrize(
    ("name", "typed", "says"),
    [
        ("signed_on", "2025.2.30", "成文日期「2025.2.30」不是有效的日期。写作年-月-日，"),
        ("period_end", "2023-12-31", "统计截止日早于起始日。核对两个日期。"),
        ("year", "二五年", "年度：「二五年」不是有效的年度。"),
        ("deadline", "2025-3-1", "报送截止日期：「2025-3-1」须重新填写。"),
    ],
)
def test_a_date_that_cannot_be_read_is_an_error_on_the_first_step(
    city: Report, name: str, typed: str, says: str
) -> None:
    result = check(city.with_unread(f"unit/{name}", typed))
    (found,) = result.of_section("unit")
    assert found.message.startswith(says)
    assert (found.severity, found.cells) == ("error", (f"unit/{name}",))
    assert not result.summary.complete


@pytest.mark.parametrize(
    ("name", "typed", "says"),
    [
        ("postcode", "20010", "邮编「20010」不是六位数字。"),
        ("phone", "000-00000", "电话「000-00000」不像电话号码，核对区号和位数。"),
        ("email", "swj#qinglan", "电子邮箱「swj#qinglan」不像邮箱地址，核对写法。"),
    ],
)
def test_each_contact_that_looks_wrong_waits_for_an_explanation(
    city: Report, name: str, typed: str, says: str
) -> None:
    (found,) = check(put(city, f"unit/{name}", typed)).of_section("unit")
    assert found.message == f"{says}改正，或填写说明。"
    assert (found.severity, found.left) == ("warning", typed)


@pytest.mark.parametrize(
    ("name", "day", "doubted"),
    [
        ("signed_on", "2024-12-30", True),
        ("signed_on", "2024-12-31", False),
        ("signed_on", "2026-12-31", False),
        ("signed_on", "2027-01-15", True),
        ("deadline", "2024-01-31", True),
        ("deadline", "2025-03-31", False),
    ],
)
def test_a_date_of_another_year_waits_for_an_explanation(
    city: Report, name: str, day: str, doubted: bool
) -> None:
    found = check(put(city, f"unit/{name}", day)).of_section("unit")
    assert bool(found) is doubted
    if doubted:
        assert f"统计期限到{city.year}年12月31日。核对年份，改正" in found[0].message
        assert (found[0].severity, found[0].left) == ("warning", day)


@pytest.mark.parametrize(
    "written",
    [
        "网站地址：www.example.gov.cn",
        "监督电话：12345",
        "电子邮箱地址：office@example.gov.cn",
        "电子邮箱：office@example.gov.cn",
        "联系地址：人民路1号，联系电话：1234567",
        "地址：\n见官网",
    ],
)
def test_a_contact_that_is_not_another_one_of_the_unit_is_not_doubted(
    example: Report, written: str
) -> None:
    unit = {"address": "青岚市人民路1号", "phone": "0000-1234567", "email": "Office@example.gov.cn"}
    for name, typed in unit.items():
        example = put(example, f"unit/{name}", typed)
    report = put(example, "text/overview.preface", f"可联系我局（{written}）。")
    assert not [f for f in check(report).findings if "in_preface" in f.id]


@pytest.mark.parametrize("written", ["联系电话：0000-7654321", "电话：0000-123456"])
def test_a_contact_in_the_preface_with_other_or_fewer_digits_is_named(
    example: Report, written: str
) -> None:
    report = put(put(example, "unit/phone", "0000-1234567"), "text/overview.preface", written)
    assert [f for f in check(report).findings if "in_preface" in f.id]


@pytest.mark.parametrize(
    ("typed", "written", "doubted"),
    [
        ("0000-00000000", "邮编：000000，电话：0000-11111111）。", True),
        ("0000-00000000", "电话：（0000）0000 0000）。", False),
        ("0000-00000000", "电话：0000-11111111、00000000转，传真：0000-00000000）。", False),
        ("0000-00000000", "申请电话见官网。", False),
        ("", "电话：0000-11111111）。", False),
    ],
)
def test_another_contact_in_the_preface_than_the_units_is_named(
    example: Report, typed: str, written: str, doubted: bool
) -> None:
    report = put(example, "unit/phone", typed)
    preface = report.text("overview.preface")
    assert preface is not None
    body = f"{preface.body}有疑问的，可联系（{written}".replace("电话：0000-0000000，", "")
    found = [f for f in check(put(report, preface.address, body)).findings if "preface" in f.id]
    assert bool(found) is doubted
    if doubted:
        assert found[0].message == (
            "前言写的电话「0000-11111111」与“单位与年度”的「0000-00000000」不一致。改正，或填写说明。"
        )
        assert (found[0].section, found[0].severity) == ("overview", "warning")


def test_a_total_of_the_source_that_agrees_is_counted_and_not_spoken_of(city: Report) -> None:
    for address, total in published.answers("city-2024")[1].items():
        city = put_stated(city, address, total)
    result = check(city)
    assert [key for key in result.verdicts if key.startswith("stated/")] == [
        f"stated/{address}" for address in city.stated
    ]
    assert set(result.verdicts.values()) == {"holds"}


def test_a_total_of_the_source_that_differs_is_an_error_that_names_both(city: Report) -> None:
    key = "review/figures/reconsideration.total"
    computed = int(city.totals()[key])
    found = finding(put_stated(city, key, str(computed + 5)), f"stated/{key}")
    assert found.message == (
        "四、政府信息公开行政复议、行政诉讼情况，行政复议、总计："
        f"各项相加为{computed}件，原表合计为{computed + 5}件，原表合计多5件。"
        "核对各项，再核对原表合计。"
    )
    assert (found.severity, found.difference) == ("error", "-5")
    assert found.cells[0] == key
    assert len(found.cells) == 5


def test_a_total_of_the_source_over_blanks_is_open(empty: Report) -> None:
    key = "requests/received/total"
    report = put_stated(empty, key, "7")
    found = finding(report, f"stated/{key}")
    assert found.message.startswith(
        "三、收到和处理政府信息公开申请情况，一、本年新收政府信息公开申请数量，总计：各项还未填完"
    )
    assert (found.severity, found.right) == ("open", "7")
    assert check(report).verdicts[f"stated/{key}"] == "open"


def test_totals_of_the_source_that_break_the_balance_alone_are_an_error(empty: Report) -> None:
    found = finding(stated_totals(empty, 10, 2, 9, 1), "balance/total")
    assert "总计列：第一项10件加第二项2件为12件，第三项总计9件加第四项1件为10件" in found.message
    assert "，办理结果和结转合计少2件。" in found.message
    assert found.severity == "error"


def test_totals_of_the_source_that_agree_among_themselves_are_left_alone(empty: Report) -> None:
    result = check(stated_totals(empty, 10, 2, 11, 1))
    assert "balance/total" not in result.verdicts


def test_one_slip_is_never_said_twice(city: Report) -> None:
    """The 总计 column follows from the others: it is silent once its cells are computed."""
    report = put(city, NATURAL, "0")
    totals = [int(report.totals()[f"requests/{row}/total"]) for row in TOTAL_ROWS]
    result = check(stated_totals(report, *totals))
    assert ids(result, "error") == ["balance/natural"]


@pytest.mark.parametrize(
    ("total", "said"),
    [
        ("9", "各类相加为10条，合计为9条，各类多1条。核对各类数量和合计。"),
        ("12", "各类相加为10条，合计为12条，各类少2条。补填漏掉的类别，或填写说明。"),
    ],
)
def test_the_parts_of_a_tally_are_held_against_its_total(
    empty: Report, total: str, said: str
) -> None:
    found = finding(tallied(empty, total, finance="4", training="6"), "tally/published")
    assert found.message == f"一、总体情况，主动公开政府信息：{said}"
    assert (found.severity, found.section, found.left) == ("warning", "overview", "10")


def test_a_tally_that_agrees_or_cannot_be_compared_is_not_spoken_of(empty: Report) -> None:
    agreed = tallied(empty, "10", finance="4", training="6")
    assert check(agreed).verdicts["tally/published"] == "holds"
    for report in (
        tallied(empty, "", finance="4"),
        tallied(empty, "9"),
        agreed.with_tally(replace(agreed.tallies[0], approximate=True)),
    ):
        assert "tally/published" not in check(report).verdicts


def test_a_reason_closes_a_warning_while_its_numbers_stay(empty: Report) -> None:
    report = tallied(empty, "12", finance="10")
    assert check(report).summary.warnings == 1
    report = report.with_entry("reasons", "tally/published", Reason("含其他类。", "10", "12"))
    assert (check(report).summary.warnings, check(report).summary.reasoned) == (0, 1)
    moved = check(tallied(report, "13")).summary
    assert (moved.warnings, moved.reasoned) == (1, 0)


def test_a_report_without_a_name_is_open(example: Report) -> None:
    result = check(replace(example, unit=replace(example.unit, name="")))
    assert ids(result, "open") == ["blank/unit/name"]
    assert result.summary.blank == 1
    assert result.findings[0].section == "unit"


def test_a_required_text_is_asked_for_and_a_sub_head_below_it_answers(empty: Report) -> None:
    key = "blank/text/overview.proactive"
    found = finding(empty, key)
    assert found.message == "一、总体情况：「主动公开方面」未填写。"
    assert found.cells == ("text/overview.proactive",)
    answered = put(empty, "text/overview.proactive.system", "修订制度。")
    counted = put(empty, "tally/published/finance", "3")
    for report in (answered, counted):
        assert key not in ids(check(report), "open")


def test_a_regional_text_is_asked_for_once_the_region_wants_it(empty: Report) -> None:
    key = "blank/text/other.innovation"
    assert key not in ids(check(empty), "open")
    wanted = new_report(empty.form, empty.unit, 2024, ["other.innovation"])
    assert key in ids(check(wanted), "open")


def test_a_text_of_a_few_characters_is_a_known_fault(empty: Report) -> None:
    report = put(empty, "text/problems.problems", "无 \n")
    found = finding(report, "short/problems.problems")
    assert found.message == (
        "五、存在的主要问题及改进情况：「存在的主要问题」只有1个字。写明具体内容。"
    )
    assert found.severity == "warning"
    longer = put(report, "text/problems.problems", "公开栏目更新还不及时。")
    assert "short/problems.problems" not in ids(check(longer), "warning")
    assert "short/problems.problems" not in ids(check(empty), "warning")


def test_silence_where_words_have_to_stand_is_a_warning(example: Report) -> None:
    unit = replace(example.unit, kind=UnitKind.TOWNSHIP)
    report = put(replace(example, unit=unit), "text/overview.supervision", "开展业务培训。")
    found = finding(report, "mention/overview.assessment")
    assert found.message == (
        "一、总体情况，工作考核、社会评议和责任追究：未见“考核、评议、追究”字样（条例第五十条）。"
        "补写工作考核、社会评议和责任追究结果情况。已写明的，填写说明。"
    )
    assert found.cells == ("text/overview.supervision",)


def test_silence_of_a_whole_section_marks_no_single_text(example: Report) -> None:
    report = put(example, "text/problems.improvement", "情况另行报告。")
    found = finding(report, "mention/problems.improvement")
    assert found.cells == ()
    assert found.section == "problems"
    assert found.message == (
        "五、存在的主要问题及改进情况，改进情况：未见“改进、整改、下一步、完善、加强”等字样"
        "（条例第五十条）。补写上年问题的改进结果和今后打算。已写明的，填写说明。"
    )


def test_a_rule_names_its_section_unless_its_sentence_does(example: Report) -> None:
    previous = Previous("去年", "2021", 2023, "某局", example.totals(), example.texts)
    report = replace(example, previous=previous)
    messages = {one.id: one.message for one in check(report).findings}
    title = "三、收到和处理政府信息公开申请情况"
    assert messages["copied/requests"].startswith(f"{title}：全部数字与上年报告相同。")
    assert messages["repeated_text/overview"].startswith("一、总体情况的文字有100%")
    assert messages["unit_renamed/name"].startswith("机关名称「青岚市商务局」与上年报告「某局」")


def test_a_report_of_the_older_form_is_checked_the_same_way() -> None:
    old = new_report(catalog.form("2019"), Unit(name="某县水利局"), 2020)
    summary = check(old).summary
    required = [text for text in old.form.texts.values() if text.required]
    assert summary.blank == 22 + 132 + 12 + len(required)
    assert summary.open == 6
