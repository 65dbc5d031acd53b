"""Reports with hostile texts in every kind of place that a person can type into."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final, NamedTuple

from model.form import catalog
from model.report import subheads, tallies
from model.report.answers import put, put_number
from model.report.begin import new_report
from model.report.report import Published, Reason, Report
from model.text import clean_line
from model.unit import Unit
from tests.hostile.texts import TEXTS, TRIED, documented, documented_line, parted

UNIT_FIELDS: Final = (
    *("name", "self_name", "address", "postcode", "phone", "email", "website", "signature"),
)
TABLES: Final = ("disclosure", "requests", "review")
PLACES: Final = (
    *UNIT_FIELDS,
    *("title", "body", "note", "remark", "source", "unread", "reason"),
    *("tally name", "tally unit", "part", "url"),
)
"""Kinds of places each text is put into."""


Head = tuple[str, list[str]]
"""A title as it is printed, and the paragraphs under it."""


class Filled(NamedTuple):
    """A report, the texts in it, and what has to be printed of them."""

    report: Report
    texts: Mapping[str, str]
    """Key of the sub-head that a text stands under, and the text."""
    heads: Sequence[Head]
    remarks: Sequence[str]
    notes: Mapping[str, list[str]]


def empty(name: str = "某市水务局") -> Report:
    """A blank report of 2024."""
    return new_report(catalog.form("2021"), Unit(name=name), 2024)


def named(text: str) -> Report:
    """A report with one text in every field of its unit, and as the place of publication."""
    report = empty()
    for field in UNIT_FIELDS:
        report = put(report, f"unit/{field}", text)
    return replace(report, published=Published(date(2025, 1, 20), clean_line(text)))


def filled(names: Sequence[str]) -> Filled:
    """Put some texts into every place that can take many; each of them stands in each."""
    report = empty()
    cells = [address for address in report.form.cells if not report.form.cells[address].computed]
    heads, remarks, texts = [], [], {}
    for number, (name, address) in enumerate(zip(names, cells, strict=False)):
        text = TEXTS[name]
        report, key, head = _with_text(report, text, number)
        heads.append(head)
        texts[key] = text
        report = put_number(report, address, text)
        for what in ("remark", "source"):
            report = put(report, f"{address}#{what}", text)
        remarks.append(documented(text).strip())
        report = report.with_entry("reasons", f"rule/{number}", Reason(clean_line(text), "1", "2"))
    notes = {}
    for place, table in enumerate(TABLES):
        joined = "\n\u00b7\n".join(TEXTS[name] for name in names[place::3])
        report = put(report, f"note/{table}", joined)
        notes[table] = [*filter(None, map(str.strip, documented(joined).strip().split("\n")))]
    return Filled(report, texts, heads, remarks, notes)


def _with_text(report: Report, text: str, number: int) -> tuple[Report, str, Head]:
    """Add a sub-head called by a text, with it as body, and a tally of it; gives its key."""
    title = text if subheads.clean_title(text) else f"题{number}"
    report, key = subheads.add_last(report, "other", title)
    report = subheads.write(report, key, text)
    report, tally = tallies.add(report, key, documented_line(text) or "件")
    kept = next(one for one in report.tallies if one.key == tally)
    report = tallies.rename(report, kept, text, text)
    kept = next(one for one in report.tallies if one.key == tally)
    report, _ = tallies.add_part(report, kept, text)
    body = documented(text).rstrip()
    printed = [*map(str.strip, body.split("\n"))] if body else []  # documents indent them
    return report, key, (subheads.clean_title(documented_line(title)), printed)


def reports() -> list[Filled]:
    """All texts of this run, in as few reports as the cells of a form allow."""
    return [filled(names) for names in parted(TRIED, 190)]
