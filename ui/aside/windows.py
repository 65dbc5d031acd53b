"""Windows that belong to no step: 帮助, 关于 and 报告格式."""

from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import (
    QDesktopServices,
    QGuiApplication,
    QKeySequence,
    QShortcut,
    QTextCursor,
    QTextLength,
    QTextOption,
    QTextTable,
)
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from model.drafts import storage
from model.errors import ReportError
from model.form import catalog
from model.form.form import Form
from model.form.help import START, help_page, topics
from model.text import visible
from ui.app import folders, forms
from ui.app.forms import Offered
from ui.app.parts import parts
from ui.aside.browser import Browser, words
from ui.aside.facts import NAME, Fact, as_text, facts
from ui.base.file_dialogs import file_to_open
from ui.base.widgets import (
    Label,
    ask,
    card,
    fit_screen,
    label_of,
    link,
    named,
    outlined,
    pressed_in_focus,
    primary,
    titled,
    wrapped,
)
from ui.base.work import in_background

_HELP_EMS: Final = QSize(60, 38)
"""Size of the window in heights of the font, where the screen has room for it."""
_SHARES: Final = (28, 48, 24)
"""Widths of row, meaning and article in percent: even columns would waste the room of two."""


def show_help(
    parent: QWidget, form: Form, step: str, address: str = "", sought: str = ""
) -> "HelpWindow":
    """Show the page of a step in the only help window of a parent.

    It is shown at the row of a cell, or at words that are looked for in it.
    """
    window = parent.findChild(HelpWindow, "", Qt.FindChildOption.FindDirectChildrenOnly)
    window = window or HelpWindow(form, parent)
    window.show()
    window.show_page(step, address)
    window.sought.setText(sought)
    window.activateWindow()
    return window


def show_start_help(parent: QWidget) -> "HelpWindow":
    """Show the page of the start window, where no report says yet which form is used."""
    return show_help(parent, catalog.form(catalog.keys()[-1]), START)


class HelpWindow(QWidget):
    """A window that stays open while the report is filled in; it closes with its parent."""

    def __init__(self, form: Form, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        titled(self, "帮助")
        self._form, self._steps = form, list(topics(form))
        self.contents = named(QListWidget(), "目录")
        self.contents.setProperty("roomy", True)
        self.contents.addItems([visible(topic) for topic in topics(form).values()])
        self.browser = Browser("帮助内容")
        self.sought = named(QLineEdit(), "查找")
        self.sought.setPlaceholderText("在本页查找，Enter 转到下一处")
        self.sought.setClearButtonEnabled(True)
        self.message = Label()
        self._lay_out()
        self.contents.currentRowChanged.connect(self._show_row)
        self.sought.textChanged.connect(self._find_first)
        self.sought.returnPressed.connect(self._find_next)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.close)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self, self._begin_search)

    def show_page(self, step: str, address: str = "") -> None:
        """Show the page of a step, at the row of a cell where one is given."""
        self.contents.setCurrentRow(self._steps.index(step))
        self.browser.setFocus()
        if address in self._form.cells:
            self._go_to_row(self._form.cells[address].row[-1:])

    def _lay_out(self) -> None:
        em = self.fontMetrics().height()
        self.contents.setFixedWidth(self.contents.sizeHintForColumn(0) + em * 3)
        row = QHBoxLayout()
        for widget in (label_of(self.sought), self.sought, self.message):
            row.addWidget(widget)
        right = QVBoxLayout()
        right.addLayout(row)
        right.addWidget(self.browser, 1)
        right.setSpacing(8)
        layout = QHBoxLayout(self)
        layout.setSpacing(12)
        layout.addWidget(self.contents)
        layout.addLayout(right, 1)
        self.resize((_HELP_EMS * em).boundedTo(self.screen().availableSize() * 0.9))

    def _show_row(self, row: int) -> None:
        self.browser.show_markdown(help_page(self._form, self._steps[row]))
        for frame in self.browser.document().rootFrame().childFrames():
            if isinstance(frame, QTextTable) and frame.columns() == len(_SHARES):
                _share_out(frame)
        self.sought.clear()

    def _go_to_row(self, labels: tuple[str, ...]) -> None:
        """Select the label of a row in the table of meanings, and bring it to the top."""
        block = self.browser.document().begin()
        while block.isValid():
            cursor = QTextCursor(block)
            if cursor.currentTable() is not None and block.text() in labels:
                cursor.movePosition(cursor.MoveOperation.EndOfBlock, cursor.MoveMode.KeepAnchor)
                self.browser.setTextCursor(cursor)
                above = self.browser.cursorRect(cursor).top() - self.fontMetrics().height()
                bar = self.browser.verticalScrollBar()
                bar.setValue(bar.value() + above)
                return
            block = block.next()

    def _begin_search(self) -> None:
        self.sought.setFocus()
        self.sought.selectAll()

    def _find_first(self) -> None:
        """Search the typed words from the top of the page."""
        self.browser.moveCursor(QTextCursor.MoveOperation.Start)
        self.message.clear()
        self._find_next()

    def _find_next(self) -> None:
        """Go to the next place, and from the last to the first."""
        text = self.sought.text()
        if not text or self.browser.find(text):
            return
        self.browser.moveCursor(QTextCursor.MoveOperation.Start)
        if not self.browser.find(text):
            self.message.setText("没有找到")


def _share_out(table: QTextTable) -> None:
    """Divide the width of the window among the columns of a table."""
    percent = QTextLength.Type.PercentageLength
    wanted = table.format().toTableFormat()
    wanted.setWidth(QTextLength(percent, 100))
    wanted.setColumnWidthConstraints([QTextLength(percent, share) for share in _SHARES])
    table.setFormat(wanted)


_ABOUT_EMS = QSize(46, 28)
"""Size of the window in heights of the font, where the screen has room for it."""
_NO_TEXT = "许可文本不在本机。"


class AboutWindow(QDialog):
    """Facts on one page, parts and licences on the other; all can be copied as text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        titled(self, "关于")
        self._parts = parts()
        self.facts = Browser("程序信息")
        self.facts.show_page(_page(facts()))
        self.facts.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.facts.anchorClicked.connect(self._open)
        self.list = named(QListWidget(), "部件")
        self.licence = named(QPlainTextEdit(readOnly=True, tabChangesFocus=True), "许可")
        self.list.addItems([str(part) for part in self._parts])
        self.list.currentRowChanged.connect(self._show_licence)
        self.list.setCurrentRow(0)
        self.message = wrapped()
        self._lay_out()
        self.facts.setFocus()

    def copy(self) -> None:
        """Put all facts and parts on the clipboard."""
        QGuiApplication.clipboard().setText(as_text(self._parts))
        self.message.setText("已复制，可以粘贴到文档或聊天窗口中。")

    def _lay_out(self) -> None:
        tabs, buttons = named(QTabWidget(), "关于"), QDialogButtonBox()
        tabs.addTab(self.facts, "程序")
        tabs.addTab(self._both(), "部件与许可")
        copy = outlined(buttons.addButton("复制全部信息", QDialogButtonBox.ButtonRole.ActionRole))
        copy.clicked.connect(self.copy)
        outlined(buttons.addButton("关闭", QDialogButtonBox.ButtonRole.RejectRole))
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for widget in (tabs, self.message, buttons):
            layout.addWidget(widget, widget is tabs)
        em = self.fontMetrics().height()
        self.resize((_ABOUT_EMS * em).boundedTo(self.screen().availableSize() * 0.9))

    def _both(self) -> QSplitter:
        """Put the licence under the list of parts."""
        both = QSplitter(Qt.Orientation.Vertical)
        both.setChildrenCollapsible(False)
        for field in (self.list, self.licence):
            half = QWidget()
            layout = QVBoxLayout(half)
            layout.setContentsMargins(0, 0, 0, 0)
            layout.addWidget(label_of(field))
            layout.addWidget(field, 1)
            both.addWidget(half)
        return both

    def _show_licence(self, row: int) -> None:
        self.licence.setPlainText(self._parts[row].text or _NO_TEXT)

    def _open(self, link: QUrl) -> None:
        """Show a folder in the file manager, or its path where there is no file manager."""
        opened = QDesktopServices.openUrl(link)
        self.message.setText("" if opened else f"未能打开「{link.toLocalFile()}」。")


def _page(listed: list[Fact]) -> str:
    """Return the facts as a page; a place is a link to its folder."""
    lines = [f"<h2>{words(NAME)}</h2>"]
    for fact in listed:
        text = words(fact.text)
        if fact.place is not None:
            folder = next(one for one in (fact.place, *fact.place.parents) if one.is_dir())
            text = f'<a href="{words(QUrl.fromLocalFile(str(folder)).toString())}">{text}</a>'
        lines.append(f"<p style='margin:0; line-height:150%'><b>{words(fact.name)}</b>：{text}</p>")
    return "".join(lines)


def show_about(parent: QWidget) -> None:
    """Show 关于; the parent window stays usable."""
    AboutWindow(parent).show()


FILES: Final = "报告格式文件 (*.toml)"
_REMOVE: Final = "移除"
_KEEP: Final = "取消"
_HINT: Final = "国家印发新的报告格式时，格式文件可用U盘带来，在这里增加，不必更换程序。"
_GIVEN_UP: Final = "已取消读取，未增加。"


class FormsDialog(QDialog):
    """The forms of this computer; a form file is tried out before it can be added."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        titled(self, "报告格式")
        self._offered: Offered | None = None
        self._rows = QVBoxLayout()
        self.message = named(QPlainTextEdit(readOnly=True), "格式文件")
        self.message.setTabChangesFocus(True)
        self.browse_button = QPushButton("选择格式文件…")
        self.browse_button.clicked.connect(self._browse)
        self.add_button = primary(QPushButton("增加"))
        self.add_button.clicked.connect(self._add)
        self._lay_out()
        self._say(_HINT)
        self.refresh()

    def _lay_out(self) -> None:
        known = QWidget()
        known.setLayout(self._rows)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(8)
        scroll = QScrollArea(widgetResizable=True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidget(known)
        buttons = QDialogButtonBox()
        for button in (self.browse_button, self.add_button):
            pressed_in_focus(button)
            buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        outlined(buttons.addButton("关闭", QDialogButtonBox.ButtonRole.RejectRole))
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(scroll, 2)
        layout.addWidget(label_of(self.message))
        layout.addWidget(self.message, 3)
        layout.addWidget(buttons)
        em = self.fontMetrics().height()
        fit_screen(self, QSize(em * 34, em * 24))

    def refresh(self) -> None:
        """List the forms again."""
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        added = forms.added()
        for key, message in forms.listed():
            self._rows.addWidget(self._row(key, message, key in added))
        self._rows.addStretch(1)
        self.add_button.setEnabled(self._offered is not None)

    def look_at(self, path: Path) -> None:
        """Read a form file in the background, and show what it holds or why it cannot be added."""
        waiting = f"正在读取并试填「{storage.printable(path.name)}」…"
        try:
            self._offered = in_background(self, waiting, partial(forms.offer, path))
        except ReportError as error:
            self._offered = None
            self._say(str(error))
        else:
            message = self._offered.messages if self._offered else [_GIVEN_UP]
            self._say("\n".join(message))
        self.refresh()

    def _row(self, key: str, message: str, is_added: bool) -> QWidget:
        row = card()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(14, 8, 14, 8)
        layout.addWidget(wrapped(message), 1)
        if is_added:
            button = named(link(QPushButton(_REMOVE)), f"移除「{key}」格式")
            pressed_in_focus(button)
            button.clicked.connect(lambda: self._remove(key))
            layout.addWidget(button)
        return row

    def _say(self, message: str) -> None:
        """Show what a file holds, or what happened to it; its words may be a stranger's."""
        self.message.setPlainText(visible(message))

    def _browse(self) -> None:
        start = str(folders.documents_folder())
        if path := file_to_open(self, "选择格式文件", start, FILES):
            self.look_at(path)

    def _add(self) -> None:
        if self._offered is not None:
            offered, self._offered = self._offered, None
            try:
                self._say(forms.add(offered))
            except ReportError as error:
                self._say(str(error))
            self.refresh()

    def _remove(self, key: str) -> None:
        question = f"移除「{key}」格式后，按该格式填写的草稿不能打开，再次增加后才能打开。"
        if ask(self, "移除报告格式", question, (_REMOVE, _KEEP), _KEEP) == _REMOVE:
            try:
                self._say(forms.remove(key))
            except ReportError as error:
                self._say(str(error))
            self.refresh()


def show_forms(parent: QWidget) -> FormsDialog:
    """Show the forms over a window."""
    dialog = FormsDialog(parent)
    dialog.show()
    return dialog
