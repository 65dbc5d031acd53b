"""导出: which documents, and what was written."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QMimeData,
    QObject,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QGuiApplication, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSplitter,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from export.style import COLUMN
from model.checks.findings import Finding
from model.checks.publication import waiting, waiting_sentence
from model.errors import ReportError
from model.report.report import Report, Stage
from ui.app import acts, drafts
from ui.app.archive import archive
from ui.base.page import Page
from ui.base.session import Session
from ui.base.settings import Settings
from ui.base.widgets import (
    Label,
    ask,
    named,
    primary,
    set_shown,
    tipped,
)
from ui.export.choices import EXPORT_KEY, ExportChoices, LayoutChoices, waiting_summary
from ui.export.fonts import FontNotes
from ui.export.libreoffice import Conversion
from ui.export.preview import Preview
from ui.export.printing import print_report
from ui.export.publication import Publication
from ui.export.results import ExportResults, open_file
from ui.paper.pages import draw_pdf

PRINT_KEY: Final = "Ctrl+P"
_BY_PROGRAM = "取消“PDF 由 Word 文件转换”，由程序绘制。"
_ANYWAY = "仍按定稿导出"
_BACK = "返回处理"
_COLLECTED: Final = "发给各科室填写，收回后从“文件”菜单“导入…”一次选择各份。"
_NO_STAGE: Final = "本机没有上一稿的导出记录，未写修改对照。"
_NARROW = 50
"""Widths of a character under which choices and pages stand behind tabs."""


_LAYOUTS = 4
"""Layouts, one within the other, that a new row of a file passes through."""
_LOW = 620
"""Pixels of window height under which the buttons stand below what scrolls."""


class _StateLine(Label):
    """What the last act of the page did, or why it did not; it takes no room before."""

    def __init__(self) -> None:
        super().__init__()
        self.setWordWrap(True)
        named(self, "导出情况")
        self.hide()

    def setText(self, text: str) -> None:
        """Say something, or nothing any more."""
        super().setText(text)
        set_shown(self, bool(text))


class ExportPage(Page):
    """The last step: choices on the left, the pages as they will be on the right."""

    check_requested = Signal()
    """The clerk wants to see what is left to do."""

    def __init__(self, session: Session, settings: Settings) -> None:
        super().__init__(session, "导出", "写入前重新打开每个文件，与草稿逐格、逐段核对。")
        self.choices = ExportChoices(session, settings)
        self.choices.check_requested.connect(self.check_requested)
        self.fonts = FontNotes(session)
        self.layout_choices = LayoutChoices(session)
        self.publication = Publication(session)
        self.publication.archive.clicked.connect(self.archive)
        self.written = ExportResults()
        self.preview = Preview(self.exported, self.choices.is_converted)
        self.state = _StateLine()
        self._is_low = False
        self._note = ""
        self._pdf: Conversion | None = None
        self._passed: frozenset[Finding] = frozenset()
        self._buttons()
        self._lay_out()
        session.checked.connect(self.preview.say_changed)
        session.checked.connect(self._tip)
        session.changed.connect(lambda: self.written.compare(session.report))
        self._tip()
        self.choices.converted.toggled.connect(self.preview.look_again)
        self.set_leads(True)

    def _buttons(self) -> None:
        self.export_button = primary(QPushButton("导出"))
        QShortcut(QKeySequence(EXPORT_KEY), self, self.run)
        tipped(self.export_button, f"导出（{EXPORT_KEY}）")
        self.export_button.clicked.connect(self.run)
        self.copy_button = QPushButton("复制网页内容")
        tipped(self.copy_button, "复制后在网站编辑器中粘贴，表格和文字与导出的网页相同。")
        self.copy_button.clicked.connect(self.copy_page)
        self.print_button = QPushButton("打印报告…")
        tipped(self.print_button, f"打印的页面与预览、PDF 相同（{PRINT_KEY}）")
        self.print_button.clicked.connect(self.print)
        self.collect_button = QPushButton("打印采集表…")
        self.collect_button.clicked.connect(self.collect)
        self.checklist_button = QPushButton("打印核对表…")
        tipped(self.checklist_button, acts.CHECKLIST_TIP)
        self.checklist_button.clicked.connect(self.print_checklist)

    def _lay_out(self) -> None:
        column = QWidget()
        layout = QVBoxLayout(column)
        layout.setContentsMargins(0, 0, 8, 0)
        layout.setSpacing(10)
        self._acts_row = QWidget()
        acts = QHBoxLayout(self._acts_row)
        acts.setContentsMargins(0, 0, 0, 0)
        acts.setSpacing(8)
        printing = (self.print_button, self.checklist_button, self.collect_button)
        for button in (self.export_button, self.copy_button, *printing):
            acts.addWidget(button)
        acts.addStretch(1)
        self.choices.acts.addWidget(self._acts_row)
        parts: list[QWidget] = [self.choices, self.written, self.publication]
        parts += [self.fonts, self.layout_choices]
        for part in parts:
            layout.addWidget(part)
        layout.addStretch(1)
        self.column = QScrollArea(widgetResizable=True)
        self.column.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.column.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.column.setWidget(column)
        bar = self.column.verticalScrollBar().sizeHint().width()
        self.column.setMinimumWidth(column.minimumSizeHint().width() + bar + 4)
        sides = self.body.contentsMargins()
        self.setMinimumWidth(self.column.minimumWidth() + sides.left() + sides.right())
        self.tabs = QTabBar()
        named(self.tabs, "导出内容与版面预览")
        for name in ("导出内容", "版面预览"):
            self.tabs.addTab(name)
        self.tabs.currentChanged.connect(self._arrange)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(self.column)
        self._split.addWidget(self.preview)
        self.preview.hide()  # until there is room for it: the window must not grow for it
        self._split.setStretchFactor(0, 3)
        self._split.setStretchFactor(1, 2)
        self._split.setSizes([600, 400])
        self.head.addWidget(self.tabs, 0, Qt.AlignmentFlag.AlignBottom)
        self.body.addWidget(self._split, 1)
        self.body.addWidget(self.state)  # in view wherever the column is scrolled to

    def begin(self) -> None:
        """Put the focus on the folder; keys that wait find each stage that may be chosen."""
        self.session.check_if_due()
        self.choices.folder.setFocus()

    def exported(self) -> Report:
        """Return the report as an export would write it now: an unfinished one as 草稿."""
        self.session.check_if_due()
        report = self.session.report
        return report if self.session.result.summary.complete else report.at_stage(Stage.DRAFT)

    def run(self) -> None:
        """Save, then write the documents; an unfinished report is only ever a 草稿."""
        self.session.save()
        self.session.keep_version()
        self.written.clear()
        folder = self._folder()
        if folder is None:
            return
        if not (self.choices.chosen or self.choices.wants_pdf):
            self.state.setText("没有选择导出内容。至少选择一项。")
            return
        report = acts.staged(self.session.report, None, allow_unfinished=True)
        if not self._may_go_out(report):
            return
        overwrite = self.choices.overwrite.isChecked()
        try:
            before = drafts.last_stage(report)
            written = acts.export(report, folder, self.choices.chosen, overwrite, before=before)
        except ReportError as error:
            self.state.setText(str(error))
            return
        self.choices.remember()
        if failure := drafts.keep_stage(report):
            self.session.show_failure(failure)
        self.session.apply(self.session.report.at_stage(report.stage), "选择稿别")
        self.written.show_written(report, written, waiting_summary(self.session.result))
        self.preview.look_again()
        QTimer.singleShot(0, self.written, self._show_written)
        self._note = _NO_STAGE if "revision" in self.choices.chosen and before is None else ""
        self._say_written()
        if self.choices.wants_pdf and self.choices.is_converted():
            self._begin_pdf(report, written, folder, overwrite)
        elif self.choices.wants_pdf:
            self._draw_pdf(report, folder, overwrite)

    def _may_go_out(self, report: Report) -> bool:
        """Ask once before a 定稿 goes out with 公布前提示 that wait; says whether to go on.

        What was passed is not asked about again, until there is more.
        """
        self.session.check()
        hints = self.session.result.hints
        left = frozenset(replace(one, reason=None) for one in waiting(hints))
        if report.stage is not Stage.FINAL or left <= self._passed:
            return True
        sentence = waiting_sentence(report, hints)
        if ask(self, "公布前提示", sentence, (_ANYWAY, _BACK), _BACK) == _ANYWAY:
            self._passed |= left
            return True
        self.state.setText(f"{sentence}逐条改正，或标为已核实。")
        self.check_requested.emit()
        return False

    def _draw_pdf(self, report: Report, folder: Path, overwrite: bool) -> None:
        try:
            (one,) = acts.export(report, folder, ["pdf"], overwrite, draw=draw_pdf)
        except ReportError as error:
            self._end_pdf(str(error))
            return
        self.written.add(report, one)
        self._end_pdf("")

    def _begin_pdf(
        self, report: Report, written: list[acts.Written], folder: Path, overwrite: bool
    ) -> None:
        """Let LibreOffice make the PDF from the very Word file, while the window goes on."""
        word = [one.path.read_bytes() for one in written if one.kind == "word"]
        self._pdf = Conversion(self)
        self._pdf.done.connect(lambda data: self._put_pdf(report, folder, data, overwrite))
        self._pdf.failed.connect(lambda why: self._end_pdf(f"{why}，未生成 PDF。{_BY_PROGRAM}"))
        self.window().installEventFilter(self)
        self.export_button.setEnabled(False)
        self.state.setText("正在由 LibreOffice 生成 PDF…")
        self._pdf.begin(word[0] if word else acts.word_bytes(report))

    def _put_pdf(self, report: Report, folder: Path, data: bytes, overwrite: bool) -> None:
        try:
            self.written.add(report, acts.put_pdf(report, folder, data, overwrite))
        except ReportError as error:
            self._end_pdf(str(error))
            return
        self._end_pdf("")

    def _end_pdf(self, trouble: str) -> None:
        self._pdf = None
        self.window().removeEventFilter(self)
        self.export_button.setEnabled(True)
        self._say_written()
        if trouble:
            self.state.setText(trouble)

    def _say_written(self) -> None:
        count, stage = self.written.count(), self.session.report.stage
        publish = f"公布位置：{COLUMN}。" if stage is Stage.FINAL else ""
        self.state.setText(f"已导出{count}个文件（{stage}）。{publish}{self._note}")

    def _show_written(self) -> None:
        """Scroll to what was written, once it and the line below have their places."""
        for _ in range(_LAYOUTS):
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        self.column.ensureWidgetVisible(self.written, 0, 8)

    def copy_page(self) -> None:
        """Put the body of the web page on the clipboard, and say what it is."""
        if not self._may_go_out(self.exported()):
            return
        try:
            clip = acts.copied_page(self.exported())
        except ReportError as error:
            self.state.setText(str(error))
            return
        data = QMimeData()
        data.setHtml(clip.html)
        data.setText(clip.text)
        QGuiApplication.clipboard().setMimeData(data)
        held = f"文字{clip.paragraphs}段、表格{clip.tables}张，稿别为{self.exported().stage}"
        self.state.setText(f"已复制网页内容：{held}。在网站编辑器中粘贴，位置：{COLUMN}。")

    def print(self) -> None:
        """Print the report on a printer; an unfinished one as 草稿."""
        self.state.setText(print_report(self.window(), self.exported()))

    def collect(self) -> None:
        """Write the 采集表, and open them for printing."""
        self._print(self.session.report, acts.COLLECTION)

    def collect_each(self) -> None:
        """Write the 采集表 as a workbook for each page, to be sent to the sections."""
        report = self.session.report
        if written := self._write(report, acts.COLLECTION_EXCEL):
            self.written.show_written(report, written)
            folder = self.choices.folder.text()
            self.state.setText(f"已写入{len(written)}份采集表，保存在「{folder}」。{_COLLECTED}")

    def _tip(self) -> None:
        tipped(self.collect_button, acts.collection_tip(self.session.report))

    def print_checklist(self) -> None:
        """Write the 核对表, and open it for printing; that of an unfinished report is a 草稿."""
        self._print(self.exported(), acts.CHECKLIST)

    def archive(self) -> None:
        """Write the archive of the 定稿 into the folder, and show it among what was written."""
        folder = self._folder()
        if folder is None:
            return
        try:
            written = archive(self.session.report, folder, draw_pdf)
        except ReportError as error:
            self.state.setText(str(error))
            return
        self.written.add(self.session.report, written)
        self.state.setText(f"已打包存档：「{written.path.name}」。")

    def _print(self, report: Report, kinds: Sequence[str]) -> None:
        """Write a document for paper, and open it in the program that prints it."""
        for one in self._write(report, kinds):
            follow = "本机没有打开 Word 文件的程序，可复制到其他电脑打印。"
            opened = open_file(one.path)
            self.state.setText(f"已写入「{one.path}」，{one.message}{'' if opened else follow}")

    def _write(self, report: Report, kinds: Sequence[str]) -> list[acts.Written]:
        """Write documents into the folder; none if it cannot be done, and say why."""
        folder = self._folder()
        try:
            return acts.export(report, folder, kinds) if folder else []
        except ReportError as error:
            self.state.setText(str(error))
            return []

    def _folder(self) -> Path | None:
        folder = Path(self.choices.folder.text())
        if self.choices.folder.text() and folder.is_dir():
            return folder
        self.state.setText(f"文件夹「{folder}」不存在。选择另一个文件夹。")
        return None

    def _arrange(self) -> None:
        """Show both halves where there is room, or the one chosen by its tab."""
        narrow = self.width() < _NARROW * self.fontMetrics().height()
        low = self.window().height() < _LOW
        if low != self._is_low:
            self._is_low = low
            self.choices.condense(low)
            if low:
                self.body.insertWidget(self.body.indexOf(self.state), self._acts_row)
            else:
                self.choices.acts.addWidget(self._acts_row)
        self.tabs.setVisible(narrow)
        self.column.setVisible(not narrow or self.tabs.currentIndex() == 0)
        self.preview.setVisible(not narrow or self.tabs.currentIndex() == 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the halves side by side, or behind tabs."""
        super().resizeEvent(event)
        self._arrange()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave no program running behind a closed window; it is watched while there is one."""
        closes = watched is self.window() and event.type() == QEvent.Type.Hide
        if closes and not event.spontaneous() and self._pdf is not None:
            self._pdf.stop()
            self._end_pdf("")
        return super().eventFilter(watched, event)
