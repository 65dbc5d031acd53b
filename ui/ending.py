"""Leaving because the system says so: the session ends, or the process is told to.

Nothing is asked then: what is typed is saved, and what cannot be saved in time lies in the recovery
copy.
"""

import os
import signal
import sys
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QCoreApplication, QObject, QSocketNotifier
from PySide6.QtGui import QGuiApplication

_SIGNALS: Final = ("SIGTERM", "SIGHUP", "SIGINT")


class Ending(QObject):
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
