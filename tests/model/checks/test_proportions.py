"""Check 20: shares, changes and sums in texts are recomputed, where it is certain of what."""

from dataclasses import replace

import pytest

from model.checks.check import check, search_statement
from model.checks.findings import Finding
from model.report.report import Previous, Report
from tests.model.checks.stating import BLOCK, claim_findings_of, saying

RECEIVED = "requests/received/natural"


def hints(report: Report, body: str, key: str = BLOCK) -> list[Finding]:
    return list(check(saying(report, body, key)).hints)


def results(report: Report, body: str) -> list[str]:
    return [one.message for one in hints(report, body)]


def with_last(report: Report, year: int = 2023, received: int | None = 1000) -> Report:
    """Give the report beside last year's, which had other numbers of new requests."""
    values = dict(report.values)
    values.pop(RECEIVED)
    if received is not None:
        values[RECEIVED] = received
    return replace(report, previous=Previous("上年", "2021", year, "青岚市商务局", values))


def test_a_wrong_share_of_the_results_is_recomputed(example: Report) -> None:
    (found,) = hints(example, "予以公开393件，占办结总数的14.7%。")
    assert found.message == (
        "一、总体情况，依申请公开：文中“占办结总数的14.7%”，按三、第三项总计8381件计算为4.7%。核对后改正。"
    )
    assert found.severity == "hint"
    assert found.id == f"proportion/share/{BLOCK}/granted/1"
    assert (found.left, found.right) == ("占办结总数的14.7%", "予以公开393件，占办结总数的14.7%。")
    assert found.span is not None
    assert (found.span.start, found.span.end) == (9, 20)


@pytest.mark.parametrize(
    "sentence",
    [
        "予以公开393件，占办结总数的4.7%。",  # rounded
        "予以公开393件，占4.68%；",  # cut off
        "予以公开393件（占比4.69%）。",
        "不予公开3405件，占申请总数的40.5%。",  # of what was received
        "不予公开3405件，占总数的40%。",  # of what was received and carried in
        "予以公开393件，占予以公开信息的30%。",  # of something else
        "予以公开393件，占网上申请的30%。",
        "予以公开393件，占30%左右。",
        "予以公开300件，占30%。",  # the number itself has a finding
        "新收申请8406件，占30%。",
        "作出行政许可1284件，占30%。",
        "上年结转97件，占30%。",
        "收到申请8406件，占30%。",
        "予以公开约393件，占30%。",
    ],
)
def test_a_right_share_and_one_of_something_else_pass(example: Report, sentence: str) -> None:
    assert hints(example, sentence) == []


def test_a_share_of_several_groups_is_recomputed(example: Report) -> None:
    (message,) = results(example, "予以公开和部分公开922件，占办结总数的12%。")
    assert "计算为11%。" in message


def test_over_blanks_and_zeros_no_share_is_recomputed(example: Report) -> None:
    blank = example.with_value("requests/handled.refused.secret/natural", None)
    assert hints(blank, "予以公开393件，占30%。") == []
    none = example
    for address in example.values:
        if address.startswith("requests/"):
            none = none.with_value(address, 0)
    assert hints(none, "予以公开0件，占30%。") == []


def test_a_change_is_recomputed_from_last_years_number(example: Report) -> None:
    report = with_last(example)
    (found,) = hints(report, "新收申请8406件，同比增长20%。")
    assert found.message.endswith(
        "文中“同比增长20%”，上年报告三、第一项总计为8054件，计算为增长4%。核对后改正。"
    )
    (message,) = results(report, "新收申请8406件，较上年下降4.37%。")
    assert message.endswith("计算为增长4.37%。核对后改正。")
    less = with_last(example, received=2000)
    (message,) = results(less, "新收申请8406件，比去年增加7.2%。")
    assert message.endswith("计算为下降7.2%。核对后改正。")
    same = with_last(example, received=1352)
    (message,) = results(same, "新收申请8406件，同比增长3%。")
    assert message.endswith("计算为持平。核对后改正。")


@pytest.mark.parametrize(
    "sentence",
    [
        "新收申请8406件，同比增长4.4%。",
        "新收申请8406件，同比增长4.3%。",  # cut off
        "收到申请8406件，较上年上升4.37%。",
        "收到申请8503件，同比增长4%。",
        "新收申请8406件，同比增长20%左右。",
        "新收申请8406件，办结申请同比增长20%。",
        "新收申请8406件。",
    ],
)
def test_a_right_change_and_one_of_something_else_pass(example: Report, sentence: str) -> None:
    assert hints(with_last(example), sentence) == []


def test_without_last_years_number_no_change_is_recomputed(example: Report) -> None:
    sentence = "新收申请8406件，同比增长20%。"
    assert hints(example, sentence) == []
    assert hints(with_last(example, year=2022), sentence) == []
    assert hints(with_last(example, received=None), sentence) == []
    zero = replace(
        example, previous=Previous("上年", "2021", 2023, "某局", dict.fromkeys(example.values, 0))
    )
    assert hints(zero, sentence) == []


@pytest.mark.parametrize(
    ("sentence", "result"),
    [
        ("收到信访12件，其中来信8件、来访5件。", "各部分相加为13件，比总数多1件"),
        ("收到信访12件（其中：来信8件，来访5件）。", "各部分相加为13件，比总数多1件"),
        ("收到信访12件，其中来信8件和来访5件；", "各部分相加为13件，比总数多1件"),
        ("收到信访12件，其中线上8件、线下3件。", "各部分相加为11件，比总数少1件"),
        ("办理案件12起，其中罚款8起、其他3起", "各部分相加为11起，比总数少1起"),
    ],
)
def test_parts_that_do_not_add_up_are_recomputed(
    example: Report, sentence: str, result: str
) -> None:
    (found,) = hints(example, f"公开有序。{sentence}", "overview.supervision")
    assert result in found.message
    assert found.id == "proportion/sum/overview.supervision/parts/1"
    assert found.right.startswith("收到") or found.right.startswith("办理")


@pytest.mark.parametrize(
    "sentence",
    [
        "收到信访12件，其中来信8件、来访4件。",
        "收到信访12件，其中来信8件、来访3件。",  # perhaps not all parts
        "收到信访12件，其中来信8件、来访5件、来电若干。",
        "收到信访12件，其中涉及土地8件、涉及房屋5件。",  # may overlap
        "公开信息12件，其中网站12件、公众号12件。",
        "收到信访约12件，其中来信8件、来访5件。",
        "收到信访12件，其中来信8件次、来访5件次。",
        "收到信访12件，其中来信8件、同比增加5件。",
        "收到信访12余件，其中来信8件、来访5件。",
    ],
)
def test_parts_that_add_up_or_need_not_pass(example: Report, sentence: str) -> None:
    assert hints(example, sentence, "overview.supervision") == []


def test_a_notice_that_is_denied_is_held_against_those_who_did_not_pay(example: Report) -> None:
    report = example
    for key in ("fee_notices", "fee_paid", "fee_amount"):
        report = report.with_value(f"figure/{key}", None)
    sentence = "本年未发出收费通知，未收取信息处理费。"
    (found,) = hints(report, sentence, "other.fees")
    assert "文中“未发出收费通知”，（六）2逾期未缴费总计为5件。" in found.message
    assert hints(report, "本年未收取信息处理费。", "other.fees") == []
    paid = report
    for address in report.values:
        if address.startswith("requests/handled.other.unpaid/"):
            paid = paid.with_value(address, 0)
    assert hints(paid, sentence, "other.fees") == []
    filled = saying(example, sentence, "other.fees")
    assert check(filled).hints == ()
    assert len(claim_findings_of(filled)) == 2


def test_such_hints_are_not_what_texts_are_searched_for_before_publication(
    example: Report,
) -> None:
    report = saying(example, "予以公开393件，占办结总数的14.7%。")
    result = check(report)
    assert len(result.hints) == 1
    assert search_statement(result).endswith("未发现。")
    assert result.summary.publication == 0
