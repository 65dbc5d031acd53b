"""The steps of the wizard and the state of each, in words and a sign; no Qt."""

from dataclasses import dataclass
from typing import Final

from model.checks import publication
from model.checks.check import Result
from model.report.report import Report

UNIT: Final = "unit"
CHECK: Final = "check"
EXPORT: Final = "export"
_SHORT: Final = 8
"""Most characters of a kind that shares a line with another."""


@dataclass(frozen=True)
class Step:
    """One step: its key, its name, and whether it has a table."""

    key: str
    name: str
    has_table: bool = False


def steps_of(report: Report) -> list[Step]:
    """Return all steps: the unit, the six sections, 核对 and 导出."""
    sections = [Step(s.key, s.short, bool(s.tables)) for s in report.form.sections]
    return [Step(UNIT, "单位与年度"), *sections, Step(CHECK, "核对"), Step(EXPORT, "导出")]


def path(steps: list[Step], numbers_first: bool) -> list[Step]:
    """Return the steps in the order of 下一步: as printed, or the tables before the texts."""
    if not numbers_first:
        return steps
    ends = {UNIT: 0, CHECK: 3, EXPORT: 4}
    return sorted(steps, key=lambda step: ends.get(step.key, 1 if step.has_table else 2))


def badge(report: Report, result: Result, key: str) -> list[str]:
    """Return the state of a step, a sign and a word for each kind; never by colour alone."""
    if key == EXPORT:
        return []
    if key == CHECK:
        summary = result.summary
        return _state(summary.errors, summary.blank, summary.warnings, summary.publication)
    findings = result.of_section(key)
    errors = sum(1 for finding in findings if finding.severity == "error")
    waiting = sum(1 for f in findings if f.severity == "warning" and not f.reason_is_current)
    published = len(publication.waiting(result.hints_of(key)))
    return _state(errors, blank_count(report, result, key), waiting, published)


def _state(errors: int, blanks: int, waiting: int, published: int) -> list[str]:
    counts = (
        (errors, "✗ 错误"),
        (blanks, "○ 未填"),
        (waiting, "！待说明"),
        (published, "◇ 公布前提示"),
    )
    return [f"{sign} {count}" for count, sign in counts if count] or ["✓ 已填完"]


def lines_of(state: list[str]) -> list[str]:
    """Return the lines that a state takes in the list of steps: two short kinds to a line."""
    short = [kind for kind in state if len(kind) <= _SHORT]
    pairs = ["　".join(short[at : at + 2]) for at in range(0, len(short), 2)]
    return pairs + [kind for kind in state if len(kind) > _SHORT]


def blank_count(report: Report, result: Result, key: str) -> int:
    """Count a step's blank cells and missing texts."""
    blank = {
        cell
        for finding in result.of_section(key)
        if finding.severity == "open"
        for cell in finding.cells
        if cell not in report.values and cell not in report.unread
    }
    return len(blank)


def overall(result: Result) -> str:
    """Return the state of the whole report as words."""
    summary = result.summary
    parts = [f"{summary.blank} 处未填"] * (summary.blank > 0)
    parts += [f"{summary.errors} 处错误"] * (summary.errors > 0)
    parts += [f"{summary.warnings} 处待说明"] * (summary.warnings > 0)
    parts += [f"{summary.publication} 处公布前提示"] * (summary.publication > 0)
    return f"还有 {'、'.join(parts)}" if parts else "✓ 全部填完，无错误"
