"""``--self-test``: makes, checks, exports, reads and shows a report, and says what works here.

For whoever puts the program on computers. It needs nothing but the program, works in a folder that
it removes, and leaves the clerk's drafts, settings and copies alone.
"""

import os
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QLibraryInfo, QObject, QTimer
from PySide6.QtGui import QFontDatabase
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QWidget

from export.outline import outline
from intake.child import Reader
from intake.samples import samples
from intake.source import open_source
from model.checks.check import check
from model.drafts import storage
from model.drafts.storage import Loaded
from model.errors import words_of
from model.form import catalog
from model.report.report import Report
from model.values import Number
from ui.app import acts, folders, steps
from ui.app.terminal import write_line
from ui.application import Collector, make_qt
from ui.base.log import stop_log
from ui.base.settings import Settings
from ui.entry.opening import wizard_on
from ui.entry.start_window import StartWindow
from ui.export.printing import print_pages
from ui.paper.composition import composed
from ui.paper.pages import draw_pdf
from ui.wizard import Wizard

_WAIT: Final = 20_000
"""Milliseconds a window may take to be painted."""


class FailedError(Exception):
    """A step did not do what it should; its words say what, in Chinese."""


@dataclass
class Work:
    """What the steps hand on: the folder they work in, the example there, its documents."""

    folder: Path
    documents: list[Path] = field(default_factory=list)

    @property
    def draft(self) -> Path:
        """Where the example lies."""
        return self.folder / "示例.gknb"

    def load(self) -> Loaded:
        """Open the example."""
        return storage.load(self.draft)


def _forms(work: Work) -> str:
    return "、".join(catalog.form(key).key for key in sorted(catalog.keys()))


def _make(work: Work) -> str:
    made = acts.begin_example(work.draft)
    if work.load().report != made.report:
        raise FailedError("重新打开的草稿与保存的不同")
    return made.report.unit.name


def _check(work: Work) -> str:
    summary = check(work.load().report).summary
    if not summary.complete:
        raise FailedError(acts.what_is_left(summary))
    return f"{summary.holds}条关系成立"


def _export(work: Work) -> str:
    written = acts.export(work.load().report, work.folder, acts.DOCUMENTS)
    work.documents = [one.path for one in written]
    return "、".join(one.name for one in written)


def _import(work: Work) -> str:
    kept = _tables(work.load().report)
    with Reader() as reader:
        for path in work.documents:
            source = open_source(reader, path)
            if source.issues or _tables(source.report) != kept:
                raise FailedError(f"从{path.suffix}文件读出的数字与草稿不同")
    return f"由独立的读取程序读了{len(work.documents)}个文件"


def _read_samples(work: Work) -> str:
    """Read a tiny file of each kind: a bundle might lack what one of the readers needs."""
    found = samples(catalog.form(catalog.keys()[-1]))
    with Reader() as reader:
        for ending, data in found.items():
            path = work.folder / f"样本{ending}"
            path.write_bytes(data)
            reader.read(path)
    return "、".join(found)


def _tables(report: Report) -> dict[str, Number]:
    """Return the numbers of the tables, which every kind of document holds."""
    return {
        address: value for address, value in report.values.items() if address in report.form.cells
    }


def _show(work: Work) -> str:
    settings = Settings()
    qt = make_qt(settings)
    collector = Collector()
    if QCoreApplication.translate("QPlatformTheme", "Cancel") != "取消":
        raise FailedError("缺少界面的中文译文")
    _open_and_close(StartWindow([]))
    _open_and_close(wizard_on(work.load(), settings))
    found = "、".join(_input_methods())
    message = f"{qt.platformName()}；输入法：{found}；{_draw(work)}"
    del collector, qt  # widgets alive at interpreter exit crash now and then
    return message


def _draw(work: Work) -> str:
    """Draw the report as a PDF, which the reading child reads back, and print it to a file."""
    if not QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese):
        return "本机没有中文字体，不能绘制 PDF 和打印"
    report = work.load().report
    (pdf,) = acts.export(report, work.folder, ["pdf"], draw=draw_pdf)
    work.documents = [pdf.path]
    _import(work)
    printer = QPrinter()
    printer.setOutputFileName(str(work.folder / "打印.pdf"))
    pages = composed(report, outline(report)).pages
    if print_pages(pages, printer) != len(pages):
        raise FailedError("报告没有印全")
    count = len(QPrinterInfo.availablePrinterNames())
    return f"PDF 已绘制并读回；打印已试，本机打印机{count}台"


def _open_and_close(window: QWidget) -> None:
    painting = _Painting(window)
    window.show()
    painting.wait()
    if isinstance(window, Wizard):
        for step in steps.steps_of(window.session.report):
            window.show_step(step.key).repaint()
    if not window.close():
        raise FailedError("窗口没有关闭")


def _input_methods() -> list[str]:
    """Return the names of Qt's plugins for typing Chinese that are at hand."""
    folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath), "platforminputcontexts")
    found = folder.glob("lib*platforminputcontextplugin.so")
    names = [path.stem[3:].removesuffix("platforminputcontextplugin") for path in sorted(found)]
    if sys.platform == "linux" and "ibus" not in names:
        raise FailedError("缺少中文输入法插件")
    return names or ["由系统提供"]


class _Painting(QObject):
    """Waits until a window is painted for the first time; to be made before it is shown."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._loop = QEventLoop()
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go on once the painting is over."""
        if event.type() == QEvent.Type.Paint:
            QTimer.singleShot(0, self, self._loop.quit)
        return False

    def wait(self) -> None:
        """Wait.

        Raises:
            FailedError: it was not painted in time.
        """
        QTimer.singleShot(_WAIT, self, lambda: self._loop.exit(1))
        if self._loop.exec():
            raise FailedError("窗口没有显示")


STEPS: Final[Mapping[str, Callable[[Work], str]]] = {
    "读取报告格式": _forms,
    "生成示例草稿": _make,
    "核对": _check,
    "导出并读回": _export,
    "导入": _import,
    "读取各种文件": _read_samples,
    "打开和关闭窗口": _show,
}
"""What is tried, in this order: each goes on with what those before it have made."""


def run_self_test(tried: Mapping[str, Callable[[Work], str]] = STEPS) -> int:
    """Try every step and print a line of each; gives 0 where all went well, else 1."""
    status = 0
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        os.environ[folders.APART] = folder
        work = Work(Path(folder))
        for name, act in tried.items():
            try:
                message = f"通过（{act(work)}）"
            except Exception as error:  # noqa: BLE001 - whatever it is, it is what was asked for
                message, status = f"未通过（{type(error).__name__}：{words_of(error)}）", 1
            write_line(f"{name}：{message}", sys.stdout)
            sys.stdout.flush()
        stop_log()
    write_line("全部通过" if status == 0 else "有步骤未通过", sys.stdout)
    return status
