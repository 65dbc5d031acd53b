"""A button with a menu whose arrow stands beside its words."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QToolButton


class MenuButton(QToolButton):
    """A button with a menu: Qt paints its arrow over the words, unless there is room beside."""

    def sizeHint(self) -> QSize:
        """Ask for the room of the arrow on both sides, for the words stay in the middle."""
        return super().sizeHint() + QSize(self.fontMetrics().height(), 0)
