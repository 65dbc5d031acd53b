"""Read a foreign file in a child process, so that a crash or a hang cannot harm the program.

The child is this program again, started with an argument that ui/start.py handles before anything
else, so that a frozen program needs no second executable. One child reads many files; a child that
hangs or dies is replaced before the next file.
"""

import contextlib
import logging
import os
import secrets
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, BinaryIO, Final, Self

from msgspec import structs

from intake import CHILD, sandbox, wire
from intake.confinement import Job, is_out_of_time
from intake.content import SAVE_AS, Document, FileKind, damaged, too_large
from intake.gate.admission import open_file
from intake.recognition.reading import Recognition
from intake.wire import Reply, Request
from model.drafts import storage
from model.errors import FormError, RefusedError
from model.resources import ROOT, added_forms
from model.text import shortened

_STARTING: Final = 60.0
"""Seconds that a child may take to start."""
_POLL: Final = 0.05
"""Seconds between two checks whether sending a file has finished."""
HUNG: Final = "读取文件超时"
CRASHED: Final = "读取程序在这份文件上出错"
_NO_WINDOW: Final = getattr(subprocess, "CREATE_NO_WINDOW", 0)
"""Windows would open a console for the child."""
_PIECE: Final = 256 * 1024
_KEPT: Final = (
    "PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "SYSTEMROOT", "WINDIR", "LD_LIBRARY_PATH"
)  # fmt: skip
"""Environment variables of a child: those that a program needs to start, and no others."""

_log = logging.getLogger("gknb")


def command() -> list[str]:
    """Return the command that starts a child.

    The folders of added forms are arguments, because they are not in the child's environment.
    """
    return own_command(CHILD, *map(str, added_forms()))


def own_command(*arguments: str) -> list[str]:
    """Return the command that starts this program again; PYTHON… variables are ignored."""
    if getattr(sys, "frozen", False):
        return [sys.executable, *arguments]
    return [sys.executable, "-B", "-E", "-s", str(ROOT / "main.py"), *arguments]


def lives(process: "subprocess.Popen[bytes]") -> bool:
    """Return whether a process is running; it is not reaped, so that its id is not used again."""
    if sys.platform == "win32":
        return process.poll() is None
    waiting = os.WEXITED | os.WNOHANG | os.WNOWAIT
    return process.returncode is None and not os.waitid(os.P_PID, process.pid, waiting)


class Child:
    """One process that reads one file after another, until it fails at one.

    Raises:
        OSError: it cannot be started.
    """

    def __init__(self, program: Sequence[str]) -> None:
        self._process = subprocess.Popen(
            program,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            env={name: os.environ[name] for name in _KEPT if name in os.environ},
            creationflags=_NO_WINDOW,
            start_new_session=True,
        )
        assert self._process.stdin and self._process.stdout, "both are pipes"
        self._to = self._process.stdin
        self._from = self._process.stdout
        self._job: Job | None = None
        self._expired = False
        self._killing = threading.Lock()
        try:
            self._job = Job(self._process)
            self.means = self._greeting()
        except BaseException:
            self.end()
            raise
        if not sandbox.STRONG & set(self.means):
            sandbox.hide_memory()

    def _greeting(self) -> tuple[str, ...]:
        """Wait until the child is ready; return the means by which the kernel confines it."""
        try:
            return wire.means_of(self._received(_STARTING, wire.READY_MOST))
        except ValueError as error:
            raise OSError from error

    def ask(self, content: Path | bytes, request: Request, seconds: float) -> Reply:
        """Send a file and return the reply; both together may take some ``seconds``.

        The reply has to contain the nonce of this request.

        Raises:
            RefusedError: the file cannot be read, or the child failed at it.
        """
        until = time.monotonic() + seconds
        asked = structs.replace(request, nonce=secrets.token_bytes(wire.NONCE))
        sender = _Sender(content, asked, self._to)
        is_reusable = False
        try:
            assert self._job, "the child was confined when it was started"
            self._job.allow(request.processor)
            sender.start()
            while sender.is_alive() and self.lives and time.monotonic() < until:
                sender.join(_POLL)
            reply = self._reply(sender, asked.nonce, until)
            is_reusable = not reply.last
        finally:
            if not (is_reusable or sender.has_sent_nothing):
                self.end()
        return reply

    def _reply(self, sender: "_Sender", nonce: bytes, until: float) -> Reply:
        if sender.is_alive():
            if not self.lives:  # the sender has not noticed yet
                raise self._lost()
            raise RefusedError("读取文件超时，磁盘或网络过慢，未导入。复制到本机后再导入。")
        if sender.refusal:
            raise sender.refusal
        data = self._received(until - time.monotonic(), wire.NONCE + wire.REPLY)
        try:
            if data[: wire.NONCE] != nonce:
                raise ValueError("no reply to this request")
            return wire.decode(data[wire.NONCE :])
        except ValueError as error:  # incomplete, late, or malformed
            raise self._lost() from error

    def _received(self, seconds: float, most: int) -> bytes:
        """Wait for a message and return it; empty if none arrived completely and in time."""
        with self._time_limit(seconds):
            try:
                return wire.receive(self._from, most) or b""
            except ValueError:  # too large
                return b""

    @property
    def process_id(self) -> int:
        """The process id."""
        return self._process.pid

    @property
    def lives(self) -> bool:
        """Whether the process is running."""
        return lives(self._process)

    def kill(self) -> None:
        """Kill the process and all it has started; a call that waits for its reply returns."""
        with self._killing:
            if self._process.returncode is None:
                if sys.platform == "win32":
                    self._process.kill()
                else:
                    with contextlib.suppress(OSError):  # all processes have ended
                        os.killpg(self._process.pid, signal.SIGKILL)

    def end(self) -> None:
        """End the process at once and close its pipes."""
        if self._job:
            self._job.close()
        self.kill()
        for pipe in (self._to, self._from):
            with contextlib.suppress(OSError):  # bytes that it has not read cannot be flushed
                pipe.close()
        with self._killing:
            self._process.wait()

    def _lost(self) -> RefusedError:
        """End a child that did not reply and log its status; return the error for the clerk."""
        self.end()
        status = self._process.returncode
        hung = self._expired or is_out_of_time(status)
        _log.warning("reading child %s, status %s", "hung" if hung else "died", status)
        return too_large(HUNG) if hung else RefusedError(f"{CRASHED}，未导入。{SAVE_AS}")

    @contextlib.contextmanager
    def _time_limit(self, seconds: float) -> Iterator[None]:
        """Kill the process if the block takes too long, so that reading from it ends."""

        def expire() -> None:
            self._expired = True
            self.kill()

        timer = threading.Timer(max(seconds, 0), expire)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            timer.join()  # after this it has expired, or never will


class _Sender(threading.Thread):
    """Sends a file to a child in a thread, because a network share may block."""

    def __init__(self, content: Path | bytes, request: Request, to: IO[bytes]) -> None:
        super().__init__(name="foreign file", daemon=True)
        self.refusal: RefusedError | None = None
        """The error, if the file cannot be read."""
        self._has_sent = False
        self._content = content
        self._request = wire.encode(request)
        self._to = to

    @property
    def has_sent_nothing(self) -> bool:
        """Whether the child has received nothing of the file, and never will."""
        return not (self._has_sent or self.is_alive())

    def run(self) -> None:
        """Open the file and send it; bytes are sent as they are."""
        try:
            if isinstance(self._content, bytes):
                self._send(len(self._content), [self._content])
                return
            file, state = open_file(self._content)
            with file:
                self._send(state.st_size, _pieces(file, state))
        except RefusedError as error:
            self.refusal = error
        except (OSError, ValueError):  # the child has ended: waiting for its reply fails
            return

    def _send(self, size: int, pieces: Iterable[bytes]) -> None:
        self._has_sent = True
        wire.send(self._to, self._request)
        wire.send_pieces(self._to, size, pieces)


def _pieces(file: BinaryIO, opened: os.stat_result) -> Iterator[bytes]:
    """Yield a file piece by piece, the last piece only if the file was not changed meanwhile.

    Raises:
        RefusedError: it was changed, or cannot be read to its end.
    """
    size = opened.st_size
    try:
        for start in range(0, size, _PIECE):
            piece = file.read(min(_PIECE, size - start))
            if start + _PIECE >= size:
                now = os.fstat(file.fileno())
                if (now.st_size, now.st_mtime_ns, file.tell()) != (size, opened.st_mtime_ns, size):
                    raise RefusedError("读取时文件被改动，未导入。等其他程序保存后再导入。")
            yield piece
    except OSError as error:
        raise RefusedError("读取中断，磁盘或网络可能已断开。核对后再导入。") from error


PROCESSOR: Final = 2.0
"""Seconds of processor time that a file may take: the clerk's wait on an idle machine."""
WALL: Final = 20.0
"""Seconds by the clock from opening a file to its reply, even on a busy machine."""
_TROUBLE: Final = 2000
"""Characters of ``Reply.trouble`` that are logged."""
_SENTENCE: Final = 300
"""Characters of a child's message that the clerk sees."""
_NAME: Final = 100
"""Characters of the name of a form file in a message."""


class Reader:
    """Reads foreign files, one at a time; every thread may call it. It has to be closed.

    ``seconds`` is the time by the clock that a file may take, ``processor`` the processor time;
    ``program`` is the command that starts the child.
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
        """Start the child, so that the first file does not wait for it.

        Raises:
            RefusedError: it cannot be started.
        """
        with self._lock:
            self._ready()

    def read(self, path: Path) -> Document:
        """Return the content of a file.

        Raises:
            RefusedError: it is not admitted, unreadable, or took too long; the message names it.
        """
        document = self._ask(path, Request()).document
        assert document, "_ask raises without one"
        return document

    def recognise(
        self, path: Path, form: str, by_year: bool = False, content: bytes | None = None
    ) -> Recognition | FileKind:
        """Return the report recognised in a file, or its kind if it is not read here.

        The model reads a draft, and an office suite converts kinds that are ``CONVERTED``.
        ``form`` is the key of the form that is preferred among forms that fit equally; with
        ``by_year`` it is the form of the year that the file states, if it states one. ``content``
        is read in place of a file: then the path is only a name for messages.

        Raises:
            RefusedError: it is not admitted, unreadable, or took too long; the message names it.
        """
        reply = self._ask(path, Request(form=form, by_year=by_year), content)
        assert reply.reading or reply.document, "_ask raises without one"
        return reply.reading or reply.document.kind  # type: ignore[union-attr]

    def check_form(self, data: bytes, name: str) -> None:
        """Check in the child that the bytes of a form file are a valid form.

        Raises:
            FormError: they are not, or took too long; the message names the file.
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
        """The child's process id, for measurements; None if there is no child."""
        return self._child.process_id if self._child and self._child.lives else None

    @property
    def means(self) -> tuple[str, ...]:
        """The means by which the kernel confines the child, for measurements."""
        return self._child.means if self._child else ()

    def close(self) -> None:
        """End the child at once; a call that waits for its reply returns."""
        if child := self._child:
            child.kill()
        with self._lock:
            if self._child:
                self._child.end()
            self._child = None

    def _ready(self) -> Child:
        """Return a running child; one that died since the last file is replaced."""
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

    def _ask(self, path: Path, request: Request, content: bytes | None = None) -> Reply:
        try:
            with self._lock:
                reply = self._reply(self._ready(), path if content is None else content, request)
            if reply.document is None and (reply.reading is None or not request.form):
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
    """Return a child's message as one printable sentence of bounded length, never empty."""
    words = storage.printable(text[: 4 * _SENTENCE])
    return shortened(words, _SENTENCE) if words.strip() else str(damaged())
