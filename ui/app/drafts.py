"""Drafts on disk: how one is saved in the background, and what a crash left behind. No Qt.

Where somebody else wrote the draft meanwhile, ours is written as a 冲突副本 in the same folder. A
recovery copy is offered until somebody says what to do with it.
"""

import contextlib
import secrets
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from model.compare.parts import difference
from model.drafts import copies as recovery
from model.drafts import copies as versions
from model.drafts import presence, storage
from model.drafts.copies import Recovered
from model.drafts.storage import Loaded
from model.errors import (
    ConflictError,
    DisconnectedError,
    ReportError,
    StorageError,
    TooLargeError,
    reason_of,
)
from model.report.report import Report
from model.text import shortened
from ui.app import acts, clock, folders


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
class SavingOutcome:
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
        recovery.keep_recovery(copies, loaded.report, draft, loaded.digest, owner, mount)
    except ReportError:
        return False
    return True


def drop(report_id: str, owner: str) -> None:
    """Remove the recovery copy of what is safely saved."""
    recovery.drop(folders.recovery_folder(), report_id, owner)


def save(loaded: Loaded) -> SavingOutcome:
    """Save a draft to its file, or beside it where that is no longer the one it was."""
    try:
        return _kept(storage.save(loaded))
    except ConflictError:
        return _beside(loaded)
    except ReportError as error:
        return SavingOutcome(None, str(error))


def save_as(loaded: Loaded) -> SavingOutcome:
    """Save a draft to a file that must not exist, as a draft of its own."""
    try:
        return _kept(storage.save(_separate(loaded, loaded.path)))
    except ReportError as error:
        return SavingOutcome(None, str(error))


def keep_version(report: Report, always: bool) -> str:
    """Keep a report among its earlier versions; gives a sentence where that fails."""
    try:
        versions.keep_version(folders.versions_folder(), report, clock.now(), always)
    except ReportError as error:
        return f"未能保留历史版本：{error}"
    return ""


def keep_original(loaded: Loaded) -> str:
    """Keep a draft of an earlier version as it is; gives a sentence where that fails."""
    kept, report = folders.versions_folder(), loaded.report
    try:
        versions.keep_original(kept, report.id, loaded.path, clock.now())
    except ReportError as error:
        return f"未能保留历史版本：{error}"
    return ""


def _kept(saved: Loaded) -> SavingOutcome:
    told = filter(None, (saved.told, keep_version(saved.report, always=False)))
    return SavingOutcome(saved, "　".join(told))


def _beside(ours: Loaded) -> SavingOutcome:
    """Put ours beside what somebody else wrote; where both say the same there is no conflict."""
    try:
        theirs = storage.load_any(ours.path)
    except ReportError:
        theirs = None
    if theirs is not None and theirs.report == ours.report:
        return SavingOutcome(theirs)
    now = clock.now()
    place = acts.beside(ours.path, f"{acts.CONFLICT}{now.month}月{now.day}日{now:%H%M}")
    try:
        saved = storage.save(replace(_separate(ours, place), medium=ours.medium))
    except DisconnectedError as error:
        return SavingOutcome(None, str(error))
    except ReportError as error:
        return SavingOutcome(None, f"「{ours.path.name}」已被其他人改动，没有覆盖。{error}")
    return SavingOutcome(
        saved, conflict=Conflict(ours.path, theirs.report if theirs else None, place)
    )


def _separate(loaded: Loaded, path: Path) -> Loaded:
    return Loaded(replace(loaded.report, id=secrets.token_hex(8)), path, "")


def when(moment: datetime, now: datetime) -> str:
    """Say when something was, seen from now."""
    days = (now.date() - moment.date()).days
    if days == 0:
        return f"今天 {moment:%H:%M}"
    if days == 1:
        return f"昨天 {moment:%H:%M}"
    if moment.year == now.year:
        return f"{moment.month}月{moment.day}日 {moment:%H:%M}"
    return f"{moment.year}年{moment.month}月{moment.day}日 {moment:%H:%M}"


_GONE: Final = "所在的网络磁盘或 U 盘已断开"


@dataclass(frozen=True)
class Offer:
    """A recovery copy with the words that tell the clerk about it."""

    copy: Recovered
    beside: bool
    told: str


def offers(now: datetime, draft: Path | None = None) -> list[Offer]:
    """Give what can be recovered, of one draft or of all, the latest first."""
    copies = [_located(one) for one in recovery.all_of(folders.recovery_folder())]
    if draft is not None:
        copies = [one for one in copies if _is_same(one.path, draft)]
    me = presence.myself(now)
    copies = [one for one in copies if presence.editor_of(one.path, me, now) is None]
    return [_offer(one, now) for one in copies if not _is_settled(one)]


def recover(one: Recovered) -> Loaded:
    """Put a recovery copy back; where the draft changed since, beside it.

    Raises:
        DisconnectedError: the share or the stick of its draft has gone; the copy stays.
        StorageError: it cannot be written; the copy stays.
    """
    if one.is_disconnected:
        raise DisconnectedError(
            f"「{one.path.name}」{_GONE}，未恢复。恢复连接后再恢复，或另存到其他位置。"
        )
    if one.draft_changed:
        return recover_as(one, acts.beside(one.path, "恢复"))
    return _saved(one, Loaded(one.report, one.path, one.digest))


def recover_as(one: Recovered, path: Path) -> Loaded:
    """Save a recovery copy as a draft of its own.

    Raises:
        StorageError: the file exists already, or cannot be written; the copy stays.
    """
    separate = replace(one.report, id=secrets.token_hex(8))
    return _saved(one, Loaded(separate, path, ""))


def discard(one: Recovered) -> None:
    """Let a recovery copy go; it stays among the earlier versions of its draft.

    Raises:
        StorageError: it cannot be kept there, or not be removed; the copy stays.
    """
    versions.keep_version(folders.versions_folder(), one.report, one.written, always=True)
    try:
        one.copy.unlink(missing_ok=True)
    except OSError as error:
        raise StorageError(f"恢复副本未能删除：{reason_of(error)}") from error


def _located(one: Recovered) -> Recovered:
    """Give a copy with its draft where that lies on this computer."""
    return replace(one, path=folders.found(str(one.path)))


def _saved(one: Recovered, loaded: Loaded) -> Loaded:
    """Save what was recovered; what is too large is opened all the same, to be made smaller."""
    try:
        return _settled(one, storage.save(loaded))
    except TooLargeError as error:
        return replace(loaded, unsaved=True, told=str(error))


def _settled(one: Recovered, loaded: Loaded) -> Loaded:
    with contextlib.suppress(OSError):
        one.copy.unlink(missing_ok=True)
    moment = when(one.written, clock.now())
    told = f"已恢复 {moment} 未保存的内容，草稿为「{loaded.path.name}」。"
    return replace(loaded, told=loaded.told + told)


def _is_settled(one: Recovered) -> bool:
    """Whether the draft says the same already; then the copy goes."""
    if _on_disk(one) != one.report:
        return False
    with contextlib.suppress(OSError):
        one.copy.unlink(missing_ok=True)
    return True


def _on_disk(one: Recovered) -> Report | None:
    try:
        return storage.load(one.path).report
    except ReportError:
        return None


def _is_same(one: Path, other: Path) -> bool:
    with contextlib.suppress(OSError, RuntimeError, ValueError):
        return one.resolve() == other.resolve()
    return one == other


def _offer(one: Recovered, now: datetime) -> Offer:
    saved = _on_disk(one)
    beside = one.draft_changed
    told = (
        f"程序上次没有正常关闭，{when(one.written, now)} 有未保存的内容："
        f"{shortened(one.report.unit.name)}{one.report.year}年度（{one.path.name}）"
    )
    told += f"。与草稿相比：{difference(saved, one.report)}。" if saved is not None else "。"
    if beside and saved is not None:
        told += "草稿此后另有改动，恢复时另存为新文件，不覆盖草稿。"
    elif one.is_disconnected:
        told += f"草稿{_GONE}，恢复连接后再恢复，或另存到其他位置。"
    elif beside:
        told += "原草稿已不能读取，恢复时另存为新文件。"
    return Offer(one, beside, told)
