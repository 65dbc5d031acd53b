"""Which way Chinese is typed on Linux: chosen before Qt starts, from what is there.

Qt as it comes from its makers has an ibus plugin and none for fcitx. Chinese desktops export
QT_IM_MODULE=fcitx and so leave it with Latin letters alone. A half-typed word is ended here only.
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
"""A list in the order to be tried; where it is set, Qt 6.7 and later ask it before MODULE."""
COMPOSE: Final = "compose"
"""Qt's own module: accents by dead keys, and nothing else."""
AS_IT_IS: Final = "desktop"
OWN: Final = "fcitx4"


class Facts(NamedTuple):
    """What was found out before the window exists."""

    names: frozenset[str] | None = None
    """Names on the session bus; None: there is none, or it was not asked or did not answer."""
    exported: tuple[str, ...] = ()
    """Modules that the desktop wants, the first first."""
    plugins: frozenset[str] = frozenset()
    """Keys of the input-method plugins that lie beside Qt."""
    display: int = 0
    """Number of the X display, which fcitx has in its name."""
    wayland: bool = False
    off: str = ""
    """Why nothing is to be chosen; empty: something is."""


class Choice(NamedTuple):
    """Who takes the keys, and why."""

    module: str
    """A module of Qt, AS_IT_IS or OWN."""
    reason: str
    """A sentence for the clerk and whoever helps them."""

    def environment(self) -> dict[str, str | None]:
        """Give the variables Qt shall find; None: not set."""
        if self.module == AS_IT_IS:
            return {}
        if self.module == "wayland":
            return {MODULE: None, MODULES: None}
        return {MODULE: COMPOSE if self.module == OWN else self.module, MODULES: None}


def fcitx_name(display: int) -> str:
    """Give the name that fcitx 4 has on the bus of a display, and fcitx 5 in its stead."""
    return f"org.fcitx.Fcitx-{display}"


def choose(facts: Facts) -> Choice:
    """Choose who takes the keys.

    A plugin of fcitx's own is the best there can be. fcitx 5 and ibus also serve a window on
    Wayland over the bus, and do so where the compositor leads no keys to them: they come first.
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
    """Whether fcitx is among them; its plugin for version 5 answers to both names."""
    return any(module.startswith("fcitx") for module in modules)


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
