"""The base of every page of the wizard: a widget for one step, which can go to an address."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.base.session import Session
from ui.base.widgets import bold, wrapped


class Page(QWidget):
    """A page for one step, with its official heading; ``head`` takes widgets to the right of it."""

    message = Signal(str)
    """A sentence for the status line of the window."""

    def __init__(self, session: Session, title: str, hint: str = "") -> None:
        super().__init__()
        self.session = session
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(6, 2, 2, 0)
        self.head = QHBoxLayout()
        self.head.addWidget(bold(wrapped(title), 1.3), 10)  # it wraps last
        self.body.addLayout(self.head)
        if hint:
            self.body.addWidget(wrapped(hint))

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

    def show_finding(self, finding: str) -> None:
        """Select the card of a finding by its id, where the page has cards."""

    def address_here(self) -> str:
        """Return the address under the cursor; empty on a page that has no cursor."""
        return ""
