"""Everything that the program writes to a terminal; no text can command the terminal. No Qt.

A draft, a file name or an argument may hold control characters. A terminal obeys them: they change
its title, its colours and the text on the screen.

Answers of a command are written to standard output, everything else to standard error.
"""

import signal
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType, TracebackType
from typing import Final, TextIO

from model.errors import ReportError
from model.text import visible, visible_json

MANY: Final = 20
"""Number of files from which progress is shown."""
INTERRUPTED: Final = 130
"""Exit status of a command that Ctrl+C ended: 128 and the number of SIGINT, as shells have it."""


def say(line: str) -> None:
    """Print a line of an answer."""
    write_line(line, sys.stdout)


def answer(as_json: bool, content: object, lines: Iterable[str]) -> None:
    """Print an answer: ``content`` as one JSON document on one line, or ``lines``."""
    if as_json:
        import json  # the window starts without it

        write_json(json.dumps(content, ensure_ascii=False), sys.stdout)
        return
    for line in lines:
        say(line)


def complain(*sentences: ReportError | str) -> None:
    """Print sentences on standard error, each on its own line; an empty one is left out."""
    for sentence in filter(None, map(str, sentences)):
        write_line(sentence, sys.stderr)


def for_each(paths: Sequence[Path], action: str, run: Callable[[Path], int]) -> int:
    """Carry something out for each file and return the highest exit status.

    A file for which it raises ReportError has the status 2; its sentence is printed on standard
    error and the other files follow. ``action`` names what is done where progress is shown.
    """
    status = 0
    for path in with_progress(paths, action):
        try:
            status = max(status, run(path))
        except ReportError as error:
            complain(error)
            status = 2
    return status


@contextmanager
def whole() -> Iterator[None]:
    """Let Ctrl+C wait for the end of a block; a second one does not wait."""
    came = False

    def note(number: int, frame: FrameType | None) -> None:
        nonlocal came
        if came:
            raise KeyboardInterrupt
        came = True

    before = signal.signal(signal.SIGINT, note)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if came and callable(before):  # it is not where the system ignores Ctrl+C
        before(signal.SIGINT, None)


def with_progress(paths: Sequence[Path], action: str) -> Iterator[Path]:
    """Yield the paths; show progress if there are many of them and standard error is a terminal."""
    if len(paths) < MANY or not sys.stderr.isatty():
        yield from paths
        return
    from rich.console import Console  # 40 ms, and most calls take one draft
    from rich.progress import Progress

    # Answers stay on standard output; on the same screen they are printed above the bar.
    shown = sys.stdout.isatty()
    with Progress(console=Console(stderr=True), redirect_stdout=shown) as bar:
        yield from bar.track(paths, description=action)


def write_line(text: str, stream: TextIO | None) -> None:
    r"""Write a text and end its line; write nothing if the program has no terminal.

    Control characters are written as ``\x1b``, and so are characters that the stream cannot encode.
    """
    if stream is not None:
        _write(visible(text), stream)


def write_json(text: str, stream: TextIO) -> None:
    """Write one JSON document on one line; escapes do not change its meaning."""
    text = visible_json(text)
    if not _can_encode(text, stream):
        text = "".join(sign if sign.isascii() else _as_json(sign) for sign in text)
    _write(text, stream)


def write_exception(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """Write an exception that was not caught, as Python does."""
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
