"""A draft on another form brings all that has a place in the report it is laid over."""

from dataclasses import replace
from pathlib import Path

import pytest

from model import resources
from model.combine.join import with_rest
from model.form import catalog
from model.form.form import Form
from model.report.answers import put, put_stated
from model.report.begin import new_report
from model.report.report import Reason, Report, Tally
from model.unit import Unit
from tests import new_form

TOTAL = "requests/received/total"


@pytest.fixture
def new(tmp_path: Path) -> Form:
    new_form.written(tmp_path)
    resources.look_for_forms_in(tmp_path)
    return catalog.form("2027")


@pytest.fixture
def begun(new: Form) -> Report:
    return new_report(new, Unit("某局"), 2027)


def test_figures_and_tallies_come_with_their_numbers(begun: Report, example: Report) -> None:
    report = with_rest(begun, example)
    typed = {a: n for a, n in example.values.items() if a not in example.form.cells}
    assert report.values == typed
    assert any(address.startswith("tally/") for address in typed)
    assert report.tallies == example.tallies


def test_numbers_of_a_tally_that_is_replaced_do_not_stay(begun: Report, example: Report) -> None:
    (tally,) = begun.tallies
    kept = begun.with_tally(replace(tally, parts=(("mine", "自定"),)))
    kept = put(put(kept, "tally/published/mine", "4"), "tally/published/total", "十")
    report = with_rest(kept, replace(example, values={}))
    assert report.values == report.unread == {}


def test_a_tally_of_its_own_is_added_where_its_section_is(begun: Report, example: Report) -> None:
    mine = Tally("mine", "自定", "条", "overview.proactive", (("a", "甲"),))
    lost = replace(mine, key="lost", under="weather.rain")
    report = with_rest(begun, replace(example, tallies=(mine, lost)))
    assert [tally.key for tally in report.tallies] == ["published", "mine"]


def test_what_belongs_to_a_cell_comes_where_the_cell_is(begun: Report, empty: Report) -> None:
    cell, gone = "requests/received/natural", "requests/handled.other.gone/natural"
    other = put_stated(put(empty, cell, "3件"), TOTAL, "5")
    other = put(put(other, f"{cell}#remark", "含转办"), f"{cell}#source", "办公室")
    other = replace(other, sources={**other.sources, gone: "法规科"}, reasons={"a": REASON})
    report = with_rest(put(begun, cell, "3"), other)
    assert (report.unread, report.values) == ({cell: "3件"}, {})
    assert report.stated == {TOTAL: 5}
    assert (report.remarks, report.sources) == ({cell: "含转办"}, {cell: "办公室"})
    assert report.reasons == {"a": REASON}


REASON = Reason("已核对。", "1", "2")
