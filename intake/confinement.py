"""Limits of the reading child on every system: memory, processor time, no writing of files.

On POSIX the child limits itself; macOS ignores the limit of memory. On Windows a job object limits
its memory, processor time and processes, and ends it when it is closed. The further restrictions
on Linux are in intake/sandbox.py. Source: Microsoft, «Job Objects»,
JOBOBJECT_EXTENDED_LIMIT_INFORMATION.
"""

import ctypes
import mmap
import os
import subprocess
import sys
from functools import cache
from typing import Final

from intake.content import MEGABYTE

if sys.platform != "win32":
    import resource
    import signal

MEMORY: Final = 300 * MEGABYTE
"""Bytes of address space of the child."""
_PROGRAM_MEMORY: Final = 4096 * MEGABYTE
"""Bytes of address space of an office suite, much of which it never uses."""
_PROGRAM_FILE: Final = 64 * MEGABYTE
"""Bytes of a file that an office suite may write."""
_HIGH_MEMORY: Final = 200 * MEGABYTE
"""Bytes of address space from which on a child is replaced after a file."""
_STATM: Final = "/proc/self/statm"
_QUOTA: Final = 1816
"""Exit status of a process that Windows ended for its time limit: ERROR_NOT_ENOUGH_QUOTA."""


def confine_self() -> None:
    """Limit this process irrevocably: memory, size of written files (0), core dumps."""
    if sys.platform != "win32":
        _limit(resource.RLIMIT_AS, MEMORY)
        _limit(resource.RLIMIT_FSIZE, 0)
        _limit(resource.RLIMIT_CORE, 0)


def limit_program(processor: int) -> None:
    """Limit this process and each that it starts: processor time, memory, written files."""
    if sys.platform != "win32":
        _limit(resource.RLIMIT_CPU, processor)
        _limit(resource.RLIMIT_AS, _PROGRAM_MEMORY)
        _limit(resource.RLIMIT_FSIZE, _PROGRAM_FILE)
        _limit(resource.RLIMIT_CORE, 0)


def end_after(processor: float, wall: float) -> None:
    """End this process after seconds of processor time or clock time; 0 sets no limit."""
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_PROF, processor)
        signal.setitimer(signal.ITIMER_REAL, wall)


def is_out_of_time(status: int | None) -> bool:
    """Return whether a process with this exit status was ended by a time limit."""
    if sys.platform == "win32":
        return status == _QUOTA
    return status in (-signal.SIGPROF, -signal.SIGALRM)


def _limit(what: int, most: int) -> None:
    """Set a limit that cannot be raised again, unless the system has set a lower one."""
    if sys.platform != "win32":
        _, hard = resource.getrlimit(what)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (most, most))


def is_memory_low() -> bool:
    """Return whether the used address space may leave too little for the next file."""
    if sys.platform == "win32":
        return False
    try:
        pages = int(os.pread(_statm(), 64, 0).split()[0])
    except (OSError, ValueError, IndexError):
        return False
    return pages * mmap.PAGESIZE > _HIGH_MEMORY


@cache
def _statm() -> int:
    """Open the file with the memory in use, before the sandbox forbids opening files."""
    return os.open(_STATM, os.O_RDONLY | os.O_CLOEXEC)


_JOB_TIME: Final = 0x4
_ACTIVE_PROCESSES: Final = 0x8
_PROCESS_MEMORY: Final = 0x100
_DIE_ON_UNHANDLED_EXCEPTION: Final = 0x400
_KILL_ON_JOB_CLOSE: Final = 0x2000
_EXTENDED_LIMITS: Final = 9
_SET_QUOTA_AND_TERMINATE: Final = 0x101
_TICKS: Final = 10_000_000
"""Units of time (100 nanoseconds) per second."""


class _BasicLimits(ctypes.Structure):
    _fields_ = (
        ("per_process_user_time", ctypes.c_int64),
        ("per_job_user_time", ctypes.c_int64),
        ("flags", ctypes.c_uint32),
        ("minimum_working_set", ctypes.c_size_t),
        ("maximum_working_set", ctypes.c_size_t),
        ("active_processes", ctypes.c_uint32),
        ("affinity", ctypes.c_size_t),
        ("priority", ctypes.c_uint32),
        ("scheduling", ctypes.c_uint32),
    )


class _Limits(ctypes.Structure):
    _fields_ = (
        ("basic", _BasicLimits),
        ("input_and_output", ctypes.c_uint64 * 6),
        ("process_memory", ctypes.c_size_t),
        ("job_memory", ctypes.c_size_t),
        ("peak_process_memory", ctypes.c_size_t),
        ("peak_job_memory", ctypes.c_size_t),
    )


class Job:
    """The job object of a child; ``close`` ends the child. Only Windows has job objects.

    ``memory`` is in bytes for each process; a child that is not ``alone`` may start others.

    Raises:
        OSError: Windows refused; the child must not be used.
    """

    def __init__(
        self, process: "subprocess.Popen[bytes]", memory: int = MEMORY, alone: bool = True
    ) -> None:
        self._memory, self._alone = memory, alone
        self._handle: int | None = None
        if sys.platform == "win32":
            kernel = _kernel()
            self._handle = kernel.CreateJobObjectW(None, None)
            child = kernel.OpenProcess(_SET_QUOTA_AND_TERMINATE, False, process.pid)
            held = (
                self._handle
                and self._limit(0)
                and kernel.AssignProcessToJobObject(self._handle, child)
            )
            error = None if held else ctypes.WinError(ctypes.get_last_error())
            kernel.CloseHandle(child)
            if error:
                self.close()
                raise error

    def allow(self, seconds: float) -> None:
        """Allow the processes some more seconds of processor time; then Windows ends them.

        Windows adds the time already used to a new limit.

        Raises:
            OSError: Windows refused.
        """
        if sys.platform == "win32" and not self._limit(seconds):
            raise ctypes.WinError(ctypes.get_last_error())

    def close(self) -> None:
        """End all processes of the job."""
        if sys.platform == "win32" and self._handle:
            _kernel().CloseHandle(self._handle)
        self._handle = None

    if sys.platform == "win32":

        def _limit(self, seconds: float) -> bool:
            """Set the limits; 0 seconds means no limit of time."""
            limits = _Limits()
            limits.basic.flags = _PROCESS_MEMORY | _DIE_ON_UNHANDLED_EXCEPTION | _KILL_ON_JOB_CLOSE
            limits.basic.flags |= _ACTIVE_PROCESSES if self._alone else 0
            # The python.exe of a .venv starts another one.
            limits.basic.active_processes = 1 if getattr(sys, "frozen", False) else 2
            limits.process_memory = self._memory
            if seconds:
                limits.basic.flags |= _JOB_TIME
                limits.basic.per_job_user_time = int(seconds * _TICKS)
            size = ctypes.sizeof(limits)
            kernel = _kernel()
            return bool(
                kernel.SetInformationJobObject(
                    self._handle, _EXTENDED_LIMITS, ctypes.byref(limits), size
                )
            )


if sys.platform == "win32":

    def _kernel() -> ctypes.WinDLL:
        """Return kernel32 with declared calls, because handles are wider than int."""
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        handle = ctypes.c_void_p
        kernel.CreateJobObjectW.argtypes = (handle, ctypes.c_wchar_p)
        kernel.CreateJobObjectW.restype = handle
        kernel.OpenProcess.argtypes = (ctypes.c_uint32, ctypes.c_int, ctypes.c_uint32)
        kernel.OpenProcess.restype = handle
        kernel.SetInformationJobObject.argtypes = (handle, ctypes.c_int, handle, ctypes.c_uint32)
        kernel.AssignProcessToJobObject.argtypes = (handle, handle)
        kernel.CloseHandle.argtypes = (handle,)
        return kernel
