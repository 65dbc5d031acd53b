"""Work in the background of the window: in order, with a way out, or drawn by a pool.

A Lane is a daemon thread: a share that does not answer holds neither the window nor its end. What
takes longer is shown in a small window that Escape leaves. Drawing takes a thread of Qt's own,
whose timers text needs.
"""

import contextlib
import sys
import threading
import time
import weakref
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import Any, Final, Generic, TypeVar

from PySide6.QtCore import QObject, QRunnable, QThreadPool, QTimer, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from model.errors import ReportError, StorageError
from ui.base.widgets import titled, wrapped

_LOOK_EVERY: Final = 20
"""Milliseconds between two looks for a result; no thread but the window's touches Qt."""

_Result = TypeVar("_Result")
_Act = Callable[[], Any]
_Then = Callable[[Any], None]


class Lane(QObject):
    """One thread of work; ``then`` of each piece hears its result in the thread of the window."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._asked: SimpleQueue[tuple[_Act, _Then] | None] = SimpleQueue()
        self._done: SimpleQueue[tuple[_Then, Any]] = SimpleQueue()
        self._open = 0
        self._begun = False
        self._look = QTimer(self, interval=_LOOK_EVERY)
        self._look.timeout.connect(self._hear_what_is_done)
        weakref.finalize(self, self._asked.put, None)

    @property
    def busy(self) -> bool:
        """Whether something was asked for whose result is not heard yet."""
        return self._open > 0

    def do(
        self, act: Callable[[], _Result], then: Callable[[_Result | None], None] = lambda _: None
    ) -> None:
        """Ask for one piece of work; one that fails unforeseen is logged and gives None."""
        self._open += 1
        self._look.start()
        self._asked.put((act, then))
        if not self._begun:
            self._begun = True
            work = (self._asked, self._done)
            threading.Thread(target=_work, args=work, daemon=True).start()

    def wait(self, seconds: float) -> bool:
        """Wait for all that was asked for and hear it; says whether it came in time."""
        deadline = time.monotonic() + seconds
        while self._open:
            try:
                self._hear(*self._done.get(timeout=max(deadline - time.monotonic(), 0)))
            except Empty:
                return False
        self._look.stop()
        return True

    def _hear_what_is_done(self) -> None:
        self.wait(0)

    def _hear(self, then: _Then, result: Any) -> None:
        self._open -= 1
        then(result)


def _report_unforeseen() -> None:
    """Tell what was not foreseen; where even that fails, the lane works on."""
    with contextlib.suppress(Exception):
        sys.excepthook(*sys.exc_info())


def _work(
    asked: SimpleQueue[tuple[_Act, _Then] | None], done: SimpleQueue[tuple[_Then, Any]]
) -> None:
    """Do what is asked for until the lane is gone."""
    while (piece := asked.get()) is not None:
        act, then = piece
        result = None
        try:
            result = act()
        except Exception:  # noqa: BLE001  # whatever it is, the window must hear that it ended
            _report_unforeseen()
        done.put((then, result))
        del piece, act, then, result  # else the report stays until the next one comes


UNNOTICED: Final = 0.2
"""Seconds that nobody takes for waiting."""
_UNFORESEEN: Final = "读取时遇到意外问题，文件未改动。"


def beside(parent: QWidget | None, told: str, act: Callable[[], _Result]) -> _Result | None:
    """Do something with files in a thread of its own; None where the clerk gave it up.

    ``told`` says what is waited for, such as 正在读取「年报.gknb」….

    Raises:
        ReportError: what the act raised.
    """
    dialog = WaitingDialog(parent, told, act)
    if not dialog.is_done_soon():
        dialog.exec()
    dialog.deleteLater()
    if dialog.error is not None:
        raise dialog.error
    return dialog.result_of_act


class WaitingDialog(QDialog, Generic[_Result]):
    """Says what is waited for; Escape gives it up."""

    def __init__(self, parent: QWidget | None, told: str, act: Callable[[], _Result]) -> None:
        super().__init__(parent)
        titled(self, "稍候")
        self.result_of_act: _Result | None = None
        self.error: ReportError | None = None
        self._given_up = False
        self._lane = Lane(self)
        self._lane.do(lambda: _tried(act), self._take)
        buttons = QDialogButtonBox()
        buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(wrapped(told))
        layout.addWidget(buttons)
        self.setMinimumWidth(self.fontMetrics().height() * 26)

    def is_done_soon(self) -> bool:
        """Wait as long as nobody notices; says whether that was enough."""
        return self._lane.wait(UNNOTICED)

    def reject(self) -> None:
        """Wait no longer."""
        self._given_up = True
        super().reject()

    def _take(self, found: "tuple[_Result] | ReportError | None") -> None:
        if self._given_up:
            return
        if isinstance(found, tuple):
            (self.result_of_act,) = found
        else:
            self.error = found or StorageError(_UNFORESEEN)
        self.accept()


def _tried(act: Callable[[], _Result]) -> "tuple[_Result] | ReportError":
    """Give what an act gives, or what it says against it; errors belong to the asking thread."""
    try:
        return (act(),)
    except ReportError as error:
        return error


class Told(QObject):
    """Brings what was worked out back to the thread of the window."""

    done = Signal(object)
    """What came of it; None where it failed, which is logged."""


class _Work(QRunnable):
    """One function, and who hears of its result."""

    def __init__(self, act: Callable[[], object], told: Told) -> None:
        super().__init__()
        self._act, self._told = act, told

    def run(self) -> None:
        """Work it out; the window hears of it when it next looks, whatever came of it."""
        result = None
        try:
            result = self._act()
        except Exception:  # noqa: BLE001  # whatever it is, the window must hear that it ended
            sys.excepthook(*sys.exc_info())
        finally:
            self._told.done.emit(result)


def begin(act: Callable[[], object], then: Callable[[Any], None]) -> Told:
    """Work something out in another thread, and hear of it; keep what this gives until then."""
    told = Told()
    told.done.connect(then)  # before it begins: what fails at once has said so already
    QThreadPool.globalInstance().start(_Work(act, told))
    return told
