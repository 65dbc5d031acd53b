"""Several files on one year, each with a part of the report, put together into one."""

from dataclasses import replace

import pytest

from model.combine.join import joined
from model.drafts import file_format
from model.errors import ReportError
from model.form import catalog
from model.report.answers import put, put_stated
from model.report.begin import new_report
from model.report.report import Options, Report, TextBlock
from model.unit import Unit, UnitKind

NATURAL, COMMERCIAL = "requests/received/natural", "requests/received/legal.commercial"
TOTAL = "requests/received/total"


@pytest.fixture
def bare() -> Report:
    """Nothing but its year: what a sheet of numbers says of itself."""
    return replace(new_report(catalog.form("2021"), Unit(), 2024), texts=(), tallies=())


def typed(report: Report, **answers: str) -> Report:
    for address, text in answers.items():
        report = put(report, address, text)
    return report


def test_each_fills_what_the_ones_before_it_lack(bare: Report, example: Report) -> None:
    words = replace(example, values={}, sources={}, remarks={}, stated={}, options=Options())
    numbers = typed(bare, **{NATURAL: "3", f"{NATURAL}#remark": "含网上", "figure/motions": "1"})
    report, message = joined({"文字.docx": words, "表格.xlsx": numbers})
    assert message == ()
    assert report.values == {NATURAL: 3, "figure/motions": 1}
    assert report.remarks == {NATURAL: "含网上"}
    assert (report.unit, report.texts) == (words.unit, words.texts)
    turned, message = joined({"表格.xlsx": numbers, "文字.docx": words})
    assert message == ()
    assert (turned.values, turned.texts) == (report.values, words.texts)
    assert turned.unit.name == words.unit.name
    assert file_format.decode(file_format.encode(turned)) == turned


def test_where_two_differ_the_earlier_stands_and_the_label_is_said(bare: Report) -> None:
    one = typed(bare, **{NATURAL: "3", COMMERCIAL: "0", "unit/name": "甲局"})
    two = typed(bare, **{NATURAL: "4", COMMERCIAL: "0", "unit/name": "乙局"})
    report, message = joined({"a.xlsx": one, "b.xlsx": two})
    assert report.values == {NATURAL: 3, COMMERCIAL: 0}
    assert message == (
        "「b.xlsx」机关名称为「乙局」，与前面文件的「甲局」不同，保留「甲局」。",
        "「b.xlsx」一、本年新收政府信息公开申请数量，自然人为「4」，与前面文件的「3」不同，"
        "保留「3」。",
    )


def test_a_third_is_held_against_what_the_first_two_gave(bare: Report) -> None:
    third = typed(bare, **{NATURAL: "3", COMMERCIAL: "6"})
    sources = {"a": typed(bare, **{NATURAL: "3"}), "b": typed(bare, **{COMMERCIAL: "5"})}
    report, message = joined({**sources, "c": third})
    assert report.values == {NATURAL: 3, COMMERCIAL: 5}
    assert len(message) == 1
    assert "法人或其他组织、商业企业为「6」" in message[0]


def test_0_and_text_that_is_no_number_are_answers(bare: Report) -> None:
    one = typed(bare, **{NATURAL: "0", COMMERCIAL: "三"})
    two = typed(bare, **{NATURAL: "4", COMMERCIAL: "4"})
    report, message = joined({"a": one, "b": two})
    assert (report.values, report.unread) == ({NATURAL: 0}, {COMMERCIAL: "三"})
    assert len(message) == 2


def test_stated_totals_and_texts_that_differ_are_said_in_short(bare: Report) -> None:
    long = "长" * 50
    one = put_stated(bare, TOTAL, "3")
    one = replace(one, texts=(TextBlock("other.matters", "其他", "一句。"),))
    two = put_stated(bare, TOTAL, "4")
    two = replace(two, texts=(TextBlock("other.matters", "其他", long),))
    report, message = joined({"a": one, "b": two})
    assert report.stated == {TOTAL: 3}
    assert report.texts == one.texts
    assert len(message) == 2
    assert "（原表合计）为「4」" in message[0]
    assert f"「{'长' * 29}…」" in message[1]


def test_a_tally_comes_whole_from_one_of_them(example: Report) -> None:
    (tally, *_) = example.tallies
    less = replace(tally, parts=tally.parts[:2])
    other = replace(example, tallies=(less,))
    for address in tally.part_addresses[2:]:
        other = put_away(other, address)
    other = other.with_value(tally.address(), 9)
    report, message = joined({"a": example, "b": other})
    assert report == example
    assert [one.startswith("「b」分类统计「") for one in message] == [True]
    blank = example
    for address in (*tally.part_addresses, tally.address()):
        blank = put_away(blank, address)
    report, message = joined({"a": blank, "b": other})
    assert message == ()
    assert report.tally(tally.key) == less
    assert report.values[tally.address()] == 9


def put_away(report: Report, address: str) -> Report:
    return report.with_value(address, None)


def test_what_nobody_said_is_of_the_first(bare: Report) -> None:
    one = replace(bare, unit=Unit(kind=UnitKind.CITY), options=Options(pitch="28"))
    report, message = joined({"a": one, "b": typed(bare, **{NATURAL: "1"})})
    assert message == ()
    assert report == replace(one, values={NATURAL: 1})


def test_a_name_that_a_later_file_says_gives_the_kind_and_the_day() -> None:
    first = new_report(catalog.form("2021"), Unit(), 2024)
    assert first.unit.kind is UnitKind.OPEN
    report, _ = joined({"a": first, "b": put(first, "unit/name", "某县人民政府")})
    assert (report.unit.kind, str(report.unit.deadline)) == (UnitKind.COUNTY, "2025-02-20")


def test_different_years_and_formats_are_not_put_together(bare: Report) -> None:
    with pytest.raises(ReportError, match="「b」是2023年的，「a」是2024年的"):
        joined({"a": bare, "b": replace(bare, year=2023)})
    old = new_report(catalog.form("2019"), Unit(), 2024)
    with pytest.raises(ReportError, match="分别导入"):
        joined({"a": bare, "b": old})
