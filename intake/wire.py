"""What passes between the program and its reading child: lengths, then bytes.

What is wanted of a file goes in, then the file as it is; a Reply comes back as MessagePack. Nothing
that comes back is run, and each field of it is checked: all that a parser that was taken over can
tell the program is a lie about the file.
"""

import struct
from collections.abc import Iterable
from typing import IO, Final

import msgspec

from intake.bounds import MEGABYTE
from intake.content import Document
from intake.recognition.reading import Reading

_LENGTH: Final = struct.Struct(">I")
REPLY: Final = 6 * MEGABYTE
"""Bytes a reply may have: a million characters of four bytes, and fifty thousand cells."""
READY: Final = b"ready"
WANTED: Final = 64
"""Bytes of what is wanted of a file: nothing for what it says, or the key of the form that counts
among equals for the report in it."""


class Reply(msgspec.Struct, frozen=True):
    """What became of a file: a document, the report that was read in it, or a sentence why neither.

    ``trouble`` is for the log: a type and frames, never a message. After the ``last`` reply the
    child ends, for its memory is used up.
    """

    document: Document | None = None
    reading: Reading | None = None
    refusal: str = ""
    trouble: str = ""
    last: bool = False


_ENCODER: Final = msgspec.msgpack.Encoder()
_DECODER: Final = msgspec.msgpack.Decoder(Reply)


def encode(reply: Reply) -> bytes:
    """Write a reply as bytes."""
    return _ENCODER.encode(reply)


def decode(data: bytes) -> Reply:
    """Read a reply.

    Raises:
        ValueError: the bytes are none.
    """
    return _DECODER.decode(data)


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
