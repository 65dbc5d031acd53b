"""Folders of the program's own files, and the paths that a call names. No Qt.

The files are in the user's own folders, or in ``data`` in the folder of the program if that folder
holds a file named ``portable``. Desktops name a draft by its path or by an address.
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
"""Files that make a program portable; Windows hides the ending of a file made by hand."""
APART: Final = "GKNB_FOLDER"
"""Variable that names another folder for all own files and for new drafts: by it the self-test and
the tests leave no trace."""
DATA: Final = "data"
"""Name of the folder for a portable program's own files, in the folder of the program."""
_ON_DISK: Final = "disk:"
"""Beginning of a remembered path that is relative to the disk of the portable program."""
_FELL_BACK: Final = (
    "程序所在的文件夹不能写入，设置、恢复副本和历史版本改存在本机的用户文件夹中。"
    "随身使用的，解除 U 盘的写保护，或把程序复制到可以写入的文件夹。"
)


def program_folder() -> Path:
    """Return the folder in which a clerk sees the program: frozen, or as source."""
    return Path(sys.executable).parent if getattr(sys, "frozen", False) else ROOT


def program_name() -> str:
    """Return the name by which a command line calls the program."""
    if getattr(sys, "frozen", False):
        return Path(sys.executable).stem
    return "run.bat" if sys.platform == "win32" else "run.sh"


def portable_folder() -> Path | None:
    """Return the folder of a portable program's files; None if they are elsewhere."""
    if _apart() is not None:
        return None
    folder = program_folder()
    return folder / DATA if _is_marked(folder) and _is_writable(folder / DATA) else None


def fell_back() -> str:
    """Return a sentence if a portable program cannot write to its folder; else an empty one."""
    marked = _apart() is None and _is_marked(program_folder())
    return _FELL_BACK if marked and portable_folder() is None else ""


def data_folder() -> Path:
    """Return the folder of recovery copies, earlier versions and added forms."""
    return _together() or Path(platformdirs.user_data_dir(NAME, appauthor=False))


def recovery_folder() -> Path:
    """Return the folder of recovery copies."""
    return data_folder() / "recovery"


def versions_folder() -> Path:
    """Return the folder of earlier versions, one folder in it for each draft."""
    return data_folder() / "versions"


def forms_folder() -> Path:
    """Return the folder of report forms that were added on this computer."""
    return data_folder() / "forms"


def settings_file() -> Path:
    """Return the file of settings."""
    folder = _together() or Path(platformdirs.user_config_dir(NAME, appauthor=False))
    return folder / "settings.ini"


def log_file() -> Path:
    """Return the file of the log; no text of a clerk is written to it."""
    folder = _together() or Path(platformdirs.user_log_dir(NAME, appauthor=False))
    return folder / "gknb.log"


def documents_folder() -> Path:
    """Return the folder that is proposed for new drafts: the documents, or the home folder."""
    if (apart := _apart()) is not None:
        return apart
    documents = Path(platformdirs.user_documents_dir())
    return documents if documents.is_dir() else Path.home()


def remembered(path: Path) -> str:
    """Return a path as it is written down, for ``found`` to read.

    A stick has another name on every computer: a path on the disk of a portable program is written
    relative to the root of that disk.
    """
    disk = _disk(program_folder())
    if portable_folder() is None or disk == Path(disk.anchor) == Path("/"):
        return str(path)
    if not path.is_relative_to(disk):
        return str(path)
    return _ON_DISK + path.relative_to(disk).as_posix()


def found(written: str) -> Path:
    """Return the path that ``remembered`` wrote, as it is on this computer."""
    if not written.startswith(_ON_DISK):
        return Path(written)
    return _disk(program_folder()) / written.removeprefix(_ON_DISK)


def _apart() -> Path | None:
    """Return the folder that the variable names."""
    apart = os.environ.get(APART)
    return Path(apart) if apart else None


def _together() -> Path | None:
    """Return the one folder of all own files; None if each kind has a folder of the user's."""
    return _apart() or portable_folder()


@cache
def _disk(folder: Path) -> Path:
    """Return the root of the disk of a folder, which is always the program's own."""
    above = (folder, *folder.parents)  # Path.is_mount is not for Windows before Python 3.12
    return next((one for one in above if os.path.ismount(one)), Path(folder.anchor))


@cache
def _is_marked(folder: Path) -> bool:
    """Return whether the program is portable; the answer stays when a stick is pulled later."""
    with contextlib.suppress(OSError):
        return any((folder / mark).is_file() for mark in MARKS)
    return False


@cache
def _is_writable(folder: Path) -> bool:
    """Return whether a file can be made in a folder; the rights say nothing about a stick."""
    probe = folder / f".{os.urandom(6).hex()}"  # the module secrets would cost the start 5 ms
    try:
        folder.mkdir(exist_ok=True)
        os.close(os.open(probe, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        probe.unlink()
    except OSError:
        return False
    return True


_ENDING: Final = ".gknb"
_ADDRESS: Final = r"(?is)file:(?://(?P<host>[^/]*))?(?P<path>/.*)"
_DRIVE: Final = r"/+[A-Za-z]:"


def names_draft(argument: str) -> bool:
    """Return whether an argument names a draft; on sticks endings may be in capitals."""
    return argument.lower().endswith(_ENDING)


def path_of(argument: str) -> Path:
    """Return the absolute path that an argument names; an existing file is never an address."""
    address = re.fullmatch(_ADDRESS, argument)
    if address is None or Path(argument).exists():
        return Path(argument).absolute()
    host, path = address["host"] or "", os.fsdecode(unquote_to_bytes(address["path"]))
    if sys.platform == "win32":
        return _on_windows(host, path)
    return Path(path)


def _on_windows(host: str, path: str) -> Path:
    """Return a path with its drive or, if a host is named, on that host's share."""
    if re.match(_DRIVE, path):
        return Path(path.lstrip("/"))
    return Path(f"//{host}{path}") if host not in ("", "localhost") else Path(path)
