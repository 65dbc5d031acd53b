"""A question that must be answered before anything goes on, with the answers as buttons."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from model.text import shortened, visible
from ui.base.widgets import SENTENCE, keyless, titled


def ask(
    parent: QWidget | None, title: str, text: str, answers: Sequence[str], default: str = ""
) -> str:
    """Ask, and give the answer that was chosen; the last one where the question was closed.

    The last answer is the one that changes nothing. Enter gives ``default``, or the first. Title,
    text and answers are plain words, whatever a name in them looks like.
    """
    box = titled(QMessageBox(parent), title)
    box.setIcon(QMessageBox.Icon.Question)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(shortened(visible(text), SENTENCE))
    roles = QMessageBox.ButtonRole
    *others, nothing = answers
    buttons = {answer: box.addButton(keyless(answer), roles.AcceptRole) for answer in others}
    buttons[nothing] = box.addButton(keyless(nothing), roles.RejectRole)
    box.setEscapeButton(buttons[nothing])
    box.setDefaultButton(buttons[default or answers[0]])
    box.exec()
    chosen = box.clickedButton()
    return next((answer for answer, button in buttons.items() if button is chosen), nothing)
