"""The start: continue, begin, open, or try the example; and what was recovered after a crash.

It only asks; the application carries out the choice. It is painted with an empty list, and gets the
recent drafts, their contents and what was recovered afterwards. Importing names of Qt that it does
not need, above all the namespace Qt, would take longer than painting it.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6 import QtCore
from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QGridLayout, QListWidget, QPushButton, QVBoxLayout, QWidget

from model.text import shortened, visible
from ui.base.widgets import (
    SENTENCE,
    Label,
    dropped_files,
    keyless,
    larger,
    named,
    tipped,
    titled,
    wrapped,
)

if TYPE_CHECKING:
    from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QPaintEvent

    from ui.entry.recents import Recent, RecoveredList

_LONGEST: Final = 22
"""Characters of a file name that a button shows."""


class StartWindow(QWidget):
    """The first window."""

    chosen = Signal(Path)
    """A draft to open."""
    forgotten = Signal(Path)
    """A draft to take off the list."""
    browse = Signal()
    """Asks which draft to open."""
    new = Signal()
    """Asks for a new report."""
    following = Signal()
    """Asks for a new report from last year's."""
    example = Signal()
    """Asks for the example."""
    settings = Signal()
    """Asks for the settings."""
    help = Signal()
    """Asks for the help of the start."""
    about = Signal()
    """Asks what the program is, and where it keeps its files."""
    dropped = Signal(list)
    """Files that were dropped on it."""
    painted = Signal()
    """It was painted for the first time."""

    def __init__(self, recent: Sequence[Path]) -> None:
        super().__init__()
        titled(self, "政府信息公开工作年度报告")
        self._paths = list(recent)
        self._unreadable: set[Path] = set()
        self._seen = False
        self.setAcceptDrops(True)
        self._message = wrapped()
        self._continue = self._button("", self._go_on)
        self.recent = named(QListWidget(), "最近的草稿")
        self._open = self._button("打开所选", self._open_selected)
        self._remove = self._button("从列表中移除", self._forget_selected)
        self.recovered_room = QVBoxLayout()
        layout = QVBoxLayout(self)
        layout.addWidget(larger(Label("政府信息公开工作年度报告"), 1.6))
        columns = QGridLayout()
        columns.addLayout(self._acts(), 0, 0)
        columns.addLayout(self._recent_drafts(), 0, 1)
        columns.setColumnStretch(1, 1)
        layout.addLayout(columns, 1)
        layout.addWidget(self._message)
        self._refresh()
        em = self.fontMetrics().height()
        room = self.screen().availableGeometry()
        self.resize(min(em * 50, room.width() * 9 // 10), min(em * 29, room.height() * 9 // 10))

    def paintEvent(self, event: "QPaintEvent") -> None:
        """Signal the first painting: less urgent work is done after it."""
        super().paintEvent(event)
        if not self._seen:
            self._seen = True
            self.painted.emit()

    def keyPressEvent(self, event: "QKeyEvent") -> None:
        """Ask for the help with F1; making a shortcut would take longer than making a button."""
        if event.key() == QtCore.Qt.Key.Key_F1:
            self.help.emit()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: "QDragEnterEvent") -> None:
        """Take files, and nothing else."""
        if dropped_files(event):
            event.acceptProposedAction()

    def dropEvent(self, event: "QDropEvent") -> None:
        """Signal the dropped files once the other program has ended its drag."""
        files = dropped_files(event)
        event.acceptProposedAction()
        QtCore.QTimer.singleShot(0, self, lambda: self.dropped.emit(files))

    def list_recent(self) -> None:
        """Fill the list, as far as it can be without reading any draft."""
        if not self._paths:
            self.say("最近没有草稿。新建报告，或打开草稿；初次使用可以看示例。")
        self.recent.addItems([visible(f"{path.name}\n{path.parent}") for path in self._paths])

    def say(self, sentence: str) -> None:
        """Show why something could not be opened, or its result."""
        self._message.setText(shortened(sentence, SENTENCE))

    def say_also(self, sentence: str) -> None:
        """Show one more sentence below those already shown."""
        self.say("\n".join(filter(None, (self._message.text(), sentence))))

    def show_recent(self, recent: "Recent") -> None:
        """Show what a recent draft holds, or why it cannot be read."""
        if recent.path not in self._paths:
            return
        if recent.complaint:
            self._unreadable.add(recent.path)
        item = self.recent.item(self._paths.index(recent.path))
        item.setText(shortened(visible(str(recent)), SENTENCE))
        tipped(item, str(recent.path))
        self._refresh()

    def show_recovered(self, panel: "RecoveredList") -> None:
        """Show what was recovered, above the recent drafts."""
        self.recovered_room.addWidget(panel)

    def _acts(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.addWidget(self._continue)
        for text, signal in (
            ("新建报告", self.new),
            ("从上年报告新建", self.following),
            ("打开草稿", self.browse),
            ("看示例", self.example),
            ("设置…", self.settings),
        ):
            column.addWidget(self._button(text, signal))
        information = QGridLayout()
        information.addWidget(self._button("帮助（F1）", self.help), 0, 0)
        information.addWidget(self._button("关于", self.about), 0, 1)
        column.addLayout(information)
        column.addStretch(1)
        for row in range(column.count() - 2):
            button = column.itemAt(row).widget()
            button.setMinimumHeight(self.fontMetrics().height() * 3)
        return column

    def _recent_drafts(self) -> QVBoxLayout:
        self.recent.setWordWrap(True)
        self.recent.setSpacing(self.fontMetrics().height() // 6)
        self.recent.setAlternatingRowColors(True)
        self.recent.itemActivated.connect(self._open_selected)
        self.recent.currentRowChanged.connect(self._refresh)
        column = QVBoxLayout()
        column.addLayout(self.recovered_room)
        column.addWidget(Label("最近的草稿"))
        column.addWidget(self.recent, 1)
        buttons = QGridLayout()
        buttons.addWidget(self._open, 0, 0)
        buttons.addWidget(self._remove, 0, 1)
        column.addLayout(buttons)
        return column

    def _refresh(self) -> None:
        """Offer the latest draft that is not known to be unreadable."""
        latest = self._latest()
        self._continue.setVisible(latest is not None)
        if latest is not None:
            self._continue.setText(keyless(f"继续填报：{_shortened(latest.name)}"))
            tipped(self._continue, str(latest))
        for button in (self._open, self._remove):
            button.setEnabled(self.recent.currentRow() >= 0)

    def _latest(self) -> Path | None:
        return next((path for path in self._paths if path not in self._unreadable), None)

    def _go_on(self) -> None:
        latest = self._latest()
        if latest is not None:
            self.chosen.emit(latest)

    def _open_selected(self) -> None:
        self.chosen.emit(self._paths[self.recent.currentRow()])

    def _forget_selected(self) -> None:
        row = self.recent.currentRow()
        path = self._paths.pop(row)
        self.recent.takeItem(row)
        self._refresh()
        self.forgotten.emit(path)
        self.say(f"已从列表中移除「{path.name}」，文件未删除。")

    def _button(self, text: str, act: Callable[[], None] | SignalInstance) -> QPushButton:
        button = QPushButton(text)
        button.clicked.connect(act)
        return button


def _shortened(name: str) -> str:
    """Return a file name that fits a button: its beginning and its end."""
    if len(name) <= _LONGEST:
        return name
    return f"{name[: _LONGEST // 2]}…{name[-_LONGEST // 2 + 1 :]}"
