"""Fetches what a Windows computer without a network needs to build: ``wheelhouse``, wheels alone.

``python -m installer.windows.wheelhouse [FOLDER]`` runs on any system with Python 3.11 and a
package registry, and checks every wheel against requirements/build.txt.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from model.resources import ROOT

LOCK: Final = ROOT / "requirements" / "build.txt"
FOLDER: Final = ROOT / "wheelhouse"
PYTHON: Final = "3.11"
_ONE: Final = re.compile(r"(?m)^[\w.-]+==[^\n]*(?:\n[ \t]+[^\n]*)*\n?")
_ELSEWHERE: Final = re.compile(r" ; (?P<marker>[^\\\n]*)")


def for_windows(lock: str) -> str:
    """Give a lock as it is on Windows: pip would ask its markers of the system it runs on.

    Raises:
        ValueError: a marker asks for more than the system.
    """
    return _ONE.sub(lambda one: _required(one[0]), lock)


def _required(requirement: str) -> str:
    marker = _ELSEWHERE.search(requirement)
    if marker is None:
        return requirement
    asked = re.fullmatch(r"sys_platform (==|!=) '(\w+)'", marker["marker"].strip())
    if asked is None:
        raise ValueError(f"not understood: {marker['marker']}")
    here = (asked[2] == "win32") == (asked[1] == "==")
    return requirement.replace(marker[0], " ", 1) if here else ""


def call(lock: Path, folder: Path) -> list[str]:
    """Give the call that fetches the wheels of a lock into a folder."""
    return [
        *(sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes"),
        *("--platform", "win_amd64", "--only-binary=:all:"),
        *("--implementation", "cp", "--python-version", PYTHON),
        *("--dest", str(folder), "--requirement", str(lock)),
    ]


def main(folder: Path) -> None:
    """Fetch all wheels, and say how many they are and how large."""
    with tempfile.TemporaryDirectory() as place:
        lock = Path(place) / "windows.txt"
        lock.write_text(for_windows(LOCK.read_text("utf-8")), "utf-8")
        subprocess.run(call(lock, folder), check=True)
    wheels = list(folder.glob("*.whl"))
    size = sum(wheel.stat().st_size for wheel in wheels) / 1_000_000
    print(f"{len(wheels)} wheels, {size:.0f} MB in {folder.name}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
