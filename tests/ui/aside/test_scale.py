"""The scale of the window by keys, menu and wheel: kept, said, and offered."""

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.ui.conftest import table_page
from ui.base import launch
from ui.base.messages import MessageCard
from ui.base.settings import Settings
from ui.export.page import ExportPage
from ui.wizard import Wizard

CONTROL, NONE = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier


def turn(wizard: Wizard, over: QWidget, by: int, modifiers: Qt.KeyboardModifier) -> None:
    """Turn the wheel over the middle of a widget."""
    at, screen = QPointF(over.mapTo(wizard, over.rect().center())), QPointF(0, 0)
    none, phase = Qt.MouseButton.NoButton, Qt.ScrollPhase.NoScrollPhase
    event = QWheelEvent(at, screen, QPoint(), QPoint(0, by), none, modifiers, phase, False)
    QCoreApplication.sendEvent(wizard.windowHandle(), event)


def test_keys_choose_a_larger_and_a_smaller_scale_which_a_reopened_window_takes(
    qtbot: QtBot, wizard: Wizard, monkeypatch: pytest.MonkeyPatch
) -> None:
    reopened: list[object] = []
    monkeypatch.setattr(launch, "reopen", lambda window, draft: reopened.append(draft))
    page = table_page(wizard)
    page.begin()
    qtbot.keyClick(page.view, Qt.Key.Key_Plus, CONTROL)
    qtbot.keyClick(page.view, Qt.Key.Key_Equal, CONTROL)
    assert Settings().choices.scale == 150
    assert wizard.messages.text().startswith("显示比例改为 150%，重新打开窗口后生效")
    wizard.messages.findChildren(MessageCard)[-1]._acts[0].click()
    assert reopened == [wizard.session.path]
    qtbot.keyClick(page.view, Qt.Key.Key_Minus, CONTROL)
    assert Settings().choices.scale == 125
    wizard.scale.normal.trigger()
    assert (Settings().choices.scale, wizard.scale.normal.shortcuts()) == (100, [])
    qtbot.keyClick(page.view, Qt.Key.Key_Minus, CONTROL)
    assert wizard.messages.text() == "显示比例为 100%，已是最小。"
    before = wizard.session.report.values
    qtbot.keyClick(page.view, Qt.Key.Key_0, CONTROL)  # writes figures only, and none is blank
    assert (Settings().choices.scale, wizard.session.report.values) == (100, before)


def test_the_wheel_changes_the_scale_with_ctrl_alone(qtbot: QtBot, wizard: Wizard) -> None:
    page = table_page(wizard)
    turn(wizard, page.view, 120, NONE)
    assert Settings().choices.scale == 100
    turn(wizard, page.view, 120, CONTROL)
    assert Settings().choices.scale == 125
    for _ in range(3):  # a touch pad turns by little
        turn(wizard, page.view, 40, CONTROL)
    assert Settings().choices.scale == 150
    turn(wizard, page.view, -120, CONTROL)
    assert Settings().choices.scale == 125


def test_over_the_preview_keys_and_wheel_change_its_pages(qtbot: QtBot, wizard: Wizard) -> None:
    page = wizard.show_step("export")
    assert isinstance(page, ExportPage)
    sheets = page.preview.sheets
    wizard.resize(1366, 768)
    qtbot.waitUntil(sheets.isVisible)
    sheets.show_pages([QImage(210, 297, QImage.Format.Format_RGB32)])
    qtbot.waitUntil(lambda: sheets._page_width > 100)
    sheets.setFocus()
    width = sheets._page_width
    qtbot.keyClick(sheets, Qt.Key.Key_Plus, CONTROL)
    assert sheets._page_width > width
    turn(wizard, sheets.viewport(), -120, CONTROL)
    turn(wizard, sheets.viewport(), -120, CONTROL)
    assert sheets._page_width < width * 2
    assert Settings().choices.scale == 100
