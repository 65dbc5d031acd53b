"""The list of findings under a page: sentences, a way to the cell each speaks of, and 填写说明.

The list is kept up to date row by row.
"""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QHideEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListView,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QWidget,
)

from model.checks.findings import Finding
from model.checks.publication import reviewed
from model.report.report import Reason
from model.text import clean_line, visible
from ui.base.session import Session
from ui.base.widgets import named, set_shown, tipped
from ui.findings.rows import ROW, FindingDelegate, FindingRow, section_rows

_DISMISS = (Qt.Key.Key_Space, Qt.Key.Key_Delete)


class FindingsPanel(QListWidget):
    """Findings of one section, or what ``rows`` gives.

    Selecting marks their cells, Enter or a double click jumps there, F2 opens the 说明 of a
    warning, the space bar or Delete dismisses a hint.
    """

    selected = Signal(frozenset)
    """Addresses of the cells that take part in the selected finding."""
    activated_finding = Signal(object)
    """The finding to jump to."""

    def __init__(
        self,
        session: Session,
        section: str = "",
        parent: QWidget | None = None,
        rows: Callable[[], list[FindingRow]] | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._rows = rows or (lambda: section_rows(session.result, section))
        self._shown: Finding | None = None
        self._lay_out()
        session.checked.connect(self.refresh)
        self.currentItemChanged.connect(self._tell_selected)
        self.itemActivated.connect(lambda: self.jump())
        self.refresh()

    def _lay_out(self) -> None:
        named(self, "核对结果")
        self.setWordWrap(True)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        delegate = FindingDelegate(self._session.may_change, self)
        delegate.explained.connect(self.keep_reason)
        self.setItemDelegate(delegate)

    @property
    def current(self) -> Finding | None:
        """The finding that is selected."""
        item = self.currentItem()
        return _row(item).finding if item else None

    def refresh(self) -> None:
        """Bring the list up to date: only rows that changed are touched; what is in view stays."""
        rows = self._rows()
        if rows == [_row(self.item(place)) for place in range(self.count())]:
            return
        kept = _row(self.currentItem()).key if self.currentItem() else ""
        top = self.itemAt(0, 0)
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

    def jump(self) -> None:
        """Go where the selected finding points."""
        if self.current is not None:
            self.activated_finding.emit(self.current)

    def explain(self) -> None:
        """Open the 说明 of the selected warning."""
        if self.current is not None and self.current.severity == "warning":
            self.editItem(self.currentItem())

    def explain_next(self) -> None:
        """Open the 说明 of the selected warning or, where none is, of the first in the list."""
        if self.current is None or self.current.severity != "warning":
            self.setCurrentRow(self.first_warning())
        self.explain()

    def first_warning(self) -> int:
        """Return the row of the first warning that waits, or of the first; -1 where none is."""
        warnings = [
            (finding.reason_is_current, place)
            for place in range(self.count())
            if (finding := _row(self.item(place)).finding) and finding.severity == "warning"
        ]
        return min(warnings)[1] if warnings else -1

    def review(self) -> None:
        """Dismiss the selected hint (已核实), or ask for it again."""
        hint = self.current
        if hint is not None and hint.is_hint:
            what = "取消已核实" if hint.reason_is_current else "标为已核实"
            self._session.apply(reviewed(self._session.report, hint), what)

    def keep_reason(self, finding: Finding, typed: str) -> None:
        """Keep a 说明 with the numbers it was written for; an empty one is cleared."""
        self._session.show_left_out(typed)
        text = clean_line(typed)
        kept = Reason(text, finding.left, finding.right) if text else None
        report = self._session.report.with_entry("reasons", finding.id, kept)
        self._session.apply(report, "填写说明" if text else "清除说明")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Dismiss a hint with one key."""
        if event.key() in _DISMISS and self.current and self.current.is_hint:
            self.review()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what the keys do."""
        if self.current is not None:
            self.menu(self.current).popup(event.globalPos())

    def menu(self, finding: Finding) -> QMenu:
        """Return the menu of a finding; it goes when it is closed."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("转到对应位置", self.jump)
        if finding.severity == "warning":
            menu.addAction("填写说明", self.explain)
        if finding.is_hint:
            menu.addAction("取消已核实" if finding.reason_is_current else "已核实", self.review)
        menu.addAction("复制", lambda: QGuiApplication.clipboard().setText(finding.message))
        return menu

    def _tell_selected(self) -> None:
        if self.current != self._shown:
            self._shown = self.current
            self.selected.emit(frozenset(self._shown.cells if self._shown else ()))


def _row(item: QListWidgetItem) -> FindingRow:
    row: FindingRow = item.data(ROW)
    return row


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


class ExplainButton(QPushButton):
    """Opens the 说明 of the selected warning, or of the first; away where the list has none."""

    def __init__(self, session: Session, panel: FindingsPanel, parent: QWidget) -> None:
        super().__init__("填写说明", parent)
        self._panel = panel
        tipped(self, "填写选中一条的说明（F2）")
        self.clicked.connect(panel.explain_next)
        session.checked.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Be there while a warning is listed."""
        set_shown(self, self._panel.first_warning() >= 0)


class ExplainedFindings(QWidget):
    """A list of findings with the button beside it."""

    def __init__(self, session: Session, panel: FindingsPanel) -> None:
        super().__init__()
        self._panel = panel
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(panel, 1)
        row.addWidget(ExplainButton(session, panel, self), 0, Qt.AlignmentFlag.AlignTop)


class FindingsBelow(ExplainedFindings):
    """A list under a page: no more room than its findings take, and none for none.

    Room once taken is kept while the page is in view: what is being typed into stays in its place.
    """

    def __init__(self, session: Session, panel: FindingsPanel) -> None:
        super().__init__(session, panel)
        session.checked.connect(self.fit)
        self.fit()

    def fit(self) -> None:
        """Take the room of at most six lines."""
        count, line = self._panel.count(), self._panel.fontMetrics().height()
        if self.isVisible():
            self.setMinimumHeight(self.height())
        self._panel.setMaximumHeight(max(line * min(1 + 2 * count, 6), self.minimumHeight()))
        self._panel.setVisible(count > 0)

    def hideEvent(self, event: QHideEvent) -> None:
        """Give back what the findings do not need, once nobody looks."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.setMinimumHeight(0)
            self.fit()
