"""Several sources of one report joined into one, and a draft in another format applied to one."""

from collections.abc import Mapping, Set
from typing import Final

from model.address import Address
from model.compare.changes import Change, changes
from model.compare.parts import (
    ReportPart,
    ReportParts,
    applied,
    bound,
    having_place,
    in_order,
    joined_keys,
    parts_of,
    taken,
)
from model.compare.texts import plain
from model.errors import ReportError
from model.report.answers import put
from model.report.report import Report
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
    """Return one report of several, known by what their files are called.

    What an earlier one lacks is taken from a later one; where two differ the earlier stands, and a
    sentence says so.

    Raises:
        ReportError: they are on different years or in different formats.
    """
    (first, report), *others = named.items()
    message: list[str] = []
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
        message += [_clash(one, name) for one in clashing]
        kept = within | {one.part for one in clashing}
        report = taken(report, other, {one.part for one in said} - kept)
    if report.unit.kind is UnitKind.OPEN:  # a later file may have said the name
        report = put(report, "unit/name", report.unit.name)
    return report, tuple(message)


def _said(report: Report, other: Report) -> list[Change]:
    """Return what differs and what the other one says anything of, in printed order.

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


_SAID: Final = (
    "numbers", "stated", "remarks", "notes", "sources", "reasons", "texts", "titles", "tallies"
)  # fmt: skip
"""Fields that a draft in another format says something of."""


def with_other_form(report: Report, draft: Report) -> Report:
    """Return the report with all of a draft in another format that has a place in it.

    A tally takes the place of the one with its key, whose numbers go, or comes after the others.
    """
    chosen = {p: a for p, a in having_place(draft, report.form).items() if p.field in _SAID}
    for tally in report.tallies:
        if (part := ReportPart("tallies", tally.key)) in chosen:
            gone = (ReportPart("numbers", a) for a in tally.addresses)
            chosen = dict.fromkeys((*bound(report, draft, part), *gone)) | chosen
    if draft.unit.name:
        report = put(report, "unit/name", draft.unit.name)
    order = joined_keys(*([block.key for block in one.texts] for one in (report, draft)))
    made = applied(report, chosen)
    there = {block.key for block in made.texts}
    return in_order(made, "texts", filter(there.__contains__, order))
