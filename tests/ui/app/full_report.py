"""A report in which every place is filled: each cell, figure, text, note, field of the unit."""

from dataclasses import replace
from datetime import date

from model.form import catalog
from model.report import subheads
from model.report.answers import put, put_stated
from model.report.begin import new_report
from model.report.report import Published, Reason, Report, Stage
from model.unit import Unit

_UNIT = Unit(
    name="某市水务局",
    self_name="我局",
    scope="本机关，不含所属单位",
    address="某市某路1号",
    postcode="123456",
    phone="0999-7654321",
    email="office@example.gov.cn",
    website="https://www.example.gov.cn/report",
    signature="某市水务局办公室",
    signed_on=date(2025, 1, 20),
)


def full_report(key: str) -> Report:
    """Give a report on a form with a different number in every cell."""
    form = catalog.form(key)
    report = new_report(form, _UNIT, form.first_year)
    for text in form.texts.values():
        report = subheads.restore(report, text) if report.text(text.block) is None else report
    for n, block in enumerate(report.texts):
        report = put(report, block.address, f"第{n}段写明情况。\n　　另起一行{n}甲乙。")
    numbered = [*form.typed, *form.figures, *(a for t in report.tallies for a in t.addresses)]
    for n, address in enumerate(sorted(numbered)):
        report = put(report, address, str(n % 90 if address in form.figures else 7001 + n))
        report = put(report, f"{address}#source", f"来源{n}")
    for n, (address, cell) in enumerate(form.cells.items()):
        if n % 9 == 0:
            report = put(report, f"{address}#remark", f"含其他{n}件" * (1 + 9 * (n % 2)))
        if cell.computed:
            report = put_stated(report, address, str(500_000 + n))
    for table in form.tables:
        report = put(report, f"note/{table}", f"{table}表的说明一。\n{table}表的说明二。")
    report = put(report, sorted(form.typed)[0], "约三件")
    reasons = {"tally/published": Reason("因系统迁移", "1", "2")}
    noted = Published(date(2025, 2, 3), "https://www.example.gov.cn/published")
    return replace(report.at_stage(Stage.REVIEW), reasons=reasons, published=noted)
