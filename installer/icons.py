"""Icons of the program and of its drafts: PNG pictures in every size, and one .ico of them.

``python -m installer.icons`` writes resources/icons/*.png from the drawings in the same folder; run
it after a drawing was changed. QtSvg is not part of the bundle.

Source of .ico: Microsoft, «The .ico file format»: a head, an entry of 16 bytes for each picture,
the pictures, which may be PNG since Windows Vista.
"""

import struct
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from model.resources import RESOURCES

ICONS: Final = RESOURCES / "icons"
SIZES: Final = (16, 24, 32, 48, 64, 128, 256)
"""Pixels of a side."""
_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_LARGEST: Final = 256
"""Most pixels of a side in an .ico; its one byte for them then holds a zero."""


def draw(drawing: Path, size: int) -> QImage:
    """Return a drawing as a square picture on a transparent ground; ``size`` in pixels."""
    picture = QImage(size, size, QImage.Format.Format_ARGB32)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(str(drawing)).render(painter)
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
    """Write all pictures."""
    for drawing in sorted(ICONS.glob("*.svg")):
        for size in SIZES:
            draw(drawing, size).save(str(ICONS / f"{drawing.stem}-{size}.png"))


if __name__ == "__main__":
    main()
