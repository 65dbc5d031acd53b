"""Draws the icons of the program and of its drafts, and the line icons of the window.

``python -m installer.icons`` writes resources/icons/*.png in every size a desktop asks for from the
drawings beside them, the line icons of Lucide as one strip for each size (symbols-16.png …), and
the small pictures of the style sheet. Run it after a drawing or a colour was changed. QtSvg is not
part of the bundle.
"""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from model.form.catalog import RESOURCES
from ui.look.tokens import CONTRAST, DARK, LIGHT

ICONS: Final = RESOURCES / "icons"
SIZES: Final = (16, 24, 32, 48, 64, 128, 256)
"""Pixels of a side."""
SYMBOL_SIZES: Final = (12, 16, 20, 24, 32, 48, 64)
"""Pixels of a side of a line icon, for 75 % to 400 %."""

CONTROLS: Final = {
    "tick": ("check", "on_accent"),
    "dash": ("minus", "on_accent"),
    "chevron": ("chevron-down", "quiet"),
}
"""Pictures of the style sheet → the line icon and the role of its colour; 12 pixels, and 24."""


def draw(drawing: Path, size: int) -> QImage:
    """Return a drawing as a square picture on a transparent ground."""
    return strip([drawing], size)


def strip(drawings: list[Path], size: int) -> QImage:
    """Return drawings side by side, each a square on a transparent ground."""
    picture = QImage(size * len(drawings), size, QImage.Format.Format_ARGB32)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    for place, drawing in enumerate(drawings):
        QSvgRenderer(str(drawing)).render(painter, QRectF(place * size, 0, size, size))
    painter.end()
    return picture


def tinted(picture: QImage, colour: str) -> QImage:
    """Return a picture of one colour in another."""
    painter = QPainter(picture)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.fillRect(picture.rect(), QColor(colour))
    painter.end()
    return picture


def main() -> None:
    """Write all pictures, and the names of the line icons in the order of their strips."""
    for drawing in sorted(ICONS.glob("*.svg")):
        for size in SIZES:
            draw(drawing, size).save(str(ICONS / f"{drawing.stem}-{size}.png"))
    symbols = sorted((ICONS / "lucide").glob("*.svg"))
    for size in SYMBOL_SIZES:
        strip(symbols, size).save(str(ICONS / f"symbols-{size}.png"))
    for control, (name, role) in CONTROLS.items():
        for look in (LIGHT, DARK, CONTRAST):
            for size, mark in ((12, ""), (24, "@2x")):
                picture = draw(ICONS / "lucide" / f"{name}.svg", size)
                target = ICONS / f"{control}-{look.name}{mark}.png"
                tinted(picture, getattr(look, role)).save(str(target))
    (ICONS / "symbols.txt").write_text("\n".join(one.stem for one in symbols) + "\n", "utf-8")


if __name__ == "__main__":
    main()
