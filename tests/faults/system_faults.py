"""Faults at the system: strace fails the n-th call of a process, or kills it there.

The harness forks a child that waits with everything loaded, lets strace take hold of it, and lets
it go; no start-up is paid for and none of its calls are counted. One run without a fault tells
which calls there are.
"""

import functools
import mmap
import os
import re
import shutil
import subprocess
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.faults import verdict
from tests.faults.operations import Act, Operation
from tests.faults.python_faults import (
    ERRORS,
    FORKS,
    MEMORY,
    code_of,
    end_of,
    end_of_child,
    judged,
)
from tests.faults.verdict import End, Figures

KILL: Final = "KILL"
KINDS: Final = (*ERRORS, KILL)
CALLS: Final = (
    "/^(open|openat|creat|read|pread64|write|pwrite64|writev|fsync|fdatasync|close|rename|renameat"
    "|renameat2|link|linkat|unlink|unlinkat|mkdir|mkdirat|fchmod|chmod|fchmodat|flock|ftruncate"
    "|stat|lstat|newfstatat|fstat|statx|getdents64|readlink|readlinkat)$"
)
_CALL: Final = re.compile(r"^(?:\[pid +\d+\] )?([a-z0-9_]+)\(", re.MULTILINE)


@dataclass(frozen=True)
class Traced:
    """How a traced act ended, and what strace said of it."""

    end: End
    log: str

    @property
    def was_hit(self) -> bool:
        """Whether the fault happened."""
        return "(INJECTED)" in self.log or "killed by SIGKILL" in self.log


@functools.cache
def forbidden() -> str:
    """Say why nothing can be traced here; empty where it can."""
    if not FORKS or shutil.which("strace") is None:
        return "no strace"
    traced = trace(lambda: os.close(os.dup(1)), ["-e", "inject=close:error=EIO:when=1"])
    return "" if traced.was_hit else "ptrace is forbidden"


def trace(act: Act, options: list[str]) -> Traced:
    """Act in a child under strace."""
    go = mmap.mmap(-1, 1)
    child = os.fork()
    if not child:
        while not go[0]:
            time.sleep(0.0002)
        os._exit(code_of(end_of(act)))
    command = ["strace", "-f", "-y", "-s", "0", "-e", f"trace={CALLS}", *options, "-p", str(child)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, errors="replace") as strace:
        assert strace.stderr is not None
        strace.stderr.readline()  # it has taken hold, or was refused
        go[0] = 1
        status = os.waitpid(child, 0)[1]
        log = strace.stderr.read()
    return Traced(end_of_child(status), log)


def calls_of(operation: Operation) -> list[tuple[str, int]]:
    """Give the calls of an operation in their order, each with the how-manieth of its name."""
    folder = Path(tempfile.mkdtemp(dir=MEMORY))
    try:
        log = trace(operation.prepare(folder), []).log
    finally:
        shutil.rmtree(folder)
    seen: Counter[str] = Counter()
    calls = []
    for name in _CALL.findall(log):
        seen[name] += 1
        calls.append((name, seen[name]))
    return calls


def run(operation: Operation, kind: str, step: int) -> Figures:
    """Let each call of an operation fail, or be the last; with a ``step`` one call of so many."""
    figures = Figures()
    if forbidden():
        figures.skipped = 1
        return figures
    for name, number in calls_of(operation)[KINDS.index(kind) % step :: step]:
        folder = Path(tempfile.mkdtemp(dir=MEMORY))
        try:
            act = operation.prepare(folder)
            before = verdict.files(folder)
            what = "signal=KILL" if kind == KILL else f"error={kind}"
            traced = trace(act, ["-e", f"inject={name}:{what}:when={number}"])
            if traced.was_hit:
                message = f"{operation.name}, {kind} at {name} {number}"
                figures.add(message, judged(operation, folder, before, traced.end))
        finally:
            shutil.rmtree(folder)
    return figures
