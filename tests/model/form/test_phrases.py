"""The words by which prose calls the numbers of a form are the same in every form."""

import pytest

from model.claims.claims import Speaker, claims_in
from model.form import catalog
from model.form.form import Form, Phrase, Subject
from model.unit import Unit

OLD, NEW = catalog.form("2019"), catalog.form("2021")
DIFFERENT = {"normative_issued", "regulations_issued"}
"""Phrases whose numbers have other addresses in the form of 2019."""


def phrases(form: Form) -> dict[str, Phrase]:
    return {phrase.key: phrase for section in form.sections for phrase in section.phrases}


def subjects(form: Form) -> dict[str, Subject]:
    return {subject.key: subject for section in form.sections for subject in section.subjects}


def said(body: str) -> list[tuple[tuple[tuple[str, ...], ...], object]]:
    speaker = Speaker.of(OLD, 2020, Unit(name="某市水务局"))
    return [(one.phrase.means, one.quantity.number) for one in claims_in(speaker, "", body)]


def test_a_number_that_both_forms_have_is_called_by_the_same_words() -> None:
    old, new = phrases(OLD), phrases(NEW)
    assert old.keys() <= new.keys()
    assert len(old) > 35
    for key, phrase in old.items():
        assert (phrase == new[key]) is (key not in DIFFERENT), key
        assert phrase.words == new[key].words, key
    for key, subject in subjects(OLD).items():
        assert subject.names == subjects(NEW)[key].names, key


def test_a_number_that_only_the_form_of_2021_has_is_not_called_in_2019() -> None:
    only = phrases(NEW).keys() - phrases(OLD).keys()
    assert only >= {"normative_repealed", "normative_in_force", "charges", "fee_amount"}


@pytest.mark.parametrize(
    ("body", "means", "number"),
    [
        (
            "2020年新收政府信息公开申请12件。",
            (("requests/received/total",),),
            12,
        ),
        ("2020年，作出行政许可决定30件。", (("disclosure/licences/decisions",),), 30),
        (
            "2020年制定规范性文件4件。",
            (("disclosure/normative/made",), ("disclosure/normative/opened",)),
            4,
        ),
        ("2020年办理人大代表建议5件。", (("figure/suggestions",),), 5),
    ],
)
def test_a_sentence_of_an_old_report_states_a_number_of_its_form(
    body: str, means: tuple[tuple[str, ...], ...], number: int
) -> None:
    assert said(body) == [(means, number)]


@pytest.mark.parametrize(
    "body",
    [
        "现有行政许可事项12项。",  # items are other numbers than decisions
        "现行有效规范性文件47件。",
        "行政事业性收费3项。",
        "未收取信息处理费。",
    ],
)
def test_what_the_form_of_2019_does_not_count_is_no_number_of_it(body: str) -> None:
    assert said(body) == []
