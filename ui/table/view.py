"""The table of the form as a clerk fills it: official headings, keypad, Enter in filling order."""

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QWidget,
)

from model.form.grid import Place
from ui.base.cell_entry import EntryTable
from ui.base.widgets import Label, wrapped
from ui.table.delegate import CellDelegate
from ui.table.heading_view import HeadingView
from ui.table.layout import TableLayout
from ui.table.model import Index, TableModel

_STANDARD = QKeySequence.StandardKey


class TableView(EntryTable):
    """One table of the form, drawn as the decree prints it."""

    selected = Signal()
    """Other cells are selected."""
    asked = Signal(str)
    """A key asks for an act on the selection: clear, copy, cut or paste."""

    def __init__(self, model: TableModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._model = model
        self.setModel(model)
        self.cells = CellDelegate(model, self)
        self.set_entry(self.cells)
        self._layout = TableLayout(model.grid, self.fontMetrics(), self.width())
        self._corner: Label | None = None
        if model.left or model.top:
            self._set_headings()
        else:
            self._set_spans()
        self._lay_out()

    def _set_headings(self) -> None:
        """Put heading views that paint the trees on top and left, and the mandated corner."""
        grid = self._model.grid
        across = HeadingView(grid, Qt.Orientation.Horizontal, self._layout.headings, self)
        down = HeadingView(grid, Qt.Orientation.Vertical, self._layout.labels, self)
        self.setHorizontalHeader(across)
        self.setVerticalHeader(down)
        if not grid.side:
            down.hide()
        for header, bar in (
            (across, self.horizontalScrollBar()),
            (down, self.verticalScrollBar()),
        ):  # a header scrolls by blitting, and its labels follow the visible part
            bar.valueChanged.connect(header.viewport().update)
            header.chosen.connect(self.select_under)
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

    def _lay_out(self) -> None:
        """Size rows and columns by font and window, so that every scale shows every label whole."""
        frame, bar = 2 * self.frameWidth(), self.verticalScrollBar().sizeHint().width()
        grid, room = self._model.grid, self.width() - frame
        layout = TableLayout(grid, self.fontMetrics(), room)
        if layout.height > self.height() - frame:  # it has to scroll
            layout = TableLayout(grid, self.fontMetrics(), room - bar)
        self._layout = layout
        for header, extents in (
            (self.horizontalHeader(), layout.headings),
            (self.verticalHeader(), layout.labels),
        ):
            if isinstance(header, HeadingView):
                header.set_extents(extents)
        for column, width in enumerate(layout.columns()):
            self.setColumnWidth(column, width)
        for row in range(self._model.rowCount()):
            self.setRowHeight(row, layout.row(row + self._model.top))
        self.updateGeometries()
        if self._corner is not None:
            across, down = self.horizontalHeader(), self.verticalHeader()
            self._corner.setGeometry(1, 1, down.width() - 1, across.height() - 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fill the width, and keep the current cell in view."""
        super().resizeEvent(event)
        self._lay_out()
        self.scrollTo(self.currentIndex())

    def changeEvent(self, event: QEvent) -> None:
        """Lay out and paint anew when font or palette change."""
        super().changeEvent(event)
        changes = (QEvent.Type.FontChange, QEvent.Type.StyleChange, QEvent.Type.PaletteChange)
        if event.type() in changes and self.model():
            self.cells.dress(self.palette(), self.font())
            self._lay_out()

    def show_last(self, shown: bool) -> None:
        """Show last year's figures in the cells, or hide them."""
        self.cells.shows_last = shown
        self.viewport().update()

    def select_under(self, place: Place) -> None:
        """Select all values under a heading."""
        model, left, top = self._model, self._model.left, self._model.top
        if place.role == "row":
            rows = range(place.row - top, place.row - top + place.height)
            columns = range(max(place.column + place.width - left, 0), model.columnCount())
        else:
            rows = range(model.rowCount())
            columns = range(place.column - left, place.column - left + place.width)
        first, last = model.index(rows[0], columns[0]), model.index(rows[-1], columns[-1])
        self.setCurrentIndex(first)
        chosen = QItemSelection(first, last)
        self.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.setFocus()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Let a label within the table select the values it names."""
        super().mousePressEvent(event)
        place = self._model.place(self.indexAt(event.position().toPoint()))
        if place is not None and place.role == "row" and place.cell is None:
            self.select_under(place)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Say that the selection is another."""
        super().selectionChanged(selected, deselected)
        self.selected.emit()

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """After Esc put back what was."""
        super().closeEditor(editor, hint)
        if hint == QAbstractItemDelegate.EndEditHint.RevertModelCache:
            self.cells.take_back(self.currentIndex())

    def go_along(self, steps: int) -> None:
        """Go to the next typed cell in reading order, or the one before."""
        move = self.CursorAction.MoveNext if steps > 0 else self.CursorAction.MovePrevious
        self.setCurrentIndex(self.moveCursor(move, Qt.KeyboardModifier.NoModifier))

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
        """Take Delete as «empty», and what spreadsheets know."""
        known = {"copy": _STANDARD.Copy, "cut": _STANDARD.Cut, "paste": _STANDARD.Paste}
        act = next((name for name, key in known.items() if event.matches(key)), "")
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.asked.emit("clear")
        elif act:
            self.asked.emit(act)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Have a screen reader say the current cell, after Qt has told it of the table."""
        super().focusInEvent(event)
        if QAccessible.isActive():
            QTimer.singleShot(0, self, self._say_current)

    def _say_current(self) -> None:
        current = self.currentIndex()
        if self.hasFocus() and current.isValid():
            told = QAccessibleEvent(self, QAccessible.Event.Focus)
            row, column = current.row() + 1, current.column() + 1  # headings come before
            told.setChild(row * (self._model.columnCount() + 1) + column)
            QAccessible.updateAccessibility(told)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Keep the current cell in view."""
        super().currentChanged(current, previous)
        self.scrollTo(current)
