"""What happens on disk when the open draft is saved. No Qt: it runs beside the window's thread.

Where somebody else wrote the draft meanwhile, ours is put beside it, so that both lie on disk.
"""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from model.drafts import copies as recovery
from model.drafts import storage, versions
from model.drafts.storage import Loaded
from model.errors import ConflictError, DisconnectedError, ReportError
from model.report.report import Report
from ui.app import acts, folders


@dataclass(frozen=True)
class Conflict:
    """Two versions of one draft.

    ``path`` was written, moved or deleted by somebody else; ``theirs`` is what lies there, None
    where that is gone or no draft; ``copy`` is where ours lies now.
    """

    path: Path
    theirs: Report | None
    copy: Path

    @property
    def told(self) -> str:
        """Say what happened, and where both lie."""
        what = "已被移走、删除，或不能读取" if self.theirs is None else "已被其他人改动，没有覆盖"
        where = f"本窗口的内容已存为同一文件夹中的「{self.copy.name}」，今后保存到此文件。"
        return f"「{self.path.name}」{what}。{where}"


@dataclass(frozen=True)
class Outcome:
    """What became of one saving: the draft as it now lies on disk, or why it does not."""

    saved: Loaded | None
    error: str = ""
    conflict: Conflict | None = None


def copy(loaded: Loaded, owner: str) -> bool:
    """Write the recovery copy; says whether it is there."""
    draft = Path(folders.remembered(loaded.path))
    is_here = draft == loaded.path  # else it is remembered from wherever its stick is mounted
    mount = loaded.medium.mount if loaded.medium and is_here else None
    copies = folders.recovery_folder()
    try:
        recovery.keep(copies, loaded.report, draft, loaded.digest, owner, mount)
    except ReportError:
        return False
    return True


def drop(report_id: str, owner: str) -> None:
    """Remove the recovery copy of what is safely saved."""
    recovery.drop(folders.recovery_folder(), report_id, owner)


def save(loaded: Loaded) -> Outcome:
    """Save a draft to its file, or beside it where that is no longer the one it was."""
    try:
        return _kept(storage.save(loaded))
    except ConflictError:
        return _beside(loaded)
    except ReportError as error:
        return Outcome(None, str(error))


def save_as(loaded: Loaded) -> Outcome:
    """Save a draft to a file that must not exist, as a draft of its own."""
    try:
        return _kept(storage.save(_separate(loaded, loaded.path)))
    except ReportError as error:
        return Outcome(None, str(error))


def keep_version(report: Report, always: bool) -> str:
    """Keep a report among its earlier versions; gives a sentence where that fails."""
    try:
        versions.keep(folders.versions_folder(), report, datetime.now().astimezone(), always)
    except ReportError as error:
        return f"未能保留历史版本：{error}"
    return ""


def keep_original(loaded: Loaded) -> str:
    """Keep a draft of an earlier version as it is; gives a sentence where that fails."""
    now = datetime.now().astimezone()
    try:
        versions.keep_original(folders.versions_folder(), loaded.report.id, loaded.path, now)
    except ReportError as error:
        return f"未能保留历史版本：{error}"
    return ""


def _kept(saved: Loaded) -> Outcome:
    told = filter(None, (saved.told, keep_version(saved.report, always=False)))
    return Outcome(saved, "　".join(told))


def _beside(ours: Loaded) -> Outcome:
    """Put ours beside what somebody else wrote; where both say the same there is no conflict."""
    try:
        theirs = storage.load_any(ours.path)
    except ReportError:
        theirs = None
    if theirs is not None and theirs.report == ours.report:
        return Outcome(theirs)
    now = datetime.now().astimezone()
    place = acts.beside(ours.path, f"{acts.CONFLICT}{now.month}月{now.day}日{now:%H%M}")
    try:
        saved = storage.save(replace(_separate(ours, place), medium=ours.medium))
    except DisconnectedError as error:
        return Outcome(None, str(error))
    except ReportError as error:
        return Outcome(None, f"「{ours.path.name}」已被其他人改动，没有覆盖。{error}")
    return Outcome(saved, conflict=Conflict(ours.path, theirs.report if theirs else None, place))


def _separate(loaded: Loaded, path: Path) -> Loaded:
    return Loaded(replace(loaded.report, id=secrets.token_hex(8)), path, "")
