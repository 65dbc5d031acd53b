"""A question that must be answered before anything goes on, with the answers as buttons."""

from collections.abc import Sequence

from PySide6.QtWidgets import QMessageBox, QWidget


def ask(
    parent: QWidget | None, title: str, text: str, answers: Sequence[str], default: str = ""
) -> str:
    """Ask, and give the answer that was chosen; the last one where the question was closed.

    The last answer is the one that changes nothing. Enter gives ``default``, or the first.
    """
    box = QMessageBox(QMessageBox.Icon.Question, title, text, parent=parent)
    roles = QMessageBox.ButtonRole
    *others, nothing = answers
    buttons = {answer: box.addButton(answer, roles.AcceptRole) for answer in others}
    buttons[nothing] = box.addButton(nothing, roles.RejectRole)
    box.setEscapeButton(buttons[nothing])
    box.setDefaultButton(buttons[default or answers[0]])
    box.exec()
    chosen = box.clickedButton()
    return chosen.text() if chosen is not None else nothing
