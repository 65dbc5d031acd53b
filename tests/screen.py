"""A screen of its own, the real program on it, keys as from a keyboard, pictures as of a camera."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path

from tests.patience import PATIENCE, wait_until
from ui.app.folders import APART
from ui.base.settings import Settings

ROOT = Path(__file__).parent.parent
MISSING = [tool for tool in ("Xvfb", "xdotool") if not shutil.which(tool)]
FROZEN = os.environ.get("GKNB_PROGRAM")
"""A frozen program that is tested in place of this one."""
UNDER_WINE = "GKNB_WINE" in os.environ
"""That program is one for Windows (installer/windows/under_wine.sh)."""
PROGRAM = [FROZEN] if FROZEN else [sys.executable, str(ROOT / "main.py")]

_CAMERA = """
import sys
from PySide6.QtGui import QGuiApplication
camera = QGuiApplication(["camera"])
sys.exit(not camera.primaryScreen().grabWindow(0).save(sys.argv[1]))
"""

_CLIPBOARD = """
import sys
from PySide6.QtCore import QMimeData, QTimer
from PySide6.QtGui import QGuiApplication
class Text(QMimeData):
    def formats(self):
        return ["text/plain"]
    def hasFormat(self, kind):
        return kind == "text/plain"
    def retrieveData(self, kind, type):
        # Said once the answer is with the X server: this program may end then.
        QTimer.singleShot(20, lambda: print("read", flush=True))
        return sys.argv[1]
clipboard = QGuiApplication(["clipboard"])
clipboard.clipboard().setMimeData(Text())
QTimer.singleShot(20, lambda: print("ready", flush=True))
QTimer.singleShot(20000, clipboard.quit)
clipboard.exec()
"""


class Screen:
    """One X display; counts the keys and clicks that are sent to it."""

    def __init__(self, display: str, size: tuple[int, int], folders: Path) -> None:
        own = {f"XDG_{name}_HOME": str(folders / name) for name in ("DATA", "CONFIG", "STATE")}
        own[APART] = str(folders)
        kept = {key: value for key, value in os.environ.items() if key != "QT_QPA_PLATFORM"}
        self.environment = kept | own | {"DISPLAY": f":{display}"}
        self.size = size
        self.pressed = 0

    def start(
        self, *arguments: str, complaints: Path, extra: Mapping[str, str] | None = None
    ) -> "subprocess.Popen[bytes]":
        """Start the program with a session of its own; what it prints to stderr goes to a file."""
        call = [*PROGRAM, *arguments]
        with complaints.open("wb") as stderr:
            environment = self.environment | dict(extra or {})
            return subprocess.Popen(call, env=environment, stderr=stderr, start_new_session=True)

    def pose(self, draft: Path, complaints: Path) -> "subprocess.Popen[bytes]":
        """Start the program so that it says on stdout when the preview is shown."""
        return self._run("tests.posing", str(draft), complaints=complaints)

    def stall(
        self, draft: Path, address: str, stalls: int, complaints: Path
    ) -> "subprocess.Popen[bytes]":
        """Start the program on a cell, so that it says on stdout when it begins to stall."""
        return self._run("tests.stalling", str(draft), address, str(stalls), complaints=complaints)

    def _run(self, module: str, *arguments: str, complaints: Path) -> "subprocess.Popen[bytes]":
        call = [sys.executable, "-m", module, *arguments]
        with complaints.open("wb") as stderr:
            return subprocess.Popen(
                call, cwd=ROOT, env=self.environment, stdout=subprocess.PIPE, stderr=stderr
            )

    def window(self, name: str) -> str:
        """Wait for a window of this name, fill the screen with it, and give it the keyboard."""
        if UNDER_WINE:  # which takes the keyboard from a manager of windows alone
            return self._activated(name)
        found = self._find(name)
        self._xdotool("windowmove", found, "0", "0")
        self._xdotool("windowsize", "--sync", found, *map(str, self.size))
        self._xdotool("windowfocus", "--sync", found)
        return found

    def _activated(self, name: str) -> str:
        """Activate a window and wait until it has the keyboard.

        The window of a program that was killed may still be found; it never takes the keyboard.
        """
        wait_until(lambda: self._has_keyboard(name))
        return self._find(name)

    def _has_keyboard(self, name: str) -> bool:
        with suppress(subprocess.CalledProcessError):  # it may go meanwhile
            found = self._find(name)
            if self._xdotool("getactivewindow").strip() != found:
                self._xdotool("windowactivate", found)
            return self._xdotool("getwindowfocus", "-f").strip() == found
        return False

    def focus(self, name: str) -> None:
        """Give the keyboard to a dialog as it is."""
        self._xdotool("windowfocus", "--sync", self._find(name))

    def keys(self, *keys: str, delay: int = 15) -> None:
        """Press keys one after the other, with some milliseconds between them."""
        self.pressed += len(keys)
        self._xdotool("key", "--delay", str(delay), *keys)

    def click(self, left: int, top: int) -> None:
        """Click at a place of the screen."""
        self.pressed += 1
        self._xdotool("mousemove", str(left), str(top), "click", "1")

    def place_of(self, name: str) -> tuple[int, int] | None:
        """Give where a window of this name stands; None: none is shown."""
        with suppress(subprocess.CalledProcessError):  # also where it goes meanwhile
            found = self._xdotool("search", "--onlyvisible", "--name", name).split()[0]
            message = self._xdotool("getwindowgeometry", "--shell", found)
            lines = dict(line.split("=") for line in message.split())
            return int(lines["X"]), int(lines["Y"])
        return None

    def type(self, text: str, delay: int = 15) -> None:
        """Type a text, each character a key, with some milliseconds between them.

        What is not on a keyboard is pasted, but counted as if typed.
        """
        if text.isascii():
            self.pressed += len(text)
            self._xdotool("type", "--delay", str(delay), text)
        else:
            self.pressed += len(text) - 1
            self._paste(text)

    def _paste(self, text: str) -> None:
        call = [sys.executable, "-c", _CLIPBOARD, text]
        environment = self.environment | {"QT_QPA_PLATFORM": "xcb"}
        with subprocess.Popen(call, env=environment, stdout=subprocess.PIPE) as clipboard:
            assert clipboard.stdout is not None
            assert clipboard.stdout.readline() == b"ready\n"
            self.keys("ctrl+v")
            assert clipboard.stdout.readline() == b"read\n"
            clipboard.kill()

    def picture(self, path: Path) -> None:
        """Take what the screen shows."""
        call = [sys.executable, "-c", _CAMERA, str(path)]
        subprocess.run(call, env=self.environment | {"QT_QPA_PLATFORM": "xcb"}, check=True)

    def _find(self, name: str) -> str:
        """Wait for a window; the search fails where another window goes while it is looked at."""
        for _ in range(5):
            with suppress(subprocess.CalledProcessError):
                return self._xdotool("search", "--sync", "--onlyvisible", "--name", name).split()[0]
        raise AssertionError(f"no window {name}")

    def _xdotool(self, *words: str) -> str:
        call = ["xdotool", *words]
        done = subprocess.run(
            call, env=self.environment, check=True, capture_output=True, text=True, timeout=PATIENCE
        )
        return done.stdout


@contextmanager
def chosen(display: Screen) -> Iterator[Settings]:
    """Give the settings that programs on a screen will find, to be changed."""
    before = dict(os.environ)
    os.environ.update(display.environment)
    try:
        yield Settings()
    finally:
        os.environ.clear()
        os.environ.update(before)


@contextmanager
def _manager(display: str) -> Iterator[None]:
    """Run a manager of windows on a display."""
    manager = subprocess.Popen(
        ["openbox"], env=os.environ | {"DISPLAY": f":{display}"}, stderr=subprocess.DEVNULL
    )
    try:
        yield
    finally:
        manager.terminate()
        manager.wait()


@contextmanager
def screen(size: tuple[int, int], folders: Path) -> Iterator[Screen]:
    """Start a display of a size, and stop it afterwards; a key that is held up does not repeat."""
    reading, writing = os.pipe()
    call = ["Xvfb", "-displayfd", str(writing), "-r"]
    call += ["-screen", "0", f"{size[0]}x{size[1]}x24"]
    server = subprocess.Popen(call, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        display = pipe.readline().strip()
    try:
        with _manager(display) if UNDER_WINE else nullcontext():
            yield Screen(display, size, folders)
    finally:
        server.terminate()
        server.wait()
