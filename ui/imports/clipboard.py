"""What other programs copied, read once: a report as HTML or text, or a file."""

from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from intake import source as foreign
from intake.office.job import OfficeJob
from intake.pasted import read_clipboard
from intake.source import Source


class Copied(NamedTuple):
    """The content of the clipboard: HTML and text, either may be empty, or one file."""

    html: str
    text: str
    file: Path | None

    @property
    def message(self) -> str:
        """What is said while it is read."""
        return f"正在读取「{self.file.name if self.file else '剪贴板'}」…"

    def read(self, assumed: int, job: OfficeJob) -> Source:
        """Read it as a report, in any thread; on the year ``assumed`` if it states none.

        ``job`` converts a file whose kind no reader reads.

        Raises:
            ReportError: it is none.
        """
        if self.file is not None:
            return foreign.read(self.file, assumed, job)
        return read_clipboard(self.html, self.text, assumed)


def copied() -> Copied:
    """Return what is on the clipboard.

    On X11 each reading asks the program that copied, which may have ended: nothing is read later.
    """
    data = QGuiApplication.clipboard().mimeData() or QMimeData()
    files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    html = data.html() if data.hasHtml() else ""
    file = files[0] if len(files) == 1 and not html else None
    return Copied(html, "" if file else data.text(), file)
