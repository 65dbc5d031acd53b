"""Keeping a second writer out while a file is compared and replaced.

A guard is a file beside the target that only one writer can create. It is held for one saving, not
while a draft is open. It is advice: the comparison of digests stands behind it.
"""

import contextlib
import os
import secrets
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

WAIT: Final = 2.0
"""Seconds to wait for another writer."""
STALE: Final = 10.0
"""Seconds after which a guard was left behind by a program that died."""


@contextlib.contextmanager
def guard(target: Path) -> Iterator[None]:
    """Hold the guard of a file.

    Raises:
        OSError: another writer holds it for longer than one waits, or it cannot be made.
    """
    place = target.with_name(f".{target.name[:60]}.saving")
    ours = _take(place)
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            if ours == _identity(place.stat()):  # one taken for stale is another's by now
                place.unlink()


def _take(place: Path) -> tuple[int, int, int]:
    """Wait for the guard to be free, make it, and give what tells it from another's."""
    deadline = time.monotonic() + WAIT
    while True:
        try:
            return _create(place)
        except FileExistsError:
            if _is_stale(place) and _broken(place):
                continue
            if time.monotonic() > deadline:
                raise OSError("另一个程序正在保存同一文件") from None
        except PermissionError:  # on Windows, a guard that is just being removed
            if sys.platform != "win32" or time.monotonic() > deadline:
                raise
        time.sleep(0.02)


def _create(place: Path) -> tuple[int, int, int]:
    handle = os.open(place, os.O_CREAT | os.O_EXCL | os.O_WRONLY)
    try:
        return _identity(os.fstat(handle))
    finally:
        with contextlib.suppress(OSError):
            os.close(handle)


def _identity(found: os.stat_result) -> tuple[int, int, int]:
    """Tell a file from another that stands in its place, and from one on its freed inode."""
    return found.st_dev, found.st_ino, found.st_mtime_ns


def _is_stale(place: Path) -> bool:
    with contextlib.suppress(OSError):
        return time.time() - place.stat().st_mtime > STALE
    return False


def _broken(place: Path) -> bool:
    """Move a stale guard away; of two that try, only one succeeds."""
    aside = place.with_name(f"{place.name}.{secrets.token_hex(6)}")
    with contextlib.suppress(OSError):
        place.rename(aside)
        aside.unlink()
        return True
    return False
