"""What LibreOffice makes of the same bad files: a table for docs/reliability.md.

    python -m tests.soak_office [SECONDS]

converts every bad file for Word, Excel and browsers to PDF without a window, and reads it; a file
has SECONDS (20) and six gigabytes. A good file comes first: what any file costs.
"""

import os
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from intake.child import Reader
from model.errors import RefusedError
from tests import bad_files
from tests.bad_parts import BadFile
from tests.soak_files import CRASHED, HUNG, good_files, memory

MOST: Final = 6 * 1024**3
"""Bytes of address space that LibreOffice may have."""
WAIT: Final = 2.0
"""Seconds that a clerk may wait."""
LITTLE: Final = 300
"""Megabytes that our child may have."""
OPENED: Final = (".docx", ".xlsx", ".html")
Tell = Callable[[str], object]


class Outcome(NamedTuple):
    """What became of a file: in words, in seconds, in megabytes.

    Seconds are of the processor for LibreOffice, unless it was ended, and of the clock for us.
    """

    what: str
    seconds: float
    memory: float


def files() -> list[BadFile]:
    """Give the files that an office program would open, a good one of each kind first."""
    good = [BadFile(f"good {n}", lambda d=d: d) for n, d in good_files().items()]  # type: ignore[misc]
    return [file for file in (*good, *bad_files.ALL) if file.name.endswith(OPENED)]


def convert(path: Path, folder: Path, seconds: float) -> Outcome:
    """Let LibreOffice convert a file, and watch the largest of its processes."""
    target = folder / "pdf"
    profile = (folder / "profile").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf"]
    before = _worked()
    process = subprocess.Popen(
        [*command, "--outdir", str(target), str(path)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (MOST, MOST)),
    )
    expired = threading.Event()

    def expire() -> None:
        expired.set()
        os.killpg(process.pid, signal.SIGKILL)

    timer = threading.Timer(seconds, expire)
    timer.start()
    peak = 0.0
    while process.poll() is None:
        peak = max(peak, *(memory(p, "VmHWM") for p in _session(process.pid)), 0.0)
        time.sleep(0.05)
    timer.cancel()
    took = seconds if expired.is_set() else _worked() - before
    pdf = (target / path.name).with_suffix(".pdf")
    what = "converted" if pdf.exists() else "refused"
    if expired.is_set():
        what = "not done"
    elif process.returncode not in (0, 1):
        what = f"crashed ({process.returncode})"
    pdf.unlink(missing_ok=True)
    return Outcome(what, took, peak)


def _worked() -> float:
    """Give the seconds of processor that ended children of this process took."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _session(leader: int) -> Iterator[str]:
    """Give the processes of a session."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if int((folder / "stat").read_text().rpartition(")")[2].split()[3]) == leader:
                yield folder.name
        except (OSError, IndexError):
            continue  # it has just ended


def read(reader: Reader, path: Path) -> Outcome:
    """Read a file, and watch the child."""
    reader.warm()
    child = reader.process
    begun = time.perf_counter()
    what = "read"
    try:
        reader.read(path)
    except RefusedError as error:
        what = "refused"
        what = "crashed" if CRASHED in str(error) else "not done" if HUNG in str(error) else what
    return Outcome(what, time.perf_counter() - begun, memory(child, "VmHWM"))


def compare(seconds: float, tell: Tell) -> None:
    """Tell what becomes of each file, and how many do badly."""
    outcomes: dict[str, tuple[Outcome, Outcome]] = {}
    tell("| file | kB | LibreOffice | s | MB | gknb | s | MB |\n|---|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as name, Reader() as reader:
        for file in files():
            path = Path(name) / file.name
            path.write_bytes(file.make())
            office, ours = convert(path, Path(name), seconds), read(reader, path)
            size = path.stat().st_size / 1024
            path.unlink()
            cells = " | ".join(f"{what} | {s:.2f} | {mb:.0f}" for what, s, mb in (office, ours))
            tell(f"| {file.name} | {size:.0f} | {cells} |")
            if not file.name.startswith("good "):
                outcomes[file.name] = office, ours
    tell(f"\n| of {len(outcomes)} files | LibreOffice | gknb |\n|---|---|---|")
    for badly, is_so in BADLY.items():
        counts = [sum(map(is_so, column)) for column in zip(*outcomes.values(), strict=True)]
        tell(f"| {badly} | {counts[0]} | {counts[1]} |")


BADLY: Final[dict[str, Callable[[Outcome], bool]]] = {
    "crashed": lambda outcome: outcome.what.startswith("crashed"),
    "not done": lambda outcome: outcome.what == "not done",
    f"over {WAIT:.0f} s": lambda outcome: outcome.seconds > WAIT,
    f"over {LITTLE} MB": lambda outcome: outcome.memory > LITTLE,
}

if __name__ == "__main__":
    compare(float((sys.argv[1:] or ["20"])[0]), lambda line: print(line, flush=True))  # noqa: T201
