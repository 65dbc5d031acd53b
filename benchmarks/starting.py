"""Start to first painted window, against an empty QWidget program; processes in turn."""

import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

from benchmarks.pairing import Pair

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 15

_WATCH = """
import sys, time
from PySide6.QtCore import QEvent, QObject, QTimer
class Watch(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            print(time.monotonic(), flush=True)
            QTimer.singleShot(0, qt.quit)
        return False
"""
_EMPTY = f"""{_WATCH}
from PySide6.QtWidgets import QApplication, QWidget
qt = QApplication([])
window = QWidget()
watch = Watch()
window.installEventFilter(watch)
window.show()
qt.exec()
"""
_OURS = f"""
from ui.start import main
from ui import application
from ui.settings import Settings
{_WATCH}
qt = application.make_qt()
program = application.Application(Settings())
window = program.show_start()
watch = Watch()
window.installEventFilter(watch)
qt.exec()
heavy = {{"docx", "openpyxl", "xlsxwriter", "lxml"}} & set(sys.modules)
assert not heavy, heavy
"""


def starting() -> Pair:
    """Give the medians of both, in milliseconds from the start of the process."""
    times = [(_start(_OURS), _start(_EMPTY)) for _ in range(ROUNDS + 1)][1:]
    ours, empty = zip(*times, strict=True)
    return Pair(median(ours), median(empty))


def _start(code: str) -> float:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    begun = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, check=True, capture_output=True, text=True
    )
    return (float(done.stdout.split()[0]) - begun) * 1000
