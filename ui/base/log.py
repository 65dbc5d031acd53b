"""The log: errors by type and frames, because messages and locals may hold the clerk's text.

All uncaught errors come here: from slots, threads, finalisers, and Qt itself. The first error at a
place is logged and shown, and the draft is saved; further ones at the place are only counted.
"""

import contextlib
import faulthandler
import logging
import logging.handlers
import sys
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Final

from PySide6.QtCore import (
    QMessageLogContext,
    QObject,
    QtMsgType,
    Signal,
    qFormatLogMessage,
    qInstallMessageHandler,
)

from ui.app import folders
from ui.app.terminal import write_line
from ui.input_method import arrangement

_log = logging.getLogger("gknb")
_GRAVE: Final = (QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg)
_FRAMES: Final = 40
"""Frames of one line of the log, the innermost: endless recursion has a thousand."""
_others: list[Callable[[QtMsgType, QMessageLogContext, str], object]] = []
"""The handlers of Qt's messages before this one; they still get them."""
AGAIN: Final = 10
"""How often a place may fail until the message says that it fails again and again."""


class Trouble(QObject):
    """Reports unforeseen errors to the window."""

    message = Signal(str)
    """A sentence for the clerk, with the path of the log."""
    happened = Signal()
    """Something failed at a place for the first time: the draft has to be saved now."""

    def __init__(self) -> None:
        super().__init__()
        self._times: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._busy = threading.local()

    def note(self, kind: str, place: str) -> None:
        """Log a failure and report it, from any thread; a repeated one is counted.

        A failure within a report is not reported: that would never end.
        """
        with self._lock:
            self._times[place] += 1
            times = self._times[place]
        if times & (times - 1) == 0:  # 1, 2, 4, 8 …: a paint event fails 60 times a second
            _log.error("%s at %s%s", kind, place, f" ({times} times)" if times > 1 else "")
        if times not in (1, AGAIN) or getattr(self._busy, "reporting", False):
            return
        self._busy.reporting = True
        try:
            self._report(kind, times)
        finally:
            self._busy.reporting = False

    def _report(self, kind: str, times: int) -> None:
        path = folders.log_file()
        message = f"程序遇到意外问题（{kind}），正在保存草稿，可继续填写。记录在：{path}"
        if times > 1:
            message = f"同一处反复出现问题（{kind}）。关闭窗口再打开，草稿会先保存。记录在：{path}"
        self.happened.emit()
        self.message.emit(message)
        if sys.stderr is not None:  # a window without a console has none
            with contextlib.suppress(OSError, ValueError):  # its terminal may be gone
                write_line(message, sys.stderr)


trouble = Trouble()


def start_log() -> None:
    """Log to a rotated file, and handle uncaught errors."""
    sys.excepthook = log_exception
    threading.excepthook = _log_thread
    sys.unraisablehook = _log_unraisable
    before: Any = qInstallMessageHandler(_log_qt)
    _others[:] = [before] if before not in (None, _log_qt) else _others
    path = folders.log_file()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = logging.handlers.RotatingFileHandler(
            path, maxBytes=200_000, backupCount=2, encoding="utf-8"
        )
    except OSError:
        return
    stop_log()  # one log, however often it is started
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logging.raiseExceptions = False  # a full disk is reported when a draft is saved, not by the log
    _log.addHandler(handler)
    _log.setLevel(logging.INFO)
    typing = arrangement.choice()
    _log.info("Chinese typing: %s, %s", typing.module, typing.reason)
    if sys.stderr is not None:
        faulthandler.enable()


def stop_log() -> None:
    """Close the file of the log: Windows removes no folder with an open file in it."""
    for handler in [*_log.handlers]:
        _log.removeHandler(handler)
        handler.close()


def log_exception(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """Log where an unforeseen error happened, and show where the log is."""
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    frames = []
    while trace is not None:
        code = trace.tb_frame.f_code
        frames.append(f"{Path(code.co_filename).name}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    trouble.note(kind.__name__, " > ".join(frames[-_FRAMES:]))


def _log_thread(arguments: threading.ExceptHookArgs) -> None:
    """Log the error that ended a thread."""
    kind, error = arguments.exc_type, arguments.exc_value
    if error is not None:
        log_exception(kind, error, arguments.exc_traceback)


def _log_unraisable(arguments: "sys.UnraisableHookArgs") -> None:
    """Log an error where no exception can be raised, such as in a finaliser."""
    kind, error = arguments.exc_type, arguments.exc_value
    if error is not None:
        log_exception(kind, error, arguments.exc_traceback)


def _log_qt(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    """Log critical messages of Qt by their kind alone; their words may quote a text."""
    if kind in _GRAVE:
        _log.error("Qt says %s", kind.name)
    for other in _others:
        other(kind, context, message)
    if not _others and sys.stderr is not None:
        write_line(qFormatLogMessage(kind, context, message), sys.stderr)
