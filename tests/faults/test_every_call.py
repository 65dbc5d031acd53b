"""Whichever call fails: the draft is the old one or the new one, and «saved» is never a lie."""

import pytest

from tests.faults.campaign import LEVELS, PYTHON, SYSTEM, Results
from tests.faults.verdict import FALSE, LOST, TORN
from tests.faults.writers import OTHERS, OURS
from tests.sampling import many

pytestmark = pytest.mark.long


@pytest.mark.parametrize("level", LEVELS)
def test_no_fault_at_any_call_harms_a_draft(results: Results, level: str) -> None:
    figures = results[OURS, level]
    assert not figures.wrong, figures.examples
    if figures.skipped:
        pytest.skip(f"{level}: {figures.skipped} kinds of fault cannot be made here")


def test_there_are_at_least_700_faults(results: Results) -> None:
    python, system = results[OURS, PYTHON], results[OURS, SYSTEM]
    assert python.runs >= 700
    assert system.runs >= many(700, 400) or system.skipped


@pytest.mark.parametrize("writer", OTHERS)
def test_the_harness_finds_what_other_writers_lose(results: Results, writer: str) -> None:
    if results[writer, SYSTEM].skipped:
        pytest.skip("other writers are compared by strace, which cannot be used here")
    wrong = results[writer, SYSTEM].wrong + results[writer, "power cut"].wrong
    assert wrong[LOST] + wrong[TORN] + wrong[FALSE]
