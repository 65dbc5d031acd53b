"""A tally as a small table: keypad, Enter goes down, as high as its rows."""

from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView

from ui.base.cell_entry import EntryDelegate, EntryTable
from ui.base.widgets import keep_in_sight
from ui.text.tally_model import COUNT, LABEL, Index, TallyModel

_COUNT_EMS: Final = 7


class TallyView(EntryTable):
    """One tally; never scrolls of itself."""

    def __init__(self, model: TallyModel) -> None:
        super().__init__()
        self.setTabKeyNavigation(False)
        self._model = model
        self.setModel(model)
        self.set_entry(EntryDelegate(model.session.may_change, self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        for off in (self.setHorizontalScrollBarPolicy, self.setVerticalScrollBarPolicy):
            off(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        across = self.horizontalHeader()
        across.setSectionResizeMode(LABEL, QHeaderView.ResizeMode.Stretch)
        across.setSectionResizeMode(COUNT, QHeaderView.ResizeMode.Fixed)
        across.resizeSection(COUNT, self.fontMetrics().height() * _COUNT_EMS)
        self._fit_soon = QTimer(self, singleShot=True, interval=0)
        self._fit_soon.timeout.connect(self.fit)
        for moved in (across.sectionResized, model.modelReset):
            moved.connect(lambda: self._fit_soon.start())
        model.dataChanged.connect(self._on_data)

    def fit(self) -> None:
        """Be as high as the rows, and the rows as high as their labels."""
        self.resizeRowsToContents()
        frame = 2 * self.frameWidth()
        rows = self.verticalHeader().length()
        self.setFixedHeight(rows + self.horizontalHeader().sizeHint().height() + frame)

    def go_to(self, address: str) -> bool:
        """Put the cursor on a count, where it is one of this tally."""
        index = self._model.index_of(address)
        if index.isValid():
            self.setCurrentIndex(index)
            self.setFocus()
        return index.isValid()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Delete as «empty», a paste as counts one under the other."""
        here = self.currentIndex()
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            rows = sorted(i.row() for i in self.selectedIndexes() if i.column() == COUNT)
            if rows:
                first = self._model.index(rows[0], COUNT)
                self._model.put_counts(first, [""] * len(rows), "清除")
        elif event.matches(QKeySequence.StandardKey.Paste) and here.column() == COUNT:
            lines = QGuiApplication.clipboard().text().rstrip("\r\n").splitlines()
            self._model.put_counts(here, [line.split("\t")[-1] for line in lines], "粘贴")
        else:
            super().keyPressEvent(event)

    def go_to_next(self) -> None:
        """Go down."""
        self.go_along(1)

    def go_along(self, steps: int) -> None:
        """Go down, or up, in the same column."""
        here = self.currentIndex()
        row = here.row() + steps
        if 0 <= row < self._model.rowCount():
            self.setCurrentIndex(here.siblingAtRow(row))

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Keep the current cell in sight."""
        super().currentChanged(current, previous)
        if self.hasFocus():
            keep_in_sight(self.viewport(), self.visualRect(current))

    def _on_data(self, first: Index) -> None:
        if first.column() == LABEL:  # a count changes no height
            self._fit_soon.start()
