"""Checks 18 and 19: texts that contradict figures are found, and no others."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from model.address import text_address
from model.checks.check import check
from model.checks.claims import OTHER_SCOPE, by_id, stated_claims
from model.claims.claims import Speaker, claims_in
from model.drafts import storage
from model.form.form import Phrase
from model.report.begin import new_report
from model.report.report import Reason, Report
from model.unit import Unit
from model.values import Number, Values
from tests.conftest import EXAMPLE
from tests.model.checks.stating import BLOCK, MORE, body_of, claim_findings_of, mended, saying

RECEIVED = "requests/received/natural"
GRANTED = "requests/handled.granted/natural"


def told() -> Report:
    """Give the example, which states more of its figures."""
    example = storage.load(EXAMPLE).report
    return saying(example, f"{body_of(example)}\n{MORE}")


TOLD = told()
CLAIMS = claims_in(Speaker.of(TOLD.form, TOLD.year, TOLD.unit), "依申请公开", body_of(TOLD))


def meant(address: str, numbers: Values) -> Number:
    """Add up what an address means, in another way than the program."""
    if address in numbers:
        return numbers[address]
    table, row, column = address.split("/")
    return sum(
        number
        for one, number in numbers.items()
        if one.startswith((f"{table}/{row}.", f"{table}/{row}/{column}."))
        and one.endswith(
            (
                f"/{column}",
                *(f".{last}" for last in ("commercial", "research", "welfare", "law", "other")),
            )
        )
        and one.split("/")[2].startswith(column)
    )


def fitting(phrase: Phrase, stated: Number, numbers: Values) -> bool:
    sums = [sum(meant(address, numbers) for address in one) for one in phrase.means]
    return stated in sums or (phrase.key == "charges" and stated == sums[0] * 10_000)


@st.composite
def changed(draw: st.DrawFn) -> Report:
    """Give the example with any one figure changed, or with two so that the balance holds."""
    number = draw(st.integers(0, 20_000))
    if draw(st.booleans()):
        column = draw(st.sampled_from(("natural", "legal.law", "legal.other")))
        row = draw(st.sampled_from(("received", "carried_in")))
        result = draw(st.sampled_from(("handled.granted", "handled.refused.secret", "carried_out")))
        report = TOLD
        for one in (f"requests/{row}/{column}", f"requests/{result}/{column}"):
            report = report.with_value(one, report.values[one] + number)
        return report
    address = draw(st.sampled_from(sorted(TOLD.values)))
    kept = TOLD.values[address]
    return TOLD.with_value(address, Decimal(number) if isinstance(kept, Decimal) else number)


def test_the_example_states_many_figures_and_contradicts_none() -> None:
    assert len(CLAIMS) == 29
    assert claim_findings_of(TOLD) == []
    assert all(one.agrees for one in stated_claims(TOLD, TOLD.totals()))


@given(report=changed())
def test_each_claim_that_fits_no_meaning_is_found_once_and_no_other(report: Report) -> None:
    numbers = report.totals()
    wrong = [
        (claim.start, claim.phrase.key)
        for claim in CLAIMS
        if not fitting(claim.phrase, claim.quantity.number, numbers)
    ]
    found = claim_findings_of(report)
    assert [(one.span.start, one.id.split("/")[2]) for one in found if one.span] == wrong
    assert all(one.severity == "warning" for one in found)


@given(report=changed())
def test_one_act_mends_what_has_one_meaning_where_the_arithmetic_holds(report: Report) -> None:
    errors = [one for one in check(report).findings if one.severity == "error"]
    for finding in claim_findings_of(report):
        several = finding.id.split("/")[2] in ("received", "natural", "legal")
        behind = errors and any(one.startswith("requests/") for one in finding.cells)
        if several or behind:
            continue
        assert finding.correction
        left = claim_findings_of(mended(report, finding))
        assert finding.id not in [one.id for one in left]
        assert len(left) == len(claim_findings_of(report)) - 1


def only(report: Report) -> str:
    """Give the sentence of the only claim finding."""
    (found,) = claim_findings_of(report)
    return found.message


def test_a_contradiction_names_the_words_and_the_cell_with_both_numbers(example: Report) -> None:
    report = saying(example, "我局新收政府信息公开申请8,405件。")
    (found,) = claim_findings_of(report)
    assert found.message == (
        "一、总体情况，依申请公开：文中“我局新收政府信息公开申请8,405件”，三、第一项总计为8406件，"
        "文字少1件。核对后改正；确属口径不同的，可不再提示。"
    )
    assert found.title == "“我局新收政府信息公开申请8,405件”与表格不一致"
    assert found.sides == ("文字所写 8405", "第一项总计 8406", "文字少1件")
    assert (found.left, found.right, found.difference) == (
        "8405", "我局新收政府信息公开申请8,405件。", "-1",
    )  # fmt: skip
    assert found.cells == (text_address(BLOCK), "requests/received/total")
    assert found.correction == "8,406"
    assert found.id == f"claim/{BLOCK}/received_new/1"


def test_two_lawful_meanings_are_both_shown_and_no_single_number_is_offered(
    example: Report,
) -> None:
    (found,) = claim_findings_of(saying(example, "收到申请12件。"))
    assert found.message.endswith(
        "文中“收到申请12件”，三、第一项总计为8406件，第一项总计8406件加第二项总计97件为8503件，"
        "均不一致。核对后改正；确属口径不同的，可不再提示。"
    )
    assert found.sides[1:3] == ("第一项总计 8406", "第一项总计 8406 ＋ 第二项总计 97 ＝ 8503")
    assert (found.correction, found.difference) == ("", "")
    for number in (8406, 8503):
        assert claim_findings_of(saying(example, f"收到申请{number}件。")) == []


def test_two_meanings_with_one_number_offer_it(example: Report) -> None:
    report = saying(example, "收到申请12件。")
    for address in report.values:
        if address.startswith("requests/carried_in/"):
            report = report.with_value(address, 0)
    balanced = [one for one in claim_findings_of(report) if not one.correction]
    assert len(balanced) == 1  # the balance no longer holds
    blank = {a: n for a, n in report.values.items() if not a.startswith("requests/handled")}
    (found,) = claim_findings_of(replace(report, values=blank))
    assert found.correction == "8406"


def test_a_denial_is_contradicted_and_is_not_written_anew(example: Report) -> None:
    (found,) = claim_findings_of(saying(example, "无结转下年度申请。"))
    assert "文中“无结转下年度申请”，三、第四项总计为122件，二者不一致。" in found.message
    assert (found.left, found.correction) == ("0", "")


def test_an_approximate_number_is_contradicted_and_is_not_written_anew(example: Report) -> None:
    (found,) = claim_findings_of(saying(example, "全年办结申请9000余件。"))
    assert found.sides[-1] == "二者不一致"
    assert found.correction == ""
    assert claim_findings_of(saying(example, "全年办结申请8300余件。")) == []


def test_figures_and_tallies_are_not_called_a_table(example: Report) -> None:
    (found,) = claim_findings_of(saying(example, "承办政协提案9件。"))
    assert found.title == "“承办政协提案9件”与所填数不一致"
    assert "六、政协提案为8件，文字多1件。" in found.message


def test_money_is_compared_in_either_unit_and_may_be_rounded(example: Report) -> None:
    for money in ("412.506万元", "412.51万元", "412.50万元", "413万元", "4125060元"):
        assert claim_findings_of(saying(example, f"收取行政事业性收费{money}。")) == []
    (found,) = claim_findings_of(saying(example, "收取行政事业性收费4125000元。"))
    assert (found.correction, found.sides[-1]) == ("4125060", "文字少0.006万元")
    (found,) = claim_findings_of(saying(example, "收取行政事业性收费400万元。"))
    assert found.correction == "412.506"
    (found,) = claim_findings_of(saying(example, "收取信息处理费0.2万元。"))
    assert found.correction == "0.12605"


def test_while_a_cell_is_blank_nothing_is_said(example: Report) -> None:
    report = saying(example, "收到申请12件。办结申请3件。")
    assert len(claim_findings_of(report)) == 2
    blank = report.with_value("requests/carried_in/natural", None)
    assert [one.id for one in claim_findings_of(blank)] == [f"claim/{BLOCK}/handled/1"]
    (received, _) = stated_claims(blank, blank.totals())
    assert received.agrees is None
    fitting_one = saying(blank, "收到申请8406件。")
    (received,) = stated_claims(fitting_one, fitting_one.totals())
    assert received.agrees is True


def test_a_broken_balance_is_mended_first_and_the_text_may_tell_how(example: Report) -> None:
    report = saying(example, "新收申请8406件，办结申请8380件。").with_value(RECEIVED, 1362)
    received, handled = claim_findings_of(report)
    assert received.message.endswith(
        "文字少10件。自然人列勾稽关系不成立，先核对表格。文字中的数可使自然人列勾稽关系成立。"
    )
    assert handled.message.endswith("自然人列勾稽关系不成立，先核对表格。")
    assert received.correction == handled.correction == ""


def test_a_total_of_the_source_is_named_too(example: Report) -> None:
    report = saying(example, "新收申请8406件，上年结转90件。").with_value(RECEIVED, 1353)
    report = report.with_stated("requests/received/total", 8406)
    received, carried = claim_findings_of(report)
    both = "自然人列勾稽关系不成立、第一项总计与原表合计不一致"
    assert received.message.endswith(
        f"{both}，先核对表格。文字中的数可使自然人列勾稽关系成立、第一项总计与原表合计一致。"
    )
    assert carried.message.endswith("自然人列勾稽关系不成立，先核对表格。")


def test_totals_of_the_source_alone_mend_nothing(example: Report) -> None:
    report = saying(example, "新收申请5件。").with_value(GRANTED, None)
    for row, total in {
        "received": 5,
        "carried_in": 1,
        "handled.total": 3,
        "carried_out": 2,
    }.items():
        report = report.with_stated(f"requests/{row}/total", total)
    assert "文字中的数可使" not in only(report)


def test_of_many_broken_columns_some_are_named(example: Report) -> None:
    report = saying(example, "新收申请8400件。")
    for column in ("natural", "legal.law", "legal.other"):
        report = report.with_value(f"requests/received/{column}", 5)
    assert only(report).endswith(
        "自然人列勾稽关系不成立、法律服务机构列勾稽关系不成立等3处，先核对表格。"
    )


def test_an_approximate_number_mends_no_balance(example: Report) -> None:
    report = saying(example, "新收申请9500余件。").with_value(RECEIVED, 1353)
    assert only(report).endswith("自然人列勾稽关系不成立，先核对表格。")


def test_an_error_that_is_no_comparison_of_cells_changes_nothing(example: Report) -> None:
    report = saying(example, "上年结转90件。")
    report = replace(report, unit=replace(report.unit, name="青岚市商务局2023年"))
    assert any(one.severity == "error" for one in check(report).findings)
    assert claim_findings_of(report)[-1].correction == "97"


def test_a_difference_of_scope_stays_dismissed_while_sentence_and_number_stay(
    example: Report,
) -> None:
    report = saying(example, "新收申请12件。")
    (found,) = claim_findings_of(report)
    reason = Reason(OTHER_SCOPE, found.left, found.right)
    report = report.with_entry("reasons", found.id, reason)
    (found,) = claim_findings_of(report)
    assert found.reason_is_current
    assert check(report).summary.warnings == 0
    other = saying(report, "本年新收申请12件。")
    assert not claim_findings_of(other)[0].reason_is_current


def test_equal_claims_of_a_text_are_counted(example: Report) -> None:
    report = saying(example, "上年结转1件。\n上年结转2件。")
    found = claim_findings_of(report)
    assert [one.id for one in found] == [f"claim/{BLOCK}/carried_in/{n}" for n in (1, 2)]
    listed = [key for key, _ in by_id(stated_claims(report, report.totals()))]
    assert listed == [one.id for one in found]


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("依法办理，办结申请12件（含口头3件）。", "办结申请12件"),
        ("受理12件政府信息公开申请。", "受理12件政府信息公开申请"),
        ("予以公开、部分公开分别为12件、5件。", "予以公开、部分公开分别为12件、5件"),
        ("新收申请，共计12件。", "新收申请，共计12件"),
        ("作出行政许可12件", "作出行政许可12件"),
        ("作出行政许可12件及其后续监督检查和信用修复等有关管理事项", "作出行政许可12件"),
    ],
)
def test_the_words_of_the_text_are_quoted(example: Report, sentence: str, words: str) -> None:
    found = claim_findings_of(saying(example, sentence))
    assert f"“{words}”" in found[-1].title or f"“{words}”" in found[0].title


def test_a_long_clause_is_quoted_in_part(example: Report) -> None:
    long = "全年累计共依法依规按期及时主动直接实际新收政府信息公开申请事项12件。"
    assert "“…" in only(saying(example, long))


def test_a_form_without_phrases_says_nothing(empty: Report) -> None:
    sections = tuple(structs.replace(one, phrases=()) for one in empty.form.sections)
    form = structs.replace(empty.form, sections=sections)
    report = saying(new_report(form, Unit(name="某局"), 2024), "新收申请12件。")
    assert stated_claims(replace(report, values={}), {}) == ()
