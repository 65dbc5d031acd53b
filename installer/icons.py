"""Draws the icons of the program and of its drafts in every size a desktop asks for.

``python -m installer.icons`` writes resources/icons/*.png from the drawings beside them; run it
after a drawing was changed. QtSvg is not part of the bundle.
"""

from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from model.resources import RESOURCES

ICONS: Final = RESOURCES / "icons"
SIZES: Final = (16, 24, 32, 48, 64, 128, 256)
"""Pixels of a side."""


def draw(drawing: Path, size: int) -> QImage:
    """Give a drawing as a square picture on a transparent ground."""
    picture = QImage(size, size, QImage.Format.Format_ARGB32)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(str(drawing)).render(painter)
    painter.end()
    return picture


def main() -> None:
    """Write all pictures."""
    for drawing in sorted(ICONS.glob("*.svg")):
        for size in SIZES:
            draw(drawing, size).save(str(ICONS / f"{drawing.stem}-{size}.png"))


if __name__ == "__main__":
    main()
