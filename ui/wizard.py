"""The window: steps with their states on the left, the page on the right, one quiet line below."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QAction, QCloseEvent, QGuiApplication, QKeySequence
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QListWidget,
    QMainWindow,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from model.checks import publication
from model.checks.findings import Finding
from model.report.addresses import section_of
from model.report.begin import title
from model.suspects.suspects import suspects
from model.text import shortened, visible
from ui import filing
from ui.app import steps
from ui.aside.settings_dialog import show_settings
from ui.aside.windows import show_about, show_help
from ui.base import launch, log
from ui.base.page import Page
from ui.base.session import Session
from ui.base.settings import Settings
from ui.base.widgets import (
    SENTENCE,
    action,
    bold,
    breakable,
    keyless,
    named,
    quiet,
    tipped,
    titled,
    wrapped,
)
from ui.check.page import CheckPage
from ui.compare.dialogs import show_conflict, show_history
from ui.export.page import ExportPage
from ui.imports.dialog import offer_years
from ui.imports.reading import Importing
from ui.input_method.arrangement import commit_typing
from ui.table.page import TablePage
from ui.text.page import TextPage
from ui.unit.page import UnitPage

_TITLE: Final = 80
"""Characters of the report's title before the name of its file."""
MenuEntry = tuple[str, str, Callable[[], object]]
"""Words, key, and what it does."""


def add_menus(wizard: "Wizard") -> None:
    """Give the wizard its menus."""
    for name, entries in _menus(wizard).items():
        menu = wizard.menuBar().addMenu(name)
        for entry in entries:
            menu.addAction(entry if isinstance(entry, QAction) else _action(wizard, *entry))


def _menus(wizard: "Wizard") -> dict[str, list[MenuEntry | QAction]]:
    stack = wizard.session.undo_stack
    undo, redo = stack.createUndoAction(wizard, "撤销"), stack.createRedoAction(wizard, "恢复")
    undo.setShortcut(QKeySequence.StandardKey.Undo)
    redo.setShortcuts([QKeySequence("Ctrl+Y"), QKeySequence("Ctrl+Shift+Z")])
    moved = "更新文字中的年份…", "", lambda: offer_years(wizard, wizard.session)
    return {
        "文件": [
            ("新建或打开其他报告…", "Ctrl+O", launch.open_window),
            ("保存", "Ctrl+S", wizard.save),
            ("另存为…", "Ctrl+Shift+S", lambda: filing.save_as(wizard, wizard.session)),
            ("导入…", "Ctrl+I", wizard.importing.ask),
            ("历史版本…", "", lambda: show_history(wizard, wizard.session)),
            ("选择上年报告…", "", lambda: filing.choose_last(wizard, wizard.session)),
            ("设置…", "", wizard.show_settings),
            ("关闭", "Ctrl+Q", wizard.close),
        ],
        "编辑": [undo, redo, ("转到下一处问题", "F8", wizard.next_problem), moved],
        "转到": [
            ("上一步", "Alt+Left", lambda: wizard.move_by(-1)),
            ("下一步", "Alt+Right", lambda: wizard.move_by(1)),
            ("步骤与内容之间切换", "F6", wizard.switch_side),
            ("从数字开始", "", wizard.numbers_first.toggle),
        ],
        "帮助": [
            ("本步骤的帮助", "F1", wizard.show_help),
            ("关于…", "", lambda: show_about(wizard)),
        ],
    }


def _action(wizard: "Wizard", text: str, shortcut: str, act: Callable[[], object]) -> QAction:
    made = action(text, wizard)
    made.setShortcut(QKeySequence(shortcut))
    made.triggered.connect(lambda: act())
    return made


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
        self._overall = QPushButton(flat=True)
        self._saved = tipped(
            wrapped(f"草稿已打开，位于 {breakable(session.path)}"), str(session.path)
        )
        self._warning = bold(wrapped())
        self._back, self._forward = QPushButton(), QPushButton()
        self.numbers_first = QCheckBox("从数字开始")
        self._order = quiet()
        self._shown = ""
        self.importing = Importing(self, session)
        self._lay_out()
        add_menus(self)
        self._listen(session)
        self.list.currentRowChanged.connect(self._show_row)
        self.list.itemClicked.connect(lambda _: self._page(self.step).begin())
        self.list.itemActivated.connect(lambda _: self._page(self.step).begin())
        tipped(self._overall, "转到下一处问题（F8）")
        self._overall.clicked.connect(self.next_problem)
        self._set_title()
        self.refresh()
        self.list.setCurrentRow(0)
        QTimer.singleShot(0, self, lambda: self._page(self.step).begin())

    def _listen(self, session: Session) -> None:
        session.ask_published = lambda: filing.may_change_published(self)
        session.saved.connect(self.say)
        session.saver.moved.connect(self._follow)
        session.saver.conflicted.connect(lambda conflict: show_conflict(self, session, conflict))
        session.checked.connect(self.refresh)
        session.undone.connect(self._show_undone)
        session.changed.connect(self._set_title)
        log.trouble.message.connect(self.warn)
        log.trouble.happened.connect(session.save)

    def _lay_out(self) -> None:
        for step in self._steps:
            self.list.addItem(visible(step.name))
        self.list.setFixedWidth(self.fontMetrics().height() * 11)
        self.numbers_first.setChecked(self._settings.numbers_first)
        tipped(self.numbers_first, "先填二、三、四，再写一、五、六：文字中的数字取自表格")
        self.numbers_first.toggled.connect(self._set_path)
        self._back.clicked.connect(lambda: self.move_by(-1))
        self._forward.clicked.connect(lambda: self.move_by(1))
        side, upper, foot, centre = QVBoxLayout(), QHBoxLayout(), QHBoxLayout(), QWidget()
        side.addWidget(self.list, 1)
        side.addWidget(self.numbers_first)
        side.addWidget(self._order)
        upper.addLayout(side)
        upper.addWidget(self.stack, 1)
        foot.addWidget(self._saved, 1)  # a status bar would cut a long sentence
        for widget in (self._overall, self._back, self._forward):
            foot.addWidget(widget)
        layout = QVBoxLayout(centre)
        layout.setContentsMargins(6, 4, 6, 4)
        layout.addWidget(self._warning)
        self.warn(self.session.saver.read_only)
        layout.addLayout(upper, 1)
        layout.addLayout(foot)
        self.setCentralWidget(centre)
        if not self.restoreGeometry(self._settings.geometry):
            self.resize(QSize(1280, 720).boundedTo(_screen_size()))

    def say(self, sentence: str) -> None:
        """Say something in the line at the foot."""
        self._saved.setText(shortened(sentence, SENTENCE))

    def warn(self, sentence: str) -> None:
        """Say something at the head that stays, or nothing any more."""
        self._warning.setText(shortened(sentence, SENTENCE))
        self._warning.setVisible(bool(sentence))

    def refresh(self) -> None:
        """Say the state of every step and of the whole report."""
        report, result = self.session.report, self.session.result
        for row, step in enumerate(self._steps):
            state = steps.badge(report, result, step.key)
            lines = [step.name, *steps.lines_of(state)]
            item = self.list.item(row)
            item.setText(visible("\n".join(lines)))
            item.setSizeHint(QSize(0, round(self.fontMetrics().height() * (len(lines) + 0.9))))
        self._overall.setText(steps.overall(result))

    def show_step(self, key: str) -> Page:
        """Show a step; its page is built when first seen."""
        row = next(row for row, step in enumerate(self._steps) if step.key == key)
        self.list.setCurrentRow(row)
        return self._page(key)

    def next_problem(self) -> None:
        """Go to the finding after the one shown last, or the first of this step; then round."""
        self.session.check()
        result, order = self.session.result, [step.key for step in self._steps]
        found = [f for f in result.findings if not f.reason_is_current]
        found += publication.waiting(result.hints)
        findings = sorted(found, key=lambda finding: order.index(finding.section))
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
            self.say("已撤销")

    def _page(self, key: str) -> Page:
        if key not in self._pages:
            self._pages[key] = self._build(key)
            self._pages[key].message.connect(self.say)
            self.stack.addWidget(self._pages[key])
        return self._pages[key]

    def _build(self, key: str) -> Page:
        if key == steps.UNIT:
            return UnitPage(self.session)
        if key == steps.EXPORT:
            return self._export_page()
        if key == steps.CHECK:
            page = CheckPage(self.session, suspects)
            page.jump.connect(self.jump)
            return page
        section = self.session.report.form.section_of[key]
        if section.tables:
            return TablePage(self.session, section)
        return TextPage(self.session, section, self._settings)

    @property
    def step(self) -> str:
        """Key of the step that is shown."""
        return self._steps[max(self.list.currentRow(), 0)].key

    def _export_page(self) -> ExportPage:
        page = ExportPage(self.session, self._settings)
        page.check_requested.connect(lambda: self.show_step(steps.CHECK))
        page.fonts.jump.connect(self.jump)
        return page

    def _show_row(self, row: int) -> None:
        """Show a page; a half-typed word of an input method is kept first."""
        commit_typing()
        self.stack.setCurrentWidget(self._page(self._steps[row].key))
        self._name_buttons()

    def move_by(self, steps: int) -> None:
        """Go on, or back, along the path that is chosen."""
        if target := self._along(steps):
            self.show_step(target.key).begin()

    def _along(self, by: int) -> steps.Step | None:
        path = steps.path(self._steps, self._settings.numbers_first)
        place = [step.key for step in path].index(self.step) + by
        return path[place] if 0 <= place < len(path) else None

    def _name_buttons(self) -> None:
        """Say on the buttons where they lead, and beside the choice in which order."""
        path = steps.path(self._steps, self._settings.numbers_first)
        parts = [step.name.partition("、")[0] for step in path if "、" in step.name]
        self._order.setText(f"“下一步”的次序：{'、'.join(parts)}")
        for button, text, by in ((self._back, "上一步", -1), (self._forward, "下一步", 1)):
            target = self._along(by)
            button.setText(keyless(f"{text}：{target.name}") if target else text)
            button.setEnabled(target is not None)

    def _set_path(self, numbers_first: bool) -> None:
        self._settings.numbers_first = numbers_first
        self._name_buttons()

    def switch_side(self) -> None:
        """Move the focus between steps and page."""
        if self.list.hasFocus():
            self._page(self.step).begin()
        else:
            self.list.setFocus()

    def show_help(self) -> None:
        """Show the help of this step, in a table at the row of the current cell."""
        commit_typing()  # the focus goes, and would take a half-typed word
        here = self._page(self.step).address_here()
        show_help(self, self.session.report.form, self.step, here)

    def show_settings(self) -> None:
        """Show the settings; to reopen is to open this draft again."""
        show_settings(self, self._settings, lambda: launch.reopen(self, self.session.path))

    def _follow(self) -> None:
        """Go on with the draft under another file."""
        self._settings.remember(self.session.path)
        self.warn("")
        self._set_title()

    def _set_title(self) -> None:
        whose = shortened(title(self.session.report), _TITLE)
        titled(self, f"{whose} — {self.session.path.name}")

    def save(self) -> None:
        """Save what is typed, half-typed words too."""
        commit_typing()
        self.session.save()

    def keep(self) -> None:
        """Save before the window goes, and wait a while until it lies on disk."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)  # a field that is being typed in commits
        self.save()
        self.session.saver.settle(filing.PATIENCE)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Save before leaving; what could not be saved stays in the recovery copy."""
        self.keep()
        session = self.session
        unsaved = session.dirty or session.saver.moving
        if unsaved and not filing.may_leave_unsaved(self, session, self._saved.text()):
            event.ignore()
            return
        self._settings.geometry = self.saveGeometry()
        super().closeEvent(event)


def _screen_size() -> QSize:
    return QGuiApplication.primaryScreen().availableSize()
