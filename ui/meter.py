"""Under a table, always in view: for each column whether its relation holds, or what is missing."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QWidget

from model.findings import verdict
from model.lines import Line, State
from model.relations import arithmetic
from ui.session import Session
from ui.table_model import TableModel
from ui.table_view import TableView


class Meter(QWidget):
    """A few words for each column: 相等, 办理结果和结转多2件, 还有3格未填."""

    def __init__(self, session: Session, view: TableView, model: TableModel) -> None:
        super().__init__()
        self.setAccessibleName("各列勾稽关系")
        self._session, self._view, self._model = session, view, model
        self._lines = [
            line
            for line in arithmetic(session.report.form).lines.values()
            if line.relation in model.grid.table.relations
            and line.relation.along == "rows"
            and not line.relation.between_years
        ]
        self.setVisible(bool(self._lines))
        session.changed.connect(self.update)
        view.horizontalScrollBar().valueChanged.connect(self.update)
        view.horizontalHeader().geometriesChanged.connect(self.update)

    @property
    def applies(self) -> bool:
        """Whether the table has a relation to watch."""
        return bool(self._lines)

    def words(self) -> list[str]:
        """Say how each column stands."""
        return [say_state(line, self._session.standing.states[line.id]) for line in self._lines]

    def sizeHint(self) -> QSize:
        """Ask for three lines of small text."""
        return QSize(100, self.fontMetrics().height() * 3 + 6)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint each word under its column."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        offset = self._view.verticalHeader().width() + 1
        painter.drawText(
            QRect(4, 0, offset - 8, self.height()),
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
            self._lines[0].relation.name,
        )
        font = painter.font()
        for line, word in zip(self._lines, self.words(), strict=True):
            index = self._model.index_of(line.left[0].shown[0])
            left = offset + self._view.columnViewportPosition(index.column())
            width = self._view.columnWidth(index.column())
            font.setBold(self._session.standing.states[line.id].broken)
            painter.setFont(font)
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(QRect(left + 1, 0, width - 2, self.height()), flags, word)
        painter.end()


def say_state(line: Line, state: State) -> str:
    """Say how one line stands, in a few words."""
    if state.holds:
        return "✓ 相等"
    if not state.open:
        return f"✗ {verdict(line, state)}"
    gap = "" if state.left == state.right else f"，目前{verdict(line, state)}"
    return f"○ 还有{state.blanks}格未填{gap}"
