"""The head of a text: its number and title, and what can be done with a sub-head."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from model.report import subheads, tallies
from model.report.report import TextBlock
from ui.base.menu_button import MenuButton
from ui.base.session import Session
from ui.base.title_edit import TitleEdit
from ui.base.widgets import action, bold, named, small_button, tipped, wrapped


class HeadingRow(QWidget):
    """A sub-head with its buttons, each with a key that works within the widget ``of``.

    Tab passes them by: it leads from text to text.
    """

    asked = Signal(bool)
    """A new sub-head is asked for: under this one, or below it."""

    def __init__(self, session: Session, block: TextBlock, of: QWidget) -> None:
        super().__init__(of)
        self._session, self._key, self._address = session, block.key, block.address
        self._label = bold(wrapped())
        self.edit = TitleEdit("小标题")
        self.edit.taken.connect(self._rename)
        self.edit.closed.connect(lambda: self._label.show())
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self._label, 1)
        self._row.addWidget(self.edit, 1)
        self._up = self._down = self._remove = QToolButton()
        if subheads.is_heading(session.report, block.key):
            self._add_buttons(of)

    def belong_to(self, editor: QWidget) -> None:
        """Be the label of what is written under the sub-head."""
        self._label.setBuddy(editor)

    def show_head(self, head: str) -> None:
        """Show the printed head, and which ways the sub-head can move."""
        self._label.setText(head)
        report = self._session.report
        beside = subheads.siblings(report, self._key)
        if beside:
            self._up.setEnabled(beside[0] != self._key)
            self._down.setEnabled(beside[-1] != self._key)
        tipped(self._remove, f"{subheads.removal(report, self._key)}（Ctrl+Shift+Delete）")

    def _add_buttons(self, of: QWidget) -> None:
        self._button("改名", "F2", self._ask, of)
        self._up = self._button("上移", "Alt+Up", lambda: self._move(-1), of)
        self._down = self._button("下移", "Alt+Down", lambda: self._move(1), of)
        more = named(MenuButton(autoRaise=True), "增加")
        more.setText("增加")
        more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(more)
        menu.addAction("在后面增加小标题").triggered.connect(lambda: self.asked.emit(False))
        if self._key.count(".") < subheads.DEEPEST:
            menu.addAction("增加下级小标题").triggered.connect(lambda: self.asked.emit(True))
        menu.addAction("增加分类统计").triggered.connect(lambda: self._add_tally())
        more.setMenu(menu)
        tipped(more, f"增加（{self._key_for('Ctrl+Return', more.showMenu, of)}）")
        more.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._row.addWidget(more)
        self._remove = self._button("删去", "Ctrl+Shift+Delete", self._take_away, of)

    def _button(self, text: str, keys: str, act: Callable[[], object], of: QWidget) -> QToolButton:
        """Add a button whose act has a key too."""
        button = small_button(text, f"小标题{text}（{self._key_for(keys, act, of)}）", act)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._row.addWidget(button)
        return button

    def _key_for(self, keys: str, act: Callable[[], object], of: QWidget) -> str:
        """Give an act a key, and say how the key is written."""
        shortcut = action("", of)
        shortcut.setShortcut(QKeySequence(keys))
        shortcut.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.triggered.connect(lambda: act())
        of.addAction(shortcut)
        return shortcut.shortcut().toString(QKeySequence.SequenceFormat.NativeText)

    def _ask(self) -> None:
        block = self._session.report.text(self._key)
        if block is not None:
            self._label.hide()
            self.edit.ask(block.title)

    def _rename(self, title: str) -> None:
        self._session.tell_left_out(title)
        report = subheads.rename(self._session.report, self._key, title)
        self._session.apply(report, "小标题改名", self._address)

    def _move(self, by: int) -> None:
        report = subheads.move(self._session.report, self._key, by)
        self._session.rearrange(report, "移动小标题", self._address)

    def _add_tally(self) -> None:
        report, _ = tallies.add(self._session.report, self._key, "主动公开政府信息")
        self._session.rearrange(report, "增加分类统计", self._address)

    def _take_away(self) -> None:
        report = self._session.report
        removed = subheads.remove(report, self._key)
        self._session.rearrange(removed, subheads.removal(report, self._key), self._address)
