"""What differs between two reports, in the words the clerk reads."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from model.compare.changes import changes, section_name
from model.compare.texts import plain
from model.form import catalog
from model.report import tallies
from model.report.answers import put, put_stated
from model.report.begin import new_report
from model.report.report import Fonts, Period, Previous, Published, Reason, Report, Stage, TextBlock
from model.unit import Unit

CELL = "requests/received/natural"


def drawn(one: Report, other: Report) -> list[str]:
    """Draw each change: section · place: one → other."""
    return [
        f"{section_name(one, c.section)} · {c.place}: {plain(c.one)} → {plain(c.other)}"
        for c in changes(one, other)
    ]


def typed(report: Report, **answers: str) -> Report:
    for address, text in answers.items():
        report = put(report, address, text)
    return report


def test_changes_stand_in_printed_order(example: Report) -> None:
    answers = {
        "figure/fee_paid": "8",
        "text/overview.platform": "改",
        "review/figures/reconsideration.upheld": "1",
        "tally/published/total": "3",
        f"{CELL}#remark": "含",
        CELL: "七件",
        "disclosure/licences/decisions": "",
        "unit/phone": "1",
        "unit/year": "2022",
        "text/overview.proactive": "改",
    }
    assert [change.place for change in changes(example, typed(example, **answers))] == [
        "电话",
        "年度",
        "统计期限",
        "「主动公开方面」",
        "「政府信息公开平台建设」",
        "主动公开政府信息（合计）",
        "行政许可，本年处理决定数量",
        "一、本年新收政府信息公开申请数量，自然人",
        "一、本年新收政府信息公开申请数量，自然人（备注）",
        "行政复议、结果维持",
        "实际收取",
    ]


def previous(source: str) -> Previous:
    return Previous(source, "2021", 2022, "某局", {CELL: 1}, (TextBlock("a.b", "标题"),))


def reason(report: Report, finding: str, text: str) -> Report:
    return replace(report, reasons={finding: Reason(text, "1", "2")})


FIRST = "三、申请办理 · 一、本年新收政府信息公开申请数量，自然人"
TURNS: list[tuple[Callable[[Report], Report], str]] = [
    (lambda r: put(r, CELL, "07"), f"{FIRST}: 空 → 7"),
    (lambda r: put(r, CELL, "七件"), f"{FIRST}: 空 → 七件（未能识别）"),
    (lambda r: put(r, f"{CELL}#remark", "含"), f"{FIRST}（备注）: 空 → 含"),
    (lambda r: put(r, f"{CELL}#source", "台账"), f"{FIRST}（数据来源）: 空 → 台账"),
    (
        lambda r: put_stated(r, "requests/received/total", "9"),
        "三、申请办理 · 一、本年新收政府信息公开申请数量，总计（原表合计）: 空 → 9",
    ),
    (
        lambda r: put(r, "disclosure/fees/amount", "12.500"),
        "二、主动公开 · 行政事业性收费，本年收费金额（单位：万元）: 空 → 12.500",
    ),
    (
        lambda r: replace(r, options=replace(r.options, units={"figure/fee_amount": "元"})),
        "六、其他事项 · 收取金额（计量单位）: 空 → 元",
    ),
    (lambda r: put(r, "note/requests", "注"), "三、申请办理 · 表下注: 空 → 注"),
    (lambda r: put(r, "text/overview.proactive", "写"), "一、总体情况 · 「主动公开方面」: 空 → 写"),
    (
        lambda r: r.with_text(TextBlock("overview.proactive", "主动公开")),
        "一、总体情况 · 小标题「主动公开方面」: 主动公开方面 → 主动公开",
    ),
    (
        lambda r: replace(r, texts=(*r.texts, TextBlock("other.own", "自有", "甲\n乙"))),
        "六、其他事项 · 「自有」: （没有此小标题） → 自有\n甲\n乙",
    ),
    (
        lambda r: put(r, "text/overview.proactive", "\n"),
        "一、总体情况 · 「主动公开方面」: 空 → （空段）",
    ),
    (lambda r: put(r, "unit/phone", "1"), "单位与年度 · 电话: 空 → 1"),
    (lambda r: put(r, "unit/signed_on", "2025-1-20"), "单位与年度 · 成文日期: 空 → 2025年1月20日"),
    (lambda r: put(r, "unit/title_form", "一行"), "单位与年度 · 标题形式: 名称／年度报告 → 一行"),
    (lambda r: replace(r, year=2023), "单位与年度 · 年度: 2024 → 2023"),
    (
        lambda r: replace(r, period=Period(date(2024, 2, 1), r.period.end)),
        "单位与年度 · 统计期限: 2024年1月1日至2024年12月31日 → 2024年2月1日至2024年12月31日",
    ),
    (lambda r: r.at_stage(Stage.FINAL), "其他 · 稿别: 草稿 → 定稿"),
    (
        lambda r: replace(r, published=Published(date(2025, 1, 20), "www.a.example")),
        "其他 · 公布日期和网址: 空 → 2025年1月20日 www.a.example",
    ),
    (
        lambda r: replace(r, previous=previous("去年.gknb")),
        "其他 · 上年报告: 空 → 某局2022年度（去年.gknb），1 格、1 段",
    ),
    (
        lambda r: replace(r, options=replace(r.options, shading=False)),
        "其他 · “第二十条”各行加底色: 是 → 否",
    ),
    (
        lambda r: replace(r, options=replace(r.options, fonts=Fonts.SYSTEM)),
        "其他 · 字体: 公文字体 → 系统自带字体",
    ),
    (lambda r: replace(r, options=replace(r.options, pitch="28")), "其他 · 行距: 28.95 → 28"),
    (
        lambda r: reason(r, "balance/natural", "划转"),
        "三、申请办理 · 说明：勾稽关系（第一项＋第二项＝第三项＋第四项），自然人: 空 → 划转",
    ),
    (lambda r: reason(r, "short/other.own", "无更多"), "其他 · 说明: 空 → 无更多"),
    (lambda r: r.with_value("no/such", 1), "其他 · no/such: 空 → 1"),
    (
        lambda r: tallies.remove(r, r.tallies[0]),
        "一、总体情况 · 分类统计「主动公开政府信息」: 名称：主动公开政府信息\n单位：条\n位置：",
    ),
]


@pytest.mark.parametrize(("turn", "message"), TURNS)
def test_a_change_names_its_place_and_says_both_sides(
    turn: Callable[[Report], Report], message: str, empty: Report
) -> None:
    (said,) = drawn(empty, turn(empty))
    assert said.startswith(message)


def test_a_date_that_cannot_be_read_is_named_in_the_first_step(example: Report) -> None:
    (one,) = changes(example, example.with_unread("unit/signed_on", "2025.2.30"))
    assert (section_name(example, one.section), one.place) == ("单位与年度", "成文日期")
    assert plain(one.other) == "2025.2.30（未能识别）"


def test_a_long_text_says_only_what_differs(example: Report) -> None:
    one = put(example, "text/overview.platform", "第一段不变。\n本年新建平台12个。\n第三段不变。")
    other = put(example, "text/overview.platform", "第一段不变。\n本年新建平台15个。\n第三段不变。")
    (change,) = changes(one, other)
    assert plain(change.one) == "第2段：本年新建平台12个。"
    assert [text for text, differs in change.other if differs] == ["5"]


def test_a_tally_says_which_categories_differ_and_the_counts_that_go_with_them(
    example: Report,
) -> None:
    tally = example.tallies[0]
    other, key = tallies.add_part(example, tally, "政策解读")
    other = put(other, tally.address(key), "7")
    (change,) = changes(example, other)
    assert (plain(change.one), plain(change.other)) == ("（无此段）", "类别：政策解读 7")
    fewer = tallies.remove(example, tally)
    assert "合计 250" in plain(changes(fewer, example)[0].other)
    exact = replace(tally, approximate=True, print_zero=False)
    (change,) = changes(example, example.with_tally(exact))
    assert plain(change.other) == "总数为约数\n不写数量为0的类别"


def test_a_tally_that_only_its_keys_tell_apart_is_shown_whole(example: Report) -> None:
    tally = example.tallies[0]
    keyed = replace(tally, under=f"{tally.under}.below")
    (change,) = changes(example, example.with_tally(keyed))
    assert change.one == change.other
    assert plain(change.one).startswith("名称：")


def test_texts_in_another_order_are_listed(empty: Report) -> None:
    preface, first, *rest = empty.texts
    (change,) = changes(empty, replace(empty, texts=(first, preface, *rest)))
    assert change.place == "小标题的顺序"
    assert plain(change.one).startswith("前言、主动公开方面、")
    assert plain(change.other).startswith("主动公开方面、前言、")


def test_reports_to_two_forms_differ_as_a_whole(empty: Report) -> None:
    old = new_report(catalog.form("2019"), Unit(name="旧局"), 2019)
    (said,) = drawn(empty, old)
    assert said.startswith(
        "其他 · 整份报告（两份的格式不同）: 国办公开办函〔2021〕30号格式，某市水务局"
    )
