"""Bringing files in: against reading them plainly, and a folder of many kinds, on one core.

Plain reading is what python-docx and openpyxl take to give all text of the same file: unguarded,
in this process, and without knowing what any of it means.
"""

import contextlib
import io
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from random import Random
from typing import Final

import docx
import openpyxl

from benchmarks.generated import pool
from benchmarks.pairing import Pair, pair
from intake.child import Reader
from intake.source import open_source
from model.drafts import file_format
from model.report.report import Report
from tests.ui.copied import copied
from tests.writing import render_excel, render_web, render_word
from ui.console.commands import run_command

ALLOWED: Final = {"word": 0.5, "excel": 0.2}
"""Seconds that a file may take on one core, by its kind."""
MANY: Final = 500
ROUNDS: Final = 15


def importing(report: Report) -> dict[str, Pair]:
    """Read a report out of its Word document and out of its Excel tables."""
    with tempfile.TemporaryDirectory() as place, Reader() as reader, one_core():
        word, excel = Path(place, "a.docx"), Path(place, "a.xlsx")
        word.write_bytes(render_word(report))
        excel.write_bytes(render_excel(report))
        return {
            f"from {path.suffix}": pair(
                lambda path=path: open_source(reader, path, report.year),
                lambda path=path, plain=plain: plain(path),
                rounds=ROUNDS,
            )
            for path, plain in ((word, _plain_word), (excel, _plain_excel))
        }


def _plain_word(path: Path) -> list[str]:
    document = docx.Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [*(paragraph.text for paragraph in document.paragraphs), *cells]


def _plain_excel(path: Path) -> list[object]:
    workbook = openpyxl.load_workbook(path)
    return [cell.value for sheet in workbook for row in sheet.iter_rows() for cell in row]


@dataclass
class Folder:
    """The cost of importing a folder: files, seconds for each and exit status, by kind.

    ``busy`` are seconds of the processor, whatever else runs on it.
    """

    files: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    busy: dict[str, float] = field(default_factory=dict)
    status: dict[str, int] = field(default_factory=dict)

    def as_json(self) -> dict[str, object]:
        """Return the figures that are kept."""
        return asdict(self)


def mixed(report: Report, many: int = MANY) -> Folder:
    """Import files of each kind through the console, and then all of them in one folder."""
    found = Folder()
    with tempfile.TemporaryDirectory() as place, one_core():
        whole = Path(place, "all")
        whole.mkdir()
        for kind, files in _files(report, many).items():
            folder = Path(place, kind)
            folder.mkdir()
            for name, data in files.items():
                (folder / name).write_bytes(data)
            _measure(found, kind, folder)
            for path in folder.iterdir():
                path.rename(whole / path.name)
        _measure(found, "all", whole)
    return found


def _measure(found: Folder, kind: str, folder: Path) -> None:
    files, silent = len(list(folder.iterdir())), io.StringIO()
    start, before = time.perf_counter(), _busy()
    with contextlib.redirect_stdout(silent), contextlib.redirect_stderr(silent):
        call = ["import", str(folder), "--out", str(folder.with_suffix(".out")), "--year", "2024"]
        found.status[kind] = run_command(call)
    found.files[kind] = files
    found.seconds[kind] = round((time.perf_counter() - start) / files, 4)
    found.busy[kind] = round((_busy() - before) / files, 4)


def _busy() -> float:
    """Return the seconds of the processor that this process and its ended children took."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _files(report: Report, many: int) -> dict[str, dict[str, bytes]]:
    """Return ``many`` files of six kinds by kind; those of the last kind cannot be read."""
    makers: dict[str, tuple[str, Callable[[Report], bytes]]] = {
        "word": (".docx", render_word),
        "excel": (".xlsx", render_excel),
        "web": (".html", render_web),
        "text": (".txt", lambda message: copied(message).encode()),
        "draft": (".gknb", file_format.encode),
        "bad": (".docx", lambda message: render_word(message)[:-2000]),
    }
    files: dict[str, dict[str, bytes]] = {kind: {} for kind in makers}
    for number, other in enumerate(pool(Random(2021), many)):
        kind = list(makers)[number % len(makers)]
        ending, render = makers[kind]
        message = report
        for address, value in other.values.items():
            message = message.with_value(address, value)
        files[kind][f"{number:03d} {kind}{ending}"] = render(message)
    return files


@contextlib.contextmanager
def one_core() -> Iterator[None]:
    """Keep this process and those that it starts to one core, where the system can."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(before)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def show(found: Folder) -> None:
    """Print what a folder cost, beside what it may."""
    print(f"{'import':10}{'files':>10}{'s each':>10}{'s busy':>10}{'allowed':>10}{'status':>8}")
    for kind, seconds in found.seconds.items():
        allowed = ALLOWED.get(kind, "—")
        message = f"{kind:10}{found.files[kind]:10}{seconds:10.3f}{found.busy[kind]:10.3f}"
        print(f"{message}{allowed:>10}{found.status[kind]:8}")
