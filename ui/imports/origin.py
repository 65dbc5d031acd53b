"""The inspector of an import: the current place as the source has it, and what to look at."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from intake.proposal import Proposal
from model.compare.changes import Change
from model.compare.texts import plain
from ui.base.cards import hint
from ui.base.widgets import bold, inked, pressed_in_focus, set_shown, wrapped
from ui.imports.excerpt import ExcerptView

_SOURCE: Final = "来源"
_TAKE: Final = {False: "仍然采用", True: "不采用"}


class OriginCard(QWidget):
    """One place: where it stands in the source, what the source says around it, and its doubt."""

    taken = Signal()
    """A line that is not taken by itself shall be taken, or no longer."""

    def __init__(self, proposal: Proposal) -> None:
        super().__init__()
        self._proposal = proposal
        self.place, self.words = bold(wrapped()), wrapped()
        self.origin, self.doubt = bold(hint()), inked(wrapped(), "warning")
        self.excerpt = ExcerptView()
        self.take = pressed_in_focus(QPushButton())
        self.take.clicked.connect(self.taken)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        for widget in (self.place, self.origin, self.excerpt, self.words, self.doubt):
            layout.addWidget(widget)
        layout.addWidget(self.take, 0, Qt.AlignmentFlag.AlignLeft)
        self.show_change(None)

    def show_change(self, change: Change | None, is_taken: bool = False) -> None:
        """Show another place, or nothing on a heading; ``is_taken`` says that it is ticked."""
        part = change.part if change else None
        line = self._proposal.omissions.get(part) if part else None
        origin = line.where if line else self._proposal.origins.get(part, "") if part else ""
        doubt = self._proposal.doubts.get(part, "") if part else ""
        excerpt = self._proposal.excerpt(part) if part else ()
        self.place.setText(change.place if change and not line else "")
        self.words.setText(plain(change.other) if change else "")
        self.origin.setText(f"{_SOURCE}：{origin}" if origin else _SOURCE)
        self.doubt.setText(f"! 需核对：{doubt}" if doubt else "")
        self.excerpt.show_excerpt(excerpt)
        self.take.setText(_TAKE[is_taken])
        for label in (self.place, self.doubt):
            set_shown(label, bool(label.text()))
        set_shown(self.excerpt, bool(excerpt))
        set_shown(self.words, not excerpt)
        set_shown(self.take, line is not None and bool(line.address))
        set_shown(self, change is not None)
