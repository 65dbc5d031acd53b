"""A tally for a Qt view: a row for each part and one for the total; labels, then counts."""

from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QFont, QGuiApplication

from model.report import tallies
from model.report.answers import put
from model.report.report import Tally
from ui.base.colours import error_colour
from ui.base.edits import answer_of, unread_reason
from ui.base.session import TYPED, Session
from ui.base.widgets import tip_words

Index = QModelIndex | QPersistentModelIndex
LABEL: Final = 0
COUNT: Final = 1
_ROOT: Final = QModelIndex()


class TallyModel(QAbstractTableModel):
    """Parts and counts of one tally; changes go to the session, values come from it."""

    def __init__(self, session: Session, tally: Tally, parent: QObject) -> None:
        super().__init__(parent)
        self.session = session
        self.tally = tally
        session.changed.connect(self._on_changed)

    def key(self, index: Index) -> str:
        """Give the key of the part in a row; the total's for the last, and for none."""
        row = index.row()
        return self.tally.parts[row][0] if 0 <= row < len(self.tally.parts) else tallies.TOTAL

    def address(self, index: Index) -> str:
        """Give the address of the count in a row."""
        return self.tally.address(self.key(index))

    def index_of(self, address: str) -> QModelIndex:
        """Give the index of a count."""
        addresses = (*self.tally.part_addresses, self.tally.address())
        return self.index(addresses.index(address), COUNT) if address in addresses else _ROOT

    def put_counts(self, first: Index, typed: list[str], what: str) -> None:
        """Type counts into a row and those below it, as one act."""
        report, place = self.session.report, ""
        for row, text in zip(range(first.row(), self.rowCount()), typed, strict=False):
            place = self.address(self.index(row, COUNT))
            report = put(report, place, text)
        self.session.apply(report, what, place if len(typed) == 1 else "")

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Count the parts and the total."""
        return 0 if parent.isValid() else len(self.tally.parts) + 1

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Give two: label and count."""
        return 0 if parent.isValid() else 2

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let everything be typed into but the word 合计."""
        flags = super().flags(index)
        is_word = index.column() == LABEL and self.key(index) == tallies.TOTAL
        return flags if is_word else flags | Qt.ItemFlag.ItemIsEditable

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Name the columns."""
        if role != Qt.ItemDataRole.DisplayRole or orientation != Qt.Orientation.Horizontal:
            return None
        return "类别" if section == LABEL else f"数量（{self.tally.unit}）"

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Give what a cell shows, and how."""
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                return self._text(index)
            case Qt.ItemDataRole.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignVCenter | (
                    Qt.AlignmentFlag.AlignRight
                    if index.column() == COUNT
                    else Qt.AlignmentFlag.AlignLeft
                )
            case Qt.ItemDataRole.AccessibleTextRole if index.column() == COUNT:
                label = self._text(self.index(index.row(), LABEL))
                return f"{label}：{self._text(index) or '未填'}"
            case Qt.ItemDataRole.FontRole if self.key(index) == tallies.TOTAL:
                font = QFont(QGuiApplication.font())
                font.setBold(True)
                return font
        reason = unread_reason(self.session.report, self.address(index))
        if index.column() == COUNT and reason:
            if role == Qt.ItemDataRole.ForegroundRole:
                return QBrush(error_colour(QGuiApplication.palette()))
            if role == Qt.ItemDataRole.ToolTipRole:
                return tip_words(reason)
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Type a count, or call a part otherwise."""
        if role != Qt.ItemDataRole.EditRole:
            return False
        if index.column() == COUNT:
            self.put_counts(index, [str(value)], TYPED)
        else:
            self.session.tell_left_out(str(value))
            report = self.session.report
            report = tallies.name_part(report, self.tally, self.key(index), str(value))
            self.session.apply(report, "类别改名", self.address(index))
        return True

    def _text(self, index: Index) -> str:
        if index.column() == COUNT:
            return answer_of(self.session.report, self.address(index))
        return "合计" if self.key(index) == tallies.TOTAL else self.tally.parts[index.row()][1]

    def _on_changed(self, addresses: frozenset[str]) -> None:
        """Take other parts over as a whole, other counts one by one."""
        tally = self.session.report.tally(self.tally.key)
        if tally is None:
            return
        if len(tally.parts) != len(self.tally.parts):
            self.beginResetModel()
            self.tally = tally
            self.endResetModel()
        elif tally != self.tally or not addresses:
            self.tally = tally
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, LABEL, COUNT)
            self.dataChanged.emit(self.index(0, LABEL), self.index(self.rowCount() - 1, COUNT))
        else:
            for index in map(self.index_of, addresses):
                if index.isValid():
                    self.dataChanged.emit(index, index)
