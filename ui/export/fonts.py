"""The fonts a report names, on this computer: which are missing, and what a font holds.

The families that Qt lists are those that are here; an alias that the system's configuration gives a
missing font is not asked, for it is another font. (QFontMetrics.inFontUcs4 counts what stands in
for a font as well, hence QRawFont.)
"""

from collections.abc import Callable, Collection, Set
from functools import cache
from typing import Final, NamedTuple

from PySide6.QtGui import QFont, QFontDatabase, QRawFont

from export import style
from model.checks.characters import Face, Repertoire, in_gb2312
from model.report.report import Fonts

_GB2312: Final = ("楷体_GB2312", "仿宋_GB2312")
"""Fonts whose name says what they hold, here and on every reader's computer."""


class Missing(NamedTuple):
    """A named font that is not here, and the one that is taken instead; empty where that is not."""

    name: str
    instead: str


def missing(fonts: Fonts, families: Set[str]) -> list[Missing]:
    """Give the fonts of a profile that are not among the families of this computer."""
    faces = style.FACES[fonts]
    named = dict.fromkeys((*faces[:4], style.SONG_FONT))
    return [
        Missing(name, style.ALTERNATIVES.get(name, "") if _here(_stand_in(name), families) else "")
        for name in named
        if not _here(name, families)
    ]


def missing_told(found: Collection[Missing]) -> str:
    """Say which fonts are missing and what comes of it; empty where none is."""
    parts = [f"{one.name}（以{one.instead}代替）" for one in found if one.instead]
    if others := [one.name for one in found if not one.instead]:
        parts.append(f"{'、'.join(others)}（由打开文件的程序另选字体）")
    told = "文件只写明字体名称，装有这些字体的电脑上显示正常。"
    return f"本机没有以下字体：{'；'.join(parts)}。{told}" if parts else ""


def repertoires(fonts: Fonts, families: Set[str]) -> dict[Face, Repertoire]:
    """Give what the fonts of a profile hold, as far as that is known.

    Fonts of GB 2312 hold no more wherever they are; of the others, those that are here are asked.
    """
    faces = style.FACES[fonts]
    by_face: dict[Face, str] = {
        "title": faces.title,
        "subhead": faces.subhead,
        "body": faces.body,
        "table": style.SONG_FONT,
    }
    known = {face: (name, _holds(name, families)) for face, name in by_face.items()}
    return {face: Repertoire(name, holds) for face, (name, holds) in known.items() if holds}


def _holds(name: str, families: Set[str]) -> Callable[[str], bool] | None:
    here = [one for one in _names(name) if one in families]
    if here and name not in _GB2312:
        return lambda character: _raw(here[0]).supportsCharacter(ord(character))
    return in_gb2312 if name in style.GB2312_FONTS else None


@cache
def _raw(family: str) -> QRawFont:
    return QRawFont.fromFont(QFont(family))


def families() -> frozenset[str]:
    """Give the families that are on this computer, by the names it has for them."""
    return frozenset(QFontDatabase.families())


def _stand_in(name: str) -> str:
    return style.ALTERNATIVES.get(name, name)


def _here(name: str, families: Set[str]) -> bool:
    return not families.isdisjoint(_names(name))


def _names(name: str) -> tuple[str, ...]:
    return (name, *style.OTHER_NAMES[name])
