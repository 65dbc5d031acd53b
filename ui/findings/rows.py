"""What lists of findings show: one row for each finding, under headings where asked; no Qt."""

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from model.checks.check import Result
from model.checks.findings import (
    HINTS,
    SEVERITY_NAMES,
    Finding,
    Severity,
    reason_sentence,
    standing_name,
)
from model.checks.publication import NO_REVIEW
from model.report.report import Report
from ui.app import steps

_SIGNS: Final = {"error": "✗ ", "warning": "！", "open": "○ ", "publication": "◇ ", "hint": "◇ "}


class Row(NamedTuple):
    """One row of a list: its key, what is shown, what a screen reader says, its finding.

    A heading has no finding, and neither has a ``remark`` on what stands above it.
    """

    key: str
    text: str
    spoken: str
    finding: Finding | None = None
    remark: bool = False


def sentence(finding: Finding) -> str:
    """Give a finding with its sign and word and, on a line of its own, its 说明."""
    sign = "✓ " if finding.reason_stands else _SIGNS[finding.severity]
    return f"{sign}{standing_name(finding)}　{_told(finding)}"


def row_of(finding: Finding) -> Row:
    """Give the row of a finding."""
    spoken = f"{standing_name(finding)}：{_told(finding)}"
    return Row(finding.id, sentence(finding), spoken, finding)


def _told(finding: Finding) -> str:
    reason = "" if finding.is_hint else reason_sentence(finding)
    return "\n".join(filter(None, (finding.message, reason)))


def section_rows(result: Result, section: str) -> list[Row]:
    """Give the rows of one section, its hints last."""
    return [row_of(found) for found in (*result.of_section(section), *result.hints_of(section))]


def all_rows(report: Report, result: Result, only: Severity | None = None) -> list[Row]:
    """Give all rows, or those of one severity, under a heading for each step; hints come last."""
    rows: list[Row] = []
    for step in steps.steps_of(report):
        found = [f for f in result.of_section(step.key) if only in (None, f.severity)]
        rows += _group(step.key, step.name, _counts(report, result, step.key), found)
    for severity in HINTS:
        if only in (None, severity):
            rows += _hint_rows(result, severity)
    return rows


def _hint_rows(result: Result, severity: Severity) -> Iterator[Row]:
    """Give the hints of one kind under their heading; below 公布前提示, what they are not."""
    hints = result.hints_as(severity)
    waiting = sum(1 for hint in hints if not hint.reason_stands)
    told = [f"◇ 待核实 {waiting}"] * (waiting > 0)
    told += [f"✓ 已核实 {len(hints) - waiting}"] * (waiting < len(hints))
    yield from _group(severity, SEVERITY_NAMES[severity], told, hints)
    if hints and severity == "publication":
        yield Row("remark/publication", NO_REVIEW, NO_REVIEW, remark=True)


def _group(key: str, name: str, counts: list[str], found: Iterable[Finding]) -> Iterator[Row]:
    rows = [row_of(finding) for finding in found]
    if rows:
        title = "　".join((name, *counts))
        yield Row(f"heading/{key}", title, title)
        yield from rows


def _counts(report: Report, result: Result, key: str) -> list[str]:
    """Count as the list of steps does, and the warnings that are explained; hints stand apart."""
    state = [part for part in steps.badge(report, result, key) if not part.startswith(("✓", "◇"))]
    explained = sum(1 for finding in result.of_section(key) if finding.reason_stands)
    return state + [f"✓ 已说明 {explained}"] * (explained > 0)
