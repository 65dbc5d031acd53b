"""Last year's report in the inspector of 单位与年度: which one it is, and how to choose it."""

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.base.cards import hint
from ui.base.session import Session
from ui.base.widgets import bold, card, inked, link, set_shown, wrapped

_NONE = "未选上年报告。选择后可以比较两年的数字和文字。"


class LastYearCard(QWidget):
    """The unit, the year and the file of last year's report, or that there is none."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.whose, self.source = bold(wrapped()), hint()
        self.choose = link(QPushButton())
        frame = card()
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(10, 8, 10, 8)
        inside.setSpacing(4)
        inside.addWidget(self.whose)
        inside.addWidget(self.source)
        acts = QHBoxLayout()
        acts.addWidget(self.choose)
        acts.addStretch(1)
        inside.addLayout(acts)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        heading = hint("上年报告")
        layout.addWidget(inked(bold(heading), "quiet"))
        layout.addWidget(frame)
        session.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Say which report it is."""
        last = self._session.report.previous
        self.whose.setText(f"{last.unit}{last.year}年度" if last else "")
        self.source.setText(f"来源：{last.source}" if last else _NONE)
        for label, wanted in (
            (self.whose, last is not None),
            (self.source, last is None or bool(last.source)),
        ):
            set_shown(label, wanted)
        self.choose.setText("更换上年报告…" if last else "选择上年报告…")
