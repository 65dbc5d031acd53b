"""Waiting for a state, and CPU time: no test judges by the clock, which a busy machine slows."""

import time
from collections.abc import Callable
from typing import Any, Final

import pytest
from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

PATIENCE: Final = 120
"""Seconds after which a state is not expected any more; a test never comes near it."""
TICK: Final = 0.02
"""Seconds between two looks at a state that no signal tells of."""
_MS: Final = PATIENCE * 1000
_ROUNDS: Final = 5
_FLOOR: Final = 0.002
"""Seconds of CPU time below which the clock is too coarse to compare."""


class PatientBot(QtBot):
    """A qtbot whose waits end with the state alone, and fail after PATIENCE.

    It keeps the windows of its test until Qt has deleted them: a window that Python alone lets go
    of, at any moment, corrupts Qt's memory now and then.
    """

    def __init__(self, request: pytest.FixtureRequest) -> None:
        super().__init__(request)
        self._windows: dict[int, QWidget] = {}

    def addWidget(self, widget: QWidget, **options: Any) -> None:
        key = id(widget)
        self._windows[key] = widget
        widget.destroyed.connect(lambda: self._windows.pop(key, None))
        super().addWidget(widget, **options)

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = _MS) -> None:
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal: SignalInstance, *, timeout: int = _MS, **options: Any) -> Any:
        return super().waitSignal(signal, timeout=timeout, **options)

    def waitSignals(
        self, signals: list[SignalInstance], *, timeout: int = _MS, **options: Any
    ) -> Any:
        return super().waitSignals(signals, timeout=timeout, **options)

    def waitExposed(self, widget: QWidget, *, timeout: int = _MS) -> Any:
        return super().waitExposed(widget, timeout=timeout)

    def waitActive(self, widget: QWidget, *, timeout: int = _MS) -> Any:
        return super().waitActive(widget, timeout=timeout)


def wait_until(state: Callable[[], bool]) -> None:
    """Wait for a state of files or of another program.

    Raises:
        TimeoutError: it did not come.
    """
    end = time.monotonic() + PATIENCE
    while not state():
        if time.monotonic() > end:
            raise TimeoutError("the state did not come")
        time.sleep(TICK)


def growth(work: Callable[[int], object], size: int) -> float:
    """Return how many times the CPU time of this thread grows from a size to four times it.

    Linear work gives 4, quadratic work 16. The smallest of some rounds counts; no two rounds have
    the same size, so that nothing is remembered.
    """
    small, large = [], []
    for number in range(_ROUNDS):
        small.append(_cpu_time(work, size + number))
        large.append(_cpu_time(work, 4 * size + number + 1))
    return min(large) / max(min(small), _FLOOR)


def _cpu_time(work: Callable[[int], object], size: int) -> float:
    begun = time.thread_time()
    work(size)
    return time.thread_time() - begun
