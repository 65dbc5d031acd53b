"""The program as a clerk starts it: a real window, typed into, closed, and read again."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

from model.drafts import storage
from model.drafts.storage import Loaded
from model.report.report import Report
from tests.patience import PATIENCE
from tests.sampling import many
from tests.screen import MISSING, Screen, screen

CELL = "disclosure/regulations/issued"

pytestmark = [pytest.mark.long, pytest.mark.skipif(bool(MISSING), reason=f"{MISSING} are missing")]


@pytest.fixture
def display(own_folders: Path) -> Iterator[Screen]:
    """A screen of 1366 × 768 of its own."""
    with screen((1366, 768), own_folders) as made:
        yield made


def test_a_window_is_typed_into_and_what_was_typed_is_saved_on_closing(
    display: Screen, tmp_path: Path, empty: Report
) -> None:
    path = storage.save(Loaded(empty, tmp_path / "草 稿.gknb", "")).path
    complaints = tmp_path / "stderr.txt"
    program = display.start(str(path), complaints=complaints)
    display.window("某市水务局")
    display.keys("alt+Right", "alt+Right", "1", "2", "Return", "3", "Return", "ctrl+q")
    assert program.wait(timeout=PATIENCE) == 0
    assert complaints.read_bytes() == b""
    assert storage.load(path).report.values == {CELL: 12, "disclosure/regulations/repealed": 3}


PAIRS = {
    "table": (CELL, "disclosure/regulations/repealed"),
    "tally": ("tally/published/organisation", "tally/published/planning"),
}
DELAYS = {"at once": 0, "as a person types": 120}
STALLS = {"": 0, "while the window stalls": 3}


@pytest.mark.parametrize(
    ("delay", "stalls", "pair"), [*product(DELAYS, STALLS, PAIRS)][:: many(1, 3)]
)
def test_keys_that_queue_up_fill_the_cells_they_were_meant_for(
    display: Screen,
    tmp_path: Path,
    empty: Report,
    delay: str,
    stalls: str,
    pair: str,
) -> None:
    first, second = PAIRS[pair]
    path = storage.save(Loaded(empty, tmp_path / "a.gknb", "")).path
    complaints = tmp_path / "stderr.txt"
    program = display.stall(path, first, STALLS[stalls], complaints)
    display.window("某市水务局")
    assert program.stdout is not None
    assert program.stdout.readline() == b"ready\n"
    display.keys("3", "Return", "4", "0", "Return", delay=DELAYS[delay])
    display.keys("ctrl+q")
    assert program.wait(timeout=60) == 0
    program.stdout.close()
    assert complaints.read_bytes() == b""
    assert storage.load(path).report.values == {first: 3, second: 40}
