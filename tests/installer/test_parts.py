"""The list of parts: licences asked of the installed libraries, and CycloneDX made of them."""

import json
import re
import sys
from importlib import metadata
from pathlib import Path

import pytest
from packageurl import PackageURL

from installer import parts
from installer.parts import _OF_QT, LGPL, BundledPart, _short_names, _wheel, bill, parts_of, write
from model.resources import ROOT
from ui.app import parts as shown
from ui.app.parts import package_part

LOCKED = re.findall(
    r"(?m)^([a-z0-9-]+)==\S+ \\$", (ROOT / "requirements" / "run.txt").read_text("utf-8")
)
LXML = BundledPart(
    "lxml", "6.1.3", "BSD-3-Clause", url=PackageURL("pypi", None, "lxml"), sha256="a" * 64
)
ICU = BundledPart(
    "ICU", "73", "as told", (Path("x"),), url=PackageURL("generic", None, "icu"), sha256="b" * 64
)


@pytest.fixture(autouse=True)
def at_the_time_of_a_commit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1750000000")


@pytest.mark.parametrize("name", LOCKED)
def test_every_library_of_the_program_has_a_licence_and_its_text(name: str) -> None:
    package = metadata.distribution(name)
    part = package_part(package)
    assert (part.version, part.licence != "") == (package.version, True)
    assert name in _OF_QT or (all(text.is_file() for text in part.texts) and part.texts)


def test_the_licence_of_a_wheel_is_found_whatever_its_file_is_called() -> None:
    names = {path.name for path in package_part(metadata.distribution("lxml")).texts}
    assert {"LICENSE.txt", "LICENSES.txt"} <= names


def test_the_hash_is_that_of_the_wheel_that_was_installed(tmp_path: Path) -> None:
    version = metadata.version("python-docx")
    with pytest.raises(FileNotFoundError, match=f"no wheel of python-docx {version}"):
        _wheel("python-docx", version, tmp_path)
    wheel = tmp_path / f"python_docx-{version}-py3-none-any.whl"
    wheel.write_bytes(b"")
    (tmp_path / "python_docx-0.1-py3-none-any.whl").write_bytes(b"")
    assert _wheel("python-docx", version, tmp_path) == wheel


def test_debian_names_licences_one_by_one(tmp_path: Path) -> None:
    text = tmp_path / "copyright"
    text.write_text("License: MIT\n words\n\nLicense: GPL-3\n\nLicense: MIT\n", encoding="utf-8")
    assert _short_names(text) == "MIT; GPL-3"
    text.write_text("Everybody may use it.", encoding="utf-8")
    assert _short_names(text) == "as told in the text"


def test_every_part_is_listed_with_version_licence_and_hash() -> None:
    made = json.loads(bill([LXML, ICU]))
    assert (made["bomFormat"], made["metadata"]["component"]["name"]) == ("CycloneDX", "gknb")
    listed = {
        one["name"]: (one["version"], one["licenses"][0]["license"], one["hashes"][0]["content"])
        for one in made["components"]
    }
    assert listed == {
        "lxml": ("6.1.3", {"id": "BSD-3-Clause"}, "a" * 64),
        "ICU": ("73", {"name": "as told"}, "b" * 64),
    }


def test_the_same_parts_give_the_same_bytes() -> None:
    assert bill([LXML, ICU]) == bill([LXML, ICU]) != bill([LXML])


def test_the_program_shows_the_very_list_that_the_build_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Build the list of a bundle for Windows, with wheels and libraries that are none."""
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(sys, "base_prefix", str(tmp_path))
    (tmp_path / "LICENSE.txt").write_text("PSF", "utf-8")
    files, wheels = tmp_path / "_internal", tmp_path / "wheels"
    (files / "PySide6").mkdir(parents=True)
    wheels.mkdir()
    (files / "lxml").mkdir()
    for library in (
        "PySide6/Qt6Core.dll", "python311.dll", "pyexpat.pyd", "_lzma.pyd", "_decimal.pyd",
        "_bz2.pyd", "libffi-8.dll", "lxml/etree.cp311-win_amd64.pyd", "VCRUNTIME140.dll",
    ):  # fmt: skip
        (files / library).write_bytes(b"MZ")
    monkeypatch.setattr(parts, "file_version", lambda _: (14, 39, 33520, 0))
    names = ["pyside6-essentials", "msgspec", "python-docx"]
    for name in names:
        wheel = f"{name.replace('-', '_')}-{metadata.version(name)}-py3-none-any.whl"
        (wheels / wheel).write_bytes(name.encode())
    contents = "docx.api\nmsgspec\\_core.pyd\nPySide6\\Qt6Core.dll\nresources\\forms\\2021.toml"
    known = {"docx": ["python-docx"], "msgspec": ["msgspec"], "PySide6": ["PySide6_Essentials"]}
    monkeypatch.setattr(metadata, "packages_distributions", lambda: known)
    loader = metadata.distribution("msgspec")  # PyInstaller is not installed for tests
    monkeypatch.setattr(
        metadata, "distribution", lambda name, ask=metadata.distribution:
            loader if name == "pyinstaller" else ask(name),
    )  # fmt: skip
    made = parts_of(files, contents, wheels)
    write(made, files / "licenses")
    monkeypatch.setattr(shown, "LICENCES", files / "licenses")
    assert [str(part) for part in shown.parts()] == [str(part) for part in made]
    assert [part.name for part in made] == [
        "bzip2", "CPython", "expat", "libffi", "libiconv", "liblzma", "libmpdec", "libxml2",
        "libxslt", "Lucide", "Microsoft Visual C++ runtime", "msgspec", "PyInstaller boot loader",
        "PySide6_Essentials", "python-docx", "Qt", "zlib",
    ]  # fmt: skip
    by_name = {part.name: part for part in shown.parts()}
    assert by_name["Lucide"].licence == "ISC AND MIT"
    assert "Lucide Icons and Contributors" in by_name["Lucide"].text
    assert by_name["CPython"].text == by_name["bzip2"].text == "PSF"
    assert "Expat maintainers" in by_name["expat"].text
    assert by_name["Microsoft Visual C++ runtime"].version == "14.39.33520.0"
    assert by_name["Qt"].text == "\n\n".join(text.read_text("utf-8") for text in LGPL)
    assert "Redistribution" in by_name["msgspec"].text


def test_the_icons_are_a_part_of_one_version() -> None:
    texts = [path.read_text("utf-8") for path in sorted(shown.DRAWINGS.glob("*.svg"))]
    assert {re.findall(r"lucide-static v(\S+)", text)[0] for text in texts} == {
        shown.icons_part().version
    }


def test_a_part_without_its_licence_stops_the_build(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no licence of lxml"):
        write([LXML], tmp_path)
