"""Words around a number decide what it states: brackets, lists, changes, what remains."""

import pytest

from model.claims.claims import Speaker
from model.unit import Unit, UnitKind
from tests.model.claims.saying import COUNTY, FORM, YEAR, stated

BRACKETS = [
    ("行政诉讼（政府信息公开）3件。", {"litigation": "3"}),
    ("新申请（自然人）为7件。", {"natural": "7"}),
    ("办结（12件）。", {"handled": "12"}),
    (
        "制发规范性文件3件（2023年为5件），废止2件。",
        {"normative_issued": "3", "normative_repealed": "2"},
    ),
    ("（1）予以公开8件；（2）部分公开1件。", {"granted": "8", "partial": "1"}),
    ("【依申请公开】全年共受理12件。", {"received": "12"}),
    ("收到申请（其中网上3件）12件。", {}),
    ("1）予以公开8件。", {"granted": "8"}),
    ("承办代表建议12件（主办8件），委员提案9件。", {"suggestions": "12", "proposals": "9"}),
]


@pytest.mark.parametrize(("sentence", "expected"), BRACKETS, ids=[one for one, _ in BRACKETS])
def test_what_holds_before_a_bracket_holds_behind_it(
    sentence: str, expected: dict[str, str]
) -> None:
    assert stated(sentence) == expected


LISTS = [
    (
        "作出行政许可、行政处罚、行政强制决定12件、8件、3件。",
        {"licences": "12", "penalties": "8", "coercion": "3"},
    ),
    ("行政许可、行政处罚决定12件、8件、3件。", {}),
    ("3件、8件。", {}),
    (
        "尚未审结的行政复议2件、行政诉讼1件。",
        {"reconsideration_pending": "2", "litigation_pending": "1"},
    ),
    ("现行有效规章3件、规范性文件8件。", {"regulations_in_force": "3", "normative_in_force": "8"}),
    ("收到申请12件、投诉、行政复议3件。", {"received": "12"}),
    ("实际收取2件、1200元。", {"fee_paid": "2", "fee_amount": "1200"}),
    ("依申请公开行政复议案件3件。", {"reconsideration": "3"}),
]


@pytest.mark.parametrize(("sentence", "expected"), LISTS, ids=[one for one, _ in LISTS])
def test_numbers_of_a_list_belong_to_the_names_beside_them(
    sentence: str, expected: dict[str, str]
) -> None:
    assert stated(sentence, "收取信息处理费情况" if "元" in sentence else "依申请公开") == expected


TIMES = [
    ("办结申请由2023年的9件增至2024年的12件。", {"handled": "12"}),
    ("办结申请由2023年的9件增至2024年的约略12件。", {}),
    ("办结申请由2023年的9件增至12件。", {}),
    ("办结申请由9件增至12件。", {"handled": "12"}),
    ("办结申请2023年为9件，2024年为12件。", {"handled": "12"}),
    ("2024年内收到申请12件。", {"received": "12"}),
    ("截至2024年12月底，收到申请12件。", {"received": "12"}),
    ("在20个工作日内答复申请12件。", {"handled": "12"}),
]


@pytest.mark.parametrize(("sentence", "expected"), TIMES, ids=[one for one, _ in TIMES])
def test_only_the_number_of_the_year_of_the_report_is_stated(
    sentence: str, expected: dict[str, str]
) -> None:
    assert stated(sentence) == expected


REMAINS = [
    ("除3件结转下年度外，其余均已办结。", {"carried_out": "3"}),
    ("收到申请12件，其余申请均已办结。", {"received": "12"}),
    ("征地类申请均已办结。", {}),
    ("收到申请12件，已全部答复。", {"received": "12", "carried_out": "已全部答复"}),
    ("尚有3件申请未到期限，结转下年度办理。", {"carried_out": "3"}),
    ("1件申请未到期限，结转下年度办理；1件申请需补正，结转下年度办理。", {}),
    ("2件、1件申请未到期限，结转下年度办理。", {}),
    ("12次培训，结转下年度办理。", {}),
    ("办理行政许可12件，其中3件因材料未齐，结转下年度办理。", {"licences": "12"}),
    ("2023年3件申请未到期限，结转下年度办理。", {}),
    ("收到申请3件，转交、结转下年度办理。", {"received": "3"}),
]


@pytest.mark.parametrize(("sentence", "expected"), REMAINS, ids=[one for one, _ in REMAINS])
def test_what_remains_is_told_from_what_is_done(sentence: str, expected: dict[str, str]) -> None:
    assert stated(sentence) == expected


OTHER = [
    "收到行政许可申请120件，办结110件。",
    "未收到行政许可申请。",
    "公开行政处罚信息110条。",
    "公开建议提案答复7件。",
    "收到群众来信12件，办结12件。",
    "政府网站：发布信息42条，政策解读3条。",
    "门户网站发布信息42条，其中公开信息3条。",
    "征求意见3次，第三方同意公开2件。",
    "政策文件12件全部公开。",
    "科室收到申请3件，窗口收到申请8件。",
]


@pytest.mark.parametrize("sentence", OTHER)
def test_a_name_within_another_name_states_no_figure(sentence: str) -> None:
    assert stated(sentence) == {}


def test_two_numbers_for_one_figure_in_one_sentence_are_its_parts() -> None:
    assert stated("收到申请12件，受理申请11件。") == {}
    fees = "发出收费通知3件，总金额600元，实际收取500元。"
    assert stated(fees, "收取信息处理费情况") == {"fee_notices": "3"}
    assert stated("办结申请3件，全年共办结申请3件。") == {"handled": "3"}


def test_a_denial_is_about_the_last_name_of_each_group() -> None:
    sentence = "未收到因政府信息公开申请引起的行政诉讼。"
    assert stated(sentence) == {"litigation": sentence[:-1]}
    assert stated("未收取任何信息处理费。") == {"fee_amount": "未收取任何信息处理费"}


def test_a_government_is_called_by_its_short_name() -> None:
    assert stated("县政府收到政府信息公开申请12件。", who=COUNTY) == {"received": "12"}
    office = Speaker.of(FORM, YEAR, Unit(name="临江县人民政府办公室", kind=UnitKind.DEPARTMENT))
    assert stated("县政府办公室收到政府信息公开申请12件。", who=office) == {"received": "12"}
    assert stated("县政府收到申请12件。", who=office) == {}


def test_announced_and_other_channels_are_told_apart() -> None:
    assert stated("通过网站、公报等渠道：公开政府信息42条。") == {"published": "42"}
