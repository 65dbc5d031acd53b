"""Constructors of widgets that are used in many places, colours, and questions.

The start window needs a few of them before it is painted: names of Qt that it does not use are
taken from their module when they are called for, which costs its start nothing. Colours follow the
palette, so that light, dark and high contrast stay readable.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, Protocol, TypeVar

from PySide6 import QtCore, QtGui, QtWidgets
from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QColor, QPalette, QWheelEvent
from PySide6.QtWidgets import QComboBox, QLabel, QMessageBox, QToolButton, QWidget

from model.text import shortened, visible

W = TypeVar("W", bound=QWidget)
T = TypeVar("T", bound="_HasTip")
L = TypeVar("L", bound="QtWidgets.QLineEdit")

_NO_END: Final = 1 << 24
"""Units of UTF-16 that no answer has; Qt would cut a line at 32 767, and say nothing."""
ModelIndex = QtCore.QModelIndex | QtCore.QPersistentModelIndex
StyleOption = Any
"""A QStyleOptionViewItem; the stubs know none of its fields."""
SENTENCE: Final = 600
"""Characters of a sentence that is shown where nothing scrolls."""
_LABEL: Final = 5000
"""Characters of a label: Qt would lay out a text of megabytes for minutes."""
_PATH: Final = 30
"""Characters of a path in a line at the foot; the tooltip has the whole."""
_TIP: Final = 1000
_TIP_LINE: Final = 100
"""Characters of a tooltip, and of one of its lines."""
_TITLE: Final = 400
_JOINER: Final = "\u2060"
"""Word joiner: it is not seen, and behind ``<`` and ``&`` Qt no longer takes a text for HTML."""


class Label(QLabel):
    """Plain words: no HTML, no mnemonic, no control characters; the only kind of label there is."""

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Show a text as it is; in the label of a field, ``&`` would mark a key."""
        words = shortened(visible(text), _LABEL)
        super().setText(words.replace("&", "&&") if self.buddy() else words)

    def text(self) -> str:
        """Return the words that are shown."""
        words = super().text()
        return words.replace("&&", "&") if self.buddy() else words

    def setBuddy(self, field: QWidget) -> None:
        """Be the label of a field."""
        words = self.text()
        super().setBuddy(field)
        self.setText(words)


def keyless(text: str) -> str:
    """Return words for a button, a menu or a tab: ``&`` is shown, and a tab parts off no key."""
    return visible(text).replace("&", "&&").replace("\t", " ")


def tip_words(text: str) -> str:
    """Return words for a tooltip that Qt shows as they are, in lines that fit a screen.

    Qt takes a tooltip for HTML where it looks like it (Qt.mightBeRichText): here none does. Models
    that answer ToolTipRole give this.
    """
    words = shortened(visible(text), _TIP)
    lines = [
        line[at : at + _TIP_LINE]
        for line in words.split("\n")
        for at in range(0, len(line) or 1, _TIP_LINE)
    ]
    plain = "\n".join(lines)
    if not QtGui.Qt.mightBeRichText(plain):
        return plain
    return plain.replace("<", f"<{_JOINER}").replace("&", f"&{_JOINER}")


class _HasTip(Protocol):
    """A widget, an act, or an item of a list."""

    def setToolTip(self, tip: str, /) -> None:
        """Show a tooltip over it."""


def tipped(one: T, text: str) -> T:
    """Give a widget, an act or an item its tooltip."""
    one.setToolTip(tip_words(text))
    return one


def titled(window: W, title: str) -> W:
    """Give a window its title; Qt would take ``[*]`` for the mark of an unsaved document."""
    words = shortened(visible(title), _TITLE).replace("\n", " ")
    window.setWindowTitle(words.replace("[*]", "[*][*]"))
    return window


def action(text: str, parent: QObject) -> "QtGui.QAction":
    """Return an act with its words for menus and buttons."""
    return tipped(QtGui.QAction(keyless(text), parent), text)


def named(widget: W, name: str) -> W:
    """Give a widget the name that a screen reader says."""
    widget.setAccessibleName(shortened(visible(name), _LABEL))
    return widget


def unbounded(line: L) -> L:
    """Let a line take a text of any length: nothing that is typed or pasted is cut."""
    line.setMaxLength(_NO_END)
    return line


def line_edit(name: str, text: str = "") -> "QtWidgets.QLineEdit":
    """Give a line to type in, by the name that a screen reader says."""
    return named(unbounded(QtWidgets.QLineEdit(text)), name)


def label_of(field: QWidget) -> Label:
    """Give a field its name as a label beside it, which a screen reader knows as its own."""
    label = Label(field.accessibleName())
    label.setBuddy(field)
    return label


def wrapped(text: str = "") -> Label:
    """Give a label whose text takes as many lines as it needs."""
    label = Label(text)
    label.setWordWrap(True)
    return label


def breakable(path: Path) -> str:
    """Give the end of a path, which a label may break behind each folder and within a long name."""
    told = str(path)
    if len(told) > _PATH:
        told = f"…{told[1 - _PATH :]}"
    for mark in ("/", "\\", "_"):
        told = told.replace(mark, f"{mark}\u200b")
    return told


def set_shown(widget: QWidget, wanted: bool) -> None:
    """Show or hide a widget; one that has no parent yet appears with it, not as a window."""
    if not wanted or widget.parentWidget() is not None:
        widget.setVisible(wanted)


def quiet(text: str = "") -> Label:
    """Give a wrapped label that stays behind what it stands beside."""
    label = wrapped(text)
    label.setForegroundRole(QtGui.QPalette.ColorRole.PlaceholderText)
    return label


def larger(label: Label, scale: float) -> Label:
    """Set a label in larger type."""
    font = label.font()
    font.setPixelSize(round(font.pixelSize() * scale))
    label.setFont(font)
    return label


def bold(label: Label, scale: float = 1.0) -> Label:
    """Set a label in bold, and larger where asked."""
    font = larger(label, scale).font()
    font.setBold(True)
    label.setFont(font)
    return label


def small_button(text: str, name: str, act: Callable[[], object]) -> "QtWidgets.QToolButton":
    """Give a flat button for an act on one thing; ``name`` says which, for a screen reader."""
    button = named(QtWidgets.QToolButton(autoRaise=True), name)
    button.setText(keyless(text))
    tipped(button, name)
    button.clicked.connect(lambda: act())
    return button


def dropped_files(event: "QtGui.QDropEvent") -> list[Path]:
    """Give the files on this machine that are dragged."""
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]


def asks_for_undo(event: "QtCore.QEvent") -> bool:
    """Whether a field is asked if it takes Ctrl+Z or Ctrl+Y for itself."""
    if (
        not isinstance(event, QtGui.QKeyEvent)
        or event.type() != QtCore.QEvent.Type.ShortcutOverride
    ):
        return False
    steps = (QtGui.QKeySequence.StandardKey.Undo, QtGui.QKeySequence.StandardKey.Redo)
    return any(event.matches(step) for step in steps)


def keep_in_sight(widget: QWidget, place: "QtCore.QRect") -> None:
    """Scroll the page so that a place in one of its widgets is seen."""
    area = widget.parentWidget()
    while area is not None and not isinstance(area, QtWidgets.QScrollArea):
        area = area.parentWidget()
    if area is not None:
        middle = widget.mapTo(area.widget(), place.center())
        area.ensureVisible(middle.x(), middle.y(), 0, 2 * place.height())


class ChoiceBox(QComboBox):
    """Lets the wheel scroll the page; it must not change a choice that it passes over."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()


class MenuButton(QToolButton):
    """A button with a menu: Qt paints its arrow over the words, unless there is room beside."""

    def sizeHint(self) -> QSize:
        """Ask for the room of the arrow on both sides, for the words stay in the middle."""
        return super().sizeHint() + QSize(self.fontMetrics().height(), 0)


def is_dark(palette: QPalette) -> bool:
    """Whether light text stands on a dark ground."""
    return palette.color(QPalette.ColorRole.Base).lightness() < 128


def error_colour(palette: QPalette) -> QColor:
    """Give a red that stands out from the base: dark on light, light on dark."""
    return QColor.fromHsl(0, 200, 175 if is_dark(palette) else 90)


def warning_colour(palette: QPalette) -> QColor:
    """Give an amber that stands out from the base in the same way."""
    return QColor.fromHsl(35, 220, 150 if is_dark(palette) else 75)


def tint(palette: QPalette, strength: int) -> QColor:
    """Give the highlight colour, as a veil of a strength from 0 to 255."""
    colour = palette.color(QPalette.ColorRole.Highlight)
    colour.setAlpha(strength)
    return colour


def ask(
    parent: QWidget | None, title: str, text: str, answers: Sequence[str], default: str = ""
) -> str:
    """Ask, and give the answer that was chosen; the last one where the question was closed.

    The last answer is the one that changes nothing. Enter gives ``default``, or the first. Title,
    text and answers are plain words, whatever a name in them looks like.
    """
    box = titled(QMessageBox(parent), title)
    box.setIcon(QMessageBox.Icon.Question)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(shortened(visible(text), SENTENCE))
    roles = QMessageBox.ButtonRole
    *others, nothing = answers
    buttons = {answer: box.addButton(keyless(answer), roles.AcceptRole) for answer in others}
    buttons[nothing] = box.addButton(keyless(nothing), roles.RejectRole)
    box.setEscapeButton(buttons[nothing])
    box.setDefaultButton(buttons[default or answers[0]])
    box.exec()
    chosen = box.clickedButton()
    return next((answer for answer, button in buttons.items() if button is chosen), nothing)
