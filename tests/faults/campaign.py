"""All faults, run in two processes; the figures by writer and level."""

import gc
import os
import shutil
import tempfile
import time
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Final

from tests.faults import operations, powercut, python_faults, system_faults
from tests.faults.operations import NEW_DRAFT, OLD_DRAFT, Operation, of_writer
from tests.faults.python_faults import KINDS, MEMORY
from tests.faults.verdict import FALSE, LOST, TORN, End, Figures
from tests.faults.writers import OTHERS, OURS, Writer, ours
from tests.sampling import many

PYTHON, SYSTEM, POWER = "Python", "strace", "power cut"
LEVELS: Final = (PYTHON, SYSTEM, POWER)
SYSTEM_KINDS: Final = (system_faults.KILL, "ENOSPC", "EIO")
"""The kinds that the suite tries at the system; the soak tries all."""


@dataclass(frozen=True)
class Job:
    """A share of the work: one kind of fault at calls of one operation of one writer.

    A ``step`` of 1 takes every call.
    """

    level: str
    writer: str
    operation: int
    kind: str
    step: int


Results = dict[tuple[str, str], Figures]
"""Figures by writer and level."""


def jobs(thorough: bool) -> list[Job]:
    """Give all shares of the work, the longest first."""
    every, step = range(len(operations.ALL)), 1 if thorough else many(1, 3)
    kinds = system_faults.KINDS if thorough else SYSTEM_KINDS
    system = [Job(SYSTEM, OURS, one, kind, step) for one in every for kind in kinds]
    python = [Job(PYTHON, OURS, one, kind, step) for one in every for kind in KINDS]
    others = [
        Job(SYSTEM, name, one, kind, step) for name in OTHERS for one in (0, 1) for kind in kinds
    ]
    power = [Job(POWER, name, one, "EIO", 1) for name in (OURS, *OTHERS) for one in (0, 1)]
    return sorted(system + python, key=lambda job: job.operation != 4) + others + power


def work(job: Job) -> Figures:
    """Do one share."""
    operation = operations.ALL[job.operation]
    if job.level == POWER:
        return power_cuts(operation, ours if job.writer == OURS else OTHERS[job.writer])
    if job.writer != OURS:
        operation = of_writer(operation, OTHERS[job.writer])
    level = python_faults if job.level == PYTHON else system_faults
    return level.run(operation, job.kind, job.step)


def power_cuts(operation: Operation, writer: Writer) -> Figures:
    """Cut the power after each call of a save, with every sync working and with each failing."""
    figures = Figures()
    if system_faults.forbidden():
        figures.skipped = 1
        return figures
    syncs = [
        call for call in system_faults.calls_of(of_writer(operation, writer)) if "sync" in call[0]
    ]
    for fault in [None, *syncs]:
        options = ["-e", f"inject={fault[0]}:error=EIO:when={fault[1]}"] if fault else []
        figures.add(
            f"{operation.name}, power cut, sync {fault}", _power_cut(operation, writer, options)
        )
    return figures


def _power_cut(operation: Operation, writer: Writer, options: list[str]) -> list[str]:
    """Trace one save, and say what a power cut could do to it at its worst moment."""
    folder = Path(tempfile.mkdtemp(dir=MEMORY))
    try:
        target = folder / "a.gknb"
        disk = powercut.Disk(str(target), len(NEW_DRAFT))
        if operation.old is not None:
            target.write_bytes(OLD_DRAFT)
            disk.exists()
        traced = system_faults.trace(lambda: writer(target, NEW_DRAFT), options)
        powercut.replay(disk, traced.log, folder)
    finally:
        shutil.rmtree(folder)
    found = [TORN] * (powercut.TORN in disk.seen)
    found += [LOST] * (operation.old is not None and powercut.LOST in disk.seen)
    return found + [FALSE] * (traced.end is End.SAVED and disk.states() != {powercut.NEW})


def run(thorough: bool = False) -> tuple[Results, tuple[float, float]]:
    """Run everything; gives the figures, and the seconds that took, passed and of processors."""
    begun, before = time.perf_counter(), os.times()
    results: Results = defaultdict(Figures)
    todo = jobs(thorough)
    workers = max(2, min(8, os.cpu_count() or 2))
    # Frozen: a child copies no page only because the collector looked at it.
    with ProcessPoolExecutor(workers, get_context("spawn"), gc.freeze) as pool:
        for job, figures in zip(todo, pool.map(work, todo), strict=True):
            results[job.writer, job.level] += figures
    after = os.times()
    spent = after.children_user + after.children_system
    spent -= before.children_user + before.children_system
    return dict(results), (time.perf_counter() - begun, spent)
