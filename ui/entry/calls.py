"""Calls another window of this user to the front, by a file in the user's own folder.

A window that has a draft open removes the file that is named by its process as soon as it appears,
and comes to the front; where the desktop does not allow that, it asks for attention.
"""

import ctypes
import os
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

from PySide6.QtCore import QFileSystemWatcher, QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget

from model.errors import RefusedError, ReportError
from ui.app import folders

LIMIT: Final = 3.0
"""Seconds that a called window has to answer."""
_AGAIN: Final = 0.05


class ShownElsewhereError(ReportError):
    """The draft is shown by another window, which was called to the front."""


def call(pid: int) -> bool:
    """Call the window of a process to the front, and return True once it has heard.

    Raises:
        RefusedError: it does not answer.
    """
    place = _place(pid)
    with suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        if sys.platform == "win32":  # only the program in front may pass its place on
            getattr(ctypes, "WinDLL")("user32").AllowSetForegroundWindow(pid)  # noqa: B009
        place.touch()
        end = time.monotonic() + LIMIT
        while place.exists() and time.monotonic() < end:
            time.sleep(_AGAIN)
        if not place.exists():
            return True
        place.unlink(missing_ok=True)
    raise RefusedError("打开此草稿的窗口没有应答，未能切换。在任务栏中点击该窗口。")


def _place(pid: int) -> Path:
    return folders.data_folder() / "calls" / str(pid)


class Listener(QObject):
    """Brings a window to the front when another process of this user calls it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window, self._mine = window, _place(os.getpid())
        with suppress(OSError):
            self._mine.parent.mkdir(parents=True, exist_ok=True)
            self._mine.unlink(missing_ok=True)  # left by an ended process of the same number
        self._watcher = QFileSystemWatcher([str(self._mine.parent)], self)
        self._watcher.directoryChanged.connect(self._answer)

    def _answer(self) -> None:
        if self._mine.exists():
            with suppress(OSError):
                self._mine.unlink()
            come_to_front(self._window)


def come_to_front(window: QWidget) -> None:
    """Show a window before all others, or have the desktop ask for attention."""
    states = Qt.WindowState
    window.setWindowState((window.windowState() & ~states.WindowMinimized) | states.WindowActive)
    for one in (window, QApplication.activeModalWidget()):
        if one is not None:
            one.raise_()
            one.activateWindow()
    QApplication.alert(window)
