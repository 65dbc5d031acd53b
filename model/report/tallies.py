"""Add, rename, change and remove the tallies of a report, with the numbers of their parts.

The numbers of a tally are values of the report. When a part is removed, its number, unread text,
remark and source are removed too, because a draft must not contain unknown addresses.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from model.address import TOTAL
from model.report.report import Report, Tally
from model.text import clean_line

TallyParts = tuple[tuple[str, str], ...]
"""Key and label of each part, in order."""

UNIT: Final = "条"
"""Default unit of a tally."""

_KEPT_BY_ADDRESS: Final = ("values", "unread", "remarks", "sources")


def add(report: Report, under: str, name: str) -> tuple[Report, str]:
    """Add a tally without parts under a text; return the report and the new key."""
    key = free_key("", {tally.key for tally in report.tallies})
    tally = Tally(key, clean_line(name), UNIT, under, ())
    return replace(report, tallies=(*report.tallies, tally)), key


def remove(report: Report, tally: Tally) -> Report:
    """Return the report without a tally and its numbers."""
    report = without_numbers(report, tally.addresses)
    return replace(report, tallies=tuple(old for old in report.tallies if old.key != tally.key))


def rename(report: Report, tally: Tally, words: str, unit: str) -> Report:
    """Return the report with a tally and its unit renamed; an empty text changes nothing."""
    called, counted = clean_line(words) or tally.name, clean_line(unit) or tally.unit
    return report.with_tally(replace(tally, name=called, unit=counted))


def add_part(report: Report, tally: Tally, label: str) -> tuple[Report, str]:
    """Add a part at the end of a tally; return the report and the new key."""
    key = free_key("", {TOTAL, *(key for key, _ in tally.parts)})
    parts = (*tally.parts, (key, clean_line(label)))
    return report.with_tally(replace(tally, parts=parts)), key


def rename_part(report: Report, tally: Tally, part: str, label: str) -> Report:
    """Return the report with a part renamed; its count stays. An empty text changes nothing."""
    words = clean_line(label)
    parts = tuple((key, words if key == part and words else old) for key, old in tally.parts)
    return report.with_tally(replace(tally, parts=parts))


def remove_part(report: Report, tally: Tally, part: str) -> Report:
    """Return the report without a part and its count."""
    parts = tuple(one for one in tally.parts if one[0] != part)
    return without_numbers(report, [tally.address(part)]).with_tally(replace(tally, parts=parts))


def move_part(report: Report, tally: Tally, part: str, by: int) -> Report:
    """Return the report with a part moved up (negative) or down, not beyond the ends."""
    keys = [key for key, _ in tally.parts]
    place = min(max(keys.index(part) + by, 0), len(keys) - 1)
    others = [one for one in tally.parts if one[0] != part]
    moved = tally.parts[keys.index(part)]
    parts = (*others[:place], moved, *others[place:])
    return report.with_tally(replace(tally, parts=parts))


def with_parts(report: Report, tally: Tally, parts: TallyParts) -> Report:
    """Return the report with new parts of a tally; a part with the same label keeps its count."""
    present = {label: key for key, label in reversed(tally.parts)}
    labels = {label for _, label in parts}
    kept = {label: key for label, key in present.items() if label in labels}
    taken = {*kept.values(), TOTAL}
    made: list[tuple[str, str]] = []
    for wanted, label in parts:
        key = kept.pop(label, "") or free_key(wanted, taken)
        taken.add(key)
        made.append((key, label))
    gone = {key for key, _ in tally.parts} - {present[label] for label in labels & {*present}}
    report = without_numbers(report, [tally.address(key) for key in gone])
    return report.with_tally(replace(tally, parts=tuple(made)))


def added_up(report: Report, tally: Tally) -> int | None:
    """Return the sum of the filled parts; None if none is filled."""
    counts = [report.values[a] for a in tally.part_addresses if a in report.values]
    return int(sum(counts)) if counts else None


def free_key(wanted: str, taken: Iterable[str]) -> str:
    """Return a key that is not taken: the wanted one if it is valid in an address."""
    known = set(taken)
    if re.fullmatch(r"\w+", wanted) and wanted not in known:
        return wanted
    number = 1
    while (key := f"own{number}") in known:
        number += 1
    return key


def without_numbers(report: Report, addresses: Iterable[str]) -> Report:
    """Return the report without any answers at some addresses of numbers."""
    gone = set(addresses)
    for kind in _KEPT_BY_ADDRESS:
        for address in gone & getattr(report, kind).keys():
            report = report.with_entry(kind, address, None)
    return report
