"""A lock file that excludes a second writer while a file is compared and replaced.

A guard is a file in the folder of the target that only one writer can create. It is held during one
saving, not while a draft is open. It is advisory: the comparison of digests does not depend on it.

A program that crashes leaves its guard. On the same computer this is detected at once: a holder
locks its guard, and the system releases the locks of ended processes. The age of a guard of another
computer is measured against a new file in the same folder: both have the time of the share.

Windows has no such locks, but does not remove a file that is open: there a holder writes the name
of the computer into its guard, and a guard of this computer that can be removed has no holder.
"""

import contextlib
import os
import secrets
import socket
import stat
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from model.drafts.system import NAME, hide
from model.errors import SavingError

with contextlib.suppress(ImportError):  # Windows has none
    import fcntl

WAIT: Final = 2.0
"""Seconds to wait for another writer."""
STALE: Final = 60.0
"""Seconds after which another computer's guard is stale; a share may hang for 30."""
UNSIGNED: Final = 1.5
"""Seconds after which a guard without signature is stale: its writer has crashed."""
RELEASE_TIME: Final = 1.0
"""Seconds to try to remove the own guard on Windows: a waiting program opens it briefly."""
_UNKNOWN: Final = b"?"
_HELD: Final = "另一个程序正在保存同一文件。稍后再保存，或另存到其他位置。"
_LONGEST: Final = 64  # bytes of a signature that count
_BOOT: Final = Path("/proc/sys/kernel/random/boot_id")


@dataclass(frozen=True)
class Guard:
    """A guard that is held; ``taken_over`` is true if a stale one was removed before."""

    place: Path
    handle: int
    taken_over: bool

    def require(self) -> None:
        """Check that it is still held, before a file is replaced.

        Raises:
            SavingError: another writer took it for a stale one.
        """
        if not self._is_ours():
            raise SavingError(_HELD)

    def release(self) -> None:
        """Remove the guard, unless it now belongs to another writer."""
        if sys.platform == "win32":  # an open file cannot be removed there
            self._close()
            deadline = time.monotonic() + RELEASE_TIME
            while not self._removed() and time.monotonic() < deadline:
                time.sleep(0.02)
        elif not self._removed():
            self._removed()  # once more, because a remaining guard delays the next writer
        if sys.platform != "win32":
            self._close()

    def _removed(self) -> bool:
        """Remove the guard unless it is another writer's; return False after an error."""
        with contextlib.suppress(OSError):
            if self._is_ours():
                self.place.unlink(missing_ok=True)
            return True
        return False

    def _is_ours(self) -> bool:
        if sys.platform == "win32":  # an open file cannot be replaced there
            return True
        return os.path.samestat(os.fstat(self.handle), self.place.stat())

    def _close(self) -> None:
        with contextlib.suppress(OSError):
            os.close(self.handle)


@contextlib.contextmanager
def guard(target: Path) -> Iterator[Guard]:
    """Hold the guard of a file.

    Raises:
        SavingError: another writer holds it for too long, or its name is not that of a file.
        OSError: it cannot be created.
    """
    held = _acquire(place_of(target))
    try:
        yield held
    finally:
        held.release()


def place_of(target: Path) -> Path:
    """Return the path of the guard of a file; names with the same long beginning share one."""
    return target.with_name(f".{target.name[:NAME]}.saving")


def is_guard(path: Path) -> bool:
    """Return whether a file has the name of a guard."""
    return path.match(".*.saving")


def _acquire(place: Path) -> Guard:
    """Wait until the guard is free, and create it."""
    deadline = time.monotonic() + WAIT
    taken_over, first = False, True
    while True:
        try:
            return Guard(place, _create(place), taken_over)
        except FileExistsError:
            _require_file(place)
            last = time.monotonic() > deadline
            if remove_stale(place, by_age=first or last):  # measuring an age creates a file
                taken_over = True
                continue
            if last:
                raise SavingError(_HELD) from None
            first = False
        except PermissionError:  # on Windows, a guard that is being removed
            if sys.platform != "win32" or time.monotonic() > deadline:
                raise
        time.sleep(0.02)


def _create(place: Path) -> int:
    handle = os.open(place, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644)
    hide(place)
    signature = _UNKNOWN
    with contextlib.suppress(OSError):  # a share without locks: the age decides
        _lock(handle)
        signature = _boot()
    with contextlib.suppress(OSError):  # a full disk
        os.write(handle, signature)
    return handle


def _require_file(place: Path) -> None:
    """Check that the guard is a regular file: otherwise waiting for it would be useless.

    Raises:
        SavingError: a folder, a link or a device has the name of the guard.
    """
    kind = stat.S_IFREG
    with contextlib.suppress(OSError):  # it was removed meanwhile
        kind = stat.S_IFMT(place.lstat().st_mode)
    if kind != stat.S_IFREG:
        raise SavingError(
            f"同一文件夹中的「{place.name}」占用了保存时使用的文件名。"
            "移走或改名后再保存，或另存到其他位置。"
        )


def remove_stale(place: Path, by_age: bool) -> bool:
    """Remove a guard whose holder has ended; return whether it was removed.

    If two programs try, only one gets the lock; on Windows the system does not remove an open file,
    which protects the new guard of the first program.
    """
    with contextlib.suppress(OSError):
        handle = os.open(place, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        try:
            if not _is_stale(place, handle, by_age):
                return False
            if not os.path.samestat(os.fstat(handle), place.stat()):  # removed and created again
                return False
            if sys.platform != "win32":
                place.unlink()
        finally:
            os.close(handle)
        if sys.platform == "win32":  # an open file cannot be removed there
            place.unlink()
        return True
    return False


def _is_stale(place: Path, handle: int, by_age: bool) -> bool:
    free = False
    try:
        _lock(handle)
        free = True
    except BlockingIOError:  # its holder is still running
        return False
    except OSError:  # a disk without locks: the age decides
        pass
    signature = os.read(handle, _LONGEST)
    if free and signature == _boot() != _UNKNOWN:
        return True
    age = abs(time_of_disk(place) - os.fstat(handle).st_mtime) if by_age else 0.0
    return age > (STALE if signature else UNSIGNED)


def _lock(handle: int) -> None:
    """Lock a file until it is closed.

    Windows needs no lock, because it does not remove open files.

    Raises:
        BlockingIOError: another program has locked it.
        OSError: this disk does not support locks.
    """
    if sys.platform != "win32":
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


@cache
def _boot() -> bytes:
    """Return an id of this running system, or ``_UNKNOWN``."""
    if sys.platform == "win32":
        return f"windows {socket.gethostname()}".encode()[:_LONGEST]
    try:
        return _BOOT.read_bytes()
    except OSError:
        return _UNKNOWN


def time_of_disk(place: Path) -> float:
    """Return the present time in seconds by the clock of a disk: that of a new file there.

    ``place`` is the guard beside which the file is created and removed.

    Raises:
        OSError: no file can be created there.
    """
    probe = place.with_name(f"{place.name}.{secrets.token_hex(6)}")
    new = os.open(probe, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        return os.fstat(new).st_mtime
    finally:
        os.close(new)
        with contextlib.suppress(OSError):
            probe.unlink()
