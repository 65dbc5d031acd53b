"""The headings of a table, painted from its grid: merged as printed, always in view."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHeaderView, QWidget

from model.form.grid import Grid, Place
from ui.base.widgets import named
from ui.table.vertical_text import draw_vertical


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

    def _rectangle(self, place: Place) -> QRect:
        """Give where a place is painted now, scrolled as the values are."""
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

    def _paint(self, painter: QPainter, place: Place, rectangle: QRect) -> None:
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
    """Give the part of a heading that is in view, or as much more as its lines need.

    It is cut at the edge it is scrolled over then, and not above and below.
    """
    lacking = max(0, height - visible.height())
    above = min(lacking, visible.top() - whole.top())
    return visible.adjusted(0, -above, 0, lacking - above)
