"""A source held against the open report: what is listed, what is doubtful, what is applied."""

from dataclasses import replace
from pathlib import Path

import pytest

from intake.application import BLANK_THERE
from intake.pasted import source_of
from intake.proposal import Proposal, propose
from intake.source import Source
from model.compare.parts import ReportPart
from model.form import catalog
from model.report.answers import put
from model.report.begin import new_report
from model.report.fill import read_text
from model.report.report import Report

LICENCES, PENALTIES = "disclosure/licences/decisions", "disclosure/penalties/decisions"
MANAGED = "overview.management"
BLOCK = "行政许可\t12\n行政处罚\t\n"


def pasted(text: str, report: Report) -> Source:
    found = source_of(read_text(text), report)
    assert found is not None
    return found


def drafted(report: Report, other: Report) -> Proposal:
    """Hold a draft in the report's own format against it."""
    return propose(report, Source(Path("同事.gknb"), other))


def test_a_cell_that_is_blank_in_the_source_is_listed_and_never_sure(empty: Report) -> None:
    report = put(put(empty, PENALTIES, "3"), LICENCES, "1")
    proposal = propose(report, pasted(BLOCK, report))
    assert [one.part.key for one in proposal.changes] == [LICENCES, PENALTIES]
    assert proposal.doubts == {ReportPart("numbers", PENALTIES): BLANK_THERE}
    assert proposal.applied_to(report, proposal.sure).values == {LICENCES: 12, PENALTIES: 3}
    both = [one.part for one in proposal.changes]
    assert proposal.applied_to(report, both).values == {LICENCES: 12}


def test_a_source_that_is_not_whole_says_nothing_of_what_is_blank_in_it(empty: Report) -> None:
    report = put(empty, PENALTIES, "3")
    proposal = propose(report, pasted(BLOCK, report), is_whole=False)
    assert [one.part.key for one in proposal.changes] == [LICENCES]


def test_the_place_shown_is_that_of_the_first_part_that_has_one(example: Report) -> None:
    other = put(put(example, "unit/phone", "1"), f"text/{MANAGED}", "另一段。")
    proposal = drafted(example, replace(other, values={**other.values, LICENCES: 7}))
    phone, *paragraphs, cell = (one.part for one in proposal.changes)
    assert proposal.place_of([phone]) == ""
    assert proposal.place_of([phone, cell]) == LICENCES
    assert proposal.place_of([paragraphs[0], cell]) == f"text/{MANAGED}"


def test_a_paragraph_of_a_text_that_is_gone_meanwhile_changes_nothing(example: Report) -> None:
    proposal = drafted(example, put(example, f"text/{MANAGED}", "另一段。"))
    assert {one.part.field for one in proposal.changes} == {"paragraphs"}
    chosen = [one.part for one in proposal.changes]
    gone = replace(example, texts=tuple(b for b in example.texts if b.key != MANAGED))
    assert proposal.applied_to(gone, chosen) == gone
    assert proposal.applied_to(example, chosen).text(MANAGED).body == "另一段。"  # type: ignore[union-attr]


NOTE = "数字未改动"


def of_2019(report: Report, **answers: str) -> Report:
    """A draft in the format of 2019 with the texts of a report, and some answers."""
    draft = replace(new_report(catalog.form("2019"), report.unit, 2020), texts=report.texts)
    for address, typed in answers.items():
        draft = put(draft, address, typed)
    return draft


def test_numbers_that_a_draft_in_another_format_has_are_not_said_to_be_missing(
    example: Report,
) -> None:
    report = put(put(example, "figure/fee_notices", "5"), "figure/suggestions", "8")
    notes = drafted(report, of_2019(report, **{"figure/suggestions": "7"})).notes
    assert not any("人大代表建议8件" in note for note in notes)
    assert any(NOTE in note and "收费通知5件" in note for note in notes)


def test_numbers_that_a_tally_of_another_format_takes_away_are_not_said_to_stay(
    example: Report,
) -> None:
    (tally,) = example.tallies
    report = put(example, tally.address(), "9")
    notes = drafted(report, of_2019(report)).notes
    assert not any(NOTE in note and tally.name in note for note in notes)
    bare = replace(of_2019(report), tallies=())
    assert any(NOTE in note and tally.name in note for note in drafted(report, bare).notes)


@pytest.mark.parametrize(
    ("name", "year", "why"),
    [
        ("青岚市商务局", 2023, "来源是另一年度"),
        ("青岚市水务局", 2024, "来源是另一机关"),
        ("青岚市商务局", 2024, None),
    ],
)
def test_what_is_filled_in_is_not_replaced_unasked_by_another_unit_or_year(
    example: Report, name: str, year: int, why: str | None
) -> None:
    number, blank = "requests/received/natural", "requests/carried_in/natural"
    text = example.text("problems.problems")
    assert text is not None
    other = replace(example, unit=replace(example.unit, name=name), year=year)
    other = put(other, number, "9").with_text(replace(text, body="一是另有不足。"))
    ours = put(example, blank, "")
    proposal = propose(ours, Source(Path("a.gknb"), other))
    doubts = {one.place: proposal.doubts.get(one.part) for one in proposal.changes}
    assert doubts["一、本年新收政府信息公开申请数量，自然人"] == why
    assert doubts["二、上年结转政府信息公开申请数量，自然人"] is None
    assert doubts["「存在的主要问题」第1段"] == why
