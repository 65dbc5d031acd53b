"""Tables bent by chance: a number is either right, or named as not understood."""

import pytest

from intake.content import FileKind
from intake.recognition.reading import recognise
from intake.recognition.report import report_from
from tests.figures import tell
from tests.intake.known import FORMS, report_of
from tests.intake.recognition.bends import ALL, COMMON, Bend
from tests.intake.recognition.layouts import documents, older_document
from tests.sampling import many
from tests.soak_recognition import judged, message, read_bent

pytestmark = pytest.mark.long


@pytest.mark.campaign
@pytest.mark.parametrize(
    ("bends", "count", "most"),
    [(ALL, many(100, 12), 0.5), (COMMON, many(20, 8), 0.05)],
    ids=["all", "common"],
)
def test_no_bent_table_is_read_wrong_in_silence(
    bends: tuple[Bend, ...], count: int, most: float
) -> None:
    found = read_bent(count, bends)
    tell(message(found, len(bends)))
    assert found["variants"] == 2 * count
    assert (found["wrong"], found["lost"]) == (0, 0)
    assert found["named"] / (found["named"] + found["right"]) < most


@pytest.mark.parametrize("name", ["city-2023", "city-2024"])
def test_the_official_tables_are_read_whole(name: str) -> None:
    report = report_of(name)
    straight = [bent for bent in documents(report, report, 60, "x") if bent.what.endswith(" ")]
    assert len(straight) >= 2
    for bent in straight:
        assert judged(report, recognise(bent.document, FORMS)) == {"right": 200}


@pytest.mark.parametrize("kind", [FileKind.WORD, FileKind.EXCEL, FileKind.WEB, FileKind.TEXT])
def test_an_older_single_row_is_offered_and_marked_and_never_taken_by_itself(
    kind: FileKind,
) -> None:
    report = report_of("city-2023")
    reading = recognise(older_document(report, kind), FORMS)
    row = [a for a in report.form.cells if a.startswith("requests/handled.other.other/")]
    assert {reading.cells[a].doubt for a in row} == {
        "旧表样为一行「（六）其他处理」，拟列入「3.其他」"
    }
    assert [reading.cells[a].number for a in row] == [report.totals()[a] for a in row]
    assert not report_from(reading, 2023).values.keys() & set(row)
    others = [a for a in report.form.cells if a.startswith("requests/handled.other.un")]
    assert len(others) == 14
    assert {reading.cells[a].number for a in others} == {None}
    assert {a for doubt in reading.doubts for a in doubt.addresses} == {*row, *others}
    assert [doubt.why for doubt in reading.doubts[7:]] == ["旧表样没有这一行，留空"] * 2
    assert not reading.issues
