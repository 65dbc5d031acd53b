"""Under a table, always in view: for each column whether its relation holds, or what is missing."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette

from model.checks.findings import blank_of, verdict
from model.form.arithmetic import Line, State
from model.form.relations import arithmetic
from ui.base.colours import error_colour
from ui.base.session import Session
from ui.base.widgets import Label, named, set_shown
from ui.table.model import TableModel
from ui.table.view import TableView


class Meter(Label):
    """A few words for each column: 相等, 办理结果和结转多2件, 3格未填.

    It paints itself; a label it is because a screen reader reads labels.
    """

    def __init__(self, session: Session, view: TableView, model: TableModel) -> None:
        super().__init__()
        self._session, self._view, self._model = session, view, model
        self._lines = [
            line
            for line in arithmetic(session.report.form).lines.values()
            if line.relation in model.grid.table.relations
            and line.relation.along == "rows"
            and not line.relation.between_years
        ]
        self._words = [""] * len(self._lines)
        set_shown(self, bool(self._lines))
        self.setFixedHeight(self.sizeHint().height())
        session.changed.connect(self.refresh)
        view.horizontalScrollBar().valueChanged.connect(self.update)
        view.horizontalHeader().geometriesChanged.connect(self.update)
        view.horizontalHeader().sectionResized.connect(self.update)
        self.refresh()

    @property
    def applies(self) -> bool:
        """Whether the table has a relation to watch."""
        return bool(self._lines)

    def words(self) -> list[str]:
        """Say how each column stands."""
        states, report = self._session.standing.states, self._session.report
        return [
            say_state(line, states[line.id], len(blank_of(report, line))) for line in self._lines
        ]

    def refresh(self) -> None:
        """Repaint the columns whose words are new."""
        before, self._words = self._words, self.words()
        if before == self._words:
            return
        for number, word in enumerate(self._words):
            if before[number] != word:
                self.update(self._column(number))
        said = (
            f"{line.label}：{word}" for line, word in zip(self._lines, self._words, strict=True)
        )
        named(self, "各列勾稽关系。" + "；".join(said))

    def sizeHint(self) -> QSize:
        """Ask for two lines."""
        return QSize(100, self.fontMetrics().height() * 2 + 4)

    def _column(self, number: int) -> QRect:
        index = self._model.index_of(self._lines[number].left[0].shown[0])
        left = self._view.verticalHeader().width() + 1
        left += self._view.columnViewportPosition(index.column())
        return QRect(left + 1, 0, self._view.columnWidth(index.column()) - 2, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint each word under its column, and left of them what is compared."""
        painter = QPainter(self)
        ink = self.palette().color(QPalette.ColorRole.WindowText)
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        side = self._view.verticalHeader().width()
        heading = QRect(4, 0, side - 8, self.height())
        painter.setPen(ink)
        if event.rect().intersects(heading):
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(
                heading, right | Qt.TextFlag.TextWordWrap, self._lines[0].relation.name
            )
        painter.setClipRect(side, 0, self.width() - side, self.height())
        for number in range(len(self._lines)):
            rectangle = self._column(number)
            if rectangle.intersects(event.rect()):
                wrong = self._words[number].startswith("✗")
                painter.setPen(error_colour(self.palette()) if wrong else ink)
                painter.drawText(rectangle, flags, self._fitting(number, rectangle))
        painter.end()

    def _fitting(self, number: int, room: QRect) -> str:
        """Leave out what is compared where the column is too narrow for it."""
        word, flags = self._words[number], int(Qt.TextFlag.TextWordWrap)
        needed = self.fontMetrics().boundingRect(room.adjusted(0, 0, 0, 10_000), flags, word)
        fits = needed.height() <= room.height() and needed.width() <= room.width()
        return word if fits else word.replace(self._lines[number].relation.compared, "")


def say_state(line: Line, state: State, blank: int) -> str:
    """Say how one line stands, in two short lines at most; ``blank`` cells hold nothing at all."""
    if state.holds:
        return "✓ 相等"
    if not state.open:
        return f"✗ {verdict(line, state)}"
    gap = verdict(line, state).removeprefix(line.relation.compared)
    told = f"○ {blank}格未填" if blank else f"✗ {state.blanks}格有误"
    return told + ("" if state.left == state.right else f"\n目前{gap}")
