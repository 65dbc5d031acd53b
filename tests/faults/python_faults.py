"""Faults in Python: the n-th call of the system's functions fails, or is the last thing done.

Works on every system; death needs ``os.fork``.
"""

import errno
import io
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any, Final

from model.drafts import guard
from model.errors import ReportError
from tests.faults import verdict
from tests.faults.operations import Act, Operation
from tests.faults.verdict import End, Figures

ERRORS: Final = ("ENOSPC", "EIO", "EACCES", "EROFS", "EDQUOT")
LATE: Final = "late EIO"
"""The call is done, and reports a failure all the same, as a share may."""
DEATH: Final = "death"
KINDS: Final = (*ERRORS, LATE, DEATH)
FORKS: Final = hasattr(os, "fork")
CALLS: Final = (
    *("open", "write", "fsync", "close", "replace", "rename", "unlink", "mkdir"),
    *("fchmod", "stat", "lstat", "fstat", "read", "scandir", "listdir", "readlink"),
)
_SHM: Final = Path("/dev/shm")
MEMORY: Final = _SHM if os.access(_SHM, os.W_OK) else None
"""Where folders are made: a disk in memory, as what counts is which call fails, not how slowly."""
_ENDS: Final = {0: End.SAVED, 3: End.TOLD, 4: End.CRASHED}
_DIED: Final = 9


class Fault:
    """Lets calls pass until the n-th; ``hit`` names the one that failed."""

    def __init__(self, number: int, kind: str) -> None:
        self.hit = ""
        self._left, self._kind = number, kind

    def around(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        """Wrap a function of the system."""

        def call(*given: Any, **more: Any) -> Any:
            self._left -= 1
            if self._left:
                return real(*given, **more)
            self.hit = name + (" of guard" if ".saving" in str(given[:1]) else "")
            if self._kind == DEATH:
                os._exit(_DIED)
            if self._kind == LATE or name == "close":  # a handle is gone even so
                real(*given, **more)
            elif name == "write":
                real(given[0], given[1][:7])
            code = getattr(errno, self._kind.removeprefix("late "))
            raise OSError(code, os.strerror(code))

        return call

    @contextmanager
    def patched(self) -> Iterator[None]:
        """Put the fault into every function that a saver may call."""
        reals = {name: getattr(os, name) for name in CALLS if hasattr(os, name)}
        opened = io.open
        for name, real in reals.items():
            setattr(os, name, self.around(name, real))
        io.open = self.around("io.open", opened)
        try:
            yield
        finally:
            io.open = opened
            for name, real in reals.items():
                setattr(os, name, real)


def end_of(act: Act) -> End:
    """Act, and say how that ended; another exception than the saver's own is a crash."""
    try:
        act()
    except ReportError:
        return End.TOLD
    except Exception:  # noqa: BLE001
        return End.CRASHED
    return End.SAVED


def code_of(end: End) -> int:
    """Give the exit code by which a forked child says how it ended."""
    return next(code for code, one in _ENDS.items() if one is end)


def end_of_child(status: int) -> End:
    """Read a child's exit code."""
    return _ENDS.get(os.waitstatus_to_exitcode(status), End.DIED)


def _forked(act: Act, fault: Fault) -> End:
    child = os.fork()
    if not child:
        with fault.patched():
            end = end_of(act)
        os._exit(code_of(end))
    return end_of_child(os.waitpid(child, 0)[1])


def run(operation: Operation, kind: str, step: int) -> Figures:
    """Let an operation fail at one call after the other until it is through.

    With a ``step`` of 1 at each call; with a larger one each kind of fault takes other calls.
    """
    figures = Figures()
    if kind == DEATH and not FORKS:
        figures.skipped = 1
        return figures
    for number in count(1 + KINDS.index(kind) % step, step):
        folder = Path(tempfile.mkdtemp(dir=MEMORY))
        try:
            act = operation.prepare(folder)
            before = verdict.files(folder)
            fault = Fault(number, kind)
            if kind == DEATH:
                end = _forked(act, fault)
            else:
                with fault.patched():
                    end = end_of(act)
            if end is End.SAVED and not fault.hit and kind != DEATH:
                return figures
            if kind == DEATH and end is not End.DIED:
                return figures
            name = f"{operation.name}, {kind} at call {number} {fault.hit}"
            figures.add(name, judged(operation, folder, before, end, fault.hit))
        finally:
            shutil.rmtree(folder)
    return figures


def judged(
    operation: Operation, folder: Path, before: dict[str, bytes], end: End, hit: str = ""
) -> list[str]:
    """Say what is wrong after a fault, and what is once the operation was done again."""
    after = verdict.files(folder)
    found = verdict.wrongs(operation, before, after, end)
    may_stay = end is End.DIED or hit == "open of guard"  # made, though nobody was told
    if not may_stay and verdict.left(after, before):
        found.append(verdict.LEFT)
    two_seconds_later(folder)
    again = end_of(lambda: operation.again(folder))
    after = verdict.files(folder)
    if again is not End.SAVED or verdict.wrongs(operation, before, after, again):
        found.append(verdict.STUCK)
    beside = operation.target.rpartition("/")[0]
    if any(path.rpartition("/")[0] == beside for path in verdict.left(after, before)):
        found.append(verdict.LEFT)
    return sorted(set(found))


def two_seconds_later(folder: Path) -> None:
    """Let the time pass after which a guard that nobody signed was left behind."""
    for path in folder.rglob("*.saving"):
        if not path.stat().st_size:
            os.utime(path, (path.stat().st_mtime - guard.UNSIGNED - 1,) * 2)
