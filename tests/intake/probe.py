"""Tries what the reading child may not do, and says what the system answered.

    python -m tests.intake.probe [MEANS …]   with what is there as JSON on its standard input

confines itself by those means and then tries. A test puts ``answers`` into a real child as well.
"""

import ctypes
import errno
import json
import mmap
import os
import socket
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from intake import sandbox

DONE: Final = "done"
_SEIZE: Final = 0x4206
_READ_MEMORY: Final = 310
_X32_SOCKET: Final = 0x40000000 + 41
_URING: Final = 425
_CLONE3: Final = 435
_LIBC: Final = ctypes.CDLL(None, use_errno=True)


class _Vector(ctypes.Structure):
    _fields_ = (("base", ctypes.c_void_p), ("length", ctypes.c_size_t))


def _call(made: int) -> None:
    if made < 0:
        raise OSError(ctypes.get_errno(), "")


def _connect(family: int, address: Any) -> None:
    with socket.socket(family, socket.SOCK_STREAM) as one:
        one.connect(address)


def _fork() -> None:
    if (child := os.fork()) == 0:
        os._exit(0)
    os.waitpid(child, 0)


def _become(program: str) -> None:
    """Become a program that is none: the system says so where it would have started it."""
    try:
        os.execv(program, [program])
    except OSError as error:
        if error.errno != errno.ENOEXEC:
            raise


def _start() -> None:
    os.waitpid(os.posix_spawn("/bin/true", ["true"], {}), 0)


def _read_memory(process: int, address: int) -> None:
    buffer = ctypes.create_string_buffer(8)
    here = _Vector(ctypes.addressof(buffer), 8)
    there = _Vector(address, 8)
    arguments = (ctypes.byref(here), 1, ctypes.byref(there), 1, 0)
    _call(_LIBC.syscall(_READ_MEMORY, process, *arguments))


def _read_memory_file(process: int, address: int) -> None:
    file = os.open(f"/proc/{process}/mem", os.O_RDONLY)
    os.pread(file, 8, address)
    os.close(file)


def attempts(there: Mapping[str, Any]) -> dict[str, Callable[[], object]]:
    """Return what is tried, by its name."""
    parent, folder = there["parent"], there["folder"]
    return {
        "connect TCP": lambda: _connect(socket.AF_INET, ("127.0.0.1", there["port"])),
        "connect Unix path": lambda: _connect(socket.AF_UNIX, there["path"]),
        "connect Unix abstract": lambda: _connect(socket.AF_UNIX, "\0" + there["abstract"]),
        "start program": _start,
        "become program": lambda: _become(there["program"]),
        "fork": _fork,
        "trace parent": lambda: _call(_LIBC.ptrace(_SEIZE, parent, 0, 0)),
        "read parent's memory": lambda: _read_memory(parent, there["address"]),
        "read parent's mem file": lambda: _read_memory_file(parent, there["address"]),
        "signal parent": lambda: os.kill(parent, 0),
        "read /etc/passwd": lambda: Path("/etc/passwd").read_bytes(),
        "list /etc": lambda: os.listdir("/etc"),  # noqa: PTH208
        "make file": lambda: os.close(os.open(f"{folder}/made", os.O_CREAT | os.O_WRONLY)),
        "make folder": lambda: Path(folder, f"folder {os.getpid()}").mkdir(),
        "run new memory": lambda: mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_EXEC),
        "x32 call": lambda: _call(_LIBC.syscall(_X32_SOCKET, 1, 1, 0)),
        "io_uring": lambda: _call(_LIBC.syscall(_URING, 1, 0)),
        "clone3": lambda: _call(_LIBC.syscall(_CLONE3, 0, 0)),
    }


def answers(there: Mapping[str, Any]) -> dict[str, str]:
    """Try everything; return what the system answered, or ``DONE``."""
    found = {}
    for name, attempt in attempts(there).items():
        try:
            attempt()
            found[name] = DONE
        except OSError as error:
            found[name] = errno.errorcode.get(error.errno or 0, "?")
    return found


def main(means: list[str]) -> int:
    """Confine this process, try, and print what came of it."""
    there = json.load(sys.stdin)
    granted = sandbox.enter(means) if means else ()
    message = json.dumps({"means": granted, "answers": answers(there)})
    print(message)  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
