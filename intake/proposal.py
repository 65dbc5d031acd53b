"""What a foreign file would change in the open report, place by place, with where it stands there.

Nothing doubtful is ``sure``: what the source lacks, what is another unit's or another year's, and
what was read with a doubt are listed, and taken over only where the clerk asks for it. No Qt.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Final

from intake import foreign
from intake.laying import Laid, laid_over
from intake.source import Source
from model.compare import changes
from model.compare.changes import Change
from model.compare.parts import Part, parts_of, taken
from model.compare.stretches import MISSING, Side, plain, sides, whole
from model.compare.texts import Hunk, hunks, with_hunks
from model.report.report import Report, TextBlock
from model.report.wording import printed_sentences

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
    origins: Mapping[Part, str]
    doubts: Mapping[Part, str]
    heading: str
    notes: tuple[str, ...]
    hunks: Mapping[Part, tuple[str, Hunk]]

    @property
    def sure(self) -> tuple[Part, ...]:
        """The parts that nothing speaks against."""
        return tuple(one.part for one in self.changes if one.part not in self.doubts)

    def beside(self) -> dict[Part, str]:
        """Say of each part where it stands, and what speaks against it."""
        told = {part: self.origins.get(part, "") for part in (one.part for one in self.changes)}
        for part, doubt in self.doubts.items():
            told[part] = "\n".join(filter(None, (told.get(part, ""), f"需核对：{doubt}")))
        return told

    def place_of(self, chosen: Iterable[Part]) -> str:
        """Give the address of the first chosen place that has one."""
        for part in chosen:
            if part in self.hunks:
                return f"text/{self.hunks[part][0]}"
            if part.field in ("numbers", "stated", "remarks"):
                return part.key
        return ""

    def taken_into(self, report: Report, chosen: Iterable[Part]) -> Report:
        """Give the report with the chosen parts as the source has them."""
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
                parts.append(Part("texts", key))
        return taken(report, other, parts)


def propose(report: Report, source: Source, is_whole: bool = True) -> Proposal:
    """Hold a source against the open report.

    A source that is not whole (a pasted block) says nothing of what it lacks.
    """
    laid = laid_over(report, source, is_whole)
    rows: list[Change] = []
    known: dict[Part, tuple[str, Hunk]] = {}
    for one in _said(report, source, laid):
        by_paragraph = _by_paragraph(report, laid.report, one)
        rows += [row for row, _ in by_paragraph] or [one]
        known |= {row.part: (one.part.key, hunk) for row, hunk in by_paragraph}
    rows = [replace(row, one=_cut(row.one), other=_cut(row.other)) for row in rows]
    doubts = {row.part: laid.doubts.get(row.part, "") for row in rows}
    for part in doubts:
        if part in known:
            doubts[part] = _doubt_of(report, source, *known[part])
        elif part.field == "texts" and (block := laid.report.text(part.key)) is not None:
            doubts[part] = _guessed(source, block.body)
    doubts = {part: doubt for part, doubt in doubts.items() if doubt}
    origins = {row.part: _origin_of(laid.report, source, row.part, known) for row in rows}
    notes = (*foreign.noted(source), *laid.notes)
    heading = foreign.heading_of(report, source)
    return Proposal(laid.report, tuple(rows), origins, doubts, heading, notes, known)


def _said(report: Report, source: Source, laid: Laid) -> Iterator[Change]:
    """Give what a source says: neither what it lacks for sure, nor what is the report's own."""
    said = parts_of(laid.report)
    for one in changes.changes(report, laid.report):
        is_said = one.part in said or one.part in laid.doubts
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
    """Give as much of a side as can be shown, and how much it is where that is not all."""
    length = len(plain(side))
    if length <= _SHOWN:
        return side
    kept, left = [], _SHOWN
    for stretch in side:
        kept.append(stretch._replace(text=stretch.text[:left]))
        left = max(left - len(stretch.text), 0)
    return (*filter(lambda one: one.text, kept), *whole(f"…（共{length}字，仅显示前{_SHOWN}字）"))


def _origin_of(
    other: Report, source: Source, part: Part, known: Mapping[Part, tuple[str, Hunk]]
) -> str:
    """Say where in the source a part stands; empty where that is not known."""
    reading = source.reading
    if reading is None:
        return ""
    if part.key in reading.cells:
        return reading.cells[part.key].where
    texts = other.form.texts.values()
    homes = {figure.address: text.block for text in texts for figure in text.figures}
    for tally in other.tallies:
        addresses = tally.key, tally.address(), *tally.part_addresses
        homes |= dict.fromkeys(addresses, other.home_of(tally))
    key = known[part][0] if part in known else homes.get(part.key, part.key)
    return reading.places.get(key, "")


def _is_told_by_sums(report: Report, source: Source, part: Part) -> bool:
    """Whether a stated total is what the source's own numbers give: it need not be kept."""
    if part.field != "stated" or part.key in report.stated:
        return False
    return source.report.totals().get(part.key) == source.report.stated.get(part.key)


def _row_of(change: Change, block: TextBlock, hunk: Hunk) -> Change:
    place = f"「{block.title}」{'新增一段' if hunk.one is None else f'第{hunk.number}段'}"
    part = Part("paragraphs", f"{block.key}#{hunk.order}")
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
