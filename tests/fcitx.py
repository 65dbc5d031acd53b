"""A fcitx 4 that is none: a thread on a session bus of its own, with one word in its dictionary.

Letters are half-typed, a space makes 中文 of zhongwen, a comma ends the word and is given back.
"""

import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from socket import SHUT_RDWR
from typing import Any

from jeepney import (
    DBusAddress,
    HeaderFields,
    Message,
    MessageType,
    new_error,
    new_method_call,
    new_method_return,
    new_signal,
)
from jeepney.io.blocking import open_dbus_connection

from tests.patience import PATIENCE

MISSING = [tool for tool in ("dbus-daemon",) if not shutil.which(tool)]
NAME = "org.fcitx.Fcitx-7"
WORDS = {"zhongwen": "中文", "jijian": "几件"}
SPACE, COMMA, BACKSPACE = 0x20, 0x2C, 0xFF08
NOT_COMMITTED = 1 << 5
_CONTEXT = "org.fcitx.Fcitx.InputContext"
_DAEMON = DBusAddress(*["/" + "org/freedesktop/DBus", *["org.freedesktop.DBus"] * 2])


@contextmanager
def session_bus() -> Iterator[str]:
    """Start a session bus; gives its address."""
    call = ["dbus-daemon", "--session", "--nofork", "--print-address"]
    with subprocess.Popen(call, stdout=subprocess.PIPE, text=True) as daemon:
        assert daemon.stdout is not None
        try:
            yield daemon.stdout.readline().strip()
        finally:
            daemon.terminate()


def wait_for(address: str, name: str, patience: float = PATIENCE) -> None:
    """Wait until somebody has a name on a bus."""
    with open_dbus_connection(address) as bus:
        rule = f"type='signal',member='NameOwnerChanged',arg0='{name}'"
        bus.send_and_get_reply(new_method_call(_DAEMON, "AddMatch", "s", (rule,)))
        asked = new_method_call(_DAEMON, "NameHasOwner", "s", (name,))
        there = bus.send_and_get_reply(asked).body[0]
        while not there:
            message = bus.receive(timeout=patience)
            there = message.body[:1] == (name,) and bool(message.body[2])


class FakeFcitx:
    """Answers as fcitx 4 does, and keeps what it was asked."""

    def __init__(self, address: str, name: str = NAME) -> None:
        self.called: list[tuple[str, tuple[Any, ...]]] = []
        self.typed = ""
        self.deaf = threading.Event()
        """Set: keys are taken and not answered, until it is cleared."""
        self._late: list[Message] = []
        self._made = 0
        self._bus = open_dbus_connection(address)
        request = new_method_call(_DAEMON, "RequestName", "su", (name, 0))
        assert self._bus.send_and_get_reply(request, timeout=PATIENCE).body == (1,)
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Go from the bus, as a killed program does."""
        if self._thread.is_alive():
            self._bus.sock.shutdown(SHUT_RDWR)
            self._thread.join(PATIENCE)
            self._bus.close()

    def answer_late(self) -> None:
        """Answer the keys that were not answered: all were taken, and made a word."""
        self.deaf.clear()
        self.say("CommitString", "s", "迟")
        for message in self._late:
            self._bus.send(new_method_return(message, "i", (1,)))
        self._late.clear()

    def calls_of(self, method: str) -> list[tuple[Any, ...]]:
        """Give what was said with a call, each time."""
        return [values for name, values in self.called if name == method]

    def say(self, signal: str, kinds: str, *values: object) -> None:
        """Send a signal of the input context."""
        emitter = DBusAddress(f"/inputcontext_{self._made}", interface=_CONTEXT)
        self._bus.send(new_signal(emitter, signal, kinds, values))

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                message = self._bus.receive()
                if message.header.message_type is MessageType.method_call:
                    self._answer(message, message.header.fields[HeaderFields.member])

    def _answer(self, message: Message, method: str) -> None:
        kinds, values = "", ()
        if method == "CreateICv3":
            self._made += 1
            kinds, values = "ibuuuu", (self._made, True, 0, 0, 0, 0)
        elif method == "ProcessKeyEvent" and self.deaf.is_set():
            self._late.append(message)
            self.called.append((method, tuple(message.body)))
            return
        elif method == "ProcessKeyEvent":
            kinds, values = "i", (int(self._key(message.body[0], down=message.body[3] == 0)),)
        elif method == "Reset":
            self.typed = ""
        elif method not in ("FocusIn", "FocusOut", "SetCursorRect", "SetCapacity"):
            self._bus.send(new_error(message, "org.freedesktop.DBus.Error.UnknownMethod"))
            return
        self.called.append((method, tuple(message.body)))
        self._bus.send(new_method_return(message, kinds or None, values))

    def _key(self, symbol: int, down: bool) -> bool:
        """Type a key; says whether it was taken."""
        if not down:
            return False
        if 0x61 <= symbol <= 0x7A:
            self._type(self.typed + chr(symbol))
        elif symbol == BACKSPACE and self.typed:
            self._type(self.typed[:-1])
        elif symbol in (SPACE, COMMA) and self.typed:
            self.say("CommitString", "s", WORDS.get(self.typed, self.typed))
            self._type("")
            if symbol == COMMA:
                self.say("ForwardKey", "uui", COMMA, 0, 0)
        else:
            return False
        return True

    def _type(self, typed: str) -> None:
        self.typed = typed
        self.say("UpdateFormattedPreedit", "a(si)i", [(typed, 0)] if typed else [], len(typed))
