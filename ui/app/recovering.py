"""What a crash left behind: which recovery copies to offer, and what becomes of each. No Qt.

A copy is offered until somebody says what to do with it. One whose draft says the same already, or
whose draft is open in a window just now, is nobody's loss and is not offered.
"""

import contextlib
import secrets
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from model.compare.difference import difference
from model.drafts import copies as recovery
from model.drafts import presence, storage, versions
from model.drafts.copies import Recovered
from model.drafts.storage import Loaded
from model.errors import DisconnectedError, ReportError, StorageError, TooLargeError
from model.report.report import Report
from model.system_errors import reason_of
from model.text import shortened
from ui.app import acts, folders
from ui.app.moments import when

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
    versions.keep(folders.versions_folder(), one.report, one.written, always=True)
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
    moment = when(one.written, datetime.now().astimezone())
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
