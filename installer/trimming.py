"""What of all that PyInstaller finds goes into a bundle: nothing the program does not use.

Everything here is told by the name a file has inside the bundle, on Linux and on Windows.
"""

import re
from pathlib import PurePosixPath
from typing import Final

QT_MODULES: Final = frozenset({"QtCore", "QtGui", "QtWidgets"})
"""Qt as Python sees it: what ui/ imports, and no more."""
QT_LIBRARIES: Final = frozenset({"Core", "Gui", "Widgets", "DBus", "XcbQpa", "WaylandClient"})
"""Qt's own libraries: those of the modules, and those their plugins need."""
PLUGINS: Final[dict[str, frozenset[str]]] = {
    "platforms": frozenset({"xcb", "wayland-generic", "offscreen", "windows"}),
    # How Chinese is typed: all that there is but the keyboard on the screen, which needs QML.
    "platforminputcontexts": frozenset(
        {
            "ibusplatforminputcontextplugin",
            "composeplatforminputcontextplugin",
            "fcitxplatforminputcontextplugin",
            "fcitx5platforminputcontextplugin",
        }
    ),
    # Not gtk3: it would load the desktop's GTK, with its memory and its start.
    "platformthemes": frozenset({"xdgdesktopportal"}),
    "wayland-shell-integration": frozenset({"xdg-shell"}),
    "wayland-decoration-client": frozenset({"bradient"}),
    "styles": frozenset({"modernwindowsstyle", "windowsvistastyle"}),
}
"""Qt's plugins by folder, without lib, q and ending. Pictures: PNG is part of QtGui."""
TRANSLATION: Final = "qtbase_zh_CN.qm"
BROUGHT: Final = re.compile(
    r"libxcb-(cursor|icccm|image|keysyms|randr|render|render-util|shape|shm|sync|util|xfixes|xkb)"
    r"|libxkbcommon(-x11)?|libzstd|libz|libbz2|liblzma|libffi|libexpat|libpython3\.11"
    r"|libicu(data|i18n|uc)|libpyside6\.abi3|libshiboken6\.abi3"
)
"""Libraries that come along, without ending: a desktop may lack them or have another version."""
FOUND: Final = re.compile(
    r"ld-linux-x86-64|lib(c|dl|m|pthread|rt|util|crypt|gcc_s|stdc\+\+)"
    r"|lib(GL|EGL|X11|X11-xcb|xcb|fontconfig|freetype|dbus-1|glib-2\.0|gthread-2\.0)"
    r"|libwayland-(client|cursor)"
)
"""Libraries every desktop has, and which must be its own; the package depends on them."""
EXCLUDED: Final = (
    "tkinter", "sqlite3", "ssl", "_ssl", "unittest", "pydoc", "doctest", "pdb", "lib2to3", "curses",
    "ensurepip", "setuptools", "pip", "multiprocessing", "xmlrpc", "pygments", "markdown_it",
    "PIL", "numpy", "defusedxml", "PySide6.QtNetwork", "lxml.isoschematron", "lxml.objectify",
    "lxml.html.diff", "lxml.html._difflib",
)  # fmt: skip
"""Modules that some library would use if they were there."""


def is_kept(name: str) -> bool:
    """Whether a file goes into the bundle, by its path inside it."""
    path = PurePosixPath(name.replace("\\", "/"))
    parts = path.parts
    if "plugins" in parts and parts[0] == "PySide6":
        return _bare(path.name).removeprefix("q") in PLUGINS.get(path.parent.name, ())
    if "translations" in parts and parts[0] == "PySide6":
        return path.name == TRANSLATION
    if (qt := re.match(r"(?:lib)?Qt6(\w+)\.(?:so|dll)", path.name)) is not None:
        return qt[1] in QT_LIBRARIES
    if parts[0] == "PySide6" and re.match(r"Qt\w+\.(abi3\.so|pyd)", path.name):
        return path.name.split(".")[0] in QT_MODULES
    if (library := library_of(path.name)) is not None:
        return BROUGHT.fullmatch(library) is not None
    return path.name != "direct_url.json"


def library_of(name: str) -> str | None:
    """Give the name of a shared library on Linux without its ending; nothing for other files."""
    found = re.fullmatch(r"((?:lib|ld-).+?)(?:-[0-9a-f]{8})?\.so(\.[0-9.]+)?", name)
    return found[1] if found else None


def _bare(name: str) -> str:
    return name.split(".")[0].removeprefix("lib")
