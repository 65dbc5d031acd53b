"""A text with all slips of a real one (tests/data/look_alike.md), as text and out of programs."""

from collections import Counter

import pytest

from intake.child import Reader
from intake.recognition.reading import recognise
from intake.source import Source, open_source
from intake.worker import read
from model.checks.check import check
from tests import DATA, office
from tests.intake.known import FORMS, report_of
from tests.intake.recognition.pages import pasted_into_excel, pasted_into_word, web_page
from tests.soak_recognition import judged
from tests.writing import render_word

TEXT = DATA / "look_alike.md"
SECTIONS = {"overview", "problems", "other"}


@pytest.fixture(scope="module")
def source(reader: Reader) -> Source:
    return open_source(reader, TEXT)


def test_every_figure_is_found_and_the_blank_totals_are_blank(source: Source) -> None:
    assert source.reading is not None
    assert len(source.reading.cells) == 200
    assert not source.issues
    assert not source.disagreements
    assert source.blank_totals == (
        "requests/received/total",
        "requests/carried_in/total",
        "requests/handled.granted/total",
    )
    assert not {*source.blank_totals} & {*source.report.stated}
    assert source.report.totals()["requests/received/total"] == 8


def test_the_categories_come_to_their_sum(source: Source) -> None:
    (tally,) = source.report.tallies
    counts = [source.report.values[address] for address in tally.part_addresses]
    assert len(counts) == 19
    assert sum(counts) == source.report.values["tally/published/total"] == 66
    assert source.report.values["tally/published/licensing"] == 6  # where the page broke


def test_suggestions_and_proposals_come_to_the_whole(source: Source) -> None:
    figures = {k.partition("/")[2]: n for k, n in source.report.values.items() if "figure/" in k}
    assert (figures["motions"], figures["proposals"], figures["suggestions"]) == (8, 8, 0)
    assert figures["reply_rate"] == figures["satisfaction_rate"] == figures["on_time_rate"] == 100


def test_broken_paragraphs_are_joined_and_shown(source: Source) -> None:
    assert source.reading is not None
    assert [joint.shown for joint in source.reading.joints] == [
        "服务事项的依据、｜条件、程序以及办",
        "者来信作为改进栏｜目的重要依据，全",
        "传栏和借阅窗口，｜把与群众有关的政",
        "门要求通过政府信｜息公开工作年度报",
    ]
    problems = source.report.text("problems.problems")
    assert problems is not None
    assert [line[:2] for line in problems.body.split("\n")] == ["我局", "一是", "二是"]


def test_the_sections_come_with_their_sub_heads(source: Source) -> None:
    assert source.report.unit.name == "青溪市文化局"
    assert source.report.year == 2023
    found = {block.key: block for block in source.report.texts}
    assert {block.section for block in source.report.texts} == SECTIONS
    assert found.keys() <= source.report.form.texts.keys()  # each is a known one
    assert len(found) == 17
    assert found["overview.management"].title == "政府信息管理"
    assert found["other.statistics"].body == "没有需要说明的事项。"  # run in


def test_checked_and_exported_it_could_be_published(source: Source) -> None:
    findings = [f for f in check(source.report).findings if f.severity == "error"]
    assert not findings
    again = read(render_word(source.report))
    assert judged(source.report, recognise(again, FORMS)) == {"right": 200}


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The text pasted into Word and Excel, and saved by LibreOffice."""
    folder = tmp_path_factory.mktemp("office")
    text = TEXT.read_text("utf-8")
    word, excel = {"年报.docx": pasted_into_word(text)}, {"年报.xlsx": pasted_into_excel(text)}
    made = {
        "docx": office.convert(folder, word, "docx")["年报.docx"],
        "html": office.convert(folder, word, "html")["年报.docx"],
        "xlsx": office.convert(folder, excel, "xlsx")["年报.xlsx"],
    }
    return {ending: path.read_bytes() for ending, path in made.items()}


@pytest.mark.parametrize("ending", ["docx", "html", "xlsx"])
def test_pasted_into_tables_of_other_programs_no_number_is_wrong(
    ending: str, saved: dict[str, bytes], source: Source
) -> None:
    assert source.reading is not None
    reading = recognise(read(saved[ending]), FORMS)
    found = {address: cell.number for address, cell in reading.cells.items()}
    said = {address: cell.number for address, cell in source.reading.cells.items()}
    assert found == said
    assert not [issue for issue in reading.issues if issue.addresses]
    assert (reading.identity.unit["name"], reading.identity.year) == ("青溪市文化局", 2023)


@pytest.mark.parametrize("name", ["city-2023", "city-2024", "2019"])
def test_a_page_of_a_city_with_tables_within_tables_is_read_whole(name: str) -> None:
    report = report_of(name)
    reading = recognise(read(web_page(report).encode()), FORMS)
    assert reading.form is report.form
    assert judged(report, reading) == Counter(right=len(report.form.cells))
    assert reading.identity.unit["name"] == report.unit.name


def test_a_page_with_one_older_row_has_it_marked() -> None:
    report = report_of("city-2023")
    reading = recognise(read(web_page(report, older_row=True).encode()), FORMS)
    found = judged(report, reading)
    assert (found["wrong"], found["lost"], found["named"]) == (0, 0, 14)
    assert len(reading.doubts) == 7 + 2
