"""Files for the open report: asked for or dropped, read beside the window, shown as a proposal."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

from intake import foreign
from intake.proposal import Proposal, propose
from intake.source import Source
from model.errors import ReportError
from model.report.report import Report
from ui.app.called import names_draft
from ui.base import launch
from ui.base.file_dialogs import file_to_open
from ui.base.session import Session
from ui.base.widgets import dropped_files
from ui.base.work import Lane
from ui.imports.dialog import ImportDialog

UNFORESEEN = "读取时遇到意外问题，内容未改动。"


class Importing(QObject):
    """Asks for a file, reads it beside the window, and shows the proposal."""

    def __init__(self, window: QWidget, session: Session) -> None:
        super().__init__(window)
        self._window, self._session = window, session
        self._lane = Lane(self)
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    @property
    def busy(self) -> bool:
        """Whether a file is being read."""
        return self._lane.busy

    def ask(self) -> None:
        """Ask which file to read; what reads it gets ready meanwhile."""
        foreign.warm_beside()
        folder = str(self._session.path.parent)
        if path := file_to_open(self._window, "导入", folder, foreign.FILES):
            self.read(path)

    def read(self, path: Path) -> None:
        """Begin to read a file; the window stays as it is until the proposal comes."""
        self._session.saved.emit(f"正在读取「{path.name}」…")
        self._lane.do(partial(_read, path, self._session.report.year), self._hold_against)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take what is dropped on the window: drafts, or one file to be read."""
        if not isinstance(event, QDropEvent):
            return super().eventFilter(watched, event)
        paths = dropped_files(event)
        drafts = bool(paths) and all(names_draft(path.name) for path in paths)
        if len(paths) != 1 and not drafts:
            return super().eventFilter(watched, event)
        event.acceptProposedAction()
        if event.type() == QEvent.Type.Drop:
            act = self._open_beside if drafts else lambda those: self.read(those[0])
            QTimer.singleShot(0, self, lambda: act(paths))  # the other program waits for the drop
        return True

    def _open_beside(self, drafts: Sequence[Path]) -> None:
        """Open drafts in windows of their own, as 新建或打开其他报告 does."""
        for path in drafts:
            if path == self._session.path:
                told = f"「{path.name}」就是本窗口的草稿。"
            elif launch.open_window(path):
                told = f"正在另一个窗口中打开「{path.name}」。"
            else:
                told = f"未能在另一个窗口中打开「{path.name}」。保存后关闭本窗口，再打开它。"
            self._session.saved.emit(told)

    def _hold_against(self, found: Source | str | None) -> None:
        """Hold what was read against the report as it is now, beside the window too."""
        if isinstance(found, Source):
            report = self._session.report
            self._lane.do(partial(propose, report, found), partial(self._show, report, found))
        else:
            foreign.warm_beside()  # the next file need not wait for a child that was lost
            self._session.saved.emit(found or UNFORESEEN)

    def _show(self, report: Report, found: Source, proposal: Proposal | None) -> None:
        if proposal is None:
            self._session.saved.emit(UNFORESEEN)
        elif report is not self._session.report:  # something was typed meanwhile
            self._hold_against(found)
        else:
            told = foreign.summary_of(found)
            self._session.saved.emit(told)
            ImportDialog(self._session, proposal, told, self._window).open()


def _read(path: Path, year: int) -> Source | str:
    try:
        return foreign.read(path, year)
    except ReportError as error:
        return str(error)
