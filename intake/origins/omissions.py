"""The lines of a source that a proposal does not take by itself, and where they can be taken to.

A line that was not recognised, or that stands around the report, can be put at the end of a text or
of a note of the section in which it stands in the source.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from intake.content import UNDESCRIBED_PICTURE
from intake.origins.passages import Passages
from intake.words.labels import ReadingIssue
from model.address import Address, note_address, text_address
from model.report.answers import put
from model.report.report import Report

_NOTE: Final = "表下注"


@dataclass(frozen=True)
class Omission:
    """A line that is not taken by itself: what it is or why it was not read, and where it can go.

    ``address`` is that of a text or a note, empty if the line fits into none; ``target`` names it.
    """

    where: str
    text: str
    why: str
    address: str = ""
    target: str = ""

    def __str__(self) -> str:
        return str(ReadingIssue(self.where, self.text, self.why))


def unread_lines(report: Report, passages: Passages) -> tuple[Omission, ...]:
    """Return the parts of a source that were not recognised or that it lacks."""
    return tuple(_omissions(report, passages, passages.reading.unrecognised))


def left_out_lines(report: Report, passages: Passages) -> tuple[Omission, ...]:
    """Return the lines around the report in a source."""
    return tuple(_omissions(report, passages, passages.reading.left_out))


def with_omission(report: Report, omission: Omission) -> Report:
    """Return the report with the line at the end of its text or note."""
    place = Address.parse(omission.address)
    if place.kind == "note":
        before = report.notes.get(place.table, "")
    else:
        block = report.text(place.key)
        before = block.body if block else ""
    lines = [line for line in before.split("\n") if line.strip()]
    return put(report, omission.address, "\n".join([*lines, omission.text]))


def _omissions(
    report: Report, passages: Passages, issues: Iterable[ReadingIssue]
) -> Iterator[Omission]:
    reading = passages.reading
    taken = {line.strip() for block in reading.texts for line in block.body.split("\n")}
    taken |= {block.title for block in reading.texts}
    for issue in issues:
        text = issue.text.strip()
        is_cell = bool(issue.addresses) or passages.cell_at(issue.where) is not None
        is_line = not is_cell and issue not in reading.missing
        address = ""
        if is_line and text not in (*taken, "", UNDESCRIBED_PICTURE):
            address = _address_for(report, passages, issue.where)
        yield Omission(issue.where, text, issue.why, address, _name_of(report, address))


def _address_for(report: Report, passages: Passages, where: str) -> str:
    """Return the address of the text or note that a line at a position belongs to."""
    form, section = report.form, ""
    index = passages.index_of(where)
    for key in passages.keys_before(index) if index is not None else ():
        section = key
        if report.text(key) is not None:
            return text_address(key)
    if section in form.section_of:
        tables, texts = form.section_of[section].tables, form.section_of[section].texts
        return note_address(tables[0].key) if tables else texts[-1].address
    return next((text_address(key) for key in form.texts if form.is_before_heading(key)), "")


def _name_of(report: Report, address: str) -> str:
    """Return the name of a text or note in words."""
    if not address:
        return ""
    place = Address.parse(address)
    if place.kind == "note":
        return f"{report.form.section_of[place.table].short}{_NOTE}"
    block, known = report.text(place.key), report.form.texts.get(place.key)
    return f"「{block.title if block else known.title if known else ''}」"
