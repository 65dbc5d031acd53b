"""Dialogs that compare the open draft: 历史版本, and 冲突 with another program.

A whole version or only chosen places are applied; each is one act that can be undone, and the state
before it is kept as a version. At a conflict both versions are kept already; no answer is needed.
"""

from datetime import datetime
from functools import partial

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
from model.compare.parts import WHOLE, difference, with_parts_from
from model.drafts import copies
from model.errors import ReportError
from model.report.report import Report
from ui.app import clock, folders
from ui.app.drafts import Conflict, when
from ui.base import launch
from ui.base.session import Session
from ui.base.widgets import fit_screen, named, outlined, pressed_in_focus, primary, titled, wrapped
from ui.base.work import BackgroundWorker
from ui.compare.model import ShownChanges
from ui.compare.table import Comparison

RESTORED = "恢复历史版本"
"""The name of restoring a version among the acts that can be undone."""
RESTORED_PART = "恢复历史版本中的部分内容"
_INVITED = "选择一个版本查看与当前内容的不同。恢复前会先保留当前内容，恢复后可以撤销。"
_MARGINS = (16, 14, 16, 14)


class HistoryDialog(QDialog):
    """The versions of one draft, the latest first; they are read one by one in the background."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        titled(self, "历史版本")
        self._session = session
        self._compared = session.report
        self._now = clock.now()
        self._times = copies.times(folders.versions_folder(), session.report.id)
        self._read: dict[int, Report] = {}
        self.list = named(QListWidget(), "历史版本")
        self.list.setWordWrap(True)
        self.list.addItems([when(moment, self._now) for moment in self._times])
        self.comparison = Comparison("当前内容", "该版本")
        self.message = wrapped(_INVITED if self._times else "此草稿还没有历史版本。")
        self._lay_out()
        self._worker = BackgroundWorker(self)
        for row, moment in enumerate(self._times):
            read = partial(_read_version, session.report, moment)
            self._worker.submit(read, partial(self._show_version, row))
        self.list.currentRowChanged.connect(self._compare)
        self.comparison.chosen_changed.connect(self._refresh)
        self._refresh()

    def restore(self) -> None:
        """Restore the chosen version; the present one is kept, and the act can be undone."""
        chosen = self._read[self.list.currentRow()]
        self._become(with_parts_from(self._session.report, chosen, [WHOLE]), RESTORED, "的版本")

    def restore_chosen(self) -> None:
        """Take over the ticked places, and no others."""
        chosen = self._read[self.list.currentRow()]
        places = self.comparison.chosen()
        made = with_parts_from(self._session.report, chosen, places)
        self._become(made, RESTORED_PART, f"版本中的 {len(places)} 处")

    def _become(self, report: Report, what: str, part: str) -> None:
        """Put a report into the session and say so, unless the session refuses it.

        Nothing is restored where the present report could not be kept first.
        """
        if failed := self._session.keep_version():
            self.message.setText(f"{failed}当前内容没有保留，因此没有恢复，内容未改动。")
            return
        moment = when(self._times[self.list.currentRow()], self._now)
        self._session.apply(report, what)
        if self._session.report == report:
            self._session.show_message(f"已恢复 {moment} {part}，可以撤销。")
        self.accept()

    def _lay_out(self) -> None:
        buttons, role = QDialogButtonBox(), QDialogButtonBox.ButtonRole.ActionRole
        self.restore_button = buttons.addButton("恢复整个版本", role)
        self.chosen_button = primary(buttons.addButton("恢复所选", role))
        outlined(buttons.addButton("关闭", QDialogButtonBox.ButtonRole.RejectRole))
        self.restore_button.clicked.connect(self.restore)
        self.chosen_button.clicked.connect(self.restore_chosen)
        buttons.rejected.connect(self.reject)
        for button in (self.restore_button, self.chosen_button):
            pressed_in_focus(button)  # Enter in the table shall change nothing
        em = self.fontMetrics().height()
        self.list.setProperty("roomy", "true")
        self.list.setFixedWidth(em * 13)
        both = QHBoxLayout()
        both.addWidget(self.list)
        both.addWidget(self.comparison, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*_MARGINS)
        layout.setSpacing(10)
        layout.addWidget(self.message)
        layout.addLayout(both, 1)
        layout.addWidget(buttons)
        fit_screen(self, QSize(em * 56, em * 30))

    def _show_version(self, row: int, found: tuple[Report, str] | None) -> None:
        """Show how far a version is from the open report."""
        if found is not None:
            self._read[row] = found[0]
        distance = "无法读取，文件可能已损坏" if found is None else found[1]
        self.list.item(row).setText(f"{when(self._times[row], self._now)}\n{distance}")
        if row == 0:
            self.list.setCurrentRow(0)
        if row == self.list.currentRow():
            self._compare()

    def _compare(self) -> None:
        """Show what differs in the chosen version."""
        version = self._read.get(self.list.currentRow())
        found = changes(self._compared, version) if version else ()
        self.comparison.show_changes(ShownChanges(self._compared, found))
        self._refresh()

    def _refresh(self) -> None:
        """Offer what can be done with the chosen version and the ticked places."""
        chosen = len(self.comparison.chosen())
        self.restore_button.setEnabled(self.list.currentRow() in self._read)
        self.chosen_button.setEnabled(chosen > 0)
        self.chosen_button.setText(f"恢复所选 {chosen} 处" if chosen else "恢复所选")


def _read_version(current: Report, moment: datetime) -> tuple[Report, str] | None:
    """Return a version and how far it is from the current report; None where it cannot be read."""
    try:
        report = copies.load(folders.versions_folder(), current.id, moment)
    except ReportError:
        return None
    return report, str(difference(report, current))


def show_history(parent: QWidget, session: Session) -> None:
    """Show the versions of the open draft and, where one is chosen, go back to it."""
    HistoryDialog(session, parent).open()


TAKEN = "采用对方内容"
"""The name of taking over among the acts that can be undone."""
_PAUSE = 400
"""Milliseconds after a change in the window until the differences are listed again."""


class ConflictDialog(QDialog):
    """The differences between this window's report and the file that another program wrote."""

    def __init__(
        self, session: Session, conflict: Conflict, theirs: Report, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(False)
        # Keys that are typed just now belong to the report.
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        titled(self, "草稿冲突")
        self._session, self._conflict, self._theirs = session, conflict, theirs
        self.message, self.rest = wrapped(conflict.message), wrapped()
        self.comparison = Comparison("本窗口", "对方")
        self.comparison.chosen_changed.connect(self._refresh)
        self._lay_out()
        self._compare_soon = QTimer(self, singleShot=True, interval=_PAUSE)
        self._compare_soon.timeout.connect(self._compare)
        session.changed.connect(self._compare_later)
        self._compare()

    def take_chosen(self) -> None:
        """Take the ticked places over from the other, as one act that can be undone."""
        chosen = self.comparison.chosen()
        self._session.apply(with_parts_from(self._session.report, self._theirs, chosen), TAKEN)
        self._compare()

    def open_theirs(self) -> None:
        """Open the other's file in a window of its own."""
        if not launch.open_window(self._conflict.path):
            self.rest.setText("未能打开新窗口。从开始窗口打开此文件。")

    def _lay_out(self) -> None:
        buttons, role = QDialogButtonBox(), QDialogButtonBox.ButtonRole.ActionRole
        self.take_button = primary(buttons.addButton("采用所选", role))
        self.open_button = buttons.addButton("打开对方版本", role)
        close = buttons.addButton("关闭", QDialogButtonBox.ButtonRole.RejectRole)
        self.take_button.clicked.connect(self.take_chosen)
        self.open_button.clicked.connect(self.open_theirs)
        buttons.rejected.connect(self.reject)
        for button in (self.take_button, self.open_button, close):
            pressed_in_focus(button)  # Enter in the table shall change nothing
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*_MARGINS)
        layout.setSpacing(10)
        layout.addWidget(self.message)
        layout.addWidget(self.comparison, 1)
        layout.addWidget(self.rest)
        layout.addWidget(buttons)
        em = self.fontMetrics().height()
        fit_screen(self, QSize(em * 52, em * 28))

    def _compare_later(self) -> None:
        """List again soon; a lambda in its place would outlive the closed dialog."""
        self._compare_soon.start()

    def _compare(self) -> None:
        """List what differs now; the window may have been typed into since."""
        found = changes(self._session.report, self._theirs)
        self.comparison.show_changes(ShownChanges(self._session.report, found))
        self.rest.setText("勾选要采用的内容，采用后可以撤销。" if found else "两份内容已相同。")
        self._refresh()

    def _refresh(self) -> None:
        chosen = len(self.comparison.chosen())
        self.take_button.setEnabled(chosen > 0)
        self.take_button.setText(f"采用所选 {chosen} 处" if chosen else "采用所选")


def show_conflict(
    parent: QWidget, session: Session, conflict: Conflict, theirs: Report
) -> ConflictDialog:
    """Show a conflict with the version of another program; the parent window stays usable."""
    dialog = ConflictDialog(session, conflict, theirs, parent)
    dialog.show()
    return dialog
