"""Search: texts, tables, findings and meanings of the open report; replacing in texts."""

from dataclasses import replace

import pytest

from model.checks.check import check
from model.checks.findings import TextSpan
from model.report.answers import put
from model.report.report import Report
from ui.app.search import MOST, Hit, HitKind, replaced, search


def found(report: Report, words: str) -> list[Hit]:
    return search(report, check(report), words)


def kinds(report: Report, words: str) -> set[HitKind]:
    return {hit.kind for hit in found(report, words)}


def test_words_of_a_text_are_found_with_their_place_and_surroundings(example: Report) -> None:
    (hit,) = found(example, "三审三校")
    block = example.text("overview.disclosure.system") or next(
        one for one in example.texts if "三审三校" in one.body
    )
    start = block.body.index("三审三校")
    assert hit.kind is HitKind.TEXT
    assert hit.span == TextSpan(f"text/{block.key}", start, start + 4)
    assert "三审三校" in hit.excerpt
    assert hit.place.startswith("一、总体情况「")


def test_a_number_is_found_in_the_cells_that_have_it(example: Report) -> None:
    cells = [hit for hit in found(example, "1352") if hit.kind is HitKind.TABLE]
    assert [hit.address for hit in cells] == ["requests/received/natural"]
    assert [hit.address for hit in found(example, "１３５２") if hit.kind is HitKind.TABLE] == [
        "requests/received/natural"
    ]


def test_rows_remarks_and_notes_are_found(example: Report) -> None:
    report = put(example, "requests/received/natural#remark", "含跨年件")
    report = put(report, "note/review", "注：另有附注。")
    assert [hit.address for hit in found(report, "跨年件")] == ["requests/received/natural"]
    assert [hit.address for hit in found(report, "另有附注")] == ["note/review"]
    rows = [hit for hit in found(report, "三安全一稳定") if hit.kind is HitKind.TABLE]
    assert len(rows) == 1


def test_findings_and_meanings_of_rows_are_found(example: Report) -> None:
    broken = put(example, "requests/received/natural", "1353")
    message = check(broken).findings[0].message
    (hit,) = [one for one in found(broken, message[:12]) if one.kind is HitKind.FINDING][:1]
    assert (hit.finding, hit.place) == (check(broken).findings[0], "一、总体情况")
    assert HitKind.HELP in kinds(example, "区分处理")


def test_letters_are_found_in_any_width_and_case(example: Report) -> None:
    report = put(example, "text/problems.problems", "使用ＡＰＰ和App各一个。")
    spans = [hit.span for hit in found(report, "app") if hit.span]
    assert [(span.start, span.end) for span in spans] == [(2, 5), (6, 9)]


@pytest.mark.parametrize("words", ["", "  ", "绝无此词"])
def test_what_is_not_there_is_not_found(example: Report, words: str) -> None:
    assert found(example, words) == []


def test_no_more_places_are_listed_than_can_be_read(example: Report) -> None:
    report = put(example, "text/problems.problems", "公开" * 1000)
    assert len(found(report, "公开")) == MOST


def test_words_are_replaced_in_all_texts_and_counted(example: Report) -> None:
    report = put(example, "text/problems.problems", "甲处甲处")
    changed, count = replaced(report, "甲处", r"乙\1处")
    block = changed.text("problems.problems")
    assert count == 2
    assert block and block.body == r"乙\1处乙\1处"
    assert replaced(report, "绝无此词", "乙") == (report, 0)


def test_each_finding_is_found_with_its_step(example: Report) -> None:
    report = replace(put(example, "requests/received/natural", ""), year=2099)
    for finding in (*check(report).findings, *check(report).hints):
        hits = [hit for hit in found(report, finding.message[:20]) if hit.finding == finding]
        assert hits and hits[0].place
