"""A screen reader of our own, on a bus of its own: what it is told of the real program."""

import json
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from tests import screen
from tests.patience import wait_until
from tests.screen import ROOT, Screen

SYSTEM_PYTHON = "/usr/bin/python3"
SERVICE = Path("/usr/share/dbus-1/services/org.a11y.Bus.service")
BINDINGS = "import gi; gi.require_version('Atspi', '2.0')"


def missing() -> list[str]:
    """Name what must be installed first."""
    lacking = [*screen.MISSING, *(t for t in ["dbus-daemon"] if not shutil.which(t))]
    lacking += ["at-spi2-core"] * (not SERVICE.exists())
    try:
        subprocess.run([SYSTEM_PYTHON, "-c", BINDINGS], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        lacking.append("gir1.2-atspi-2.0")
    return lacking


@dataclass(frozen=True)
class Part:
    """A part of a window, as a screen reader is told of it."""

    role: str
    name: str
    labels: list[str]
    states: list[str]
    parts: "list[Part]"

    @classmethod
    def of(cls, message: "dict[str, list[dict[str, object]]]") -> "Part":
        return cls(**(message | {"parts": [cls.of(one) for one in message["parts"]]}))

    def all(self, role: str = "") -> "Iterator[Part]":
        """Give this part and all within it, or those of a role."""
        if role in ("", self.role):
            yield self
        for part in self.parts:
            yield from part.all(role)


class Reader:
    """Asks what is there, and what was heard."""

    def __init__(self, questions: IO[str], answers: IO[str]) -> None:
        self._questions, self._answers = questions, answers

    def tree(self, words: str = "") -> Part:
        """Give the windows, once these words stand somewhere in them."""
        return Part.of(self._ask("tree", words))

    def until(self, fits: Callable[[Part], bool]) -> Part:
        """Give the windows, once they are as they shall be."""
        found: list[Part] = []

        def look() -> bool:
            found[:] = [self.tree()]
            return fits(found[0])

        wait_until(look)
        return found[0]

    def heard(self, words: str) -> list[tuple[str, str]]:
        """Give what was selected and focused since the last question, up to these words."""
        return [(what, name) for what, name in self._ask("heard", words)]

    def _ask(self, kind: str, words: str) -> dict:
        print(json.dumps([kind, words]), file=self._questions, flush=True)
        answer = self._answers.readline()
        assert words in answer, f"{words} was never said, but {answer}"
        return json.loads(answer)


@contextmanager
def reader(display: Screen) -> Iterator[Reader]:
    """Give a screen a bus for what is read aloud, and listen to it; programs start afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        display.environment |= {"XDG_RUNTIME_DIR": folder, "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}
        with _started(display, "dbus-daemon", "--session", "--nofork", "--print-address") as bus:
            display.environment["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().strip()
            try:
                with _started(display, SYSTEM_PYTHON, str(ROOT / "tests" / "hearing.py")) as ears:
                    yield Reader(ears.stdin, ears.stdout)
            finally:
                bus.terminate()


def _started(display: Screen, *call: str) -> "subprocess.Popen[str]":
    pipe, nothing = subprocess.PIPE, subprocess.DEVNULL
    return subprocess.Popen(
        call, env=display.environment, stdin=pipe, stdout=pipe, stderr=nothing, text=True
    )
