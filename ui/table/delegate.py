"""Edits the cells of a table in a plain line; the view paints them."""

from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QWidget

from ui.base.cell_entry import EntryDelegate
from ui.base.widgets import ModelIndex, StyleOption, named, unbounded
from ui.table.model import TableModel

_FRAME = 2
"""Pixels of the frame of the current cell, which stays around the line."""


class CellDelegate(EntryDelegate):
    """The cells of one table.

    A number that is being typed is taken at each key, as soon as it can be read, so that sums and
    meters follow; the whole edit is one act, and Esc takes it back.
    """

    def __init__(self, model: TableModel, view: QAbstractItemView) -> None:
        super().__init__(model.session.may_change, view)
        self._model = model
        self._before = ""
        self._editing: object = None
        self.font = QFont()

    def make_editor(self, parent: QWidget, index: ModelIndex) -> QLineEdit:
        """Return a line to type in; each key that makes a number is taken at once."""
        editor = unbounded(QLineEdit(parent))
        editor.setFrame(False)
        editor.setFont(self.font)
        editor.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
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

    def updateEditorGeometry(self, editor: QWidget, option: StyleOption, index: ModelIndex) -> None:
        """Put the line inside the frame, its digits where they are painted."""
        editor.setGeometry(option.rect.adjusted(_FRAME, _FRAME, -_FRAME - 1, -_FRAME - 1))
        place = self._model.place(index)
        if isinstance(editor, QLineEdit) and place and place.cell:
            beside = (option.rect.width() - 4 * editor.fontMetrics().horizontalAdvance("0")) // 2
            pad = 0 if place.cell.computed else beside - _FRAME - 2
            editor.setTextMargins(0, 0, max(pad, 0), 0)

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
