"""填写说明 beside a list of findings: their sentences ask for it, and here it is."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from ui.base.session import Session
from ui.base.widgets import set_shown, tipped
from ui.findings.list import FindingsPanel


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
