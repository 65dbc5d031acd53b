"""What an open report becomes with all content of a source, and the doubts in its parts."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from intake import source as foreign
from intake.recognition.reading import Recognition
from intake.recognition.report import answer_of, with_recognition
from intake.source import Source
from model.address import Address
from model.combine.join import with_other_form
from model.compare.parts import (
    WHOLE,
    ReportPart,
    ReportParts,
    applied,
    number_parts,
    with_parts_from,
)
from model.report.report import Report, TextBlock
from model.report.sections import numbers_printed, printed
from model.unit import LABELS

BLANK_THERE: Final = "来源中此格为空"
NO_REMARK: Final = "来源中没有此备注"
NO_HEAD: Final = "来源中没有此小标题"


@dataclass
class AppliedSource:
    """The report with all content of a source applied, and the reasons for doubts by part."""

    report: Report
    doubts: dict[ReportPart, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def with_source(report: Report, source: Source, is_whole: bool) -> AppliedSource:
    """Apply a source to a report, with its doubtful parts and, if it is whole, its gaps."""
    reading = source.reading
    if reading is None and source.report.form is report.form:
        made = AppliedSource(with_parts_from(report, source.report, [WHOLE]))
    else:
        made = AppliedSource(_sure_content(report, source))
        answers: ReportParts = {}
        if reading is not None:
            answers |= _doubtful(report, reading, made.doubts)
        if is_whole:
            lacking = _lacking(report, source)
            answers |= dict.fromkeys(lacking)
            made.doubts |= lacking
        made.report = applied(made.report, answers)
        made.notes += _sentences(made.report, report, source) if is_whole else ()
    made.notes += foreign.cells_without_place(report.form, source)
    made.doubts |= _of_others(report, source)
    return made


def _sure_content(report: Report, source: Source) -> Report:
    """Apply the parts of a source without doubt: a foreign file, or a draft in another format."""
    if source.reading is None:
        return with_other_form(report, source.report)
    return _with_zeros(report, with_recognition(report, source.reading))


def _with_zeros(report: Report, other: Report) -> Report:
    """Put categories with 0 back into tallies that do not print them: no source can state them."""
    answers: ReportParts = {}
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
        tally = replace(new, parts=(*parts, *labels.items()))
        answers[ReportPart("tallies", old.key)] = tally
        answers |= number_parts({old.address(key): 0 for key, _ in zeros})
    return applied(other, answers)


def _doubtful(report: Report, reading: Recognition, doubts: dict[ReportPart, str]) -> ReportParts:
    """Return the numbers that were read with a doubt, and add each doubt to ``doubts``."""
    answers: ReportParts = {}
    for address, found in reading.cells.items():
        cell = report.form.cells.get(address)
        if cell is not None and found.doubt and found.number is not None:
            answer = answer_of(cell, found.number)
            answers |= answer
            doubts |= dict.fromkeys(answer, found.doubt)
    return answers


def _lacking(report: Report, source: Source) -> dict[ReportPart, str]:
    """Return the parts that a source lacks in its tables and sections, with the doubt of each."""
    texts, blank, without_remark = _gaps(report, source)
    lacking = {ReportPart("numbers", a): BLANK_THERE for a in blank if a in report.values}
    for address in without_remark:
        if address in report.remarks and ReportPart("numbers", address) not in lacking:
            lacking[ReportPart("remarks", address)] = NO_REMARK
    read, sections = {block.key for block in texts}, {block.section for block in texts}
    for section in sections & {block.section for block in report.texts}:
        for one in printed(report, section):
            if one.text and one.block.key not in read:
                lacking[ReportPart("texts", one.block.key)] = NO_HEAD
    return lacking


def _gaps(report: Report, source: Source) -> tuple[Sequence[TextBlock], list[str], list[str]]:
    """Return the texts of a source, its blank cells, and its cells without a remark."""
    reading, other = source.reading, source.report
    if reading is None:
        filled = [address for address in other.values if address in report.form.cells]
        return other.texts, [], [a for a in filled if not other.remarks.get(a)]
    tables = {Address.parse(a).table for a, f in reading.cells.items() if f.number is not None}
    sure = {
        address: found
        for address, found in reading.cells.items()
        if Address.parse(address).table in tables and not found.doubt
    }
    blank = [address for address, found in sure.items() if found.number is None]
    return reading.texts, blank, [address for address, found in sure.items() if not found.remark]


def _sentences(made: Report, report: Report, source: Source) -> Iterator[str]:
    """Yield messages on the sentences that the program writes from numbers and a source lacks."""
    reading = source.reading
    counted = (
        {*reading.tallies, *(k for k, f in reading.figures.items() if f.values)} if reading else ()
    )
    for block in (reading or source.report).texts:
        ours = report.text(block.key)
        if ours is not None and block.key not in counted:
            for line, addresses in numbers_printed(report, ours):
                if reading is None and not _are_kept(report, made, source, addresses):
                    continue
                yield f"[来源中没有] 「{line}」由本程序按「{ours.title}」的数字写，数字未改动。"


def _are_kept(report: Report, made: Report, source: Source, addresses: Iterable[str]) -> bool:
    """Return whether a draft lacks some numbers, and they are not changed."""
    values = source.report.values
    return all(a not in values and report.values.get(a) == made.values.get(a) for a in addresses)


def _of_others(report: Report, source: Source) -> dict[ReportPart, str]:
    """Return doubts on the unit of a source of another unit, and on the days of another year."""
    doubts: dict[ReportPart, str] = {}
    if not foreign.is_same_unit(report, source):
        doubts |= {ReportPart("unit", name): foreign.OTHER_UNIT for name in LABELS}
    if source.report.year != report.year:
        doubts |= {
            ReportPart("unit", name): foreign.OTHER_YEAR for name in ("signed_on", "deadline")
        }
    return doubts
