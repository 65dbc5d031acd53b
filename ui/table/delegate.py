"""Paints the cells of a table from their faces, and edits them in a plain line."""

from typing import Any, Final

from PySide6.QtCore import QAbstractItemModel, QPoint, QRect, Qt
from PySide6.QtGui import QFont, QFontInfo, QFontMetrics, QPainter, QPalette, QPolygon
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QStyle, QWidget

from ui.base.cell_entry import EntryDelegate
from ui.base.widgets import ModelIndex, named, unbounded
from ui.look.tokens import colour
from ui.table.model import CellFace, TableModel

_SMALL: Final = 0.72
"""Size of what stands beside a number, as a share of it."""
# Plain integers: enums of PySide are Python objects, and there are 175 cells to a repaint.
_CENTRE: Final = Qt.AlignmentFlag.AlignCenter.value
_RIGHT: Final = (Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter).value
_SELECTED: Final = QStyle.StateFlag.State_Selected.value
_FOCUSED: Final = QStyle.StateFlag.State_HasFocus.value


class CellDelegate(EntryDelegate):
    """The cells of one table.

    A number that is being typed is taken at each key, as soon as it can be read, so that sums and
    meters follow; the whole edit is one act, and Esc takes it back.
    """

    def __init__(self, model: TableModel, view: QAbstractItemView) -> None:
        super().__init__(model.session.may_change, view)
        self._model = model
        self.shows_last = False
        self._before = ""
        self._editing: object = None
        self.dress(view.palette(), view.font())

    def dress(self, palette: QPalette, font: QFont) -> None:
        """Get colours and fonts ready; asking for them at each cell costs more than painting."""
        role = QPalette.ColorRole
        self._font = QFont(font)
        self._small = QFont(font)
        self._small.setPixelSize(round(QFontInfo(font).pixelSize() * _SMALL))
        self._wide = QFontMetrics(self._small)
        self._faint = palette.color(role.PlaceholderText)
        self._heading = palette.color(role.ButtonText)
        self._heading_ground = palette.color(role.Button)
        self._ground = palette.color(role.Base)
        self._total_ground = palette.color(role.AlternateBase)
        self._selected, self._marked = colour("veil"), colour("sunk")
        self._frame = palette.color(role.Highlight)
        self._signs = {"error": colour("error"), "warning": colour("warning")}
        self._inks = dict.fromkeys(("number", "total"), palette.color(role.Text))
        self._inks |= {"unfinished": self._faint, "unread": self._signs["error"]}

    def paint(self, painter: QPainter, option: Any, index: ModelIndex) -> None:
        """Paint a cell: ground, number, what stands beside it, and its mark.

        ``option`` is a QStyleOptionViewItem, whose fields the stubs of PySide do not know.
        """
        face = self._model.faces.get((index.row(), index.column()))
        rectangle, state = option.rect, option.state.value
        if face is None:
            self._paint_heading(painter, rectangle, index)
            return
        computed, selected = face.tone in ("total", "unfinished"), state & _SELECTED
        if computed or selected:  # a view has painted the selection already, and too strongly
            painter.fillRect(rectangle, self._total_ground if computed else self._ground)
        if face.marked:
            painter.fillRect(rectangle, self._marked)
        if selected:
            painter.fillRect(rectangle, self._selected)
        self._paint_text(painter, rectangle, face)
        if face.problem:
            self._paint_sign(painter, rectangle, face.problem)
        if state & _FOCUSED:
            painter.setPen(self._frame)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rectangle.adjusted(0, 0, -1, -1))
            painter.drawRect(rectangle.adjusted(1, 1, -2, -2))

    def _paint_text(self, painter: QPainter, rectangle: QRect, face: CellFace) -> None:
        if face.stated or (face.last and self.shows_last):
            rectangle = rectangle.adjusted(0, 0, -self._paint_beside(painter, rectangle, face), 0)
        if face.text:
            painter.setPen(self._inks[face.tone])
            text = f"{face.text}*" if face.remarked else face.text
            painter.drawText(rectangle, _CENTRE, text)

    def _paint_beside(self, painter: QPainter, rectangle: QRect, face: CellFace) -> int:
        """Paint the source's total above, last year's figure below; give the room they took."""
        last = face.last if self.shows_last else ""
        stated = f"{'≠' if face.differs else '='}{face.stated}" if face.stated else ""
        width = max(map(self._wide.horizontalAdvance, (stated, last))) + 4
        half = rectangle.height() // 2
        painter.setFont(self._small)
        column = QRect(rectangle.right() - width, rectangle.top(), width - 1, rectangle.height())
        if stated:
            painter.setPen(self._signs["error"] if face.differs else self._faint)
            painter.drawText(column.adjusted(0, 1, 0, -half), _RIGHT, stated)
        painter.setPen(self._faint)
        painter.drawText(column.adjusted(0, half - 1, 0, -1), _RIGHT, last)
        painter.setFont(self._font)
        return width

    def _paint_sign(self, painter: QPainter, rectangle: QRect, problem: str) -> None:
        """Mark a corner: filled for an error, hollow for what waits for a reason."""
        size = self._wide.height() // 2 + 1
        corner = rectangle.topLeft() + QPoint(1, 1)
        triangle = QPolygon([corner, corner + QPoint(size, 0), corner + QPoint(0, size)])
        painter.setPen(self._signs[problem])
        painter.setBrush(self._signs[problem] if problem == "error" else Qt.BrushStyle.NoBrush)
        painter.drawPolygon(triangle)

    def _paint_heading(self, painter: QPainter, rectangle: QRect, index: ModelIndex) -> None:
        place = self._model.place(index)
        painter.fillRect(rectangle, self._heading_ground)
        if place is None:
            return
        side = Qt.AlignmentFlag.AlignLeft if place.role == "row" else Qt.AlignmentFlag.AlignHCenter
        flags = side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
        painter.setPen(self._heading)
        painter.drawText(rectangle.adjusted(6, 0, -6, 0), flags, place.label)

    def make_editor(self, parent: QWidget, index: ModelIndex) -> QLineEdit:
        """Return a line to type in; each key that makes a number is taken at once."""
        editor = unbounded(QLineEdit(parent))
        editor.setFrame(False)
        editor.setAlignment(Qt.AlignmentFlag.AlignCenter)
        place = self._model.place(index)
        cell = place.cell if place else None
        named(editor, cell.name if cell else "")
        if cell and cell.computed:
            editor.setPlaceholderText("原表合计")
        self._before = str(index.data(Qt.ItemDataRole.EditRole))
        editing = self._editing = object()
        where = (index.row(), index.column())
        editor.textEdited.connect(lambda text: self._take(where, text, editing))
        return editor

    def _take(self, where: tuple[int, int], text: str, editing: object) -> None:
        index = self._model.index(*where)
        if self._model.can_read(index, text):
            self._model.set_text(index, text, editing)

    def setEditorData(self, editor: QWidget, index: ModelIndex) -> None:
        """Begin with what stands there; while it is typed over, nothing is put back."""
        if isinstance(editor, QLineEdit) and not editor.isModified():
            editor.setText(self._before)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: ModelIndex) -> None:
        """Take the whole text, as typed; what is no number stays, marked."""
        if isinstance(editor, QLineEdit) and editor.isModified():
            self._model.set_text(index, editor.text(), self._editing)

    def take_back(self, index: ModelIndex) -> None:
        """Put back what stood there before the edit."""
        self._model.set_text(index, self._before, self._editing)
