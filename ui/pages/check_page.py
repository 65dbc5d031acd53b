"""核对: everything that is wrong, to be confirmed or still blank, and what was checked."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton

from model.report import Reason
from model.statement import statement
from ui.findings_panel import FindingsPanel
from ui.pages.page import Page
from ui.session import Session
from ui.widgets import named, wrapped


class CheckPage(Page):
    """The step before the export."""

    jump = Signal(object)
    """A finding whose place the clerk wants to see."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, "核对", "双击一条，转到对应位置。待说明的，改正或填写说明。")
        self._statement = wrapped()
        self.panel = FindingsPanel(session)
        self.panel.activated_finding.connect(self.jump)
        self.panel.currentRowChanged.connect(self._show_reason)
        self.reason = named(QLineEdit(), "说明")
        self.reason.setPlaceholderText("选中一条“待说明”，在此填写说明")
        self.reason.returnPressed.connect(self._keep_reason)
        self._keep = QPushButton("保存说明")
        self._keep.clicked.connect(self._keep_reason)
        row = QHBoxLayout()
        row.addWidget(self.reason, 1)
        row.addWidget(self._keep)
        self.body.addWidget(self.panel, 1)
        self.body.addLayout(row)
        self.body.addWidget(self._statement)
        session.checked.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Say what was checked, and offer a reason where one can be kept."""
        self._statement.setText(statement(self.session.report, self.session.result))
        self._show_reason()

    def _show_reason(self) -> None:
        finding = self.panel.current
        possible = finding is not None and finding.severity == "warning"
        self.reason.setEnabled(possible)
        self._keep.setEnabled(possible)
        if not self.reason.hasFocus():
            self.reason.setText(finding.reason.text if finding and finding.reason else "")

    def _keep_reason(self) -> None:
        finding = self.panel.current
        if finding is None or finding.severity != "warning":
            return
        text = self.reason.text().strip()
        reason = Reason(text, finding.left, finding.right) if text else None
        report = self.session.report.with_entry("reasons", finding.id, reason)
        self.session.apply(report, "填写说明")
