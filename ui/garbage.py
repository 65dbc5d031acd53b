"""Cyclic garbage is collected in the thread of the window alone.

Python collects in whichever thread allocates; a widget that a thread beside the window happens to
collect is destroyed there, and Qt does not survive that.
"""

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer

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
