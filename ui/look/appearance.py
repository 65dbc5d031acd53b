"""The choice of a look: as the system has it, light, dark, or high contrast.

The namespace ``Qt`` is looked up when it is used: it would slow the start (``ui/base/widgets``).
"""

import os
from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from PySide6 import QtCore
from PySide6.QtCore import QObject
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from model.resources import ICONS
from ui.look import tokens
from ui.look.sheet import style_sheet
from ui.look.tokens import CONTRAST, DARK, LIGHT, Theme

SCALE: Final = "QT_SCALE_FACTOR"
"""What Qt reads the scale from when its application begins."""
GIVEN_SCALE: Final = os.environ.get(SCALE, "")
"""The scale the program was started with, for the next one that it starts."""
_STYLE: Final = "Fusion"
"""The style that draws everything from palette and style sheet on every system."""
_FAMILIES: Final = ("Microsoft YaHei UI", "Noto Sans CJK SC", "WenQuanYi Micro Hei")
_PICTURES: Final = ("tick", "dash", "chevron")


class Appearance(StrEnum):
    """What the clerk can choose."""

    SYSTEM = "跟随系统"
    LIGHT = "浅色"
    DARK = "深色"
    CONTRAST = "高对比"


_LOOKS: Final = {Appearance.LIGHT: LIGHT, Appearance.DARK: DARK, Appearance.CONTRAST: CONTRAST}
_ROLES: Final = {
    "Window": "page",
    "Button": "surface",
    "Base": "surface",
    "AlternateBase": "sunk",
    "ToolTipBase": "surface",
    "Text": "text",
    "WindowText": "text",
    "ButtonText": "text",
    "BrightText": "text",
    "ToolTipText": "text",
    "PlaceholderText": "quiet",
    "Highlight": "accent",
    "HighlightedText": "on_accent",
    "Link": "accent",
    "LinkVisited": "accent",
    "Light": "surface",
    "Midlight": "sunk",
    "Mid": "outline",
    "Dark": "outline",
    "Shadow": "outline",
}
"""Role of the palette → the role of the colour that it takes."""
_SEARCHED: Final = "icons"
"""Name by which Qt finds the folder of the pictures."""


def set_scale(per_cent: int) -> None:
    """Enlarge everything; only before Qt's application is there."""
    if per_cent != 100:
        os.environ[SCALE] = str(per_cent / 100)


def make_application(arguments: Sequence[str]) -> QApplication:
    """Return Qt's application, made with the style of the program.

    To make it with another style and to set this one then would take longer.
    """
    qt = QApplication([*arguments, "-style", _STYLE])
    qt.setProperty("styled", True)
    return qt


def look_of(appearance: Appearance) -> Theme:
    """Return the look that was chosen; that of the system is dark where the system is."""
    if appearance is not Appearance.SYSTEM:
        return _LOOKS[appearance]
    return DARK if _system_is_dark() else LIGHT


def _system_is_dark() -> bool:
    """Return whether the system is dark.

    Before the first look is taken, the palette is that of the system, which is dark where the
    system is. ``apply`` is called again after the first painting, and asks for the scheme itself.
    """
    qt = QApplication.instance()
    assert isinstance(qt, QApplication)
    if qt.property("look") is None:
        palette = qt.palette()
        text, ground = palette.windowText().color(), palette.window().color()
        return text.lightness() > ground.lightness()
    return QGuiApplication.styleHints().colorScheme() is QtCore.Qt.ColorScheme.Dark


def apply(appearance: Appearance) -> None:
    """Give every window of the program this look, at once."""
    qt = QApplication.instance()
    assert isinstance(qt, QApplication)
    _follow_system(qt, appearance)
    if not qt.property("styled"):  # with a style sheet the name of the style is empty
        qt.setStyle(_STYLE)
        qt.setProperty("styled", True)
    wanted = look_of(appearance)
    tokens.use(wanted)
    if qt.property("look") is None:
        _set_font(qt)
    if qt.property("look") != wanted.name:
        qt.setProperty("look", wanted.name)
        qt.setPalette(palette_of(wanted))
        # The sheet has no path of its own: a quote or a bracket in one would end the sheet there.
        QtCore.QDir.setSearchPaths(_SEARCHED, [str(ICONS)])
        files = {name: f"{_SEARCHED}:{name}-{wanted.name}.png" for name in _PICTURES}
        qt.setStyleSheet(style_sheet(wanted, files))


class _SystemScheme(QObject):
    """Takes the look of the system again when the system changes between light and dark."""

    def __init__(self, qt: QApplication) -> None:
        super().__init__(qt)
        self.follows = False
        qt.styleHints().colorSchemeChanged.connect(self._take)

    def _take(self) -> None:
        if self.follows:
            apply(Appearance.SYSTEM)


def _follow_system(qt: QApplication, appearance: Appearance) -> None:
    """Watch the scheme of the system, and follow it while that is chosen."""
    begins = qt.property("look") is None  # to search would take longer: it looks at the style, too
    scheme = None if begins else qt.findChild(_SystemScheme)
    if scheme is None:
        scheme = _SystemScheme(qt)
    scheme.follows = appearance is Appearance.SYSTEM


def _set_font(qt: QApplication) -> None:
    """Set the body's type: a size in pixels, so that sheet and paint agree on every system."""
    font = qt.font()
    font.setFamilies([*_FAMILIES, font.family()])
    font.setPixelSize(tokens.BODY)
    qt.setFont(font)


def palette_of(look: Theme) -> QPalette:
    """Return the palette of a look; what cannot be used is faint."""
    palette = QPalette()
    for role, name in _ROLES.items():
        palette.setColor(QPalette.ColorRole[role], QColor(getattr(look, name)))
    for role in ("Text", "WindowText", "ButtonText"):
        disabled = QPalette.ColorGroup.Disabled
        palette.setColor(disabled, QPalette.ColorRole[role], QColor(look.quiet))
    return palette
