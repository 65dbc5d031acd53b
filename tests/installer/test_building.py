"""The scripts of the build, without building: they can be read, and name only what there is."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from model.resources import ROOT
from ui.start import restore_library_path

INSTALLER = ROOT / "installer"
SCRIPTS = sorted(INSTALLER.rglob("*.sh"))


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_every_script_can_be_read_by_its_shell(script: Path) -> None:
    head = script.read_text("utf-8").splitlines()[0]
    shell = "bash" if "bash" in head or head.startswith("# Sourced") else "sh"
    assert subprocess.run([shell, "-n", script], check=False).returncode == 0


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_no_script_names_a_server(script: Path) -> None:
    assert "://" not in script.read_text("utf-8")


class Found:
    """What PyInstaller found, as far as the spec asks."""

    def __init__(self, scripts: list[str], **options: Any) -> None:
        self.asked = [*scripts, *(data[0] for data in options["datas"])]
        self.scripts = scripts
        self.pure = [("docx.api", "docx/api.py", "PYMODULE")]
        self.binaries = [
            ("PySide6/Qt/lib/libQt6Core.so.6", "", "BINARY"),
            ("libQt6Core.so.6", "PySide6/Qt/lib/libQt6Core.so.6", "SYMLINK"),
            ("PySide6/Qt/lib/libQt6Quick.so.6", "", "BINARY"),
            ("libQt6Quick.so.6", "PySide6/Qt/lib/libQt6Quick.so.6", "SYMLINK"),
        ]
        self.datas = [("docx/templates/default.docx", "", "DATA")]


@pytest.mark.parametrize("system", ["linux", "win32"])
def test_the_spec_names_files_that_are_there_and_leaves_out_what_is_trimmed(
    system: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    made: list[dict[str, Any]] = []
    found: list[Found] = []
    put: list[Any] = []

    def analysis(*given: Any, **options: Any) -> Found:
        found.append(Found(*given, **options))
        return found[0]

    names = {
        "Analysis": analysis,
        "PYZ": lambda pure: pure,
        "EXE": lambda *given, **options: made.append(options),
        "COLLECT": lambda *given, **options: put.extend((*given, options["name"])),
        "SPECPATH": str(INSTALLER),
        "workpath": str(tmp_path),
    }
    exec((INSTALLER / "gknb.spec").read_text("utf-8"), names)
    assert all(Path(path).exists() for path in found[0].asked)
    programs = {"linux": ["gknb"], "win32": ["gknb", "gknb-console"]}[system]
    assert [(one["name"], one["console"]) for one in made] == [
        (name, name != "gknb") for name in programs
    ]
    for one in made:
        icons = [one["icon"]] if system == "linux" else [*one["icon"], one["version"]]
        assert all(Path(icon).is_file() for icon in icons)
    assert [Path(icon).stem for icon in made[0]["icon"]] == ["gknb", "draft"] or system == "linux"
    *_, binaries, _, name = put
    assert (len(put), name) == (len(programs) + 3, "gknb")
    assert [entry[0] for entry in binaries] == [
        "PySide6/Qt/lib/libQt6Core.so.6",
        "libQt6Core.so.6",
    ]
    assert "docx.api" in (tmp_path / "contents.txt").read_text("utf-8").splitlines()


@pytest.mark.parametrize(("given", "left"), [("/a", "/a"), (None, None)])
def test_a_program_started_from_the_bundle_finds_its_own_libraries(
    given: str | None, left: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("LD_LIBRARY_PATH", "/bundle")
    monkeypatch.delenv("LD_LIBRARY_PATH_ORIG", raising=False)
    if given is not None:
        monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", given)
    restore_library_path()
    assert os.environ["LD_LIBRARY_PATH"] == "/bundle"  # a program from source is not touched
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    restore_library_path()
    assert os.environ.get("LD_LIBRARY_PATH") == left
    assert "LD_LIBRARY_PATH_ORIG" not in os.environ


def test_a_bundle_prints_chinese_whatever_the_code_page_of_the_console() -> None:
    text = (INSTALLER / "gknb.spec").read_text("utf-8")
    options = re.findall(r'\("([^"]*)", None, "OPTION"\)', text)
    assert options == ["X utf8=1"]  # as the boot loader reads it: another key is passed over
    assert text.count("EXE(") == text.count('"OPTION"')
