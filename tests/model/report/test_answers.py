from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from model.errors import AddressError, UnreadableError
from model.form import catalog
from model.report.addresses import kind_of, tally_of
from model.report.answers import put, put_stated, read_date, read_year, unread_reason
from model.report.begin import new_report, require_open_year
from model.report.report import Report, TextBlock
from model.unit import TitleForm, Unit, UnitKind
from model.values import ValueKind

CELL = "requests/received/natural"
TOTAL = "requests/received/total"


def refusal(report: Report, address: str, typed: str = "1") -> str:
    with pytest.raises((AddressError, UnreadableError)) as refused:
        put(report, address, typed)
    return str(refused.value)


def test_a_number_typed_for_a_cell_figure_or_part_of_a_tally_goes_there(empty: Report) -> None:
    report = put(empty, CELL, "1,234")
    report = put(report, "disclosure/fees/amount", "7730.20")
    report = put(report, "figure/fee_amount", "12.50")
    report = put(report, "tally/published/finance", "10")
    report = put(report, "tally/published/total", "66")
    assert report.values == {
        CELL: 1234,
        "disclosure/fees/amount": Decimal("7730.20"),
        "figure/fee_amount": Decimal("12.50"),
        "tally/published/finance": 10,
        "tally/published/total": 66,
    }
    assert empty.values == {}


def test_an_empty_text_clears_a_number(empty: Report) -> None:
    assert put(put(empty, CELL, "3"), CELL, " ").values == {}


def test_what_is_not_understood_is_kept_as_typed_and_no_number_stands_there(empty: Report) -> None:
    report = put(put(empty, CELL, "3"), CELL, " 3件\n")
    assert report.values == {}
    assert report.unread == {CELL: "3件"}
    mended = put(report, CELL, "3")
    assert mended.unread == {}
    assert mended.values == {CELL: 3}


@pytest.mark.parametrize("typed", ["2025-1-15", ""])
def test_a_date_that_is_typed_again_takes_the_place_of_the_text_that_was_kept(
    empty: Report, typed: str
) -> None:
    kept = empty.with_unread("unit/signed_on", "2025.2.30")
    assert unread_reason(kept, "unit/signed_on").startswith("成文日期「2025.2.30」不是有效的日期。")
    assert unread_reason(empty, "unit/signed_on") == ""
    assert put(kept, "unit/signed_on", typed).unread == {}


def test_a_negative_number_is_understood_only_where_a_change_is_asked_for() -> None:
    old = new_report(catalog.form("2019"), Unit(), 2020)
    assert put(old, "disclosure/licences/change", "-3").values["disclosure/licences/change"] == -3
    assert put(old, "disclosure/licences/previous", "-3").unread


def test_a_computed_cell_cannot_be_typed(empty: Report) -> None:
    said = f"「{TOTAL}」由程序计算，不能填写。原表合计用 --stated 填写。"
    assert refusal(empty, TOTAL) == said


def test_the_total_of_the_source_is_kept_beside_the_computed_one(empty: Report) -> None:
    report = put_stated(empty, TOTAL, "7")
    assert report.stated == {TOTAL: 7}
    assert report.values == {}
    assert put_stated(report, TOTAL, "").stated == {}


@pytest.mark.parametrize("address", [CELL, "figure/motions", "nothing"])
def test_only_a_computed_cell_has_a_total_of_the_source(empty: Report, address: str) -> None:
    with pytest.raises(AddressError) as refused:
        put_stated(empty, address, "7")
    assert str(refused.value) == f"「{address}」不是合计格，不能填写原表合计。"


def test_a_total_of_the_source_that_is_no_number_is_refused(empty: Report) -> None:
    with pytest.raises(UnreadableError, match="「七」未能识别"):
        put_stated(empty, TOTAL, "七")


@pytest.mark.parametrize("address", ["requests/nobody/natural", "figure/x", "tally/x/y", "", "x"])
def test_an_address_the_form_does_not_know_is_refused(empty: Report, address: str) -> None:
    assert refusal(empty, address) == f"表样中没有「{address}」。用 form 命令查看全部地址。"


def test_every_number_is_of_its_kind(empty: Report) -> None:
    assert kind_of(empty, CELL) is ValueKind.COUNT
    assert kind_of(empty, "disclosure/fees/amount") is ValueKind.MONEY
    assert kind_of(empty, "figure/reply_rate") is ValueKind.PERCENT
    assert kind_of(empty, "tally/published/total") is ValueKind.COUNT


def test_an_address_of_a_tally_is_known_by_its_label(empty: Report) -> None:
    tally = empty.tally("published")
    assert tally_of(empty, "tally/published/finance") == (tally, "财政信息")
    assert tally_of(empty, "tally/published/total") == (tally, "合计")
    assert tally_of(empty, "tally/published/nothing") is None
    assert tally_of(empty, CELL) is None


def test_a_figure_brings_in_the_regional_sub_head_it_is_printed_under(empty: Report) -> None:
    assert empty.text("other.motions") is None
    report = put(empty, "figure/suggestions", "3")
    assert [block.key for block in report.section_texts("other")] == ["other.fees", "other.motions"]
    assert put(report, "figure/proposals", "4").texts == report.texts


def test_a_text_is_cleaned_and_goes_under_its_sub_head(empty: Report) -> None:
    report = put(empty, "text/overview.platform", "甲\r\n乙\x00")
    block = report.text("overview.platform")
    assert block == TextBlock("overview.platform", "政府信息公开平台建设", "甲\n乙")
    assert len(report.texts) == len(empty.texts)


def test_a_text_the_report_lacks_is_brought_in_where_the_form_wants_it(empty: Report) -> None:
    report = put(empty, "text/overview.proactive.system", "甲")
    keys = [block.key for block in report.section_texts("overview")]
    assert keys[1:4] == ["overview.proactive", "overview.proactive.system", "overview.on_request"]
    added = report.text("overview.proactive.system")
    assert added is not None
    assert (added.title, added.body) == ("政府信息公开制度建设情况", "甲")


def test_a_sub_head_of_the_units_own_takes_text(empty: Report) -> None:
    own = replace(empty, texts=(*empty.texts, TextBlock("other.own", "自拟")))
    block = put(own, "text/other.own", "甲").text("other.own")
    assert block is not None
    assert block.body == "甲"


def test_a_text_the_form_does_not_know_is_refused(empty: Report) -> None:
    said = "表样中没有「text/other.nothing」。用 form 命令查看全部地址。"
    assert refusal(empty, "text/other.nothing") == said


def test_remarks_sources_and_notes_are_kept_and_cleared(empty: Report) -> None:
    report = put(empty, f"{CELL}#remark", " 含转办3件\r")
    report = put(report, f"{CELL}#source", "办公室台账")
    report = put(report, "note/review", "注：含上年结转。\n")
    assert report.remarks == {CELL: "含转办3件"}
    assert report.sources == {CELL: "办公室台账"}
    assert report.notes == {"review": "注：含上年结转。"}
    for address in (f"{CELL}#remark", f"{CELL}#source", "note/review"):
        report = put(report, address, "")
    assert (report.remarks, report.sources, report.notes) == ({}, {}, {})


def test_a_computed_cell_may_bear_a_remark(empty: Report) -> None:
    assert put(empty, f"{TOTAL}#remark", "甲").remarks == {TOTAL: "甲"}


@pytest.mark.parametrize(
    ("address", "says"),
    [
        (f"{CELL}#colour", f"「{CELL}#colour」不是可填写的地址。备注写作「{CELL}#remark」。"),
        (f"{CELL}#", f"「{CELL}#」不是可填写的地址。备注写作「{CELL}#remark」。"),
        ("nothing#remark", "表样中没有「nothing」。用 form 命令查看全部地址。"),
        ("note/tables", "没有「tables」表。可用的表：disclosure、requests、review。"),
    ],
)
def test_a_note_without_a_place_is_refused(empty: Report, address: str, says: str) -> None:
    assert refusal(empty, address) == says


def test_the_unit_is_filled_in_by_address(empty: Report) -> None:
    report = empty
    for name, typed in (
        ("name", " 某市\n水利局 "),
        ("kind", "派出机关"),
        ("title_form", "一行"),
        ("deadline", "2025/1/20"),
        ("signed_on", "2025年1月5日"),
    ):
        report = put(report, f"unit/{name}", typed)
    unit = report.unit
    assert (unit.name, unit.kind, unit.title_form) == (
        "某市 水利局",
        UnitKind.AGENCY,
        TitleForm.ONE_LINE,
    )
    assert (unit.deadline, unit.signed_on) == (date(2025, 1, 20), date(2025, 1, 5))
    assert put(report, "unit/signed_on", "").unit.signed_on is None


def test_a_new_year_counts_its_own_days(empty: Report) -> None:
    report = put(empty, "unit/year", "2023")
    assert report.year == 2023
    assert (report.period.start, report.period.end) == (date(2023, 1, 1), date(2023, 12, 31))


def test_the_period_of_a_body_set_up_in_the_year_begins_on_that_day(empty: Report) -> None:
    report = put(empty, "unit/period_start", "2024.3.1")
    report = put(report, "unit/period_end", "2024-11-30")
    assert (report.period.start, report.period.end) == (date(2024, 3, 1), date(2024, 11, 30))
    assert put(report, "unit/period_end", "2024-3-1").period.end == date(2024, 3, 1)


@pytest.mark.parametrize(
    ("address", "typed", "says"),
    [
        (
            "unit/kind",
            "村",
            "单位类型「村」不在可选范围。可选：政府办公厅（室）、部门、乡镇政府、县级政府、",
        ),
        ("unit/deadline", "明天", "报送截止日期「明天」不是有效的日期。写作年-月-日，如 "),
        ("unit/year", "1999", "「1999」不是有效的年度。填四位数字，如 2024。"),
        ("unit/year", "", "年度没有填写。填四位数字，如 2024。"),
        ("unit/year", "2101", "「2101」不是有效的年度。"),
        ("unit/period_end", "", "统计截止日没有填写。写作年-月-日，如 2025-01-31。"),
        ("unit/period_end", "2023-12-31", "统计截止日早于起始日。核对两个日期。"),
        ("unit/period_start", "2025-01-01", "统计截止日早于起始日。核对两个日期。"),
        ("unit/colour", "红", "没有「unit/colour」。可填写的有：name、self_name、"),
    ],
)
def test_what_the_unit_cannot_be_is_refused(
    empty: Report, address: str, typed: str, says: str
) -> None:
    assert refusal(empty, address, typed).startswith(says)


@pytest.mark.parametrize(
    "typed",
    [
        *("2025-01-31", "2025-1-31", "2025/1/31", "2025.1.31", "2025年1月31日", "2025年01月31日"),
        *("20250131", "2025年1月31号", "2025 年 1 月 31 日", "２０２５－０１－３１", "2025-1- 31"),
    ],
)
def test_a_date_is_read_as_people_write_it(typed: str) -> None:
    assert read_date(typed, "落款") == date(2025, 1, 31)


@pytest.mark.parametrize(
    "typed",
    ["2025-02-29", "2025-1", "2025-1-1-1", "一月", "31/1/2025", "20250230", "2025131", "250131"],
)
def test_what_is_no_date_is_refused(typed: str) -> None:
    with pytest.raises(UnreadableError, match=f"落款「{typed}」不是有效的日期"):
        read_date(typed, "落款")


@pytest.mark.parametrize("year", [2008, 2024, 2100])
def test_a_year_is_one_in_which_reports_are_due(year: int) -> None:
    assert read_year(str(year)) == year


def test_a_report_is_begun_at_the_latest_on_next_year() -> None:
    today = date(2026, 12, 31)
    assert [require_open_year(year, today) for year in (2008, 2026, 2027)] == [2008, 2026, 2027]
    with pytest.raises(UnreadableError, match=r"^2028年度还不能填报，最晚为2027年度。核对年度。$"):
        require_open_year(2028, today)


def test_a_year_is_understood_with_its_word_and_nothing_else_is() -> None:
    assert read_year("2024年度") == read_year(" 2024年 ") == 2024
    with pytest.raises(UnreadableError, match="「去年」不是有效的年度"):
        read_year("去年")


def test_a_day_that_did_not_fit_the_other_is_read_once_the_other_is_put_in(empty: Report) -> None:
    report = empty.with_unread("unit/period_start", f"{empty.year + 1}-01-01")
    assert unread_reason(report, "unit/period_start").startswith("统计截止日早于起始日")
    report = put(report, "unit/period_end", f"{empty.year + 1}-06-30")
    assert report.unread == {}
    assert report.period.start == date(empty.year + 1, 1, 1)
    kept = put(empty.with_unread("unit/period_end", "下周"), "unit/year", str(empty.year + 1))
    assert kept.unread == {"unit/period_end": "下周"}
