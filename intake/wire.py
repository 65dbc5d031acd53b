"""What passes between the program and its reading child: lengths, then bytes.

A Request goes in, then the file as it is; a Reply comes back as MessagePack, behind the nonce of
its request. Nothing that comes back is run, and each field of it is checked: all that a parser that
was taken over can tell the program is a lie about the file.
"""

import struct
from collections.abc import Iterable
from typing import IO, Final

import msgspec

from intake.content import MEGABYTE, Document
from intake.recognition.reading import Recognition

_LENGTH: Final = struct.Struct(">I")
NONCE: Final = 16
"""Bytes by which a reply names its request: a late reply is never taken for that to a later one."""
REPLY: Final = 6 * MEGABYTE
"""Bytes a reply may have: a million characters of four bytes, and fifty thousand cells."""
READY: Final = b"ready"
"""What a child says first, followed by the means that confine it."""
READY_MOST: Final = 64
"""Bytes of that."""
REQUEST: Final = 4096
"""Bytes of a request."""


class Request(msgspec.Struct, frozen=True):
    """What is wanted of the file that follows.

    Without more it is what the file says. With the key of a ``form`` it is the report in it: that
    form counts among equals, and with ``by_year`` that of the year the file says. With the name of
    a ``form_file`` it is whether the bytes are a form. ``processor`` are the seconds of processor
    time that the child may take.
    """

    nonce: bytes = bytes(NONCE)
    processor: float = 0.0
    form: str = ""
    by_year: bool = False
    form_file: str = ""


class Reply(msgspec.Struct, frozen=True):
    """What became of a file: a document, the report that was read in it, or a sentence why neither.

    Of a form file it is the key of the form. ``trouble`` is for the log: a type and frames, never a
    message. After the ``last`` reply the child ends, for its memory is used up.
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
    """Write a request or a reply as bytes."""
    return _ENCODER.encode(message)


def decode(data: bytes) -> Reply:
    """Read a reply.

    Raises:
        ValueError: the bytes are none.
    """
    return _DECODER.decode(data)


def decode_request(data: bytes) -> Request:
    """Read a request.

    Raises:
        ValueError: the bytes are none.
    """
    return _REQUESTS.decode(data)


def ready(means: Iterable[str]) -> bytes:
    """Write what a child says first."""
    return b" ".join((READY, *(name.encode("ascii") for name in means)))


def means_of(data: bytes) -> tuple[str, ...]:
    """Read what a child says first: the means that confine it.

    Raises:
        ValueError: it says something else.
    """
    first, *means = data.split(b" ")
    if first != READY:
        raise ValueError(first)
    return tuple(name.decode("ascii") for name in means)


def send(stream: IO[bytes], data: bytes) -> None:
    """Send a message."""
    send_pieces(stream, len(data), [data])


def send_pieces(stream: IO[bytes], size: int, pieces: Iterable[bytes]) -> None:
    """Send a message piece by piece, so that the sender never holds it whole."""
    stream.write(_LENGTH.pack(size))
    for piece in pieces:
        stream.write(piece)
    stream.flush()


def receive(stream: IO[bytes], most: int) -> bytes | None:
    """Wait for a message; None where the other side has ended.

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
