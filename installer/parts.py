"""The parts of a bundle: the one list of them, and their licences as texts.

``python -m installer.parts BUNDLE CONTENTS WHEELS`` fills ``licenses`` in the bundle: parts.json
and one text file for each part, named like the part. The program shows them (ui/app/parts.py). The
list is CycloneDX (ECMA-424) in JSON; the same parts give the same bytes.

It runs where the bundle was built, with the Python of the build. ``CONTENTS`` is the file with the
names of all that is in the bundle (gknb.spec), ``WHEELS`` the folder of the wheels.
"""

import hashlib
import os
import platform
import re
import subprocess
import sys
import tomllib
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Final
from uuid import NAMESPACE_URL, uuid5
from xml.parsers import expat

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom, BomMetaData
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from lxml import etree
from packageurl import PackageURL
from packaging.utils import canonicalize_name

from installer.contents import file_version
from model.resources import ICONS, ROOT
from ui.app.parts import LIST, ProgramPart, icons_part, package_part, text_file

COPYRIGHTS: Final = Path("/build/copyrights")
"""Where installer/linux/copyrights.sh puts copyright files of Debian packages."""
_LICENCES: Final = ROOT / "installer" / "licences"
LGPL: Final = tuple(_LICENCES / name for name in ("LGPL-3.txt", "GPL-3.txt"))
_OF_QT: Final = frozenset({"pyside6-essentials", "shiboken6"})
"""Packages whose wheels hold no text of their licence, which is that of Qt."""


@dataclass(frozen=True, kw_only=True)
class BundledPart(ProgramPart):
    """A part of a bundle.

    ``sha256`` is that of the wheel it came in, or of its main file in the bundle.
    """

    url: PackageURL
    sha256: str


def parts_of(files: Path, contents: str, wheels: Path) -> list[BundledPart]:
    """Return the parts of a bundle, sorted by name.

    ``files`` is the folder of its libraries; ``contents`` names its modules and files, one a line.

    Raises:
        FileNotFoundError: there is no wheel of a part.
    """
    modules = {re.split(r"[./\\]", line)[0] for line in contents.splitlines()}
    known = metadata.packages_distributions()
    names = sorted({name for module in modules for name in known.get(module, ())})
    loader = _package("pyinstaller", wheels)
    found = [
        *(_package(name, wheels) for name in names),
        BundledPart(
            "PyInstaller boot loader",
            loader.version,
            "GPL-2.0-or-later WITH Bootloader-exception",
            loader.texts,
            url=loader.url,
            sha256=loader.sha256,
        ),
        _icons(),
        *(_windows_parts(files) if sys.platform == "win32" else _linux_parts(files, wheels)),
    ]
    return sorted(found, key=lambda part: part.name.lower())


def _package(name: str, wheels: Path) -> BundledPart:
    part = package_part(metadata.distribution(name))
    name = canonicalize_name(part.name)
    return BundledPart(
        part.name,
        part.version,
        part.licence,
        LGPL if name in _OF_QT else part.texts,
        url=PackageURL("pypi", None, name, part.version),
        sha256=_sha256(_wheel(name, part.version, wheels)),
    )


def _icons() -> BundledPart:
    """Return the line icons; their hash is that of one strip that was made from the drawings."""
    part = icons_part()
    return BundledPart(
        part.name,
        part.version,
        part.licence,
        part.texts,
        url=PackageURL("npm", None, "lucide-static", part.version),
        sha256=_sha256(ICONS / "symbols-16.png"),
    )


def _wheel(name: str, version: str, wheels: Path) -> Path:
    """Return the wheel a package was installed from: the lock was checked against its hash."""
    for wheel in wheels.glob("*.whl"):
        wheel_name, wheel_version = wheel.name.split("-")[:2]
        if (canonicalize_name(wheel_name), wheel_version) == (canonicalize_name(name), version):
            return wheel
    raise FileNotFoundError(f"no wheel of {name} {version}")


def _generic(
    name: str, version: str, licence: str, source: Path, *texts: Path, url: PackageURL | None = None
) -> BundledPart:
    """Return a part that is no Python package; ``source`` is the file of its hash."""
    url = url or PackageURL("generic", None, name.lower(), version)
    return BundledPart(name, version, licence, texts, url=url, sha256=_sha256(source))


def _windows_parts(files: Path) -> Iterator[BundledPart]:
    yield _generic("Qt", _qt_version(), "LGPL-3.0-only", files / "PySide6" / "Qt6Core.dll", *LGPL)
    python, text = files / "python311.dll", Path(sys.base_prefix) / "LICENSE.txt"
    yield _generic("CPython", platform.python_version(), "PSF-2.0", python, text)
    # Libraries within CPython and lxml. Those without a text here are in the text of CPython.
    lxml = next((files / "lxml").glob("etree*.pyd"))
    for name, version, licence, source, own in (
        ("expat", expat.EXPAT_VERSION.removeprefix("expat_"), "MIT", "pyexpat.pyd", "expat"),
        ("zlib", zlib.ZLIB_RUNTIME_VERSION, "Zlib", python, "zlib"),
        ("liblzma", "5.2.5", "LicenseRef-public-domain", "_lzma.pyd", "liblzma"),
        ("libmpdec", "2.5.1", "BSD-2-Clause", "_decimal.pyd", "libmpdec"),
        ("bzip2", "1.0.8", "bzip2-1.0.6", "_bz2.pyd", ""),
        ("libffi", "3.4.4", "MIT", "libffi-8.dll", ""),
        ("libxml2", _dotted(etree.LIBXML_COMPILED_VERSION), "MIT", lxml, "libxml2"),
        ("libxslt", _dotted(etree.LIBXSLT_COMPILED_VERSION), "MIT", lxml, "libxml2"),
        ("libiconv", _dotted(etree.ICONV_COMPILED_VERSION), "LGPL-2.1-or-later", lxml, "LGPL-2.1"),
    ):
        yield _generic(
            name, version, licence, files / source, _LICENCES / f"{own}.txt" if own else text
        )
    runtime = files / "VCRUNTIME140.dll"
    yield _generic(
        "Microsoft Visual C++ runtime", _dotted(file_version(runtime)), "Microsoft", runtime, text
    )


def _dotted(numbers: Sequence[int]) -> str:
    return ".".join(map(str, numbers))


def _qt_version() -> str:
    return metadata.version("PySide6-Essentials")


def _linux_parts(files: Path, wheels: Path) -> Iterator[BundledPart]:
    libraries = files / "PySide6" / "Qt" / "lib"
    core, icu = libraries / "libQt6Core.so.6", next(libraries.glob("libicudata.so.*"))
    yield _generic("Qt", _qt_version(), "LGPL-3.0-only", core, *LGPL, COPYRIGHTS / "libqt6core6")
    version = icu.name.removeprefix("libicudata.so.")
    yield _generic("ICU", version, "Unicode-DFS-2016", icu, COPYRIGHTS / "libicu72")
    version = Path("/opt/python/version").read_text("ascii").strip()
    yield _generic(
        "CPython",
        version,
        "PSF-2.0",
        files / "libpython3.11.so.1.0",
        Path("/opt/python/lib/python3.11/LICENSE.txt"),
        COPYRIGHTS / "python3.11-minimal",
        url=PackageURL("deb", "debian", "python3.11", version, {"arch": "source"}),
    )
    wheel = _wheel("lxml", metadata.version("lxml"), wheels)
    for name, text, numbers in (  # libraries that are linked into the wheel of lxml
        ("libxml2", "libxml2", etree.LIBXML_COMPILED_VERSION),
        ("libxslt", "libxslt1.1", etree.LIBXSLT_COMPILED_VERSION),
    ):
        yield _generic(name, _dotted(numbers), "MIT", wheel, COPYRIGHTS / text)
    yield from _debian_packages(files)


def _debian_packages(files: Path) -> Iterator[BundledPart]:
    """Yield the Debian packages of the libraries at the top of the bundle."""
    seen: dict[str, Path] = {}
    for library in sorted(files.glob("lib*.so*")):
        if not library.is_symlink() and not library.name.startswith("libpython"):
            package = _output("dpkg", "-S", f"*/{library.name}").split(":")[0]
            seen.setdefault(package, library)
    for package, library in sorted(seen.items()):
        version = _output("dpkg-query", "-W", "-f", "${Version}", package)
        text = Path("/usr/share/doc", package, "copyright")
        url = PackageURL("deb", "debian", package, version, {"arch": "amd64"})
        yield _generic(package, version, _short_names(text), library, text, url=url)


def _short_names(text: Path) -> str:
    """Return the licences that a machine-readable copyright file of Debian names."""
    names = re.findall(r"(?m)^License: *(\S[^\n]*)", text.read_text("utf-8", "replace"))
    return "; ".join(dict.fromkeys(names)) or "as told in the text"


def _output(*call: str) -> str:
    return subprocess.run(call, check=True, capture_output=True, text=True).stdout.strip()


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def bill(parts: Sequence[BundledPart]) -> str:
    """Return the list as CycloneDX in JSON.

    Its time is SOURCE_DATE_EPOCH (that of the build, if the variable is not set); its serial number
    follows from the hashes of the parts.
    """
    program, components = _program(), [_component(part) for part in parts]
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    made = Bom(
        components=components,
        metadata=BomMetaData(
            component=program,
            timestamp=datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC),
        ),
        serial_number=uuid5(NAMESPACE_URL, " ".join(part.sha256 for part in parts)),
    )
    made.register_dependency(program, components)
    return str(JsonV1Dot6(made).output_as_string(indent=1)) + "\n"


def _component(part: BundledPart) -> Component:
    return Component(
        name=part.name,
        version=part.version,
        bom_ref=f"{part.name}@{part.version}",
        purl=part.url,
        licenses=[LicenseFactory().make_from_string(part.licence)],
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=part.sha256)],
    )


def _program() -> Component:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return Component(
        name=project["name"],
        version=project["version"],
        type=ComponentType.APPLICATION,
        bom_ref=project["name"],
        description=project["description"],
        licenses=[LicenseFactory().make_from_string(project["license"]["text"])],
    )


def write(parts: Sequence[BundledPart], folder: Path) -> None:
    """Write the list and the texts into a folder, which is made.

    Raises:
        FileNotFoundError: a part has no text of its licence, or a text does not exist.
    """
    folder.mkdir(exist_ok=True)
    for part in parts:
        if not part.texts:
            raise FileNotFoundError(f"no licence of {part.name}")
        texts = [text.read_text("utf-8", "replace") for text in part.texts]
        text_file(folder, part.name).write_text("\n\n".join(texts), encoding="utf-8")
    (folder / LIST).write_text(bill(parts), encoding="utf-8")
    print(f"{len(parts)} parts with their licences in {folder.name}")


def main(bundle: Path, contents: Path, wheels: Path) -> None:
    """Write the list and the texts of a bundle."""
    files = bundle / "_internal"
    write(parts_of(files, contents.read_text("utf-8"), wheels), files / "licenses")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
