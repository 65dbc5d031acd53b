"""What last year's figures say of this year's: suggested, never filled in."""

from dataclasses import replace

import pytest
from msgspec import structs

from model.checks.check import check
from model.combine.last_year import derived_cells, suggested, with_last
from model.form import catalog
from model.form.table import Relation, Term
from model.report.answers import put
from model.report.report import Report

NEW = catalog.form("2021")
KEYS = ("2019", "2021")
IN_FORCE, ISSUED, REPEALED = (
    f"disclosure/normative/{column}" for column in ("in_force", "issued", "repealed")
)


def beside(report: Report, **last: str) -> Report:
    """Lay last year's figures of a city beside a report."""
    before = replace(report, year=report.year - 1)
    for address, typed in {IN_FORCE: "40", **last}.items():
        before = put(before, address, typed)
    return with_last(report, before, "上年.gknb")


@pytest.mark.parametrize(
    ("issued", "repealed", "number"),
    [
        ("6", "2", 44),
        ("0", "0", 40),
        ("", "2", None),  # a blank is no 0
        ("6", "", None),
        ("0", "41", None),  # a count below zero cannot be
    ],
)
def test_what_is_in_force_is_last_years_and_what_was_issued_less_what_was_repealed(
    empty: Report, issued: str, repealed: str, number: int | None
) -> None:
    report = put(put(beside(empty), ISSUED, issued), REPEALED, repealed)
    assert suggested(report).get(IN_FORCE) == number
    assert IN_FORCE not in report.values


@pytest.mark.parametrize("typed", ["41", "44", "四十"])
def test_where_something_is_typed_nothing_is_suggested(empty: Report, typed: str) -> None:
    report = put(put(beside(empty), ISSUED, "6"), REPEALED, "2")
    assert IN_FORCE not in suggested(put(report, IN_FORCE, typed))


def test_what_was_carried_over_is_suggested_where_last_years_report_came_later(
    empty: Report,
) -> None:
    report = beside(empty, **{"requests/carried_out/natural": "7"})
    assert suggested(report) == {"requests/carried_in/natural": 7}


def test_without_last_years_report_nothing_is_suggested(empty: Report) -> None:
    full = put(put(empty, ISSUED, "6"), REPEALED, "2")
    assert suggested(full) == {}
    older = beside(full)
    assert older.previous is not None
    other = replace(older.previous, year=older.year - 2)
    assert suggested(replace(older, previous=other)) == {}


def test_a_suggestion_that_is_taken_keeps_the_relation(city: Report) -> None:
    before = put(replace(city, year=city.year - 1), IN_FORCE, "4000")
    report = with_last(put(city, IN_FORCE, ""), before, "上年.gknb")
    number = suggested(report)[IN_FORCE]
    assert number == 4000 + report.values[ISSUED] - report.values[REPEALED]
    assert check(report.with_value(IN_FORCE, number)).verdicts["in_force/normative"] == "holds"


def test_each_format_says_by_its_relations_what_last_year_gives() -> None:
    given = {key: [one.address for one in derived_cells(catalog.form(key))] for key in KEYS}
    assert {address.split("/")[-1] for address in given["2019"]} >= {"previous", "natural"}
    assert IN_FORCE in given["2021"]
    assert all(address.split("/")[1] != "reconsideration" for address in given["2021"])


@pytest.mark.parametrize(
    ("left", "right", "given"),
    [
        (["figure/motions"], ["last:figure/motions", "figure/proposals"], ["figure/motions"]),
        (["figure/motions"], ["last:figure/proposals"], ["figure/motions"]),
        (["figure/motions"], ["last:figure/proposals", "figure/suggestions"], []),
        (
            ["figure/motions", "figure/proposals"],
            ["last:figure/motions", "last:figure/proposals"],
            [],  # two stocks: which of them it is, nobody knows
        ),
        (["requests/received/total"], ["last:figure/motions"], []),
        (["figure/motions"], ["figure/proposals"], []),
    ],
)
def test_a_relation_gives_the_cell_it_is_about(
    left: list[str], right: list[str], given: list[str]
) -> None:
    sides = [tuple(map(Term, side)) for side in (left, right)]
    own = Relation("own", "own", sides[0], "warning", sides[1])
    known = {one.address for one in derived_cells(NEW)}
    form = structs.replace(NEW, relations=(*NEW.relations, own))
    assert [one.address for one in derived_cells(form) if one.address not in known] == given
