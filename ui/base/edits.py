"""Editors of single answers: each knows its address, none keeps an answer."""

from typing import Final

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtWidgets import QLineEdit

from model.errors import UnreadableError
from model.report import subheads
from model.report.answers import kind_of
from model.report.report import Report
from model.unit import Unit
from model.values import read_number, write_number
from ui.base.choice_box import ChoiceBox
from ui.base.growing_text import GrowingText
from ui.base.session import TYPED, Session
from ui.base.widgets import Label, asks_for_undo, bold, named, unbounded, wrapped

_TAKEN_EVERY: Final = 500
"""Milliseconds between two takings of what is being typed on one line."""


def answer_of(report: Report, address: str) -> str:
    """Give an answer as it was typed."""
    room, _, rest = address.partition("/")
    if room == "unit":
        return _unit_answer(report, rest)
    if room == "text":
        block = report.text(rest)
        return block.body if block else ""
    if room == "note":
        return report.notes.get(rest, "")
    if address in report.unread:
        return report.unread[address]
    number = report.values.get(address)
    return "" if number is None else write_number(number)


def unread_reason(report: Report, address: str) -> str:
    """Say why the text that stands at an address is no number; empty where it is one."""
    if address in report.unread:
        try:
            read_number(report.unread[address], kind_of(report, address))
        except UnreadableError as error:
            return str(error)
    return ""


def _unit_answer(report: Report, name: str) -> str:
    unit: Unit = report.unit
    period = {
        "year": str(report.year),
        "period_start": report.period.start.isoformat(),
        "period_end": report.period.end.isoformat(),
    }
    return period[name] if name in period else str(getattr(unit, name) or "")


class LineAnswer(QLineEdit):
    """A one-line answer; what cannot be read stays typed, with the reason beside it.

    It is taken to the session while it is typed as well, so that a power cut loses no field; all of
    it is one act.
    """

    complained = Signal(bool)
    """Whether there is a reason to be shown."""

    def __init__(self, session: Session, address: str, label: str, complaint: Label) -> None:
        super().__init__()
        named(unbounded(self), label)
        self._session, self._address, self._complaint = session, address, complaint
        self._refused = self._putting = False
        self._editing = object()
        self._pause = QTimer(self, singleShot=True, interval=_TAKEN_EVERY)
        self._pause.timeout.connect(self._put)
        self.textEdited.connect(lambda: self._pause.isActive() or self._pause.start())
        self.editingFinished.connect(self._commit)
        session.changed.connect(self._on_changed)
        self.refresh()

    def refresh(self) -> None:
        """Show the answer again, unless another is being typed or was refused."""
        if self._pause.isActive() or self._putting or self._refused:
            return
        answer = answer_of(self._session.report, self._address)
        if self.text() != answer:
            self.setText(answer)
        self._complain(unread_reason(self._session.report, self._address))

    def event(self, event: QEvent) -> bool:
        """Leave Ctrl+Z and Ctrl+Y to the window, unless something is not taken yet."""
        if asks_for_undo(event) and not self._pause.isActive():
            event.ignore()
            return True
        return super().event(event)

    def _on_changed(self, addresses: frozenset[str]) -> None:
        if not addresses or self._address in addresses:
            self.refresh()

    def _commit(self) -> None:
        self._pause.stop()
        reason = self._put()
        self._editing = object()
        self._refused = bool(reason)
        self.refresh()
        if reason:
            self._complain(reason)

    def _put(self) -> str:
        """Take what is typed to the session; gives why it cannot be read."""
        if self.text() == answer_of(self._session.report, self._address):
            return ""
        self._putting = True  # what is typed is not tidied under the clerk's hands
        try:
            self._session.put(self._address, self.text(), self._editing)
        except UnreadableError as error:
            return str(error)
        finally:
            self._putting = False
        return ""

    def _complain(self, reason: str) -> None:
        self._complaint.setText(reason)
        self.complained.emit(bool(reason))


class ChoiceAnswer(ChoiceBox):
    """An answer chosen from a list."""

    def __init__(self, session: Session, address: str, label: str, choices: list[str]) -> None:
        super().__init__()
        named(self, label)
        self.addItems(choices)
        self._session, self._address = session, address
        self.textActivated.connect(lambda text: session.put(address, text))
        session.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the answer again; one that cannot be chosen leaves the placeholder."""
        self.setCurrentIndex(self.findText(answer_of(self._session.report, self._address)))


class TextAnswer(GrowingText):
    """The body of a text, or the notes under a table."""

    def __init__(self, session: Session, address: str, label: str, lines: int = 4) -> None:
        super().__init__(label, lines)
        self._session, self._address = session, address
        self._filling = False
        session.changed.connect(self._on_changed)
        self.textChanged.connect(self._commit)
        self.pasted.connect(session.tell_left_out)
        self.refresh()

    def refresh(self) -> None:
        """Show the answer again where it is another than what stands here."""
        answer = answer_of(self._session.report, self._address)
        if self.text() != answer:
            self._filling = True
            self.show_text(answer)
            self._filling = False

    def _on_changed(self, addresses: frozenset[str]) -> None:
        if not addresses or self._address in addresses:
            self.refresh()

    def _commit(self) -> None:
        if self._filling:
            return
        room, _, key = self._address.partition("/")
        if room == "text":  # emptied while it is rewritten, a sub-head must not go
            typed = self.text()
            self._session.tell_left_out(typed)
            written = subheads.write(self._session.report, key, typed)
            self._session.apply(written, TYPED, self._address)
        else:
            self._session.put(self._address, self.text())


def complaint_label() -> Label:
    """Give the label that says why an answer cannot be read."""
    return bold(wrapped())
