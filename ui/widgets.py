"""Small constructors of widgets that are used in many places.

The start window needs a few of them before it is painted: names of Qt that it does not use are
taken from their module when they are called for, which costs its start nothing.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar

from PySide6 import QtCore, QtGui, QtWidgets
from PySide6.QtWidgets import QLabel, QWidget

W = TypeVar("W", bound=QWidget)
L = TypeVar("L", bound="QtWidgets.QLineEdit")

_NO_END: Final = 1 << 24
"""Units of UTF-16 that no answer has; Qt would cut a line at 32 767, and say nothing."""


def named(widget: W, name: str) -> W:
    """Give a widget the name that a screen reader says."""
    widget.setAccessibleName(name)
    return widget


def unbounded(line: L) -> L:
    """Let a line take a text of any length: nothing that is typed or pasted is cut."""
    line.setMaxLength(_NO_END)
    return line


def line_edit(name: str, text: str = "") -> "QtWidgets.QLineEdit":
    """Give a line to type in, by the name that a screen reader says."""
    return named(unbounded(QtWidgets.QLineEdit(text)), name)


def label_of(field: QWidget) -> QLabel:
    """Give a field its name as a label beside it, which a screen reader knows as its own."""
    label = QLabel(field.accessibleName())
    label.setBuddy(field)
    return label


def wrapped(text: str = "") -> QLabel:
    """Give a label whose text takes as many lines as it needs."""
    label = QLabel(text)
    label.setWordWrap(True)
    return label


def breakable(path: Path) -> str:
    """Give a path that a label may break behind each folder, and within a long name."""
    told = str(path)
    for mark in ("/", "\\", "_"):
        told = told.replace(mark, f"{mark}\u200b")
    return told


def quiet(text: str = "") -> QLabel:
    """Give a wrapped label that stays behind what it stands beside."""
    label = wrapped(text)
    label.setForegroundRole(QtGui.QPalette.ColorRole.PlaceholderText)
    return label


def larger(label: QLabel, scale: float) -> QLabel:
    """Set a label in larger type."""
    font = label.font()
    font.setPointSizeF(font.pointSizeF() * scale)
    label.setFont(font)
    return label


def bold(label: QLabel, scale: float = 1.0) -> QLabel:
    """Set a label in bold, and larger where asked."""
    font = larger(label, scale).font()
    font.setBold(True)
    label.setFont(font)
    return label


def small_button(text: str, name: str, act: Callable[[], object]) -> "QtWidgets.QToolButton":
    """Give a flat button for an act on one thing; ``name`` says which, for a screen reader."""
    button = named(QtWidgets.QToolButton(autoRaise=True), name)
    button.setText(text)
    button.setToolTip(name)
    button.clicked.connect(lambda: act())
    return button


def dropped_files(event: "QtGui.QDropEvent") -> list[Path]:
    """Give the files on this machine that are dragged."""
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]


def asks_for_undo(event: "QtCore.QEvent") -> bool:
    """Whether a field is asked if it takes Ctrl+Z or Ctrl+Y for itself."""
    if (
        not isinstance(event, QtGui.QKeyEvent)
        or event.type() != QtCore.QEvent.Type.ShortcutOverride
    ):
        return False
    steps = (QtGui.QKeySequence.StandardKey.Undo, QtGui.QKeySequence.StandardKey.Redo)
    return any(event.matches(step) for step in steps)


def keep_in_sight(widget: QWidget, place: "QtCore.QRect") -> None:
    """Scroll the page so that a place in one of its widgets is seen."""
    area = widget.parentWidget()
    while area is not None and not isinstance(area, QtWidgets.QScrollArea):
        area = area.parentWidget()
    if area is not None:
        middle = widget.mapTo(area.widget(), place.center())
        area.ensureVisible(middle.x(), middle.y(), 0, 2 * place.height())
