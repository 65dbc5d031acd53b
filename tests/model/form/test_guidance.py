"""The pages of help: every step has one, and nothing of the form is written a second time."""

import re
from pathlib import Path

import pytest

from model import resources
from model.errors import FormError
from model.form import catalog
from model.form.form import Form
from model.form.help import help_page, meanings, topics
from model.resources import HELP
from model.unit import CHOICES, proposed_deadline

FORMS = list(map(catalog.form, catalog.keys()))
every_form = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.key)


def lines(form: Form, step: str) -> list[str]:
    return help_page(form, step).splitlines()


@every_form
def test_every_step_has_a_page_under_the_heading_of_its_section(form: Form) -> None:
    for step, name in topics(form).items():
        title = form.section_of[step].title if step in form.section_of else name
        assert lines(form, step)[0] == f"# {title}"
        assert len(lines(form, step)) > 5


@every_form
def test_every_row_stands_once_in_the_table_of_its_section_with_its_meaning(form: Form) -> None:
    for table in form.tables.values():
        page = help_page(form, form.section_of[table.key].key)
        for path, leaf in table.leaves("rows").items():
            if leaf.labels:
                meaning = meanings(form).rows[f"{table.key}/{path}"]
                row = f"|{leaf.labels[-1]}|{meaning.means}|{meaning.article}|"
                assert page.count(f"\n{row}\n") == 1


def test_the_rows_of_section_three_read_as_they_are_printed() -> None:
    page = lines(catalog.form("2021"), "requests")
    first = page.index("| 行 | 填什么 | 参考条款 |")
    last = page.index("", first)
    labels = [line.split("|")[1].strip(" *") for line in page[first + 2 : last]]
    assert len(labels) == 25 + 5  # five groups have no values of their own
    assert labels[:8] == [
        "一、本年新收政府信息公开申请数量",
        "二、上年结转政府信息公开申请数量",
        "三、本年度办理结果",
        "（一）予以公开",
        "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
        "（三）不予公开",
        "1.属于国家秘密",
        "2.其他法律行政法规禁止公开",
    ]
    assert labels[-2:] == ["（七）总计", "四、结转下年度继续办理"]


@every_form
def test_a_page_says_how_far_the_articles_were_verified(form: Form) -> None:
    for section in ("disclosure", "requests"):
        assert meanings(form).notice in help_page(form, section)
    assert "尚未与公报原文" in meanings(form).notice
    assert "各行含义" not in help_page(form, "review")


@every_form
def test_no_label_of_section_three_is_written_a_second_time(form: Form) -> None:
    labels = [leaf.labels[-1] for leaf in form.tables["requests"].leaves("rows").values()]
    for path in HELP.rglob("*"):
        if path.is_file():
            text = path.read_text("utf-8")
            assert [label for label in labels if label in text] == [], path


def test_every_written_page_is_used() -> None:
    known = {*topics(FORMS[0]), "tables"}
    assert {path.stem for path in HELP.rglob("*.md")} == known
    assert {path.parent.name for path in HELP.glob("*/*.md")} <= {form.key for form in FORMS}


def test_a_page_of_one_form_stands_for_the_common_one() -> None:
    new, old = catalog.form("2021"), catalog.form("2019")
    assert "信息处理费" in help_page(new, "other")
    assert "信息处理费是必写内容" not in help_page(old, "other")
    assert help_page(old, "check") == help_page(new, "check")


def test_a_section_of_texts_lists_its_sub_heads_and_figures() -> None:
    page = lines(catalog.form("2021"), "other")
    heads = page.index("## 小标题")
    assert page[heads + 2].startswith("- **总述**　写在小标题之前的文字")
    assert page[heads + 3].startswith("- **收取信息处理费情况**　写发出收费通知件数")
    assert page[heads + 4] == "  - 填数字：发出收费通知（件）、实际收取（件）、收取金额（元）。"
    nested = lines(catalog.form("2021"), "overview")
    assert any(line.startswith("  - **信息发布数量**") for line in nested)


def test_a_section_says_what_is_checked_in_it_and_how_hard() -> None:
    form = catalog.form("2021")
    requests, other = lines(form, "requests"), lines(form, "other")
    assert requests[requests.index("## 程序核对什么") + 2 :] == [
        "- 申请人总计由程序计算。",
        "- 第三项总计由程序计算。",
        "- 勾稽关系（第一项＋第二项＝第三项＋第四项）：不符列为错误。",
        "- 上年结转与上年报告衔接：不符列为待说明。",
    ]
    assert other[other.index("## 程序核对什么") + 2 :] == [
        "- 建议与提案之和：不符列为待说明。",
        "- 逾期未缴费不超过未收取的收费通知：不符列为待说明。",
        "- 信息处理费：没有写的列为待说明。",
    ]
    asked = "工作考核、社会评议和责任追究（县级政府、地市级政府、省级政府、乡镇政府）"
    assert f"- {asked}：没有写的列为待说明。" in lines(form, "overview")


def test_words_of_the_form_are_never_taken_for_markdown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = resources.FORMS / "2021.toml"
    path = tmp_path / "2021.toml"
    path.write_text(real.read_text("utf-8").replace("2.重复申请", "2.*重复*|申请"), "utf-8")
    assert r"|2.\*重复\*\|申请|" in help_page(catalog.read_form(path), "requests")


def test_a_page_that_is_not_there_is_refused_by_name() -> None:
    with pytest.raises(FormError, match="没有「weather」的说明。"):
        help_page(catalog.form("2021"), "weather")


def test_help_neither_begs_nor_points_above_and_below_nor_numbers_the_tables() -> None:
    unwanted = ("请填", "请选", "请在", "上方", "下方", "表1", "表2", "表二", "表三")
    for path in HELP.rglob("*"):
        text = path.read_text("utf-8") if path.is_file() else ""
        assert [word for word in unwanted if word in text] == [], path


PAGES = ((30, 0), (100, 10), (200, 20), (10**6, 40))
"""The steps by pages: last page of a step, yuan a page."""
PIECES = ((10, 0), (30, 100), (40, 200), (50, 300), (60, 400))
"""The steps by applications of one applicant in one month."""


def fee(count: int, steps: tuple[tuple[int, int], ...]) -> int:
    """Work out a fee one by one: each page or application at the rate of its own step."""
    return sum(next(rate for last, rate in steps if n <= last) for n in range(1, count + 1))


def test_the_fees_in_the_help_are_worked_out_right() -> None:
    page = help_page(catalog.form("2021"), "other")
    examples = re.findall(r"^- (\d+)(页|件)：(.+)＝(\d+)元。$", page, re.MULTILINE)
    assert len(examples) == 5
    for count, measure, terms, yuan in examples:
        steps = PAGES if measure == "页" else PIECES
        assert fee(int(count), steps) == int(yuan)
        products = [term.split("×") for term in terms.split("＋")]
        assert sum(int(many) * int(rate) for many, rate in products) == int(yuan)
    rows = re.findall(r"^\| \d+(?:至(\d+))?([页件])起? \| (?:不收|(\d+)元) \|$", page, re.MULTILINE)
    message = [(measure, int(last or PAGES[-1][0]), int(rate or 0)) for last, measure, rate in rows]
    assert message == [("页", *step) for step in PAGES] + [("件", *step) for step in PIECES[:-1]]


def test_the_days_in_the_help_are_those_that_are_proposed() -> None:
    page = help_page(catalog.form("2021"), "unit")
    rows = re.findall(r"^\| (.+?) \| .+? \| (\d+)月(\d+)日", page, re.MULTILINE)
    message = {kind: (int(m), int(d)) for kinds, m, d in rows for kind in kinds.split("、")}
    days = {kind: proposed_deadline(kind, 2024) for kind in CHOICES}
    assert message == {kind: (day.month, day.day) for kind, day in days.items() if day}


def test_what_the_decree_says_of_counting_stands_in_the_help() -> None:
    form = catalog.form("2021")
    review = help_page(form, "review")
    for words in ("共同被告", "法释〔2025〕8号第十条", "第二十三条第一款第四项", "不是差错"):
        assert words in review
    disclosure = help_page(form, "disclosure")
    for row in ("licences", "penalties", "coercion"):
        assert "已公开的和依法未公开的都计" in meanings(form).rows[f"disclosure/{row}"].means
    assert "全部处理决定" in disclosure
