"""The base of every page of the wizard: a widget for one step, which can go to an address."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontInfo
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from model.checks.findings import Finding, TextSpan
from ui.base.inspector import CurrentPlace, InspectedContent, Inspector, no_place
from ui.base.session import Session
from ui.base.widgets import (
    bold,
    larger,
    named,
    quiet,
    set_shown,
    tipped,
    wrapped,
)
from ui.look.sheet import marked
from ui.look.tokens import BODY, QUIET, TITLE

_MARGINS: Final = (12, 10, 12, 8)
_FOLDED: Final = (8, 4, 8, 4)
"""Margins of a page, and of one in a low window."""
_LEAST: Final = 400
"""Pixels to which a page can be narrowed: what needs more folds once it is that narrow."""
_TITLE_FOLDED: Final = 17
"""Pixels of the title in a low window."""


class MenuButton(QToolButton):
    """A button with a menu; Qt would paint its arrow over the words without additional room."""

    def sizeHint(self) -> QSize:
        """Return room for the arrow on both sides, because the words stay in the middle."""
        return super().sizeHint() + QSize(self.fontMetrics().height(), 0)


class Page(QWidget):
    """A page for one step: its official heading, a quiet line under it, then ``body``.

    ``head`` takes buttons to the right of the heading. Tool buttons of acts move into a menu where
    the heading would not stay on one line. In a low window the heading is one line: the quiet line
    is the tooltip of the heading then.
    """

    message = Signal(str)
    """A sentence: what an act did, or why it was refused."""
    failed = Signal(str)
    """A sentence: what failed, why, and what to do."""
    asked = Signal(str)
    """Address of an answer, on any page, that the clerk wants to see."""
    finished = Signal()
    """Enter was pressed in the last place that is filled in."""
    leading = Signal()
    """``leads`` has changed."""

    def __init__(self, session: Session, title: str, hint: str = "") -> None:
        super().__init__()
        self.session = session
        self.folded = False
        self.leads = False
        """Whether the page has a filled button of its own, so that 下一步 steps back."""
        self._beside: InspectedContent | None = None
        self.setMinimumWidth(_LEAST)
        self._frame = QWidget()
        self._frame.installEventFilter(self)
        self._fold_later = QTimer(self, singleShot=True, interval=0)
        self._fold_later.timeout.connect(self._fold_acts)  # showing lays the whole window out
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self._frame, 1)
        self.body = QVBoxLayout(self._frame)
        self.body.setContentsMargins(*_MARGINS)
        self.body.setSpacing(8)
        self.title = bold(wrapped(title), TITLE / BODY)
        self._hint = larger(quiet(), QUIET / BODY)
        self._more = MenuButton()
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._more.setMenu(QMenu(self._more))
        named(tipped(self._more, "本页的操作"), "更多").setText("更多 ▾")
        self._lay_out_head()
        self.set_hint(hint)

    def _lay_out_head(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self.title)
        words.addWidget(self._hint)
        self.head = QHBoxLayout()
        self.head.setSpacing(8)
        self.head.addLayout(words, 10)  # it wraps last
        self.head.addWidget(self._more, 0, Qt.AlignmentFlag.AlignBottom)
        self._more.hide()
        self.body.addLayout(self.head)

    def set_hint(self, words: str) -> None:
        """Say something under the heading."""
        self._hint.setText(words)
        tipped(self.title, words if self.folded else "")
        set_shown(self._hint, bool(words) and not self.folded)

    def set_leads(self, leads: bool) -> None:
        """Say whether the page has a filled button of its own now."""
        if leads != self.leads:
            self.leads = leads
            self.leading.emit()

    def set_inspector(
        self, inspector: Inspector, current_place: CurrentPlace = no_place
    ) -> InspectedContent:
        """Put an inspector at the right of heading and body, from top to bottom of the page.

        ``current_place`` gives what a drawer must not cover.
        """
        self._row.removeWidget(self._frame)
        inspected = InspectedContent(self._frame, inspector, current_place)
        for one in (self._frame, inspected):
            one.setMinimumWidth(_LEAST)
        self._row.addWidget(inspected, 1)
        self._beside = inspected
        return inspected

    def message_room(self) -> QRect:
        """Return where messages may stand: over a docked inspector, or anywhere on the page."""
        if self._beside is not None and self._beside.is_docked:
            return self._beside.inspector.message_room(self)
        return self.rect()

    def fold(self, folded: bool) -> None:
        """Have a heading of one line and narrow margins, or not; for a low window."""
        if folded != self.folded:
            self.folded = folded
            self.body.setContentsMargins(*(_FOLDED if folded else _MARGINS))
            self.body.setSpacing(4 if folded else 8)
            larger(
                self.title,
                (_TITLE_FOLDED if folded else TITLE) / QFontInfo(self.title.font()).pixelSize(),
            )
            for button in (self._more, *self._acts()):
                marked(button, role="low" if folded else "")
            self.set_hint(self._hint.text())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the heading on one line, once it has its width beside the inspector."""
        if watched is self._frame and event.type() == QEvent.Type.Resize:
            self._fold_later.start()
        return super().eventFilter(watched, event)

    def _fold_acts(self) -> None:
        """Show the buttons of the head, or all of them in one menu where there is less room."""
        acts = self._acts()
        needed = sum(button.sizeHint().width() + self.head.spacing() for button in acts)
        title = self.title.fontMetrics().horizontalAdvance(self.title.text())
        folded = bool(acts) and title + needed + 2 * _MARGINS[0] > self._frame.width()
        if folded == self._more.isHidden():
            menu = self._more.menu()  # not cleared: PySide would take its acts for deleted
            listed = menu.actions()
            menu.addActions([a for one in acts if (a := one.defaultAction()) not in listed])
            self._more.setVisible(folded)
            for button in acts:
                button.setVisible(not folded)

    def _acts(self) -> list[QToolButton]:
        """Return the buttons of the head that can move into its menu."""
        items = (self.head.itemAt(place).widget() for place in range(self.head.count()))
        buttons = [one for one in items if isinstance(one, QToolButton)]
        return [one for one in buttons if one.defaultAction() is not None]

    def begin(self) -> None:
        """Put the focus where filling begins, when the step is entered."""
        widget = self.nextInFocusChain()
        while widget is not None and widget is not self:
            if self._begins_at(widget):
                widget.setFocus(Qt.FocusReason.TabFocusReason)
                return
            widget = widget.nextInFocusChain()

    def _begins_at(self, widget: QWidget) -> bool:
        """Whether Tab would come to a widget of this page."""
        by_tab = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        here = self.isAncestorOf(widget) and widget.isVisibleTo(self)
        return bool(by_tab) and here and widget.isEnabled()

    def go_to(self, address: str) -> None:
        """Put the focus on an answer; a page that has no such answer does nothing."""

    def select(self, span: TextSpan) -> None:
        """Select a part of a text; a page without texts shows the text's address."""
        self.go_to(span.text)

    def show_finding(self, finding: str) -> None:
        """Select the card of a finding by its id, where the page has cards."""

    def place_of(self, finding: Finding) -> str:
        """Return where a finding leads: its first cell, where it asks for blank ones the first."""
        values = self.session.report.values
        blank = [address for address in finding.cells if address not in values]
        wanted = self.in_order(blank) if finding.severity == "open" else ()
        return next(iter(wanted or finding.cells), "")

    def in_order(self, addresses: Sequence[str]) -> Sequence[str]:
        """Return addresses in the order in which the page is filled in."""
        return addresses

    def address_here(self) -> str:
        """Return the address under the cursor; empty on a page that has no cursor."""
        return ""
