"""Which way Chinese is typed: chosen from what is there, whatever the desktop has exported.

Qt as it comes from its makers has an ibus plugin and none for fcitx. Chinese desktops export
QT_IM_MODULE=fcitx, and so leave it with Latin letters alone.
"""

from collections.abc import Iterable
from typing import Final, NamedTuple

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
