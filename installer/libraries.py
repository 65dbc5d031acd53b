"""Which shared libraries a bundle needs from the system it runs on, and how new a glibc.

``python -m installer.libraries BUNDLE`` prints it and fails where a system the program is meant for
could not start it: 银河麒麟 V10 SP1 has glibc 2.31, 统信UOS 20 has 2.28.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from elftools.elf.dynamic import DynamicSection
from elftools.elf.elffile import ELFFile
from elftools.elf.gnuversions import GNUVerNeedSection

from installer.trimming import FOUND, library_of

NEWEST: Final = {"GLIBC": (2, 31), "GLIBCXX": (3, 4, 25)}
"""The newest versions of symbols that may be needed: those of the oldest system, by library."""
GOAL: Final = (2, 28)
"""glibc of 统信UOS 20."""
Version = tuple[int, ...]


@dataclass(frozen=True)
class LibraryNeeds:
    """What one ELF file asks of others: libraries by file name, newest symbol version by family."""

    libraries: tuple[str, ...]
    versions: dict[str, Version]


def needs_of(path: Path) -> LibraryNeeds | None:
    """Give what a file asks for; nothing where it is no ELF file."""
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
    """Give what every ELF file of a bundle asks for, by its path inside."""
    files = sorted(path for path in bundle.rglob("*") if path.is_file() and not path.is_symlink())
    found = {path.relative_to(bundle): needs_of(path) for path in files}
    return {path: needs for path, needs in found.items() if needs is not None}


def newest(found: dict[Path, LibraryNeeds], family: str) -> tuple[Version, list[Path]]:
    """Give the newest version of a family that is needed, and the files that need it."""
    version = max((needs.versions.get(family, ()) for needs in found.values()), default=())
    return version, [path for path, needs in found.items() if needs.versions.get(family) == version]


def from_the_system(found: dict[Path, LibraryNeeds]) -> dict[str, list[Path]]:
    """Give the libraries that are needed and not in the bundle, and who needs them."""
    brought = {path.name for path in found}
    missing: dict[str, list[Path]] = {}
    for path, needs in found.items():
        for library in needs.libraries:
            if library not in brought:
                missing.setdefault(library, []).append(path)
    return dict(sorted(missing.items()))


def main(bundle: Path) -> int:
    """Print what a bundle needs; gives 1 where that is too new, or no desktop has it."""
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


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
