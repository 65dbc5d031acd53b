"""fcitx 4 over D-Bus: one input context, keys offered to it, words and half-typed words from it.

The calls and their order are those of fcitx's own modules for Qt and GTK (org.fcitx.Fcitx.*).
"""

import os
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, Protocol

from jeepney import DBusAddress, HeaderFields, Message, MessageType

from ui.input_method.bus import Bus, answers, is_signal

KEY_LIMIT: Final = 0.5
"""Seconds that a key waits for fcitx; after that it is typed directly."""
NO_UNDERLINE: Final = 1 << 3
HIGHLIGHT: Final = 1 << 4
NOT_COMMITTED: Final = 1 << 5
"""Marks of a piece of pre-edit: its look, and that it must not be committed."""
_PREEDIT: Final = 1 << 1
_FORMATTED: Final = 1 << 4
_CLIENT_COMMITS: Final = 1 << 5
_CAPACITY: Final = _PREEDIT | _FORMATTED | _CLIENT_COMMITS
"""What this client does: it shows pre-edit in place, and commits it when the focus is lost."""
_DAEMON: Final = "org.freedesktop.DBus"
_METHOD: Final = "org.fcitx.Fcitx.InputMethod"
_CONTEXT: Final = "org.fcitx.Fcitx.InputContext"
_PRESS, _RELEASE = 0, 1
_PROGRAM: Final = "gknb"


@dataclass(frozen=True)
class Key:
    """A key as X gives it: keysym, keycode, modifiers, time in ms, and whether it was pressed."""

    symbol: int
    code: int
    state: int
    time: int
    down: bool


class PreeditSegment(NamedTuple):
    """A part of the half-typed word, with its marks."""

    text: str
    marks: int


class PreeditWriter(Protocol):
    """The receiver of the words and keys of fcitx."""

    def committed(self, text: str) -> None:
        """Write a finished word."""

    def composing(self, pieces: tuple[PreeditSegment, ...], cursor: int) -> None:
        """Show the half-typed word; ``cursor`` is the place of the cursor in bytes of UTF-8."""

    def forwarded(self, symbol: int, state: int, down: bool) -> None:
        """Press or release a key that fcitx returns."""

    def left(self) -> None:
        """Keep the half-typed word: fcitx has ended, or does not answer."""


class Fcitx:
    """The input context of this program; it is made again whenever fcitx starts again."""

    def __init__(self, bus: Bus, name: str, writer: PreeditWriter) -> None:
        self._bus = bus
        self._name = name
        self._writer = writer
        self._making = 0
        self._path = ""
        self._focused = False
        self._rectangle: tuple[int, int, int, int] | None = None
        self._owed = 0
        """The call of a key without an answer in time; no key is offered until it is answered."""
        bus.listen(
            f"type='signal',sender='{_DAEMON}',interface='{_DAEMON}',"
            f"member='NameOwnerChanged',arg0='{name}'"
        )
        self._make()

    @property
    def ready(self) -> bool:
        """Whether fcitx can get keys."""
        return bool(self._path) and not self._owed

    def focus(self, focused: bool) -> None:
        """Report that a field that takes words has got the focus, or has lost it."""
        if focused != self._focused:
            self._focused = focused
            self._call("FocusIn" if focused else "FocusOut")

    def place(self, rectangle: tuple[int, int, int, int]) -> None:
        """Report the place of the caret: left, top, width and height in pixels of the screen."""
        if rectangle != self._rectangle:
            self._rectangle = rectangle
            self._call("SetCursorRect", "iiii", *rectangle)

    def reset(self) -> None:
        """Drop the half-typed word."""
        self._call("Reset")

    def offer(self, key: Key) -> bool:
        """Offer a key, and return whether fcitx takes it; its earlier words are written first."""
        if not self.ready:
            return False
        direction = _PRESS if key.down else _RELEASE
        values = key.symbol, key.code, key.state, direction, key.time
        serial = self._call("ProcessKeyEvent", "uuuiu", *values)
        answer = self._bus.wait(serial, KEY_LIMIT)
        if answer is None:
            self._writer.left()
            self._owed = serial
            return False
        self.read()
        return _number(answer) > 0

    def read(self) -> None:
        """Handle the messages that have arrived.

        Raises:
            BusError: the bus has ended.
        """
        for message in self._bus.arrived():
            self._take(message)

    def _take(self, message: Message) -> None:
        if is_signal(message, _DAEMON, "NameOwnerChanged"):
            self._follow(*message.body)
        elif is_signal(message, _CONTEXT) and not self._owed:
            self._write(message)
        elif self._making and answers(message) == self._making:
            self._begin(message)
        elif self._owed and answers(message) == self._owed:
            self._owed = 0
            self.reset()  # the key was typed long ago, and what came of it was not written

    def _follow(self, name: str, _: str, owner: str) -> None:
        """Begin anew with a fcitx that was started anew."""
        if name == self._name:
            self._path, self._owed, self._making = "", 0, 0
            self._writer.left()
            if owner:
                self._make()

    def _make(self) -> None:
        address = DBusAddress("/inputmethod", self._name, _METHOD)
        self._making = self._bus.call(address, "CreateICv3", "si", _PROGRAM, os.getpid())

    def _begin(self, message: Message) -> None:
        """Use the new input context, with the present focus and caret."""
        self._making = 0
        if message.header.message_type is MessageType.error:
            return
        path = f"/inputcontext_{_number(message)}"
        self._bus.listen(f"type='signal',sender='{self._name}',path='{path}'")
        self._path = path
        self._call("SetCapacity", "u", _CAPACITY)
        if self._focused:
            self._call("FocusIn")
        if self._rectangle is not None:
            self._call("SetCursorRect", "iiii", *self._rectangle)

    def _write(self, message: Message) -> None:
        match message.header.fields.get(HeaderFields.member), message.body:
            case "CommitString", (str(text),):
                self._writer.committed(text)
            case "UpdateFormattedPreedit", (list(pieces), int(cursor)):
                self._writer.composing(tuple(PreeditSegment(*piece) for piece in pieces), cursor)
            case "ForwardKey", (int(symbol), int(state), int(direction)):
                self._writer.forwarded(symbol, state, direction == _PRESS)

    def _call(self, method: str, kinds: str = "", *values: object) -> int:
        if not self._path:
            return 0
        address = DBusAddress(self._path, self._name, _CONTEXT)
        return self._bus.call(address, method, kinds, *values)


def _number(message: Message) -> int:
    """Return the number in an answer; 0 where the call is refused."""
    body: Any = message.body
    refused = message.header.message_type is MessageType.error
    return body[0] if not refused and body and isinstance(body[0], int) else 0
