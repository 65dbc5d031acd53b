"""Constructors of widgets that are used in many places, colours, and questions.

The start window needs a few of them before it is painted: names of Qt that it does not use are
looked up in their module when they are used, so they do not slow the start. The namespace ``Qt``
alone takes 16 ms, because it makes 92 enumerations: before the first painting its values are given
as numbers, by the name of the property. Colours follow the palette, so that light, dark and high
contrast stay readable.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, Protocol, TypeVar

from PySide6 import QtCore, QtGui, QtWidgets
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLabel, QWidget

from model.text import shortened, visible

W = TypeVar("W", bound=QWidget)
T = TypeVar("T", bound="_HasTip")
L = TypeVar("L", bound="QtWidgets.QLineEdit")
L2 = TypeVar("L2", bound=QLabel)
B = TypeVar("B", bound="QtWidgets.QAbstractButton")
P = TypeVar("P", bound="QtWidgets.QPushButton")

_NO_END: Final = 1 << 24
"""Units of UTF-16 that no answer has; Qt would cut a line at 32 767, and say nothing."""
ModelIndex = QtCore.QModelIndex | QtCore.QPersistentModelIndex
StyleOption = Any
"""A QStyleOptionViewItem; the stubs know none of its fields."""
LaidText = Any
"""A QStaticText; ``laid_text`` alone makes one."""
SENTENCE: Final = 600
"""Characters of a sentence in a place that does not scroll."""
_LABEL: Final = 5000
"""Characters of a label: Qt would need minutes for a text of megabytes."""
_TIP: Final = 1000
_TIP_LINE: Final = 100
"""Characters of a tooltip, and of one of its lines."""
_TITLE: Final = 400
_PLAIN: Final = 0
"""Value of Qt.TextFormat.PlainText."""
_JOINER: Final = "\u2060"
"""Word joiner: it cannot be seen, and after ``<`` or ``&`` Qt does not take the text for HTML."""


class Label(QLabel):
    """Plain words: no HTML, no mnemonic, no control characters; the only kind of label there is."""

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self.setProperty("textFormat", _PLAIN)
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


class PartsLabel(Label):
    """A label of several parts: on one line where there is room, else one below the other."""

    def __init__(self, between: str) -> None:
        super().__init__()
        self._between = between
        self._parts: tuple[str, ...] = ()
        self.setWordWrap(True)

    def show_parts(self, *parts: str) -> None:
        """Show these parts, each as it is; empty ones are left out."""
        self._parts = tuple(filter(None, parts))
        self._arrange()

    def resizeEvent(self, event: "QtGui.QResizeEvent") -> None:
        """Arrange the parts anew."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        line = self._between.join(self._parts)
        fits = self.fontMetrics().horizontalAdvance(line) <= self.contentsRect().width()
        self.setText(line if fits else "\n".join(self._parts))


def keyless(text: str) -> str:
    """Return words for a button, a menu or a tab: ``&`` is shown, and a tab parts off no key."""
    return visible(text).replace("&", "&&").replace("\t", " ")


def lettered(words: str, letter: str) -> str:
    """Return the words of an act or menu with the letter that chooses it: 文件(F)."""
    name = keyless(words)
    mark = f"(&{letter})"
    return f"{name.removesuffix('…')}{mark}…" if name.endswith("…") else f"{name}{mark}"


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
    """Set the tooltip of a widget, an act or an item, and return it."""
    one.setToolTip(tip_words(text))
    return one


def show_tip(at: "QtCore.QPoint", text: str, widget: QWidget, room: "QtCore.QRect") -> None:
    """Show a tooltip as long as the mouse is in a room of the widget; an empty one hides it.

    Args:
        at: a place of the screen.
        text: plain words.
        widget: what the tooltip is about.
        room: a part of the widget.
    """
    QtWidgets.QToolTip.showText(at, tip_words(text), widget, room)


def titled(window: W, title: str) -> W:
    """Set the title of a window and return it; ``[*]`` must not mark an unsaved document."""
    words = shortened(visible(title), _TITLE).replace("\n", " ")
    window.setWindowTitle(words.replace("[*]", "[*][*]"))
    return window


def action(text: str, parent: QObject) -> "QtGui.QAction":
    """Return an act with its words for menus and buttons."""
    return tipped(QtGui.QAction(keyless(text), parent), text)


def menu_choice(parent: QObject, words: str, letter: str) -> "QtGui.QAction":
    """Return an entry of a menu that is on or off, with its letter."""
    made = action(words, parent)
    made.setText(lettered(words, letter))
    made.setCheckable(True)
    return made


def named(widget: W, name: str) -> W:
    """Set the name of a widget that a screen reader says, and return the widget."""
    widget.setAccessibleName(shortened(visible(name), _LABEL))
    return widget


def laid_text(text: str, font: "QtGui.QFont") -> LaidText:
    """Return plain words laid out once, to be painted often."""
    one = QtGui.QStaticText(visible(text))
    one.setTextFormat(QtCore.Qt.TextFormat.PlainText)
    one.setPerformanceHint(QtGui.QStaticText.PerformanceHint.AggressiveCaching)
    one.prepare(QtGui.QTransform(), font)
    return one


def unbounded(line: L) -> L:
    """Let a line take a text of any length, and return it: no typed or pasted text is cut."""
    line.setMaxLength(_NO_END)
    return line


def line_edit(name: str, text: str = "") -> "QtWidgets.QLineEdit":
    """Return a line to type in, with the name that a screen reader says."""
    return named(unbounded(QtWidgets.QLineEdit(text)), name)


def label_of(field: QWidget) -> Label:
    """Return a label with the name of a field; a screen reader knows that it belongs to it."""
    label = Label(field.accessibleName())
    label.setBuddy(field)
    return label


def wrapped(text: str = "") -> Label:
    """Return a label whose text takes as many lines as it needs."""
    label = Label(text)
    label.setWordWrap(True)
    return label


def set_shown(widget: QWidget, wanted: bool) -> None:
    """Show or hide a widget; one that has no parent yet appears with it, not as a window."""
    if not wanted or widget.parentWidget() is not None:
        widget.setVisible(wanted)


def quiet(text: str = "") -> Label:
    """Return a wrapped label in a paler colour than its neighbours."""
    label = wrapped(text)
    return inked(label, "quiet")


def larger(label: L2, scale: float) -> L2:
    """Set a label in larger type, and return it."""
    font = label.font()
    font.setPixelSize(round(label.fontInfo().pixelSize() * scale))
    label.setFont(font)
    return label


def bold(label: Label, scale: float = 1.0) -> Label:
    """Set a label in bold, and larger where asked, and return it."""
    font = larger(label, scale).font()
    font.setBold(True)
    label.setFont(font)
    return label


def small_button(text: str, name: str, act: Callable[[], object]) -> "QtWidgets.QToolButton":
    """Return a flat button for an act on one thing, which ``name`` names for a screen reader."""
    button = named(QtWidgets.QToolButton(autoRaise=True), name)
    button.setText(keyless(text))
    tipped(button, name)
    button.clicked.connect(lambda: act())
    return button


def dropped_files(event: "QtGui.QDropEvent") -> list[Path]:
    """Return the files on this computer that are dragged."""
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]


def answer_to_enter(window: QWidget) -> None:
    """Let Enter press the buttons of a window when they have the focus.

    Qt does so only in dialogues. A button that is made later is a link, which does so by itself.
    """
    button: QtWidgets.QPushButton
    for button in window.findChildren(QtWidgets.QPushButton):
        button.setAutoDefault(True)


class _EnterPresses(QObject):
    """Lets Enter press the button that it watches."""

    def eventFilter(self, watched: QObject, event: "QtCore.QEvent") -> bool:
        """Press the button with an Enter that is not held down."""
        keys = QtCore.Qt.Key
        if (
            not isinstance(watched, QtWidgets.QAbstractButton)
            or not isinstance(event, QtGui.QKeyEvent)
            or event.type() != QtCore.QEvent.Type.KeyPress
            or event.key() not in (keys.Key_Return, keys.Key_Enter)
        ):
            return False
        if not event.isAutoRepeat():
            watched.click()
        return True


def pressed_in_focus(button: P) -> P:
    """Let Enter press a button of a dialogue if it has the focus, and from no other place.

    A default button would also take an Enter that is meant for a table or a field.
    """
    button.setAutoDefault(False)
    button.installEventFilter(_EnterPresses(button))
    return button


def asks_for_undo(event: "QtCore.QEvent") -> bool:
    """Return whether Qt asks a field if it handles Ctrl+Z or Ctrl+Y by itself."""
    if (
        not isinstance(event, QtGui.QKeyEvent)
        or event.type() != QtCore.QEvent.Type.ShortcutOverride
    ):
        return False
    steps = (QtGui.QKeySequence.StandardKey.Undo, QtGui.QKeySequence.StandardKey.Redo)
    return any(event.matches(step) for step in steps)


def keep_in_sight(widget: QWidget, place: "QtCore.QRect") -> None:
    """Scroll the page so that a place in one of its widgets can be seen."""
    area = widget.parentWidget()
    while area is not None and not isinstance(area, QtWidgets.QScrollArea):
        area = area.parentWidget()
    if area is not None:
        middle = widget.mapTo(area.widget(), place.center())
        area.ensureVisible(middle.x(), middle.y(), 0, 2 * place.height())


def show_whole(widget: QWidget, place: "QtCore.QRect") -> None:
    """Scroll the page so that a place in one of its widgets is seen whole, or from its top."""
    area = widget.parentWidget()
    while area is not None and not isinstance(area, QtWidgets.QScrollArea):
        area = area.parentWidget()
    if area is not None:
        top = widget.mapTo(area.widget(), place.topLeft())
        area.ensureVisible(top.x(), top.y() + place.height(), 0, 0)
        area.ensureVisible(top.x(), top.y(), 0, 0)


_ICON: Final = 32
"""Logical pixels of the icon of a question."""
_AROUND: Final = (16, 48)
"""Pixels of the screen, across and down, for the frame and the title of a dialogue."""


def fit_screen(dialog: QWidget, wanted: "QtCore.QSize") -> None:
    """Give a dialogue a size, as far as the screen has room for it with its frame."""
    room = dialog.screen().availableSize() - QtCore.QSize(*_AROUND)
    dialog.resize(wanted.boundedTo(room))


def keep_on_screen(window: QWidget) -> None:
    """Put a window with its frame on the screen, smaller where it must be.

    Qt restores a geometry with the title bar of its style, which is lower than that of the system.
    """
    room, frame = window.screen().availableGeometry(), window.frameGeometry()
    if window.isMaximized() or window.isFullScreen() or room.contains(frame):
        return
    window.resize(window.size().boundedTo(room.size() - (frame.size() - window.size())))
    frame.setSize(frame.size().boundedTo(room.size()))
    left = min(frame.left(), room.right() + 1 - frame.width())
    top = min(frame.top(), room.bottom() + 1 - frame.height())
    window.move(max(left, room.left()), max(top, room.top()))


def primary(button: B) -> B:
    """Make a button the filled one of its page: the one act that leads on."""
    button.setProperty("role", "primary")
    return button


def outlined(button: B) -> B:
    """Keep a button of a dialogue an outline, though Enter presses it: it only closes."""
    button.setProperty("role", "plain")
    return button


def link(button: B) -> B:
    """Show a button as words in the colour of links: an act that steps back."""
    button.setProperty("role", "link")
    if isinstance(button, QtWidgets.QPushButton):
        button.setAutoDefault(True)
    return button


def card(kind: str = "plain") -> "QtWidgets.QFrame":
    """Return a frame with a ground, a line and round corners.

    ``kind`` is ``plain``, ``sunk``, ``current``, or a state: ``error``, ``warning``, ``fine``.
    """
    frame = QtWidgets.QFrame()
    frame.setProperty("card", kind)
    return frame


def pill(state: str, text: str = "") -> Label:
    """Return a short label on a round ground; ``state`` as in ``card``, or ``quiet``."""
    label = Label(text)
    label.setProperty("pill", state)
    return label


def inked(label: L2, role: str) -> L2:
    """Give a label a colour by its role, such as ``quiet`` or ``error``."""
    label.setProperty("ink", role)
    return label


def ask(
    parent: QWidget | None, title: str, text: str, answers: Sequence[str], default: str = ""
) -> str:
    """Ask, and return the chosen answer; the last one where the question was closed.

    The last answer has to be the one that changes nothing. Enter chooses ``default``, or the first
    answer. Title, text and answers are shown as plain words, whatever a name in them looks like.
    """
    from ui.look.symbols import symbol  # the start window has no icon

    box = titled(QtWidgets.QMessageBox(parent), title)
    box.setIconPixmap(symbol("circle-help", "accent", _ICON))  # Qt's own has colours of its own
    box.setTextFormat(QtCore.Qt.TextFormat.PlainText)
    box.setText(shortened(visible(text), SENTENCE))
    roles = QtWidgets.QMessageBox.ButtonRole
    *others, nothing = answers
    buttons = {answer: box.addButton(keyless(answer), roles.AcceptRole) for answer in others}
    buttons[nothing] = box.addButton(keyless(nothing), roles.RejectRole)
    box.setEscapeButton(buttons[nothing])
    box.setDefaultButton(buttons[default or answers[0]])
    box.exec()
    chosen = box.clickedButton()
    return next((answer for answer, button in buttons.items() if button is chosen), nothing)
