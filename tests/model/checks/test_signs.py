"""What of a text is a sign that it should not be published: found, and ordinary prose left alone.

All names and numbers are invented; the identity numbers belong to a region that does not exist.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.checks.check import check
from model.checks.publication import sign_matches
from model.checks.signs import is_identity_number, plain
from model.form import catalog
from model.report.report import Report
from tests.conftest import EXAMPLE

IDENTITY = "110000199001010005"


def signs(text: str) -> list[str]:
    return [find.sign for find in sign_matches(text)]


FOUND = [
    ("mobile", "联系张科长13800000000。", "13800000000"),
    ("mobile", "拨打１３８００００００００咨询", "１３８００００００００"),
    ("mobile", "手机138-0000-0000，办公时间接听", "138-0000-0000"),
    ("mobile", "手机+86 138 0000 0000。", "+86 138 0000 0000"),
    ("mobile", "电话,19900000000", "19900000000"),
    ("identity", f"公民（{IDENTITY}）来函", IDENTITY),
    (
        "identity",
        "证件号１１００００１９９００１０１０００５。",
        "１１００００１９９００１０１０００５",
    ),
    ("secret", "机密★1年", "机密★"),
    ("secret", "密件（秘密★10年）不列入", "秘密★"),
    ("secret", "绝密（★长期）", "绝密（★"),
    ("secret", "密级：机密", "密级：机密"),
    ("internal", "（内部资料）", "（内部资料"),
    ("internal", "内部文件　注意保存", "内部文件"),
    ("internal", "内部资料，不得外传。", "内部资料"),
    ("internal", "【内部使用】\n全年公开信息", "【内部使用"),
    ("internal", "本件为内部资料。", "本件为内部资料"),
    ("internal", "以上数据仅供内部参考。", "仅供内部参考"),
    ("internal", "本表仅供领导审阅", "仅供领导审阅"),
    ("applicant", "答复申请人张某某提出的申请", "申请人张某某"),
    ("applicant", "申请人：王五", "申请人：王五"),
    ("applicant", "申请人:石小云，要求公开", "申请人:石小云"),
    ("applicant", "申请人李四不服，提起复议", "申请人李四"),
    ("applicant", "申请人（赵六）", "申请人（赵六"),
    ("applicant", "申请人于某某提出异议", "申请人于某某"),
    ("applicant", "其中申请人方某甲2件", "申请人方某甲"),
    ("applicant", "申请人王小明等3人", "申请人王小明"),
    ("gap", "全年发布信息×××条", "×××"),
    ("gap", "现公布XX局报告", "XX"),
    ("gap", "20XX年1月1日", "XX"),
    ("gap", "202X年底前", "X"),
    ("gap", "于X月X日公布", "X"),
    ("gap", "现公布ＸＸ局报告", "ＸＸ"),
    ("gap", "共计＿＿件", "＿＿"),
    ("gap", "共计____件", "____"),
    ("gap", "依据国办公开办函〔〕号", "〔〕"),
    ("gap", "我局（ ）负责", "（ ）"),
    ("gap", "发布信息　条。", "条"),
    ("gap", "共条，其中", "共条"),
    ("gap", "满意率 %。", "率 %"),
    ("gap", "占比％", "比％"),
    ("gap", "收取信息处理费 元；", "元"),
    ("gap", "培训人数（待补充）", "（待补充）"),
    ("gap", "（此处填写培训场次）", "（此处填写培训场次）"),
    ("gap", "全年数据待补。", "数据待补"),
]


@pytest.mark.parametrize(("sign", "text", "words"), FOUND, ids=[text for _, text, _ in FOUND])
def test_what_should_not_be_published_is_found(sign: str, text: str, words: str) -> None:
    assert (sign, words) in [(find.sign, find.words) for find in sign_matches(text)]
    assert set(signs(text)) == {sign}


PROSE = [
    "申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
    "申请人情况、申请人总计、申请人权益",
    "申请人提出的3件申请均按期答复，申请人高度认可，申请人较为满意。",
    "申请人陈述理由后撤回，申请人何时补正由其自行决定。",
    "申请人张贴公告要求公开，申请人周边居民，申请人李庄村，申请人方便查询",
    "申请人：高校、企业；申请人：自然人；申请人：法人或其他组织",
    "申请人对某局答复不服，申请人向某局反映，申请人于某年某日提出",
    "申请人应当、申请人和、申请人与第三方、申请人因、申请人可以、申请人自主撤回",
    "被申请人王某局作出答复",
    "与申请人黄河路街道沟通；申请人许可后公开；申请人金额较大",
    "属于国家秘密、商业秘密、工作秘密的不予公开。",
    "★属于国家秘密的，不予公开★",
    "涉密信息不公开、公开信息不涉密，机密文件实行专人管理。",
    "属于三类内部事务信息，内部管理规范，内部审核流程，内设机构",
    "杜绝涉及国家秘密、内部资料、个人敏感信息等问题。",
    "内部文件、过程性文件不予公开。",
    "内部资料管理制度进一步健全。",
    "严禁发布标有“内部资料”字样的文件",
    "属于内部文件，不予公开1件。",
    "解读仅供参考，报名通道仅供查询。",
    "行政事业性收费13800000000元，公开信息15900000000条。",
    "网址http://www.example.cn/art/2024/13800000000.html下载。",
    "www.example.gov.cn/xxgk/col__12/（电子版）",
    "example.gov.cn/13800000000?x=XX",
    "邮箱xxgk__nb@example.cn，咨询电话0000-0000000。",
    "统一社会信用代码113700000042111111",
    "编号20241380000000012、3.13800000000",
    "公民110000199001010001提出",
    "共66 条，比例2.8 %，三 次，几 条，多 个",
    "《政府信息公开 条例》，工作 条件，公开条件，多元、单元、公元，附近，公共条。",
    "注：单位： 件；单位 %；单位%",
    "百分之百%不用，五%",
    "国办公开办函〔2021〕30号（以下简称《条例》）“三审三校”",
    "申请材料待补正后受理，补充材料待核实后公开，待定事项",
    "XL号、MAXX、SXXY、xxgk.example",
    "3×5件、10×20条",
    "□是 □否",
    "答复件、公开件、受理件、办结件均归档",
]


@pytest.mark.parametrize("text", PROSE)
def test_ordinary_prose_is_left_alone(text: str) -> None:
    assert sign_matches(text) == ()


@pytest.mark.parametrize("key", catalog.keys())
def test_the_words_of_the_form_are_left_alone(key: str) -> None:
    form = catalog.form(key)
    labels = [label for cell in form.cells.values() for label in (*cell.row, *cell.column)]
    texts = [word for text in form.texts.values() for word in (text.title, text.guidance)]
    presets = [label for preset in form.presets for _, label in preset.parts]
    titles = [section.title for section in form.sections]
    for words in {*labels, *texts, *presets, *titles}:
        assert sign_matches(words) == ()


def test_the_example_and_its_file_are_left_alone(example: Report) -> None:
    assert check(example).hints == ()
    assert sign_matches(EXAMPLE.read_text("utf-8")) == ()


@given(st.text())
def test_a_text_is_read_at_its_own_length_and_never_refused(text: str) -> None:
    assert len(plain(text)) == len(text)
    for find in sign_matches(text):
        assert find.words in text
        assert find.words in find.sentence


@given(st.from_regex(r"[1-8][0-9]{16}", fullmatch=True))
def test_one_of_eleven_last_characters_makes_an_identity_number(digits: str) -> None:
    assert sum(is_identity_number(digits + last) for last in "0123456789X") == 1


@pytest.mark.parametrize("text", ["鿿", "㐀", "﨑", "é", "😀", "\uffee"])
def test_a_character_that_fonts_have_is_no_hint(text: str) -> None:
    assert signs(text) == []
