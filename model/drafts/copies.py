"""Recovery copies: what was typed since the last save, in the user's own data folder.

A copy knows the draft it grew from by path and digest, and is never applied by itself.
"""

import contextlib
import json
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from model.drafts import file_format, storage
from model.errors import ReportError, StorageError
from model.report.report import Report

_ENDING: Final = ".recovery"


@dataclass(frozen=True)
class Recovered:
    """A recovery copy: the report, the draft it grew from, and when it was written.

    ``mount`` is the mount point of the draft's disk, where it was known.
    """

    report: Report
    path: Path
    digest: str
    written: datetime
    copy: Path
    mount: Path | None = None

    @property
    def is_disconnected(self) -> bool:
        """Whether the share or stick of the draft has gone; its mount point may be there still."""
        return self.mount is not None and not os.path.ismount(self.mount)

    @property
    def draft_changed(self) -> bool:
        """Whether the draft on disk is no longer the one this grew from."""
        try:
            return storage.digest_of(storage.read_bytes(self.path)) != self.digest
        except ReportError:
            return True


def keep(
    folder: Path,
    report: Report,
    path: Path,
    digest: str,
    owner: str = "",
    mount: Path | None = None,
) -> None:
    """Write the recovery copy of a report; each window (``owner``) has its own.

    Raises:
        StorageError: it could not be written, or is too large to be read again.
    """
    about = {"path": str(path), "digest": digest} | ({"mount": str(mount)} if mount else {})
    head = json.dumps(about)
    data = f"{head}\n".encode() + file_format.encode(report)
    if len(data) > file_format.LARGEST_COPY:
        most = file_format.LARGEST_COPY >> 20
        raise StorageError(f"内容超过{most}兆字节，不能保留恢复副本。删减过长的文字。")
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    storage.write_whole(_place(folder, report.id, owner), data)


def drop(folder: Path, report_id: str, owner: str = "") -> None:
    """Remove a window's copy of a report that is safely saved."""
    with contextlib.suppress(OSError):
        _place(folder, report_id, owner).unlink(missing_ok=True)


def all_of(folder: Path) -> list[Recovered]:
    """Give the copies that can be read, the latest first; a broken one is passed over."""
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
            written = datetime.fromtimestamp(copy.stat().st_mtime).astimezone()
            path, digest = Path(about["path"]), about["digest"]
            mount = Path(about["mount"]) if "mount" in about else None
            report = file_format.decode(data, largest=file_format.LARGEST_COPY)
            found.append(Recovered(report, path, digest, written, copy, mount))
    return sorted(found, key=lambda one: one.written, reverse=True)


def _place(folder: Path, report_id: str, owner: str) -> Path:
    return folder / f"{storage.key_of(report_id)}{owner}{_ENDING}"
