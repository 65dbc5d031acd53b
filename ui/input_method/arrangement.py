"""The input method for Chinese on Linux: chosen before Qt starts, and held for log and 关于.

The official build of Qt has a plugin for ibus and none for fcitx. Chinese desktops export
QT_IM_MODULE=fcitx, so that only Latin letters can be typed. Only this module chooses the input
method and finishes half-typed words.
"""

import os
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QLibraryInfo
from PySide6.QtGui import QGuiApplication

if TYPE_CHECKING:
    from ui.input_method.bus import Bus
    from ui.input_method.keeper import Attendant

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
    folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath), "platforminputcontexts")
    with suppress(OSError):
        found = [file.name.partition("platforminputcontextplugin") for file in folder.iterdir()]
        return frozenset(name.removeprefix("lib") for name, part, _ in found if part)
    return frozenset()


LIMIT: Final = 0.3
"""Seconds in which the session bus has to answer before the window appears."""


class Typing:
    """The input method of this process."""

    def __init__(self) -> None:
        self.choice = Choice(AS_IT_IS, "尚未选择，按系统设置输入。")
        self._display = 0
        self._bus: Bus | None = None
        self._attendant: Attendant | None = None

    def choose(self, wanted: str) -> None:
        """Find out what is running, and choose; ``wanted`` is the clerk's setting."""
        facts = first_facts(wanted)
        if not facts.off and os.environ.get(BUS):
            facts = facts._replace(names=self._ask())
        self.choice = choose(facts)
        self._display = facts.display
        if self.choice.module != OWN and self._bus is not None:
            self._bus.close()
            self._bus = None

    def _ask(self) -> frozenset[str] | None:
        """Return the names on the session bus, and stay connected; None: no answer in time."""
        from ui.input_method.bus import Bus, BusError

        end = time.monotonic() + LIMIT
        try:
            self._bus = Bus(LIMIT)
            return self._bus.names(end - time.monotonic())
        except BusError:
            return None

    def attend(self, qt: QGuiApplication) -> None:
        """Send the keys to fcitx 4, where that was chosen, and keep half-typed words."""
        if self._bus is not None:
            from ui.input_method.bus import BusError
            from ui.input_method.client import Client

            with suppress(BusError):  # it has ended meanwhile; keys are typed directly
                self._attendant = Client(self._bus, fcitx_name(self._display), qt)
            self._bus = None
        elif self.choice.module != AS_IT_IS:
            from ui.input_method.keeper import Keeper

            self._attendant = Keeper(qt)

    def commit(self) -> None:
        """Write the half-typed word into its field."""
        if self._attendant is not None:
            self._attendant.commit()
        else:
            QGuiApplication.inputMethod().commit()


_typing = Typing()


@contextmanager
def arranged(wanted: str) -> Iterator[None]:
    """Choose the input method for a Qt application that is made within the block.

    Programs that are started later get the environment of the desktop.
    """
    _typing.choose(wanted)
    before = dict(os.environ)
    for name, value in _typing.choice.environment().items():
        os.environ.pop(name, None)
        os.environ.update({name: value} if value else {})
    try:
        yield
    finally:
        for name in _typing.choice.environment():
            os.environ.pop(name, None)
            os.environ.update({name: before[name]} if name in before else {})


def attend(qt: QGuiApplication) -> None:
    """Send the keys to fcitx 4, where that was chosen, and keep half-typed words."""
    _typing.attend(qt)


def choice() -> Choice:
    """Return the input method, with the reason for it."""
    return _typing.choice


def commit_typing() -> None:
    """Write the half-typed word into its field, before the field is left or saved."""
    _typing.commit()
