"""The look of the window: that of the system, light, dark, or high contrast.

Only this module names colours. All others use roles of the palette, and so follow a change at once.
"""

import os
from enum import StrEnum
from typing import Final, NamedTuple

from PySide6 import (
    QtGui,  # names are looked up when used: a start with the look of the system needs none
)
from PySide6.QtWidgets import QApplication

SCALE: Final = "QT_SCALE_FACTOR"
"""The variable from which Qt reads the scale when its application begins."""
GIVEN_SCALE: Final = os.environ.get(SCALE, "")
"""The scale the program was started with, for the next one that it starts."""
_STYLE: Final = "Fusion"
"""The style that draws everything from the palette; those of the systems do not."""
_NATIVE: Final = "native_style"


class Appearance(StrEnum):
    """The looks that the clerk can choose."""

    SYSTEM = "跟随系统"
    LIGHT = "浅色"
    DARK = "深色"
    CONTRAST = "高对比"


class Colours(NamedTuple):
    """The colours from which a palette is made; Qt computes the others."""

    window: str
    button: str
    base: str
    shaded: str
    text: str
    faint: str
    highlight: str
    highlighted_text: str
    link: str
    outline: str


COLOURS: Final = {
    Appearance.LIGHT: Colours(
        window="#f0f0f0",
        button="#f0f0f0",
        base="#ffffff",
        shaded="#eeeeee",
        text="#1a1a1a",
        faint="#5f5f5f",
        highlight="#1f66a8",
        highlighted_text="#ffffff",
        link="#0b57a0",
        outline="#b0b0b0",
    ),
    Appearance.DARK: Colours(
        window="#2d2d2d",
        button="#3c3c3c",
        base="#1e1e1e",
        shaded="#2d2d2d",
        text="#ececec",
        faint="#a8a8a8",
        highlight="#2f6eac",
        highlighted_text="#ffffff",
        link="#7ab8f5",
        outline="#7d7d7d",
    ),
    Appearance.CONTRAST: Colours(
        window="#000000",
        button="#000000",
        base="#000000",
        shaded="#333333",
        text="#ffffff",
        faint="#d0d0d0",
        highlight="#ffff00",
        highlighted_text="#000000",
        link="#00ffff",
        outline="#ffffff",
    ),
}
_ROLES: Final = {
    "Base": "base",
    "AlternateBase": "shaded",
    "ToolTipBase": "base",
    "Text": "text",
    "WindowText": "text",
    "ButtonText": "text",
    "BrightText": "text",
    "ToolTipText": "text",
    "PlaceholderText": "faint",
    "Highlight": "highlight",
    "HighlightedText": "highlighted_text",
    "Link": "link",
    "LinkVisited": "link",
    "Mid": "outline",
    "Dark": "outline",
}
"""Role of the palette → its colour; the others follow from window and button."""
_OUTLINES: Final = """
QPushButton, QToolButton, QLineEdit, QPlainTextEdit, QComboBox, QAbstractSpinBox, QAbstractItemView,
QMenu, QToolTip { border: 1px solid palette(mid); }
QHeaderView { border: none; }
QPushButton, QLineEdit, QComboBox { padding: 0.25em 0.5em; }
QAbstractItemView QLineEdit { padding: 0; }
QPushButton:flat { border: none; text-decoration: underline; }
QPushButton:focus, QToolButton:focus, QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus,
QAbstractSpinBox:focus, QAbstractItemView:focus { border: 2px solid palette(highlight); }
QPushButton:checked, QToolButton:checked, QTabBar::tab:selected {
background: palette(highlight); color: palette(highlighted-text); }
QTabBar::tab { border: 1px solid palette(mid); padding: 0.25em 0.7em; }
QTabBar:focus { text-decoration: underline; }
QComboBox::drop-down { border: none; width: 2em; }
QComboBox::down-arrow { width: 0; height: 0; border-top: 0.4em solid palette(text);
border-left: 0.3em solid none; border-right: 0.3em solid none; }
QTableView { gridline-color: palette(mid); }
QGroupBox, QFrame[frameShape="6"] { border: 1px solid palette(mid); }
QGroupBox { margin-top: 1em; }
QGroupBox::title { subcontrol-origin: margin; }
QCheckBox::indicator { border: 1px solid palette(mid); width: 0.9em; height: 0.9em; }
QCheckBox::indicator:checked { background: palette(highlight); }
QCheckBox:focus { text-decoration: underline; }
QScrollBar { background: palette(base); }
QScrollBar::handle { background: palette(mid); min-height: 2em; min-width: 2em; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QPushButton:disabled, QToolButton:disabled, QComboBox:disabled, QLineEdit:disabled {
border-style: dashed; }
"""
"""Fusion draws outlines in a darker shade of the window, which cannot be seen on dark grounds."""


def set_scale(per_cent: int) -> None:
    """Enlarge everything; call this before Qt's application is made."""
    if per_cent != 100:
        os.environ[SCALE] = str(per_cent / 100)


def apply(appearance: Appearance) -> None:
    """Change the look of every window of the program."""
    qt = QApplication.instance()
    assert isinstance(qt, QApplication)
    if qt.property(_NATIVE) is None:
        if appearance is Appearance.SYSTEM:
            return
        qt.setProperty(_NATIVE, qt.style().name())
    wanted = qt.property(_NATIVE) if appearance is Appearance.SYSTEM else _STYLE
    if qt.style().name().lower() != wanted.lower():
        qt.setStyle(wanted)
    qt.setPalette(palette_of(appearance))
    dark = appearance in (Appearance.DARK, Appearance.CONTRAST)
    qt.setStyleSheet(_OUTLINES if dark else "")


def palette_of(appearance: Appearance) -> QtGui.QPalette:
    """Return the palette of a look; an empty one, the system's own, for SYSTEM."""
    colours = COLOURS.get(appearance)
    if colours is None:
        return QtGui.QPalette()
    made = {name: QtGui.QColor(colour) for name, colour in colours._asdict().items()}
    palette = QtGui.QPalette(made["button"], made["window"])
    for role, name in _ROLES.items():
        palette.setColor(QtGui.QPalette.ColorRole[role], made[name])
    for role in ("Text", "WindowText", "ButtonText"):
        disabled = QtGui.QPalette.ColorGroup.Disabled
        palette.setColor(disabled, QtGui.QPalette.ColorRole[role], made["faint"])
    return palette
