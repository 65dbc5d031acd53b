"""Addresses: each comes back as it was from being taken apart."""

from collections.abc import Iterator
from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model import address as addresses
from model.address import Address
from model.form import catalog
from model.form.form import Form
from model.report.begin import new_report
from model.unit import LABELS, Unit

KEYS = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
PATHS = st.lists(KEYS, min_size=1, max_size=4).map(lambda keys: addresses.join_path(*keys))
TABLES = KEYS.filter(lambda key: key not in ("text", "figure", "tally", "unit", "note"))
"""A form whose table had one of these keys could not be typed into."""


def places(form: Form) -> Iterator[str]:
    """Every address that a report on a form has, without remarks."""
    yield from (*form.cells, *form.figures, *(text.address for text in form.texts.values()))
    for tally in new_report(form, Unit(), form.first_year).tallies:
        yield from tally.addresses
    yield from map(addresses.unit_address, LABELS)
    for table in form.tables.values():
        yield addresses.note_address(table.key)
        yield from (addresses.row_address(table.key, row) for row in table.leaves("rows"))


EVERY = [one for key in ("2019", "2021") for one in places(catalog.form(key))]


@given(st.sampled_from(EVERY))
def test_every_address_of_both_forms_comes_back_and_so_does_its_remark(place: str) -> None:
    assert str(Address.parse(place)) == place == Address.parse(place).answer
    if Address.parse(place).kind != "text":
        remark, source = addresses.remark_address(place), addresses.source_address(place)
        for annotated, what in ((remark, "remark"), (source, "source")):
            one = Address.parse(annotated)
            assert (str(one), one.answer, one.annotation) == (annotated, place, what)


@given(st.data())
def test_an_address_comes_back_from_the_text_it_is_written_as(data: st.DataObject) -> None:
    note = data.draw(st.sampled_from((None, "remark", "source", "")))
    table, row, column, path, key, part = map(data.draw, (TABLES, PATHS, PATHS, PATHS, KEYS, KEYS))
    for one in (
        Address("cell", table=table, row=row, column=column, annotation=note),
        Address("cell", table=table, annotation=note),  # both headings have an empty key
        Address("row", table=table, row=row, annotation=note),
        Address("text", key=path),
        Address("figure", key=key, annotation=note),
        Address("tally", key=key, part=part, annotation=note),
        Address("unit", key=key, annotation=note),
        Address("note", table=table, annotation=note),
        Address("", key=key, annotation=note),
    ):
        assert Address.parse(str(one)) == one


@given(st.text("ab./#") | st.text())
def test_any_other_text_stays_whole_too(text: str) -> None:
    assert str(Address.parse(text)) == text


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "requests/handled.refused.secret/legal.law#remark",
            ("cell", "requests", "handled.refused.secret", "legal.law", "", "", "remark"),
        ),
        ("requests/received", ("row", "requests", "received", "", "", "", None)),
        ("text/overview.proactive", ("text", "", "", "", "overview.proactive", "", None)),
        ("text/overview.own#1/2", ("text", "", "", "", "overview.own#1/2", "", None)),
        ("figure/fee_amount#source", ("figure", "", "", "", "fee_amount", "", "source")),
        ("tally/published/own1", ("tally", "", "", "", "published", "own1", None)),
        ("tally/a/b/total", ("tally", "", "", "", "a/b", "total", None)),
        ("tally/published", ("", "", "", "", "tally/published", "", None)),
        ("unit/period_start", ("unit", "", "", "", "period_start", "", None)),
        ("note/review", ("note", "review", "", "", "", "", None)),
        ("requests/received/natural#", ("cell", "requests", "received", "natural", "", "", "")),
        ("unit", ("unit", "", "", "", "", "", None)),
        ("nothing#remark", ("", "", "", "", "nothing", "", "remark")),
        ("", ("", "", "", "", "", "", None)),
    ],
)
def test_an_address_is_taken_apart(text: str, parts: tuple[str | None, ...]) -> None:
    one = Address.parse(text)
    assert tuple(getattr(one, field.name) for field in fields(one)) == parts


def test_an_address_does_not_change() -> None:
    with pytest.raises(AttributeError):
        Address.parse("unit/name").key = "year"  # type: ignore[misc]


@given(st.lists(KEYS, min_size=1, max_size=5))
def test_a_path_knows_its_keys_and_what_stands_over_it(keys: list[str]) -> None:
    path = addresses.join_path(*keys)
    assert (addresses.first_key(path), addresses.last_key(path)) == (keys[0], keys[-1])
    assert addresses.depth(path) == len(keys) - 1
    assert addresses.parent_path(path) == addresses.join_path(*keys[:-1])
    above = [addresses.join_path(*keys[:count]) for count in range(len(keys), 0, -1)]
    assert addresses.path_and_parents(path) == tuple(above)
    assert [addresses.is_within(path, one) for one in above] == [True] * len(keys)
    assert [addresses.is_below(path, one) for one in above] == [False, *[True] * (len(keys) - 1)]


def test_a_path_is_not_under_one_that_only_begins_alike() -> None:
    assert not addresses.is_within("overview.proactive", "overview.pro")
    assert not addresses.is_below("overview.proactive", "overview.pro")


def test_an_empty_key_adds_nothing_to_a_path() -> None:
    assert addresses.join_path("", "legal", "", "law") == "legal.law"
