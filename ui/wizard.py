"""The window: steps with their states on the left, the page on the right, one quiet line below."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QCloseEvent, QGuiApplication, QKeySequence
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMainWindow,
    QMessageBox,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from model import storage
from model.errors import ReportError
from model.findings import Finding, section_of
from model.naming import title
from model.years import with_last
from ui import acts, log, steps
from ui.pages.check_page import CheckPage
from ui.pages.export_page import ExportPage
from ui.pages.page import Page
from ui.pages.table_page import TablePage
from ui.pages.text_page import TextPage
from ui.pages.unit_page import UnitPage
from ui.session import Session
from ui.settings import Settings
from ui.widgets import named

FILES: Final = "年报草稿 (*.gknb)"


class Wizard(QMainWindow):
    """One window for one report."""

    def __init__(self, session: Session, settings: Settings) -> None:
        super().__init__()
        self.session, self._settings = session, settings
        session.setParent(self)
        self._steps = steps.steps_of(session.report)
        self._pages: dict[str, Page] = {}
        self.list = named(QListWidget(), "步骤")
        self.stack = QStackedWidget()
        self._overall = named(QPushButton(flat=True), "转到下一处问题")
        self._saved = QLabel("草稿已打开")
        self._shown = ""
        self._lay_out()
        self._add_actions()
        session.saved.connect(self._saved.setText)
        log.trouble.told.connect(self._saved.setText)
        session.checked.connect(self.refresh)
        session.undone.connect(self._show_undone)
        session.changed.connect(self._set_title)
        self.list.currentRowChanged.connect(self._show_row)
        self._overall.clicked.connect(self.next_problem)
        self._set_title()
        self.refresh()
        self.list.setCurrentRow(0)

    def _lay_out(self) -> None:
        for step in self._steps:
            item = QListWidgetItem(step.name, self.list)
            item.setSizeHint(QSize(0, round(self.fontMetrics().height() * 2.9)))
        self.list.setFixedWidth(self.fontMetrics().height() * 11)
        back, forward = QPushButton("上一步"), QPushButton("下一步")
        back.clicked.connect(lambda: self._move(-1))
        forward.clicked.connect(lambda: self._move(1))
        right = QVBoxLayout()
        right.addWidget(self.stack, 1)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(back)
        buttons.addWidget(forward)
        right.addLayout(buttons)
        centre = QWidget()
        layout = QHBoxLayout(centre)
        layout.addWidget(self.list)
        layout.addLayout(right, 1)
        self.setCentralWidget(centre)
        self.statusBar().addWidget(self._saved, 1)
        self.statusBar().addPermanentWidget(self._overall)
        if not self.restoreGeometry(self._settings.geometry):
            self.resize(QSize(1280, 720).boundedTo(_screen_size()))

    def _add_actions(self) -> None:
        undo = self.session.undo_stack.createUndoAction(self, "撤销")
        redo = self.session.undo_stack.createRedoAction(self, "恢复")
        undo.setShortcut(QKeySequence.StandardKey.Undo)
        redo.setShortcuts([QKeySequence("Ctrl+Y"), QKeySequence("Ctrl+Shift+Z")])
        save = _action(self, "保存", "Ctrl+S")
        save.triggered.connect(self.session.save)
        save_as = _action(self, "另存为…", "Ctrl+Shift+S")
        save_as.triggered.connect(self._save_as)
        problem = _action(self, "转到下一处问题", "F8")
        problem.triggered.connect(self.next_problem)
        last = _action(self, "选择上年报告…")
        last.triggered.connect(self._choose_last)
        leave = _action(self, "关闭", "Ctrl+Q")
        leave.triggered.connect(self.close)
        file_menu = self.menuBar().addMenu("文件")
        file_menu.addActions([save, save_as, last, leave])
        edit_menu = self.menuBar().addMenu("编辑")
        edit_menu.addActions([undo, redo, problem])

    def refresh(self) -> None:
        """Say the state of every step and of the whole report."""
        report, result = self.session.report, self.session.result
        for row, step in enumerate(self._steps):
            state = steps.badge(report, result, step.key)
            self.list.item(row).setText(f"{step.name}\n{state}" if state else step.name)
        self._overall.setText(steps.overall(result))

    def show_step(self, key: str) -> Page:
        """Show a step; its page is built when first seen."""
        row = next(row for row, step in enumerate(self._steps) if step.key == key)
        self.list.setCurrentRow(row)
        return self._page(key)

    def next_problem(self) -> None:
        """Go to the finding after the one shown last, or the first of this step; then round."""
        findings = [f for f in self.session.result.findings if not f.reason_stands]
        order = [step.key for step in self._steps]
        here = self.list.currentRow()
        known = [finding.id for finding in findings]
        if self._shown in known and order.index(findings[known.index(self._shown)].section) == here:
            first = known.index(self._shown) + 1
        else:
            first = sum(1 for finding in findings if order.index(finding.section) < here)
        if findings:
            self.jump(findings[first % len(findings)])

    def jump(self, finding: Finding) -> None:
        """Show the place a finding speaks of."""
        self._shown = finding.id
        page = self.show_step(finding.section)
        blank = [a for a in finding.cells if a not in self.session.report.values]
        cells = blank if finding.severity == "open" and blank else list(finding.cells)
        if cells:
            page.go_to(cells[0])

    def _show_undone(self, address: str) -> None:
        """Show what was taken back, so that nothing changes unseen."""
        if address:
            self.show_step(section_of(self.session.report, address)).go_to(address)
            self._saved.setText("已撤销")

    def _page(self, key: str) -> Page:
        if key not in self._pages:
            self._pages[key] = self._build(key)
            self.stack.addWidget(self._pages[key])
        return self._pages[key]

    def _build(self, key: str) -> Page:
        if key == steps.UNIT:
            return UnitPage(self.session)
        if key == steps.EXPORT:
            return ExportPage(self.session)
        if key == steps.CHECK:
            page = CheckPage(self.session)
            page.jump.connect(self.jump)
            return page
        section = self.session.report.form.section_of[key]
        if section.tables:
            return TablePage(self.session, section)
        return TextPage(self.session, section, self._settings)

    def _show_row(self, row: int) -> None:
        """Show a page; a half-typed word of an input method is kept first."""
        QGuiApplication.inputMethod().commit()
        self.stack.setCurrentWidget(self._page(self._steps[row].key))

    def _move(self, by: int) -> None:
        row = self.list.currentRow() + by
        if 0 <= row < self.list.count():
            self.list.setCurrentRow(row)

    def _set_title(self) -> None:
        self.setWindowTitle(f"{title(self.session.report)} — {self.session.path.name}")

    def _save_as(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, "另存为", str(self.session.path), FILES)
        if name:
            try:
                self.session.save_as(acts.draft_path(Path(name)))
            except ReportError as error:
                self._saved.setText(str(error))
                return
            self._settings.remember(self.session.path)
            self._set_title()

    def may_leave_unsaved(self) -> bool:
        """Ask what to do with a report that could not be saved; says whether to close."""
        box = QMessageBox(QMessageBox.Icon.Warning, "未保存", self._saved.text(), parent=self)
        elsewhere = box.addButton("另存为…", QMessageBox.ButtonRole.AcceptRole)
        leave = box.addButton("不保存，关闭", QMessageBox.ButtonRole.DestructiveRole)
        box.addButton("返回", QMessageBox.ButtonRole.RejectRole)
        box.exec()
        if box.clickedButton() is elsewhere:
            self._save_as()
        return box.clickedButton() is leave or not self.session.dirty

    def _choose_last(self) -> None:
        """Lay last year's draft beside this report, so that the years are compared."""
        name, _ = QFileDialog.getOpenFileName(
            self, "选择上年报告的草稿", str(self.session.path.parent), FILES
        )
        if name:
            try:
                last = storage.load(Path(name)).report
            except ReportError as error:
                self._saved.setText(str(error))
                return
            self.session.apply(with_last(self.session.report, last, name), "选择上年报告")

    def closeEvent(self, event: QCloseEvent) -> None:
        """Save before leaving; what could not be saved stays in the recovery copy."""
        QGuiApplication.inputMethod().commit()
        self.setFocus(Qt.FocusReason.OtherFocusReason)  # a field that is being typed in commits
        self.session.save()
        if self.session.dirty and not self.may_leave_unsaved():
            event.ignore()
            return
        self._settings.geometry = self.saveGeometry()
        super().closeEvent(event)


def _screen_size() -> QSize:
    return QGuiApplication.primaryScreen().availableSize()


def _action(parent: QWidget, text: str, *shortcuts: str) -> QAction:
    """Give an action with its shortcuts."""
    made = QAction(text, parent)
    made.setShortcuts([QKeySequence(shortcut) for shortcut in shortcuts])
    return made
