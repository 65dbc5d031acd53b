"""The program as it is at one fixed moment, that prints a line when something is painted.

It says so of each step and of the pages of the preview. The cursor does not blink.
"""

import sys

from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from tests.writing import MOMENT
from ui import application
from ui.app import clock
from ui.base.settings import Settings
from ui.export.preview import Sheets
from ui.start import main
from ui.wizard import Wizard

_move_by, _show_pages, _make_qt = Wizard.move_by, Sheets.show_pages, application.make_qt


def _make_still(settings: Settings) -> QApplication:
    qt = _make_qt(settings)
    qt.setCursorFlashTime(0)
    return qt


def _move_and_say(self: Wizard, steps: int) -> None:
    _move_by(self, steps)
    QTimer.singleShot(0, lambda: _say("step"))


def _show_and_say(self: Sheets, pages: list[QImage]) -> None:
    _show_pages(self, pages)
    QTimer.singleShot(0, lambda: _say("pages"))


def _say(what: str) -> None:
    """Say what is there once nothing is left to be painted."""
    QApplication.sendPostedEvents()
    for window in QApplication.topLevelWidgets():
        if window.isVisible():
            window.repaint()
    print(what, flush=True)  # noqa: T201


if __name__ == "__main__":
    application.make_qt = _make_still
    Wizard.move_by = _move_and_say  # type: ignore[method-assign]
    Sheets.show_pages = _show_and_say  # type: ignore[method-assign]
    with clock.fixed(MOMENT):
        sys.exit(main(sys.argv[1:]))
