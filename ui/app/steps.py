"""The steps of the wizard, the state of each in words and a sign, and how far the report is; no Qt.

The sign of a state is its first character: ✗ error, ○ blank, ！ to be explained, ◇ 公布前提示,
✓ filled in.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from model.address import Address
from model.checks import publication
from model.checks.check import Result
from model.checks.words import asked_for
from model.form.form import Form
from model.report.report import Report

UNIT: Final = "unit"
CHECK: Final = "check"
EXPORT: Final = "export"
_SHORT: Final = 8
"""Most characters of a kind that shares a line with another."""
_OVERDUE: Final = 60
"""Days after the deadline in which it is still shown."""


@dataclass(frozen=True)
class Step:
    """One step: its key, its name, and whether it has a table."""

    key: str
    name: str
    has_table: bool = False


def steps_of(report: Report) -> list[Step]:
    """Return all steps: the unit, the six sections, 核对 and 导出."""
    return steps_of_form(report.form)


def steps_of_form(form: Form) -> list[Step]:
    """Return the steps of a report on a form."""
    sections = [Step(s.key, s.short, bool(s.tables)) for s in form.sections]
    return [Step(UNIT, "单位与年度"), *sections, Step(CHECK, "核对"), Step(EXPORT, "导出")]


def path(steps: Sequence[Step], numbers_first: bool) -> list[Step]:
    """Return the steps in the order of 下一步: as printed, or the tables before the texts."""
    if not numbers_first:
        return list(steps)
    ends = {UNIT: 0, CHECK: 3, EXPORT: 4}
    return sorted(steps, key=lambda step: ends.get(step.key, 1 if step.has_table else 2))


def order_of(steps: Sequence[Step], numbers_first: bool) -> str:
    """Return the order in which 下一步 leads through the sections, as one sentence."""
    numbers = [
        step.name.partition("、")[0] for step in path(steps, numbers_first) if "、" in step.name
    ]
    return f"“下一步”的次序：{'、'.join(numbers)}"


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
    """Return the state of the whole report as words, what is worst first."""
    parts = overall_parts(result)
    return f"还有 {'、'.join(parts)}" if parts else "✓ 全部填完，无错误"


def overall_parts(result: Result) -> list[str]:
    """Return what is left to do, a count for each kind, what is worst first."""
    summary = result.summary
    counts = (
        (summary.errors, "错误"),
        (summary.blank, "未填"),
        (summary.warnings, "待说明"),
        (summary.publication, "公布前提示"),
    )
    return [f"{count} 处{kind}" for count, kind in counts if count]


def progress(report: Report, result: Result) -> tuple[int, int]:
    """Return how many answers are filled in, and how many are asked for.

    Asked for are the typed cells of all tables and the texts that have to be written; a figure, or
    a field of the unit, only while it is blank.
    """
    form = report.form
    asked = sum(len(table.typed) for table in form.tables.values())
    asked += sum(asked_for(report, text) for text in form.texts.values())
    blank = {cell for f in result.findings if f.severity == "open" for cell in f.cells}
    asked += sum(1 for a in blank if a in form.figures or Address.parse(a).kind == "unit")
    return asked - result.summary.blank, asked


def deadline_message(deadline: date | None, today: date) -> str:
    """Return the day by which the report is due and the days left.

    It is empty where no day is known, or where that day is long past.
    """
    if deadline is None:
        return ""
    days = (deadline - today).days
    if days < -_OVERDUE:
        return ""
    left = "今天截止" if days == 0 else f"还有 {days} 天" if days > 0 else f"已过 {-days} 天"
    return f"报送截止 {deadline.year}年{deadline.month}月{deadline.day}日，{left}"
