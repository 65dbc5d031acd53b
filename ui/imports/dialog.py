"""导入: what a foreign file says and what stands in the report; nothing changes by itself.

Notes are sentences that can be read, marked and copied. 更新年份 offers paragraphs of last year's
report with their years moved on, one by one.
"""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
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
from ui.base.cards import hint, small
from ui.base.inspector import InspectedContent, Inspector
from ui.base.session import Session
from ui.base.widgets import (
    Label,
    bold,
    fit_screen,
    inked,
    label_of,
    named,
    primary,
    tipped,
    titled,
    wrapped,
)
from ui.compare.table import Comparison
from ui.imports.origin import OriginCard
from ui.look.tokens import BODY, TITLE

NOTES: Final = "需要留意的内容"
_FEWEST: Final = 2
_MOST: Final = 14
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
        lines = min(max(self._lines * 2, _FEWEST), _MOST) + 1  # most take two lines
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
        fit_screen(self, QSize(em * 44, em * 24))


def may_go_on(parent: QWidget | None, message: str, lines: Sequence[str]) -> bool:
    """Show what is not sure in last year's report; says whether to go on."""
    dialog = NotesDialog(parent, message, lines)
    went_on = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    return went_on


TAKEN = "导入"
"""What taking over is called among the acts that can be undone."""
_HEADS = ("现有内容", "来源", "出处")
_KEYS: Final = "空格键勾选，采用后可以一次撤销。"
_SIDE: Final = 16
"""Pixels at the left and right of what is in the dialogue."""
_LOW: Final = 480
"""Pixels of height below which what was read moves into the tooltip of the title."""


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
        self.origin = OriginCard(proposal, heads[1])
        self.heading = bold(wrapped(proposal.heading))
        self.message = inked(wrapped(f"{message}{_message(proposal)}"), "quiet")
        self.chips = [QPushButton(), QPushButton()]
        self._make_buttons()
        self._lay_out()
        self.comparison.current_changed.connect(self._show_origin)
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

    def show_doubtful(self, alone: bool) -> None:
        """Show the doubtful places alone, or all; ticks stay as they are."""
        self.comparison.show_only(self._proposal.doubts.keys() if alone else None)

    def _make_buttons(self) -> None:
        self.take_button = primary(QPushButton("采用所选"))
        self._sure, self._none = QPushButton("全选"), QPushButton("全不选")
        self._close = QPushButton("关闭")
        tipped(self._sure, "勾选全部内容，需核对的除外")
        acts = (
            (self._sure, self.choose_sure),
            (self._none, self.choose_none),
            (self._close, self.reject),
            (self.take_button, self.take_chosen),
        )
        for button, act in acts:
            button.setAutoDefault(False)  # Enter in the table shall change nothing
            button.clicked.connect(act)
        for button in (self.take_button, self._sure, self._none):
            button.setVisible(bool(self._proposal.changes))
        group, proposal = QButtonGroup(self), self._proposal
        counts = len(proposal.changes), len(proposal.doubts)
        for number, (chip, name) in enumerate(zip(self.chips, ("全部", "需核对"), strict=True)):
            chip.setText(f"{name} {counts[number]}")
            chip.setCheckable(True)
            chip.setAutoDefault(False)
            chip.setProperty("role", "chip")
            chip.setVisible(0 < counts[1] < counts[0])
            tipped(chip, f"筛选：{name}（Alt+{number + 1}）")
            QShortcut(QKeySequence(f"Alt+{number + 1}"), self, chip.click)
            group.addButton(chip)
        self.chips[0].setChecked(True)
        self.chips[1].toggled.connect(self.show_doubtful)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for part in (self._head(), self._banner()):
            layout.addWidget(part)
        layout.addWidget(self._middle(), 1)
        layout.addWidget(self._foot())
        em = self.fontMetrics().height()
        proposal = self._proposal
        height = em * (36 if proposal.changes else 16 if proposal.notes else 8)
        fit_screen(self, QSize(em * 62, height))

    def _head(self) -> QWidget:
        """Return the title with what was read, and the filters at the right."""
        head = QFrame()
        head.setProperty("panel", "head")
        self._title = bold(Label(self._what), TITLE / BODY)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self.message)
        self._upper_row = QHBoxLayout(head)
        self._upper_row.addLayout(words, 1)
        for chip in self.chips:
            self._upper_row.addWidget(chip)
        return head

    def _banner(self) -> QWidget:
        """Return the warning about the whole source; hidden where there is none."""
        banner = QFrame()
        banner.setProperty("panel", "banner")
        row = QHBoxLayout(banner)
        row.setContentsMargins(_SIDE, 6, _SIDE, 6)
        row.addWidget(inked(bold(Label("!")), "warning"), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.heading, 1)
        banner.setVisible(bool(self.heading.text()))
        return banner

    def _middle(self) -> QWidget:
        """Return the changes with the inspector beside them, or what there is of both."""
        proposal = self._proposal
        self.comparison.setProperty("grid", "true")
        self.comparison.setVisible(bool(proposal.changes))
        parts: list[QWidget] = [self.origin] * bool(proposal.changes)
        parts += [small(bold(label_of(self.notes))), self.notes] * bool(proposal.notes)
        if not proposal.changes:
            return _column(parts) if parts else QWidget()
        if not proposal.notes and not any(proposal.origins.values()):
            return self.comparison
        inspector = Inspector()
        for part in parts:
            inspector.body.addWidget(part)
        inspected = InspectedContent(self.comparison, inspector, self._current_place)
        self.comparison.current_changed.connect(inspected.make_way)
        count = str(len(proposal.notes))
        words = ("留", "意", count) if proposal.notes else ("出", "处")
        inspected.say_on_edge(words, f"留意 {count} 条" if proposal.notes else "出处")
        return inspected

    def _foot(self) -> QWidget:
        foot = QFrame()
        foot.setProperty("panel", "foot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(_SIDE, 6, _SIDE, 6)
        row.setSpacing(8)
        self._keys = hint(_KEYS if self._proposal.changes else "")
        row.addWidget(self._keys, 1)
        for button in (self._sure, self._none, self._close, self.take_button):
            row.addWidget(button)
        return foot

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the room to the places in a low window: its title holds what was read."""
        super().resizeEvent(event)
        low = self.height() < _LOW and bool(self._proposal.changes)
        self.message.setVisible(not low)
        tipped(self._title, self.message.text() if low else "")
        self._upper_row.setContentsMargins(_SIDE, *((4, _SIDE, 4) if low else (10, _SIDE, 10)))

    def _current_place(self, widget: QWidget) -> QRect:
        """Return where the tick and the name of the current row are, which no drawer covers."""
        view, index = self.comparison, self.comparison.currentIndex()
        if not index.isValid():
            return QRect()
        room = view.visualRect(index.siblingAtColumn(0))
        return QRect(view.viewport().mapTo(widget, room.topLeft()), room.size())

    def _show_origin(self) -> None:
        self.origin.show_change(self.comparison.current())

    def _refresh(self) -> None:
        count = len(self.comparison.chosen())
        self.take_button.setEnabled(count > 0)
        self.take_button.setText(f"采用所选 {count} 处" if count else "采用所选")


def _column(parts: Sequence[QWidget]) -> QWidget:
    """Return widgets one below the other, the last as high as there is room."""
    column = QWidget()
    layout = QVBoxLayout(column)
    layout.setContentsMargins(_SIDE, 10, _SIDE, 10)
    for part in parts:
        layout.addWidget(part, 1 if part is parts[-1] else 0)
    return column


def _message(proposal: Proposal) -> str:
    count, doubtful = len(proposal.changes), len(proposal.doubts)
    if not count:
        return "与现有内容没有不同。"
    doubts = f"，其中{doubtful}处需核对，未勾选" if doubtful else ""
    return f"与现有内容有{count}处不同{doubts}。"


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
