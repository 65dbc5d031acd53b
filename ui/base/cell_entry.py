"""Typing into the cells of item views: one delegate and one table for all of them.

Keys and finished words of an input method may come faster than the window works. Each of them acts
where the one before it ended, so nothing here waits for the event loop.
"""

from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QLineEdit,
    QStyledItemDelegate,
    QTableView,
    QWidget,
)

from ui.base.widgets import unbounded

_TRIGGERS: Final = QAbstractItemView.EditTrigger
_HINTS: Final = QAbstractItemDelegate.EndEditHint
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class EntryDelegate(QStyledItemDelegate):
    """Opens an editor for a cell, and ends it at once with Enter.

    ``may_change`` asks before a published report is changed. It is called before the editor is
    made: the question takes the focus, and an editor that closes during its own key would end the
    program.
    """

    entered = Signal()
    """An edit was ended with Enter."""

    def __init__(self, may_change: Callable[[], bool], view: QAbstractItemView) -> None:
        super().__init__(view)
        self._may_change = may_change

    def createEditor(  # type: ignore[override]  # Qt knows that there may be none
        self, parent: QWidget, option: Any, index: QModelIndex | QPersistentModelIndex
    ) -> QWidget | None:
        """Return the editor of a cell, or None where the report is not to be changed."""
        return self.make_editor(parent, index) if self._may_change() else None

    def make_editor(self, parent: QWidget, index: QModelIndex | QPersistentModelIndex) -> QWidget:
        """Return the editor of a cell: a line that takes a text of any length."""
        editor = unbounded(QLineEdit(parent))
        editor.setFrame(False)
        return editor

    def end(self, editor: QWidget) -> None:
        """Keep what was typed, and close the editor."""
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, _HINTS.NoHint)
        self.entered.emit()

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """End an edit with Enter at once: Qt ends it later, and the next keys would be lost."""
        key = event.key() if isinstance(event, QKeyEvent) else None
        if event.type() == QEvent.Type.KeyPress and key in _ENTER and isinstance(editor, QWidget):
            self.end(editor)
            return True
        return super().eventFilter(editor, event)


class EntryTable(QTableView):
    """A table whose cells are opened by the first key, or the first word of an input method.

    Enter moves to the next cell; Tab and Shift+Tab leave an open cell without opening another.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, cornerButtonEnabled=False)
        self.setEditTriggers(
            _TRIGGERS.AnyKeyPressed | _TRIGGERS.EditKeyPressed | _TRIGGERS.DoubleClicked
        )
        self._composing = False
        """Whether an unfinished word opened the cell."""

    def set_entry(self, delegate: EntryDelegate) -> None:
        """Take the delegate that opens the cells."""
        self.setItemDelegate(delegate)
        delegate.entered.connect(self.go_to_next)

    def go_to_next(self) -> None:
        """Move to the cell after Enter."""
        raise NotImplementedError

    def go_along(self, steps: int) -> None:
        """Move from an open cell as Tab does, or with -1 as Shift+Tab does."""
        raise NotImplementedError

    @property
    def is_open(self) -> bool:
        """Whether a cell is being edited."""
        return self.state() == QAbstractItemView.State.EditingState

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move on with Enter on a closed cell; the delegate has already ended an open one."""
        if event.key() not in _ENTER:
            super().keyPressEvent(event)
        elif not self.is_open:
            self.go_to_next()

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Move with Tab without opening the next editor, which would swallow Ctrl+Z."""
        steps = {_HINTS.EditNextItem: 1, _HINTS.EditPreviousItem: -1}.get(hint, 0)
        super().closeEditor(editor, _HINTS.NoHint if steps else hint)
        if steps:
            self.go_along(steps)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Pass a finished word on to the editor: Qt opens the cell for it, but drops the word.

        A word that is being composed stays with the table until it is finished, as Qt expects: a
        change of focus would end it.
        """
        composing = self._composing and self.is_open
        if composing or event.preeditString() or not event.commitString():
            super().inputMethodEvent(event)
        else:
            if not self.is_open:  # what edit returns is true of a cell that did not open as well
                self.edit(self.currentIndex(), _TRIGGERS.AnyKeyPressed, QEvent(QEvent.Type.None_))
            if self.is_open:
                QCoreApplication.sendEvent(self._editor(), event)
        self._composing = self.is_open and bool(event.preeditString())
        if self.is_open and not self._composing:  # else the next key would find no editor
            self._editor().setFocus()

    def keyboardSearch(self, search: str) -> None:
        """Do nothing: keys on a cell that takes no text must not select another cell."""

    def _editor(self) -> QLineEdit:
        """Return the line of the open cell."""
        lines = [line for line in self.viewport().children() if isinstance(line, QLineEdit)]
        return next(line for line in lines if not line.isHidden())
