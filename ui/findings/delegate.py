"""How findings are drawn in their list, and how a 说明 is typed in its card."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QAbstractItemModel, QPointF, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QPainter, QResizeEvent
from PySide6.QtWidgets import QApplication, QListView, QPlainTextEdit, QStyle, QWidget

from ui.app.findings import FindingRow
from ui.base.cell_entry import EntryDelegate
from ui.base.edits import exact_text
from ui.base.widgets import ModelIndex, StyleOption, larger, named, quiet, show_whole
from ui.findings.face import Face, FaceStyle
from ui.look.tokens import QUIET, theme

ROW: Final = Qt.ItemDataRole.UserRole
"""Role that holds the FindingRow of an item."""
_LINES: Final = 2
"""Lines of the editor of a 说明."""
_KEPT: Final = 600
"""Faces that are kept laid out."""
_INSET: Final = 10


class ReasonEdit(QPlainTextEdit):
    """The editor of a 说明: it wraps, and Enter keeps it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setPlaceholderText("写明原因，如：原文件自然失效2件")
        self._keys = quiet("回车保存，Esc 放弃；清空即删除说明。")
        self._keys = larger(self._keys, QUIET / self._keys.fontInfo().pixelSize())
        self._keys.setParent(self)
        self.confirmed = False
        """Whether Enter was pressed: then an unchanged 说明 is kept for the present numbers."""

    def keys_height(self, width: int) -> int:
        """Return how high the line about the keys is in an editor of this width."""
        return self._keys.heightForWidth(max(width - 12, 1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the line about the keys at the foot."""
        super().resizeEvent(event)
        inside, height = self.contentsRect(), self.keys_height(self.width())
        self.setViewportMargins(0, 0, 0, height)
        self._keys.setGeometry(inside.adjusted(4, inside.height() - height, -4, 0))


class FindingDelegate(EntryDelegate):
    """For a list whose items hold a FindingRow under the role ROW."""

    explained = Signal(object, str)
    """The finding whose 说明 was typed, and what was typed."""

    def __init__(
        self, may_change: Callable[[], bool], view: QListView, is_card: bool = True
    ) -> None:
        super().__init__(may_change, view)
        self._view, self._is_card = view, is_card
        self.chosen = 0
        """Place of the act that Enter does on the current card."""
        self.over: tuple[str, int] = ("", -1)
        """Key of the card and place of the act that the mouse is on."""
        self._faces: dict[tuple[FindingRow, int, str, str], Face] = {}
        self._edited = ""
        self._held: tuple[str, int] = ("", 0)
        self._release = QTimer(self, singleShot=True)
        self._release.timeout.connect(self._lay_out_again)
        self.closeEditor.connect(self._close)

    def face(self, row: FindingRow) -> Face:
        """Return how a row looks in the width there is."""
        width, font = self._view.viewport().width(), self._view.font()
        key = (row, width, theme().name, font.toString())
        if key not in self._faces:
            if len(self._faces) >= _KEPT:
                self._faces.clear()
            self._faces[key] = Face(row, width, FaceStyle(font, self._is_card))
        return self._faces[key]

    def paint(self, painter: QPainter, option: StyleOption, index: ModelIndex) -> None:
        """Paint a card, or a row; an act is framed while the list has the focus."""
        row: FindingRow = index.data(ROW)
        current = bool(option.state & QStyle.StateFlag.State_Selected)
        keyed = current and self._view.hasFocus()
        key, over = self.over
        painter.save()
        painter.translate(option.rect.topLeft())
        self.face(row).paint(
            painter,
            option.rect.height(),
            current,
            self.chosen if keyed else -1,
            over if key == row.key else -1,
        )
        painter.restore()

    def sizeHint(self, option: StyleOption, index: ModelIndex) -> QSize:
        """Ask for the height that the words take, and for the editor under them."""
        row: FindingRow = index.data(ROW)
        width = self._view.viewport().width()
        if row.key == self._held[0]:
            return QSize(width, self._held[1])
        below = self._editor_height() if row.key == self._edited else 0
        return QSize(width, self.face(row).height + below)

    def link_at(self, index: ModelIndex, place: QPointF) -> int:
        """Return which act of a card is shown at a place within it; -1 where none is."""
        return self.face(index.data(ROW)).link_at(place)

    def make_editor(self, parent: QWidget, index: ModelIndex) -> QWidget:
        """Open a 说明 in its card."""
        editor = named(ReasonEdit(parent), "说明")
        row: FindingRow = index.data(ROW)
        self._edited = row.key
        self._keys_height = editor.keys_height(self._view.viewport().width() - 2 * _INSET)
        self.sizeHintChanged.emit(index)
        QTimer.singleShot(0, editor, lambda: self._bring(editor))
        return editor

    def _bring(self, editor: QWidget) -> None:
        """Bring the card to sight, and of a card higher than the list the editor."""
        self._view.scrollTo(self._view.currentIndex())
        beyond = editor.geometry().bottom() + 1 - self._view.viewport().height()
        if beyond > 0:
            bar = self._view.verticalScrollBar()
            bar.setValue(bar.value() + beyond)
        show_whole(self._view.viewport(), editor.geometry())

    def setEditorData(self, editor: QWidget, index: ModelIndex) -> None:
        """Show the 说明 as it is kept, unless it is being typed."""
        row: FindingRow = index.data(ROW)
        if isinstance(editor, ReasonEdit) and not editor.document().isModified():
            reason = row.finding.reason if row.finding else None
            editor.setPlainText(reason.text if reason else "")
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: ModelIndex) -> None:
        """Give the 说明 away: the session keeps it."""
        row: FindingRow = index.data(ROW)
        if isinstance(editor, ReasonEdit) and (editor.confirmed or editor.document().isModified()):
            self.explained.emit(row.finding, exact_text(editor))

    def updateEditorGeometry(self, editor: QWidget, option: StyleOption, index: ModelIndex) -> None:
        """Put the editor at the foot of its card."""
        height = self._editor_height()
        around = option.rect.adjusted(_INSET, 0, -_INSET, -_INSET - 8)
        editor.setGeometry(
            QRect(around.left(), around.bottom() - height + _INSET, around.width(), height - 4)
        )

    def end(self, editor: QWidget) -> None:
        """Keep the 说明, an unchanged one as well; it is one paragraph."""
        if isinstance(editor, ReasonEdit):
            editor.confirmed = True
        super().end(editor)

    def _close(self) -> None:
        """Close the gap of the editor; after a click only once it cannot become a double click."""
        clicked = QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton
        if clicked:
            self._held = (self._edited, self._height_of(self._edited))
        self._edited = ""
        # a view that is going is not laid out
        self._release.start(QApplication.doubleClickInterval() if clicked else 0)

    def _height_of(self, key: str) -> int:
        model = self._view.model()
        rows = (model.index(row, 0) for row in range(model.rowCount()))
        return next((self._view.visualRect(i).height() for i in rows if i.data(ROW).key == key), 0)

    def _lay_out_again(self) -> None:
        self._held = ("", 0)
        self._view.scheduleDelayedItemsLayout()

    _keys_height = 0

    def _editor_height(self) -> int:
        return self._view.fontMetrics().lineSpacing() * _LINES + self._keys_height + 24
