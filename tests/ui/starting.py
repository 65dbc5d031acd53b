"""What the tests of the start share: its window, what lies in its folders, what is answered."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from model.drafts import copies, storage
from model.drafts.storage import Loaded
from model.report.answers import put
from model.report.report import Report
from ui.app import folders
from ui.application import Application
from ui.base.settings import Settings
from ui.entry import opening
from ui.entry.start_window import StartWindow

CELL = "requests/received/natural"


def start(qtbot: QtBot) -> tuple[Application, StartWindow]:
    application = Application(Settings())
    window = application.show_start()
    qtbot.addWidget(window)
    return application, window


def press(qtbot: QtBot, window: QWidget, words: str) -> None:
    """Press the first button with these words, once it is there."""

    def buttons() -> list[QPushButton]:
        return [b for b in window.findChildren(QPushButton) if words in b.text()]

    qtbot.waitUntil(lambda: bool(buttons()))
    buttons()[0].click()


def states(qtbot: QtBot, window: StartWindow) -> list[str]:
    """Wait until every recent draft was read, and give what is said of each."""

    def message() -> list[str]:
        return [window.recent.item(row).text() for row in range(window.recent.count())]

    qtbot.waitUntil(lambda: bool(message()) and all("保存于" in t or "✗" in t for t in message()))
    return message()


def opened(qtbot: QtBot, application: Application) -> Report:
    assert application.wizard is not None
    qtbot.addWidget(application.wizard)
    return application.wizard.session.report


def saved(report: Report, path: Path) -> Loaded:
    """Save a draft and remember it as a recent one."""
    loaded = storage.save(Loaded(report, path, ""))
    Settings().remember(path)
    return loaded


def answering(monkeypatch: pytest.MonkeyPatch, answer: str) -> list[str]:
    """Answer the next questions; gives what they said."""
    asked: list[str] = []

    def ask(
        parent: object, title: str, text: str, answers: tuple[str, ...], default: str = ""
    ) -> str:
        asked.append(text)
        assert answer in answers
        return answer

    monkeypatch.setattr(opening, "ask", ask)
    return asked


def chosen(monkeypatch: pytest.MonkeyPatch, path: Path | str, *others: Path) -> None:
    """Choose a file, or several, wherever one is asked for."""
    several = [str(one) for one in (path, *others) if one]
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_, **__: (several, ""))
    for name in ("getOpenFileName", "getSaveFileName"):
        monkeypatch.setattr(QFileDialog, name, lambda *_, **__: (str(path), ""))


def typed_but_not_saved(report: Report, path: Path) -> Loaded:
    """Leave behind what a crash leaves: a draft, and a recovery copy with one more number."""
    loaded = saved(report, path)
    copies.keep_recovery(
        folders.recovery_folder(), put(report, CELL, "7"), loaded.path, loaded.digest, "crashed"
    )
    return loaded
