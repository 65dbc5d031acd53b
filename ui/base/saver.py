"""Autosave: the open draft goes to disk soon after each change, off the window's thread.

First the recovery copy in the user's own folder, then the draft itself. While a share does not
answer, the copies go on and the window stays as it is.
"""

import secrets
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from model.drafts.storage import NEWER, Loaded
from model.report.report import Report
from ui.app import drafts
from ui.app.drafts import SavingOutcome
from ui.base.work import Lane

PAUSE: Final = 800
"""Milliseconds after the last change until it is saved."""
LONGEST: Final = 2000
"""Milliseconds a change waits for its saving while typing goes on, and a failed saving for the
next."""
PATIENCE: Final = 3000
"""Milliseconds until a disk that does not answer is spoken of."""
_UNFORESEEN: Final = "保存时遇到意外问题。"


class Saver(QObject):
    """Keeps one draft on disk; ``report`` gives it as it stands."""

    told = Signal(str)
    """A sentence about the last saving, good or bad."""
    moved = Signal(object)
    """The draft goes on under another file; the Loaded has the identity it got there."""
    conflicted = Signal(object)
    """A Conflict: somebody else wrote the draft, ours lies beside it."""

    def __init__(self, loaded: Loaded, report: Callable[[], Report], parent: QObject) -> None:
        super().__init__(parent)
        self.path, self._digest, self.medium = loaded.path, loaded.digest, loaded.medium
        self.read_only = loaded.read_only
        self.dirty = False
        self._report = report
        self._owner = secrets.token_hex(4)
        self._own, self._disk, self._elsewhere = Lane(self), Lane(self), Lane(self)
        self._writing = self._again = self._copied = False
        self._soon = _timer(self, PAUSE, self.save)
        self._at_last = _timer(self, LONGEST, self.save)
        self._slow = _timer(self, PATIENCE, self._tell_slow)
        self._no_copy = _timer(self, PATIENCE, lambda: self._go_on(None))

    @property
    def moving(self) -> bool:
        """Whether the draft is on its way to another file, and not there yet."""
        return self._elsewhere.busy

    def touch(self) -> None:
        """Note a change: it is saved after a pause, or while typing goes on."""
        self.dirty = True
        self._soon.start()
        if not self._at_last.isActive():
            self._at_last.start()

    def save(self) -> None:
        """Begin to save what is not saved yet: the recovery copy first, then the draft."""
        self._stop_waiting()
        if not self.dirty or self.read_only:
            return
        if not self._no_copy.isActive():
            self._no_copy.start()
        now = self._now()
        self._own.do(partial(drafts.copy, now, self._owner), self._go_on)

    def save_as(self, path: Path) -> None:
        """Begin to save under another file, which must not exist; a slow disk is not waited for.

        What a newer program wrote is not written again: it may say more than is known here.
        """
        if self.read_only == NEWER:
            self.told.emit(self.read_only)
            return
        self._stop_waiting()
        if self._elsewhere.busy:
            self._elsewhere = Lane(self)  # only where the draft was sent last counts
        self._slow.start()
        lane, now = self._elsewhere, Loaded(self._report(), path, "")
        lane.do(
            partial(drafts.save_as, now), lambda outcome: self._go_elsewhere(outcome, lane, now)
        )

    def settle(self, seconds: float) -> bool:
        """Wait until what was begun has ended, well or not; says whether it did in time."""
        while self._elsewhere.busy or self._own.busy or self._disk.busy:
            gone, copied = self._elsewhere.wait(seconds), self._own.wait(seconds)
            if not copied and self._no_copy.isActive():
                self._go_on(None)  # the draft itself, without its copy
            if not (self._disk.wait(seconds) and gone and copied):
                self._tell_slow()
                return False
        return True

    def _go_on(self, copied: bool | None) -> None:
        """Save the draft, now that its copy is there or cannot be."""
        self._no_copy.stop()
        self._copied = bool(copied)
        if self._writing:
            self._again = True
        elif self.dirty:
            now, lane = self._now(), self._disk
            self._writing = True
            self._slow.start()
            lane.do(partial(drafts.save, now), lambda outcome: self._ended(outcome, lane, now))

    def _ended(self, outcome: SavingOutcome | None, lane: Lane, asked: Loaded) -> None:
        if lane is not self._disk:
            return  # it came after the draft had gone elsewhere
        self._slow.stop()
        self._writing = False
        newer_copy = self._again or self._own.busy
        again, self._again = self._again, False
        self._hear(outcome, asked, newer_copy)
        if again and self.dirty:
            self.save()

    def _go_elsewhere(self, outcome: SavingOutcome | None, lane: Lane, asked: Loaded) -> None:
        """Leave the old file, once the new one is there; until then the old one is saved on."""
        if lane is not self._elsewhere:
            return
        self._slow.stop()
        if outcome is not None and outcome.saved is not None:
            self._writing = self._again = False
            if self._disk.busy:
                self._disk = Lane(self)  # what the old one still writes is what stood here then
        elif self._writing:
            self._slow.start()
        self._hear(outcome, asked, newer_copy=True)

    def _hear(self, outcome: SavingOutcome | None, asked: Loaded, newer_copy: bool) -> None:
        if outcome is None or outcome.saved is None:
            self._tell_failure(_UNFORESEEN if outcome is None else outcome.error)
        else:
            self._take(outcome, outcome.saved, asked.report, newer_copy)

    def _take(
        self, outcome: SavingOutcome, saved: Loaded, written: Report, newer_copy: bool
    ) -> None:
        """Go on from what lies on disk; the recovery copy goes, unless it is newer than that."""
        before = self._report()
        told = f"已自动保存 {datetime.now().astimezone():%H:%M:%S}"
        if before is written:
            self.dirty = False
            self._stop_waiting()
        self._digest, self.medium = saved.digest, saved.medium
        if saved.path != self.path:
            told = f"已另存为「{saved.path.name}」"
            self.path, self.read_only = saved.path, ""
            self.moved.emit(saved)
            if self.dirty:  # the copy goes by the draft's identity, which is a new one
                self.save()
        if not (self.dirty and newer_copy) or self._report().id != before.id:
            self._own.do(partial(drafts.drop, before.id, self._owner))
        if outcome.conflict is not None:
            told = outcome.conflict.message
            self.conflicted.emit(outcome.conflict)
        self.told.emit("　".join(filter(None, (told, outcome.error))))

    def _tell_failure(self, error: str) -> None:
        if self.dirty:
            where = "本机恢复副本中" if self._copied else "本窗口中，关闭前另存到其他位置"
            error += f"已填内容保留在{where}。"
            self._at_last.start()
        self.told.emit(error)

    def _tell_slow(self) -> None:
        where = "已填内容保留在本机恢复副本中" if self._copied else "可以另存到其他位置"
        self.told.emit(f"「{self.path.name}」所在的磁盘没有响应，仍在等待。{where}。")

    def _now(self) -> Loaded:
        return Loaded(self._report(), self.path, self._digest, medium=self.medium)

    def _stop_waiting(self) -> None:
        self._soon.stop()
        self._at_last.stop()


def _timer(parent: QObject, milliseconds: int, act: Callable[[], None]) -> QTimer:
    timer = QTimer(parent, singleShot=True, interval=milliseconds)
    timer.timeout.connect(act)
    return timer
