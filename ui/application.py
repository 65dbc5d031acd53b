"""The Qt application: its look, its first window, and how it ends.

The start window is painted before anything else is imported. When the session ends or a signal
comes, no question is asked: the draft is saved, and changes that cannot be saved in time are in the
recovery copy. Cyclic garbage is collected only in the window's thread, because a widget that is
destroyed in another thread ends the program.
"""

import gc
import os
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Final

from PySide6 import QtGui
from PySide6.QtCore import (
    QCoreApplication,
    QLibraryInfo,
    QObject,
    QSocketNotifier,
    QTimer,
    QTranslator,
)
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from model.errors import ReportError
from model.resources import ICONS
from ui.app import folders, start_menu
from ui.app.folders import path_of
from ui.app.terminal import write_line
from ui.base.settings import Settings
from ui.entry.start_window import StartWindow
from ui.input_method import arrangement
from ui.look import appearance

if TYPE_CHECKING:
    from model.drafts.storage import Loaded
    from ui.app.drafts import Offer
    from ui.wizard import Wizard


_SIGNALS: Final = ("SIGTERM", "SIGHUP", "SIGINT")


class SessionEnd(QObject):
    """Calls ``keep`` before the computer shuts down or a signal ends the program.

    ``came`` says that a signal came: an event loop that has not begun must not begin any more.
    """

    def __init__(self, application: QGuiApplication, keep: Callable[[], None]) -> None:
        super().__init__(application)
        self._keep = keep
        self.came = False
        application.commitDataRequest.connect(keep)
        if sys.platform != "win32":  # there the request above announces the end of the session
            self._listen()

    def _leave(self) -> None:
        self.came = True
        self._notifier.setEnabled(False)
        self._keep()
        QCoreApplication.exit(0)

    def _listen(self) -> None:
        """Receive signals in the event loop: Python's own handlers wait for Python code."""
        reading, writing = os.pipe()
        os.set_blocking(writing, False)
        signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
        for name in _SIGNALS:
            signal.signal(getattr(signal, name), lambda *_: None)
        self._notifier = QSocketNotifier(reading, QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._leave)


_LOOK_EVERY: Final = 1000
"""Milliseconds between two checks whether there is enough to collect."""


class Collector(QObject):
    """Collects garbage by Python's own thresholds, but only when the event loop has time."""

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
"""Milliseconds from the start window's first painting to the import of the rest."""


class Application:
    """The windows of one process: the start window, then the wizard on one report."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._start: StartWindow | None = None
        self.wizard: Wizard | None = None
        self._said_where = False

    def show_start(self) -> StartWindow:
        """Show the start window, and import the rest after it."""
        start = StartWindow(self._settings.recent)
        known = self._settings
        start.chosen.connect(lambda path: self._try(lambda: opening().load(path, start)))
        start.dropped.connect(lambda paths: self._try(lambda: opening().open_dropped(start, paths)))
        start.browse.connect(lambda: self._try(lambda: opening().browse(start, known)))
        start.new.connect(lambda: self._try(lambda: opening().begin(start, known)))
        start.following.connect(lambda: self._follow(start))
        start.pasted.connect(lambda: self._paste(start))
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
        """Show the wizard on a report in place of the start window."""
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
        """Save the open report without a question."""
        if self.wizard is not None:
            self.wizard.session.ask_published = lambda: False  # there is no clerk to answer
            self.wizard.keep()

    def open(self, path: Path) -> None:
        """Open a draft that the call named; the start window shows why it cannot be opened."""
        self._look_again()
        try:
            loaded = opening().load(path)
        except opening().ShownElsewhereError:
            QTimer.singleShot(0, QCoreApplication.quit)  # the event loop has not begun yet
            return
        except ReportError as error:
            write_line(str(error), sys.stderr)
            self.show_start().say(str(error))
            return
        if loaded is not None:
            self.show_report(loaded)
        else:
            self.show_start()

    def _read_on(self) -> None:
        """Read the recent drafts and what was recovered, while the start window is shown."""
        start = self._start
        if start is not None:
            self._look_again()
            start.list_recent()
            self._say_where(start.say_also)
            opening().start_watching(start.say)
            reading = opening().reading(self._settings.recent, start)
            reading.found.connect(start.show_recent)
            reading.recovered.connect(self._show_recovered)
            reading.start()

    def _look_again(self) -> None:
        """Take the look again: the first was chosen without asking the system for its scheme."""
        appearance.apply(self._settings.choices.appearance)

    def _say_where(self, say: Callable[[str], object]) -> None:
        """Say once that a portable program cannot keep its files in its own folder."""
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
        """Begin a report from last year's, and offer to update the years in its texts."""
        self._try(lambda: opening().begin_following(start, self._settings))
        if self.wizard is not None:
            opening().move_years(self.wizard)

    def _paste(self, start: StartWindow) -> None:
        """Import what was copied into the report that is chosen for it, or begin one from it."""
        remaining: list[Callable[[Wizard], None]] = []
        self._try(lambda: opening().begin_pasted(start, self._settings, remaining.append))
        if self.wizard is not None:
            for act in remaining:
                act(self.wizard)

    def _try(self, load: "Callable[[], Loaded | None]") -> None:
        """Open the report that a choice returns, or show why it cannot be opened."""
        try:
            loaded = load()
        except opening().ShownElsewhereError:
            if self._start is not None:
                self._start.close()
            return
        except ReportError as error:
            if self._start is not None:
                self._start.say(str(error))
            return
        if loaded is not None:
            self.show_report(loaded)


def opening() -> ModuleType:
    """Return the module that opens reports; it imports the model, the exports and all pages."""
    from ui.entry import opening as module

    return module


def guide() -> ModuleType:
    """Return the module of the help, which imports the forms."""
    from ui.aside import windows as module

    return module


def run_window(arguments: Sequence[str]) -> int:
    """Run the window until it is closed, and return the exit status."""
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
    QTimer.singleShot(0, lambda: qt.setWindowIcon(QtGui.QIcon(str(ICONS / "gknb-64.png"))))
    status = 0 if ending.came else qt.exec()  # it may come while opening asks a question
    del application, collector  # widgets alive at interpreter exit crash now and then
    return status


def make_qt(settings: Settings) -> QApplication:
    """Return the Qt application with the chosen size and look, and Qt's own words in Chinese."""
    start_menu.name_process()
    chosen = settings.choices
    appearance.set_scale(chosen.scale)
    with arrangement.arranged(chosen.typing):
        qt = appearance.make_application(sys.argv[:1])
    arrangement.attend(qt)
    qt.setApplicationName(folders.NAME)
    qt.setApplicationDisplayName("政府信息公开工作年度报告")
    qt.setDesktopFileName(folders.NAME)
    appearance.apply(chosen.appearance)
    translator = QTranslator(qt)
    path = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load("qtbase_zh_CN", path):
        qt.installTranslator(translator)
    return qt
