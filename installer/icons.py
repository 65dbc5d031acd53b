"""Icons of the program, of its drafts and of the window: PNG pictures, and .ico of them.

``python -m installer.icons`` writes resources/icons/*.png from the drawings in the same folder, the
line icons of Lucide as one strip for each size (symbols-16.png …), and the small pictures of the
style sheet. Run it after a drawing or a colour was changed. QtSvg is not part of the bundle.

Source of .ico: Microsoft, «The .ico file format»: a head, an entry of 16 bytes for each picture,
the pictures, which may be PNG since Windows Vista.
"""

import struct
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from model.resources import ICONS
from ui.look import symbols
from ui.look.tokens import CONTRAST, DARK, LIGHT

SIZES: Final = (16, 24, 32, 48, 64, 128, 256)
"""Pixels of a side."""
CONTROLS: Final = {
    "tick": ("check", "on_accent", 4),
    "dash": ("minus", "on_accent", 4),
    "chevron": ("chevron-down", "quiet", 3),
}
"""Pictures of the style sheet → the line icon, the role of its colour, and the width of its line.

Lucide's own 2 of 24 would be one pixel, too thin for a sign that is not black on white.
"""
_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_LARGEST: Final = 256
"""Most pixels of a side in an .ico; its one byte for them then holds a zero."""


def draw(drawing: Path, size: int) -> QImage:
    """Return a drawing as a square picture on a transparent ground; ``size`` in pixels."""
    return strip([drawing], size)


def drawn_bold(drawing: Path, size: int, width: int) -> QImage:
    """Return a line icon with lines of another width, in 24ths of its side."""
    bold = drawing.read_bytes().replace(b'stroke-width="2"', b'stroke-width="%d"' % width)
    picture = QImage(size, size, QImage.Format.Format_ARGB32)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(bold).render(painter)
    painter.end()
    return picture


def strip(drawings: Sequence[Path], size: int) -> QImage:
    """Return drawings side by side, each a square of ``size`` pixels on a transparent ground."""
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


def icon(pictures: Sequence[bytes]) -> bytes:
    """Return an .ico of square PNG pictures, the smallest first.

    Raises:
        ValueError: a picture is no PNG, not square, or too large.
    """
    pictures = sorted(pictures, key=_side)
    head = struct.pack("<HHH", 0, 1, len(pictures))
    entries, at = b"", len(head) + 16 * len(pictures)
    for picture in pictures:
        side = _side(picture) % _LARGEST
        entries += struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(picture), at)
        at += len(picture)
    return head + entries + b"".join(pictures)


def icon_of(folder: Path, name: str) -> bytes:
    """Return an .ico of the pictures ``NAME-SIZE.png`` in a folder.

    Raises:
        FileNotFoundError: there is no picture.
    """
    found = sorted(folder.glob(f"{name}-*.png"))
    if not found:
        raise FileNotFoundError(f"no {name}-*.png")
    return icon([path.read_bytes() for path in found])


def _side(picture: bytes) -> int:
    if not picture.startswith(_SIGNATURE) or picture[12:16] != b"IHDR":
        raise ValueError("no PNG")
    wide, high = struct.unpack(">II", picture[16:24])
    if wide != high or wide > _LARGEST:
        raise ValueError(f"{wide} x {high} pixels")
    return int(wide)


def main() -> None:
    """Write all pictures, and the names of the line icons in the order of their strips."""
    for drawing in sorted(ICONS.glob("*.svg")):
        for size in SIZES:
            draw(drawing, size).save(str(ICONS / f"{drawing.stem}-{size}.png"))
    drawings = sorted((ICONS / "lucide").glob("*.svg"))
    for size in symbols.SIZES:
        strip(drawings, size).save(str(ICONS / f"symbols-{size}.png"))
    (ICONS / "symbols.txt").write_text("\n".join(one.stem for one in drawings) + "\n", "utf-8")
    for control, (name, role, width) in CONTROLS.items():
        for look in (LIGHT, DARK, CONTRAST):
            for size, mark in ((12, ""), (24, "@2x")):
                picture = drawn_bold(ICONS / "lucide" / f"{name}.svg", size, width)
                target = ICONS / f"{control}-{look.name}{mark}.png"
                tinted(picture, getattr(look, role)).save(str(target))


if __name__ == "__main__":
    main()
