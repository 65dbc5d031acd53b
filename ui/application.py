"""The Qt application: its face, and which window comes first.

The start window is painted before anything else is imported; the rest follows while it is looked
at, so that the first click finds it there.
"""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLibraryInfo, QTimer, QTranslator
from PySide6.QtWidgets import QApplication

from model.errors import ReportError
from ui import folders
from ui.settings import Settings
from ui.start_window import StartWindow

if TYPE_CHECKING:
    from model.storage import Loaded
    from ui.wizard import Wizard

_AFTER_PAINTING: Final = 50
"""Milliseconds until the rest is imported behind the start window."""
_FAMILIES: Final = ["Microsoft YaHei UI", "Noto Sans CJK SC", "WenQuanYi Micro Hei"]


class Application:
    """The windows of one process: the start, then one report."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._start: StartWindow | None = None
        self.wizard: Wizard | None = None

    def show_start(self) -> StartWindow:
        """Show the start window, and get the rest ready behind it."""
        from_crash = any(folders.recovery_folder().glob("*"))
        recovered = opening().recovered() if from_crash else []
        start = StartWindow(self._settings.recent, recovered)
        start.chosen.connect(lambda path: self._try(lambda: opening().load(path)))
        start.recovery_chosen.connect(lambda one: self._try(lambda: opening().recover(one)))
        start.browse.connect(lambda: self._try(lambda: opening().browse(start, self._settings)))
        start.new.connect(lambda: self._try(lambda: opening().begin(start, self._settings)))
        start.example.connect(lambda: self._try(lambda: opening().example(self._settings)))
        self._start = start
        start.show()
        QTimer.singleShot(_AFTER_PAINTING, start, opening)
        return start

    def show_report(self, loaded: "Loaded") -> "Wizard":
        """Show the wizard on a report, in place of the start."""
        self._settings.remember(loaded.path)
        self.wizard = opening().wizard_on(loaded, self._settings)
        self.wizard.show()
        if self._start is not None:
            self._start.close()
            self._start = None
        return self.wizard

    def _try(self, load: "Callable[[], Loaded | None]") -> None:
        """Open what a choice gives, or say why it cannot be opened."""
        try:
            loaded = load()
        except ReportError as error:
            if self._start is not None:
                self._start.say(str(error))
            return
        if loaded is not None:
            self.show_report(loaded)


def opening() -> ModuleType:
    """Give what opens reports: the model, the exports and all pages come with it."""
    from ui import opening as module

    return module


def run_window(arguments: Sequence[str]) -> int:
    """Run the window until it is closed; gives the exit status."""
    qt = make_qt()
    application = Application(Settings())
    if arguments:
        try:
            application.show_report(opening().load(Path(arguments[0]).absolute()))
        except ReportError as error:
            print(error, file=sys.stderr)  # noqa: T201
            return 2
    else:
        application.show_start()
    status = qt.exec()
    del application  # widgets alive at interpreter exit crash now and then
    return status


def make_qt() -> QApplication:
    """Give the Qt application with a Chinese face and Qt's own words in Chinese."""
    qt = QApplication(sys.argv[:1])
    qt.setApplicationName(folders.NAME)
    qt.setApplicationDisplayName("政府信息公开工作年度报告")
    translator = QTranslator(qt)
    path = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load("qtbase_zh_CN", path):
        qt.installTranslator(translator)
    font = qt.font()
    font.setFamilies([*_FAMILIES, font.family()])
    qt.setFont(font)
    return qt
