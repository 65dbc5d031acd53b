"""What the reading child may take of a POSIX system: memory, processor time, no file to write.

The child confines itself; on Windows see intake/job.py, and for what the Linux kernel refuses it
intake/sandbox.py. macOS ignores the limit of memory; those of time hold everywhere.
"""

import mmap
import os
import sys
from functools import cache
from typing import Final

from intake.bounds import MEGABYTE

if sys.platform != "win32":
    import resource
    import signal

MEMORY: Final = 300 * MEGABYTE
"""Bytes of address space of the child."""
_WORN: Final = 200 * MEGABYTE
"""Address space at which a child that has read a large file is replaced."""
_STATM: Final = "/proc/self/statm"
_QUOTA: Final = 1816
"""Status of a process that Windows has ended for its time: ERROR_NOT_ENOUGH_QUOTA."""


def confine_self() -> None:
    """Limit this process for good: memory, files it may write (none), core dumps."""
    if sys.platform != "win32":
        _limit(resource.RLIMIT_AS, MEMORY)
        _limit(resource.RLIMIT_FSIZE, 0)
        _limit(resource.RLIMIT_CORE, 0)


def end_after(processor: float, wall: float) -> None:
    """End this process after some seconds of the processor, or of the clock; 0 sets no limit."""
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_PROF, processor)
        signal.setitimer(signal.ITIMER_REAL, wall)


def is_out_of_time(status: int | None) -> bool:
    """Whether a process with this exit status was ended for the time it took."""
    if sys.platform == "win32":
        return status == _QUOTA
    return status in (-signal.SIGPROF, -signal.SIGALRM)


def _limit(what: int, most: int) -> None:
    """Set a limit that cannot be raised again; a system may have set a lower one."""
    if sys.platform != "win32":
        _, hard = resource.getrlimit(what)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (most, most))


def is_worn() -> bool:
    """Whether so much address space is held that the next file might find too little."""
    if sys.platform == "win32":
        return False
    try:
        pages = int(os.pread(_statm(), 64, 0).split()[0])
    except (OSError, ValueError, IndexError):
        return False
    return pages * mmap.PAGESIZE > _WORN


@cache
def _statm() -> int:
    """Open what says how much memory is held: later the child may open no file."""
    return os.open(_STATM, os.O_RDONLY | os.O_CLOEXEC)
