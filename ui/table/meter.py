"""The last line of a table: how the relation of each column stands."""

from typing import Final, NamedTuple

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPixmap

from model.checks.findings import blank_of, verdict
from model.form.arithmetic import RelationLine, State
from ui.base.session import Session
from ui.base.widgets import Label, named, set_shown
from ui.look.tokens import colour, edge_colour, theme
from ui.table.fit import SMALLEST, TableFit, edges, sized, span
from ui.table.model import TableModel

_HEIGHTS: Final = ((600, 28), (420, 22), (0, 20))
"""From this height of the room on, the meter is so high."""
_HEADING: Final = -1
"""The number of the heading among the pictures of the columns."""
_PILL: Final = 20
"""Height of a pill, where the meter is higher."""
_AROUND: Final = 7
"""Pixels left and right of the words in a pill, where there is room."""
_SPARE: Final = 6
"""Pixels of a column that the words leave free at least."""


class ColumnState(NamedTuple):
    """How one column stands: in full for a screen reader, and shorter and shorter for the eye."""

    words: str
    state: str
    shorter: tuple[str, ...]


def standing_of(line: RelationLine, state: State, blank: int) -> ColumnState:
    """Say how one line stands; ``blank`` cells hold nothing at all."""
    if state.holds:
        return ColumnState("✓ 相等", "fine", ("✓ 相等", "✓"))
    gap = verdict(line, state).removeprefix(line.relation.compared)
    if not state.open:
        words = f"✗ {verdict(line, state)}"
        number = gap[1:].removesuffix(line.unit)
        ways = (f"{line.relation.short}{gap[0]} {number}", f"{gap[0]} {number}", gap[0] + number)
        return ColumnState(words, "error", (*(f"✗ {way}" for way in ways), f"✗{ways[2]}", "✗"))
    sign, kind = ("○", "未填") if blank else ("✗", "有误")
    count = blank or state.blanks
    words = f"{sign} {count}格{kind}" + ("" if state.left == state.right else f"\n目前{gap}")
    shorter = (f"{sign} {kind} {count}", f"{sign} {count}", sign)
    return ColumnState(words, "quiet" if blank else "error", shorter)


class Meter(Label):
    """A pill under each column: 相等, 结果多 2, 未填 3.

    It paints itself; a label it is because a screen reader reads labels.
    """

    def __init__(self, session: Session, model: TableModel) -> None:
        super().__init__()
        self._session, self._model = session, model
        self._standing: list[ColumnState] = []
        self._spans: list[tuple[int, int]] = []
        self._side = self._moved = 0
        self._font = QFont()
        self._pictures: dict[int, tuple[object, QPixmap]] = {}
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        set_shown(self, self.applies)
        session.changed.connect(self.refresh)
        self.refresh()

    @property
    def applies(self) -> bool:
        """Whether the table has a relation to watch."""
        return bool(self._model.lines)

    def height_in(self, room: int) -> int:
        """Return how high the meter is where table and meter have so much room."""
        return next(height for least, height in _HEIGHTS if room >= least) * self.applies

    def take(self, fit: TableFit) -> None:
        """Take the columns of the table."""
        self._side, across = sum(fit.labels), edges(fit.columns)
        columns = map(self._model.column_of, self._model.lines)
        self._spans = [span(across, column, 1) for column in columns]
        self._font = sized(fit.font, SMALLEST)
        self._pictures.clear()
        self.update()

    def move_to(self, offset: int) -> None:
        """Follow the columns when they scroll sideways."""
        self._moved = offset
        self.update()

    def words(self) -> list[str]:
        """Say how each column stands."""
        return [one.words for one in self._standing]

    def refresh(self) -> None:
        """Repaint the columns whose words are new."""
        states, report = self._session.evaluation.states, self._session.report
        before, self._standing = (
            self._standing,
            [
                standing_of(line, states[line.id], len(blank_of(report, line)))
                for line in self._model.lines
            ],
        )
        if before == self._standing:
            return
        for number, one in enumerate(self._standing):
            if number >= len(before) or before[number] != one:
                self.update(self._room(number))
        said = (
            f"{line.label}：{one.words}"
            for line, one in zip(self._model.lines, self._standing, strict=True)
        )
        named(self, "各列勾稽关系。" + "；".join(said))

    def _room(self, number: int) -> QRect:
        if number >= len(self._spans):
            return QRect()
        left, width = self._spans[number]
        return QRect(self._side + left - self._moved, 0, width, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint each pill under its column, and left of them what is compared."""
        painter, part = QPainter(self), event.rect()
        painter.fillRect(part, colour("sunk"))
        heading = QRect(0, 0, self._side, self.height())
        if part.intersects(heading):
            painter.drawPixmap(0, 0, self._picture(_HEADING, None, heading.size()))
        painter.setClipRect(self._side, 0, self.width() - self._side, self.height())
        for number, one in enumerate(self._standing):
            room = self._room(number)
            if room.intersects(part):
                painter.drawPixmap(room.topLeft(), self._picture(number, one, room.size()))
        painter.end()

    def _picture(self, number: int, one: ColumnState | None, size: QSize) -> QPixmap:
        """Return the picture of a pill or of the heading, painted anew where it is another."""
        ratio = self.devicePixelRatio()
        key = (one, size.width(), size.height(), ratio, theme().name)
        kept = self._pictures.get(number)
        if kept is not None and kept[0] == key:
            return kept[1]
        picture = QPixmap(size * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(colour("sunk"))
        painter, room = QPainter(picture), QRect(QPoint(), size)
        painter.setFont(self._font)
        if one is None:
            self._paint_heading(painter, room.adjusted(6, 0, -8, 0))
        else:
            _paint_pill(painter, one, room)
        painter.end()
        self._pictures[number] = (key, picture)
        return picture

    def _paint_heading(self, painter: QPainter, room: QRect) -> None:
        name = self._model.lines[0].relation.name
        if painter.fontMetrics().horizontalAdvance(name) > room.width():
            name = name.partition("（")[0]
        painter.setPen(colour("quiet"))
        painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, name)


def _paint_pill(painter: QPainter, one: ColumnState, room: QRect) -> None:
    """Paint a pill with the longest words that fit into it."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    font = QFont(painter.font())
    font.setBold(True)
    painter.setFont(font)
    metrics = painter.fontMetrics()
    most = room.width() - _SPARE
    fitting = (text for text in one.shorter if metrics.horizontalAdvance(text) <= most)
    text = next(fitting, one.shorter[-1])
    width = metrics.horizontalAdvance(text)
    width += 2 * min(_AROUND, max((room.width() - 2 - width) // 2, 1))
    height = min(_PILL, room.height() - 2)
    pill = QRect(0, 0, width, height)
    pill.moveCenter(room.center())
    ground = colour("page" if one.state == "quiet" else f"{one.state}_ground")
    has_edge = one.state == "error" or (one.state == "fine" and ground == colour("surface"))
    painter.setPen(edge_colour(one.state) if has_edge else Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(pill.adjusted(0, 0, -1, -1), height / 2, height / 2)
    painter.setPen(colour(one.state))
    painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)
