"""Search: whatever is printed or filled in is found, with its place; replacing in texts."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any, assert_never

import pytest

from export import outline
from model.checks.check import check
from model.checks.findings import TextSpan
from model.compare.parts import ReportPart, parts_of
from model.form import catalog
from model.report import subheads
from model.report.answers import put
from model.report.begin import new_report
from model.report.report import Period, Published, Reason, Report, Stage, Tally
from model.text import chinese_date
from model.unit import LABELS, Unit
from model.values import write_number
from tests.ui.app.full_report import full_report
from ui.app.search import FIELD_LABELS, MOST, Hit, HitKind, passages, replaced, search


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
    assert [hit.address for hit in found(report, "跨年件")] == ["requests/received/natural#remark"]
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


REPORTS = pytest.mark.parametrize("key", catalog.released())


def printed_texts(report: Report) -> Iterator[tuple[str, str]]:
    """Yield every printed text with the section or table that it stands in, as the outline says."""
    section = "unit"
    for item in outline.outline(report):
        match item:
            case outline.Title(text):
                yield section, text
            case outline.OutlineHeading(level, text, key):
                section = key if level == 1 else section
                yield section, text
            case outline.OutlineParagraph(text, lead):
                yield from ((section, one) for one in (text, lead) if one)
            case outline.PrintedTable(_, grid, values, notes):
                labels = (place.label for place in grid.places)
                yield from ((section, one) for one in (*labels, *values.values(), *notes) if one)
            case outline.Signature(name, day):
                yield from (("unit", one) for one in (name, day) if one)
            case _:
                assert_never(item)


@REPORTS
@pytest.mark.parametrize("run_in", [False, True])
def test_whatever_is_printed_is_found(key: str, run_in: bool) -> None:
    report = full_report(key)
    report = replace(report, options=replace(report.options, run_in=run_in))
    result = check(report)
    texts = {*printed_texts(report)}
    assert len(texts) > 200
    for section, text in texts:
        assert search(report, result, text), (section, text)


def written_forms(answer: Any) -> Iterator[str]:
    """Yield an answer as it is shown, part by part."""
    match answer:
        case None | bool():
            return
        case (number, typed):
            yield write_number(number) if typed is None else typed
        case date():
            yield from (answer.isoformat(), chinese_date(answer))
        case Period(start, end):
            yield from (*written_forms(start), *written_forms(end))
        case Published(on, url):
            yield from (*written_forms(on), url)
        case Tally():
            yield from (answer.name, *answer.labels.values())
        case Reason(text):
            yield text
        case str():
            yield from filter(None, answer.split("\n"))
        case _:
            yield write_number(answer)


@REPORTS
def test_every_answer_is_found(key: str) -> None:
    report = full_report(key)
    result = check(report)
    found = {f.id for f in (*result.findings, *result.hints)}
    answers = {part: answer for part, answer in parts_of(report).items() if part.field != "options"}
    del answers[ReportPart("previous")]  # of another report
    assert {part.key for part in answers if part.field == "unit"} == {*LABELS}
    for part, answer in answers.items():
        if part.field != "reasons" or part.key in found:  # others stand on no page
            for text in written_forms(answer):
                assert search(report, result, text), (part, text)


@REPORTS
def test_every_label_of_the_form_is_found(key: str) -> None:
    form = catalog.form(key)
    report = new_report(form, Unit(name="某局"), form.first_year)
    for text in form.texts.values():
        report = subheads.remove(report, text.block)
    result = check(report)
    labels = [*FIELD_LABELS.values(), *(s.title for s in form.sections)]
    labels += [text.title for text in form.texts.values()]
    labels += [label for cell in form.cells.values() for label in (*cell.row, *cell.column)]
    for label in labels:
        assert search(report, result, label), label
    full = full_report(key)
    for figure in form.figures.values():
        assert search(full, result, figure.label)


@REPORTS
def test_the_number_of_every_place_is_found_there_and_not_in_longer_ones(key: str) -> None:
    report = full_report(key)
    result = check(report)
    for address, number in {**report.totals(), **report.values}.items():
        words = write_number(number)
        hits = [hit for hit in search(report, result, words) if hit.address == address]
        assert hits, address
        assert all(words in hit.excerpt for hit in hits)
    longer = put(report, "requests/received/natural", "13529")
    hits = search(longer, result, "1352")
    assert "requests/received/natural" not in {hit.address for hit in hits}


def test_a_number_with_separators_is_found(example: Report) -> None:
    assert [hit.address for hit in found(example, "1,352")] == ["requests/received/natural"]


@pytest.mark.parametrize("before", range(20))
@pytest.mark.parametrize("number", ["1260.50", "8,406", "１２３４", "98.75%"])
def test_an_excerpt_cuts_no_number(example: Report, before: int, number: str) -> None:
    body = f"{number}{'甲' * before}寻找{'乙' * before}{number}"
    (hit,) = found(put(example, "text/problems.problems", body), "寻找")
    inner = hit.excerpt.strip("…甲乙")
    assert inner in {"寻找", f"{number}{'甲' * before}寻找{'乙' * before}{number}"}


def test_a_very_long_run_of_digits_is_cut(example: Report) -> None:
    (hit,) = found(put(example, "text/problems.problems", f"寻找{'1' * 9000}"), "寻找")
    assert len(hit.excerpt) < 80


def test_sentences_that_the_program_writes_are_found_and_lead_to_their_numbers(
    example: Report,
) -> None:
    report = put(example, "figure/fee_notices", "35")
    written = [hit for hit in found(report, "收费通知35件") if hit.kind is HitKind.WRITTEN]
    assert [hit.address for hit in written] == ["figure/fee_notices"]
    assert not any(hit.span for hit in written)
    assert replaced(report, "发出收费通知35件", "甲") == (report, 0)


def test_the_help_of_every_step_is_found_once_a_sentence(example: Report) -> None:
    (hit,) = found(example, "150页：70×10＋50×20＝1700元")
    assert (hit.kind, hit.step) == (HitKind.HELP, "other")
    (hit,) = found(example, "选中一格直接输入，不必双击")
    assert hit.step == "disclosure"


def test_no_passage_is_without_a_way_to_it(example: Report) -> None:
    for one in passages(example, check(example)):
        assert one.address or one.step or one.finding, one


def test_stage_and_publication_are_found_at_the_last_step(example: Report) -> None:
    noted = Published(date(2025, 1, 20), "https://www.example.gov.cn/a")
    report = replace(example.at_stage(Stage.REVIEW), published=noted)
    for words in ("送审稿", "2025年1月20日", "example.gov.cn/a"):
        assert "export" in {hit.step for hit in found(report, words)}


def test_each_finding_is_found_with_its_step(example: Report) -> None:
    report = replace(put(example, "requests/received/natural", ""), year=2099)
    for finding in (*check(report).findings, *check(report).hints):
        hits = [hit for hit in found(report, finding.message[:20]) if hit.finding == finding]
        assert hits and hits[0].place
