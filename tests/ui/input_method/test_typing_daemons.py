"""Chinese is typed into the real program through real input methods, on a Chinese desktop's terms.

`./test.sh typing` installs them. GKNB_PROGRAM names a frozen program to be typed into instead.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from model.drafts import storage
from model.drafts.storage import Loaded
from model.report.report import Report
from tests.daemons import CANDIDATES, lacking, typing_with
from tests.patience import PATIENCE
from tests.screen import Screen, screen
from ui.app.folders import APART

OTHER_STEP = (100, 250)
"""A place on the list of steps, in pixels."""
AS_A_CLERK = 80
"""Milliseconds between two keys: on a busy machine ibus lost some that came four times as fast."""
CHOSEN = {"fcitx5": "ibus", "ibus": "ibus", "fcitx4": "fcitx4"}
HALF_TYPED = {
    "fcitx5": ["zhuge"],
    "ibus": ["在", "中", "主", "主管", "诸葛"],
    "fcitx4": ["诸葛"],
}
"""What stands half-typed at the click, which overtakes keys that ibus still has."""


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
    candidates = Candidates(display, CANDIDATES[daemon])
    candidates.warm_up()
    first = candidates.begin()
    display.type("hongwen", delay=AS_A_CLERK)
    display.keys("space", "comma")
    candidates.wait_until(lambda place: place is None)
    candidates.begin()
    second = candidates.wait_until(lambda place: place not in (None, first))
    display.type("huge", delay=AS_A_CLERK)
    display.click(*OTHER_STEP)
    display.keys("ctrl+q")
    assert program.wait(timeout=PATIENCE) == 0
    assert complaints.read_bytes() == b""
    (written,) = [text.body for text in storage.load(path).report.texts if text.body]
    words, _, half = written.partition("，")
    assert words == "中文"
    assert half.replace(" ", "") in HALF_TYPED[daemon]
    assert first is not None
    assert second is not None
    assert first[1] == second[1], "the candidates stay in the line"
    assert 15 < second[0] - first[0] < 100, "the candidates follow the caret"
    log = Path(display.environment[APART]) / "gknb.log"
    assert f"Chinese typing: {CHOSEN[daemon]}, " in log.read_text("utf-8")


class Candidates:
    """The window in which an input method offers characters."""

    def __init__(self, display: Screen, name: str) -> None:
        self._display, self._name = display, name

    def warm_up(self) -> None:
        """Begin a word and take it back: by then the page is there, whose key came first."""
        self.begin()
        self._display.keys("BackSpace")
        self.wait_until(lambda place: place is None)

    def begin(self) -> tuple[int, int] | None:
        """Type a z until candidates are shown: an input method takes a moment after the focus."""
        for _ in range(20):
            self._display.type("z")
            with suppress(TimeoutError):
                return self.wait_until(lambda place: place is not None, patience=1)
            self._display.keys("BackSpace")
        raise AssertionError(f"{self._name} does not take part")

    def wait_until(
        self, fits: Callable[[tuple[int, int] | None], bool], patience: float = PATIENCE
    ) -> tuple[int, int] | None:
        """Wait until the candidates stand where they shall; gives where."""
        end = time.monotonic() + patience
        while time.monotonic() < end:
            place = self._display.place_of(self._name)
            if fits(place):
                return place
        raise TimeoutError(f"{self._name} stands at {self._display.place_of(self._name)}")
