"""A form is tried out before it is relied on: whatever would fail in a report fails here."""

import pytest

from export import documents
from model.errors import FormError
from model.form import catalog
from model.form.needs import Needs
from model.report import wording
from model.report.report import Report
from model.report.wording import Wording
from tests import new_form, renamed_form


def test_the_form_as_it_might_be_issued_passes() -> None:
    documents.try_out(catalog.added_form(new_form.text().encode(), "2027.toml"))


def test_every_answer_is_filled_in() -> None:
    report = documents._full(catalog.form("2021"))
    assert report.values.keys() >= report.form.typed | report.form.figures.keys()
    assert not report.unread
    assert {block.key for block in report.texts} == set(report.form.texts)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (new_form.LABEL, "3.撤回\\u0001申请"),
        ('short    = "三、申请办理"', 'short    = "三[申请]办理"'),
    ],
    ids=["no document holds it", "no sheet is called so"],
)
def test_what_no_document_can_hold_is_refused(old: str, new: str) -> None:
    form = catalog.added_form(new_form.text((old, new)).encode(), "2027.toml")
    with pytest.raises(FormError, match=r"^按该格式试填、试导出没有成功（"):
        documents.try_out(form)


@pytest.mark.campaign
@pytest.mark.parametrize("name", renamed_form.RELEASED)
def test_a_form_of_which_every_key_is_another_passes(name: str) -> None:
    documents.try_out(renamed_form.read(renamed_form.all_renamed(name)))


def test_a_sentence_that_would_fail_on_the_page_fails_in_the_trial(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fails(report: Report) -> str:
        raise KeyError("requests")

    monkeypatch.setitem(wording.REFERENCES, "requests", (Wording(fails, Needs()),))
    form = catalog.added_form(new_form.text().encode(), "2027.toml")
    with pytest.raises(FormError, match="KeyError"):
        documents.try_out(form)
