"""Possibly wrong cells: a text with another number than the table may tell which cell is wrong."""

from model.checks.claims import OTHER_SCOPE
from model.report.report import Reason, Report
from model.suspects.suspects import suspects
from tests.model.checks.stating import claim_findings_of, saying

RECEIVED = "requests/received/natural"


def slipped(example: Report, body: str) -> Report:
    """Give the example with two digits of a new count transposed: 1352 became 1325."""
    return saying(example, body).with_value(RECEIVED, 1325)


def test_a_text_with_the_right_total_puts_its_cell_first(example: Report) -> None:
    silent = suspects(slipped(example, "依法办理。"))
    assert len(silent) == 3
    assert silent[0].cells != (RECEIVED,)
    told = suspects(slipped(example, "新收申请8406件。"))
    assert told[0].cells == (RECEIVED,)
    assert told[0].message.endswith(
        "填1325件，若为1352件（两位数字颠倒），则勾稽关系和文字所写数量全部相等。"
    )
    assert told[0].repairs == ("balance/natural", "claim/overview.on_request/received_new/1")


def test_a_text_that_repeats_the_slip_does_not_hide_its_cell(example: Report) -> None:
    agreeing = suspects(slipped(example, "新收申请8379件。"))
    assert [one.cells for one in agreeing] == [
        one.cells for one in suspects(slipped(example, "依法办理。"))
    ]


def test_other_numbers_two_meanings_and_estimates_are_no_evidence(example: Report) -> None:
    silent = [one.message for one in suspects(slipped(example, "依法办理。"))]
    for body in (
        "新收申请9000件。",
        "收到申请8406件。",
        "新收申请9400余件。",
        "收取行政事业性收费400.5万元。",
    ):
        assert [one.message for one in suspects(slipped(example, body))] == silent


def test_a_text_of_another_scope_is_no_evidence(example: Report) -> None:
    report = slipped(example, "新收申请8406件。")
    (found,) = claim_findings_of(report)
    report = report.with_entry("reasons", found.id, Reason(OTHER_SCOPE, found.left, found.right))
    assert suspects(report)[0].cells != (RECEIVED,)


def test_a_text_alone_is_no_reason_to_guess(example: Report) -> None:
    assert suspects(saying(example, "新收申请8405件。")) == ()
