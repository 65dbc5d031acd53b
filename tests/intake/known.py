"""Reports of the tests as they stand before they are printed and brought in."""

from functools import cache

from model.drafts import storage
from model.form import catalog
from model.report.answers import put
from model.report.begin import new_report
from model.report.report import Report
from model.unit import Unit
from tests import ROOT, published

FORMS = (catalog.form("2021"), catalog.form("2019"))
EXAMPLE = ROOT / "resources" / "examples" / "bureau.gknb"
PUBLISHED = ("city-2023", "city-2024", "laizhou-2023", "district-2023-old-form")


@cache
def report_of(name: str) -> Report:
    """Give a published report (tests/data/reports), the example, or one of the form of 2019."""
    if name == "example":
        return storage.load(EXAMPLE).report
    if name == "2019":
        return older()
    year = 2024 if name.endswith("2024") else 2023
    report = new_report(FORMS[0], Unit(name="某市人民政府"), year)
    for address, typed in published.answers(name)[0].items():
        report = put(report, address, typed)
    return report


def older() -> Report:
    """Give a report on 2020 with a number of its own in every cell."""
    report = new_report(FORMS[1], Unit(name="某县水利局"), 2020)
    typed = (address for address, cell in report.form.cells.items() if not cell.computed)
    for number, address in enumerate(typed, start=1):
        report = report.with_value(address, number)
    return report
