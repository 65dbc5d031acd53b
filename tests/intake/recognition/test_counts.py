"""Numbers in sentences, and what was read laid over a report."""

from dataclasses import replace

import pytest

from intake.content import Document, FileKind, SourceParagraph
from intake.recognition.reading import Recognition, recognise
from intake.recognition.report import report_from, with_recognition
from intake.worker import read
from model.claims.figures import FiguresRead
from model.form.statements import tallies_in
from model.report.begin import new_report
from model.report.report import Report, Tally, TextBlock
from model.report.sections import printed_sentences
from model.unit import Unit
from tests.intake.known import FORMS, report_of
from tests.writing import render_web

FORM = FORMS[0]
COUNTED = "全年主动公开信息累计66余条。其中：机关职能5条，财政信息10条、会议51条。"
MOTIONS_TITLE = "人大代表建议和政协提案办理结果公开情况"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            "我局重视公开。2023年1月1日至12月31日，通过网站和新媒体，累计公开66条。群众反映良好。"
            "其中会议60条，财政2条，人事4条。另有说明。",
            "主动公开",
        ),
        ("目前，提案已经全部办理完毕，满意率为100%。", MOTIONS_TITLE),
        ("2023年，我局承办人大代表建议3件、政协提案8件。目前，已全部公开。", MOTIONS_TITLE),
        ("会同各科室；目前，满意率为100%，代表反映良好。", MOTIONS_TITLE),
        ("我局未收取信息处理费。群众表示满意。", "收取信息处理费情况"),
    ],
)
def test_a_sentence_of_numbers_before_other_words_stays_where_it_is(text: str, title: str) -> None:
    """Its numbers are read, it is not printed a second time, and it comes back as it was."""
    report, _ = written(text, title)
    (block,) = (one for one in report.texts if one.body)
    assert block.body.rstrip("\n") == text
    assert report.values
    assert printed_sentences(report, block) == []
    pages = [render_web(report)]
    again = report_from(recognise(read(pages[0]), FORMS), 2023)
    assert render_web(again) == pages[0]
    assert again.values == report.values


def test_a_number_that_differs_from_the_text_is_printed() -> None:
    report, _ = written("我局承办政协提案8件。目前，已全部公开。", MOTIONS_TITLE)
    (block,) = (one for one in report.texts if one.body)
    changed = report.with_value("figure/proposals", 9)
    assert printed_sentences(changed, block) == ["2023年，本单位承办政协提案9件。"]
    tallied, _ = written("累计66条。其中会议60条，财政2条，人事4条。另有说明。")
    (block,) = (one for one in tallied.texts if one.body)
    (tally,) = tallied.tallies
    assert printed_sentences(tallied, block) == []
    (sentence,) = printed_sentences(tallied.with_value(tally.part_addresses[0], 61), block)
    assert "61条" in sentence


def test_the_sentence_that_the_program_itself_prints_at_the_end_is_no_typed_text() -> None:
    sentence = "2023年，本单位承办政协提案8件。"
    report, _ = written(f"已全部公开。\n{sentence}", MOTIONS_TITLE)
    assert body_of(report, "other.motions") == "已全部公开。"
    (block,) = (one for one in report.texts if one.body)
    assert printed_sentences(report, block) == [sentence]


def written(text: str, title: str = "主动公开") -> tuple[Report, Recognition]:
    """Bring in a text under a sub-head of the section that it belongs to."""
    section = "一、总体情况" if title == "主动公开" else "六、其他需要报告的事项"
    lines = ("某局2023年年度报告", section, f"（一）{title}", text)
    blocks = tuple(SourceParagraph(n, line) for n, line in enumerate(lines, 1))
    reading = recognise(Document(FileKind.WORD, blocks), FORMS)
    return report_from(reading, 2023), reading


def body_of(report: Report, key: str = "overview.proactive") -> str:
    block = report.text(key)
    assert block is not None
    return block.body


def brought(report_body: str, key: str = "overview.proactive"):
    report = new_report(FORM, Unit(name="某局"), 2023)
    reading = recognise(Document(FileKind.WORD, (SourceParagraph(1, "某局2023年年度报告"),)), FORMS)
    return report, replace(reading, tallies={key: next(tallies_in(report_body, "条"))})


def test_a_tally_takes_the_place_of_the_forms_own() -> None:
    report, reading = brought(COUNTED)
    report = report.with_value("tally/published/finance", 3)
    tallied = with_recognition(report, reading)
    (tally,) = tallied.tallies
    assert tally.approximate
    assert [label for _, label in tally.parts] == ["机关职能", "财政信息", "会议"]
    assert tallied.values["tally/published/finance"] == 10  # a known label keeps its key
    assert tallied.values["tally/published/total"] == 66


def test_a_tally_under_another_text_is_one_of_the_units_own() -> None:
    report, reading = brought(COUNTED, "overview.platform")
    tallied = with_recognition(report, reading)
    assert [tally.under for tally in tallied.tallies] == ["overview.proactive", "overview.platform"]
    again = with_recognition(tallied, reading)
    assert again == tallied


def test_texts_come_in_the_place_the_source_gives_them() -> None:
    report = replace(
        new_report(FORM, Unit(name="某局"), 2023),
        texts=(TextBlock("overview.proactive", "甲"), TextBlock("other.fees", "乙")),
    )
    _, reading = brought(COUNTED)
    read = (
        TextBlock("overview.preface", "前言", "新。"),
        TextBlock("overview.proactive", "甲", "文。"),
        TextBlock("overview.own1", "丙", "后。"),
    )
    texts = with_recognition(report, replace(reading, tallies={}, texts=read)).texts
    assert [block.title for block in texts] == ["前言", "甲", "丙", "乙"]
    assert texts[1].body == "文。"


def test_what_is_doubtful_or_of_no_cell_is_not_taken() -> None:
    report = report_of("city-2023")
    _, reading = brought(COUNTED)
    assert with_recognition(report, replace(reading, tallies={})).values == report.values


def test_figures_are_taken_only_where_the_report_has_their_text() -> None:
    report, reading = brought(COUNTED)
    found = {"other.motions": FiguresRead({"figure/motions": 8}, ())}
    reading = replace(reading, tallies={}, figures=found)
    report = replace(report, texts=(TextBlock("other.motions", "提案"),))
    assert with_recognition(report, reading).values == {"figure/motions": 8}
    assert with_recognition(replace(report, texts=()), reading).values == {}


def test_a_number_read_stands_for_what_could_not_be_read_before() -> None:
    address = "disclosure/regulations/issued"
    report = report_of("city-2023").with_unread(address, "约五件")
    reading = recognise(Document(FileKind.WORD, ()), FORMS)
    full = report_from(reading, 2023)
    assert full.values == {}
    assert with_recognition(report, reading).unread == {address: "约五件"}


def test_a_tally_of_no_preset_has_keys_of_its_own() -> None:
    report, reading = brought(COUNTED)
    tallied = with_recognition(replace(report, tallies=()), reading)
    assert tallied.tallies[0].parts[0] == ("own1", "机关职能")
    assert isinstance(tallied.tallies[0], Tally)


def test_a_report_without_a_year_is_read_by_labels() -> None:
    lines = ("六、其他需要报告的事项", "（一）收取信息处理费情况", "发出收费通知3件。")
    blocks = tuple(SourceParagraph(n, line) for n, line in enumerate(lines, 1))
    reading = recognise(Document(FileKind.WORD, blocks), FORMS)
    assert reading.identity.year is None
    assert reading.figures["other.fees"].values == {"figure/fee_notices": 3}
