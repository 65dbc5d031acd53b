"""Numbers in sentences, and what was read laid over a report."""

from dataclasses import replace
from decimal import Decimal

import pytest

from intake.content import Document, FileKind, SourceParagraph
from intake.recognition.counts import FiguresRead, figures_in
from intake.recognition.reading import Recognition, recognise
from intake.recognition.report import report_from, with_recognition
from intake.worker import read
from model.claims.claims import Speaker
from model.form.form import Text
from model.form.statements import states_figures, tally_in
from model.report.begin import new_report
from model.report.report import Report, Tally, TextBlock
from model.report.sections import printed_sentences
from model.unit import Unit
from tests.intake.known import FORMS, report_of
from tests.writing import render_web

FORM = FORMS[0]
MOTIONS, FEES = FORM.texts["other.motions"], FORM.texts["other.fees"]
COUNTED = "全年主动公开信息累计66余条。其中：机关职能5条，财政信息10条、会议51条。"


def figures(body: str) -> dict[str, object]:
    return {k.partition("/")[2]: n for k, n in figures_in(body, MOTIONS).values.items()}


def test_a_tally_is_a_total_and_three_categories_or_more() -> None:
    tally = tally_in(f"前言。\n{COUNTED}\n另有。", "条")
    assert tally is not None
    assert (tally.total, tally.approximate) == (66, True)
    assert tally.parts == (("机关职能", 5), ("财政信息", 10), ("会议", 51))
    assert "".join(tally.sentences) == COUNTED


def test_a_sentence_that_lists_otherwise_is_no_tally() -> None:
    assert tally_in("其中机关职能5条，财政信息10条，会议51条。", "条") is None  # no total
    assert tally_in("累计15条。其中机关职能5条，财政信息10条。", "条") is None  # two
    assert tally_in("累计66条。其中甲5条，乙10条，丙51条，以及其他。", "条") is None
    assert tally_in("累计66件。其中甲5条，乙10条，丙51条。", "条") is None
    assert (
        tally_in("培训12次，累计66条。其中甲5条，乙10条，丙51条。", "条") is None
    )  # another number
    assert tally_in("其中一是培训。累计6条，其中甲1条，乙2条，丙3条", "条") is not None


def test_a_thousand_is_read_whole_in_a_tally_or_not_at_all() -> None:
    tally = tally_in("累计1,260条。其中会议1,234条，财政2条，人事24条。", "条")
    assert tally is not None
    assert (tally.total, tally.parts[0]) == (1260, ("会议", 1234))
    assert tally_in("累计60条。其中会议1,23条，财政2条，人事24条。", "条") is None
    assert tally_in("累计60条。其中会议1.5条，财政2条，人事24条。", "条") is None
    assert tally_in(f"累计60条。其中会议{'9' * 16}条，财政2条，人事24条。", "条") is None


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
    report, reading = written(text, title)
    (block,) = (one for one in report.texts if one.body)
    assert block.body.rstrip("\n") == text
    assert reading.rewritten == ()
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


def test_a_text_with_two_numbers_for_a_figure_states_neither() -> None:
    values = {"figure/proposals": 8}
    assert states_figures("承办政协提案8件。", MOTIONS, values)
    assert not states_figures("承办政协提案8件。另承办政协提案9件。", MOTIONS, values)
    assert not states_figures("承办政协提案8件。", MOTIONS, {**values, "figure/suggestions": 1})
    assert not states_figures("承办政协提案8件。", MOTIONS, {})


def test_a_sentence_of_numbers_at_the_end_is_written_by_the_program() -> None:
    report, reading = written("已全部公开。我局承办政协提案8件。", MOTIONS_TITLE)
    assert body_of(report, "other.motions") == "已全部公开。"
    assert reading.rewritten == ("我局承办政协提案8件。",)


def test_a_sentence_that_only_a_phrase_of_the_form_explains_is_written_by_the_program() -> None:
    report, _ = written(
        "我局及时告知，全年制发收费通知书280份。群众表示满意。", "收取信息处理费情况"
    )
    assert report.values == {"figure/fee_notices": 280}
    assert body_of(report, "other.fees") == "我局及时告知。群众表示满意。"


@pytest.mark.parametrize(
    ("body", "values"),
    [
        ("收取信息处理费100元，较上年增加20元。", {"fee_amount": 100}),
        ("本年度收取信息处理费100元，上年收取200元。", {"fee_amount": 100}),
        ("2023年收取信息处理费20元，2022年收取100元。", {}),
        ("涉及金额300元，实际收取200元。", {}),
        ("收取信息处理费100余元。", {}),
        ("上年未收取信息处理费。", {}),
        ("不存在未收取信息处理费。", {}),
        ("本年度未收取信息处理费。", {"fee_notices": 0, "fee_paid": 0}),
    ],
)
def test_a_number_of_another_year_and_one_of_two_is_no_figure(
    body: str, values: dict[str, object]
) -> None:
    found = figures_in(body, FEES).values
    assert {address.partition("/")[2]: number for address, number in found.items()} == values


@pytest.mark.parametrize(
    "body", ["没有逾期未承办政协提案。", "不存在未承办政协提案。", "去年未承办政协提案。"]
)
def test_what_is_denied_or_another_years_is_no_zero(body: str) -> None:
    assert figures_in(body, MOTIONS) == FiguresRead({}, ())


def test_a_label_in_a_clause_before_takes_no_number_of_the_next() -> None:
    assert figures("未承办政协提案，承办区级建议12件。") == {"proposals": 0}


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


def test_figures_are_known_by_label_and_unit() -> None:
    body = "2023年承办建议和提案共8件，其中政协提案8件，人大代表建议0件。满意率98.5%。"
    assert figures(body) == {
        "motions": 8,
        "proposals": 8,
        "suggestions": 0,
        "satisfaction_rate": Decimal("98.5"),
    }
    assert figures_in(body, MOTIONS).sentences == tuple(f"{s}。" for s in body.split("。")[:-1])


def test_several_rates_may_have_one_number() -> None:
    assert figures("面复率、满意率均为100％。") == {
        "reply_rate": Decimal(100),
        "satisfaction_rate": Decimal(100),
    }


def test_a_sentence_that_says_more_stays_in_the_text() -> None:
    assert figures_in("政协提案8件，培训3次。", MOTIONS).sentences == ()


def test_two_numbers_of_one_figure_are_none() -> None:
    assert figures_in("政协提案8件。政协提案9件。", MOTIONS) == FiguresRead({}, ())


def test_the_only_figure_of_a_unit_needs_no_label() -> None:
    assert figures_in("全年收取50元。", FEES).values == {"figure/fee_amount": 50}


def test_what_there_was_none_of_is_0() -> None:
    assert figures("2023年，我局承办人大代表建议3件，未承办政协提案。") == {
        "suggestions": 3,
        "proposals": 0,
    }
    assert figures("没有收到人大代表建议和政协提案。") == {"suggestions": 0, "proposals": 0}
    assert figures("目前，未办结政协提案正在办理。未办结政协提案。") == {}
    fees = figures_in("我局未收取信息处理费。", FEES)
    assert fees.values == {"figure/fee_notices": 0, "figure/fee_paid": 0}
    assert fees.sentences == ("我局未收取信息处理费。",)


def test_a_number_that_names_nothing_is_no_figure() -> None:
    assert figures("培训3件。") == {}


def test_a_count_that_is_not_whole_is_no_figure_and_costs_no_file() -> None:
    assert figures("承办政协提案3.5件，满意率99.5%。") == {"satisfaction_rate": Decimal("99.5")}


def brought(report_body: str, key: str = "overview.proactive"):
    report = new_report(FORM, Unit(name="某局"), 2023)
    reading = recognise(Document(FileKind.WORD, (SourceParagraph(1, "某局2023年年度报告"),)), FORMS)
    found = tally_in(report_body, "条")
    assert found is not None
    return report, replace(reading, tallies={key: found})


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


def stated(body: str, text: Text = FEES) -> dict[str, object]:
    """Give the figures that a sentence states, for the form's own phrases."""
    speaker = Speaker.of(FORM, 2023, Unit(name="某市水务局", self_name="我局"))
    found = figures_in(body, text, speaker).values
    return {address.partition("/")[2]: number for address, number in found.items()}


@pytest.mark.parametrize(
    ("body", "values"),
    [
        (
            "全年制发收费通知书280份，实际收取信息处理费84元。",
            {"fee_notices": 280, "fee_amount": 84},
        ),
        ("发出收费通知十二件，收取信息处理费１２元。", {"fee_notices": 12, "fee_amount": 12}),
        ("收取信息处理费0.2万元。", {"fee_amount": 2000}),
        (
            "发出收费通知3件，实际收取2件、100元。",
            {"fee_notices": 3, "fee_paid": 2, "fee_amount": 100},
        ),
        ("全年未发出收费通知。", {"fee_notices": 0}),
        ("我局未收取信息处理费。", {"fee_notices": 0, "fee_paid": 0}),
        ("发出收费通知30余件，收取信息处理费30余元。", {}),
        ("去年全年发出收费通知192件，收取信息处理费192元，今年调整了告知方式。", {}),
        ("历年累计收取信息处理费253元，累计减免253元。", {}),
        ("竞赛得分前3名的单位奖励37元。", {}),
    ],
)
def test_figures_are_read_by_what_sentences_state(body: str, values: dict[str, object]) -> None:
    assert stated(body) == values


@pytest.mark.parametrize(
    ("body", "values"),
    [
        (
            "承办人大代表建议3件、政协提案8件，满意率100%。",
            {"suggestions": 3, "proposals": 8, "satisfaction_rate": 100},
        ),
        (
            "承办人大代表建议3件，政协提案8件，共11件。",
            {"suggestions": 3, "proposals": 8, "motions": 11},
        ),
        (
            "承办人大代表建议3件，政协提案8件，共12件。",
            {"suggestions": 3, "proposals": 8, "motions": 12},
        ),
        ("政协提案由我局承办的共159件。", {"proposals": 159}),
        ("收到感谢信共116件。", {}),
    ],
)
def test_motions_are_read_by_what_sentences_state(body: str, values: dict[str, object]) -> None:
    assert stated(body, MOTIONS) == values


def test_a_number_of_part_of_a_notice_is_no_count() -> None:
    assert stated("发出收费通知1.5件。") == {}


def test_a_clause_with_a_number_in_characters_is_not_said_twice() -> None:
    title = "收取信息处理费情况"
    report, reading = written("本年度一共发出收费通知十二件。群众表示满意。", title)
    assert reading.figures["other.fees"].values == {"figure/fee_notices": 12}
    assert body_of(report, "other.fees") == "群众表示满意。"


def test_a_report_without_a_year_is_read_by_labels() -> None:
    lines = ("六、其他需要报告的事项", "（一）收取信息处理费情况", "发出收费通知3件。")
    blocks = tuple(SourceParagraph(n, line) for n, line in enumerate(lines, 1))
    reading = recognise(Document(FileKind.WORD, blocks), FORMS)
    assert reading.identity.year is None
    assert reading.figures["other.fees"].values == {"figure/fee_notices": 3}
