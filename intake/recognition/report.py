"""Make a report from a recognition, or apply a recognition to an open report.

Numbers of computed cells become 原表合计; a blank in the source does not change the report.
"""

from dataclasses import replace

from intake.recognition.reading import Recognition
from model.address import is_within, join_path, unit_address
from model.compare.parts import (
    ReportPart,
    ReportParts,
    applied,
    in_order,
    joined_keys,
    number_parts,
)
from model.form.form import Form, TallyKind
from model.form.statements import TallyRead
from model.form.table import Cell
from model.report.answers import put
from model.report.begin import new_report
from model.report.report import Report, Tally, TextBlock
from model.report.sections import printed_sentences
from model.report.tallies import UNIT, free_key, with_parts
from model.text import clean_line, paragraphs
from model.unit import Unit
from model.values import Number


def report_from(reading: Recognition, year: int) -> Report:
    """Return a new report with all that was read, except what is doubtful."""
    unit = Unit(name=reading.identity.unit.get("name", ""))
    begun = replace(new_report(reading.form, unit, year), texts=(), tallies=())
    return with_recognition(begun, reading)


def with_recognition(report: Report, reading: Recognition) -> Report:
    """Return a report with a recognition applied: cells, texts, tallies, figures, contact."""
    report = _with_unit(report, reading)
    order = joined_keys(*([block.key for block in one.texts] for one in (report, reading)))
    report = applied(report, _cells(report, reading) | _texts(reading))
    report = in_order(report, "texts", order)
    for key, tally in reading.tallies.items():
        report = _with_tally(report, key, tally)
    homes = {block.key for block in report.texts}
    figures = [found.values for key, found in reading.figures.items() if key in homes]
    numbers = {a: n for values in figures for a, n in values.items()}
    report = applied(report, number_parts(numbers))
    read = {block.key for block in reading.texts}
    texts = (_without_written(report, one) if one.key in read else one for one in report.texts)
    return replace(report, texts=tuple(texts))


def _without_written(report: Report, block: TextBlock) -> TextBlock:
    """Return a text without its last paragraphs if the report prints the very same from numbers.

    What is printed stays as it was, word for word; the sentence then follows the numbers.
    """
    written = printed_sentences(report, replace(block, body=""))
    lines = paragraphs(block.body)
    kept = replace(block, body="\n".join(lines[: len(lines) - len(written)]))
    is_same = lines == [*paragraphs(kept.body), *printed_sentences(report, kept)]
    return kept if written and is_same else block


def _with_unit(report: Report, reading: Recognition) -> Report:
    for key, text in reading.identity.unit.items():
        report = put(report, unit_address(key), text)
    if reading.identity.signed is not None:
        report = put(report, "unit/signed_on", reading.identity.signed.isoformat())
    return report


def _cells(report: Report, reading: Recognition) -> ReportParts:
    """Return the cells that were read, except doubtful ones, and the notes under tables."""
    parts: ReportParts = {}
    for address, found in reading.cells.items():
        cell = report.form.cells.get(address)
        if cell is None or found.doubt:
            continue
        if found.number is not None:
            parts |= answer_of(cell, found.number)
        unit = report.options.units.get(address, cell.units[0]) if cell.units else ""
        if found.unit in cell.units and found.unit != unit:
            parts[ReportPart("units", address)] = found.unit
        if found.remark:
            parts[ReportPart("remarks", address)] = clean_line(found.remark)
    doubtful = {address for address, found in reading.cells.items() if found.doubt}
    for address in report.form.cells.keys() & reading.sources.keys() - doubtful:
        parts[ReportPart("sources", address)] = reading.sources[address]
    notes = ((key, text) for key, text in reading.notes.items() if key in report.form.tables)
    return parts | {ReportPart("notes", key): text for key, text in notes}


def answer_of(cell: Cell, number: Number) -> ReportParts:
    """Return a number as the answer of its cell; for a computed cell as 原表合计."""
    if cell.computed:
        return {ReportPart("stated", cell.address): number}
    return number_parts({cell.address: number})


def _texts(reading: Recognition) -> ReportParts:
    bodies = {ReportPart("texts", block.key): block.body for block in reading.texts}
    return bodies | {ReportPart("titles", block.key): block.title for block in reading.texts}


def _with_tally(report: Report, under: str, read: TallyRead) -> Report:
    """Replace the form's own tally, or the unit's tally under the same text, or add a new one.

    Categories keep their keys in the report or in the presets of the form.
    """
    kinds = (kind for section in report.form.sections for kind in section.tallies)
    kind = next((k for k in kinds if _is_under(under, k, report.form)), None)
    existing = next((tally for tally in report.tallies if tally.under == under), None)
    if kind is not None:
        existing = report.tally(kind.key) or Tally(kind.key, kind.name, kind.unit, under, ())
    if existing is None:
        key = free_key("", {tally.key for tally in report.tallies})
        existing = Tally(key, "主动公开政府信息", UNIT, under, ())
    if report.tally(existing.key) is None:
        report = replace(report, tallies=(*report.tallies, existing))
    preset = {label: key for one in report.form.presets for key, label in one.parts}
    parts = tuple((preset.get(label, ""), label) for label, _ in read.parts)
    existing = replace(existing, under=under, approximate=read.approximate)
    report = with_parts(report.with_tally(existing), existing, parts)
    made = next(tally for tally in report.tallies if tally.key == existing.key)
    counts = dict(zip(made.part_addresses, (count for _, count in read.parts), strict=True))
    return applied(report, number_parts(counts | {made.address(): read.total}))


def _is_under(key: str, kind: TallyKind, form: Form) -> bool:
    """Return whether a text is the place of a tally of the form, or below it."""
    sections = (section for section in form.sections if kind in section.tallies)
    return any(is_within(key, join_path(section.key, kind.under)) for section in sections)
