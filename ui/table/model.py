"""A table of the form for a Qt view: bare values, with the headings left to heading views.

A table of several blocks has headings between its values; there the model is the whole grid, and
the view spans its cells. Faces of cells are kept ready, for a view asks for them at every repaint.
"""

from collections.abc import Iterable
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from model.errors import UnreadableError
from model.form.grid import Grid, Place, grid_of
from model.form.table import Table
from model.report.answers import put_stated
from model.values import read_number
from ui.base.session import Session
from ui.base.widgets import tip_words
from ui.table.faces import Face, Problem, face_of, spoken, tip

Index = QModelIndex | QPersistentModelIndex
_ROOT: Final = QModelIndex()


class TableModel(QAbstractTableModel):
    """Values of one table; every change goes to the session, every value comes from it."""

    def __init__(self, session: Session, table: Table, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.grid: Grid = grid_of(table)
        self.section = session.report.form.section_of[table.key]
        whole = len(table.blocks) > 1
        self.top = 0 if whole else self.grid.head
        self.left = 0 if whole else self.grid.side
        self.session = session
        self.places = {
            (place.row - self.top, place.column - self.left): place
            for place in self.grid.places
            if place.row >= self.top and place.column >= self.left
        }
        self._over = {
            (row - self.top, column - self.left): place
            for place in self.places.values()
            for row in range(place.row, place.row + place.height)
            for column in range(place.column, place.column + place.width)
        }
        self.faces: dict[tuple[int, int], Face] = {}
        self._marked: frozenset[str] = frozenset()
        self._problems: dict[str, Problem] = {}
        session.changed.connect(self._on_changed)
        session.checked.connect(self._on_checked)
        self._on_checked()
        self._look_at(self.grid.where)

    def place(self, index: Index) -> Place | None:
        """Give what stands at an index, where anything begins there."""
        return self.places.get((index.row(), index.column()))

    def address(self, index: Index) -> str:
        """Give the address of a value, or nothing."""
        place = self.place(index)
        return place.cell.address if place and place.cell else ""

    def index_of(self, address: str) -> QModelIndex:
        """Give the index of a value."""
        place = self.grid.where.get(address)
        if place is None:
            return QModelIndex()
        return self.index(place.row - self.top, place.column - self.left)

    def typed_in_order(self) -> list[QModelIndex]:
        """Give the cells that are typed, in filling order: down, then to the next column."""
        places = [p for p in self.grid.places if p.cell is not None and not p.cell.computed]
        if self.left:
            places.sort(key=lambda place: (place.column, place.row))
        return [self.index_of(place.cell.address) for place in places if place.cell]

    def order_told(self) -> str:
        """Say where Enter leads, as the filling order of the table has it."""
        cells = self.typed_in_order()
        first, second = cells[:2]
        if first.column() == second.column():
            return "回车到下一行，列末转到下一列首格，末格之后回到首格。"
        rows = {index.row() for index in cells}
        turn = "行末转到下一行首格，" * (len(rows) > 1)
        return f"回车到右边一格，{turn}末格之后回到首格。"

    def mark(self, addresses: frozenset[str]) -> None:
        """Mark the cells that take part in the finding that is looked at."""
        before, self._marked = self._marked, addresses
        self._look_at(before ^ addresses)

    def set_text(self, index: Index, typed: str, editing: object = None) -> bool:
        """Type into a cell, into a computed one the source's total; says whether it was taken."""
        place, session = self.place(index), self.session
        if place is None or place.cell is None:
            return False
        address = place.cell.address
        if not place.cell.computed:
            session.put(address, typed, editing)
            return True
        try:
            stated = put_stated(session.report, address, typed)
        except UnreadableError:
            return False
        session.apply(stated, "填写原表合计", address, editing)
        return True

    def can_read(self, index: Index, typed: str) -> bool:
        """Whether a number can be read so far; half of one need not be."""
        place = self.place(index)
        if place is None or place.cell is None:
            return False
        try:
            return read_number(typed, place.cell.kind) is not None
        except UnreadableError:
            return False

    def _on_changed(self, addresses: frozenset[str]) -> None:
        self._look_at({a.partition("#")[0] for a in addresses} or self.grid.where)

    def _on_checked(self) -> None:
        before = self._problems
        self._problems = {}
        for finding in reversed(self.session.result.of_section(self.section.key)):
            if finding.severity in ("error", "warning") and not finding.reason_stands:
                problem: Problem = "error" if finding.severity == "error" else "warning"
                self._problems |= dict.fromkeys(finding.cells, problem)
        self._look_at({a for a, _ in before.items() ^ self._problems.items()})

    def _look_at(self, addresses: Iterable[str]) -> None:
        """Work faces out again, and have those repainted that are new."""
        report, standing, cells = self.session.report, self.session.standing, self.grid.table.cells
        for address in addresses:
            place, cell = self.grid.where.get(address), cells.get(address)
            if place is None or cell is None:
                continue
            marked, problem = address in self._marked, self._problems.get(address, "")
            face = face_of(report, standing, cell, problem, marked)
            where = (place.row - self.top, place.column - self.left)
            if self.faces.get(where) != face:
                self.faces[where] = face
                index = self.index(*where)
                self.dataChanged.emit(index, index)

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Rows of values."""
        return 0 if parent.isValid() else self.grid.height - self.top

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Columns of values."""
        return 0 if parent.isValid() else self.grid.width - self.left

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let values be edited; headings between them are only looked at."""
        if not self.address(index):
            return Qt.ItemFlag.ItemIsEnabled
        selectable = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return selectable | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Answer what is asked of one cell besides its painting."""
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(self._over.get((index.row(), index.column())))
        place = self.place(index)
        if place is None:
            return None
        if place.cell is None:
            return place.label if role == Qt.ItemDataRole.DisplayRole else None
        face = self.faces[index.row(), index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return face.text
        if role == Qt.ItemDataRole.EditRole:
            return face.stated if place.cell.computed else face.text
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip_words(tip(self.session.report, place.cell, face))
        return None

    def _spoken(self, place: Place | None) -> str:
        """Say a cell to a screen reader, which asks for those under a wider one as well."""
        if place is None or place.cell is None:
            return place.label if place else ""
        return spoken(place.cell, self.faces[place.row - self.top, place.column - self.left])

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """Say a heading to a screen reader; heading views paint the trees themselves."""
        across = orientation == Qt.Orientation.Horizontal
        if role == Qt.ItemDataRole.AccessibleTextRole and self.top:
            place = self._over.get((0, section) if across else (section, 0))
            if place and place.cell:
                return "".join((place.cell.column if across else place.cell.row)[-1:])
        return super().headerData(section, orientation, role)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take what was typed to the session."""
        return role == Qt.ItemDataRole.EditRole and self.set_text(index, str(value))
