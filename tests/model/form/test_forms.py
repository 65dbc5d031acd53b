"""Every form file against the official wording: labels to the letter, counts, sums, sentences.

In the drawings a label stands where its place begins, →n and ↓n are grid columns and rows it
spans; n is a count, ± a signed count, 元 an amount, % a rate, Σ a computed cell.
"""

from collections import Counter
from itertools import groupby

import pytest

from model.checks.rules import RULES
from model.form import catalog
from model.form.arithmetic import arithmetic
from model.form.form import Form
from model.form.grid import GridPlace, grid_of
from model.form.table import Table
from model.report.begin import new_report
from model.report.wording import REFERENCES, SENTENCES
from model.text import chinese_numerals
from model.unit import Unit, UnitKind
from model.values import ValueKind

KEYS = catalog.keys()
FORMS = [catalog.form(key) for key in KEYS]
SIGNS = {ValueKind.COUNT: "n", ValueKind.CHANGE: "±", ValueKind.MONEY: "元", ValueKind.PERCENT: "%"}
each_form = pytest.mark.parametrize("form", FORMS, ids=KEYS)


def shown(place: GridPlace) -> str:
    if place.cell is not None:
        text = "Σ" if place.cell.computed else SIGNS[place.cell.kind]
    else:
        text = place.label
    wide = f"→{place.width}" if place.width > 1 else ""
    return text + wide + (f"↓{place.height}" if place.height > 1 else "")


def draw(table: Table) -> list[str]:
    drawn = []
    for number, places in enumerate(grid_of(table).rows):
        begun = [shown(place) for place in places if place.row == number]
        runs = [(text, len(list(run))) for text, run in groupby(begun)]
        drawn.append(" ".join(text if n == 1 else f"{n}{text}" for text, n in runs))
    return drawn


DISCLOSURE_2021 = """
第二十条第（一）项→4
信息内容 本年制发件数 本年废止件数 现行有效件数
规章 3n
行政规范性文件 3n
第二十条第（五）项→4
信息内容 本年处理决定数量→3
行政许可 n→3
第二十条第（六）项→4
信息内容 本年处理决定数量→3
行政处罚 n→3
行政强制 n→3
第二十条第（八）项→4
信息内容 本年收费金额（单位：万元）→3
行政事业性收费 元→3
"""
DISCLOSURE_2019 = """
第二十条第（一）项→5
信息内容 本年新制作数量 本年新公开数量→2 对外公开总数量
规章 n n→2 n
规范性文件 n n→2 n
第二十条第（五）项→5
信息内容 上一年项目数量 本年增/减→2 处理决定数量
行政许可 n ±→2 n
其他对外管理服务事项 n ±→2 n
第二十条第（六）项→5
信息内容 上一年项目数量 本年增/减→2 处理决定数量
行政处罚 n ±→2 n
行政强制 n ±→2 n
第二十条第（八）项→5
信息内容 上一年项目数量→2 本年增/减→2
行政事业性收费 n→2 ±→2
第二十条第（九）项→5
信息内容 采购项目数量→2 采购总金额→2
政府集中采购 n→2 元→2
"""
REQUESTS_2021 = """
（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）→3↓3 申请人情况→7
自然人↓2 法人或其他组织→5 总计↓2
商业企业 科研机构 社会公益组织 法律服务机构 其他
一、本年新收政府信息公开申请数量→3 6n Σ
二、上年结转政府信息公开申请数量→3 6n Σ
三、本年度办理结果↓22 （一）予以公开→2 6n Σ
（二）部分公开（区分处理的，只计这一情形，不计其他情形）→2 6n Σ
（三）不予公开↓8 1.属于国家秘密 6n Σ
2.其他法律行政法规禁止公开 6n Σ
3.危及“三安全一稳定” 6n Σ
4.保护第三方合法权益 6n Σ
5.属于三类内部事务信息 6n Σ
6.属于四类过程性信息 6n Σ
7.属于行政执法案卷 6n Σ
8.属于行政查询事项 6n Σ
（四）无法提供↓3 1.本机关不掌握相关政府信息 6n Σ
2.没有现成信息需要另行制作 6n Σ
3.补正后申请内容仍不明确 6n Σ
（五）不予处理↓5 1.信访举报投诉类申请 6n Σ
2.重复申请 6n Σ
3.要求提供公开出版物 6n Σ
4.无正当理由大量反复申请 6n Σ
5.要求行政机关确认或重新出具已获取信息 6n Σ
（六）其他处理↓3 1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请 6n Σ
2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请 6n Σ
3.其他 6n Σ
（七）总计→2 7Σ
四、结转下年度继续办理→3 6n Σ
"""
REVIEW = """
行政复议→5 行政诉讼→10
结果维持↓2 结果纠正↓2 其他结果↓2 尚未审结↓2 总计↓2 未经复议直接起诉→5 复议后起诉→5
结果维持 结果纠正 其他结果 尚未审结 总计 结果维持 结果纠正 其他结果 尚未审结 总计
4n Σ 4n Σ 4n Σ
"""
SECTIONS = """
一、总体情况
二、主动公开政府信息情况
三、收到和处理政府信息公开申请情况
四、政府信息公开行政复议、行政诉讼情况
五、存在的主要问题及改进情况
六、其他需要报告的事项
"""
SUB_HEADS_2021 = """
（一）主动公开方面 （二）依申请公开 （三）政府信息管理 （四）政府信息公开平台建设 （五）监督保障
（一）存在的主要问题 （二）改进情况
（一）收取信息处理费情况
"""
ALL_REGIONAL = """
（二）人大代表建议和政协提案办理结果公开情况
（三）政务公开工作创新情况
（四）年度报告数据统计需要说明的事项
（五）本行政机关认为需要报告的其他事项
（六）本地区落实上级年度政务公开工作要点情况
（七）其他有关文件专门要求通过政府信息公开工作年度报告予以报告的事项
"""


def requests_2019() -> list[str]:
    """As in 2021, but （六）其他处理 is one row: 23 data rows, 三 spans 20."""
    drawn = []
    for line in REQUESTS_2021.split("\n")[1:-1]:
        if line.startswith("（六）"):
            drawn.append("（六）其他处理→2 6n Σ")
        elif not line.startswith(("2.申请人逾期", "3.其他 ")):
            drawn.append(line.replace("↓22", "↓20"))
    return drawn


def test_the_tables_of_2021_bear_the_official_wording() -> None:
    tables = catalog.form("2021").tables
    assert draw(tables["disclosure"]) == DISCLOSURE_2021.split("\n")[1:-1]
    assert draw(tables["requests"]) == REQUESTS_2021.split("\n")[1:-1]
    assert draw(tables["review"]) == REVIEW.split("\n")[1:-1]


def test_the_tables_of_2019_bear_the_official_wording() -> None:
    tables = catalog.form("2019").tables
    assert draw(tables["disclosure"]) == DISCLOSURE_2019.split("\n")[1:-1]
    assert draw(tables["requests"]) == requests_2019()
    assert draw(tables["review"]) == REVIEW.split("\n")[1:-1]


@each_form
def test_the_six_headings_are_the_official_ones(form: Form) -> None:
    assert [section.title for section in form.sections] == SECTIONS.split()


@each_form
def test_a_heading_is_numbered_in_order_and_its_variants_are_others(form: Form) -> None:
    for number, section in enumerate(form.sections, 1):
        assert section.title.startswith(f"{chinese_numerals(number)}、")
        assert section.short.startswith(f"{chinese_numerals(number)}、")
        assert section.variants
        assert len({section.title, *section.variants}) == 1 + len(section.variants)


def test_a_new_report_of_2021_has_the_customary_sub_heads() -> None:
    report = new_report(catalog.form("2021"), Unit(), 2024)
    lines = []
    for _, blocks in groupby(report.texts[1:], key=lambda block: block.section):
        heads = [f"（{chinese_numerals(n)}）{block.title}" for n, block in enumerate(blocks, 1)]
        lines.append(" ".join(heads))
    assert report.texts[0].title == "前言"
    assert lines == SUB_HEADS_2021.split("\n")[1:-1]


def test_the_regional_sub_heads_of_section_six_stand_in_their_order() -> None:
    regional = [text for text in catalog.form("2021").texts.values() if text.regional]
    numbered = [f"（{chinese_numerals(n)}）{text.title}" for n, text in enumerate(regional, 2)]
    assert numbered == ALL_REGIONAL.split()
    assert {text.section for text in regional} == {"other"}


@pytest.mark.parametrize(
    ("key", "cells", "typed"),
    [("2021", (10, 175, 15), (10, 144, 12)), ("2019", (22, 161, 15), (22, 132, 12))],
)
def test_a_form_has_as_many_cells_as_the_decree(
    key: str, cells: tuple[int, ...], typed: tuple[int, ...]
) -> None:
    tables = [table.cells.values() for table in catalog.form(key).tables.values()]
    assert tuple(map(len, tables)) == cells
    assert tuple(sum(not cell.computed for cell in table) for table in tables) == typed


@each_form
def test_no_address_stands_twice(form: Form) -> None:
    figures = [figure.address for text in form.texts.values() for figure in text.figures]
    texts = [text.address for section in form.sections for text in section.texts]
    crossings = [
        table.address(row.path, column.path)
        for table in form.tables.values()
        for block in table.blocks
        for row in block.row_leaves
        for column in block.column_leaves
    ]
    counted = Counter([*crossings, *figures, *texts])
    assert set(counted.values()) == {1}
    assert all(cell.address == address for address, cell in form.cells.items())


@each_form
def test_every_total_adds_up_cells_of_its_own_table(form: Form) -> None:
    computed = {address for address, cell in form.cells.items() if cell.computed}
    sums = arithmetic(form).sums
    assert set(sums) == computed
    for one in sums.values():
        assert one.addends
        assert all(address in form.cells for address in one.addends)
        assert one.gives not in one.addends


@each_form
def test_a_cell_given_by_two_totals_is_the_same_sum_both_ways(form: Form) -> None:
    """Only 总计 of （七） is given twice: by its row and by its column."""
    twice = []
    known = arithmetic(form)
    for table in form.tables.values():
        ways: dict[str, list[set[str]]] = {}
        for total in table.totals:
            for line in table.leaves("columns" if total.along == "rows" else "rows"):
                paths = [p for t in total.sum for p in table.resolve(total.along, t.path)]
                addends = [table.crossing(total.along, path, line) for path in paths]
                typed = {typed for address in addends for typed in known.typed_under(address)}
                gives = table.crossing(total.along, total.gives, line)
                ways.setdefault(gives, []).append(typed)
        assert all(way == found[0] for found in ways.values() for way in found)
        twice += [gives for gives, found in ways.items() if len(found) > 1]
    assert twice == ["requests/handled.total/total"]


@each_form
def test_every_name_that_a_form_calls_is_known_to_the_program(form: Form) -> None:
    assert {rule.rule for rule in form.rules} <= set(RULES)
    texts = form.texts.values()
    assert {text.sentence for text in texts if text.figures} <= set(SENTENCES)
    assert {text.sentence for text in texts if text.sentence} <= set(SENTENCES)
    assert {text.reference for text in texts if text.reference} <= set(REFERENCES)
    assert not [text for text in texts if text.required and text.regional]
    kinds = {kind for section in form.sections for m in section.mentions for kind in m.kinds}
    assert kinds <= set(UnitKind)


@each_form
def test_every_part_of_a_preset_has_a_key_of_its_own(form: Form) -> None:
    for preset in form.presets:
        keys = [key for key, _ in preset.parts]
        assert len(set(keys)) == len(keys)
        assert "total" not in keys
        assert all(label for _, label in preset.parts)


@each_form
def test_a_form_is_named_by_its_file_and_its_first_year(form: Form) -> None:
    assert form.key == str(form.first_year)
    assert (
        form.basis == f"国办公开办函〔{form.first_year}〕{'30' if form.key == '2021' else '60'}号"
    )


def test_the_forms_cover_every_year_from_2019_once() -> None:
    for year in range(2019, 2101):
        assert sum(form.covers(year) for form in FORMS) == 1
    assert not any(form.covers(2018) for form in FORMS)


def test_the_department_preset_has_the_nineteen_customary_categories() -> None:
    parts = {preset.key: dict(preset.parts) for preset in catalog.form("2021").presets}
    assert len(parts["department"]) == 19
    assert len(parts["article_20"]) == 15
    assert parts["department"]["inspection"] == "“双随机、一公开”监管"


def test_a_form_is_told_by_its_key() -> None:
    assert repr(catalog.form("2021")) == "Form('2021')"
