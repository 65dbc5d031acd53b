"""Colours that follow the palette, so that light, dark and high contrast all stay readable."""

from PySide6.QtGui import QColor, QPalette


def is_dark(palette: QPalette) -> bool:
    """Whether light text stands on a dark ground."""
    return palette.color(QPalette.ColorRole.Base).lightness() < 128


def error_colour(palette: QPalette) -> QColor:
    """Give a red that stands out from the base: dark on light, light on dark."""
    return QColor.fromHsl(0, 200, 175 if is_dark(palette) else 90)


def warning_colour(palette: QPalette) -> QColor:
    """Give an amber that stands out from the base in the same way."""
    return QColor.fromHsl(35, 220, 150 if is_dark(palette) else 75)


def tint(palette: QPalette, strength: int) -> QColor:
    """Give the highlight colour, as a veil of a strength from 0 to 255."""
    colour = palette.color(QPalette.ColorRole.Highlight)
    colour.setAlpha(strength)
    return colour
