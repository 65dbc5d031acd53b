"""The parts of a report, and the only function that applies chosen parts to a report.

A **Part** is one answer, identified by its field and a key. Last year's figures, an import, an
earlier version, another person's draft, a draft in another format and the merging of reports all
choose parts, and ``applied`` puts them into the report. A comparison lists parts too; the distance
between two reports is the number of parts that differ.
"""

from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Final, NamedTuple

from model.address import first_key, is_below, path_and_parents
from model.form.form import Form
from model.report.report import Options, Report, TextBlock
from model.unit import LABELS
from model.values import Number, Values


class ReportPart(NamedTuple):
    """The name of one answer: a ``field`` of the report and the ``key`` in it."""

    field: str
    key: str = ""


WHOLE: Final = ReportPart("report")
"""The complete report: answers to different forms cannot be mixed."""
ADDRESSED: Final = ("numbers", "remarks", "sources", "units")
"""Fields whose keys are addresses of numbers."""
_MAPPINGS: Final = ("stated", "remarks", "notes", "sources", "reasons")
_SINGLE: Final = ("year", "period", "stage", "published", "previous")
_CHOICES: Final = tuple(field.name for field in fields(Options) if field.name != "units")
_ORDERS: Final = ("texts", "tallies")

ReportParts = dict[ReportPart, Any]
"""Answers by part. A number is a pair: the number, and the typed text if it is not a number."""


def parts_of(report: Report) -> ReportParts:
    """Return the parts of a report without blanks, and without the order of texts and tallies."""
    found: ReportParts = {ReportPart(name): getattr(report, name) for name in _SINGLE}
    found |= {ReportPart("unit", name): getattr(report.unit, name) for name in LABELS}
    for name in _CHOICES:
        found[ReportPart("options", name)] = getattr(report.options, name)
    for name in _MAPPINGS:
        found |= {ReportPart(name, key): value for key, value in getattr(report, name).items()}
    found |= {ReportPart("units", key): value for key, value in report.options.units.items()}
    for address in dict.fromkeys((*report.values, *report.unread)):
        number = report.values.get(address), report.unread.get(address)
        found[ReportPart("numbers", address)] = number
    for block in report.texts:
        found[ReportPart("texts", block.key)] = block.body
        found[ReportPart("titles", block.key)] = block.title
    found |= {ReportPart("tallies", tally.key): tally for tally in report.tallies}
    return found


def differing(one: Report, other: Report) -> list[ReportPart]:
    """Return the parts in which two reports differ, except their ids, in no particular order."""
    if one.form is not other.form:
        return [WHOLE]
    ours, theirs = parts_of(one), parts_of(other)
    found = {part for part in ours.keys() | theirs.keys() if ours.get(part) != theirs.get(part)}
    found -= {shared for part in found for shared in dependent_parts(one, other, part)}
    return [
        *found,
        *(ReportPart("order", name) for name in _ORDERS if _is_reordered(one, other, name)),
    ]


def dependent_parts(one: Report, other: Report, part: ReportPart) -> Iterator[ReportPart]:
    """Yield the parts that depend on another: the title of a text, the counts of a tally."""
    if part.field == "texts" and (one.text(part.key) is None or other.text(part.key) is None):
        yield ReportPart("titles", part.key)
    if part.field == "tallies":
        for address in _addresses(one, part.key) ^ _addresses(other, part.key):
            yield from (ReportPart(name, address) for name in ADDRESSED)


def applied(report: Report, answers: Mapping[ReportPart, Any]) -> Report:
    """Return the report with some answers replaced; None removes an answer.

    Texts and tallies keep their order, and new ones come last. A new text needs its title among the
    answers. A tally that is changed or removed leaves its numbers: see ``dependent_parts``.
    """
    parts = {**parts_of(report), **answers}

    def mapping(field: str) -> dict[str, Any]:
        return {p.key: answer for p, answer in parts.items() if p.field == field}

    def present(field: str) -> dict[str, Any]:
        return {key: answer for key, answer in mapping(field).items() if answer is not None}

    numbers: dict[str, tuple[Number | None, str | None]] = present("numbers")
    titles = mapping("titles")
    changes: dict[str, Any] = {name: present(name) for name in _MAPPINGS}
    changes |= {name: parts[ReportPart(name)] for name in _SINGLE}
    return replace(
        report,
        **changes,
        unit=replace(report.unit, **mapping("unit")),
        options=replace(report.options, **mapping("options"), units=present("units")),
        values={a: number for a, (number, _) in numbers.items() if number is not None},
        unread={a: typed for a, (_, typed) in numbers.items() if typed is not None},
        texts=tuple(TextBlock(k, titles[k], body) for k, body in present("texts").items()),
        tallies=tuple(present("tallies").values()),
    )


def number_parts(values: Values) -> ReportParts:
    """Return numbers by address as parts, which also remove unread texts there."""
    return {ReportPart("numbers", address): (number, None) for address, number in values.items()}


def parts_with_place(report: Report, form: Form) -> ReportParts:
    """Return the parts of a report that have a place in a form, possibly another than its own.

    The number of a cell that the form computes becomes a stated total, unless the report states
    one.
    """
    kept = {t.key: t for t in report.tallies if t.section in form.section_keys}
    tallied = {address for tally in kept.values() for address in _addresses(report, tally.key)}
    computed = form.cells.keys() - form.typed
    known = {*form.cells, *form.figures, *tallied}
    keys: dict[str, Container[str]] = {
        "numbers": known - computed,
        "stated": computed,
        "tallies": kept,
        "notes": form.tables,
        **dict.fromkeys(("remarks", "sources", "units"), known),
    }

    def has_place(part: ReportPart) -> bool:
        if part.field in ("texts", "titles"):
            return first_key(part.key) in form.section_keys
        return part.field not in keys or part.key in keys[part.field]

    stated = {ReportPart("stated", a): n for a, n in report.values.items() if a in computed}
    return stated | {part: answer for part, answer in parts_of(report).items() if has_place(part)}


def in_order(report: Report, name: str, keys: Iterable[str]) -> Report:
    """Return the report with its ``texts`` or ``tallies`` in the order of ``keys``, all of them."""
    items = {item.key: item for item in getattr(report, name)}
    changes: dict[str, Any] = {name: tuple(items[key] for key in keys)}
    return replace(report, **changes)


def with_parts_from(report: Report, other: Report, parts: Iterable[ReportPart]) -> Report:
    """Return the report with the chosen differing parts of another report; its id stays."""
    chosen = set(parts)
    if WHOLE in chosen:
        return replace(other, id=report.id, revision=report.revision)
    theirs = parts_of(other)
    chosen |= {shared for part in chosen for shared in dependent_parts(report, other, part)}
    made = applied(report, {part: theirs.get(part) for part in chosen})
    made = replace(made, unit=replace(made.unit, by_hand=_by_hand(report, other, chosen)))
    for name in _ORDERS:
        lead, follow = (other, report) if ReportPart("order", name) in chosen else (report, other)
        there = {*_keys(made, name)}
        kept = [key for key in _keys(lead, name) if key in there]
        made = in_order(made, name, merged(kept, _keys(follow, name), there))
    return made


def _by_hand(report: Report, other: Report, chosen: Collection[ReportPart]) -> tuple[str, ...]:
    """Return the fields of the unit that were set by hand in the report they are taken from."""
    kept = [name for name in report.unit.by_hand if ReportPart("unit", name) not in chosen]
    come = [name for name in other.unit.by_hand if ReportPart("unit", name) in chosen]
    return tuple(sorted({*kept, *come}))


def merged(order: Sequence[str], others: Sequence[str], wanted: set[str]) -> list[str]:
    """Return an order with the wanted keys inserted that only another order has.

    A key is inserted after the one that it follows there, but never between a sub-head and the
    sub-heads below it.
    """
    found = list(order)
    before = ""
    for key in others:
        if key in wanted and key not in found:
            found.insert(_place(found, before, key), key)
        if key in found:
            before = key
    return found


def joined_keys(ours: Sequence[str], theirs: Sequence[str]) -> list[str]:
    """Return our keys in their order with each new one after all that precede it there."""
    found, place = list(ours), 0
    for key in theirs:
        if key in found:
            place = max(place, found.index(key) + 1)
        else:
            found.insert(place, key)
            place += 1
    return found


def _place(order: Sequence[str], before: str, key: str) -> int:
    """Return the index after a key and after all keys below the same sub-heads."""
    if not before:
        return 0
    place = order.index(before) + 1
    left = next((one for one in reversed(path_and_parents(before)) if not is_below(key, one)), "")
    while left and place < len(order) and is_below(order[place], left):
        place += 1
    return place


def _is_reordered(one: Report, other: Report, name: str) -> bool:
    """Return whether the order differs by more than added and removed keys."""
    wanted = _keys(other, name)
    kept = [key for key in _keys(one, name) if key in wanted]
    return merged(kept, wanted, {*wanted}) != wanted


def _keys(report: Report, name: str) -> list[str]:
    return [item.key for item in getattr(report, name)]


def _addresses(report: Report, key: str) -> set[str]:
    """Return the addresses of a tally's numbers; empty if the report does not have it."""
    tally = report.tally(key)
    return {*tally.addresses} if tally else set()


_CELLS = ("numbers",)
_TEXTS = ("texts", "titles")


@dataclass(frozen=True)
class Difference:
    """The number of differing cells and texts, and whether others differ (unit, remarks, …)."""

    cells: int
    texts: int
    others: bool

    def __str__(self) -> str:
        parts = [f"{self.cells} 格"] * (self.cells > 0)
        parts += [f"{self.texts} 段"] * (self.texts > 0)
        parts += ["其他内容"] * self.others
        return f"{'、'.join(parts)}不同" if parts else "没有不同"


def difference(one: Report, other: Report) -> Difference:
    """Return the counts of differences between two reports.

    A cell differs in its number or unread text, a text in its sub-head, its body or its existence.
    """
    found = differing(one, other)
    cells = {part.key for part in found if part.field in _CELLS}
    texts = {part.key for part in found if part.field in _TEXTS}
    others = any(part.field not in (*_CELLS, *_TEXTS) for part in found)
    return Difference(len(cells), len(texts), others)
