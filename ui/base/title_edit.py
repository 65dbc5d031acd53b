"""Typing a title in place: Enter or leaving takes it, Esc lets it be."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from ui.base.widgets import named, unbounded


class TitleEdit(QLineEdit):
    """A line that asks for a title, hidden until it is asked for one."""

    taken = Signal(str)
    """The title; never an empty one."""
    closed = Signal(bool)
    """Nothing is asked any more; whether the cursor was here, and wants another place."""

    def __init__(self, label: str) -> None:
        super().__init__()
        named(unbounded(self), label).setPlaceholderText(f"{label}，按回车确定，按 Esc 取消")
        self.hide()
        self.editingFinished.connect(lambda: self._close(self.text().strip()))

    def ask(self, title: str = "") -> None:
        """Ask, with a title to begin from."""
        self.setText(title)
        self.show()
        self.selectAll()
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Esc as «let it be»."""
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
