"""What was recovered after a crash: each copy with what can be done with it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from model.drafts.copies import Recovered
from ui.app.recovering import Offer
from ui.base.widgets import Label, bold, named, set_shown, wrapped

_HIGHEST = 12
"""Lines of text the list takes before it scrolls."""


class RecoveredList(QScrollArea):
    """Offers of recovery, the latest first; one that is settled goes."""

    recovered = Signal(object)
    """A recovery copy to put back."""
    saved_as = Signal(object)
    """A recovery copy to save elsewhere."""
    discarded = Signal(object)
    """A recovery copy to let go."""

    def __init__(self, offers: Sequence[Offer]) -> None:
        super().__init__()
        named(self, "未保存的内容").setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        content = QWidget()
        rows = QVBoxLayout(content)
        rows.addWidget(bold(Label("上次未保存的内容")))
        self._rows = {offer.copy.copy: self._row(offer) for offer in offers}
        for row in self._rows.values():
            rows.addWidget(row)
        self.setWidget(content)
        em = self.fontMetrics().height()
        self.setMaximumHeight(min(em * _HIGHEST, em * (3 + 6 * len(offers))))

    def take(self, copy: Recovered) -> None:
        """Take a copy off the list: it is settled."""
        self._rows.pop(copy.copy).hide()
        set_shown(self, bool(self._rows))

    def _row(self, offer: Offer) -> QWidget:
        row = QFrame()
        row.setFrameShape(QFrame.Shape.StyledPanel)
        layout = QGridLayout(row)
        layout.addWidget(wrapped(offer.told), 0, 0, 1, 4)
        put_back = "恢复为新文件" if offer.beside else "恢复"
        for column, (text, signal) in enumerate(
            ((put_back, self.recovered), ("另存…", self.saved_as), ("丢弃", self.discarded))
        ):
            button = named(QPushButton(text), f"{text} {offer.copy.path.name}")
            button.clicked.connect(_emit(signal, offer))
            layout.addWidget(button, 1, column)
        layout.setColumnStretch(3, 1)
        return row


def _emit(signal: SignalInstance, offer: Offer) -> Callable[[], None]:
    return lambda: signal.emit(offer.copy)
