"""The findings of one step in the inspector: how many, their cards, or that there is none."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from model.checks.findings import Finding
from ui.app.findings import Suspects
from ui.base.session import Session
from ui.base.widgets import Label, bold, inked, larger, set_shown, wrapped
from ui.findings.list import FindingsPanel
from ui.look.tokens import QUIET

_NOTHING = "✓ 这一步没有问题"


class FindingsSection(QWidget):
    """The part of an inspector that lists the findings of one step.

    ``panel`` holds the cards. ``count_words`` are for the edge of a drawer.
    """

    def __init__(self, session: Session, section: str, suspects: Suspects | None = None) -> None:
        super().__init__()
        self._session = session
        self.panel = FindingsPanel(session, section, suspects=suspects, is_whole=True)
        self._count, keys = _small(Label()), _small(Label("F8 下一处"))
        bold(self._count)
        self._nothing = inked(wrapped(_NOTHING), "fine")
        head = QHBoxLayout()
        head.addWidget(self._count, 1)
        head.addWidget(keys)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(head)
        layout.addWidget(self._nothing)
        layout.addWidget(self.panel)
        session.checked.connect(self.refresh)
        self.refresh()

    @property
    def waiting(self) -> int:
        """Findings that are neither explained nor looked at."""
        rows = (self.panel.row_at(place) for place in range(self.panel.count()))
        found: list[Finding] = [row.finding for row in rows if row.finding is not None]
        return sum(1 for finding in found if not finding.reason_is_current)

    def refresh(self) -> None:
        """Count the findings that wait."""
        waiting = self.waiting
        self._count.setText(f"问题 {waiting}" if waiting else "问题")
        set_shown(self.panel, self.panel.count() > 0)
        set_shown(self._nothing, self.panel.count() == 0)

    def count_words(self) -> tuple[str, str]:
        """Return what stands on the edge of a drawer, and the same in full."""
        waiting = self.waiting
        return (f"问题{waiting}", f"问题 {waiting} 处") if waiting else ("检查", "没有问题")


def _small(label: Label) -> Label:
    return inked(larger(label, QUIET / label.fontInfo().pixelSize()), "quiet")
