"""Two reports side by side: the places that differ under their sections, each to be chosen."""

from collections.abc import Iterable, Mapping, Sequence, Set
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from model.compare.changes import Change
from model.compare.parts import ReportPart
from ui.base.widgets import named
from ui.compare.model import ComparisonModel, ShownChanges
from ui.compare.sides import TICK, SideDelegate, edges

_SHARES: Final[Mapping[int, Sequence[float]]] = {
    3: (0.26, 0.37, 0.37),
    4: (0.26, 0.25, 0.28, 0.21),
}
"""Parts of the width that three or four columns have, unless one needs less."""
_LOOKED_AT: Final = 60
"""Characters of a text by which the width that its column needs is judged."""
_ON: Final = (Qt.Key.Key_Down, Qt.Key.Key_PageDown)
_BACK: Final = (Qt.Key.Key_Up, Qt.Key.Key_PageUp)
_FOLD: Final = {Qt.Key.Key_Left: True, Qt.Key.Key_Right: False}
"""Keys that fold rows into the current heading, or show them; Enter does either."""
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Comparison(QTableView):
    """A table of differences; Space ticks the current row, or what its heading ticks.

    Left and Right fold rows into a heading and show them; so does a click on its words.

    ``beside`` heads a column for where a change comes from and what speaks against it.
    """

    chosen_changed = Signal()
    """Other rows are ticked."""
    current_changed = Signal()
    """Another row is the current one."""

    def __init__(
        self, ours: str, theirs: str, beside: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        named(self, f"{ours}与{theirs}的不同之处")
        self._model = ComparisonModel(ours, theirs, beside, self)
        self._model.chosen_changed.connect(self.chosen_changed)
        self._only: Set[ReportPart] | None = None
        self._needed: Sequence[int] = ()
        """Pixels at which each column breaks none of its words, as far as they are looked at."""
        self.setModel(self._model)
        self.setItemDelegate(SideDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # wrap but once
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        self.setShowGrid(False)  # the delegate draws the lines between rows
        self.selectionModel().currentRowChanged.connect(self.current_changed)
        self._lay_out_soon = QTimer(self, singleShot=True, interval=0)
        self._lay_out_soon.timeout.connect(self._lay_out)

    def show_changes(self, shown: ShownChanges) -> None:
        """Show what differs; rows that are ticked and still there stay ticked."""
        row = self.currentIndex().row()
        self._model.fill(shown)
        self.clearSpans()
        for heading in filter(self._model.is_heading, range(self._model.rowCount())):
            self.setSpan(heading, 0, 1, self._model.columnCount())
        self._hide_others()
        self._needed = [*map(self._needs, range(self._model.columnCount()))]
        self._lay_out()
        if self._model.rowCount():
            self.setCurrentIndex(self._model.index(min(max(row, 1), self._model.rowCount() - 1), 0))
            self._show_first_heading()
        self.current_changed.emit()

    def show_only(self, parts: Set[ReportPart] | None) -> None:
        """Show these changes and their headings alone, or everything; ticks stay as they are."""
        self._only = parts
        self._hide_others()
        if self.currentIndex().isValid() and self.isRowHidden(self.currentIndex().row()):
            rows = range(self._model.rowCount())
            shown = [
                row for row in rows if self._model.change_at(row) and not self.isRowHidden(row)
            ]
            self.setCurrentIndex(self._model.index((*shown, 0)[0], 0))
        self.scrollTo(self.currentIndex())

    def _hide_others(self) -> None:
        only, folded = self._only, self._model.folded_away()
        for row in range(self._model.rowCount()):
            is_other = only is not None and only.isdisjoint(self._model.parts_at(row))
            self.setRowHidden(row, is_other or row in folded)

    def current(self) -> Change | None:
        """Return the change of the current row; None on a heading."""
        return self._model.change_at(self.currentIndex().row())

    def chosen(self) -> tuple[ReportPart, ...]:
        """Return what is ticked, from the top."""
        return self._model.chosen()

    def choose(self, parts: Iterable[ReportPart]) -> None:
        """Tick these rows and no others."""
        self._model.choose(parts)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tick with Space, in whatever column; read a row to its end before going on."""
        key, row = Qt.Key(event.key()), self.currentIndex().row()
        if key == Qt.Key.Key_Space and self.currentIndex().isValid():
            self._model.toggle(row)
        elif self._model.can_fold(row) and (key in _FOLD or key in _ENTER):
            self._fold(row, _FOLD.get(key, not self._model.is_closed(row)))
        elif not self._scrolls(Qt.Key(event.key())):
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Fold rows into a heading or show them, by a click on its words."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        beside_tick = event.position().x() > TICK or not self._model.has_tick(index.row())
        if self._model.can_fold(index.row()) and beside_tick:
            self._fold(index.row(), not self._model.is_closed(index.row()))

    @property
    def has_folds(self) -> bool:
        """Whether there are rows that can be folded into a heading."""
        return any(map(self._model.can_fold, range(self._model.rowCount())))

    def toggle(self) -> None:
        """Tick the current row, or take its tick away."""
        self._model.toggle(self.currentIndex().row())

    def _fold(self, row: int, closed: bool) -> None:
        self._model.set_closed(row, closed)
        self._hide_others()
        self._lay_out_soon.start()

    def _scrolls(self, key: Qt.Key) -> bool:
        """Show more of a row that is higher than the view, or the next one; says whether it did."""
        here, bar = self.currentIndex(), self.verticalScrollBar()
        row, room = self.visualRect(here), self.viewport().height()
        if row.height() <= room or key not in (*_ON, *_BACK):
            return False
        way = 1 if key in _ON else -1
        hidden = row.bottom() - room + 1 if way > 0 else -row.top()
        if hidden > 0:
            bar.setValue(bar.value() + way * min(hidden, room * 3 // 4))
        else:
            rows = range(here.row() + way, self._model.rowCount() if way > 0 else -1, way)
            following = next((place for place in rows if not self.isRowHidden(place)), here.row())
            self.setCurrentIndex(here.siblingAtRow(following))
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap texts anew."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._lay_out_soon.start()

    def _lay_out(self) -> None:
        shares = _SHARES[self._model.columnCount()]
        widths = shared_out(self.viewport().width(), shares, self._needed or (0,) * len(shares))
        for column, width in enumerate(widths):
            self.setColumnWidth(column, width)
        self.resizeRowsToContents()
        self._show_first_heading()

    def _needs(self, column: int) -> int:
        metrics, rows = self.fontMetrics(), range(self._model.rowCount())
        changes = [row for row in rows if not self._model.is_heading(row)]
        texts = [self._model.index(row, column).data()[:_LOOKED_AT] for row in changes]
        words = edges(column) + max(map(metrics.horizontalAdvance, texts), default=0)
        return max(words, self.horizontalHeader().sectionSizeHint(column))

    def _show_first_heading(self) -> None:
        """Show the first heading, which stands above the row that is current at first."""
        if self.currentIndex().row() <= 1:
            self.scrollToTop()


def shared_out(width: int, shares: Sequence[float], needed: Sequence[int]) -> list[int]:
    """Return the widths of columns, in pixels, which together have a width.

    What a column does not need of its share goes to the first one if that needs more, then to the
    others that need more in equal parts, or to all of them where none does.
    """
    given = [min(int(width * share), need) for share, need in zip(shares, needed, strict=True)]
    given[0] += min(needed[0] - given[0], width - sum(given))
    left = width - sum(given)
    short = [column for column, need in enumerate(needed) if given[column] < need]
    for column, share in enumerate(shares):
        given[column] += left * (column in short) // len(short) if short else int(left * share)
    given[-1] += width - sum(given)
    return given
