"""What the window's tests share: a session over a draft file, and the wizard on it."""

import gc
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from model.drafts import storage
from model.drafts.storage import Loaded
from model.report.report import Report
from tests.patience import PATIENCE
from tests.ui.console.calling import Run
from ui import filing
from ui.application import Collector
from ui.base.saver import Saver
from ui.base.session import Session
from ui.base.settings import Settings
from ui.console.commands import run_command
from ui.entry import watching
from ui.input_method import arrangement
from ui.look import appearance
from ui.look.appearance import Appearance
from ui.table.page import TablePage
from ui.wizard import Wizard

_LETTER = re.compile(r"\(&\w\)")


@pytest.fixture(scope="session", autouse=True)
def look(qapp: QApplication) -> None:
    """Show the windows of the tests as a clerk sees them."""
    appearance.apply(Appearance.SYSTEM)


@pytest.fixture(scope="module", autouse=True)
def collector(qapp: QApplication) -> Iterator[None]:
    """Collect garbage in the window's thread alone, as the program does."""
    gc.collect()
    gc.freeze()
    collector = Collector()
    yield
    del collector
    gc.enable()


@pytest.fixture(autouse=True)
def no_windows_left(collector: None, qtbot: QtBot) -> Iterator[None]:
    """Delete the windows of a test while its bot keeps them, then all that hung on them."""
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()


@pytest.fixture(autouse=True)
def own_savings(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """End all savings with the test: a window that is left saves into the next one's folders."""
    made: list[Saver] = []
    begin = Saver.__init__

    def noted(saver: Saver, loaded: Loaded, report: Callable[[], Report], parent: QObject) -> None:
        begin(saver, loaded, report, parent)
        made.append(saver)

    monkeypatch.setattr(Saver, "__init__", noted)
    yield
    for saver in made:
        with suppress(RuntimeError):  # its window is gone already
            saver.dirty = False
            saver._stop_waiting()
            saver.settle(1)


@pytest.fixture(autouse=True)
def patient_program(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the program wait as long as a busy machine needs; tests of its limits set their own."""
    monkeypatch.setattr(filing, "PATIENCE", PATIENCE)
    monkeypatch.setattr(watching, "_PATIENCE", PATIENCE)
    monkeypatch.setattr(arrangement, "LIMIT", PATIENCE)
    if sys.platform == "linux":  # fcitx is spoken to there alone
        from ui.input_method import fcitx

        monkeypatch.setattr(fcitx, "KEY_LIMIT", PATIENCE)


@pytest.fixture(autouse=True)
def own_clipboard(qapp: QApplication) -> Iterator[None]:
    """Leave nothing on the clipboard: Qt's offscreen one outlives Python, and crashes on it."""
    yield
    qapp.clipboard().clear()


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command; gives its status, its answers and its complaints."""

    def run(*call: str | Path) -> tuple[int, str, str]:
        capsys.readouterr()
        status = run_command(list(map(str, call)))
        return status, *capsys.readouterr()

    return run


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    """The example's draft file, under a name with a space."""
    path = tmp_path / "示 例.gknb"
    assert run_command(["example", str(path)]) == 0
    return path


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


def said_by(session: Session) -> list[str]:
    """Give the list that fills with every sentence of a session: savings, acts, failures."""
    said: list[str] = []
    own = (session.saved, session.message, session.refused, session.failed, session.reading)
    for signal in (*own, session.saver.failed, session.saver.noted):
        signal.connect(said.append)
    session.saver.conflicted.connect(lambda conflict: said.append(conflict.message))
    return said


def shown(qtbot: QtBot, session: Session) -> Wizard:
    """Show a wizard and wait until it is there."""
    window = Wizard(session, Settings())
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    return window


def menu_act(wizard: Wizard, words: str) -> QAction:
    """Return the one act of a wizard with these words, whatever its letter is."""
    (found,) = (one for one in wizard.findChildren(QAction) if _LETTER.sub("", one.text()) == words)
    return found


def table_page(wizard: Wizard, key: str = "requests") -> TablePage:
    """Show the page of a section with a table."""
    page = wizard.show_step(key)
    assert isinstance(page, TablePage)
    return page


def type_into(qtbot: QtBot, page: TablePage, address: str, *keys: str) -> None:
    """Type numbers one after the other, Enter after each, from a cell on."""
    page.go_to(address)
    for key in keys:
        qtbot.keyClicks(page.view.viewport(), key[0])
        editor = page.view.viewport().findChildren(QLineEdit)[-1]
        assert isinstance(editor, QLineEdit)
        qtbot.keyClicks(editor, key[1:])
        qtbot.keyClick(editor, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: page.view.state() == page.view.State.NoState)
