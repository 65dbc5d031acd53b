"""Join several sources into one report, and apply a draft in another format to a report."""

from collections.abc import Iterator, Mapping, Set
from typing import Final

from model.address import Address, is_within
from model.compare.changes import Change, changes
from model.compare.parts import (
    ReportPart,
    ReportParts,
    applied,
    dependent_parts,
    in_order,
    joined_keys,
    parts_of,
    parts_with_place,
    with_parts_from,
)
from model.compare.texts import plain
from model.errors import ReportError
from model.report.answers import put
from model.report.report import Report
from model.text import shortened
from model.unit import UnitKind

_OF_THE_FIRST: Final = (
    "year", "period", "stage", "published", "previous", "reasons", "order", "options"
)  # fmt: skip
"""Fields that are taken from the first source only."""
_CHOSEN: Final = (
    ReportPart("unit", "kind"),
    ReportPart("unit", "title_form"),
    ReportPart("unit", "deadline"),
)
"""Parts that a report always has, even if its source does not state them."""
_SHOWN: Final = 30
"""Most characters of a text that a message quotes."""


def joined(named: Mapping[str, Report]) -> tuple[Report, tuple[str, ...]]:
    """Return one report made of several, given by their file names, and messages on conflicts.

    Parts that an earlier report lacks are taken from a later one; if two differ, the earlier one is
    kept and a message says so.

    Raises:
        ReportError: they are of different years or in different formats.
    """
    (first, report), *others = named.items()
    message: list[str] = []
    for name, other in others:
        _require_alike(report, other, first, name)
        stated, ours = _stated_changes(report, other), parts_of(report)
        held = {
            one.part.key
            for one in stated
            if one.part.field == "tallies" and _says(report, ours, one.part)
        }
        within = {one.part for one in stated if _is_of_tally(one.part.key, held)}
        clashing = [
            one for one in stated if one.part not in within and _says(report, ours, one.part)
        ]
        message += [_clash(one, name) for one in clashing]
        kept = within | {one.part for one in clashing}
        report = with_parts_from(report, other, {one.part for one in stated} - kept)
    if report.unit.kind is UnitKind.OPEN:  # the name may come from a later file
        report = put(report, "unit/name", report.unit.name)
    return report, tuple(message)


def _stated_changes(report: Report, other: Report) -> list[Change]:
    """Return the differences for which the other report has an answer, in printed order.

    A sub-head without text, and a tally without counts, is an answer if the report has none.
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
    """Return whether a report has an answer for a part; a tally without a count is none."""
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
    return shortened(" ".join(text.split()), _SHOWN)


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


_CONTENT_FIELDS: Final = (
    "numbers", "stated", "remarks", "notes", "sources", "reasons", "texts", "titles", "tallies"
)  # fmt: skip
"""Fields that are taken from a draft in another format."""


def _empty_texts(report: Report) -> Iterator[str]:
    """Yield the keys of texts that hold no words, tallies, figures or texts below them."""
    homes = {report.home_of(tally) for tally in report.tallies}
    full = [block.key for block in report.texts if block.body.strip()]
    for block in report.texts:
        known = report.form.texts.get(block.key)
        figures = known.figures if known else ()
        holds_numbers = block.key in homes or any(report.holds(f.address) for f in figures)
        if not holds_numbers and not any(is_within(key, block.key) for key in full):
            yield block.key


def with_other_form(report: Report, draft: Report) -> Report:
    """Return the report with all parts of a draft in another format that have a place in it.

    A tally replaces the one with the same key and its numbers, or comes after the others. A
    sub-head that holds nothing brings nothing.
    """
    empty = {*_empty_texts(draft)} - {block.key for block in report.texts}
    chosen = {
        p: a
        for p, a in parts_with_place(draft, report.form).items()
        if p.field in _CONTENT_FIELDS and not (p.field in ("texts", "titles") and p.key in empty)
    }
    for tally in report.tallies:
        if (part := ReportPart("tallies", tally.key)) in chosen:
            gone = (ReportPart("numbers", a) for a in tally.addresses)
            chosen = dict.fromkeys((*dependent_parts(report, draft, part), *gone)) | chosen
    if draft.unit.name:
        report = put(report, "unit/name", draft.unit.name)
    order = joined_keys(*([block.key for block in one.texts] for one in (report, draft)))
    made = applied(report, chosen)
    there = {block.key for block in made.texts}
    return in_order(made, "texts", filter(there.__contains__, order))
