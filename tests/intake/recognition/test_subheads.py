"""Sub-heads of section one in the words of each unit."""

import pytest

from intake.content import Document, FileKind, SourceParagraph
from intake.recognition.reading import Recognition, recognise
from intake.words.titles import SubheadTitles, core
from tests.intake.known import FORMS

OVERVIEW = SubheadTitles(FORMS[0].sections[0].texts)


def reading_of(*lines: str) -> Recognition:
    text = ("某局2023年政府信息公开工作年度报告", "前言。", "一、总体情况", *lines)
    blocks = tuple(SourceParagraph(n, line) for n, line in enumerate(text, 1))
    return recognise(Document(FileKind.WORD, blocks), FORMS)


def titles(reading: Recognition) -> dict[str, str]:
    return {block.key: block.title for block in reading.texts if block.key != "overview.preface"}


@pytest.mark.parametrize(
    ("printed", "key"),
    [
        ("深入推进政府信息主动公开工作", "proactive"),
        ("进一步加大政府信息公开力度", "proactive"),
        ("主动公开政府信息情况", "proactive"),
        ("依法办理依申请公开工作", "on_request"),
        ("政府信息公开申请办理情况", "on_request"),
        ("政务信息资源管理工作", "management"),
        ("政务公开平台建设情况", "platform"),
        ("平台建设与管理", "platform"),
        ("强化政府信息公开监督与保障", "supervision"),
        ("监督保障和教育培训情况", "supervision"),
    ],
)
def test_a_sub_head_is_known_by_what_is_left_without_its_ending(printed: str, key: str) -> None:
    assert OVERVIEW.keys(printed) == [f"overview.{key}"]


@pytest.mark.parametrize(
    "printed", ["组织领导情况", "重点领域信息公开", "政府信息公开情况", "制度建设", "平台" * 20]
)
def test_a_sub_head_of_another_matter_is_the_units_own(printed: str) -> None:
    assert OVERVIEW.keys(printed) == []


def test_a_title_of_nothing_but_endings_has_no_core() -> None:
    assert core("加强政府信息公开") == ""
    assert core("工作情况") == "工作情况"


def test_a_sub_head_that_names_two_takes_the_first_with_a_doubt() -> None:
    reading = reading_of("（一）政府信息公开平台建设和监督保障情况", "已建。")
    assert titles(reading) == {"overview.platform": "政府信息公开平台建设和监督保障情况"}
    assert [doubt.why for doubt in reading.doubts] == [
        "小标题含「监督保障」，拟一并列入「政府信息公开平台建设」"
    ]


def test_sub_heads_may_be_numbered_with_digits_or_not_at_all() -> None:
    for style in ("1、{}", "2.{}", "（三）{}", "{}", "{}："):
        reading = reading_of(
            style.format("主动公开情况"), "有。", style.format("平台建设"), "也有。"
        )
        assert titles(reading) == {
            "overview.proactive": "主动公开情况",
            "overview.platform": "平台建设",
        }


def test_sub_heads_below_others_keep_their_place() -> None:
    reading = reading_of(
        "主动公开情况",
        "（一）公文",
        "甲。",
        "（二）会议",
        "乙。",
        "1.例会",
        "丙。",
        "监督保障",
        "丁。",
    )
    assert titles(reading) == {
        "overview.proactive": "主动公开情况",
        "overview.proactive.own1": "公文",
        "overview.proactive.own2": "会议",
        "overview.proactive.own2.own1": "例会",
        "overview.supervision": "监督保障",
    }
    reading = reading_of(
        "（一）主动公开", "1.平台建设", "甲。", "依申请公开", "乙。", "（三）信息管理"
    )
    assert titles(reading) == {
        "overview.proactive": "主动公开",
        "overview.proactive.own1": "平台建设",
        "overview.on_request": "依申请公开",
        "overview.management": "信息管理",
    }


def test_a_customary_sub_head_that_was_there_before_is_text() -> None:
    reading = reading_of("（一）监督保障", "甲。", "监督保障")
    (block,) = (block for block in reading.texts if block.key == "overview.supervision")
    assert block.body == "甲。\n监督保障"


def bodies(reading: Recognition) -> dict[str, tuple[str, str]]:
    return {block.key: (block.title, block.body.strip()) for block in reading.texts[1:]}


def test_sub_heads_may_be_counted_in_words() -> None:
    reading = reading_of(
        "一是积极推进主动公开。公开若干。",
        "一是公文。二是会议。",
        "二是规范办理依申请公开。全部答复。",
        "三是及时回应社会关切。回应群众。",
        "又有一事。",
    )
    assert bodies(reading) == {
        "overview.proactive": ("积极推进主动公开", "公开若干。\n一是公文。二是会议。"),
        "overview.on_request": ("规范办理依申请公开", "全部答复。"),
        "overview.own1": ("及时回应社会关切", "回应群众。\n又有一事。"),
    }


def test_what_is_counted_under_a_sub_head_is_text() -> None:
    lines = ("一是加大公开力度。公开若干。", "二是加强平台建设。已建。")
    assert bodies(reading_of("（一）主动公开", *lines)) == {
        "overview.proactive": ("主动公开", "\n".join(lines))
    }


@pytest.mark.parametrize(
    ("line", "title", "body"),
    [
        ("（一）主动公开方面2023年，本局公开若干，内容真实。", "主动公开方面", "2023年，本局"),
        ("（一）主动公开　围绕重点，公开若干，内容真实。", "主动公开", "围绕重点，"),
        ("（一）加大公开力度坚持常态公开，内容真实。", "加大公开力度", "坚持常态公开，"),
    ],
)
def test_a_text_may_follow_its_sub_head_without_a_mark(line: str, title: str, body: str) -> None:
    found = bodies(reading_of(line))["overview.proactive"]
    assert found[0] == title
    assert found[1].startswith(body)


@pytest.mark.parametrize(
    "line", ["（一）主动公开情况和办理结果", "（一）收到来信12件，办结12件，均已答复。"]
)
def test_a_sub_head_of_more_words_and_a_sentence_are_not_divided(line: str) -> None:
    reading = reading_of(line, "全年平稳。")
    assert line.removeprefix("（一）") in str(bodies(reading))


@pytest.mark.parametrize("numbers", ["①②", ("1，", "2,"), ("①、", "②.")])
def test_customary_sub_heads_may_be_numbered_as_items_of_a_list(numbers: tuple[str, ...]) -> None:
    one, two = numbers
    reading = reading_of(f"{one}主动公开情况", "已公开。", f"{two}平台建设。已建。")
    assert {block.key: (block.title, block.body) for block in reading.texts[1:]} == {
        "overview.proactive": ("主动公开情况", "已公开。"),
        "overview.platform": ("平台建设", "已建。"),
    }
    assert not reading.doubts


@pytest.mark.parametrize(
    "items",
    [
        ("（一）工作成效", "①主动公开。公开12条。", "②平台建设。已建。"),
        ("（一）主动公开", "①加强培训。", "2，做好解读。"),
    ],
)
def test_items_of_a_list_stay_text_below_a_sub_head_and_in_words_of_their_own(
    items: tuple[str, ...],
) -> None:
    reading = reading_of(*items)
    assert [block.body for block in reading.texts[1:]] == ["\n".join(items[1:])]
