"""Cards of a page: a titled frame, with lines of label, field and hint that stand under each other.

The labels of all cards of a page are in one column, and a field is as wide as what goes into it.
"""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ui.base.widgets import (
    Label,
    bold,
    inked,
    keyless,
    label_of,
    larger,
    named,
    quiet,
    set_shown,
    wrapped,
)
from ui.look.sheet import marked
from ui.look.tokens import BODY, QUIET, STEP

LABELS: Final = 6.5
"""Width of the column of labels, in em."""
_WIDE: Final = 40
"""A field that is wider, in em, takes all the room that its hint leaves."""
_INSIDE: Final = (14, 10, 14, 12)
_INSIDE_LOW: Final = (8, 4, 8, 6)
"""Pixels between the edge of a card and what is in it; the same in a low window."""


def small(label: Label) -> Label:
    """Set a label in the type of quiet lines, and return it."""
    return larger(label, QUIET / BODY)


def hint(words: str = "") -> Label:
    """Return a small quiet label, for what helps to fill in a field."""
    return small(quiet(words))


class Card(QFrame):
    """A titled frame; ``body`` takes what is in it, ``head`` what stands beside the title."""

    def __init__(self, title: str, note: str = "") -> None:
        super().__init__()
        self.setProperty("card", "plain")
        named(self, title)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(*_INSIDE)
        self.body.setSpacing(2 * STEP)
        self.head = QHBoxLayout()
        self.head.setSpacing(2 * STEP)
        self.heading = bold(Label(title))
        self.head.addWidget(self.heading)
        self._note = hint(note)
        self.head.addWidget(self._note, 1)
        self.body.addLayout(self.head)

    def condense(self, low: bool) -> None:
        """Show no title and narrow margins, or both; for a low window."""
        for label in (self.heading, self._note):
            set_shown(label, not low)
        self.body.setContentsMargins(*(_INSIDE_LOW if low else _INSIDE))
        self.body.setSpacing(STEP if low else 2 * STEP)


class FieldsCard(Card):
    """A card with fields; each has a label in front of it, and may have a hint behind it."""

    def __init__(self, title: str, note: str = "") -> None:
        super().__init__(title, note)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(3 * STEP)
        self._grid.setVerticalSpacing(STEP + STEP // 2)
        self._grid.setColumnMinimumWidth(0, em(self, LABELS))
        self._grid.setColumnStretch(1, 1)
        self.body.addLayout(self._grid)

    def add_field(self, field: QWidget, width: float = 0, beside: QWidget | None = None) -> None:
        """Add a field with its label, ``width`` em wide or as wide as the card.

        ``beside`` is what stands behind it.
        """
        label = inked(label_of(field), "quiet")
        label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        line = QHBoxLayout()
        line.setSpacing(3 * STEP)
        if width:
            field.setMaximumWidth(em(self, width))
        line.addWidget(field, 3)
        if isinstance(beside, QAbstractButton):
            line.addWidget(beside)
        elif beside is not None or width:
            narrow = 0 < width <= _WIDE
            line.addWidget(beside if beside is not None else QWidget(), 2 if narrow else 0)
        row = self._grid.rowCount()
        self._grid.addWidget(label, row, 0)
        self._grid.addLayout(line, row, 1)

    def add_row(self, row: QLayout) -> None:
        """Add widgets side by side under the last field, in the column of the fields."""
        self._grid.addLayout(row, self._grid.rowCount(), 1)

    def add_line(self, widget: QWidget) -> None:
        """Add a widget under the last field, in the column of the fields."""
        self._grid.addWidget(widget, self._grid.rowCount(), 1)


class FoldedCard(Card):
    """A card for what is rarely used: only its title and a summary, until it is opened."""

    def __init__(self, title: str, unfolded: Callable[[], object] | None = None) -> None:
        super().__init__(title)
        self.heading.hide()
        self._title = title
        self._unfolded = unfolded
        self.button = named(QToolButton(), title)
        self.button.setProperty("role", "fold")
        self.button.setCheckable(True)
        self.button.toggled.connect(self._fold)
        self.head.insertWidget(0, self.button)
        self.summary = hint()
        self.head.insertWidget(1, self.summary, 10)
        self.inside = QWidget()
        self.body.addWidget(self.inside)
        self._fold(False)

    def say(self, summary: str) -> None:
        """Say in a few words what is in it."""
        self.summary.setText(summary)

    def _fold(self, is_open: bool) -> None:
        self.button.setText(keyless(f"{'▾' if is_open else '▸'} {self._title}"))
        set_shown(self.inside, is_open)
        self.inside.setVisible(is_open)
        if is_open and self._unfolded is not None:
            self._unfolded()


class Complaint(QWidget):
    """What is wrong with an answer, with its sign, under its field; hidden where nothing is."""

    def __init__(self) -> None:
        super().__init__()
        self.words = inked(wrapped(), "error")
        self._sign = inked(Label("✗"), "error")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(STEP)
        line.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.words, 1)
        self.hide()

    def say(self, words: str, tone: str = "error") -> None:
        """Say what is wrong, as an ``error`` or a ``warning``, or nothing any more."""
        self.words.setText(words)
        self._sign.setText("✗" if tone == "error" else "!")
        for label in (self.words, self._sign):
            if label.property("ink") != tone:
                marked(label, ink=tone)
        set_shown(self, bool(words))


def em(widget: QWidget, count: float) -> int:
    """Return the pixels of so many Chinese characters in the type of a widget."""
    return round(widget.fontMetrics().horizontalAdvance("国") * count)
