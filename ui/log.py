"""The log: what went wrong by type and frames; messages and locals carry the clerk's text."""

import faulthandler
import logging
import logging.handlers
import sys
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Signal

from ui import folders

_log = logging.getLogger("gknb")


class Trouble(QObject):
    """Says in the window that something unforeseen happened."""

    told = Signal(str)


trouble = Trouble()


def start_log() -> None:
    """Log to a rotated file, and take what nobody caught."""
    path = folders.log_file()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = logging.handlers.RotatingFileHandler(path, maxBytes=200_000, backupCount=2)
    except OSError:
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    _log.addHandler(handler)
    _log.setLevel(logging.INFO)
    faulthandler.enable()
    sys.excepthook = log_exception


def log_exception(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """Note where something unforeseen happened, and say where the note lies."""
    frames = []
    while trace is not None:
        code = trace.tb_frame.f_code
        frames.append(f"{Path(code.co_filename).name}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    _log.error("%s at %s", kind.__name__, " > ".join(frames))
    told = f"程序遇到意外问题（{kind.__name__}），草稿仍在自动保存。记录在：{folders.log_file()}"
    print(told, file=sys.stderr)  # noqa: T201
    trouble.told.emit(told)
