"""Throws files at the reader of foreign files, and tells what it cost.

    python -m tests.soak_files [COUNT] [SEED]

reads that many mutants (20000) of the example's documents after all bad files, and prints figures.
Crashes, files that took too long, and memory are figures here; tests/intake says what they may be.
"""

import logging
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from export.proof import WRITERS
from intake.child import Reader
from model import storage
from model.errors import RefusedError
from tests import bad_files
from tests.conftest import EXAMPLE

CRASHED: Final = "读取程序在这份文件上出错"
HUNG: Final = "读取文件超时"
_STATUS: Final = "/proc/{}/status"
LINUX: Final = sys.platform == "linux"
KILOBYTE: Final = 1024


@dataclass
class Figures:
    """What a number of files cost; sizes in megabytes, times in seconds."""

    files: int = 0
    read: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    crashed: list[str] = field(default_factory=list)
    hung: list[str] = field(default_factory=list)
    slowest: float = 0.0
    slowest_name: str = ""
    child_peak: float = 0.0
    """Largest address space of a child."""
    child_memory: float = 0.0
    """Most memory a child held."""
    growth: float = 0.0
    """Most that this process held beyond what it held before a file."""

    def __str__(self) -> str:
        lines = [
            f"{self.files} files: {self.read} read, {self.refused.total()} refused",
            f"  crashed {len(self.crashed)} {self.crashed[:5]}",
            f"  over the limit of time {len(self.hung)} {self.hung[:5]}",
            f"  slowest {self.slowest:.2f} s ({self.slowest_name})",
            f"  child at most {self.child_memory:.0f} MB held, {self.child_peak:.0f} MB addressed",
            f"  this process at most {self.growth:.1f} MB larger while a file was read",
        ]
        return "\n".join(lines)


class Soak:
    """Reads files one after another, and measures."""

    def __init__(self, reader: Reader, folder: Path) -> None:
        self.figures = Figures()
        self._reader = reader
        self._folder = folder

    def read(self, name: str, data: bytes) -> bool:
        """Whether a file was let in."""
        path = self._folder / name.replace("/", "_")
        path.write_bytes(data)
        del data
        try:
            return self.read_path(path)
        finally:
            path.unlink()

    def read_path(self, path: Path) -> bool:
        """Whether a file was let in."""
        figures = self.figures
        self._reader.warm()  # starting a child anew is no part of reading
        child = self._reader.process
        before = _reset_peak()
        begun = time.perf_counter()
        try:
            self._reader.read(path)
            reason = ""
        except RefusedError as error:
            reason = str(error).partition("：")[2]
        took = time.perf_counter() - begun
        figures.growth = max(figures.growth, _memory("self", "VmHWM") - before)
        figures.child_peak = max(figures.child_peak, _memory(child, "VmPeak"))
        figures.child_memory = max(figures.child_memory, _memory(child, "VmHWM"))
        figures.files += 1
        figures.read += not reason
        figures.refused[reason] += bool(reason)
        if CRASHED in reason:
            figures.crashed.append(path.name)
        if HUNG in reason:
            figures.hung.append(path.name)
        if took > figures.slowest:
            figures.slowest, figures.slowest_name = took, path.name
        return not reason


def _reset_peak() -> float:
    """Begin to measure this process anew; gives what it holds, in megabytes."""
    if LINUX:
        Path("/proc/self/clear_refs").write_text("5")
    return _memory("self", "VmRSS")


def _memory(process: int | str | None, what: str) -> float:
    """Give a size of a process in megabytes; 0 where it has ended, or the system does not say."""
    try:
        lines = Path(_STATUS.format(process)).read_text("ascii").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / KILOBYTE for line in lines if line.startswith(what)), 0.0)


def good_files() -> dict[str, bytes]:
    """Give the example and all its documents, by their names."""
    report = storage.load(EXAMPLE).report
    files = {f"{kind}{writer.ending}": writer.render(report) for kind, writer in WRITERS.items()}
    return files | {"bureau.gknb": EXAMPLE.read_bytes()}


def soak_mutants(soak: Soak, mutants: Iterable[bad_files.Mutant]) -> None:
    """Read mutants."""
    for mutant in mutants:
        stem, _, ending = mutant.name.rpartition(".")
        soak.read(f"{stem} {mutant.change}.{ending}", mutant.data)


class Troubles(logging.Handler):
    """Counts what the child met unforeseen, by type and the last frame."""

    def __init__(self) -> None:
        super().__init__()
        self.met: Counter[str] = Counter()

    def emit(self, record: logging.LogRecord) -> None:
        """Count a line of the log."""
        message = record.getMessage()
        self.met[f"{message.split(' at ')[0]} … {message.split(' > ')[-1]}"] += 1


def main(arguments: list[str]) -> int:
    """Soak the reader and print figures; gives 1 where a file crashed it."""
    count = int(arguments[0]) if arguments else 20_000
    seed = int(arguments[1]) if len(arguments) > 1 else 2021
    troubles = Troubles()
    logging.getLogger("gknb").addHandler(troubles)
    crashed = 0
    with tempfile.TemporaryDirectory() as folder, Reader() as reader:
        bad, changed = Soak(reader, Path(folder)), Soak(reader, Path(folder))
        for file in bad_files.ALL:
            bad.read(file.name, file.make())
        print(f"bad files: {bad.figures}", flush=True)  # noqa: T201
        soak_mutants(changed, bad_files.mutants(good_files(), count, seed))
        print(f"mutants of seed {seed}: {changed.figures}")  # noqa: T201
        crashed = len(bad.figures.crashed) + len(changed.figures.crashed)
    for trouble, times in troubles.met.most_common():
        print(f"  {times:6} × {trouble}")  # noqa: T201
    return int(crashed > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
