"""Tables in odd shapes, drawn: what is read of them, and what is named instead."""

import pytest

from intake.content import Document, FileKind, SourceCell, SourceTable
from intake.recognition.reading import Recognition, recognise
from tests.intake.drawn import document
from tests.intake.known import FORMS

UNPAID = "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"
HEADS = "信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数"


def reading_of(drawn: str, kind: FileKind = FileKind.WORD) -> Recognition:
    return recognise(document(drawn, kind), FORMS)


def numbers(reading: Recognition) -> dict[str, object]:
    """What was read, without blanks, by the row and column of the address."""
    return {
        address.partition("/")[2]: found.number
        for address, found in reading.cells.items()
        if found.number is not None
    }


def whys(reading: Recognition) -> list[str]:
    beside = ("来源中没有找到", "没有对应的位置", "不是标题，也不是前言")
    return [issue.why for issue in reading.issues if issue.why not in beside]


def test_values_stand_under_their_headings() -> None:
    reading = reading_of(f"{HEADS}\n规章 | 1 | 2 | 3")
    assert numbers(reading) == {
        "regulations/issued": 1,
        "regulations/repealed": 2,
        "regulations/in_force": 3,
    }


def test_another_order_of_columns_is_followed() -> None:
    reading = reading_of("信息内容 | 现行有效件数 | 本年制发件数 | 本年废止件数\n规章 | 3 | 1 | 2")
    assert numbers(reading)["regulations/in_force"] == 3
    assert numbers(reading)["regulations/issued"] == 1


def test_a_text_with_another_order_of_columns_is_not_read() -> None:
    heads = "申请人情况\n科研机构 | 商业企业 | 自然人 | 其他"
    drawn = f"{heads}\n一、 | 本年新收政府信息公开申请数量 | 1 | 2 | 3 | 4 | 5 | 6 | 7"
    reading = reading_of(drawn, FileKind.TEXT)
    assert not reading.cells
    assert whys(reading) == ["列标题不全，或标签后不是7个数"]


def test_of_headings_that_lack_a_column_the_others_are_read() -> None:
    reading = reading_of("信息内容 | 本年制发件数 | 现行有效件数\n规章 | 1 | 3")
    assert numbers(reading) == {"regulations/issued": 1, "regulations/in_force": 3}
    assert whys(reading) == ["没有找到列标题「本年废止件数」"]


TITLED = "第二十条第（一）项 |"
"""A line of two fields over lines of more: a text whose columns do not stand under each other."""


def test_of_headings_of_a_text_that_lack_a_column_as_many_values_are_read() -> None:
    heads = f"{TITLED}\n信息内容 | 本年制发件数 | 现行有效件数"
    reading = reading_of(f"{heads}\n规章 | 1 | 3", FileKind.TEXT)
    assert numbers(reading) == {"regulations/issued": 1, "regulations/in_force": 3}
    assert whys(reading) == ["没有找到列标题「本年废止件数」"]


@pytest.mark.parametrize(
    ("heads", "row"),
    [
        ("本年制发件数 | 现行有效件数", "1 | 2 | 3"),  # more values than headings
        ("本年制发件数 | 现行有效件数", "1 | 2 | "),  # a blank end
        ("本年制发件数 | 其中 | 现行有效件数", "1 | 3"),  # another heading among them
        ("本年制发件数 | 现行有效件数 | 现行有效件数", "1 | 3"),  # one twice
        ("本年制发件数 | 本年废止件数 | 现行有效件数", "1 | 2 | 3 | 4"),  # a number behind all
    ],
)
def test_where_a_text_is_not_sure_of_its_columns_nothing_is_read(heads: str, row: str) -> None:
    reading = reading_of(f"{TITLED}\n信息内容 | {heads}\n规章 | {row}", FileKind.TEXT)
    assert whys(reading) == ["列标题不全，或标签后不是3个数"]


def test_words_behind_the_values_of_a_text_are_none_of_them() -> None:
    heads = f"{TITLED}\n{HEADS} | 备注"
    reading = reading_of(f"{heads}\n规章 | 1 | 2 | 3 | 见附件", FileKind.TEXT)
    assert len(numbers(reading)) == 3


def test_of_one_row_that_lacks_headings_the_others_are_read() -> None:
    reading = reading_of("行政复议 | | | |\n结果维持 | 总计\n1 | 4")
    assert {a.rpartition(".")[2]: one.number for a, one in reading.cells.items()} == {
        "upheld": 1,
        "total": 4,
    }
    assert "没有找到列标题「行政复议、结果纠正」" in whys(reading)


def test_without_headings_the_official_order_counts() -> None:
    assert len(numbers(reading_of("规章 | 1 | 2 | 3"))) == 3


def test_without_headings_a_blank_end_may_be_a_column_that_is_missing() -> None:
    assert whys(reading_of("规章 | 1 | 2 | ")) == ["没有列标题，标签后不是3个数"]


@pytest.mark.parametrize("row", ["1 | 7 | 2 | 3", "1 | 甲 | 2 | 3"])
def test_a_column_of_the_units_own_among_the_values_is_not_guessed_at(row: str) -> None:
    drawn = f"信息内容 | 本年制发件数 | 其中 | 本年废止件数 | 现行有效件数\n规章 | {row}"
    assert whys(reading_of(drawn)) == ["数的位置与列标题对不上"]


def test_a_number_beside_columns_that_are_all_blank_is_not_lost() -> None:
    assert whys(reading_of(f"{HEADS}\n规章 | | | | 5")) == ["数的位置与列标题对不上"]


def test_a_number_that_stands_apart_from_its_heading_is_not_read() -> None:
    table = SourceTable(
        1,
        (
            *(SourceCell(0, n, 1, 1, text) for n, text in enumerate(HEADS.split(" | "))),
            SourceCell(1, 0, 1, 1, "规章"),
            SourceCell(1, 1, 1, 2, "5"),
            SourceCell(1, 3, 1, 1, "6"),
        ),
    )
    assert whys(recognise(Document(FileKind.WORD, (table,)), FORMS)) == ["数的位置与列标题对不上"]


@pytest.mark.parametrize("row", ["1 | 2 | 3 | ", " | 2 | 3 | "])
def test_values_counted_and_placed_that_differ_are_not_read(row: str) -> None:
    heads = "信息内容 | | 本年制发件数 | 本年废止件数 | 现行有效件数"
    assert whys(reading_of(f"{heads}\n规章 | {row}")) == ["数的位置与列标题对不上"]


def test_a_column_headed_twice_has_to_say_one_thing() -> None:
    heads = f"{HEADS} | 现行有效件数"
    assert numbers(reading_of(f"{heads}\n规章 | 1 | 2 | 3 | 3"))["regulations/in_force"] == 3
    assert whys(reading_of(f"{heads}\n规章 | 1 | 2 | 3 | 4")) == ["数的位置与列标题对不上"]


def test_two_tables_side_by_side_are_not_read() -> None:
    reading = reading_of("规章 | 1 | 2 | 3 | 规章 | 4 | 5 | 6\n规范性文件 | 1 | 2 | 3 | | | |")
    assert not reading.cells
    assert set(whys(reading)) == {"左右并列有两张表，不能确定属于哪一张"}


def test_a_row_that_stands_twice_with_other_numbers_is_not_read() -> None:
    reading = reading_of(f"{HEADS}\n规章 | 1 | 2 | 3\n规章 | 1 | 2 | 4")
    assert numbers(reading) == {"regulations/issued": 1, "regulations/repealed": 2}
    (clash,) = [issue for issue in reading.issues if issue.why == "同一格有不同的数"]
    assert str(clash) == ("第1个表格第2行第4列、第1个表格第3行第4列「3、4」：同一格有不同的数")


def test_of_a_table_that_stands_twice_a_row_that_stands_once_is_not_read() -> None:
    rows = "规章 | 1 | 2 | 3\n行政规范性文件 | 4 | 5 | 6"
    drawn = f"{HEADS}\n{rows}\n{rows}\n信息内容 | 本年处理决定数量\n行政许可 | 7"
    reading = reading_of(drawn)
    assert "licences/decisions" not in numbers(reading)
    assert len(numbers(reading)) == 6
    assert whys(reading) == ["这张表不止一份，有的份缺这一格"]


def test_a_cell_of_which_one_place_is_not_understood_is_not_read() -> None:
    reading = reading_of(f"{HEADS}\n规章 | 1 | 2 | 3\n规章 | 甲 | 2 | 3")
    assert not reading.cells


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("1.5", "「1.5」未能识别。只填整数，如 3。"),
        ("1 2", "「1 2」未能识别。只填整数，如 3。"),
        ("3元", "单位是元，表样为件"),
    ],
)
def test_a_number_that_cannot_be_one_is_named(text: str, why: str) -> None:
    assert whys(reading_of(f"{HEADS}\n规章 | {text} | 2 | 3")) == [why]


def test_a_unit_that_the_form_leaves_open_is_named_with_both() -> None:
    drawn = "采购项目数量 | 采购总金额\n政府集中采购 | 1 | 5件"
    assert whys(reading_of(drawn)) == ["单位是件，表样为元或万元"]


def worksheet(*cells: SourceCell) -> Recognition:
    heads = tuple(SourceCell(0, n, 1, 1, text) for n, text in enumerate(HEADS.split(" | ")))
    table = SourceTable(1, (*heads, SourceCell(1, 0, 1, 1, "规章"), *cells), "表一")
    return recognise(Document(FileKind.EXCEL, (table,)), FORMS)


def test_a_worksheet_that_shows_another_number_than_it_keeps_is_not_read() -> None:
    reading = worksheet(
        SourceCell(1, 1, 1, 1, "12.4", "12"), SourceCell(1, 2, 1, 1, "1234", "1,234")
    )
    assert numbers(reading) == {"regulations/repealed": 1234}
    assert whys(reading) == ["「12.4」未能识别。只填整数，如 3。"]
    assert whys(worksheet(SourceCell(1, 1, 1, 1, "12", "12.4"))) == [
        "「12.4」未能识别。只填整数，如 3。"
    ]
    assert whys(worksheet(SourceCell(1, 1, 1, 1, "13", "12"))) == ["显示为「12」，与保存的数不同。"]


def test_a_number_in_a_hidden_row_or_column_is_not_read() -> None:
    assert whys(worksheet(SourceCell(1, 1, 1, 1, "5", hidden=True))) == ["所在的行或列已隐藏。"]


def test_what_is_noted_at_a_cell_is_its_remark() -> None:
    reading = worksheet(SourceCell(1, 1, 1, 1, "5（含转办）", remark="见附表"))
    assert reading.cells["disclosure/regulations/issued"].remark == "含转办；见附表"


def test_a_remark_under_a_table_goes_to_its_cell_and_others_stay_notes() -> None:
    notes = "注：规章，本年制发件数：含转办 |\n注：规章，甲：乙 |\n其余见附表 |"
    drawn = f"{HEADS}\n规章 | 1 | 2 | 3\n{notes}"
    reading = reading_of(drawn)
    assert reading.cells["disclosure/regulations/issued"].remark == "含转办"
    assert reading.notes == {"disclosure": "注：规章，甲：乙\n其余见附表"}


def test_a_remark_on_a_cell_that_was_not_read_stays_a_note() -> None:
    drawn = "规章 | 1 | 2 | 3\n注：行政许可，本年处理决定数量：含延续 |"
    assert reading_of(drawn).notes == {"disclosure": "注：行政许可，本年处理决定数量：含延续"}


def test_last_years_column_is_not_taken_for_this_years() -> None:
    drawn = "信息内容 | 上年制发件数 | 本年废止件数 | 现行有效件数\n规章 | 1 | 2 | 3"
    assert "regulations/issued" not in numbers(reading_of(drawn))


def test_a_row_with_numbers_that_no_form_has_is_named() -> None:
    reading = reading_of(
        f"{HEADS}\n规章 | 1 | 2 | 3\n办法 | 4 | 0 | 9\n栏次 | 1 | 2 | 3\n其中 | | |"
    )
    assert [str(issue) for issue in reading.issues if "表样中" in issue.why] == [
        "第1个表格第3行第1列「办法 4 0 9」：表样中没有这一行"
    ]
    assert not reading.understood


@pytest.mark.parametrize(
    ("rows", "doubted"),
    [
        ("（一）予以公开 | {0}\n其他 | {0}", True),
        ("其他 | {0}", True),
        ("（一）予以公开 | {0}\n3.其他 | {0}", False),
        (f"{UNPAID} | {{0}}\n其他 | {{0}}", False),
    ],
)
def test_a_bare_other_outside_its_group_may_sum_up_more(rows: str, doubted: bool) -> None:
    reading = reading_of(rows.format(" | ".join("1234567")))
    assert len(reading.cells) > 6
    assert any("哪一组" in doubt.why for doubt in reading.doubts) == doubted


def test_tables_that_are_none_of_a_report_are_named() -> None:
    reading = reading_of("姓名 | 职务\n甲 | 主任")
    assert [str(issue) for issue in reading.issues] == [
        "第1个表格第1行第1列「姓名 职务 甲 主任」：不是年报的表格"
    ]
    assert not reading.understood


def test_a_hidden_worksheet_is_not_read_but_named() -> None:
    table = SourceTable(
        1, (SourceCell(0, 0, 1, 1, "规章"), SourceCell(0, 1, 1, 1, "1")), "旧", hidden=True
    )
    reading = recognise(Document(FileKind.EXCEL, (table,)), FORMS)
    assert whys(reading) == ["工作表已隐藏，未读取"]


FIVE = "结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计"


def test_the_five_numbers_of_one_group_are_read_by_themselves() -> None:
    reading = reading_of(f"行政复议 | | | |\n{FIVE}\n1 | 2 | 3 | 4 | 10")
    assert list(numbers(reading).values()) == [1, 2, 3, 4, 10]
    assert [issue.text for issue in reading.issues] == ["行政诉讼"]


@pytest.mark.parametrize(
    "rows",
    [
        "行政复议 | | | |\n总计\n1",  # one heading
        f"行政复议 | | | |\n{FIVE}\n1 | 2 | 3 | 4 | 10\n1 | 2 | 3 | 4 | 10",  # two rows
        f"行政复议 | | | |\n{FIVE}",  # none
        "行政复议 | 甲",  # no headings
        f"行政复议 | | | |\n{FIVE}\n行政复议 | | | |\n1 | 2 | 3 | 4 | 10",  # named twice
        f"行政复议 | | | |\n{FIVE}\n1 | 2 | 3 | 4 | 件数",  # not only values
    ],
)
def test_a_table_of_one_row_that_is_not_sure_is_named(rows: str) -> None:
    reading = reading_of(rows)
    assert not reading.cells
    assert "没有找到一行5个数，或列标题的次序不同" in whys(reading)


def test_a_row_of_blanks_under_the_headings_is_blank() -> None:
    reading = reading_of(f"行政复议 | | | |\n{FIVE}\n | | | |")
    assert len(reading.cells) == 5
    assert not numbers(reading)


def test_down_the_side_each_label_has_its_number() -> None:
    rows = "\n".join(f"{label} | {n}" for n, label in enumerate(FIVE.split(" | ")))
    assert list(numbers(reading_of(f"行政复议 | \n{rows}")).values()) == [0, 1, 2, 3, 4]
    assert not reading_of(f"行政复议 | \n{rows}\n总计 | 5").cells
    assert not reading_of(f"行政复议 | \n{rows.replace('总计 | 4', '总计 | 4 | 5')}").cells
    assert not reading_of(f"行政复议 | \n{rows.rpartition(chr(10))[0]}").cells


def test_a_text_has_to_have_its_groups_in_the_official_order() -> None:
    ten, values = f"{FIVE} | {FIVE}", " | ".join("0" * 15)
    straight = f"行政复议 | 行政诉讼\n{FIVE} | 未经复议直接起诉 | 复议后起诉\n{ten}\n{values}"
    assert len(reading_of(straight, FileKind.TEXT).cells) == 15
    swapped = straight.replace("行政复议 | 行政诉讼", "行政诉讼 | 行政复议")
    assert not reading_of(swapped, FileKind.TEXT).cells
    shorter = straight.removesuffix(" | 0")
    assert not reading_of(shorter, FileKind.TEXT).cells


def test_headings_may_have_another_line_between_them() -> None:
    top = " | ".join(["行政复议", *[""] * 4, "行政诉讼", *[""] * 9])
    middle = " | ".join(
        ["（件）", *[""] * 4, "未经复议直接起诉", *[""] * 4, "复议后起诉", *[""] * 4]
    )
    values = " | ".join(str(n) for n in range(15))
    reading = reading_of(f"{top}\n{middle}\n{FIVE} | {FIVE} | {FIVE}\n{values}")
    assert list(numbers(reading).values()) == list(range(15))


@pytest.mark.parametrize(
    "odd", ["无", "零", "十二", "12份", "约12", "12余件", "未统计", "不适用", "N/A", "×", "暂无"]
)
@pytest.mark.parametrize("head", [f"{HEADS}\n", ""])
def test_a_cell_with_words_costs_only_itself(odd: str, head: str) -> None:
    reading = reading_of(f"{head}规章 | 1 | {odd} | 3")
    assert numbers(reading) == {"regulations/issued": 1, "regulations/in_force": 3}
    (issue,) = [one for one in reading.issues if odd in one.text]
    assert issue.addresses == ("disclosure/regulations/repealed",)
    assert f"「{odd}」不是数字" in issue.why


def test_a_cell_with_words_costs_only_itself_in_a_table_of_one_row() -> None:
    heads = "行政复议 | | | |\n结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计"
    reading = reading_of(f"{heads}\n1 | 无 | 3 | 4 | 8")
    assert [one.text for one in reading.issues if len(one.addresses) == 1] == ["无"]
    assert len(reading.cells) == 4
    down = "\n".join(f"{label} | 无" for label in heads.split("\n")[1].split(" | "))
    reading = reading_of(f"行政复议 |\n{down}")
    assert [one.text for one in reading.issues if len(one.addresses) == 1] == ["无"] * 5


def test_characters_without_width_are_not_in_a_number() -> None:
    reading = reading_of(f"{HEADS}\n规章 | 1\u200b2 | \u200b | \ufeff3")
    assert numbers(reading)["regulations/issued"] == 12
    assert reading.cells["disclosure/regulations/repealed"].number is None


def divided(*beside: str) -> Recognition:
    """Read 规章 over several rows, with a label beside it and three values in each."""
    heads = [SourceCell(0, n, 1, 1, text) for n, text in enumerate(HEADS.split(" | "), 1)]
    cells = [SourceCell(1, 0, len(beside), 1, "规章")]
    for row, label in enumerate(beside, 1):
        texts = (label, *(str(10 * row + n) for n in range(3)))
        cells += [SourceCell(row, n, 1, 1, text) for n, text in enumerate(texts, 1)]
    table = SourceTable(1, (*heads, *cells))
    return recognise(Document(FileKind.WORD, (table,)), FORMS)


@pytest.mark.parametrize("total", ["合计", "小计"])
def test_of_a_row_divided_into_parts_the_total_is_read_and_the_parts_are_named(total: str) -> None:
    reading = divided(total, "在线", "信函")
    assert numbers(reading) == {
        "regulations/issued": 10,
        "regulations/repealed": 11,
        "regulations/in_force": 12,
    }
    assert whys(reading) == ["表样中没有这一行"] * 2


def test_a_part_of_a_row_is_not_taken_for_the_row() -> None:
    reading = divided("在线", "信函", "小计")
    assert not reading.cells
    assert any("在线" in issue.text for issue in reading.issues)


def test_an_official_row_beside_a_label_over_several_rows_is_read() -> None:
    reading = divided("行政规范性文件", "在线")
    assert numbers(reading)["normative/issued"] == 10
