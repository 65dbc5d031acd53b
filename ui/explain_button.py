"""填写说明 beside a list of findings: their sentences ask for it, and here it is."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton

from ui.findings_panel import FindingsPanel
from ui.session import Session


class ExplainButton(QPushButton):
    """Opens the 说明 of the selected warning, or of the first; away where the list has none."""

    def __init__(self, session: Session, panel: FindingsPanel) -> None:
        super().__init__("填写说明")
        self._panel = panel
        self.setToolTip("填写选中一条的说明（F2）")
        self.clicked.connect(panel.explain_next)
        session.checked.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Be there while a warning is listed."""
        self.setVisible(self._panel.first_warning() >= 0)


def findings_below(session: Session, panel: FindingsPanel) -> QHBoxLayout:
    """Put a list under a page: no more room than its findings take, and none for none."""

    def fit() -> None:
        panel.setMaximumHeight(panel.fontMetrics().height() * min(1 + 2 * panel.count(), 6))
        panel.setVisible(panel.count() > 0)

    session.checked.connect(fit)
    fit()
    return with_explain(session, panel)


def with_explain(session: Session, panel: FindingsPanel) -> QHBoxLayout:
    """Put the button beside a list."""
    row = QHBoxLayout()
    row.addWidget(panel, 1)
    row.addWidget(ExplainButton(session, panel), 0, Qt.AlignmentFlag.AlignTop)
    return row
