"""The open report: the one place that changes it, with undo, live sums, findings and autosave.

One direction: an editor calls the session, the session makes a new Report and says by signal what
changed, views read it again. No view keeps an answer, none talks to another.
"""

import secrets
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from model import recovery, storage, versions
from model.answers import put
from model.check import Result, check
from model.errors import ReportError, StorageError
from model.relations import Standing, arithmetic
from model.report import Report
from model.storage import Loaded
from ui import folders

PAUSE: Final = 2000
"""Milliseconds after the last change until it is saved."""
TYPED: Final = "填写"
"""What typing is called among the acts that can be undone."""
LONGEST: Final = 5000
"""Milliseconds a change waits for its saving while typing goes on."""
CHECK_PAUSE: Final = 60
"""Milliseconds after a key until all is checked: sums and meters have been painted by then."""


class _Change(QUndoCommand):
    """One act of the clerk.

    Keys of one ``editing`` of a cell are one act, and so are keys typed into a text without a
    pause.
    """

    def __init__(
        self, session: "Session", report: Report, what: str, address: str, editing: object
    ) -> None:
        super().__init__(what)
        self._at = time.monotonic()
        self._session = session
        self._before = session.report
        self._after = report
        self._address = address
        self._editing = editing

    def id(self) -> int:
        """Let what is typed merge, and nothing else."""
        typed = self._address.startswith(("text/", "note/")) and self.text() == TYPED
        return 1 if typed or self._editing else -1

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Take a further key at the same place into this act; an act that changes nothing goes."""
        if not isinstance(other, _Change) or other._address != self._address:
            return False
        same = other._editing is self._editing
        if not same or (not self._editing and other._at - self._at > PAUSE / 1000):
            return False
        self._after, self._at = other._after, other._at
        self.setObsolete(self._after == self._before)
        return True

    def redo(self) -> None:
        """Make the change, or make it again."""
        self._session._become(self._after, self._address)

    def undo(self) -> None:
        """Go back to what was."""
        self._session._become(self._before, self._address)
        self._session.undone.emit(self._address)


class Session(QObject):
    """One open report and its file."""

    changed = Signal(frozenset)
    """Addresses whose answers or totals changed; empty where anything may have."""
    checked = Signal()
    """The findings are new."""
    undone = Signal(str)
    """Address of what was taken back, where it is one; the window shows the place."""
    saved = Signal(str)
    """A sentence about the last saving, good or bad."""

    def __init__(self, loaded: Loaded, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._loaded = loaded
        self.undo_stack = QUndoStack(self)
        self.standing = self._work_out(loaded.report)
        self.result: Result = check(loaded.report, self.standing)
        self._dirty = False
        self._owner = secrets.token_hex(4)
        self._may_change_published = False
        self.ask_published: Callable[[], bool] = lambda: True
        """Asks whether a report that is noted as published shall be changed."""
        self._check_later = _timer(self, CHECK_PAUSE, self.check)
        self._save_soon = _timer(self, PAUSE, self.save)
        self._save_at_last = _timer(self, LONGEST, self.save)
        self.keep_version()

    @property
    def report(self) -> Report:
        """The report as it stands."""
        return self._loaded.report

    @property
    def path(self) -> Path:
        """The draft's file."""
        return self._loaded.path

    @property
    def dirty(self) -> bool:
        """Whether something is not saved yet."""
        return self._dirty

    def put(self, address: str, typed: str, editing: object = None) -> None:
        """Type an answer; all keys with the same ``editing`` are one act.

        Raises:
            UnreadableError: a date, year or choice that cannot be read; nothing is changed.
        """
        self.apply(put(self.report, address, typed), TYPED, address, editing)

    def apply(self, report: Report, what: str, address: str = "", editing: object = None) -> None:
        """Make one undoable change; an address says that nothing else changed."""
        if report == self.report:
            return
        if not self._may_change(report):
            self.changed.emit(frozenset())  # editors go back to what is kept
            return
        self.undo_stack.push(_Change(self, report, what, address, editing))

    def _may_change(self, report: Report) -> bool:
        """Ask once before a published report is changed; to note its publishing is no change."""
        published = self.report.published
        if published is None or report.published != published:
            return True
        self._may_change_published = self._may_change_published or self.ask_published()
        return self._may_change_published

    def save(self) -> None:
        """Save now: the recovery copy first, then the draft; verified, the copy goes."""
        self._stop_waiting()
        if not self._dirty:
            return
        copied = self._keep_recovery()
        try:
            self._loaded = storage.save(self._loaded)
        except ReportError as error:
            where = "本机恢复副本中" if copied else "本窗口中，关闭前另存到其他位置"
            self.saved.emit(f"{error}已填内容保留在{where}。")
            self._save_at_last.start()
            return
        self._settled(f"已自动保存 {datetime.now().astimezone():%H:%M:%S}")

    def save_as(self, path: Path) -> None:
        """Go on under another file, which must not exist; it is another draft from then on.

        Raises:
            StorageError: it exists, or cannot be written; the session stays with its old file.
        """
        before = self.report.id
        renamed = replace(self.report, id=secrets.token_hex(8))
        self._loaded = storage.save(Loaded(renamed, path, ""))
        self._stop_waiting()
        recovery.drop(folders.recovery_folder(), before, self._owner)
        self._settled(f"已另存为「{path.name}」")

    def keep_version(self, always: bool = True) -> None:
        """Keep the report as it is among the earlier versions of its draft."""
        try:
            now = datetime.now().astimezone()
            versions.keep(folders.versions_folder(), self.report, now, always)
        except StorageError as error:
            self.saved.emit(f"未能保留历史版本：{error}")

    def _settled(self, told: str) -> None:
        self._dirty = False
        recovery.drop(folders.recovery_folder(), self.report.id, self._owner)
        self.keep_version(always=False)
        self.saved.emit(told)

    def _keep_recovery(self) -> bool:
        """Write the recovery copy; says whether it is there."""
        folder, digest = folders.recovery_folder(), self._loaded.digest
        try:
            recovery.keep(folder, self.report, self.path, digest, self._owner)
        except ReportError:
            return False
        return True

    def _stop_waiting(self) -> None:
        self._save_soon.stop()
        self._save_at_last.stop()

    def _become(self, report: Report, address: str) -> None:
        """Take a report's place and say what changed."""
        self._loaded = Loaded(report, self.path, self._loaded.digest)
        known = arithmetic(report.form)
        touched: Iterable[str] = ()
        if address and not address.startswith("unit/"):
            self.standing = known.after(self.standing, report.values, address, report.last_values)
            touched = (address, *known.dependents(address))
        else:
            self.standing = self._work_out(report)
        self._dirty = True
        self._save_soon.start()
        if not self._save_at_last.isActive():
            self._save_at_last.start()
        self.changed.emit(frozenset(touched))
        self._check_later.start()

    def check(self) -> None:
        """Check now."""
        self._check_later.stop()
        self.result = check(self.report, self.standing)
        self.checked.emit()

    @staticmethod
    def _work_out(report: Report) -> Standing:
        return arithmetic(report.form).standing(report.values, report.last_values)


def _timer(parent: Session, milliseconds: int, act: object) -> QTimer:
    timer = QTimer(parent, singleShot=True, interval=milliseconds)
    timer.timeout.connect(act)
    return timer
