"""时间轴: the kept versions of the open draft, what differs in each, and going back to it.

All of a version or only chosen places are taken over; each is one act that can be undone, and what
stood before is kept as a version too.
"""

from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QListWidget,
    QVBoxLayout,
    QWidget,
)

from model.compare.changes import changes
from model.compare.difference import difference
from model.compare.parts import taken
from model.drafts import versions
from model.errors import ReportError
from model.report.report import Report
from ui.app import folders
from ui.app.moments import when
from ui.base.session import Session
from ui.base.widgets import named, titled, wrapped
from ui.compare.table import Comparison

RESTORED = "恢复历史版本"
"""What going back is called among the acts that can be undone."""
RESTORED_PART = "恢复历史版本中的部分内容"
_INVITED = "选择一个版本查看与当前内容的不同。恢复前会先保留当前内容，恢复后可以撤销。"


class HistoryDialog(QDialog):
    """The versions of one draft, the latest first. They are read one by one once it is shown."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        titled(self, "历史版本")
        self._session = session
        self._compared = session.report
        self._now = datetime.now().astimezone()
        self._times = versions.times(folders.versions_folder(), session.report.id)
        self._read: dict[int, Report] = {}
        self.list = named(QListWidget(), "历史版本")
        self.list.setWordWrap(True)
        self.list.addItems([when(moment, self._now) for moment in self._times])
        self.comparison = Comparison("当前内容", "该版本")
        self.told = wrapped(_INVITED if self._times else "此草稿还没有历史版本。")
        self._lay_out()
        self._next = QTimer(self, interval=0)
        self._next.timeout.connect(self._read_next)
        self._next.start()
        self._row = 0
        self.list.currentRowChanged.connect(self._compare)
        self.comparison.chosen_changed.connect(self._refresh)
        self._refresh()

    def restore(self) -> None:
        """Go back to the chosen version; what stands now is kept, and the act can be undone."""
        chosen = self._read[self.list.currentRow()]
        self._become(replace(chosen, id=self._session.report.id), RESTORED, "的版本")

    def restore_chosen(self) -> None:
        """Take the ticked places over, and leave all others as they are."""
        chosen = self._read[self.list.currentRow()]
        places = self.comparison.chosen()
        made = taken(self._session.report, chosen, places)
        self._become(made, RESTORED_PART, f"版本中的 {len(places)} 处")

    def _become(self, report: Report, what: str, told: str) -> None:
        """Become what is restored and say so, unless the session does not take it.

        Nothing is restored where what stands now could not be kept first.
        """
        if failed := self._session.keep_version():
            self.told.setText(f"{failed}当前内容没有保留，因此没有恢复，内容未改动。")
            return
        moment = when(self._times[self.list.currentRow()], self._now)
        self._session.apply(report, what)
        if self._session.report == report:
            self._session.tell(f"已恢复 {moment} {told}，撤销：Ctrl+Z")
        self.accept()

    def _lay_out(self) -> None:
        buttons, role = QDialogButtonBox(), QDialogButtonBox.ButtonRole.ActionRole
        self.restore_button = buttons.addButton("恢复整个版本", role)
        self.chosen_button = buttons.addButton("恢复所选", role)
        buttons.addButton("关闭", QDialogButtonBox.ButtonRole.RejectRole)
        self.restore_button.clicked.connect(self.restore)
        self.chosen_button.clicked.connect(self.restore_chosen)
        buttons.rejected.connect(self.reject)
        for button in (
            self.restore_button,
            self.chosen_button,
        ):  # Enter in the table shall change nothing
            button.setAutoDefault(False)
        em = self.fontMetrics().height()
        self.list.setFixedWidth(em * 13)
        both = QHBoxLayout()
        both.addWidget(self.list)
        both.addWidget(self.comparison, 1)
        layout = QVBoxLayout(self)
        layout.addWidget(self.told)
        layout.addLayout(both, 1)
        layout.addWidget(buttons)
        self.resize(QSize(em * 56, em * 30).boundedTo(self.screen().availableSize()))

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
            told = str(difference(report, self._compared))
        self.list.item(row).setText(f"{when(moment, self._now)}\n{told}")
        if row == 0:
            self.list.setCurrentRow(0)
        if row == self.list.currentRow():
            self._compare()

    def _compare(self) -> None:
        """Show what differs in the chosen version."""
        version = self._read.get(self.list.currentRow())
        found = changes(self._compared, version) if version else ()
        self.comparison.show_changes(self._compared, found)
        self._refresh()

    def _refresh(self) -> None:
        """Offer what can be done with the chosen version and the ticked places."""
        chosen = len(self.comparison.chosen())
        self.restore_button.setEnabled(self.list.currentRow() in self._read)
        self.chosen_button.setEnabled(chosen > 0)
        self.chosen_button.setText(f"恢复所选 {chosen} 处" if chosen else "恢复所选")


def show_history(parent: QWidget, session: Session) -> None:
    """Show the versions of the open draft and, where one is chosen, go back to it."""
    HistoryDialog(session, parent).open()
