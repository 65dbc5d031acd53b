"""Sandbox of the reading child on Linux: no files, network, programs or other processes.

There are three means, and a kernel may lack or refuse each of them:

- **seccomp**: a filter of system calls. It allows the few calls that a process needs to compute and
  to use its open files; every other call fails. No file can be opened, so everything must be
  imported before.
- **landlock** (Linux 5.13): no file can be opened or made, no program started; from Linux 6.7 no
  TCP, from 6.12 no abstract Unix socket and no signal to another process.
- **namespaces**: a separate network without any device. The process has no capability in it.

A refused means has no effect and prints nothing. Sources: Documentation/userspace-api/
seccomp_filter.rst and landlock.rst of Linux, the table of calls syscall_64.tbl.
"""

import ctypes
import os
import struct
import sys
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

SECCOMP: Final = "seccomp"
LANDLOCK: Final = "landlock"
NAMESPACES: Final = "namespaces"
MEANS: Final = (NAMESPACES, LANDLOCK, SECCOMP)
"""All means in the order in which they are applied: seccomp blocks the calls of the others."""
STRONG: Final = frozenset((SECCOMP, LANDLOCK))
"""Means that each protect the memory of other processes from the child."""

_SET_DUMPABLE: Final = 4
_SET_SECCOMP: Final = 22
_SET_NO_NEW_PRIVS: Final = 38
_FILTER: Final = 2
_CAPSET: Final = 126
_CAPABILITIES: Final = 0x20080522
"""Version 3 of the structures of capset."""
_NEW_USER_AND_NETWORK: Final = 0x10000000 | 0x40000000

_CREATE_RULESET: Final = 444
_ADD_RULE: Final = 445
_RESTRICT_SELF: Final = 446
_VERSION: Final = 1
"""Flag of create_ruleset that asks for the version of Landlock."""
_PATH_BENEATH: Final = 1
"""Kind of a rule of Landlock."""
_RIGHTS: Final = ((1, 13), (2, 14), (3, 15), (5, 16))
"""Versions of Landlock, and the number of file rights that each knows."""
_RULESET: Final = struct.Struct("=QQQ")
"""struct landlock_ruleset_attr: file rights, TCP rights, scopes."""
_BENEATH: Final = struct.Struct("=Qi")
"""struct landlock_path_beneath_attr: file rights, and the open file or folder they are for."""
_OF_FILES: Final = 0b11 << 14 | 0b111
"""Rights that a single file may have: to be started, written, read, cut off, asked for more."""

_X86_64: Final = 0xC000003E
_X32: Final = 0x40000000
"""First number of the x32 calls, which share the architecture number with x86-64."""
_NEW: Final = 424
"""First number of calls newer than Linux 5.0: C libraries work without them."""
REFUSED: Final = 0x00050000 | 1
_UNKNOWN: Final = 0x00050000 | 38
ALLOWED: Final = 0x7FFF0000
_EXECUTABLE: Final = 4
_CALLS: Final = {
    "read": 0, "write": 1, "close": 3, "fstat": 5, "lseek": 8, "munmap": 11, "brk": 12,
    "rt_sigreturn": 15, "pread64": 17, "readv": 19, "writev": 20, "sched_yield": 24, "mremap": 25,
    "madvise": 28, "setitimer": 38, "getpid": 39, "exit": 60, "gettimeofday": 96, "getrusage": 98,
    "gettid": 186, "time": 201, "futex": 202, "restart_syscall": 219, "clock_gettime": 228,
    "exit_group": 231, "getrandom": 318,
}  # fmt: skip
"""The allowed calls by name."""
_MAPPING: Final = {"mmap": 9, "mprotect": 10}
"""Calls that are allowed unless they request executable memory."""

LOAD: Final = 0x20
EQUALS: Final = 0x15
_AT_LEAST: Final = 0x35
_HAS: Final = 0x45
RETURN: Final = 0x06
_INSTRUCTION: Final = struct.Struct("=HBBI")
FilterStep = tuple[int, int, int, int]
"""An instruction: its code, the steps to skip where it is true and where not, and its operand."""
_NUMBER_AT, _ARCHITECTURE_AT, FIRST_AT, _PROTECTION_AT = 0, 4, 16, 32
"""Offsets in struct seccomp_data; the last two are of the low halves of two arguments."""


def enter(wanted: Collection[str] = MEANS) -> tuple[str, ...]:
    """Confine this process irrevocably; return the means that the kernel granted."""
    if not keep_privileges():
        return ()
    granted = []
    for name, means in _ENTER.items():
        if name in wanted and means():
            granted.append(name)
        if name == NAMESPACES:
            drop_capabilities()  # before seccomp, which blocks this call
    return tuple(granted)


def is_supported() -> bool:
    """Return whether this is Linux on x86-64: system calls have other numbers elsewhere."""
    return sys.platform == "linux" and os.uname().machine == "x86_64" and sys.maxsize > 2**32


def keep_privileges() -> bool:
    """Keep this process from ever gaining privileges; return whether it may be confined."""
    return is_supported() and not _prctl(_SET_NO_NEW_PRIVS, 1)


def hide_memory() -> None:
    """Prevent other processes of the same user from reading the memory of this one.

    Used if the child has none of the ``STRONG`` means. It also prevents debuggers and core dumps.
    """
    if is_supported():
        _prctl(_SET_DUMPABLE, 0)


def _enter_namespaces() -> bool:
    return not libc().unshare(_NEW_USER_AND_NETWORK)


def limit_files(granted: Iterable[tuple[Path, int]] = ()) -> bool:
    """Refuse every right that this version of Landlock knows, except on files and below folders.

    A right is a bit of LANDLOCK_ACCESS_FS_…; a path that does not exist is passed over. TCP, and
    signals and abstract sockets of other processes are refused. Return whether Landlock took it.
    """
    version = _call(_CREATE_RULESET, 0, 0, _VERSION)
    if version < 1:
        return False
    rights = (1 << max(count for least, count in _RIGHTS if version >= least)) - 1
    rules = _RULESET.pack(rights, 0b11 if version >= 4 else 0, 0b11 if version >= 6 else 0)
    size = _RULESET.size if version >= 6 else 16 if version >= 4 else 8
    ruleset = _call(_CREATE_RULESET, ctypes.c_char_p(rules), size, 0)
    if ruleset < 0:
        return False
    for path, wanted in granted:
        _grant(ruleset, path, wanted & rights)
    done = _call(_RESTRICT_SELF, ruleset, 0)
    os.close(ruleset)
    return not done


def _grant(ruleset: int, path: Path, rights: int) -> None:
    with suppress(OSError):
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
        rule = _BENEATH.pack(rights if path.is_dir() else rights & _OF_FILES, place)
        _call(_ADD_RULE, ruleset, _PATH_BENEATH, ctypes.c_char_p(rule), 0)
        os.close(place)


def filter_calls(code: bytes) -> bool:
    """Apply a filter of system calls; return whether the kernel took it."""
    buffer = ctypes.create_string_buffer(code, len(code))
    described = _Program(len(code) // _INSTRUCTION.size, ctypes.addressof(buffer))
    return not _prctl(_SET_SECCOMP, _FILTER, ctypes.addressof(described))


_ENTER: Final[dict[str, Callable[[], bool]]] = {
    NAMESPACES: _enter_namespaces,
    LANDLOCK: limit_files,
    SECCOMP: lambda: filter_calls(program()),
}


def program() -> bytes:
    """Return the filter that allows the calls of the reading child and refuses all others."""
    steps: list[FilterStep] = []
    for number in _CALLS.values():
        steps += [(EQUALS, 0, 1, number), (RETURN, 0, 0, ALLOWED)]
    for number in _MAPPING.values():
        steps += [
            (EQUALS, 0, 4, number),
            (LOAD, 0, 0, _PROTECTION_AT),
            (_HAS, 0, 1, _EXECUTABLE),
            (RETURN, 0, 0, REFUSED),
            (RETURN, 0, 0, ALLOWED),
        ]
    return filter_of(steps, REFUSED)


def filter_of(steps: Iterable[FilterStep], otherwise: int) -> bytes:
    """Return a filter of system calls as a classic Berkeley packet filter program.

    ``steps`` are run with the number of the call loaded, ``otherwise`` is the answer after them.
    Calls of another architecture are refused, new ones unknown.
    """
    head = (
        (LOAD, 0, 0, _ARCHITECTURE_AT),
        (EQUALS, 1, 0, _X86_64),
        (RETURN, 0, 0, REFUSED),
        (LOAD, 0, 0, _NUMBER_AT),
        (_AT_LEAST, 0, 1, _X32),
        (RETURN, 0, 0, REFUSED),
        (_AT_LEAST, 0, 1, _NEW),
        (RETURN, 0, 0, _UNKNOWN),
    )
    return b"".join(_INSTRUCTION.pack(*step) for step in (*head, *steps, (RETURN, 0, 0, otherwise)))


class _Program(ctypes.Structure):
    """struct sock_fprog: the number of instructions and their address."""

    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_void_p))


def drop_capabilities() -> None:
    """Drop the capabilities that a new namespace or an administrator has."""
    header = struct.pack("=Ii", _CAPABILITIES, 0)
    _call(_CAPSET, ctypes.c_char_p(header), ctypes.c_char_p(bytes(24)))


def _prctl(option: int, *arguments: int) -> int:
    given = (*arguments, 0, 0, 0, 0)[:4]
    return int(libc().prctl(option, *map(ctypes.c_ulong, given)))


def _call(number: int, *arguments: Any) -> int:
    """Make a system call; return its result, -1 where it failed."""
    library = libc()
    library.syscall.restype = ctypes.c_long
    wide = (ctypes.c_long(a) if isinstance(a, int) else a for a in arguments)
    return int(library.syscall(ctypes.c_long(number), *wide))


def libc() -> ctypes.CDLL:
    """Return the C library of this process."""
    return ctypes.CDLL(None)
