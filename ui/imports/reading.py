"""Foreign files chosen or dropped, and last year's report, read in the background.

Several files of last year are the reports of units that have become one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QDropEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from intake import source as foreign
from intake.office.job import OfficeJob
from intake.proposal import Proposal
from intake.returned import propose_any, refusal, together
from intake.source import Source
from model.combine.sums import Merged, merged_last
from model.drafts.storage import Loaded
from model.errors import RefusedError, ReportError
from model.form import catalog
from model.report.report import Report
from ui.app.folders import names_draft
from ui.base import launch
from ui.base.file_dialogs import files_to_open
from ui.base.messages import MessageAct, Messages
from ui.base.session import Session
from ui.base.widgets import dropped_files
from ui.base.work import BackgroundWorker, WaitingDialog
from ui.imports.clipboard import Copied, copied
from ui.imports.dialog import ImportDialog, may_go_on

_READING: Final = "reading"
"""Key of the message that ends with what it speaks of."""
_LOOK: Final = 200
"""Milliseconds between two looks whether a file is being converted."""
UNFORESEEN = "读取时遇到意外问题，内容未改动。"


class Importing(QObject):
    """Asks for a file, reads it in the background, and shows the proposal."""

    def __init__(self, window: QWidget, session: Session) -> None:
        super().__init__(window)
        self._window, self._session = window, session
        self._worker = BackgroundWorker(self)
        self._job = OfficeJob()
        self._watch = QTimer(self, interval=_LOOK)
        self._watch.timeout.connect(self._show_conversion)
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    @property
    def busy(self) -> bool:
        """Whether a file is being read."""
        return self._worker.busy

    @property
    def converts(self) -> bool:
        """Whether an office suite converts a file at this moment; ``stop`` ends it."""
        return bool(self._job.program)

    def show_reading(self, text: str, messages: Messages) -> None:
        """Show what is being read; a conversion can be stopped, and says so until it ends."""
        acts = [MessageAct("取消", self.stop)] if self.converts else []
        messages.show_message(text, "busy" if acts else "note", acts, _READING)

    def stop(self) -> None:
        """End the conversion of a file, and with it its import."""
        self._job.stop()

    def ask(self) -> None:
        """Ask which file to read, or which pages of the 采集表; their reader starts meanwhile."""
        foreign.warm_in_background()
        folder = str(self._session.path.parent)
        if paths := files_to_open(self._window, "导入", folder, foreign.FILES):
            self.read(*paths)

    def read(self, *paths: Path) -> None:
        """Begin to read a file, or several pages of the 采集表 that came back.

        The window stays as it is until the proposal comes.
        """
        if len(paths) == 1:
            self._read(Copied("", "", paths[0]))
            return
        message = f"正在读取{len(paths)}份采集表…"
        self._begin(message, partial(_read_together, self._session.report, paths))

    def paste(self) -> None:
        """Begin to read what was copied from a browser or an office program."""
        self._read(copied())

    def propose(self, found: Source) -> None:
        """Show what a source that was read before would change."""
        self._compare(found)

    def _read(self, content: Copied) -> None:
        self._begin(content.message, partial(_read_or_reason, content, self._session.report.year))

    def _begin(self, message: str, read: Callable[[OfficeJob], Source | str]) -> None:
        self._session.reading.emit(message)
        if not self.busy:
            self._job = OfficeJob()
        self._watch.start()
        self._worker.submit(partial(read, self._job), self._compare)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Handle files that are dropped on the window: drafts to open, or files to read.

        Ctrl+V comes here from where no field and no table takes it.
        """
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._is_pasted(event)
        if not isinstance(event, QDropEvent):
            return super().eventFilter(watched, event)
        paths = dropped_files(event)
        drafts = bool(paths) and all(names_draft(path.name) for path in paths)
        if not paths:
            return super().eventFilter(watched, event)
        event.acceptProposedAction()
        if event.type() == QEvent.Type.Drop:
            act = self._open_others if drafts else lambda those: self.read(*those)
            QTimer.singleShot(0, self, lambda: act(paths))  # the other program waits for the drop
        return True

    def _is_pasted(self, event: QKeyEvent) -> bool:
        """Read the clipboard where a key asks for it; return whether it does."""
        asks = event.matches(QKeySequence.StandardKey.Paste)
        if asks:
            self.paste()
        return asks

    def _open_others(self, drafts: Sequence[Path]) -> None:
        """Open drafts in windows of their own, as 新建或打开其他报告 does."""
        for path in drafts:
            if path == self._session.path:
                self._session.show_message(f"「{path.name}」就是本窗口的草稿。")
            elif launch.open_window(path):
                self._session.show_message(f"正在另一个窗口中打开「{path.name}」。")
            else:
                self._session.show_failure(
                    f"未能在另一个窗口中打开「{path.name}」。保存后关闭本窗口，再打开它。"
                )

    def _show_conversion(self) -> None:
        if self.converts:
            self._watch.stop()
            self._session.reading.emit(conversion_of(self._job))

    def _compare(self, found: Source | str | None) -> None:
        """Compare a file with the present report, in the background too."""
        self._watch.stop()
        if self._job.is_stopped:
            self._session.reading.emit("")
            self._session.show_message("已取消导入，内容未改动。")
        elif isinstance(found, Source) and not (why := refusal(self._session.report, found)):
            report, work = self._session.report, partial(propose_any, self._session.report, found)
            self._worker.submit(work, partial(self._show, report, found))
        elif isinstance(found, Source):
            self._fail(why)
        else:
            foreign.warm_in_background()  # the next file need not wait for a child that was lost
            self._fail(found or UNFORESEEN)

    def _show(self, report: Report, found: Source, proposal: Proposal | None) -> None:
        if proposal is None:
            self._fail(UNFORESEEN)
        elif report is not self._session.report:  # something was typed meanwhile
            self._compare(found)
        else:
            whose = f"{found.report.unit.name}，" * bool(found.report.unit.name)
            message = f"{whose}{found.report.year}年。{foreign.extent_of(found)}"
            self._session.reading.emit("")
            name = found.path.name
            dialog = ImportDialog(self._session, proposal, message, self._window, name=name)
            dialog.pasted.connect(self.paste)
            dialog.open()

    def _fail(self, message: str) -> None:
        self._session.reading.emit("")
        self._session.show_failure(message)


def _read_or_reason(content: Copied, year: int, job: OfficeJob) -> Source | str:
    """Return what a file or the clipboard holds, or why it cannot be read."""
    try:
        return content.read(year, job)
    except ReportError as error:
        return str(error)


def _read_together(report: Report, paths: Sequence[Path], job: OfficeJob) -> Source | str:
    """Return the pages of the 采集表 in several files as one source, or why there are none."""
    read: list[Source | str] = []
    for path in paths:
        try:
            read.append(foreign.read(path, report.year, job))
        except ReportError as error:
            read.append(str(error))
    try:
        return together(report, read)
    except ReportError as error:
        return str(error)


@dataclass(frozen=True)
class LastYear:
    """Last year's report as one, and those of the unit or its predecessors, with their files."""

    report: Report
    each: tuple[Loaded, ...]

    @property
    def source(self) -> str:
        """The names of its files."""
        return "、".join(one.path.name for one in self.each)


def ask_last_year(parent: QWidget, likely: Path, year: int) -> LastYear | None:
    """Ask for the files of the report on a year, read them, and show what is unsure in them.

    Raises:
        ReportError: one of them cannot be read, or they do not go together.
    """
    foreign.warm_in_background()
    title = "选择上年报告（机构合并的可选几份）"
    paths = files_to_open(parent, title, str(likely), foreign.FILES)
    sources = read_all(parent, paths, year) if paths else None
    return last_year_of(parent, sources) if sources else None


def last_year_of(parent: QWidget, sources: Sequence[Source]) -> LastYear | None:
    """Put the reports of a year together, and show what is unsure in them; None if given up.

    Raises:
        ReportError: they do not go together.
    """
    years = sorted({source.report.year for source in sources})
    if len(years) > 1:
        listed = "、".join(map(str, years))
        raise RefusedError(f"所选文件的年度不同（{listed}），未读入。选择同一年度的报告。")
    merged = merged_last([one.report for one in sources], catalog.form_for(years[0] + 1))
    if not _asked(parent, sources, merged):
        return None
    return LastYear(merged.report, tuple(Loaded(one.report, one.path, "") for one in sources))


def _asked(parent: QWidget, sources: Sequence[Source], merged: Merged) -> bool:
    """Show what needs a look, where there is something; return whether to continue."""
    shown = [
        f"[未相加] {merged.report.form.cells[address].name}：{'、'.join(names)}的报告中为空。"
        for address, names in merged.lacking.items()
    ]
    asks = bool(shown)
    for source in sources:
        whose = f"「{source.path.name}」" * (len(sources) > 1)
        form = catalog.form_for(source.report.year + 1)
        lines = [*foreign.lines_of(source), *foreign.cells_without_place(form, source)]
        shown += [f"{whose}{line}" for line in lines]
        asks = asks or foreign.need_attention(lines)
    message = "".join(map(foreign.summary_of, sources))
    return not asks or may_go_on(parent, message, shown)


def read_all(parent: QWidget | None, paths: Sequence[Path], year: int) -> list[Source] | None:
    """Read files in the background; None where the clerk gave it up.

    Raises:
        ReportError: the first that cannot be read says why.
    """
    job, steps = OfficeJob(), []
    for left, path in zip(reversed(range(len(paths))), paths, strict=True):
        more = f"，其后还有{left}份" * bool(left)
        steps.append((f"正在读取「{path.name}」{more}…", partial(foreign.read, path, year, job)))
    return _awaited(parent, "读取上年报告", steps, job)


def read_copied(parent: QWidget, content: Copied, year: int) -> Source | None:
    """Read the clipboard in the background; None where the clerk gave it up.

    Raises:
        ReportError: it cannot be read as a report.
    """
    job = OfficeJob()
    step = (content.message, partial(content.read, year, job))
    found = _awaited(parent, "导入", [step], job)
    return found[0] if found else None


def _awaited(
    parent: QWidget | None,
    title: str,
    steps: Sequence[tuple[str, Callable[[], Source]]],
    job: OfficeJob,
) -> list[Source] | None:
    """Wait for files that are read, and say where an office suite converts one."""
    waiting = WaitingDialog(parent, steps, title, UNFORESEEN)
    watch = QTimer(waiting, interval=_LOOK)
    watch.timeout.connect(lambda: _show_step(waiting, job))
    watch.start()
    waiting.rejected.connect(job.stop)
    return waiting.outcome()


def _show_step(waiting: "WaitingDialog[Source]", job: OfficeJob) -> None:
    if job.program:
        waiting.message.setText(conversion_of(job))


def conversion_of(job: OfficeJob) -> str:
    """Return what the window waits for while an office suite converts a file."""
    return f"正在由 {job.program} 转换文件，最长一分钟。"
