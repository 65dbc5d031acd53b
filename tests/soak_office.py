"""What LibreOffice makes of the same bad files: a table for docs/reliability.md.

    python -m tests.soak_office [EVERY] [SECONDS]

converts every EVERY-th (4th) of the bad files for Word, Excel and browsers, and those of the table
in docs/reliability.md, to PDF without a window; a file has SECONDS (20) and six gigabytes.
"""

import os
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Final, NamedTuple

from intake.child import Reader
from model.errors import RefusedError
from tests import bad_files
from tests.bad_parts import BadFile

MEMORY: Final = 6 * 1024**3
ALWAYS: Final = (
    "everything merged.xlsx",
    "string of 80 MB.xlsx",
    "gridSpan of 300000000.docx",
    "3 million paragraphs.docx",
    "20000 sheets.xlsx",
    "one cell at the end.xlsx",
    "8 million rows.xlsx",
    "billion laughs.docx",
    "100000 divs deep.html",
)
"""The files of the table in docs/reliability.md."""


class Outcome(NamedTuple):
    """What became of a file: in words, in seconds, in megabytes."""

    what: str
    seconds: float
    memory: float


def sample(every: int) -> list[BadFile]:
    """Give the files that an office program would open."""
    office = [f for f in bad_files.ALL if f.name.endswith((".docx", ".xlsx", ".html"))]
    return [f for n, f in enumerate(office) if f.name in ALWAYS or n % every == 0]


def convert(path: Path, folder: Path, seconds: float) -> Outcome:
    """Let LibreOffice convert a file, and watch the largest of its processes."""
    target = folder / "pdf"
    profile = (folder / "profile").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf"]
    begun = time.perf_counter()
    process = subprocess.Popen(
        [*command, "--outdir", str(target), str(path)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY)),
    )
    expired = threading.Event()

    def expire() -> None:
        expired.set()
        os.killpg(process.pid, signal.SIGKILL)

    timer = threading.Timer(seconds, expire)
    timer.start()
    peak = 0.0
    while process.poll() is None:
        peak = max(peak, _largest(process.pid))
        time.sleep(0.02)
    timer.cancel()
    took = time.perf_counter() - begun
    pdf = (target / path.name).with_suffix(".pdf")
    what = "converted" if pdf.exists() else f"refused ({process.returncode})"
    if expired.is_set():
        what = "not done"
    elif process.returncode not in (0, 1):
        what = f"crashed ({process.returncode})"
    pdf.unlink(missing_ok=True)
    return Outcome(what, took, peak)


def _largest(session: int) -> float:
    """Give the most memory that a process of a session held, in megabytes."""
    peak = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if int((folder / "stat").read_text().rpartition(")")[2].split()[3]) == session:
                status = (folder / "status").read_text().splitlines()
                peak = max(peak, *(int(s.split()[1]) for s in status if s.startswith("VmHWM")), 0)
        except (OSError, ValueError, IndexError):
            continue  # it has just ended
    return peak / 1024


def main(arguments: list[str]) -> int:
    """Print the table."""
    every = int(arguments[0]) if arguments else 4
    seconds = float(arguments[1]) if len(arguments) > 1 else 20.0
    files = sample(every)
    print(f"{len(files)} files, {seconds:.0f} s each\n")  # noqa: T201
    print("| file | kB | LibreOffice | s | MB | gknb | s |")  # noqa: T201
    print("|---|---|---|---|---|---|---|")  # noqa: T201
    with tempfile.TemporaryDirectory() as name, Reader() as reader:
        for file in files:
            path = Path(name) / file.name
            path.write_bytes(file.make())
            reader.warm()
            begun = time.perf_counter()
            try:
                reader.read(path)
                ours = "read"
            except RefusedError as error:
                ours = str(error).partition("：")[2].partition("，")[0].partition("。")[0]
            took = time.perf_counter() - begun
            office = convert(path, Path(name), seconds)
            cells = (
                file.name,
                f"{path.stat().st_size / 1024:.0f}",
                office.what,
                f"{office.seconds:.1f}",
                f"{office.memory:.0f}",
                ours,
                f"{took:.3f}",
            )
            print(f"| {' | '.join(cells)} |", flush=True)  # noqa: T201
            path.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
