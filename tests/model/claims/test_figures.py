"""The figures of section six that sentences state, by their labels and by the form's phrases."""

from decimal import Decimal

import pytest

from model.claims.claims import Speaker
from model.claims.figures import FiguresRead, figures_in
from model.form import catalog
from model.form.form import Text
from model.unit import Unit

FORM = catalog.form("2021")
MOTIONS, FEES = FORM.texts["other.motions"], FORM.texts["other.fees"]


def figures(body: str) -> dict[str, object]:
    return {k.partition("/")[2]: n for k, n in figures_in(body, MOTIONS).values.items()}


def test_figures_are_known_by_label_and_unit() -> None:
    body = "2023年承办建议和提案共8件，其中政协提案8件，人大代表建议0件。满意率98.5%。"
    assert figures(body) == {
        "motions": 8,
        "proposals": 8,
        "suggestions": 0,
        "satisfaction_rate": Decimal("98.5"),
    }
    assert figures_in(body, MOTIONS).sentences == tuple(f"{s}。" for s in body.split("。")[:-1])


def test_several_rates_may_have_one_number() -> None:
    assert figures("面复率、满意率均为100％。") == {
        "reply_rate": Decimal(100),
        "satisfaction_rate": Decimal(100),
    }


def test_the_sentences_that_state_figures_are_told() -> None:
    body = "培训3次，政协提案8件。讨论两次。满意率100%。"
    assert figures_in(body, MOTIONS).sentences == ("培训3次，政协提案8件。", "满意率100%。")


def test_two_numbers_of_one_figure_are_none() -> None:
    assert figures_in("政协提案8件。政协提案9件。", MOTIONS) == FiguresRead({}, ())


def test_the_only_figure_of_a_unit_needs_no_label() -> None:
    assert figures_in("全年收取50元。", FEES).values == {"figure/fee_amount": 50}


def test_what_there_was_none_of_is_0() -> None:
    assert figures("2023年，我局承办人大代表建议3件，未承办政协提案。") == {
        "suggestions": 3,
        "proposals": 0,
    }
    assert figures("没有收到人大代表建议和政协提案。") == {"suggestions": 0, "proposals": 0}
    assert figures("目前，未办结政协提案正在办理。未办结政协提案。") == {}
    fees = figures_in("我局未收取信息处理费。", FEES)
    assert fees.values == {"figure/fee_notices": 0, "figure/fee_paid": 0}
    assert fees.sentences == ("我局未收取信息处理费。",)


def test_a_number_that_names_nothing_is_no_figure() -> None:
    assert figures("培训3件。") == {}


def test_a_count_that_is_not_whole_is_no_figure_and_costs_no_file() -> None:
    assert figures("承办政协提案3.5件，满意率99.5%。") == {"satisfaction_rate": Decimal("99.5")}


@pytest.mark.parametrize(
    ("body", "values"),
    [
        ("收取信息处理费100元，较上年增加20元。", {"fee_amount": 100}),
        ("本年度收取信息处理费100元，上年收取200元。", {"fee_amount": 100}),
        ("2023年收取信息处理费20元，2022年收取100元。", {}),
        ("涉及金额300元，实际收取200元。", {}),
        ("收取信息处理费100余元。", {}),
        ("上年未收取信息处理费。", {}),
        ("不存在未收取信息处理费。", {}),
        ("本年度未收取信息处理费。", {"fee_notices": 0, "fee_paid": 0}),
    ],
)
def test_a_number_of_another_year_and_one_of_two_is_no_figure(
    body: str, values: dict[str, object]
) -> None:
    found = figures_in(body, FEES).values
    assert {address.partition("/")[2]: number for address, number in found.items()} == values


@pytest.mark.parametrize(
    "body", ["没有逾期未承办政协提案。", "不存在未承办政协提案。", "去年未承办政协提案。"]
)
def test_what_is_denied_or_another_years_is_no_zero(body: str) -> None:
    assert figures_in(body, MOTIONS) == FiguresRead({}, ())


def test_a_label_in_a_clause_before_takes_no_number_of_the_next() -> None:
    assert figures("未承办政协提案，承办区级建议12件。") == {"proposals": 0}


def stated(body: str, text: Text = FEES) -> dict[str, object]:
    """Give the figures that a sentence states, for the form's own phrases."""
    speaker = Speaker.of(FORM, 2023, Unit(name="某市水务局", self_name="我局"))
    found = figures_in(body, text, speaker).values
    return {address.partition("/")[2]: number for address, number in found.items()}


@pytest.mark.parametrize(
    ("body", "values"),
    [
        (
            "全年制发收费通知书280份，实际收取信息处理费84元。",
            {"fee_notices": 280, "fee_amount": 84},
        ),
        ("发出收费通知十二件，收取信息处理费１２元。", {"fee_notices": 12, "fee_amount": 12}),
        ("收取信息处理费0.2万元。", {"fee_amount": 2000}),
        (
            "发出收费通知3件，实际收取2件、100元。",
            {"fee_notices": 3, "fee_paid": 2, "fee_amount": 100},
        ),
        ("全年未发出收费通知。", {"fee_notices": 0}),
        ("我局未收取信息处理费。", {"fee_notices": 0, "fee_paid": 0}),
        ("发出收费通知30余件，收取信息处理费30余元。", {}),
        ("去年全年发出收费通知192件，收取信息处理费192元，今年调整了告知方式。", {}),
        ("历年累计收取信息处理费253元，累计减免253元。", {}),
        ("竞赛得分前3名的单位奖励37元。", {}),
    ],
)
def test_figures_are_read_by_what_sentences_state(body: str, values: dict[str, object]) -> None:
    assert stated(body) == values


@pytest.mark.parametrize(
    ("body", "values"),
    [
        (
            "承办人大代表建议3件、政协提案8件，满意率100%。",
            {"suggestions": 3, "proposals": 8, "satisfaction_rate": 100},
        ),
        (
            "承办人大代表建议3件，政协提案8件，共11件。",
            {"suggestions": 3, "proposals": 8, "motions": 11},
        ),
        (
            "承办人大代表建议3件，政协提案8件，共12件。",
            {"suggestions": 3, "proposals": 8, "motions": 12},
        ),
        ("政协提案由我局承办的共159件。", {"proposals": 159}),
        ("收到感谢信共116件。", {}),
    ],
)
def test_motions_are_read_by_what_sentences_state(body: str, values: dict[str, object]) -> None:
    assert stated(body, MOTIONS) == values


def test_a_number_of_part_of_a_notice_is_no_count() -> None:
    assert stated("发出收费通知1.5件。") == {}
