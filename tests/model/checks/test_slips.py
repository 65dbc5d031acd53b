"""Slips of the pen are found in a text, and what is written so on purpose is left alone."""

import random
import re
from dataclasses import replace

import pytest

from model.checks.check import check, search_statement
from model.checks.publication import reviewed, sign_matches
from model.checks.signs import plain
from model.checks.slips import SLIPS
from model.form import catalog
from model.report.begin import new_report
from model.report.report import Report
from model.resources import ROOT
from model.unit import Unit

FOUND = [
    ("doubled", "严格执行信息发布审核审核制度。", "审核审核"),
    ("doubled", "及时回应群众关切的的问题。", "的的"),
    ("doubled", "开展了了三次培训。", "了了"),
    ("doubled", "进一步进一步完善机制。", "进一步进一步"),
    ("doubled", "做好依申请公开依申请公开工作。", "依申请公开依申请公开"),
    ("doubled", "主动接受监督监察监察。", "监察监察"),
    ("doubled", "加强组织领导，加强组织领导，压实责任。", "加强组织领导"),
    ("doubled", "压实责任。压实责任。", "压实责任"),
    (
        "doubled",
        "我局定期对已公开的信息逐条进行检查。成立专班。\n我局定期对已公开的信息逐条进行检查。",
        "我局定期对已公开的信息逐条进行检查",
    ),
    ("ordinals", "一是加强领导。二是开展培训。四是强化监督。", "四是"),
    ("ordinals", "一是加强领导，三是开展培训。", "三是"),
    ("ordinals", "一是领导；二是培训；三是监督；三是考核。", "三是"),
    ("ordinals", "一、加强领导\n二、开展培训\n四、强化监督", "四、"),
    ("ordinals", "（一）领导\n（二）培训\n（二）监督", "（二）"),
    ("ordinals", "九是领导。十是培训。十二是监督。", "十二是"),
    ("ordinals", "一是领导：一是学习，二是宣讲。四是监督。", "四是"),
    ("document", "按照国办公开办函2021 30号要求", "函2021 30号"),
    ("document", "按照国办发2019-14号文件", "发2019-14号"),
    ("document", "按照国办公开办函202130号要求", "公开办函202130号"),
    ("document", "国办函〔2020 109号", "〔2020 109号"),
    ("document", "国办函2020〕109号", "2020〕109号"),
    ("letter", "根据贵办通知，现将情况汇报。", "贵办"),
    ("letter", "贵单位来函收悉。", "贵单位"),
    ("letter", "现将有关情况报告如下，请审阅。", "请审阅"),
    ("letter", "以上报告妥否，请批示。", "妥否，请批示"),
    ("letter", "（你局《通知》收悉）", "你局"),
    ("uncounted", "机构职能5条、企业资质条、业务培训3条。", "企业资质条"),
    ("uncounted", "结果维持3件，结果纠正件。", "结果纠正件"),
]
SILENT = [
    "等等，常常、件件、人人、层层、一一、点点滴滴、的的确确。",
    "以便民为目的的公开，合同标的的变更。",
    "为了了解群众需求，做了了断，不了了之。",
    "规范规范性文件管理，对申请申请人的情况予以核实。",
    "某市人民政府政府信息公开工作，公开国有企业企业年金。",
    "一项一项落实，逐条逐条核对，某某某某局。",
    "商量商量，研究研究，讨论讨论。",
    "各部门部门预算，使用使用权。",
    "《关于印发〈办法〉的通知的的》与“公开公开再公开”。",
    "不予公开0件，不予处理0件，予以公开0件。",
    "公开。公开。",
    "一是加强领导。二是开展培训。三是强化监督。",
    "一是加强领导：一是学习，二是宣讲；二是开展培训；三是监督。",
    "一是加强领导；二要开展培训；三是强化监督。",
    "一是加强领导；其二，开展培训；三是强化监督。",
    "一方面加强领导，二是开展培训，三是监督。",
    "一是领导，二是培训。\n一是监督，二是考核。",
    "一是一、二是二。",
    "三、四部分的数据\n五、六部分的数据",
    "一、领导\n（一）学习\n（二）宣讲\n二、培训\n（一）讲座",
    "按照国办公开办函〔2021〕30号、2024年第3号公告，许可证字20210034号。",
    "贵州省、贵阳市、名贵局面、贵港市政府，你我他。",
    "提请审阅，报请批示。",
    "开通今日头条5条、头条，发布信息5条、一条。",
    "公开信息5条、文件，办结3件，案件，",
    "收到建议3件、文件，按期办结。",
    "机构职能5条、企业资质2条、业务培训3条。",
    "一二三四五六七八九十是。二是。三是。",
    "一是领导。二三是培训。四是监督。",
]


def slips(text: str) -> list[tuple[str, str]]:
    keys = [sign.key for sign in SLIPS]
    return [(one.sign, one.words) for one in sign_matches(text) if one.sign in keys]


@pytest.mark.parametrize(("key", "text", "words"), FOUND)
def test_a_slip_of_the_pen_is_found_once(key: str, text: str, words: str) -> None:
    assert slips(text) == [(key, words)]


@pytest.mark.parametrize("text", SILENT)
def test_what_is_written_so_on_purpose_is_left_alone(text: str) -> None:
    assert slips(text) == []


def test_a_text_without_slips_in_every_sentence_of_the_benchmarks() -> None:
    """Invented sentences of reports, written by others than the patterns."""
    lines = [
        line
        for path in sorted((ROOT / "benchmarks/claims").glob("*.txt"))
        for line in path.read_text("utf-8").splitlines()
        if line and not line.startswith("#")
    ]
    assert len(lines) > 1000
    filled = [filled_in(line, number) for number, line in enumerate(lines)]
    assert {text: slips(text) for text in filled if slips(text)} == {}


def filled_in(template: str, seed: int) -> str:
    """Give a sentence with a number, a year or a name in each slot."""
    choice = random.Random(seed)
    manners = {"cn": "十二", "full": "１２", "comma": "1,234", "wan": "1.2万", "about": "30余"}
    names = {"unit": "临江市水务局", "we": "我局", "year": "2025", "last": "2024", "next": "2026"}

    def written(slot: re.Match[str]) -> str:
        name, _, manner = slot[1].partition(":")
        return names.get(name) or manners.get(manner) or str(choice.randint(0, 400))

    return re.sub(r"\{([^}]*)\}", written, template)


def test_the_example_has_no_slips(example: Report) -> None:
    assert [one for block in example.texts for one in slips(block.body)] == []


def test_a_slip_is_a_hint_that_stays_dismissed_while_sentence_and_words_stay() -> None:
    form = catalog.form("2021")
    begun = new_report(form, Unit(name="某市水务局"), 2024)

    def written(body: str, report: Report = begun) -> Report:
        block = report.text("overview.management")
        assert block is not None
        return report.with_text(replace(block, body=body))

    report = written("执行审核审核制度。")
    (hint,) = check(report).hints
    assert (hint.severity, hint.cells) == ("hint", ("text/overview.management",))
    assert hint.message == (
        "一、总体情况，政府信息管理：「执行审核审核制度」有重复的字词。删除多余的。"
    )
    assert check(report).summary == check(written("执行审核制度。")).summary
    kept = reviewed(report, hint)
    assert check(kept).hints[0].reason_is_current
    moved = written("设专人。执行审核审核制度。", kept)
    assert check(moved).hints[0].reason_is_current
    changed = written("严格执行审核审核制度。", kept)
    assert not check(changed).hints[0].reason_is_current
    assert "漏写的数字：1条待核实。" in search_statement(check(report))


def test_a_slip_is_where_it_is_said_to_be() -> None:
    text = "执行审核审核制度，结果维持3件，结果纠正件。"
    spans = [span for sign in SLIPS for span in sign.spans(plain(text))]
    assert [text[start:end] for start, end in spans] == ["审核审核", "结果纠正件"]
