"""A row of joined buttons of which one is chosen: a choice whose answers are all in view."""

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton

from ui.base.widgets import keyless, named

_STEPS: Final = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Left: -1,
}


class _Segment(QPushButton):
    """One answer; arrows are left to the row."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose with the space bar or Enter, and leave the arrows to the row."""
        if event.key() in _STEPS:
            event.ignore()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


class Segments(QFrame):
    """Answers side by side. Tab comes to the chosen one; arrows choose the next that may be."""

    chosen = Signal(str)
    """The clerk chose an answer."""

    def __init__(self, name: str, answers: Iterable[str]) -> None:
        super().__init__()
        named(self, name).setProperty("segments", True)
        row = QHBoxLayout(self)
        row.setContentsMargins(1, 1, 1, 1)
        row.setSpacing(0)
        self.buttons: dict[str, QPushButton] = {}
        for answer in answers:
            button = _Segment(keyless(answer))
            button.setProperty("role", "segment")
            button.setCheckable(True)
            button.clicked.connect(lambda _, answer=answer: self._choose(answer))
            self.buttons[answer] = button
            row.addWidget(button)
        self._chosen = next(iter(self.buttons))
        self.setCurrentText(self._chosen)

    def currentText(self) -> str:
        """Return the answer that is chosen."""
        return self._chosen

    def setCurrentText(self, answer: str) -> None:
        """Show another answer as chosen, and keep the focus in the row."""
        had_focus = self.buttons[self._chosen].hasFocus()
        self._chosen = answer
        for one, button in self.buttons.items():
            button.setChecked(one == answer)
            stops = Qt.FocusPolicy.StrongFocus if one == answer else Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(stops)
        self.setFocusProxy(self.buttons[answer])
        if had_focus:
            self.buttons[answer].setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose the next answer that may be chosen, or the one before."""
        by = _STEPS.get(Qt.Key(event.key()))
        if by is None:
            super().keyPressEvent(event)
            return
        answers = [a for a, b in self.buttons.items() if b.isEnabled() or a == self._chosen]
        place = answers.index(self._chosen) + by
        if 0 <= place < len(answers):
            self._choose(answers[place])

    def _choose(self, answer: str) -> None:
        """Show an answer as chosen, and signal it where it is another one."""
        changed = answer != self._chosen
        self.setCurrentText(answer)
        self.buttons[answer].setFocus()
        if changed:
            self.chosen.emit(answer)
