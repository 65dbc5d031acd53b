"""查找和替换: what has the words in the open report, with the way there.

Only the bodies of texts are replaced; the sentence under the list says what stays as it is.
"""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPoint, QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from model.report.addresses import section_of
from model.report.report import Report
from model.text import clean_line, shortened
from ui.app.search import MOST, Hit, HitKind, pattern_of, replaced, search
from ui.aside.windows import show_help
from ui.base.edits import GrowingText, utf16_place
from ui.base.session import Session
from ui.base.widgets import keep_on_screen, label_of, line_edit, named, primary, titled, wrapped
from ui.navigation import Navigation

_SIZE: Final = QSize(600, 420)
_FROM_CORNER: Final = QPoint(24, 64)
"""Pixels from the lower right corner of the window: most places that are found stay in sight."""
_HIT: Final = Qt.ItemDataRole.UserRole
_PLACE: Final = 36
"""Most characters of the name of a place."""
_PAUSE: Final = 150
"""Milliseconds after a key until the report is searched."""
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SearchDialog(QDialog):
    """A window beside the work that lists the places; it stays open while they are visited.

    Args:
        session: the open report.
        navigation: the way to the places in the window.
        parent: the window.
    """

    def __init__(self, session: Session, navigation: Navigation, parent: QWidget) -> None:
        super().__init__(parent)
        titled(self, "查找和替换")
        self._session, self._navigation, self._window = session, navigation, parent
        self.words = line_edit("查找")
        self.words.setPlaceholderText("单位、文字、数字、表格、核对、帮助；Enter 转到")
        self.new = line_edit("替换为")
        self.replace_button = QPushButton("全部替换")
        self.go = primary(QPushButton("转到"))
        self.list = named(QListWidget(), "查找结果")
        self.list.setProperty("roomy", True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.count = wrapped()
        self._lay_out()
        self._timer = QTimer(self, interval=_PAUSE, singleShot=True)
        self._timer.timeout.connect(self.refresh)
        self._replaced: tuple[Report | None, str] = (None, "")
        """The report after words were replaced, and what is said of it until it changes."""
        self.words.textChanged.connect(self._begin_anew)
        self.go.clicked.connect(self._go)
        self.list.itemActivated.connect(self._go)
        self.replace_button.clicked.connect(self._replace)
        session.checked.connect(self._refresh_if_shown)
        self.refresh()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(10)
        for field, button in ((self.words, self.go), (self.new, self.replace_button)):
            field.setClearButtonEnabled(True)
            button.setAutoDefault(False)
            row = QHBoxLayout()
            label = label_of(field)
            label.setMinimumWidth(self.fontMetrics().horizontalAdvance("替换为") + 8)
            for widget in (label, field, button):
                row.addWidget(widget)
            layout.addLayout(row)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.count)
        self.resize(_SIZE.boundedTo(self.screen().availableSize() * 0.9))

    def begin(self, words: str) -> None:
        """Show the window with some words to look for; empty keeps those of last time."""
        if words:
            self.words.setText(words)
        self.refresh()
        if not self.isVisible():
            corner = self._window.geometry().bottomRight() - _FROM_CORNER
            self.move(corner - QPoint(self.width(), self.height()))
            keep_on_screen(self)
        self.show()
        self.activateWindow()
        self.words.setFocus()
        self.words.selectAll()

    def refresh(self) -> None:
        """Search the report as it is now."""
        self._timer.stop()
        words, row = self.words.text(), self.list.currentRow()
        hits = search(self._session.report, self._session.result, words)
        self.list.clear()
        for hit in hits:
            head = f"{hit.kind}　{shortened(hit.place, _PLACE)}" if hit.place else hit.kind
            item = QListWidgetItem(f"{head}\n{hit.excerpt}")
            item.setData(_HIT, hit)
            self.list.addItem(item)
        if hits:
            self.list.setCurrentRow(min(max(row, 0), len(hits) - 1))
        self.go.setEnabled(bool(hits))
        self.replace_button.setEnabled(any(hit.span for hit in hits))
        note = self._replaced[1] * (self._replaced[0] is self._session.report)
        self.count.setText(f"{note}{counted(hits)}" if words.strip() else "")

    def _begin_anew(self) -> None:
        self._replaced = (None, "")
        self._timer.start()

    def _refresh_if_shown(self) -> None:
        if self.isVisible():
            self.refresh()

    def _go(self) -> None:
        """Show the chosen place; the next Enter leads to the one after it."""
        self._settle()
        item = self.list.currentItem()
        if item is None:
            return
        hit: Hit = item.data(_HIT)
        if hit.kind is HitKind.HELP:
            report = self._session.report
            step = hit.step or section_of(report, hit.address)
            sought = self.words.text() * bool(hit.step)
            show_help(self._window, report.form, step, hit.address, sought)
        else:
            self._navigation.show_hit(hit)
            if hit.address and not hit.span:
                show_words(self._window.focusWidget(), self.words.text())

    def _settle(self) -> None:
        """Search now if a key is still waited for."""
        if self._timer.isActive():
            self.refresh()

    def _replace(self) -> None:
        """Replace the words in all texts by one act that can be undone."""
        self._settle()
        new = clean_line(self.new.text())
        report, count = replaced(self._session.report, self.words.text(), new)
        self._session.apply(report, f"替换文字{count}处")
        self._session.show_message(f"已替换文字{count}处。")
        self._replaced = (self._session.report, f"已替换{count}处。现有")
        self.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to a place with Enter in the field, and then to the next; choose with the arrows.

        Enter on a button presses it, as everywhere; from another field it must not replace.
        """
        key, focus = event.key(), self.focusWidget()
        if key in _ENTER and isinstance(focus, QPushButton):
            focus.click()
        elif key in _ENTER and self.words.hasFocus():
            self._settle()
            self._go()
            self.list.setCurrentRow((self.list.currentRow() + 1) % max(self.list.count(), 1))
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and not self.list.hasFocus():
            step = 1 if key == Qt.Key.Key_Down else -1
            self.list.setCurrentRow((self.list.currentRow() + step) % max(self.list.count(), 1))
        else:
            super().keyPressEvent(event)


def show_words(field: QWidget | None, words: str) -> None:
    """Select words in a field, all of it where it has them otherwise: its focus cannot be seen."""
    if isinstance(field, QLineEdit):
        text = field.text()
        match = pattern_of(words).search(text)
        start, end = match.span() if match else (0, len(text))
        first = utf16_place(text, start)
        field.setSelection(first, utf16_place(text, end) - first)
    elif isinstance(field, GrowingText):
        field.moveCursor(QTextCursor.MoveOperation.Start)
        field.find(words)


def counted(hits: Sequence[Hit]) -> str:
    """Say how many places there are, and which of them 全部替换 leaves as they are."""
    most = f"，只列出前{MOST}处" if len(hits) == MOST else ""
    in_texts = sum(1 for hit in hits if hit.span)
    written = sum(1 for hit in hits if hit.kind is HitKind.WRITTEN)
    left = f"全部替换只改文字中的{in_texts}处。" if 0 < in_texts < len(hits) else ""
    follows = f"自动成文的{written}处随所填内容改变，转到后改所填内容。" if written else ""
    return f"{len(hits)}处{most}。{left}{follows}"


def selected_words(focus: QWidget | None) -> str:
    """Return the words that are selected in the field with the focus, if they are on one line."""
    if isinstance(focus, QLineEdit):
        return focus.selectedText()
    cursor = getattr(focus, "textCursor", None)
    words: str = cursor().selectedText() if cursor else ""
    return "" if "\u2029" in words else words
