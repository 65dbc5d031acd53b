"""The six headings, however units number them, and whatever a conversion did to them."""

import pytest

from intake.content import Document, FileKind, SourceParagraph
from intake.recognition.reading import Recognition, recognise
from intake.recognition.sections import Sections
from intake.words.numbering import Style, numbering_of
from tests.intake.known import FORMS

TITLES = [section.title.partition("、")[2] for section in FORMS[0].sections]
DIGITS = "一二三四五六七"
TEXTS = {0: ["（一）主动公开情况", "甲。"], 4: ["（一）存在的问题", "乙。"], 5: ["无其他事项。"]}


def reading_of(*lines: str) -> Recognition:
    blocks = tuple(SourceParagraph(n, line) for n, line in enumerate(lines, 1))
    return recognise(Document(FileKind.WORD, blocks), FORMS)


def numbered(style: str) -> list[str]:
    lines = ["某某局2023年政府信息公开工作年度报告", "前言。"]
    for order, title in enumerate(TITLES):
        number = DIGITS[order]
        lines.append(
            style.format(chinese=number, digit=order + 1, roman=chr(0x2160 + order)) + title
        )
        lines += TEXTS.get(order, [])
    return lines


def assert_read(reading: Recognition) -> None:
    assert list(reading.account.sections) == [section.key for section in FORMS[0].sections]
    assert {block.key: block.body for block in reading.texts} == {
        "overview.preface": "前言。",
        "overview.proactive": "甲。",
        "problems.problems": "乙。",
        "other.fees": "无其他事项。",
    }
    assert reading.account.is_settled


@pytest.mark.parametrize(
    "style",
    [
        "{chinese}、",
        "{chinese}.",
        "{chinese} 、 ",
        "{digit}、",
        "{digit}. ",
        "（{chinese}）",
        "({digit})",
        "第{chinese}部分 ",
        "第{digit}部分：",
        "第{chinese}章　",
        "{roman}、",
        "{roman} ",
        "",
    ],
)
def test_the_six_headings_are_known_in_every_style(style: str) -> None:
    assert_read(reading_of(*numbered(style)))


def test_headings_whose_numbers_are_shifted_or_repeated_are_known_by_their_words() -> None:
    lines = numbered("{chinese}、")
    shifted = [line.translate(str.maketrans("四五六", "五六七")) for line in lines]
    assert_read(
        reading_of(
            *(one if one[1:2] == "、" else old for one, old in zip(shifted, lines, strict=True))
        )
    )
    repeated = [f"二、{line[2:]}" if line[1:2] == "、" else line for line in lines]
    assert_read(reading_of(*repeated))


def test_one_heading_numbered_like_a_sub_head_is_still_a_heading() -> None:
    lines = [line.replace("五、", "（五）") for line in numbered("{chinese}、")]
    assert_read(reading_of(*lines))


def test_a_sub_head_with_the_words_of_a_section_stays_one() -> None:
    reading = reading_of("某局2023年年度报告", "一、总体情况", "（二）主动公开情况", "甲。")
    assert [block.key for block in reading.texts] == ["overview.proactive"]


WORDINGS = {
    0: ["概述", "政府信息公开工作总体情况", "政务信息公开情况概述", "总体概况"],
    1: ["政府信息主动公开情况", "主动公开信息的情况"],
    2: ["依申请公开情况", "政府信息依申请公开情况", "收到和处理公开申请情况"],
    3: ["行政复议、行政诉讼情况", "复议和诉讼情况", "被申请行政复议、提起行政诉讼情况"],
    4: ["存在问题及改进措施", "存在的不足及下一步打算", "问题与改进", "主要问题和整改情况："],
    5: ["其他需要报告的情况", "其他需要说明的事项", "其他事项"],
}


@pytest.mark.parametrize(
    ("order", "wording"), [(n, one) for n, words in WORDINGS.items() for one in words]
)
def test_a_numbered_heading_in_other_words_begins_its_section(order: int, wording: str) -> None:
    assert Sections(FORMS[0]).weigh(f"{DIGITS[order]}、{wording}")[0] == order
    assert Sections(FORMS[0]).weigh(f"{DIGITS[order + 1]}、{wording}")[0] in (order, -1)


@pytest.mark.parametrize(
    "line",
    [
        "三、主动公开回应关切",
        "五、其他没有问题",
        "一、工作部署情况",
        "七、其他事项",
        "三、办理结果 3.申请",
    ],
)
def test_a_heading_of_another_matter_begins_no_section(line: str) -> None:
    assert Sections(FORMS[0]).weigh(line) == (-1, 0)


@pytest.mark.parametrize(
    "torn",
    [
        ("五、存在的主要问", "题及改进情况"),
        ("五、", "存在的主要问题及", "改进情况"),
        ("五", "、存在的主要问题及改进情况"),
    ],
)
def test_a_heading_torn_by_a_conversion_is_whole_again(torn: tuple[str, ...]) -> None:
    lines = numbered("{chinese}、")
    place = lines.index("五、存在的主要问题及改进情况")
    lines[place : place + 1] = torn
    assert_read(reading_of(*lines))


@pytest.mark.parametrize(
    "title",
    [
        ("青溪市水务局2023年政府信息公开工", "作年度报告"),
        ("青溪市水", "务局2023年政府信息公开工作年度报告"),
        ("青溪市", "水务局", "2023年政府信息公开工作年度报告"),
        ("网站首页", "青溪市水务局", "2023年政府信息公开工作年度报告"),
        ("2023年青溪市水务局政府信息公开", "工作年度报告"),
    ],
)
def test_a_title_torn_by_a_conversion_names_the_unit(title: tuple[str, ...]) -> None:
    reading = reading_of(*title, "前言。", "一、总体情况", "（一）监督保障", "有。")
    assert reading.identity.unit == {"name": "青溪市水务局"}
    assert reading.identity.year == 2023
    assert reading.texts[0].body == "前言。"


@pytest.mark.parametrize(
    ("lines", "title", "body"),
    [
        (("（一）政府信息公开平", "台建设情况。已建。"), "政府信息公开平台建设情况", "已建。"),
        (("（一）平台建设", "情况。已建。"), "平台建设情况", "已建。"),
        (("（一）平台建设", "情况", "已建。"), "平台建设情况", "已建。"),
        (("（一）平台建设", "建设。"), "平台建设", "建设。"),
        (("（一）平台建设。", "情况。"), "平台建设", "情况。"),
        (("（一）平台建设", "1.网站"), "平台建设", ""),
    ],
)
def test_a_sub_head_torn_by_a_conversion_is_whole_again(
    lines: tuple[str, ...], title: str, body: str
) -> None:
    reading = reading_of("青溪市水务局2023年年度报告", "前言。", "一、总体情况", *lines)
    block = next(one for one in reading.texts if one.key == "overview.platform")
    assert (block.title, block.body) == (title, body)


def test_a_sentence_with_numbers_is_no_sub_head() -> None:
    reading = reading_of(*numbered("{chinese}、"), "（二）发出收费通知3件，收取20元。")
    assert reading.texts[-1].title == "收取信息处理费情况"


def test_a_heading_of_the_units_own_is_named_and_its_text_kept() -> None:
    reading = reading_of(*numbered("{chinese}、"), "七、机构设置情况", "有一个科室。")
    assert [issue.text for issue in reading.issues if not issue.addresses] == ["七、机构设置情况"]
    assert "七、机构设置情况\n有一个科室。" in reading.texts[-1].body


def test_a_long_heading_takes_no_text_to_itself() -> None:
    lines = [line.removesuffix("。") for line in numbered("第{chinese}部分　")]
    assert len(reading_of(*lines).account.sections) == 6
    assert not reading_of(*lines).joints


@pytest.mark.parametrize(
    ("text", "style", "number"),
    [
        ("第十部分", Style.PART, 10),
        ("十一、", Style.NONE, 0),
        ("肆、", Style.SECTION, 4),
        ("（十二）", Style.BRACKET, 12),
        ("3.5万", Style.NONE, 0),
        ("2024年", Style.NONE, 0),
    ],
)
def test_a_number_has_a_style_and_a_value(text: str, style: Style, number: int) -> None:
    assert numbering_of(text)[:2] == (style, number)


@pytest.mark.parametrize(
    "title",
    [
        "甲市水务局关于2023年政府信息公开工作的年度报告",
        "关于甲市水务局2023年度政府信息公开工作情况的报告",
        "2023年度甲市水务局政府信息公开工作报告",
        "二〇二三年度甲市水务局政府信息公开工作报告",
        "甲市水务局2023年政务公开工作年报",
    ],
)
def test_a_title_gives_the_name_of_the_unit_and_is_no_part_of_the_preface(title: str) -> None:
    reading = reading_of(
        title, "本报告根据条例编制。", "一、总体情况", "（一）主动公开", "全年平稳。"
    )
    assert reading.identity.unit["name"] == "甲市水务局"
    assert reading.identity.year == 2023
    assert reading.texts[0].body == "本报告根据条例编制。"
    assert not reading.issues


def test_a_long_sub_head_without_a_number_is_no_part_of_its_text() -> None:
    head = "人大代表建议和政协提案办理结果公开情况"
    title = "甲市水务局2023年政府信息公开工作年度报告"
    reading = reading_of(title, "六、其他需要报告的事项", head, "已全部公开。")
    assert [(one.key, one.body) for one in reading.texts] == [("other.motions", "已全部公开。")]


def test_a_heading_in_words_of_its_own_is_known_by_its_number_before_the_next_one() -> None:
    lines = numbered("{chinese}、")
    lines[lines.index("一、总体情况")] = "一、主动公开工作情况"
    lines[lines.index("五、存在的主要问题及改进情况")] = "五、下年度打算"
    reading = reading_of(*lines)
    assert {block.key: block.body for block in reading.texts} == {
        "overview.preface": "前言。",
        "overview.proactive": "甲。",
        "problems.problems": "乙。",
        "other.fees": "无其他事项。",
    }
    named = [
        one.text for one in reading.issues if one.why == "与表样的标题不同，按编号列入这一部分"
    ]
    assert named == ["一、主动公开工作情况", "五、下年度打算"]


@pytest.mark.parametrize("other", ["一、另一标题", "一、主动公开12条。办理3件。"])
def test_of_two_lines_with_the_number_none_is_the_heading(other: str) -> None:
    lines = numbered("{chinese}、")
    lines[lines.index("一、总体情况")] = "一、主动公开工作情况"
    reading = reading_of(*lines[:2], other, *lines[2:])
    is_found = "overview" in reading.account.sections
    assert is_found == ("。" in other)
