"""The inspector of an import: the current place as the source has it, and what to look at."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake.proposal import Proposal
from model.compare.changes import Change
from model.compare.texts import plain
from ui.base.cards import hint
from ui.base.widgets import bold, card, inked, set_shown, wrapped


class OriginCard(QWidget):
    """One place: what the source says there, where it stands in the source, and its doubt."""

    def __init__(self, proposal: Proposal, theirs: str) -> None:
        super().__init__()
        self._proposal = proposal
        self.place, self.words = bold(wrapped()), wrapped()
        self.origin, self.doubt = hint(), inked(wrapped(), "warning")
        frame = card()
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(10, 8, 10, 10)
        inside.setSpacing(4)
        for label in (self.place, self.origin, self.words, self.doubt):
            inside.addWidget(label)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(bold(hint(theirs)))
        layout.addWidget(frame)
        self.show_change(None)

    def show_change(self, change: Change | None) -> None:
        """Show another place, or nothing on a heading."""
        part = change.part if change else None
        origin = self._proposal.origins.get(part, "") if part else ""
        doubt = self._proposal.doubts.get(part, "") if part else ""
        self.place.setText(change.place if change else "")
        self.words.setText(plain(change.other) if change else "")
        self.origin.setText(f"出处：{origin}" if origin else "")
        self.doubt.setText(f"! 需核对：{doubt}" if doubt else "")
        for label in (self.origin, self.doubt):
            set_shown(label, bool(label.text()))
        set_shown(self, change is not None)
