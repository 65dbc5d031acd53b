"""Real input methods, each on a screen and a session bus of its own, with pinyin switched on."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path

from tests.fcitx import session_bus, wait_for
from tests.screen import ROOT, Screen

UNPACKED = ROOT / ".venv" / "fcitx4"
"""Where `./test.sh typing` puts a fcitx 4: Debian installs none beside fcitx 5."""
DESKTOP = {"QT_IM_MODULE": "fcitx", "XMODIFIERS": "@im=fcitx", "LC_ALL": "C.UTF-8"}
"""What Chinese desktops export."""
CANDIDATES = {
    "fcitx5": "Fcitx5 Input Window",
    "ibus": "ibus-ui-gtk3",
    "fcitx4": "Fcitx Input Window",
}
"""Names of the windows in which the candidates stand."""

_FCITX5 = {
    "fcitx5/config": "[Behavior]\nActiveByDefault=True\n",
    "fcitx5/profile": "[Groups/0]\nName=Default\nDefault Layout=us\nDefaultIM=pinyin\n\n"
    "[Groups/0/Items/0]\nName=pinyin\nLayout=\n\n[GroupOrder]\n0=Default\n",
}
_IBUS = {"glib-2.0/settings/keyfile": "[desktop/ibus/general]\npreload-engines=['libpinyin']\n"}
_FCITX4 = {
    "fcitx/config": "[Program]\nDefaultInputMethodState=Active\n",
    "fcitx/profile": "[Profile]\nIMName=pinyin\nEnabledIMList=pinyin:True\n",
}


def fcitx4_program() -> Path | None:
    """Give the program of a fcitx 4 that is installed or unpacked."""
    unpacked = UNPACKED / "usr" / "bin" / "fcitx"
    installed = shutil.which("fcitx")
    if unpacked.exists() or not installed:
        return unpacked if unpacked.exists() else None
    return Path(installed)


def lacking(daemon: str) -> list[str]:
    """Name what must be installed before a daemon can be typed with."""
    needed = {
        "fcitx5": (Path("/usr/bin/fcitx5"), Path("/usr/share/fcitx5/inputmethod/pinyin.conf")),
        "ibus": (Path("/usr/bin/ibus-daemon"), Path("/usr/share/ibus/component/libpinyin.xml")),
        "fcitx4": (fcitx4_program() or UNPACKED,),
    }
    tools = [tool for tool in ("Xvfb", "xdotool", "dbus-daemon") if not shutil.which(tool)]
    return tools + [path.name for path in needed[daemon] if not path.exists()]


@contextmanager
def typing_with(daemon: str, display: Screen) -> Iterator[None]:
    """Run an input method on a screen, as a Chinese desktop would; programs start afterwards."""
    starters: dict[str, Callable[[Screen], AbstractContextManager[None]]] = {
        "fcitx5": _fcitx5,
        "ibus": _ibus,
        "fcitx4": _fcitx4,
    }
    with session_bus() as address, ExitStack() as stack:
        display.environment |= DESKTOP | {"DBUS_SESSION_BUS_ADDRESS": address}
        stack.enter_context(starters[daemon](display))
        yield


@contextmanager
def _fcitx5(display: Screen) -> Iterator[None]:
    _configure(display, _FCITX5)
    with _running(display, "fcitx5", "--disable", "wayland,waylandim,xim"):
        _wait_for(display, "org.freedesktop.IBus")
        yield


@contextmanager
def _ibus(display: Screen) -> Iterator[None]:
    _configure(display, _IBUS)
    display.environment["GSETTINGS_BACKEND"] = "keyfile"
    with _running(display, "ibus-daemon"):
        _wait_for(display, "org.freedesktop.IBus.Panel.Extension.Gtk3")
        yield


@contextmanager
def _fcitx4(display: Screen) -> Iterator[None]:
    program = fcitx4_program()
    assert program is not None
    _configure(display, _FCITX4)
    extra = {}
    if program.is_relative_to(UNPACKED):
        libraries = next((UNPACKED / "usr" / "lib").glob("*-linux-gnu"))
        extra = {"FCITXDIR": str(UNPACKED / "usr"), "LD_LIBRARY_PATH": str(libraries)}
    with _running(display, str(program), "-D", extra=extra):
        _wait_for(display, f"org.fcitx.Fcitx-{display.environment['DISPLAY'].strip(':')}")
        yield


def _configure(display: Screen, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = Path(display.environment["XDG_CONFIG_HOME"]) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


@contextmanager
def _running(display: Screen, *call: str, extra: dict[str, str] | None = None) -> Iterator[None]:
    environment, nothing = display.environment | (extra or {}), subprocess.DEVNULL
    with subprocess.Popen(call, env=environment, stdout=nothing, stderr=nothing) as daemon:
        try:
            yield
        finally:
            daemon.terminate()


def _wait_for(display: Screen, name: str) -> None:
    wait_for(display.environment["DBUS_SESSION_BUS_ADDRESS"], name)
