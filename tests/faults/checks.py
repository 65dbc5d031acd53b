"""What every saver must stand, as checks that a weakened saver can be put to.

Each gives its complaints about ``storage.write_whole`` as it is at that moment.
"""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final
from unittest import mock

from model.drafts import guard
from model.drafts.medium import medium_of
from model.drafts.storage import digest_of, write_whole
from model.errors import DisconnectedError, ReportError, StorageError
from tests.faults import powercut

OLD, NEW, OTHER = b"old " * 100, b"new!" * 100, b"else" * 100


def _draft(folder: Path) -> Path:
    path = folder / "draft.gknb"
    path.write_bytes(OLD)
    return path


def saves(path: Path, data: bytes, expected: str = digest_of(OLD)) -> bool:
    """Whether the saver says that it saved."""
    try:
        write_whole(path, data, expected)
    except ReportError:
        return False
    return True


def power_cut(folder: Path) -> list[str]:
    """A power cut at any moment leaves the old draft or the new one; once «saved», the new one."""
    path = _draft(folder)
    disk = powercut.Disk(str(path), len(NEW))
    disk.exists()
    with powercut.watched(disk):
        saved = saves(path, NEW)
    complaints = [f"{state} by a power cut" for state in disk.seen - {powercut.OLD, powercut.NEW}]
    if saved and disk.states() != {powercut.NEW}:
        complaints.append(f"«saved», but {disk.states()} after a power cut")
    return complaints


def changed_by_another(folder: Path) -> list[str]:
    """What another program wrote, of the same length, stays."""
    path = _draft(folder)
    path.write_bytes(OTHER)
    saves(path, NEW)
    return [] if path.read_bytes() == OTHER else ["another's work overwritten"]


def saved_in_between(folder: Path) -> list[str]:
    """Another saver that comes while the first is about to replace loses nothing either."""
    path = _draft(folder)
    real, others = os.replace, []

    def replace(temporary: Path, target: Path) -> None:
        if not others:
            others.append(False)
            others[0] = saves(path, OTHER)
        real(temporary, target)

    with mock.patch.object(guard, "WAIT", 0), mock.patch.object(os, "replace", replace):
        first = saves(path, NEW)
    return ["both said «saved»"] if first and others == [True] else []


def stored_otherwise(folder: Path) -> list[str]:
    """A disk that stores something else than it was given is found out."""
    path, real = _draft(folder), os.write

    def write(handle: int, data: bytes) -> int:
        return real(handle, bytes(len(data)))

    with mock.patch.object(os, "write", write):
        saved = saves(path, NEW)
    return ["«saved», but other bytes"] if saved or path.read_bytes() != OLD else []


def link(folder: Path) -> list[str]:
    """A link stays one, and the draft it leads to is saved."""
    path = _draft(folder)
    short = folder / "short.gknb"
    short.symlink_to(path)
    with suppress(StorageError):
        write_whole(short, NEW, digest_of(OLD))
    left = [] if short.is_symlink() else ["the link became a file"]
    return left + ([] if path.read_bytes() == NEW else ["its target stayed old"])


def replaced_in_name(folder: Path) -> list[str]:
    """A share that reports a replacement and makes none is found out."""
    path = _draft(folder)
    with mock.patch.object(os, "replace", lambda *_: None):
        saved = saves(path, NEW)
    left = [] if [*folder.iterdir()] == [path] else ["files left behind"]
    return left + (["«saved», but the old draft"] if saved else [])


def disk_gone(folder: Path) -> list[str]:
    """Where the disk of a draft has gone, the folder beneath is not taken for it."""
    place = folder / "share"
    place.mkdir()
    path, medium = _draft(place), medium_of(place)
    place.rename(folder / "gone")
    place.mkdir()
    try:
        write_whole(path, NEW, digest_of(OLD), medium)
    except DisconnectedError:
        return ["files in the folder beneath"] if [*place.iterdir()] else []
    except StorageError as error:
        return [f"told otherwise: {error}"]
    return ["«saved» in the folder beneath"]


ALL: Final[tuple[Callable[[Path], list[str]], ...]] = (
    power_cut,
    changed_by_another,
    saved_in_between,
    stored_otherwise,
    link,
    replaced_in_name,
    disk_gone,
)


def complaints(folder: Path) -> list[str]:
    """Put the saver to every check."""
    found = []
    for check in ALL:
        place = folder / check.__name__
        place.mkdir()
        found += check(place)
    return found
