"""Coming back: a draft opens at the step and the answer at which it was left."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from model.drafts import storage
from model.drafts.storage import Loaded
from model.report.report import Report
from tests.ui.conftest import shown
from ui.base.session import Session
from ui.base.settings import Settings
from ui.wizard import Wizard


def reopened(qtbot: QtBot, wizard: Wizard) -> Wizard:
    """Close the window, and open its draft again."""
    path = wizard.session.path
    assert wizard.close()
    again = shown(qtbot, Session(storage.load(path)))
    qtbot.waitUntil(lambda: bool(again.focusWidget()))
    return again


@pytest.mark.parametrize(
    ("step", "address"),
    [
        ("requests", "requests/handled.granted/legal.other"),
        ("problems", "text/problems.improvement"),
        ("unit", "unit/phone"),
        ("check", ""),
    ],
)
def test_a_draft_opens_where_it_was_left(
    qtbot: QtBot, wizard: Wizard, step: str, address: str
) -> None:
    page = wizard.show_step(step)
    page.begin()
    page.go_to(address) if address else None
    again = reopened(qtbot, wizard)
    assert again.step == step
    qtbot.waitUntil(lambda: again._page(step).address_here() == address)


def test_a_place_that_is_gone_leads_to_the_first_step(
    qtbot: QtBot, tmp_path: Path, example: Report
) -> None:
    Settings().remember_place(example.id, "gone", "text/gone")
    wizard = shown(qtbot, Session(storage.save(Loaded(example, tmp_path / "a.gknb", ""))))
    assert wizard.step == "unit"
    Settings().remember_place(example.id, "problems", "text/gone")
    again = shown(qtbot, Session(storage.load(wizard.session.path)))
    assert again.step == "problems"


def test_places_of_ten_drafts_are_remembered() -> None:
    settings = Settings()
    for number in range(12):
        settings.remember_place(f"draft{number}", "unit", f"unit/{number}")
    settings.remember_place("draft11", "check", "")
    assert settings.place("draft11") == ("check", "")
    assert settings.place("draft2") == ("unit", "unit/2")
    assert settings.place("draft1") == ("", "")


def test_a_place_that_cannot_be_understood_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings()
    settings._file.setValue("places", '[["a", 1, "b"], 7, ["b", "unit", "c"]]')
    assert settings.place("a") == ("", "")
    assert settings.place("b") == ("unit", "c")
