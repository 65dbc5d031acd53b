"""导入: what a foreign file says and what stands in the report; nothing changes by itself.

Notes are sentences that can be read, marked and copied. 更新年份 offers paragraphs of last year's
report with their years moved on, one by one.
"""

from collections.abc import Sequence, Set
from typing import Final

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
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

from intake.proposal import LEFT_OUT_NOTE, UNREAD_NOTE, Proposal
from model.checks.years import YearUpdate, year_updates
from model.combine.collection import unreturned_sentence
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
    keyless,
    label_of,
    named,
    pressed_in_focus,
    primary,
    set_shown,
    tipped,
    titled,
    wrapped,
)
from ui.compare.model import FurtherRows, ShownChanges
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
_HEADS = ("草稿中", "来源中", "说明")
_KEYS: Final = "空格键勾选，采用后可以一次撤销。"
_FOLDS: Final = "→ 展开，← 收起。"
_SIDE: Final = 16
"""Pixels at the left and right of what is in the dialogue."""
_WIDTHS: Final = ((1200, 400), (0, 340))
"""Pixels of the inspector, from a width of the dialogue on: a part of a table has to fit in."""
_LOW: Final = 480
"""Pixels of height below which what was read moves into the tooltip of the title."""


class ImportDialog(QDialog):
    """A proposal: what goes where, what to look at, and what was not understood.

    ``message`` says what was read; ``what`` names the window and the act, ``heads`` the columns,
    ``name`` the source.
    """

    pasted = Signal()
    """Another report was pasted: it shall be read in place of this one."""

    def __init__(
        self,
        session: Session,
        proposal: Proposal,
        message: str,
        parent: QWidget | None = None,
        what: str = TAKEN,
        heads: tuple[str, str, str] = _HEADS,
        name: str = "",
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        titled(self, what)
        self._session, self._proposal, self._what = session, proposal, what
        self._name = name
        self._rows = bool(proposal.changes or proposal.unread or proposal.left_out)
        self.comparison = Comparison(*heads)
        self.notes = Notes(proposal.notes)
        self.origin = OriginCard(proposal)
        self.heading = bold(wrapped(proposal.heading))
        self.message = inked(wrapped(f"{message}{_message(proposal)}"), "quiet")
        self.chips: list[QPushButton] = []
        self._make_buttons()
        self._make_chips()
        self._lay_out()
        self.comparison.current_changed.connect(self._show_origin)
        self.origin.taken.connect(self.comparison.toggle)
        self.comparison.show_changes(_shown(session.report, proposal))
        self.comparison.chosen_changed.connect(self._refresh)
        self.choose_sure()
        first = self.comparison if self._rows else self.notes
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
            more = unreturned_sentence(made) if self._proposal.is_collected else ""
            self._session.show_message(f"已{self._what}{len(chosen)}处，可以撤销。{more}")
        self.accept()

    def _make_chips(self) -> None:
        """Make the filters; one that would show nothing, or everything, is hidden."""
        proposal, group = self._proposal, QButtonGroup(self)
        every = len(proposal.changes) + len(proposal.unread)
        filters: tuple[tuple[str, Set[ReportPart]], ...] = (
            ("需核对", proposal.doubts.keys()),
            ("与草稿不同", proposal.differing),
            ("未识别", {row.part for row in proposal.unread}),
        )
        shows = {name: 0 < len(parts) < every for name, parts in filters}
        self._add_chip(group, "全部", every, any(shows.values()), None)
        for name, parts in filters:
            self._add_chip(group, name, len(parts), shows[name], parts)
        self.chips[0].setChecked(True)

    def _add_chip(
        self,
        group: QButtonGroup,
        name: str,
        count: int,
        shown: bool,
        parts: Set[ReportPart] | None,
    ) -> None:
        """Add a filter: these places alone, or all of them; ticks stay as they are."""
        chip = pressed_in_focus(QPushButton(keyless(f"{name} {count}")))
        chip.setCheckable(True)
        chip.setProperty("role", "chip")
        set_shown(chip, shown)
        key = f"Alt+{len(self.chips) + 1}"
        tipped(chip, f"筛选：{name}（{key}）")
        if shown:
            QShortcut(QKeySequence(key), self, chip.click)
        chip.toggled.connect(lambda on: self.comparison.show_only(parts) if on else None)
        group.addButton(chip)
        self.chips.append(chip)

    def _make_buttons(self) -> None:
        self.take_button = primary(QPushButton("采用所选"))
        self._sure, self._none = QPushButton("全选"), QPushButton("全不选")
        self._close = QPushButton("关闭")
        self._name_sure()
        acts = (
            (self._sure, self.choose_sure),
            (self._none, self.choose_none),
            (self._close, self.reject),
            (self.take_button, self.take_chosen),
        )
        for button, act in acts:
            pressed_in_focus(button)  # Enter in the table shall change nothing
            button.clicked.connect(act)
        for button in (self.take_button, self._sure, self._none):
            button.setVisible(self._rows)

    def _name_sure(self) -> None:
        """Say on 全选 that it leaves out what has to be looked at, and why if that is all."""
        sure, doubtful = len(self._proposal.sure), len(self._proposal.doubts)
        self._sure.setText(f"全选（需核对 {doubtful} 处除外）" if doubtful else "全选")
        self._sure.setEnabled(sure > 0)
        tipped(self._sure, f"勾选 {sure} 处" if sure else "各处都需核对，看过后逐处勾选")

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
        height = em * (36 if self._rows else 16 if proposal.notes else 8)
        fit_screen(self, QSize(em * 62, height))

    def _head(self) -> QWidget:
        """Return the title with what was read, and the filters at the right."""
        head = QFrame()
        head.setProperty("panel", "head")
        self._title = bold(Label(f"{self._what}：{self._name}"), TITLE / BODY)
        if not self._name:
            self._title.setText(self._what)
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
        row.setContentsMargins(_SIDE, 4, _SIDE, 4)
        row.addWidget(inked(bold(Label("!")), "warning"), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.heading, 1)
        banner.setVisible(bool(self.heading.text()))
        return banner

    def _middle(self) -> QWidget:
        """Return the changes with the inspector beside them, or what there is of both."""
        proposal = self._proposal
        self.comparison.setProperty("grid", "true")
        self.comparison.setVisible(self._rows)
        parts: list[QWidget] = [self.origin] * self._rows
        parts += [small(bold(label_of(self.notes))), self.notes] * bool(proposal.notes)
        if not self._rows:
            return _column(parts) if parts else QWidget()
        if not proposal.notes and not proposal.omissions and not any(proposal.origins.values()):
            return self.comparison
        inspector = Inspector()
        for part in parts:
            inspector.body.addWidget(part)
        inspected = InspectedContent(self.comparison, inspector, self._current_place, _WIDTHS)
        self.comparison.current_changed.connect(inspected.make_way)
        count = str(len(proposal.notes))
        words = ("留", "意", count) if proposal.notes else ("来", "源")
        inspected.say_on_edge(words, f"留意 {count} 条" if proposal.notes else "来源")
        return inspected

    def _foot(self) -> QWidget:
        foot = QFrame()
        foot.setProperty("panel", "foot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(_SIDE, 4, _SIDE, 4)
        row.setSpacing(8)
        self._keys = hint()
        row.addWidget(self._keys, 1)
        for button in (self._sure, self._none, self._close, self.take_button):
            row.addWidget(button)
        return foot

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the place to another report that is pasted: nothing here can be typed into."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self.reject()
            self.pasted.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the room to the places in a low window: its title holds what was read."""
        super().resizeEvent(event)
        low = self.height() < _LOW and self._rows
        self.message.setVisible(not low)
        folds = _FOLDS * (self.comparison.has_folds and not low)
        self._keys.setText(f"{_KEYS}{folds}" if self._rows else "")
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
        current = self.comparison.current()
        is_taken = current is not None and current.part in self.comparison.chosen()
        self.origin.show_change(current, is_taken)

    def _refresh(self) -> None:
        self._show_origin()
        count = len(self.comparison.chosen())
        self.take_button.setEnabled(count > 0)
        self.take_button.setText(f"采用所选 {count} 处" if count else "采用所选")


def _shown(report: Report, proposal: Proposal) -> ShownChanges:
    """Return the rows of a proposal: its changes, what was not recognised, what was left out."""
    kinds = "、".join(dict.fromkeys(proposal.omissions[row.part].why for row in proposal.left_out))
    unread = f"✗ 未识别{_counted(proposal.unread, proposal, UNREAD_NOTE)}"
    left_out = f"略去{_counted(proposal.left_out, proposal, LEFT_OUT_NOTE)}：{kinds}"
    further = (
        FurtherRows(unread, "unread", proposal.unread),
        FurtherRows(left_out, "left_out", proposal.left_out, is_folded=True),
    )
    return ShownChanges(
        report,
        proposal.changes,
        proposal.annotations(),
        proposal.doubts,
        proposal.zeros,
        further,
        proposal.fixed,
    )


def _counted(rows: Sequence[Change], proposal: Proposal, prefix: str) -> str:
    """Return how many lines there are; those that are not among the rows are in the notes."""
    more = sum(note.startswith(prefix) for note in proposal.notes)
    return f"{len(rows) + more}处" + f"，前{len(rows)}处如下" * bool(more)


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
