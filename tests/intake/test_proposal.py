"""A source held against the open report: what is listed, what is doubtful, what is applied."""

from dataclasses import replace
from pathlib import Path

from intake.pasted import source_of
from intake.proposal import BLANK_THERE, Proposal, propose
from intake.source import Source
from model.compare.parts import ReportPart
from model.report.answers import put
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
