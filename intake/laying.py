"""A source laid over the open report, with all that speaks against a place. No Qt."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from typing import Final

from intake import foreign
from intake.content import Kind
from intake.recognition.found import Found
from intake.recognition.identity import Identity
from intake.recognition.reading import Reading
from intake.recognition.report import brought_into
from intake.source import Source
from model.combine.other_form import with_rest
from model.compare.parts import Part
from model.report.report import Report
from model.report.wording import printed_sentences
from model.unit import LABELS

OTHER_UNIT: Final = "来源是另一机关"
OTHER_YEAR: Final = "来源是另一年度"
BLANK_THERE: Final = "来源中此格为空"
NO_REMARK: Final = "来源中没有此备注"
NO_HEAD: Final = "来源中没有此小标题"
_COMPARED: Final = 300


@dataclass
class Laid:
    """The report with everything a source says, and why some of it is doubtful."""

    report: Report
    doubts: dict[Part, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def laid_over(report: Report, source: Source, is_whole: bool) -> Laid:
    """Lay a source over a report: also what is doubtful, and what a whole source lacks."""
    reading = source.reading
    if reading is None and source.report.form is report.form:
        other = source.report
        laid = Laid(replace(other, id=report.id, revision=report.revision, extra=report.extra))
    else:
        reading = reading or _reading_of(source.report)
        laid = Laid(_with_zeros(report, brought_into(report, reading)))
        if source.reading is None:
            laid.report = with_rest(laid.report, source.report)
        _lay_doubtful(laid, reading)
        if is_whole:
            _take_away(laid, report, reading)
            laid.notes += _sentences(laid.report, report, reading)
    laid.notes += foreign.left_behind(report.form, source)
    _doubt_others(laid, report, source)
    return laid


def _with_zeros(report: Report, other: Report) -> Report:
    """Put the categories of 0 back into tallies that do not print them: no source can say them."""
    for old in report.tallies:
        new = other.tally(old.key)
        if old.print_zero or new is None:
            continue
        keys = {key for key, _ in new.parts}
        zeros = [
            p for p in old.parts if p[0] not in keys and not report.values.get(old.address(p[0]), 1)
        ]
        order = [part for part in old.parts if part in zeros or part[0] in keys]
        labels = dict(new.parts)
        parts = [(key, labels.pop(key, label)) for key, label in order]
        other = other.with_tally(replace(new, parts=(*parts, *labels.items())))
        for key, _ in zeros:
            other = other.with_value(old.address(key), 0)
    return other


def _lay_doubtful(laid: Laid, reading: Reading) -> None:
    for address, found in reading.cells.items():
        cell = laid.report.form.cells.get(address)
        if cell is None or not found.doubt or found.number is None:
            continue
        if cell.computed:
            laid.report = laid.report.with_stated(address, found.number)
        else:
            laid.report = laid.report.with_value(address, found.number)
        laid.doubts[Part("stated" if cell.computed else "numbers", address)] = found.doubt


def _take_away(laid: Laid, report: Report, reading: Reading) -> None:
    """Take away what a source lacks in the tables and sections that it has: never for sure."""
    filled = {a.partition("/")[0] for a, f in reading.cells.items() if f.number is not None}
    for address, found in reading.cells.items():
        if address.partition("/")[0] not in filled or found.doubt:
            continue
        if found.number is None and address in report.values:
            laid.report = laid.report.with_value(address, None)
            laid.doubts[Part("numbers", address)] = BLANK_THERE
        elif not found.remark and address in report.remarks:
            laid.report = laid.report.with_entry("remarks", address, None)
            laid.doubts[Part("remarks", address)] = NO_REMARK
    read = {block.key for block in reading.texts}
    sections = {block.section for block in reading.texts}
    for block in report.texts:
        if block.key not in read and block.section in sections and _is_printed(report, block.key):
            kept = tuple(one for one in laid.report.texts if one.key != block.key)
            laid.report = replace(laid.report, texts=kept)
            laid.doubts[Part("texts", block.key)] = NO_HEAD


def _is_printed(report: Report, key: str) -> bool:
    block = report.text(key)
    return block is not None and bool(block.body.strip() or printed_sentences(report, block))


def _sentences(laid: Report, report: Report, reading: Reading) -> Iterator[str]:
    """Say what becomes of sentences that the program writes from numbers."""
    written = {said: block for block in laid.texts for said in printed_sentences(laid, block)}
    for sentence in map(str.strip, reading.rewritten):
        if written and sentence not in written:
            nearest = max(written, key=lambda one: _likeness(one, sentence))
            where = written[nearest].title
            yield f"{foreign.REWRITTEN} 「{sentence}」改由本程序按数字写，见「{where}」。"
    for block in reading.texts:
        ours = report.text(block.key)
        figures = reading.figures.get(block.key)
        if (
            ours is not None
            and block.key not in reading.tallies
            and not (figures and figures.values)
        ):
            for said in printed_sentences(report, ours):
                yield f"[来源中没有] 「{said}」由本程序按「{ours.title}」的数字写，数字未改动。"


def _likeness(one: str, other: str) -> float:
    """Say how much two sentences are alike; of very long ones only the beginnings count."""
    return SequenceMatcher(None, one[:_COMPARED], other[:_COMPARED]).ratio()


def _doubt_others(laid: Laid, report: Report, source: Source) -> None:
    """Doubt what a source says of another unit, and of the day another year was signed."""
    if not foreign.is_same_unit(report, source):
        laid.doubts |= {Part("unit", name): OTHER_UNIT for name in LABELS}
    if source.report.year != report.year:
        for name in ("signed_on", "deadline"):
            laid.doubts[Part("unit", name)] = OTHER_YEAR


def _reading_of(report: Report) -> Reading:
    """Give the cells and texts of a draft in another format as if they had been read."""
    cells = {
        a: Found(a, "", "", number, report.remarks.get(a, ""))
        for a, number in report.values.items()
        if a in report.form.cells
    }
    return Reading(
        form_key=report.form.key,
        kind=Kind.DRAFT,
        identity=Identity(report.year, {"name": report.unit.name} if report.unit.name else {}),
        cells=cells,
        texts=report.texts,
        places={},
        notes=dict(report.notes),
        tallies={},
        figures={},
        joints=(),
        rewritten=(),
        doubts=(),
        puzzles=(),
        notices=(),
    )
