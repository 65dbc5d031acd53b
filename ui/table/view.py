"""The table of the form as a clerk fills it: official headings, keypad, Enter in filling order.

Headings are painted from the grid, merged as printed, always in view. Values are painted in one
pass; the delegate opens editors only.
"""

from typing import Final

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QRect,
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
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QFrame, QHeaderView, QWidget

from model.form.grid import GridPlace
from ui.base.cell_entry import EntryTable
from ui.base.widgets import ModelIndex
from ui.table.delegate import CellDelegate
from ui.table.fit import TableFit, span
from ui.table.headings import Corner, HeadingView
from ui.table.model import TableModel
from ui.table.painting import GridPainter

_STANDARD: Final = QKeySequence.StandardKey


class TableView(EntryTable):
    """One table of the form, drawn as the decree prints it."""

    selected = Signal()
    """Other cells are selected."""
    asked = Signal(str)
    """A key asks for an act on the selection: clear, copy, cut or paste."""
    finished = Signal()
    """Enter was pressed in the last cell in filling order."""
    focus_changed = Signal()
    """The table has got the focus, or lost it."""

    def __init__(self, model: TableModel, fit: TableFit) -> None:
        super().__init__()
        self.setProperty("grid", "true")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._model = model
        self._chosen: list[tuple[QRect, str]] = []
        self.setModel(model)
        self.cells = CellDelegate(model, self)
        self.set_entry(self.cells)
        self.fit = fit
        self.grid = GridPainter(model, fit)
        self._corner: Corner | None = None
        if model.left or model.top:
            self._set_headings()
        else:
            self._set_spans()
        self.take(fit)

    def _set_headings(self) -> None:
        """Put heading views that paint the trees on top and left, and the mandated corner."""
        grid = self._model.grid
        across = HeadingView(grid, Qt.Orientation.Horizontal, self.fit, self)
        down = HeadingView(grid, Qt.Orientation.Vertical, self.fit, self)
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
        self._model.broken_changed.connect(self._show_broken)
        across.show_broken(self._model.broken)
        corner = [place.label for place in grid.places if place.role == "corner"]
        if corner:
            self._corner = Corner(corner[0], self)

    def _set_spans(self) -> None:
        """Show a table of several blocks as the whole grid, its cells spanned."""
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.hide()
            header.setMinimumSectionSize(1)
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        for place in self._model.grid.places:
            if place.width * place.height > 1:
                self.setSpan(place.row, place.column, place.height, place.width)

    def take(self, fit: TableFit) -> None:
        """Take other sizes of type, rows and columns."""
        shows_last = self.grid.shows_last
        self.fit = fit
        self.grid = GridPainter(self._model, fit, shows_last)
        self.cells.font = self.grid.font
        for header in self._headings():
            header.take(fit)
        for column, width in enumerate(fit.columns):
            self.setColumnWidth(column, width)
        for row, height in enumerate(fit.rows):
            self.setRowHeight(row, height)
        self.updateGeometries()
        if self._corner is not None:
            self._corner.take(fit)
        self._choose()
        self.viewport().update()

    def _headings(self) -> list[HeadingView]:
        headers = (self.horizontalHeader(), self.verticalHeader())
        return [header for header in headers if isinstance(header, HeadingView)]

    def _show_broken(self, columns: frozenset[int]) -> None:
        """Tint other columns."""
        self._headings()[0].show_broken(columns)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the parts that are asked for, and no others."""
        painter = QPainter(self.viewport())
        moved = (self.horizontalOffset(), self.verticalOffset())
        painter.translate(-moved[0], -moved[1])
        region = event.region()
        whole = region.boundingRect().translated(*moved)
        if region.rectCount() == 1:
            self.grid.paint(painter, whole, self._chosen)
        else:
            for part in region:  # type: ignore[attr-defined]  # the stubs do not know its parts
                part.translate(*moved)
                painter.setClipRect(part)
                self.grid.paint(painter, part, self._chosen)
            painter.setClipping(False)
        place = self._model.place(self.currentIndex())
        if place is not None and place.cell is not None:
            room = self.grid.rectangle(place)
            if room.intersects(whole):
                self.grid.paint_frame(painter, room, self.hasFocus() or self.is_open)
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        """Paint anew when the look changes."""
        super().changeEvent(event)
        changes = (QEvent.Type.StyleChange, QEvent.Type.PaletteChange)
        if event.type() in changes and self.model():
            for header in self._headings():
                header.forget()
            self.viewport().update()

    def dataChanged(self, first: ModelIndex, last: ModelIndex, roles: object = ()) -> None:
        """Prepare a number that is new, before it is painted."""
        self.grid.prepare((first.row(), first.column()))  # the model reports one cell at a time
        super().dataChanged(first, last)

    def show_last(self, shown: bool) -> None:
        """Show last year's figures in the cells, or hide them."""
        self.grid.shows_last = shown
        self.grid.prepare_all()
        self.viewport().update()

    def _choose(self) -> None:
        """Note where the selection is painted; the current cell alone is on plain ground."""
        ranges = self.selectionModel().selection().toList()
        one = len(ranges) == 1 and ranges[0].width() * ranges[0].height() == 1
        rooms = []
        if self._model.left or self._model.top:
            for chosen in ranges:
                x, width = span(self.grid.xs, chosen.left(), chosen.width())
                y, height = span(self.grid.ys, chosen.top(), chosen.height())
                rooms.append(QRect(x, y, width, height))
        else:
            places = [self._model.place(index) for index in self.selectedIndexes()]
            rooms = [self.grid.rectangle(place) for place in places if place and place.cell]
        self._chosen = [(room, "surface" if one else "veil") for room in rooms]

    def select_under(self, place: GridPlace) -> None:
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
        self._choose()
        super().selectionChanged(selected, deselected)
        self.selected.emit()

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """After Esc put back what was."""
        super().closeEditor(editor, hint)
        if hint == QAbstractItemDelegate.EndEditHint.RevertModelCache:
            self.cells.take_back(self.currentIndex())

    def begin(self) -> None:
        """Put the cursor on the first blank cell, or leave it where it was."""
        if not self.currentIndex().isValid():
            cells = self._model.typed_in_order()
            blank = (index for index in cells if not index.data())
            self.setCurrentIndex(next(blank, cells[0]))

    def go_along(self, steps: int) -> None:
        """Go to the next typed cell in reading order, or the one before."""
        move = self.CursorAction.MoveNext if steps > 0 else self.CursorAction.MovePrevious
        self.setCurrentIndex(self.moveCursor(move, Qt.KeyboardModifier.NoModifier))

    def go_to_next(self) -> None:
        """Go down in filling order, from the foot of a column to the top of the next."""
        following = self._model.next_in_order(self._model.address(self.currentIndex()))
        if following:
            self.setCurrentIndex(self._model.index_of(following))
        else:
            self.finished.emit()

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
        self.begin()  # Qt would make a cell current that is not selected
        super().focusInEvent(event)
        self.focus_changed.emit()
        if QAccessible.isActive():
            QTimer.singleShot(0, self, self._say_current)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that the focus is elsewhere."""
        super().focusOutEvent(event)
        self.focus_changed.emit()

    def _say_current(self) -> None:
        current = self.currentIndex()
        if self.hasFocus() and current.isValid():
            message = QAccessibleEvent(self, QAccessible.Event.Focus)
            row, column = current.row() + 1, current.column() + 1  # headings come before
            message.setChild(row * (self._model.columnCount() + 1) + column)
            QAccessible.updateAccessibility(message)

    def currentChanged(self, current: ModelIndex, previous: ModelIndex) -> None:
        """Keep the current cell in view."""
        super().currentChanged(current, previous)
        self.scrollTo(current)
