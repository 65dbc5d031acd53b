"""核对: everything that is wrong, to be confirmed or still blank, and what was checked."""

from dataclasses import replace
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QTabBar

from model.checks.check import statement_lines
from model.checks.findings import HINTS, Finding, FindingSeverity
from ui.base.page import Page
from ui.base.session import Session
from ui.base.widgets import named, wrapped
from ui.findings.list import FindingsPanel
from ui.findings.rows import FindingRow, all_rows
from ui.findings.suspects import SuspectBar, Suspects

_FILTERS: Final[tuple[tuple[FindingSeverity | None, str], ...]] = (
    (None, "全部"),
    ("error", "错误"),
    ("warning", "待说明"),
    ("open", "未填"),
    ("publication", "公布前提示"),
    ("hint", "提示"),
)

_ANSWERED: Final[dict[FindingSeverity | None, str]] = {
    "warning": "已说明",
    **dict.fromkeys(HINTS, "已核实"),
}
"""What an answered finding of a filter is called."""


class CheckPage(Page):
    """The step before the export: what was checked, then all findings by step."""

    jump = Signal(object)
    """A finding whose place the clerk wants to see."""

    def __init__(self, session: Session, suspects: Suspects) -> None:
        hint = "回车或双击转到对应位置，F2 填写说明，空格键标为已核实，Alt+1 至 Alt+6 筛选。"
        super().__init__(session, "核对", hint)
        self._statement = wrapped()
        self._statement.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.filters = named(QTabBar(), "筛选")
        for number, (_, name) in enumerate(_FILTERS):
            self.filters.addTab(name)
            self._add_shortcut(number)
        self._nothing = wrapped()
        self.panel = FindingsPanel(session, rows=self._rows)
        self.suspects = SuspectBar(session, suspects)
        self._lay_out()
        self.filters.currentChanged.connect(self.refresh)
        self.panel.activated_finding.connect(self.jump)
        self.panel.selected.connect(self._show_choices)
        self.suspects.marked.connect(self._show_suspect)
        session.checked.connect(self.refresh)
        self.refresh()

    def _lay_out(self) -> None:
        self.filters.setExpanding(False)
        self.filters.setDrawBase(False)
        self.panel.setMinimumHeight(self.fontMetrics().height() * 5)
        self.go = QPushButton("转到")
        self.explain = QPushButton("填写说明")
        self.review = QPushButton("已核实")
        row = QHBoxLayout()
        acts = (self.panel.jump, self.panel.explain, self.panel.review)
        for button, act in zip((self.go, self.explain, self.review), acts, strict=True):
            button.clicked.connect(act)
            row.addWidget(button)
        row.addStretch(1)
        for widget in (self._statement, self.filters, self._nothing):
            self.body.addWidget(widget)
        self.body.addWidget(self.panel, 1)
        self.body.addWidget(self.suspects)
        self.body.addLayout(row)
        self.body.addStretch(0)

    def refresh(self) -> None:
        """Say what was checked and list what was found; a page out of sight waits."""
        if not self.isVisible():
            return
        report, result = self.session.report, self.session.result
        self._statement.setText("\n".join(statement_lines(report, result)))
        every = (*result.findings, *result.hints)
        for place, (severity, name) in enumerate(_FILTERS):
            shown = [finding for finding in every if severity in (None, finding.severity)]
            self.filters.setTabText(place, _counted(name, shown, _ANSWERED.get(severity, "")))
        self.panel.refresh()
        self._nothing.setText(self._say_nothing(every))
        self._nothing.setVisible(not self.panel.count())
        self.panel.setVisible(bool(self.panel.count()))
        self._show_choices()

    def statement(self) -> str:
        """Return what is said of the check."""
        return self._statement.text()

    def nothing(self) -> str:
        """Return what is said in place of an empty list."""
        return self._nothing.text()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what changed out of sight."""
        super().showEvent(event)
        self.refresh()

    def _rows(self) -> list[FindingRow]:
        severity, _ = _FILTERS[self.filters.currentIndex()]
        return all_rows(self.session.report, self.session.result, severity)

    def _say_nothing(self, every: tuple[Finding, ...]) -> str:
        if self.panel.count():
            return ""
        if not every:
            return "✓ 全部填完，无错误，无待说明，无公布前提示。"
        return f"没有“{_FILTERS[self.filters.currentIndex()][1]}”。"

    def _show_choices(self) -> None:
        """Offer what can be done with the selected finding."""
        finding = self.panel.current
        self.go.setEnabled(finding is not None)
        self.explain.setEnabled(finding is not None and finding.severity == "warning")
        self.review.setEnabled(finding is not None and finding.is_hint)
        looked_at = finding is not None and finding.is_hint and finding.reason_is_current
        self.review.setText("取消已核实" if looked_at else "已核实")
        self.suspects.show_for(finding if self.isVisible() else None)

    def _show_suspect(self, cells: frozenset[str]) -> None:
        """Go to the cell that is guessed to be wrong."""
        if self.panel.current is not None:
            self.jump.emit(replace(self.panel.current, cells=tuple(sorted(cells))))

    def _add_shortcut(self, number: int) -> None:
        shortcut = QShortcut(QKeySequence(f"Alt+{number + 1}"), self)
        shortcut.activated.connect(lambda: self.filters.setCurrentIndex(number))


def _counted(name: str, shown: list[Finding], answered: str) -> str:
    """Say how many findings wait, as the steps count them, and how many have their answer."""
    waiting = sum(1 for finding in shown if not finding.reason_is_current)
    message = f"{name} {waiting}条" if waiting else name
    done = len(shown) - waiting
    return f"{message}，{answered} {done}条" if answered and done else message
