"""Texts follow changed figures: sentences of the program whole, other words by their number."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.checks.claims import stated_claims
from model.checks.following import Follow, followed, follows
from model.drafts import storage
from model.form import catalog
from model.report.report import Report, Stage, TextBlock
from tests.conftest import EXAMPLE
from tests.model.checks.stating import MORE, body_of, claim_findings_of, saying

RECEIVED = "requests/received/natural"
CARRIED = "requests/carried_in/natural"


def told() -> Report:
    """Give the example, with words of its own instead of the sentences of the program."""
    example = storage.load(EXAMPLE).report
    return saying(
        example, f"{body_of(example).replace('我局', '本局').replace('因政府', '政府')}\n{MORE}"
    )


def after(report: Report, **changes: int) -> Report:
    for address, number in {
        RECEIVED: changes.get("received"),
        CARRIED: changes.get("carried"),
    }.items():
        if number is not None:
            report = report.with_value(address, number)
    return report


def words(found: tuple[Follow, ...]) -> list[tuple[str, str]]:
    return [(one.old, one.new) for one in found]


def test_a_sentence_of_the_program_follows_whole_and_by_itself_in_a_draft(example: Report) -> None:
    changed = after(example, received=1353)
    (found,) = follows(example, changed)
    assert found.automatic
    assert (found.start, found.old[:23]) == (0, "2024年，我局新收政府信息公开申请8406件")
    done = followed(changed, [found])
    assert "新收政府信息公开申请8407件" in body_of(done)
    assert "被申请行政复议53件" in body_of(done)
    assert claim_findings_of(done) == []


@pytest.mark.parametrize("stage", [Stage.COMMENTS, Stage.REVIEW, Stage.FINAL])
def test_what_leaders_have_read_is_only_offered(example: Report, stage: Stage) -> None:
    read = example.at_stage(stage)
    (found,) = follows(read, after(read, received=1353))
    assert not found.automatic


def test_a_changed_sentence_is_offered_the_number_alone(example: Report) -> None:
    report = saying(example, body_of(example).replace("我局", "本局"))
    (found,) = follows(report, after(report, received=1353))
    assert (found.old, found.new, found.automatic) == ("8406", "8407", False)
    assert body_of(report)[found.start : found.end] == "8406"


def test_the_preface_follows_the_unit(example: Report) -> None:
    moved = replace(example, unit=replace(example.unit, phone="0000-1111111"))
    (found,) = follows(example, moved)
    assert found.text == "text/overview.preface"
    assert "0000-1111111" in found.new
    assert found.automatic


def test_a_sentence_that_stands_twice_follows_twice(example: Report) -> None:
    twice = saying(example, f"{body_of(example)}\n{body_of(example)}")
    changed = after(twice, received=1353)
    found = follows(twice, changed)
    assert len(found) == 2
    assert body_of(followed(changed, found)).count("8407件") == 2


def test_numbers_follow_in_their_own_manner(example: Report) -> None:
    report = saying(example, "新收申请８４０６件。新收申请8,406件。新收申请八千四百零六件。")
    changed = after(report, received=1354)
    found = follows(report, changed)
    assert words(found) == [
        ("８４０６", "８４０８"),
        ("8,406", "8,408"),
        ("八千四百零六", "八千四百零八"),
    ]
    assert body_of(followed(changed, found)) == (
        "新收申请８４０８件。新收申请8,408件。新收申请八千四百零八件。"
    )


def test_money_follows_in_its_own_unit(example: Report) -> None:
    report = saying(example, "收取行政事业性收费4125060元。")
    changed = report.with_value("disclosure/fees/amount", 500)
    assert words(follows(report, changed)) == [("4125060", "5000000")]


def test_of_two_meanings_the_one_that_fitted_is_followed(example: Report) -> None:
    for stated, new in ((8406, "8407"), (8503, "8504")):
        report = saying(example, f"收到申请{stated}件。")
        assert words(follows(report, after(report, received=1353))) == [(str(stated), new)]


def test_where_both_meanings_fitted_and_now_differ_nothing_is_offered(example: Report) -> None:
    none = example
    for address in example.values:
        if address.startswith("requests/carried_in/"):
            none = none.with_value(address, 0)
    report = saying(none, "收到申请8406件。")
    assert follows(report, after(report, received=1353, carried=2)) == ()
    assert words(follows(report, after(report, received=1353))) == [("8406", "8407")]
    assert follows(report, after(report, carried=2)) == ()  # one meaning still fits


@pytest.mark.parametrize(
    "sentence",
    [
        "新收申请8400余件。",
        "无结转下年度申请。",
        "新收申请8405件。",
        "收取行政事业性收费412.51万元。",
        "不新收申请。",
    ],
)
def test_what_did_not_state_that_number_exactly_stays(example: Report, sentence: str) -> None:
    report = saying(example, sentence)
    changed = after(report, received=5).with_value("disclosure/fees/amount", 7)
    assert follows(report, changed) == ()


def test_a_denial_that_held_stays(example: Report) -> None:
    none = example
    for address in example.values:
        if address.startswith("requests/carried_out/"):
            none = none.with_value(address, 0)
    report = saying(none, "无结转下年度申请。")
    assert claim_findings_of(report) == []
    assert follows(report, report.with_value("requests/carried_out/natural", 3)) == ()


def test_a_cell_that_becomes_blank_changes_no_text(example: Report) -> None:
    assert follows(example, example.with_value(RECEIVED, None)) == ()


def test_a_text_that_was_changed_too_is_left_alone(example: Report) -> None:
    changed = saying(after(example, received=1353), "新收申请8406件。")
    assert follows(example, changed) == ()
    assert follows(example, example) == ()
    other = replace(after(example, received=1353), form=catalog.form("2019"))
    assert follows(example, other) == ()


def test_a_sub_head_of_the_units_own_follows_too(example: Report) -> None:
    own = TextBlock("overview.own", "依申请公开", "新收申请8406件。")
    report = replace(example, texts=(*example.texts, own))
    assert [one.text for one in follows(report, after(report, received=1353))] == [
        "text/overview.on_request",
        "text/overview.own",
    ]


def test_what_is_no_longer_there_is_not_replaced(example: Report) -> None:
    gone = Follow("text/overview.none", 0, 1, "1", "2", False)
    moved = Follow("text/overview.on_request", 0, 4, "8406", "1", False)
    assert followed(example, [gone, moved]) == example


@given(
    address=st.sampled_from(sorted(told().values)),
    number=st.integers(0, 20_000),
)
def test_after_following_nothing_contradicts_that_did_not_before(address: str, number: int) -> None:
    before = told()
    changed = before.with_value(address, number)
    done = followed(changed, follows(before, changed))
    wrong = [one for one in stated_claims(done, done.totals()) if one.agrees is False]
    assert wrong == []
