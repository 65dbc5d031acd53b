"""Parts of a report that can be taken over one by one, whatever two reports hold."""

from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from model.compare.parts import (
    WHOLE,
    ReportPart,
    applied,
    differing,
    in_order,
    joined_keys,
    merged,
    parts_of,
    parts_with_place,
    with_parts_from,
)
from model.drafts import file_format
from model.form import catalog
from model.report import tallies
from model.report.answers import put
from model.report.begin import new_report
from model.report.report import Report, TextBlock
from model.unit import Unit
from tests.model.drafts.test_draft_round_trip import reports
from tests.sampling import many

CELL = "requests/received/natural"
FEWER = settings(max_examples=many(200, 15))
"""Two whole reports are much to draw."""


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Report, Report]:
    """Two reports to one form; half of the time the second grew from the first."""
    one, other = draw(reports()), draw(reports())
    assume(one.form is other.form)
    if draw(st.booleans()):
        found = sorted(differing(one, other))
        other = with_parts_from(one, other, [part for part in found if draw(st.booleans())])
    return one, other


def without_order(parts: list[ReportPart]) -> set[ReportPart]:
    return {part for part in parts if part.field != "order"}


@pytest.mark.campaign
@FEWER
@given(pairs())
def test_only_equal_reports_do_not_differ(pair: tuple[Report, Report]) -> None:
    one, other = pair
    same = replace(one, id=other.id) == other
    assert (differing(one, other) == []) == same
    assert differing(one, replace(one, id="another", revision="7", extra={"以后": 1})) == []


@pytest.mark.campaign
@FEWER
@given(pairs())
def test_taking_everything_gives_the_other(pair: tuple[Report, Report]) -> None:
    one, other = pair
    assert with_parts_from(one, other, differing(one, other)) == replace(other, id=one.id)
    assert with_parts_from(one, other, []) == one


@FEWER
@given(reports())
def test_a_report_is_put_together_again_from_its_parts(report: Report) -> None:
    assert applied(report, {}) == report
    begun = replace(new_report(report.form, report.unit, 2024), texts=(), tallies=())
    made = applied(begun, parts_of(report))
    made = in_order(made, "texts", [block.key for block in report.texts])
    assert replace(made, id=report.id) == report
    assert parts_with_place(report, report.form) == parts_of(report)


@FEWER
@given(reports())
def test_an_answer_that_is_none_is_taken_away(report: Report) -> None:
    parts = parts_of(report)
    kept = {
        part: parts[part] for part in parts if part.field in ("unit", "options") or not part.key
    }
    assert parts_of(applied(report, dict.fromkeys(parts) | kept)) == kept


@pytest.mark.parametrize(
    ("ours", "theirs", "made"),
    [
        ("", "b a", "b a"),
        ("a b c", "a x b", "a x b c"),
        ("a b c", "c x a y", "a b c x y"),
        ("a b c", "x", "x a b c"),
        ("a b", "", "a b"),
    ],
)
def test_a_new_key_stands_behind_all_that_stand_before_it(
    ours: str, theirs: str, made: str
) -> None:
    assert joined_keys(ours.split(), theirs.split()) == made.split()


def printing(report: Report) -> set[str]:
    """Keys of the texts that print numbers: they come with these, and stay while these stay."""
    figures = {text.block for a, text in report.form.text_of.items() if report.holds(a)}
    return figures | {report.home_of(tally) for tally in report.tallies}


@pytest.mark.campaign
@FEWER
@given(pairs(), st.data())
def test_taking_some_changes_nothing_else(pair: tuple[Report, Report], data: st.DataObject) -> None:
    one, other = pair
    found = differing(one, other)
    some = [part for part in found if data.draw(st.booleans())]
    made = with_parts_from(one, other, some)
    tied = {ReportPart(field, key) for field in ("texts", "titles") for key in printing(made)}
    assert without_order(differing(one, made)) - tied == without_order(some) - tied
    assert without_order(differing(made, other)) - tied == without_order(found) - {*some} - tied
    assert file_format.decode(file_format.encode(made)) == made


def test_answers_to_another_form_are_taken_together(empty: Report) -> None:
    old = new_report(catalog.form("2019"), Unit(name="旧单位"), 2019)
    assert differing(empty, old) == [WHOLE]
    assert with_parts_from(empty, old, [WHOLE]) == replace(old, id=empty.id)


def test_what_was_typed_in_place_of_a_number_is_taken_with_it(empty: Report) -> None:
    one, other = put(empty, CELL, "7"), put(empty, CELL, "七件")
    assert differing(one, other) == [ReportPart("numbers", CELL)]
    made = with_parts_from(one, other, [ReportPart("numbers", CELL)])
    assert (made.values, made.unread) == ({}, {CELL: "七件"})


def test_a_tally_comes_with_its_counts_and_goes_with_them(empty: Report) -> None:
    other, key = tallies.add(empty, "overview.management", "政策解读")
    other, part = tallies.add_part(other, other.tallies[-1], "图文")
    address = f"tally/{key}/{part}"
    other = put(put(other, address, "3"), f"{address}#source", "办公室")
    assert differing(empty, other) == [ReportPart("tallies", key)]
    with_it = with_parts_from(empty, other, [ReportPart("tallies", key)])
    assert (with_it.values, with_it.sources) == ({address: 3}, {address: "办公室"})
    assert with_parts_from(with_it, empty, [ReportPart("tallies", key)]) == empty


@pytest.mark.parametrize(
    ("order", "others", "made"),
    [
        ("a b c", "a X b Y c", "a X b Y c"),
        ("a b", "X a b", "X a b"),
        ("s.a s.a.1 s.a.2", "s.a s.N", "s.a s.a.1 s.a.2 s.N"),
        ("s.a s.a.1 s.a.2", "s.a s.a.1 s.N", "s.a s.a.1 s.a.2 s.N"),
        ("s.a s.a.1 s.b", "s.a s.a.2", "s.a s.a.2 s.a.1 s.b"),
        ("s.a s.b t.a", "s.a t.N", "s.a s.b t.N t.a"),
        ("a b", "b a X", "a X b"),
    ],
)
def test_a_sub_head_goes_where_the_other_has_it(order: str, others: str, made: str) -> None:
    assert merged(order.split(), others.split(), {*others.split()}) == made.split()


def test_the_order_of_texts_can_be_taken_alone(example: Report) -> None:
    own = TextBlock("other.own", "本单位事项")
    turned = replace(example, texts=(own, *example.texts[::-1]))
    found = differing(example, turned)
    assert set(found) == {ReportPart("order", "texts"), ReportPart("texts", "other.own")}
    made = with_parts_from(example, turned, [ReportPart("order", "texts")])
    assert made.texts == example.texts[::-1]


def test_a_sub_head_comes_with_its_title(example: Report) -> None:
    other = replace(example, texts=(*example.texts, TextBlock("other.own", "本单位事项", "写")))
    assert differing(example, other) == [ReportPart("texts", "other.own")]
    assert with_parts_from(example, other, [ReportPart("texts", "other.own")]).texts == other.texts


def test_what_somebody_set_by_hand_is_so_in_the_version_that_takes_it(empty: Report) -> None:
    other = put(put(empty, "unit/kind", "派出机关"), "unit/deadline", "2025-01-10")
    kind = ReportPart("unit", "kind")
    assert with_parts_from(empty, other, [kind]).unit.by_hand == ("kind",)
    assert with_parts_from(other, empty, [kind]).unit.by_hand == ("deadline",)
    assert with_parts_from(other, empty, []).unit.by_hand == ("deadline", "kind")
