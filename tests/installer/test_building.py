"""The scripts of the build, without building: they can be read, and name only what there is."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from model.resources import ROOT

INSTALLER = ROOT / "installer"
SCRIPTS = sorted(INSTALLER.rglob("*.sh"))


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_every_script_can_be_read_by_its_shell(script: Path) -> None:
    shell = "bash" if "bash" in script.read_text("utf-8").splitlines()[0] else "sh"
    if script.name == "roots.sh":
        shell = "bash"
    assert subprocess.run([shell, "-n", script], check=False).returncode == 0


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_no_script_names_a_server(script: Path) -> None:
    assert "://" not in script.read_text("utf-8")


class Found:
    """What PyInstaller found, as far as the spec asks."""

    def __init__(self, scripts: list[str], **options: Any) -> None:
        self.asked = [*scripts, *options["runtime_hooks"], *(data[0] for data in options["datas"])]
        self.scripts = scripts
        self.pure = [("docx.api", "docx/api.py", "PYMODULE")]
        self.binaries = [
            ("PySide6/Qt/lib/libQt6Core.so.6", "", "BINARY"),
            ("libQt6Core.so.6", "PySide6/Qt/lib/libQt6Core.so.6", "SYMLINK"),
            ("PySide6/Qt/lib/libQt6Quick.so.6", "", "BINARY"),
            ("libQt6Quick.so.6", "PySide6/Qt/lib/libQt6Quick.so.6", "SYMLINK"),
        ]
        self.datas = [("docx/templates/default.docx", "", "DATA")]


def test_the_spec_names_files_that_are_there_and_leaves_out_what_is_trimmed(
    tmp_path: Path,
) -> None:
    made: dict[str, Any] = {}
    names = {
        "Analysis": lambda *given, **options: made.setdefault("found", Found(*given, **options)),
        "PYZ": lambda pure: pure,
        "EXE": lambda *given, **options: made.setdefault("program", options),
        "COLLECT": lambda *given, **options: made.setdefault("put", given[1]),
        "SPECPATH": str(INSTALLER),
        "workpath": str(tmp_path),
    }
    exec((INSTALLER / "gknb.spec").read_text("utf-8"), names)
    assert all(Path(path).exists() for path in made["found"].asked)
    assert Path(made["program"]["icon"]).is_file()
    assert [entry[0] for entry in made["put"]] == [
        "PySide6/Qt/lib/libQt6Core.so.6",
        "libQt6Core.so.6",
    ]
    assert "docx.api" in (tmp_path / "contents.txt").read_text("utf-8").splitlines()


def test_a_program_started_from_the_bundle_finds_its_own_libraries() -> None:
    code = (INSTALLER / "environment.py").read_text("utf-8") + "\nprint(dict(os.environ))"
    for given, left in (({"LD_LIBRARY_PATH_ORIG": "/a"}, "/a"), ({}, None)):
        environment = {"LD_LIBRARY_PATH": "/bundle", **given}
        done = subprocess.run(
            [shutil.which("python3") or "python3", "-c", code],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        assert (f"'LD_LIBRARY_PATH': '{left}'" in done.stdout) is (left is not None)
        assert "/bundle" not in done.stdout


@pytest.mark.parametrize("spec", ["gknb.spec", "windows/gknb.spec"])
def test_a_bundle_prints_chinese_whatever_the_code_page_of_the_console(spec: str) -> None:
    text = (INSTALLER / spec).read_text("utf-8")
    options = re.findall(r'\("([^"]*)", None, "OPTION"\)', text)
    assert options == ["X utf8=1"]  # as the boot loader reads it: another key is passed over
    assert text.count("EXE(") == text.count('"OPTION"')
