"""The tests themselves: none of them writes into the folders of whoever runs them."""

import os
import re
import subprocess
import sys
from pathlib import Path

import platformdirs
import pytest

from tests import ROOT
from tests.screen import Screen
from ui.app import folders
from ui.base.settings import Settings

ALL = ("settings_file", "recovery_folder", "versions_folder", "forms_folder", "log_file")
ASKED = f"""
from ui.app import folders
for name in {(*ALL, "documents_folder")}:
    print(getattr(folders, name)())
"""
XDG = re.compile(r"XDG_(DATA|CONFIG|STATE|\{name\})")
BY_VARIABLE = re.compile(r"\bAPART\b")


def test_a_test_goes_by_the_programs_own_variable_on_every_system(
    own_folders: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in os.environ if name.startswith("XDG_")]:
        monkeypatch.delenv(name)  # Windows knows none of them
    for kind in ("data", "config", "log", "documents"):
        monkeypatch.setattr(
            platformdirs, f"user_{kind}_dir", lambda *_, **__: pytest.fail("the clerk's own")
        )
    for name in (*ALL, "documents_folder"):
        assert getattr(folders, name)().is_relative_to(own_folders)
    Settings().remember(own_folders / "a.gknb")
    assert (own_folders / "settings.ini").is_file()


def test_a_test_that_undoes_its_patches_keeps_its_folders(
    own_folders: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    assert folders.recovery_folder().is_relative_to(own_folders)


@pytest.mark.parametrize("kind", ["as it is", "of a screen"])
def test_a_program_that_a_test_starts_goes_by_it_too(own_folders: Path, kind: str) -> None:
    given = dict(os.environ)
    if kind == "of a screen":
        given = Screen("99", (1, 1), own_folders).environment
    environment = {name: value for name, value in given.items() if not name.startswith("XDG_")}
    call = [sys.executable, "-c", ASKED]
    done = subprocess.run(call, cwd=ROOT, env=environment, capture_output=True, check=True)
    message = done.stdout.decode().splitlines()
    assert len(message) == len(ALL) + 1
    assert all(Path(line).is_relative_to(own_folders) for line in message)


def test_no_test_and_no_benchmark_gives_a_program_folders_by_xdg_alone() -> None:
    sources = [path for name in ("tests", "benchmarks") for path in (ROOT / name).rglob("*.py")]
    texts = {path.name: path.read_text("utf-8") for path in sources if path != Path(__file__)}
    by_xdg = {name for name, text in texts.items() if XDG.search(text)}
    alone = {name for name in by_xdg if not BY_VARIABLE.search(texts[name])}
    assert alone == {"daemons.py"}  # it writes the settings of other programs
