"""Chinese is typed into the real program through real input methods, on a Chinese desktop's terms.

`./test.sh typing` installs them. GKNB_PROGRAM names a frozen program to be typed into instead.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from model import storage
from model.report import Report
from model.storage import Loaded
from tests.daemons import CANDIDATES, lacking, typing_with
from tests.screen import Screen, screen

OTHER_STEP = (100, 250)
"""A place on the list of steps, in pixels."""
AS_A_CLERK = 80
"""Milliseconds between two keys: ibus loses some that come four times as fast."""
CHOSEN = {"fcitx5": "ibus", "ibus": "ibus", "fcitx4": "fcitx4"}


@pytest.fixture(params=CHOSEN)
def daemon(request: pytest.FixtureRequest) -> str:
    """The name of an input method that is there."""
    name: str = request.param
    if missing := lacking(name):
        pytest.skip(f"{name} is not typed with, without {missing}; ./test.sh typing installs it")
    return name


@pytest.fixture
def display(own_folders: Path, daemon: str) -> Iterator[Screen]:
    """A screen on which the input method runs."""
    with screen((1366, 768), own_folders) as made, typing_with(daemon, made):
        yield made


def test_what_is_typed_in_pinyin_stands_as_characters_in_a_text_page(
    display: Screen, daemon: str, tmp_path: Path, empty: Report
) -> None:
    path = storage.save(Loaded(empty, tmp_path / "a.gknb", "")).path
    complaints = tmp_path / "stderr.txt"
    program = display.start(str(path), complaints=complaints)
    display.window("某市水务局")
    display.keys("alt+Right")
    first = begin_word(display, daemon)
    display.type("hongwen", delay=AS_A_CLERK)
    display.keys("space", "comma")
    second = begin_word(display, daemon)
    display.type("huge", delay=AS_A_CLERK)
    wait_for_two_characters(display, daemon, second)
    display.click(*OTHER_STEP)
    display.keys("ctrl+q")
    assert program.wait(timeout=20) == 0
    assert complaints.read_bytes() == b""
    (written,) = [text.body for text in storage.load(path).report.texts if text.body]
    words, _, half = written.partition("，")
    assert (words, half.replace(" ", "")) in [("中文", "zhuge"), ("中文", "诸葛")]
    assert first[1] == second[1]
    assert 15 < second[0] - first[0] < 100, "the candidates follow the caret"
    log = Path(display.environment["XDG_STATE_HOME"]) / "gknb" / "log" / "gknb.log"
    assert f"Chinese typing: {CHOSEN[daemon]}, " in log.read_text("utf-8")


def begin_word(display: Screen, daemon: str) -> tuple[int, int]:
    """Type a z until candidates are shown; gives where: daemons take a moment after the focus."""
    for _ in range(20):
        display.type("z")
        place = display.place_of(CANDIDATES[daemon], patience=1)
        if place is not None:
            return place
        display.keys("BackSpace")
    raise AssertionError(f"{daemon} does not take part")


def wait_for_two_characters(display: Screen, daemon: str, first: tuple[int, int]) -> None:
    """Wait until the candidates have moved on: a click would overtake keys that ibus still has.

    Those of fcitx stand where the word begins, and keys come back from it at once.
    """
    for _ in range(100 if daemon == "ibus" else 0):
        if display.place_of(CANDIDATES[daemon], patience=1) != first:
            return
