"""The Qt application: its face, which window comes first, and how it ends.

The start window is painted before anything else is imported. When the session ends or a signal
comes, nothing is asked: the draft is saved, and what cannot be saved in time is in the recovery
copy. Cyclic garbage is collected in the window's thread alone, because a widget that is destroyed
in another thread ends the program.
"""

import gc
import os
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import (
    QCoreApplication,
    QLibraryInfo,
    QObject,
    QSocketNotifier,
    QTimer,
    QTranslator,
)
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication

from model.errors import ReportError
from model.resources import ICONS
from ui.app import folders
from ui.app.folders import path_of
from ui.app.terminal import write_line
from ui.base import appearance
from ui.base.settings import Settings
from ui.entry.start_window import StartWindow
from ui.input_method import arrangement

if TYPE_CHECKING:
    from model.drafts.storage import Loaded
    from ui.app.drafts import Offer
    from ui.wizard import Wizard


_SIGNALS: Final = ("SIGTERM", "SIGHUP", "SIGINT")


class SessionEnd(QObject):
    """Calls ``keep`` before the computer is shut down or the program is told to end.

    ``came`` says that it was told to: an event loop that is not begun yet shall not be.
    """

    def __init__(self, application: QGuiApplication, keep: Callable[[], None]) -> None:
        super().__init__(application)
        self._keep = keep
        self.came = False
        application.commitDataRequest.connect(keep)
        if sys.platform != "win32":  # there the session's end is said by the request above
            self._listen()

    def _leave(self) -> None:
        self.came = True
        self._ear.setEnabled(False)
        self._keep()
        QCoreApplication.exit(0)

    def _listen(self) -> None:
        """Hear signals in the event loop: Python's own handlers wait for the next Python code."""
        heard, told = os.pipe()
        os.set_blocking(told, False)
        signal.set_wakeup_fd(told, warn_on_full_buffer=False)
        for name in _SIGNALS:
            signal.signal(getattr(signal, name), lambda *_: None)
        self._ear = QSocketNotifier(heard, QSocketNotifier.Type.Read, self)
        self._ear.activated.connect(self._leave)


_LOOK_EVERY: Final = 1000
"""Milliseconds between two looks whether there is enough to collect."""


class Collector(QObject):
    """Collects by Python's own thresholds, but only when the event loop has time."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        timer = QTimer(self, interval=_LOOK_EVERY)
        timer.timeout.connect(self.look)
        timer.start()

    def look(self) -> None:
        """Collect the oldest generation that is due."""
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > gc.get_threshold()[generation]:
                gc.collect(generation)
                return


_AFTER_PAINTING: Final = 50
"""Milliseconds from the start window's first painting until the rest is imported behind it."""
_FAMILIES: Final = ["Microsoft YaHei UI", "Noto Sans CJK SC", "WenQuanYi Micro Hei"]


class Application:
    """The windows of one process: the start, then one report."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._start: StartWindow | None = None
        self.wizard: Wizard | None = None
        self._said_where = False

    def show_start(self) -> StartWindow:
        """Show the start window, and get the rest ready behind it."""
        start = StartWindow(self._settings.recent)
        known = self._settings
        start.chosen.connect(lambda path: self._try(lambda: opening().load(path, start)))
        start.dropped.connect(lambda paths: self._try(lambda: opening().open_dropped(start, paths)))
        start.browse.connect(lambda: self._try(lambda: opening().browse(start, known)))
        start.new.connect(lambda: self._try(lambda: opening().begin(start, known)))
        start.following.connect(lambda: self._follow(start))
        start.example.connect(lambda: self._try(lambda: opening().example(known)))
        start.settings.connect(lambda: opening().settings_of(start, known))
        start.about.connect(lambda: opening().about(start))
        start.forgotten.connect(known.forget)
        start.help.connect(lambda: guide().show_start_help(start))
        start.painted.connect(lambda: QTimer.singleShot(_AFTER_PAINTING, start, self._read_on))
        self._start = start
        start.show()
        return start

    def show_report(self, loaded: "Loaded") -> "Wizard":
        """Show the wizard on a report, in place of the start."""
        self._settings.remember(loaded.path)
        opening().keep_unit(loaded, self._settings)
        self.wizard = opening().wizard_on(loaded, self._settings)
        self.wizard.show()
        self._say_where(self.wizard.say)
        if self._start is not None:
            self._start.close()
            self._start = None
        return self.wizard

    def keep(self) -> None:
        """Save what is open, without a question."""
        if self.wizard is not None:
            self.wizard.session.ask_published = lambda: False  # nobody is there to answer
            self.wizard.keep()

    def open(self, path: Path) -> None:
        """Open a draft that was named at the call; what is wrong with it is said at the start."""
        try:
            loaded = opening().load(path)
        except ReportError as error:
            write_line(str(error), sys.stderr)
            self.show_start().say(str(error))
            return
        if loaded is not None:
            self.show_report(loaded)
        else:
            self.show_start()

    def _read_on(self) -> None:
        """Read what stands in the recent drafts and what was recovered, while the start is seen."""
        start = self._start
        if start is not None:
            start.list_recent()
            self._say_where(start.say_also)
            opening().start_watching(start.say)
            reading = opening().reading(self._settings.recent, start)
            reading.found.connect(start.tell)
            reading.recovered.connect(self._show_recovered)
            reading.start()

    def _say_where(self, say: Callable[[str], object]) -> None:
        """Say once that a portable program cannot keep its files beside itself."""
        if folders.fell_back() and not self._said_where:
            self._said_where = True
            say(folders.fell_back())

    def _show_recovered(self, offers: "list[Offer]") -> None:
        start = self._start
        if start is not None:
            listed = opening().recovered_list(offers)
            listed.recovered.connect(lambda one: self._try(lambda: opening().recover(start, one)))
            listed.saved_as.connect(lambda one: self._try(lambda: opening().recover_as(start, one)))
            listed.discarded.connect(lambda one: self._try(lambda: opening().discard(one, listed)))
            start.show_recovered(listed)

    def _follow(self, start: StartWindow) -> None:
        """Begin a report from last year's, and offer to move on the years in its texts."""
        self._try(lambda: opening().begin_following(start, self._settings))
        if self.wizard is not None:
            opening().move_years(self.wizard)

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
    from ui.entry import opening as module

    return module


def guide() -> ModuleType:
    """Give the help, which knows the form."""
    from ui.aside import windows as module

    return module


def run_window(arguments: Sequence[str]) -> int:
    """Run the window until it is closed; gives the exit status."""
    settings = Settings()
    qt = make_qt(settings)
    collector = Collector()
    application = Application(settings)
    ending = SessionEnd(qt, application.keep)
    drafts = [path_of(argument) for argument in arguments]
    if drafts:
        opening().open_more(drafts[1:])
        application.open(drafts[0])
    else:
        application.show_start()
    # Drawn a moment later: it would keep the first window waiting.
    QTimer.singleShot(0, lambda: qt.setWindowIcon(QIcon(str(ICONS / "gknb-64.png"))))
    status = 0 if ending.came else qt.exec()  # it may come while opening asks a question
    del application, collector  # widgets alive at interpreter exit crash now and then
    return status


def make_qt(settings: Settings) -> QApplication:
    """Give the Qt application with the chosen size and look, and Qt's own words in Chinese."""
    chosen = settings.choices
    appearance.set_scale(chosen.scale)
    with arrangement.arranged(chosen.typing):
        qt = QApplication(sys.argv[:1])
    arrangement.attend(qt)
    qt.setApplicationName(folders.NAME)
    qt.setApplicationDisplayName("政府信息公开工作年度报告")
    qt.setDesktopFileName(folders.NAME)
    appearance.apply(chosen.appearance)
    translator = QTranslator(qt)
    path = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load("qtbase_zh_CN", path):
        qt.installTranslator(translator)
    font = qt.font()
    font.setFamilies([*_FAMILIES, font.family()])
    qt.setFont(font)
    return qt
