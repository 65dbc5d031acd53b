"""The table of the form as a clerk fills it: official headings, keypad, Enter in filling order.

Headings are painted from the grid, merged as printed, always in view. Every label is whole, and all
columns are in view where the window allows it.
"""

from typing import Final

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QWidget,
)

from export.style import column_widths
from model.form.grid import Grid, GridPlace
from ui.base.cell_entry import EntryTable
from ui.base.widgets import Label, ModelIndex, named, wrapped
from ui.table.delegate import CellDelegate
from ui.table.model import TableModel

_LABEL_EMS: Final = (2.0, 6.0, 19.0)
"""Widths of three levels of row labels, in heights of the font; most labels take one line."""
_NARROW_EMS: Final = (1.8, 4.4, 11.0)
"""The same in a narrow window, where labels take more lines so that the columns stay in view."""
_LEAST_EMS: Final = 3.4
"""Least width of a column of values."""
_WIDEST_EMS: Final = 72.0
"""Width beyond which a table does not grow with its window."""
_HEADING_EMS: Final = (1.4, 2.3)
"""Heights of a heading row, and of the lowest one, whose labels may take two lines."""
_PADDING_EMS: Final = 0.35
"""Room above and below the lines of a row, together."""


class TableLayout:
    """Lengths for one grid in one font and width; all in pixels."""

    def __init__(self, grid: Grid, metrics: QFontMetrics, width: int) -> None:
        self._grid, self._metrics = grid, metrics
        self._em = metrics.height()
        self._width = min(width, round(self._em * _WIDEST_EMS))
        self.labels = self._label_widths() if self._headed else []

    @property
    def _headed(self) -> bool:
        """Whether headings stand apart from the values."""
        return len(self._grid.table.blocks) == 1

    @property
    def _columns(self) -> int:
        return self._grid.width - self._grid.side

    @property
    def headings(self) -> list[int]:
        """Heights of the heading rows."""
        upper, lowest = (round(self._em * share) for share in _HEADING_EMS)
        return [upper] * (self._grid.head - 1) + [lowest]

    def _label_widths(self) -> list[int]:
        side, least = self._grid.side, _LEAST_EMS * self._columns
        roomy = self._width >= self._em * (sum(_LABEL_EMS[:side]) + least)
        shares = _LABEL_EMS if roomy else _NARROW_EMS
        return [round(self._em * share) for share in shares[:side]]

    def columns(self) -> list[int]:
        """Widths of the columns of values, or of the whole grid."""
        least = round(self._em * _LEAST_EMS)
        if not self._headed:
            return [max(width, least) for width in column_widths(self._grid, self._width)]
        room, rest = divmod(self._width - sum(self.labels), self._columns)
        if room < least:
            return [least] * self._columns
        return [room + (column < rest) for column in range(self._columns)]

    @property
    def height(self) -> int:
        """Height of the whole table."""
        top = self._grid.head if self._headed else 0
        values = sum(self.row(row) for row in range(top, self._grid.height))
        return sum(self.headings) * self._headed + values

    def row(self, row: int) -> int:
        """Height of a grid row: as many lines as its label needs."""
        lines = [self._lines(p.label, p.column, p.width) for p in self._labels_of(row)]
        return round(self._em * _PADDING_EMS) + max([self._em, *lines])

    def _labels_of(self, row: int) -> list[GridPlace]:
        places = self._grid.rows[row]
        return [p for p in places if p.role == "row" and p.height == 1 and not p.vertical]

    def _lines(self, label: str, column: int, width: int) -> int:
        room = sum((self.labels or self.columns())[column:][:width]) - 8
        flags = int(Qt.TextFlag.TextWordWrap)
        return self._metrics.boundingRect(QRect(0, 0, room, 10_000), flags, label).height()


_VERTICAL_FORMS: Final = str.maketrans("、，。（）", "︑︐︒︵︶")


def draw_vertical(painter: QPainter, rectangle: QRect, text: str) -> None:
    """Draw text down the middle of a rectangle, as far as it has room."""
    height = painter.fontMetrics().height()
    shown = text.translate(_VERTICAL_FORMS)[: max(rectangle.height() // height, 0)]
    top = rectangle.top() + (rectangle.height() - height * len(shown)) // 2
    for number, character in enumerate(shown):
        place = QRect(rectangle.left(), top + number * height, rectangle.width(), height)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, character)


class HeadingView(QHeaderView):
    """Column headings (horizontal) or row labels (vertical) of a grid.

    ``extents`` are the heights of the heading rows, or the widths of the label columns, in pixels.
    """

    chosen = Signal(object)
    """A heading was clicked; its values are to be selected."""

    def __init__(
        self, grid: Grid, orientation: Qt.Orientation, extents: list[int], parent: QWidget
    ) -> None:
        super().__init__(orientation, parent)
        self._grid = grid
        self._extents = extents
        self._across = orientation == Qt.Orientation.Horizontal
        role = "column" if self._across else "row"
        self._places = [place for place in grid.places if place.role == role]
        self.setSectionsClickable(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(1)
        named(self, "表头" if self._across else "行标题")

    def set_extents(self, extents: list[int]) -> None:
        """Change heights or widths, as when the window's size or scale changes."""
        if extents == self._extents:
            return
        self._extents = extents
        self.updateGeometry()
        self.viewport().update()

    def sizeHint(self) -> QSize:
        """Ask for as much as the levels of headings need."""
        extent = sum(self._extents)
        return QSize(0, extent) if self._across else QSize(extent, 0)

    def _rectangle(self, place: GridPlace) -> QRect:
        """Return where a place is painted now, scrolled as the values are."""
        if self._across:
            first = place.column - self._grid.side
            start, extent = self._stretch(first, place.width)
            top = sum(self._extents[: place.row])
            return QRect(start, top, extent, sum(self._extents[place.row :][: place.height]))
        start, extent = self._stretch(place.row - self._grid.head, place.height)
        left = sum(self._extents[: place.column])
        return QRect(left, start, sum(self._extents[place.column :][: place.width]), extent)

    def _stretch(self, first: int, count: int) -> tuple[int, int]:
        sections = range(first, first + count)
        return self.sectionViewportPosition(first), sum(self.sectionSize(s) for s in sections)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Say which heading was clicked; sections of Qt know nothing of groups."""
        at = event.position().toPoint()
        for place in self._places:
            if self._rectangle(place).contains(at):
                self.chosen.emit(place)
                return

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint every heading that is in view."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self.palette().brush(QPalette.ColorRole.Button))
        for place in self._places:
            rectangle = self._rectangle(place)
            if rectangle.intersects(event.rect()):
                self._paint(painter, place, rectangle)
        painter.end()

    def _paint(self, painter: QPainter, place: GridPlace, rectangle: QRect) -> None:
        painter.setPen(self.palette().color(QPalette.ColorRole.Mid))
        painter.drawRect(rectangle.adjusted(-1, -1, -1, -1))
        painter.setPen(self.palette().color(QPalette.ColorRole.ButtonText))
        inner = rectangle.adjusted(3, 1, -4, -2)
        visible = inner.intersected(self.viewport().rect().adjusted(0, 2, 0, -2))
        if place.vertical:
            draw_vertical(painter, visible, place.label)
            return
        across = Qt.AlignmentFlag.AlignHCenter if self._across else Qt.AlignmentFlag.AlignLeft
        flags = across | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
        target = inner
        if place.height > 1 and not self._across:
            lines = painter.fontMetrics().boundingRect(inner, int(flags), place.label).height()
            target = _grown(visible, lines, inner)
        painter.drawText(target, flags, place.label)


def _grown(visible: QRect, height: int, whole: QRect) -> QRect:
    """Return the part of a heading that is in view, or as much more as its lines need.

    It is cut at the edge it is scrolled over then, and not above and below.
    """
    lacking = max(0, height - visible.height())
    above = min(lacking, visible.top() - whole.top())
    return visible.adjusted(0, -above, 0, lacking - above)


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
            message = QAccessibleEvent(self, QAccessible.Event.Focus)
            row, column = current.row() + 1, current.column() + 1  # headings come before
            message.setChild(row * (self._model.columnCount() + 1) + column)
            QAccessible.updateAccessibility(message)

    def currentChanged(self, current: ModelIndex, previous: ModelIndex) -> None:
        """Keep the current cell in view."""
        super().currentChanged(current, previous)
        self.scrollTo(current)
