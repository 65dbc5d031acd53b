"""可能有误（仅供参考）: under a broken finding, changes that would mend it, where any stand out.

A guess is shown and never made by itself.
"""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from model.checks.findings import Finding
from model.report.report import Report
from ui.app.findings import ShownSuspect, Suspects
from ui.base.session import Session
from ui.base.widgets import named, set_shown, wrapped
from ui.findings.list import FindingsPanel


class SuspectBar(QWidget):
    """The guesses that share a cell with the finding looked at; hidden where there is none."""

    marked = Signal(frozenset)
    """Addresses of the cells of a guess, to be shown."""

    def __init__(self, session: Session, suspects: Suspects, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, "可能有误")
        self._session, self._suspects = session, suspects
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._lines: list[_SuspectLine] = []
        self._about: tuple[Finding | None, Report] = (None, session.report)
        self.hide()

    def follow(self, panel: FindingsPanel) -> None:
        """Show what is guessed of the finding selected in a list, while the list is in view."""

        def show() -> None:
            if panel.isVisible():
                self.show_for(panel.current)

        panel.selected.connect(show)
        self._session.checked.connect(show)

    def show_for(self, finding: Finding | None) -> None:
        """Show what is guessed of a finding; only a broken one is guessed about."""
        if self._about == (finding, self._session.report):
            return
        self._about = (finding, self._session.report)
        for line in self._lines:
            self._layout.removeWidget(line)
            line.deleteLater()
        broken = finding is not None and finding.severity == "error" and bool(finding.left)
        cells = set(finding.cells) if finding and broken else set()
        found = self._suspects(self._session.report) if cells else ()
        self._lines = [self._line(one) for one in found if cells & set(one.cells)]
        set_shown(self, bool(self._lines))

    def words(self) -> list[str]:
        """Return the sentences that are shown."""
        return [line.label.text() for line in self._lines]

    def _line(self, suspect: ShownSuspect) -> "_SuspectLine":
        line = _SuspectLine(suspect.message)
        line.look.clicked.connect(lambda: self.marked.emit(frozenset(suspect.cells)))
        line.take.clicked.connect(lambda: self._take(suspect))
        self._layout.addWidget(line)
        return line

    def _take(self, suspect: ShownSuspect) -> None:
        report = suspect.applied(self._session.report)
        self._session.apply(report, "采用推测", place=suspect.cells[0])


class _SuspectLine(QWidget):
    """One guess with its two buttons."""

    def __init__(self, message: str) -> None:
        super().__init__()
        self.label = wrapped(message)
        self.look = named(QPushButton("查看"), f"查看：{message}")
        self.take = named(QPushButton("改为此数"), f"改为此数：{message}")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.label, 1)
        row.addWidget(self.look)
        row.addWidget(self.take)
