"""Work in the background of the window: one way for everything that may take long.

A BackgroundWorker is a daemon thread of Python that does one piece of work after the other. The
window polls for results. A QThread would not do: the program would wait for it at its end, and so
for a share that does not answer. ``in_background`` shows a small window meanwhile, which Escape
closes.
"""

import contextlib
import sys
import threading
import time
import weakref
from collections.abc import Callable, Sequence
from queue import Empty, SimpleQueue
from typing import Any, Final, Generic, TypeVar

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from model.errors import ReportError, StorageError
from ui.base.widgets import titled, wrapped

_POLL_INTERVAL: Final = 20
"""Milliseconds between two looks for a result; the threads of workers touch no widget."""

_Result = TypeVar("_Result")
_Act = Callable[[], Any]
_Receiver = Callable[[Any], None]
_Submitted = SimpleQueue[tuple[_Act, _Receiver] | None]
_Finished = SimpleQueue[tuple[_Receiver, Any]]


class BackgroundWorker(QObject):
    """One thread that does pieces of work in the order in which they were submitted."""

    _has_thread: bool

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._open = 0
        self._poll = QTimer(self, interval=_POLL_INTERVAL)
        self._poll.timeout.connect(self._receive_finished)
        self._begin_anew()

    @property
    def busy(self) -> bool:
        """Whether something was submitted whose result is not received yet."""
        return self._open > 0

    def submit(
        self,
        act: Callable[[], _Result],
        received: Callable[[_Result | None], None] = lambda _: None,
    ) -> None:
        """Add one piece of work; ``received`` gets its result in the thread of the window.

        The result is None where the act failed unforeseen, which is logged.
        """
        self._open += 1
        self._poll.start()
        self._submitted.put((act, received))
        if not self._has_thread:
            self._has_thread = True
            queues = (self._submitted, self._finished)
            threading.Thread(target=_work, args=queues, daemon=True).start()

    def wait(self, seconds: float) -> bool:
        """Receive everything that was submitted; return whether it came in time."""
        deadline = time.monotonic() + seconds
        while self._open:
            try:
                self.receive_next(max(deadline - time.monotonic(), 0))
            except Empty:
                return False
        return True

    def receive_next(self, seconds: float) -> None:
        """Receive one result.

        Raises:
            Empty: none came in time.
        """
        received, result = self._finished.get(timeout=seconds)
        self._open -= 1
        if not self._open:
            self._poll.stop()  # first: the receiver may be the last that keeps this worker
        received(result)

    def abandon(self) -> None:
        """Receive nothing of what was submitted so far, and do not let later work wait for it.

        It is done all the same: work that is begun cannot be stopped.
        """
        if self._open:
            self._end_thread()
            self._open = 0
            self._poll.stop()
            self._begin_anew()

    def _begin_anew(self) -> None:
        self._submitted: _Submitted = SimpleQueue()
        self._finished: _Finished = SimpleQueue()
        self._has_thread = False
        self._end_thread = weakref.finalize(self, self._submitted.put, None)

    def _receive_finished(self) -> None:
        self.wait(0)


def _report_unforeseen() -> None:
    """Log an error that was not foreseen; where even that fails, the thread works on."""
    with contextlib.suppress(Exception):
        sys.excepthook(*sys.exc_info())


def _work(submitted: _Submitted, finished: _Finished) -> None:
    """Do what is submitted until the worker is gone."""
    while (piece := submitted.get()) is not None:
        act, received = piece
        result = None
        try:
            result = act()
        except Exception:  # noqa: BLE001  # whatever it is, the window has to know that it ended
            _report_unforeseen()
        finished.put((received, result))
        del piece, act, received, result  # else the report stays until the next one comes


UNNOTICED: Final = 0.2
"""Seconds that a clerk does not take for waiting."""
_TITLE: Final = "稍候"
_UNFORESEEN: Final = "读取时遇到意外问题，文件未改动。"


def in_background(
    parent: QWidget | None, message: str, act: Callable[[], _Result]
) -> _Result | None:
    """Return what an act with files gives; None where the clerk gave it up.

    ``message`` says what the window waits for, such as 正在读取「年报.gknb」….

    Raises:
        ReportError: the act raised it, or failed unforeseen.
    """
    results = WaitingDialog(parent, [(message, act)]).outcome()
    return results[0] if results else None


class WaitingDialog(QDialog, Generic[_Result]):
    """Shows what the window waits for, step by step; Escape gives it up.

    ``steps`` are acts with their messages; an act that fails unforeseen says ``unforeseen``.
    """

    def __init__(
        self,
        parent: QWidget | None,
        steps: Sequence[tuple[str, Callable[[], _Result]]],
        title: str = _TITLE,
        unforeseen: str = _UNFORESEEN,
    ) -> None:
        super().__init__(parent)
        titled(self, title)
        self.results: list[_Result] = []
        self.error: ReportError | None = None
        self._left, self._unforeseen = list(steps), unforeseen
        self._steps = len(steps)
        self._worker = BackgroundWorker(self)
        self.message = wrapped()
        buttons = QDialogButtonBox()
        buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.message)
        layout.addWidget(buttons)
        self.setMinimumWidth(self.fontMetrics().height() * 26)
        self._begin_next()

    def outcome(self) -> list[_Result] | None:
        """Return what the acts give; None where the clerk gave them up.

        Raises:
            ReportError: the first act that failed raised it, or failed unforeseen.
        """
        if not self.is_done_soon():
            self.exec()
        self.deleteLater()
        if self.error is not None:
            raise self.error
        return self.results if len(self.results) == self._steps else None

    def is_done_soon(self) -> bool:
        """Wait for a time that a clerk does not notice; return whether it was enough."""
        return self._worker.wait(UNNOTICED)

    def reject(self) -> None:
        """Wait no longer, and receive nothing that comes later."""
        self._worker.abandon()
        super().reject()

    def _begin_next(self) -> None:
        message, act = self._left.pop(0)
        self.message.setText(message)
        self._worker.submit(lambda: _tried(act), self._receive)

    def _receive(self, found: "tuple[_Result] | ReportError | None") -> None:
        if not isinstance(found, tuple):
            self.error = found or StorageError(self._unforeseen)
            self.accept()
            return
        self.results.append(found[0])
        if self._left:
            self._begin_next()
        else:
            self.accept()


def _tried(act: Callable[[], _Result]) -> "tuple[_Result] | ReportError":
    """Return what an act gives, or the error it raises, which the window's thread raises again."""
    try:
        return (act(),)
    except ReportError as error:
        return error
