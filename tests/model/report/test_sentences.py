"""Sentences written from numbers: a zero changes the sentence, not the digit."""

from dataclasses import replace
from datetime import date

import pytest

from model.form import catalog
from model.report.answers import put
from model.report.begin import new_report
from model.report.report import Period, Report, Tally, TextBlock
from model.report.sections import printed_sentences
from model.report.wording import (
    is_offered,
    missing_numbers,
    period_phrase,
    reference_sentence,
    tally_sentence,
    text_sentence,
)
from model.unit import Unit

FORM = catalog.form("2021")
TALLY = Tally("own", "发布要闻", "篇", "overview.platform", (("a", "会议"), ("b", "调研")))
FEES = [
    ("", ""),
    ("notices=0", ""),
    ("notices=0 paid=0", "2024年我局未收取信息处理费。"),
    ("notices=0 paid=0 amount=0.00", "2024年我局未收取信息处理费。"),
    ("notices=3", "…，2024年我局发出收费通知3件。"),
    ("notices=3 paid=0", "…，2024年我局发出收费通知3件，未实际收取。"),
    ("notices=3 paid=0 amount=0", "…，2024年我局发出收费通知3件，未实际收取。"),
    ("notices=3 paid=2", "…，2024年我局发出收费通知3件，实际收取2件。"),
    ("notices=3 amount=40.50", "…，2024年我局发出收费通知3件，实际收取40.50元。"),
    (
        "notices=3 paid=2 amount=40.50",
        "…，2024年我局发出收费通知3件，实际收取2件、40.50元。",
    ),
    ("paid=2 amount=40", "…，2024年我局实际收取2件、40元。"),
]
MOTIONS = [
    ("motions=0", "未承办人大代表建议和政协提案"),
    ("suggestions=3 proposals=8 motions=11", "承办人大代表建议3件、政协提案8件，共11件"),
    ("motions=11", "承办人大代表建议和政协提案共11件"),
    ("on_time_rate=100", "承办人大代表建议和政协提案，按时办结率100%"),
    ("motions=2 reply_rate=100", "承办人大代表建议和政协提案共2件，面复率100%"),
    (
        "motions=2 on_time_rate=100 reply_rate=100 satisfaction_rate=98.50",
        "承办人大代表建议和政协提案共2件，按时办结率100%、面复率100%、满意率98.50%",
    ),
    (
        "motions=2 on_time_rate=100 reply_rate=100 satisfaction_rate=100",
        "承办人大代表建议和政协提案共2件，按时办结率、面复率、满意率均为100%",
    ),
]


def with_figures(report: Report, figures: str, prefix: str = "") -> Report:
    for pair in figures.split():
        key, number = pair.split("=")
        report = put(report, f"figure/{prefix}{key}", number)
    return report


def filled(report: Report, **numbers: int) -> Report:
    """Zero in every typed cell of sections three and four, but for these."""
    named = {address.replace("__", "/").replace("_o_", "."): n for address, n in numbers.items()}
    for address, cell in report.form.cells.items():
        if cell.table != "disclosure" and not cell.computed:
            report = report.with_value(address, named.pop(address, 0))
    assert not named
    return report


def on_request(report: Report) -> list[str]:
    return reference_sentence(report, FORM.texts["overview.on_request"]).split("\n")


@pytest.mark.parametrize(("figures", "said"), FEES)
def test_the_fees_are_said_in_one_sentence(empty: Report, figures: str, said: str) -> None:
    report = with_figures(empty, figures, "fee_")
    wanted = said.replace("…", "依据《政府信息公开信息处理费管理办法》")
    assert text_sentence(report, FORM.texts["other.fees"]) == wanted


@pytest.mark.parametrize(("figures", "said"), MOTIONS)
def test_motions_and_their_rates_are_said_in_one_sentence(
    empty: Report, figures: str, said: str
) -> None:
    report = with_figures(empty, figures)
    assert text_sentence(report, FORM.texts["other.motions"]) == f"2024年，我局{said}。"


def test_a_tally_is_said_with_its_parts(empty: Report) -> None:
    report = replace(empty, tallies=(TALLY,))
    assert tally_sentence(report, TALLY) == ""
    head = "2024年1月1日至12月31日，我局发布要闻"
    report = put(report, "tally/own/a", "7")
    assert tally_sentence(report, TALLY) == f"{head}7篇，其中会议7篇。"
    report = put(report, "tally/own/b", "0")
    assert tally_sentence(report, TALLY) == f"{head}7篇，其中会议7篇、调研0篇。"
    report = put(report, "tally/own/total", "9")
    silent = replace(TALLY, print_zero=False, approximate=True)
    assert tally_sentence(report, silent) == f"{head}9余篇，其中会议7篇。"


def test_a_tally_of_which_only_the_total_is_known_names_no_parts(empty: Report) -> None:
    report = put(replace(empty, tallies=(TALLY,)), "tally/own/total", "9")
    assert tally_sentence(report, TALLY) == "2024年1月1日至12月31日，我局发布要闻9篇。"


def test_the_sentences_of_a_sub_head_are_those_of_its_figures_and_tallies(empty: Report) -> None:
    report = put(replace(empty, tallies=(TALLY,)), "tally/own/a", "7")
    report = put(put(report, "figure/fee_notices", "0"), "figure/fee_paid", "0")
    blocks = {block.key: printed_sentences(report, block) for block in report.texts}
    assert {key for key, sentences in blocks.items() if sentences} == {
        "overview.platform",
        "other.fees",
    }
    assert printed_sentences(report, TextBlock("other.own", "自拟")) == []


def test_a_period_within_a_year_names_the_year_once() -> None:
    assert period_phrase(Period.of(2024)) == "2024年1月1日至12月31日"
    part = Period(date(2024, 3, 9), date(2024, 11, 5))
    assert period_phrase(part) == "2024年3月9日至11月5日"


def test_nothing_is_said_of_requests_and_review_until_their_totals_are_known(
    empty: Report,
) -> None:
    assert on_request(empty) == [""]
    report = filled(empty).with_value("requests/received/natural", None)
    assert on_request(report) == ["2024年，我局未因政府信息公开工作被申请行政复议、提起行政诉讼。"]
    report = filled(empty).with_value("review/figures/reconsideration.upheld", None)
    assert on_request(report) == ["2024年，我局未收到政府信息公开申请，无上年结转申请。"]


def test_requests_are_said_by_groups_and_groups_of_zero_are_left_out(empty: Report) -> None:
    report = filled(
        empty,
        requests__received__natural=9,
        requests__carried_in__legal_o_law=2,
        requests__handled_o_granted__natural=3,
        requests__handled_o_partial__natural=1,
        requests__handled_o_refused_o_secret__natural=1,
        requests__handled_o_refused_o_inquiry__natural=1,
        requests__handled_o_other_o_other__legal_o_law=2,
        requests__carried_out__natural=3,
    )
    assert on_request(report)[0] == (
        "2024年，我局新收政府信息公开申请9件，上年结转2件；办结8件，"
        "其中予以公开3件、部分公开1件、不予公开2件、其他处理2件；结转下年度3件。"
    )


def test_requests_of_which_none_is_handled_yet_name_no_groups(empty: Report) -> None:
    report = filled(empty, requests__received__natural=9, requests__carried_out__natural=9)
    assert on_request(report)[0] == (
        "2024年，我局新收政府信息公开申请9件，上年结转0件；办结0件；结转下年度9件。"
    )


def test_requests_of_2019_are_said_the_same_way() -> None:
    old = new_report(catalog.form("2019"), Unit(name="某县水利局"), 2019)
    report = filled(old, requests__received__natural=2, requests__handled_o_other__natural=2)
    assert reference_sentence(report, old.form.texts["overview.on_request"]).startswith(
        "2019年，我局新收政府信息公开申请2件，上年结转0件；办结2件，其中其他处理2件；"
    )


def test_review_is_said_by_results_and_both_kinds_of_cases_are_added(empty: Report) -> None:
    report = filled(
        empty,
        review__figures__reconsideration_o_upheld=3,
        review__figures__reconsideration_o_pending=1,
        review__figures__litigation_o_direct_o_upheld=1,
        review__figures__litigation_o_after_o_upheld=2,
    )
    assert on_request(report)[1] == (
        "因政府信息公开工作被申请行政复议4件（结果维持3件、尚未审结1件），"
        "被提起行政诉讼3件（结果维持3件）。"
    )


def test_review_of_one_kind_says_that_there_was_none_of_the_other(empty: Report) -> None:
    report = filled(empty, review__figures__reconsideration_o_other=3)
    assert on_request(report)[1] == (
        "因政府信息公开工作被申请行政复议3件（其他结果3件），未被提起行政诉讼。"
    )


PREFACE = """
根据《中华人民共和国政府信息公开条例》和国办公开办函〔2021〕30号要求，
现公布某市水务局2024年政府信息公开工作年度报告。
本报告由总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、
政府信息公开行政复议、行政诉讼情况、存在的主要问题及改进情况、其他需要报告的事项六个部分组成。
统计期限为2024年1月1日至12月31日。
"""


def test_the_preface_says_basis_parts_and_period(empty: Report) -> None:
    said = reference_sentence(empty, FORM.texts["overview.preface"])
    assert said == PREFACE.replace("\n", "")


def test_the_preface_says_where_to_download_and_whom_to_ask_as_far_as_is_known(
    empty: Report,
) -> None:
    report = put(put(empty, "unit/website", "www.shui.example"), "unit/phone", "0000-1")
    report = put(report, "unit/address", "某路1号")
    assert reference_sentence(report, FORM.texts["overview.preface"]).endswith(
        "本报告电子版可在www.shui.example下载。"
        "对本报告有疑问的，可与某市水务局联系（地址：某路1号，电话：0000-1）。"
    )


def test_no_sentence_is_offered_where_the_form_names_none(empty: Report) -> None:
    assert reference_sentence(empty, FORM.texts["overview.platform"]) == ""
    assert not is_offered(FORM, FORM.texts["overview.platform"])
    assert is_offered(FORM, FORM.texts["overview.preface"])


def test_a_tally_whose_subhead_is_gone_is_printed_above_it(example: Report) -> None:
    gone = tuple(b for b in example.texts if b.key != "overview.proactive.published")
    (tally,) = example.tallies
    report = replace(example, texts=gone)
    assert report.home_of(tally) == "overview.proactive"
    block = report.text("overview.proactive")
    assert block is not None
    assert printed_sentences(report, block) == [tally_sentence(report, tally)]


def test_a_tally_of_a_section_with_other_texts_goes_to_the_first_of_them(example: Report) -> None:
    (tally,) = example.tallies
    mine = TextBlock("overview.mine", "其他")
    assert replace(example, texts=(mine,)).home_of(tally) == "overview.mine"
    assert replace(example, texts=()).home_of(tally) == tally.under  # it comes back
    assert replace(example, texts=(), values={}).home_of(tally) == ""


def test_a_reference_sentence_says_which_tables_it_waits_for(empty: Report, city: Report) -> None:
    text = empty.form.texts["overview.on_request"]
    assert missing_numbers(empty, text) == "第三部分还有144格未填，第四部分还有12格未填"
    report = put(city, "requests/received/natural", "三")
    assert missing_numbers(report, text) == "第三部分有1格不是数字"
    report = put(report, "requests/carried_in/natural", "")
    assert missing_numbers(report, text) == "第三部分还有1格未填，第三部分有1格不是数字"
    assert missing_numbers(city, text) == ""
    assert missing_numbers(empty, empty.form.texts["overview.preface"]) == ""
