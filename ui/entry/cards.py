"""The recent drafts as cards, painted by a delegate; their words stay the text of the items.

The start window imports this after its first painting.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QMargins, QObject, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontInfo, QFontMetrics, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QStyle, QStyledItemDelegate

from model.text import shortened, visible
from ui.base.widgets import SENTENCE, ModelIndex, StyleOption, tipped
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
    font.setPixelSize(round(QFontInfo(base).pixelSize() * pixels / BODY))
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
        taken = self._paint_badge(painter, base, first, badge, tone)
        middle = Qt.TextElideMode.ElideMiddle  # the year, and the name of the file, stay
        _paint_line(painter, head, first.adjusted(0, 0, -taken, 0), "text", _title(recent), middle)
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
        _paint_line(painter, line, room, "quiet", str(recent.path), middle)

    def _paint_badge(
        self, painter: QPainter, base: QFont, line: QRect, words: str, tone: str
    ) -> int:
        """Paint the state at the right end of a line; return the pixels that it takes."""
        font = _font(QUIET, base, bold=True)
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


class CardList(QListWidget):
    """Recent drafts as cards; before they were read, each says its path.

    ``moved`` says that the list has another size, or that its cards were scrolled.
    """

    moved = Signal()

    def __init__(self, paths: Iterable[Path]) -> None:
        super().__init__()
        self.setProperty("cards", True)
        self.setWordWrap(True)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumHeight(self.fontMetrics().height() * 3)
        self._delegate = RecentDelegate(self)
        self.setItemDelegate(self._delegate)
        for row, path in enumerate(paths):
            self.addItem(visible(f"{path.name}\n{path.parent}"))
            self.item(row).setData(RECENT, Recent(path))
        self.verticalScrollBar().valueChanged.connect(self.moved)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say the new size once it holds."""
        super().resizeEvent(event)
        self.moved.emit()

    def show_at(self, row: int, recent: Recent) -> None:
        """Show in a row what its draft holds, or why it cannot be read."""
        item = self.item(row)
        item.setText(shortened(visible(str(recent)), SENTENCE))
        item.setData(RECENT, recent)
        tipped(item, str(recent.path))

    def offer(self, row: int, button: QSize) -> None:
        """Keep room for a button on the card to go on with; -1: there is none."""
        self._delegate.button = button
        if self._delegate.latest != row:
            self._delegate.latest = row
            self.scheduleDelayedItemsLayout()

    def foot_of(self, row: int) -> int:
        """Return the lower end of a card and of the gap below it, in pixels of what is seen."""
        return self.visualItemRect(self.item(row)).bottom()
