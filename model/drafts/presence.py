"""Small files in the folder of a draft: who has it open, and leftovers of killed programs.

Who has a draft open is advice and blocks nothing; the comparison of digests at saving does not
depend on it. Leftovers are recognised by the draft's name and a random ending, and are removed
after a day by the clock of the share.
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
from model.drafts.guard import guard, place_of, time_of_disk
from model.errors import ReportError
from model.moments import local

REFRESHED_EVERY: Final = timedelta(minutes=1)
FORGOTTEN_AFTER: Final = timedelta(minutes=10)
"""Age of the last refresh after which an entry is invalid; clocks must differ by less."""


@dataclass(frozen=True)
class Editor:
    """A program that has a draft open: its user, computer, process id, and since when."""

    user: str
    host: str
    pid: int
    since: datetime

    def is_same(self, other: "Editor") -> bool:
        """Return whether both are the same process."""
        return (self.host, self.pid) == (other.host, other.pid)


def myself(since: datetime) -> Editor:
    """Return the entry of this program."""
    try:
        user = getpass.getuser()
    except (OSError, KeyError, ImportError):  # a process without a name
        user = ""
    return Editor(user, socket.gethostname(), os.getpid(), since)


def announce(draft: Path, editor: Editor, now: datetime) -> None:
    """Write or refresh the entry that a draft is open here."""
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
    """Remove the entry that a draft is open here; the entry of another program stays."""
    advice = _read(draft)
    if advice is not None and advice[0].is_same(editor):
        with contextlib.suppress(OSError):
            advice_place(draft).unlink(missing_ok=True)


def editor_of(draft: Path, asking: Editor, now: datetime) -> Editor | None:
    """Return the other program that has a draft open; None if there seems to be none."""
    advice = _read(draft)
    if advice is None:
        return None
    editor, refreshed = advice
    if editor.is_same(asking) or abs(now - refreshed) > FORGOTTEN_AFTER:
        return None
    if editor.host == asking.host and not system.is_running(editor.pid):
        return None
    return editor


def advice_place(draft: Path) -> Path:
    """Return the path of the entry of a draft; all paths to a draft have the same one."""
    with contextlib.suppress(OSError, RuntimeError, ValueError):
        draft = draft.resolve()
    name = draft.name
    if len(name) > system.NAME:  # names of one unit begin alike and end with the year
        name = f"{name[: system.NAME]}.{storage.digest_of(os.fsencode(name))[:8]}"
    return draft.with_name(f".{name}.editing")


def _read(draft: Path) -> tuple[Editor, datetime] | None:
    """Return who has a draft open and the time of the last refresh; None without a valid entry."""
    with contextlib.suppress(ReportError, ValueError, LookupError, TypeError, RecursionError):
        advice = json.loads(storage.read_bytes(advice_place(draft)))
        since, refreshed = (
            local(datetime.fromisoformat(advice[key])) for key in ("since", "refreshed")
        )
        pid = advice["pid"]
        if not isinstance(pid, int) or isinstance(pid, bool) or not 0 < pid <= system.LARGEST_PID:
            return None
        return Editor(str(advice["user"]), str(advice["host"]), pid, since), refreshed
    return None


OLD: Final = 24 * 60 * 60.0
"""Seconds after which a temporary file is no longer in use; a share may hang for minutes."""


def clear(draft: Path) -> int:
    """Remove leftovers of a draft that are older than a day; return the number of removed files.

    Nothing is removed if the folder is not accessible or the draft is being saved.
    """
    with contextlib.suppress(OSError, RuntimeError, ValueError):
        target = draft.resolve()
        found = _leftovers(target)
        if found and (old := _older(target, found)):
            with guard(target):
                return sum(map(_removed, old))
    return 0


def _leftovers(target: Path) -> list[Path]:
    """Return all temporary files of a draft."""
    ends = (
        (f"{advice_place(target).name}.", "[0-9a-f]{8}"),
        (f"{place_of(target).name}.", "[0-9a-f]{12}"),
        (storage.temporary_prefix(target), r"[0-9a-f]{12}\.tmp"),
    )
    known = re.compile("|".join(f"{re.escape(start)}{end}" for start, end in ends))
    return [path for path in target.parent.iterdir() if known.fullmatch(path.name)]


def _older(target: Path, found: list[Path]) -> list[Path]:
    """Return the files that have not changed for a day, by the clock of the share."""
    now = time_of_disk(place_of(target))
    return [path for path in found if _is_old(path, now)]


def _is_old(path: Path, now: float) -> bool:
    with contextlib.suppress(OSError):  # it was removed meanwhile
        about = path.lstat()
        return stat.S_ISREG(about.st_mode) and now - about.st_mtime > OLD
    return False


def _removed(path: Path) -> bool:
    with contextlib.suppress(OSError):
        path.unlink()
        return True
    return False
