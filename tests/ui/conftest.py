"""What the window's tests share: a session over a draft file, and the wizard on it."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from model import storage
from model.report import Report
from model.storage import Loaded
from ui.session import Session
from ui.settings import Settings
from ui.wizard import Wizard


@pytest.fixture
def session(qtbot: QtBot, tmp_path: Path, example: Report) -> Session:
    """The example, opened from a file of its own."""
    return Session(storage.save(Loaded(example, tmp_path / "a.gknb", "")))


@pytest.fixture
def blank(qtbot: QtBot, tmp_path: Path, empty: Report) -> Session:
    """A new report, opened from its file."""
    return Session(storage.save(Loaded(empty, tmp_path / "b.gknb", "")))


@pytest.fixture
def wizard(qtbot: QtBot, session: Session) -> Wizard:
    """The window on the example."""
    return shown(qtbot, session)


def shown(qtbot: QtBot, session: Session) -> Wizard:
    """Show a wizard and wait until it is there."""
    window = Wizard(session, Settings())
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    return window
