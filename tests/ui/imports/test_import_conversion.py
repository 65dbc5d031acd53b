"""An import that waits for an office suite: it says so and can be stopped; nothing is changed."""

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from intake.office import suites
from tests.ui.conftest import shown
from ui.base.session import Session
from ui.base.work import WaitingDialog
from ui.imports.dialog import ImportDialog
from ui.imports.reading import read_all
from ui.wizard import Wizard

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the suite is a shell script")
CONVERTING = "正在由 LibreOffice 转换文件，最长一分钟。"


@pytest.fixture
def old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a file for which an office suite is needed, and a suite that never ends."""
    program = tmp_path / "office" / "soffice"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\nsleep 300\n", "utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(suites, "soffice", lambda: str(program))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    path = tmp_path / "年报.doc"
    path.write_bytes(rb"{\rtf1}")
    return path


def waiting(qtbot: QtBot, window: Wizard) -> QPushButton:
    """Wait until the conversion is said; give the button that stops it."""
    qtbot.waitUntil(lambda: CONVERTING in window.messages.texts())
    buttons = window.messages.findChildren(QPushButton)
    return next(button for button in buttons if button.text() == "取消")


def test_a_conversion_says_so_until_it_is_stopped(
    qtbot: QtBot, session: Session, old_file: Path
) -> None:
    before, window = session.report, shown(qtbot, session)
    window.importing.read(old_file)
    cancel = waiting(qtbot, window)
    (card,) = (one for one in window.messages._cards if one.text() == CONVERTING)
    assert not card.clock.isActive()  # it does not leave by itself
    cancel.click()
    qtbot.waitUntil(lambda: not window.importing.busy)
    assert window.messages.texts() == ["已取消导入，内容未改动。"]
    assert session.report is before
    assert not window.findChildren(ImportDialog)
    assert [*old_file.parent.glob("gknb-*")] == []


def test_a_closed_window_converts_nothing(qtbot: QtBot, session: Session, old_file: Path) -> None:
    window = shown(qtbot, session)
    window.importing.read(old_file)
    waiting(qtbot, window)
    window.close()
    assert [*old_file.parent.glob("gknb-*")] == []


def test_the_next_file_is_read_after_a_conversion_was_stopped(
    qtbot: QtBot, session: Session, old_file: Path
) -> None:
    window = shown(qtbot, session)
    window.importing.read(old_file)
    waiting(qtbot, window).click()
    qtbot.waitUntil(lambda: not window.importing.busy)
    text = old_file.with_suffix(".txt")
    text.write_text("某局\n2024年政府信息公开工作年度报告\n一、总体情况\n正文。", "utf-8")
    window.importing.read(text)
    qtbot.waitUntil(lambda: bool(window.findChildren(ImportDialog)))


def test_last_years_old_file_is_converted_until_the_clerk_gives_it_up(
    qtbot: QtBot, old_file: Path
) -> None:
    said: list[str] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, WaitingDialog) and dialog.message.text() == CONVERTING:
            said.append(dialog.message.text())
            dialog.reject()

    timer = QTimer(interval=20)
    timer.timeout.connect(look)
    timer.start()
    assert read_all(None, [old_file], 2024) is None
    timer.stop()
    assert said == [CONVERTING]
    assert [*old_file.parent.glob("gknb-*")] == []
