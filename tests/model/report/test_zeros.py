"""空格填0 and 本年无…: what they fill, what they leave, and what they say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.checks.check import check
from model.combine.last_year import with_last
from model.form import catalog
from model.report.begin import new_report
from model.report.fill import fill_nothing, fill_zeros
from model.report.report import Report
from model.unit import Unit

FORM = catalog.form("2021")


def blank(key: str = "2021", year: int = 2024) -> Report:
    return new_report(catalog.form(key), Unit(name="某市水务局"), year)


def test_no_requests_fills_all_of_section_three_with_zeros() -> None:
    done = fill_nothing(blank(), "requests")
    assert done.filled == 144
    assert set(done.report.values.values()) == {0}
    assert done.sentence == "已在144个空格填0。"
    assert check(done.report).summary.holds == 6


def test_a_number_and_what_could_not_be_read_stay_as_they_are() -> None:
    report = blank().with_value("requests/received/natural", 5)
    report = report.with_unread("requests/carried_in/natural", "一")
    done = fill_nothing(report, "requests")
    assert done.report.values["requests/received/natural"] == 5
    assert done.report.unread == {"requests/carried_in/natural": "一"}
    assert done.filled == 142


def test_documents_in_force_are_never_filled_with_zeros() -> None:
    done = fill_zeros(blank(), FORM.tables["disclosure"].typed)
    assert done.filled == 8
    assert "disclosure/normative/in_force" not in done.report.values
    assert done.sentence == "已在8个空格填0。2格未填：现行有效按实有数填写。"


def test_no_licences_and_fees_leaves_documents_alone() -> None:
    done = fill_nothing(blank(), "disclosure")
    assert {address.split("/")[1] for address in done.report.values} == {
        "licences",
        "penalties",
        "coercion",
        "fees",
    }


@pytest.mark.parametrize(("carried", "filled"), [(3, 143), (0, 144)])
def test_what_last_year_carried_over_is_filled_with_zero_only_where_it_was_zero(
    carried: int, filled: int
) -> None:
    last = fill_nothing(blank(year=2023), "requests").report
    last = last.with_value("requests/carried_out/natural", carried)
    done = fill_nothing(with_last(blank(), last, "上年"), "requests")
    assert done.filled == filled
    assert ("1格未填：上年报告的结转下年度不为0。" in done.sentence) == (carried > 0)


def test_the_stock_of_the_older_form_is_never_filled() -> None:
    done = fill_nothing(blank("2019", 2020), "disclosure")
    assert not any(address.endswith("/previous") for address in done.report.values)
    assert "disclosure/licences/change" in done.report.values
    assert "上一年项目数量按实有数填写" in done.sentence


def test_where_nothing_is_blank_it_says_so() -> None:
    full = fill_nothing(blank(), "review").report
    assert fill_nothing(full, "review").sentence == "没有可以填0的空格。"


@given(st.sets(st.sampled_from(sorted(FORM.cells))), st.sets(st.sampled_from(sorted(FORM.typed))))
def test_only_blanks_that_were_asked_for_become_zero(asked: set[str], typed: set[str]) -> None:
    report = blank()
    for address in typed:
        report = report.with_value(address, 7)
    after = fill_zeros(report, asked).report.values
    assert {a for a in after if after[a] == 0} <= asked & FORM.typed - typed
    assert all(after[a] == 7 for a in typed)
