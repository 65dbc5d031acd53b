"""A sentence of numbers stays where it stood, in its words, and is said once in every document.

The sentences are those that the program writes from numbers, and others that say the same, at the
beginning, in the middle and at the end of a text, within a paragraph and as one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from export.outline import OutlineHeading, OutlineParagraph, outline
from intake.content import Document, FileKind, SourceParagraph
from intake.recognition.reading import recognise
from intake.recognition.report import report_from
from intake.worker import read
from model.form.form import Form
from model.report.begin import new_report
from model.report.report import Report, TextBlock
from model.report.wording import reference_sentences, tally_sentence, text_sentence
from model.unit import Unit
from tests.intake.known import FORMS
from tests.sampling import many
from tests.writing import render_pdf, render_web, render_word

YEAR: Final = 2023
UNIT: Final = Unit(
    name="某市水务局", address="某市某路1号", postcode="100000", phone="010-66668888"
)
OTHERS: Final = {
    "other.fees": (
        "我局及时告知，全年制发收费通知书{0}份。",
        "全年共发出收费通知{0}件，实际收取{1}件、{2}元，培训3次。",
        "本年度一共发出收费通知十二件，未实际收取。",
        "本机关全年没有收取任何信息处理费。",
        "全年未发出收费通知，未收取信息处理费。",
    ),
    "other.motions": (
        "全年承办市人大代表建议{0}件、政协提案{1}件，满意率100%。",
        "目前，{0}件政协提案已全部办结。",
        "目前，提案已经全部办理完毕，满意率为100%。",
        "承办建议提案共{2}件，其中人大代表建议{0}件、政协提案{1}件，面复率、满意率均为100%。",
        "未承办人大代表建议和政协提案。",
    ),
    "overview.proactive": (
        "全年主动公开政府信息{2}条。其中会议{0}条，财政{1}条，人事4条。",
        "通过网站累计公开{2}余条，其中：会 议{0}条、财政{1}条、人事4条。",
        "全年主动公开政府信息{2}条。",
    ),
    "overview.on_request": (
        "全年新收政府信息公开申请{0}件，均已办结。",
        "制发收费通知书{0}份，收取信息处理费{1}元。",
    ),
}
"""Sentences in other words than the program's, by the texts in which they stand."""
AROUND: Final = ("目前，各项工作有序推进。", "群众表示满意。", "我局重视这项工作，逐月通报进度。")
PLACES: Final = ("{0}", "{0}{1}", "{1}{0}", "{1}{0}{2}", "{0}\n{1}", "{1}\n{0}", "{1}\n{0}\n{2}")
counts = st.sampled_from([0, 1, 2, 12, 280, 1234])


@st.composite
def with_numbers(draw: st.DrawFn, form: Form) -> Report:
    """Give a report with numbers in all that sentences are written from, or in some of it."""
    report = new_report(form, UNIT, YEAR)
    for address, figure in form.figures.items():
        is_blank = draw(st.integers(0, 3)) == 0
        number = min(draw(counts), 100 if figure.unit == "%" else 1234)
        report = report.with_value(address, None if is_blank else number)
    for tally in report.tallies:
        for address in (*tally.part_addresses[: draw(st.integers(0, 5))], tally.address()):
            report = report.with_value(address, draw(counts))
    number = draw(counts)
    cells = (
        a for a, cell in form.cells.items() if not cell.computed and cell.table != "disclosure"
    )
    return replace(report, values=report.values | dict.fromkeys(cells, number))


def sentences_of(report: Report) -> Iterator[tuple[str, str]]:
    """Yield every sentence that the program writes for a text, with the key of the text."""
    for text in report.form.texts.values():
        yield text.block, text_sentence(report, text)
        yield from ((text.block, one) for one in reference_sentences(report, text))
    yield from ((tally.under, tally_sentence(report, tally)) for tally in report.tallies)


@st.composite
def texts(draw: st.DrawFn, form: Form) -> tuple[TextBlock, ...]:
    """Give a text to each customary sub-head, most of them with a sentence of numbers."""
    written = [*sentences_of(draw(with_numbers(form)))]
    found = []
    for text in form.texts.values():
        if text.place == "after_heading" and not text.required:
            continue
        numbers = draw(st.tuples(counts, counts, counts))
        said = [sentence for key, sentence in written if key == text.block and sentence]
        said += [one.format(*numbers) for one in OTHERS.get(text.block, ())]
        sentence = draw(st.sampled_from(said or ["本年没有需要说明的情况。"]))
        around = draw(st.permutations(AROUND))
        body = draw(st.sampled_from(PLACES)).format(sentence, *around)
        found.append(TextBlock(text.block, text.title, body))
    return tuple(found)


def printed_lines(report: Report) -> list[str]:
    """Give what is printed as text, line by line."""
    return [
        one.text for one in outline(report) if isinstance(one, OutlineParagraph | OutlineHeading)
    ]


def source_of(form: Form, blocks: Sequence[TextBlock]) -> Document:
    """Give a document with these texts under the headings of a form."""
    report = replace(new_report(form, UNIT, YEAR), texts=tuple(blocks), tallies=())
    lines = (f"{UNIT.name}{YEAR}年政府信息公开工作年度报告", *printed_lines(report))
    return Document(FileKind.WORD, tuple(SourceParagraph(n, one) for n, one in enumerate(lines, 1)))


bodies = st.sampled_from(FORMS).flatmap(lambda form: st.tuples(st.just(form), texts(form)))


@settings(max_examples=many(2000, 40), suppress_health_check=list(HealthCheck), deadline=None)
@given(bodies)
def test_every_sentence_of_numbers_is_printed_where_it_stood_and_once(
    drawn: tuple[Form, tuple[TextBlock, ...]],
) -> None:
    document = source_of(*drawn)
    reading = recognise(document, FORMS)
    report = report_from(reading, YEAR)
    source = [one.text for one in document.blocks if isinstance(one, SourceParagraph)]
    assert printed_lines(report) == source[1:]
    for render in (render_word, render_web):
        content = read(render(report))
        assert isinstance(content, Document)
        again = report_from(recognise(content, FORMS), YEAR)
        assert printed_lines(again) == source[1:]
        assert again.values == report.values


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.key)
@pytest.mark.parametrize("place", PLACES)
def test_a_drawn_pdf_says_every_sentence_of_numbers_once(form: Form, place: str) -> None:
    blocks = [
        TextBlock(key, form.texts[key].title, place.format(said[0].format(280, 12, 296), *AROUND))
        for key, said in OTHERS.items()
        if key in form.texts
    ]
    report = report_from(recognise(source_of(form, blocks), FORMS), YEAR)
    content = read(render_pdf(report))
    assert isinstance(content, Document)
    again = report_from(recognise(content, FORMS), YEAR)
    assert printed_lines(again) == printed_lines(report)
    assert {one.key: one.body for one in again.texts if one.body} == {
        one.key: one.body for one in blocks
    }
