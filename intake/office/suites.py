"""Office suites that are installed on this computer."""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

if sys.platform == "win32":
    import winreg

LIBREOFFICE: Final = "LibreOffice"
_AUTOMATED: Final = {"WPS": "KWPS.Application", "Word": "Word.Application"}
"""Suites that Windows automates, by their names; the first that is registered is used."""
_MAC: Final = "/Applications/LibreOffice.app/Contents/MacOS/soffice"
_LINUX: Final = (
    "opt/libreoffice*/program/soffice",
    "usr/lib/libreoffice/program/soffice",
    "usr/lib64/libreoffice/program/soffice",
)
"""Where LibreOffice is on Linux when no command starts it. A snap or a Flatpak is left out: each
has a /tmp of its own and cannot read the folder of a job."""
_FOREIGN: Final = ("/snap/", "/var/lib/snapd/", "/flatpak/")
_PROGRAMS: Final = ("ProgramW6432", "ProgramFiles", "ProgramFiles(x86)")
"""Variables of Windows that name its folders of programs, on whatever drive they are."""
_APP_PATHS: Final = r"Software\Microsoft\Windows\CurrentVersion\App Paths"
_UNO: Final = r"Software\LibreOffice\UNO\InstallPath"
_WPS_FOLDERS: Final = (
    "/opt/kingsoft", "/opt/apps/cn.wps.wps-office", "/opt/apps/cn.wps.wps-office-pro"
)  # fmt: skip
_WPS: Final = r"Software\Kingsoft\Office\6.0\Common"


def soffice() -> str:
    """Return the path of LibreOffice; empty where there is none that can be used."""
    commands = (shutil.which("soffice"), shutil.which("libreoffice"))
    places = (*filter(None, commands), *_on_linux(), _MAC, *_on_windows())
    return next((place for place in places if _is_usable(place)), "")


def _is_usable(place: str) -> bool:
    """Return whether a program exists and is neither a snap nor a Flatpak."""
    path = Path(place)
    return path.is_file() and not any(one in str(path.resolve()) + place for one in _FOREIGN)


def _on_linux() -> Iterator[str]:
    """Yield where LibreOffice is on Linux, a newer version before an older one."""
    for pattern in _LINUX:
        yield from sorted(map(str, Path("/").glob(pattern)), reverse=True)


def _on_windows() -> Iterator[str]:
    """Yield where LibreOffice says it was installed on Windows, then where it usually is."""
    yield registered(rf"{_APP_PATHS}\soffice.exe")
    yield str(Path(registered(_UNO), "soffice.exe"))
    for folder in filter(None, map(os.environ.get, _PROGRAMS)):
        yield str(Path(folder, "LibreOffice", "program", "soffice.exe"))


def registered(key: str, name: str = "") -> str:
    """Return a value of Windows's registry, for this user or for all; empty if there is none."""
    if sys.platform == "win32":
        for root in (winreg.HKEY_CURRENT_USER, winreg.HKEY_LOCAL_MACHINE):
            for view in (winreg.KEY_WOW64_64KEY, winreg.KEY_WOW64_32KEY):
                with suppress(OSError), winreg.OpenKey(root, key, 0, winreg.KEY_READ | view) as at:
                    return str(winreg.QueryValueEx(at, name)[0]).strip('"')
    return ""


def has_wps() -> bool:
    """Return whether WPS is installed; it opens documents, but converts none in the background."""
    local = os.environ.get("LOCALAPPDATA")
    folders = [Path(local, "Kingsoft")] if local else [*map(Path, _WPS_FOLDERS)]
    known = shutil.which("wps") or registered(_WPS, "InstallRoot")
    known = known or registered(rf"{_APP_PATHS}\wps.exe")
    return bool(known) or any(folder.is_dir() for folder in folders)


def automated() -> tuple[str, str]:
    """Return the name of a suite that Windows can automate, and its program identifier, or none."""
    for name, identifier in _AUTOMATED.items():
        if registered(rf"Software\Classes\{identifier}\CLSID"):
            return name, identifier
    return "", ""
