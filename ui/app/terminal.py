"""Where the program writes to a terminal: nothing that is written can command it. No Qt.

A draft, a file name or an argument may hold control characters. A terminal obeys them: they change
its title, its colours and what stands on the screen.
"""

import sys
import traceback
from types import TracebackType
from typing import TextIO

from model.text import visible, visible_json


def write_line(text: str, stream: TextIO | None) -> None:
    r"""Write a text and end its line; nothing where the program has no terminal.

    Control characters are written as ``\x1b``, and so is what the stream cannot encode.
    """
    if stream is not None:
        _write(visible(text), stream)


def write_json(text: str, stream: TextIO) -> None:
    """Write one JSON document on one line; it stays JSON that says the same."""
    text = visible_json(text)
    if not _can_encode(text, stream):
        text = "".join(sign if sign.isascii() else _as_json(sign) for sign in text)
    _write(text, stream)


def write_exception(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """Write what nobody caught, as Python does."""
    lines = traceback.format_exception(kind, error, trace)
    write_line("".join(lines).rstrip("\n"), sys.stderr)


def _write(text: str, stream: TextIO) -> None:
    if not _can_encode(text, stream):
        encoding = stream.encoding
        text = text.encode(encoding, "backslashreplace").decode(encoding)
    print(text, file=stream)


def _can_encode(text: str, stream: TextIO) -> bool:
    try:
        text.encode(stream.encoding or "utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _as_json(sign: str) -> str:
    units = sign.encode("utf-16-be")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))
