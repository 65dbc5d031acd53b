"""The table of the form as a clerk fills it: official headings, keypad, Enter in filling order."""

from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QTableView,
    QWidget,
)

from export.style import column_widths
from ui.heading_view import HeadingView
from ui.table_model import Index, TableModel
from ui.widgets import wrapped

_LABEL_EMS: Final = (2.2, 6.5, 20.0)
"""Widths of three levels of row labels, in heights of the font."""
_LEAST_EMS: Final = 3.6
"""Least width of a column of values."""
_WIDEST_EMS: Final = 72.0
"""Width beyond which a table does not grow with its window."""


class TableView(QTableView):
    """One table of the form, drawn as the decree prints it."""

    def __init__(self, model: TableModel, parent: QWidget | None = None) -> None:
        super().__init__(parent, cornerButtonEnabled=False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._model = model
        self.setModel(model)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
        )
        self._corner: QLabel | None = None
        if model.left or model.top:
            self._set_headings()
        else:
            self._set_spans()
        self._lay_out()

    @property
    def _em(self) -> int:
        return self.fontMetrics().height()

    def _set_headings(self) -> None:
        """Put heading views that paint the trees on top and left, and the mandated corner."""
        grid = self._model.grid
        across = HeadingView(grid, Qt.Orientation.Horizontal, self._heading_heights(), self)
        down = HeadingView(grid, Qt.Orientation.Vertical, self._label_widths(), self)
        self.setHorizontalHeader(across)
        self.setVerticalHeader(down)
        if not grid.side:
            down.hide()
        for header, bar in (
            (across, self.horizontalScrollBar()),
            (down, self.verticalScrollBar()),
        ):  # a header scrolls by blitting, and its labels follow the visible part
            bar.valueChanged.connect(header.viewport().update)
        corner = [place.label for place in grid.places if place.role == "corner"]
        if corner:
            self._corner = wrapped(corner[0])
            self._corner.setParent(self)
            self._corner.setAutoFillBackground(True)
            self._corner.setAlignment(Qt.AlignmentFlag.AlignCenter)

    def _set_spans(self) -> None:
        """Show a table of several blocks as the whole grid, its cells spanned."""
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.hide()
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        for place in self._model.grid.places:
            if place.width * place.height > 1:
                self.setSpan(place.row, place.column, place.height, place.width)

    def _heading_heights(self) -> list[int]:
        return [round(self._em * 1.5)] * (self._model.grid.head - 1) + [round(self._em * 2.4)]

    def _label_widths(self) -> list[int]:
        return [round(self._em * share) for share in _LABEL_EMS[: self._model.grid.side]]

    def _lay_out(self) -> None:
        """Size rows and columns by font and window, so that every scale shows every label whole."""
        grid, columns = self._model.grid, self._model.columnCount()
        room = min(self.viewport().width(), round(self._em * _WIDEST_EMS))
        widths = column_widths(grid, room) if not self._model.top else [room // columns] * columns
        for column, width in enumerate(widths):
            self.setColumnWidth(column, max(width, round(self._em * _LEAST_EMS)))
        for row in range(self._model.rowCount()):
            self.setRowHeight(row, self._row_height(row + self._model.top))

    def _row_height(self, row: int) -> int:
        """Give a row the lines that its label needs."""
        lines = 1
        for place in self._model.grid.places if self._model.left else ():
            if place.role == "row" and place.row == row and place.height == 1:
                room = sum(self._label_widths()[place.column :][: place.width]) - 10
                lines = -(-self.fontMetrics().horizontalAdvance(place.label) // room)
        return round(self._em * (0.55 + lines))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fill the width, and keep the corner where the two headings meet."""
        super().resizeEvent(event)
        self._lay_out()
        if self._corner is not None:
            across, down = self.horizontalHeader(), self.verticalHeader()
            self._corner.setGeometry(1, 1, down.width(), across.height())

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """After Enter go to the next cell in filling order."""
        none = QAbstractItemDelegate.EndEditHint.NoHint
        moves = {
            QAbstractItemDelegate.EndEditHint.EditNextItem: self.CursorAction.MoveNext,
            QAbstractItemDelegate.EndEditHint.EditPreviousItem: self.CursorAction.MovePrevious,
        }
        # Tab moves without opening the next editor, which would swallow Ctrl+Z.
        super().closeEditor(editor, none if hint in moves else hint)
        if hint in moves:
            self.setCurrentIndex(self.moveCursor(moves[hint], Qt.KeyboardModifier.NoModifier))
        elif hint == QAbstractItemDelegate.EndEditHint.SubmitModelCache:
            self.go_to_next()

    def go_to_next(self) -> None:
        """Go down in filling order; after the last cell of a column to the top of the next."""
        cells = self._model.typed_in_order()
        here = self.currentIndex()
        place = next((n for n, index in enumerate(cells) if index == here), -1)
        self.setCurrentIndex(cells[(place + 1) % len(cells)])

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Let Tab go from one typed cell to the next in reading order, past labels and totals."""
        steps = {self.CursorAction.MoveNext: 1, self.CursorAction.MovePrevious: -1}
        if action not in steps:
            return super().moveCursor(action, modifiers)
        here = self.currentIndex()
        cells = sorted(self._model.typed_in_order(), key=lambda one: (one.row(), one.column()))
        before = sum((one.row(), one.column()) < (here.row(), here.column()) for one in cells)
        if steps[action] > 0 and here not in cells:
            before -= 1
        return cells[(before + steps[action]) % len(cells)]

    def go_to(self, address: str) -> bool:
        """Put the cursor on a cell, where it is one of this table."""
        index = self._model.index_of(address)
        if not index.isValid():
            return False
        self.setCurrentIndex(index)
        self.scrollTo(index)
        self.setFocus()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter as «next», Delete as «empty»; everything else as a table does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.state() != QAbstractItemView.State.EditingState:  # else the editor closes
                self.go_to_next()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            for index in self.selectedIndexes():
                self._model.set_text(index, "")
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Lay out anew when the font changes."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and self.model():
            for header, extents in (
                (self.horizontalHeader(), self._heading_heights()),
                (self.verticalHeader(), self._label_widths()),
            ):
                if isinstance(header, HeadingView):
                    header.set_extents(extents)
            self._lay_out()

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Keep the current cell in view."""
        super().currentChanged(current, previous)
        self.scrollTo(current)
