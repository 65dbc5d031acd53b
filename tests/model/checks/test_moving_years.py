"""Years of last year's texts moved on: shown paragraph by paragraph, what stays true left alone."""

import pytest

from model.checks.years import (
    CLAIMED,
    DATED,
    LEFT,
    LOOKS_BACK,
    MIXED,
    PLANNED,
    SPANNED,
    year_updates,
)
from model.combine.last_year import following, unit_after
from model.form import catalog
from model.report.answers import put
from model.report.begin import new_report
from model.report.report import Report
from model.unit import Unit

HOME = "text/overview.supervision"


def next_year(body: str) -> Report:
    """Begin 2024 from a report on 2023 with a text in it."""
    last = new_report(catalog.form("2021"), Unit(name="某市水务局"), 2023)
    last = put(last, HOME, body)
    return following(last, last.form, unit_after(last, 2024), 2024, "上年")


def moved(body: str) -> list[tuple[int, str, str]]:
    return [
        (one.number, one.new, one.doubt)
        for one in year_updates(next_year(body))
        if one.key == "overview.supervision"
    ]


@pytest.mark.parametrize(
    ("text", "new", "doubt"),
    [
        ("2023年，我局开展培训。", "2024年，我局开展培训。", ""),
        ("２０２３年，我局开展培训。", "2024年，我局开展培训。", ""),
        ("较2022年有所增加。", "较2023年有所增加。", LOOKS_BACK),
        ("2023年推进公开，较2022年更快。", "2024年推进公开，较2023年更快。", MIXED),
        ("下一步，2024年我局将加强培训。", "下一步，2025年我局将加强培训。", PLANNED),
        (
            "2023年，按《2022年要点》和2023年7月修订的办法办理。",
            "2024年，按《2022年要点》和2023年7月修订的办法办理。",
            "",
        ),
    ],
)
def test_a_paragraph_moves_its_years_and_says_what_is_not_sure(
    text: str, new: str, doubt: str
) -> None:
    assert moved(text) == [(1, new, doubt)]


@pytest.mark.parametrize(
    ("text", "new", "doubt"),
    [
        ("2021—2023年，我局持续公开。", "2021—2024年，我局持续公开。", SPANNED),
        ("2021年至2023年，我局持续公开。", "2021年至2024年，我局持续公开。", SPANNED),
        ("2023年3月，我局网站改版。", "2024年3月，我局网站改版。", DATED),
        ("２０２３年３月，我局网站改版。", "2024年３月，我局网站改版。", DATED),
        ("2023年，我局推进，到2024年底完成。", "2024年，我局推进，到2024年底完成。", LEFT),
    ],
)
def test_a_paragraph_whose_years_may_not_move_is_to_be_looked_at(
    text: str, new: str, doubt: str
) -> None:
    assert moved(text) == [(1, new, doubt)]


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("截至2023年12月31日，公开。", "截至2024年12月31日，公开。"),
        ("截至2023年12月底，公开。", "截至2024年12月底，公开。"),
        ("截至2023年底，公开。", "截至2024年底，公开。"),
        ("2023年1月1日至2023年12月31日，公开。", "2024年1月1日至2024年12月31日，公开。"),
        ("2023年1月至12月，公开。", "2024年1月至12月，公开。"),
    ],
)
def test_the_bounds_of_the_year_move_surely(text: str, new: str) -> None:
    assert moved(text) == [(1, new, "")]


@pytest.mark.parametrize(
    "text",
    [
        "2023年，我局没有收到申请。",
        "2023年未发生行政诉讼。",
        "2023年无行政复议案件。",
        "2023年主动公开信息1,234条。",
        "2023年培训30余人次。",
        "2023年按时办结率100％。",
        "2023年申请数量明显增加，主要原因是政策集中受理咨询。",
        "2023年行政复议较往年有所下降。",
    ],
)
def test_what_was_so_last_year_need_not_be_so_this_year(text: str) -> None:
    ((_, new, doubt),) = moved(text)
    assert new == text.replace("2023", "2024")
    assert doubt == CLAIMED


def test_an_address_on_the_web_stays_as_it_is() -> None:
    text = "2023年，公开于http://www.example.cn/art/2023/5/1/a.html，可查阅。"
    new = "2024年，公开于http://www.example.cn/art/2023/5/1/a.html，可查阅。"
    assert moved(text) == [(1, new, "")]


def test_a_date_that_the_new_year_does_not_have_is_to_be_looked_at() -> None:
    last = put(
        new_report(catalog.form("2021"), Unit(name="某局"), 2024), HOME, "2024年2月29日开会。"
    )
    report = following(last, last.form, unit_after(last, 2025), 2025, "上年")
    assert [one.doubt for one in year_updates(report) if one.old.endswith("开会。")] == [DATED]


@pytest.mark.parametrize(
    "text",
    [
        "依据中华人民共和国令2023年第711号公开。",
        "按国办发〔2023〕5号公开。",
        "见2023年第十二期公报。",
    ],
)
def test_the_number_of_a_document_keeps_its_year(text: str) -> None:
    assert moved(text) == []


@pytest.mark.parametrize(
    "text",
    ["全年开展培训。", "平台2019年上线。", "按《2022年要点》办理。", "自2022年以来持续公开。"],
)
def test_what_stays_true_is_not_offered(text: str) -> None:
    assert moved(text) == []


def test_paragraphs_are_counted_without_blank_lines() -> None:
    assert moved("一句话。\n\n2023年，我局开展培训。") == [(2, "2024年，我局开展培训。", "")]


def test_without_last_years_report_the_year_before_is_taken() -> None:
    report = put(
        new_report(catalog.form("2021"), Unit(name="某局"), 2024), HOME, "2023年，我局办理。"
    )
    assert [one.new for one in year_updates(report)] == ["2024年，我局办理。"]


@pytest.mark.parametrize("key", ["overview.supervision", "overview.preface"])
def test_a_later_year_is_a_slip_that_no_shift_corrects(key: str) -> None:
    body = "2062年，我局发布信息66条。"
    report = put(next_year("已开展培训。"), f"text/{key}", body)
    assert [one for one in year_updates(report) if one.key == key] == []
