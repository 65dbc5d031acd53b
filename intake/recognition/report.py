"""What was read → a report: of its own, or laid over one that is open. Nothing is lost by it.

Numbers that stand on computed cells become 原表合计; blanks leave what is there.
"""

from dataclasses import replace

from intake.recognition.counts import TallyRead
from intake.recognition.reading import Recognition
from model.address import is_within, join_path, unit_address
from model.form.form import Form, TallyKind
from model.report.answers import put
from model.report.begin import new_report
from model.report.report import Report, Tally
from model.report.tallies import UNIT, free_key, with_parts
from model.text import clean_line
from model.unit import Unit


def report_from(reading: Recognition, year: int, name: str = "") -> Report:
    """Give a new report with all that was read; what is doubtful is left out.

    ``name`` is the unit's, whatever the source says.
    """
    unit = Unit(name=reading.identity.unit.get("name", ""))
    begun = replace(new_report(reading.form, unit, year), texts=(), tallies=())
    report = brought_into(begun, reading)
    return put(report, "unit/name", name) if name else report


def brought_into(report: Report, reading: Recognition) -> Report:
    """Give a report with what was read laid over it: cells, texts, tallies, figures, contact."""
    report = _with_unit(report, reading)
    report = _with_cells(report, reading)
    report = _with_texts(report, reading)
    for key, tally in reading.tallies.items():
        report = _with_tally(report, key, tally)
    for key, found in reading.figures.items():
        if report.text(key) is not None:
            for address, number in found.values.items():
                report = report.with_value(address, number)
    return report


def _with_unit(report: Report, reading: Recognition) -> Report:
    for key, text in reading.identity.unit.items():
        report = put(report, unit_address(key), text)
    if reading.identity.signed is not None:
        report = put(report, "unit/signed_on", reading.identity.signed.isoformat())
    return report


def _with_cells(report: Report, reading: Recognition) -> Report:
    values, stated = dict(report.values), dict(report.stated)
    remarks, notes = dict(report.remarks), dict(report.notes)
    units = dict(report.options.units)
    for address, found in reading.cells.items():
        cell = report.form.cells.get(address)
        if cell is None or found.doubt:
            continue
        if found.number is not None:
            (stated if cell.computed else values)[address] = found.number
        if found.unit in cell.units and found.unit != units.get(address, cell.units[0]):
            units[address] = found.unit
        if found.remark:
            remarks[address] = clean_line(found.remark)
    notes |= {key: text for key, text in reading.notes.items() if key in report.form.tables}
    unread = {a: text for a, text in report.unread.items() if a not in values}
    return replace(
        report,
        values=values,
        stated=stated,
        remarks=remarks,
        notes=notes,
        unread=unread,
        options=replace(report.options, units=units),
    )


def _with_texts(report: Report, reading: Recognition) -> Report:
    """Lay texts over those of the same key; others come in the order of the source."""
    known = {block.key for block in report.texts}
    read = {block.key: block for block in reading.texts}
    if not known:
        return replace(report, texts=reading.texts)
    kept = tuple(read.get(block.key, block) for block in report.texts)
    blocks = list(kept)
    for number, block in enumerate(reading.texts):
        if block.key not in known:
            before = {one.key for one in reading.texts[:number]}
            place = max((n for n, one in enumerate(blocks) if one.key in before), default=-1) + 1
            blocks.insert(place, block)
    return replace(report, texts=tuple(blocks))


def _with_tally(report: Report, under: str, read: TallyRead) -> Report:
    """Put a tally in the place of the form's own, or of one the unit has under the same text.

    Categories keep the keys they have in the report, or else in the presets of the form.
    """
    kinds = (kind for section in report.form.sections for kind in section.tallies)
    kind = next((k for k in kinds if _is_under(under, k, report.form)), None)
    standing = next((tally for tally in report.tallies if tally.under == under), None)
    if kind is not None:
        standing = report.tally(kind.key) or Tally(kind.key, kind.name, kind.unit, under, ())
    if standing is None:
        key = free_key("", {tally.key for tally in report.tallies})
        standing = Tally(key, "主动公开政府信息", UNIT, under, ())
    if report.tally(standing.key) is None:
        report = replace(report, tallies=(*report.tallies, standing))
    preset = {label: key for one in report.form.presets for key, label in one.parts}
    labels = [clean_line(label) for label, _ in read.parts]
    parts = tuple((preset.get(label, ""), label) for label in labels)
    standing = replace(standing, under=under, approximate=read.approximate)
    report = with_parts(report.with_tally(standing), standing, parts)
    made = next(tally for tally in report.tallies if tally.key == standing.key)
    counts = dict(zip(made.part_addresses, (count for _, count in read.parts), strict=True))
    for address, count in (counts | {made.address(): read.total}).items():
        report = report.with_value(address, count)
    return report


def _is_under(key: str, kind: TallyKind, form: Form) -> bool:
    """Whether a text is the one that a tally of the form stands in, or under it."""
    sections = (section for section in form.sections if kind in section.tallies)
    return any(is_within(key, join_path(section.key, kind.under)) for section in sections)
