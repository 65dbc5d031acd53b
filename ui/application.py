"""The Qt application: fonts, Qt's own words in Chinese, the log, and which window comes first."""

import faulthandler
import logging
import logging.handlers
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Final

from PySide6.QtCore import QLibraryInfo, QTranslator
from PySide6.QtWidgets import QApplication, QMainWindow

from model import storage
from model.errors import ReportError
from model.storage import Loaded
from ui import folders
from ui.console.output import complain
from ui.session import Session
from ui.settings import Settings
from ui.start_window import StartWindow
from ui.wizard import Wizard

_FAMILIES: Final = ["Microsoft YaHei UI", "Noto Sans CJK SC", "WenQuanYi Micro Hei"]
_log = logging.getLogger("gknb")


class Application:
    """The windows of one process: the start, then one report."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._start: StartWindow | None = None
        self.window: QMainWindow | None = None

    def show_start(self) -> StartWindow:
        """Show the start window."""
        self._start = StartWindow(self._settings)
        self._start.opened.connect(self.show_report)
        self._start.show()
        return self._start

    def show_report(self, loaded: Loaded) -> Wizard:
        """Show the wizard on a report, in place of the start."""
        self._settings.remember(loaded.path)
        wizard = Wizard(Session(loaded), self._settings)
        self.window = wizard
        wizard.show()
        if self._start is not None:
            self._start.close()
            self._start = None
        return wizard


def run_window(arguments: Sequence[str]) -> int:
    """Run the window until it is closed; gives the exit status."""
    qt = make_qt()
    start_log()
    application = Application(Settings())
    if arguments:
        try:
            application.show_report(storage.load(Path(arguments[0]).absolute()))
        except ReportError as error:
            complain(error)
            return 2
    else:
        application.show_start()
    status = qt.exec()
    del application  # widgets alive at interpreter exit crash now and then
    return status


def make_qt() -> QApplication:
    """Give the Qt application with a Chinese face and Qt's own words in Chinese."""
    qt = QApplication(sys.argv[:1])
    qt.setApplicationName(folders.NAME)
    qt.setApplicationDisplayName("政府信息公开工作年度报告")
    translator = QTranslator(qt)
    path = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load("qtbase_zh_CN", path):
        qt.installTranslator(translator)
    font = qt.font()
    font.setFamilies([*_FAMILIES, font.family()])
    qt.setFont(font)
    return qt


def start_log() -> None:
    """Log to a rotated file by type and frames; messages and locals carry the clerk's text."""
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
    sys.excepthook = _log_exception


def _log_exception(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    frames = []
    while trace is not None:
        code = trace.tb_frame.f_code
        frames.append(f"{Path(code.co_filename).name}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    _log.error("%s at %s", kind.__name__, " > ".join(frames))
    complain(f"程序遇到意外问题（{kind.__name__}），草稿仍在自动保存。记录在：{folders.log_file()}")
