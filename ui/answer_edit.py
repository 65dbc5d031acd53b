"""Editors of single answers: each knows its address, none keeps an answer."""

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPlainTextEdit

from model.errors import UnreadableError
from model.report import Report
from model.unit import Unit
from model.values import write_number
from ui.session import PAUSE, Session
from ui.widgets import bold, wrapped


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

    It is taken to the session when the clerk pauses as well, so that a power cut loses no field.
    """

    def __init__(self, session: Session, address: str, label: str, complaint: QLabel) -> None:
        super().__init__()
        self.setAccessibleName(label)
        self._session, self._address, self._complaint = session, address, complaint
        self._pause = QTimer(self, singleShot=True, interval=PAUSE // 2)
        self._pause.timeout.connect(self._put)
        self.textEdited.connect(lambda: self._pause.start())
        self.editingFinished.connect(self._commit)
        session.changed.connect(self._on_changed)
        self.refresh()

    def refresh(self) -> None:
        """Show the answer again, unless it is being typed."""
        if not self.hasFocus() and not self._complaint.text():
            self.setText(answer_of(self._session.report, self._address))

    def _on_changed(self, addresses: frozenset[str]) -> None:
        if not addresses or self._address in addresses:
            self.refresh()

    def _commit(self) -> None:
        self._pause.stop()
        self._complaint.setText(self._put())

    def _put(self) -> str:
        """Take what is typed to the session; gives why it cannot be read."""
        if self.text() == answer_of(self._session.report, self._address):
            return ""
        try:
            self._session.put(self._address, self.text())
        except UnreadableError as error:
            return str(error)
        return ""


class ChoiceAnswer(QComboBox):
    """An answer chosen from a list."""

    def __init__(self, session: Session, address: str, label: str, choices: list[str]) -> None:
        super().__init__()
        self.setAccessibleName(label)
        self.addItems(choices)
        self._session, self._address = session, address
        self.textActivated.connect(lambda text: session.put(address, text))
        session.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the answer again."""
        self.setCurrentText(answer_of(self._session.report, self._address))


class TextAnswer(QPlainTextEdit):
    """A text of any length; grows with what is written."""

    def __init__(self, session: Session, address: str, label: str, lines: int = 4) -> None:
        super().__init__(tabChangesFocus=True)
        self.setAccessibleName(label)
        self._session, self._address, self._lines = session, address, lines
        self._filling = False
        session.changed.connect(self._on_changed)
        self.textChanged.connect(self._commit)
        self.document().documentLayout().documentSizeChanged.connect(self._grow)
        self.refresh()
        QTimer.singleShot(0, self, self._grow)

    def refresh(self) -> None:
        """Show the answer again where it is another than what stands here."""
        answer = answer_of(self._session.report, self._address)
        if self.toPlainText() != answer:
            self._filling = True
            self.setPlainText(answer)
            self._filling = False

    def _on_changed(self, addresses: frozenset[str]) -> None:
        if not addresses or self._address in addresses:
            self.refresh()

    def _commit(self) -> None:
        if not self._filling:
            self._session.put(self._address, self.toPlainText())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap anew, and grow or shrink with the lines."""
        super().resizeEvent(event)
        self._grow()

    def _grow(self) -> None:
        lines = max(self.document().size().height(), self._lines)
        margins = self.contentsMargins().top() + self.contentsMargins().bottom() + 10
        self.setFixedHeight(round(lines * self.fontMetrics().lineSpacing()) + margins)


def complaint_label() -> QLabel:
    """Give the label that says why an answer cannot be read."""
    return bold(wrapped())
