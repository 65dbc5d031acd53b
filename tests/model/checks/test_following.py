"""A new report from last year's: what is taken over, what is filled in, and what stays behind."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from model.checks.check import check
from model.combine.last_year import carried_over, following, unit_after
from model.drafts import file_format
from model.form import catalog
from model.form.form import Form
from model.form.table import Relation, Term
from model.report.answers import put
from model.report.report import Options, Period, Published, Reason, Report, Stage
from model.unit import UNDECIDED, Unit, UnitKind, proposed_deadline
from tests.model.drafts.test_draft_round_trip import reports

NEW = catalog.form("2021")
OLD = catalog.form("2019")


def next_year(last: Report, form: Form = NEW) -> Report:
    year = last.year + 1
    return following(last, form, unit_after(last, year), year, "上年.gknb")


def test_what_was_carried_out_last_year_is_carried_in_this_year(example: Report) -> None:
    new = next_year(example)
    carried = {
        address.replace("carried_out", "carried_in"): number
        for address, number in example.values.items()
        if "/carried_out/" in address
    }
    assert new.values == carried
    assert len(carried) == 6
    assert check(new).verdicts["carried/natural"] == "holds"


def test_a_cell_that_was_blank_last_year_stays_blank(example: Report) -> None:
    last = put(example, "requests/carried_out/natural", "")
    assert "requests/carried_in/natural" not in next_year(last).values


def test_only_a_single_typed_cell_follows_last_year() -> None:
    """In force = last year's and issued less repealed: more than one cell, so none is filled in."""
    filled = carried_over(NEW, dict.fromkeys(NEW.cells, 3))
    assert {address.split("/")[1] for address in filled} == {"carried_in"}
    assert filled.keys() <= NEW.typed


def test_in_the_old_format_last_years_number_of_items_is_what_it_was_and_its_change() -> None:
    last = dict.fromkeys(OLD.cells, 3) | {"disclosure/fees/change": -4}
    filled = carried_over(OLD, last)
    assert filled["disclosure/licences/previous"] == 6
    assert filled["requests/carried_in/natural"] == 3
    assert "disclosure/fees/previous" not in filled  # a count below zero cannot be


@pytest.mark.parametrize(
    ("left", "right", "follows"),
    [
        (["figure/fee_paid"], ["last:figure/fee_notices"], True),
        (["figure/fee_paid"], ["last:figure/fee_notices", "last:figure/fee_paid"], True),
        (["figure/fee_paid"], ["figure/fee_notices"], False),
        (["figure/fee_paid"], ["last:figure/fee_notices", "figure/motions"], False),
        (["figure/fee_paid", "figure/motions"], ["last:figure/fee_paid"], False),
        (["requests/received/total"], ["last:figure/fee_paid"], False),
        (["last:figure/motions"], ["last:figure/fee_paid"], False),
    ],
)
def test_what_equals_last_years_figures_alone_follows_them(
    left: list[str], right: list[str], follows: bool
) -> None:
    sides = [tuple(map(Term, side)) for side in (left, right)]
    form = structs.replace(NEW, relations=(Relation("own", "own", sides[0], "warning", sides[1]),))
    last = dict.fromkeys((*form.figures, "requests/received/total"), 2)
    assert carried_over(form, last) == ({left[0]: 2 * len(right)} if follows else {})


def test_a_relation_that_only_bounds_fills_nothing_in() -> None:
    dependent_parts = (Term("last:figure/fee_notices"),)
    relation = Relation(
        "own", "own", (Term("figure/fee_paid"),), "warning", at_least=dependent_parts
    )
    form = structs.replace(NEW, relations=(relation,))
    assert carried_over(form, {"figure/fee_notices": 2}) == {}


def test_the_texts_are_taken_over_as_they_are(example: Report) -> None:
    new = next_year(example)
    assert new.texts[1:] == example.texts[1:]
    assert new.texts[0].key == "overview.preface"  # the program's own, written for this year
    assert new.tallies == example.tallies
    assert not any(address.startswith("tally/") for address in new.values)


def test_last_years_figures_lie_beside(example: Report) -> None:
    new = next_year(example)
    assert new.previous is not None
    assert (new.previous.year, new.previous.source) == (example.year, "上年.gknb")
    assert new.last_values == example.totals()


def test_what_belonged_to_last_year_stays_behind(example: Report) -> None:
    last = replace(
        example,
        remarks={"requests/received/natural": "含自然失效29件"},
        notes={"review": "注"},
        reasons={"carried/natural": Reason("说明", "1", "2")},
        stated={"requests/received/total": 9},
        stage=Stage.FINAL,
        published=Published(date(2025, 1, 20)),
        sources={"requests/received/natural": "台账"},
        options=Options("28", shading=False, units={"disclosure/fees/amount": "元"}),
    )
    new = next_year(last)
    assert (new.remarks, new.notes, new.reasons, new.stated, new.unread) == ({}, {}, {}, {}, {})
    assert (new.stage, new.published) == (Stage.DRAFT, None)
    assert (new.sources, new.options) == (last.sources, last.options)
    assert new.id != last.id
    assert new.period == Period.of(2025)


@pytest.mark.parametrize(
    ("due", "kind", "expected"),
    [
        (date(2025, 1, 31), UnitKind.DEPARTMENT, date(2026, 1, 31)),
        (date(2025, 1, 31), UnitKind.COUNTY, date(2026, 2, 20)),
        (date(2025, 1, 31), UnitKind.PROVINCE, date(2026, 3, 31)),
        (None, UnitKind.DEPARTMENT, date(2026, 1, 31)),
        (date(2025, 1, 20), UnitKind.DEPARTMENT, date(2026, 1, 20)),
        (date(2024, 2, 29), UnitKind.DEPARTMENT, date(2025, 2, 28)),
    ],
)
def test_the_report_is_due_a_year_later(
    due: date | None, kind: UnitKind, expected: date, empty: Report
) -> None:
    last = replace(empty, unit=replace(empty.unit, deadline=due, signed_on=date(2025, 1, 10)))
    unit = unit_after(last, 2025, kind=kind)
    assert (unit.deadline, unit.signed_on, unit.kind) == (expected, None, kind)


def test_a_unit_may_be_renamed(empty: Report) -> None:
    assert unit_after(empty, 2025, "某市水利局").name == "某市水利局"


def test_a_gap_between_the_years_carries_no_figures(example: Report) -> None:
    new = following(example, NEW, unit_after(example, 2027), 2027, "x")
    assert (new.values, new.previous, new.texts[1:]) == ({}, None, example.texts[1:])


def test_a_new_format_brings_its_own_sub_heads() -> None:
    texts = {key for key, text in NEW.texts.items() if text.default and not text.regional}
    last = Report(OLD, 2020, unit=Unit("某局"), period=Period.of(2020))
    assert {block.key for block in next_year(last, NEW).texts} == texts - OLD.texts.keys()


@given(reports().filter(lambda report: report.year < 2100), st.sampled_from([NEW, OLD]))
def test_whatever_last_year_was_the_new_report_can_be_saved(last: Report, form: Form) -> None:
    new = next_year(last, form)
    assert file_format.decode(file_format.encode(new)) == new
    assert new.values == carried_over(form, last.totals())
    assert check(new).summary.broken == 0
    kind = new.unit.kind if last.unit.kind in UNDECIDED else last.unit.kind
    unit = replace(last.unit, kind=kind, deadline=new.unit.deadline, signed_on=None)
    assert new.unit == unit
    assert new.unit.deadline is not None or kind in UNDECIDED
    sections = {section.key for section in form.sections}
    kept = [block for block in last.texts if block.section in sections]
    assert [block for block in new.texts if block in kept] == kept


@given(reports().filter(lambda report: report.year < 2099))
def test_two_years_on_everything_taken_over_is_still_there(last: Report) -> None:
    once = next_year(last, last.form)
    twice = next_year(once, last.form)
    assert (twice.texts, twice.tallies, twice.options) == (once.texts, once.tallies, once.options)
    assert twice.sources == once.sources


@given(reports())
def test_a_proposed_day_is_proposed_next_year_too(last: Report) -> None:
    day = proposed_deadline(last.unit.kind, last.year)
    last = replace(last, unit=replace(last.unit, deadline=day, by_hand=()))
    unit = unit_after(last, last.year + 1)
    assert unit.deadline == proposed_deadline(unit.kind, last.year + 1)
