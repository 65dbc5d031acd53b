"""Work on files in the order it was asked for, in a thread of its own, heard of by the window.

The thread is a daemon: a share that does not answer holds neither the window nor its end.
"""

import contextlib
import sys
import threading
import time
import weakref
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import Any, Final, TypeVar

from PySide6.QtCore import QObject, QTimer

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
