"""Which files of a folder were opened: the kernel says so, whoever opened them."""

import ctypes
import os
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_OPENED = 0x20  # IN_OPEN
_EVENT = struct.Struct("iIII")


@contextmanager
def noticing(folder: Path) -> Iterator[list[str]]:
    """Note the names of files that are opened; they are there once the block has ended."""
    libc = ctypes.CDLL(None, use_errno=True)
    descriptor = libc.inotify_init1(os.O_NONBLOCK)
    assert descriptor >= 0
    names: list[str] = []
    try:
        assert libc.inotify_add_watch(descriptor, os.fsencode(folder), _OPENED) >= 0
        yield names
        names += _read(descriptor)
    finally:
        os.close(descriptor)


def _read(descriptor: int) -> Iterator[str]:
    try:
        data = os.read(descriptor, 65536)
    except BlockingIOError:
        return
    while data:
        *_, length = _EVENT.unpack_from(data)
        yield os.fsdecode(data[_EVENT.size : _EVENT.size + length].rstrip(b"\0"))
        data = data[_EVENT.size + length :]
