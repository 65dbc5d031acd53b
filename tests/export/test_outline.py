"""What a report prints, and in which order."""

from dataclasses import replace
from datetime import date

import pytest

from export.outline import (
    OutlineHeading,
    OutlineParagraph,
    PrintedTable,
    Signature,
    Title,
    chosen_unit,
    outline,
    printed_table,
)
from model.form import catalog
from model.report.answers import put
from model.report.begin import new_report
from model.report.report import Report, TextBlock
from model.report.sections import numbered
from model.unit import Unit


def headings(report: Report) -> list[str]:
    return [block.text for block in outline(report) if isinstance(block, OutlineHeading)]


def with_texts(report: Report, *texts: TextBlock) -> Report:
    return replace(report, texts=texts)


def test_the_title_comes_first_and_the_ending_last(example: Report) -> None:
    blocks = outline(example)
    assert blocks[:2] == [Title("青岚市商务局"), Title("2024年政府信息公开工作年度报告")]
    assert blocks[-1] == Signature("青岚市商务局", "2025年1月15日")


def test_the_six_sections_are_headings_of_the_first_level_in_order(example: Report) -> None:
    first = [b.text for b in outline(example) if isinstance(b, OutlineHeading) and b.level == 1]
    assert first == [section.title for section in example.form.sections]


def test_the_preface_stands_before_the_first_heading_without_a_subhead(example: Report) -> None:
    preface = outline(example)[2]
    assert isinstance(preface, OutlineParagraph)
    assert preface.text.startswith("根据《中华人民共和国政府信息公开条例》")
    assert outline(example)[3] == OutlineHeading(1, "一、总体情况", "overview")
    assert not any("前言" in text for text in headings(example))


def test_an_empty_preface_prints_nothing(empty: Report) -> None:
    assert outline(empty)[2] == OutlineHeading(1, "一、总体情况", "overview")


def test_every_table_stands_right_under_the_heading_of_its_section(example: Report) -> None:
    blocks = outline(example)
    tables = [number for number, b in enumerate(blocks) if isinstance(b, PrintedTable)]
    under = [blocks[number - 1] for number in tables]
    assert [b.key for b in under if isinstance(b, OutlineHeading)] == [
        "disclosure",
        "requests",
        "review",
    ]


def test_a_report_without_signature_and_date_has_no_ending(empty: Report) -> None:
    assert not any(isinstance(block, Signature) for block in outline(empty))


def test_a_signature_without_a_date_ends_the_report_alone(empty: Report) -> None:
    signed = put(empty, "unit/signature", "某市水务局")
    assert outline(signed)[-1] == Signature("某市水务局", "")


def test_a_date_without_a_signature_ends_the_report_without_leading_zeros(empty: Report) -> None:
    unit = replace(empty.unit, signed_on=date(2025, 1, 5))
    assert outline(replace(empty, unit=unit))[-1] == Signature("", "2025年1月5日")


@pytest.mark.parametrize(
    ("level", "number", "printed"),
    [(1, 1, "（一）甲"), (1, 12, "（十二）甲"), (2, 3, "3.甲"), (3, 4, "（4）甲")],
)
def test_subheads_are_numbered_by_their_level(level: int, number: int, printed: str) -> None:
    assert numbered(level, number, "甲") == printed


def test_numbers_begin_again_under_every_subhead(empty: Report) -> None:
    report = with_texts(
        empty,
        TextBlock("overview.a", "甲"),
        TextBlock("overview.a.x", "子"),
        TextBlock("overview.a.x.i", "孙"),
        TextBlock("overview.a.y", "丑"),
        TextBlock("overview.a.y.i", "寅"),
        TextBlock("overview.b", "乙"),
        TextBlock("overview.b.x", "卯"),
    )
    wanted = ["（一）甲", "1.子", "（1）孙", "2.丑", "（1）寅", "（二）乙", "1.卯"]
    assert headings(report)[1:8] == wanted


def test_subheads_deeper_than_three_levels_are_printed_on_the_third(empty: Report) -> None:
    report = with_texts(
        empty,
        TextBlock("overview.a", "甲"),
        TextBlock("overview.a.x", "子"),
        TextBlock("overview.a.x.i", "孙"),
        TextBlock("overview.a.x.i.ii", "曾孙"),
    )
    assert headings(report)[3:5] == ["（1）孙", "（2）曾孙"]


def test_a_customary_subhead_that_nobody_filled_or_asks_for_is_left_out(empty: Report) -> None:
    report = put(put(empty, "text/overview.proactive.system", ""), "text/other.priorities", "")
    assert not any("制度建设" in text for text in headings(report))
    assert "上级年度政务公开工作要点" in headings(report)[-1]


def test_a_customary_subhead_with_text_takes_the_number_in_its_place(example: Report) -> None:
    assert "2.信息发布数量" in headings(example)
    filled = put(example, "text/overview.proactive.system", "")
    assert "1.信息发布数量" in headings(filled)
    assert not any("制度建设" in text for text in headings(filled))


def test_a_customary_subhead_is_printed_for_the_sake_of_what_stands_under_it(
    empty: Report,
) -> None:
    report = with_texts(
        empty,
        TextBlock("overview.proactive.system", "政府信息公开制度建设情况"),
        TextBlock("overview.proactive.system.own", "自立小标题", "正文。"),
    )
    assert headings(report)[1:3] == ["1.政府信息公开制度建设情况", "（1）自立小标题"]


def test_figures_are_printed_as_a_sentence_after_the_text(example: Report) -> None:
    report = put(example, "text/other.motions", "高度重视。")
    blocks = outline(report)
    at = next(n for n, b in enumerate(blocks) if isinstance(b, OutlineHeading) and "人大" in b.text)
    assert blocks[at + 1] == OutlineParagraph("高度重视。")
    sentence = blocks[at + 2]
    assert isinstance(sentence, OutlineParagraph)
    assert "承办人大代表建议3件、政协提案8件，共11件" in sentence.text


def test_subheads_run_into_their_first_paragraph_where_the_unit_wants_it(example: Report) -> None:
    report = replace(example, options=replace(example.options, run_in=True))
    leads = [b for b in outline(report) if isinstance(b, OutlineParagraph) and b.lead]
    problems = next(block for block in leads if "主要问题" in block.lead)
    assert problems.lead == "（一）存在的主要问题。"
    assert problems.text.startswith("一是政策解读形式")
    blocks = outline(report)
    following = blocks[blocks.index(problems) + 1]
    assert isinstance(following, OutlineParagraph)
    assert not following.lead


def test_a_subhead_without_text_keeps_its_own_line_even_when_others_run_in(
    example: Report,
) -> None:
    report = replace(example, options=replace(example.options, run_in=True))
    assert OutlineHeading(2, "（一）主动公开方面", "overview.proactive") in outline(report)


def test_a_number_is_printed_as_typed_with_its_remark(example: Report) -> None:
    printed = printed_table(example, example.totals(), "disclosure")
    assert printed.values["disclosure/normative/in_force"] == "17（含自然失效2件）"
    assert printed.values["disclosure/fees/amount"] == "412.506"
    assert printed.section == "disclosure"


def test_a_remark_on_a_blank_cell_prints_nothing_yet_of_the_number(empty: Report) -> None:
    report = put(empty, "disclosure/licences/decisions#remark", "待核")
    printed = printed_table(report, report.totals(), "disclosure")
    assert printed.values["disclosure/licences/decisions"] == "（待核）"
    assert printed.values["disclosure/penalties/decisions"] == ""


def test_computed_totals_are_printed_and_notes_follow_by_lines(example: Report) -> None:
    report = put(example, "note/review", "注：一。\n\n注：二。")
    printed = printed_table(report, report.totals(), "review")
    assert printed.values["review/figures/reconsideration.total"] == "53"
    assert printed.notes == ("注：一。", "注：二。")


def test_the_unit_of_the_2019_form_is_printed_as_chosen() -> None:
    amount = "disclosure/procurement/amount"
    report = put(new_report(catalog.form("2019"), Unit(name="某局"), 2020), amount, "12.50")
    cell = report.form.cells[amount]
    assert printed_table(report, report.totals(), "disclosure").values[amount] == "12.50元"
    options = replace(report.options, units={amount: "万元"})
    assert chosen_unit(replace(report, options=options), cell) == "万元"
    assert chosen_unit(report, report.form.cells["disclosure/licences/previous"]) == ""


def test_a_customary_subhead_that_nobody_filled_is_left_out(empty: Report) -> None:
    report = with_texts(empty, TextBlock("overview.proactive.system", "政府信息公开制度建设情况"))
    assert not any("制度建设" in text for text in headings(report))
