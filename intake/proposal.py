"""What a foreign file would change in the open report, place by place.

A source is compared with the open report. Nothing doubtful is ``sure``: what the source lacks, what
is another unit's or another year's, and what was read with a doubt is listed, and is applied only
where the clerk ticks it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from typing import Final

from intake import source as foreign
from intake.recognition.reading import Recognition
from intake.recognition.report import answer_of, brought_into
from intake.source import Source
from model.address import Address, text_address
from model.combine.join import with_other_form
from model.compare import changes
from model.compare.changes import Change
from model.compare.parts import (
    WHOLE,
    ReportPart,
    ReportParts,
    applied,
    numbered,
    parts_of,
    taken,
)
from model.compare.texts import MISSING, Hunk, Side, hunks, plain, sides, whole, with_hunks
from model.report.report import Report, TextBlock
from model.report.sections import printed
from model.report.wording import numbers_printed, printed_sentences
from model.unit import LABELS

OTHER_UNIT: Final = "来源是另一机关"
OTHER_YEAR: Final = "来源是另一年度"
BLANK_THERE: Final = "来源中此格为空"
NO_REMARK: Final = "来源中没有此备注"
NO_HEAD: Final = "来源中没有此小标题"
_COMPARED: Final = 300


@dataclass
class AppliedSource:
    """The report with everything a source says, and why some of it is doubtful."""

    report: Report
    doubts: dict[ReportPart, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def with_source(report: Report, source: Source, is_whole: bool) -> AppliedSource:
    """Apply a source to a report: also what is doubtful, and what a whole source lacks."""
    reading = source.reading
    if reading is None and source.report.form is report.form:
        made = AppliedSource(taken(report, source.report, [WHOLE]))
    else:
        made = AppliedSource(_said_by(report, source))
        answers: ReportParts = {}
        if reading is not None:
            answers |= _doubtful(report, reading, made.doubts)
        if is_whole:
            lacking = _lacking(report, source)
            answers |= dict.fromkeys(lacking)
            made.doubts |= lacking
        made.report = applied(made.report, answers)
        made.notes += _sentences(made.report, report, source) if is_whole else ()
    made.notes += foreign.left_behind(report.form, source)
    made.doubts |= _of_others(report, source)
    return made


def _said_by(report: Report, source: Source) -> Report:
    """Apply what a source says for sure: a foreign file, or a draft in another format."""
    if source.reading is None:
        return with_other_form(report, source.report)
    return _with_zeros(report, brought_into(report, source.reading))


def _with_zeros(report: Report, other: Report) -> Report:
    """Put the categories of 0 back into tallies that do not print them: no source can say them."""
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
        answers |= numbered({old.address(key): 0 for key, _ in zeros})
    return applied(other, answers)


def _doubtful(report: Report, reading: Recognition, doubts: dict[ReportPart, str]) -> ReportParts:
    """Choose the numbers that were read with a doubt, and note each doubt."""
    answers: ReportParts = {}
    for address, found in reading.cells.items():
        cell = report.form.cells.get(address)
        if cell is not None and found.doubt and found.number is not None:
            answer = answer_of(cell, found.number)
            answers |= answer
            doubts |= dict.fromkeys(answer, found.doubt)
    return answers


def _lacking(report: Report, source: Source) -> dict[ReportPart, str]:
    """Name what a source lacks in the tables and sections that it has: never for sure."""
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
    """Return the texts of a source, its blank cells and its cells without a remark."""
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
    """Say what becomes of sentences that the program writes from numbers."""
    reading = source.reading
    written = {said: block for block in made.texts for said in printed_sentences(made, block)}
    for sentence in map(str.strip, reading.rewritten if reading else ()):
        if written and sentence not in written:
            nearest = max(written, key=lambda one: _likeness(one, sentence))
            where = written[nearest].title
            yield f"{foreign.REWRITTEN} 「{sentence}」改由本程序按数字写，见「{where}」。"
    counted = (
        {*reading.tallies, *(k for k, f in reading.figures.items() if f.values)} if reading else ()
    )
    for block in (reading or source.report).texts:
        ours = report.text(block.key)
        if ours is not None and block.key not in counted:
            for said, addresses in numbers_printed(report, ours):
                if reading is None and not _are_kept(report, made, source, addresses):
                    continue
                yield f"[来源中没有] 「{said}」由本程序按「{ours.title}」的数字写，数字未改动。"


def _are_kept(report: Report, made: Report, source: Source, addresses: Iterable[str]) -> bool:
    """Whether a draft says nothing of some numbers, and they stay as they are."""
    values = source.report.values
    return all(a not in values and report.values.get(a) == made.values.get(a) for a in addresses)


def _likeness(one: str, other: str) -> float:
    """Say how much two sentences are alike; of very long ones only the beginnings count."""
    return SequenceMatcher(None, one[:_COMPARED], other[:_COMPARED]).ratio()


def _of_others(report: Report, source: Source) -> dict[ReportPart, str]:
    """Doubt what a source says of another unit, and of the day another year was signed."""
    doubts: dict[ReportPart, str] = {}
    if not foreign.is_same_unit(report, source):
        doubts |= {ReportPart("unit", name): OTHER_UNIT for name in LABELS}
    if source.report.year != report.year:
        doubts |= {ReportPart("unit", name): OTHER_YEAR for name in ("signed_on", "deadline")}
    return doubts


_ITS_OWN: Final = ("report", "year", "period", "stage", "published", "previous", "options", "order")
"""Fields of a report that are its own, whatever a source says."""
_NOT_THERE: Final = "来源中没有此段"
_WRITTEN: Final = "与本程序按数字写的句子相近，采用后会重复"
_MOST: Final = 100
"""Paragraphs of a text that are chosen one by one; where more differ it is taken as a whole."""
_SHOWN: Final = 1500
"""Characters that are shown of one side: a whole book would hold up the window."""
_ALIKE: Final = 0.6
"""Likeness from which a paragraph may be a sentence that the program writes itself."""


@dataclass(frozen=True)
class Proposal:
    """Changes to choose from; ``origins`` and ``doubts`` stand beside them by part.

    ``heading`` is what has to be known first, ``notes`` what has to be looked at, one sentence
    each.
    """

    other: Report
    changes: tuple[Change, ...]
    origins: Mapping[ReportPart, str]
    doubts: Mapping[ReportPart, str]
    heading: str
    notes: tuple[str, ...]
    hunks: Mapping[ReportPart, tuple[str, Hunk]]

    @property
    def sure(self) -> tuple[ReportPart, ...]:
        """The parts that nothing speaks against."""
        return tuple(one.part for one in self.changes if one.part not in self.doubts)

    def beside(self) -> dict[ReportPart, str]:
        """Say of each part where it stands, and what speaks against it."""
        message = {part: self.origins.get(part, "") for part in (one.part for one in self.changes)}
        for part, doubt in self.doubts.items():
            message[part] = "\n".join(filter(None, (message.get(part, ""), f"需核对：{doubt}")))
        return message

    def place_of(self, chosen: Iterable[ReportPart]) -> str:
        """Return the address of the first chosen place that has one."""
        for part in chosen:
            if part in self.hunks:
                return text_address(self.hunks[part][0])
            if part.field in ("numbers", "stated", "remarks"):
                return part.key
        return ""

    def taken_into(self, report: Report, chosen: Iterable[ReportPart]) -> Report:
        """Return the report with the chosen parts as the source has them."""
        parts, by_text = [], dict[str, list[Hunk]]()
        for part in chosen:
            if part in self.hunks:
                key, hunk = self.hunks[part]
                by_text.setdefault(key, []).append(hunk)
            else:
                parts.append(part)
        other = self.other
        for key, found in by_text.items():
            ours, theirs = report.text(key), other.text(key)
            if ours is not None and theirs is not None:
                other = other.with_text(replace(theirs, body=with_hunks(ours.body, found)))
                parts.append(ReportPart("texts", key))
        return taken(report, other, parts)


def propose(report: Report, source: Source, is_whole: bool = True) -> Proposal:
    """Hold a source against the open report.

    A source that is not whole (a pasted block) says nothing of what it lacks.
    """
    made = with_source(report, source, is_whole)
    rows: list[Change] = []
    known: dict[ReportPart, tuple[str, Hunk]] = {}
    for one in _said(report, source, made):
        by_paragraph = _by_paragraph(report, made.report, one)
        rows += [row for row, _ in by_paragraph] or [one]
        known |= {row.part: (one.part.key, hunk) for row, hunk in by_paragraph}
    rows = [replace(row, one=_cut(row.one), other=_cut(row.other)) for row in rows]
    doubts = {row.part: made.doubts.get(row.part, "") for row in rows}
    for part in doubts:
        if part in known:
            doubts[part] = _doubt_of(report, source, *known[part])
        elif part.field == "texts" and (block := made.report.text(part.key)) is not None:
            doubts[part] = _guessed(source, block.body)
    doubts = {part: doubt for part, doubt in doubts.items() if doubt}
    origins = {row.part: _origin_of(made.report, source, row.part, known) for row in rows}
    notes = (*foreign.noted(source), *made.notes)
    heading = foreign.heading_of(report, source)
    return Proposal(made.report, tuple(rows), origins, doubts, heading, notes, known)


def _said(report: Report, source: Source, made: AppliedSource) -> Iterator[Change]:
    """Yield what a source says: neither what it lacks for sure, nor what is the report's own."""
    said = parts_of(made.report)
    for one in changes.changes(report, made.report):
        is_said = one.part in said or one.part in made.doubts
        is_ours = one.part.field in _ITS_OWN or _is_told_by_sums(report, source, one.part)
        if is_said and not is_ours:
            yield one


def _by_paragraph(report: Report, other: Report, change: Change) -> list[tuple[Change, Hunk]]:
    """Split the change of a text that both have into its paragraphs, unless they are too many."""
    ours, theirs = report.text(change.part.key), other.text(change.part.key)
    if change.part.field != "texts" or ours is None or theirs is None:
        return []
    found = hunks(ours.body, theirs.body)
    return [(_row_of(change, ours, hunk), hunk) for hunk in found] if len(found) <= _MOST else []


def _cut(side: Side) -> Side:
    """Return as much of a side as can be shown, and how much it is where that is not all."""
    length = len(plain(side))
    if length <= _SHOWN:
        return side
    kept, left = [], _SHOWN
    for stretch in side:
        kept.append(stretch._replace(text=stretch.text[:left]))
        left = max(left - len(stretch.text), 0)
    return (*filter(lambda one: one.text, kept), *whole(f"…（共{length}字，仅显示前{_SHOWN}字）"))


def _origin_of(
    other: Report, source: Source, part: ReportPart, known: Mapping[ReportPart, tuple[str, Hunk]]
) -> str:
    """Say where in the source a part stands; empty where that is not known."""
    reading = source.reading
    if reading is None:
        return ""
    if part.key in reading.cells:
        return reading.cells[part.key].where
    homes = {address: text.block for address, text in other.form.text_of.items()}
    for tally in other.tallies:
        addresses = tally.key, *tally.addresses
        homes |= dict.fromkeys(addresses, other.home_of(tally))
    key = known[part][0] if part in known else homes.get(part.key, part.key)
    return reading.places.get(key, "")


def _is_told_by_sums(report: Report, source: Source, part: ReportPart) -> bool:
    """Whether a stated total is what the source's own numbers give: it need not be kept."""
    if part.field != "stated" or part.key in report.stated:
        return False
    return source.report.totals().get(part.key) == source.report.stated.get(part.key)


def _row_of(change: Change, block: TextBlock, hunk: Hunk) -> Change:
    place = f"「{block.title}」{'新增一段' if hunk.one is None else f'第{hunk.number}段'}"
    part = ReportPart("paragraphs", f"{block.key}#{hunk.order}")
    if hunk.one is None or hunk.other is None:
        one, other = (whole(MISSING if text is None else text) for text in (hunk.one, hunk.other))
    else:
        one, other = sides(hunk.one.strip(), hunk.other, numbered=False)
    return Change(part, change.section, place, one, other)


def _doubt_of(report: Report, source: Source, key: str, hunk: Hunk) -> str:
    if hunk.other is None:
        return _NOT_THERE
    block = report.text(key)
    written = printed_sentences(report, block) if block else []
    is_written = any(_is_like(hunk.other, said) for said in written)
    return _guessed(source, hunk.other) or _WRITTEN * is_written


def _guessed(source: Source, body: str) -> str:
    """Say why some of a text may belong elsewhere; empty where it surely stands here."""
    lines = {line.strip() for line in body.split("\n")}
    doubts = source.reading.doubts if source.reading else ()
    return next((doubt.why for doubt in doubts if doubt.text.strip() in lines), "")


def _is_like(one: str, other: str) -> bool:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.real_quick_ratio() > _ALIKE and matcher.ratio() > _ALIKE
