"""The program as a clerk starts it: a real window, typed into, closed, and read again."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from model import storage
from model.report import Report
from model.storage import Loaded

ROOT = Path(__file__).parent.parent.parent
CELL = "disclosure/regulations/issued"

pytestmark = pytest.mark.skipif(
    not (shutil.which("Xvfb") and shutil.which("xdotool")), reason="Xvfb and xdotool are missing"
)


@pytest.fixture
def screen(own_folders: Path) -> Iterator[dict[str, str]]:
    """A screen of 1366 × 768 of its own; gives the environment of programs on it."""
    reading, writing = os.pipe()
    call = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1366x768x24"]
    server = subprocess.Popen(call, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        display = pipe.readline().strip()
    environment = {k: v for k, v in os.environ.items() if k != "QT_QPA_PLATFORM"}
    yield environment | {"DISPLAY": f":{display}"}
    server.terminate()
    server.wait()


def xdotool(environment: dict[str, str], *words: str) -> str:
    call = ["xdotool", *words]
    return subprocess.run(call, env=environment, check=True, capture_output=True, text=True).stdout


def test_a_window_is_typed_into_and_what_was_typed_is_saved_on_closing(
    screen: dict[str, str], tmp_path: Path, empty: Report
) -> None:
    path = storage.save(Loaded(empty, tmp_path / "草 稿.gknb", "")).path
    complaints = tmp_path / "stderr.txt"
    with complaints.open("wb") as stderr:
        call = [sys.executable, str(ROOT / "main.py"), str(path)]
        program = subprocess.Popen(call, env=screen, stderr=stderr)
    found = xdotool(screen, "search", "--sync", "--onlyvisible", "--name", "某市水务局")
    window = found.split()[0]
    xdotool(screen, "windowfocus", "--sync", window)
    keys = ["alt+Right", "alt+Right", "1", "2", "Return", "3", "Return", "ctrl+q"]  # 一, 二
    xdotool(screen, "key", "--delay", "60", *keys)
    assert program.wait(timeout=20) == 0
    assert complaints.read_bytes() == b""
    assert storage.load(path).report.values == {CELL: 12, "disclosure/regulations/repealed": 3}
