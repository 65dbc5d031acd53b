"""Other ways to write a file, to compare with: what programs do that are trusted with one."""

import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QFile, QIODevice, QSaveFile

from model.drafts import storage

Writer = Callable[[Path, bytes], None]
"""Writes bytes to a path; returns where it would say «saved», else raises OSError."""


def plain(path: Path, data: bytes) -> None:
    """Write straight into the file."""
    with path.open("wb") as file:
        file.write(data)


def save_file(path: Path, data: bytes) -> None:
    """Write by Qt's QSaveFile."""
    file = QSaveFile(str(path))
    if not file.open(QIODevice.OpenModeFlag.WriteOnly):
        raise OSError(file.errorString())
    written = file.write(data)
    if written != len(data) or not file.commit() or file.error() != QFile.FileError.NoError:
        raise OSError(file.errorString())


def like_electrum(path: Path, data: bytes) -> None:
    """Write a file beside it with the old one's mode, sync, replace: as Electrum keeps a wallet."""
    beside = path.with_name(f"{path.name}.tmp.{os.getpid()}")
    mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else 0o600
    with beside.open("wb") as file:
        beside.chmod(mode)
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


OURS: Final = "gknb"
OTHERS: Final[dict[str, Writer]] = {
    'open("w")': plain,
    "QSaveFile": save_file,
    "like Electrum": like_electrum,
}


def ours(path: Path, data: bytes) -> None:
    """Write by the saver of the program, over whatever is there now."""
    there = storage.digest_of(path.read_bytes()) if path.exists() else ""
    storage.write_whole(path, data, there)
