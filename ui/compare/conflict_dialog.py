"""冲突: the draft on disk is somebody else's now; where both lie, what differs, what to take over.

The program has settled the conflict already: both versions are kept. Nothing here must be answered.
"""

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from model.compare.changes import changes
from model.compare.parts import taken
from ui.app.drafts import Conflict
from ui.base import launch
from ui.base.session import Session
from ui.base.widgets import titled, wrapped
from ui.compare.table import Comparison

TAKEN = "采用对方内容"
"""What taking over is called among the acts that can be undone."""
_PAUSE = 400
"""Milliseconds after a change in the window until the differences are listed again."""


class ConflictDialog(QDialog):
    """What differs between this window's report and the file somebody else wrote."""

    def __init__(self, session: Session, conflict: Conflict, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(False)
        # Keys that are typed just now belong to the report.
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        titled(self, "草稿冲突")
        self._session, self._conflict = session, conflict
        self.told, self.rest = wrapped(conflict.told), wrapped()
        self.comparison = Comparison("本窗口", "对方")
        self.comparison.chosen_changed.connect(self._refresh)
        self._lay_out()
        self._compare_soon = QTimer(self, singleShot=True, interval=_PAUSE)
        self._compare_soon.timeout.connect(self._compare)
        session.changed.connect(self._compare_later)
        self._compare()

    def take_chosen(self) -> None:
        """Take the ticked places over from the other, as one act that can be undone."""
        if self._conflict.theirs is not None:
            chosen = self.comparison.chosen()
            self._session.apply(taken(self._session.report, self._conflict.theirs, chosen), TAKEN)
            self._compare()

    def open_theirs(self) -> None:
        """Open the other's file in a window of its own."""
        if not launch.open_window(self._conflict.path):
            self.rest.setText("未能打开新窗口。从开始窗口打开此文件。")

    def _lay_out(self) -> None:
        buttons, role = QDialogButtonBox(), QDialogButtonBox.ButtonRole.ActionRole
        self.take_button = buttons.addButton("采用所选", role)
        self.open_button = buttons.addButton("打开对方版本", role)
        close = buttons.addButton("关闭", QDialogButtonBox.ButtonRole.RejectRole)
        self.take_button.clicked.connect(self.take_chosen)
        self.open_button.clicked.connect(self.open_theirs)
        buttons.rejected.connect(self.reject)
        for button in (self.take_button, self.open_button, close):
            button.setAutoDefault(False)  # Enter in the table shall change nothing
        has_theirs = self._conflict.theirs is not None
        for widget in (self.comparison, self.take_button, self.open_button):
            widget.setVisible(has_theirs)
        layout = QVBoxLayout(self)
        layout.addWidget(self.told)
        layout.addWidget(self.comparison, 1)
        layout.addWidget(self.rest)
        layout.addWidget(buttons)
        em = self.fontMetrics().height()
        wanted = QSize(em * 52, em * (28 if has_theirs else 8))
        self.resize(wanted.boundedTo(self.screen().availableSize()))

    def _compare_later(self) -> None:
        """List again soon; a lambda in its place would outlive the closed dialog."""
        self._compare_soon.start()

    def _compare(self) -> None:
        """List what differs now; the window may have been typed into since."""
        theirs = self._conflict.theirs
        if theirs is not None:
            found = changes(self._session.report, theirs)
            self.comparison.show_changes(self._session.report, found)
            told = "勾选要采用的内容，采用后可以撤销。" if found else "两份内容已相同。"
            self.rest.setText(told)
        self._refresh()

    def _refresh(self) -> None:
        chosen = len(self.comparison.chosen())
        self.take_button.setEnabled(chosen > 0)
        self.take_button.setText(f"采用所选 {chosen} 处" if chosen else "采用所选")


def show_conflict(parent: QWidget, session: Session, conflict: Conflict) -> ConflictDialog:
    """Show a conflict beside the window, which goes on."""
    dialog = ConflictDialog(session, conflict, parent)
    dialog.show()
    return dialog
