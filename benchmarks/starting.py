"""Start to first painted window, against an empty QWidget program; processes in turn.

Our window has recent drafts to show, as it has for everybody but on the first day.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from benchmarks.pairing import Pair
from ui.app.folders import APART

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 25
LARGEST = 75
"""MiB our program may take until its window is painted."""

REMEMBER = """
from pathlib import Path
from ui.base.settings import Settings
for number in range(5):
    Settings().remember(Path.home() / f"202{number}年某市某某局年报.gknb")
"""
_WATCH = """
import sys, time
from PySide6.QtCore import QEvent, QObject, QTimer
class Watch(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            QTimer.singleShot(0, painted)
        return False
def painted():
    at, known = time.monotonic(), set(sys.modules)
    with open("/proc/self/status") as status:  # getrusage knows the peak of who started us, too
        peak = next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM"))
    heavy = {"docx", "openpyxl", "xlsxwriter", "lxml", "model.report"} & known
    print(at, peak, *heavy, flush=True)
    qt.quit()
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
import gc
gc.disable()  # as main.py does
from ui.start import main
from ui import application
from ui.base.settings import Settings
{_WATCH}
settings = Settings()
qt = application.make_qt(settings)
program = application.Application(settings)
window = program.show_start()
watch = Watch()
window.installEventFilter(watch)
qt.exec()
"""


def starting() -> Pair:
    """Return the medians of both, in milliseconds from the start of the process."""
    with tempfile.TemporaryDirectory() as home:
        run(REMEMBER, home)
        times = [(_start(_OURS, home), _start(_EMPTY, home)) for _ in range(ROUNDS + 1)][1:]
    ours, empty = zip(*times, strict=True)
    return Pair(median(ours), median(empty))


def _start(code: str, home: str) -> float:
    """Return the milliseconds until the first window is painted, with its children.

    Asserts what it took by then: no more than it may of memory, and nothing of the model.
    """
    begun = time.monotonic()
    at, peak, *heavy = run(code, home).splitlines()[0].split()
    assert not heavy, heavy
    assert float(peak) <= LARGEST, peak
    return (float(at) - begun) * 1000


def run(code: str, home: str) -> str:
    """Run Python with folders of its own, and return its output."""
    own = {APART: home, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    # On a clerk's computer modules are compiled once, not at each start: so they are here.
    environment = os.environ | own | {"PYTHONPYCACHEPREFIX": str(Path(home, "compiled"))}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout
