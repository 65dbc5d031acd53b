"""Chooses the input method for Chinese on Linux before Qt starts.

The official build of Qt has a plugin for ibus and none for fcitx. Chinese desktops export
QT_IM_MODULE=fcitx, so that only Latin letters can be typed.
"""

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Final, NamedTuple

from PySide6.QtCore import QLibraryInfo

FCITX5: Final = "org.fcitx.Fcitx5"
IBUS: Final = "org.freedesktop.IBus"
MODULE: Final = "QT_IM_MODULE"
MODULES: Final = "QT_IM_MODULES"
"""A list in the order of trying; Qt 6.7 and later use it before MODULE."""
COMPOSE: Final = "compose"
"""Qt's own module, only for accents by dead keys."""
AS_IT_IS: Final = "desktop"
OWN: Final = "fcitx4"


class Facts(NamedTuple):
    """Facts that are found out before the window exists."""

    names: frozenset[str] | None = None
    """Names on the session bus; None: there is no bus, or it was not asked or did not answer."""
    exported: tuple[str, ...] = ()
    """Modules that the desktop wants, in its order."""
    plugins: frozenset[str] = frozenset()
    """Keys of the input-method plugins of Qt."""
    display: int = 0
    """Number of the X display, which is part of the name of fcitx."""
    wayland: bool = False
    off: str = ""
    """Why no input method is chosen; empty: one is."""


class Choice(NamedTuple):
    """The chosen input method, and why."""

    module: str
    """A module of Qt, AS_IT_IS or OWN."""
    reason: str
    """A sentence for the clerk, and for support."""

    def environment(self) -> dict[str, str | None]:
        """Return the variables for Qt; None: not set."""
        if self.module == AS_IT_IS:
            return {}
        if self.module == "wayland":
            return {MODULE: None, MODULES: None}
        return {MODULE: COMPOSE if self.module == OWN else self.module, MODULES: None}


def fcitx_name(display: int) -> str:
    """Return the name of fcitx 4 on the bus of a display, which fcitx 5 may have too."""
    return f"org.fcitx.Fcitx-{display}"


def choose(facts: Facts) -> Choice:
    """Choose the input method.

    A plugin of fcitx itself is the best choice. fcitx 5 and ibus come before Wayland: they serve a
    window on Wayland over the bus, even where the compositor sends them no keys.
    """
    if facts.off:
        return Choice(AS_IT_IS, facts.off)
    if facts.names is None:
        return Choice(AS_IT_IS, "没有找到输入法服务，按系统设置输入。")
    if _names_fcitx(facts.exported) and _names_fcitx(facts.plugins):
        return Choice(AS_IT_IS, "系统指定了 fcitx，程序带有 fcitx 插件，按系统设置输入。")
    if IBUS in facts.names:
        who = "fcitx5" if FCITX5 in facts.names else "IBus"
        return Choice("ibus", f"{who} 正在运行，通过 IBus 接口输入。")
    if fcitx_name(facts.display) in facts.names:
        who = "fcitx5" if FCITX5 in facts.names else "fcitx 4"
        return Choice(OWN, f"{who} 正在运行，没有 IBus 接口，由本程序直接连接。")
    if FCITX5 in facts.names:
        return Choice("ibus", "fcitx5 正在运行，通过 IBus 接口输入。")
    if facts.wayland:
        return Choice("wayland", "当前是 Wayland 会话，通过 Wayland 文本输入接口输入。")
    return Choice(AS_IT_IS, "没有发现正在运行的输入法，按系统设置输入。")


def _names_fcitx(modules: Iterable[str]) -> bool:
    """Return whether fcitx is among the modules; its plugin for version 5 has both names."""
    return any(module.startswith("fcitx") for module in modules)


SWITCH: Final = "GKNB_TYPING"
"""A variable that, set to SYSTEM, leaves the choice to the variables of the desktop."""
SYSTEM: Final = "system"
BUS: Final = "DBUS_SESSION_BUS_ADDRESS"


def first_facts(wanted: str) -> Facts:
    """Return the facts that need no bus; ``wanted`` is the clerk's setting."""
    exported = os.environ.get(MODULES) or os.environ.get(MODULE) or ""
    return Facts(
        exported=tuple(filter(None, exported.split(";"))),
        plugins=_plugins(),
        display=display_number(os.environ.get("DISPLAY", "")),
        wayland=_on_wayland(),
        off=_off(wanted),
    )


def _off(wanted: str) -> str:
    """Return why no input method is chosen; empty: one is."""
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
    """Return the number of an X display from the text of DISPLAY; 0 where it has none."""
    number = display.rpartition(":")[2].partition(".")[0]
    return int(number) if number.isascii() and number.isdigit() else 0


def _on_wayland() -> bool:
    """Return whether the window will be on Wayland."""
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    if platform:
        return platform.startswith("wayland")
    return os.environ.get("XDG_SESSION_TYPE") == "wayland"


def _plugins() -> frozenset[str]:
    """Return the input-method plugins of Qt, from lib〈name〉platforminputcontextplugin.so."""
    folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath))
    files = (folder / "platforminputcontexts").glob("lib*platforminputcontextplugin*.so")
    names = {file.name[len("lib") :].partition("platforminputcontext")[0] for file in files}
    return frozenset(names)
