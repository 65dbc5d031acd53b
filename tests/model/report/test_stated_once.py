"""A sentence of numbers is not printed where the text states all of them in its own words."""

from dataclasses import replace

import pytest

from model.report.answers import put
from model.report.report import Report, TextBlock
from model.report.sections import printed_sentences
from model.report.wording import tally_sentence, text_sentence


def with_figures(report: Report, figures: str) -> Report:
    for pair in figures.split():
        key, number = pair.split("=")
        report = put(report, f"figure/{key}", number)
    return report


def said(report: Report, key: str, body: str) -> list[str]:
    """Give the sentences that are printed under a text with this body."""
    return printed_sentences(report, TextBlock(key, "", body))


@pytest.mark.parametrize(
    ("figures", "body"),
    [
        ("fee_notices=280", "我局及时告知，全年制发收费通知书280份。群众表示满意。"),
        ("fee_notices=12", "本年度一共发出收费通知十二件。"),
        ("fee_notices=3 fee_paid=2 fee_amount=40", "发出收费通知3件，实际收取2件、40元。"),
        ("fee_notices=0 fee_paid=0 fee_amount=0", "我局未收取信息处理费。"),
        ("fee_notices=3 fee_paid=0 fee_amount=0", "发出收费通知3件，未收取信息处理费。"),
        ("proposals=8 satisfaction_rate=100", "办结政协提案8件，满意率100%。"),
        ("suggestions=0 proposals=0 motions=0", "未承办人大代表建议和政协提案。"),
    ],
)
def test_what_a_text_states_is_not_printed_again(empty: Report, figures: str, body: str) -> None:
    report = with_figures(empty, figures)
    key = "other.fees" if "fee" in figures else "other.motions"
    assert said(report, key, "目前，工作有序推进。")
    assert said(report, key, body) == []


@pytest.mark.parametrize(
    ("figures", "body"),
    [
        ("fee_notices=281", "全年制发收费通知书280份。"),
        ("fee_notices=280 fee_paid=2", "全年制发收费通知书280份。"),
        ("fee_notices=280", "2023年制发收费通知书280份。"),
        ("fee_notices=280 fee_amount=0", "全年制发收费通知书280份。"),
        ("proposals=8", "承办政协提案8件。另承办政协提案9件。"),
    ],
)
def test_a_number_that_a_text_does_not_state_is_printed(
    empty: Report, figures: str, body: str
) -> None:
    key = "other.fees" if "fee" in figures else "other.motions"
    assert len(said(with_figures(empty, figures), key, body)) == 1


def test_a_sentence_that_stands_in_the_text_word_for_word_is_not_printed_again(
    empty: Report,
) -> None:
    report = put(with_figures(empty, "fee_notices=3"), "tally/published/total", "7")
    (tally,) = report.tallies
    for key, sentence in (
        ("other.fees", text_sentence(report, report.form.texts["other.fees"])),
        ("overview.proactive", tally_sentence(report, tally)),
    ):
        assert said(report, key, "") == [sentence]
        assert said(report, key, f"我局重视公开。{sentence}群众满意。") == []


@pytest.mark.parametrize("unit", ["条", "篇"])
def test_a_tally_in_other_words_is_not_printed_again(empty: Report, unit: str) -> None:
    (old,) = empty.tallies
    parts = (("a", "会议"), ("b", "财政"), ("c", "人事"), ("d", "应急"))
    tally = replace(old, unit=unit, parts=parts, print_zero=False)
    report = empty.with_tally(tally)
    for key, count in (("a", 60), ("b", 2), ("c", 4), ("d", 0), ("total", 66)):
        report = report.with_value(tally.address(key), count)
    body = f"累计66{unit}。其中会议60{unit}，财政2{unit}，人事4{unit}。另有说明。"
    assert said(report, "overview.proactive", body) == []
    first = f"另公开9{unit}，其中甲2{unit}、乙3{unit}、丙4{unit}。"
    assert said(report, "overview.proactive", first + body) == []
    assert len(said(report, "overview.proactive", first)) == 1
    without_total = report.with_value(tally.address(), None)
    assert said(without_total, "overview.proactive", body) == []
    with_zero = body.replace("。另", "，应急0条。另".replace("条", unit))
    assert said(report, "overview.proactive", with_zero) == []
    zeros = report.with_tally(replace(tally, print_zero=True))
    assert len(said(zeros, "overview.proactive", body)) == 1


def test_a_tally_of_two_categories_in_other_words_is_not_printed_again(empty: Report) -> None:
    (old,) = empty.tallies
    tally = replace(old, parts=(("a", "会议"), ("b", "财政")))
    report = empty.with_tally(tally)
    for key, count in (("a", 6), ("b", 2), ("total", 8)):
        report = report.with_value(tally.address(key), count)
    assert said(report, "overview.proactive", "全年公开信息8条，其中会议6条，财政2条。") == []
    assert len(said(report, "overview.proactive", "全年公开信息8条，其中会议6条。")) == 1
