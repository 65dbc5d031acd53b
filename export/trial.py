"""Trying a form out before it is relied on: filled in, checked, rendered and read back.

Reading a form file proves that its parts fit each other; this, that the program can work with it.
"""

from typing import Final

from export.documents import WRITERS
from model.checks.check import check
from model.combine.last_year import following
from model.errors import FormError
from model.form.form import Form
from model.form.help import help_page, topics
from model.report.answers import put
from model.report.begin import new_report
from model.report.inserting import inserted
from model.report.report import Report
from model.report.wording import missing_numbers
from model.system_errors import words_of
from model.unit import Unit

_UNIT: Final = Unit(name="试填单位")


def try_out(form: Form) -> None:
    """Do with a form what is done with every report, blank and with every answer filled in.

    Raises:
        FormError: something fails, whatever it is.
    """
    try:
        for topic in topics(form):
            help_page(form, topic)
        for report in (new_report(form, _UNIT, form.first_year), _full(form)):
            check(report)
            for text in form.texts.values():
                missing_numbers(report, text)
                inserted(report, text, "试填文字。")
            check(following(report, form, _UNIT, report.year + 1, _UNIT.name))
            for writer in WRITERS.values():
                writer.prove(report, writer.render(report))
    except Exception as error:
        raise FormError(
            f"按该格式试填、试导出没有成功（{type(error).__name__}：{words_of(error)}）。"
        ) from error


def _full(form: Form) -> Report:
    """Give a report with all texts the form knows, and an answer in every place."""
    report = new_report(form, _UNIT, form.first_year, form.texts)
    for address in (*form.typed, *form.figures):
        report = put(report, address, "1")
    for block in report.texts:
        report = put(report, block.address, "试填文字。")
    for tally in report.tallies:
        for address in tally.part_addresses:
            report = put(report, address, "1")
    return report
