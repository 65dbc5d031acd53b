"""Small files beside a draft: who has it open, and what killed programs left there.

Who has a draft open is advice and blocks nothing; the comparison of digests at saving does not
depend on it. Leftovers are known by the draft's own name and a random end, and go after a day by
the clock of the share.
"""

import contextlib
import getpass
import json
import os
import re
import secrets
import socket
import stat
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from model.drafts import storage, system
from model.drafts.guard import guard, place_of
from model.errors import ReportError
from model.moments import local

REFRESHED_EVERY: Final = timedelta(minutes=1)
FORGOTTEN_AFTER: Final = timedelta(minutes=10)
"""Age of the last refreshing from which on nobody is there any more; clocks may differ by less."""
_LONGEST: Final = 40  # characters of up to four bytes, of the 255 a name may have


@dataclass(frozen=True)
class Editor:
    """A program that has a draft open: whose, on which computer, as which process, since when."""

    user: str
    host: str
    pid: int
    since: datetime

    def is_same(self, other: "Editor") -> bool:
        """Whether both are one process, whenever it opened the draft."""
        return (self.host, self.pid) == (other.host, other.pid)


def myself(since: datetime) -> Editor:
    """Return this program as others shall know it."""
    try:
        user = getpass.getuser()
    except (OSError, KeyError, ImportError):  # a process without a name
        user = ""
    return Editor(user, socket.gethostname(), os.getpid(), since)


def announce(draft: Path, editor: Editor, now: datetime) -> None:
    """Say that a draft is open here, or that it still is."""
    content = asdict(editor) | {"since": editor.since.isoformat(), "refreshed": now.isoformat()}
    place = advice_place(draft)
    temporary = place.with_name(f"{place.name}.{secrets.token_hex(4)}")
    with contextlib.suppress(OSError):
        try:
            temporary.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
            system.hide(temporary)
            temporary.replace(place)
        finally:
            temporary.unlink(missing_ok=True)


def withdraw(draft: Path, editor: Editor) -> None:
    """Say no longer that a draft is open here; what another program said stays."""
    said = _read(draft)
    if said is not None and said[0].is_same(editor):
        with contextlib.suppress(OSError):
            advice_place(draft).unlink(missing_ok=True)


def editor_of(draft: Path, asking: Editor, now: datetime) -> Editor | None:
    """Return who else has a draft open; None where nobody has, as far as one can tell."""
    said = _read(draft)
    if said is None:
        return None
    editor, refreshed = said
    if editor.is_same(asking) or abs(now - refreshed) > FORGOTTEN_AFTER:
        return None
    if editor.host == asking.host and not system.is_running(editor.pid):
        return None
    return editor


def advice_place(draft: Path) -> Path:
    """Return the advice file of a draft; two paths to one draft have one."""
    with contextlib.suppress(OSError, RuntimeError, ValueError):
        draft = draft.resolve()
    name = draft.name
    if len(name) > _LONGEST:  # names of one unit begin alike and end with the year
        name = f"{name[:_LONGEST]}.{storage.digest_of(os.fsencode(name))[:8]}"
    return draft.with_name(f".{name}.editing")


def _read(draft: Path) -> tuple[Editor, datetime] | None:
    """Read who has a draft open and when that was said last; None where nothing sensible stands."""
    with contextlib.suppress(ReportError, ValueError, LookupError, TypeError, RecursionError):
        said = json.loads(storage.read_bytes(advice_place(draft)))
        since, refreshed = (
            local(datetime.fromisoformat(said[key])) for key in ("since", "refreshed")
        )
        pid = said["pid"]
        if not isinstance(pid, int) or isinstance(pid, bool) or not 0 < pid <= system.LARGEST_PID:
            return None
        return Editor(str(said["user"]), str(said["host"]), pid, since), refreshed
    return None


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
    """Return the temporary files of a draft, whatever their age."""
    ends = (
        (f"{advice_place(target).name}.", "[0-9a-f]{8}"),
        (f"{place_of(target).name}.", "[0-9a-f]{12}"),
        (storage.temporary_start(target), r"[0-9a-f]{12}\.tmp"),
    )
    known = re.compile("|".join(f"{re.escape(start)}{end}" for start, end in ends))
    return [path for path in target.parent.iterdir() if known.fullmatch(path.name)]


def _older(target: Path, found: list[Path]) -> list[Path]:
    """Return those that have not changed for a day; a file made beside them tells the time."""
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
