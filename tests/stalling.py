"""The program as it is, on one cell of a draft, that may stall: `stalling.py DRAFT ADDRESS STALLS`.

It prints «ready» once the cell has the keyboard. From then on the window does nothing for half a
second at every turn, STALLS times, while keys queue up.
"""

import sys
import time

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from model.report.addresses import section_of
from ui.start import main
from ui.wizard import Wizard

_STALL = 0.5
"""Seconds in which no key is heard."""
_BETWEEN = 120
"""Milliseconds from one stall to the next."""


def _begin(window: Wizard, address: str, stalls: int) -> None:
    window.show_step(section_of(window.session.report, address)).go_to(address)
    timer = QTimer(window, interval=_BETWEEN)
    left = [stalls]

    def stall() -> None:
        if not left[0]:
            timer.stop()
            return
        left[0] -= 1
        time.sleep(_STALL)

    timer.timeout.connect(stall)
    if stalls:
        timer.start()
    print("ready", flush=True)  # noqa: T201


def _when_shown(address: str, stalls: int) -> None:
    def look() -> None:
        for window in QApplication.topLevelWidgets():
            if isinstance(window, Wizard) and window.isActiveWindow():
                timer.stop()
                _begin(window, address, stalls)

    timer = QTimer(QApplication.instance(), interval=20)
    timer.timeout.connect(look)
    timer.start()


if __name__ == "__main__":
    draft, address, stalls = sys.argv[1:]
    _init = Wizard.__init__

    def _made(self: Wizard, *given: object) -> None:
        _init(self, *given)  # type: ignore[arg-type]
        _when_shown(address, int(stalls))

    Wizard.__init__ = _made  # type: ignore[method-assign]
    sys.exit(main([draft]))
