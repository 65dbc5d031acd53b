"""The licences of the parts, asked of the libraries as they are installed here."""

import re
from importlib import metadata
from pathlib import Path

import pytest

from installer import parts
from installer.parts import _OF_QT, _licence_files, _python_package, _short_names
from model.resources import ROOT

LOCKED = re.findall(
    r"(?m)^([a-z0-9-]+)==\S+ \\$", (ROOT / "requirements" / "run.txt").read_text("utf-8")
)


@pytest.mark.parametrize("name", LOCKED)
def test_every_library_of_the_program_has_a_licence_and_its_text(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "_wheel_hash", lambda _: "a" * 64)
    package = metadata.distribution(name)
    part = _python_package(package)
    assert (part.version, part.licence != "") == (package.version, True)
    assert name in _OF_QT or (all(text.is_file() for text in part.texts) and part.texts)


def test_the_licence_of_a_wheel_is_found_whatever_its_file_is_called() -> None:
    names = {path.name for path in _licence_files(metadata.distribution("lxml"))}
    assert {"LICENSE.txt", "LICENSES.txt"} <= names


def test_the_hash_is_that_of_the_wheel_that_was_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = metadata.distribution("python-docx")
    monkeypatch.setattr(parts, "BUILD", tmp_path)
    (tmp_path / "wheels").mkdir()
    with pytest.raises(FileNotFoundError, match="no wheel of python-docx"):
        parts._wheel_hash(package)
    wheel = tmp_path / "wheels" / f"python_docx-{package.version}-py3-none-any.whl"
    wheel.write_bytes(b"")
    assert parts._wheel_hash(package).startswith("e3b0c44298fc1c14")


def test_debian_names_licences_one_by_one(tmp_path: Path) -> None:
    text = tmp_path / "copyright"
    text.write_text("License: MIT\n words\n\nLicense: GPL-3\n\nLicense: MIT\n", encoding="utf-8")
    assert _short_names(text) == "MIT; GPL-3"
    text.write_text("Everybody may use it.", encoding="utf-8")
    assert _short_names(text) == "as told in the text"
