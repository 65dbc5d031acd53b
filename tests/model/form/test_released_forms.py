"""Released forms: what a draft depends on never changes."""

from typing import Any

import pytest
from msgspec.structs import replace

from model.form import catalog
from model.form.form import Form
from model.form.identity import fingerprint
from model.unit import LEVELS

KEYS = catalog.keys()
RELEASED = {
    "2019": "e13068d15757987add5543c4069a8e59c2789b18956525b99091fad1b04b8780",
    "2021": "3de0aca2ac4e6f48162bedcd9961fd6b325e1d0ab45450f1fdc6ed80d24823f1",
}
WHY = (
    "a released form has changed in what drafts depend on: the numbers of every draft stand under "
    "its addresses, and 说明 under its relations. Add a new form file for the new format instead; "
    "only guidance and the words of sentences may be bettered in place (docs/decisions/0007)"
)


def test_what_drafts_depend_on_is_as_it_was_released() -> None:
    assert {key: fingerprint(catalog.form(key)) for key in KEYS} == RELEASED, WHY


def with_text(form: Form, **changes: Any) -> Form:
    section = form.sections[0]
    texts = (replace(section.texts[0], **changes), *section.texts[1:])
    return replace(form, sections=(replace(section, texts=texts), *form.sections[1:]))


def test_help_can_be_bettered() -> None:
    form = catalog.form("2021")
    assert fingerprint(with_text(form, guidance="写得更清楚。")) == RELEASED["2021"]
    relation = replace(form.relations[0], advice="改正。")
    assert fingerprint(replace(form, relations=(relation, *form.relations[1:]))) == RELEASED["2021"]


FORMER = ("县级以上政府", "乡镇政府")
"""Kinds of unit as the forms named them before the levels were known."""


def with_kinds(form: Form, kinds: tuple[str, ...]) -> Form:
    section = form.sections[0]
    mention = replace(section.mentions[0], kinds=kinds)
    return replace(form, sections=(replace(section, mentions=(mention,)), *form.sections[1:]))


@pytest.mark.parametrize("key", KEYS)
def test_a_form_that_names_the_levels_is_the_form_that_named_them_together(key: str) -> None:
    form = catalog.form(key)
    assert set(form.sections[0].mentions[0].kinds) == {*FORMER, *LEVELS}
    assert fingerprint(with_kinds(form, FORMER)) == RELEASED[key]
    assert fingerprint(with_kinds(form, (*LEVELS, "乡镇政府"))) == RELEASED[key]


@pytest.mark.parametrize("kinds", [("县级政府", "乡镇政府"), ("乡镇政府",), (*LEVELS,), ()])
def test_a_form_that_asks_other_kinds_is_another_form(kinds: tuple[str, ...]) -> None:
    assert fingerprint(with_kinds(catalog.form("2021"), kinds)) != RELEASED["2021"]


def test_the_advised_length_is_help() -> None:
    form = catalog.form("2021")
    assert form.sections[0].longest == 1000
    section = replace(form.sections[0], longest=1500)
    assert fingerprint(replace(form, sections=(section, *form.sections[1:]))) == RELEASED["2021"]


@pytest.mark.parametrize("change", [{"key": "other"}, {"title": "别的"}, {"required": True}])
def test_what_a_draft_names_cannot(change: dict[str, Any]) -> None:
    assert fingerprint(with_text(catalog.form("2021"), **change)) != RELEASED["2021"]


def test_a_cell_and_a_relation_cannot() -> None:
    form = catalog.form("2021")
    for relations in (form.relations[1:], (replace(form.relations[0], severity="error"),)):
        assert fingerprint(replace(form, relations=relations)) != RELEASED["2021"]
    table = form.tables["disclosure"]
    row = replace(table.blocks[0].rows[0], label="规章类")
    block = replace(table.blocks[0], rows=(row, *table.blocks[0].rows[1:]))
    section = form.section_of["disclosure"]
    other = replace(table, blocks=(block, *table.blocks[1:]))
    sections = tuple(replace(s, tables=(other,)) if s is section else s for s in form.sections)
    assert fingerprint(replace(form, sections=sections)) != RELEASED["2021"]
