"""Foreign file → Document, by way of a child process that may crash, hang or swell in its place.

One child reads many files. It has two seconds for each; one that hangs or dies is replaced at the
next file. It is this program again, started with an argument that ui/start.py handles before
anything else, so that a frozen program needs no second executable. (Freeze into a folder: the boot
loader of a single file stands between the program and its child, and would be killed in its place.)
"""

import contextlib
import logging
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Final, Self

from intake import CHILD, wire
from intake.bounds import SAVE_AS, too_large
from intake.content import Document
from intake.gate import named, open_file
from intake.job import Job
from intake.wire import Reply
from model.errors import RefusedError
from model.places import ROOT

SECONDS: Final = 2.0
"""Seconds from a file's last byte to its reply."""
_SENDING: Final = 20.0
"""Seconds a file may take on its way from a slow share to the child."""
_STARTING: Final = 20.0
"""Seconds a child may take to be ready."""
_TROUBLE: Final = 2000
"""Characters of a child's trouble that are logged."""

_log = logging.getLogger("gknb")


def command() -> list[str]:
    """Give the command that starts a child."""
    itself = [] if getattr(sys, "frozen", False) else [str(ROOT / "main.py")]
    return [sys.executable, *itself, CHILD]


class Reader:
    """Reads foreign files, one at a time, whatever thread asks; to be closed.

    ``seconds`` is what a file may take; ``program`` starts the child.
    """

    def __init__(self, seconds: float = SECONDS, program: Sequence[str] | None = None) -> None:
        self._seconds = seconds
        self._program = list(program or command())
        self._lock = threading.Lock()
        self._child: _Child | None = None

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
        with self._lock:
            file, size = open_file(path)
            with file:
                try:
                    return self._read(file, size)
                except OSError as error:
                    raise named(path, "读取中断，磁盘或网络可能已断开。核对后再导入。") from error
                except RefusedError as error:
                    raise named(path, str(error)) from error

    @property
    def process(self) -> int | None:
        """The child's process id, for those who measure; nothing where there is none."""
        return self._child.process_id if self._child else None

    def close(self) -> None:
        """End the child."""
        with self._lock:
            self._drop()

    def _ready(self) -> "_Child":
        """Give a child that lives; one that died meanwhile is replaced and costs no file."""
        if self._child is not None and not self._child.lives:
            self._drop()
        if self._child is None:
            try:
                self._child = _Child(self._program)
            except OSError as error:
                _log.error("reading child not started: %s", type(error).__name__)
                raise RefusedError("无法启动读取程序，未导入。重新启动本程序后再导入。") from error
        return self._child

    def _read(self, file: BinaryIO, size: int) -> Document:
        child = self._ready()
        whole = False
        try:
            reply = child.ask(file, size, self._seconds)
            whole = not reply.last
        except EOFError as error:
            raise RefusedError("读取时文件被改动，未导入。等其他程序保存后再导入。") from error
        finally:
            if not whole:
                self._drop()
        if reply.trouble:
            _log.warning("reading child: %s", reply.trouble[:_TROUBLE])
        if reply.document is None:
            raise RefusedError(reply.refusal)
        return reply.document

    def _drop(self) -> None:
        if self._child is not None:
            self._child.end()
            self._child = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class _Child:
    """One process that reads.

    Raises:
        OSError: it cannot be started.
    """

    def __init__(self, program: Sequence[str]) -> None:
        flags = 0
        if sys.platform == "win32":
            flags = subprocess.CREATE_NO_WINDOW
        self._process = subprocess.Popen(
            program,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=flags,
        )
        assert self._process.stdin and self._process.stdout, "both are pipes"
        self._to = self._process.stdin
        self._from = self._process.stdout
        self._expired = False
        try:
            self._job = Job(self._process)
        except OSError:
            self._process.kill()
            raise
        with self._within(_STARTING):
            ready = wire.receive(self._from, len(wire.READY))
        if ready != wire.READY:
            self.end()
            raise OSError

    def ask(self, file: BinaryIO, size: int, seconds: float) -> Reply:
        """Send a file and wait for the reply.

        Raises:
            RefusedError: the child hung or died over it.
            EOFError: the file became shorter.
            OSError: the file could not be read to its end.
        """
        try:
            with self._within(_SENDING):
                wire.send_file(self._to, file, size)
            with self._within(seconds):
                data = wire.receive(self._from, wire.REPLY)
        except BrokenPipeError:
            data = None
        except ValueError as error:
            raise self._lost("reply too large") from error
        if data is None:
            raise self._lost("hung" if self._expired else "died")
        try:
            return wire.decode(data)
        except ValueError as error:
            raise self._lost("reply is none") from error

    @property
    def process_id(self) -> int:
        """The id of the process."""
        return self._process.pid

    @property
    def lives(self) -> bool:
        """Whether the process has not ended."""
        return self._process.poll() is None

    def end(self) -> None:
        """End the process at once, whatever it does."""
        self._job.close()
        self._process.kill()
        for pipe in (self._to, self._from):
            with contextlib.suppress(OSError):  # what it had not read is lost
                pipe.close()
        self._process.wait()

    def _lost(self, how: str) -> RefusedError:
        """Note in the log how a child was lost, and say it in Chinese."""
        self.end()
        _log.warning("reading child %s, status %s", how, self._process.returncode)
        if self._expired:
            return too_large("读取文件超时")
        return RefusedError(f"读取程序在这份文件上出错，未导入。{SAVE_AS}")

    @contextlib.contextmanager
    def _within(self, seconds: float) -> Iterator[None]:
        """Kill the process when the block is not left in time: reading from it then ends."""

        def expire() -> None:
            self._expired = True
            self._process.kill()

        timer = threading.Timer(seconds, expire)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
