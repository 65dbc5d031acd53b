"""Migrate drafts of earlier versions step by step as plain JSON before they are read.

Each step converts one version to the next, declares what it reads as msgspec types, and leaves all
other content unchanged, including unknown keys. A released step never changes; the drafts in
tests/data/drafts test this.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

import msgspec

from model.address import figure_address, tally_address
from model.report.begin import file_names
from model.unit import UnitKind, proposed_level

DraftJson = dict[str, Any]
"""A draft as parsed JSON: dictionaries, lists, texts, numbers."""


class _Part1(msgspec.Struct):
    key: str
    count: str = ""


class _Tally1(msgspec.Struct):
    key: str
    parts: list[_Part1]
    total: str = ""


class _Previous1(msgspec.Struct):
    counts: dict[str, str] = {}


class _Draft1(msgspec.Struct):
    """The fields of version 1 that moved in version 2."""

    counts: dict[str, str] = {}
    figures: dict[str, str] = {}
    tallies: list[_Tally1] = []
    previous: _Previous1 | None = None


class _Unit2(msgspec.Struct):
    name: str = ""
    kind: str = "部门"
    deadline: str | None = None


class _Previous2(msgspec.Struct):
    source: str = ""


class _Draft2(msgspec.Struct):
    """The fields of version 2 that changed in version 3."""

    unit: _Unit2
    previous: _Previous2 | None = None


def migrated(raw: DraftJson, version: int, wanted: int) -> DraftJson:
    """Return a draft of an earlier version in the format of a later one.

    Raises:
        msgspec.ValidationError: a field that is converted has the wrong shape.
    """
    for step in range(version, wanted):
        raw = {**_STEPS[step](raw), "gknb": step + 1}
    return raw


def _numbers_by_address(raw: DraftJson) -> DraftJson:
    """Migrate from 1 to 2: all numbers are in ``values`` by address.

    Version 1 kept them in three places: cells by address in ``counts``, figures by key in
    ``figures``, tallies in their parts; last year's were all by address in ``counts``.
    """
    known = msgspec.convert(raw, _Draft1)
    values = known.counts | {figure_address(key): number for key, number in known.figures.items()}
    for tally in known.tallies:
        counts = {part.key: part.count for part in tally.parts} | {"total": tally.total}
        values |= {tally_address(tally.key, key): n for key, n in counts.items() if n}
    made = _without(raw, "counts", "figures") | {"values": values}
    if known.tallies:
        made["tallies"] = [
            _without(tally, "total")
            | {"parts": [_without(part, "count") for part in tally["parts"]]}
            for tally in raw["tallies"]
        ]
    if known.previous is not None:
        last = {"values": known.previous.counts}
        made["previous"] = _without(raw["previous"], "counts") | last
    return made


def _levels_and_file_names(raw: DraftJson) -> DraftJson:
    """Migrate from 2 to 3: 县级以上政府 is divided by level; a source is a file name, not a path.

    If the name does not show the level, the kind stays 县级以上政府, which is undecided. Values of
    version 2 may have been typed, so they count as set by hand: no proposal replaces them.
    """
    known = msgspec.convert(raw, _Draft2)
    kind, by_hand = known.unit.kind, ["deadline"] * (known.unit.deadline is not None)
    if kind == UnitKind.GOVERNMENT:
        kind = proposed_level(known.unit.name)
    else:
        by_hand.append("kind")
    made = raw | {"unit": raw["unit"] | {"kind": str(kind), "by_hand": by_hand}}
    if known.previous is not None:
        source = {"source": file_names(known.previous.source)}
        made["previous"] = raw["previous"] | source
    return made


def _without(raw: Mapping[str, Any], *keys: str) -> DraftJson:
    return {key: value for key, value in raw.items() if key not in keys}


_STEPS: Final[Mapping[int, Callable[[DraftJson], DraftJson]]] = {
    1: _numbers_by_address,
    2: _levels_and_file_names,
}
"""The steps to the next version, by version."""
