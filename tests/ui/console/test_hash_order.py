"""What is printed, listed and written never follows the order of sets, which differs each start."""

import os
import subprocess
import sys
from pathlib import Path

from model.resources import ROOT
from tests.sampling import many
from ui.app import folders


def streamed(folder: Path, seed: int) -> list[str]:
    """Give the whole stream of one start of Python."""
    folder.mkdir()
    call = [sys.executable, "-m", "tests.hash_order", str(folder)]
    apart = {"PYTHONHASHSEED": str(seed), folders.APART: str(folder.with_suffix(".home"))}
    found = subprocess.run(
        call, cwd=ROOT, env=os.environ | apart, capture_output=True, encoding="utf-8", check=False
    )
    assert (found.returncode, found.stderr) == (0, "")
    return found.stdout.splitlines()


def test_every_start_gives_the_same_bytes(tmp_path: Path) -> None:
    first = streamed(tmp_path / "0", 0)
    assert len(first) > 1000
    for seed in range(1, many(6, 2)):
        assert streamed(tmp_path / str(seed), seed) == first
