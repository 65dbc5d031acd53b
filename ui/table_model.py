"""A table of the form for a Qt view: bare values, with the headings left to heading views.

A table of several blocks has headings between its values; there the model is the whole grid, and
the view spans its cells.
"""

from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QGuiApplication, QPalette

from model.grid import Grid, Place, grid_of
from model.relations import arithmetic
from model.table import Table
from model.values import write_number
from ui.colours import error_brush, mark_brush
from ui.session import Session

Index = QModelIndex | QPersistentModelIndex
_ROOT: Final = QModelIndex()


class TableModel(QAbstractTableModel):
    """Values of one table; every change goes to the session, every value comes from it."""

    def __init__(self, session: Session, table: Table, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.grid: Grid = grid_of(table)
        whole = len(table.blocks) > 1
        self.top = 0 if whole else self.grid.head
        self.left = 0 if whole else self.grid.side
        self._session = session
        self._places = {
            (place.row - self.top, place.column - self.left): place
            for place in self.grid.places
            if place.row >= self.top and place.column >= self.left
        }
        self._marked: frozenset[str] = frozenset()
        self._broken: frozenset[str] = frozenset()
        session.changed.connect(self._on_changed)
        session.checked.connect(self._on_checked)
        self._on_checked()

    def place(self, index: Index) -> Place | None:
        """Give what stands at an index, where anything begins there."""
        return self._places.get((index.row(), index.column()))

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

    def mark(self, addresses: frozenset[str]) -> None:
        """Mark the cells that take part in the finding that is looked at."""
        before, self._marked = self._marked, addresses
        self._repaint(before | addresses)

    def set_text(self, index: Index, typed: str) -> bool:
        """Type into a cell."""
        address = self.address(index)
        if not address or not self.flags(index) & Qt.ItemFlag.ItemIsEditable:
            return False
        self._session.put(address, typed)
        return True

    def _on_changed(self, addresses: frozenset[str]) -> None:
        self._repaint(addresses or frozenset(self.grid.where))

    def _on_checked(self) -> None:
        findings = self._session.result.of_section(self._session.report.form.section_of[
            self.grid.table.key].key)  # fmt: skip
        broken = frozenset(
            cell
            for finding in findings
            if finding.severity != "open" and not finding.reason_stands
            for cell in finding.cells
        )
        before, self._broken = self._broken, broken
        self._repaint(before ^ broken)

    def _repaint(self, addresses: frozenset[str]) -> None:
        for address in addresses:
            index = self.index_of(address)
            if index.isValid():
                self.dataChanged.emit(index, index)

    def _shown(self, address: str) -> str:
        report = self._session.report
        number = self._session.standing.numbers.get(address)
        if number is not None:
            return write_number(number)
        if address in report.unread:
            return report.unread[address]
        cell = report.form.cells[address]
        return self._so_far(address) if cell.computed else ""

    def _so_far(self, address: str) -> str:
        """Give the sum of what is filled, marked as unfinished."""
        values = self._session.report.values
        typed = arithmetic(self._session.report.form).typed_under(address)
        known = [values[a] for a in typed if a in values]
        return f"{write_number(sum(known))} 未完" if known else ""

    def _tip(self, place: Place) -> str:
        cell = place.cell
        if cell is None:
            return place.label
        if not cell.computed:
            return cell.name
        stated = self._session.report.stated.get(cell.address)
        told = f"\n原表合计：{write_number(stated)}" if stated is not None else ""
        return f"{cell.name}\n由程序计算：各项相加。{told}"

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Rows of values."""
        return 0 if parent.isValid() else self.grid.height - self.top

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Columns of values."""
        return 0 if parent.isValid() else self.grid.width - self.left

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let typed cells be edited, others be read."""
        place = self.place(index)
        if place is None or place.cell is None:
            return Qt.ItemFlag.ItemIsEnabled
        selectable = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return selectable if place.cell.computed else selectable | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Answer what the view asks of one cell."""
        place = self.place(index)
        if place is None:
            return None
        address = place.cell.address if place.cell else ""
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self._shown(address) if address else place.label
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = place.role == "row"
            return Qt.AlignmentFlag.AlignVCenter | (
                Qt.AlignmentFlag.AlignLeft if side else Qt.AlignmentFlag.AlignHCenter
            )
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(place)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return (
                f"{place.cell.name}：{self._shown(address) or '空'}" if place.cell else place.label
            )
        if role == Qt.ItemDataRole.BackgroundRole:
            return self._background(place)
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._foreground(address)
        return None

    def _background(self, place: Place) -> QBrush | None:
        palette = QGuiApplication.palette()
        if place.cell is None:
            return palette.brush(QPalette.ColorRole.Button)
        if place.cell.address in self._marked:
            return mark_brush(palette)
        return palette.brush(QPalette.ColorRole.AlternateBase) if place.cell.computed else None

    def _foreground(self, address: str) -> QBrush | None:
        palette = QGuiApplication.palette()
        if address in self._broken:
            return error_brush(palette)
        if address and address not in self._session.standing.numbers:
            return palette.brush(QPalette.ColorRole.PlaceholderText)
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take what was typed to the session."""
        return role == Qt.ItemDataRole.EditRole and self.set_text(index, str(value))
