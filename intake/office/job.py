"""Programs that turn documents into others, each run in a folder of its own that is then removed.

LibreOffice converts with an empty profile that switches off macros, links and scripts. It has a
time limit, and what the system can refuse it is refused: see intake/office/enclosure.py.
"""

import contextlib
import logging
import math
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import msgspec

from intake import OFFICE
from intake.child import lives, own_command
from intake.confinement import Job
from intake.content import MEGABYTE
from intake.gate.admission import open_file
from intake.office.launcher import Order
from model.errors import RefusedError
from model.resources import ROOT

LIMIT: Final = 60.0
"""Seconds by the clock that a program may take, and of the processor."""
MEMORY: Final = 2048 * MEGABYTE
"""Bytes of memory of a process on Windows."""
_POLL: Final = 0.05
_ENDING: Final = 2.0
"""Seconds that ending a program and removing its folder may take."""
_MOST: Final = 200
"""Files that are read from a folder: pictures of pages."""
_SLOW: Final = "超过一分钟没有完成"
_FAILED: Final = "未能完成"
_NO_ROOM: Final = "临时文件夹无法写入"
_STOPPED: Final = "转换已取消"
_KEPT: Final = (
    "PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "LD_LIBRARY_PATH", "FONTCONFIG_FILE",
    "FONTCONFIG_PATH",
)  # fmt: skip
"""Environment variables of a program on POSIX; no address of a screen or of a bus is among them."""
_SETTINGS: Final = "profile/user/registrymodifications.xcu"
_PROFILE: Final = {
    "Office.Common/Security/Scripting": {
        "MacroSecurityLevel": "3",
        "DisableMacrosExecution": "true",
        "DisableActiveContent": "true",
        "BlockUntrustedRefererLinks": "true",
        "CheckDocumentEvents": "true",
    },
    "Office.Writer/Content/Update": {"Link": "0", "Field": "false"},
    "Office.Calc/Content/Update": {"Link": "1"},
    "Office.Common/Misc": {"CrashReport": "false", "FirstRun": "false"},
    "Office.Recovery/RecoveryInfo": {"Enabled": "false"},
    "Office.Java/VirtualMachine": {"Enable": "false"},
}
"""Settings of LibreOffice: macros never run, links are never followed. «Link» has other numbers in
Writer (0 never) than in Calc (1 never); a version that lacks a setting passes it over."""

_log = logging.getLogger("gknb")


class OfficeError(Exception):
    """A program did not do its work; ``str()`` is a phrase in Chinese without a full stop."""


class OfficeJob:
    """Programs run one after another in one folder; any thread may stop them."""

    def __init__(
        self, program: str = "", begun: Callable[[str], object] = lambda program: None
    ) -> None:
        self.program = program
        """The name of the suite that runs, to be shown; empty while none does."""
        self.begun = begun
        """Is called with the name of a suite before it converts a file."""
        self.means: tuple[str, ...] = ()
        """The means that confined the last program, for measurements."""
        self._stopped = threading.Event()
        self._ended = threading.Event()
        self._ended.set()

    def run(
        self, files: Mapping[str, bytes], calls: Sequence[Sequence[str]], results: Sequence[str]
    ) -> list[bytes]:
        """Return the files that programs make of others.

        ``results`` are names or patterns; the files of a pattern are ordered by their numbers.

        Raises:
            OfficeError: a program failed, took too long or was stopped, or a file is missing.
        """
        self._ended.clear()
        try:
            with TemporaryDirectory(prefix="gknb-", ignore_cleanup_errors=True) as name:
                folder = Path(name).resolve()
                (folder / _SETTINGS).parent.mkdir(parents=True)
                for path, data in {**files, _SETTINGS: _profile()}.items():
                    (folder / path).write_bytes(data)
                for call in calls:
                    self._run(call, folder)
                return [data for pattern in results for data in self._made(folder, pattern)]
        except OSError as error:
            raise OfficeError(_NO_ROOM) from error
        finally:
            self._ended.set()

    @property
    def is_stopped(self) -> bool:
        """Whether it was stopped."""
        return self._stopped.is_set()

    def stop(self) -> None:
        """End what is running and all it has started; then its folder is removed."""
        self._stopped.set()
        self._ended.wait(_ENDING)

    def _run(self, call: Sequence[str], folder: Path) -> None:
        """Run one program to its end, and end what it leaves running.

        Raises:
            OfficeError: it failed, took too long or was stopped.
        """
        if self._stopped.is_set():
            raise OfficeError(_STOPPED)
        until = time.monotonic() + LIMIT
        with self._launched() as process:
            assert process.stdin and process.stdout, "both are pipes"
            job = Job(process, MEMORY, alone=False)
            try:
                order = Order(call=list(call), folder=str(folder), processor=math.ceil(LIMIT))
                with contextlib.suppress(OSError):  # it has ended
                    process.stdin.write(msgspec.json.encode(order) + b"\n")
                while lives(process) and time.monotonic() < until:
                    if self._stopped.wait(_POLL):
                        break
                late = lives(process)
            finally:
                job.close()
                _kill(process)
            self.means = tuple(process.stdout.readline().decode("ascii", "replace").split())
        _log.info("office program: status %s, confined by %s", process.returncode, self.means)
        if self._stopped.is_set():
            raise OfficeError(_STOPPED)
        if late or process.returncode:
            raise OfficeError(f"{self.program} {_SLOW if late else _FAILED}")

    def _launched(self) -> "subprocess.Popen[bytes]":
        """Start the launcher as the first process of a session of its own.

        Raises:
            OfficeError: it cannot be started.
        """
        try:
            return subprocess.Popen(
                own_command(OFFICE),
                bufsize=0,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=ROOT,
                env=_environment(),
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
                start_new_session=True,
            )
        except OSError as error:
            raise OfficeError(f"{self.program} {_FAILED}") from error

    def _made(self, folder: Path, pattern: str) -> list[bytes]:
        """Return the files of a pattern; a link or a file that is too large is none.

        Raises:
            OfficeError: there is none.
        """
        found = sorted(folder.glob(pattern), key=lambda path: (len(path.name), path.name))
        try:
            if found and not any(path.is_symlink() for path in found[:_MOST]):
                return [_read(path) for path in found[:_MOST]]
        except RefusedError:
            pass
        raise OfficeError(f"{self.program} {_FAILED}")


def _environment() -> dict[str, str]:
    if sys.platform == "win32":
        return dict(os.environ)
    return {name: os.environ[name] for name in _KEPT if name in os.environ}


def _kill(process: "subprocess.Popen[bytes]") -> None:
    """End a session; its first process was not waited for, so that its number is still its own."""
    if sys.platform == "win32":
        process.kill()
    else:
        with contextlib.suppress(OSError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _read(path: Path) -> bytes:
    file, _ = open_file(path)
    with file:
        return file.read()


def _profile() -> bytes:
    """Return the settings of an empty profile of LibreOffice."""
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for path, properties in _PROFILE.items()
        for name, value in properties.items()
    )
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    space = "http://openoffice.org/2001/registry"
    return f'{head}<oor:items xmlns:oor="{space}">{items}</oor:items>'.encode()
