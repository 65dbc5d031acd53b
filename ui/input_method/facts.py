"""What stands for Chinese typing on this computer, asked before the window exists."""

import os
import sys
from pathlib import Path
from typing import Final

from PySide6.QtCore import QLibraryInfo

from ui.input_method.choice import MODULE, MODULES, Facts

SWITCH: Final = "GKNB_TYPING"
"""A variable that, set to SYSTEM, leaves the typing to what the desktop has exported."""
SYSTEM: Final = "system"
BUS: Final = "DBUS_SESSION_BUS_ADDRESS"


def first_facts(wanted: str) -> Facts:
    """Give what needs no asking; ``wanted`` is the clerk's setting."""
    exported = os.environ.get(MODULES) or os.environ.get(MODULE) or ""
    return Facts(
        exported=tuple(filter(None, exported.split(";"))),
        plugins=_plugins(),
        display=display_number(os.environ.get("DISPLAY", "")),
        wayland=_on_wayland(),
        off=_off(wanted),
    )


def _off(wanted: str) -> str:
    """Give why nothing is to be chosen; empty: something is."""
    platform = os.environ.get("QT_QPA_PLATFORM", "").partition(":")[0]
    if sys.platform != "linux":
        return "本系统的输入法不需要选择，按系统设置输入。"
    if os.environ.get(SWITCH) == SYSTEM:
        return f"环境变量 {SWITCH} 指定按系统设置输入。"
    if wanted == SYSTEM:
        return "设置中选择了按系统设置输入。"
    if platform and platform != "xcb" and not platform.startswith("wayland"):
        return "没有显示屏，按系统设置输入。"
    return ""


def display_number(display: str) -> int:
    """Give the number of an X display named as in DISPLAY; 0 where it names none."""
    number = display.rpartition(":")[2].partition(".")[0]
    return int(number) if number.isascii() and number.isdigit() else 0


def _on_wayland() -> bool:
    """Whether the window will be one of Wayland's."""
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    if platform:
        return platform.startswith("wayland")
    return os.environ.get("XDG_SESSION_TYPE") == "wayland"


def _plugins() -> frozenset[str]:
    """Give the input-method plugins beside Qt, from lib〈name〉platforminputcontextplugin.so."""
    folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath))
    files = (folder / "platforminputcontexts").glob("lib*platforminputcontextplugin*.so")
    names = {file.name[len("lib") :].partition("platforminputcontext")[0] for file in files}
    return frozenset(names)
