"""LibreOffice, where it is installed: makes a PDF of a Word document.

It is a process of its own with a time limit and a profile in a temporary folder, and ends with all
its children when it is not needed any more. QProcess reports its end as a signal, so it needs no
thread of ui.base.work.
"""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from PySide6.QtCore import QObject, QProcess, QTimer, QUrl, Signal

if sys.platform == "win32":
    import winreg

LIMIT: Final = 60_000
"""Milliseconds a program may take."""
_FILTER: Final = (
    'pdf:writer_pdf_Export:{"ExportBookmarks":{"type":"boolean","value":"true"},'
    '"UseTaggedPDF":{"type":"boolean","value":"true"}}'
)
"""The PDF has the headings as bookmarks, and marks what is a heading, a table and a cell."""

_MAC: Final = "/Applications/LibreOffice.app/Contents/MacOS/soffice"
_PROGRAMS: Final = ("ProgramW6432", "ProgramFiles", "ProgramFiles(x86)")
"""Variables of Windows that name its folders of programs, on whatever drive they are."""
_APP_PATHS: Final = r"Software\Microsoft\Windows\CurrentVersion\App Paths"
_LIBREOFFICE: Final = r"Software\LibreOffice\UNO\InstallPath"
_NO_WINDOW: Final = getattr(subprocess, "CREATE_NO_WINDOW", 0)
"""Windows would open a console for a program of the console."""
_SLOW: Final = "LibreOffice 超过一分钟没有完成"
_FAILED: Final = "LibreOffice 未能完成"
_NO_ROOM: Final = "临时文件夹无法写入"


def soffice() -> str:
    """Return the path of LibreOffice; empty where it is not installed."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    installed = sorted(map(str, Path("/opt").glob("libreoffice*/program/soffice")))
    places = (*installed[::-1], _MAC, *_on_windows())
    return found or next((place for place in places if Path(place).is_file()), "")


def _on_windows() -> Iterator[str]:
    """Yield where LibreOffice says it was installed on Windows, then where it usually is."""
    yield registered(rf"{_APP_PATHS}\soffice.exe")
    yield str(Path(registered(_LIBREOFFICE), "soffice.exe"))
    for folder in filter(None, map(os.environ.get, _PROGRAMS)):
        yield str(Path(folder, "LibreOffice", "program", "soffice.exe"))


def registered(key: str) -> str:
    """Return what a key of Windows's registry says, for this user or for all; empty if nothing."""
    if sys.platform == "win32":
        for root in (winreg.HKEY_CURRENT_USER, winreg.HKEY_LOCAL_MACHINE):
            for view in (winreg.KEY_WOW64_64KEY, winreg.KEY_WOW64_32KEY):
                with suppress(OSError), winreg.OpenKey(root, key, 0, winreg.KEY_READ | view) as at:
                    return str(winreg.QueryValueEx(at, None)[0]).strip('"')
    return ""


class ProgramRun(QObject):
    """One program in a session of its own, so that all its children end with it."""

    ended = Signal(str)
    """Why it failed; empty on success."""

    def __init__(self, call: Sequence[str], parent: QObject) -> None:
        super().__init__(parent)
        self._process = QProcess(self)
        self._process.setStandardOutputFile(QProcess.nullDevice())
        self._process.setStandardErrorFile(QProcess.nullDevice())
        self._process.finished.connect(self._on_finished)
        self._process.errorOccurred.connect(self._on_error)
        self._late = QTimer(self, singleShot=True, interval=LIMIT)
        self._late.timeout.connect(self._on_late)
        alone = shutil.which("setsid")
        self._call = [alone, *call] if alone else list(call)
        self._in_session = bool(alone)

    def start(self) -> None:
        """Start the program; where that fails, ``ended`` is emitted at once."""
        self._late.start()
        self._process.start(self._call[0], self._call[1:])

    def stop(self) -> None:
        """End the program at once, without a signal."""
        self.blockSignals(True)
        self._late.stop()
        self._kill()
        self._process.waitForFinished(2000)

    def _kill(self) -> None:
        number = self._process.processId()
        if not number:
            return
        if sys.platform == "win32":
            subprocess.run(
                ["taskkill", "/PID", str(number), "/T", "/F"], check=False, creationflags=_NO_WINDOW
            )
        elif self._in_session:
            with suppress(ProcessLookupError):  # not yet a session, or gone
                os.killpg(number, signal.SIGKILL)
        self._process.kill()

    def _on_finished(self, status: int) -> None:
        normal = self._process.exitStatus() is QProcess.ExitStatus.NormalExit
        self._end("" if normal and status == 0 else _FAILED)

    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self._end(_FAILED)

    def _on_late(self) -> None:
        self._process.finished.disconnect(self._on_finished)
        self._kill()
        self._end(_SLOW)

    def _end(self, why: str) -> None:
        self._late.stop()
        self.ended.emit(why)


class Conversion(QObject):
    """The conversion of a Word document to a PDF."""

    done = Signal(bytes)
    """The PDF."""
    failed = Signal(str)
    """Why it failed, without a full stop."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._folder: TemporaryDirectory[str] | None = None
        self._path = Path()
        self._run: ProgramRun | None = None

    def begin(self, word: bytes) -> None:
        """Begin to convert the bytes of a .docx file."""
        try:
            self._folder = TemporaryDirectory(prefix="gknb-", ignore_cleanup_errors=True)
            self._path = Path(self._folder.name)
            (self._path / "report.docx").write_bytes(word)
        except OSError:
            self._tidy()
            self.failed.emit(_NO_ROOM)
            return
        profile = QUrl.fromLocalFile(str(self._path / "profile")).toString(
            QUrl.ComponentFormattingOption.FullyEncoded
        )
        call = [soffice(), f"-env:UserInstallation={profile}", "--headless", "--norestore"]
        call += ["--convert-to", _FILTER, "--outdir", str(self._path)]
        self._run = ProgramRun([*call, str(self._path / "report.docx")], self)
        self._run.ended.connect(self._on_pdf)
        self._run.start()

    def stop(self) -> None:
        """End the conversion, and remove its files."""
        if self._run is not None:
            self._run.stop()
        self._tidy()

    def _tidy(self) -> None:
        if self._folder is not None:
            self._folder.cleanup()

    def _on_pdf(self, trouble: str) -> None:
        path = self._path / "report.pdf"
        pdf = path.read_bytes() if not trouble and path.is_file() else b""
        self._tidy()
        if pdf:
            self.done.emit(pdf)
        else:
            self.failed.emit(trouble or _FAILED)
