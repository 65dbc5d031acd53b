"""The open report: the one place that changes it, with undo, live sums, findings and autosave.

There is one direction: an editor calls the session, the session makes a new Report and signals the
changed addresses, views read it again. No view keeps an answer or calls another view.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from model.address import Address
from model.checks.check import Result, check
from model.drafts.storage import Loaded
from model.form.arithmetic import Evaluation, arithmetic
from model.report.answers import put
from model.report.report import Report
from model.text import clean_line, removal_message, shortened
from ui.app import acts, drafts
from ui.base.saver import Saver
from ui.base.widgets import keyless

PAUSE: Final = 2.0
"""Seconds without a key after which typing into the same text counts as a new act."""
_ACT: Final = 60
"""Characters of an act's name in the menu."""
TYPED: Final = "填写"
"""The name of typing among the acts that can be undone."""
CHECK_PAUSE: Final = 60
"""Milliseconds after a key until all is checked: sums and meters have been painted by then."""


class _Change(QUndoCommand):
    """One act of the clerk.

    Keys of one ``editing`` of a cell are one act, and so are keys typed into a text without a
    pause.
    """

    def __init__(
        self,
        session: "Session",
        report: Report,
        what: str,
        address: str,
        editing: object,
        place: str,
    ) -> None:
        super().__init__(keyless(shortened(what, _ACT)).replace("\n", " "))
        self._at = time.monotonic()
        self._session = session
        self._before = session.report
        self._after = report
        self._address = address
        self._editing = editing
        self._place = place or address
        self._along: frozenset[str] = frozenset()
        """Addresses of what changed along with the answer at ``address``."""

    def continues(self, address: str, editing: object) -> bool:
        """Whether a further key belongs to the same editing of one answer."""
        return bool(editing) and (address, editing) == (self._address, self._editing)

    def extend(self, report: Report, along: frozenset[str]) -> None:
        """Take what follows from the act into it."""
        self._after, self._along = report, self._along | along

    def id(self) -> int:
        """Return one number for acts of typing, which may be merged, and -1 for all others."""
        typed = Address.parse(self._address).kind in ("text", "note") and self.text() == TYPED
        return 1 if typed or self._editing else -1

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Merge a further key at the same place; an act that changes nothing is dropped."""
        if not isinstance(other, _Change) or other._address != self._address:
            return False
        same = other._editing is self._editing
        if not same or (not self._editing and other._at - self._at > PAUSE):
            return False
        self._after, self._at = other._after, other._at
        self.setObsolete(self._after == self._before)
        return True

    def redo(self) -> None:
        """Make the change, or make it again."""
        self._session._is_open = self._session._is_acting
        self._session._become(self._after, self._address, self._along)

    def undo(self) -> None:
        """Restore the report as it was before."""
        self._session._is_open = False
        self._session._become(self._before, self._address, self._along)
        self._session.undone.emit(self._place)


class Session(QObject):
    """One open report and its file."""

    changed = Signal(frozenset)
    """Addresses whose answers or totals changed; empty where all may have changed."""
    settling = Signal()
    """A check or another act is next: what follows from the last act is added to it now."""
    checked = Signal()
    """The findings are new."""
    undone = Signal(str)
    """Address of the answer that was undone, or of one of many; the window shows the place."""
    saved = Signal(str)
    """A sentence: the draft is on the disk, and when or where."""
    message = Signal(str)
    """A sentence: what an act did."""
    refused = Signal(str)
    """A sentence: why an act was refused, wholly or in part."""
    failed = Signal(str)
    """A sentence: what failed, why, and what to do; of a saving, the saver says it."""
    reading = Signal(str)
    """A sentence: what is being read or worked out; empty when that has ended."""

    def __init__(self, loaded: Loaded, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._report = loaded.report
        self.saver = Saver(loaded, lambda: self.report, self)
        self.undo_stack = QUndoStack(self)
        self.evaluation = self._work_out(loaded.report)
        self.result: Result = check(loaded.report, self.evaluation)
        self._may_change_published = self._asking = False
        self._is_acting = self._is_open = False
        self.ask_published: Callable[[], bool] = lambda: True
        """Asks whether to change a report that is recorded as published."""
        self._check_later = QTimer(self, singleShot=True, interval=CHECK_PAUSE)
        self._check_later.timeout.connect(self.check)
        self.saver.saved.connect(self.saved)
        self.saver.moved.connect(self._adopt)
        failure = ""
        if loaded.unsaved:
            self.saver.touch()
        elif not loaded.read_only:
            failure = drafts.keep_original(loaded) or drafts.keep_version(
                loaded.report, always=True
            )
        for signal, message in ((self.message, loaded.message), (self.failed, failure)):
            if message:  # the window is not there yet
                QTimer.singleShot(0, self, partial(signal.emit, message))

    @property
    def report(self) -> Report:
        """The present report."""
        return self._report

    @property
    def path(self) -> Path:
        """The draft's file."""
        return self.saver.path

    @property
    def dirty(self) -> bool:
        """Whether something is not saved yet."""
        return self.saver.dirty

    def put(self, address: str, typed: str, editing: object = None) -> None:
        """Type an answer; all keys with the same ``editing`` are one act.

        Raises:
            UnreadableError: a date, year or choice that cannot be read, or a year after next year;
                nothing is changed.
        """
        if address == "unit/year":
            acts.open_year(typed)
        self.show_left_out(typed)
        self.apply(put(self.report, address, typed), TYPED, address, editing)

    def keep_unread(self, address: str, typed: str, editing: object = None) -> None:
        """Keep a text that cannot be read as it was typed; a finding says why."""
        self.apply(self.report.with_unread(address, clean_line(typed)), TYPED, address, editing)

    def show_left_out(self, typed: str) -> None:
        """Show which characters cleaning removes from a typed text."""
        if message := removal_message(typed):
            self.show_message(message)

    def show_message(self, message: str) -> None:
        """Show what an act did."""
        self.message.emit(message)

    def show_refusal(self, message: str) -> None:
        """Show why an act was refused, until the next act."""
        self.refused.emit(message)

    def show_failure(self, message: str) -> None:
        """Show what failed, until the clerk closes it."""
        self.failed.emit(message)

    def apply(
        self,
        report: Report,
        what: str,
        address: str = "",
        editing: object = None,
        place: str = "",
    ) -> None:
        """Make one undoable change; ``address`` means that nothing else changed.

        For an act on many answers ``place`` is one of them, to be shown when the act is undone.
        """
        if report == self.report and report.unit.by_hand == self.report.unit.by_hand:
            return
        if self.saver.read_only:
            self.show_refusal(self.saver.read_only)
        noted = report.published != self.report.published  # recording its publishing is no change
        if self.saver.read_only or not (noted or self.may_change()):
            self.changed.emit(frozenset())  # editors show the kept answer again
            return
        last = self._last_act
        if last is not None and not last.continues(address, editing):
            report = self._settled(report)
        change = _Change(self, report, what, address, editing, place)
        self._is_acting = True
        self.undo_stack.push(change)
        self._is_acting = False

    def amend(self, report: Report, texts: Iterable[str]) -> None:
        """Add to the last act what follows from it; ``texts`` are the addresses that changed.

        Nothing is added to an act that was taken back and made again.
        """
        if (act := self._last_act) is not None and self.is_amendable:
            along = frozenset(texts)
            act.extend(report, along)
            self._report = report
            self.saver.touch()
            self.changed.emit(along)
            self._check_later.start()

    @property
    def is_amendable(self) -> bool:
        """Whether the last change was a new act."""
        return self._is_open

    @property
    def _last_act(self) -> "_Change | None":
        index = self.undo_stack.index()
        act = self.undo_stack.command(index - 1) if index else None
        return act if isinstance(act, _Change) else None

    def _settled(self, report: Report) -> Report:
        """Settle the last act; return what the next one makes, with the texts that this changed."""
        before = self._report
        self.settling.emit()
        for block in self._report.texts if self._report is not before else ():
            old = before.text(block.key)
            if block != old and report.text(block.key) == old:
                report = report.with_text(block)
        return report

    def rearrange(self, report: Report, what: str, address: str) -> None:
        """Change the structure; undoing it shows the place, unless numbers changed too."""
        stays = report.values == self.report.values
        self.apply(report, what, address if stays else "")

    def may_change(self) -> bool:
        """Ask once before a published report is changed; return whether it may be.

        A field that may close calls this first.
        """
        if self.report.published is None:
            return True
        if not self._may_change_published and not self._asking:
            self._asking = True  # the question takes the focus, and a field would commit and ask
            self._may_change_published = self.ask_published()
            self._asking = False
        return self._may_change_published

    def save(self) -> None:
        """Begin to save unsaved changes."""
        self.saver.save()

    def keep_version(self, always: bool = True) -> str:
        """Keep the report among the earlier versions; return why that failed, or an empty text."""
        if message := drafts.keep_version(self.report, always):
            self.show_failure(message)
        return message

    def _adopt(self, saved: Loaded) -> None:
        """Take the identity of the draft that was saved to another file."""
        self._report = replace(self._report, id=saved.report.id)
        self.changed.emit(frozenset())

    def _become(self, report: Report, address: str, along: Iterable[str] = ()) -> None:
        """Replace the report and signal what changed; the draft's identity is no part of an act."""
        self._report = (
            report if report.id == self._report.id else replace(report, id=self._report.id)
        )
        known = arithmetic(report.form)
        touched: Iterable[str] = ()
        if address and Address.parse(address).kind != "unit":
            self.evaluation = known.after(
                self.evaluation, report.values, address, report.last_values
            )
            touched = (address, *known.dependents(address), *along)
        else:
            self.evaluation = self._work_out(report)
        self.saver.touch()
        self.changed.emit(frozenset(touched))
        self._check_later.start()

    def check(self) -> None:
        """Check now."""
        self.settling.emit()
        self._check_later.stop()
        self.result = check(self.report, self.evaluation)
        self.checked.emit()

    def check_if_due(self) -> None:
        """Check now if a check is due after a pause: a decision needs its result."""
        if self._check_later.isActive():
            self.check()

    @staticmethod
    def _work_out(report: Report) -> Evaluation:
        return arithmetic(report.form).evaluate(report.values, report.last_values)
