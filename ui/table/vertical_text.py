"""Chinese from top to bottom: characters upright, one below the other, 、 in its vertical form."""

from typing import Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter

_VERTICAL_FORMS: Final = str.maketrans("、，。（）", "︑︐︒︵︶")


def draw_vertical(painter: QPainter, rectangle: QRect, text: str) -> None:
    """Draw text down the middle of a rectangle, as far as it has room."""
    height = painter.fontMetrics().height()
    shown = text.translate(_VERTICAL_FORMS)[: max(rectangle.height() // height, 0)]
    top = rectangle.top() + (rectangle.height() - height * len(shown)) // 2
    for number, character in enumerate(shown):
        place = QRect(rectangle.left(), top + number * height, rectangle.width(), height)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, character)
