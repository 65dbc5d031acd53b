"""Processes, file names and hidden files, as far as operating systems differ in them.

On other systems than Windows every name is allowed, and a file is hidden by the dot that its name
begins with. Source: Microsoft, «Naming Files, Paths, and Namespaces», «OpenProcess».
"""

import contextlib
import ctypes
import os
import re
import sys
from pathlib import Path
from typing import Any, Final

from model.errors import SavingError
from model.report.begin import is_reserved

NAME: Final = 40
"""Most characters of a draft's name in the names of files beside it.

A character has up to four bytes, and a name up to 255.
"""
LARGEST_PID: Final = 2**32 - 1
"""The largest number of a process; Linux has smaller ones only."""
_FORBIDDEN: Final = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
_STILL_RUNNING: Final = 259  # STILL_ACTIVE
_MAY_ASK: Final = 0x1000  # PROCESS_QUERY_LIMITED_INFORMATION
_DENIED: Final = 5  # ERROR_ACCESS_DENIED
_HIDDEN: Final = 0x2
_NORMAL: Final = 0x80


def is_running(pid: int) -> bool:
    """Return whether a process of this computer is alive, whoever started it."""
    if not 0 < pid <= LARGEST_PID:
        return False
    if sys.platform == "win32":  # os.kill would end it there
        return _is_running_on_windows(pid)
    try:
        os.kill(pid, 0)
    except PermissionError:  # another user's
        return True
    except (OSError, OverflowError):
        return False
    return True


def _is_running_on_windows(pid: int) -> bool:
    kernel = _kernel()
    handle = kernel.OpenProcess(_MAY_ASK, False, pid)
    if not handle:
        return bool(_last_error() == _DENIED)  # another user's
    code = ctypes.c_ulong()
    kernel.GetExitCodeProcess(ctypes.c_void_p(handle), ctypes.byref(code))
    kernel.CloseHandle(ctypes.c_void_p(handle))
    return code.value == _STILL_RUNNING


def _kernel() -> Any:
    """Return the library of Windows, which keeps the error of each call for ``_last_error``."""
    kernel = getattr(ctypes, "WinDLL")("kernel32", use_last_error=True)  # noqa: B009  # Windows alone
    kernel.OpenProcess.restype = ctypes.c_void_p
    return kernel


def _last_error() -> int:
    return int(getattr(ctypes, "get_last_error")())  # noqa: B009


def require_name(path: Path) -> None:
    """Check that Windows takes the name of a file as it is.

    Windows would write «年报:2024.gknb» beside a file «年报», and «a.gknb.» as «a.gknb».

    Raises:
        SavingError: it does not; the sentence says what is wrong with the name.
    """
    if sys.platform != "win32":
        return
    name = path.name
    if (found := _FORBIDDEN.search(name)) is not None:
        sign = f"“{found[0]}”" if found[0].isprintable() else "控制字符"
        raise SavingError(f"Windows 的文件名中不能有{sign}。换一个文件名。")
    if name.endswith((" ", ".")):
        raise SavingError("Windows 的文件名不能以空格或句点结尾。换一个文件名。")
    if is_reserved(name):
        raise SavingError("这个文件名由 Windows 保留，不能使用。换一个文件名。")


def hide(path: Path) -> None:
    """Hide what a program puts beside a draft from the clerk, where a dot does not."""
    _set_attributes(path, _HIDDEN)


def reveal(path: Path) -> None:
    """Show a hidden file again, before it takes the place of a draft."""
    _set_attributes(path, _NORMAL)


def _set_attributes(path: Path, attributes: int) -> None:
    if sys.platform == "win32":
        with contextlib.suppress(OSError, ValueError):  # a share without attributes
            _kernel().SetFileAttributesW(str(path), attributes)
