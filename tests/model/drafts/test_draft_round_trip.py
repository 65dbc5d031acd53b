"""Draft files: whatever a report holds comes back from its file."""

from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.drafts import file_format
from model.form import catalog
from model.form.form import Form
from model.report.report import (
    Fonts,
    Options,
    Period,
    Previous,
    Published,
    Reason,
    Report,
    Stage,
    Tally,
    TextBlock,
)
from model.text import clean, clean_line
from model.unit import TitleForm, Unit, UnitKind
from model.values import Number, ValueKind

RARE = "𠮷〇\ue000\u3000\u00a0\u2028\t\n\r\0\x7f\ufffe\U0010ffff“”\\<&>{}[]=é👩‍👧"

days = st.dates(date(1, 1, 1), date(9999, 12, 31))
texts = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from(RARE), max_size=20).map(
    clean
)
counts = st.integers(0, 10**15 - 1)
changes = st.integers(1 - 10**15, 10**15 - 1)
money = st.decimals(0, 10**10, places=4) | st.decimals(0, 10**10, places=0)
rates = st.decimals(0, 100, places=2) | st.decimals(0, 100, places=0)
NUMBERS: dict[ValueKind, st.SearchStrategy[Number]] = {
    ValueKind.COUNT: counts,
    ValueKind.CHANGE: changes,
    ValueKind.MONEY: money,
    ValueKind.PERCENT: rates,
}
fonts = st.sampled_from(Fonts)
words = st.dictionaries(texts, texts, max_size=3)
anything = st.recursive(
    st.none() | st.booleans() | changes | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=5,
)
unknown = st.dictionaries(texts.map("以后-{}".format), anything, min_size=1, max_size=2)
units = st.builds(
    Unit,
    **{field.name: texts.map(clean_line) for field in fields(Unit) if field.type is str},
    kind=st.sampled_from(UnitKind),
    title_form=st.sampled_from(TitleForm),
    deadline=st.none() | days,
    signed_on=st.none() | days,
    by_hand=st.sampled_from([(), ("deadline",), ("kind",), ("deadline", "kind")]),
)
previous = st.builds(
    Previous,
    source=texts,
    form=texts,
    year=st.integers(2008, 2100),
    unit=texts,
    values=st.dictionaries(texts, changes | money, max_size=4),
    texts=st.lists(st.builds(TextBlock, texts, texts, texts), max_size=2).map(tuple),
)


def some(keys: list[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(keys), unique=True, max_size=6)


@st.composite
def numbers(draw: st.DrawFn, kinds: dict[str, ValueKind]) -> dict[str, Number]:
    return {address: draw(NUMBERS[kinds[address]]) for address in draw(some(list(kinds)))}


@st.composite
def tallies(draw: st.DrawFn) -> tuple[Tally, ...]:
    def tally(key: str) -> Tally:
        parts = tuple((part, draw(texts)) for part in draw(some(["one", "two", "a.b"])))
        printed = draw(st.booleans()), draw(st.booleans())
        under = "overview." + draw(st.sampled_from(["proactive", "management"]))
        return Tally(key, draw(texts), draw(texts), under, parts, *printed)

    return tuple(tally(key) for key in draw(some(["published", "second"])))


def kinds_in(form: Form, made: tuple[Tally, ...]) -> dict[str, ValueKind]:
    kinds = {address: cell.kind for address, cell in form.cells.items() if not cell.computed}
    kinds |= {address: figure.kind for address, figure in form.figures.items()}
    return kinds | {a: ValueKind.COUNT for t in made for a in (*t.part_addresses, t.address())}


@st.composite
def reports(draw: st.DrawFn) -> Report:
    form = catalog.form(draw(st.sampled_from(catalog.keys())))
    made = draw(tallies())
    kinds = kinds_in(form, made)
    values = draw(numbers(kinds))
    blocks = tuple(TextBlock(key, draw(texts), draw(texts)) for key in draw(some([*form.texts])))
    return Report(
        form=form,
        year=draw(st.integers(2008, 2100)),
        unit=draw(units),
        period=Period(*sorted((draw(days), draw(days)))),
        id=draw(texts),
        revision=draw(texts),
        values=values,
        unread={address: draw(texts) for address in draw(some([*kinds])) if address not in values},
        stated=draw(numbers({a: cell.kind for a, cell in form.cells.items() if cell.computed})),
        remarks={address: draw(texts) for address in draw(some([*kinds]))},
        notes={table: draw(texts) for table in draw(some([*form.tables]))},
        sources={address: draw(texts) for address in draw(some([*kinds]))},
        texts=blocks,
        tallies=made,
        reasons=draw(st.dictionaries(texts, st.builds(Reason, texts, texts, texts), max_size=2)),
        stage=draw(st.sampled_from(Stage)),
        published=draw(st.none() | st.builds(Published, days, texts)),
        previous=draw(st.none() | previous),
        options=Options("28", *(draw(st.booleans()) for _ in "ab"), {}, draw(fonts)),
    )


@st.composite
def extras(draw: st.DrawFn, report: Report) -> dict[str, Any]:
    found: dict[str, Any] = draw(unknown)
    for part in draw(some(["unit", "period", "options"])):
        found[part] = draw(unknown)
    if report.published:
        found["published"] = draw(unknown)
    for part, items in (("texts", report.texts), ("tallies", report.tallies)):
        if items:
            found[part] = {items[0].key: draw(unknown)}
    return found


@pytest.mark.campaign
@given(reports())
def test_whatever_a_report_holds_comes_back_from_its_file(report: Report) -> None:
    data = file_format.encode(report)
    again = file_format.decode(data)
    assert again == report
    assert again.revision == report.revision
    assert again.unit.by_hand == report.unit.by_hand
    assert again.extra == {}
    assert file_format.encode(again) == data


@pytest.mark.campaign
@given(st.data())
def test_unknown_keys_anywhere_survive_a_save(data: st.DataObject) -> None:
    report = data.draw(reports())
    extra = data.draw(extras(report))
    again = file_format.decode(file_format.encode(replace(report, extra=extra)))
    assert again == report
    assert again.extra == extra
