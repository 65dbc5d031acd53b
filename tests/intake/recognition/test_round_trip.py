"""What the program exports, it brings in again as it was."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import product
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import structs

from intake.content import Document, FileKind
from intake.recognition.reading import Recognition, recognise
from intake.recognition.report import report_from, with_recognition
from intake.worker import read
from model.checks.check import check
from model.form import catalog
from model.report.answers import put
from model.report.begin import new_report
from model.report.report import Options, Report, Stage, TextBlock
from model.report.sections import printed_sentences
from model.unit import TitleForm, Unit
from tests.intake.known import FORMS, PUBLISHED, report_of
from tests.sampling import many, sampled
from tests.writing import render_excel, render_web, render_word

Render = Callable[[Report], bytes]
WRITTEN: Final = {"word": render_word, "web": render_web}
NAMES: Final = (*PUBLISHED, "example", "2019")


def reading_of(data: bytes) -> Recognition:
    document = read(data)
    assert isinstance(document, Document)
    return recognise(document, FORMS)


def noted(report: Report) -> Report:
    """Give a report with remarks at some cells, notes under every table, and an ending."""
    addresses = sorted(report.values.keys() & report.form.cells.keys())
    remarks = {address: f"其中转办{n}件" for n, address in enumerate(addresses[::40])}
    notes = dict.fromkeys(report.form.tables, "注：本表按12月31日的数填写。\n另有1件并入上表。")
    unit = replace(report.unit, signature=report.unit.name, signed_on=date(report.year + 1, 1, 20))
    return replace(report, remarks=remarks, notes=notes, unit=unit)


OPTIONS: Final[dict[str, Callable[[Report], Report]]] = {
    "as it is": lambda report: report,
    "noted": noted,
    "run in": lambda report: replace(report, options=Options(run_in=True)),
    "final": lambda report: replace(report, stage=Stage.FINAL),
    "for comments": lambda report: replace(report, stage=Stage.COMMENTS),
    "for review": lambda report: replace(noted(report), stage=Stage.REVIEW),
    "without shading": lambda report: replace(report, options=Options(shading=False, run_in=True)),
}

CASES: Final = (tuple(OPTIONS), NAMES)
"""Every fifth is a case of the sample: with 7 options and 6 names, each of both comes in turn."""


def assert_same_cells(report: Report, brought: Report) -> None:
    """Cell by cell, totals too: what the program would print of both."""
    numbers = report.totals()
    found = brought.values | brought.stated
    assert {a: found.get(a) for a in report.form.cells} == {
        a: numbers.get(a) for a in report.form.cells
    }
    assert brought.form is report.form
    assert (brought.remarks, brought.notes) == (report.remarks, report.notes)
    assert (brought.year, brought.unit.name) == (report.year, report.unit.name)


def printed_texts(report: Report) -> list[tuple[str, str, str]]:
    """Give the texts that are printed: those with a body, a sentence, or always."""
    return [
        (block.key, block.title, block.body.rstrip("\n"))
        for block in report.texts
        if block.body.strip()
        or printed_sentences(report, block)
        or ((text := report.form.texts.get(block.key)) and text.required and not text.place)
    ]


@pytest.mark.campaign
@pytest.mark.parametrize(("kind", "option", "name"), sampled([*product(WRITTEN, *CASES)], 16))
def test_a_written_report_comes_back_cell_by_cell_and_paragraph_by_paragraph(
    kind: str, option: str, name: str
) -> None:
    report = OPTIONS[option](report_of(name))
    reading = reading_of(WRITTEN[kind](report))
    brought = report_from(reading, report.year)
    assert not reading.issues
    assert not reading.doubts
    assert not reading.joints
    assert_same_cells(report, brought)
    assert printed_texts(brought) == printed_texts(report)
    assert brought.tallies == report.tallies[: len(brought.tallies)]
    assert {a: n for a, n in report.values.items() if not a.startswith("tally/")} == {
        a: n for a, n in brought.values.items() if not a.startswith("tally/")
    }
    assert (brought.unit.signature, brought.unit.signed_on) == (
        report.unit.signature,
        report.unit.signed_on,
    )


def test_the_tally_of_the_example_comes_back_under_its_own_keys() -> None:
    example = report_of("example")
    brought = report_from(reading_of(render_word(example)), example.year)
    assert brought.tallies == example.tallies
    assert brought.values == example.values


@pytest.mark.campaign
@pytest.mark.parametrize(("option", "name"), sampled([*product(*CASES)], 8))
def test_a_workbook_comes_back_cell_by_cell_with_remarks(option: str, name: str) -> None:
    report = OPTIONS[option](report_of(name))
    reading = reading_of(render_excel(report))
    assert not reading.issues
    assert_same_cells(report, report_from(reading, reading.identity.year or 0))


@pytest.mark.parametrize("kind", [FileKind.PDF, FileKind.WEB])
def test_a_workbook_that_was_printed_or_saved_as_a_page_comes_back_with_its_remarks(
    kind: FileKind,
) -> None:
    """The names of its sheets are lost there; the remarks stand under the tables, too."""
    report = noted(report_of("example"))
    document = read(render_excel(report))
    assert isinstance(document, Document)
    tables = (structs.replace(table, sheet="") for table in document.tables)
    reading = recognise(structs.replace(document, kind=kind, blocks=tuple(tables)), FORMS)
    assert not [one for one in reading.issues if "disclosure" in one.text]
    brought = report_from(reading, report.year)
    assert brought.remarks == report.remarks
    assert {a: report.values[a] for a in report.form.typed if a in report.values} == {
        a: n for a, n in brought.values.items() if a in report.form.typed
    }


@pytest.mark.campaign
@pytest.mark.parametrize("render", [*WRITTEN.values(), render_excel])
def test_laid_over_the_report_it_was_printed_from_it_changes_nothing(render: Render) -> None:
    for name in sampled(NAMES, 3):
        report = noted(report_of(name))
        brought = with_recognition(report, reading_of(render(report)))
        assert replace(brought, stated={}) == report


LONG_NAME: Final = "青岚省青岚市云溪区城市管理综合行政执法局和市场监督管理局联合办公室"
LONG_HEAD: Final = (
    "落实上级关于优化营商环境和深化放管服改革以及推进基层政务公开标准化规范化工作部署要求情况"
)


@pytest.mark.parametrize("kind", WRITTEN)
@pytest.mark.parametrize("form", TitleForm)
def test_a_name_that_is_printed_in_several_lines_comes_back(kind: str, form: TitleForm) -> None:
    report = report_of("example")
    named = replace(report.unit, name=LONG_NAME, self_name="", signature=LONG_NAME, title_form=form)
    report = replace(report, unit=named)
    reading = reading_of(WRITTEN[kind](report))
    brought = report_from(reading, report.year)
    assert not reading.issues
    assert not reading.notices
    assert (brought.unit.name, brought.unit.signature) == (LONG_NAME, LONG_NAME)
    assert brought.unit.signed_on == report.unit.signed_on
    assert printed_texts(brought) == printed_texts(report)


@pytest.mark.parametrize("kind", WRITTEN)
@pytest.mark.parametrize(
    "signature",
    [
        "青岚市商务局办公室、青岚市商务局综合执法支队、政务公开工作组",
        "青岚市政务公开领导小组",
        "青岚市商务局，青岚市投资促进局",
        "青岚市商务投资集团有限公司",
    ],
)
def test_those_who_sign_together_come_back(kind: str, signature: str) -> None:
    report = report_of("example")
    report = replace(report, unit=replace(report.unit, signature=signature))
    reading = reading_of(WRITTEN[kind](report))
    brought = report_from(reading, report.year)
    assert not reading.issues
    assert brought.unit.signature == signature
    assert printed_texts(brought) == printed_texts(report)


@pytest.mark.parametrize("kind", WRITTEN)
def test_long_notes_sub_heads_and_the_web_address_come_back(kind: str) -> None:
    report = noted(report_of("example"))
    notes = dict.fromkeys(
        report.form.tables, f"注1：{'统计口径与上年相同，' * 30}见说明。\n注2：无。"
    )
    texts = tuple(
        replace(block, title=LONG_HEAD) if block.key == "other.matters" else block
        for block in (*report.texts, TextBlock("other.matters", LONG_HEAD, "已经落实。\n"))
    )
    remarks = report.remarks | {"requests/received/natural": "其中转办的申请" * 20}
    report = replace(report, notes=notes, texts=texts, remarks=remarks)
    reading = reading_of(WRITTEN[kind](report))
    brought = report_from(reading, report.year)
    assert not reading.issues
    assert not reading.doubts
    assert (brought.notes, brought.remarks) == (report.notes, report.remarks)
    assert LONG_HEAD in [block.title for block in brought.texts]
    assert brought.unit.website == report.unit.website


@pytest.mark.parametrize("kind", WRITTEN)
def test_section_six_of_2019_is_asked_for_and_comes_back(kind: str) -> None:
    report = new_report(catalog.form("2019"), Unit(name="某县教育局"), 2020)
    asked = [finding.message for finding in check(report).of_section("other")]
    assert asked == ["六、其他需要报告的事项：「总述」未填写。"]
    report = put(report, "text/other.lead", "没有其他需要报告的事项。")
    assert not check(report).of_section("other")
    reading = reading_of(WRITTEN[kind](report))
    assert not reading.doubts
    brought = report_from(reading, report.year)
    assert printed_texts(brought)[-1] == ("other.lead", "总述", "没有其他需要报告的事项。")


@pytest.mark.campaign
@settings(max_examples=many(250, 5), suppress_health_check=list(HealthCheck))
@given(
    fees=st.sampled_from([(0, 0), (3, 0), (3, 2)]),
    motions=st.tuples(st.sampled_from([0, 3]), st.sampled_from([0, 5])),
    parts=st.lists(st.integers(0, 4), min_size=19, max_size=19),
)
def test_sentences_written_from_numbers_come_back_as_numbers_alone(
    fees: tuple[int, int], motions: tuple[int, int], parts: list[int]
) -> None:
    report = report_of("example")
    figures: dict[str, int | None] = {
        "fee_notices": fees[0],
        "fee_paid": fees[1],
        "fee_amount": 90 if fees[1] else None,
        "suggestions": motions[0],
        "proposals": motions[1],
        "motions": sum(motions),
    }
    for key, number in figures.items():
        report = report.with_value(f"figure/{key}", number)
    (tally,) = report.tallies
    for address, count in zip(tally.part_addresses, parts, strict=True):
        report = report.with_value(address, count)
    report = report.with_value(tally.address(), sum(parts))
    reading = reading_of(render_word(report))
    assert not reading.issues
    assert replace(with_recognition(report, reading), stated={}) == report


# Characters a clerk would write; numbers, stops and line ends come by chance.
words = st.text("政府信息公开工作年报机关办理加强培训", min_size=3, max_size=12)
sentences = st.lists(words, min_size=1, max_size=4).map(lambda parts: f"{'，'.join(parts)}。")
bodies = st.lists(sentences, min_size=1, max_size=3).map(
    lambda lines: "".join(f"{x}\n" for x in lines)
)


@st.composite
def reports(draw: st.DrawFn) -> Report:
    """Give a report with numbers, texts, remarks and notes by chance."""
    form = draw(st.sampled_from(FORMS))
    report = new_report(form, Unit(name="某县教育局"), draw(st.integers(2010, 2040)))
    typed = {address: cell for address, cell in form.cells.items() if not cell.computed}
    for address in typed:
        if draw(st.booleans()):
            report = report.with_value(address, draw(st.integers(0, 99_999)))
    for address in draw(st.lists(st.sampled_from(sorted(typed)), max_size=4, unique=True)):
        if address in report.values:
            report = report.with_entry("remarks", address, draw(words))
    texts = tuple(TextBlock(block.key, block.title, draw(bodies)) for block in report.texts)
    notes = {key: f"注：{draw(sentences)}" for key in form.tables if draw(st.booleans())}
    return replace(report, texts=texts, notes=notes, options=Options(run_in=draw(st.booleans())))


@pytest.mark.campaign
@settings(max_examples=many(250, 5), suppress_health_check=list(HealthCheck))
@given(report=reports(), kind=st.sampled_from(sorted(WRITTEN)))
def test_any_report_comes_back_from_word_and_web(report: Report, kind: str) -> None:
    brought = report_from(reading_of(WRITTEN[kind](report)), report.year)
    assert_same_cells(report, brought)
    assert printed_texts(brought) == printed_texts(report)
    assert brought.values.keys() | brought.stated.keys() == report.totals().keys()


@pytest.mark.campaign
@settings(max_examples=many(150, 5), suppress_health_check=list(HealthCheck))
@given(report=reports())
def test_any_workbook_comes_back(report: Report) -> None:
    assert_same_cells(report, report_from(reading_of(render_excel(report)), report.year))
