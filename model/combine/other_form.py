"""A draft on another form laid over a report, as far as both forms have the same places.

Cells and texts are taken over as those of any foreign file are; this is what only a draft holds:
tallies, figures, sources, totals of the source, what was not understood, 说明.
"""

from collections.abc import Mapping, Set
from dataclasses import replace
from typing import TypeVar

from model.report.report import Report, Tally

V = TypeVar("V")


def with_rest(report: Report, other: Report) -> Report:
    """Lay over a report what a draft on another form holds beside its cells and texts."""
    for tally in other.tallies:
        if tally.under.partition(".")[0] in report.form.section_of:
            report = _with_tally(report, tally)
    cells, figures = report.form.cells.keys(), report.form.figures.keys()
    tallied = {a for one in other.tallies for a in (*one.part_addresses, one.address())}
    known = cells | figures | tallied
    report = replace(
        report,
        values={**report.values, **_of(other.values, figures | tallied)},
        stated={**report.stated, **_of(other.stated, cells - report.form.typed)},
        remarks={**report.remarks, **_of(other.remarks, known)},
        sources={**report.sources, **_of(other.sources, known)},
        reasons={**report.reasons, **other.reasons},
    )
    for address, typed in _of(other.unread, known - (cells - report.form.typed)).items():
        report = report.with_unread(address, typed)
    return report


def _with_tally(report: Report, tally: Tally) -> Report:
    """Put a tally in the place of the one with its key, whose numbers go, or after the others."""
    old = report.tally(tally.key)
    if old is None:
        return replace(report, tallies=(*report.tallies, tally))
    gone = {*old.part_addresses, old.address()}
    values = {a: number for a, number in report.values.items() if a not in gone}
    unread = {a: typed for a, typed in report.unread.items() if a not in gone}
    return replace(report, values=values, unread=unread).with_tally(tally)


def _of(entries: Mapping[str, V], known: Set[str]) -> dict[str, V]:
    return {address: entry for address, entry in entries.items() if address in known}
