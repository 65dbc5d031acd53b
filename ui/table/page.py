"""A section that is a table: the grid, its meter, the current cell, its note, its findings."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QToolButton, QVBoxLayout, QWidget

from model.checks.findings import Finding
from model.form.form import Section
from model.suspects.suspects import suspects
from ui.base.edits import TextAnswer
from ui.base.page import Page
from ui.base.session import Session
from ui.base.widgets import action, label_of, named, quiet, tipped, wrapped
from ui.findings.explain_button import ExplainedFindings
from ui.findings.list import FindingsPanel
from ui.findings.suspects import SuspectBar
from ui.table.acts import TableActs
from ui.table.bars import Meter
from ui.table.cell_bar import CellBar
from ui.table.model import TableModel
from ui.table.view import TableView


class TablePage(Page):
    """The page of a section with a table."""

    def __init__(self, session: Session, section: Section) -> None:
        super().__init__(session, section.title)
        (table,) = section.tables
        self.model = TableModel(session, table, self)
        self.view = TableView(self.model)
        named(self.view, section.title)
        self.acts = TableActs(session, self.view, self.model)
        self.acts.told.connect(self.told)
        self.meter = Meter(session, self.view, self.model)
        self.bar = CellBar(session)
        self.view.selected.connect(self._show_cells)
        self.panel = FindingsPanel(session, section.key)
        self.panel.selected.connect(self.model.mark)
        self.panel.activated_finding.connect(self._jump)
        self.suspects = SuspectBar(session, suspects)
        self.suspects.follow(self.panel)
        self.suspects.marked.connect(self.model.mark)
        self._scope, self._lower = wrapped(), QWidget()
        self.last_shown = self._action("上年数", "F7", self._toggle_last)
        self.last_shown.setCheckable(True)
        self._add_buttons()
        self.body.addWidget(self._scope)
        self.body.addWidget(self._split(table.key), 1)
        session.changed.connect(self.refresh)
        session.checked.connect(self._show_panel)
        self.refresh()
        self._show_panel()

    def refresh(self) -> None:
        """Say what is counted: confusing an organ with its whole area is a real fault."""
        counted = self.session.report.unit.counted
        scope = f"统计范围：{counted}。" if counted else ""
        self._scope.setText(f"{scope}没有发生的填0，不留空格。")
        known = bool(self.session.report.last_values)
        self.last_shown.setEnabled(known)
        self.last_shown.setText("上年数" if known else "上年数：未选上年报告")

    def _note(self, table: str) -> QHBoxLayout:
        note = TextAnswer(self.session, f"note/{table}", "表下注", lines=1)
        note.setPlaceholderText("可不填，如：注：行政复议、行政诉讼数量含上年度结转数量。")
        row = QHBoxLayout()
        row.addWidget(label_of(note))
        row.addWidget(note, 1)
        return row

    def _add_buttons(self) -> None:
        """Put what is done with several cells at once beside the heading and into the menu."""
        nothing, acts = self.model.grid.table.nothing, self.acts
        buttons = [self._action("全表空格填0", "Ctrl+Shift+0", acts.fill_all)]
        if nothing:
            buttons.insert(0, self._action(nothing.name, "Ctrl+Shift+9", acts.nothing))
        for one in (*buttons, self.last_shown):
            button = QToolButton()
            button.setDefaultAction(one)
            self.head.addWidget(button)
        bar = self.bar
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.view.addActions(
            [
                self._action("选中的空格填0", "Ctrl+0", acts.fill_selected),
                *buttons,
                self._action("备注", "Shift+F2", lambda: bar.edit(bar.remark)),
                self._action("数据来源", "Ctrl+F2", lambda: bar.edit(bar.source)),
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

    def _toggle_last(self, shown: bool) -> None:
        self.view.show_last(shown)

    def _split(self, table: str) -> QSplitter:
        upper = QWidget()
        layout = QVBoxLayout(upper)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        layout.addWidget(self.view, 1)
        if self.meter.applies:
            layout.addWidget(self.meter)
        layout.addWidget(self.bar)
        layout.addLayout(self._note(table))
        layout.addWidget(quiet(self.model.order_told()))
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.addWidget(upper)
        splitter.addWidget(self._below())
        splitter.setStretchFactor(0, 6)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([500, 80])
        return splitter

    def _below(self) -> QWidget:
        """Put the guesses under the findings they are about."""
        layout = QVBoxLayout(self._lower)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(ExplainedFindings(self.session, self.panel), 1)
        layout.addWidget(self.suspects)
        return self._lower

    def _show_panel(self) -> None:
        """Leave the room to the table where there is nothing to say."""
        self._lower.setVisible(self.panel.count() > 0)

    def _show_cells(self) -> None:
        chosen = [address for row in self.acts.selected() for address in row]
        current = self.model.address(self.view.currentIndex())
        self.bar.show_cells(sorted(chosen, key=lambda address: address != current))

    def _jump(self, finding: Finding) -> None:
        for address in finding.cells:
            if self.view.go_to(address):
                return

    def begin(self) -> None:
        """Put the cursor on the first blank cell, or where it was."""
        if not self.view.currentIndex().isValid():
            cells = self.model.typed_in_order()
            blank = (index for index in cells if not index.data())
            self.view.setCurrentIndex(next(blank, cells[0]))
        self.view.setFocus()

    def go_to(self, address: str) -> None:
        """Put the cursor on a cell."""
        self.view.go_to(address.partition("#")[0])

    def address_here(self) -> str:
        """Give the cell under the cursor."""
        return self.model.address(self.view.currentIndex())
