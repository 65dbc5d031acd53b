"""帮助: the page of a step beside the report, with a table of contents and a search in the page."""

from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut, QTextCursor, QTextLength, QTextTable
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QVBoxLayout,
    QWidget,
)

from model.form import catalog
from model.form.form import Form
from model.form.help import START, help_page, topics
from model.text import visible
from ui.aside.browser import Browser
from ui.base.widgets import Label, label_of, named, titled

_EMS: Final = QSize(60, 38)
"""Size of the window in heights of the font, where the screen has room for it."""
_SHARES: Final = (28, 48, 24)
"""Widths of row, meaning and article in percent: even columns would waste the room of two."""


def show_help(parent: QWidget, form: Form, step: str, address: str = "") -> "HelpWindow":
    """Show the page of a step, and in it the row of a cell, in the one help window of a parent."""
    window = parent.findChild(HelpWindow, "", Qt.FindChildOption.FindDirectChildrenOnly)
    window = window or HelpWindow(form, parent)
    window.show()
    window.show_page(step, address)
    window.activateWindow()
    return window


def show_start_help(parent: QWidget) -> "HelpWindow":
    """Show the page of the start, where no report says yet which form is filled in."""
    return show_help(parent, catalog.form(catalog.keys()[-1]), START)


class HelpWindow(QWidget):
    """A window that stays open while the report is filled in; it goes with its parent."""

    def __init__(self, form: Form, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        titled(self, "帮助")
        self._form, self._steps = form, list(topics(form))
        self.contents = named(QListWidget(), "目录")
        self.contents.addItems([visible(topic) for topic in topics(form).values()])
        self.browser = Browser("帮助内容")
        self.sought = named(QLineEdit(), "查找")
        self.sought.setPlaceholderText("在本页查找，Enter 转到下一处")
        self.sought.setClearButtonEnabled(True)
        self.told = Label()
        self._lay_out()
        self.contents.currentRowChanged.connect(self._show_row)
        self.sought.textChanged.connect(self._find_first)
        self.sought.returnPressed.connect(self._find_next)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.close)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self, self._begin_search)

    def show_page(self, step: str, address: str = "") -> None:
        """Show the page of a step, at the row of a cell where one is given."""
        self.contents.setCurrentRow(self._steps.index(step))
        self.browser.setFocus()
        if address in self._form.cells:
            self._go_to_row(self._form.cells[address].row[-1:])

    def _lay_out(self) -> None:
        em = self.fontMetrics().height()
        self.contents.setFixedWidth(self.contents.sizeHintForColumn(0) + em * 2)
        row = QHBoxLayout()
        for widget in (label_of(self.sought), self.sought, self.told):
            row.addWidget(widget)
        right = QVBoxLayout()
        right.addLayout(row)
        right.addWidget(self.browser, 1)
        layout = QHBoxLayout(self)
        layout.addWidget(self.contents)
        layout.addLayout(right, 1)
        self.resize((_EMS * em).boundedTo(self.screen().availableSize() * 0.9))

    def _show_row(self, row: int) -> None:
        self.browser.show_markdown(help_page(self._form, self._steps[row]))
        for frame in self.browser.document().rootFrame().childFrames():
            if isinstance(frame, QTextTable) and frame.columns() == len(_SHARES):
                _share_out(frame)
        self.sought.clear()

    def _go_to_row(self, labels: tuple[str, ...]) -> None:
        """Select the label of a row in the table of meanings, and bring it to the top."""
        block = self.browser.document().begin()
        while block.isValid():
            cursor = QTextCursor(block)
            if cursor.currentTable() is not None and block.text() in labels:
                cursor.movePosition(cursor.MoveOperation.EndOfBlock, cursor.MoveMode.KeepAnchor)
                self.browser.setTextCursor(cursor)
                above = self.browser.cursorRect(cursor).top() - self.fontMetrics().height()
                bar = self.browser.verticalScrollBar()
                bar.setValue(bar.value() + above)
                return
            block = block.next()

    def _begin_search(self) -> None:
        self.sought.setFocus()
        self.sought.selectAll()

    def _find_first(self) -> None:
        """Look from the top of the page for what is being typed."""
        self.browser.moveCursor(QTextCursor.MoveOperation.Start)
        self.told.clear()
        self._find_next()

    def _find_next(self) -> None:
        """Go to the next place, after the last to the first again."""
        text = self.sought.text()
        if not text or self.browser.find(text):
            return
        self.browser.moveCursor(QTextCursor.MoveOperation.Start)
        if not self.browser.find(text):
            self.told.setText("没有找到")


def _share_out(table: QTextTable) -> None:
    """Give the columns of a table their shares of the window's width."""
    percent = QTextLength.Type.PercentageLength
    wanted = table.format().toTableFormat()
    wanted.setWidth(QTextLength(percent, 100))
    wanted.setColumnWidthConstraints([QTextLength(percent, share) for share in _SHARES])
    table.setFormat(wanted)
