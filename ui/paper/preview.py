"""版面预览: pictures of the pages as they will be, and a plain word on who drew them.

LibreOffice draws them from the very bytes an export writes, where it is installed; otherwise, and
where it fails, the program draws them itself. Nothing of it happens in the thread of the window.
"""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QImage, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from model.report.report import Report
from ui.app import acts
from ui.base import background
from ui.base.widgets import Label, named, tipped, wrapped
from ui.paper import libreoffice
from ui.paper.libreoffice import Conversion
from ui.paper.pages import drawn_pages
from ui.paper.sheets import Sheets

BY_OFFICE: Final = "由 LibreOffice 按将要导出的 Word 文件生成。"
_OWN: Final = "此为程序自绘的版面示意，分页以 Word 或 WPS 为准。"
_FAILED: Final = "预览未能生成，不影响导出。点“刷新预览”再试一次。"
_SOON: Final = 300
"""Milliseconds a page is looked at before its pictures are drawn."""


class Preview(QWidget):
    """The pages of the report as it stands; drawn when looked at, and again when asked."""

    def __init__(self, report: Callable[[], Report]) -> None:
        super().__init__()
        self._report = report
        self._drawn: Report | None = None
        self._job: Conversion | None = None
        self._told: background.Told | None = None
        self._trouble = ""
        self.sheets = Sheets()
        self.state = wrapped("尚未生成预览。")
        self.count = Label()
        self.again = QPushButton("刷新预览")
        self.again.clicked.connect(self.refresh)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(self._bar())
        layout.addWidget(self.state)
        layout.addWidget(self.sheets, 1)
        self.sheets.moved.connect(self._say_page)
        self._soon = QTimer(self, singleShot=True, interval=_SOON)
        self._soon.timeout.connect(self._refresh_if_changed)

    def _bar(self) -> QHBoxLayout:
        bar = QHBoxLayout()
        bar.addWidget(self.count, 1)
        for text, name, by in (("－", "缩小", -1), ("＋", "放大", 1), ("适合宽度", "适合宽度", 0)):
            button = named(QPushButton(text), name)
            tipped(button, name)
            button.clicked.connect(lambda _, by=by: self.sheets.zoom(by))
            width = button.fontMetrics().horizontalAdvance(text) + self.fontMetrics().height() * 2
            button.setMaximumWidth(width)
            bar.addWidget(button)
        bar.addWidget(self.again)
        return bar

    def say_changed(self) -> None:
        """Say that the pictures are older than the report."""
        if self._drawn is not None and self._drawn != self._report():
            self.state.setText("内容或版式已有改动。刷新预览，查看新的版面。")

    def refresh(self) -> None:
        """Draw the pages of the report as it stands now."""
        self.stop()
        self._drawn = self._report()
        self._trouble = _why_not()
        self.state.setText("正在生成预览…")
        if self._trouble:
            self._draw()
            return
        self._job = Conversion(self, pictures=True)
        self._job.done.connect(self._load)
        self._job.failed.connect(self._on_failed)
        self._job.begin(acts.word_bytes(self._drawn))

    def look_again(self) -> None:
        """Draw the pages again where they are looked at and older than the report."""
        if self.isVisible():
            self._soon.start()

    def stop(self) -> None:
        """Wait for nothing any more."""
        self._soon.stop()
        if self._told is not None:
            self._told.done.disconnect()
        if self._job is not None:
            self._job.stop()
            self._job.deleteLater()
        if self._told is not None or self._job is not None:
            self._told = self._job = self._drawn = None

    def _on_failed(self, why: str) -> None:
        self._trouble = f"{why}，"
        self._job = None
        self._draw()

    def _draw(self) -> None:
        report = self._drawn
        assert report is not None
        self._wait_for(lambda: drawn_pages(report))

    def _load(self, pdf: bytes, pictures: list[bytes]) -> None:
        self._job = None
        self._wait_for(lambda: [QImage.fromData(picture) for picture in pictures])

    def _wait_for(self, pages: Callable[[], list[QImage]]) -> None:
        self._told = background.begin(pages, self._show)

    def _show(self, pages: list[QImage] | None) -> None:
        self._told = None
        if pages is None:
            self.state.setText(_FAILED)
            return
        self.state.setText(f"{self._trouble}{_OWN}" if self._trouble else BY_OFFICE)
        self.sheets.show_pages(pages)
        self._say_page(1)
        self.say_changed()

    def _say_page(self, number: int) -> None:
        here = f"　第 {number} 页" if self.sheets.count > 1 else ""
        self.count.setText(f"共 {self.sheets.count} 页{here}" if self.sheets.count else "")

    def _refresh_if_changed(self) -> None:
        if self._drawn != self._report():
            self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what changed since it was last looked at."""
        super().showEvent(event)
        self._soon.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """End what nobody waits for: the step was left, or the window is closed."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.stop()


def _why_not() -> str:
    """Say why LibreOffice cannot draw the pages; empty where it can."""
    if not libreoffice.soffice():
        wps = "（WPS 不能在后台转换）" if libreoffice.has_wps() else ""
        return f"本机未装 LibreOffice{wps}，"
    if not libreoffice.pdftoppm():
        return "本机缺少把 PDF 转成图片的 pdftoppm，"
    return ""
