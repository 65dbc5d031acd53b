"""核对: the verdict, the main figures, all that is wrong, to be confirmed or blank, by step."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from model.checks.check import statement_lines
from model.checks.findings import HINTS, Finding, FindingSeverity
from model.report.report import Stage
from ui.app import acts
from ui.app.findings import FindingRow, ShownSuspect, Suspects, all_rows
from ui.app.verdict import ReviewVerdict, verdict_of
from ui.base.page import Page
from ui.base.session import Session
from ui.base.widgets import (
    Label,
    bold,
    card,
    inked,
    larger,
    primary,
    quiet,
    set_shown,
    tipped,
    wrapped,
)
from ui.check.figures import MainFigures
from ui.findings.list import FindingsPanel
from ui.look.sheet import marked
from ui.look.tokens import BODY, QUIET

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
_KEYS: Final = (
    "回车或双击转到对应位置，左右键选择操作，F2 填写说明，空格键标为已核实，Alt+1 至 Alt+6 筛选。"
)
_BANNERS: Final = {"error": "error", "open": "plain", "fine": "fine"}
_INKS: Final = {"error": "error", "open": "", "fine": "fine"}


class CheckPage(Page):
    """The step before the export. All of it scrolls: in a low window the list needs the room."""

    jump = Signal(object)
    """A finding whose place the clerk wants to see."""
    export_requested = Signal()
    """The 定稿 is to be exported."""

    def __init__(self, session: Session, suspects: Suspects) -> None:
        super().__init__(session, "核对")
        self.checklist = tipped(QPushButton("打印核对表…"), acts.CHECKLIST_TIP)
        self.head.addWidget(self.checklist, 0, Qt.AlignmentFlag.AlignBottom)
        self._banner = _VerdictBanner()
        self._banner.export.clicked.connect(self._export)
        self.figures = MainFigures()
        self._checked: Sequence[str] = ("",)
        self._statement = _small(quiet())
        self._statement.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.chips = [QPushButton(name) for _, name in _FILTERS]
        self._group = QButtonGroup(self)
        self._nothing = wrapped()
        self.panel = FindingsPanel(
            session, rows=self._rows, suspects=suspects, is_card=False, is_whole=True
        )
        self._keys = _small(quiet(_KEYS))
        self._lay_out()
        self._group.idToggled.connect(self._choose)
        self.panel.activated_finding.connect(self.jump)
        self.panel.asked.connect(self.asked)
        session.checked.connect(self.refresh)
        self.refresh()

    def _lay_out(self) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(8)
        chips = QHBoxLayout()
        chips.setSpacing(6)
        for number, chip in enumerate(self.chips):
            chip.setCheckable(True)
            chip.setProperty("role", "chip")
            self._group.addButton(chip, number)
            self._add_shortcut(number)
            chips.addWidget(chip)
        chips.addStretch(1)
        self.chips[0].setChecked(True)
        upper: list[QWidget] = [self._banner, self.figures]
        lower: list[QWidget] = [self._nothing, self.panel, self._keys, self._statement]
        for widget in upper:
            column.addWidget(widget)
        column.addLayout(chips)
        for widget in lower:
            column.addWidget(widget)
        column.addStretch(1)
        self._scroll = QScrollArea(widgetResizable=True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(content)
        content.setAutoFillBackground(False)
        self.body.addWidget(self._scroll, 1)

    @property
    def severity(self) -> FindingSeverity | None:
        """The severity that is shown alone, if one is."""
        return _FILTERS[max(self._group.checkedId(), 0)][0]

    def refresh(self) -> None:
        """Say what was checked and list what was found; a page out of sight waits."""
        if not self.isVisible():
            return
        report, result = self.session.report, self.session.result
        self._checked = statement_lines(report, result)
        self._show_checked()
        verdict = verdict_of(result)
        self._banner.show_verdict(verdict)
        self.set_leads(verdict.well)
        self.figures.show_figures(report)
        every = (*result.findings, *result.hints)
        for chip, (severity, name) in zip(self.chips, _FILTERS, strict=True):
            shown = [finding for finding in every if severity in (None, finding.severity)]
            chip.setText(_counted(name, shown, _ANSWERED.get(severity, "")))
        self.panel.refresh()
        self._nothing.setText(self._say_nothing(every))
        set_shown(self._nothing, not self.panel.count() and bool(every))
        for widget in (self.panel, self._keys):
            set_shown(widget, self.panel.count() > 0)
        for chip in self.chips:
            set_shown(chip, bool(every))

    def statement(self) -> str:
        """Return what is said of the check."""
        return "\n".join(self._checked)

    def _show_checked(self) -> None:
        """Say the sums under the heading and all other checks at the end, so that findings lead."""
        first, *others = self._checked
        self.set_hint(first)
        self._statement.setText("\n".join(self._checked if self.folded else others))

    def nothing(self) -> str:
        """Return what is said in place of a list that a filter leaves empty."""
        return self._nothing.text()

    def verdict(self) -> str:
        """Return the verdict with what is said beside it."""
        return self._banner.words()

    def begin(self) -> None:
        """Begin with the first finding or, where all is well, with the way on."""
        listed = self.panel if self.panel.count() else self.chips[0]
        (listed if self._banner.export.isHidden() else self._banner.export).setFocus()

    def show_finding(self, finding: str) -> None:
        """Select the row of a finding."""
        self.panel.choose(finding)

    def fold(self, folded: bool) -> None:
        """Say in a low window all that was checked at the end, so that the verdict comes first."""
        super().fold(folded)
        self._show_checked()
        self._banner.fold(folded)

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what changed out of sight."""
        super().showEvent(event)
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the figures in as many columns as there is room for."""
        super().resizeEvent(event)
        if self.isVisible():
            self.figures.show_figures(self.session.report)

    def _rows(self, guesses: Sequence[ShownSuspect]) -> list[FindingRow]:
        return all_rows(self.session.report, self.session.result, self.severity, guesses)

    def _say_nothing(self, every: tuple[Finding, ...]) -> str:
        if self.panel.count() or not every:
            return ""
        return f"没有“{_FILTERS[max(self._group.checkedId(), 0)][1]}”。"

    def _choose(self, _: int, chosen: bool) -> None:
        """List what was chosen; of the chip that is left nothing follows."""
        if chosen:
            self.refresh()

    def _export(self) -> None:
        self.session.apply(self.session.report.at_stage(Stage.FINAL), "选择稿别")
        self.export_requested.emit()

    def _add_shortcut(self, number: int) -> None:
        keys = f"Alt+{number + 1}"
        tipped(self.chips[number], f"筛选：{_FILTERS[number][1]}（{keys}）")
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.activated.connect(self.chips[number].click)


class _VerdictBanner(QWidget):
    """The verdict over the whole report and, where all is well, the way on."""

    def __init__(self) -> None:
        super().__init__()
        self._frame, self._head, self._rest = card(), bold(wrapped()), wrapped()
        self.export = primary(QPushButton("导出定稿"))
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._frame)
        self._row.setContentsMargins(12, 8, 12, 8)
        self._row.setSpacing(12)
        self._row.addWidget(self._head)
        self._row.addWidget(self._rest, 1)
        self._row.addWidget(self.export)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._frame)
        self._state = ""

    def show_verdict(self, verdict: ReviewVerdict) -> None:
        """Show another verdict."""
        self._head.setText(verdict.head)
        self._head.setWordWrap(False)
        self._rest.setText(verdict.rest)
        set_shown(self.export, verdict.well)
        if verdict.state != self._state:
            self._state = verdict.state
            marked(self._frame, card=_BANNERS[verdict.state])
            marked(self._head, ink=_INKS[verdict.state])

    def words(self) -> str:
        """Return all that is said."""
        return f"{self._head.text()}　{self._rest.text()}"

    def fold(self, folded: bool) -> None:
        """Take less room."""
        margin = 4 if folded else 8
        self._row.setContentsMargins(12, margin, 12, margin)


def _small(label: Label) -> Label:
    return inked(larger(label, QUIET / BODY), "quiet")


def _counted(name: str, shown: list[Finding], answered: str) -> str:
    """Say how many findings wait, as the steps count them, and how many have their answer."""
    waiting = sum(1 for finding in shown if not finding.reason_is_current)
    done = len(shown) - waiting
    message = f"{name} {waiting}"
    return f"{message}，{answered} {done}" if answered and done else message
