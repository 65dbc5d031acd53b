"""What every page of the wizard is: a widget for one step, which can be sent to an address."""

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from ui.session import Session
from ui.widgets import bold, wrapped


class Page(QWidget):
    """A page for one step, with its official heading."""

    def __init__(self, session: Session, title: str, hint: str = "") -> None:
        super().__init__()
        self.session = session
        self.body = QVBoxLayout(self)
        self.body.addWidget(bold(QLabel(title), 1.35))
        if hint:
            self.body.addWidget(wrapped(hint))

    def go_to(self, address: str) -> None:
        """Put the focus on an answer; a page that has no such answer does nothing."""
