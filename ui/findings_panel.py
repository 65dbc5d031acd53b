"""The list of findings under a page: sentences, and a way to the cell each speaks of."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from model.findings import Finding
from ui.session import Session

_SIGNS = {"error": "✗ 错误", "warning": "！待说明", "open": "○ 未填"}


def sentence(finding: Finding) -> str:
    """Give a finding as the panel prints it."""
    if finding.reason is None:
        return f"{_SIGNS[finding.severity]}　{finding.message}"
    if finding.reason_stands:
        return f"✓ 已说明　{finding.message}说明：{finding.reason.text}"
    return f"！待说明　{finding.message}原说明，请重新核实：{finding.reason.text}"


class FindingsPanel(QListWidget):
    """Findings of one section, or of all; selecting marks their cells, activating jumps there."""

    selected = Signal(frozenset)
    """Addresses of the cells that take part in the selected finding."""
    activated_finding = Signal(object)
    """The finding to jump to."""

    def __init__(self, session: Session, section: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("核对结果")
        self.setWordWrap(True)
        self._session, self._section = session, section
        self._findings: list[Finding] = []
        session.checked.connect(self.refresh)
        self.currentRowChanged.connect(self._on_current)
        self.itemActivated.connect(self._on_activated)
        self.refresh()

    @property
    def current(self) -> Finding | None:
        """The finding that is selected."""
        row = self.currentRow()
        return self._findings[row] if 0 <= row < len(self._findings) else None

    def refresh(self) -> None:
        """List the findings again, keeping the one that is selected."""
        kept = self.current.id if self.current else ""
        result = self._session.result
        found = result.of_section(self._section) if self._section else list(result.findings)
        if found == self._findings:
            return
        self.blockSignals(True)
        self.clear()
        self._findings = found
        for finding in found:
            item = QListWidgetItem(sentence(finding), self)
            item.setToolTip(finding.message)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
        self.blockSignals(False)
        rows = [row for row, finding in enumerate(found) if finding.id == kept]
        self.setCurrentRow(rows[0] if rows else -1)

    def _on_current(self, row: int) -> None:
        finding = self.current
        self.selected.emit(frozenset(finding.cells if finding else ()))

    def _on_activated(self, item: QListWidgetItem) -> None:
        if self.current is not None:
            self.activated_finding.emit(self.current)
