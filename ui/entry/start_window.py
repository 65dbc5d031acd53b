"""The start: continue, begin, open, or try the example; and what was recovered after a crash.

It only asks; the application carries out the choice. It is painted with an empty list, and gets the
recent drafts, their contents and what was recovered afterwards. Importing names of Qt that it does
not need, above all the namespace Qt, would take longer than painting it.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6 import QtCore
from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QFrame, QGridLayout, QListWidget, QPushButton, QVBoxLayout, QWidget

from model.text import shortened, visible
from ui.base.widgets import (
    SENTENCE,
    Label,
    answer_to_enter,
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
    from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QPaintEvent, QResizeEvent

    from ui.entry.cards import RecentDelegate
    from ui.entry.recents import Recent, RecoveredList

TITLE: Final = "政府信息公开工作年度报告"
BASIS: Final = "国办公开办函〔2021〕30号"
"""Basis of the newest form; the catalog of forms is imported after the first painting."""
_EMPTY: Final = "新建报告，或打开草稿；初次使用可以看示例。"
_WIDE, _HIGH = 920, 560
"""Pixels of the window, where the screen has room."""
_BAND, _NARROW_BAND = 15, 11.8
"""Width of the panel, and where the window is small, in heights of a line."""
_SMALL: Final = (760, 440)
"""Width and height under which the window saves room."""
_CENTRED: Final = 0x84
"""Value of Qt.AlignmentFlag.AlignCenter (``ui/base/widgets`` says why it is a number)."""
_NEVER: Final = 1
"""Value of Qt.ScrollBarPolicy.ScrollBarAlwaysOff."""
_FOOT: Final = 66
"""Pixels of a card but for its two lines: where the button is before the card is painted."""


class CardList(QListWidget):
    """The list of cards; it signals each change of its size."""

    resized = Signal()
    """It has another size."""

    def resizeEvent(self, event: "QResizeEvent") -> None:
        """Signal the new size once it holds."""
        super().resizeEvent(event)
        self.resized.emit()


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
        titled(self, TITLE)
        self._paths = list(recent)
        self._unreadable: set[Path] = set()
        self._seen = False
        self._delegate: RecentDelegate | None = None
        self._columns: list[QVBoxLayout] = []
        self.setAcceptDrops(True)
        self._message = wrapped()
        self._message.hide()
        self._continue = primary(self._button("继续填写", self._go_on))
        self.recent = named(CardList(), "最近的草稿")
        self._band = self._acts()
        self._open = link(self._button("打开所选", self._open_selected))
        self._remove = link(self._button("从列表中移除", self._forget_selected))
        self.recovered_room = QVBoxLayout()
        self.empty = self._empty_state()
        self._page = self._recent_drafts()
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._page, 0, 1)  # before the band: the focus begins in it
        layout.addWidget(self._band, 0, 0)
        layout.setColumnStretch(1, 1)
        self._order()
        answer_to_enter(self)
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

        Delete takes the selected draft off the list.
        """
        if event.key() == QtCore.Qt.Key.Key_F1:
            self.help.emit()
        elif event.key() == QtCore.Qt.Key.Key_Delete and self._remove.isEnabled():
            self._forget_selected()
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
        from ui.entry.cards import RECENT, RecentDelegate
        from ui.entry.recents import Recent
        from ui.look.symbols import symbol

        self._second.setAttribute(QtCore.Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._picture.setPixmap(symbol("file-text", "faint", 48))
        self._delegate = RecentDelegate(self.recent)
        self.recent.setItemDelegate(self._delegate)
        self.recent.addItems([visible(f"{path.name}\n{path.parent}") for path in self._paths])
        for row, path in enumerate(self._paths):
            self.recent.item(row).setData(RECENT, Recent(path))
        self.recent.verticalScrollBar().valueChanged.connect(self._place_button)
        self._refresh()

    def say(self, sentence: str) -> None:
        """Show why something could not be opened, or its result."""
        self._message.setText(shortened(sentence, SENTENCE))
        self._message.setVisible(bool(sentence))

    def say_also(self, sentence: str) -> None:
        """Show one more sentence below those already shown."""
        self.say("\n".join(filter(None, (self._message.text(), sentence))))

    def show_recent(self, recent: "Recent") -> None:
        """Show what a recent draft holds, or why it cannot be read."""
        from ui.entry.cards import RECENT

        if recent.path not in self._paths:
            return
        if recent.complaint:
            self._unreadable.add(recent.path)
        item = self.recent.item(self._paths.index(recent.path))
        item.setText(shortened(visible(str(recent)), SENTENCE))
        item.setData(RECENT, recent)
        tipped(item, str(recent.path))
        self._refresh()

    def show_recovered(self, panel: "RecoveredList") -> None:
        """Show what was recovered, above the recent drafts."""
        self.recovered_room.addWidget(panel)

    def _acts(self) -> QFrame:
        """Return the panel with what the program is and how to begin."""
        band = QFrame()
        band.setProperty("panel", "band")
        column = QVBoxLayout(band)
        self._columns.append(column)
        column.setSpacing(2 * STEP)
        column.addWidget(bold(wrapped("政府信息公开\n工作年度报告"), 1.5))
        column.addWidget(_small(quiet(f"{BASIS}格式。不联网，草稿保存在选定的文件夹。")))
        column.addSpacing(STEP)
        following = self._button("从上年报告新建", self.following)
        self._second = _second_line(following, "带入单位、文字和上年数")
        column.addWidget(following)
        column.addWidget(self._button("新建报告", self.new))
        column.addWidget(self._button("打开草稿…", self.browse))
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
            foot.addWidget(link(self._button(text, signal)), 0, place)
        foot.setColumnStretch(len(others), 1)
        column.addLayout(foot)
        return band

    def _recent_drafts(self) -> QWidget:
        self.recent.setProperty("cards", True)
        self.recent.setWordWrap(True)
        self.recent.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.recent.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.recent.setProperty("horizontalScrollBarPolicy", _NEVER)
        self.recent.setMinimumHeight(self.fontMetrics().height() * 3)
        self.recent.itemActivated.connect(self._open_selected)
        self.recent.resized.connect(self._place_button)
        self.recent.itemSelectionChanged.connect(self._refresh)
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
        column.addWidget(self.recent, 1)
        column.addWidget(self.empty, 1)
        column.addWidget(self._message)
        self._continue.setParent(page)
        return page

    def _empty_state(self) -> QFrame:
        """Return what is shown in place of the list where there is no draft."""
        frame = card()
        column = QVBoxLayout(frame)
        column.addStretch(1)
        self._picture = Label()
        for label in (self._picture, bold(wrapped("最近没有草稿"), 1.15), quiet(_EMPTY)):
            label.setProperty("alignment", _CENTRED)
            column.addWidget(label)
        column.addStretch(2)
        return frame

    def _order(self) -> None:
        """Let Tab lead from the draft to go on with to the list, then to the acts."""
        order: list[QWidget] = [self._continue, self.recent]
        order += [*self._band.findChildren(QPushButton), self._open, self._remove]
        for one, following in pairwise(order):
            QWidget.setTabOrder(one, following)

    def _refresh(self) -> None:
        """Offer the latest draft that is not known to be unreadable."""
        latest = self._latest()
        self.recent.setVisible(bool(self._paths))
        self.empty.setVisible(not self._paths)
        for button in (self._open, self._remove):
            button.setVisible(bool(self._paths))
            button.setEnabled(bool(self.recent.selectedItems()))
        if latest is not None:
            named(self._continue, f"继续填写：{latest.name}")
        if self._delegate is not None:
            if latest is not None:
                tipped(self._continue, str(latest))
            row = self._paths.index(latest) if latest is not None else -1
            self._delegate.button = self._continue.sizeHint()
            if self._delegate.latest != row:
                self._delegate.latest = row
                self.recent.scheduleDelayedItemsLayout()
        self._place_button()

    def _place_button(self) -> None:
        """Put the button on the card of the draft to go on with, while that is in view."""
        latest = self._latest()
        if latest is None:
            self._continue.hide()
            return
        size = self._continue.sizeHint()
        item = self.recent.item(self._paths.index(latest))
        view = self.recent.contentsRect()  # to ask for the viewport would slow the start
        if item is not None:
            view.setSize(self.recent.viewport().size())
            foot = self.recent.visualItemRect(item).bottom() - 2 * STEP
        else:
            lines = self.fontMetrics().height() * (BODY + QUIET) // BODY
            foot = lines + _FOOT - 2 * STEP
        place = QtCore.QPoint(view.width() - 14 - size.width(), foot - 2 * STEP - size.height())
        in_view = 0 <= place.y() <= view.height() - size.height()
        self._continue.setVisible(item is None or in_view)
        self._continue.resize(size)
        self._continue.move(self.recent.mapTo(self._page, view.topLeft() + place))
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
