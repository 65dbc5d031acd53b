"""A table of the form for a Qt view: values and how each is painted.

The model is the bare values, with the headings left to heading views. A table of several blocks
has headings between its values; there the model is the whole grid and the view spans its cells.
Faces of cells are worked out when something changes, not when it is painted.
"""

from collections.abc import Iterable
from textwrap import wrap
from typing import Any, Final, Literal, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, Signal

from model.address import Address
from model.errors import UnreadableError
from model.form.arithmetic import Evaluation, RelationLine, arithmetic
from model.form.entry import read_number
from model.form.form import Form
from model.form.grid import Grid, GridPlace, grid_of
from model.form.help import row_help
from model.form.table import Cell, Table
from model.report.answers import put_stated
from model.report.report import Report
from model.values import write_number
from ui.base.session import Session
from ui.base.widgets import ModelIndex, tip_words

Tone = Literal["number", "total", "unfinished", "unread", "blank"]
CellProblem = Literal["", "error", "warning"]
_TIP_WIDTH: Final = 32
"""Characters of a line of a tip: Qt does not break lines of plain text."""


class CellFace(NamedTuple):
    """One cell as a clerk sees it.

    ``last`` is last year's figure and ``stated`` the source's own total, printed small beside the
    number; ``differs`` says that it is another than the computed one.
    """

    text: str = ""
    tone: Tone = "blank"
    last: str = ""
    stated: str = ""
    differs: bool = False
    problem: CellProblem = ""
    marked: bool = False
    remarked: bool = False


def face_of(
    report: Report, evaluation: Evaluation, cell: Cell, problem: CellProblem, marked: bool
) -> CellFace:
    """Work out the face of a cell."""
    address = cell.address
    text, tone = _shown(report, evaluation, cell)
    last = report.last_values.get(address)
    stated = report.stated.get(address)
    number = evaluation.numbers.get(address)
    return CellFace(
        text,
        tone,
        "" if last is None else write_number(last),
        "" if stated is None else write_number(stated),
        stated is not None and number is not None and stated != number,
        problem,
        marked,
        address in report.remarks,
    )


def _shown(report: Report, evaluation: Evaluation, cell: Cell) -> tuple[str, Tone]:
    number = evaluation.numbers.get(cell.address)
    if number is not None:
        return write_number(number), "total" if cell.computed else "number"
    if cell.address in report.unread:
        return report.unread[cell.address], "unread"
    if not cell.computed:
        return "", "blank"
    values = report.values
    typed = arithmetic(report.form).typed_under(cell.address)
    known = [values[address] for address in typed if address in values]
    return (f"{write_number(sum(known))} 未完" if known else ""), "unfinished"


def tip(report: Report, cell: Cell, face: CellFace) -> str:
    """Say what a cell is, what it adds up and what stands beside it, one thing a line."""
    lines = [cell.name]
    if cell.computed:
        lines.append(f"由程序计算：{addends(report, cell.address)}。直接输入数字，填的是原表合计。")
    else:
        lines += wrap(row_help(report.form, cell.address), _TIP_WIDTH)
    lines += [f"原表合计：{face.stated}{cell.unit}"] * bool(face.stated)
    lines += [f"上年：{face.last}{cell.unit}"] * bool(face.last)
    for name, kept in (("备注", report.remarks), ("数据来源", report.sources)):
        if cell.address in kept:
            lines.append(f"{name}：{kept[cell.address]}")
    return "\n".join(lines)


def addends(report: Report, address: str) -> str:
    """Name what a computed cell adds up, by the headings that tell its addends apart."""
    cells = report.form.cells
    total = cells[address]
    parts = [cells[one] for one in arithmetic(report.form).sums[address].addends]
    across = all(part.row == total.row for part in parts)
    labels = [(part.column if across else part.row)[-1] for part in parts]
    return (
        f"{'＋'.join(labels)}"
        if len(labels) <= 6
        else f"{labels[0]}至{labels[-1]}共{len(labels)}项相加"
    )


def spoken(cell: Cell, face: CellFace) -> str:
    """Say a cell to a screen reader."""
    said = f"{cell.name}：{face.text or '空'}"
    said += f"，原表合计{face.stated}{'，不相等' if face.differs else ''}" if face.stated else ""
    said += f"，上年{face.last}" if face.last else ""
    return said + {"": "", "error": "，有错误", "warning": "，待说明"}[face.problem]


def watched_lines(form: Form, table: Table) -> tuple[RelationLine, ...]:
    """Return the lines of a table whose standing is shown at the foot of each column."""
    return tuple(
        line
        for line in arithmetic(form).lines.values()
        if line.relation in table.relations
        and line.relation.along == "rows"
        and not line.relation.between_years
    )


_ROOT: Final = QModelIndex()


class TableModel(QAbstractTableModel):
    """Values of one table; every change goes to the session, every value comes from it."""

    broken_changed = Signal(frozenset)
    """Other columns have a broken sum."""

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
        self.over = {  # whatever stands over a row and column of the model
            (row - self.top, column - self.left): place
            for place in self.places.values()
            for row in range(place.row, place.row + place.height)
            for column in range(place.column, place.column + place.width)
        }
        self.faces: dict[tuple[int, int], CellFace] = {}
        self.lines = watched_lines(session.report.form, table)
        self.broken: frozenset[int] = self._broken_columns()
        self._marked: frozenset[str] = frozenset()
        self._problems: dict[str, CellProblem] = {}
        session.changed.connect(self._on_changed)
        session.checked.connect(self._on_checked)
        self._on_checked()
        self._look_at(self.grid.where)

    def place(self, index: ModelIndex) -> GridPlace | None:
        """Return what stands at an index, where anything begins there."""
        return self.places.get((index.row(), index.column()))

    def address(self, index: ModelIndex) -> str:
        """Return the address of a value, or nothing."""
        place = self.place(index)
        return place.cell.address if place and place.cell else ""

    def index_of(self, address: str) -> QModelIndex:
        """Return the index of a value."""
        place = self.grid.where.get(address)
        if place is None:
            return QModelIndex()
        return self.index(place.row - self.top, place.column - self.left)

    def typed_in_order(self) -> list[QModelIndex]:
        """Return the cells that are typed, in filling order: down, then to the next column."""
        return [self.index_of(cell.address) for cell in self._in_order() if not cell.computed]

    def _in_order(self) -> list[Cell]:
        places = [place for place in self.grid.places if place.cell is not None]
        if self.left:
            places.sort(key=lambda place: (place.column, place.row))
        return [place.cell for place in places if place.cell]

    def next_in_order(self, address: str) -> str:
        """Return the typed cell after another in filling order; empty after the last.

        After a total it is whatever cell follows: totals of a source are typed one after the other.
        """
        cells = self._in_order()
        at = next((n for n, cell in enumerate(cells) if cell.address == address), -1)
        after_total = at >= 0 and cells[at].computed
        following = (one for one in cells[at + 1 :] if after_total or not one.computed)
        return next((one.address for one in following), "")

    def order_sentence(self) -> str:
        """Say where Enter leads, as the filling order of the table has it."""
        cells = self.typed_in_order()
        first, second = cells[:2]
        if first.column() == second.column():
            return "回车到下一行，列末转到下一列首格，末格之后到“下一步”。"
        rows = {index.row() for index in cells}
        turn = "行末转到下一行首格，" * (len(rows) > 1)
        return f"回车到右边一格，{turn}末格之后到“下一步”。"

    def mark(self, addresses: frozenset[str]) -> None:
        """Mark the cells that take part in the finding that is looked at."""
        before, self._marked = self._marked, addresses
        self._look_at(before ^ addresses)

    def set_text(self, index: ModelIndex, typed: str, editing: object = None) -> bool:
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

    def can_read(self, index: ModelIndex, typed: str) -> bool:
        """Whether a number can be read so far; half of one need not be."""
        place = self.place(index)
        if place is None or place.cell is None:
            return False
        try:
            return read_number(typed, place.cell.kind) is not None
        except UnreadableError:
            return False

    def _on_changed(self, addresses: frozenset[str]) -> None:
        self._look_at({Address.parse(one).answer for one in addresses} or self.grid.where)
        before, self.broken = self.broken, self._broken_columns()
        if before != self.broken:
            self.broken_changed.emit(self.broken)

    def _broken_columns(self) -> frozenset[int]:
        """Return the columns of values whose sum is complete and does not agree."""
        states = self.session.evaluation.states
        broken = [line for line in self.lines if states[line.id].broken]
        return frozenset(self.column_of(line) for line in broken)

    def column_of(self, line: RelationLine) -> int:
        """Return the column of values that a watched line runs along."""
        return self.index_of(line.left[0].shown[0]).column()

    def _on_checked(self) -> None:
        before = self._problems
        self._problems = {}
        for finding in reversed(self.session.result.of_section(self.section.key)):
            if finding.severity in ("error", "warning") and not finding.reason_is_current:
                problem: CellProblem = "error" if finding.severity == "error" else "warning"
                self._problems |= dict.fromkeys(finding.cells, problem)
        self._look_at({a for a, _ in before.items() ^ self._problems.items()})

    def _look_at(self, addresses: Iterable[str]) -> None:
        """Work faces out again, and have those repainted that are new."""
        report, evaluation = self.session.report, self.session.evaluation
        cells = self.grid.table.cells
        for address in addresses:
            place, cell = self.grid.where.get(address), cells.get(address)
            if place is None or cell is None:
                continue
            marked, problem = address in self._marked, self._problems.get(address, "")
            face = face_of(report, evaluation, cell, problem, marked)
            where = (place.row - self.top, place.column - self.left)
            if self.faces.get(where) != face:
                self.faces[where] = face
                index = self.index(*where)
                self.dataChanged.emit(index, index)

    def rowCount(self, parent: ModelIndex = _ROOT) -> int:
        """Rows of values."""
        return 0 if parent.isValid() else self.grid.height - self.top

    def columnCount(self, parent: ModelIndex = _ROOT) -> int:
        """Columns of values."""
        return 0 if parent.isValid() else self.grid.width - self.left

    def flags(self, index: ModelIndex) -> Qt.ItemFlag:
        """Let values be edited; headings between them are only looked at."""
        if not self.address(index):
            return Qt.ItemFlag.ItemIsEnabled
        selectable = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return selectable | Qt.ItemFlag.ItemIsEditable

    def data(self, index: ModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Answer what is asked of one cell besides its painting."""
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(self.over.get((index.row(), index.column())))
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

    def _spoken(self, place: GridPlace | None) -> str:
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
            place = self.over.get((0, section) if across else (section, 0))
            if place and place.cell:
                return "".join((place.cell.column if across else place.cell.row)[-1:])
        return super().headerData(section, orientation, role)

    def setData(self, index: ModelIndex, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take what was typed to the session."""
        return role == Qt.ItemDataRole.EditRole and self.set_text(index, str(value))
