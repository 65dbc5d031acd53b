"""Published reports with and without slips, for the tests of possibly wrong cells."""

from dataclasses import replace
from decimal import Decimal

from model.form import catalog
from model.report.answers import put
from model.report.begin import new_report
from model.report.report import Previous, Report
from model.unit import Unit
from model.values import Number
from tests import published

FORM = catalog.form("2021")
TYPED = [*FORM.tables["requests"].typed, *FORM.tables["review"].typed]


def published_report(name: str = "city-2024", totals: bool = True, last: bool = False) -> Report:
    """Give a published report that agrees, with the totals printed there, and the year before."""
    report = new_report(FORM, Unit(name="某市人民政府"), 2024)
    typed, stated = published.answers(name)
    for address, value in typed.items():
        report = put(report, address, value)
    if totals:
        report = replace(report, stated={a: int(total) for a, total in stated.items()})
    if last:
        before = {a: Decimal(v) for a, v in published.answers("city-2023")[0].items()}
        whole: dict[str, Number] = {a: int(v) if v == int(v) else v for a, v in before.items()}
        report = replace(report, previous=Previous("", FORM.key, 2023, "某市人民政府", whole))
    return report


def slipped(report: Report, *slips: tuple[str, Number | None]) -> Report:
    for address, number in slips:
        report = report.with_value(address, number)
    return report


FULL, BARE = published_report(), published_report(totals=False)
