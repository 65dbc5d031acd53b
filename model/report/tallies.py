"""Tallies of a report: added, removed, their parts changed. No number outlives its part.

A tally's numbers are values of the report; what is kept beside a number (what could not be read,
a remark, its source) moves and goes with it, since a draft refuses addresses that nothing has.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from model.address import TOTAL
from model.report.report import Report, Tally
from model.text import clean_line

TallyParts = tuple[tuple[str, str], ...]
"""(key, label) of each part, in order."""

UNIT: Final = "条"
"""Unit of a tally that nobody named one for."""

_KEPT_BY_ADDRESS: Final = ("values", "unread", "remarks", "sources")


def add(report: Report, under: str, name: str) -> tuple[Report, str]:
    """Add a tally without parts under a text; return its key too."""
    key = free_key("", {tally.key for tally in report.tallies})
    tally = Tally(key, clean_line(name), UNIT, under, ())
    return replace(report, tallies=(*report.tallies, tally)), key


def remove(report: Report, tally: Tally) -> Report:
    """Take a tally away with its numbers."""
    report = _without(report, tally.addresses)
    return replace(report, tallies=tuple(old for old in report.tallies if old.key != tally.key))


def name(report: Report, tally: Tally, words: str, unit: str) -> Report:
    """Call a tally and its unit otherwise; an empty text leaves what stands."""
    called, counted = clean_line(words) or tally.name, clean_line(unit) or tally.unit
    return report.with_tally(replace(tally, name=called, unit=counted))


def add_part(report: Report, tally: Tally, label: str, after: str = "") -> tuple[Report, str]:
    """Add a part after another, or at the end; return its key too."""
    keys = [key for key, _ in tally.parts]
    key = free_key("", {*keys, TOTAL})
    place = keys.index(after) + 1 if after in keys else len(keys)
    parts = (*tally.parts[:place], (key, clean_line(label)), *tally.parts[place:])
    return report.with_tally(replace(tally, parts=parts)), key


def name_part(report: Report, tally: Tally, part: str, label: str) -> Report:
    """Call a part otherwise; its count stays. An empty text leaves what stands."""
    words = clean_line(label)
    parts = tuple((key, words if key == part and words else old) for key, old in tally.parts)
    return report.with_tally(replace(tally, parts=parts))


def remove_part(report: Report, tally: Tally, part: str) -> Report:
    """Take a part away with its count."""
    parts = tuple(one for one in tally.parts if one[0] != part)
    return _without(report, [tally.address(part)]).with_tally(replace(tally, parts=parts))


def move_part(report: Report, tally: Tally, part: str, by: int) -> Report:
    """Move a part up (negative) or down among the others; at an end it stays."""
    keys = [key for key, _ in tally.parts]
    place = min(max(keys.index(part) + by, 0), len(keys) - 1)
    others = [one for one in tally.parts if one[0] != part]
    moved = tally.parts[keys.index(part)]
    parts = (*others[:place], moved, *others[place:])
    return report.with_tally(replace(tally, parts=parts))


def with_parts(report: Report, tally: Tally, parts: TallyParts) -> Report:
    """Return a tally other parts; a part whose label stays keeps its key and so its count."""
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
    report = _without(report, [tally.address(key) for key in gone])
    return report.with_tally(replace(tally, parts=tuple(made)))


def added_up(report: Report, tally: Tally) -> int | None:
    """Add up the parts that are filled; None where none is."""
    counts = [report.values[a] for a in tally.part_addresses if a in report.values]
    return int(sum(counts)) if counts else None


def free_key(wanted: str, taken: Iterable[str]) -> str:
    """Return a key that no other has: the wanted one where it can be part of an address."""
    known = set(taken)
    if re.fullmatch(r"\w+", wanted) and wanted not in known:
        return wanted
    number = 1
    while (key := f"own{number}") in known:
        number += 1
    return key


def _without(report: Report, addresses: Iterable[str]) -> Report:
    """Drop all that stands at some addresses."""
    gone = set(addresses)
    for kind in _KEPT_BY_ADDRESS:
        for address in gone & getattr(report, kind).keys():
            report = report.with_entry(kind, address, None)
    return report
