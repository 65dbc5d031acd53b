"""A section that is a table: the grid with its meter and, in the inspector, the current cell."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QAction, QFontMetrics, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QToolButton, QVBoxLayout, QWidget

from model.address import Address, note_address
from model.checks.findings import Finding
from model.form.form import Section
from model.suspects.suspects import suspects
from ui.base.edits import TextAnswer
from ui.base.inspector import InspectedContent, Inspector
from ui.base.page import Page
from ui.base.session import Session
from ui.base.widgets import action, inked, label_of, named, quiet, tipped
from ui.findings.list import ExplainButton, FindingsPanel
from ui.findings.suspects import SuspectBar
from ui.look import tokens
from ui.table.acts import TableActs
from ui.table.cell_card import CellCard, heading, sized
from ui.table.frame import FramedTable
from ui.table.model import TableModel
from ui.table.view import TableView

_ONE_LINE: Final = 720
"""Pixels of window height under which the heading of the page is one line."""
_LOW: Final = 480
"""Pixels of window height under which the heading is as low as can be."""
_MARGINS: Final = ((_ONE_LINE, (12, 8, 8)), (_LOW, (8, 5, 4)), (0, (4, 2, 2)))
"""From this height of the window on: pixels beside and above the table, and under the heading."""
_LOW_BUTTON: Final = 24
_TALL: Final = 1000


class _TableWithInspector(InspectedContent):
    """A table, and the inspector that never covers its current cell."""

    def __init__(self, content: QWidget, inspector: Inspector, view: TableView) -> None:
        self._view = view
        super().__init__(content, inspector)
        view.selected.connect(self.make_way)

    def current_place(self) -> QRect:
        """Return where the current cell is."""
        index = self._view.currentIndex()
        if not index.isValid():
            return QRect()
        room, viewport = self._view.visualRect(index), self._view.viewport()
        return QRect(viewport.mapTo(self, room.topLeft()), room.size())


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
        self.panel = FindingsPanel(session, section.key)
        self.panel.selected.connect(self.model.mark)
        self.panel.activated_finding.connect(self._jump)
        self.suspects = SuspectBar(session, suspects)
        self.suspects.follow(self.panel)
        self.suspects.marked.connect(self.model.mark)
        self._scope, self._scope_inside = quiet(), quiet()
        self.inspector = Inspector()
        self.last_shown = self._action("上年数", "F7", self._toggle_last)
        self.last_shown.setCheckable(True)
        self._action("按上年推算", "F4", self.card.take_suggestion)
        self._buttons: list[QToolButton] = []
        self._lay_out()
        self._fill_inspector(table.key)
        self.inspected = _TableWithInspector(self._content, self.inspector, self.view)
        self.body.addWidget(self.inspected, 1)
        self._add_buttons()
        session.changed.connect(self.refresh)
        session.checked.connect(self._show_panel)
        self.refresh()
        self._show_panel()

    def _lay_out(self) -> None:
        """Put heading and table into the content, left of the inspector."""
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.removeItem(self.head)
        self.head.setParent(None)
        self._content = QWidget()
        self._column = QVBoxLayout(self._content)
        self.head.removeWidget(self.title)
        self._words = QVBoxLayout()
        self._words.setSpacing(0)
        self._words.addWidget(self.title)
        self._words.addWidget(sized(self._scope, tokens.QUIET))
        self.head.addLayout(self._words, 1)
        self.head.setSpacing(8)
        self._column.addLayout(self.head)
        self._column.addWidget(self.frame, 1)

    def _fill_inspector(self, table: str) -> None:
        body, foot = self.inspector.body, self.inspector.foot
        body.setSpacing(8)
        body.addWidget(self.card)
        self._found = QWidget()
        found = QVBoxLayout(self._found)
        found.setContentsMargins(0, 4, 0, 0)
        found.setSpacing(6)
        found.addLayout(heading("问题", "F8 下一处"))
        found.addWidget(self.panel)
        found.addWidget(self.suspects)
        found.addWidget(
            ExplainButton(self.session, self.panel, self._found), 0, Qt.AlignmentFlag.AlignLeft
        )
        self.panel.viewport().installEventFilter(self)
        body.addWidget(self._found)
        body.addWidget(sized(self._scope_inside, tokens.QUIET))
        body.addWidget(sized(quiet(self.model.order_sentence()), tokens.QUIET))
        note = TextAnswer(self.session, note_address(table), "表下注", lines=1)
        note.setPlaceholderText("可不填，印在表格下方")
        foot.addWidget(inked(sized(label_of(note), tokens.QUIET), "quiet"))
        foot.addWidget(note)

    def refresh(self) -> None:
        """Say what is counted: confusing an organ with its whole area is a real fault."""
        counted = self.session.report.unit.counted
        scope = f"统计范围：{counted}。" if counted else ""
        for label in (self._scope, self._scope_inside):
            label.setText(f"{scope}没有发生的填0，不留空格。")
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
            self._buttons.append(button)
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

    def _toggle_last(self, shown: bool) -> None:
        self.frame.show_last(shown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the heading in a low window."""
        super().resizeEvent(event)
        height = self.window().height()
        one_line, low = height < _ONE_LINE, height < _LOW
        self._scope.setVisible(not one_line)
        self._scope_inside.setVisible(one_line)
        beside, above, between = next(room for least, room in _MARGINS if height >= least)
        self._column.setContentsMargins(beside, above, beside, above)
        self._column.setSpacing(between)
        self._size_heading(16 if low else tokens.TITLE, tokens.QUIET if low else 13)
        for button in self._buttons:
            button.setMaximumHeight(_LOW_BUTTON if low else _TALL)

    def _size_heading(self, most: int, button: int) -> None:
        """Set the title in the largest type that takes one line beside the buttons."""
        for one in self._buttons:
            font = one.font()
            font.setPixelSize(button)
            one.setFont(font)
        taken = sum(one.sizeHint().width() + self.head.spacing() for one in self._buttons)
        room = self.width() - taken - 24
        title = self.title.font()
        for pixels in range(most, tokens.BODY - 1, -1):
            title.setPixelSize(pixels)
            if QFontMetrics(title).horizontalAdvance(self.title.text()) <= room:
                break
        self.title.setFont(title)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Give the list of findings the height of its rows when it is laid out in a width."""
        if watched is self.panel.viewport() and event.type() == QEvent.Type.Resize:
            self._fit_panel()
        return super().eventFilter(watched, event)

    def _fit_panel(self) -> None:
        rows = sum(self.panel.sizeHintForRow(row) for row in range(self.panel.count()))
        frame = 2 * self.panel.frameWidth() + 4
        self.panel.setFixedHeight(rows + frame)

    def _show_panel(self) -> None:
        """Leave the room to the table where there is nothing to say."""
        self._found.setVisible(self.panel.count() > 0)
        self._fit_panel()
        found = self.session.result.of_section(self.model.section.key)
        counts = {
            sign: sum(1 for one in found if one.severity == severity and not one.reason_stands)
            for sign, severity in (("✗", "error"), ("!", "warning"))
        }
        words = [word for sign, count in counts.items() if count for word in (sign, str(count))]
        full = f"错误 {counts['✗']}，待说明 {counts['!']}"
        self.inspected.say_on_edge(words or "本格", full)

    def _show_cells(self) -> None:
        chosen = [address for row in self.acts.selected() for address in row]
        current = self.model.address(self.view.currentIndex())
        self.card.show_cells(sorted(chosen, key=lambda address: address != current))

    def _jump(self, finding: Finding) -> None:
        for address in finding.cells:
            if self.view.go_to(address):
                return

    def begin(self) -> None:
        """Put the cursor on the first blank cell, or where it was."""
        self.view.begin()
        self.view.setFocus()

    def go_to(self, address: str) -> None:
        """Put the cursor on a cell."""
        self.view.go_to(Address.parse(address).answer)

    def address_here(self) -> str:
        """Return the cell under the cursor."""
        return self.model.address(self.view.currentIndex())
