"""Drawing beside the window: a function of plain values, and a signal when it is done.

It takes a thread of Qt's own, whose timers text needs; what may hang goes by ui.base.work.
"""

import sys
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal


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
