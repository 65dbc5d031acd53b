"""A connection to the session bus: every wait has a limit.

Importing this imports jeepney.
"""

import select
import socket
import time
from collections import deque
from typing import Any, Final

from jeepney import DBusAddress, HeaderFields, Message, MessageType, Parser
from jeepney import new_method_call as new_call
from jeepney.bus import get_bus
from jeepney.io.blocking import prep_socket

_DAEMON: Final = DBusAddress(
    "/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus"
)
_SENDING: Final = 0.5
"""Seconds for sending a message: a bus that takes none does not work."""
_AT_ONCE: Final = 65536


class BusError(OSError):
    """There is no bus, it does not answer in time, or it has ended."""


class Bus:
    """The connection of this program to the session bus."""

    def __init__(self, limit: float) -> None:
        """Connect within some seconds.

        Raises:
            BusError: there is no bus, or it does not answer.
        """
        end = time.monotonic() + limit
        try:
            self._socket: socket.socket = prep_socket(get_bus("SESSION"), timeout=limit)
        except (OSError, KeyError, ValueError, RuntimeError, StopIteration) as error:
            raise BusError("no session bus") from error
        self._parser: Any = Parser()
        self._arrived: deque[Message] = deque()
        self._serial = 0
        try:
            self.ask("Hello", limit=end - time.monotonic())
        except BusError:
            self.close()
            raise

    def fileno(self) -> int:
        """Return the file descriptor, for select."""
        return self._socket.fileno()

    def close(self) -> None:
        """Close the connection."""
        self._socket.close()

    def names(self, limit: float) -> frozenset[str]:
        """Return the names on the bus.

        Raises:
            BusError: no answer within the limit.
        """
        return frozenset(self.ask("ListNames", limit=limit)[0])

    def ask(self, method: str, *words: str, limit: float) -> tuple[Any, ...]:
        """Call a method of the bus itself, and return the answer.

        Raises:
            BusError: no answer within the limit.
        """
        answer = self.wait(self.call(_DAEMON, method, "s" * len(words), *words), limit)
        if answer is None or answer.header.message_type is MessageType.error:
            raise BusError(f"no answer to {method}")
        return tuple(answer.body)

    def listen(self, rule: str) -> None:
        """Subscribe to the signals that a rule describes."""
        self.call(_DAEMON, "AddMatch", "s", rule)

    def call(self, address: DBusAddress, method: str, kinds: str = "", *values: object) -> int:
        """Send a call without waiting for its answer; return its number.

        Raises:
            BusError: the bus accepts no data.
        """
        message = new_call(address, method, kinds, values) if kinds else new_call(address, method)
        self._serial += 1
        try:
            self._socket.settimeout(_SENDING)
            self._socket.sendall(message.serialise(self._serial))
        except OSError as error:
            raise BusError("the bus takes nothing") from error
        return self._serial

    def wait(self, serial: int, limit: float) -> Message | None:
        """Return the answer to a call; None: none in time. Other messages are kept in order.

        Raises:
            BusError: the bus has ended.
        """
        end = time.monotonic() + limit
        while True:
            for message in self._arrived:
                if answers(message) == serial:
                    self._arrived.remove(message)
                    return message
            left = end - time.monotonic()
            if left <= 0 or not select.select([self._socket], [], [], left)[0]:
                return None
            self._read()

    def arrived(self) -> list[Message]:
        """Return the messages that have arrived since, without waiting.

        Raises:
            BusError: the bus has ended.
        """
        while select.select([self._socket], [], [], 0)[0]:
            self._read()
        messages = list(self._arrived)
        self._arrived.clear()
        return messages

    def _read(self) -> None:
        try:
            data = self._socket.recv(_AT_ONCE)
        except OSError as error:
            raise BusError("the bus has gone") from error
        if not data:
            raise BusError("the bus has gone")
        self._parser.add_data(data, fds=[])
        while (message := self._parser.get_next_message()) is not None:
            self._arrived.append(message)


def answers(message: Message) -> int:
    """Return the number of the call that a message answers; 0: it answers none."""
    return int(message.header.fields.get(HeaderFields.reply_serial, 0))


def is_signal(message: Message, interface: str, member: str = "") -> bool:
    """Return whether a message is a signal of an interface, and of a name where one is given."""
    fields = message.header.fields
    return (
        message.header.message_type is MessageType.signal
        and fields.get(HeaderFields.interface) == interface
        and (not member or fields.get(HeaderFields.member) == member)
    )
