"""Messages between the program and its reading child: a length, then bytes.

The program sends a Request and then the file itself; the child answers with the nonce of the
request and a Reply in MessagePack. No part of a reply is executed, and each field is checked: an
attacker who controls the parser can only send a wrong reading of the file.
"""

import struct
from collections.abc import Iterable
from typing import IO, Final

import msgspec

from intake.content import MEGABYTE, Document
from intake.recognition.reading import Recognition

_LENGTH: Final = struct.Struct(">I")
NONCE: Final = 16
"""Bytes that identify the request in its reply, so that a late reply is never used for another."""
REPLY: Final = 6 * MEGABYTE
"""Bytes of a reply: a million characters of four bytes each, and fifty thousand cells."""
READY: Final = b"ready"
"""Beginning of the first message of a child; the means that confine it follow."""
READY_MOST: Final = 64
"""Bytes of that message."""
REQUEST: Final = 4096
"""Bytes of a request."""


class Request(msgspec.Struct, frozen=True):
    """The request that precedes a file.

    The child replies with the content of the file; with the key of a ``form``, with the report that
    it recognises, where this form is preferred among forms that fit equally, or with ``by_year``
    that of the year which the file states; with the name of a ``form_file``, with the result of
    reading the bytes as a form. ``processor`` is the processor time that the child may take, in
    seconds.
    """

    nonce: bytes = bytes(NONCE)
    processor: float = 0.0
    form: str = ""
    by_year: bool = False
    form_file: str = ""


class Reply(msgspec.Struct, frozen=True):
    """The result for one file: a document, a recognised report, a form key, or a refusal.

    ``refusal`` is a message for the clerk. ``trouble`` is for the log: the type and frames of an
    error, never its message. After the ``last`` reply the child ends, because its memory is full.
    """

    document: Document | None = None
    reading: Recognition | None = None
    form_key: str = ""
    refusal: str = ""
    trouble: str = ""
    last: bool = False


_ENCODER: Final = msgspec.msgpack.Encoder()
_DECODER: Final = msgspec.msgpack.Decoder(Reply)
_REQUESTS: Final = msgspec.msgpack.Decoder(Request)


def encode(message: Request | Reply) -> bytes:
    """Return a request or a reply as bytes."""
    return _ENCODER.encode(message)


def decode(data: bytes) -> Reply:
    """Return a reply from its bytes.

    Raises:
        ValueError: the bytes are not a reply.
    """
    return _DECODER.decode(data)


def decode_request(data: bytes) -> Request:
    """Return a request from its bytes.

    Raises:
        ValueError: the bytes are not a request.
    """
    return _REQUESTS.decode(data)


def ready(means: Iterable[str]) -> bytes:
    """Return the first message of a child."""
    return b" ".join((READY, *(name.encode("ascii") for name in means)))


def means_of(data: bytes) -> tuple[str, ...]:
    """Return the means that confine a child from its first message.

    Raises:
        ValueError: it is another message.
    """
    first, *means = data.split(b" ")
    if first != READY:
        raise ValueError(first)
    return tuple(name.decode("ascii") for name in means)


def send(stream: IO[bytes], data: bytes) -> None:
    """Send a message."""
    send_pieces(stream, len(data), [data])


def send_pieces(stream: IO[bytes], size: int, pieces: Iterable[bytes]) -> None:
    """Send a message of ``size`` bytes piece by piece, to save memory."""
    stream.write(_LENGTH.pack(size))
    for piece in pieces:
        stream.write(piece)
    stream.flush()


def receive(stream: IO[bytes], most: int) -> bytes | None:
    """Wait for a message and return it; None if the other side has ended.

    Raises:
        ValueError: it is larger than ``most`` bytes.
    """
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (size,) = _LENGTH.unpack(head)
    if size > most:
        raise ValueError(size)
    data = stream.read(size)
    return data if len(data) == size else None
