"""Files that are named at the call: by a desktop's double click, as a path or as an address. No Qt.

Desktops give one or the other as they like, whatever the program's entry asks for.
"""

import os
import re
import sys
from pathlib import Path
from typing import Final
from urllib.parse import unquote_to_bytes

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
