"""What the catalogue refuses, by name: each case edits the text of the real form of 2021."""

import re
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.address import AddressKind
from model.errors import FormError
from model.form import catalog
from model.form.consistency import FINDING_PREFIXES
from model.resources import FORMS, ROOT
from tests import renamed_form

REAL = (FORMS / "2021.toml").read_text("utf-8")
SYNTAX = [
    ("key      = ", "key      = key = ", " 不是有效的 TOML 文件：第11行第12列写法有误。"),
    ("first_year = 2021", "first_year = 2021-13-01", "：第7行第18列写法有误。"),
    ("first_year = 2021", "first_year = 2021-01-01", "文件 的「first_year」不能为 2021-01-01。"),
    ("first_year = 2021", "first_year = 2021.0", "文件 的「first_year」不能为 2021.0。"),
    ('key        = "2021"', '"a` field `b" = 1', "文件 中有未知的项「a` field `b」。"),
    ("called   = { received =", "called   = { spare = '', received =", "「spare」不在关系中。"),
    ('key        = "2021"', 'colour = "red"\nkey = "2021"', "文件 中有未知的项「colour」。"),
    ('basis      = "国办公开办函〔2021〕30号"', "", "文件 缺少「basis」。"),
    ("first_year = 2021", 'first_year = "2021"', "文件 的「first_year」不能为 '2021'。"),
    ("first_year = 2021", "first_year = true", "文件 的「first_year」不能为 True。"),
    ('short    = "一、总体情况"', "", "sections[0] 缺少「short」。"),
    ('title    = "一、总体情况"', "title = 1", "sections[0] 的「title」不能为 1。"),
    ('variants = ["总体情况", "概述"]', 'variants = "概述"', "「variants」不能为 '概述'。"),
    ('variants = ["总体情况", "概述"]', "variants = [1]", "「variants」不能为 [1]。"),
    ('place    = "before_heading"', 'place = "after"', "texts[0] 的「place」不能为 'after'。"),
    ("required = true", 'required = "yes"', "sections[0].texts[2] 的「required」不能为 'yes'。"),
    ("default  = false", "defualt  = false", "sections[0].texts[1] 中有未知的项「defualt」。"),
    ('severity = "warning"', 'severity = "fatal"', "mentions[0] 的「severity」不能为 'fatal'。"),
    ('kind = "money", unit = "万元"', 'kind = "gold"', "columns[0] 的「kind」不能为 'gold'。"),
    ('kind = "money", unit = "万元"', "kind = 3", "columns[0] 的「kind」不能为 3。"),
    ('along    = "columns"', 'along = "down"', "relations[0] 的「along」不能为 'down'。"),
    ("nothing = {", "nothing = true\n  spare = {", "tables[0].nothing 应为表。"),
    ('["decisions", "本年处理决定数量"]', '["decisions"]', "应为 [key, label, children]。"),
    ('["decisions", "本年处理决定数量"]', '["a", "b", [], []]', "应为 [key, label, children]。"),
    ('["decisions", "本年处理决定数量"]', '"decisions"', "应为 [key, label, children]。"),
    ('["decisions", "本年处理决定数量"]', '[1, "b"]', "columns[0] 的「key」不能为 1。"),
    ('["decisions", "本年处理决定数量"]', '["a", "b", "c"]', "children 应为标题列表。"),
    ('[["licences", "行政许可"]]', '"licences"', "blocks[1].rows 应为标题列表。"),
    ('sum   = ["natural", "legal"]', 'sum = "natural"', "totals[0].sum 应为文字列表。"),
    ('sum   = ["natural", "legal"]', "sum = [1, 2]", "totals[0].sum 应为文字列表。"),
    ('sum      = ["carried_in"]', "sum = [1]", "relations[1].sum 应为文字列表。"),
    (
        '{ carried_in = "上年结转", ',
        '{ carried = "结转", carried_in = "上年结转", ',
        "relations[1].called 中的「carried」不在关系中。",
    ),
    ('["planning", "国民经济', '["国民经济', "presets[0].parts 应为 [key, label] 列表。"),
    ('["planning", "国民经济', '[3, "国民经济', "presets[0].parts 应为 [key, label] 列表。"),
    ('short    = "二、主动公开"', 'short = "二"\ntexts = 3', "sections[1].texts 应为列表。"),
    ('short    = "二、主动公开"', 'short = "二"\ntexts = [3]', "sections[1].texts 应为列表。"),
]
KEYS = [
    ('key      = "disclosure"', 'key = "Disclosure"', "章节的键「Disclosure」不符合要求。"),
    ('key      = "disclosure"', 'key = "requests"', "章节的键「requests」重复。"),
    ('  key  = "requests"', '  key  = "disclosure"', "表格的键「disclosure」重复。"),
    ('"proposals", label', '"suggestions", label', "数据项的键「suggestions」重复。"),
    ('key   = "article_20"', 'key   = "department"', "分类方案的键「department」重复。"),
    ('key      = "platform"', 'key = "management"', "「一、总体情况」小标题的键「management」重复"),
    ('"proactive.system"', '"practice.system"', "「一、总体情况」小标题中的「practice」不存在。"),
    ('under  = "proactive"', 'under = "active"', "「主动公开政府信息」中的「active」不存在。"),
    ('preset = "department"', 'preset = "city"', "「主动公开政府信息」中的「city」不存在。"),
    ('text     = "supervision"', 'text = "tests"', "责任追究」中的「tests」不存在。"),
    ('"县级以上政府", "乡镇政府"', '"村委会"', "责任追究」中的「村委会」不存在。"),
    ('all      = ["考核", "评议", "追究"]', "", "责任追究」应写 all 或 any 中的一项。"),
    ('any      = ["信息处理费"]', 'any = ["费"]\nall = ["费"]', "「信息处理费」应写 all 或 any"),
    ('["natural", "自然人"]', '["1st", "自然人"]', "标题「申请人情况」下的键「1st」不符合要求。"),
    ('["research", ', '["commercial", ', "标题「法人或其他组织」下的键「commercial」重复。"),
    ('["licences", "行政许可"]', '["Licences", "行政许可"]', "标题的键「Licences」不符合要求。"),
    ('["coercion", "行政强制"]', '["penalties", "行政强制"]', "「disclosure」有两格地址相同。"),
    ('["penalties", "行政处罚"]', '["licences", "行政处罚"]', "「disclosure」有两格地址相同。"),
]
TAKEN = [
    *(
        ('  key  = "requests"', f'  key  = "{room}"', f"表格的键「{room}」是其他内容的地址所用")
        for room in get_args(AddressKind)
        if room not in ("cell", "row", "")
    ),
    *(
        ('  key  = "requests"', f'  key  = "{key}"', f"表格的键「{key}」不符合要求。")
        for key in ("", "a/b", "a#b", "a.b")
    ),
    ('  key  = "requests"', '  key  = "problems"', "表格的键「problems」是另一章节的键。"),
    ('key      = "problems"\ntitle    = "五', 'key = "a.b"\ntitle = "五', "章节的键「a.b」不符合"),
    ('{ key = "fee_paid"', '{ key = "fee.paid"', "数据项的键「fee.paid」不符合要求。"),
    (
        '["natural", "自然人"]',
        '["na.tural", "自然人"]',
        "的键「na.tural」不符合要求。",
    ),
    ('["licences", "行政许可"]', '["a.b", "行政许可"]', "标题的键「a.b」不符合要求。"),
    ('["licences", "行政许可"]', '["", "行政许可"]', "标题「行政许可」缺少键。"),
    ('["research", "', '["", "', "标题「科研机构」的键「legal」也是「商业企业」所在标题的键。"),
    ('"guides", "部门公开年报', '"a.b", "部门公开年报', "的键「a.b」不符合要求。"),
    ('key    = "published"', 'key    = "a.b"', "分类统计的键「a.b」不符合要求。"),
    ('key      = "assessment"', 'key = "a.b"', "必写内容的键「a.b」不符合要求。"),
    *(
        ('key      = "motions"\nname     = "建议', f'key = "{key}"\nname = "建议', says)
        for key, says in (
            ("tally", "关系的键「tally」重复。"),
            ("copied", "关系的键「copied」重复。"),
            ("a.b", "关系的键「a.b」不符合要求。"),
        )
    ),
]
ODD = [
    ('called   = { received = "第一项"', "called = { received = 1", ".called 应为"),
    (
        'guidance = "写本年有特色',
        'section = "other"\nguidance = "写本年有特色',
        "未知的项「section」",
    ),
    ('on       = ["disclosure/fees/amount"]', "", "规则「收费金额单位」缺少「on」。"),
    ('gives = "handled.total"', 'gives = "handled.refused"', "的「handled.refused」下还有标题。"),
    (
        'label = "三、本年度办理结果", vertical',
        'label = "三", span = -1, vertical',
        "「span」应为0至100",
    ),
    ('rule     = "magnitude"', 'rule = "weather"', "规则「收费金额单位」中的「weather」不存在。"),
    ('sentence = "motions"', 'sentence = "poem"', "中的「poem」不存在。"),
    ('["guides", "部门公开年报', '["total", "部门公开年报', "的键「total」重复。"),
]
SUMS = [
    ('gives = "total"', 'gives = "all"', "合计「申请人总计」中的「all」不存在。"),
    ('sum   = ["natural", "legal"]', "sum = []", "缺少「sum」。"),
    ('sum   = ["natural", "legal"]', 'sum = ["human"]', "「申请人总计」中的「human」不存在。"),
    (
        'sum   = ["natural", "legal"]',
        'sum = ["legal", "total"]',
        "「申请人总计」中的「total」也是合计。",
    ),
    ('sum   = ["natural", "legal"]', 'sum = ["legal", "legal.law"]', "「申请人总计」的各项重复"),
    (
        'along = "columns"\n    sum   = ["natural"',
        'along = ""\n    sum   = ["natural"',
        "合计「申请人总计」缺少「along」。",
    ),
    (
        'along    = "columns"\n    lines    = ["regulations"',
        'lines    = ["regulations"',
        "关系「现行有效件数与上年衔接」缺少「along」。",
    ),
    ('lines    = ["regulations",', 'lines = ["laws",', "与上年衔接」中的「laws」不存在。"),
    ('rows = ["licences",', 'rows = ["permits",', "强制、收费」中的「permits」不存在。"),
    ('"last:in_force", "issued"]', '"last:valid", "issued"]', "called 中的「last:in_force」"),
    (
        'equals   = ["last:carried_out"]',
        "",
        "called 中的「last:carried_out」不在关系中。",
    ),
    (
        'equals   = ["figure/motions"]',
        'equals   = ["figure/motions"]\nat_least = ["figure/fee_paid"]',
        "关系「建议与提案之和」应写 equals 或 at_least 中的一项。",
    ),
    (
        'sum      = ["figure/suggestions", "figure/proposals"]',
        'sum      = ["figure/suggestions", "figure/proposals", "figure/motions"]',
        "关系「建议与提案之和」两边都有「figure/motions」。",
    ),
    (
        'unit     = "件"\nseverity = "warning"\nadvice   = "改正其中',
        'along = "rows"\nseverity = "warning"\nadvice   = "改正其中',
        "关系「建议与提案之和」不能写「along」或「lines」。",
    ),
    (
        'unit     = "件"\nseverity = "warning"\nadvice   = "改正其中',
        'lines = ["total"]\nseverity = "warning"\nadvice   = "改正其中',
        "关系「建议与提案之和」不能写「along」或「lines」。",
    ),
    (
        '"requests/handled.other.unpaid/total"]',
        '"requests/handled.other.unpaid/total", "figure/refund"]',
        "关系「逾期未缴费不超过未收取的收费通知」中的「figure/refund」不存在。",
    ),
    (
        'on       = ["disclosure/fees/amount"]',
        'on       = ["disclosure/fees/sum"]',
        "规则「收费金额单位」中的「disclosure/fees/sum」不存在。",
    ),
    (
        'on       = ["requests"]',
        'on = ["wishes"]',
        "规则「申请数据与上年相同」中的「wishes」不存在",
    ),
    ('["repealed", "本年废止件数"], ', "", "与上年衔接」中的「repealed」不存在。"),
    (
        'equals   = ["last:in_force", "issued"]',
        'equals   = ["last:in_force", "issued", "repealed"]',
        "关系「现行有效件数与上年衔接」两边都有「repealed」。",
    ),
    (
        'columns = [["decisions", "本年处理决定数量"]]',
        'columns = [["decisions", "本年处理决定数量"], ["fines", "罚款"]]',
        "「第二十条第（五）项」的2列不能均分3格。",
    ),
]
WORDS = 'subject = "published"\n  words   = ['
NAMES = "  names = ["
PHRASES = [
    (
        '["figure/fee_notices"]]',
        '["figure/notices"]]',
        "「fee_notices」中的「figure/notices」不存在",
    ),
    ('["tally/published/total"]]', '["tally/published/laws"]]', "「tally/published/laws」不存在。"),
    ('["tally/published/total"]]', '["tally/printed/total"]]', "「tally/printed/total」不存在。"),
    ('[["disclosure/licences/decisions"]]', "[[]]", "phrases[5] 缺少「means」。"),
    ('[["disclosure/licences/decisions"]]', "[]", "缺少「means」。"),
    *(
        ('[["disclosure/licences/decisions"]]', f'[["{address}"]]', f"「{address}」不存在。")
        for address in (
            *("disclosure/licences/issued", "disclosure/permits/decisions", "disclosure/licences"),
            *("wishes/licences/decisions", "disclosure/licences/decisions#remark", "", "figure/"),
            *("text/overview.preface", "unit/name", "note/disclosure"),
        )
    ),
    (
        '[["disclosure/licences/decisions"]]',
        '[["requests/handled/natural"]]',
        "用语「licences」所指的「handled」含有合计「handled.total」。",
    ),
    (
        '[["requests/handled.refused/total"]]',
        '[["requests/handled.refused/total", "requests/handled.refused.secret/total"]]',
        "用语「refused」所指的「requests/handled.refused.secret/total」重复。",
    ),
    ('subject = "published"', 'subject = "news"', "用语「published」中的「news」不存在。"),
    ('key   = "normative"', 'key   = "published"', "用语对象的键「published」重复。"),
    ('key     = "normative_issued"', 'key = "published"', "用语的键「published」重复。"),
    ('key     = "normative_issued"', 'key = "a.b"', "用语的键「a.b」不符合要求。"),
    *(
        (
            WORDS,
            f'{WORDS}"{word}", ',
            f"用语「published」的写法「{word}」中的〔〕、|或{{}}有误。",
        )
        for word in (
            "公开〔的",
            "公开〕",
            "〔主〔动〕〕公开",
            "主动|公开",
            "{this}年公开",
            "〔{a}〕公开",
        )
    ),
    (WORDS, f'{WORDS}"{"公" * 201}", ', "用语「published」的一种写法超过200字。"),
    (WORDS, f'{WORDS}"{"〔主|动|公|开|的|了〕" * 5}", ', "的写法展开后超过6000种。"),
    (
        NAMES,
        f'{NAMES}"{"〔各|项|的|了|类〕" * 6}", ',
        "用语对象「published」的写法展开",
    ),
]


def read(folder: Path, text: str) -> None:
    path = folder / "2031.toml"
    path.write_text(text, "utf-8")
    catalog.read_form(path)


def refusal(folder: Path, text: str) -> str:
    with pytest.raises(FormError) as refused:
        read(folder, text)
    return str(refused.value)


@pytest.mark.parametrize(("old", "new", "says"), SYNTAX + KEYS + TAKEN + ODD + SUMS + PHRASES)
def test_a_form_file_that_does_not_hold_together_is_refused_by_name(
    tmp_path: Path, old: str, new: str, says: str
) -> None:
    assert old in REAL
    said = refusal(tmp_path, REAL.replace(old, new, 1))
    assert said.startswith("格式文件 2031.toml")
    assert says in said


def test_the_findings_of_no_relation_are_kept_from_the_keys_of_relations() -> None:
    sources = (path.read_text("utf-8") for path in (ROOT / "model/checks").glob("*.py"))
    found = {room for text in sources for room in re.findall(r'"([a-z_]+)/', text)}
    of_reports = {"tally", "change"}  # their findings are named in model/report
    assert of_reports | found == {*FINDING_PREFIXES}


def test_the_real_form_passes_the_way_the_bad_ones_go(tmp_path: Path) -> None:
    read(tmp_path, REAL)


def test_a_table_need_not_say_what_nothing_happened_is_called(tmp_path: Path) -> None:
    read(tmp_path, REAL.replace('nothing = { name = "本年无申请" }', ""))


@pytest.mark.parametrize(
    ("data", "why"),
    [(REAL.encode("gbk", errors="replace"), "文字编码不是 UTF-8"), (b"key = [", "文件末尾不完整")],
)
def test_a_file_that_is_no_toml_is_refused_by_name(tmp_path: Path, data: bytes, why: str) -> None:
    path = tmp_path / "bad.toml"
    path.write_bytes(data)
    with pytest.raises(FormError, match=rf"格式文件 bad\.toml 不是有效的 TOML 文件：{why}。$"):
        catalog.read_form(path)


ODD_VALUES = (3, True, 1.5, "x", "", [], {}, [1], ["x"], [["x", "y"]], [{}], {"x": 1})


@pytest.mark.campaign
@given(st.data())
def test_a_value_of_any_other_shape_is_refused_without_a_word_of_a_library(
    choice: st.DataObject,
) -> None:
    whole = part = renamed_form.data_of("2021")
    while True:
        keys = part if isinstance(part, dict) else range(len(part))
        key = choice.draw(st.sampled_from(list(keys)))
        if not part[key] or not isinstance(part[key], dict | list) or choice.draw(st.booleans()):
            break
        part = part[key]
    part[key] = choice.draw(st.sampled_from(ODD_VALUES))
    try:
        catalog.form_of(renamed_form.text_of(whole).encode(), "2031.toml")
    except FormError as refused:
        assert str(refused).startswith("格式文件 2031.toml：")
        assert not re.search("Expected|Object|Invalid|field|length|array", str(refused))


def test_the_same_place_of_two_years_may_stand_on_two_sides(tmp_path: Path) -> None:
    """Last year's 现行有效 and this year's are different numbers."""
    (relation,) = [
        r for r in catalog.form("2021").tables["disclosure"].relations if r.between_years
    ]
    assert [term.path for term in relation.sum] == ["in_force", "repealed"]
    assert [(term.path, term.last) for term in relation.right] == [
        ("in_force", True),
        ("issued", False),
    ]


def test_a_term_is_called_by_the_words_of_the_file() -> None:
    balance = catalog.form("2021").tables["requests"].relations[0]
    assert [balance.called[term] for term in balance.sum + balance.right] == [
        "第一项",
        "第二项",
        "第三项总计",
        "第四项",
    ]


def test_an_unknown_form_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(FormError) as refused:
        catalog.form("2008")
    assert str(refused.value) == "没有「2008」格式。可用的格式：2019、2021。"


@pytest.mark.parametrize(
    ("year", "key"),
    [(2008, "2019"), (2019, "2019"), (2020, "2019"), (2021, "2021"), (2024, "2021")],
)
def test_the_year_says_the_form(year: int, key: str) -> None:
    assert catalog.form_for(year).key == key


def test_a_form_is_read_once() -> None:
    assert catalog.form("2021") is catalog.form("2021")
    assert catalog.form("2021") != catalog.read_form(FORMS / "2021.toml")


def test_cells_carry_their_own_units() -> None:
    cells = catalog.form("2021").cells
    assert cells["disclosure/fees/amount"].unit == "万元"
    assert cells["disclosure/licences/decisions"].unit == "件"
    procurement = catalog.form("2019").cells["disclosure/procurement/amount"]
    assert (procurement.unit, procurement.units) == ("", ("元", "万元"))


def test_a_cell_is_called_by_its_last_row_label_and_all_its_columns() -> None:
    cells = catalog.form("2021").cells
    name = cells["requests/handled.refused.secret/legal.commercial"].name
    assert name == "1.属于国家秘密，法人或其他组织、商业企业"
    review = cells["review/figures/litigation.direct.upheld"].name
    assert review == "行政诉讼、未经复议直接起诉、结果维持"
