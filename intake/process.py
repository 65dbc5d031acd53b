"""The child process that reads foreign files, as the program sees it: started, asked, ended.

It is this program again, started with an argument that ui/start.py handles before anything else,
so that a frozen program needs no second executable. (Freeze into a folder: the boot loader of a
single file stands between the program and its child, and would be killed in its place.) It leads a
process group of its own, which is killed whole. The child ends itself when its processor time is
used up; the limit by the clock is longer, for a busy machine and for a child that was taken over.
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
from typing import IO, BinaryIO, Final

from msgspec import structs

from intake import CHILD, sandbox, wire
from intake.bounds import SAVE_AS, too_large
from intake.confinement import is_out_of_time
from intake.gate import open_file
from intake.job import Job
from intake.wire import Reply, Request
from model.errors import RefusedError
from model.form.places import ROOT, added_forms

_STARTING: Final = 60.0
"""Seconds a child may take to be ready."""
_LOOK: Final = 0.05
"""Seconds between two looks at whether a file that is being sent is still wanted."""
HUNG: Final = "读取文件超时"
CRASHED: Final = "读取程序在这份文件上出错"
_NO_WINDOW: Final = getattr(subprocess, "CREATE_NO_WINDOW", 0)
"""Windows would open a console for the child."""
_PIECE: Final = 256 * 1024
_KEPT: Final = (
    "PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "SYSTEMROOT", "WINDIR", "LD_LIBRARY_PATH"
)  # fmt: skip
"""What a child gets of the environment: what starts a program, and no proxy, catalogue or key."""

_log = logging.getLogger("gknb")


def command() -> list[str]:
    """Give the command that starts a child; PYTHON… variables of a clerk change nothing.

    Where forms lie that were added here it is told: its environment does not say.
    """
    call = [CHILD, *map(str, added_forms())]
    if getattr(sys, "frozen", False):
        return [sys.executable, *call]
    return [sys.executable, "-B", "-E", "-s", str(ROOT / "main.py"), *call]


class Child:
    """One process that reads one file after another, until it is lost over one.

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
        """Send a file and wait for the reply; no longer than some seconds for both.

        The request gets a nonce of its own, which the reply has to give back.

        Raises:
            RefusedError: the file cannot be read, or the child was lost over it.
        """
        until = time.monotonic() + seconds
        asked = structs.replace(request, nonce=secrets.token_bytes(wire.NONCE))
        sender = _Sender(content, asked, self._to)
        goes_on = False
        try:
            assert self._job, "the child was confined when it was started"
            self._job.allow(request.processor)
            sender.start()
            while sender.is_alive() and self.lives and time.monotonic() < until:
                sender.join(_LOOK)
            reply = self._reply(sender, asked.nonce, until)
            goes_on = not reply.last
        finally:
            if not (goes_on or sender.has_sent_nothing):
                self.end()
        return reply

    def _reply(self, sender: "_Sender", nonce: bytes, until: float) -> Reply:
        if sender.is_alive():
            raise RefusedError("读取文件超时，磁盘或网络过慢，未导入。复制到本机后再导入。")
        if sender.refusal:
            raise sender.refusal
        data = self._received(until - time.monotonic(), wire.NONCE + wire.REPLY)
        try:
            if data[: wire.NONCE] != nonce:
                raise ValueError("no reply to this request")
            return wire.decode(data[wire.NONCE :])
        except ValueError as error:  # cut off, late, or nonsense
            raise self._lost() from error

    def _received(self, seconds: float, most: int) -> bytes:
        """Wait for a message; nothing where none came whole and in time."""
        with self._within(seconds):
            try:
                return wire.receive(self._from, most) or b""
            except ValueError:  # larger than any
                return b""

    @property
    def process_id(self) -> int:
        """The id of the process."""
        return self._process.pid

    @property
    def lives(self) -> bool:
        """Whether the process has not ended; it is not reaped, so that its id stays its own."""
        if sys.platform == "win32":
            return self._process.poll() is None
        waiting = os.WEXITED | os.WNOHANG | os.WNOWAIT
        return self._process.returncode is None and not os.waitid(
            os.P_PID, self._process.pid, waiting
        )

    def kill(self) -> None:
        """Kill the process and all it has started; whoever waits for its reply waits no longer."""
        with self._killing:
            if self._process.returncode is None:
                if sys.platform == "win32":
                    self._process.kill()
                else:
                    with contextlib.suppress(OSError):  # all have ended
                        os.killpg(self._process.pid, signal.SIGKILL)

    def end(self) -> None:
        """End the process at once, whatever it does."""
        if self._job:
            self._job.close()
        self.kill()
        for pipe in (self._to, self._from):
            with contextlib.suppress(OSError):  # what it had not read is lost
                pipe.close()
        with self._killing:
            self._process.wait()

    def _lost(self) -> RefusedError:
        """End a child that gave no reply and note how it was lost; gives what to tell the clerk."""
        self.end()
        status = self._process.returncode
        hung = self._expired or is_out_of_time(status)
        _log.warning("reading child %s, status %s", "hung" if hung else "died", status)
        return too_large(HUNG) if hung else RefusedError(f"{CRASHED}，未导入。{SAVE_AS}")

    @contextlib.contextmanager
    def _within(self, seconds: float) -> Iterator[None]:
        """Kill the process when the block is not left in time: reading from it then ends."""

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
            timer.join()  # from here on it has expired, or never will


class _Sender(threading.Thread):
    """Brings a file to a child: a share that hangs holds up this thread, and no clerk."""

    def __init__(self, content: Path | bytes, request: Request, to: IO[bytes]) -> None:
        super().__init__(name="foreign file", daemon=True)
        self.refusal: RefusedError | None = None
        """Why the file cannot be read."""
        self._has_sent = False
        self._content = content
        self._request = wire.encode(request)
        self._to = to

    @property
    def has_sent_nothing(self) -> bool:
        """Whether the child has heard nothing of the file, and never will."""
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
        except (OSError, ValueError):  # the child is gone: its reply will say so
            return

    def _send(self, size: int, pieces: Iterable[bytes]) -> None:
        self._has_sent = True
        wire.send(self._to, self._request)
        wire.send_pieces(self._to, size, pieces)


def _pieces(file: BinaryIO, opened: os.stat_result) -> Iterator[bytes]:
    """Give a file piece by piece, the last one only when nobody has changed the file meanwhile.

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
