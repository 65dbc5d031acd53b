"""What is known of the current cell besides its number: its remark and its source."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QToolButton, QWidget

from model.combine.suggesting import suggested
from model.report.answers import put
from model.values import write_number
from ui.base.session import Session
from ui.base.widgets import asks_for_undo, label_of, named, tipped, unbounded, wrapped


class _Line(QLineEdit):
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
        self.remark = self._line("备注", "如：含自然失效29件", "写在本格数字后", "remark")
        self.source = self._line("数据来源", "提供数据的科室", "不公布", "source")
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

    def _line(self, name: str, hint: str, use: str, what: str) -> QLineEdit:
        editor = named(unbounded(_Line()), name)
        editor.setPlaceholderText(hint)
        tipped(editor, f"{use}。{hint}")
        editor.editingFinished.connect(lambda: self._keep(editor, what))
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
            told = f"按上年推算：{write_number(number)}"
            named(self.suggestion, told).setText(told)
            self.suggestion.setShortcut("F4")  # a button forgets its key with its text

    def _describe(self) -> str:
        report, numbers = self._session.report, self._session.standing.numbers
        if not self._cells:
            return "点击或用方向键选一格。"
        if len(self._cells) > 1:
            known = [numbers[address] for address in self._cells if address in numbers]
            return f"选中{len(self._cells)}格，合计{write_number(sum(known))}。"
        cell = report.form.cells[self._cells[0]]
        told = "（由程序计算）" if cell.computed else ""
        last = report.last_values.get(cell.address)
        past = "" if last is None else f"，上年{write_number(last)}{cell.unit}"
        return f"{cell.name}{told}{past}"

    def _take_suggestion(self) -> None:
        """Fill in what last year's figures give."""
        (address,) = self._cells
        number = suggested(self._session.report)[address]
        report = self._session.report.with_value(address, number)
        self._session.apply(report, "按上年推算", address)

    def _keep(self, editor: QLineEdit, what: str) -> None:
        """Keep a remark of the current cell, or the source of all selected ones."""
        editor.setModified(False)
        report = self._session.report
        self._session.tell_left_out(editor.text())
        for address in self._cells:
            report = put(report, f"{address}#{what}", editor.text())
        self._session.apply(report, f"填写{editor.accessibleName()}")

    def edit(self, editor: QLineEdit) -> None:
        """Put the cursor into one of the two lines."""
        editor.setFocus(Qt.FocusReason.ShortcutFocusReason)
        editor.selectAll()
