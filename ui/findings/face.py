"""How a finding is drawn: as a card in the inspector, or as a row of the review.

A face is laid out once for a row, a width and a look, and then painted as often as needed.
"""

from typing import Final, NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QPen,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)

from model.text import shortened, visible
from ui.app.findings import CardAct, FindingRow, card_words
from ui.look.tokens import QUIET, colour, edge_colour

SIZE: Final = 13
"""Pixels of the type in a card."""
_LONGEST: Final = 4000
"""Characters of a paragraph: no finding is longer, but a name in it may be."""
_PAD: Final = 10
_GAP: Final = 4
_BETWEEN: Final = 8
"""Pixels below a card."""
_BAR: Final = 3
"""Width of the coloured edge of a row."""
_BESIDE: Final = 560
"""Width of a row from which its acts stand beside its words."""
_STATES: Final = {"error": "error", "warning": "warning"}


class FaceLink(NamedTuple):
    """An act on a card, and where it is shown."""

    act: CardAct
    place: QRectF


class FaceText(NamedTuple):
    """A paragraph that is laid out, and where it stands."""

    layout: QTextLayout
    at: QPointF


class FaceStyle(NamedTuple):
    """How a face is laid out: as cards or as rows, and in which type."""

    family: QFont
    is_card: bool


class Face:
    """What is painted of one row, laid out for a width."""

    def __init__(self, row: FindingRow, width: int, style: FaceStyle) -> None:
        self.row, self._width, self._style = row, width, style
        self.links: list[FaceLink] = []
        self._texts: list[FaceText] = []
        self._sunk = QRectF()
        self._bottom = 0.0
        if row.finding is None:
            self._lay_out_heading()
        elif style.is_card:
            self._lay_out_card()
        else:
            self._lay_out_row()
        self.height = round(self._bottom + 0.5)
        """Height without an editor, the gap below it included."""

    @property
    def _state(self) -> str:
        """The role of the colour of this finding."""
        finding = self.row.finding
        if finding is None or finding.reason_is_current:
            return "quiet"
        return _STATES.get(finding.severity, "quiet")

    def _font(self, bold: bool = False, size: int = SIZE) -> QFont:
        font = QFont(self._style.family)
        font.setPixelSize(size)
        font.setBold(bold)
        return font

    def _lay_out_heading(self) -> None:
        row = self.row
        if row.remark:
            self._bottom = 2 + self._put([(row.text, self._quiet())], 2, 2, self._width - 4)
            self._bottom += _BETWEEN
            return
        name = row.text.removesuffix(row.aside).rstrip("　")
        ink = _format("text", self._font(True, SIZE + 1))
        parts = [(name, ink), (f"　{row.aside}" * bool(row.aside), self._quiet())]
        self._bottom = 6 + self._put(parts, 2, 6, self._width - 4) + 4

    def _quiet(self) -> QTextCharFormat:
        return _format("quiet", self._font(size=QUIET))

    def _lay_out_card(self) -> None:
        words, left, inside = card_words(self.row), float(_PAD), self._width - 2.0 * _PAD
        y = float(_PAD - 2)
        y += self._put(self._head(words.standing, words.title), left, y, inside) + _GAP
        if words.sides:
            top = y
            y += 4
            for place, side in enumerate(words.sides):
                last = place == len(words.sides) - 1
                ink = _format(self._state if last else "text", self._font(last))
                y += self._put([(side, ink)], left + 8, y, inside - 16) + 2
            self._sunk = QRectF(left, top, inside, y - top + 2)
            y += 2 + _GAP
        y = self._below(words.body, words.reason, left, y, inside)
        self._bottom = y + _PAD - _GAP + _BETWEEN

    def _lay_out_row(self) -> None:
        words, left = card_words(self.row), float(_BAR + _PAD)
        inside = self._width - left - _PAD
        acts = [act for act in self.row.acts if act.guess < 0]
        taken = self._length(acts) if self._width >= _BESIDE else 0.0
        parts = self._head(words.standing, words.title)
        said = "，".join(words.sides)
        said += "。" * bool(said) + words.body
        parts.append((f"　{said}" * bool(said), _format("quiet", self._font())))
        y = 7.0
        height = self._put(parts, left, y, inside - taken - _PAD * bool(taken))
        if taken:
            self._link(acts, self._width - _PAD - taken, y, taken)
        y += height + _GAP
        y = self._below("", words.reason, left, y, inside, acts=not taken)
        self._bottom = y + 7 - _GAP + 5

    def _head(self, standing: str, title: str) -> list[tuple[str, QTextCharFormat]]:
        """Return sign and word in the colour of the state, and the title."""
        stands = self.row.finding is not None and self.row.finding.reason_is_current
        ink = "quiet" if stands else "text"
        bold = self._font(bold=True)
        mark = "fine" if stands else self._state
        return [(f"{standing}  ", _format(mark, bold)), (title, _format(ink, bold))]

    def _below(
        self, body: str, reason: str, left: float, y: float, inside: float, acts: bool = True
    ) -> float:
        """Lay out what to do, the 说明, the guesses and the acts; return where they end."""
        plain, ink = _format("quiet", self._font()), _format("text", self._font())
        for text, look in ((body, plain), (reason, ink)):
            if text:
                y += self._put([(text, look)], left, y, inside) + _GAP
        own = [act for act in self.row.acts if act.guess < 0] if acts else []
        alone = len(self.row.guesses) == 1
        for place, guess in enumerate(self.row.guesses):
            y += self._put([(guess.message, ink)], left, y, inside) + _GAP
            lead = own if alone else []
            y = self._link(
                [*lead, *(a for a in self.row.acts if a.guess == place)], left, y, inside
            )
        if own and not alone:
            y = self._link(own, left, y, inside)
        return y

    def _put(
        self, parts: list[tuple[str, QTextCharFormat]], x: float, y: float, width: float
    ) -> float:
        """Lay out a paragraph of differently written parts; return its height."""
        words = [shortened(visible(text), _LONGEST).replace("\n", "\u2028") for text, _ in parts]
        layout = QTextLayout("".join(words), self._font())
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        formats, start = [], 0
        for text, (_, look) in zip(words, parts, strict=True):
            one = QTextLayout.FormatRange()
            units = len(text.encode("utf-16-le")) // 2
            one.start, one.length, one.format = start, units, look  # type: ignore[attr-defined]
            formats.append(one)
            start += units
        layout.setFormats(formats)
        height, pitch = 0.0, _pitch(self._font())
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(width, 1))
            line.setPosition(QPointF(0, height + (pitch - line.height()) / 2))
            height += pitch
        layout.endLayout()
        self._texts.append(FaceText(layout, QPointF(x, y)))
        return height

    def _link(self, acts: list[CardAct], left: float, y: float, inside: float) -> float:
        """Place acts from left to right, on as many lines as they need; return where they end."""
        metrics, x, height = QFontMetricsF(self._font()), left, _pitch(self._font())
        for act in acts:
            width = metrics.horizontalAdvance(act.words)
            if x > left and x + width > left + inside + 1:
                x, y = left, y + height + 2
            self.links.append(FaceLink(act, QRectF(x, y, width, height)))
            x += width + 14
        return y + height + _GAP if acts else y

    def _length(self, acts: list[CardAct]) -> float:
        metrics = QFontMetricsF(self._font())
        return sum(metrics.horizontalAdvance(act.words) + 14 for act in acts) - 14

    def extent(self) -> QRectF:
        """Return the place that words and acts take."""
        around = QRectF()
        for text in self._texts:
            around |= text.layout.boundingRect().translated(text.at)
        for link in self.links:
            around |= link.place
        return around

    def link_at(self, place: QPointF) -> int:
        """Return which act is shown at a place; -1 where none is."""
        wider = (link.place.adjusted(-4, -2, 4, 2) for link in self.links)
        return next((n for n, around in enumerate(wider) if around.contains(place)), -1)

    def paint(self, painter: QPainter, bottom: int, current: bool, chosen: int, over: int) -> None:
        """Paint at the origin, down to ``bottom``.

        ``current`` gives it a frame, ``chosen`` frames an act, ``over`` underlines one.
        """
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.row.finding is not None:
            self._paint_ground(painter, bottom, current)
        for text in self._texts:
            text.layout.draw(painter, text.at)
        for place, link in enumerate(self.links):
            _paint_link(painter, link, self._font(), place == chosen, place == over)

    def _paint_ground(self, painter: QPainter, bottom: int, current: bool) -> None:
        state = self._state
        around = QRectF(
            0.5, 0.5, self._width - 1, bottom - (_BETWEEN if self._style.is_card else 5)
        )
        is_tinted = state != "quiet" and self._style.is_card
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(f"{state}_ground" if is_tinted else "surface"))
        painter.drawRoundedRect(around, 8, 8)
        if not self._sunk.isEmpty():
            painter.setBrush(colour("surface"))
            painter.drawRoundedRect(self._sunk, 5, 5)
        if not self._style.is_card:
            shape = QPainterPath()
            shape.addRoundedRect(around, 8, 8)
            painter.setClipPath(shape)
            bar = QRectF(0, 0, _BAR + 1, around.height() + 1)
            painter.fillRect(bar, colour("fine" if self._explained else _edge(state)))
            painter.setClipping(False)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if current:
            painter.setPen(QPen(colour("accent"), 2))
            around.adjust(0.5, 0.5, -0.5, -0.5)
        else:
            painter.setPen(QPen(edge_colour(state) if is_tinted else colour("line"), 1))
        painter.drawRoundedRect(around, 8, 8)

    @property
    def _explained(self) -> bool:
        return self.row.finding is not None and self.row.finding.reason_is_current


def _edge(state: str) -> str:
    return "outline" if state == "quiet" else state


def _paint_link(painter: QPainter, link: FaceLink, font: QFont, chosen: bool, under: bool) -> None:
    underlined = QFont(font)
    underlined.setUnderline(under)
    painter.setFont(underlined)
    painter.setPen(colour("accent"))
    painter.drawText(link.place, Qt.AlignmentFlag.AlignVCenter, link.act.words)
    if chosen:
        painter.setPen(QPen(colour("accent"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(link.place.adjusted(-4, -1, 4, 1), 4, 4)


def _format(role: str, font: QFont) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setFont(font)
    made.setForeground(colour(role))
    return made


def _pitch(font: QFont) -> float:
    """Return the distance of lines: Noto's own is wider than Chinese text needs."""
    return min(QFontMetricsF(font).height(), 1.5 * font.pixelSize())
