"""Last year and this year: what one report keeps of the one before."""

from dataclasses import replace

from model.report.naming import file_names
from model.report.report import Previous, Report
from model.text import clean_line


def previous_of(last: Report, source: str) -> Previous:
    """Copy what comparing needs of last year's report.

    ``source`` says where it came from; of a path only the file name is kept, for a draft goes to
    other computers.
    """
    texts = tuple(block for block in last.texts if block.body)
    told = file_names(clean_line(source))
    return Previous(told, last.form.key, last.year, last.unit.name, last.totals(), texts)


def with_last(report: Report, last: Report, source: str) -> Report:
    """Give the report with last year's answers beside it.

    A later format compares with an earlier one as far as their addresses are the same.
    """
    return replace(report, previous=previous_of(last, source))
