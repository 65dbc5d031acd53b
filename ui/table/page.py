"""A section that is a table: the grid with its meter and, in the inspector, the current cell."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QToolButton, QWidget

from model.address import Address, note_address
from model.checks.findings import Finding
from model.form.form import Section
from model.suspects.suspects import suspects
from ui.base.edits import TextAnswer
from ui.base.inspector import Inspector
from ui.base.page import Page
from ui.base.session import Session
from ui.base.widgets import action, inked, label_of, larger, named, quiet, tipped
from ui.findings.section import FindingsSection
from ui.look import tokens
from ui.table.acts import TableActs
from ui.table.cell_card import CellCard
from ui.table.frame import FramedTable
from ui.table.model import TableModel

_LOW: Final = 480
"""Pixels of window height under which the margins are as narrow as can be."""
_MARGINS_LOW: Final = (4, 2, 4, 2)
_ROOM: Final = 72
"""Pixels below a table from which messages stand there."""
_ABOVE: Final = 52
"""Pixels at the upper edge of the page for a message; headings stand below them, not values."""


class TablePage(Page):
    """The page of a section with a table."""

    def __init__(self, session: Session, section: Section) -> None:
        super().__init__(session, section.title)
        (table,) = section.tables
        self.model = TableModel(session, table, self)
        self.frame = FramedTable(session, self.model)
        self.view, self.meter = self.frame.view, self.frame.meter
        named(self.view, section.title)
        self.acts = TableActs(session, self.view, self.model)
        self.acts.message.connect(self.message)
        self.card = CellCard(session, lambda: self.view.is_open)
        self.view.selected.connect(self._show_cells)
        self.view.finished.connect(self.finished)
        self.found = FindingsSection(session, section.key, suspects)
        self.panel = self.found.panel
        self.panel.selected.connect(self.model.mark)
        self.panel.activated_finding.connect(self._jump)
        self._scope = larger(quiet(), tokens.QUIET / tokens.BODY)
        self.body.addWidget(self.frame, 1)  # first, for it takes the focus when the page is shown
        self.last_shown = self._action("上年数", "F7", self.frame.show_last)
        self.last_shown.setCheckable(True)
        self._action("按上年推算", "F4", self.card.take_suggestion)
        self._add_buttons()
        self.inspector = Inspector()
        self.inspected = self.set_inspector(self.inspector, self._current_place)
        self.view.selected.connect(self.inspected.make_way)
        self._fill_inspector(table.key)
        session.changed.connect(self.refresh)
        session.checked.connect(self._show_count)
        self.refresh()
        self._show_count()

    def _fill_inspector(self, table: str) -> None:
        body, foot = self.inspector.body, self.inspector.foot
        body.setSpacing(12)
        body.addWidget(self.card)
        body.addWidget(self.found)
        order = larger(quiet(self.model.order_sentence()), tokens.QUIET / tokens.BODY)
        for label in (self._scope, order):
            body.addWidget(label)
        self.note = TextAnswer(self.session, note_address(table), "表下注", lines=1)
        self.note.setPlaceholderText("可不填，印在表格下方")
        foot.addWidget(inked(larger(label_of(self.note), tokens.QUIET / tokens.BODY), "quiet"))
        foot.addWidget(self.note)

    def refresh(self) -> None:
        """Say what is counted: confusing an organ with its whole area is a real fault."""
        counted = self.session.report.unit.counted
        scope = f"统计范围：{counted}。" if counted else ""
        self._scope.setText(f"{scope}没有发生的填0，不留空格。")
        self.set_hint(self._scope.text())
        known = bool(self.session.report.last_values)
        self.last_shown.setEnabled(known)
        self.last_shown.setText("上年数" if known else "上年数：未选上年报告")
        self.last_shown.setIconText("上年数")
        tipped(self.last_shown, f"{self.last_shown.text()}（F7）")

    def _add_buttons(self) -> None:
        """Put what is done with several cells at once beside the heading and into the menu."""
        nothing, acts = self.model.grid.table.nothing, self.acts
        buttons = [self._action("全表空格填0", "Ctrl+Shift+0", acts.fill_all)]
        if nothing:
            buttons.insert(0, self._action(nothing.name, "Ctrl+Shift+9", acts.nothing))
        for one in (*buttons, self.last_shown):
            button = QToolButton()
            button.setDefaultAction(one)
            self.head.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        card = self.card
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.view.addActions(
            [
                self._action("选中的空格填0", "Ctrl+0", acts.fill_selected),
                *buttons,
                self._action("备注", "Shift+F2", lambda: self.edit(card.remark)),
                self._action("数据来源", "Ctrl+F2", lambda: self.edit(card.source)),
                self.last_shown,
            ]
        )
        for name, act in (("复制", acts.copy), ("粘贴", acts.paste), ("清空", acts.clear)):
            self.view.addAction(self._action(name, "", act))

    def _action(self, name: str, shortcut: str, act: object) -> QAction:
        made = action(name, self)
        made.triggered.connect(act)
        if shortcut:
            made.setShortcut(QKeySequence(shortcut))
            made.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            tipped(made, f"{name}（{shortcut}）")
            self.addAction(made)
        return made

    def edit(self, editor: QLineEdit) -> None:
        """Put the cursor into the remark or the source of the current cell."""
        self.inspected.reveal(editor)
        editor.selectAll()

    def fold(self, folded: bool) -> None:
        """Move what is counted into the inspector where the heading has one line."""
        super().fold(folded)
        self._scope.setVisible(folded)
        self._narrow()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Have no more margins than needed in a very low window."""
        self._narrow()
        super().resizeEvent(event)

    def _narrow(self) -> None:
        if self.folded and self.window().height() < _LOW:
            self.body.setContentsMargins(*_MARGINS_LOW)
            self.body.setSpacing(2)

    def _current_place(self, widget: QWidget) -> QRect:
        """Return where the current cell is, in the coordinates of a widget."""
        index = self.view.currentIndex()
        if not index.isValid():
            return QRect()
        room, viewport = self.view.visualRect(index), self.view.viewport()
        return QRect(viewport.mapTo(widget, room.topLeft()), room.size())

    def message_room(self) -> QRect:
        """Return where messages cover no value: the inspector, below the table, or the heading."""
        if self.inspected.is_docked:
            return super().message_room()
        foot = self.frame.mapTo(self, self.frame.card.bottomLeft()).y() + 1
        if self.height() - foot >= _ROOM:
            return QRect(0, foot, self.frame.width(), self.height() - foot)
        return QRect(0, 0, self.frame.width(), _ABOVE)

    def _show_count(self) -> None:
        """Say on the edge of the drawer how many findings wait."""
        self.inspected.say_on_edge(*self.found.count_words())

    def _show_cells(self) -> None:
        chosen = [address for row in self.acts.selected() for address in row]
        current = self.model.address(self.view.currentIndex())
        self.card.show_cells(sorted(chosen, key=lambda address: address != current))

    def _jump(self, finding: Finding) -> None:
        for address in (self.place_of(finding), *finding.cells):
            if self.view.go_to(address):
                return

    def begin(self) -> None:
        """Put the cursor on the first blank cell, or where it was."""
        self.view.begin()
        self.view.setFocus()

    def go_to(self, address: str) -> None:
        """Put the cursor on a cell, into its remark or source, or into the notes of the table."""
        place = Address.parse(address)
        if place.kind == "note":
            self.inspected.reveal(self.note)
            return
        self.view.go_to(place.answer)
        if place.annotation is not None:
            self.edit(self.card.source if place.annotation == "source" else self.card.remark)

    def show_finding(self, finding: str) -> None:
        """Select the card of a finding."""
        self.panel.choose(finding)

    def in_order(self, addresses: Sequence[str]) -> Sequence[str]:
        """Return cells in filling order."""
        filled = map(self.model.address, self.model.typed_in_order())
        return [address for address in filled if address in addresses]

    def address_here(self) -> str:
        """Return the cell under the cursor."""
        return self.model.address(self.view.currentIndex())
