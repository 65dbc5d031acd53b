"""The list of findings: cards in the inspector, rows in the review, each with its acts.

The list is kept up to date row by row.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QContextMenuEvent,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QWidget,
)

from model.checks.findings import Finding
from model.text import visible
from ui.app.findings import (
    CardAct,
    FindingRow,
    ShownSuspect,
    Suspects,
    cell_of,
    first_act,
    is_guessed_about,
    section_rows,
)
from ui.base.session import Session
from ui.base.widgets import keyless, named, show_whole
from ui.findings import answers
from ui.findings.delegate import ROW, FindingDelegate
from ui.findings.face import SIZE

_DISMISS = (Qt.Key.Key_Space, Qt.Key.Key_Delete)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ALONG = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_RANKS = {"error": 0, "warning": 1, "open": 2}
_LEAST = 3
RowSource = Callable[[Sequence[ShownSuspect]], list[FindingRow]]
"""Gives the rows to be shown, with these guesses at what may be wrong."""


class FindingsPanel(QListWidget):
    """Findings of one section, or what ``rows`` gives.

    Selecting marks their cells, Enter or a double click jumps there, F2 opens the 说明 of a
    warning, the space bar or Delete dismisses a hint. Left and Right choose one of the acts on a
    card, which Enter then does.

    Args:
        session: the open report.
        section: key of the section whose findings are shown.
        rows: gives the rows in place of a section's.
        suspects: guesses what may be wrong; a guess is shown and never made by itself.
        is_card: cards, or rows with a coloured edge.
        is_whole: as high as its cards; the area around it scrolls.
    """

    selected = Signal(frozenset)
    """Addresses of the cells that take part in the selected finding, or in the guess looked at."""
    asked = Signal(str)
    """Address of the cell that a text is compared with, to be shown."""
    activated_finding = Signal(object)
    """The finding to jump to; to see a guess, with the cells of the guess."""

    def __init__(
        self,
        session: Session,
        section: str = "",
        parent: QWidget | None = None,
        rows: RowSource | None = None,
        suspects: Suspects | None = None,
        is_card: bool = True,
        is_whole: bool = False,
    ) -> None:
        super().__init__(parent)
        self._session, self._suspects, self._whole = session, suspects, is_whole
        self._rows = rows or (
            lambda guesses: section_rows(session.report, session.result, section, guesses)
        )
        self._shown: Finding | None = None
        self.delegate = FindingDelegate(session.may_change, self, is_card)
        self._lay_out()
        session.checked.connect(self.refresh)
        self.currentItemChanged.connect(self._on_current)
        self.itemActivated.connect(lambda: self.jump())
        self.refresh()

    def _lay_out(self) -> None:
        named(self, "核对结果")
        self.setProperty("cards", "true")
        font = self.font()
        font.setPixelSize(SIZE)
        self.setFont(font)
        self.setMouseTracking(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        if self._whole:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.delegate.explained.connect(partial(answers.explain, self._session))
        self.setItemDelegate(self.delegate)

    @property
    def current(self) -> Finding | None:
        """The finding that is selected."""
        item = self.currentItem()
        return _row(item).finding if item else None

    def row_at(self, place: int) -> FindingRow:
        """Return what is shown at a place."""
        return _row(self.item(place))

    def guesses(self) -> Sequence[ShownSuspect]:
        """Return what may be wrong; nobody guesses while nothing is broken or the list is away."""
        if self._suspects is None or not self.isVisible():
            return ()
        if not is_guessed_about(self._session.result.findings):
            return ()
        return self._suspects(self._session.report)

    def refresh(self) -> None:
        """Bring the list up to date: only rows that changed are touched; what is in view stays."""
        rows = self._rows(self.guesses())
        if rows == [_row(self.item(place)) for place in range(self.count())]:
            return
        kept = _row(self.currentItem()).key if self.currentItem() else ""
        top = self.itemAt(0, self.viewport().visibleRegion().boundingRect().top())
        worse = self._worse(rows, _rank(_row(top)) if top else _LEAST)
        anchor, offset = (_row(top).key, self.visualItemRect(top).top()) if top else ("", 0)
        self.blockSignals(True)
        self._sync(rows)
        places = {row.key: place for place, row in enumerate(rows)}
        self.setCurrentRow(places.get(kept, -1))
        self.blockSignals(False)
        if anchor in places:
            moved = self.visualItemRect(self.item(places[anchor])).top() - offset
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() + moved)
        self._tell_selected()
        is_used = self.hasFocus() or self.state() == self.State.EditingState
        if worse and self.isVisible() and not is_used:
            QTimer.singleShot(0, self, lambda: self._show_at_top(worse))  # once it is laid out

    def _worse(self, rows: Sequence[FindingRow], rank: int) -> str:
        """Return the key of the worst row that is new or has become worse than this rank."""
        before = [_row(self.item(place)) for place in range(self.count())]
        known = {row.key: _rank(row) for row in before}
        arrived = [row for row in rows if _rank(row) < min(known.get(row.key, rank), rank)]
        return min(arrived, key=_rank).key if arrived else ""

    def _show_at_top(self, key: str) -> None:
        for place in range(self.count()):
            if _row(item := self.item(place)).key == key:
                self.scrollToItem(item, self.ScrollHint.PositionAtTop)

    def _sync(self, rows: list[FindingRow]) -> None:
        wanted = {row.key for row in rows}
        for place in reversed(range(self.count())):
            if _row(self.item(place)).key not in wanted:
                self.takeItem(place)
        for place, row in enumerate(rows):
            item = self.item(place)
            if item is None or _row(item).key != row.key:
                item = self._taken(row.key, place) or QListWidgetItem()
                self.insertItem(place, item)
            if item.data(ROW) != row:
                _show(item, row)

    def _taken(self, key: str, after: int) -> QListWidgetItem | None:
        """Take out a row that stands further down, to stand elsewhere."""
        for place in range(after + 1, self.count()):
            if _row(self.item(place)).key == key:
                return self.takeItem(place)
        return None

    def choose(self, finding: str) -> None:
        """Select the card of a finding by its id, and bring it to sight; the focus stays."""
        for place in range(self.count()):
            if _row(self.item(place)).key == finding:
                self.setCurrentRow(place)
                self.scrollToItem(self.item(place))

    def jump(self) -> None:
        """Go where the selected finding points."""
        if self.current is not None:
            self.activated_finding.emit(self.current)

    def explain(self) -> None:
        """Open the 说明 of the selected warning."""
        if self.current is not None and self.current.severity == "warning":
            self.editItem(self.currentItem())

    def review(self) -> None:
        """Dismiss the selected hint (已核实), or ask for it again."""
        hint = self.current
        if hint is not None and hint.is_hint:
            answers.review(self._session, hint)

    @property
    def acts(self) -> list[CardAct]:
        """What can be done about the selected finding, as it is shown on its card."""
        item = self.currentItem()
        return [link.act for link in self.delegate.face(_row(item)).links] if item else []

    def do(self, act: CardAct) -> None:
        """Do one of the acts on the selected card."""
        match act.kind:
            case "go":
                self.jump()
            case "explain":
                self.explain()
            case "review":
                self.review()
            case "look":
                self._look(act)
            case "take":
                guess = self._guess(act)
                report = guess.applied(self._session.report)
                self._session.apply(report, "采用推测", place=guess.cells[0])
            case "cell" if self.current:
                self.asked.emit(cell_of(self.current))
            case "correct" if self.current:
                answers.correct(self._session, self.current)
            case "dismiss" if self.current:
                answers.dismiss(self._session, self.current)

    def _guess(self, act: CardAct) -> ShownSuspect:
        return _row(self.currentItem()).guesses[act.guess]

    def _look(self, act: CardAct) -> None:
        """Show the cells of a guess."""
        cells = tuple(self._guess(act).cells)
        if self.current is not None:
            self.activated_finding.emit(replace(self.current, cells=cells))
            self.selected.emit(frozenset(cells))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose an act with Left and Right, do it with Enter, dismiss a hint with one key."""
        if event.key() in _DISMISS and self.current and self.current.is_hint:
            self.review()
        elif event.key() in _ALONG and self.acts:
            self._choose_act(self.delegate.chosen + _ALONG[Qt.Key(event.key())])
        elif event.key() in _ENTER and 0 <= self.delegate.chosen < len(self.acts):
            self.do(self.acts[self.delegate.chosen])
        else:
            super().keyPressEvent(event)

    def _choose_act(self, place: int) -> None:
        """Frame an act of the selected card, and let a screen reader say it."""
        acts, item = self.acts, self.currentItem()
        self.delegate.chosen = chosen = max(first_act(acts), min(place, len(acts) - 1))
        spoken = _row(item).spoken
        words = f"{acts[chosen].words}：{spoken}" if chosen >= 0 else spoken
        item.setData(Qt.ItemDataRole.AccessibleTextRole, words)
        said = QAccessibleEvent(self, QAccessible.Event.Focus)
        said.setChild(self.currentRow())
        QAccessible.updateAccessibility(said)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what the keys do."""
        if self.current is not None:
            self.menu(self.current).popup(event.globalPos())

    def menu(self, finding: Finding) -> QMenu:
        """Return the menu of a finding; it goes when it is closed."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("转到对应位置", self.jump)
        for act in self.acts:
            if act.kind in ("correct", "cell", "dismiss"):
                menu.addAction(keyless(act.words), partial(self.do, act))
        if finding.severity == "warning":
            menu.addAction("填写说明", self.explain)
        if finding.is_hint:
            menu.addAction("取消已核实" if finding.reason_is_current else "已核实", self.review)
        menu.addAction("复制", lambda: QGuiApplication.clipboard().setText(finding.message))
        return menu

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Underline the act under the mouse."""
        super().mouseMoveEvent(event)
        self._hover(event.position())

    def leaveEvent(self, event: object) -> None:
        """Underline no act any more."""
        super().leaveEvent(event)  # type: ignore[arg-type]
        self._hover(QPointF(-1, -1))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Do the act that was clicked."""
        super().mouseReleaseEvent(event)
        index, place = self._link_at(event.position())
        if event.button() != Qt.MouseButton.LeftButton or not index.isValid():
            return
        if place >= 0:
            self.setCurrentIndex(index)
            self.do(self.acts[place])
        elif self.current and self.current.span and index == self.currentIndex():
            self.jump()  # its place is beside it, on the same page

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Jump with a double click, but not on an act: its first click did it."""
        if self._link_at(event.position())[1] < 0:
            super().mouseDoubleClickEvent(event)

    def _link_at(self, at: QPointF) -> tuple[QModelIndex, int]:
        """Return the card at a place, and which of its acts is shown there."""
        index = self.indexAt(at.toPoint())
        if not index.isValid():
            return index, -1
        within = at - QPointF(self.visualRect(index).topLeft())
        return index, self.delegate.link_at(index, within)

    def _hover(self, at: QPointF) -> None:
        index, place = self._link_at(at)
        over = (index.data(ROW).key, place) if place >= 0 else ("", -1)
        if over != self.delegate.over:
            self.delegate.over = over
            shape = Qt.CursorShape.PointingHandCursor if place >= 0 else Qt.CursorShape.ArrowCursor
            self.viewport().setCursor(shape)
            self.viewport().update()

    def scrollTo(
        self,
        index: QModelIndex | QPersistentModelIndex,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Bring a card to sight, by scrolling the area around a list that is whole."""
        super().scrollTo(index, hint)
        if self._whole and index.isValid():
            show_whole(self.viewport(), self.visualRect(index))

    def updateGeometries(self) -> None:
        """Be as high as the cards, where the area around scrolls."""
        super().updateGeometries()
        height = max(self.contentsSize().height(), 0) + 2 * self.frameWidth()
        if self._whole and height != self.maximumHeight():
            self.setFixedHeight(height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the cards out for their new width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()

    def showEvent(self, event: QShowEvent) -> None:
        """Guess what may be wrong, once somebody looks."""
        super().showEvent(event)
        if self._suspects is not None:
            self.refresh()

    def _on_current(self) -> None:
        self.delegate.chosen = first_act(self.acts)
        for place in range(self.count()):
            item = self.item(place)
            if item.data(Qt.ItemDataRole.AccessibleTextRole) != _row(item).spoken:
                item.setData(Qt.ItemDataRole.AccessibleTextRole, _row(item).spoken)
        self._tell_selected()

    def _tell_selected(self) -> None:
        if self.current != self._shown:
            self._shown = self.current
            self.selected.emit(frozenset(self._shown.cells if self._shown else ()))


def _row(item: QListWidgetItem) -> FindingRow:
    row: FindingRow = item.data(ROW)
    return row


def _rank(row: FindingRow) -> int:
    """Return how bad a finding is, 0 at worst; what is explained or a hint waits for nobody."""
    if row.finding is None or row.finding.reason_is_current:
        return _LEAST
    return _RANKS.get(row.finding.severity, _LEAST)


def _show(item: QListWidgetItem, row: FindingRow) -> None:
    item.setData(ROW, row)
    item.setText(visible(row.text))
    item.setData(Qt.ItemDataRole.AccessibleTextRole, row.spoken)
    flags = Qt.ItemFlag.NoItemFlags
    if row.finding is not None:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if row.finding.severity == "warning":
            flags |= Qt.ItemFlag.ItemIsEditable
    item.setFlags(flags)
