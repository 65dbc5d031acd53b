"""The rail at the left of the window: whose report it is, how far it is, and its steps.

A step is a round sign, its name, and under it what is left to do in words; 核对 and 导出 stand
apart. A folded rail shows signs alone: names and states are in tooltips and said to screen readers.
The steps are a real list, so that keys and screen readers find what they know.
"""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontInfo, QFontMetrics, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QProgressBar,
    QStyle,
    QStyledItemDelegate,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from model.checks.check import Result
from model.report.report import Report
from model.text import shortened, visible
from ui.app import steps
from ui.base.widgets import (
    ModelIndex,
    PartsLabel,
    StyleOption,
    bold,
    inked,
    larger,
    named,
    tipped,
    wrapped,
)
from ui.look.symbols import icon
from ui.look.tokens import BODY, QUIET, RADIUS, RAIL, RAIL_FOLDED, colour

_STATE: Final = Qt.ItemDataRole.UserRole
"""Role of a step's name and of the kinds of what is left, as ``steps.badge`` gives them."""
_NAME: Final = 36
"""Characters of the unit's name; the tooltip has all of it."""
_SIGN: Final = 18
_SIDE: Final = 10
"""Pixels between the edge of the rail and the card of a step."""
_WORDS: Final = 35
"""Pixels from the edge of the card to its words."""
_PAD: Final = (8, 4)
"""Pixels above and below the words of a step of one line, and of one of several."""
_APART: Final = 17
"""Pixels of the gap above 核对, with a line in its middle; folded, half of it."""
_FOLDED: Final = (24, 36)
"""Least and most pixels of a step in a folded rail."""
_ROLES: Final = {"✗": "error", "！": "warning", "◇": "warning", "✓": "fine"}
_STROKES: Final[dict[str, Sequence[Sequence[tuple[float, float]]]]] = {
    "✗": (((6, 6), (12, 12)), ((12, 6), (6, 12))),
    "✓": (((5, 9.5), (7.8, 12.3), (13, 6.5)),),
    "！": (((9, 4.5), (9, 9.5)), ((9, 13), (9, 13.1))),
    "◇": (((9, 5), (13, 9), (9, 13), (5, 9), (9, 5)),),
}
"""Strokes of the signs, in pixels from the corner of their circle."""
_DOT: Final = "·"
"""Between two kinds; in Chinese type it has room on both sides."""


class PaintedWords(NamedTuple):
    """One line of words as it is painted, and where."""

    words: str
    place: QRect
    font: QFont
    role: str


class StepList(QListWidget):
    """The steps. The text of an item is said to screen readers; what is seen of it is painted."""

    def __init__(self, names: Sequence[str], apart: int) -> None:
        super().__init__()
        named(self, "步骤")
        self.setProperty("panel", "rail")
        self.apart, self.folded = apart, False
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setItemDelegate(_StepDelegate(self))
        for row, name in enumerate(names):
            self.addItem(visible(name))
            self.show_state(row, [name])

    def show_state(self, row: int, state: list[str]) -> None:
        """Show a step: its name, and what is left to do in it, as ``steps.badge`` gives it."""
        item = self.item(row)
        if item.data(_STATE) != state:
            item.setText(visible("\n".join([state[0], *steps.lines_of(state[1:])])))
            item.setData(_STATE, state)
            self._set_tip(row)

    def fold(self, folded: bool) -> None:
        """Show signs only, or names too."""
        self.folded = folded
        for row in range(self.count()):
            self._set_tip(row)
        self.scheduleDelayedItemsLayout()

    def state_of(self, row: int) -> list[str]:
        """Return the name of a step, and what is left to do in it."""
        return list(self.item(row).data(_STATE))

    def card(self, row: int, place: QRect) -> QRect:
        """Return the ground of a step within the place of its item."""
        side = 4 if self.folded else _SIDE
        return place.adjusted(side, self.gap(row), -side, 0)

    def gap(self, row: int) -> int:
        """Return the pixels above the card of a step."""
        if row == self.apart:
            return _APART // 2 if self.folded else _APART
        return 0 if self.folded else 2

    def height_of(self, row: int) -> int:
        """Return the pixels that a step takes."""
        if self.folded:
            room = (self.viewport().height() - self.gap(self.apart)) // max(self.count(), 1)
            return min(max(room, _FOLDED[0]), _FOLDED[1]) + self.gap(row)
        top = QRect(0, 0, self.viewport().width(), 0)
        lines = self._lines(row, self.card(row, top))
        return lines[-1].place.bottom() + 1 + _PAD[len(lines) > 1] - top.top()

    def words(self, row: int) -> list[PaintedWords]:
        """Return the lines that are painted of a step, in the coordinates of the list."""
        card = self.card(row, self.visualItemRect(self.item(row)))
        return [] if self.folded else self._lines(row, card)

    def _lines(self, row: int, card: QRect) -> list[PaintedWords]:
        """Return the name of a step and what is left to do in it, from the top of its card."""
        name, *state = self.state_of(row)
        font, small = QFont(self.font()), QFont(self.font())
        pixels = QFontInfo(font).pixelSize()
        font.setBold(row == self.currentRow())
        small.setPixelSize(max(QUIET, round(pixels * QUIET / BODY)))
        left, width = card.left() + _WORDS, card.width() - _WORDS - 2
        kinds = list(_wrapped_kinds(state, width, QFontMetrics(small)))
        high, pitch = round(pixels * 1.5), round(QFontInfo(small).pixelSize() * 1.25)
        role = "accent" if row == self.currentRow() else "text"
        place = QRect(left, card.top() + _PAD[bool(kinds)], width, high)
        made = [PaintedWords(name, place, font, role)]
        role = _ROLES.get(state[0][0], "quiet") if state else "quiet"
        for words in kinds:
            place = QRect(left, place.bottom() + 1, width, pitch)
            made.append(PaintedWords(words, place, small, role))
        return made

    def _set_tip(self, row: int) -> None:
        name, *state = self.state_of(row)
        words = "：".join(filter(None, (name, "、".join(state))))
        tipped(self.item(row), words if self.folded else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the steps into another height."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()


def _wrapped_kinds(state: Sequence[str], width: int, metrics: QFontMetrics) -> Iterator[str]:
    """Yield what is left to do in lines of a width, each kind whole; a filled step needs none."""
    kinds = [kind.lstrip("✗○！◇ ") for kind in state if not kind.startswith("✓")]
    shorter = [kind.replace("错误", "错") for kind in kinds]
    if metrics.horizontalAdvance(_DOT.join(kinds)) > width:
        kinds = shorter
    line = ""
    for kind in kinds:
        longer = _DOT.join(filter(None, (line, kind)))
        if line and metrics.horizontalAdvance(longer) > width:
            yield line
            longer = kind
        line = longer
    if line:
        yield line


class _StepDelegate(QStyledItemDelegate):
    """Paints the steps from the tokens of the look that is in use."""

    def __init__(self, view: StepList) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: StyleOption, index: ModelIndex) -> QSize:
        """Return room for the lines of a step."""
        return QSize(0, self._view.height_of(index.row()))

    def paint(self, painter: QPainter, option: StyleOption, index: ModelIndex) -> None:
        """Paint ground, sign and words of a step."""
        view, row, place = self._view, index.row(), QRect(option.rect)
        card = view.card(row, place)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if row == view.apart:
            middle = place.top() + view.gap(row) // 2
            painter.fillRect(card.left() + 4, middle, card.width() - 8, 1, colour("line"))
        self._paint_ground(painter, option, card)
        state = view.state_of(row)
        sign = QRect(0, 0, _SIGN, _SIGN)
        sign.moveCenter(card.center())
        lines = view.words(row)
        if lines:
            sign.moveCenter(QPoint(card.left() + 8 + _SIGN // 2, lines[0].place.center().y()))
        _paint_sign(painter, sign, state[1][0] if len(state) > 1 else "")
        for line in lines:
            painter.setFont(line.font)
            painter.setPen(colour(line.role))
            painter.drawText(line.place, Qt.AlignmentFlag.AlignVCenter, line.words)
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: StyleOption, card: QRect) -> None:
        """Paint the card of the present step with its bar, or of the one under the pointer."""
        current = bool(option.state & QStyle.StateFlag.State_Selected)
        if not current and not option.state & QStyle.StateFlag.State_MouseOver:
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("veil" if current else "sunk"))
        painter.drawRoundedRect(card, RADIUS, RADIUS)
        if not current:
            return
        painter.setBrush(colour("accent"))
        painter.drawRoundedRect(QRect(card.left(), card.top() + 3, 3, card.height() - 6), 1.5, 1.5)
        if self._view.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colour("accent"), 2))
            painter.drawRoundedRect(card.adjusted(1, 1, -1, -1), RADIUS, RADIUS)


def _paint_sign(painter: QPainter, place: QRect, sign: str) -> None:
    """Paint a round sign: filled, or the ring of a step that has no state or is not filled in."""
    role = _ROLES.get(sign)
    if role is None:
        painter.setBrush(colour("surface"))
        painter.setPen(QPen(colour("quiet" if sign else "outline"), 2))
        painter.drawEllipse(QRectF(place).adjusted(1, 1, -1, -1))
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(role))
    painter.drawEllipse(place)
    round_cap, round_join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
    painter.setPen(QPen(colour("on_accent"), 2, Qt.PenStyle.SolidLine, round_cap, round_join))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for line in _STROKES[sign]:
        points = [QPointF(place.left() + x, place.top() + y) for x, y in line]
        painter.drawPolyline(points)


class Rail(QFrame):
    """Unit, year, 稿别 and progress, and the steps."""

    def __init__(self, shown: Sequence[steps.Step]) -> None:
        super().__init__()
        self.setProperty("panel", "left")
        self._steps = shown
        keys = [step.key for step in shown]
        self.list = StepList([step.name for step in shown], keys.index(steps.CHECK))
        self.unit = bold(wrapped())
        self.state = larger(inked(PartsLabel(_DOT), "quiet"), QUIET / BODY)
        self.progress = named(QProgressBar(), "填写进度")
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(4)
        self.menu_button = named(QToolButton(autoRaise=True), "菜单（F10）")
        tipped(self.menu_button, "菜单（F10）").setIcon(icon("list", "text"))
        self.menu_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.menu_button.hide()
        self._head = QWidget()
        head = QVBoxLayout(self._head)
        head.setContentsMargins(18, 14, 17, 8)
        head.setSpacing(3)
        for widget in (self.unit, self.state, self.progress):
            head.addWidget(widget)
        head.insertSpacing(2, 4)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.menu_button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self._head)
        layout.addWidget(self.list, 1)
        self.fold(False)

    def fold(self, folded: bool) -> None:
        """Show signs only, or names and the head too."""
        self._head.setVisible(not folded)
        self.list.fold(folded)
        self.menu_button.setMinimumHeight(self.fontMetrics().height() + 4)
        wide = round(RAIL * QFontInfo(self.font()).pixelSize() / BODY)
        self.setMinimumWidth(RAIL_FOLDED)  # or the window could not get so narrow that it folds
        self.setMaximumWidth(RAIL_FOLDED if folded else wide)

    def sizeHint(self) -> QSize:
        """Return all the width that it may have: pages take the rest."""
        return QSize(self.maximumWidth(), super().sizeHint().height())

    def refresh(self, report: Report, result: Result) -> None:
        """Say whose report it is, how far it is, and the state of every step."""
        name = report.unit.name or "机关名称未填"
        filled, asked = steps.progress(report, result)
        tipped(self.unit, report.unit.name).setText(shortened(name, _NAME))
        done = f"已填 {filled}/{asked}"
        self.state.show_parts(f"{report.year}年{_DOT}{report.stage}", done)
        self.progress.setRange(0, max(asked, 1))
        self.progress.setValue(filled)
        for row, step in enumerate(self._steps):
            self.list.show_state(row, [step.name, *steps.badge(report, result, step.key)])
