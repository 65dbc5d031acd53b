"""Start of the frozen program beside the unfrozen one: ``python -m benchmarks.frozen BUNDLE``.

From the start of the process until Qt hands the first painted window to the screen, as Qt itself
notes it (QT_LOGGING_RULES), so that neither program has to be changed for it; processes in turn.
Fails where the frozen one takes more than 1.5 times as long, or more than 90 MiB.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

from benchmarks.pairing import Pair
from benchmarks.starting import REMEMBER, ROOT, run
from ui.app.folders import APART

ROUNDS = 15
SLOWEST = 1.5
"""Times the unfrozen program's start that the frozen one may take."""
LARGEST = 90
"""MiB it may take until its window is painted."""
_PAINTED = "Flushing"
"""The message of Qt when the picture of a window is sent to the screen."""


class Start(NamedTuple):
    """Milliseconds until the first window was painted, and the peak of memory by then in MiB."""

    milliseconds: float
    peak: float


def start(call: Sequence[str], home: str) -> Start:
    """Start a program, wait for its first window, and end it."""
    own = {
        APART: home,
        "XDG_CONFIG_HOME": home,
        "XDG_DATA_HOME": home,
        "XDG_STATE_HOME": home,
        "QT_QPA_PLATFORM": "offscreen",
        "QT_LOGGING_RULES": "qt.widgets.painting.info=true",
    }
    begun = time.monotonic()
    process = subprocess.Popen(
        call, env=os.environ | own, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
    )
    assert process.stderr
    message: list[str] = []
    for line in process.stderr:
        message.append(line)
        if _PAINTED in line:
            break
    taken = (time.monotonic() - begun) * 1000
    status = Path(f"/proc/{process.pid}/status").read_text("ascii")
    process.kill()
    process.communicate()
    assert _PAINTED in message[-1], message
    peak = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
    return Start(taken, int(peak) / 1024)


def frozen(bundle: Path) -> tuple[Pair, float]:
    """Return the medians of the frozen and the unfrozen start, and the frozen one's peak in MiB."""
    ours, other = [str(bundle / "gknb")], [sys.executable, str(ROOT / "main.py")]
    with tempfile.TemporaryDirectory() as home:
        run(REMEMBER, home)
        times = [(start(ours, home), start(other, home)) for _ in range(ROUNDS + 1)][1:]
    mine, others = zip(*times, strict=True)
    pair = Pair(median(s.milliseconds for s in mine), median(s.milliseconds for s in others))
    return pair, max(one.peak for one in mine)


def main() -> int:
    """Measure, print, and keep the figures where asked; return 1 if a limit is exceeded."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.frozen")
    parser.add_argument("bundle", type=Path, metavar="BUNDLE", help="the folder of gknb")
    parser.add_argument("--json", type=Path, metavar="FILE")
    arguments = parser.parse_args()
    pair, peak = frozen(arguments.bundle.absolute())
    ratio = pair.ours / pair.other
    print(f"first painted window: frozen {pair.ours:.0f} ms, unfrozen {pair.other:.0f} ms")
    print(f"ratio {ratio:.2f} (limit {SLOWEST}), peak {peak:.0f} MiB (limit {LARGEST})")
    if arguments.json:
        figures = {**pair.as_json(), "peak_mib": round(peak, 1)}
        arguments.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return int(ratio > SLOWEST or peak > LARGEST)


if __name__ == "__main__":
    sys.exit(main())
