"""The last step, 导出, as its tests use it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from model.report.report import Stage
from ui.export.page import ExportPage
from ui.wizard import Wizard


def export_page(window: Wizard) -> ExportPage:
    """Go to the last step."""
    page = window.show_step("export")
    assert isinstance(page, ExportPage)
    return page


def click(qtbot: QtBot, button: QWidget) -> None:
    """Press a button by the mouse."""
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def choose_stage(page: ExportPage, stage: Stage) -> None:
    """Choose as the clerk does, by the list."""
    page.choices.stage.setCurrentText(str(stage))
    page.choices.stage.chosen.emit(str(stage))
