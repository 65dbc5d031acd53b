"""Small constructors of widgets that are used in many places."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEvent, QRect, QSize
from PySide6.QtGui import QKeyEvent, QKeySequence, QPalette
from PySide6.QtWidgets import QLabel, QScrollArea, QToolButton, QWidget

W = TypeVar("W", bound=QWidget)


def named(widget: W, name: str) -> W:
    """Give a widget the name that a screen reader says."""
    widget.setAccessibleName(name)
    return widget


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
    """Give a path that a label may break behind each folder."""
    return str(path).replace("/", "/\u200b").replace("\\", "\\\u200b")


def quiet(text: str = "") -> QLabel:
    """Give a wrapped label that stays behind what it stands beside."""
    label = wrapped(text)
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
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


class MenuButton(QToolButton):
    """A button with a menu: Qt paints its arrow over the words, unless there is room beside."""

    def sizeHint(self) -> QSize:
        """Ask for the room of the arrow on both sides, for the words stay in the middle."""
        return super().sizeHint() + QSize(self.fontMetrics().height(), 0)


def small_button(text: str, name: str, act: Callable[[], object]) -> QToolButton:
    """Give a flat button for an act on one thing; ``name`` says which, for a screen reader."""
    button = named(QToolButton(autoRaise=True), name)
    button.setText(text)
    button.setToolTip(name)
    button.clicked.connect(lambda: act())
    return button


def asks_for_undo(event: QEvent) -> bool:
    """Whether a field is asked if it takes Ctrl+Z or Ctrl+Y for itself."""
    if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.ShortcutOverride:
        return False
    steps = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)
    return any(event.matches(step) for step in steps)


def keep_in_sight(widget: QWidget, place: QRect) -> None:
    """Scroll the page so that a place in one of its widgets is seen."""
    area = widget.parentWidget()
    while area is not None and not isinstance(area, QScrollArea):
        area = area.parentWidget()
    if area is not None:
        middle = widget.mapTo(area.widget(), place.center())
        area.ensureVisible(middle.x(), middle.y(), 0, 2 * place.height())
