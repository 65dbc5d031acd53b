"""Messages of the window: what an act did or why it was refused, and warnings that stay.

A message is a card over the lower edge of the page, or of the part of it where it covers nothing
that is typed into; what scrolls there ends above it. It stays eight seconds, longer while the
pointer or the focus is on it; a failure or an offer stays until it is closed, a refusal until then
or until the next act, what is being done until it is done. A message that has left is shown again
on request. A banner stands at the head of the page for as long as its warning holds.
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import Final, Literal, NamedTuple

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QEnterEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from model.text import shortened
from ui.base.widgets import SENTENCE, keyless, link, wrapped
from ui.look.symbols import SIDE, symbol

STAYS: Final = 8000
"""Milliseconds that a message stays."""
_MOST: Final = 3
"""Messages at one time that leave by themselves; the oldest one gives way."""
_SHARE: Final = 3
"""The newest messages take at most one part in so many of the height that there is."""
_NONE: Final = "目前没有消息。"
_WIDEST: Final = 600
_BESIDE: Final = 420
"""Width from which a card has its buttons beside words of several lines, not below them."""
_EDGES: Final = 20
"""Pixels that the edges of a card and of its icon take, at the most."""
_GAP: Final = 12
"""Pixels between a message and the edge of the page."""
MessageKind = Literal["done", "note", "offer", "busy", "refusal", "failure"]
_SIGNS: Final[dict[MessageKind, tuple[str, str, str]]] = {
    "done": ("circle-check", "fine", "message"),
    "note": ("info", "accent", "message"),
    "offer": ("info", "accent", "message"),
    "busy": ("info", "accent", "message"),
    "refusal": ("triangle-alert", "warning", "message"),
    "failure": ("circle-x", "error", "error"),
}
"""Of each kind: its icon, the colour of the icon, and the card."""


_STAYING: Final = ("offer", "busy", "refusal", "failure")
"""Kinds that do not leave by themselves."""


class MessageAct(NamedTuple):
    """What can be done from a message: its words, and what it does."""

    name: str
    do: Callable[[], object]


class SignLabel(QWidget):
    """A line icon that stands for itself: it takes the colours of the look while it is painted."""

    def __init__(self, name: str, role: str) -> None:
        super().__init__()
        self.name, self.role = name, role
        self.setFixedSize(QSize(SIDE, SIDE))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the icon."""
        QPainter(self).drawPixmap(self.rect(), symbol(self.name, self.role))


class MessageCard(QFrame):
    """One message: sign, words, what can be done, 关闭."""

    closed = Signal()
    """It has been closed, by itself or by an act that was done from it."""
    left = Signal()
    """Its time is over."""

    def __init__(self, text: str, kind: MessageKind, acts: Sequence[MessageAct]) -> None:
        super().__init__()
        self.kind = kind
        self._back: QWidget | None = None
        self._words = wrapped(shortened(text, SENTENCE))
        self._sign = SignLabel(*_SIGNS[kind][:2])
        self._acts = [self._button(act.name, act.do) for act in acts]
        self._close = self._button("关闭", lambda: None)
        self.setProperty("card", _SIGNS[kind][2])
        self._layout = QGridLayout(self)
        self._layout.setContentsMargins(12, 6, 8, 6)
        self._layout.setSpacing(8)
        self._layout.addWidget(self._sign, 0, 0)
        self._layout.addWidget(self._words, 0, 1)
        self._layout.setColumnStretch(1, 1)
        self._buttons = QWidget()
        row = QHBoxLayout(self._buttons)
        row.setContentsMargins(0, 0, 0, 0)
        for button in (*self._acts, self._close):
            row.addWidget(button)
        self.fit(_WIDEST)
        self.clock = QTimer(self, singleShot=True, interval=STAYS)
        self.clock.timeout.connect(self.left)
        QApplication.instance().focusChanged.connect(self._follow_focus)  # type: ignore[union-attr]
        self.wait_again()

    def text(self) -> str:
        """Return its words."""
        return self._words.text()

    def natural_width(self) -> int:
        """Return the pixels at which the words take one line."""
        metrics = self._words.fontMetrics()
        words = max(map(metrics.horizontalAdvance, self._words.text().split("\n")))
        beside = [self._sign, *self._acts, self._close]
        sides = self._layout.contentsMargins()
        gaps = len(beside) * self._layout.spacing() + sides.left() + sides.right() + _EDGES
        return words + sum(widget.sizeHint().width() for widget in beside) + gaps

    def fit(self, width: int) -> None:
        """Put the buttons beside the words, or below them where the card is narrow."""
        self._layout.removeWidget(self._buttons)
        if width < min(_BESIDE, self.natural_width()):
            self._layout.addWidget(self._buttons, 1, 0, 1, 3, Qt.AlignmentFlag.AlignRight)
        else:
            self._layout.addWidget(self._buttons, 0, 2)

    def offers(self) -> bool:
        """Return whether anything can be done from it but to close it."""
        return any(not button.isHidden() for button in self._acts)

    def drop_acts(self) -> None:
        """Withdraw what can be done: it is no longer about the last act."""
        for button in self._acts:
            button.hide()

    def wait_again(self) -> None:
        """Count the seconds from now on, unless it waits to be closed or is being looked at."""
        if self.kind in _STAYING or self.underMouse() or self._has_focus():
            self.clock.stop()
        else:
            self.clock.start()

    def put_away(self) -> None:
        """Hide it, and give the focus back."""
        self.clock.stop()
        had_focus = self._has_focus()
        self.hide()
        if had_focus and self._back is not None:
            with suppress(RuntimeError):  # it may be gone by now
                self._back.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_now(self) -> None:
        """Close it for good."""
        self.put_away()
        self.closed.emit()

    def enter(self) -> None:
        """Put the focus on its first button."""
        shown = (one for one in (*self._acts, self._close) if not one.isHidden())
        next(shown).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Stay while the pointer is on it."""
        self.clock.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Count the seconds again."""
        super().leaveEvent(event)
        self.wait_again()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close it with Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_now()
        else:
            super().keyPressEvent(event)

    def _button(self, name: str, act: Callable[[], object]) -> QPushButton:
        """Return a button that closes the message and then does something."""

        def close_and_act() -> None:
            self.close_now()
            act()

        button = link(QPushButton(keyless(name)))
        button.clicked.connect(close_and_act)
        return button

    def _has_focus(self) -> bool:
        focused = QApplication.focusWidget()
        return focused is not None and self.isAncestorOf(focused)

    def _follow_focus(self, before: QWidget | None, now: QWidget | None) -> None:
        """Stay while the focus is on it, and know where it came from."""
        if now is not None and self.isAncestorOf(now):
            self.clock.stop()
            if before is not None and not self.isAncestorOf(before):
                self._back = before
        elif before is not None and self.isAncestorOf(before) and self.isVisible():
            self.wait_again()


class Messages(QWidget):
    """The messages of a window, one above the other.

    They stand over the lower edge of ``area``, or of the part of it that ``room`` gives; those that
    it is too low for wait until newer ones are gone.
    """

    def __init__(
        self, area: QWidget, parent: QWidget, room: Callable[[], QRect] | None = None
    ) -> None:
        super().__init__(parent)
        self._area, self._parent = area, parent
        self._room = room or area.rect
        self._place_later = QTimer(self, singleShot=True, interval=0)
        self._place_later.timeout.connect(self.place)
        self._cards: list[MessageCard] = []
        self._last: MessageCard | None = None
        """The one that left last by itself; it can be shown again."""
        self._ended: dict[QScrollArea, int] = {}
        """Pixels by which what scrolls ends higher, above the messages."""
        self._keys: dict[str, MessageCard] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(6)
        area.installEventFilter(self)
        self.hide()

    def show_message(
        self,
        text: str,
        kind: MessageKind = "note",
        acts: Sequence[MessageAct] = (),
        key: str = "",
    ) -> MessageCard | None:
        """Show a message and have it read aloud; an empty text shows none.

        A message takes the place of the one that was shown with the same ``key``, or that has the
        same words.
        """
        same = [card for card in self._known() if card.text() == shortened(text, SENTENCE)]
        self.end(key)
        for card in same:
            self._remove(card)
        if not text:
            return None
        card = MessageCard(text, kind, acts)
        card.closed.connect(lambda: self._remove(card))
        card.left.connect(lambda: self._let_go(card))
        if key:
            self._keys[key] = card
        self._add(card)
        passing = [one for one in self._cards if one.kind not in _STAYING]
        for old in passing[:-_MOST]:
            self._remove(old)
        _announce(self, text, kind == "failure")
        return card

    def end(self, key: str) -> None:
        """Remove the message that was shown with this key, if it is still shown."""
        if card := self._keys.pop(key, None):
            self._remove(card)

    def clear(self) -> None:
        """Remove all messages."""
        for card in list(self._cards):
            self._remove(card)

    def texts(self) -> list[str]:
        """Return the words of all messages that are shown, the newest last."""
        return [card.text() for card in self._cards]

    def text(self) -> str:
        """Return the words of the newest message; empty where none is shown."""
        return self._cards[-1].text() if self._cards else ""

    def drop_acts(self, undone: bool = False) -> None:
        """Withdraw what can be done from messages on what the last act did; offers stay.

        Where that act was undone, its message goes: it would not be so any more. A refusal goes
        with every act.
        """
        for card in [card for card in self._known() if card.kind in ("done", "refusal")]:
            if card.kind == "refusal" or (undone and card.offers()):
                self._remove(card)
            card.drop_acts()

    def enter(self) -> None:
        """Put the focus on the newest message; where none is shown, the last one comes again."""
        if not self._cards and self._last is not None:
            card, self._last = self._last, None
            self._add(card)
            card.wait_again()
        if not self._cards:
            self.show_message(_NONE)
        self._cards[-1].enter()

    def event(self, event: QEvent) -> bool:
        """Take the room that the messages need by now."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.place()
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep to the room, which is known once the area is laid out."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
            self.place_soon()
        return super().eventFilter(watched, event)

    def _known(self) -> list[MessageCard]:
        """Return the messages that are shown, and the one that can be shown again."""
        return [*filter(None, [self._last]), *self._cards]

    def _add(self, card: MessageCard) -> None:
        self._cards.append(card)
        self._layout.addWidget(card)
        self.place()

    def _let_go(self, card: MessageCard) -> None:
        """Take a message away whose time is over, so that it can be shown again."""
        if card not in self._cards:  # it is gone by now, but not deleted yet
            return
        if self._last is not None:
            self._remove(self._last)
        card.put_away()
        self._cards.remove(card)
        self._layout.removeWidget(card)
        self._last = card
        self.place()

    def _remove(self, card: MessageCard) -> None:
        if card not in self._known():
            return
        self._cards = [one for one in self._cards if one is not card]
        self._last = None if card is self._last else self._last
        self._keys = {key: one for key, one in self._keys.items() if one is not card}
        self._layout.removeWidget(card)
        card.hide()
        card.deleteLater()
        self.place()

    def place_soon(self) -> None:
        """Take the room that there is for messages once the page is laid out."""
        self._place_later.start()

    def place(self) -> None:
        """Take the room that there is for messages now."""
        if not self._cards:
            self.hide()
            self._end_above(QRect())
            return
        area = QRect(self._area.mapTo(self._parent, QPoint()), self._area.size())
        room = self._room().translated(area.topLeft())
        wanted = max(card.natural_width() for card in self._cards)
        width = min(_WIDEST, room.width() - 2 * _GAP, wanted)
        height = self._show_newest(width, (room.height() - _GAP) // _SHARE)
        top = max(room.bottom() - _GAP // 2 - height, area.top())
        self.setGeometry(room.right() - _GAP - width, top, width, height)
        self.show()
        self.raise_()
        self._end_above(self.geometry())

    def _end_above(self, taken: QRect) -> None:
        """Let what scrolls end above the messages, so that they cover nothing of it for long."""
        areas: Iterable[QScrollArea] = self._area.findChildren(QScrollArea)
        for scroll in areas:
            place = QRect(scroll.mapTo(self._parent, QPoint()), scroll.size())
            covered = scroll.isVisible() and place.intersects(taken)
            below = place.bottom() + 1 - taken.top() + _GAP // 2 if covered else 0
            if below != self._ended.get(scroll, 0):
                self._ended[scroll] = below
                scroll.setViewportMargins(0, 0, 0, below)

    def _show_newest(self, width: int, most: int) -> int:
        """Show the newest card, and others that there is room for; return their height."""
        taken = -self._layout.spacing()
        for card in reversed(self._cards):
            card.fit(width)
            taken += card.heightForWidth(width) + self._layout.spacing()
            card.setVisible(card is self._cards[-1] or taken <= most)
        return min(self._layout.totalHeightForWidth(width), self._area.height() - _GAP)


class Banner(QFrame):
    """A warning at the head of the page that stays while it holds."""

    def __init__(self) -> None:
        super().__init__()
        self._words = wrapped()
        self._act: Callable[[], object] = lambda: None
        self._do = link(QPushButton())
        self._do.clicked.connect(lambda: self._act())
        self._close = link(QPushButton("关闭"))
        self._close.clicked.connect(lambda: self.show_warning(""))
        self.setProperty("panel", "banner")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 4, 8, 4)
        layout.setSpacing(8)
        layout.addWidget(SignLabel("triangle-alert", "warning"))
        layout.addWidget(self._words, 1)
        layout.addWidget(self._do)
        layout.addWidget(self._close)
        self.hide()

    def show_warning(self, text: str, act: MessageAct | None = None, lasting: bool = False) -> None:
        """Show a warning, or nothing any more; a ``lasting`` one cannot be closed."""
        self._words.setText(shortened(text, SENTENCE))
        if act is not None:
            self._do.setText(keyless(act.name))
            self._act = act.do
        self._do.setVisible(act is not None)
        self._close.setVisible(not lasting)
        self.setVisible(bool(text))
        if text:
            _announce(self, text, urgent=True)

    def text(self) -> str:
        """Return its words; empty where there is no warning."""
        return self._words.text()


def _announce(widget: QWidget, text: str, urgent: bool) -> None:
    """Have a screen reader say a text that appears away from the focus."""
    event = QAccessibleAnnouncementEvent(widget, text)
    politeness = QAccessible.AnnouncementPoliteness
    event.setPoliteness(politeness.Assertive if urgent else politeness.Polite)
    QAccessible.updateAccessibility(event)
