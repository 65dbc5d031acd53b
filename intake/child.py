"""Foreign file → Document or Reading, by way of a child process that may crash, hang or swell.

One child reads many files; one that hangs or dies is replaced at the next file.
"""

import logging
import threading
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from intake.content import Document
from intake.process import Child, command
from intake.recognition.reading import Reading
from intake.wire import Reply
from model.drafts import storage
from model.errors import RefusedError

SECONDS: Final = 1.5
"""Seconds from opening a file to its reply. Two that a clerk waits, less the start of a child."""
_TROUBLE: Final = 2000
"""Characters of a child's trouble that are logged."""

_log = logging.getLogger("gknb")


class Reader:
    """Reads foreign files, one at a time, whatever thread asks; to be closed.

    ``seconds`` is what a file may take; ``program`` starts the child.
    """

    def __init__(self, seconds: float = SECONDS, program: Sequence[str] | None = None) -> None:
        self._seconds = seconds
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

    @property
    def process(self) -> int | None:
        """The child's process id, for those who measure; nothing where there is none."""
        return self._child.process_id if self._child and self._child.lives else None

    def close(self) -> None:
        """End the child."""
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
                reply = self._ready().ask(path, self._seconds, form)
            if reply.trouble:
                _log.warning("reading child: %s", reply.trouble[:_TROUBLE])
            if reply.document is None and (reply.reading is None or not form):
                raise RefusedError(reply.refusal)
        except RefusedError as error:
            raise RefusedError(f"「{storage.printable(path.name)}」：{error}") from error
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
