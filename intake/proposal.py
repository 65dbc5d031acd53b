"""The changes that a foreign file would make in the open report.

A source is compared with the open report. A change is not ``sure`` if the source lacks the part,
was read with a doubt, or is of another unit or year and would replace what is filled in: it is
listed, and applied only if the clerk ticks it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from functools import reduce
from typing import Final

from intake import source as foreign
from intake.application import AppliedSource, with_source
from intake.origins.excerpts import Excerpt
from intake.origins.omissions import Omission, left_out_lines, unread_lines, with_omission
from intake.origins.places import SourcePlaces
from intake.source import Source
from model.address import text_address
from model.compare import changes
from model.compare.changes import OTHERS, Change
from model.compare.parts import (
    ReportPart,
    ReportParts,
    parts_of,
    with_parts_from,
)
from model.compare.texts import MISSING, Hunk, Side, hunks, plain, sides, unmarked_side, with_hunks
from model.report.report import Report, TextBlock
from model.report.sections import printed_sentences

UNREAD_NOTE: Final = "[未识别]"
LEFT_OUT_NOTE: Final = "[略去]"
"""Prefixes of the messages on lines that are too many to be listed as changes."""
_ITS_OWN: Final = ("report", "year", "period", "stage", "published", "previous", "options", "order")
"""Fields of a report that a source never changes."""
_NOT_THERE: Final = "来源中没有此段"
_WRITTEN: Final = "与本程序按数字写的句子相近，采用后会重复"
_MOST: Final = 100
"""Most changed paragraphs that are offered one by one; beyond that the text is one change.

Also the most lines of a list that are offered: further ones are named in the notes.
"""
_SHOWN: Final = 1500
"""Characters that are shown of one side: very long texts would block the window."""
_ALIKE: Final = 0.6
"""Least likeness of a paragraph to a sentence that the program writes, to be doubted."""


@dataclass(frozen=True)
class Proposal:
    """Changes to choose from, with the origin in the source and the doubt of each by part.

    ``heading`` is a warning on the whole source, ``notes`` are further messages. ``unread`` and
    ``left_out`` are lines that are not taken by themselves, ``omissions`` says where each can go.
    """

    other: Report
    changes: tuple[Change, ...]
    origins: Mapping[ReportPart, str]
    doubts: Mapping[ReportPart, str]
    heading: str
    notes: tuple[str, ...]
    hunks: Mapping[ReportPart, tuple[str, Hunk]]
    unread: tuple[Change, ...] = ()
    left_out: tuple[Change, ...] = ()
    omissions: Mapping[ReportPart, Omission] = field(default_factory=dict)
    differing: frozenset[ReportPart] = frozenset()
    """The parts that the open report has too, with another content."""
    places: SourcePlaces | None = None
    followers: Mapping[ReportPart, Sequence[ReportPart]] = field(default_factory=dict)
    """The parts that are taken with a part, and are not listed themselves."""
    is_collected: bool = False

    @property
    def zeros(self) -> frozenset[ReportPart]:
        """The cells without a doubt that are 0 in the source and blank in the open report."""
        return frozenset(
            one.part
            for one in self.changes
            if one.part.field == "numbers"
            and one.part.key in self.other.form.cells
            and plain(one.other) == "0"
            and one.part not in self.differing
            and one.part not in self.doubts
        )

    @property
    def fixed(self) -> frozenset[ReportPart]:
        """The lines that cannot be taken, because they fit into no text."""
        return frozenset(part for part, line in self.omissions.items() if not line.address)

    def excerpt(self, part: ReportPart) -> Excerpt:
        """Return what the source says at a place, with what is around it; empty if not known."""
        if self.places is None:
            return ()
        line = self.omissions.get(part)
        return self.places.excerpt_at(line) if line else self.places.excerpt(part)

    @property
    def sure(self) -> tuple[ReportPart, ...]:
        """The parts without a doubt."""
        return tuple(one.part for one in self.changes if one.part not in self.doubts)

    def annotations(self) -> dict[ReportPart, str]:
        """Return for each part its origin in the source and its doubt, in words."""
        message = {part: self.origins.get(part, "") for part in (one.part for one in self.changes)}
        for part, doubt in self.doubts.items():
            message[part] = "\n".join(filter(None, (message.get(part, ""), f"需核对：{doubt}")))
        for part, line in self.omissions.items():
            fits = f"，未带入。勾选后列入{line.target}末尾" if line.address else ""
            message[part] = f"{line.why.rstrip('。')}{fits}"
        return message

    def place_of(self, chosen: Iterable[ReportPart]) -> str:
        """Return the address of the first chosen part that has one; empty if none has."""
        for part in chosen:
            if part in self.omissions:
                return self.omissions[part].address
            if part in self.hunks:
                return text_address(self.hunks[part][0])
            if part.field in ("numbers", "stated", "remarks"):
                return part.key
        return ""

    def applied_to(self, report: Report, chosen: Iterable[ReportPart]) -> Report:
        """Return the report with the chosen parts of the source."""
        parts, by_text, lines = list[ReportPart](), dict[str, list[Hunk]](), list[Omission]()
        for part in chosen:
            if part in self.omissions:
                lines.append(self.omissions[part])
            elif part in self.hunks:
                key, hunk = self.hunks[part]
                by_text.setdefault(key, []).append(hunk)
            else:
                parts += (part, *self.followers.get(part, ()))
        other = self.other
        for key, found in by_text.items():
            ours, theirs = report.text(key), other.text(key)
            if ours is not None and theirs is not None:
                other = other.with_text(replace(theirs, body=with_hunks(ours.body, found)))
                parts.append(ReportPart("texts", key))
        return reduce(with_omission, lines, with_parts_from(report, other, parts))


def propose(report: Report, source: Source, is_whole: bool = True) -> Proposal:
    """Compare a source with the open report.

    Gaps of a source that is not whole (a pasted block) are ignored.
    """
    made = with_source(report, source, is_whole)
    rows: list[Change] = []
    known: dict[ReportPart, tuple[str, Hunk]] = {}
    for one in _changes(report, source, made):
        by_paragraph = _by_paragraph(report, made.report, one)
        rows += [row for row, _ in by_paragraph] or [one]
        known |= {row.part: (one.part.key, hunk) for row, hunk in by_paragraph}
    rows = [replace(row, one=_cut(row.one), other=_cut(row.other)) for row in rows]
    places = SourcePlaces.of(made.report, source.reading, known) if source.reading else None
    origins = {row.part: places.where(row.part) if places else "" for row in rows}
    unread = unread_lines(report, places.passages) if places else ()
    left_out = left_out_lines(report, places.passages) if places else ()
    more = [f"{UNREAD_NOTE} {line}" for line in unread[_MOST:]]
    more += [f"{LEFT_OUT_NOTE} {line}" for line in left_out[_MOST:]]
    listed = _lines("unread", unread), _lines("left_out", left_out)
    ours = parts_of(report)
    differing = frozenset(row.part for row in rows if _has(ours, row.part, known))
    whose = foreign.other_report(report, source)
    filled = {part for part in differing if part.field != "titles"}  # the form gives sub-heads
    doubts = dict.fromkeys(filled, whose) if whose else {}
    return Proposal(
        made.report,
        tuple(rows),
        origins,
        doubts | _doubts(report, source, made, origins, known),
        foreign.heading_of(report, source),
        (*more, *foreign.notes_beside_list(source), *made.notes),
        known,
        tuple(listed[0]),
        tuple(listed[1]),
        {one.part: line for lines in listed for one, line in lines.items()},
        differing,
        places,
    )


def _doubts(
    report: Report,
    source: Source,
    made: AppliedSource,
    parts: Iterable[ReportPart],
    known: Mapping[ReportPart, tuple[str, Hunk]],
) -> dict[ReportPart, str]:
    """Return the doubt of each part that has one."""
    doubts = {part: made.doubts.get(part, "") for part in parts}
    for part in doubts:
        if part in known:
            doubts[part] = _doubt_of(made.report, source, *known[part])
        elif part.field == "texts" and (block := made.report.text(part.key)) is not None:
            doubts[part] = _guessed(source, block.body)
    return {part: doubt for part, doubt in doubts.items() if doubt}


def _lines(field: str, lines: Sequence[Omission]) -> dict[Change, Omission]:
    """Return lines that are not taken by themselves as changes that can be chosen."""
    return {
        Change(
            ReportPart(field, str(number)),
            OTHERS,
            line.where,
            unmarked_side(""),
            _cut(unmarked_side(line.text)),
        ): line
        for number, line in enumerate(lines[:_MOST])
    }


def _has(ours: ReportParts, part: ReportPart, known: Mapping[ReportPart, tuple[str, Hunk]]) -> bool:
    """Return whether the open report has an answer for a part."""
    return known[part][1].one is not None if part in known else bool(ours.get(part))


def _changes(report: Report, source: Source, made: AppliedSource) -> Iterator[Change]:
    """Yield the changes that a source makes, without the report's own fields."""
    parts = parts_of(made.report)
    for one in changes.changes(report, made.report):
        is_in_source = one.part in parts or one.part in made.doubts
        is_ours = one.part.field in _ITS_OWN or _follows_from_sums(report, source, one.part)
        if is_in_source and not is_ours:
            yield one


def _by_paragraph(report: Report, other: Report, change: Change) -> list[tuple[Change, Hunk]]:
    """Split the change of a text that both have into its paragraphs, unless there are too many."""
    ours, theirs = report.text(change.part.key), other.text(change.part.key)
    if change.part.field != "texts" or ours is None or theirs is None:
        return []
    found = hunks(ours.body, theirs.body)
    return [(_row_of(change, ours, hunk), hunk) for hunk in found] if len(found) <= _MOST else []


def _cut(side: Side) -> Side:
    """Return a side cut to the length that can be shown, with a note if it was cut."""
    length = len(plain(side))
    if length <= _SHOWN:
        return side
    kept, left = [], _SHOWN
    for run in side:
        kept.append(run._replace(text=run.text[:left]))
        left = max(left - len(run.text), 0)
    return (
        *filter(lambda one: one.text, kept),
        *unmarked_side(f"…（共{length}字，仅显示前{_SHOWN}字）"),
    )


def _follows_from_sums(report: Report, source: Source, part: ReportPart) -> bool:
    """Return whether a stated total equals the sum of the source's own numbers."""
    if part.field != "stated" or part.key in report.stated:
        return False
    return source.report.totals().get(part.key) == source.report.stated.get(part.key)


def _row_of(change: Change, block: TextBlock, hunk: Hunk) -> Change:
    place = f"「{block.title}」{'新增一段' if hunk.one is None else f'第{hunk.number}段'}"
    part = ReportPart("paragraphs", f"{block.key}#{hunk.order}")
    if hunk.one is None or hunk.other is None:
        one, other = (
            unmarked_side(MISSING if text is None else text) for text in (hunk.one, hunk.other)
        )
    else:
        one, other = sides(hunk.one.strip(), hunk.other, numbered=False)
    return Change(part, change.section, place, one, other)


def _doubt_of(made: Report, source: Source, key: str, hunk: Hunk) -> str:
    if hunk.other is None:
        return _NOT_THERE
    block = made.text(key)
    written = printed_sentences(made, block) if block else []
    is_written = any(_is_like(hunk.other, sentence) for sentence in written)
    return _guessed(source, hunk.other) or _WRITTEN * is_written


def _guessed(source: Source, body: str) -> str:
    """Return why some of a text may belong elsewhere; empty if its place is sure."""
    lines = {line.strip() for line in body.split("\n")}
    doubts = source.reading.doubts if source.reading else ()
    return next((doubt.why for doubt in doubts if doubt.text.strip() in lines), "")


def _is_like(one: str, other: str) -> bool:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.real_quick_ratio() > _ALIKE and matcher.ratio() > _ALIKE
