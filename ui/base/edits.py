"""Editors of single answers: each knows its address, none keeps an answer.

A text field is as high as its text: the page scrolls, never the field. A title is typed in its
place: Enter, or leaving the field, keeps it; Esc does not.
"""

import math
from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QEvent, QMimeData, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QTextCharFormat,
    QWheelEvent,
)
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QTextEdit

from model.address import Address
from model.errors import UnreadableError
from model.report import subheads
from model.report.answers import unread_reason
from model.report.report import Report
from model.text import clean
from model.unit import Unit
from model.values import write_number
from ui.base.session import TYPED, Session
from ui.base.widgets import (
    Label,
    asks_for_undo,
    bold,
    inked,
    keep_in_sight,
    named,
    unbounded,
    wrapped,
)
from ui.look.sheet import marked
from ui.look.tokens import colour

CELL: Final = "application/x-gknb-cell"
"""Format of the clipboard for a copied cell: the id of its report, and its address."""


class GrowingText(QPlainTextEdit):
    """A text of any length; grows and shrinks with what is written.

    Undo is left to the window, whose acts are those of the whole report.
    """

    pasted = Signal(str)
    """The text that is pasted or dropped, before it is cleaned."""

    def __init__(self, label: str, lines: int = 4) -> None:
        super().__init__(tabChangesFocus=True, undoRedoEnabled=False)
        named(self, label)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._lines = lines
        self.document().documentLayout().documentSizeChanged.connect(self._grow)
        self._follow = QTimer(self, singleShot=True, interval=0)
        self._follow.timeout.connect(self._show_cursor)
        self.cursorPositionChanged.connect(lambda: self._follow.start())
        QTimer.singleShot(0, self, self._grow)

    def text(self) -> str:
        """Return the exact text."""
        return exact_text(self)

    def show_text(self, text: str) -> None:
        """Show another text; the cursor stays as near as possible to its place."""
        cursor = self.textCursor()
        place = cursor.position()
        self.setPlainText(text)
        cursor.setPosition(min(place, self.document().characterCount() - 1))
        self.setTextCursor(cursor)

    def mark(self, spans: Iterable[tuple[int, int]]) -> None:
        """Underline and tint some spans of characters, and no others."""
        body, marked = self.text(), []
        look = QTextCharFormat()
        look.setBackground(colour("veil"))
        look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
        look.setUnderlineColor(self.palette().color(QPalette.ColorRole.Text))
        for start, end in spans:
            one = QTextEdit.ExtraSelection()
            cursor = self.textCursor()
            cursor.setPosition(utf16_place(body, start))
            cursor.setPosition(utf16_place(body, end), cursor.MoveMode.KeepAnchor)
            one.cursor, one.format = cursor, look  # type: ignore[attr-defined]
            marked.append(one)
        self.setExtraSelections(marked)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Leave files to the window, which imports them: their paths are no text of a report."""
        return not source.hasUrls() and super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste plain text without the characters that no document can hold.

        It is read once: on X11 each reading asks the program that copied, which may have ended.
        """
        text = source.text()
        self.pasted.emit(text)
        self.insertPlainText(clean(text))

    def createMimeDataFromSelection(self) -> QMimeData:
        """Copy exactly what is selected: Qt would make spaces of no-break spaces."""
        copied = QMimeData()
        copied.setText(selected_text(self))
        return copied

    def event(self, event: QEvent) -> bool:
        """Let the window take Ctrl+Z and Ctrl+Y."""
        if asks_for_undo(event):
            event.ignore()
            return True
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap anew, and grow or shrink with the lines."""
        super().resizeEvent(event)
        self._grow()

    @property
    def _line_height(self) -> float:
        """Height of a line; laid out, it may be a fraction of a pixel higher than the type's."""
        spacing = QFontMetricsF(self.font()).lineSpacing()
        line = self.document().firstBlock().layout().lineAt(0)
        return max(spacing, line.height()) if line.isValid() else spacing

    def _show_cursor(self) -> None:
        """Scroll the page to the cursor, once the field has grown."""
        if self.hasFocus():
            keep_in_sight(self.viewport(), self.cursorRect())

    def _grow(self) -> None:
        lines = max(self.document().size().height(), self._lines)
        margins = self.contentsMargins().top() + self.contentsMargins().bottom()
        around = 2 * self.document().documentMargin() + margins + 2
        self.setFixedHeight(math.ceil(lines * self._line_height + around))


def exact_text(edit: QPlainTextEdit) -> str:
    """Return the exact text of an editor: Qt's plain text has spaces for no-break spaces."""
    return _ends(edit.document().toRawText())


def selected_text(edit: QPlainTextEdit) -> str:
    """Return the exact text that is selected."""
    return _ends(edit.textCursor().selectedText())


def _ends(raw: str) -> str:
    """Return a text of Qt's with line feeds at the ends of paragraphs and lines."""
    return raw.replace("\u2029", "\n").replace("\u2028", "\n")


def utf16_place(body: str, place: int) -> int:
    """Return a place in a text as Qt counts it, in units of UTF-16."""
    return place if body.isascii() else len(body[:place].encode("utf-16-le")) // 2


_TAKEN_EVERY: Final = 500
"""Milliseconds after which a line that is being typed is put into the session."""


def answer_of(report: Report, address: str) -> str:
    """Return an answer as it was typed."""
    if address in report.unread:
        return report.unread[address]
    place = Address.parse(address)
    if place.kind == "unit":
        return _unit_answer(report, place.key)
    if place.kind == "text":
        block = report.text(place.key)
        return block.body if block else ""
    if place.kind == "note":
        return report.notes.get(place.table, "")
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


class ShortcutLine(QLineEdit):
    """A line that leaves a key to the page, though Qt would move the cursor with it.

    On X11, Qt goes to the end of a line with Ctrl+E.
    """

    def __init__(self, name: str, key: str, text: str = "") -> None:
        super().__init__(text)
        named(unbounded(self), name)
        self._key = QKeySequence(key)

    def event(self, event: QEvent) -> bool:
        """Tell Qt that the key is a shortcut."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and QKeySequence(event.keyCombination()) == self._key
        ):
            event.ignore()
            return True
        return super().event(event)


class LineAnswer(QLineEdit):
    """A one-line answer; a text that cannot be read stays, with the reason next to it.

    The session also gets it while it is typed, so that a power cut loses no field; all of it is one
    act.
    """

    complained = Signal(bool)
    """Whether there is a reason to be shown."""

    def __init__(self, session: Session, address: str, label: str, complaint: Label) -> None:
        super().__init__()
        named(unbounded(self), label)
        self._session, self._address, self._complaint = session, address, complaint
        self._putting = False
        self._editing = object()
        self._pause = QTimer(self, singleShot=True, interval=_TAKEN_EVERY)
        self._pause.timeout.connect(self._put)
        self.textEdited.connect(lambda: self._pause.isActive() or self._pause.start())
        self.editingFinished.connect(self._commit)
        session.changed.connect(self._on_changed)
        self.refresh()

    def refresh(self) -> None:
        """Show the answer again, unless another one is being typed."""
        if self._pause.isActive() or self._putting:
            return
        answer = answer_of(self._session.report, self._address)
        if self.text() != answer:
            self.setText(answer)
        if not self.hasFocus():
            self.home(False)  # a text that is wider than the field is seen from its beginning
        self._complain(unread_reason(self._session.report, self._address))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin at the end of the text, unless a click says where."""
        if event.reason() != Qt.FocusReason.MouseFocusReason:
            self.end(False)
        super().focusInEvent(event)

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
        if reason := self._put():
            self._session.keep_unread(self._address, self.text(), self._editing)
        self._editing = object()
        self.refresh()
        if reason:
            self._complain(reason)

    def _put(self) -> str:
        """Put the typed text into the session; return why it cannot be read."""
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
        if bool(reason) != (self.property("wrong") == "true"):
            marked(self, wrong="true" if reason else "")
        self.complained.emit(bool(reason))


class ChoiceBox(QComboBox):
    """A box whose choice the wheel does not change: it scrolls the page."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()


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
        self.pasted.connect(session.show_left_out)
        self.refresh()

    def refresh(self) -> None:
        """Show the answer again where it differs from the text shown."""
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
        place = Address.parse(self._address)
        if place.kind == "text":  # emptied while it is rewritten, a sub-head must not go
            typed = self.text()
            self._session.show_left_out(typed)
            written = subheads.write(self._session.report, place.key, typed)
            self._session.apply(written, TYPED, self._address)
        else:
            self._session.put(self._address, self.text())


def complaint_label() -> Label:
    """Return the label that says why an answer cannot be read."""
    return inked(bold(wrapped()), "error")


_KEYS: Final = "按回车确定，按 Esc 取消"
_BEHIND: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class TitleEdit(QLineEdit):
    """A line that asks for a title, hidden until it is asked for one."""

    taken = Signal(str)
    """The title; never an empty one."""
    closed = Signal(bool)
    """The line is closed; the value says whether it had the cursor, which needs another place."""

    def __init__(self, label: str) -> None:
        super().__init__()
        named(unbounded(self), label).setPlaceholderText(f"{label}，{_KEYS}")
        self.setAccessibleDescription(_KEYS)
        self.hide()
        self.editingFinished.connect(lambda: self._close(self.text().strip()))

    def ask(self, title: str = "") -> None:
        """Ask, with a title to begin from."""
        self.setText(title)
        self.show()
        self.selectAll()
        self.setFocus()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Say the keys behind the title where there is room; alone, they are the placeholder."""
        super().paintEvent(event)
        text, metrics = self.text(), self.fontMetrics()
        words = metrics.horizontalAdvance(text) + metrics.horizontalAdvance(_KEYS)
        room = self.rect().adjusted(metrics.height(), 0, -metrics.height() // 2, 0)
        if text and words < room.width():
            painter = QPainter(self)
            painter.setPen(colour("quiet"))
            painter.drawText(room, int(_BEHIND), _KEYS)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close without a title on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self._close("")
        else:
            super().keyPressEvent(event)

    def _close(self, title: str) -> None:
        if self.isHidden():  # hiding the line finishes its editing once more
            return
        had_focus = self.hasFocus()
        self.hide()
        self.closed.emit(had_focus)
        if title:
            self.taken.emit(title)
