"""Last year's report out of a file: what the new year begins with, and what then has to agree."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from intake.recognition.reading import recognise
from intake.recognition.report import report_from
from intake.worker import read
from model.checks.check import check
from model.checks.findings import Finding
from model.combine.last_year import following, unit_after
from model.report.report import Reason, Report
from tests.intake.known import FORMS, report_of
from tests.writing import render_excel, render_web, render_word

Render = Callable[[Report], bytes]
BETWEEN = ("carried/", "in_force/", "pending_")


def carried(render: Render) -> Report:
    """Begin 2024 from city-2023 as a file of some kind."""
    last = report_from(recognise(read(render(report_of("city-2023"))), FORMS), 2023)
    return following(last, FORMS[0], unit_after(last, 2024), 2024, "上年.docx")


def between(report: Report) -> list[Finding]:
    return [one for one in check(report).findings if one.id.startswith(BETWEEN)]


@pytest.mark.parametrize("render", [render_word, render_web, render_excel])
def test_what_was_carried_out_is_carried_in_in_every_column(render: Render) -> None:
    begun, last = carried(render), report_of("city-2023").totals()
    columns = [c for c in FORMS[0].tables["requests"].leaves("columns") if c != "total"]
    assert len(columns) == 6
    for column in columns:
        address = f"requests/carried_in/{column}"
        assert begun.values[address] == last[f"requests/carried_out/{column}"]
    assert begun.last_values == last


def test_the_next_report_keeps_every_relation_to_the_file_of_last_year() -> None:
    report = replace(carried(render_word), values=report_of("city-2024").values)
    assert not between(report)


def test_a_changed_number_is_a_warning_that_takes_a_reason() -> None:
    report = replace(carried(render_word), values=report_of("city-2024").values)
    address = "requests/carried_in/natural"
    changed = report.with_value(address, report.values[address] + 1)
    (warning,) = between(changed)
    assert (warning.id, warning.severity) == ("carried/natural", "warning")
    reason = Reason("上年一件申请由某局移交。", warning.left, warning.right)
    (explained,) = between(replace(changed, reasons={warning.id: reason}))
    assert explained.reason_is_current
