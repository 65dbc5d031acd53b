"""Puts the PNG pictures of an icon into one .ico, as Windows has understood them since Vista.

Source: Microsoft, «The .ico file format»: a head, an entry of 16 bytes for each picture, pictures.
"""

import struct
from collections.abc import Sequence
from pathlib import Path
from typing import Final

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_LARGEST: Final = 256
"""Pixels of a side; the one byte for it then holds a zero."""


def icon(pictures: Sequence[bytes]) -> bytes:
    """Give an icon of square PNG pictures, the smallest first.

    Raises:
        ValueError: one is no PNG, not square, or too large.
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
    """Give the icon of the pictures ``NAME-SIZE.png`` in a folder.

    Raises:
        FileNotFoundError: there is none.
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
