"""Keys and half-typed words between Qt and fcitx."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import (
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QPalette,
    QTextCharFormat,
)

from ui.input_method.fcitx import HIGHLIGHT, NO_UNDERLINE, NOT_COMMITTED, Key, Piece

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
"""Keysyms that are no characters (X11/keysymdef.h) and what Qt calls them."""
_TEXTS: Final = {0xFF09: "\t", 0xFF0D: "\r", 0xFF8D: "\r"}
_KEYPAD: Final = range(0xFFAA, 0xFFBA)
"""Keysyms of * + , - . / 0 … 9 on the keypad, in the order of their characters."""
_UNICODE: Final = 0x01000000
"""Keysyms from here on are a Unicode character and this."""
_STATES: Final = {
    1 << 0: Qt.KeyboardModifier.ShiftModifier,
    1 << 2: Qt.KeyboardModifier.ControlModifier,
    1 << 3: Qt.KeyboardModifier.AltModifier,
}


def key_of(event: QKeyEvent) -> Key:
    """Give a key as X gave it to Qt; its symbol is 0 where it came from elsewhere."""
    return Key(
        event.nativeVirtualKey(),
        event.nativeScanCode(),
        event.nativeModifiers(),
        event.timestamp() & 0xFFFFFFFF,
        event.type() != QEvent.Type.KeyRelease,
    )


def event_of(symbol: int, state: int, down: bool) -> QKeyEvent:
    """Give the press or release of a key that fcitx gives back."""
    modifiers = Qt.KeyboardModifier.NoModifier
    for bit, modifier in _STATES.items():
        if state & bit:
            modifiers |= modifier
    text = _TEXTS.get(symbol) or _character(symbol)
    key = _NAMED.get(symbol) or (ord(text.upper()[0]) if text else 0)
    kind = QEvent.Type.KeyPress if down else QEvent.Type.KeyRelease
    return QKeyEvent(kind, int(key), modifiers, 0, symbol, state, text)


def _character(symbol: int) -> str:
    """Give what a keysym types; empty: nothing."""
    if symbol in _KEYPAD:
        return chr(symbol - _KEYPAD.start + ord("*"))
    code = symbol - _UNICODE if symbol >= _UNICODE else symbol
    printed = 0x20 <= code <= 0x7E or 0xA0 <= code <= 0xFF or symbol >= _UNICODE
    return chr(code) if printed and code <= 0x10FFFF else ""


def composing(pieces: Sequence[Piece], cursor: int) -> QInputMethodEvent:
    """Give the event that shows a half-typed word; the cursor stands after so many UTF-8 bytes."""
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


def kept(pieces: Sequence[Piece]) -> str:
    """Give what of a half-typed word is the clerk's, and stays when the focus goes."""
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
    """Give the length of a text as Qt counts it, in UTF-16."""
    return len(text.encode("utf-16-le")) // 2
