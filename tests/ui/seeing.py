"""What is wrong with a window for who hears it, has no mouse, or needs larger type."""

from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from typing import Final, NamedTuple

from PySide6.QtCore import QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QAccessible, QAction, QFontInfo, QFontMetrics, QImage, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QCheckBox,
    QComboBox,
    QGroupBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListWidget,
    QMenu,
    QPlainTextEdit,
    QScrollArea,
    QTabBar,
    QWidget,
)

from ui.base.cell_entry import EntryDelegate, EntryTable
from ui.entry.cards import CardList
from ui.findings.list import FindingsPanel
from ui.rail import StepList
from ui.table.meter import Meter

_FIELDS: Final = (QLineEdit, QComboBox, QPlainTextEdit)
_WORDS: Final = (QLabel, QAbstractButton, QComboBox, QLineEdit, QTabBar, QGroupBox)
_FRAME: Final = 4
"""Pixels that the frame of a button takes, at the least."""
_TALL: Final = 10_000
"""More pixels than any text is high."""


def visible(window: QWidget) -> list[QWidget]:
    """Give what is shown of a window, without what Qt makes for itself."""
    return [
        widget
        for widget in (window, *window.findChildren(QWidget))
        if widget.isVisible()
        and widget.window() is window
        and not widget.objectName().startswith("qt_")
    ]


def described(widget: QWidget) -> str:
    """Say which widget it is, and whose."""
    owner = widget.parentWidget()
    while owner is not None and type(owner).__module__.startswith("PySide6"):
        owner = owner.parentWidget()
    place = f"({type(owner).__name__})" if owner is not None else ""
    return " ".join(filter(None, (widget.metaObject().className(), name_of(widget), place)))


def name_of(widget: QWidget) -> str:
    """Give the name that a screen reader says; what is chosen in a box is no name of the box."""
    if isinstance(widget, QComboBox):
        return widget.accessibleName()
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name).strip() if interface else ""


def unnamed(window: QWidget) -> list[str]:
    """Give what can take the focus and has no name."""
    return [
        described(widget)
        for widget in visible(window)
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus and not name_of(widget)
    ]


def misnamed(window: QWidget) -> list[str]:
    """Give what is read out otherwise than it is written; signs may have words for names."""
    return [
        described(widget)
        for widget in visible(window)
        if isinstance(widget, (QLabel, QAbstractButton))
        and any(letter.isalpha() for letter in widget.text())
        and _plain(widget.text()) not in _plain(name_of(widget))
    ]


def _plain(text: str) -> str:
    return "".join(letter for letter in text.replace("&&", "&") if letter.isalnum())


def unlabelled(window: QWidget) -> list[str]:
    """Give the fields that no label belongs to."""
    buddies = {label.buddy() for label in window.findChildren(QLabel)}
    return [
        described(widget)
        for widget in visible(window)
        if isinstance(widget, _FIELDS) and widget not in buddies
    ]


def loses_keys(window: QWidget) -> list[str]:
    """Give the item views that open cells, but not as fast as keys and words may come."""
    return [
        described(view)
        for view in visible(window)
        if isinstance(view, QAbstractItemView) and _opens_cells(view) and not _keeps_up(view)
    ]


def _opens_cells(view: QAbstractItemView) -> bool:
    """Whether a cell may be edited; a view that opens at any key is taken to have such a cell."""
    if isinstance(view, QHeaderView):
        return False
    triggers = view.editTriggers()
    if triggers & QAbstractItemView.EditTrigger.AnyKeyPressed:
        return True
    model = view.model()
    cells = (model.index(row, 0) for row in range(model.rowCount() if model else 0))
    editable = any(index.flags() & Qt.ItemFlag.ItemIsEditable for index in cells)
    return editable and triggers != QAbstractItemView.EditTrigger.NoEditTriggers


def _keeps_up(view: QAbstractItemView) -> bool:
    any_key = bool(view.editTriggers() & QAbstractItemView.EditTrigger.AnyKeyPressed)
    table = isinstance(view, EntryTable) or not any_key
    return table and isinstance(view.itemDelegate(), EntryDelegate)


class Key(NamedTuple):
    """A key of a window: what it does, and within which widgets it works."""

    key: str
    words: str
    homes: list[QWidget]

    def meets(self, other: "Key") -> bool:
        """Whether there is a place where both would answer."""
        return self.key == other.key and any(
            one is two or one.isAncestorOf(two) or two.isAncestorOf(one)
            for one in self.homes
            for two in other.homes
        )


def ambiguous(window: QWidget) -> list[str]:
    """Give the keys that stand for two things in the same place."""
    pairs = combinations(_keys(window), 2)
    return [f"{one.key}: {one.words}, {two.words}" for one, two in pairs if one.meets(two)]


def _keys(window: QWidget) -> Iterator[Key]:
    for action in window.findChildren(QAction):
        objects = [*action.associatedObjects(), action.parent()]
        homes = _homes(window, objects, action.shortcutContext())
        for sequence in action.shortcuts():
            yield Key(sequence.toString(), action.text(), homes)
    for shortcut in window.findChildren(QShortcut):
        homes = _homes(window, [shortcut.parent()], shortcut.context())
        for sequence in shortcut.keys():  # noqa: SIM118
            yield Key(sequence.toString(), "QShortcut", homes)


def _can_be_opened(menu: QWidget) -> bool:
    """Whether a widget is a menu whose bar or button is shown; Qt takes no keys of another."""
    if not isinstance(menu, QMenu):
        return False
    holders = menu.menuAction().associatedObjects()
    return any(isinstance(one, QWidget) and one.isVisible() for one in holders)


def _homes(window: QWidget, objects: list[QObject], reach: Qt.ShortcutContext) -> list[QWidget]:
    """Give the widgets within which a key works; a menu's keys work in the whole window."""
    widgets = [one for one in objects if isinstance(one, QWidget)]
    whole = reach in (Qt.ShortcutContext.WindowShortcut, Qt.ShortcutContext.ApplicationShortcut)
    shown = [one for one in widgets if one.isVisible() or (whole and _can_be_opened(one))]
    return [window] if whole and shown else shown


def cut(window: QWidget) -> list[str]:
    """Give the widgets that are too small for their words, or lie outside of what holds them."""
    return [
        described(widget)
        for widget in visible(window)
        if not has_room(widget) or (isinstance(widget, _WORDS) and is_outside(widget))
    ]


def has_room(widget: QWidget) -> bool:
    """Whether the words of a widget are whole; a scroll area scrolls down, never sideways."""
    if isinstance(widget, Meter):  # it paints pills in a type of its own: test_table_fit sees them
        return True
    if isinstance(widget, QLabel):
        return _label_has_room(widget)
    if isinstance(widget, QTabBar):
        return all(_tab_has_room(widget, tab) for tab in range(widget.count()))
    if isinstance(widget, CardList):  # its items are painted in parts; test_start looks at them
        return widget.horizontalScrollBar().maximum() == 0
    if isinstance(widget, StepList):
        return all(_step_has_room(widget, row) for row in range(widget.count()))
    if isinstance(widget, FindingsPanel):
        return all(_card_has_room(widget, row) for row in range(widget.count()))
    if isinstance(widget, QListWidget):
        return all(_item_has_room(widget, row) for row in range(widget.count()))
    if isinstance(widget, QScrollArea):
        return widget.horizontalScrollBar().maximum() == 0
    if isinstance(widget, (QAbstractButton, QComboBox)):
        text = widget.currentText() if isinstance(widget, QComboBox) else widget.text()
        beside = widget.sizeHint().width() if isinstance(widget, QCheckBox) else 0
        high = not text or widget.height() >= QFontMetrics(widget.font()).height()
        return high and widget.width() >= max(_width(widget, text) + _FRAME, beside)
    return not isinstance(widget, QGroupBox) or widget.width() > _width(widget, widget.title())


def is_outside(widget: QWidget) -> bool:
    """Whether a part lies outside of the window, or of anything between that does not scroll."""
    holder = widget
    while not holder.isWindow():
        holder = holder.parentWidget()
        area = holder.parentWidget()
        if isinstance(area, QAbstractScrollArea) and area.viewport() is holder:
            return False
        if not holder.rect().contains(QRect(widget.mapTo(holder, QPoint()), widget.size())):
            return True
    return False


def _width(widget: QWidget, text: str) -> int:
    """Width of the longest line; the edge of a drawer has one character in each."""
    return max(map(QFontMetrics(widget.font()).horizontalAdvance, text.split("\n")))


def _tab_has_room(bar: QTabBar, tab: int) -> bool:
    room = bar.tabRect(tab)
    return bar.rect().contains(room) and room.width() > _width(bar, bar.tabText(tab))


def _label_has_room(label: QLabel) -> bool:
    if label.wordWrap():
        return label.height() >= label.heightForWidth(label.width())
    hint = label.sizeHint()
    return label.width() >= hint.width() and label.height() >= hint.height()


def _step_has_room(steps: StepList, row: int) -> bool:
    """Whether a step is whole where all steps fit, and each of its painted lines in its place."""
    item = steps.visualItemRect(steps.item(row))
    lines = steps.words(row)
    inside = item.left() >= 0 and item.right() < steps.viewport().width()
    return inside and all(
        item.contains(line.place)
        and QFontMetrics(line.font).horizontalAdvance(line.words) <= line.place.width()
        and QFontInfo(line.font).pixelSize() <= line.place.height()
        for line in lines
    )


def _card_has_room(panel: FindingsPanel, row: int) -> bool:
    """Whether all that is painted of a finding is within its card, and the card in the list."""
    card = panel.visualItemRect(panel.item(row))
    painted = panel.delegate.face(panel.row_at(row)).extent()
    within = QRectF(0, 0, card.width(), card.height()).contains(painted)
    return within and card.width() <= panel.viewport().width()


def _item_has_room(view: QListWidget, row: int) -> bool:
    """Whether the words of a row fit its height and the width of the list."""
    item = view.item(row)
    width, height = view.viewport().width(), view.visualItemRect(item).height()
    flags = Qt.TextFlag.TextWordWrap if view.wordWrap() else Qt.TextFlag.TextExpandTabs
    room = QRect(0, 0, width, _TALL)
    needed = QFontMetrics(item.font()).boundingRect(room, int(flags), item.text())
    return needed.width() <= width and needed.height() <= height


def colours(image: QImage) -> Counter[str]:
    """Count the dots of each colour of an opaque picture."""
    plain = image.convertToFormat(QImage.Format.Format_RGB32)  # its lines have no padding
    dots = Counter(memoryview(plain.constBits()).cast("I"))
    return Counter({f"#{dot & 0xFFFFFF:06x}": number for dot, number in dots.items()})
