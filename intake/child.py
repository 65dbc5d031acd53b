"""Foreign file → Document or Reading, by way of a child process that may crash, hang or swell.

One child reads many files; one that hangs or dies is replaced at the next file.
"""

import logging
import threading
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from msgspec import structs

from intake.bounds import damaged
from intake.content import Document
from intake.process import Child, command
from intake.recognition.reading import Reading
from intake.wire import Reply, Request
from model.drafts import storage
from model.errors import FormError, RefusedError

PROCESSOR: Final = 2.0
"""Seconds of processor time that a file may take: what a clerk waits where nothing else runs."""
WALL: Final = 20.0
"""Seconds by the clock from opening a file to its reply, on a machine that is busy otherwise."""
_TROUBLE: Final = 2000
"""Characters of a child's trouble that are logged."""
_SENTENCE: Final = 300
"""Characters of a child's sentence that the clerk gets."""
_NAME: Final = 100
"""Characters of the name of a form file that a sentence gives."""

_log = logging.getLogger("gknb")


class Reader:
    """Reads foreign files, one at a time, whatever thread asks; to be closed.

    ``seconds`` is what a file may take by the clock, ``processor`` what it may take of the
    processor; ``program`` starts the child.
    """

    def __init__(
        self,
        seconds: float = WALL,
        program: Sequence[str] | None = None,
        processor: float = PROCESSOR,
    ) -> None:
        self._seconds = seconds
        self._processor = processor
        self._program = list(program or ())
        self._lock = threading.Lock()
        self._child: Child | None = None

    def warm(self) -> None:
        """Start the child, so that the first file need not wait for it.

        Raises:
            RefusedError: it cannot be started.
        """
        with self._lock:
            self._ready()

    def read(self, path: Path) -> Document:
        """Give what a file says.

        Raises:
            RefusedError: it is not let in, cannot be read, or took too long; the sentence names it.
        """
        document = self._ask(path).document
        assert document, "what was asked for"
        return document

    def recognise(self, path: Path, form: str) -> Reading | None:
        """Give the report that a file holds; None for a draft, which the model reads.

        ``form`` is the key of the form that counts where it fits as well as another.

        Raises:
            RefusedError: it is not let in, cannot be read, or took too long; the sentence names it.
        """
        return self._ask(path, form).reading

    def check_form(self, data: bytes, name: str) -> None:
        """Have the bytes of a form file read as a form, within the limits of the child.

        Raises:
            FormError: they do not hold together, or took too long; the sentence names the file.
        """
        shown = storage.printable(name)[:_NAME]
        try:
            self.warm()
        except RefusedError as error:
            raise FormError("无法启动读取程序，未增加。重新启动本程序后再增加。") from error
        try:
            with self._lock:
                reply = self._reply(self._ready(), data, Request(form_file=shown))
        except RefusedError as error:
            raise FormError(
                f"格式文件 {shown} 内容过多或已损坏，未能读取，未增加。与印发单位核实文件后再增加。"
            ) from error
        if not reply.form_key:
            raise FormError(sentence(reply.refusal))

    @property
    def process(self) -> int | None:
        """The child's process id, for those who measure; nothing where there is none."""
        return self._child.process_id if self._child and self._child.lives else None

    @property
    def means(self) -> tuple[str, ...]:
        """By which means the kernel confines the child, for those who measure."""
        return self._child.means if self._child else ()

    def close(self) -> None:
        """End the child, and at once: whoever waits for its reply waits no longer."""
        if child := self._child:
            child.kill()
        with self._lock:
            if self._child:
                self._child.end()
            self._child = None

    def _ready(self) -> Child:
        """Give a child that lives; one that died meanwhile is replaced and costs no file."""
        if self._child and not self._child.lives:
            self._child.end()
            self._child = None
        if self._child is None:
            try:
                self._child = Child(self._program or command())
            except OSError as error:
                _log.error("reading child not started: %s", type(error).__name__)
                raise RefusedError("无法启动读取程序，未导入。重新启动本程序后再导入。") from error
        return self._child

    def _ask(self, path: Path, form: str = "") -> Reply:
        try:
            with self._lock:
                reply = self._reply(self._ready(), path, Request(form=form))
            if reply.document is None and (reply.reading is None or not form):
                raise RefusedError(sentence(reply.refusal))
        except RefusedError as error:
            raise RefusedError(f"「{storage.printable(path.name)}」：{error}") from error
        return reply

    def _reply(self, child: Child, content: Path | bytes, request: Request) -> Reply:
        reply = child.ask(
            content, structs.replace(request, processor=self._processor), self._seconds
        )
        if reply.trouble:
            _log.warning("reading child: %s", storage.printable(reply.trouble[:_TROUBLE]))
        return reply

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def sentence(text: str) -> str:
    """Return what a child has said as one printable sentence of bounded length, never empty."""
    words = storage.printable(text[: 4 * _SENTENCE])
    if not words.strip():
        return str(damaged())
    return words if len(words) <= _SENTENCE else f"{words[: _SENTENCE - 1]}…"
