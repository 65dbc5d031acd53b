"""Paragraphs: title, preface, sub-heads, joints, notes, ending; and whose report it is."""

from datetime import date

import pytest

from export.outline import PrintedTable, Signature, outline
from intake.content import Document, FileKind, SourceCell, SourceParagraph, SourceTable
from intake.recognition.headings import Head, JoinedParagraph, head_of, is_head, joined_paragraphs
from intake.recognition.identity import identity_of, split_ending
from intake.recognition.reading import Recognition, recognise
from intake.recognition.report import report_from
from intake.recognition.sections import Sections
from intake.words.labels import Labels, is_value, read, words
from model.errors import UnreadableError
from model.report.sections import length
from model.values import ValueKind as NumberKind
from tests.intake.known import FORMS

LONG = "本机关按照规定编制本年度的政府信息公开工作报告并向社会公布"


def lines(*texts: str) -> Document:
    return Document(
        FileKind.WORD, tuple(SourceParagraph(n, text) for n, text in enumerate(texts, 1))
    )


def reading_of(*texts: str) -> Recognition:
    return recognise(lines(*texts), FORMS)


def found(reading: Recognition) -> dict[str, str]:
    return {block.key: f"{block.title}：{block.body}" for block in reading.texts}


def test_labels_are_known_by_their_words() -> None:
    labels = Labels([("（一）予以公开", "granted"), ("3.其他", "a"), ("其他", "b")])
    assert labels.keys("(一) 予 以 公 开（见注）") == ["granted"]
    assert labels.keys("其他") == ["a", "b"]
    assert labels.keys("无") == []
    assert words("（六） 其他 处理") == "其他处理"


def test_a_label_is_known_by_likeness_only_where_one_is_like_it() -> None:
    rows = [("本年新收政府信息公开申请数量", "in"), ("上年结转政府信息公开申请数量", "on")]
    labels = Labels(rows)
    assert labels.keys("本年新收政府信息公开申数量") == ["in"]
    assert labels.keys("政府信息公开申请数量") == []
    assert labels.keys("上年新收政府信息公开申请数量") == []
    assert Labels([("予以公开申请", "a"), ("予以公布申请", "b")]).keys("予以公告申请") == []
    assert Labels([("现行有效件数", "a")]).keys("现行件数有效吗") == []
    assert Labels([("不予公开", "a")]).keys("应予公开") == []


@pytest.mark.parametrize(
    "text", ["", " / ", "——", "１２", "1,234", "3 件", "5*", "5²", "7（含转办）"]
)
def test_a_cell_may_be_a_value(text: str) -> None:
    assert is_value(text)


@pytest.mark.parametrize("text", ["无", "约5", "(3)", "第5", f"5（{'含' * 500}）"])
def test_a_cell_may_be_no_value(text: str) -> None:
    assert not is_value(text)
    with pytest.raises(UnreadableError, match="不是数字"):
        read(text, NumberKind.COUNT)


def test_section_headings_come_in_their_order() -> None:
    sections = Sections(FORMS[0])
    known = JoinedParagraph("一、总体情况", ""), JoinedParagraph("五、存在的主要问题及改进情况", "")
    assert sections.find(known) == {0: "overview", 1: "problems"}
    assert sections.find(known[::-1]) == {0: "overview"} or sections.find(known[::-1]) == {
        0: "problems"
    }
    for text in ("（三）总体情况", "三、总体上的情况", "总体情况" * 11, "附件"):
        assert sections.find([JoinedParagraph(text, "")]) == {}


def test_sub_heads_are_known_by_their_numbers() -> None:
    assert head_of("（一）主动公开") == Head(1, "主动公开")
    assert head_of("2. 信息发布数量。全年66条。") == Head(2, "信息发布数量", "全年66条。")
    assert head_of("（3）其他：无。") == Head(3, "其他", "无。")
    assert head_of("3.5万件") is None
    assert head_of("1.培训，考核") is None
    assert head_of("（一）") is None
    assert head_of("一般情况") is None
    assert is_head("青溪市文化局年度报告")
    assert not is_head("（一）培训，考核")


def test_a_paragraph_broken_by_a_page_is_joined() -> None:
    (joined,) = joined_paragraphs([SourceParagraph(1, LONG), SourceParagraph(2, "以便查阅。")])
    assert isinstance(joined, JoinedParagraph)
    assert joined.shown_joints == ("报告并向社会公布｜以便查阅。",)
    assert joined.where == "第1段"


@pytest.mark.parametrize("second", ["一是培训。", "（一）培训", "1.培训", "注：无", "第一，培训。"])
def test_what_begins_anew_is_not_joined(second: str) -> None:
    assert len(joined_paragraphs([SourceParagraph(1, LONG), SourceParagraph(2, second)])) == 2


def test_a_table_a_head_a_stop_and_blanks_end_a_paragraph() -> None:
    table = SourceTable(1, (SourceCell(0, 0, 1, 1, "甲"),))
    assert (
        len(joined_paragraphs([SourceParagraph(1, LONG), table, SourceParagraph(2, "以便")])) == 3
    )
    assert (
        len(joined_paragraphs([SourceParagraph(1, f"## {LONG}"), SourceParagraph(2, "以便")])) == 2
    )
    assert len(joined_paragraphs([SourceParagraph(1, f"{LONG}。\n \n以便")])) == 2


def test_texts_come_under_their_sub_heads() -> None:
    reading = reading_of(
        "甲某局2023年政府信息公开工作年度报告",
        "根据条例编制。",
        "一、总体情况",
        "（一）主动公开",
        "1.制度建设",
        "制定了制度。",
        "（二）监督保障。抓培训。",
        "五、存在的主要问题及改进情况",
        "改进情况",
        "已改进。",
        "六、其他需要报告的事项",
        "（一）本单位的特色做法",
        "无。",
    )
    texts = found(reading)
    assert texts["overview.preface"] == "前言：根据条例编制。"
    assert texts["overview.proactive"].startswith("主动公开：")
    assert texts["overview.proactive.own1"] == "制度建设：制定了制度。"
    assert texts["overview.supervision"] == "监督保障：抓培训。"
    assert texts["problems.improvement"] == "改进情况：已改进。"
    assert texts["other.own1"] == "本单位的特色做法：无。"
    assert [issue.text for issue in reading.issues] == ["本单位的特色做法"]  # no required one
    assert reading.account.is_settled
    assert not reading.understood  # three tables and their headings are missing
    assert reading.places["overview.supervision"] == "第7段"


def test_a_text_without_a_sub_head_is_offered_with_a_doubt() -> None:
    reading = reading_of("某局年度报告", "前言。", "五、存在的主要问题及改进情况", "有不足。")
    assert found(reading)["problems.problems"] == "存在的主要问题：有不足。"
    assert [doubt.why for doubt in reading.doubts] == ["没有小标题，拟列入「存在的主要问题」"]


def test_a_text_between_the_heading_and_the_first_sub_head_stands_there() -> None:
    drawn = ("某局年度报告", "一、总体情况", "全年平稳。", "（一）主动公开", "有。")
    reading = reading_of(*drawn)
    assert found(reading)["overview.lead"] == "总述：全年平稳。"
    assert not reading.doubts
    report = report_from(reading, 2023)
    lines = [one.text for one in outline(report) if not isinstance(one, PrintedTable | Signature)]
    assert lines[1:5] == ["一、总体情况", "全年平稳。", "（一）主动公开", "有。"]
    assert length(report, "overview") == len("全年平稳。有。")


def test_a_customary_text_under_another_name_is_known_by_its_words() -> None:
    fees = next(m for s in FORMS[0].sections for m in s.mentions if m.any)
    key = next(f"{s.key}.{fees.key}" for s in FORMS[0].sections if fees in s.mentions)
    section = FORMS[0].section_of[key.partition(".")[0]]
    reading = reading_of("某局年度报告", section.title, "（一）另外的名称", f"说明{fees.any[0]}。")
    assert found(reading)[key].startswith("另外的名称")


def test_notes_stand_under_a_table_and_captions_over_it() -> None:
    table = SourceTable(
        1, (SourceCell(0, 0, 1, 1, "规章"), *(SourceCell(0, n, 1, 1, "1") for n in (1, 2, 3)))
    )
    blocks = (
        SourceParagraph(1, "二、主动公开政府信息情况"),
        SourceParagraph(2, "表1"),
        SourceParagraph(3, f"{LONG}{LONG}。"),
        table,
        SourceParagraph(4, "注：按年末数。"),
        SourceParagraph(5, f"{LONG * 6}。"),
    )
    reading = recognise(Document(FileKind.WORD, blocks), FORMS)
    assert reading.notes == {"disclosure": f"注：按年末数。\n{LONG * 6}。"}
    said = [issue.where for issue in reading.issues if "没有放文字" in issue.why]
    assert said == ["第3段"]
    asked = [doubt.where for doubt in reading.doubts if "拟列入表下的注" in doubt.why]
    assert asked == ["第5段"]


@pytest.mark.parametrize(
    ("ending", "count"),
    [
        (["某局", "2024年1月20日"], 2),
        (["2024年1月20日"], 1),
        (["某局"], 1),
        (["某市某某局办公室", "2024年1月20日"], 2),
        (["全文完毕", "2024年1月20日"], 1),
        (["已公布。"], 0),
    ],
)
def test_the_ending_is_a_name_and_a_day(ending: list[str], count: int) -> None:
    assert split_ending(["正文。", *ending], "某局") == count


def test_the_ending_is_no_text() -> None:
    reading = reading_of(
        "某某局2023年政府信息公开工作年度报告", "六、其他需要报告的事项", "某某局", "2024年1月20日"
    )
    assert not reading.texts
    assert reading.identity.signed == date(2024, 1, 20)
    assert reading.identity.unit["signature"] == "某某局"


def test_contact_unit_and_year_are_recognised() -> None:
    preface = (
        "统计期限为2023年1月1日至12月31日。联系地址：青溪市和平路1号；邮政编码：000000；"
        "联系电话：0000-0000000；电子邮箱：wh@qingxi.example。"
    )
    found = identity_of(["青溪市文化局政府信息公开工作年度报告"], preface, ["2024年2月30日"])
    assert found.year == 2023
    assert found.unit == {
        "name": "青溪市文化局",
        "address": "青溪市和平路1号",
        "postcode": "000000",
        "phone": "0000-0000000",
        "email": "wh@qingxi.example",
    }
    assert found.signed is None  # there is no such day
    assert identity_of(["2022年、2023年年度报告"], "").year is None
