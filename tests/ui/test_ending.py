"""Leaving because the system says so."""

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.application import SessionEnd


def test_the_end_of_the_desktop_session_saves_what_is_typed(
    qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SessionEnd, "_listen", lambda self: None)
    kept: list[str] = []
    ending = SessionEnd(qapp, lambda: kept.append("saved"))
    qapp.commitDataRequest.emit(None)
    assert kept == ["saved"]
    ending.deleteLater()
