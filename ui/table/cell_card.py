"""The inspector's part about the current cell: what it counts, what is known of it, its balance."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from model.address import remark_address, source_address
from model.checks.findings import equation, more_or_less, verdict
from model.combine.last_year import suggested
from model.form.arithmetic import arithmetic
from model.form.help import row_help
from model.form.table import Cell
from model.report.answers import put
from model.values import write_number
from ui.base.session import Session
from ui.base.widgets import (
    Label,
    asks_for_undo,
    bold,
    card,
    inked,
    label_of,
    link,
    named,
    quiet,
    set_shown,
    tipped,
    unbounded,
    wrapped,
)
from ui.look import tokens
from ui.look.sheet import marked


class _FillLine(QLineEdit):
    """A line that leaves Ctrl+Z to the window once what it holds is kept."""

    def event(self, event: QEvent) -> bool:
        """Take Ctrl+Z and Ctrl+Y only while something is being typed."""
        if asks_for_undo(event) and not self.isModified():
            event.ignore()
            return True
        return super().event(event)


def sized(label: Label, pixels: int) -> Label:
    """Set the size of a label's type, and return it."""
    font = label.font()
    font.setPixelSize(pixels)
    label.setFont(font)
    return label


def heading(text: str, keys: str = "") -> QHBoxLayout:
    """Return the heading of a part of the inspector, with its keys at the right."""
    row = QHBoxLayout()
    row.addWidget(inked(sized(bold(Label(text)), tokens.QUIET), "quiet"))
    row.addStretch(1)
    if keys:
        row.addWidget(inked(sized(Label(keys), tokens.QUIET), "quiet"))
    return row


class CellCard(QWidget):
    """Which cell it is, what it counts, last year's figure, 备注, and 数据来源 of all selected."""

    def __init__(self, session: Session, is_typing: Callable[[], bool]) -> None:
        super().__init__()
        self._session, self._is_typing = session, is_typing
        self._cells: list[str] = []
        self.name = bold(wrapped())
        self.counts = sized(quiet(), tokens.QUIET)
        self.last, self.stated = wrapped(), wrapped()
        self.remark = self._line("备注", "如：含自然失效29件", "写在本格数字后", remark_address)
        self.source = self._line(
            "数据来源", "只列入核对表和核对报告", "提供科室，不写入报告", source_address
        )
        self.suggestion = link(named(QPushButton(), "按上年推算"))
        tipped(self.suggestion, "填入由上年数推算的数（F4）")
        self.suggestion.clicked.connect(self.take_suggestion)
        self.balance = BalanceCard(session)
        self._rows: list[tuple[Label, Label]] = []
        self._lay_out()
        session.changed.connect(self._on_changed)
        session.checked.connect(self.refresh)
        self.refresh()

    def _lay_out(self) -> None:
        self._counted = card("sunk")
        inside = QVBoxLayout(self._counted)
        inside.setContentsMargins(8, 5, 8, 5)
        inside.addWidget(self.counts)
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for row, (name, value) in enumerate((("上年", self.last), ("原表合计", self.stated))):
            label = inked(Label(name), "quiet")
            self._rows.append((label, value))
            grid.addWidget(label, row, 0)
            grid.addWidget(value, row, 1)
        for row, editor in enumerate((self.remark, self.source), 2):
            grid.addWidget(inked(label_of(editor), "quiet"), row, 0)
            grid.addWidget(editor, row, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(heading("本格", "Shift+F2 备注"))
        layout.addWidget(self.name)
        layout.addWidget(self._counted)
        layout.addLayout(grid)
        layout.addWidget(self.suggestion, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.balance)

    def _line(self, name: str, hint: str, use: str, at: Callable[[str], str]) -> QLineEdit:
        editor = named(unbounded(_FillLine()), name)
        editor.setPlaceholderText(use)
        tipped(editor, f"{use}。{hint}")
        editor.editingFinished.connect(lambda: self._keep(editor, at))
        return editor

    def _on_changed(self, addresses: frozenset[str]) -> None:
        """Follow an act at once; while a number is typed, the check that follows is enough."""
        if not addresses or not self._is_typing():
            self.refresh()

    def show_cells(self, cells: Sequence[str]) -> None:
        """Show what is known of the selected cells; the first is the current one."""
        self._cells = list(cells)
        self.refresh()

    def refresh(self) -> None:
        """Show everything again."""
        cells, report = self._cells, self._session.report
        only = report.form.cells[cells[0]] if len(cells) == 1 else None
        self.name.setText(self._describe())
        self._show_known(only)
        kept = {self.remark: report.remarks, self.source: report.sources}
        for editor, texts in kept.items():
            editor.setEnabled(bool(cells))
            if not (editor.hasFocus() and editor.isModified()):
                editor.setText(texts.get(cells[0], "") if cells else "")
        self.remark.setEnabled(only is not None)
        self.balance.show_cell(cells[0] if only else "")
        number = suggested(report).get(cells[0]) if only else None
        set_shown(self.suggestion, number is not None)
        self.suggestion.setVisible(number is not None)
        if number is not None:
            message = f"按上年推算：{write_number(number)}"
            named(self.suggestion, message).setText(message)

    def _show_known(self, cell: Cell | None) -> None:
        """Show what the cell counts, last year's figure and the source's total, as known."""
        report = self._session.report
        counts = row_help(report.form, cell.address) if cell else ""
        self.counts.setText(f"填报口径：{counts}" if counts else "")
        self._counted.setVisible(bool(counts))
        texts = (self._last_of(cell), self._stated_of(cell)) if cell else ("", "")
        for (label, value), text in zip(self._rows, texts, strict=True):
            value.setText(text)
            label.setVisible(bool(text))
            value.setVisible(bool(text))

    def _last_of(self, cell: Cell) -> str:
        """Say last year's figure and the difference."""
        last = self._session.report.last_values.get(cell.address)
        if last is None:
            return ""
        number = self._session.evaluation.numbers.get(cell.address)
        change = "" if number is None else more_or_less(number - last, cell.unit)
        change = f"，{'与上年' if change == '相等' else '本年'}{change}" if change else ""
        return f"{write_number(last)} {cell.unit}{change}"

    def _stated_of(self, cell: Cell) -> str:
        """Say the total that the source has, beside the computed one."""
        if not cell.computed:
            return ""
        report = self._session.report
        stated = report.stated.get(cell.address)
        if stated is None:
            return "由程序计算；键入数字，填原表合计"
        number = self._session.evaluation.numbers.get(cell.address)
        same = "" if number is None else "，相等" if number == stated else "，不相等"
        return f"{write_number(stated)} {cell.unit}{same}"

    def _describe(self) -> str:
        report, numbers = self._session.report, self._session.evaluation.numbers
        if not self._cells:
            return "点击或用方向键选一格。"
        if len(self._cells) > 1:
            known = [numbers[address] for address in self._cells if address in numbers]
            return f"选中{len(self._cells)}格，合计{write_number(sum(known))}。"
        cell = report.form.cells[self._cells[0]]
        row = "".join(cell.row[-1:])
        return " · ".join(filter(None, (row, cell.name.removeprefix(f"{row}，"))))

    def take_suggestion(self) -> None:
        """Fill in what last year's figures give, where they give anything."""
        report = self._session.report
        address = self._cells[0] if len(self._cells) == 1 else ""
        if (number := suggested(report).get(address)) is not None:
            self._session.apply(report.with_value(address, number), "按上年推算", address)

    def _keep(self, editor: QLineEdit, at: Callable[[str], str]) -> None:
        """Keep a remark of the current cell, or the source of all selected ones."""
        editor.setModified(False)
        report = self._session.report
        self._session.show_left_out(editor.text())
        for address in self._cells:
            report = put(report, at(address), editor.text())
        self._session.apply(report, f"填写{editor.accessibleName()}")


class BalanceCard(QFrame):
    """The relation that a cell takes part in, as an equation with its numbers."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.equation = sized(wrapped(), tokens.QUIET)
        self.verdict = sized(bold(wrapped()), tokens.QUIET)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 5, 8, 5)
        layout.setSpacing(2)
        layout.addWidget(self.equation)
        layout.addWidget(self.verdict)
        self.setProperty("card", "sunk")

    def show_cell(self, address: str) -> None:
        """Show the first relation of this year's figures that the cell takes part in."""
        report, states = self._session.report, self._session.evaluation.states
        errors = [one for one in self._session.result.findings if one.severity == "error"]
        said = errors[0].id if len(errors) == 1 else ""  # its card has the same equation
        lines = [
            line
            for line in arithmetic(report.form).lines.values()
            if address in line.cells and states[line.id].known and line.id != said
        ]
        set_shown(self, bool(lines))
        self.setVisible(bool(lines))
        if not lines:
            return
        line = min(lines, key=lambda one: (not states[one.id].broken, one.relation.between_years))
        state = states[line.id]
        least = "不少于 " if line.relation.at_least else ""
        left, right = (
            equation(side, report.values, report.last_values) for side in (line.left, line.right)
        )
        self.equation.setText(f"{left}\n{least}{right}")
        if state.open:
            kind, words = "quiet", f"○ 还有 {state.blanks} 格没有数"
        elif state.broken:
            sign = "✗" if line.relation.severity == "error" else "！"
            kind, words = line.relation.severity, f"{sign} {verdict(line, state, '合计')}"
        else:
            kind, words = "fine", "✓ 相等" if line.relation.equals else "✓ 相符"
        self.verdict.setText(words)
        marked(self.verdict, ink=kind)
