"""Drafts on disk: saving in the background, conflicts, and recovery after a crash. No Qt.

If another person wrote the draft meanwhile, ours is written as a 冲突副本 in the same folder, and
as 重新保存 if it was moved or deleted. A recovery copy is offered until the clerk decides what to
do with it.
"""

import contextlib
import secrets
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from model.compare.parts import difference
from model.drafts import copies, presence, storage
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

    ``path`` was written, moved or deleted by another person; ``theirs`` is the draft there now,
    None if there is none that can be read; ``copy`` is the path of ours. ``is_gone``: there is no
    file any more.
    """

    path: Path
    theirs: Report | None
    copy: Path
    is_gone: bool = False

    @property
    def message(self) -> str:
        """The sentence for the clerk: what happened, and where both are."""
        where = f"本窗口的内容已存为同一文件夹中的「{self.copy.name}」，今后保存到此文件。"
        if self.is_gone:
            return f"草稿文件「{self.path.name}」已移动或删除。{where}"
        what = "不能读取" if self.theirs is None else "已被其他人改动"
        return f"「{self.path.name}」{what}，没有覆盖。{where}"


@dataclass(frozen=True)
class SavingOutcome:
    """Result of one saving: the draft as it is on disk now, or the reason why it is not saved."""

    saved: Loaded | None
    error: str = ""
    conflict: Conflict | None = None


def copy(loaded: Loaded, owner: str) -> bool:
    """Write the recovery copy; return whether that worked."""
    draft = Path(folders.remembered(loaded.path))
    is_here = draft == loaded.path  # else the path is relative to the stick
    mount = loaded.medium.mount if loaded.medium and is_here else None
    folder = folders.recovery_folder()
    try:
        copies.keep_recovery(folder, loaded.report, draft, loaded.digest, owner, mount)
    except ReportError:
        return False
    return True


def drop(report_id: str, owner: str) -> None:
    """Remove the recovery copy of a draft that is saved."""
    copies.drop(folders.recovery_folder(), report_id, owner)


def save(loaded: Loaded) -> SavingOutcome:
    """Save a draft to its file, or beside it if another person wrote or removed that file."""
    try:
        return _kept(storage.save(loaded))
    except ConflictError:
        return _save_conflict(loaded)
    except ReportError as error:
        return SavingOutcome(None, str(error))


def save_as(loaded: Loaded) -> SavingOutcome:
    """Save a draft as a draft of its own, to a file that must not exist."""
    try:
        return _kept(storage.save(_separate(loaded, loaded.path)))
    except ReportError as error:
        return SavingOutcome(None, str(error))


def rename(loaded: Loaded, name: str) -> SavingOutcome:
    """Save a draft and give its file another name; the draft stays where it is if that fails."""
    outcome = save(loaded)
    if outcome.saved is None or outcome.conflict is not None:
        return outcome
    try:
        return replace(outcome, saved=storage.rename(outcome.saved, name))
    except ReportError as error:
        return replace(outcome, error=f"{outcome.error}{error}")


def keep_version(report: Report, always: bool) -> str:
    """Keep a report among its earlier versions; return a sentence if that fails, else empty."""
    try:
        copies.keep_version(folders.versions_folder(), report, clock.now(), always)
    except ReportError as error:
        return f"未能保留历史版本：{error}"
    return ""


def keep_stage(report: Report) -> str:
    """Keep a report as it is exported; return a sentence if that fails, else an empty one."""
    try:
        copies.keep_stage(folders.versions_folder(), report)
    except ReportError as error:
        return f"未能保留本稿，下一稿没有修改对照：{error}"
    return ""


def last_stage(report: Report) -> Report | None:
    """Return a report as it was exported at its last 稿别; None if no copy can be read here."""
    with contextlib.suppress(ReportError, OSError):
        return copies.last_stage(folders.versions_folder(), report)
    return None


def keep_original(loaded: Loaded) -> str:
    """Keep the file of an earlier format as it is; return a sentence if that fails, else empty."""
    now = clock.now()
    try:
        copies.keep_original(folders.versions_folder(), loaded.report.id, loaded.path, now)
    except ReportError as error:
        return f"未能保留历史版本：{error}"
    return ""


def _kept(saved: Loaded) -> SavingOutcome:
    sentences = filter(None, (saved.message, keep_version(saved.report, always=False)))
    return SavingOutcome(saved, "　".join(sentences))


def _save_conflict(ours: Loaded) -> SavingOutcome:
    """Save ours beside the file; if both reports are equal, there is no conflict."""
    try:
        theirs = storage.load_any(ours.path)
    except ReportError:
        theirs = None
    if theirs is not None and theirs.report == ours.report:
        return SavingOutcome(theirs)
    now, is_gone = clock.now(), not acts.is_there(ours.path)
    mark = acts.RESAVED if is_gone else acts.CONFLICT
    place = acts.marked_path(ours.path, f"{mark}{now.month}月{now.day}日{now:%H%M}")
    try:
        saved = storage.save(replace(_separate(ours, place), medium=ours.medium))
    except DisconnectedError as error:
        return SavingOutcome(None, str(error))
    except ReportError as error:
        what = "已移动或删除" if is_gone else "已被其他人改动，没有覆盖"
        return SavingOutcome(None, f"「{ours.path.name}」{what}。{error}")
    copies.inherit(folders.versions_folder(), saved.report.id, of=ours.report.id)
    report = theirs.report if theirs else None
    return SavingOutcome(saved, conflict=Conflict(ours.path, report, place, is_gone))


def _separate(loaded: Loaded, path: Path) -> Loaded:
    return Loaded(replace(loaded.report, id=secrets.token_hex(8)), path, "")


def when(moment: datetime, now: datetime) -> str:
    """Return a moment as words, seen from now, such as 今天 09:15."""
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
    """A recovery copy with its sentence for the clerk.

    ``as_new_file``: the draft changed since, so the copy would be recovered as another file.
    """

    copy: Recovered
    as_new_file: bool
    message: str


def offers(now: datetime, draft: Path | None = None) -> list[Offer]:
    """Return the recovery copies of one draft or of all, the latest first."""
    found = [_located(one) for one in copies.all_of(folders.recovery_folder())]
    if draft is not None:
        found = [one for one in found if _is_same(one.path, draft)]
    me = presence.myself(now)
    found = [one for one in found if presence.editor_of(one.path, me, now) is None]
    return [_offer(one, now) for one in found if not _is_settled(one)]


def recover(one: Recovered) -> Loaded:
    """Save a recovery copy as its draft, or as another file if the draft changed since.

    Raises:
        DisconnectedError: the share or the stick of its draft is disconnected; the copy stays.
        StorageError: it cannot be written; the copy stays.
    """
    if one.is_disconnected:
        raise DisconnectedError(
            f"「{one.path.name}」{_GONE}，未恢复。恢复连接后再恢复，或另存到其他位置。"
        )
    if one.draft_changed:
        return recover_as(one, acts.marked_path(one.path, "恢复"))
    return _saved(one, Loaded(one.report, one.path, one.digest))


def recover_as(one: Recovered, path: Path) -> Loaded:
    """Save a recovery copy as a draft of its own.

    Raises:
        StorageError: the file exists already, or cannot be written; the copy stays.
    """
    separate = replace(one.report, id=secrets.token_hex(8))
    return _saved(one, Loaded(separate, path, ""))


def discard(one: Recovered) -> None:
    """Remove a recovery copy; it is kept among the earlier versions of its draft.

    Raises:
        StorageError: it cannot be kept there or cannot be removed; the copy stays.
    """
    copies.keep_version(folders.versions_folder(), one.report, one.written, always=True)
    try:
        one.copy.unlink(missing_ok=True)
    except OSError as error:
        raise StorageError(f"恢复副本未能删除：{reason_of(error)}") from error


def _located(one: Recovered) -> Recovered:
    """Return a copy with the path that its draft has on this computer."""
    return replace(one, path=folders.found(str(one.path)))


def _saved(one: Recovered, loaded: Loaded) -> Loaded:
    """Save a recovered draft; one that is too large is opened unsaved, to be made smaller."""
    try:
        return _settled(one, storage.save(loaded))
    except TooLargeError as error:
        return replace(loaded, unsaved=True, message=str(error))


def _settled(one: Recovered, loaded: Loaded) -> Loaded:
    with contextlib.suppress(OSError):
        one.copy.unlink(missing_ok=True)
    moment = when(one.written, clock.now())
    message = f"已恢复 {moment} 未保存的内容，草稿为「{loaded.path.name}」。"
    return replace(loaded, message=loaded.message + message)


def _is_settled(one: Recovered) -> bool:
    """Return whether the draft equals its recovery copy; then the copy is removed."""
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
    as_new_file = one.draft_changed
    message = (
        f"程序上次没有正常关闭，{when(one.written, now)} 有未保存的内容："
        f"{shortened(one.report.unit.name)}{one.report.year}年度（{one.path.name}）"
    )
    message += f"。与草稿相比：{difference(saved, one.report)}。" if saved is not None else "。"
    if as_new_file and saved is not None:
        message += "草稿此后另有改动，恢复时另存为新文件，不覆盖草稿。"
    elif one.is_disconnected:
        message += f"草稿{_GONE}，恢复连接后再恢复，或另存到其他位置。"
    elif as_new_file:
        message += "原草稿已不能读取，恢复时另存为新文件。"
    return Offer(one, as_new_file, message)
