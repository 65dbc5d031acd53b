"""Keeping a second writer out while a file is compared and replaced.

A guard is a file beside the target that only one writer can create. It is held for one saving, not
while a draft is open. It is advice: the comparison of digests stands behind it.

A program that dies leaves its guard behind. On the same computer that shows at once: a holder locks
its guard, and the system frees the locks of the dead. A guard of another computer is judged by its
age against a file made beside it: both have the time of the share, whatever our own clock says.

Windows has no such locks, but removes no file that somebody has open: there a holder signs its
guard with the name of the computer, and a guard of this computer that can be removed has no holder.
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

from model.drafts.system import hide
from model.errors import SavingError

with contextlib.suppress(ImportError):  # Windows has none
    import fcntl

WAIT: Final = 2.0
"""Seconds to wait for another writer."""
STALE: Final = 60.0
"""Seconds after which another computer's guard was left behind; a share may hang for 30."""
UNSIGNED: Final = 1.5
"""Seconds after which whoever made a guard died before the next step, signing it."""
LET_GO: Final = 1.0
"""Seconds to try to remove one's own guard on Windows: who waits for it opens it for a moment."""
_UNKNOWN: Final = b"?"
_HELD: Final = "另一个程序正在保存同一文件。稍后再保存，或另存到其他位置。"
_LONGEST: Final = 64  # bytes of a signature that count
_BOOT: Final = Path("/proc/sys/kernel/random/boot_id")
_NAME: Final = 40  # characters of up to four bytes, of the 255 a name may have


@dataclass(frozen=True)
class Guard:
    """A guard that is held; ``taken_over`` says that one left behind stood in its place."""

    place: Path
    handle: int
    taken_over: bool

    def require(self) -> None:
        """Make sure that it is still held, before something is replaced in its protection.

        Raises:
            SavingError: another writer took it for one left behind.
        """
        if not self._is_ours():
            raise SavingError(_HELD)

    def release(self) -> None:
        """Let the next writer in; a guard that is another's by now stays."""
        if sys.platform == "win32":  # what is open cannot be removed there
            self._close()
            deadline = time.monotonic() + LET_GO
            while not self._removed() and time.monotonic() < deadline:
                time.sleep(0.02)
        elif not self._removed():
            self._removed()  # once more: what stays behind delays the next writer
        if sys.platform != "win32":
            self._close()

    def _removed(self) -> bool:
        """Remove it unless it is another's; says whether that was certain."""
        with contextlib.suppress(OSError):
            if self._is_ours():
                self.place.unlink(missing_ok=True)
            return True
        return False

    def _is_ours(self) -> bool:
        if sys.platform == "win32":  # what is open cannot be moved away there
            return True
        return os.path.samestat(os.fstat(self.handle), self.place.stat())

    def _close(self) -> None:
        with contextlib.suppress(OSError):
            os.close(self.handle)


@contextlib.contextmanager
def guard(target: Path) -> Iterator[Guard]:
    """Hold the guard of a file.

    Raises:
        SavingError: another writer holds it for longer than one waits, or what is no file has its
            name.
        OSError: it cannot be made.
    """
    held = _take(place_of(target))
    try:
        yield held
    finally:
        held.release()


def place_of(target: Path) -> Path:
    """Return where the guard of a file stands; names that begin alike at length share one."""
    return target.with_name(f".{target.name[:_NAME]}.saving")


def _take(place: Path) -> Guard:
    """Wait for the guard to be free, and make it."""
    deadline = time.monotonic() + WAIT
    taken_over, first = False, True
    while True:
        try:
            return Guard(place, _create(place), taken_over)
        except FileExistsError:
            _require_file(place)
            last = time.monotonic() > deadline
            if _removed_left_behind(place, by_age=first or last):  # telling an age costs a file
                taken_over = True
                continue
            if last:
                raise SavingError(_HELD) from None
            first = False
        except PermissionError:  # on Windows, a guard that is just being removed
            if sys.platform != "win32" or time.monotonic() > deadline:
                raise
        time.sleep(0.02)


def _create(place: Path) -> int:
    handle = os.open(place, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644)
    hide(place)
    signature = _UNKNOWN
    with contextlib.suppress(OSError):  # a share without locks: age has to do
        if _locked(handle):
            signature = _boot()
    with contextlib.suppress(OSError):  # a full disk
        os.write(handle, signature)
    return handle


def _require_file(place: Path) -> None:
    """Refuse what no program makes as a guard: waiting would not help, and it is not ours.

    Raises:
        SavingError: a folder, a link or a device has the name of the guard.
    """
    kind = stat.S_IFREG
    with contextlib.suppress(OSError):  # it went just now
        kind = stat.S_IFMT(place.lstat().st_mode)
    if kind != stat.S_IFREG:
        raise SavingError(
            f"同一文件夹中的「{place.name}」占用了保存时使用的文件名。"
            "移走或改名后再保存，或另存到其他位置。"
        )


def _removed_left_behind(place: Path, by_age: bool) -> bool:
    """Remove a guard whose holder is dead.

    Of two that try, the lock lets one through; on Windows the system removes none that is open, the
    new guard of the first included.
    """
    with contextlib.suppress(OSError):
        handle = os.open(place, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        try:
            if not _is_left_behind(place, handle, by_age):
                return False
            if not os.path.samestat(os.fstat(handle), place.stat()):  # removed, and made anew
                return False
            if sys.platform != "win32":
                place.unlink()
        finally:
            os.close(handle)
        if sys.platform == "win32":  # what is open cannot be removed there, here least of all
            place.unlink()
        return True
    return False


def _is_left_behind(place: Path, handle: int, by_age: bool) -> bool:
    try:
        free = _locked(handle)
    except BlockingIOError:  # its holder is alive, however slow
        return False
    except OSError:
        free = False
    signature = os.read(handle, _LONGEST)
    if free and signature == _boot() != _UNKNOWN:
        return True
    return by_age and _age(place, handle) > (STALE if signature else UNSIGNED)


def _locked(handle: int) -> bool:
    """Lock a file until it is closed.

    Says whether the system keeps a guard for its holder here: on Windows by never removing what is
    open, so that it is asked by removing it.

    Raises:
        BlockingIOError: another has locked it.
        OSError: this disk knows no locks.
    """
    if sys.platform == "win32":
        return True
    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return True


@cache
def _boot() -> bytes:
    """Tell this running system from every other; where it has no such name nobody knows."""
    if sys.platform == "win32":
        return f"windows {socket.gethostname()}".encode()[:_LONGEST]
    try:
        return _BOOT.read_bytes()
    except OSError:
        return _UNKNOWN


def _age(place: Path, handle: int) -> float:
    """Return the seconds between a guard and now, both by the clock of the share it lies on."""
    probe = place.with_name(f"{place.name}.{secrets.token_hex(6)}")
    new = os.open(probe, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        return abs(os.fstat(new).st_mtime - os.fstat(handle).st_mtime)
    finally:
        os.close(new)
        with contextlib.suppress(OSError):
            probe.unlink()
