"""A table with its meter in one card, sized so that all of it is seen where it can be."""

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from ui.base.session import Session
from ui.look.tokens import colour
from ui.table.fit import TableFit, fit_of
from ui.table.meter import Meter
from ui.table.model import TableModel
from ui.table.view import TableView

_ROUND = 8
"""Pixels of the card's round corners."""
_START = QSize(800, 600)
"""The room before the page is shown."""


class FramedTable(QWidget):
    """A card around table and meter, no larger than they are."""

    def __init__(self, session: Session, model: TableModel) -> None:
        super().__init__()
        self._model = model
        self.view = TableView(model, fit_of(model.grid, self.font(), _START, 0))
        self.meter = Meter(session, model)
        self.view.setParent(self)
        self.meter.setParent(self)
        self._corners = [_Corner(self, right, low) for right in (0, 1) for low in (0, 1)]
        self.view.focus_changed.connect(self._repaint_edge)
        self.view.horizontalScrollBar().valueChanged.connect(self.meter.move_to)
        self.setMinimumSize(200, 120)

    @property
    def card(self) -> QRect:
        """Where the card is."""
        low = self.meter if self.meter.applies else self.view
        return self.view.geometry().united(low.geometry()).adjusted(-1, -1, 1, 1)

    def show_last(self, shown: bool) -> None:
        """Show last year's figures beside this year's, with room for both where there is any."""
        self.view.show_last(shown)
        self.arrange()

    def arrange(self) -> None:
        """Choose the sizes for the room there is."""
        foot = self.meter.height_in(self.height())
        room = QSize(self.width() - 2, self.height() - 2 - foot)
        bar = self.view.verticalScrollBar().sizeHint().width()
        least = self.view.grid.last_width() if self.view.grid.shows_last else 0
        fit = fit_of(self._model.grid, self.font(), room, bar, least)
        if fit.size.width() > room.width():  # all columns are better than last year's beside them
            fit = fit_of(self._model.grid, self.font(), room, bar)
        if fit != self.view.fit:
            self.view.take(fit)
        self.meter.take(fit)
        self._place(fit, room, bar, foot)

    def _place(self, fit: TableFit, room: QSize, bar: int, foot: int) -> None:
        policies = Qt.ScrollBarPolicy
        scrolls = fit.size.height() > room.height()
        width = min(fit.size.width() + bar * scrolls, room.width())
        sideways = fit.size.width() + bar * scrolls > room.width()
        shown = {True: policies.ScrollBarAsNeeded, False: policies.ScrollBarAlwaysOff}
        self.view.setVerticalScrollBarPolicy(shown[scrolls])
        self.view.setHorizontalScrollBarPolicy(shown[sideways])
        height = min(fit.size.height() + bar * sideways, room.height())
        self.view.setGeometry(1, 1, width, height)
        self.meter.setGeometry(1, 1 + height, width, foot)
        card = self.card
        for corner in self._corners:
            corner.place(card)
        self.view.scrollTo(self.view.currentIndex())
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fill the room, and keep the current cell in view."""
        super().resizeEvent(event)
        self.arrange()

    def changeEvent(self, event: QEvent) -> None:
        """Measure anew in another font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self.isVisible():
            self.arrange()

    def _repaint_edge(self) -> None:
        self.update()
        for corner in self._corners:
            corner.update()

    def edge_role(self) -> str:
        """Return the role of the colour of the edge: the table has the focus, or has not."""
        return "accent" if self.view.hasFocus() or self.view.is_open else "line"

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the edge; the corners are painted over table and meter."""
        painter = QPainter(self)
        painter.setPen(colour(self.edge_role()))
        painter.drawRect(self.card.adjusted(0, 0, -1, -1))
        painter.end()


class _Corner(QWidget):
    """One corner of the card: what stands in it would not be clipped by a style sheet."""

    def __init__(self, frame: FramedTable, right: int, low: int) -> None:
        super().__init__(frame)
        self._frame, self._right, self._low = frame, right, low
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.resize(_ROUND, _ROUND)

    def place(self, card: QRect) -> None:
        """Follow the card."""
        x = card.right() + 1 - _ROUND if self._right else card.left()
        y = card.bottom() + 1 - _ROUND if self._low else card.top()
        self.move(x, y)
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the page outside of the arc, and the arc."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QRectF(-self._right * _ROUND, -self._low * _ROUND, 2 * _ROUND, 2 * _ROUND)
        arc = whole.adjusted(0.5, 0.5, -0.5, -0.5)
        outside, inside = QPainterPath(), QPainterPath()
        outside.addRect(QRectF(self.rect()))
        inside.addRoundedRect(arc, _ROUND, _ROUND)
        painter.fillPath(outside.subtracted(inside), colour("page"))
        painter.setPen(colour(self._frame.edge_role()))
        painter.drawPath(inside)
        painter.end()
