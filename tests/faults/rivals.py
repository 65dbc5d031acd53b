"""Four programs edit one draft at once: what is kept and what was told must add up."""

import time
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Final

from model.drafts import file_format, storage
from model.drafts.storage import Loaded
from model.errors import ReportError
from model.report.report import Reason, Report
from tests.faults.writers import OTHERS, OURS

PAUSE: Final = 0.02
"""Seconds before a program that was refused edits again; a person takes longer."""


@dataclass(frozen=True)
class Outcome:
    """How many edits were made, are in the draft, and were told to have failed."""

    made: int
    kept: int
    message: int

    @property
    def silently_lost(self) -> int:
        """Edits that were said to be saved and are not there."""
        return self.made - self.kept - self.message

    def __str__(self) -> str:
        return f"made {self.made}, kept {self.kept}, told {self.message}, lost {self.silently_lost}"


def _edit(path: Path, writer: str, key: str) -> None:
    loaded = storage.load(path)
    report = loaded.report.with_entry("reasons", key, Reason("注", "", ""))
    if writer == OURS:
        storage.save(replace(loaded, report=report))
    else:
        OTHERS[writer](path, file_format.encode(report))


def edit(given: tuple[Path, str, int, int]) -> int:
    """Make edits, each saved at once; gives how many were told to have failed."""
    path, writer, program, edits = given
    message = 0
    for number in range(edits):
        try:
            _edit(path, writer, f"{program}-{number}")
        except (ReportError, OSError):
            message += 1
            time.sleep(PAUSE)
    return message


def compete(folder: Path, report: Report, writer: str, edits: int, programs: int = 4) -> Outcome:
    """Let programs edit one draft at once."""
    path = storage.save(Loaded(report, folder / "年报.gknb", "")).path
    shares: Iterable[tuple[Path, str, int, int]] = (
        (path, writer, program, edits) for program in range(programs)
    )
    with ProcessPoolExecutor(programs, get_context("spawn")) as pool:
        message = sum(pool.map(edit, shares))
    try:
        kept = len(storage.load(path).report.reasons)
    except ReportError:  # torn
        kept = 0
    return Outcome(programs * edits, kept, message)
