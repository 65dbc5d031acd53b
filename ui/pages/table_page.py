"""A section that is a table: the grid, its meter, its note, its findings."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from model.findings import Finding
from model.form import Section
from ui.answer_edit import TextAnswer
from ui.findings_panel import FindingsPanel
from ui.meter import Meter
from ui.pages.page import Page
from ui.session import Session
from ui.table_model import TableModel
from ui.table_view import TableView
from ui.widgets import wrapped


class TablePage(Page):
    """The page of a section with a table."""

    def __init__(self, session: Session, section: Section) -> None:
        super().__init__(session, section.title)
        self._scope = wrapped()
        self.body.addWidget(self._scope)
        (table,) = section.tables
        self.model = TableModel(session, table, self)
        self.view = TableView(self.model)
        self.view.setAccessibleName(section.title)
        self.meter = Meter(session, self.view, self.model)
        self.panel = FindingsPanel(session, section.key)
        self.panel.selected.connect(self.model.mark)
        self.panel.activated_finding.connect(self._jump)
        note = TextAnswer(session, f"note/{table.key}", "表下注", lines=1)
        note.setPlaceholderText(
            "表下注（可不填），如：注：行政复议、行政诉讼数量含上年度结转数量。"
        )
        self.body.addWidget(self._split(note), 1)
        session.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Say what is counted: confusing an organ with its whole area is a real fault."""
        self._scope.setText(
            f"统计范围：{self.session.report.unit.counted}。没有发生的填0，不留空格。"
        )

    def _split(self, note: QWidget) -> QSplitter:
        upper = QWidget()
        layout = QVBoxLayout(upper)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view, 1)
        if self.meter.applies:
            layout.addWidget(self.meter)
        layout.addWidget(note)
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.addWidget(upper)
        splitter.addWidget(self.panel)
        splitter.setStretchFactor(0, 5)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([500, 110])
        return splitter

    def _jump(self, finding: Finding) -> None:
        for address in finding.cells:
            if self.view.go_to(address):
                return

    def go_to(self, address: str) -> None:
        """Put the cursor on a cell."""
        self.view.go_to(address)
