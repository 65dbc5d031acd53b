"""Line icons (Lucide, ISC licence) in the colours of the look that is in use.

resources/icons/symbols-*.png holds them side by side, one strip for each size, in the order of
symbols.txt; installer/icons.py makes both. An icon is the shape alone: here it takes its colour.
"""

from functools import lru_cache
from typing import Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QIcon,
    QIconEngine,
    QPainter,
    QPixmap,
)

from model.resources import ICONS
from ui.look.tokens import theme

SIZES: Final = (12, 16, 20, 24, 32, 48, 64)
"""Pixels of a side in the strips, for 75 % to 400 %."""
SIDE: Final = 16
"""Logical pixels of a side, beside a word."""


@lru_cache(maxsize=1)
def _places() -> dict[str, int]:
    names = (ICONS / "symbols.txt").read_text("utf-8").split()
    return {name: place for place, name in enumerate(names)}


@lru_cache(maxsize=len(SIZES))
def _strip(size: int) -> QPixmap:
    return QPixmap(str(ICONS / f"symbols-{size}.png"))


@lru_cache(maxsize=512)
def _tinted(name: str, colour: str, side: int, ratio: float) -> QPixmap:
    wanted = round(side * ratio)
    size = next((size for size in SIZES if size >= wanted), SIZES[-1])
    made = _strip(size).copy(_places()[name] * size, 0, size, size)
    painter = QPainter(made)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.fillRect(made.rect(), QColor(colour))
    painter.end()
    if size != wanted:
        smooth = Qt.TransformationMode.SmoothTransformation
        made = made.scaled(QSize(wanted, wanted), mode=smooth)
    made.setDevicePixelRatio(ratio)
    return made


def symbol(name: str, role: str = "quiet", side: int = SIDE) -> QPixmap:
    """Return a line icon as a pixmap, for the screen with the finest pixels.

    Args:
        name: its name in Lucide, such as ``circle-check``.
        role: the role of its colour, see ``tokens.Theme``.
        side: logical pixels of a side.

    Raises:
        KeyError: no icon has this name.
    """
    ratio = QGuiApplication.instance().devicePixelRatio()  # type: ignore[union-attr]
    return _tinted(name, getattr(theme(), role), side, ratio)


class _Engine(QIconEngine):
    """Draws a line icon in the colours of the look that is in use when it is painted."""

    def __init__(self, name: str, role: str) -> None:
        super().__init__()
        self._name, self._role = name, role

    def clone(self) -> QIconEngine:
        """Return a copy, as Qt asks for it."""
        return _Engine(self._name, self._role)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Draw the icon in the middle of a place."""
        side = min(rect.width(), rect.height())
        role = "faint" if mode is QIcon.Mode.Disabled else self._role
        place = QRect(0, 0, side, side)
        place.moveCenter(rect.center())
        painter.drawPixmap(place, symbol(self._name, role, side))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """Return the icon alone."""
        made = QPixmap(size)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        self.paint(painter, made.rect(), mode, state)
        painter.end()
        return made


def icon(name: str, role: str = "quiet") -> QIcon:
    """Return a line icon for a button or a menu, faint where that cannot be used.

    It takes the colours of another look by itself.
    """
    return QIcon(_Engine(name, role))
