"""历史版本: the kept versions of the open draft, how far each is from it, and going back to one."""

from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QListWidget,
    QVBoxLayout,
    QWidget,
)

from model import versions
from model.difference import difference
from model.errors import ReportError
from model.report import Report
from ui import folders
from ui.moments import when
from ui.session import Session
from ui.widgets import named, wrapped

RESTORED = "恢复历史版本"
"""What going back is called among the acts that can be undone."""


class HistoryDialog(QDialog):
    """The versions of one draft, the latest first. They are read one by one once it is shown."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("历史版本")
        self._session = session
        self._compared = session.report
        self._now = datetime.now().astimezone()
        self._times = versions.times(folders.versions_folder(), session.report.id)
        self._read: dict[int, Report] = {}
        self.list = named(QListWidget(), "历史版本")
        self.list.addItems([when(moment, self._now) for moment in self._times])
        self.list.currentRowChanged.connect(self._refresh)
        self.told = wrapped()
        self._lay_out()
        self._next = QTimer(self, interval=0)
        self._next.timeout.connect(self._read_next)
        self._next.start()
        self._row = 0
        self._refresh()

    def restore(self) -> None:
        """Go back to the chosen version; what stands now is kept, and the act can be undone."""
        row = self.list.currentRow()
        self._session.keep_version()
        chosen = replace(self._read[row], id=self._session.report.id)
        self._session.apply(chosen, RESTORED)
        self.accept()

    def _lay_out(self) -> None:
        buttons = QDialogButtonBox()
        self.restore_button = buttons.addButton("恢复", QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton("关闭", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.restore)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(wrapped("选择一个版本恢复。恢复前会先保留当前内容，恢复后可以撤销。"))
        layout.addWidget(self.list, 1)
        layout.addWidget(self.told)
        layout.addWidget(buttons)
        em = self.fontMetrics().height()
        self.resize(em * 30, em * 22)

    def _read_next(self) -> None:
        """Read one more version, and say how far it is from the open report."""
        row = self._row
        self._row += 1
        if row >= len(self._times):
            self._next.stop()
            return
        moment = self._times[row]
        try:
            report = versions.load(folders.versions_folder(), self._compared.id, moment)
        except ReportError:
            told = "无法读取，文件可能已损坏"
        else:
            self._read[row] = report
            told = f"与当前相比：{difference(report, self._compared)}"
        self.list.item(row).setText(f"{when(moment, self._now)}　{told}")
        self._refresh()

    def _refresh(self) -> None:
        row = self.list.currentRow()
        self.restore_button.setEnabled(row in self._read)
        if not self._times:
            self.told.setText("此草稿还没有历史版本。")


def show_history(parent: QWidget, session: Session) -> None:
    """Show the versions of the open draft and, where one is chosen, go back to it."""
    HistoryDialog(session, parent).open()
