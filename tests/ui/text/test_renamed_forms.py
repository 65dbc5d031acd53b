"""The window on a form whose keys are others: every page is shown, and offers what it can say."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from model.drafts import storage
from model.drafts.storage import Loaded
from model.report.report import Report
from tests import renamed_form
from tests.sampling import sampled
from tests.ui.conftest import shown
from ui.app.steps import steps_of
from ui.base.session import Session
from ui.text.box import TextBlockBox
from ui.text.page import TextPage
from ui.wizard import Wizard

ONE_OF_EACH = (
    "section overview",
    "table requests",
    "table review",
    "rows requests.handled",
    "columns requests.total",
    "columns review.litigation",
    "text overview.on_request",
    "figure suggestions",
    "tallies overview.published",
    "preset department",
)


def report_on(folder: Path, text: str) -> Report:
    """Fill in a report on a form that was added to this computer."""
    return renamed_form.filled(renamed_form.added(folder, text))


def every_page(qtbot: QtBot, path: Path, report: Report) -> Wizard:
    wizard = shown(qtbot, Session(storage.save(Loaded(report, path, ""))))
    for step in steps_of(report):
        wizard.show_step(step.key)
    return wizard


def boxes_of(wizard: Wizard) -> list[TextBlockBox]:
    sections = wizard.session.report.form.sections
    pages = [wizard.show_step(section.key) for section in sections]
    return [box for page in pages if isinstance(page, TextPage) for box in page.boxes.values()]


def offering(wizard: Wizard) -> list[TextBlockBox]:
    """Give the sub-heads that have a button for their reference sentence."""
    return [
        box
        for box in boxes_of(wizard)
        if any(one.text() == "插入参考语句" for one in box.findChildren(QPushButton))
    ]


@pytest.mark.parametrize("place", sampled(ONE_OF_EACH, 5))
def test_every_page_is_shown_on_a_form_of_which_one_key_is_another(
    qtbot: QtBot, tmp_path: Path, place: str
) -> None:
    report = report_on(tmp_path / "forms", renamed_form.one_renamed("2021", place))
    wizard = every_page(qtbot, tmp_path / "a.gknb", report)
    for box in offering(wizard):
        box._insert_reference()
    wizard.session.check()


@pytest.mark.parametrize("name", renamed_form.RELEASED)
def test_a_sub_head_offers_no_sentence_that_its_form_cannot_say(
    qtbot: QtBot, tmp_path: Path, name: str
) -> None:
    report = report_on(tmp_path / "forms", renamed_form.all_renamed(name))
    wizard = every_page(qtbot, tmp_path / "a.gknb", report)
    of_any_form = ("preface", "changes")
    offered = [one.block for one in report.form.texts.values() if one.reference in of_any_form]
    assert [box.key for box in offering(wizard)] == offered
