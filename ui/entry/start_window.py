"""The start: continue, begin, open, or try the example; and what was recovered after a crash.

It only asks; the application carries out the choice. It is painted without the list of recent
drafts, which is made afterwards, with their contents and what was recovered. Importing names of Qt
that it does not need, above all the namespace Qt, would take longer than painting it.
"""

from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6 import QtCore, QtGui
from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton, QVBoxLayout, QWidget

from model.text import shortened
from ui.base.widgets import (
    SENTENCE,
    Label,
    bold,
    card,
    dropped_files,
    larger,
    link,
    named,
    primary,
    quiet,
    tipped,
    titled,
    wrapped,
)
from ui.look.tokens import BODY, QUIET, STEP

if TYPE_CHECKING:
    from PySide6.QtGui import (
        QDragEnterEvent,
        QDropEvent,
        QKeyEvent,
        QPaintEvent,
        QResizeEvent,
    )

    from ui.entry.cards import CardList
    from ui.entry.recents import Recent, RecoveredList

TITLE: Final = "政府信息公开工作年度报告"
BASIS: Final = "国办公开办函〔2021〕30号"
"""Basis of the newest form; the catalog of forms is imported after the first painting."""
_PASTE: Final = "从剪贴板导入年报（Ctrl+V）"
_EMPTY: Final = "新建报告，或打开草稿；初次使用可以看示例。"
_WIDE, _HIGH = 920, 560
"""Pixels of the window, where the screen has room."""
_BAND, _NARROW_BAND = 15, 11.8
"""Width of the panel, and where the window is small, in heights of a line."""
_SMALL: Final = (760, 440)
"""Width and height under which the window saves room."""
_CENTRED: Final = 0x84
"""Value of Qt.AlignmentFlag.AlignCenter (``ui/base/widgets`` says why it is a number)."""
_FOOT: Final = 66
"""Pixels of a card but for its two lines: where the button is before the card is painted."""


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
    pasted = Signal()
    """Asks for the report that was copied from another program."""
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
        titled(self, TITLE)
        self._paths = list(recent)
        self._unreadable: set[Path] = set()
        self._seen = False
        self._list: CardList | None = None
        self._columns: list[QVBoxLayout] = []
        self.setAcceptDrops(True)
        self._message = wrapped()
        self._message.hide()
        self._continue = primary(self._button("继续填写", self._go_on))
        self._room = QWidget()
        self._in_room = QVBoxLayout(self._room)
        self._in_room.setContentsMargins(0, 0, 0, 0)
        self._band = self._left_band()
        self._open = link(self._button("打开所选", self._open_selected))
        self._remove = link(self._button("从列表中移除", self._forget_selected))
        self._paste = link(self._button(_PASTE, self.pasted))
        self.recovered_room = QVBoxLayout()
        self._page = self._recent_drafts()
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._page, 0, 1)  # before the band: the focus begins in it
        layout.addWidget(self._band, 0, 0)
        layout.setColumnStretch(1, 1)
        self._layouts = (layout, *self._columns)
        self._order()
        self._refresh()
        room = self.screen().availableGeometry()
        self.resize(min(_WIDE, room.width() * 9 // 10), min(_HIGH, room.height() * 9 // 10))

    def paintEvent(self, event: "QPaintEvent") -> None:
        """Signal the first painting: less urgent work is done after it."""
        super().paintEvent(event)
        if not self._seen:
            self._seen = True
            self.painted.emit()

    def keyPressEvent(self, event: "QKeyEvent") -> None:
        """Ask for the help with F1; making a shortcut would take longer than making a button.

        Delete takes the selected draft off the list, Ctrl+V asks for what was copied.
        """
        if event.key() == QtCore.Qt.Key.Key_F1:
            self.help.emit()
        elif event.key() == QtCore.Qt.Key.Key_Delete and self._remove.isEnabled():
            self._forget_selected()
        elif event.matches(QtGui.QKeySequence.StandardKey.Paste):
            self.pasted.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: "QResizeEvent") -> None:
        """Save room in a small window."""
        super().resizeEvent(event)
        small = self.width() < _SMALL[0] or self.height() < _SMALL[1]
        line = self.fontMetrics().height()
        self._band.setFixedWidth(round((_NARROW_BAND if small else _BAND) * line))
        inside = 3 * STEP if small else 6 * STEP
        for column in self._columns:
            column.setContentsMargins(inside, inside, inside, inside)
        for layout in self._layouts:  # the place of the list is known from here on
            layout.activate()
        self._place_button()

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
        from ui.entry.cards import CardList
        from ui.look.symbols import symbol

        self._second.setAttribute(QtCore.Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._list = named(CardList(self._paths), "最近的草稿")
        self._list.itemActivated.connect(self._open_selected)
        self._list.itemSelectionChanged.connect(self._refresh)
        self._list.moved.connect(self._place_button)
        if not self._paths:
            self._picture.setPixmap(symbol("file-text", "faint", 48))
        self._in_room.addWidget(self._list)
        QWidget.setTabOrder(self._continue, self._list)
        QWidget.setTabOrder(self._list, self._acts[0])
        self._refresh()

    @property
    def recent(self) -> "CardList":
        """The recent drafts, once they are listed."""
        assert self._list is not None
        return self._list

    def say(self, sentence: str) -> None:
        """Show why something could not be opened, or its result."""
        self._message.setText(shortened(sentence, SENTENCE))
        self._message.setVisible(bool(sentence))

    def say_also(self, sentence: str) -> None:
        """Show one more sentence below those already shown."""
        self.say("\n".join(filter(None, (self._message.text(), sentence))))

    def show_recent(self, recent: "Recent") -> None:
        """Show what a recent draft holds, or why it cannot be read."""
        if recent.path not in self._paths:
            return
        if recent.complaint:
            self._unreadable.add(recent.path)
        self.recent.show_at(self._paths.index(recent.path), recent)
        self._refresh()

    def show_recovered(self, panel: "RecoveredList") -> None:
        """Show what was recovered, above the recent drafts."""
        self.recovered_room.addWidget(panel)

    def _left_band(self) -> QFrame:
        """Return the panel with what the program is and how to begin."""
        band = QFrame()
        band.setProperty("panel", "band")
        column = QVBoxLayout(band)
        self._columns.append(column)
        column.setSpacing(2 * STEP)
        column.addWidget(bold(wrapped("政府信息公开\n工作年度报告"), 1.5))
        column.addWidget(_small(quiet(f"{BASIS}格式。不联网，草稿保存在选定的文件夹。")))
        column.addSpacing(STEP)
        begin = (
            ("从上年报告新建", self.following),
            ("新建报告", self.new),
            ("打开草稿…", self.browse),
        )
        self._acts = [self._button(text, signal) for text, signal in begin]
        self._second = _second_line(self._acts[0], "带入单位、文字和上年数")
        for button in self._acts:
            column.addWidget(button)
        column.addStretch(1)
        foot = QGridLayout()
        foot.setHorizontalSpacing(STEP)
        others = (
            ("看示例", self.example),
            ("帮助 F1", self.help),
            ("设置", self.settings),
            ("关于", self.about),
        )
        for place, (text, signal) in enumerate(others):
            self._acts.append(link(self._button(text, signal)))
            foot.addWidget(self._acts[-1], 0, place)
        foot.setColumnStretch(len(others), 1)
        column.addLayout(foot)
        return band

    def _recent_drafts(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        self._columns.append(column)
        column.setSpacing(2 * STEP)
        column.addLayout(self.recovered_room)
        head = QGridLayout()
        head.addWidget(bold(Label("最近的草稿")), 0, 0)
        head.addWidget(self._open, 0, 1)
        head.addWidget(self._remove, 0, 2)
        head.setColumnStretch(0, 1)
        column.addLayout(head)
        column.addWidget(self._room, 1)
        column.addWidget(self._message)
        below = QGridLayout()
        below.addWidget(self._paste, 0, 0)
        below.setColumnStretch(1, 1)
        column.addLayout(below)
        self._continue.setParent(page)
        return page

    @cached_property
    def empty(self) -> QFrame:
        """What is shown in place of the list where there is no draft."""
        frame = card()
        column = QVBoxLayout(frame)
        column.addStretch(1)
        self._picture = Label()
        for label in (self._picture, bold(wrapped("最近没有草稿"), 1.15), quiet(_EMPTY)):
            label.setProperty("alignment", _CENTRED)
            column.addWidget(label)
        column.addStretch(2)
        self._in_room.addWidget(frame)
        return frame

    def _order(self) -> None:
        """Let Tab lead from the draft to go on with to the acts; the list will stand between."""
        acts = (*self._acts, self._paste, self._open, self._remove)
        for one, following in pairwise((self._continue, *acts)):
            QWidget.setTabOrder(one, following)

    def _refresh(self) -> None:
        """Offer the latest draft that is not known to be unreadable."""
        latest = self._latest()
        some = bool(self._paths)
        for button in (self._open, self._remove):
            button.setVisible(some)
            button.setEnabled(self._list is not None and bool(self._list.selectedItems()))
        if not some:
            self.empty.show()
        if latest is not None:
            named(self._continue, f"继续填写：{latest.name}")
        if self._list is not None:
            self._list.setVisible(some)
            if latest is not None:
                tipped(self._continue, str(latest))
            row = self._paths.index(latest) if latest is not None else -1
            self._list.offer(row, self._continue.sizeHint())
        self._place_button()

    def _place_button(self) -> None:
        """Put the button on the card of the draft to go on with, while that is in view."""
        latest = self._latest()
        if latest is None:
            self._continue.hide()
            return
        size = self._continue.sizeHint()
        view = self._room.geometry()
        if self._list is None:
            foot = self.fontMetrics().height() * (BODY + QUIET) // BODY + _FOOT - 1
        else:
            view.setSize(self._list.viewport().size())
            foot = self._list.foot_of(self._paths.index(latest))
        top = foot - 4 * STEP - size.height()
        self._continue.setVisible(self._list is None or 0 <= top <= view.height() - size.height())
        self._continue.resize(size)
        self._continue.move(view.topLeft() + QtCore.QPoint(view.width() - 14 - size.width(), top))
        self._continue.raise_()

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
        button.setAutoDefault(True)
        button.clicked.connect(act)
        return button


def _small(label: Label) -> Label:
    return larger(label, QUIET / BODY)


def _second_line(button: QPushButton, second: str) -> Label:
    """Give a button a quiet second line, and return that line."""
    button.setProperty("lines", "two")
    button.setAccessibleDescription(second)
    inside = QVBoxLayout(button)
    inside.setContentsMargins(14, 0, 14, 5)
    inside.addStretch(1)
    line = _small(quiet(second))
    line.setWordWrap(False)
    inside.addWidget(line)
    return line
