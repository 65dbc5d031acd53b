"""What of a window Qt would take for more than words: HTML, a key, a mark of its own."""

import re
from collections.abc import Iterator

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, QObject
from PySide6.QtCore import Qt as Core
from PySide6.QtGui import QAction, QKeySequence, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QGroupBox,
    QLabel,
    QListWidget,
    QMenu,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
    QToolButton,
    QWidget,
)

from tests.ui.seeing import described
from ui.aside.browser import Browser

_TIPS = (
    Core.ItemDataRole.ToolTipRole,
    Core.ItemDataRole.StatusTipRole,
    Core.ItemDataRole.WhatsThisRole,
)
_TURNS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def interpreted(window: QWidget) -> list[str]:
    """Give what is no plain text in a window and in all that it holds, shown or not."""
    for menu in window.findChildren(QMenu):
        menu.aboutToShow.emit()
    widgets = [window, *window.findChildren(QWidget)]
    found = [f"{described(one)}: {what}" for one in widgets for what in _of_widget(one)]
    for action in window.findChildren(QAction):
        found += [f"QAction: {what}" for what in _of_action(action)]
    return found


def words_of(window: QWidget) -> str:
    """Give what labels, buttons, menus and items say."""
    said = [one.text() for one in window.findChildren(QLabel)]
    said += [one.text() for one in window.findChildren(QAbstractButton)]
    said += [one.text() for one in window.findChildren(QAction)]
    for view in window.findChildren(QAbstractItemView):
        said += [str(index.data()) for index in _indexes(view.model())]
    return "\n".join([window.windowTitle(), *said])


def _of_widget(one: QWidget) -> Iterator[str]:
    for tip in (one.toolTip(), one.whatsThis(), one.statusTip()):
        yield from _rich(tip)
    if any(len(marks) % 6 for marks in re.findall(r"(?:\[\*\])+", one.windowTitle())):
        yield f"title {one.windowTitle()!r}"
    if isinstance(one, QTextEdit) and one.acceptRichText() and not isinstance(one, Browser):
        yield "takes HTML"
    if isinstance(one, QLabel) and one.text() and one.textFormat() != Core.TextFormat.PlainText:
        yield f"label {one.text()!r}"
    for text in _said(one):
        yield from _turning(text)
    for text in _keyed(one):
        yield from _key(text)
    if isinstance(one, QTabBar):
        for tab in range(one.count()):
            yield from _rich(one.tabToolTip(tab))
    if isinstance(one, QAbstractItemView) and one.model() is not None:
        yield from _of_model(one.model())


def _said(one: QWidget) -> list[str]:
    """Give the words of a widget that the program says; what is typed is the clerk's own."""
    said = [one.windowTitle(), one.accessibleName()]
    if isinstance(one, QLabel):
        said.append(one.text())
    if isinstance(one, QPlainTextEdit | QTextEdit) and one.isReadOnly():
        said.append(one.toPlainText())
    if isinstance(one, QListWidget):
        said += [one.item(row).text() for row in range(one.count())]
    return said


def _keyed(one: QWidget) -> list[str]:
    """Give the words of a widget in which ``&`` marks a key."""
    if isinstance(one, QAbstractButton):
        return [one.text()]
    if isinstance(one, QTabBar):
        return [one.tabText(tab) for tab in range(one.count())]
    return [one.title()] if isinstance(one, QGroupBox) else []


def _of_model(model: QAbstractItemModel) -> Iterator[str]:
    for index in _indexes(model):
        for role in _TIPS:
            yield from _rich(index.data(role))
    for across, count in (
        (Core.Orientation.Horizontal, _columns(model)),
        (Core.Orientation.Vertical, model.rowCount()),
    ):
        for section in range(count):
            for role in _TIPS:
                yield from _rich(model.headerData(section, across, role))


def _of_action(action: QAction) -> Iterator[str]:
    yield from _key(action.text())
    yield from _turning(action.text())
    holders: list[QObject] = action.associatedObjects()
    if any(isinstance(one, QToolButton) for one in holders):
        yield from _rich(action.toolTip())


def _indexes(model: QAbstractItemModel) -> Iterator[QModelIndex]:
    for row in range(model.rowCount()):
        for column in range(_columns(model)):
            yield model.index(row, column)


def _columns(model: QAbstractItemModel) -> int:
    """Count the columns; a list has one, and keeps that to itself."""
    return 1 if isinstance(model, QAbstractListModel) else model.columnCount()


_LETTER = re.compile(r"\(&[A-Z1-9]\)(?:…?$| )")


def _rich(tip: object) -> Iterator[str]:
    if tip and Qt.mightBeRichText(str(tip)):
        yield f"tip {tip!r}"


def _key(text: str) -> Iterator[str]:
    """Yield a text of which a part is a key; the letter of a menu stands behind its words.

    Behind 撤销 follows what is undone.
    """
    if not QKeySequence.mnemonic(_LETTER.sub("", text)).isEmpty():
        yield f"key in {text!r}"


def _turning(text: str) -> Iterator[str]:
    if _TURNS.search(text):
        yield f"turns {text!r}"
