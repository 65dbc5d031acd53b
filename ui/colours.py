"""Colours that follow the palette, so that light, dark and high contrast all stay readable."""

from PySide6.QtGui import QBrush, QColor, QPalette


def error_brush(palette: QPalette) -> QBrush:
    """Give a red that stands out from the base: dark on light, light on dark."""
    dark = palette.color(QPalette.ColorRole.Base).lightness() < 128
    return QBrush(QColor.fromHsl(0, 200, 175 if dark else 90))


def mark_brush(palette: QPalette) -> QBrush:
    """Give the tint of cells that take part in the finding looked at."""
    colour = palette.color(QPalette.ColorRole.Highlight)
    colour.setAlpha(70)
    return QBrush(colour)
