"""LibreOffice, where it is installed, makes a PDF of a Word document beside the window."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QObject, Signal

from intake.office import suites
from intake.office.conversion import libreoffice_call
from intake.office.job import OfficeError, OfficeJob
from ui.base.work import BackgroundWorker

DOTS: Final = 120
"""Dots per inch of the pictures: A4 is 992 of them wide."""
_FAILED: Final = "LibreOffice 未能完成"


class Conversion(QObject):
    """The conversion of a Word document to a PDF, and to pictures of its pages where wanted."""

    done = Signal(bytes, list)
    """The PDF, and its pages as bytes of PNG files."""
    failed = Signal(str)
    """Why it failed, without a full stop."""

    def __init__(self, parent: QObject, pictures: bool = False) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self._job = OfficeJob(suites.LIBREOFFICE)
        self._worker = BackgroundWorker(self)

    def begin(self, word: bytes) -> None:
        """Begin to convert the bytes of a .docx file."""
        calls, results = [libreoffice_call("report.docx", "pdf")], ["report.pdf"]
        if self._pictures:
            calls.append([suites.pdftoppm(), "-r", str(DOTS), "-png", "report.pdf", "page"])
            results.append("page*.png")
        self._worker.submit(lambda: self._made(word, calls, results), self._end)

    def stop(self) -> None:
        """End the conversion, and remove its files."""
        self._worker.abandon()
        self._job.stop()

    def _made(
        self, word: bytes, calls: Sequence[Sequence[str]], results: Sequence[str]
    ) -> list[bytes] | str:
        try:
            return self._job.run({"report.docx": word}, calls, results)
        except OfficeError as error:
            return str(error)

    def _end(self, made: list[bytes] | str | None) -> None:
        if isinstance(made, list):
            self.done.emit(made[0], made[1:])
        else:
            self.failed.emit(made or _FAILED)
