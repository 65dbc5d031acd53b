"""关于: what the program is, where it keeps its files, and whose parts it is made of."""

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication, QTextOption
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QListWidget,
    QPlainTextEdit,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from ui.app.parts import parts
from ui.aside.browser import Browser, words
from ui.aside.facts import NAME, Fact, as_text, facts
from ui.base.widgets import label_of, named, titled, wrapped

_EMS = QSize(46, 28)
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
        self.told = wrapped()
        self._lay_out()
        self.facts.setFocus()

    def copy(self) -> None:
        """Put all facts and parts on the clipboard."""
        QGuiApplication.clipboard().setText(as_text(self._parts))
        self.told.setText("已复制，可以粘贴到文档或聊天窗口中。")

    def _lay_out(self) -> None:
        tabs, buttons = named(QTabWidget(), "关于"), QDialogButtonBox()
        tabs.addTab(self.facts, "程序")
        tabs.addTab(self._both(), "部件与许可")
        copy = buttons.addButton("复制全部信息", QDialogButtonBox.ButtonRole.ActionRole)
        copy.clicked.connect(self.copy)
        buttons.addButton("关闭", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for widget in (tabs, self.told, buttons):
            layout.addWidget(widget, widget is tabs)
        em = self.fontMetrics().height()
        self.resize((_EMS * em).boundedTo(self.screen().availableSize() * 0.9))

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
        """Show a folder in the file manager; where there is none, its place can be copied."""
        opened = QDesktopServices.openUrl(link)
        self.told.setText("" if opened else f"未能打开「{link.toLocalFile()}」。")


def _page(told: list[Fact]) -> str:
    """Give the facts as a page; a place is a link to the folder it lies in."""
    lines = [f"<h2>{words(NAME)}</h2>"]
    for fact in told:
        text = words(fact.text)
        if fact.place is not None:
            folder = next(one for one in (fact.place, *fact.place.parents) if one.is_dir())
            text = f'<a href="{words(QUrl.fromLocalFile(str(folder)).toString())}">{text}</a>'
        lines.append(f"<p style='margin:0; line-height:150%'><b>{words(fact.name)}</b>：{text}</p>")
    return "".join(lines)


def show_about(parent: QWidget) -> None:
    """Show it beside a window, which stays usable."""
    AboutWindow(parent).show()
