"""Who has a draft open: a small hidden file beside it, as advice to whoever opens it next.

It blocks nothing and nothing depends on it: the comparison of digests at saving stands behind it.
It lies where a program died, a computer was cloned or a clock is wrong, and is then passed over
after a while. Where the folder cannot be written there is none.
"""

import contextlib
import ctypes
import getpass
import json
import os
import secrets
import socket
import sys
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from model.drafts import storage
from model.errors import ReportError

REFRESHED_EVERY: Final = timedelta(minutes=1)
FORGOTTEN_AFTER: Final = timedelta(minutes=10)
"""Age of the last refreshing from which on nobody is there any more; clocks may differ by less."""
_LONGEST: Final = 40  # characters of up to four bytes, of the 255 a name may have
_STILL_RUNNING: Final = 259  # Windows: STILL_ACTIVE
_MAY_ASK: Final = 0x1000  # Windows: PROCESS_QUERY_LIMITED_INFORMATION


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
    """Give this program as others shall know it."""
    try:
        user = getpass.getuser()
    except (OSError, KeyError, ImportError):  # a process without a name
        user = ""
    return Editor(user, socket.gethostname(), os.getpid(), since)


def announce(draft: Path, editor: Editor, now: datetime) -> None:
    """Say that a draft is open here, or that it still is."""
    content = asdict(editor) | {"since": editor.since.isoformat(), "refreshed": now.isoformat()}
    place = place_of(draft)
    temporary = place.with_name(f"{place.name}.{secrets.token_hex(4)}")
    with contextlib.suppress(OSError):
        try:
            temporary.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
            temporary.replace(place)
        finally:
            temporary.unlink(missing_ok=True)


def withdraw(draft: Path, editor: Editor) -> None:
    """Say no longer that a draft is open here; what another program said stays."""
    said = _read(draft)
    if said is not None and said[0].is_same(editor):
        with contextlib.suppress(OSError):
            place_of(draft).unlink(missing_ok=True)


def editor_of(draft: Path, asking: Editor, now: datetime) -> Editor | None:
    """Give who else has a draft open; None where nobody has, as far as one can tell."""
    said = _read(draft)
    if said is None:
        return None
    editor, refreshed = said
    if editor.is_same(asking) or abs(now - refreshed) > FORGOTTEN_AFTER:
        return None
    if editor.host == asking.host and not is_running(editor.pid):
        return None
    return editor


def is_running(pid: int) -> bool:
    """Whether a process of this computer is alive."""
    if sys.platform == "win32":  # os.kill would end it there
        return _is_running_on_windows(pid)
    try:
        os.kill(pid, 0)
    except PermissionError:  # another user's
        return True
    except (OSError, OverflowError):
        return False
    return True


def _is_running_on_windows(pid: int) -> bool:
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009  # known on Windows alone
    handle = kernel.OpenProcess(_MAY_ASK, False, pid)
    if not handle:
        return False
    code = ctypes.c_ulong()
    kernel.GetExitCodeProcess(handle, ctypes.byref(code))
    kernel.CloseHandle(handle)
    return code.value == _STILL_RUNNING


def place_of(draft: Path) -> Path:
    """Give the advice file of a draft; two paths to one draft have one."""
    with contextlib.suppress(OSError, RuntimeError, ValueError):
        draft = draft.resolve()
    name = draft.name
    if len(name) > _LONGEST:  # names of one unit begin alike and end with the year
        name = f"{name[:_LONGEST]}.{storage.digest_of(os.fsencode(name))[:8]}"
    return draft.with_name(f".{name}.editing")


def _read(draft: Path) -> tuple[Editor, datetime] | None:
    """Read who has a draft open and when that was said last; None where nothing sensible stands."""
    with contextlib.suppress(
        ReportError, ValueError, LookupError, TypeError, RecursionError, OverflowError
    ):
        said = json.loads(storage.read_bytes(place_of(draft)))
        since, refreshed = (
            datetime.fromisoformat(said[key]).astimezone() for key in ("since", "refreshed")
        )
        pid = said["pid"]
        if not isinstance(pid, int) or isinstance(pid, bool) or pid <= 0:
            return None
        return Editor(str(said["user"]), str(said["host"]), pid, since), refreshed
    return None
