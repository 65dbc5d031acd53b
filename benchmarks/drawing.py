"""The PDF that the program draws, against LibreOffice's conversion of the Word file.

Milliseconds of the processor, of all processes of each. LibreOffice is called as the program calls
it. Where it is not installed there is nothing to compare with, and nothing is measured.
"""

import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.pairing import Pair
from model.report.report import Report
from model.resources import ROOT
from tests.writing import render_pdf, render_word
from ui.app import acts

ROUNDS = 5


def drawing(report: Report) -> dict[str, Pair]:
    """Measure a PDF in a program that runs, and by a call of the console; LibreOffice in turn."""
    office = shutil.which("soffice")
    if office is None:
        return {}
    with TemporaryDirectory() as name:
        folder = Path(name)
        word = folder / "report.docx"
        word.write_bytes(render_word(report))
        export = [sys.executable, str(ROOT / "main.py"), "export", str(acts.EXAMPLE)]
        export += ["--only", "pdf", "--overwrite", "--out", str(folder)]
        measures: tuple[Callable[[], float], ...] = (
            lambda: _own(report),
            lambda: _of_program(export),
            lambda: _convert(office, word),
        )
        times = [[measure() for measure in measures] for _ in range(ROUNDS + 1)][1:]
    window, console, libreoffice = (median(column) for column in zip(*times, strict=True))
    return {"pdf": Pair(window, libreoffice), "pdf console": Pair(console, libreoffice)}


def _convert(office: str, word: Path) -> float:
    """Convert a Word file as the program does, in a profile of its own."""
    with TemporaryDirectory() as name:
        call = [office, f"-env:UserInstallation={(Path(name) / 'profile').as_uri()}", "--headless"]
        return _of_program([*call, "--convert-to", "pdf", "--outdir", name, str(word)])


def _own(report: Report) -> float:
    """Draw, complete and read back a PDF here."""
    begin = time.process_time()
    render_pdf(report)
    return (time.process_time() - begin) * 1000


def _of_program(call: Sequence[str]) -> float:
    """Run a program; return what it and its children took."""
    before = _children()
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    subprocess.run(call, check=True, capture_output=True, env=environment)
    return (_children() - before) * 1000


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
