"""Copies in the user's own data folder: the recovery copy of a draft, and its earlier versions.

A recovery copy contains the path and digest of its draft, and is never applied automatically.
Versions are kept at intervals, and fewer are kept with age. Of each 稿别 there is also the report
as it was exported last.
"""

import contextlib
import json
import os
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from model.drafts import file_format, storage
from model.errors import ConflictError, ReportError, StorageError
from model.moments import from_seconds, local
from model.report.report import Report, Stage

_ENDING: Final = ".recovery"


@dataclass(frozen=True)
class Recovered:
    """A recovery copy: the report, the draft it is based on, and when it was written.

    ``mount`` is the mount point of the draft's disk, if known.
    """

    report: Report
    path: Path
    digest: str
    written: datetime
    copy: Path
    mount: Path | None = None

    @property
    def is_disconnected(self) -> bool:
        """Whether the share or stick of the draft was disconnected; its mount point may remain."""
        return self.mount is not None and not os.path.ismount(self.mount)

    @property
    def draft_changed(self) -> bool:
        """Whether the draft on disk is no longer the one that this is based on."""
        try:
            return storage.digest_of(storage.read_bytes(self.path)) != self.digest
        except ReportError:
            return True


def keep_recovery(
    folder: Path,
    report: Report,
    path: Path,
    digest: str,
    owner: str = "",
    mount: Path | None = None,
) -> None:
    """Write the recovery copy of a report; each window (``owner``) has its own copy.

    Raises:
        StorageError: it could not be written, or is too large to be read again.
    """
    about = {"path": str(path), "digest": digest} | ({"mount": str(mount)} if mount else {})
    head = json.dumps(about)
    data = _bounded(f"{head}\n".encode() + file_format.encode(report), "恢复副本")
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    storage.write_whole(_place(folder, report.id, owner), data)


def drop(folder: Path, report_id: str, owner: str = "") -> None:
    """Remove a window's copy of a report that has been saved."""
    with contextlib.suppress(OSError):
        _place(folder, report_id, owner).unlink(missing_ok=True)


def all_of(folder: Path) -> list[Recovered]:
    """Return the readable copies, the latest first; damaged ones are skipped."""
    found = []
    copies: list[Path] = []
    with contextlib.suppress(OSError):
        copies = list(folder.glob(f"*{_ENDING}"))
    for copy in copies:
        with contextlib.suppress(
            ReportError, OSError, ValueError, LookupError, TypeError, RecursionError
        ):
            head, _, data = storage.read_bytes(copy, file_format.LARGEST_COPY).partition(b"\n")
            about = json.loads(head)
            written = from_seconds(copy.stat().st_mtime)
            path, digest = Path(about["path"]), about["digest"]
            mount = Path(about["mount"]) if "mount" in about else None
            report = file_format.decode(data, largest=file_format.LARGEST_COPY)
            found.append(Recovered(report, path, digest, written, copy, mount))
    return sorted(found, key=lambda one: one.written, reverse=True)


def _place(folder: Path, report_id: str, owner: str) -> Path:
    return folder / f"{storage.key_of(report_id)}{owner}{_ENDING}"


def _bounded(data: bytes, what: str) -> bytes:
    """Return the data of a copy.

    Raises:
        StorageError: it is too large to be read again.
    """
    if len(data) > file_format.LARGEST_COPY:
        most = file_format.LARGEST_COPY >> 20
        raise StorageError(f"内容超过{most}兆字节，不能保留{what}。删减过长的文字。")
    return data


EVERY: Final = timedelta(minutes=10)
"""Least time between two versions that are kept automatically."""
ALL_KEPT: Final = timedelta(days=2)
DAILY_KEPT: Final = timedelta(days=30)
_STAMP: Final = "%Y%m%d-%H%M%S-%f"


def keep_version(folder: Path, report: Report, now: datetime, always: bool = False) -> bool:
    """Keep a version unless one was kept in the last ten minutes; return whether it was kept.

    Raises:
        StorageError: it could not be written, or is too large to be read again.
    """
    place = folder / storage.key_of(report.id)
    kept = times(folder, report.id)
    if not always and any(timedelta(0) <= now - when < EVERY for when in kept):
        return False  # all are checked, because a wrong clock may have left one in the future
    _put(place, _bounded(file_format.encode(report), "历史版本"), now)
    return True


def keep_original(folder: Path, report_id: str, path: Path, now: datetime) -> bool:
    """Keep the bytes of a draft of an earlier format, before it is saved in the current format.

    Return whether it was kept: a draft of the current format is not.

    Raises:
        StorageError: it could not be read or written.
        DraftError: it is no longer a draft.
    """
    data = storage.read_bytes(path)
    if file_format.version_of(data) == file_format.VERSION:
        return False
    _put(folder / storage.key_of(report_id), data, now)
    return True


def times(folder: Path, report_id: str) -> list[datetime]:
    """Return the times of the kept versions of a report, the latest first."""
    place = folder / storage.key_of(report_id)
    return sorted((when for _, when in _versions(place)), reverse=True)


def load(folder: Path, report_id: str, when: datetime) -> Report:
    """Read one version.

    Raises:
        StorageError: it does not exist any more.
        DraftError: it is damaged.
    """
    place = folder / storage.key_of(report_id)
    return storage.load(place / f"{when.strftime(_STAMP)}.gknb", file_format.LARGEST_COPY).report


def keep_stage(folder: Path, report: Report) -> None:
    """Keep a report as it was exported at its 稿别, instead of the one exported before.

    Raises:
        StorageError: it could not be written, or is too large to be read again.
    """
    path = _stage_path(folder, report, report.stage)
    data = _bounded(file_format.encode(report), "上一稿")
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
    storage.write_whole(path, data)


def last_stage(folder: Path, report: Report) -> Report | None:
    """Return a report as it was exported at the last 稿别 before its own; None if it never was.

    Raises:
        StorageError: it could not be read.
        DraftError: it is damaged.
    """
    stages = list(Stage)
    for stage in reversed(stages[: stages.index(report.stage)]):
        path = _stage_path(folder, report, stage)
        if path.exists():
            return storage.load(path, file_format.LARGEST_COPY).report
    return None


def inherit(folder: Path, report_id: str, of: str) -> None:
    """Give a draft the versions and exported 稿别 of the one that it goes on from.

    Its own stay as they are; what cannot be copied is left out.
    """
    own = folder / storage.key_of(report_id)
    with contextlib.suppress(OSError):
        own.mkdir(parents=True, exist_ok=True)
        for path in (folder / storage.key_of(of)).glob("*.gknb"):
            if not (own / path.name).exists():
                shutil.copy2(path, own)


def _stage_path(folder: Path, report: Report, stage: Stage) -> Path:
    return folder / storage.key_of(report.id) / f"{stage.name.lower()}.gknb"


def _versions(place: Path) -> list[tuple[Path, datetime]]:
    """Return the versions and their times, the latest first; none if the folder is unreadable."""
    found = []
    paths: list[Path] = []
    with contextlib.suppress(OSError):
        paths = list(place.glob("*.gknb"))
    for path in paths:
        with contextlib.suppress(ValueError):
            found.append((path, local(datetime.strptime(path.stem, _STAMP))))
    return sorted(found, key=lambda pair: pair[1], reverse=True)


def _put(place: Path, data: bytes, now: datetime) -> None:
    """Write a version under a unique time, and delete old versions."""
    with contextlib.suppress(OSError):
        place.mkdir(parents=True, exist_ok=True)
    while not _written(place / f"{now.astimezone().strftime(_STAMP)}.gknb", data):
        now += timedelta(microseconds=1)
    _thin(place, now)


def _written(path: Path, data: bytes) -> bool:
    """Write a version, unless there is one of the same time; return whether it was written."""
    try:
        storage.write_whole(path, data, expected="")
    except ConflictError:
        return False
    return True


def _thin(place: Path, now: datetime) -> None:
    """Keep all versions of two days, then the latest of each day, then of each week."""
    seen: set[tuple[int, ...]] = set()
    for path, when in _versions(place):
        age = now - when
        if age <= ALL_KEPT:
            continue
        week = when.isocalendar()
        slot = (when.year, when.month, when.day) if age <= DAILY_KEPT else (week.year, week.week)
        if slot in seen:
            with contextlib.suppress(OSError):
                path.unlink()
        seen.add(slot)
