"""Draws rows of findings whole, wrapped at the list's width, and takes a 说明 within its row."""

from typing import Any, Final

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QListView,
    QPlainTextEdit,
    QStyle,
    QStyledItemDelegate,
    QWidget,
)

from ui.finding_rows import Row
from ui.growing_text import exact_text
from ui.widgets import named

ROW: Final = Qt.ItemDataRole.UserRole
"""Role that holds the Row of an item."""
_LINES: Final = 3
"""Lines of the editor of a 说明."""
_TALL: Final = 1 << 16
"""More pixels than any row is high."""
Index = QModelIndex | QPersistentModelIndex
Option = Any
"""A QStyleOptionViewItem; the stubs know none of its fields."""


class ReasonEdit(QPlainTextEdit):
    """The editor of a 说明: it wraps, and Enter keeps it."""

    entered = Signal()
    """Enter was pressed."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setPlaceholderText("填写说明，回车保存，Esc 放弃；清空即删除说明")
        self.confirmed = False
        """Whether Enter was pressed: then an unchanged 说明 is kept for the present numbers."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter as the end; a 说明 is one paragraph."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.confirmed = True
            self.entered.emit()
        else:
            super().keyPressEvent(event)


class FindingDelegate(QStyledItemDelegate):
    """For a list whose items hold a Row under the role ROW."""

    explained = Signal(object, str)
    """The finding whose 说明 was typed, and what was typed."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view
        self._edited = ""
        self.closeEditor.connect(self._close)

    def initStyleOption(self, option: Option, index: Index) -> None:
        """Draw headings in bold, and dim what was explained or looked at."""
        super().initStyleOption(option, index)
        row: Row = index.data(ROW)
        option.displayAlignment = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        if row.finding is None:
            option.state |= QStyle.StateFlag.State_Enabled
            option.font.setBold(True)
        elif row.finding.reason_stands:
            dim = option.palette.color(QPalette.ColorRole.PlaceholderText)
            option.palette.setColor(QPalette.ColorRole.Text, dim)

    def sizeHint(self, option: Option, index: Index) -> QSize:
        """Ask for the height that the sentence takes, and for the editor under it."""
        width = self._view.viewport().width()
        option.rect = QRect(0, 0, width, _TALL)  # the style wraps at a valid rectangle only
        row: Row = index.data(ROW)
        below = self._editor_height() if row.key == self._edited else 0
        return QSize(width, super().sizeHint(option, index).height() + self._gap() + below)

    def createEditor(self, parent: QWidget, option: Option, index: Index) -> QWidget:
        """Open a 说明 under its sentence."""
        editor = named(ReasonEdit(parent), "说明")
        editor.entered.connect(lambda: self._finish(editor))
        row: Row = index.data(ROW)
        self._edited = row.key
        self.sizeHintChanged.emit(index)
        QTimer.singleShot(0, editor, lambda: self._view.scrollTo(self._view.currentIndex()))
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Show the 说明 as it is kept, unless it is being typed."""
        row: Row = index.data(ROW)
        if isinstance(editor, ReasonEdit) and not editor.document().isModified():
            reason = row.finding.reason if row.finding else None
            editor.setPlainText(reason.text if reason else "")
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Give the 说明 away: the session keeps it."""
        row: Row = index.data(ROW)
        if isinstance(editor, ReasonEdit) and (editor.confirmed or editor.document().isModified()):
            self.explained.emit(row.finding, exact_text(editor))

    def updateEditorGeometry(self, editor: QWidget, option: Option, index: Index) -> None:
        """Lay the editor along the foot of its row."""
        height = self._editor_height()
        foot = option.rect.bottom() - height + 1
        editor.setGeometry(QRect(option.rect.left(), foot, option.rect.width(), height))

    def _finish(self, editor: QWidget) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)

    def _close(self) -> None:
        self._edited = ""
        QTimer.singleShot(0, self, self._lay_out_again)  # a view that is going is not laid out

    def _lay_out_again(self) -> None:
        self._view.scheduleDelayedItemsLayout()

    def _gap(self) -> int:
        return self._view.fontMetrics().height() // 3

    def _editor_height(self) -> int:
        return self._view.fontMetrics().lineSpacing() * _LINES + self._gap() * 2
