"""Small constructors of widgets that are used in many places."""

from typing import TypeVar

from PySide6.QtWidgets import QLabel, QWidget

W = TypeVar("W", bound=QWidget)


def named(widget: W, name: str) -> W:
    """Give a widget the name that a screen reader says."""
    widget.setAccessibleName(name)
    return widget


def wrapped(text: str = "") -> QLabel:
    """Give a label whose text takes as many lines as it needs."""
    label = QLabel(text)
    label.setWordWrap(True)
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
