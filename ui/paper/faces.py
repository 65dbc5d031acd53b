"""The fonts of the drawn pages: those that style names, or what is used in their place here.

A PDF embeds a part of each font. A font whose licence forbids that is not used, like one that is
not on this computer. Source for the bits of the licence: OpenType, table OS/2, fsType.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, NamedTuple

from PySide6.QtGui import QFont, QFontDatabase, QFontInfo, QRawFont

from export import style
from model.errors import ReportError
from model.report.report import Fonts

_CHINESE: Final = QFontDatabase.WritingSystem.SimplifiedChinese
_SAMPLE: Final = "政"
_UNKNOWN: Final = "gknb no such font"
"""The system answers this name with its standard font."""
_SERIF: Final = ("Noto Serif CJK SC", "Source Han Serif SC", "思源宋体", "AR PL SungtiL GB")
_SANS: Final = ("Noto Sans CJK SC", "Source Han Sans SC", "思源黑体", "Microsoft YaHei")
_WESTERN: Final = ("Liberation Serif", "Tinos", "DejaVu Serif")
_SIMILAR: Final = {"黑体": _SANS + _SERIF, style.LATIN_FONT: _WESTERN + _SERIF + _SANS}
"""Free fonts that resemble a named one; where nothing is said, those that resemble 宋体."""
_OUTLINE: Final = 1 / 36
"""Width of the line around a character that makes it bold, in type sizes."""
_LICENCE, _RESTRICTED, _NO_PART, _BITMAPS = 0x000E, 0x0002, 0x0100, 0x0200


class Typeface(NamedTuple):
    """A Chinese font, the font of Latin letters beside it, and the size in twips.

    ``outline`` is the width of the line around characters of a font that has no bold; else 0.
    """

    chinese: QFont
    latin: QFont
    size: float
    outline: float = 0


@dataclass
class FaceFinder:
    """Finds the fonts of this computer for the names in style, and notes what stands in."""

    missing: dict[str, str] = field(default_factory=dict)
    """Fonts used in place of those that are not here, by the names of these."""
    forbidden: dict[str, str] = field(default_factory=dict)
    """The same for fonts whose licence forbids embedding."""
    _found: dict[str, str] = field(default_factory=dict)

    def typeface(self, name: str, points: float, bold: bool = False, latin: str = "") -> Typeface:
        """Return a Chinese font with the Latin font of the documents, or with another.

        Raises:
            ReportError: no Chinese font of this computer may be embedded.
        """
        families = [self.family(name)]
        beside = [self.family(latin or style.LATIN_FONT), *families]
        drawn_bold = bold and not _has_bold(families[0])
        size = points * style.TWIPS_PER_POINT
        chinese, western = (
            _font(names, size, bold and not drawn_bold) for names in (families, beside)
        )
        return Typeface(chinese, western, size, size * _OUTLINE * drawn_bold)

    def family(self, name: str) -> str:
        """Return the font to draw with where a font is named.

        Raises:
            ReportError: no font that could take its place may be embedded.
        """
        if name not in self._found:
            self._found[name] = self._find(name)
        return self._found[name]

    def _find(self, name: str) -> str:
        own = {name, *style.OTHER_NAMES.get(name, ())}
        noted = self.missing
        for family in self._candidates(name):
            if may_be_embedded(family):
                if family not in own:
                    noted[name] = family
                return family
            noted = self.forbidden if family in own else noted
        raise ReportError("本机没有可以嵌入 PDF 的中文字体，未生成 PDF。安装中文字体后再试。")

    def _candidates(self, name: str) -> Iterator[str]:
        """Yield fonts that can take the place of a name, the best first."""
        other = style.ALTERNATIVES.get(name, name)
        names = (name, *style.OTHER_NAMES.get(name, ()))
        names += (other, *style.OTHER_NAMES.get(other, ()))
        yield from (one for one in names if one in self._families)
        alias = QFontInfo(QFont(name)).family()
        needed = "A" if name == style.LATIN_FONT else _SAMPLE
        if alias != self._standard and _holds(alias, needed):
            yield alias
        similar = _SIMILAR.get(name, _SERIF + _SANS)
        yield from (one for one in similar if one in self._families)
        yield from QFontDatabase.families(_CHINESE)

    @cached_property
    def _families(self) -> frozenset[str]:
        return frozenset(QFontDatabase.families())

    @cached_property
    def _standard(self) -> str:
        return QFontInfo(QFont(_UNKNOWN)).family()

    def find_all(self, fonts: Fonts) -> None:
        """Find every font that a report in these fonts is drawn with.

        Raises:
            ReportError: no Chinese font of this computer may be embedded.
        """
        for name in (*style.FACES[fonts][:4], style.SONG_FONT, style.LATIN_FONT):
            self.family(name)

    def sentence(self) -> str:
        """Say which fonts stand in and why; empty if none does."""
        causes = {"本机没有": self.missing, "不允许嵌入": self.forbidden}
        return "".join(
            f"{cause}的字体，在 PDF 和打印中代以：{'，'.join(_by_stand_in(used))}。"
            for cause, used in causes.items()
            if used
        )


def _by_stand_in(used: Mapping[str, str]) -> Iterator[str]:
    for instead in dict.fromkeys(used.values()):
        names = "、".join(name for name, other in used.items() if other == instead)
        yield f"{instead}（{names}）"


def may_be_embedded(family: str) -> bool:
    """Return whether the licence of a font allows that a part of it is embedded in a PDF."""
    return is_licence_free(bytes(_raw(family).fontTable("OS/2").data()))


def is_licence_free(table: bytes) -> bool:
    """Return the same for the content of table OS/2; a font without one forbids nothing."""
    bits = int.from_bytes(table[8:10], "big")
    return bits & _LICENCE != _RESTRICTED and not bits & (_NO_PART | _BITMAPS)


def _font(families: list[str], size: float, bold: bool) -> QFont:
    font = QFont()
    font.setFamilies(families)
    font.setPixelSize(round(size))
    font.setBold(bold)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def _has_bold(family: str) -> bool:
    return any(QFontDatabase.bold(family, kind) for kind in QFontDatabase.styles(family))


def _holds(family: str, character: str) -> bool:
    return _raw(family).supportsCharacter(ord(character))


def _raw(family: str) -> QRawFont:
    return QRawFont.fromFont(QFont(family))
