"""插入数字: a cell is chosen from the tables of the report; its words with the number are shown."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ui.base.edits import ChoiceBox
from ui.base.session import Session
from ui.base.widgets import (
    bold,
    label_of,
    named,
    outlined,
    primary,
    quiet,
    titled,
    wrapped,
)
from ui.table.frame import FramedTable
from ui.table.model import TableModel
from ui.table.view import TableView

_SIZE: Final = (1040, 660)
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_BLANK: Final = "本格未填，填写后才能插入。"
_NO_CELL: Final = "选一格。"
_KEYS: Final = "选一格，按回车或双击插入。"


class NumberDialog(QDialog):
    """The tables of the report, to be looked at; Enter or a double click takes a cell.

    Args:
        session: the open report.
        prose: gives the words for a cell; empty while it is blank.
        parent: the window.
        at: address of the cell to begin at.
    """

    chosen = Signal(str)
    """Address of the cell that is taken."""

    def __init__(
        self, session: Session, prose: Callable[[str], str], parent: QWidget, at: str = ""
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        titled(self, "插入数字")
        self._session, self._prose, self._at = session, prose, at
        form = session.report.form
        self._keys = list(form.tables)
        self._shown: dict[str, FramedTable] = {}
        self.tables = named(ChoiceBox(), "表格")
        self.tables.addItems([form.section_of[key].title for key in self._keys])
        self.words = bold(wrapped())
        self.insert = primary(QPushButton("插入"))
        self._stack = QStackedWidget()
        self._lay_out()
        begin = form.cells[at].table if at in form.cells else self._keys[0]
        self.tables.setCurrentIndex(self._keys.index(begin))
        self.tables.currentIndexChanged.connect(self._show_table)
        self._show_table()
        self.resize(QSize(*_SIZE).boundedTo(parent.size()))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(label_of(self.tables))
        head.addWidget(self.tables)
        head.addWidget(quiet(_KEYS), 1)
        buttons, insert = QDialogButtonBox(), self.insert
        buttons.addButton(insert, QDialogButtonBox.ButtonRole.AcceptRole)
        outlined(buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole))
        buttons.accepted.connect(self.take)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(10)
        layout.addLayout(head)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self.words)
        layout.addWidget(buttons)

    @property
    def view(self) -> TableView:
        """The table that is shown."""
        return self._shown[self._keys[self.tables.currentIndex()]].view

    @property
    def address(self) -> str:
        """The cell that the cursor is on; empty on a label."""
        model = self.view.model()
        return model.address(self.view.currentIndex()) if isinstance(model, TableModel) else ""

    def take(self) -> None:
        """Take the cell that the cursor is on, unless it is blank."""
        if self.insert.isEnabled():
            self.chosen.emit(self.address)
            self.accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the cell with Enter: in a table that is filled, Enter leads to the next cell."""
        is_key = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if is_key and event.key() in _ENTER:  # type: ignore[attr-defined]
            self.take()
            return True
        return super().eventFilter(watched, event)

    def _show_table(self) -> None:
        key = self._keys[self.tables.currentIndex()]
        if key not in self._shown:
            self._shown[key] = self._framed(key)
            self._stack.addWidget(self._shown[key])
        self._stack.setCurrentWidget(self._shown[key])
        if not self.view.go_to(self._at):
            self.view.begin()
            self.view.setFocus()
        self._show_words()

    def _framed(self, key: str) -> FramedTable:
        """Return a table that can be looked at and not be filled."""
        form = self._session.report.form
        framed = FramedTable(self._session, TableModel(self._session, form.tables[key], self))
        view = named(framed.view, form.section_of[key].title)
        view.setEditTriggers(TableView.EditTrigger.NoEditTriggers)
        view.setSelectionMode(TableView.SelectionMode.SingleSelection)
        view.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        view.installEventFilter(self)
        view.selected.connect(self._show_words)
        view.doubleClicked.connect(self.take)
        return framed

    def _show_words(self) -> None:
        address = self.address
        words = self._prose(address) if address else ""
        self.words.setText(words or (_BLANK if address else _NO_CELL))
        self.insert.setEnabled(bool(words))
