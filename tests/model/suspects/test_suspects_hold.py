"""Possibly wrong cells: whatever the slips are, a guess repairs what it says and breaks nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.checks.check import check
from model.form.arithmetic import arithmetic
from model.report.report import Report
from model.suspects.suspects import Suspect, suspects
from tests.model.suspects.suspected import FORM, FULL, TYPED, published_report, slipped

NUMBERS = st.sampled_from([0, 1, 2, 3, 12, 21, 112, 1480, 14088]) | st.integers(0, 2000)
SLIPS = st.lists(st.tuples(st.sampled_from(TYPED), NUMBERS), min_size=1, max_size=3)
EXCHANGES = st.lists(st.tuples(st.sampled_from(TYPED), st.sampled_from(TYPED)), max_size=2)
TOTALS = st.lists(st.tuples(st.sampled_from(sorted(FULL.stated)), NUMBERS), max_size=2)


@pytest.mark.campaign
@given(st.booleans(), st.booleans(), SLIPS, EXCHANGES, TOTALS)
def test_every_suspect_heals_what_it_says_and_breaks_nothing_that_held(
    stated: bool,
    last: bool,
    slips: list[tuple[str, int]],
    exchanges: list[tuple[str, str]],
    totals: list[tuple[str, int]],
) -> None:
    report = published_report("city-2024", stated, last)
    if exchanges:
        for one, other in exchanges:
            report = slipped(report, (one, report.values[other]), (other, report.values[one]))
    else:
        report = slipped(report, *slips)
    for address, number in totals if stated else ():
        report = report.with_stated(address, number)
    before = check(report).verdicts
    for one in suspects(report):
        after = check(one.applied(report)).verdicts
        repaired = {key for key, verdict in before.items() if verdict != after[key] == "holds"}
        assert set(one.repairs) == repaired
        assert all(after[key] == "holds" for key, verdict in before.items() if verdict == "holds")
        assert_said(one, report, after)


def assert_said(one: Suspect, report: Report, after: dict[str, str]) -> None:
    """The sentence quotes the numbers, and claims all only where nothing of the kind is left."""
    evaluation = arithmetic(FORM).evaluate(report.values, report.last_values)
    for change in one.changes:
        source = report.stated if change.address in arithmetic(FORM).sums else report.values
        assert change.before == source[change.address] != change.after >= 0
        assert f"{change.before}件" in one.message
    assert one in suspects(report, evaluation)
    kinds = {"勾稽关系": "balance/", "原表合计": "stated/"}
    named = [start for name, start in kinds.items() if name in one.message.rpartition("则")[2]]
    if "全部相等" in one.message:
        left = [key for key, verdict in after.items() if verdict == "broken"]
        assert not [key for key in left if key.startswith(tuple(named))]
