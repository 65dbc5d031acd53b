"""Autosave: the open draft is written soon after each change, in the background.

The recovery copy in the user's own folder is written first, then the draft itself. While a share
does not answer, the copies are still written and the window stays usable.
"""

import secrets
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from model.drafts.storage import NEWER, Loaded
from model.report.report import Report
from ui.app import clock, drafts
from ui.app.drafts import SavingOutcome
from ui.base.work import BackgroundWorker

PAUSE: Final = 800
"""Milliseconds from the last change to its saving."""
LONGEST: Final = 2000
"""Milliseconds from a change to its saving while typing goes on, and from a failed saving to the
next one."""
PATIENCE: Final = 3000
"""Milliseconds until the window says that a disk does not answer."""
_UNFORESEEN: Final = "保存时遇到意外问题。"


class Saver(QObject):
    """Keeps one draft on disk; ``report`` returns its present state."""

    saved = Signal(str)
    """A sentence: the draft is on the disk, and when or where."""
    failed = Signal(str)
    """A sentence: why the draft is not on the disk, and what to do."""
    noted = Signal(str)
    """A sentence: what to know of a draft that is on the disk, such as its size."""
    moved = Signal(object)
    """The draft has another file now; the Loaded has the identity it got there."""
    conflicted = Signal(object)
    """A Conflict: another program wrote the draft; ours is in a file of its own."""

    def __init__(self, loaded: Loaded, report: Callable[[], Report], parent: QObject) -> None:
        super().__init__(parent)
        self.path, self._digest, self.medium = loaded.path, loaded.digest, loaded.medium
        self.read_only = loaded.read_only
        self.dirty = False
        self._report = report
        self._owner = secrets.token_hex(4)
        self._own, self._disk, self._elsewhere = (BackgroundWorker(self) for _ in range(3))
        self._writing = self._again = self._copied = False
        self._wanted = ""
        """Another name that the draft's file gets with the next saving."""
        self._soon = _timer(self, PAUSE, self.save)
        self._at_last = _timer(self, LONGEST, self.save)
        self._slow = _timer(self, PATIENCE, self._report_slow)
        self._no_copy = _timer(self, PATIENCE, lambda: self._save_draft(None))

    @property
    def moving(self) -> bool:
        """Whether the draft is being saved to another file."""
        return self._elsewhere.busy

    def touch(self) -> None:
        """Note a change, to be saved after a pause, or at the latest after LONGEST."""
        self.dirty = True
        self._soon.start()
        if not self._at_last.isActive():
            self._at_last.start()

    def save(self) -> None:
        """Begin to save unsaved changes: the recovery copy first, then the draft."""
        self._stop_waiting()
        if not self.dirty or self.read_only:
            return
        if not self._no_copy.isActive():
            self._no_copy.start()
        now = self._now()
        self._own.submit(partial(drafts.copy, now, self._owner), self._save_draft)

    def save_as(self, path: Path) -> None:
        """Begin to save to another file, which must not exist; this does not wait for a slow disk.

        A draft of a newer program is not written again: it may hold more than this one knows.
        """
        if self.read_only == NEWER:
            self.failed.emit(self.read_only)
            return
        self._stop_waiting()
        self._elsewhere.abandon()  # only where the draft was sent last counts
        self._slow.start()
        now = Loaded(self._report(), path, "")
        self._elsewhere.submit(
            partial(drafts.save_as, now), lambda outcome: self._move(outcome, now)
        )

    def rename(self, name: str) -> None:
        """Begin to save the draft and to give its file another name in its folder."""
        self._wanted, self.dirty = name, True
        self.noted.emit("")  # why it was not renamed before is said again
        if not self._writing:
            self._save_draft(self._copied)

    def settle(self, seconds: float) -> bool:
        """Wait until all savings have ended, with success or not; return whether in time."""
        while self._elsewhere.busy or self._own.busy or self._disk.busy:
            gone, copied = self._elsewhere.wait(seconds), self._own.wait(seconds)
            if not copied and self._no_copy.isActive():
                self._save_draft(None)  # the draft itself, without its copy
            if not (self._disk.wait(seconds) and gone and copied):
                self._report_slow()
                return False
        return True

    def _save_draft(self, copied: bool | None) -> None:
        """Save the draft, once its copy is written or has failed."""
        self._no_copy.stop()
        self._copied = bool(copied)
        if self._writing:
            self._again = True
        elif self.dirty:
            now, name = self._now(), self._wanted
            self._writing, self._wanted = True, ""
            self._slow.start()
            act = partial(drafts.rename, now, name) if name else partial(drafts.save, now)
            self._disk.submit(act, lambda outcome: self._end(outcome, now))

    def _end(self, outcome: SavingOutcome | None, asked: Loaded) -> None:
        self._slow.stop()
        self._writing = False
        newer_copy = self._again or self._own.busy
        again, self._again = self._again, False
        self._receive(outcome, asked, newer_copy)
        if (again or self._wanted) and self.dirty:
            self.save()

    def _move(self, outcome: SavingOutcome | None, asked: Loaded) -> None:
        """Leave the old file once the new one is there; until then the old one is saved on."""
        self._slow.stop()
        if outcome is not None and outcome.saved is not None:
            self._writing = self._again = False
            self._disk.abandon()  # the old file still gets what is being written to it
        elif self._writing:
            self._slow.start()
        self._receive(outcome, asked, newer_copy=True)

    def _receive(self, outcome: SavingOutcome | None, asked: Loaded, newer_copy: bool) -> None:
        if outcome is None or outcome.saved is None:
            self._report_failure(_UNFORESEEN if outcome is None else outcome.error)
        else:
            self._continue_from(outcome, outcome.saved, asked.report, newer_copy)

    def _continue_from(
        self, outcome: SavingOutcome, saved: Loaded, written: Report, newer_copy: bool
    ) -> None:
        """Continue from the saved file; remove the recovery copy, unless it is newer."""
        before = self._report()
        message = f"已自动保存 {clock.now():%H:%M}"
        if before is written:
            self.dirty = False
            self._stop_waiting()
        self._digest, self.medium = saved.digest, saved.medium
        if saved.path != self.path:
            done = "改名为" if saved.report.id == before.id else "另存为"
            message = f"已{done}「{saved.path.name}」"
            self.path, self.read_only = saved.path, ""
            self.moved.emit(saved)
            if self.dirty:  # the copy is named by the draft's identity, which is new
                self.save()
        if not (self.dirty and newer_copy) or self._report().id != before.id:
            self._own.submit(partial(drafts.drop, before.id, self._owner))
        self.saved.emit(message)
        if outcome.error:
            self.noted.emit(outcome.error)
        if outcome.conflict is not None:
            self.conflicted.emit(outcome.conflict)

    def _report_failure(self, error: str) -> None:
        if self.dirty:
            where = "本机恢复副本中" if self._copied else "本窗口中，关闭前另存到其他位置"
            error += f"已填内容保留在{where}。"
            self._at_last.start()
        self.failed.emit(error)

    def _report_slow(self) -> None:
        where = "已填内容保留在本机恢复副本中" if self._copied else "可以另存到其他位置"
        self.failed.emit(f"「{self.path.name}」所在的磁盘没有响应，仍在等待。{where}。")

    def _now(self) -> Loaded:
        return Loaded(self._report(), self.path, self._digest, medium=self.medium)

    def _stop_waiting(self) -> None:
        self._soon.stop()
        self._at_last.stop()


def _timer(parent: QObject, milliseconds: int, act: Callable[[], None]) -> QTimer:
    timer = QTimer(parent, singleShot=True, interval=milliseconds)
    timer.timeout.connect(act)
    return timer
