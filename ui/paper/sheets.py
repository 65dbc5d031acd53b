"""Pages under each other as on a desk, as wide as the window or larger; moved by keys and wheel."""

from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QPalette, QPixmap, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea

from ui.base.widgets import named

_ZOOMS: Final = (0.5, 0.75, 1.0, 1.5, 2.0, 3.0)
"""Widths of a page, in widths of the window."""
_FIT: Final = _ZOOMS.index(1.0)


class Sheets(QAbstractScrollArea):
    """Pictures of pages. Up, down, page keys, Home and End move; Ctrl with +, - and 0 zooms."""

    moved = Signal(int)
    """Number of the page at the top, from 1."""

    def __init__(self) -> None:
        super().__init__()
        self._pages: list[QImage] = []
        self._scaled: dict[int, QPixmap] = {}
        self._zoom = _FIT
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        named(self, "版面预览")
        # Always there, or its coming would narrow the pages, which may make it go again.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.verticalScrollBar().valueChanged.connect(self._on_moved)

    def show_pages(self, pages: list[QImage]) -> None:
        """Show other pages, at the place looked at."""
        self._pages = pages
        self._lay_out()
        self.setAccessibleDescription(f"共{len(pages)}页")

    @property
    def count(self) -> int:
        """How many pages there are."""
        return len(self._pages)

    def zoom(self, by: int) -> None:
        """Make pages larger or smaller by a step; 0 fits them to the window."""
        self._zoom = min(max(self._zoom + by, 0), len(_ZOOMS) - 1) if by else _FIT
        self._lay_out()

    @property
    def _gap(self) -> int:
        return self.fontMetrics().height() // 2

    @property
    def _page_width(self) -> int:
        return max(1, round((self.viewport().width() - 2 * self._gap) * _ZOOMS[self._zoom]))

    def _tops(self) -> list[int]:
        """Give where each page begins, and where one after the last would."""
        tops = [self._gap]
        for page in self._pages:
            tops.append(tops[-1] + self._height(page) + self._gap)
        return tops

    def _size(self, page: QImage) -> QSize:
        return QSize(self._page_width, self._height(page))

    def _height(self, page: QImage) -> int:
        return round(self._page_width * page.height() / page.width())

    def _lay_out(self) -> None:
        """Work out how far there is to scroll, keeping the place looked at."""
        self._scaled.clear()
        bar, wide = self.verticalScrollBar(), self.horizontalScrollBar()
        share = bar.value() / max(bar.maximum() + bar.pageStep(), 1)
        height, width = self.viewport().height(), self.viewport().width()
        whole = self._tops()[-1]
        bar.setPageStep(height)
        bar.setSingleStep(self.fontMetrics().height() * 2)
        bar.setRange(0, max(0, whole - height))
        bar.setValue(round(share * whole))
        wide.setPageStep(width)
        wide.setSingleStep(self.fontMetrics().height() * 2)
        wide.setRange(0, max(0, self._page_width + 2 * self._gap - width))
        self.viewport().update()

    def _on_moved(self, value: int) -> None:
        middle = value + self.viewport().height() // 2
        above = sum(1 for top in self._tops()[:-1] if top <= middle)
        self.moved.emit(max(above, 1))

    def _picture(self, number: int) -> QPixmap:
        """Give a page in the size shown, sharp on screens of high resolution."""
        if number not in self._scaled:
            ratio = self.devicePixelRatioF()
            smooth = Qt.TransformationMode.SmoothTransformation
            width = round(self._page_width * ratio)
            scaled = self._pages[number].scaledToWidth(width, smooth)
            scaled.setDevicePixelRatio(ratio)
            self._scaled[number] = QPixmap.fromImage(scaled)
        return self._scaled[number]

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the pages in view, and where the focus is."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self.palette().brush(QPalette.ColorRole.Window))
        down = self.verticalScrollBar().value()
        spare = (self.viewport().width() - self._page_width) // 2
        left = max(self._gap, spare) - self.horizontalScrollBar().value()
        for number, (top, page) in enumerate(zip(self._tops(), self._pages, strict=False)):
            if top + self._height(page) > down and top < down + self.viewport().height():
                picture, corner = self._picture(number), QPoint(left, top - down)
                painter.drawPixmap(corner, picture)
                painter.setPen(self.palette().color(QPalette.ColorRole.Mid))
                painter.drawRect(QRect(corner, self._size(page)))
            else:
                self._scaled.pop(number, None)
        if self.hasFocus():
            painter.setPen(self.palette().color(QPalette.ColorRole.Highlight))
            for inset in range(2):
                edge = self.viewport().rect().adjusted(inset, inset, -1 - inset, -1 - inset)
                painter.drawRect(edge)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the pages to the new width."""
        super().resizeEvent(event)
        self._lay_out()

    def scrollContentsBy(self, across: int, down: int) -> None:
        """Paint anew: what is painted follows the scroll bars."""
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the ends, or zoom; the rest moves as everywhere."""
        bar = self.verticalScrollBar()
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        zooms = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Minus: -1, Qt.Key.Key_0: 0}
        if control and event.key() in zooms:
            self.zoom(zooms[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_Home:
            bar.setValue(0)
        elif event.key() == Qt.Key.Key_End:
            bar.setValue(bar.maximum())
        else:
            super().keyPressEvent(event)
