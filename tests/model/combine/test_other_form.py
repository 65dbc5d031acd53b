"""A draft in another format brings all that has a place in the report it is applied to."""

from dataclasses import replace
from pathlib import Path

import pytest

from model import resources
from model.combine.join import with_other_form
from model.form import catalog
from model.form.form import Form
from model.report.answers import put, put_stated
from model.report.begin import new_report
from model.report.report import Reason, Report, Tally, TextBlock
from model.unit import Unit
from tests import new_form

TOTAL = "requests/received/total"


@pytest.fixture
def new(tmp_path: Path) -> Form:
    new_form.written(tmp_path)
    resources.set_forms_folder(tmp_path)
    return catalog.form("2027")


@pytest.fixture
def begun(new: Form) -> Report:
    return new_report(new, Unit("某局"), 2027)


def test_cells_figures_and_tallies_come_with_their_numbers(begun: Report, example: Report) -> None:
    report = with_other_form(begun, example)
    assert report.values == example.values
    assert any(address.startswith("tally/") for address in report.values)
    assert report.tallies == example.tallies


def test_numbers_of_a_tally_that_is_replaced_do_not_stay(begun: Report, example: Report) -> None:
    (tally,) = begun.tallies
    kept = begun.with_tally(replace(tally, parts=(("mine", "自定"),)))
    kept = put(put(kept, "tally/published/mine", "4"), "tally/published/total", "十")
    report = with_other_form(kept, replace(example, values={}))
    assert report.values == report.unread == {}


def test_a_tally_of_its_own_is_added_where_its_section_is(begun: Report, example: Report) -> None:
    mine = Tally("mine", "自定", "条", "overview.proactive", (("a", "甲"),))
    lost = replace(mine, key="lost", under="weather.rain")
    report = with_other_form(begun, replace(example, tallies=(mine, lost)))
    assert [tally.key for tally in report.tallies] == ["published", "mine"]


def test_nothing_is_kept_at_an_address_that_the_report_does_not_have(
    begun: Report, example: Report
) -> None:
    lost = Tally("lost", "自定", "条", "weather.rain", (("a", "甲"),))
    values = {"tally/lost/a": 1, "requests/handled.gone/natural": 2}
    texts = (
        TextBlock("weather.rain", "降雨", "多雨。"),
        TextBlock("overview.own1", "其他", "一。"),
    )
    other = replace(example, values=values, texts=texts, tallies=(lost,), notes={"gone": "注"})
    report = with_other_form(begun, other)
    assert (report.values, report.notes) == ({}, {})
    assert [block.key for block in report.texts if block.body] == ["overview.own1"]


def test_what_stands_at_a_part_that_the_drafts_tally_lacks_goes(
    begun: Report, example: Report
) -> None:
    own = replace(begun.tallies[0], parts=(("own1", "自定"),))
    noted = replace(begun.with_tally(own), remarks={own.address("own1"): "含转办"})
    assert with_other_form(noted, replace(example, remarks={})).remarks == {}


def test_what_the_report_computes_and_the_draft_types_is_a_stated_total(
    begun: Report, example: Report
) -> None:
    other = replace(example, values={TOTAL: 5}, stated={})
    assert with_other_form(begun, other).stated == {TOTAL: 5}
    assert with_other_form(begun, replace(other, stated={TOTAL: 6})).stated == {TOTAL: 6}


def test_new_sub_heads_stand_behind_what_stands_before_them_in_the_draft(
    begun: Report, example: Report
) -> None:
    first = example.section_texts("overview")[0]
    new = TextBlock("overview.own1", "自定", "一段。")
    report = with_other_form(begun, replace(example, texts=(first, new)))
    keys = [block.key for block in report.texts]
    assert keys.index("overview.own1") == keys.index(first.key) + 1
    assert report.text(first.key) == first


def test_a_sub_head_that_holds_nothing_brings_nothing(begun: Report, example: Report) -> None:
    blank = TextBlock("other.own", "另行说明")
    report = with_other_form(begun, replace(example, texts=(*example.texts, blank)))
    assert report.text("other.own") is None
    below = replace(blank, key="other.own.part", body="有内容。")
    report = with_other_form(begun, replace(example, texts=(*example.texts, blank, below)))
    assert report.text("other.own") is not None


def test_the_name_comes_with_the_draft_and_no_name_changes_nothing(
    begun: Report, example: Report
) -> None:
    assert with_other_form(begun, example).unit.name == example.unit.name
    nameless = replace(example, unit=replace(example.unit, name=""))
    assert with_other_form(begun, nameless).unit.name == "某局"


def test_what_belongs_to_a_cell_comes_where_the_cell_is(begun: Report, empty: Report) -> None:
    cell, gone = "requests/received/natural", "requests/handled.other.gone/natural"
    other = put_stated(put(empty, cell, "3件"), TOTAL, "5")
    other = put(put(other, f"{cell}#remark", "含转办"), f"{cell}#source", "办公室")
    other = replace(other, sources={**other.sources, gone: "法规科"}, reasons={"a": REASON})
    report = with_other_form(put(begun, cell, "3"), other)
    assert (report.unread, report.values) == ({cell: "3件"}, {})
    assert report.stated == {TOTAL: 5}
    assert (report.remarks, report.sources) == ({cell: "含转办"}, {cell: "办公室"})
    assert report.reasons == {"a": REASON}


REASON = Reason("已核对。", "1", "2")
