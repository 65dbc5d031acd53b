"""Documents as the tests write them: all at one moment."""

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Final

from export.documents import WRITERS, proved
from model.report.report import Report

MOMENT: Final = datetime(2025, 1, 20, 9, 30, tzinfo=timezone(timedelta(hours=8)))
"""Eleven days before a bureau has to report on the year of the example."""


def _at_moment(kind: str) -> Callable[[Report], bytes]:
    return lambda report: WRITERS[kind].render(report, MOMENT)


render_word = _at_moment("word")
render_excel = _at_moment("excel")
render_web = _at_moment("web")
render_checklist = _at_moment("checklist")
render_check_report = _at_moment("check_report")
render_collection = _at_moment("collection")


def render_pdf(report: Report) -> bytes:
    """Give the PDF that the program draws, after it was read back."""
    from ui.paper.offscreen import offscreen_drawer  # Qt: other tests go without

    (document,) = proved(report, ["pdf"], MOMENT, draw=offscreen_drawer())
    return document.data
