"""The parts of a bundle: their versions, licences and hashes, as CycloneDX and as texts.

``python -m installer.parts BUNDLE`` fills ``licenses`` beside ``resources``: parts.json and one
text file for each part, named like the part. It runs where the bundle was built, whose Python and
Debian packages it asks.
"""

import hashlib
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from importlib import metadata
from pathlib import Path
from typing import Final

from lxml import etree
from packageurl import PackageURL
from packaging.utils import canonicalize_name

from installer.bill import BundledPart, bill

BUILD: Final = Path("/build")
"""Where installer/linux/*.sh work: wheels, the list of contents, Debian's copyright files."""
COPYRIGHTS: Final = BUILD / "copyrights"
COMMON: Final = Path("/usr/share/common-licenses")
LGPL: Final = (COMMON / "LGPL-3", COMMON / "GPL-3")
_OF_QT: Final = frozenset({"pyside6-essentials", "shiboken6"})
"""Their wheels hold no text of their licence, which is Qt's."""


def parts_of(files: Path) -> list[BundledPart]:
    """Give the parts of a bundle, whose files lie in a folder, by name."""
    found = [
        *_python_packages(_contents()),
        *_in_lxml(),
        _boot_loader(),
        _python(files),
        *_qt(files),
        *_debian_packages(files),
    ]
    return sorted(found, key=lambda part: part.name.lower())


def _contents() -> set[str]:
    """Give the names of the modules and folders that PyInstaller put into the bundle."""
    lines = (BUILD / "work" / "gknb" / "contents.txt").read_text("utf-8").splitlines()
    return {re.split(r"[./\\]", line)[0] for line in lines}


def _python_packages(modules: Iterable[str]) -> Iterator[BundledPart]:
    known = metadata.packages_distributions()
    for name in sorted({name for module in modules for name in known.get(module, ())}):
        yield _python_package(metadata.distribution(name))


def _python_package(package: metadata.Distribution) -> BundledPart:
    name = canonicalize_name(package.name)
    texts = LGPL if name in _OF_QT else tuple(_licence_files(package))
    told = package.metadata
    licence = told["License-Expression"] or told["License"] or "; ".join(_classified(package))
    url = PackageURL("pypi", None, name, package.version)
    return BundledPart(package.name, package.version, licence, url, _wheel_hash(package), texts)


def _licence_files(package: metadata.Distribution) -> Iterator[Path]:
    for file in package.files or ():
        if ".dist-info" in file.parts[0] and re.search(r"(?i)licen[cs]e|copying|notice", file.name):
            yield Path(str(file.locate()))


def _classified(package: metadata.Distribution) -> list[str]:
    classifiers = package.metadata.get_all("Classifier") or []
    return [one.split(" :: ")[-1] for one in classifiers if one.startswith("License ::")]


def _wheel_hash(package: metadata.Distribution) -> str:
    """Give the hash of the wheel a package was installed from: the lock was checked against it."""
    wanted = (canonicalize_name(package.name), package.version)
    for wheel in (BUILD / "wheels").glob("*.whl"):
        name, version = wheel.name.split("-")[:2]
        if (canonicalize_name(name), version) == wanted:
            return _sha256(wheel)
    raise FileNotFoundError(f"no wheel of {package.name} {package.version}")


def _in_lxml() -> Iterator[BundledPart]:
    """Give the libraries that are linked into lxml's wheel."""
    digest = _wheel_hash(metadata.distribution("lxml"))
    for name, text, numbers in (
        ("libxml2", "libxml2", etree.LIBXML_COMPILED_VERSION),
        ("libxslt", "libxslt1.1", etree.LIBXSLT_COMPILED_VERSION),
    ):
        version = ".".join(map(str, numbers))
        url = PackageURL("generic", None, name, version)
        yield BundledPart(name, version, "MIT", url, digest, (COPYRIGHTS / text,))


def _boot_loader() -> BundledPart:
    part = _python_package(metadata.distribution("pyinstaller"))
    licence = "GPL-2.0-or-later WITH Bootloader-exception"
    return BundledPart(
        "PyInstaller boot loader", part.version, licence, part.url, part.sha256, part.texts
    )


def _python(files: Path) -> BundledPart:
    version = Path("/opt/python/version").read_text("ascii").strip()
    url = PackageURL("deb", "debian", "python3.11", version, {"arch": "source"})
    library = files / "libpython3.11.so.1.0"
    texts = (Path("/opt/python/lib/python3.11/LICENSE.txt"), COPYRIGHTS / "python3.11-minimal")
    return BundledPart("CPython", version, "PSF-2.0", url, _sha256(library), texts)


def _qt(files: Path) -> Iterator[BundledPart]:
    libraries = files / "PySide6" / "Qt" / "lib"
    version = metadata.version("PySide6-Essentials")
    core = libraries / "libQt6Core.so.6"
    url = PackageURL("generic", None, "qt", version)
    texts = (*LGPL, COPYRIGHTS / "libqt6core6")
    yield BundledPart("Qt", version, "LGPL-3.0-only", url, _sha256(core), texts)
    icu = next(libraries.glob("libicudata.so.*"))
    version = icu.name.removeprefix("libicudata.so.")
    url = PackageURL("generic", None, "icu", version)
    yield BundledPart(
        "ICU", version, "Unicode-DFS-2016", url, _sha256(icu), (COPYRIGHTS / "libicu72",)
    )


def _debian_packages(files: Path) -> Iterator[BundledPart]:
    """Give the Debian packages that libraries at the top of the bundle were taken from."""
    seen: dict[str, list[Path]] = {}
    for library in sorted(files.glob("lib*.so*")):
        if not library.is_symlink() and not library.name.startswith("libpython"):
            seen.setdefault(_package_of(library.name), []).append(library)
    for package, libraries in sorted(seen.items()):
        version = _asked("dpkg-query", "-W", "-f", "${Version}", package)
        text = Path("/usr/share/doc", package, "copyright")
        url = PackageURL("deb", "debian", package, version, {"arch": "amd64"})
        digest = _sha256(libraries[0])
        yield BundledPart(package, version, _short_names(text), url, digest, (text,))


def _package_of(library: str) -> str:
    return _asked("dpkg", "-S", f"*/{library}").split(":")[0]


def _short_names(text: Path) -> str:
    """Give the licences that a machine-readable copyright file of Debian names."""
    names = re.findall(r"(?m)^License: *(\S[^\n]*)", text.read_text("utf-8", "replace"))
    return "; ".join(dict.fromkeys(names)) or "as told in the text"


def _asked(*call: str) -> str:
    return subprocess.run(call, check=True, capture_output=True, text=True).stdout.strip()


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main(bundle: Path) -> None:
    """Write the list and the texts."""
    files = bundle / "_internal"
    folder = files / "licenses"
    folder.mkdir(exist_ok=True)
    parts = parts_of(files)
    for part in parts:
        texts = [text.read_text("utf-8", "replace") for text in part.texts]
        assert texts, f"no licence of {part.name}"
        (folder / f"{part.name}.txt").write_text("\n\n".join(texts), encoding="utf-8")
    (folder / "parts.json").write_text(bill(parts), encoding="utf-8")
    print(f"{len(parts)} parts with their licences in {folder.name}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
