"""Two reports side by side: the places that differ under their sections, each to be chosen."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from itertools import groupby
from typing import Any, Final, NamedTuple

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from model.compare.changes import Change, section_name
from model.compare.parts import ReportPart
from model.compare.texts import Side, plain
from model.report.report import Report
from ui.base.widgets import ModelIndex, named
from ui.compare.sides import KIND, SIDE, RowKind, SideDelegate

BESIDE: Final = 3
"""The column for what stands beside a change."""
_ROOT: Final = QModelIndex()
_TICKED: Final = {True: "已选", False: "未选"}


class _Heading(NamedTuple):
    """A heading over changes: what it says, all that stands under it, and what it ticks."""

    name: str
    parts: frozenset[ReportPart]
    ticks: frozenset[ReportPart]


_Row = _Heading | Change


class ComparisonModel(QAbstractTableModel):
    """A heading for each section and a row for each change: place, our side, the other's.

    Where a fourth column is named, what stands ``beside`` a change follows. A doubtful change is
    never ticked with its section: by itself, or with those that are doubtful for the same reason,
    which stand together under a heading of their own.
    """

    chosen_changed = Signal()
    """Other rows are ticked."""

    def __init__(self, ours: str, theirs: str, beside: str, parent: QObject) -> None:
        super().__init__(parent)
        self._headers = ("位置", ours, theirs, *filter(None, (beside,)))
        self._beside: Mapping[ReportPart, str] = {}
        self._doubtful: Set[ReportPart] = frozenset()
        self._rows: list[_Row] = []
        self._chosen: set[ReportPart] = set()

    def fill(
        self,
        report: Report,
        changes: Sequence[Change],
        beside: Mapping[ReportPart, str],
        doubtful: Mapping[ReportPart, str],
    ) -> None:
        """Take other changes, the doubtful ones with why; what is ticked and still there stays."""
        self.beginResetModel()
        self._beside, self._doubtful = beside, doubtful.keys()
        self._rows = []
        for section, group in groupby(changes, key=lambda change: change.section):
            self._rows += _under_headings(section_name(report, section), [*group], doubtful)
        self._chosen &= {change.part for change in changes}
        self.endResetModel()
        self.chosen_changed.emit()

    def is_heading(self, row: int) -> bool:
        """Whether a row is the heading of a section."""
        return isinstance(self._rows[row], _Heading)

    def change_at(self, row: int) -> Change | None:
        """Return the change of a row; None for a heading, or where there is no such row."""
        found = self._rows[row] if 0 <= row < len(self._rows) else None
        return found if isinstance(found, Change) else None

    def parts_at(self, row: int) -> Set[ReportPart]:
        """Return the parts that a row stands for: its own, or all under its heading."""
        found = self._rows[row]
        return {found.part} if isinstance(found, Change) else found.parts

    def chosen(self) -> tuple[ReportPart, ...]:
        """Return what is ticked, from the top."""
        return tuple(
            row.part for row in self._rows if isinstance(row, Change) and row.part in self._chosen
        )

    def choose(self, parts: Iterable[ReportPart]) -> None:
        """Tick these rows and no others."""
        self._chosen = {row.part for row in self._rows if isinstance(row, Change)} & {*parts}
        self._tell_chosen()

    def toggle(self, row: int) -> None:
        """Tick a row or what its heading ticks, or take the tick away."""
        found = self._rows[row]
        wanted = {found.part} if isinstance(found, Change) else found.ticks
        if wanted <= self._chosen:
            self._chosen -= self.parts_at(row)
        else:
            self._chosen |= wanted
        self._tell_chosen()

    def _tell_chosen(self) -> None:
        last = self.index(self.rowCount() - 1, 0)
        self.dataChanged.emit(self.index(0, 0), last, [Qt.ItemDataRole.CheckStateRole])
        self.chosen_changed.emit()

    def rowCount(self, parent: ModelIndex = _ROOT) -> int:
        """Count headings and changes."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: ModelIndex = _ROOT) -> int:
        """Return the place, both sides, and what stands beside them."""
        return 0 if parent.isValid() else len(self._headers)

    def flags(self, index: ModelIndex) -> Qt.ItemFlag:
        """Let the place of every row be ticked."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.column() == 0 else flags

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Name the columns."""
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return self._headers[section]
        return None

    def data(self, index: ModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows, and what is said of it."""
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(index)
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._spoken(index)
            case Qt.ItemDataRole.CheckStateRole if index.column() == 0:
                return self._state(index.row())
            case _ if role == SIDE:
                return self._side(index)
            case _ if role == KIND:
                return self._kind(index.row())
            case _:
                return None

    def setData(self, index: ModelIndex, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take a click on a tick."""
        if role != Qt.ItemDataRole.CheckStateRole:
            return False
        self.toggle(index.row())
        return True

    def _text(self, index: ModelIndex) -> str:
        row = self._rows[index.row()]
        if isinstance(row, _Heading):
            return row.name if index.column() == 0 else ""
        if index.column() == BESIDE:
            return self._beside.get(row.part, "")
        side = self._side(index)
        return row.place if side is None else plain(side)

    def _spoken(self, index: ModelIndex) -> str:
        """Say a cell with its column, and what in it differs."""
        if index.column() == BESIDE:
            return f"{self._headers[BESIDE]}：{self._text(index)}"
        side = self._side(index)
        if side is None:
            ticked = _TICKED[self._state(index.row()) == Qt.CheckState.Checked]
            return f"{self._text(index)}，{ticked}"
        marked = [text for text, differs in side if differs]
        differing = f"，不同处：{'；'.join(marked)}" if marked and len(side) > 1 else ""
        return f"{self._headers[index.column()]}：{plain(side)}{differing}"

    def _side(self, index: ModelIndex) -> Side | None:
        row = self._rows[index.row()]
        if isinstance(row, _Heading) or index.column() in (0, BESIDE):
            return None
        return row.one if index.column() == 1 else row.other

    def _state(self, row: int) -> Qt.CheckState:
        parts = self.parts_at(row)
        if parts <= self._chosen:
            return Qt.CheckState.Checked
        some = parts & self._chosen
        return Qt.CheckState.PartiallyChecked if some else Qt.CheckState.Unchecked

    def _kind(self, row: int) -> RowKind:
        change = self.change_at(row)
        if change is None:
            return "heading"
        return "doubtful" if change.part in self._doubtful else "plain"


def _under_headings(
    name: str, changes: Sequence[Change], doubtful: Mapping[ReportPart, str]
) -> Iterator[_Row]:
    """Yield the rows of a section; what is doubtful for one reason stands together at its end."""
    counts = Counter(doubtful.get(change.part, "") for change in changes)
    shared = [why for why, count in counts.items() if why and count > 1]
    parts = frozenset(change.part for change in changes)
    yield _Heading(name, parts, parts - doubtful.keys())
    yield from (change for change in changes if doubtful.get(change.part) not in shared)
    for why in shared:
        here = [change for change in changes if doubtful.get(change.part) == why]
        parts = frozenset(change.part for change in here)
        yield _Heading(f"需核对：{why}（{len(here)}处）", parts, parts)
        yield from here


_SHARES: Final[Mapping[int, Sequence[float]]] = {
    3: (0.26, 0.37, 0.37),
    4: (0.22, 0.28, 0.28, 0.22),
}
"""Parts of the width that three or four columns take."""
_ON: Final = (Qt.Key.Key_Down, Qt.Key.Key_PageDown)
_BACK: Final = (Qt.Key.Key_Up, Qt.Key.Key_PageUp)
_NOTHING: Final[Mapping[ReportPart, str]] = {}


class Comparison(QTableView):
    """A table of differences; Space ticks the current row, or what its heading ticks.

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

    def show_changes(
        self,
        report: Report,
        changes: Sequence[Change],
        beside: Mapping[ReportPart, str] = _NOTHING,
        doubtful: Mapping[ReportPart, str] = _NOTHING,
    ) -> None:
        """Show what differs; rows that are ticked and still there stay ticked.

        ``doubtful`` ones, with why, are never ticked with their section.
        """
        row = self.currentIndex().row()
        self._model.fill(report, changes, beside, doubtful)
        self.clearSpans()
        for heading in filter(self._model.is_heading, range(self._model.rowCount())):
            self.setSpan(heading, 0, 1, self._model.columnCount())
        self._hide_others()
        self._lay_out()
        if changes:
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
        for row in range(self._model.rowCount()):
            only = self._only
            self.setRowHidden(row, only is not None and only.isdisjoint(self._model.parts_at(row)))

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
        if event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            self._model.toggle(self.currentIndex().row())
        elif not self._scrolls(Qt.Key(event.key())):
            super().keyPressEvent(event)

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
        width = self.viewport().width()
        for column, share in enumerate(_SHARES[self._model.columnCount()]):
            self.setColumnWidth(column, int(width * share))
        self.resizeRowsToContents()
        self._show_first_heading()

    def _show_first_heading(self) -> None:
        """Show the first heading, which stands above the row that is current at first."""
        if self.currentIndex().row() <= 1:
            self.scrollToTop()
