"""The finding about the form itself: a report on an older one for a year that has a newer.

The rule ``form_of_year`` of a form file knows its own years only; this knows the other forms.
"""

from collections.abc import Iterator

from model.checks.findings import Finding
from model.form import catalog
from model.report.report import Report


def newer_form(report: Report) -> Iterator[Finding]:
    """Find a form that came after this one and is prescribed for the year."""
    own, wanted = report.form, catalog.form_for(report.year)
    if own.covers(report.year) and wanted.first_year > own.first_year:
        message = (
            f"本报告按{own.basis}格式编制，{report.year}年度已有{wanted.basis}格式。"
            "按该格式新建报告，再导入本草稿；仍用原格式的，填写说明。"
        )
        yield Finding(
            id="form_of_year/newer",
            severity="warning",
            message=message,
            section="unit",
            cells=("unit/year",),
            left=own.key,
            right=wanted.key,
        )
