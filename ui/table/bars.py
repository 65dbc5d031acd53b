"""Around a table: the meter of each column's relation, and the current cell's remark and source."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QToolButton, QWidget

from model.address import remark_address, source_address
from model.checks.findings import blank_of, verdict
from model.combine.last_year import suggested
from model.form.arithmetic import RelationLine, State, arithmetic
from model.report.answers import put
from model.values import write_number
from ui.base.session import Session
from ui.base.widgets import (
    Label,
    asks_for_undo,
    error_colour,
    label_of,
    named,
    set_shown,
    tipped,
    unbounded,
    wrapped,
)
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
        states, report = self._session.evaluation.states, self._session.report
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


def say_state(line: RelationLine, state: State, blank: int) -> str:
    """Say how one line stands, in two short lines at most; ``blank`` cells hold nothing at all."""
    if state.holds:
        return "✓ 相等"
    if not state.open:
        return f"✗ {verdict(line, state)}"
    gap = verdict(line, state).removeprefix(line.relation.compared)
    message = f"○ {blank}格未填" if blank else f"✗ {state.blanks}格有误"
    return message + ("" if state.left == state.right else f"\n目前{gap}")


class _FillLine(QLineEdit):
    """A line that leaves Ctrl+Z to the window once what it holds is kept."""

    def event(self, event: QEvent) -> bool:
        """Take Ctrl+Z and Ctrl+Y only while something is being typed."""
        if asks_for_undo(event) and not self.isModified():
            event.ignore()
            return True
        return super().event(event)


class CellBar(QWidget):
    """A line under a table: which cell it is, its 备注, and the 数据来源 of all selected cells."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._cells: list[str] = []
        self.name = wrapped()
        self.name.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.remark = self._line("备注", "如：含自然失效29件", "写在本格数字后", remark_address)
        self.source = self._line("数据来源", "提供数据的科室", "不公布", source_address)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self.suggestion = named(QToolButton(), "按上年推算")
        tipped(self.suggestion, "填入由上年数推算的数（F4）")
        self.suggestion.clicked.connect(self._take_suggestion)
        layout.addWidget(self.name, 3)
        layout.addWidget(self.suggestion)
        for editor in (self.remark, self.source):
            layout.addWidget(label_of(editor))
            layout.addWidget(editor, 2)
        session.changed.connect(lambda: self.show_cells(self._cells))
        self.show_cells([])

    def _line(self, name: str, hint: str, use: str, at: Callable[[str], str]) -> QLineEdit:
        editor = named(unbounded(_FillLine()), name)
        editor.setPlaceholderText(hint)
        tipped(editor, f"{use}。{hint}")
        editor.editingFinished.connect(lambda: self._keep(editor, at))
        return editor

    def show_cells(self, cells: Sequence[str]) -> None:
        """Show what is known of the selected cells; the first is the current one."""
        self._cells = list(cells)
        report = self._session.report
        self.name.setText(self._describe())
        kept = {self.remark: report.remarks, self.source: report.sources}
        for editor, texts in kept.items():
            editor.setEnabled(bool(cells))
            if not (editor.hasFocus() and editor.isModified()):
                editor.setText(texts.get(cells[0], "") if cells else "")
        self.remark.setEnabled(len(cells) == 1)
        number = suggested(report).get(cells[0]) if len(cells) == 1 else None
        self.suggestion.setVisible(number is not None)
        if number is not None:
            message = f"按上年推算：{write_number(number)}"
            named(self.suggestion, message).setText(message)
            self.suggestion.setShortcut("F4")  # a button forgets its key with its text

    def _describe(self) -> str:
        report, numbers = self._session.report, self._session.evaluation.numbers
        if not self._cells:
            return "点击或用方向键选一格。"
        if len(self._cells) > 1:
            known = [numbers[address] for address in self._cells if address in numbers]
            return f"选中{len(self._cells)}格，合计{write_number(sum(known))}。"
        cell = report.form.cells[self._cells[0]]
        message = "（由程序计算）" if cell.computed else ""
        last = report.last_values.get(cell.address)
        past = "" if last is None else f"，上年{write_number(last)}{cell.unit}"
        return f"{cell.name}{message}{past}"

    def _take_suggestion(self) -> None:
        """Fill in what last year's figures give."""
        (address,) = self._cells
        number = suggested(self._session.report)[address]
        report = self._session.report.with_value(address, number)
        self._session.apply(report, "按上年推算", address)

    def _keep(self, editor: QLineEdit, at: Callable[[str], str]) -> None:
        """Keep a remark of the current cell, or the source of all selected ones."""
        editor.setModified(False)
        report = self._session.report
        self._session.show_left_out(editor.text())
        for address in self._cells:
            report = put(report, at(address), editor.text())
        self._session.apply(report, f"填写{editor.accessibleName()}")

    def edit(self, editor: QLineEdit) -> None:
        """Put the cursor into one of the two lines."""
        editor.setFocus(Qt.FocusReason.ShortcutFocusReason)
        editor.selectAll()
