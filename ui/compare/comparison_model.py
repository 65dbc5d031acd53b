"""Differences of two reports as rows for a Qt view, under their sections, each to be chosen."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from itertools import groupby
from typing import Any, Final, NamedTuple

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from model.compare.changes import Change, section_name
from model.compare.parts import Part
from model.compare.stretches import Side, plain
from model.report.report import Report

Index = QModelIndex | QPersistentModelIndex
SIDE: Final = Qt.ItemDataRole.UserRole
"""Role that holds the Side of a cell; None where there is none."""
BESIDE: Final = 3
"""The column for what stands beside a change."""
_ROOT: Final = QModelIndex()
_TICKED: Final = {True: "已选", False: "未选"}


class _Heading(NamedTuple):
    """A heading over changes: what it says, all that stands under it, and what it ticks."""

    name: str
    parts: frozenset[Part]
    ticks: frozenset[Part]


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
        self._beside: Mapping[Part, str] = {}
        self._rows: list[_Row] = []
        self._chosen: set[Part] = set()

    def fill(
        self,
        report: Report,
        changes: Sequence[Change],
        beside: Mapping[Part, str],
        doubtful: Mapping[Part, str],
    ) -> None:
        """Take other changes, the doubtful ones with why; what is ticked and still there stays."""
        self.beginResetModel()
        self._beside = beside
        self._rows = []
        for section, group in groupby(changes, key=lambda change: change.section):
            self._rows += _under_headings(section_name(report, section), [*group], doubtful)
        self._chosen &= {change.part for change in changes}
        self.endResetModel()
        self.chosen_changed.emit()

    def is_heading(self, row: int) -> bool:
        """Whether a row is the heading of a section."""
        return isinstance(self._rows[row], _Heading)

    def chosen(self) -> tuple[Part, ...]:
        """Give what is ticked, from the top."""
        return tuple(
            row.part for row in self._rows if isinstance(row, Change) and row.part in self._chosen
        )

    def choose(self, parts: Iterable[Part]) -> None:
        """Tick these rows and no others."""
        self._chosen = {row.part for row in self._rows if isinstance(row, Change)} & {*parts}
        self._tell_chosen()

    def toggle(self, row: int) -> None:
        """Tick a row or what its heading ticks, or take the tick away."""
        found = self._rows[row]
        wanted = {found.part} if isinstance(found, Change) else found.ticks
        if wanted <= self._chosen:
            self._chosen -= self._parts(row)
        else:
            self._chosen |= wanted
        self._tell_chosen()

    def _tell_chosen(self) -> None:
        last = self.index(self.rowCount() - 1, 0)
        self.dataChanged.emit(self.index(0, 0), last, [Qt.ItemDataRole.CheckStateRole])
        self.chosen_changed.emit()

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Count headings and changes."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Give the place, both sides, and what stands beside them."""
        return 0 if parent.isValid() else len(self._headers)

    def flags(self, index: Index) -> Qt.ItemFlag:
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

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Give what a cell shows, and what is said of it."""
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(index)
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._spoken(index)
            case Qt.ItemDataRole.CheckStateRole if index.column() == 0:
                return self._state(index.row())
            case _ if role == SIDE:
                return self._side(index)
            case _:
                return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take a click on a tick."""
        if role != Qt.ItemDataRole.CheckStateRole:
            return False
        self.toggle(index.row())
        return True

    def _text(self, index: Index) -> str:
        row = self._rows[index.row()]
        if isinstance(row, _Heading):
            return row.name if index.column() == 0 else ""
        if index.column() == BESIDE:
            return self._beside.get(row.part, "")
        side = self._side(index)
        return row.place if side is None else plain(side)

    def _spoken(self, index: Index) -> str:
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

    def _side(self, index: Index) -> Side | None:
        row = self._rows[index.row()]
        if isinstance(row, _Heading) or index.column() in (0, BESIDE):
            return None
        return row.one if index.column() == 1 else row.other

    def _state(self, row: int) -> Qt.CheckState:
        parts = self._parts(row)
        if parts <= self._chosen:
            return Qt.CheckState.Checked
        some = parts & self._chosen
        return Qt.CheckState.PartiallyChecked if some else Qt.CheckState.Unchecked

    def _parts(self, row: int) -> Set[Part]:
        """Give the parts that a row stands for: its own, or all under its heading."""
        found = self._rows[row]
        return {found.part} if isinstance(found, Change) else found.parts


def _under_headings(
    name: str, changes: Sequence[Change], doubtful: Mapping[Part, str]
) -> Iterator[_Row]:
    """Give the rows of a section; what is doubtful for one reason stands together at its end."""
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
