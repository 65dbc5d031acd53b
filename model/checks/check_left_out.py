"""Findings about numbers within texts that last year's report gave and this one leaves blank.

Nothing prints them while they are blank, so that nobody would miss them.
"""

from collections.abc import Iterable, Iterator

from model.checks.findings import Finding
from model.report.report import Report


def left_out(report: Report) -> Iterator[Finding]:
    """Find the figures of a sub-head, and the tallies, that were filled last year alone."""
    for text in report.form.texts.values():
        told = [figure for figure in text.figures if _is_left(report, [figure.address])]
        if told and report.text(text.block) is not None:
            names = "、".join(figure.label for figure in told)
            yield _finding(report, text.block, names, [figure.address for figure in told])
    for tally in report.tallies:
        addresses = [*tally.part_addresses, tally.address()]
        if _is_left(report, addresses):
            yield _finding(report, tally.under, tally.name, addresses)


def _is_left(report: Report, addresses: Iterable[str]) -> bool:
    """Whether last year's report answers one of these and this one none."""
    before = report.previous.values if report.previous else {}
    here = report.values.keys() | report.unread.keys()
    return any(one in before for one in addresses) and here.isdisjoint(addresses)


def _finding(report: Report, key: str, names: str, addresses: list[str]) -> Finding:
    section = key.partition(".")[0]
    message = (
        f"{report.form.section_of[section].title}：上年报告写有{names}，本年未填。"
        "补填，没有的填0；不再写的，填写说明。"
    )
    return Finding(f"left_out/{addresses[0]}", "warning", message, section, tuple(addresses))
