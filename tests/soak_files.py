"""Throws files at the reader of foreign files, and tells what it cost.

    python -m tests.soak_files [COUNT [SEED [FOLDER]]]

reads all bad files, and then that many mutants (20000) of the example's documents, through one
warmed child. FOLDER, where it is given, holds the files while they are read, and then what became
of them. Nothing is judged here; tests/intake says what the figures may be.
"""

import json
import logging
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final

from export.documents import WRITERS
from intake.child import CRASHED, HUNG, Reader
from model.drafts import storage
from model.errors import RefusedError
from model.report.report import Report
from tests import DATA, bad_files
from tests.conftest import EXAMPLE
from tests.writing import MOMENT

LINUX: Final = sys.platform == "linux"
KILOBYTE: Final = 1024
OUTCOMES: Final = "outcomes.json"
SPREADSHEETS: Final = DATA / "spreadsheets"


@dataclass
class Figures:
    """What a number of files cost; sizes in megabytes, times in seconds."""

    files: int = 0
    read: int = 0
    crashed: list[str] = field(default_factory=list)
    hung: list[str] = field(default_factory=list)
    slowest: float = 0.0
    """Most that a file took of the processor in a child that lived on, in seconds."""
    slowest_name: str = ""
    child: float = 0.0
    """Most memory a child held."""
    growth: float = 0.0
    """Most that this process held beyond what it held before a file."""
    children: int = 0
    """How many children were needed."""

    def __str__(self) -> str:
        return (
            f"{self.files}, read {self.read}, refused {self.files - self.read}; "
            f"crashes {len(self.crashed)}{self._named(self.crashed)}; "
            f"ended for time {len(self.hung)}{self._named(self.hung)}; "
            f"most processor time {self.slowest:.2f} s ({self.slowest_name}); "
            f"child ≤ {self.child:.0f} MB; window's process + {self.growth:.1f} MB; "
            f"children {self.children}"
        )

    @staticmethod
    def _named(names: list[str]) -> str:
        return f" {names[:5]}" if names else ""


class Soak:
    """Reads files one after another, and measures."""

    def __init__(self, reader: Reader, folder: Path) -> None:
        self.figures = Figures()
        self.reasons: dict[str, tuple[int, str]] = {}
        """Size and refusal of each file by name; the refusal is empty where it was read."""
        self._reader = reader
        self._folder = folder
        self._child: int | None = None

    def read(self, name: str, data: bytes) -> None:
        """Write a file, read it, and remove it."""
        path = self._folder / name.replace("/", "_")
        path.write_bytes(data)
        size = len(data)
        del data
        self.reasons[name] = size, self._read(path)
        path.unlink()

    def _read(self, path: Path) -> str:
        figures = self.figures
        self._reader.warm()  # as a clerk finds it
        child = self._reader.process
        figures.children += child != self._child
        self._child = child
        before = _reset_peak()
        begun = processor_time(child)
        try:
            self._reader.read(path)
            reason = ""
        except RefusedError as error:
            reason = str(error).partition("：")[2]
        took = processor_time(child) - begun
        figures.growth = max(figures.growth, memory("self", "VmHWM") - before)
        figures.child = max(figures.child, memory(child, "VmHWM"), _ended())
        figures.files += 1
        figures.read += not reason
        if CRASHED in reason:
            figures.crashed.append(path.name)
        if HUNG in reason:
            figures.hung.append(path.name)
        if took > figures.slowest:
            figures.slowest, figures.slowest_name = took, path.name
        return reason


def _reset_peak() -> float:
    """Begin to measure this process anew; gives what it holds, in megabytes."""
    if LINUX:
        Path("/proc/self/clear_refs").write_text("5")
    return memory("self", "VmRSS")


def _ended() -> float:
    """Give the most that any ended child of this process held, in megabytes; 0 on Windows.

    The system counts what this process held when it started the child as the child's.
    """
    if sys.platform == "win32":
        return 0.0
    import resource  # not on Windows

    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / KILOBYTE


def memory(process: int | str | None, what: str) -> float:
    """Give a size of a process in megabytes; 0 where it has ended, or the system does not say."""
    try:
        lines = Path(f"/proc/{process}/status").read_text("ascii").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / KILOBYTE for line in lines if line.startswith(what)), 0.0)


def processor_time(process: int | None) -> float:
    """Give the seconds of the processor that a process took; 0 where the system does not say."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def good_files() -> dict[str, bytes]:
    """Give the example and all its documents, by their names."""
    documents = documents_of(storage.load(EXAMPLE).report)
    return documents | {"bureau.gknb": EXAMPLE.read_bytes()}


def saved_sheets() -> dict[str, bytes]:
    """Give the example's workbook as LibreOffice saved it in other formats."""
    return {
        f"sheets.{end}": (SPREADSHEETS / f"example.{end}").read_bytes() for end in ("xls", "ods")
    }


def documents_of(report: Report) -> dict[str, bytes]:
    """Give all documents of a report, by their names."""
    return {
        f"{kind}{writer.ending}": writer.render(report, MOMENT) for kind, writer in WRITERS.items()
    }


class Troubles(logging.Handler):
    """Counts what the child met unforeseen, by type and the last frame."""

    def __init__(self) -> None:
        super().__init__()
        self.met: Counter[str] = Counter()

    def emit(self, record: logging.LogRecord) -> None:
        """Count a line of the log."""
        message = record.getMessage()
        self.met[f"{message.split(' at ')[0]} … {message.split(' > ')[-1]}"] += 1


def soak(count: int, seed: int, folder: Path, tell: Callable[[str], object]) -> tuple[Soak, Soak]:
    """Read all bad files, then mutants, and tell the figures; gives what became of both."""
    troubles = Troubles()
    log = logging.getLogger("gknb")
    log.addHandler(troubles)
    with Reader() as reader:
        bad, changed = Soak(reader, folder), Soak(reader, folder)
        for file in bad_files.ALL:
            bad.read(file.name, file.make())
        tell(f"bad files: {bad.figures}")
        for mutant in bad_files.mutants(good_files() | saved_sheets(), count, seed):
            stem, _, ending = mutant.name.rpartition(".")
            changed.read(f"{stem} {mutant.change}.{ending}", mutant.data)
        tell(f"mutants of seed {seed}: {changed.figures}")
    log.removeHandler(troubles)
    for trouble, times in troubles.met.most_common():
        tell(f"  {times} × {trouble}")
    return bad, changed


def figures(count: int = 20_000, seed: int = 2021) -> list[str]:
    """Soak the reader in a folder of its own; gives the lines that tell what it cost."""
    lines: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        soak(count, seed, Path(folder), lines.append)
    return lines


def main(arguments: list[str]) -> int:
    """Soak the reader and print figures; gives 1 where a file crashed it."""
    count = int(arguments[0]) if arguments else 20_000
    seed = int(arguments[1]) if len(arguments) > 1 else 2021
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(arguments[2] if len(arguments) > 2 else temporary)
        soaks = soak(count, seed, folder, lambda line: print(line, flush=True))  # noqa: T201
        outcomes = {
            "figures": [asdict(one.figures) for one in soaks],
            "reasons": soaks[0].reasons,
        }
        (folder / OUTCOMES).write_text(json.dumps(outcomes), "utf-8")
    return int(any(one.figures.crashed for one in soaks))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
