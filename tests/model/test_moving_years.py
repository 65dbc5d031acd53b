"""Years of last year's texts moved on: shown paragraph by paragraph, what stays true left alone."""

import pytest

from model import catalog
from model.answers import put
from model.beginning import new_report
from model.last_year.following import following, unit_after
from model.last_year.moving_years import LOOKS_BACK, MIXED, PLANNED, moves
from model.report import Report
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
        for one in moves(next_year(body))
        if one.key == "overview.supervision"
    ]


@pytest.mark.parametrize(
    ("text", "new", "doubt"),
    [
        ("2023年，我局开展培训。", "2024年，我局开展培训。", ""),
        ("２０２３年，我局开展培训。", "2024年，我局开展培训。", ""),
        ("较2022年增加3件。", "较2023年增加3件。", LOOKS_BACK),
        ("2023年收到3件，较2022年增加1件。", "2024年收到3件，较2023年增加1件。", MIXED),
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
    assert [one.new for one in moves(report)] == ["2024年，我局办理。"]
