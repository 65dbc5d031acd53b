"""What killed programs left beside a draft: temporary files that nobody will finish.

Each is known by the draft's own name and a random end, is a plain file, and has not changed for a
day by the clock of the share it lies on. What belongs to a saving goes under the draft's guard
alone, so that no saving of it is under way.
"""

import contextlib
import os
import re
import secrets
import stat
from pathlib import Path
from typing import Final

from model.drafts import presence, storage
from model.drafts.guard import guard, place_of

OLD: Final = 24 * 60 * 60.0
"""Seconds after which nobody writes a temporary file any more; a share may hang for minutes."""


def clear(draft: Path) -> int:
    """Remove what was left beside a draft a day ago or earlier; gives how many files went.

    Where the folder cannot be read or written, or the draft is being saved, all stays as it is.
    """
    with contextlib.suppress(OSError, RuntimeError, ValueError):
        target = draft.resolve()
        found = _left(target)
        if found and (old := _older(target, found)):
            with guard(target):
                return sum(map(_removed, old))
    return 0


def _left(target: Path) -> list[Path]:
    """Give the temporary files of a draft, whatever their age."""
    ends = (
        (f"{presence.place_of(target).name}.", "[0-9a-f]{8}"),
        (f"{place_of(target).name}.", "[0-9a-f]{12}"),
        (storage.temporary_start(target), r"[0-9a-f]{12}\.tmp"),
    )
    known = re.compile("|".join(f"{re.escape(start)}{end}" for start, end in ends))
    return [path for path in target.parent.iterdir() if known.fullmatch(path.name)]


def _older(target: Path, found: list[Path]) -> list[Path]:
    """Give those that have not changed for a day; a file made beside them tells the time."""
    probe = target.with_name(f"{place_of(target).name}.{secrets.token_hex(6)}")
    os.close(os.open(probe, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        now = probe.stat().st_mtime
    finally:
        probe.unlink()
    return [path for path in found if _is_old(path, now)]


def _is_old(path: Path, now: float) -> bool:
    with contextlib.suppress(OSError):  # it is gone by itself
        about = path.lstat()
        return stat.S_ISREG(about.st_mode) and now - about.st_mtime > OLD
    return False


def _removed(path: Path) -> bool:
    with contextlib.suppress(OSError):
        path.unlink()
        return True
    return False
