"""LibreOffice, where it is installed, makes a PDF of a Word document beside the window."""

from typing import Final

from PySide6.QtCore import QObject, Signal

from intake.office import suites
from intake.office.conversion import libreoffice_call
from intake.office.job import OfficeError, OfficeJob
from ui.base.work import BackgroundWorker

_FILTER: Final = (
    'pdf:writer_pdf_Export:{"ExportBookmarks":{"type":"boolean","value":"true"},'
    '"UseTaggedPDF":{"type":"boolean","value":"true"}}'
)
"""The PDF has the headings as bookmarks, and marks what is a heading, a table and a cell."""
_FAILED: Final = "LibreOffice 未能完成"


class Conversion(QObject):
    """The conversion of a Word document to a PDF."""

    done = Signal(bytes)
    """The PDF."""
    failed = Signal(str)
    """Why it failed, without a full stop."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._job = OfficeJob(suites.LIBREOFFICE)
        self._worker = BackgroundWorker(self)

    def begin(self, word: bytes) -> None:
        """Begin to convert the bytes of a .docx file."""
        self._worker.submit(lambda: self._made(word), self._end)

    def stop(self) -> None:
        """End the conversion, and remove its files."""
        self._worker.abandon()
        self._job.stop()

    def _made(self, word: bytes) -> bytes | str:
        call = libreoffice_call("report.docx", _FILTER)
        try:
            return self._job.run({"report.docx": word}, [call], ["report.pdf"])[0]
        except OfficeError as error:
            return str(error)

    def _end(self, made: bytes | str | None) -> None:
        if isinstance(made, bytes):
            self.done.emit(made)
        else:
            self.failed.emit(made or _FAILED)
