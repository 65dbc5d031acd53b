"""导入: what a foreign file says and what stands in the report; nothing changes by itself.

Notes are sentences that can be read, marked and copied. 更新年份 offers paragraphs of last year's
report with their years moved on, one by one.
"""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QPlainTextEdit,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from intake.proposal import Proposal
from model.checks.years import YearUpdate, year_updates
from model.compare.changes import Change
from model.compare.parts import ReportPart
from model.compare.texts import Hunk, sides
from model.report.report import Report
from model.text import visible
from ui.base.session import Session
from ui.base.widgets import bold, label_of, named, primary, tipped, titled, wrapped
from ui.compare.table import Comparison

NOTES: Final = "需要留意的内容"
_FEWEST: Final = 2
_MOST: Final = 7
"""Lines that are seen at first."""


class Notes(QPlainTextEdit):
    """Sentences one below the other, wrapped; nothing can be typed, all can be copied."""

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__(readOnly=True, tabChangesFocus=True)
        named(self, NOTES)
        self.setPlainText(visible("\n".join(lines)))
        self._lines = len(lines)
        self.setMinimumHeight(self.fontMetrics().height() * 3)

    def sizeHint(self) -> QSize:
        """Ask for the room of a few lines."""
        lines = min(max(self._lines, _FEWEST), _MOST) + 1
        return QSize(super().sizeHint().width(), self.fontMetrics().lineSpacing() * lines)


class NotesDialog(QDialog):
    """Asks whether to go on with last year's report, beside what is not sure in it."""

    def __init__(self, parent: QWidget | None, message: str, lines: Sequence[str]) -> None:
        super().__init__(parent)
        titled(self, "读取上年报告")
        notes = Notes(lines)
        buttons = QDialogButtonBox()
        buttons.addButton("继续", QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton("返回", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(10)
        layout.addWidget(wrapped(message))
        layout.addWidget(label_of(notes))
        layout.addWidget(notes, 1)
        layout.addWidget(buttons)
        em = self.fontMetrics().height()
        self.resize(QSize(em * 44, em * 24).boundedTo(self.screen().availableSize()))


def may_go_on(parent: QWidget | None, message: str, lines: Sequence[str]) -> bool:
    """Show what is not sure in last year's report; says whether to go on."""
    dialog = NotesDialog(parent, message, lines)
    went_on = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    return went_on


TAKEN = "导入"
"""What taking over is called among the acts that can be undone."""
_HEADS = ("现有内容", "来源", "出处")


class ImportDialog(QDialog):
    """A proposal: what goes where, what to look at, and what was not understood.

    ``message`` says what was read; ``what`` names the window and the act, ``heads`` the columns.
    """

    def __init__(
        self,
        session: Session,
        proposal: Proposal,
        message: str,
        parent: QWidget | None = None,
        what: str = TAKEN,
        heads: tuple[str, str, str] = _HEADS,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        titled(self, what)
        self._session, self._proposal, self._what = session, proposal, what
        self.comparison = Comparison(*heads)
        self.notes = Notes(proposal.notes)
        self.heading = bold(wrapped(proposal.heading))
        self.message = wrapped(f"{message}{_message(proposal)}")
        self._lay_out()
        self.comparison.show_changes(
            session.report, proposal.changes, proposal.annotations(), proposal.doubts
        )
        self.comparison.chosen_changed.connect(self._refresh)
        self.choose_sure()
        first = self.comparison if proposal.changes else self.notes
        first.setFocus()

    def choose_sure(self) -> None:
        """Tick all that nothing speaks against."""
        self.comparison.choose(self._proposal.sure)

    def choose_none(self) -> None:
        """Take every tick away."""
        self.comparison.choose(())

    def take_chosen(self) -> None:
        """Take the ticked places over, as one act that can be undone."""
        chosen = self.comparison.chosen()
        self._session.keep_version()
        made = self._proposal.applied_to(self._session.report, chosen)
        self._session.apply(made, self._what, place=self._proposal.place_of(chosen))
        if self._session.report == made:  # else the session has said why not
            self._session.show_message(f"已{self._what}{len(chosen)}处，可以撤销。")
        self.accept()

    def _lay_out(self) -> None:
        buttons, role = QDialogButtonBox(), QDialogButtonBox.ButtonRole.ActionRole
        self.take_button = primary(buttons.addButton("采用所选", role))
        sure, none = buttons.addButton("全选", role), buttons.addButton("全不选", role)
        tipped(sure, "勾选全部内容，需核对的除外")
        close = buttons.addButton("关闭", QDialogButtonBox.ButtonRole.RejectRole)
        for button in (self.take_button, sure, none, close):
            button.setAutoDefault(False)  # Enter in the table shall change nothing
        self.take_button.clicked.connect(self.take_chosen)
        sure.clicked.connect(self.choose_sure)
        none.clicked.connect(self.choose_none)
        buttons.rejected.connect(self.reject)
        for button in (self.take_button, sure, none):
            button.setVisible(bool(self._proposal.changes))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(10)
        layout.addWidget(self.heading)
        layout.addWidget(self.message)
        layout.addWidget(self._both(), 1)
        layout.addWidget(buttons)
        self.heading.setVisible(bool(self.heading.text()))
        em = self.fontMetrics().height()
        height = em * (36 if self._proposal.changes else 16 if self._proposal.notes else 6)
        self.resize(QSize(em * 62, height).boundedTo(self.screen().availableSize()))

    def _both(self) -> QSplitter:
        """Put the notes under the changes; either is hidden where there is none."""
        lower, both = QWidget(), QSplitter(Qt.Orientation.Vertical)
        layout = QVBoxLayout(lower)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(label_of(self.notes))
        layout.addWidget(self.notes, 1)
        both.addWidget(self.comparison)
        both.addWidget(lower)
        both.setChildrenCollapsible(False)
        both.setStretchFactor(0, 1)
        self.comparison.setVisible(bool(self._proposal.changes))
        lower.setVisible(bool(self._proposal.notes))
        both.setVisible(bool(self._proposal.changes or self._proposal.notes))
        return both

    def _refresh(self) -> None:
        count = len(self.comparison.chosen())
        self.take_button.setEnabled(count > 0)
        self.take_button.setText(f"采用所选 {count} 处" if count else "采用所选")


def _message(proposal: Proposal) -> str:
    count, doubtful = len(proposal.changes), len(proposal.doubts)
    if not count:
        return "与现有内容没有不同。"
    doubts = f"，其中{doubtful}处需核对，未勾选" if doubtful else ""
    return f"与现有内容有{count}处不同{doubts}。空格键勾选，采用后可以一次撤销。"


YEAR_MOVES: Final = "更新年份"
_NONE: Final = "文字中没有需要更新的年份。"
_SIDES: Final = ("现有文字", "更新后", "需核对")


def offer_years(window: QWidget, session: Session, asked: bool = True) -> None:
    """Show the paragraphs whose years could move on; where there are none, say so if asked."""
    found = [*year_updates(session.report)]
    if found:
        message = "以下各段写着往年的年份；数字和内容另行核对。"
        proposal = proposed(session.report, found)
        ImportDialog(session, proposal, message, window, YEAR_MOVES, _SIDES).open()
    elif asked:
        session.show_message(_NONE)


def proposed(report: Report, found: Sequence[YearUpdate]) -> Proposal:
    """Return the paragraphs as places to choose from, the doubtful ones marked."""
    rows: list[Change] = []
    hunks: dict[ReportPart, tuple[str, Hunk]] = {}
    doubts: dict[ReportPart, str] = {}
    for order, move in enumerate(found):
        block = report.text(move.key)
        assert block is not None, "it was found there"
        part = ReportPart("paragraphs", f"{move.key}#{move.number}")
        place = f"「{block.title}」第{move.number}段"
        one, other = sides(move.old.strip(), move.new.strip(), numbered=False)
        rows.append(Change(part, block.section, place, one, other))
        hunks[part] = move.key, Hunk(order, move.number, move.old, move.new)
        if move.doubt:
            doubts[part] = move.doubt
    return Proposal(report, tuple(rows), {}, doubts, "", (), hunks)
