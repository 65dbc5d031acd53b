"""Fills ``licenses`` of a bundle for Windows: parts.json (CycloneDX) and a text for each part.

``python -m installer.windows.licences BUNDLE WHEELHOUSE`` runs on Windows, with the Python that
the bundle was built with. What a part's hash is taken of: the wheel it came in, or its main file.
"""

import hashlib
import platform
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Final

from packageurl import PackageURL
from packaging.utils import canonicalize_name

from installer.bill import BundledPart, bill
from ui.app.parts import parts as installed

TEXTS: Final = Path(__file__).parent / "licences"
"""Licences that the wheels of Qt do not bring."""
LGPL: Final = (TEXTS / "LGPL-3.txt", TEXTS / "GPL-3.txt")
_OF_QT: Final = ("pyside6", "shiboken6")


def parts_of(files: Path, wheelhouse: Path) -> Iterator[BundledPart]:
    """Give the parts of a bundle whose files lie in a folder."""
    for one in installed():
        texts = LGPL if one.name.lower().startswith(_OF_QT) else one.texts
        yield _package(one.name, one.version, one.licence, texts, wheelhouse)
    loader = metadata.distribution("pyinstaller")
    texts = tuple(Path(str(f.locate())) for f in loader.files or () if f.name == "COPYING.txt")
    name, licence = "PyInstaller boot loader", "GPL-2.0-or-later WITH Bootloader-exception"
    made = _package("pyinstaller", loader.version, licence, texts, wheelhouse)
    yield BundledPart(name, made.version, licence, made.url, made.sha256, texts)
    qt = metadata.version("PySide6-Essentials")
    core = files / "PySide6" / "Qt6Core.dll"
    yield BundledPart(
        "Qt", qt, "LGPL-3.0-only", PackageURL("generic", None, "qt", qt), _hash(core), LGPL
    )
    version, library = platform.python_version(), files / "python311.dll"
    url = PackageURL("generic", None, "cpython", version)
    texts = (Path(sys.base_prefix) / "LICENSE.txt",)
    yield BundledPart("CPython", version, "PSF-2.0", url, _hash(library), texts)


def _package(
    name: str, version: str, licence: str, texts: tuple[Path, ...], wheelhouse: Path
) -> BundledPart:
    wanted = canonicalize_name(name)
    for wheel in wheelhouse.glob("*.whl"):
        if canonicalize_name(wheel.name.split("-")[0]) == wanted:
            url = PackageURL("pypi", None, wanted, version)
            return BundledPart(name, version, licence, url, _hash(wheel), texts)
    raise FileNotFoundError(f"no wheel of {name}")


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main(bundle: Path, wheelhouse: Path) -> None:
    """Write the list and the texts."""
    files = bundle / "_internal"
    folder = files / "licenses"
    folder.mkdir(exist_ok=True)
    parts = sorted(parts_of(files, wheelhouse), key=lambda part: part.name.lower())
    for part in parts:
        texts = [text.read_text("utf-8", "replace") for text in part.texts]
        if not texts:
            raise FileNotFoundError(f"no licence of {part.name}")
        (folder / f"{part.name}.txt").write_text("\n\n".join(texts), encoding="utf-8")
    (folder / "parts.json").write_text(bill(parts), encoding="utf-8")
    print(f"{len(parts)} parts with their licences")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
