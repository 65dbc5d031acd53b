"""The recent drafts as cards, painted by a delegate; their words stay the text of the items.

The start window imports this after its first painting.
"""

from typing import Final

from PySide6.QtCore import QMargins, QObject, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate

from model.text import shortened, visible
from ui.base.widgets import ModelIndex, StyleOption
from ui.entry.recents import Recent
from ui.look.tokens import BODY, QUIET, STEP, colour

RECENT: Final = Qt.ItemDataRole.UserRole
"""Role of an item's Recent; before it was read it has only its path and no state."""
_GAP: Final = 2 * STEP
"""Pixels between two cards."""
_INSIDE: Final = QMargins(14, 10, 14, 10)
"""Room between the edge of a card and its words."""
_RADIUS: Final = 8
_STRIPE: Final = 4
"""Pixels of the stripe that marks the card to go on with."""
_LATEST_FOOT: Final = 34
"""Pixels for progress and button on the card to go on with."""
_LONGEST: Final = 200
"""Characters of a name that are laid out; a card shows fewer."""
_TALL: Final = 10_000
"""More pixels than any text is high."""
_WRAPPED: Final = int(Qt.TextFlag.TextWrapAnywhere | Qt.AlignmentFlag.AlignLeft)
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
READING: Final = "正在读取…"


def _font(pixels: int, base: QFont, bold: bool = False) -> QFont:
    font = QFont(base)
    font.setPixelSize(pixels)
    font.setBold(bold)
    return font


class RecentDelegate(QStyledItemDelegate):
    """Paints a recent draft: unit and year, path, state, time of saving, and progress.

    ``latest`` is the row to go on with, or -1; its card is higher, with room for a button.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.latest = -1
        self.button = QSize()

    def sizeHint(self, option: StyleOption, index: ModelIndex) -> QSize:
        """Return the height of two lines, or of a complaint, and of progress and button."""
        head = QFontMetrics(_font(BODY, option.font)).height()
        line = QFontMetrics(_font(QUIET, option.font))
        recent = index.data(RECENT)
        below = line.height()
        if isinstance(recent, Recent) and recent.complaint:
            view = self.parent()
            assert isinstance(view, QAbstractItemView)
            room = QRect(0, 0, view.viewport().width(), 0).marginsRemoved(_INSIDE)
            room.setHeight(_TALL)
            below = line.boundingRect(room, _WRAPPED, visible(recent.complaint)).height()
        inside = _INSIDE.top() + _INSIDE.bottom()
        foot = _LATEST_FOOT if index.row() == self.latest else 0
        return QSize(0, head + below + STEP + inside + foot + _GAP)

    def paint(self, painter: QPainter, option: StyleOption, index: ModelIndex) -> None:
        """Paint one card."""
        recent = index.data(RECENT)
        if not isinstance(recent, Recent):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place = option.rect.adjusted(0, 0, 0, -_GAP)
        self._paint_ground(painter, option, place, index.row() == self.latest)
        self._paint_words(painter, option.font, place.marginsRemoved(_INSIDE), recent)
        if index.row() == self.latest and not recent.complaint:
            self._paint_progress(painter, place, recent.filled)
        painter.restore()

    def _paint_ground(
        self, painter: QPainter, option: StyleOption, place: QRect, latest: bool
    ) -> None:
        state = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        focused = bool(state & QStyle.StateFlag.State_HasFocus)
        edge = colour("accent" if selected or focused or latest else "line")
        width = 2 if focused else 1
        painter.setPen(QPen(edge, width))
        painter.setBrush(colour("veil" if selected else "surface"))
        inset = width / 2
        frame = QRectF(place).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(frame, _RADIUS, _RADIUS)
        if latest:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour("accent"))
            painter.setClipRect(QRect(place.left(), place.top(), _STRIPE, place.height()))
            painter.drawRoundedRect(QRectF(place), _RADIUS, _RADIUS)
            painter.setClipping(False)

    def _paint_words(self, painter: QPainter, base: QFont, room: QRect, recent: Recent) -> None:
        head, line = _font(BODY, base, bold=True), _font(QUIET, base)
        high = QFontMetrics(head).height()
        first = QRect(room.left(), room.top(), room.width(), high)
        second = QRect(
            room.left(), first.bottom() + STEP, room.width(), QFontMetrics(line).height()
        )
        badge = ("✗ 无法读取" if recent.complaint else recent.badge) or READING
        tone = "error" if recent.complaint else recent.tone
        taken = self._paint_badge(painter, line, first, badge, tone)
        _paint_line(painter, head, first.adjusted(0, 0, -taken, 0), "text", _title(recent))
        painter.setFont(line)
        if recent.complaint:
            painter.setPen(colour("error"))
            painter.drawText(second.adjusted(0, 0, 0, _TALL), _WRAPPED, visible(recent.complaint))
            return
        painter.setPen(colour("quiet"))
        saved = recent.saved and f"保存于 {recent.saved}"
        painter.drawText(second, _RIGHT, saved)
        wide = QFontMetrics(line).horizontalAdvance(saved) + 4 * STEP if saved else 0
        room = second.adjusted(0, 0, -wide, 0)
        middle = Qt.TextElideMode.ElideMiddle
        _paint_line(painter, line, room, "quiet", str(recent.path), middle)

    def _paint_badge(
        self, painter: QPainter, font: QFont, line: QRect, words: str, tone: str
    ) -> int:
        """Paint the state at the right end of a line; return the pixels that it takes."""
        font = _font(QUIET, font, bold=True)
        metrics = QFontMetrics(font)
        wide = metrics.horizontalAdvance(words) + 4 * STEP
        high = min(line.height(), metrics.height() + 2)
        place = QRect(line.right() - wide + 1, line.top() + (line.height() - high) // 2, wide, high)
        state = tone in ("error", "warning", "fine")
        ink = colour(tone)
        painter.setPen(QPen(ink if state else colour("line"), 1))
        painter.setBrush(colour(f"{tone}_ground" if state else "sunk"))
        round_ = high / 2
        painter.drawRoundedRect(QRectF(place).adjusted(0.5, 0.5, -0.5, -0.5), round_, round_)
        painter.setPen(ink)
        painter.setFont(font)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, words)
        return wide + 2 * STEP

    def _paint_progress(self, painter: QPainter, place: QRect, filled: float) -> None:
        room = place.marginsRemoved(_INSIDE)
        wide = room.width() - self.button.width() - 3 * STEP
        middle = room.bottom() - _LATEST_FOOT // 2 + 2 * STEP
        bar = QRectF(room.left(), middle - 2, wide, STEP)
        painter.setPen(Qt.PenStyle.NoPen)
        for part, role in ((1.0, "line"), (filled, "accent")):
            painter.setBrush(colour(role))
            painter.drawRoundedRect(
                QRectF(bar.topLeft(), bar.size()).adjusted(0, 0, wide * (part - 1), 0), 2, 2
            )


def _title(recent: Recent) -> str:
    if not recent.year:
        return recent.path.name
    return f"{shortened(recent.unit) or '未填机关名称'}　{recent.year}年"


def _paint_line(
    painter: QPainter,
    font: QFont,
    room: QRect,
    ink: str,
    words: str,
    cut: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
) -> None:
    painter.setFont(font)
    painter.setPen(colour(ink))
    line = shortened(visible(words), _LONGEST).replace("\n", " ")
    shown = QFontMetrics(font).elidedText(line, cut, room.width())
    painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
