"""The window: the rail with the steps on the left, the page on the right, the foot below.

In a low or narrow window the rail shows signs only and the menu bar folds away; F10 opens it.
"""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMainWindow,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from model.suspects.suspects import suspects
from ui import filing
from ui.app import steps
from ui.app.drafts import Conflict
from ui.aside.scale import ScaleMenu
from ui.aside.settings_dialog import show_settings
from ui.aside.windows import show_about, show_help
from ui.base import launch, log
from ui.base.messages import Banner, MessageAct, MessageKind, Messages
from ui.base.page import Page
from ui.base.session import Session
from ui.base.settings import Settings
from ui.base.widgets import answer_to_enter, fit_screen, keep_on_screen, menu_choice, titled
from ui.check.page import CheckPage
from ui.compare.dialogs import show_conflict, show_history
from ui.due_date import DueDate
from ui.export.page import PRINT_KEY, ExportPage
from ui.following import Following
from ui.foot import Foot
from ui.imports.dialog import offer_years
from ui.imports.reading import Importing
from ui.input_method.arrangement import commit_typing
from ui.menus import Entries, MenuEntry, RecentsMenu, add_menus, step_entries, undo_and_redo
from ui.navigation import Navigation
from ui.rail import Rail
from ui.renaming import RenamingOffer
from ui.search import SearchDialog, selected_words
from ui.table.number_dialog import NumberDialog
from ui.table.page import TablePage
from ui.text.box import TextBlockBox
from ui.text.page import TextPage
from ui.unit.page import UnitPage

NARROW: Final = 780
"""Pixels of width below which the rail shows signs only and the menu bar folds away."""
_ONE_LINE, _SIGNS_ONLY, _NO_MENU_BAR = 720, 620, 560
"""Pixels of height below which the headings of pages are one line, the rail shows signs only, and
the menu bar folds away."""
_SAVING: Final = "saving"
"""Key of the message that ends with what it speaks of."""
_QT_HIGHEST: Final = (1 << 24) - 1
"""QWIDGETSIZE_MAX: no limit of height."""


def _menus(wizard: "Wizard") -> dict[tuple[str, str], Entries]:
    """Return the menus by their names and letters."""
    moved = partial(offer_years, wizard, wizard.session)
    save_as = partial(filing.save_as, wizard, wizard.session)

    def show(step: str) -> None:
        wizard.show_step(step).begin()

    return {
        ("文件", "F"): [
            MenuEntry("新建或打开其他报告…", "N", "Ctrl+O", launch.open_window),
            wizard.recents,
            MenuEntry("保存", "S", "Ctrl+S", wizard.save, True),
            MenuEntry("另存为…", "A", "Ctrl+Shift+S", save_as),
            MenuEntry("重命名草稿文件…", "M", "", lambda: wizard.renaming.ask(wizard)),
            MenuEntry("导入…", "I", "Ctrl+I", wizard.importing.ask, True),
            MenuEntry("从剪贴板导入", "V", "", wizard.importing.paste),
            MenuEntry("打印报告…", "P", PRINT_KEY, lambda: wizard.print_by(ExportPage.print), True),
            MenuEntry("打印采集表…", "C", "", lambda: wizard.print_by(ExportPage.collect)),
            MenuEntry("采集表（Excel）", "E", "", lambda: wizard.print_by(ExportPage.collect_each)),
            MenuEntry("打印核对表…", "K", "", lambda: wizard.print_by(ExportPage.print_checklist)),
            MenuEntry("历史版本…", "H", "", lambda: show_history(wizard, wizard.session), True),
            MenuEntry("选择上年报告…", "L", "", lambda: filing.choose_last(wizard, wizard.session)),
            MenuEntry("设置…", "T", "", wizard.show_settings, True),
            wizard.scale,
            MenuEntry("关闭", "Q", "Ctrl+Q", wizard.close, True),
        ],
        ("编辑", "E"): [
            *undo_and_redo(wizard, wizard.session.undo_stack),
            MenuEntry("查找和替换…", "F", "Ctrl+F", wizard.search, True),
            MenuEntry("转到下一处问题", "N", "F8", wizard.navigation.next_problem),
            MenuEntry("更新文字中的年份…", "Y", "", moved),
        ],
        ("转到", "G"): [
            *step_entries(wizard.steps, show),
            MenuEntry("上一步", "B", "Alt+Left", lambda: wizard.move_by(-1), True),
            MenuEntry("下一步", "F", "Alt+Right", lambda: wizard.move_by(1)),
            MenuEntry("步骤与内容之间切换", "S", "F6", wizard.switch_side, True),
            MenuEntry("最近的消息", "M", "Shift+F6", wizard.messages.enter),
            wizard.numbers_first,
        ],
        ("帮助", "H"): [
            MenuEntry("本步骤的帮助", "H", "F1", wizard.show_help),
            MenuEntry("关于…", "A", "", lambda: show_about(wizard)),
        ],
    }


class Wizard(QMainWindow):
    """One window for one report."""

    def __init__(self, session: Session, settings: Settings) -> None:
        super().__init__()
        self.session, self._settings = session, settings
        session.setParent(self)
        self.steps = steps.steps_of(session.report)
        self._pages: dict[str, Page] = {}
        self.rail, self.foot = Rail(self.steps), Foot()
        self.list = self.rail.list
        self.stack = QStackedWidget()
        self.banner = Banner()
        self._due = DueDate()
        self.numbers_first = menu_choice(self, "从数字开始", "N")
        self._failure = self._note = self._number = ""
        self._search: SearchDialog | None = None
        self._act, self._index = -1, 0
        self.importing = Importing(self, session)
        self._lay_out()
        order = [step.key for step in self.steps]
        self.navigation = Navigation(
            session, order, lambda: self.step, self.show_step, self.messages.show_message
        )
        self.renaming = RenamingOffer(session, settings, self.messages)
        self._following = Following(session, self.messages, self.navigation.show_span)
        self.recents = RecentsMenu(self, settings, lambda: session.path)
        self.scale = ScaleMenu(self, settings, self.messages, self._reopen)
        add_menus(self, _menus(self), [MenuEntry("菜单", "", "F10", self.open_menu)])
        self._listen(session)
        self._set_title()
        self.refresh()
        step, address = settings.place(session.report.id)
        self.list.setCurrentRow(order.index(step) if step in order else 0)
        QTimer.singleShot(0, self, lambda: self.navigation.come_back(address))

    def _listen(self, session: Session) -> None:
        session.ask_published = lambda: filing.may_change_published(self)
        session.message.connect(self.say)
        session.refused.connect(lambda text: self.say(text, "refusal"))
        session.failed.connect(self.say_failed)
        session.reading.connect(lambda text: self.importing.show_reading(text, self.messages))
        session.saved.connect(self._show_saved)
        session.saver.failed.connect(self._show_not_saved)
        session.saver.noted.connect(self._show_note)
        session.saver.moved.connect(self._follow)
        session.saver.conflicted.connect(self._show_conflict)
        session.checked.connect(self.refresh)
        session.undone.connect(self.navigation.show_undone)
        session.changed.connect(self._set_title)
        session.undo_stack.indexChanged.connect(self._note_act)
        log.trouble.message.connect(self.banner.show_warning)
        log.trouble.happened.connect(session.save)
        self.list.currentRowChanged.connect(self._show_row)
        self.list.itemClicked.connect(lambda _: self._page(self.step).begin())
        self.list.itemActivated.connect(lambda _: self._page(self.step).begin())
        self.rail.menu_button.clicked.connect(self.open_menu)
        self.foot.overall.clicked.connect(lambda: self.navigation.next_problem())
        self.foot.back.clicked.connect(lambda: self.move_by(-1))
        self.foot.forward.clicked.connect(lambda: self.move_by(1))
        self.numbers_first.toggled.connect(self._set_path)

    def _lay_out(self) -> None:
        self.numbers_first.setChecked(self._settings.numbers_first)
        column, upper, centre = QVBoxLayout(), QHBoxLayout(), QWidget()
        column.addWidget(self.banner)
        column.addWidget(self.stack, 1)
        upper.addWidget(self.rail)
        upper.addLayout(column, 1)
        layout = QVBoxLayout(centre)
        layout.addLayout(upper, 1)
        layout.addWidget(self.foot)
        for one in (column, upper, layout):
            one.setContentsMargins(0, 0, 0, 0)
            one.setSpacing(0)
        self.messages = Messages(self.stack, centre, self._message_room)
        self.stack.currentChanged.connect(lambda _: self.messages.place_soon())
        answer_to_enter(centre)
        self.setCentralWidget(centre)
        read_only = self.session.saver.read_only
        self.warn(read_only)
        self.foot.show_saving("只读" if read_only else "草稿已打开", self.session.path)
        if self.restoreGeometry(self._settings.geometry):
            QTimer.singleShot(0, self, lambda: keep_on_screen(self))  # its frame is known then
        else:
            fit_screen(self, QSize(1280, 720))

    def _message_room(self) -> QRect:
        page = self.stack.currentWidget()
        return page.message_room() if isinstance(page, Page) else self.stack.rect()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold what would hide the work in a small window."""
        super().resizeEvent(event)
        narrow, height = self.width() < NARROW, self.height()
        self.rail.fold(narrow or height < _SIGNS_ONLY)
        self._fold_menu_bar(narrow or height < _NO_MENU_BAR)
        for page in self._pages.values():
            page.fold(height < _ONE_LINE)

    def _fold_menu_bar(self, folded: bool) -> None:
        """Fold the menu bar to nothing; hidden, its shortcuts would not work."""
        bar = self.menuBar()
        if folded != (bar.maximumHeight() == 0):
            bar.setMaximumHeight(0 if folded else _QT_HIGHEST)
            self.rail.menu_button.setVisible(folded)

    def open_menu(self) -> None:
        """Open the menu: the first of the menu bar, or all of them where it is folded away."""
        bar = self.menuBar()
        if bar.maximumHeight() > 0:
            bar.setFocus(Qt.FocusReason.MenuBarFocusReason)
            bar.setActiveAction(bar.actions()[0])
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions(bar.actions())
        menu.popup(self.mapToGlobal(QPoint(self.rail.width(), 0)))

    def say(self, sentence: str, kind: MessageKind = "done") -> None:
        """Say what an act did, or why it was refused; an act of just now can be taken back."""
        stack = self.session.undo_stack
        if self._act == stack.index() and stack.canUndo():
            self.messages.show_message(sentence, kind, [MessageAct("撤销", stack.undo)])
        else:
            self.messages.show_message(sentence, "note" if kind == "done" else kind)

    def say_failed(self, sentence: str) -> None:
        """Say what failed, until it is closed."""
        self.messages.show_message(sentence, "failure")

    def warn(self, sentence: str) -> None:
        """Say something at the head that stays, or nothing any more."""
        self.banner.show_warning(sentence, lasting=True)

    def _note_act(self, index: int) -> None:
        """Let a message that follows at once offer to take this act back, and no older one."""
        self.messages.drop_acts(undone=index < self._index)
        self._act = self._index = index
        QTimer.singleShot(0, self, self._forget_act)

    def _forget_act(self) -> None:
        self._act = -1

    def _show_saved(self, sentence: str) -> None:
        self._failure = ""
        self.messages.end(_SAVING)
        self.foot.show_saving(sentence, self.session.path)

    def _show_not_saved(self, sentence: str) -> None:
        """Show why a draft is not on the disk; a repeated reason that was closed stays closed."""
        if sentence != self._failure:
            self._failure = sentence
            self.messages.show_message(sentence, "failure", key=_SAVING)
        if self.session.dirty:
            self.foot.show_saving("✗ 未保存", self.session.path, failed=True)

    def _show_note(self, sentence: str) -> None:
        """Show what to know of a saved draft, once, though every saving finds it."""
        if sentence != self._note:
            self._note = sentence
            self.say_failed(sentence)

    def _show_conflict(self, conflict: Conflict) -> None:
        """Say at the head where both versions are, and show them side by side if there are two."""
        if conflict.theirs is None:
            self.banner.show_warning(conflict.message)
            return
        compare = partial(show_conflict, self, self.session, conflict, conflict.theirs)
        self.banner.show_warning(conflict.message, MessageAct("对照", compare))
        compare()

    def refresh(self) -> None:
        """Say the state of every step and of the whole report."""
        report, result = self.session.report, self.session.result
        self.rail.refresh(report, result)
        self.foot.show_result(result)
        self._due.show_for(report, self.menuBar())

    def show_step(self, key: str) -> Page:
        """Show a step; its page is built when first seen."""
        row = next(row for row, step in enumerate(self.steps) if step.key == key)
        self.list.setCurrentRow(row)
        return self._page(key)

    def _page(self, key: str) -> Page:
        if key not in self._pages:
            page = self._pages[key] = self._build(key)
            page.message.connect(self.say)
            page.failed.connect(self.say_failed)
            page.leading.connect(self._name_buttons)
            page.finished.connect(self.foot.forward.receive)
            page.asked.connect(self.navigation.show_address)
            page.fold(self.height() < _ONE_LINE)
            answer_to_enter(page)
            self.stack.addWidget(page)
        return self._pages[key]

    def _build(self, key: str) -> Page:
        if key == steps.UNIT:
            unit = UnitPage(self.session)
            collect = {True: ExportPage.collect_each, False: ExportPage.collect}
            unit.collect_requested.connect(lambda by_file: self.print_by(collect[by_file]))
            unit.last_requested.connect(lambda: filing.choose_last(self, self.session))
            return unit
        if key == steps.EXPORT:
            return self._export_page()
        if key == steps.CHECK:
            page = CheckPage(self.session, suspects)
            page.checklist.clicked.connect(lambda: self.print_by(ExportPage.print_checklist))
            page.jump.connect(self.navigation.show_finding)
            page.export_requested.connect(lambda: self.show_step(steps.EXPORT).begin())
            return page
        section = self.session.report.form.section_of[key]
        if section.tables:
            return TablePage(self.session, section)
        texts = TextPage(self.session, section, self._settings)
        texts.number_asked.connect(self._choose_number)
        return texts

    def _choose_number(self, box: TextBlockBox) -> None:
        """Let a cell be chosen whose number is inserted into a text."""
        dialog = NumberDialog(self.session, box.prose, self, self._number)
        dialog.chosen.connect(lambda address: setattr(self, "_number", address))
        dialog.chosen.connect(box.insert_number)
        dialog.open()

    @property
    def step(self) -> str:
        """Key of the step that is shown."""
        return self.steps[max(self.list.currentRow(), 0)].key

    def print_by(self, act: Callable[[ExportPage], None]) -> None:
        """Print by an act of the last step, and say what became of it."""
        page = self._page(steps.EXPORT)
        assert isinstance(page, ExportPage)
        act(page)
        self.say(page.state.text())

    def _export_page(self) -> ExportPage:
        page = ExportPage(self.session, self._settings)
        page.check_requested.connect(lambda: self.show_step(steps.CHECK))
        page.fonts.jump.connect(self.navigation.show_finding)
        return page

    def _show_row(self, row: int) -> None:
        """Show a page; a half-typed word of an input method is kept first."""
        commit_typing()
        self.stack.setCurrentWidget(self._page(self.steps[row].key))
        self._name_buttons()

    def move_by(self, by: int) -> None:
        """Go on, or back, along the path that is chosen."""
        if target := self._along(by):
            self.show_step(target.key).begin()

    def _along(self, by: int) -> steps.Step | None:
        path = steps.path(self.steps, self._settings.numbers_first)
        place = [step.key for step in path].index(self.step) + by
        return path[place] if 0 <= place < len(path) else None

    def _name_buttons(self) -> None:
        """Say on the buttons where they lead."""
        leads = not self._page(self.step).leads
        self.foot.show_steps(self._along(-1), self._along(1), leads)

    def _set_path(self, numbers_first: bool) -> None:
        """Keep the order of 下一步, chosen in the menu or in the settings."""
        self._settings.numbers_first = numbers_first
        self.numbers_first.setChecked(numbers_first)
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

    def search(self) -> None:
        """Open the search with the words that are selected."""
        commit_typing()
        words = selected_words(self.focusWidget())
        self._search = self._search or SearchDialog(self.session, self.navigation, self)
        self._search.begin(words)

    def show_settings(self) -> None:
        """Show the settings; to reopen is to open this draft again."""
        dialog = show_settings(self, self._settings, self._reopen)
        dialog.order_chosen.connect(self._set_path)

    def _reopen(self) -> None:
        launch.reopen(self, self.session.path)

    def _follow(self) -> None:
        """Go on with the draft under another file."""
        self._settings.remember(self.session.path)
        self.warn("")
        self.foot.show_saving("草稿已打开", self.session.path)
        self._set_title()

    def _set_title(self) -> None:
        titled(self, filing.window_title(self.session))

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
        place = self.step, self._page(self.step).address_here()
        self.keep()
        session = self.session
        unsaved = session.dirty or session.saver.moving
        message = self._failure or "有未保存的内容。"
        if unsaved and not filing.may_leave_unsaved(self, session, message):
            event.ignore()
            return
        self.importing.stop()
        self._settings.geometry = self.saveGeometry()
        self._settings.remember_place(session.report.id, *place)
        super().closeEvent(event)
