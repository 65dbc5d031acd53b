"""Drawing beside the window: a function of plain values, and a signal when it is done.

It takes a thread of Qt's own, whose timers text needs; what may hang goes by ui.lane.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal


class Told(QObject):
    """Brings what was worked out back to the thread of the window."""

    done = Signal(object)


class _Work(QRunnable):
    """One function, and who hears of its result."""

    def __init__(self, act: Callable[[], object], told: Told) -> None:
        super().__init__()
        self._act, self._told = act, told

    def run(self) -> None:
        """Work it out; the window hears of it when it next looks."""
        self._told.done.emit(self._act())


def begin(act: Callable[[], object]) -> Told:
    """Work something out in another thread; keep what this gives until it says ``done``."""
    told = Told()
    QThreadPool.globalInstance().start(_Work(act, told))
    return told
