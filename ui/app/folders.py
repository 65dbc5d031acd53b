"""Where the program keeps its own files, and which files a call names. No Qt.

The files lie in the user's own folders, or in ``data`` beside the program where a file named
``portable`` says so. Desktops name a draft by path or by address.
"""

import contextlib
import os
import re
import sys
from functools import cache
from pathlib import Path
from typing import Final
from urllib.parse import unquote_to_bytes

import platformdirs

from model.resources import ROOT

NAME: Final = "gknb"
MARKS: Final = ("portable", "portable.txt")
"""Files that make a program portable; Windows hides the ending of what is made by hand."""
APART: Final = "GKNB_FOLDER"
"""Variable that names another folder for all of them, and for new drafts: the self-test and the
tests leave no trace by it."""
DATA: Final = "data"
"""Folder of a portable program's own files, beside it."""
_ON_DISK: Final = "disk:"
"""How a path begins that is remembered from the root of the disk the portable program lies on."""
_FELL_BACK: Final = (
    "程序所在的文件夹不能写入，设置、恢复副本和历史版本改存在本机的用户文件夹中。"
    "随身使用的，解除 U 盘的写保护，或把程序复制到可以写入的文件夹。"
)


def program_folder() -> Path:
    """Give the folder a clerk sees the program in: that of the frozen one, or of the sources."""
    return Path(sys.executable).parent if getattr(sys, "frozen", False) else ROOT


def portable_folder() -> Path | None:
    """Give where a portable program keeps its files; None where it keeps them elsewhere."""
    if _apart() is not None:
        return None
    folder = program_folder()
    return folder / DATA if _is_marked(folder) and _is_writable(folder / DATA) else None


def fell_back() -> str:
    """Say that a portable program cannot write beside itself; empty where all is as it should."""
    marked = _apart() is None and _is_marked(program_folder())
    return _FELL_BACK if marked and portable_folder() is None else ""


def data_folder() -> Path:
    """Give the user's data folder: recovery copies and earlier versions lie in it."""
    return _together() or Path(platformdirs.user_data_dir(NAME, appauthor=False))


def recovery_folder() -> Path:
    """Give the folder of recovery copies."""
    return data_folder() / "recovery"


def versions_folder() -> Path:
    """Give the folder of earlier versions, one folder in it for each draft."""
    return data_folder() / "versions"


def forms_folder() -> Path:
    """Give the folder of report forms that were added on this computer."""
    return data_folder() / "forms"


def settings_file() -> Path:
    """Give the file of settings."""
    folder = _together() or Path(platformdirs.user_config_dir(NAME, appauthor=False))
    return folder / "settings.ini"


def log_file() -> Path:
    """Give the file of the log; it never holds a clerk's text."""
    folder = _together() or Path(platformdirs.user_log_dir(NAME, appauthor=False))
    return folder / "gknb.log"


def documents_folder() -> Path:
    """Give the folder where new drafts are offered a place: the documents, or the home folder."""
    if (apart := _apart()) is not None:
        return apart
    documents = Path(platformdirs.user_documents_dir())
    return documents if documents.is_dir() else Path.home()


def remembered(path: Path) -> str:
    """Give how a path is written down, to be ``found`` again.

    A stick has another name on every computer: what lies on the disk of a portable program is
    written from the root of that disk.
    """
    disk = _disk(program_folder())
    if portable_folder() is None or disk == Path(disk.anchor) == Path("/"):
        return str(path)
    if not path.is_relative_to(disk):
        return str(path)
    return _ON_DISK + path.relative_to(disk).as_posix()


def found(written: str) -> Path:
    """Give the path that was ``remembered``, where its disk is now."""
    if not written.startswith(_ON_DISK):
        return Path(written)
    return _disk(program_folder()) / written.removeprefix(_ON_DISK)


def _apart() -> Path | None:
    """Give the folder that the variable names."""
    apart = os.environ.get(APART)
    return Path(apart) if apart else None


def _together() -> Path | None:
    """Give the one folder of all own files; None where each kind has its place in the user's."""
    return _apart() or portable_folder()


@cache
def _disk(folder: Path) -> Path:
    """Give the root of the disk that a folder lies on; only the program's own is ever asked."""
    above = (folder, *folder.parents)  # Path.is_mount is not for Windows before Python 3.12
    return next((one for one in above if os.path.ismount(one)), Path(folder.anchor))


@cache
def _is_marked(folder: Path) -> bool:
    """Whether the program is portable; a stick that is pulled later does not move its files."""
    with contextlib.suppress(OSError):
        return any((folder / mark).is_file() for mark in MARKS)
    return False


@cache
def _is_writable(folder: Path) -> bool:
    """Whether files can be made in a folder, by making one: rights alone do not tell of a stick."""
    probe = folder / f".{os.urandom(6).hex()}"  # the module secrets would cost the start 5 ms
    try:
        folder.mkdir(exist_ok=True)
        os.close(os.open(probe, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        probe.unlink()
    except OSError:
        return False
    return True


_ENDING: Final = ".gknb"
_ADDRESS: Final = re.compile(r"file:(?://(?P<host>[^/]*))?(?P<path>/.*)", re.IGNORECASE | re.DOTALL)
_DRIVE: Final = re.compile(r"/+[A-Za-z]:")


def names_draft(argument: str) -> bool:
    """Whether an argument names a draft; sticks may give endings in capitals."""
    return argument.lower().endswith(_ENDING)


def path_of(argument: str) -> Path:
    """Give the whole path that an argument names; a file that is called like an address is one."""
    address = _ADDRESS.fullmatch(argument)
    if address is None or Path(argument).exists():
        return Path(argument).absolute()
    host, path = address["host"] or "", os.fsdecode(unquote_to_bytes(address["path"]))
    if sys.platform == "win32":
        return _on_windows(host, path)
    return Path(path)


def _on_windows(host: str, path: str) -> Path:
    """Give a path with its drive or, where a host is named, on that host's share."""
    if _DRIVE.match(path):
        return Path(path.lstrip("/"))
    return Path(f"//{host}{path}") if host not in ("", "localhost") else Path(path)
