"""Units that a source states: a number in another unit than the form's is named, never read."""

from dataclasses import replace

import pytest

from intake.content import Document, FileKind, SourceBlock, SourceCell, SourceParagraph, SourceTable
from intake.recognition.reading import Recognition, recognise
from intake.recognition.report import report_from, with_recognition
from intake.words.labels import declared_units, stated_units
from intake.worker import read
from tests.intake.drawn import document
from tests.intake.known import FORMS, older
from tests.writing import render_word

FEES = "disclosure/fees/amount"
AMOUNT = "disclosure/procurement/amount"


def reading_of(drawn: str, kind: FileKind = FileKind.WORD) -> Recognition:
    return recognise(document(drawn, kind), FORMS)


def whys(reading: Recognition) -> list[str]:
    return [issue.why for issue in reading.issues if issue.why.startswith("单位")]


@pytest.mark.parametrize(
    "heading",
    [
        "本年收费金额（单位：元）",
        "本年收费金额(元)",
        "收费金额（元）",
        "本年收费金额（单位：千元）",
        "本年收费金额（单位：仟圆）",
        "本年收费金额（单位：亿元）",
        "本年收费金额（人民币元）",
        "本年收费金额 / 元",
        "本年收费总额（以元计）",
        "金额（元）",
        "本年收费金额（单位：万元，不足一元的按一元计）",
    ],
)
@pytest.mark.parametrize("kind", [FileKind.WORD, FileKind.TEXT, FileKind.EXCEL])
def test_money_under_a_heading_with_another_unit_is_named(heading: str, kind: FileKind) -> None:
    reading = reading_of(f"信息内容 | {heading}\n行政事业性收费 | 1234500", kind)
    assert FEES not in reading.cells
    (why,) = whys(reading)
    assert why.endswith("，表样为万元")


@pytest.mark.parametrize(
    "drawn",
    [
        "行政事业性收费（元） | 1234500",
        "行政事业性收费 | 1234500元",
        "行政事业性收费 | 1234500（元）",
        "行政事业性收费 | 1234500 | 元",
        "单位：元 |\n行政事业性收费 | 1234500",
        "行政事业性收费 | 1234500\n注：金额单位为元。 |",
        "单位：元\n行政事业性收费 | 1234500",
        "行政事业性收费 | 1234500\n\n注：以上金额以元为单位。",
        "（元）\n行政事业性收费 | 1234500",
    ],
)
def test_another_unit_in_label_cell_line_or_note_is_found(drawn: str) -> None:
    head = "" if drawn[0] in "单（" else "二、主动公开政府信息情况\n"
    reading = reading_of(f"{head}{drawn}")
    assert FEES not in reading.cells
    assert whys(reading) or any("1234500" in one.text for one in reading.issues)


@pytest.mark.parametrize(
    "drawn",
    [
        "信息内容 | 本年收费金额（单位：万元）\n行政事业性收费 | 123.45",
        "信息内容 | 本年收费金额\n行政事业性收费 | 123.45万元",
        "行政事业性收费（万元） | 123.45",
        "单位：件、万元 |\n行政事业性收费 | 123.45",
        "行政事业性收费 | 123.45（其中当年3元）",
        "信息内容 | 本年收费金额（单位：元）\n行政事业性收费 | 0",
    ],
)
def test_the_official_unit_and_a_nought_are_read(drawn: str) -> None:
    reading = reading_of(drawn)
    assert reading.cells[FEES].number is not None
    assert not whys(reading)


@pytest.mark.parametrize(
    ("drawn", "why"),
    [
        ("单位：万件 |\n规章 | 1 | 2 | 3", "单位是万件，表样为件"),
        ("信息内容 | 本年制发件数（千件） | 本年废止件数 | 现行有效件数\n规章 | 1 | 2 | 3",
         "单位是千件，表样为件"),
        ("单位：万件 |\n行政复议 | | | |\n结果维持 | 总计\n1 | 4", "单位是万件，表样为件"),
    ],
)  # fmt: skip
def test_counts_in_thousands_are_named(drawn: str, why: str) -> None:
    assert why in whys(reading_of(drawn))


def test_a_shown_unit_of_a_worksheet_counts() -> None:
    cells = (SourceCell(0, 0, 1, 1, "行政事业性收费"), SourceCell(0, 1, 1, 1, "12", "12元"))
    reading = recognise(Document(FileKind.EXCEL, (SourceTable(1, cells, "表"),)), FORMS)
    assert whys(reading) == ["单位是元，表样为万元"]


@pytest.mark.parametrize(
    "text",
    [
        "我单位收费3000元",
        "多元化平台",
        "第二十条第（一）项",
        "累计公开三百件",
        "本单位",
        "",
        "元月",
    ],
)
def test_a_sentence_declares_no_unit(text: str) -> None:
    assert not declared_units(text)


def test_a_bare_scale_is_a_unit_of_money_and_of_counts() -> None:
    assert declared_units("单位：万") == {"万元", "万件"}
    assert stated_units("收费（元/年）") == {"元"}


def bought(amount: str, heading: str = "采购总金额") -> Recognition:
    return reading_of(f"信息内容 | 采购项目数量 | {heading}\n政府集中采购 | 3 | {amount}")


def test_where_the_form_leaves_the_unit_open_the_stated_one_comes_along() -> None:
    assert report_from(bought("5万元"), 2020).options.units == {AMOUNT: "万元"}
    assert report_from(bought("5", "采购总金额（万元）"), 2020).options.units == {AMOUNT: "万元"}
    report = report_from(bought("5元"), 2020)
    assert (report.options.units, report.values[AMOUNT]) == ({}, 5)
    other = replace(report, options=replace(report.options, units={AMOUNT: "万元"}))
    assert with_recognition(other, bought("5元")).options.units == {AMOUNT: "元"}


def test_where_no_unit_is_stated_or_two_are_nothing_is_taken() -> None:
    (found,) = [one for one in bought("5").doubts if one.addresses == (AMOUNT,)]
    assert found.why == "来源没有写明单位（元或万元）"
    assert AMOUNT not in report_from(bought("5"), 2020).values
    assert whys(bought("5元", "采购总金额（万元）")) == ["单位有万元、元两种说法。"]


def test_our_own_document_brings_the_unit_that_was_chosen() -> None:
    report = older()
    report = replace(report, options=replace(report.options, units={AMOUNT: "万元"}))
    reading = recognise(read(render_word(report)), FORMS)
    assert reading.understood
    assert report_from(reading, 2020).options.units == {AMOUNT: "万元"}


def test_a_line_that_only_says_the_unit_of_the_form_is_no_text() -> None:
    title = FORMS[0].section_of["disclosure"].title
    blocks: tuple[SourceBlock, ...] = (
        SourceParagraph(1, title),
        SourceParagraph(2, "（单位：件、万元）"),
        SourceParagraph(3, "表1 主动公开政府信息情况"),
        SourceParagraph(4, "表2 另一张"),
        SourceTable(1, (SourceCell(0, 0, 1, 1, "行政许可"), SourceCell(0, 1, 1, 1, "3"))),
    )
    reading = recognise(Document(FileKind.WORD, blocks), FORMS)
    texts = [one.text for one in reading.issues if "没有放文字" in one.why]
    assert texts == ["表2 另一张"]
    assert "表名1处（第3段），不导入。" in reading.notices
