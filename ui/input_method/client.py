"""A client of fcitx 4: it offers keys to fcitx first, and gets words from it.

PySide cannot make a plugin of Qt for input methods. So this filters the events of the window with
the keyboard, and sends the words of fcitx to the field with the focus, as a plugin would. It only
waits for the answer to a key, and uses no other thread.
"""

import logging
from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSocketNotifier, Qt
from PySide6.QtGui import (
    QGuiApplication,
    QInputMethodEvent,
    QInputMethodQueryEvent,
    QKeyEvent,
    QPalette,
    QTextCharFormat,
)

from ui.input_method.bus import Bus, BusError
from ui.input_method.fcitx import HIGHLIGHT, NO_UNDERLINE, NOT_COMMITTED, Fcitx, Key, PreeditSegment
from ui.input_method.keeper import Attendant, write

_NAMED: Final = {
    0xFF08: Qt.Key.Key_Backspace,
    0xFF09: Qt.Key.Key_Tab,
    0xFE20: Qt.Key.Key_Backtab,
    0xFF0D: Qt.Key.Key_Return,
    0xFF1B: Qt.Key.Key_Escape,
    0xFFFF: Qt.Key.Key_Delete,
    0xFF50: Qt.Key.Key_Home,
    0xFF51: Qt.Key.Key_Left,
    0xFF52: Qt.Key.Key_Up,
    0xFF53: Qt.Key.Key_Right,
    0xFF54: Qt.Key.Key_Down,
    0xFF55: Qt.Key.Key_PageUp,
    0xFF56: Qt.Key.Key_PageDown,
    0xFF57: Qt.Key.Key_End,
    0xFF8D: Qt.Key.Key_Enter,
}
"""Keysyms that are no characters (X11/keysymdef.h), with their names in Qt."""
_TEXTS: Final = {0xFF09: "\t", 0xFF0D: "\r", 0xFF8D: "\r"}
_KEYPAD: Final = range(0xFFAA, 0xFFBA)
"""Keysyms of * + , - . / 0 … 9 on the keypad, in the order of their characters."""
_UNICODE: Final = 0x01000000
"""Keysyms from here on are the sum of a Unicode character and this."""
_STATES: Final = {
    1 << 0: Qt.KeyboardModifier.ShiftModifier,
    1 << 2: Qt.KeyboardModifier.ControlModifier,
    1 << 3: Qt.KeyboardModifier.AltModifier,
}


def key_of(event: QKeyEvent) -> Key:
    """Return a key as X gave it to Qt; its symbol is 0 where it does not come from X."""
    return Key(
        event.nativeVirtualKey(),
        event.nativeScanCode(),
        event.nativeModifiers(),
        event.timestamp() & 0xFFFFFFFF,
        event.type() != QEvent.Type.KeyRelease,
    )


def event_of(symbol: int, state: int, down: bool) -> QKeyEvent:
    """Return the event for a key that fcitx returns."""
    modifiers = Qt.KeyboardModifier.NoModifier
    for bit, modifier in _STATES.items():
        if state & bit:
            modifiers |= modifier
    text = _TEXTS.get(symbol) or _character(symbol)
    key = _NAMED.get(symbol) or (ord(text.upper()[0]) if text else 0)
    kind = QEvent.Type.KeyPress if down else QEvent.Type.KeyRelease
    return QKeyEvent(kind, int(key), modifiers, 0, symbol, state, text)


def _character(symbol: int) -> str:
    """Return the character of a keysym; empty: none."""
    if symbol in _KEYPAD:
        return chr(symbol - _KEYPAD.start + ord("*"))
    code = symbol - _UNICODE if symbol >= _UNICODE else symbol
    printed = 0x20 <= code <= 0x7E or 0xA0 <= code <= 0xFF or symbol >= _UNICODE
    return chr(code) if printed and code <= 0x10FFFF else ""


def composing(pieces: Sequence[PreeditSegment], cursor: int) -> QInputMethodEvent:
    """Return the event that shows a half-typed word; ``cursor`` is in bytes of UTF-8."""
    attributes = []
    start = 0
    for text, marks in pieces:
        length = _units(text)
        kind = QInputMethodEvent.AttributeType.TextFormat
        attributes.append(QInputMethodEvent.Attribute(kind, start, length, _look(marks)))
        start += length
    whole = "".join(piece.text for piece in pieces)
    before = whole.encode()[: max(cursor, 0)].decode(errors="ignore")
    kind = QInputMethodEvent.AttributeType.Cursor
    attributes.append(QInputMethodEvent.Attribute(kind, _units(before), 1, None))
    return QInputMethodEvent(whole, attributes)


def kept(pieces: Sequence[PreeditSegment]) -> str:
    """Return the part of a half-typed word that stays when the focus is lost."""
    return "".join(piece.text for piece in pieces if not piece.marks & NOT_COMMITTED)


def _look(marks: int) -> QTextCharFormat:
    look = QTextCharFormat()
    if not marks & NO_UNDERLINE:
        look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DashUnderline)
    if marks & HIGHLIGHT:
        palette = QGuiApplication.palette()
        look.setBackground(palette.brush(QPalette.ColorRole.Highlight))
        look.setForeground(palette.brush(QPalette.ColorRole.HighlightedText))
    return look


def _units(text: str) -> int:
    """Return the length of a text as Qt counts it, in units of UTF-16."""
    return len(text.encode("utf-16-le")) // 2


_log = logging.getLogger("gknb")
_KEYS: Final = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease)
_SECRET: Final = Qt.InputMethodHint.ImhHiddenText.value


class Client(Attendant):
    """Sends keys to fcitx, and its words to the field that has the focus."""

    def __init__(self, bus: Bus, name: str, qt: QGuiApplication) -> None:
        """Begin with a connected bus, and read from it until it ends.

        Raises:
            BusError: the bus has ended already.
        """
        self._bus = bus
        fcitx = Fcitx(bus, name, self)
        self._fcitx: Fcitx | None = None
        self._pieces: tuple[PreeditSegment, ...] = ()
        self._asked: tuple[int, int] | None = None
        """Time and code of the last press that was offered to fcitx."""
        self._taken = False
        self._giving_back = False
        super().__init__(qt)
        self._notifier = QSocketNotifier(bus.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(lambda: self._try(Fcitx.read))
        qt.inputMethod().cursorRectangleChanged.connect(self._place)
        self._fcitx = fcitx
        self._watch()

    def commit(self) -> None:
        """Write the half-typed word into its field, and begin no other."""
        if self._pieces:
            text = kept(self._pieces)
            self._pieces = ()
            self._write(text)
            self._try(Fcitx.reset)

    def committed(self, text: str) -> None:
        """Write a finished word in place of the half-typed one."""
        self._pieces = ()
        self._write(text)

    def composing(self, pieces: tuple[PreeditSegment, ...], cursor: int) -> None:
        """Show the half-typed word in its field."""
        if pieces or self._pieces:
            self._pieces = tuple(piece for piece in pieces if piece.text)
            field = QGuiApplication.focusObject()
            if field is not None:
                QCoreApplication.sendEvent(field, composing(self._pieces, cursor))
                self._place()

    def forwarded(self, symbol: int, state: int, down: bool) -> None:
        """Press or release a key that fcitx returns."""
        if self._window is not None:
            self._giving_back = True
            try:
                QCoreApplication.sendEvent(self._window, event_of(symbol, state, down))
            finally:
                self._giving_back = False

    def left(self) -> None:
        """Keep the half-typed word: fcitx has ended, or does not answer."""
        self.commit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Offer keys to fcitx."""
        if isinstance(event, QKeyEvent) and event.type() in _KEYS and watched is self._window:
            return self._offer(event)
        return super().eventFilter(watched, event)

    def _offer(self, event: QKeyEvent) -> bool:
        """Offer a key once: as a shortcut where Qt asks for one first, else as a press."""
        key = key_of(event)
        if self._giving_back or not key.symbol or not self._takes_words():
            return False
        again = event.type() == QEvent.Type.KeyPress and self._asked == (key.time, key.code)
        if not again:
            self._asked = (key.time, key.code) if key.down else None
            self._taken = False
            self._try(lambda fcitx: self._note(fcitx.offer(key)))
        if self._taken:
            event.accept()  # no shortcut gets it either
        return self._taken

    def _note(self, taken: bool) -> None:
        self._taken = taken

    def _takes_words(self) -> bool:
        """Return whether the field with the focus takes words, and shows them."""
        field = QGuiApplication.focusObject()
        if field is None:
            return False
        queries = Qt.InputMethodQuery.ImEnabled | Qt.InputMethodQuery.ImHints
        asked = QInputMethodQueryEvent(queries)
        QCoreApplication.sendEvent(field, asked)
        hints = int(asked.value(Qt.InputMethodQuery.ImHints) or 0)
        return bool(asked.value(Qt.InputMethodQuery.ImEnabled)) and not hints & _SECRET

    def _write(self, text: str) -> None:
        field = QGuiApplication.focusObject()
        if field is not None:
            write(field, text)
            self._place()

    def _watch(self) -> None:
        """Filter the field, and report to fcitx whether it takes words."""
        before = self._field
        super()._watch()
        if self._field is not before:
            self._pieces = ()
        takes = self._takes_words()
        self._try(lambda fcitx: fcitx.focus(takes))
        self._place()

    def _place(self) -> None:
        """Report the caret in pixels of the screen: the candidates are shown below it."""
        window = self._window
        caret = QGuiApplication.inputMethod().cursorRectangle()
        if window is None or not caret.isValid():
            return
        scale = window.devicePixelRatio()
        origin = window.screen().geometry().topLeft()
        place = window.mapToGlobal(caret.topLeft()) - origin
        left, top = place.x() * scale + origin.x(), place.y() * scale + origin.y()
        size = caret.size() * scale
        rectangle = round(left), round(top), round(size.width()), round(size.height())
        self._try(lambda fcitx: fcitx.place(rectangle))

    def _try(self, act: Callable[[Fcitx], object]) -> None:
        """Do something with fcitx; without a bus the keys are typed directly."""
        if self._fcitx is None:
            return
        try:
            act(self._fcitx)
        except BusError:
            _log.warning("Chinese typing: the session bus has gone")
            self._fcitx = None
            self._notifier.setEnabled(False)
            self._bus.close()
            self.commit()
