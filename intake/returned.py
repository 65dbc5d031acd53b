"""Pages of the 采集表 that came back, as one proposal for the open report.

Numbers for blank cells are sure. What differs from the report, belongs to another draft, or would
be printed under a table is offered, and taken only if the clerk ticks it. Each number that is taken
brings its 数据来源.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, count
from pathlib import Path
from typing import Any, Final

from msgspec import structs

from intake.content import SourceTable
from intake.proposal import Proposal, propose
from intake.recognition.identity import Returned
from intake.recognition.reading import Recognition
from intake.recognition.report import report_from
from intake.source import Source
from intake.words.labels import FoundCell
from model.combine.collection import pages_of
from model.compare.changes import Change
from model.compare.parts import ReportPart, applied
from model.errors import RefusedError
from model.form.form import Form
from model.report.report import Report
from model.values import write_number

OTHER_DRAFT: Final = "采集表不是由本草稿导出的"
DIFFERS: Final = "草稿中已有内容"
PRINTED: Final = "科室填写的备注，采用后印在表下"
_FOLLOWING: Final = ("sources", "units")
"""Parts of a cell that are taken with its number."""
_NEVER: Final = ("unit", "stated")
"""Parts that a section cannot answer: contact of the unit, and totals, which are computed."""


def refusal(report: Report, source: Source) -> str:
    """Return why a page of the 采集表 cannot be taken; empty if it can, or is no such page."""
    year = source.report.year
    if not source.returned or year == report.year:
        return ""
    return (
        f"「{source.path.name}」是{year}年度的采集表，本报告是{report.year}年度，未导入。"
        "用本报告的采集表填写后再导入。"
    )


def propose_any(report: Report, source: Source) -> Proposal:
    """Compare a source with the open report: a report, or pages of the 采集表."""
    if not source.returned:
        return propose(report, source)
    base = propose(report, source, is_whole=False)
    assert source.reading, "it was recognised"
    given = source.reading.sources
    other = applied(base.other, {ReportPart("sources", a): text for a, text in given.items()})
    listed = {row.part for row in base.changes}
    changes = tuple(row for row in base.changes if not _is_dropped(row.part, listed))
    strange = any(one.report != report.id for one in source.returned)
    followers = {
        part: tuple(ReportPart(field, part.key) for field in _FOLLOWING)
        for part in listed
        if part.field == "numbers"
    }
    return replace(
        base,
        other=other,
        changes=changes,
        doubts=dict(_doubts(base, changes, other, strange)),
        heading="".join(
            (*source.refused, base.heading, f"{OTHER_DRAFT}，核对后再采用。" * strange)
        ),
        notes=(*_notes(report.form, source.returned), *base.notes),
        followers=followers,
        is_collected=True,
    )


def _is_dropped(part: ReportPart, listed: set[ReportPart]) -> bool:
    """Return whether a part is none of a section's, or is taken with its number."""
    follows = part.field in _FOLLOWING and ReportPart("numbers", part.key) in listed
    return part.field in _NEVER or follows


def _doubts(
    base: Proposal, changes: Iterable[Change], other: Report, strange: bool
) -> Iterator[tuple[ReportPart, str]]:
    """Yield the doubt of each part that has one."""
    units = {row.part.key for row in base.changes if row.part.field == "units"}
    for part in (row.part for row in changes):
        doubts = [base.doubts[part]] if part in base.doubts else []
        doubts += [DIFFERS] * (part in base.differing)
        doubts += [PRINTED] * (part.field in ("remarks", "notes"))
        doubts += [OTHER_DRAFT] * strange
        if part.key in units:
            doubts.append(f"金额单位是{other.options.units.get(part.key)}，与草稿不同")
        if doubts:
            yield part, "；".join(doubts)


def _notes(form: Form, returned: Iterable[Returned]) -> Iterator[str]:
    """Yield a sentence on each page that came back."""
    for one in returned:
        page = pages_of(form)[one.page]
        blank = len(page.table.typed) - one.filled
        if one.filled:
            more = f"，{blank}格空着" * bool(blank)
            yield f"[已收回] {page.called}：{one.source or '未写科室'}，填了{one.filled}格{more}。"
        else:
            yield f"[未填] {page.called}：收回的表没有填数。"


def together(report: Report, read: Sequence[Source | str]) -> Source:
    """Return several pages of the 采集表 as one source.

    ``read`` holds the files that were read, and the reasons of those that were not.

    Raises:
        RefusedError: none can be taken, or one of them is not a page of the 采集表.
    """
    if others := [one.path.name for one in read if not isinstance(one, str) and not one.returned]:
        named = "、".join(f"「{name}」" for name in others)
        raise RefusedError(f"{named}不是采集表，未导入。同时选择几份时只能是采集表。")
    reasons = [one if isinstance(one, str) else refusal(report, one) for one in read]
    refused = [*filter(None, reasons)]
    taken = [s for s, why in zip(read, reasons, strict=True) if isinstance(s, Source) and not why]
    if not taken:
        raise RefusedError("".join(refused))
    readings = [one.reading for one in taken if one.reading]
    reading = _merged(readings)
    path, made = Path(f"{len(taken)}份采集表"), report_from(reading, report.year)
    return Source(path, made, reading, refused=tuple(refused))


def _merged(readings: Sequence[Recognition]) -> Recognition:
    """Return readings as one; of two numbers for a cell the first is kept, with a doubt."""
    cells: dict[str, FoundCell] = {}
    sources: dict[str, str] = {}
    for reading in readings:
        for address, one in reading.cells.items():
            known = cells.get(address)
            if known is None or known.number is None:
                cells[address] = one
                sources |= {a: t for a, t in reading.sources.items() if a == address}
            elif one.number not in (None, known.number):
                whose = reading.sources.get(address, "另一份采集表")
                doubt = f"{whose}填的是{write_number(one.number)}"
                cells[address] = replace(known, doubt="；".join(filter(None, (known.doubt, doubt))))
    numbers = count(1)
    blocks = (
        structs.replace(block, number=next(numbers)) if isinstance(block, SourceTable) else block
        for block in chain.from_iterable(reading.blocks for reading in readings)
    )
    accounts = [reading.account for reading in readings]
    lines, settled = sum(one.lines for one in accounts), sum(one.settled for one in accounts)
    returned = chain.from_iterable(reading.identity.returned for reading in readings)
    return replace(
        readings[0],
        identity=replace(readings[0].identity, returned=tuple(returned)),
        cells=cells,
        sources=sources,
        notes=dict(chain.from_iterable(reading.notes.items() for reading in readings)),
        doubts=_all(readings, "doubts"),
        issues=_all(readings, "issues"),
        notices=_all(readings, "notices"),
        account=replace(accounts[0], lines=lines, settled=settled),
        blocks=tuple(blocks),
    )


def _all(readings: Iterable[Recognition], name: str) -> tuple[Any, ...]:
    """Return the messages of one kind of all readings."""
    return tuple(chain.from_iterable(getattr(reading, name) for reading in readings))
