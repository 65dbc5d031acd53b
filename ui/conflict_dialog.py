"""冲突: the draft on disk is somebody else's now; where both lie, what differs, what to take over.

The program has settled the conflict already: both versions are kept. Nothing here must be answered.
"""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from model.changes import changes
from model.parts import taken
from model.report import Report
from ui import launch
from ui.comparison import Comparison
from ui.session import Session
from ui.widgets import wrapped

TAKEN = "采用对方内容"
"""What taking over is called among the acts that can be undone."""
_PAUSE = 400
"""Milliseconds after a change in the window until the differences are listed again."""


@dataclass(frozen=True)
class Conflict:
    """A draft that somebody else wrote while it was open here.

    ``path`` is that file; ``theirs`` what stands in it, None where it is gone or cannot be read;
    ``copy`` where ours lies now, None where it could not be written: then it is in memory and in
    the recovery copy.
    """

    path: Path
    theirs: Report | None
    copy: Path | None


def sentence(conflict: Conflict) -> str:
    """Say what happened, and where both versions lie."""
    name, ours = conflict.path.name, conflict.copy
    what = f"「{name}」已被其他人改动，没有覆盖。"
    if conflict.theirs is None:
        what = f"「{name}」已被移走、删除，或不能读取。"
    if ours is None:
        return f"{what}另存本窗口的内容后再关闭：目前只在本窗口和本机恢复副本中。"
    folder = "同一文件夹" if ours.parent == conflict.path.parent else f"「{ours.parent}」"
    return f"{what}本窗口的内容已存为{folder}中的「{ours.name}」，今后保存到此文件。"


class ConflictDialog(QDialog):
    """What differs between this window's report and the file somebody else wrote."""

    def __init__(self, session: Session, conflict: Conflict, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(False)
        self.setWindowTitle("草稿冲突")
        self._session, self._conflict = session, conflict
        self.told, self.rest = wrapped(sentence(conflict)), wrapped()
        self.comparison = Comparison("本窗口", "对方")
        self.comparison.chosen_changed.connect(self._refresh)
        self._lay_out()
        self._compare_soon = QTimer(self, singleShot=True, interval=_PAUSE)
        self._compare_soon.timeout.connect(self._compare)
        session.changed.connect(lambda: self._compare_soon.start())
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
        buttons.addButton("关闭", QDialogButtonBox.ButtonRole.RejectRole)
        self.take_button.clicked.connect(self.take_chosen)
        self.open_button.clicked.connect(self.open_theirs)
        buttons.rejected.connect(self.reject)
        for button in (
            self.take_button,
            self.open_button,
        ):  # Enter in the table shall change nothing
            button.setAutoDefault(False)
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
