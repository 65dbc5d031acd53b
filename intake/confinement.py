"""What the reading child may take of a POSIX system: memory, no files to write, no life of its own.

The child confines itself before any parser is imported; on Windows see intake/job.py. macOS
ignores the limit of memory; that of time holds everywhere.
"""

import mmap
import sys
from pathlib import Path
from typing import Final

from intake.bounds import MEGABYTE

if sys.platform != "win32":
    import resource
    import signal

MEMORY: Final = 300 * MEGABYTE
"""Bytes of address space of the child."""
_WORN: Final = 200 * MEGABYTE
"""Address space at which a child that has read a large file is replaced."""
_STATM: Final = Path("/proc/self/statm")


def confine_self() -> None:
    """Limit this process for good: memory, files it may write (none), core dumps."""
    if sys.platform != "win32":
        _limit(resource.RLIMIT_AS, MEMORY)
        _limit(resource.RLIMIT_FSIZE, 0)
        _limit(resource.RLIMIT_CORE, 0)


def end_after(seconds: float) -> None:
    """End this process after some seconds, should its parent be gone by then; 0 takes it back."""
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _limit(what: int, most: int) -> None:
    """Set a limit that cannot be raised again; a system may have set a lower one."""
    if sys.platform != "win32":
        _, hard = resource.getrlimit(what)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (most, most))


def is_worn() -> bool:
    """Whether so much address space is held that the next file might find too little."""
    try:
        pages = int(_STATM.read_text("ascii").split()[0])
    except (OSError, ValueError, IndexError):
        return False
    return pages * mmap.PAGESIZE > _WORN
