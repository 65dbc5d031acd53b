"""The files of a bundle: which of them go in, which libraries they need, how two builds differ.

``python -m installer.contents needs BUNDLE``
    prints which shared libraries a bundle needs from the system it runs on and how new a glibc;
    status 1 if a system the program is meant for could not start it: 银河麒麟 V10 SP1 has glibc
    2.31, 统信UOS 20 has 2.28;
``python -m installer.contents compare OUTDIR OUTDIR``
    compares two builds of one commit byte by byte; where archives differ, it names the members
    that do, by content or only by time; status 1 if more than times differ.

A file is known by its name inside the bundle, on Linux and on Windows.
"""

import hashlib
import re
import sys
import tarfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final, NamedTuple

from elftools.elf.dynamic import DynamicSection
from elftools.elf.elffile import ELFFile
from elftools.elf.gnuversions import GNUVerNeedSection

QT_MODULES: Final = frozenset({"QtCore", "QtGui", "QtWidgets", "QtPrintSupport"})
"""Python modules of Qt: those that ui/ imports, and no more."""
QT_LIBRARIES: Final = frozenset(
    {"Core", "Gui", "Widgets", "PrintSupport", "DBus", "XcbQpa", "WaylandClient"}
)
"""Qt's own libraries: those of the modules, and those their plugins need."""
PLUGINS: Final[dict[str, frozenset[str]]] = {
    "platforms": frozenset({"xcb", "wayland-generic", "offscreen", "windows"}),
    # All input methods but the keyboard on the screen, which needs QML.
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
    "printsupport": frozenset({"cupsprintersupport"}),  # on Windows it is in the library
    "styles": frozenset({"modernwindowsstyle"}),
}
"""Qt's plugins by folder, without lib, q and ending. Pictures: PNG is part of QtGui."""
TRANSLATION: Final = "qtbase_zh_CN.qm"
BROUGHT: Final = re.compile(
    r"libxcb-(cursor|icccm|image|keysyms|randr|render|render-util|shape|shm|sync|util|xfixes|xkb)"
    r"|libxkbcommon(-x11)?|libzstd|libz|libbz2|liblzma|libffi|libexpat|libpython3\.11"
    r"|libpdfium|libicu(data|i18n|uc)|libpyside6\.abi3|libshiboken6\.abi3"
)
"""Libraries that go in, without ending: a desktop may lack them or have another version."""
FOUND: Final = re.compile(
    r"ld-linux-x86-64|lib(c|dl|m|pthread|rt|util|crypt|gcc_s|stdc\+\+)"
    r"|lib(GL|EGL|X11|X11-xcb|xcb|fontconfig|freetype|dbus-1|glib-2\.0|gthread-2\.0|cups)"
    r"|libwayland-(client|cursor)"
)
"""Libraries every desktop has, and which must be its own; the package depends on them."""
EXCLUDED: Final = (
    "tkinter", "sqlite3", "ssl", "_ssl", "unittest", "pydoc", "doctest", "pdb", "lib2to3", "curses",
    "ensurepip", "setuptools", "pip", "multiprocessing", "xmlrpc", "pygments", "markdown_it",
    "PIL", "numpy", "defusedxml", "_hashlib", "PySide6.QtNetwork", "lxml.isoschematron",
    "lxml.objectify", "lxml.html.diff", "lxml.html._difflib",
)  # fmt: skip
"""Modules that some library would use if they were there."""
_UNUSED: Final = re.compile(
    r"opengl32sw\.dll|d3dcompiler_47\.dll"  # the window is painted without OpenGL
    r"|direct_url\.json",
    re.IGNORECASE,
)
_TEMPLATE: Final = "docx/templates/default-docx-template/"
"""The template of python-docx, unpacked; it opens the packed one."""
_RUNTIME: Final = re.compile(r"(?:msvcp|vcruntime)140\w*\.dll", re.IGNORECASE)
BundleFile = tuple[str, str, str]
"""A file of a bundle as PyInstaller knows it: its path inside, where it is now, its kind."""


def is_kept(name: str) -> bool:
    """Return whether a file goes into the bundle, by its path inside it."""
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
    return _UNUSED.fullmatch(path.name) is None and not path.as_posix().startswith(_TEMPLATE)


def with_one_runtime(
    entries: Sequence[BundleFile], version: Callable[[Path], tuple[int, ...]]
) -> list[BundleFile]:
    """Return the files of a bundle with each library of Microsoft's runtime once, at its top.

    Python and Qt bring one each. Windows takes the first that is loaded for all of them, so that it
    has to be the newest; ``version`` returns the version of a file.
    """
    newest: dict[str, BundleFile] = {}
    kept = []
    for entry in entries:
        name = PurePosixPath(entry[0].replace("\\", "/")).name
        if _RUNTIME.fullmatch(name) is None:
            kept.append(entry)
            continue
        known = newest.get(name.upper())
        if known is None or version(Path(entry[1])) > version(Path(known[1])):
            newest[name.upper()] = entry
    moved = ((PurePosixPath(e[0].replace("\\", "/")).name, *e[1:]) for e in newest.values())
    return [*kept, *sorted(moved)]


def file_version(path: Path) -> tuple[int, ...]:
    """Return the version of a program or library of Windows, four numbers."""
    import pefile  # installed on Windows alone

    with pefile.PE(str(path), fast_load=True) as library:
        library.parse_data_directories([pefile.DIRECTORY_ENTRY["IMAGE_DIRECTORY_ENTRY_RESOURCE"]])
        fixed = library.VS_FIXEDFILEINFO[0]
    high, low = fixed.FileVersionMS, fixed.FileVersionLS
    return high >> 16, high & 0xFFFF, low >> 16, low & 0xFFFF


def library_of(name: str) -> str | None:
    """Return the name of a shared library on Linux without its ending; None for other files."""
    found = re.fullmatch(r"((?:lib|ld-).+?)(?:-[0-9a-f]{8})?\.so(\.[0-9.]+)?", name)
    return found[1] if found else None


def _bare(name: str) -> str:
    return name.split(".")[0].removeprefix("lib")


NEWEST: Final = {"GLIBC": (2, 31), "GLIBCXX": (3, 4, 25)}
"""Newest versions of symbols that may be needed, by family: those of the oldest system."""
GOAL: Final = (2, 28)
"""glibc of 统信UOS 20."""
Version = tuple[int, ...]


@dataclass(frozen=True)
class LibraryNeeds:
    """Needs of one ELF file: libraries by file name, newest symbol version by family."""

    libraries: tuple[str, ...]
    versions: dict[str, Version]


def needs_of(path: Path) -> LibraryNeeds | None:
    """Return the needs of a file; None if it is no ELF file."""
    with path.open("rb") as file:
        if file.read(4) != b"\x7fELF":
            return None
        libraries: list[str] = []
        versions: dict[str, Version] = {}
        for section in ELFFile(file).iter_sections():
            if isinstance(section, DynamicSection):
                libraries += [tag.needed for tag in section.iter_tags("DT_NEEDED")]
            if isinstance(section, GNUVerNeedSection):
                for name in _symbol_versions(section):
                    family, _, number = name.partition("_")
                    if re.fullmatch(r"[0-9.]+", number):  # not GLIBC_PRIVATE
                        version = tuple(map(int, number.split(".")))
                        versions[family] = max(version, versions.get(family, ()))
    return LibraryNeeds(tuple(libraries), versions)


def _symbol_versions(section: GNUVerNeedSection) -> Iterator[str]:
    for _, symbols in section.iter_versions():
        yield from (symbol.name for symbol in symbols)


def needs_of_all(bundle: Path) -> dict[Path, LibraryNeeds]:
    """Return the needs of every ELF file of a bundle, by its path inside."""
    files = sorted(path for path in bundle.rglob("*") if path.is_file() and not path.is_symlink())
    found = {path.relative_to(bundle): needs_of(path) for path in files}
    return {path: needs for path, needs in found.items() if needs is not None}


def newest(found: dict[Path, LibraryNeeds], family: str) -> tuple[Version, list[Path]]:
    """Return the newest version of a family that is needed, and the files that need it."""
    version = max((needs.versions.get(family, ()) for needs in found.values()), default=())
    return version, [path for path, needs in found.items() if needs.versions.get(family) == version]


def from_the_system(found: dict[Path, LibraryNeeds]) -> dict[str, list[Path]]:
    """Return the libraries that are needed and not in the bundle, with the files that need them."""
    brought = {path.name for path in found}
    missing: dict[str, list[Path]] = {}
    for path, needs in found.items():
        for library in needs.libraries:
            if library not in brought:
                missing.setdefault(library, []).append(path)
    return dict(sorted(missing.items()))


def print_needs(bundle: Path) -> int:
    """Print what a bundle needs; return 1 if that is too new, or not every desktop has it."""
    found = needs_of_all(bundle)
    status = 0
    for family, limit in NEWEST.items():
        version, files = newest(found, family)
        names = ", ".join(str(path) for path in files[:4])
        print(f"highest {family}: {_dotted(version)} (limit {_dotted(limit)}), by {names}")
        status |= version > limit
    over = [path for path, needs in found.items() if needs.versions.get("GLIBC", ()) > GOAL]
    print(f"files that need a glibc newer than {_dotted(GOAL)}: {len(over)} of {len(found)}")
    missing = from_the_system(found)
    print(f"from the system: {' '.join(missing)}")
    for library, files in missing.items():
        if not FOUND.fullmatch(library_of(library) or library):
            print(f"NOT on every desktop: {library}, needed by {files[0]}")
            status = 1
    return status


def _dotted(version: Version) -> str:
    return ".".join(map(str, version))


class Member(NamedTuple):
    """One member of an archive; its time (seconds since 1970) is the last field."""

    kind: bytes
    mode: int
    link: str
    sha256: str
    time: float


def members(archive: Path) -> dict[str, Member]:
    """Return the members of a tar archive by name."""
    found = {}
    with tarfile.open(archive) as tar:
        for one in tar:
            file = tar.extractfile(one) if one.isreg() else None
            digest = hashlib.sha256(file.read()).hexdigest() if file else ""
            found[one.name] = Member(one.type, one.mode, one.linkname, digest, one.mtime)
    return found


def differences(first: Path, second: Path) -> list[str]:
    """Return a line for each member in which two archives differ; none if no byte differs."""
    if first.read_bytes() == second.read_bytes():
        return []
    ours, others = members(first), members(second)
    found = [f"only in one: {name}" for name in sorted(ours.keys() ^ others.keys())]
    for name in sorted(ours.keys() & others.keys()):
        if ours[name][:-1] != others[name][:-1]:
            found.append(f"content: {name}")
        elif ours[name] != others[name]:
            found.append(f"time only: {name}")
    return found or ["the same members, packed otherwise"]


def print_differences(first: Path, second: Path) -> int:
    """Compare all files of two builds; return 1 if more than times differ."""
    names = {path.name for path in (*first.iterdir(), *second.iterdir())}
    status = 0
    for name in sorted(names):
        ours, other = first / name, second / name
        if not (ours.is_file() and other.is_file()):
            found = ["only in one build"]
        elif name.endswith(".deb"):
            found = [] if ours.read_bytes() == other.read_bytes() else ["differs; see the archive"]
        else:
            found = differences(ours, other)
        print(f"{name}: {'identical' if not found else f'{len(found)} differences'}")
        print("".join(f"  {line}\n" for line in found), end="")
        status |= any(not line.startswith("time only") for line in found)
    return status


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["needs", bundle]:
            sys.exit(print_needs(Path(bundle)))
        case ["compare", first, second]:
            sys.exit(print_differences(Path(first), Path(second)))
        case _:
            sys.exit(__doc__)
