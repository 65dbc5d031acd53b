"""What sentences state about figures of the report is recognised, and nothing else."""

import pytest

from model.claims.claims import claims_in
from tests.model.claims.saying import BUREAU, COUNTY, stated

STATED = [
    ("全年新收政府信息公开申请12件。", {"received_new": "12"}),
    ("2024年，我局共收到政府信息公开申请１２件。", {"received": "１２"}),
    ("2024年1月1日至12月31日，本机关受理信息公开申请十二件。", {"received": "十二"}),
    ("本年度收到12件政府信息公开申请。", {"received": "12"}),
    ("收到申请，共计1,234件。", {"received": "1,234"}),
    ("收到申请12件，上年结转3件。", {"received": "12", "carried_in": "3"}),
    ("自2023年结转申请3件。", {"carried_in": "3"}),
    (
        "办结申请12件，其中予以公开8件、部分公开1件。",
        {"handled": "12", "granted": "8", "partial": "1"},
    ),
    ("予以公开、不予公开分别为8件、3件。", {"granted": "8", "refused": "3"}),
    (
        "无法提供2件，不予处理1件，其他处理4件。",
        {"unavailable": "2", "declined": "1", "other_results": "4"},
    ),
    ("截至2024年12月31日，结转下年度继续办理5件。", {"carried_out": "5"}),
    ("转2025年办理5件。", {"carried_out": "5"}),
    (
        "收到申请12件，其中自然人7件，法人或其他组织5件。",
        {"received": "12", "natural": "7", "legal": "5"},
    ),
    ("线上、线下等各种渠道收到申请12件。", {"received": "12"}),
    (
        "全年被申请行政复议3件，其中结果维持2件。",
        {"reconsideration": "3", "reconsideration_upheld": "2"},
    ),
    ("被提起行政诉讼4件，结果纠正1件。", {"litigation": "4", "litigation_corrected": "1"}),
    ("未收到政府信息公开申请。", {"received": "未收到政府信息公开申请"}),
    (
        "未发生行政复议、行政诉讼。",
        {"reconsideration": "未发生行政复议、行政诉讼", "litigation": "未发生行政复议、行政诉讼"},
    ),
    ("没有结转下年度办理的申请。", {"carried_out": "没有结转下年度办理的申请"}),
    ("作出行政许可决定120件。", {"licences": "120"}),
    (
        "制发行政规范性文件3件，现行有效12件。",
        {"normative_issued": "3", "normative_in_force": "12"},
    ),
    (
        "承办人大代表建议3件、政协提案8件，共11件。",
        {"suggestions": "3", "proposals": "8", "motions": "11"},
    ),
    ("发出收费通知2件，收取信息处理费1200元。", {"fee_notices": "2", "fee_amount": "1200"}),
    ("未收取信息处理费。", {"fee_amount": "未收取信息处理费"}),
    ("主动公开政府信息约1200条。", {"published_proactively": "约1200"}),
    ("我局收到申请1.2万件。", {"received": "1.2万"}),
]


@pytest.mark.parametrize(("sentence", "expected"), STATED, ids=[one for one, _ in STATED])
def test_a_sentence_states_figures(sentence: str, expected: dict[str, str]) -> None:
    assert stated(sentence) == expected


OTHER = [
    # compared with last year
    "收到申请较上年增加12件。",
    "申请量同比增长12%。",
    "比去年减少3件申请。",
    # parts that no form has
    "其中线上3件、当面8件。",
    "收到申请中，涉及征地拆迁3件。",
    "信函提交申请4件。",
    # sums over several years
    "自2019年以来累计受理申请120件。",
    "近三年共收到申请36件。",
    # another organ
    "县政府办收到申请12件。",
    "各乡镇共受理申请40件。",
    "市行政审批局作出行政许可12件。",
    # other times
    "2023年收到申请12件。",
    "一季度收到申请3件。",
    "3月受理申请2件。",
    "截至6月底，收到申请5件。",
    "2025年，力争办结申请12件。",
    # dates, documents, articles, telephones, addresses
    "根据国办公开办函〔2021〕30号，依申请公开工作规范有序。",
    "依据《条例》第二十条第（五）项公开信息。",
    "申请电话0000-12345678，邮编100000。",
    "申请受理点设在望川路18号。",
    "12月31日前答复申请。",
    # shares and money
    "申请按时答复率100%。",
    "不予公开占30%。",
    "投入信息公开经费12万元。",
    # other matters
    "举办申请办理培训4期，培训12人次。",
    "规范性文件备案3件。",
    "主动撤回申请1件。",
    "答复咨询电话30次。",
    "办理12345热线工单1,200件。",
]


@pytest.mark.parametrize("sentence", OTHER)
def test_a_sentence_of_other_matters_states_no_figure(sentence: str) -> None:
    assert stated(sentence) == {}


def test_a_government_reports_for_its_departments_and_a_department_does_not() -> None:
    sentence = "全县各级行政机关共收到政府信息公开申请120件。"
    assert stated(sentence, who=COUNTY) == {"received": "120"}
    assert stated(sentence) == {}


def test_a_unit_is_known_by_its_name_and_its_end() -> None:
    for name in ("临江市水务局", "市水务局", "我局", "本机关"):
        assert stated(f"{name}收到政府信息公开申请12件。") == {"received": "12"}
    assert stated("临江市农业农村局收到政府信息公开申请12件。") == {}


def test_a_sub_head_says_what_a_sentence_is_about() -> None:
    assert stated("全年共受理12件。", "依申请公开") == {"received": "12"}
    assert stated("全年共受理12件。", "监督保障") == {}


def test_a_sentence_without_a_number_says_what_the_next_one_is_about() -> None:
    text = "依申请公开工作规范有序。\n\n全年共收到12件。"
    assert stated(text, "监督保障") == {"received": "12"}


def test_offsets_are_those_of_the_whole_text() -> None:
    text = "公开工作有序推进。\n全年收到申请１２件。未发生行政复议。"
    found = claims_in(BUREAU, "依申请公开", text)
    assert [text[one.start : one.end] for one in found] == ["１２", "未发生行政复议"]
    assert [(one.sentence, one.is_denial) for one in found] == [
        ("全年收到申请１２件。", False),
        ("未发生行政复议。", True),
    ]
    assert [text[one.at :][: len(one.sentence)] for one in found] == [one.sentence for one in found]
    assert [one.quantity.number for one in found] == [12, 0]


MORE = [
    ("承办代表建议3件、委员提案2件，分别办结。", {"suggestions": "3", "proposals": "2"}),
    ("办结人大代表建议、政协提案分别为3件、8件。", {"suggestions": "3", "proposals": "8"}),
    ("行政复议、行政诉讼分别为3件、4件。", {"reconsideration": "3", "litigation": "4"}),
    ("行政许可、行政处罚和行政强制分别为3件、4件。", {}),
    (
        "予以公开、部分公开和不予公开分别为8件、3件、1件。",
        {"granted": "8", "partial": "3", "refused": "1"},
    ),
    ("分别为3件。", {}),
    (
        "予以公开8件，部分公开3件，共计11件。",
        {"granted": "8", "partial": "3", "granted_partial": "11"},
    ),
    ("培训3件，部分公开3件，共计11件。", {"partial": "3"}),
    ("以自然人为主，新收12件。", {}),
    ("申请中，3件要求复印。", {}),
    ("申请均已办结。", {"carried_out": "均已办结"}),
    ("申请全部按期办结，无结转。", {"carried_out": "无结转"}),
    ("未收到申请及投诉。", {}),
    ("没有收到上级部门转来的申请。", {}),
    ("其中没有收到申请。", {}),
    ("公开、答复申请12件。", {"handled": "12"}),
    ("征地类申请12件，线上收到申请3件。", {}),
    ("全年累计收到申请12件次。", {"received": "12"}),
    ("申请件数为12。", {"received": "12"}),
    ("讲座3场、诉讼案件2件。", {}),
    ("不予公开申请12件，自然人和法人12件。", {"refused": "12"}),
    (
        "因信息公开引发诉讼案件2件，复议维持1件。",
        {"litigation": "2", "reconsideration_upheld": "1"},
    ),
]


@pytest.mark.parametrize(("sentence", "expected"), MORE, ids=[one for one, _ in MORE])
def test_words_of_several_figures_are_told_apart(sentence: str, expected: dict[str, str]) -> None:
    assert stated(sentence) == expected


def test_blank_lines_and_lists_without_end_are_passed_over() -> None:
    assert stated(" \n　\n新收申请12件。") == {"received_new": "12"}
    assert stated(f"予以公开、不予公开分别为{'、'.join(['3件'] * 100)}") == {}
    assert stated(f"依申请公开分别{'已' * 200}12件。") == {}
    assert stated(f"新收12件{'申请' * 200}") in ({}, {"received_new": "12"})


def test_a_number_far_from_its_words_is_left_alone() -> None:
    assert stated(f"新收申请，{'已、' * 200}12件。") == {}
