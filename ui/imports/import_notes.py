"""What is to be looked at in foreign files: sentences that can be read, marked and copied."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from model.text import visible
from ui.base.widgets import label_of, named, titled, wrapped

NAME: Final = "需要留意的内容"
_FEWEST: Final = 2
_MOST: Final = 7
"""Lines that are seen at first."""


class Notes(QPlainTextEdit):
    """Sentences one below the other, wrapped; nothing can be typed, all can be copied."""

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__(readOnly=True, tabChangesFocus=True)
        named(self, NAME)
        self.setPlainText(visible("\n".join(lines)))
        self._lines = len(lines)
        self.setMinimumHeight(self.fontMetrics().height() * 3)

    def sizeHint(self) -> QSize:
        """Ask for the room of a few lines."""
        lines = min(max(self._lines, _FEWEST), _MOST) + 1
        return QSize(super().sizeHint().width(), self.fontMetrics().lineSpacing() * lines)


class NotesDialog(QDialog):
    """Asks whether to go on with last year's report, beside what is not sure in it."""

    def __init__(self, parent: QWidget | None, told: str, lines: Sequence[str]) -> None:
        super().__init__(parent)
        titled(self, "读取上年报告")
        notes = Notes(lines)
        buttons = QDialogButtonBox()
        buttons.addButton("继续", QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton("返回", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(wrapped(told))
        layout.addWidget(label_of(notes))
        layout.addWidget(notes, 1)
        layout.addWidget(buttons)
        em = self.fontMetrics().height()
        self.resize(QSize(em * 44, em * 24).boundedTo(self.screen().availableSize()))


def may_go_on(parent: QWidget | None, told: str, lines: Sequence[str]) -> bool:
    """Show what is not sure in last year's report; says whether to go on."""
    dialog = NotesDialog(parent, told, lines)
    went_on = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    return went_on
