"""The printed text of a section, as outline, checks and comparison with last year read it."""

from dataclasses import replace

from export.outline import OutlineHeading, OutlineParagraph, outline
from model.report.answers import put
from model.report.report import Report, TextBlock
from model.report.sections import heads, length, printed, written
from model.report.subheads import is_heading


def test_what_stands_before_the_heading_comes_first_without_a_sub_head(example: Report) -> None:
    turned = replace(example, texts=example.texts[::-1])
    for report in (example, turned):
        first, *others = printed(report, "overview")
        assert not is_heading(report, first.block.key)
        assert first.level == 0
        assert all(one.level for one in others)


def test_sentences_from_numbers_come_after_the_paragraphs(example: Report) -> None:
    report = put(example, "text/other.motions", "高度重视。\n\n按时办结。\n")
    (motions,) = (one for one in printed(report, "other") if one.block.key == "other.motions")
    assert motions.paragraphs == ("高度重视。", "", "按时办结。")
    assert len(motions.sentences) == 1
    assert motions.text == "\n".join((*motions.paragraphs, *motions.sentences))


def test_the_outline_prints_what_is_printed_and_nothing_else(example: Report) -> None:
    items = (one for one in outline(example) if isinstance(one, OutlineHeading | OutlineParagraph))
    lines = [one.text for one in items]
    wanted: list[str] = []
    for section in example.form.sections:
        texts = printed(example, section.key)
        before = [one.text for one in texts if not one.level]
        numbered = zip(heads(example, [one.block for one in texts]), texts, strict=True)
        under = ["\n".join(filter(None, (head, one.text))) for head, one in numbered if one.level]
        wanted += "\n".join((*before, section.title, *under)).split("\n")
    assert lines == wanted


def test_an_empty_sub_head_counts_as_written_where_something_stands_under_it(
    empty: Report,
) -> None:
    own = TextBlock("overview.proactive.system.own1", "自立", "一段。")
    texts = (TextBlock("overview.proactive", "主动公开"), own, TextBlock("other.fees", "收费", " "))
    report = replace(empty, texts=texts, tallies=())
    assert written(printed(report, "overview")) == {
        "overview.proactive", "overview.proactive.system", own.key
    }  # fmt: skip
    assert written(printed(report, "other")) == set()


def test_all_sub_heads_are_numbered_where_all_are_printed(empty: Report) -> None:
    system = TextBlock("overview.proactive.system", "制度建设情况")
    report = replace(empty, texts=(*empty.texts[:2], system, *empty.texts[2:]))
    blocks = report.section_texts("overview")
    numbers = dict(zip((block.key for block in blocks), heads(report, blocks), strict=True))
    assert [*numbers.values()][:3] == ["前言", "（一）主动公开方面", "1.制度建设情况"]
    assert system not in [one.block for one in printed(report, "overview")]


def test_a_text_without_a_place_under_a_section_is_a_sub_head_of_the_first_level(
    empty: Report,
) -> None:
    report = replace(empty, texts=(TextBlock("overview", "总体", "一段。"),), tallies=())
    (one,) = printed(report, "overview")
    assert (one.level, heads(report, [one.block]), one.text) == (1, ["（一）总体"], "一段。")


def test_the_length_of_a_section_counts_all_sub_heads_that_are_printed_and_no_preface(
    example: Report,
) -> None:
    texts = (
        TextBlock("overview.preface", "前言", "一二三"),
        TextBlock("overview.preface.own", "下", "一二"),
        TextBlock("overview.prefaces", "题", "一 二\n三\n"),
        TextBlock("overview.management.a", "题", "四"),
        TextBlock("problems.problems", "题", "五"),
    )
    assert length(replace(example, texts=texts), "overview") == 6
