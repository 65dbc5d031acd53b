"""Bad and endless files given to the window: a sentence each, the window free, nothing changed."""

import gc
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from model.drafts import storage
from tests import bad_files
from tests.figures import tell
from tests.intake.far_too_much import TEXTS
from tests.sampling import sampled
from ui.imports.dialog import ImportDialog
from ui.wizard import Wizard

pytestmark = [pytest.mark.long, pytest.mark.campaign]

STILL = 1.0
"""Seconds of CPU time that the window's thread may take before it looks at keys again.

How long the child may take is limited and tested with the child, by its own CPU time."""


@pytest.fixture(autouse=True)
def only_own_garbage() -> Iterator[None]:
    """Keep the collector from what other tests left: that is no business of the window."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


class Clock:
    """Ticks in the window's thread; knows the most CPU time that passed between two ticks."""

    def __init__(self, window: Wizard) -> None:
        self._timer = QTimer(window, interval=5)
        self._timer.timeout.connect(self._tick)
        self._timer.start()
        self.start()

    def start(self) -> None:
        """Begin to measure anew."""
        self.longest, self._last = 0.0, time.thread_time()

    def _tick(self) -> None:
        now = time.thread_time()
        self.longest, self._last = max(self.longest, now - self._last), now


def given(qtbot: QtBot, wizard: Wizard, clock: Clock, path: Path) -> tuple[str, float]:
    """Import a file; gives what is said in the end, and how long that took."""
    said: list[str] = []
    for signal in (wizard.session.reading, wizard.session.failed):
        signal.connect(said.append)
    clock.start()
    begun = time.perf_counter()  # a figure, not judged
    wizard.importing.read(path)
    qtbot.waitUntil(lambda: not wizard.importing.busy)
    took = time.perf_counter() - begun
    for signal in (wizard.session.reading, wizard.session.failed):
        signal.disconnect(said.append)
    assert said[0] == f"正在读取「{storage.printable(path.name)}」…"
    dialogs = wizard.findChildren(ImportDialog)
    return said[-1] or dialogs[-1].message.text(), took


def test_a_bad_file_is_one_sentence_and_leaves_the_draft(
    qtbot: QtBot, wizard: Wizard, tmp_path: Path
) -> None:
    before, clock = wizard.session.report, Clock(wizard)
    longest, slowest = 0.0, ""
    for number, file in enumerate(sampled(bad_files.ALL, 20)):
        path = tmp_path / f"{number:03d} {file.name.replace('/', '_')}"
        path.write_bytes(file.make())
        said, took = given(qtbot, wizard, clock, path)
        path.unlink()
        assert said.startswith(f"「{storage.printable(path.name)}」"), said
        assert said.endswith("。")
        assert "\n" not in said
        longest, slowest = max((longest, slowest), (took, file.name))
        assert clock.longest < STILL, file.name
    assert wizard.session.report is before
    assert not wizard.findChildren(ImportDialog)
    tell(f"bad files in the window: longest wait {longest:.2f} s ({slowest})")


def test_the_window_goes_on_while_a_report_is_looked_for_where_there_is_none(
    qtbot: QtBot, wizard: Wizard, tmp_path: Path
) -> None:
    before, clock = wizard.session.report, Clock(wizard)
    longest, still = (0.0, ""), (0.0, "")
    texts = sampled([*TEXTS.items()], 3)
    for name, text in texts:
        path = tmp_path / f"{name}.txt"
        path.write_text(text, "utf-8")
        said, took = given(qtbot, wizard, clock, path)
        for dialog in wizard.findChildren(ImportDialog):
            qtbot.waitExposed(dialog)
            dialog.reject()
        QApplication.processEvents()
        assert said.endswith("。")
        assert wizard.session.report is before
        longest, still = max(longest, (took, name)), max(still, (clock.longest, name))
        assert clock.longest < STILL, name
    tell(
        f"{len(texts)} made texts in the window: longest wait {longest[0]:.2f} s ({longest[1]}), "
        f"window still for {still[0]:.2f} s ({still[1]})"
    )
