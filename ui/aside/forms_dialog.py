"""报告格式: the forms that are known; one more is looked at, then added from its file."""

from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from model.drafts import storage
from model.errors import ReportError
from model.text import visible
from ui.app import folders, forms
from ui.app.forms import Offered
from ui.base.file_dialogs import file_to_open
from ui.base.question import ask
from ui.base.waiting import beside
from ui.base.widgets import label_of, named, titled, wrapped

FILES: Final = "报告格式文件 (*.toml)"
_REMOVE: Final = "移除"
_KEEP: Final = "取消"
_TOLD: Final = "国家印发新的报告格式时，格式文件可用U盘带来，在这里增加，不必更换程序。"
_GIVEN_UP: Final = "已取消读取，未增加。"


class FormsDialog(QDialog):
    """The forms of this computer; a file is read and tried out before its addition is offered."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        titled(self, "报告格式")
        self._offered: Offered | None = None
        self._rows = QVBoxLayout()
        self.told = named(QPlainTextEdit(readOnly=True), "格式文件")
        self.told.setTabChangesFocus(True)
        self.browse_button = QPushButton("选择格式文件…")
        self.browse_button.clicked.connect(self._browse)
        self.add_button = QPushButton("增加")
        self.add_button.clicked.connect(self._add)
        self._lay_out()
        self._say(_TOLD)
        self.refresh()

    def _lay_out(self) -> None:
        known = QWidget()
        known.setLayout(self._rows)
        scroll = QScrollArea(widgetResizable=True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidget(known)
        buttons = QDialogButtonBox()
        for button in (self.browse_button, self.add_button):
            button.setAutoDefault(False)
            buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton("关闭", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(scroll, 2)
        layout.addWidget(label_of(self.told))
        layout.addWidget(self.told, 3)
        layout.addWidget(buttons)
        em = self.fontMetrics().height()
        self.resize(em * 34, em * 24)

    def refresh(self) -> None:
        """List the forms again."""
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        added = forms.added()
        for key, told in forms.listed():
            self._rows.addWidget(self._row(key, told, key in added))
        self._rows.addStretch(1)
        self.add_button.setEnabled(self._offered is not None)

    def look_at(self, path: Path) -> None:
        """Read a form file in the background; say what it holds, or why it cannot be added."""
        waiting = f"正在读取并试填「{storage.printable(path.name)}」…"
        try:
            self._offered = beside(self, waiting, partial(forms.offer, path))
        except ReportError as error:
            self._offered = None
            self._say(str(error))
        else:
            told = self._offered.told if self._offered else [_GIVEN_UP]
            self._say("\n".join(told))
        self.refresh()

    def _row(self, key: str, told: str, is_added: bool) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(wrapped(told), 1)
        if is_added:
            button = named(QPushButton(_REMOVE), f"移除「{key}」格式")
            button.setAutoDefault(False)
            button.clicked.connect(lambda: self._remove(key))
            layout.addWidget(button)
        return row

    def _say(self, told: str) -> None:
        """Say what a file holds, or what became of it; its words may be a stranger's."""
        self.told.setPlainText(visible(told))

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
