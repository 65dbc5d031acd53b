"""Text as lines of placed glyphs. Lengths are in twips, twentieths of a point.

Qt shapes a text; this module ends and justifies its lines. Qt's rules for line ends (UAX 14) let no
line end between ， or 》 and a quotation after it; here “ ” count as brackets, and it may.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, groupby, pairwise
from typing import Final, NamedTuple, cast

from PySide6.QtCore import QPointF, QTextBoundaryFinder
from PySide6.QtGui import QFont, QGlyphRun, QRawFont, QTextLayout, QTextLine

from export import style
from ui.paper.faces import Typeface

_BRACKETS: Final = str.maketrans("“”‘’", "「」『』")
_RUNS: Final = re.compile("[ -~]+|[^ -~]+")
_INVISIBLE: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
"""Characters without a shape: Qt would take a glyph of any font for them, and PDFium stumbles."""
_ADDRESS: Final = re.compile("(?=[!-~]*[A-Za-z])(?=[!-~]*[./@])[!-~]{12,}")
"""A web or mail address: a line may end after its marks, or anywhere if it would be too loose."""
_MARKS: Final = re.compile("(?<=[-/?&=_.@])(?=[0-9A-Za-z])")
_SPLIT: Final = 3
"""Fewest characters of an address before and after a line end elsewhere than at a mark."""
_LOOSE: Final = 0.06
"""Part of a line's width that may stay empty before an address."""
_MOST_STRETCH: Final = 0.25
"""Most of a line's width that justification may add; beyond it the line stays short."""
_WIDEST: Final = 0.3
"""Widest space, in type sizes, that justification adds between Chinese characters; where it would
need more, because most of the line is an address, every character moves."""
_TOLERANCE: Final = 1.0
_NEAR: Final = 0.01


class Piece(NamedTuple):
    """A stretch of text in one typeface; ``spacing`` is added to each character, in twips."""

    text: str
    face: Typeface
    spacing: float = 0


class Cluster(NamedTuple):
    """The glyphs for a few characters, nearly always one glyph for one character.

    Each glyph is its index in the font and its distance from the left edge.
    """

    text: str
    font: QRawFont
    glyphs: tuple[tuple[int, float], ...]
    advance: float
    outline: float


class PlacedGlyphs(NamedTuple):
    """Glyphs of one font: the text of each, and where each begins from the left."""

    font: QRawFont
    outline: float
    glyphs: tuple[int, ...]
    texts: tuple[str, ...]
    places: tuple[float, ...]

    def run(self, left: float, baseline: float) -> QGlyphRun:
        """Return the glyphs for a painter."""
        run = QGlyphRun()
        run.setRawFont(self.font)
        run.setGlyphIndexes(self.glyphs)
        run.setPositions([QPointF(left + place, baseline) for place in self.places])
        return run


class SetLine(NamedTuple):
    """A line of text: its glyphs from its left edge, and its width."""

    stretches: tuple[PlacedGlyphs, ...]
    width: float

    @property
    def text(self) -> str:
        """The characters of the line."""
        return "".join(text for stretch in self.stretches for text in stretch.texts)


class Shaper:
    """Shapes texts; a run of text that comes again is shaped once."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str, float], list[Cluster]] = {}

    def shaped(self, *pieces: Piece) -> "ShapedText":
        """Return a text, ready to be cut into lines."""
        texts = [_INVISIBLE.sub("", piece.text.expandtabs(2)) for piece in pieces]
        found = [
            cluster
            for piece, text in zip(pieces, texts, strict=True)
            for run in _RUNS.findall(text)
            for cluster in self._clusters(run, piece)
        ]
        size = pieces[0].face.size if pieces else 0
        return ShapedText("".join(texts), found, size)

    def _clusters(self, run: str, piece: Piece) -> list[Cluster]:
        font = piece.face.latin if run.isascii() else piece.face.chinese
        key = (run, font.key(), piece.spacing)
        if key not in self._known:
            self._known[key] = list(_clusters(run, font, piece))
        return self._known[key]


def _clusters(run: str, font: QFont, piece: Piece) -> Iterator[Cluster]:
    """Yield the clusters of a run: each begins with a glyph."""
    layout = QTextLayout(run, font)
    layout.beginLayout()
    line = layout.createLine()
    layout.endLayout()
    found = layout.glyphRuns()
    if len(found) == 1 and len(places := [place.x() for place in found[0].positions()]) == len(run):
        raw, edges = found[0].rawFont(), [*places, line.naturalTextWidth()]
        if all(left < right for left, right in pairwise(edges)):  # one glyph for each character
            for sign, glyph, (left, right) in zip(
                run, found[0].glyphIndexes(), pairwise(edges), strict=True
            ):
                advance = right - left + piece.spacing
                yield Cluster(sign, raw, ((glyph, 0.0),), advance, piece.face.outline)
            return
    yield from _joined_clusters(run, line, found, piece)


def _joined_clusters(
    run: str, line: QTextLine, found: Sequence[QGlyphRun], piece: Piece
) -> Iterator[Cluster]:
    """Yield the clusters of a run in which glyphs and characters are not one for one.

    A glyph belongs to the character that begins where it stands: the string indexes of QGlyphRun
    begin anew where another font helps out.
    """
    glyphs = sorted(
        (
            (place.x(), glyph, raw)
            for part in found
            for raw in (part.rawFont(),)
            for place, glyph in zip(part.positions(), part.glyphIndexes(), strict=True)
        ),
        key=lambda glyph: glyph[0],
    )
    units = list(accumulate((1 + (sign > "\uffff") for sign in run), initial=0))
    edges = [cast(tuple[float, int], line.cursorToX(unit))[0] for unit in units]
    owners = [bisect_right(edges, x + _NEAR, hi=len(run)) - 1 for x, _, _ in glyphs]
    groups = [
        (owner, [glyph for _, glyph in group])
        for owner, group in groupby(zip(owners, glyphs, strict=True), key=lambda item: item[0])
    ]
    ends = [*(owner for owner, _ in groups[1:]), len(run)]
    for number, ((owner, own), end) in enumerate(zip(groups, ends, strict=True)):
        text = run[owner if number else 0 : end]
        advance = edges[end] - edges[owner] + piece.spacing * len(text)
        *marks, base = (list(part) for _, part in groupby(own, key=lambda glyph: id(glyph[2])))
        for part in marks:  # of another font, at the same place
            placed = tuple((glyph, x - edges[owner]) for x, glyph, _ in part)
            yield Cluster("", part[0][2], placed, 0, piece.face.outline)
        placed = tuple((glyph, x - edges[owner]) for x, glyph, _ in base)
        yield Cluster(text, base[0][2], placed, advance, piece.face.outline)


class ShapedText:
    """A text as clusters, with the space before each and whether a line may end before it."""

    def __init__(self, text: str, clusters: Sequence[Cluster], size: float) -> None:
        self._clusters = clusters
        places = [0]
        for cluster in clusters:
            places.append(places[-1] + len(cluster.text))
        mixed = {match.start() for match in style.MIXED.finditer(text)}
        self._gaps = [style.MIXED_GAP * size * (place in mixed) for place in places]
        self._size = size
        ends, inner = set(line_ends(text)), set(_inside_addresses(text))
        self._may_end = [place in ends for place in places]
        self._may_split = [place in inner for place in places]

    def lines(self, room: float, indent: float = 0, justified: bool = False) -> list[SetLine]:
        """Return the text in lines of at most a width; ``indent`` shortens the first.

        Where ``justified``, each line but the last fills the width.
        """
        found, begin = [], 0
        while begin < len(self._clusters):
            wide = room - indent * (begin == 0)
            end = self._end(begin, wide)
            fill = wide if justified and end < len(self._clusters) else 0
            found.append(self._line(begin, end, fill))
            begin = end
        return found

    def _end(self, begin: int, room: float) -> int:
        """Return the cluster before which a line from ``begin`` ends; at least one is on it."""
        width, last, used, split = 0.0, 0, 0.0, 0
        for number in range(begin, len(self._clusters)):
            if number > begin and self._may_end[number]:
                last, used = number, width
            split = number if self._may_split[number] else split
            width += self._advance(number, begin)
            blank = self._clusters[number].text.isspace()
            if width > room + _TOLERANCE and number > begin and not blank:
                loose = split > last and used < room * (1 - _LOOSE)
                return split if loose else last or number
        return len(self._clusters)

    def _advance(self, number: int, begin: int) -> float:
        gap = self._gaps[number] if number > begin else 0
        return gap + self._clusters[number].advance

    def _line(self, begin: int, end: int, fill: float) -> SetLine:
        """Return the clusters of a line; those that fill a width move apart by equal steps."""
        last = end
        while last > begin + 1 and self._clusters[last - 1].text.isspace():
            last -= 1
        width = sum(self._advance(number, begin) for number in range(begin, last))
        joints = {number for number in range(begin + 1, last) if self._is_joint(number)}
        spare = max(fill - width, 0)
        fills = fill > 0 and bool(joints) and spare <= _MOST_STRETCH * fill
        if fills and spare > _WIDEST * self._size * len(joints):
            joints = set(range(begin + 1, last))
        step = spare / len(joints) if fills else 0
        placed, at = [], 0.0
        for number in range(begin, end):
            if begin < number < last:
                at += self._gaps[number] + step * (number in joints)
            placed.append((self._clusters[number], at))
            at += self._clusters[number].advance
        return SetLine(tuple(_stretches(placed)), fill if fills else width)

    def _is_joint(self, number: int) -> bool:
        """Return whether justification may add space before a cluster."""
        before, here = self._clusters[number - 1].text, self._clusters[number].text
        return not (before.isascii() and here.isascii()) or here.isspace()


def _stretches(placed: Sequence[tuple[Cluster, float]]) -> Iterator[PlacedGlyphs]:
    """Yield the glyphs of a line by fonts; the text of a cluster belongs to its first glyph."""
    for _, group in groupby(placed, key=lambda item: (id(item[0].font), item[0].outline)):
        glyphs, texts, places = [], [], []
        clusters = list(group)
        for cluster, left in clusters:
            for number, (glyph, x) in enumerate(cluster.glyphs):
                glyphs.append(glyph)
                texts.append("" if number else cluster.text)
                places.append(left + x)
        first = clusters[0][0]
        yield PlacedGlyphs(first.font, first.outline, tuple(glyphs), tuple(texts), tuple(places))


def line_ends(text: str) -> Iterator[int]:
    """Yield the places in a text at which a line may end, counted in characters."""
    plain = text.translate(_BRACKETS)
    plain = "".join("中" if sign > "\uffff" else sign for sign in plain)  # one unit of UTF-16 each
    finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Line, plain)
    while (place := finder.toNextBoundary()) > 0:
        yield place
    for address in _ADDRESS.finditer(text):
        for mark in _MARKS.finditer(address[0]):
            yield address.start() + mark.start()


def _inside_addresses(text: str) -> Iterator[int]:
    for address in _ADDRESS.finditer(text):
        yield from range(address.start() + _SPLIT, address.end() - _SPLIT + 1)
