"""Several sources of one report joined into one, and a draft on another form put over a report."""

from collections.abc import Mapping, Set
from dataclasses import replace
from typing import Final, TypeVar

from model.address import Address
from model.compare.changes import Change, changes
from model.compare.parts import ReportPart, ReportParts, parts_of, taken
from model.compare.texts import plain
from model.errors import ReportError
from model.report.answers import put
from model.report.report import Report, Tally
from model.unit import UnitKind

_OF_THE_FIRST: Final = (
    "year", "period", "stage", "published", "previous", "reasons", "order", "options"
)  # fmt: skip
"""Fields that are no part of what a source says."""
_CHOSEN: Final = (
    ReportPart("unit", "kind"),
    ReportPart("unit", "title_form"),
    ReportPart("unit", "deadline"),
)
"""Parts that a report always has, though nobody may have said them."""
_SHOWN: Final = 30
"""Characters of a text that a sentence quotes."""


def joined(named: Mapping[str, Report]) -> tuple[Report, tuple[str, ...]]:
    """Give one report of several, known by what their files are called.

    What an earlier one lacks is taken from a later one; where two differ the earlier stands, and a
    sentence says so.

    Raises:
        ReportError: they are on different years or in different formats.
    """
    (first, report), *others = named.items()
    told: list[str] = []
    for name, other in others:
        _require_alike(report, other, first, name)
        said, ours = _said(report, other), parts_of(report)
        held = {
            one.part.key
            for one in said
            if one.part.field == "tallies" and _says(report, ours, one.part)
        }
        within = {one.part for one in said if _is_of_tally(one.part.key, held)}
        clashing = [one for one in said if one.part not in within and _says(report, ours, one.part)]
        told += [_clash(one, name) for one in clashing]
        kept = within | {one.part for one in clashing}
        report = taken(report, other, {one.part for one in said} - kept)
    if report.unit.kind is UnitKind.OPEN:  # a later file may have said the name
        report = put(report, "unit/name", report.unit.name)
    return report, tuple(told)


def _said(report: Report, other: Report) -> list[Change]:
    """Give what differs and what the other one says anything of, in printed order.

    A sub-head without a text, and a tally without a count, are said where there was none.
    """
    ours, theirs = parts_of(report), parts_of(other)
    return [
        one
        for one in changes(report, other)
        if one.part.field not in _OF_THE_FIRST
        and one.part not in _CHOSEN
        and (_says(other, theirs, one.part) or (one.part in theirs and one.part not in ours))
    ]


def _says(report: Report, parts: ReportParts, part: ReportPart) -> bool:
    """Whether a report has anything for a part; a tally without a count is none."""
    if part.field == "tallies":
        return any(_is_of_tally(address, {part.key}) for address in report.values)
    return parts.get(part) not in (None, (None, None), "")


def _is_of_tally(address: str, keys: Set[str]) -> bool:
    place = Address.parse(address)
    return place.kind == "tally" and place.key in keys


def _clash(change: Change, name: str) -> str:
    ours, theirs = (_short(plain(side)) for side in (change.one, change.other))
    return f"「{name}」{change.place}为「{theirs}」，与前面文件的「{ours}」不同，保留「{ours}」。"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line[:_SHOWN] + "…" * (len(line) > _SHOWN)


def _require_alike(report: Report, other: Report, first: str, name: str) -> None:
    if report.year != other.year:
        raise ReportError(
            f"「{name}」是{other.year}年的，「{first}」是{report.year}年的，不能合成一份。"
            "选择同一年度的文件。"
        )
    if report.form is not other.form:
        raise ReportError(
            f"「{name}」的格式（{other.form.basis}）与「{first}」（{report.form.basis}）不同，"
            "不能合成一份。分别导入。"
        )


V = TypeVar("V")


def with_rest(report: Report, other: Report) -> Report:
    """Lay over a report what a draft on another form holds beside its cells and texts."""
    for tally in other.tallies:
        if tally.section in report.form.section_of:
            report = _with_tally(report, tally)
    cells, figures = report.form.cells.keys(), report.form.figures.keys()
    tallied = {a for one in other.tallies for a in one.addresses}
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
    gone = {*old.addresses}
    values = {a: number for a, number in report.values.items() if a not in gone}
    unread = {a: typed for a, typed in report.unread.items() if a not in gone}
    return replace(report, values=values, unread=unread).with_tally(tally)


def _of(entries: Mapping[str, V], known: Set[str]) -> dict[str, V]:
    return {address: entry for address, entry in entries.items() if address in known}
