"""The files that an export wrote, each with what was found when it was read back."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from model.report.report import Report
from ui.app.acts import Written
from ui.base.cards import Card, hint
from ui.base.widgets import Label, bold, card, inked, link, named, set_shown, wrapped

_CHANGED = "导出后草稿有改动，这些文件是改动前的内容。需要时重新导出。"


class ExportResults(Card):
    """The files written last; not shown before there is one."""

    def __init__(self) -> None:
        super().__init__("已导出")
        named(self, "导出结果")
        self._rows: list[QWidget] = []
        self._written: list[Written] = []
        self._of: Report | None = None
        self._changed = inked(wrapped(_CHANGED), "warning")
        self._changed.hide()
        self.body.addWidget(self._changed)
        self._rows_begin = self.body.count()
        self.note = hint()
        self.folder = link(QPushButton("打开文件夹"))
        self.folder.clicked.connect(self._open_folder)
        self.body.addWidget(self.note)
        self.head.addWidget(self.folder)
        self.setVisible(False)

    def show_written(self, report: Report, written: Iterable[Written], note: str = "") -> None:
        """Show the files of a new export of a report; ``note`` says what was still waiting."""
        self.clear()
        self.note.setText(note)
        self.note.setVisible(bool(note))
        for one in written:
            self.add(report, one)

    def clear(self) -> None:
        """Forget the files of the last export."""
        self._of = None
        self._changed.hide()
        for row in self._rows:
            row.hide()
            row.deleteLater()
        self._rows, self._written = [], []
        self.setVisible(False)

    def add(self, report: Report, one: Written) -> None:
        """Show one more file of a report; files of an earlier one make way."""
        if _content(report) != self._of:
            self.clear()
        self._of = _content(report)
        row = card("sunk")
        layout = QHBoxLayout(row)
        layout.setContentsMargins(10, 6, 10, 6)
        layout.setSpacing(8)
        layout.addWidget(inked(bold(Label("✓")), "fine"))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(bold(wrapped(_title(one))))
        words.addWidget(hint(one.message))
        button = named(link(QPushButton("打开")), f"打开{one.name}")
        button.clicked.connect(lambda: open_file(one.path))
        layout.addLayout(words, 1)
        layout.addWidget(button)
        self.body.insertWidget(self._rows_begin + len(self._rows), row)
        self._rows.append(row)
        self._written.append(one)
        self.setVisible(True)

    def compare(self, report: Report) -> None:
        """Say so where a report is no longer the one that the files were written from."""
        set_shown(self._changed, self._of not in (None, _content(report)))

    def count(self) -> int:
        """How many files are shown."""
        return len(self._written)

    def texts(self) -> list[str]:
        """Return what is said of each file."""
        return [f"{_title(one)}\n{one.message}".replace("\u200b", "") for one in self._written]

    def _open_folder(self) -> None:
        open_file(self._written[0].path.parent)


def open_file(path: Path) -> bool:
    """Open a file or a folder with the program the system has for it."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def _content(report: Report) -> Report:
    """Return what a file can show of a report: when it was published is noted only later."""
    return replace(report, published=None)


def _title(one: Written) -> str:
    """Say which file was written; a long name may break after its stage or ending."""
    name = one.path.name.replace("（", "\u200b（").replace(".", "\u200b.")
    return f"{one.name}：{name}"
