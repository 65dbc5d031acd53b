"""Checking a report: every line, rule and blank of its form becomes a finding or is counted.

Severity: *error* must be mended, *warning* is mended or explained (说明), *open* is still blank.
Hints stand apart from them and stop nothing: *publication* (公布前提示) is counted while it waits,
any other *hint* is counted nowhere.
"""

from dataclasses import dataclass, replace

from model.checks import numbers, publication, words
from model.checks.check_form import newer_form
from model.checks.check_left_out import left_out
from model.checks.findings import Finding, Severity, with_reason
from model.checks.numbers import Verdicts
from model.checks.years import text_years
from model.form.relations import Standing, arithmetic
from model.report.addresses import blanks
from model.report.report import Report


@dataclass(frozen=True)
class Summary:
    """Counts of what can fail, and of what is left to do.

    ``holds``, ``broken`` and ``open`` count relations; ``blank`` counts cells and required texts
    without an answer; ``unread`` cells whose text is no number; ``warnings`` those without a
    standing 说明, ``reasoned`` those with one; ``publication`` the 公布前提示 that wait.
    """

    holds: int
    broken: int
    open: int
    blank: int
    unread: int
    errors: int
    warnings: int
    reasoned: int
    publication: int = 0

    @property
    def complete(self) -> bool:
        """Nothing is blank, unread or wrong; warnings may stand."""
        return not (self.errors or self.blank or self.open)


@dataclass(frozen=True)
class Result:
    """All findings of one check, worst first within each section, and their summary.

    ``hints`` are listed after all others and count as none of them.
    """

    findings: tuple[Finding, ...]
    summary: Summary
    verdicts: Verdicts
    hints: tuple[Finding, ...] = ()

    def of_section(self, key: str) -> list[Finding]:
        """Give the findings of one section or step."""
        return [finding for finding in self.findings if finding.section == key]

    def hints_as(self, severity: Severity) -> list[Finding]:
        """Give the hints of one kind."""
        return [hint for hint in self.hints if hint.severity == severity]

    def hints_of(self, key: str) -> list[Finding]:
        """Give the hints of one section or step."""
        return [hint for hint in self.hints if hint.section == key]


def check(report: Report, standing: Standing | None = None) -> Result:
    """Check a report; ``standing`` saves working out its sums again where they are at hand."""
    known = standing or arithmetic(report.form).standing(report.values, report.last_values)
    verdicts: Verdicts = {}
    found = [
        *numbers.lines(report, known, verdicts),
        *numbers.unread(report),
        *numbers.stated(report, known.numbers, verdicts),
        *numbers.tallies(report, verdicts),
        *left_out(report),
        *newer_form(report),
        *words.rules(report, known.numbers),
        *words.texts(report),
        *text_years(report),
    ]
    empty = {table: tuple(blanks(report, table)) for table in report.form.tables}
    found += numbers.blank_cells(report, empty, found)
    reasoned = [with_reason(finding, report) for finding in found]
    findings = sorted(reasoned, key=lambda finding: _rank(report, finding))
    asked = {cell for f in findings if f.severity == "open" for cell in f.cells}
    figures = sum(1 for cell in asked if cell in report.form.figures)
    hints = tuple(with_reason(hint, report) for hint in publication.hints(report))
    summary = _summary(report, findings, verdicts, sum(map(len, empty.values())) + figures)
    summary = replace(summary, publication=len(publication.waiting(hints)))
    return Result(tuple(findings), summary, verdicts, hints)


def _rank(report: Report, finding: Finding) -> tuple[int, int]:
    steps = ["unit", *(section.key for section in report.form.sections)]
    return steps.index(finding.section), ("error", "warning", "open").index(finding.severity)


def _summary(report: Report, findings: list[Finding], verdicts: Verdicts, cells: int) -> Summary:
    states = list(verdicts.values())
    warnings = [finding for finding in findings if finding.severity == "warning"]
    reasoned = sum(1 for finding in warnings if finding.reason_stands)
    texts = sum(1 for finding in findings if finding.id.startswith(("blank/text/", "blank/unit/")))
    return Summary(
        holds=states.count("holds"),
        broken=states.count("broken"),
        open=states.count("open"),
        blank=cells + texts,
        unread=len(report.unread),
        errors=sum(1 for finding in findings if finding.severity == "error"),
        warnings=len(warnings) - reasoned,
        reasoned=reasoned,
    )
