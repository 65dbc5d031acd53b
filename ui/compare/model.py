"""The rows of a comparison: the places that differ under their headings, each to be chosen."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Final, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, Signal

from model.compare.changes import Change, section_name
from model.compare.parts import ReportPart
from model.compare.texts import Side, plain
from model.report.report import Report
from ui.base.widgets import ModelIndex
from ui.compare.sides import KIND, SIDE, RowKind

BESIDE: Final = 3
"""The column for what stands beside a change."""
_ROOT: Final = QModelIndex()
_TICKED: Final = {True: "已选", False: "未选"}
_SIGNS: Final = {True: "▸ ", False: "▾ "}
_FOLDED: Final = {True: "，已收起", False: "，已展开"}


_FEWEST: Final = 4
"""Zeros of a section that are folded into one line."""


class _Heading(NamedTuple):
    """A heading over changes: what it says, all that stands under it, and what it ticks.

    ``folded`` rows after it can be folded into it. Without ``ticks`` it may have no tick at all.
    """

    name: str
    parts: frozenset[ReportPart]
    ticks: frozenset[ReportPart]
    folded: int = 0
    has_tick: bool = True


_Row = _Heading | Change


class FurtherRows(NamedTuple):
    """Rows after the changes, of a kind of their own, under a heading that ticks none of them."""

    name: str
    kind: RowKind
    rows: Sequence[Change]
    is_folded: bool = False


@dataclass(frozen=True)
class ShownChanges:
    """The changes of a comparison, and what is known of them.

    ``beside`` are words for the fourth column, ``doubtful`` the reasons against ticking a change
    with its section. ``zeros`` are folded into one line, ``fixed`` rows have no tick.
    """

    report: Report
    changes: Sequence[Change]
    beside: Mapping[ReportPart, str] = field(default_factory=dict)
    doubtful: Mapping[ReportPart, str] = field(default_factory=dict)
    zeros: Set[ReportPart] = frozenset()
    further: Sequence[FurtherRows] = ()
    fixed: Set[ReportPart] = frozenset()

    def kinds(self) -> Iterator[tuple[ReportPart, RowKind]]:
        """Yield the kind of each row that is not plain."""
        yield from ((part, "doubtful") for part in self.doubtful)
        yield from ((row.part, one.kind) for one in self.further for row in one.rows)


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
        self._kinds: Mapping[ReportPart, RowKind] = {}
        self._fixed: Set[ReportPart] = frozenset()
        self._rows: list[_Row] = []
        self._chosen: set[ReportPart] = set()
        self._closed: set[int] = set()

    def fill(self, shown: ShownChanges) -> None:
        """Take other changes; what is ticked and still there stays, what can be folded is."""
        self.beginResetModel()
        self._beside, self._kinds, self._fixed = shown.beside, dict(shown.kinds()), shown.fixed
        self._rows = []
        for section, group in groupby(shown.changes, key=lambda change: change.section):
            self._rows += _under_headings(section_name(shown.report, section), [*group], shown)
        for one in filter(lambda one: one.rows, shown.further):
            parts = frozenset(row.part for row in one.rows)
            folded = len(one.rows) if one.is_folded else 0
            self._rows += [_Heading(one.name, parts, frozenset(), folded, False), *one.rows]
        self._chosen &= {row.part for row in self._rows if isinstance(row, Change)}
        self._closed = {row for row in range(len(self._rows)) if self.can_fold(row)}
        self.endResetModel()
        self.chosen_changed.emit()

    def can_fold(self, row: int) -> bool:
        """Return whether a row is a heading into which the rows after it fold."""
        found = self._rows[row] if 0 <= row < len(self._rows) else None
        return isinstance(found, _Heading) and found.folded > 0

    def is_closed(self, row: int) -> bool:
        """Return whether the rows after a heading are folded into it."""
        return row in self._closed

    def set_closed(self, row: int, closed: bool) -> None:
        """Fold the rows after a heading into it, or show them."""
        (self._closed.add if closed else self._closed.discard)(row)
        self.dataChanged.emit(self.index(row, 0), self.index(row, 0))

    def folded_away(self) -> set[int]:
        """Return the rows that are folded into a heading."""
        found: set[int] = set()
        for row in self._closed:
            heading = self._rows[row]
            assert isinstance(heading, _Heading), "only headings are closed"
            found |= {*range(row + 1, row + 1 + heading.folded)}
        return found

    def is_heading(self, row: int) -> bool:
        """Whether a row is the heading of a section."""
        return isinstance(self._rows[row], _Heading)

    def change_at(self, row: int) -> Change | None:
        """Return the change of a row; None for a heading, or where there is no such row."""
        found = self._rows[row] if 0 <= row < len(self._rows) else None
        return found if isinstance(found, Change) else None

    def has_tick(self, row: int) -> bool:
        """Return whether a row can be ticked."""
        return self._state(row) is not None

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
        if self._state(row) is None:
            return
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
        """Let the place of every row with a tick be ticked."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        has_tick = index.column() == 0 and self._state(index.row()) is not None
        return flags | Qt.ItemFlag.ItemIsUserCheckable if has_tick else flags

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
            sign = _SIGNS[self.is_closed(index.row())] if row.folded else ""
            return f"{sign}{row.name}" if index.column() == 0 else ""
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
            row, state = self._rows[index.row()], self._state(index.row())
            words = row.name if isinstance(row, _Heading) else row.place
            fold = _FOLDED[self.is_closed(index.row())] * self.can_fold(index.row())
            ticked = "" if state is None else f"，{_TICKED[state == Qt.CheckState.Checked]}"
            return f"{words}{fold}{ticked}"
        marked = [text for text, differs in side if differs]
        differing = f"，不同处：{'；'.join(marked)}" if marked and len(side) > 1 else ""
        return f"{self._headers[index.column()]}：{plain(side)}{differing}"

    def _side(self, index: ModelIndex) -> Side | None:
        row = self._rows[index.row()]
        if isinstance(row, _Heading) or index.column() in (0, BESIDE):
            return None
        return row.one if index.column() == 1 else row.other

    def _state(self, row: int) -> Qt.CheckState | None:
        """Return the tick of a row; None where it has none."""
        found, parts = self._rows[row], self.parts_at(row)
        if found.part in self._fixed if isinstance(found, Change) else not found.has_tick:
            return None
        if parts <= self._chosen:
            return Qt.CheckState.Checked
        some = parts & self._chosen
        return Qt.CheckState.PartiallyChecked if some else Qt.CheckState.Unchecked

    def _kind(self, row: int) -> RowKind:
        change = self.change_at(row)
        return self._kinds.get(change.part, "plain") if change else "heading"


def _under_headings(name: str, changes: Sequence[Change], shown: ShownChanges) -> Iterator[_Row]:
    """Yield the rows of a section: zeros in one line, then others, then what is doubtful.

    What is doubtful for one reason stands together at the end.
    """
    doubtful = shown.doubtful
    zeros = [change for change in changes if change.part in shown.zeros]
    zeros = zeros if len(zeros) >= _FEWEST else []
    line = f"{len(zeros)}格，全为0"
    folded = frozenset(change.part for change in zeros)
    if zeros and len(zeros) == len(changes):
        yield _Heading(f"{name}：{line}", folded, folded, len(zeros))
        yield from zeros
        return
    counts = Counter(doubtful.get(change.part, "") for change in changes)
    shared = [why for why, count in counts.items() if why and count > 1]
    parts = frozenset(change.part for change in changes)
    yield _Heading(name, parts, parts - doubtful.keys())
    if zeros:
        yield _Heading(line, folded, folded, len(zeros))
        yield from zeros
    rest = (change for change in changes if change.part not in folded)
    yield from (change for change in rest if doubtful.get(change.part) not in shared)
    for why in shared:
        here = [change for change in changes if doubtful.get(change.part) == why]
        parts = frozenset(change.part for change in here)
        yield _Heading(f"需核对：{why}（{len(here)}处）", parts, parts)
        yield from here
