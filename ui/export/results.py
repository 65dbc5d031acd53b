"""The files that an export wrote, each with what was found when it was read back."""

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.app.acts import Written
from ui.base.cards import Card, hint
from ui.base.widgets import Label, bold, card, inked, link, named, wrapped


class ExportResults(Card):
    """The files written last; not shown before there is one."""

    def __init__(self) -> None:
        super().__init__("已导出")
        named(self, "导出结果")
        self._rows: list[QWidget] = []
        self._written: list[Written] = []
        self._rows_begin = self.body.count()
        self.note = hint()
        self.folder = link(QPushButton("打开文件夹"))
        self.folder.clicked.connect(self._open_folder)
        self.body.addWidget(self.note)
        self.head.addWidget(self.folder)
        self.setVisible(False)

    def show_written(self, written: Iterable[Written], note: str = "") -> None:
        """Show the files of a new export; ``note`` says what was still waiting."""
        self.clear()
        self.note.setText(note)
        self.note.setVisible(bool(note))
        for one in written:
            self.add(one)

    def clear(self) -> None:
        """Forget the files of the last export."""
        for row in self._rows:
            row.hide()
            row.deleteLater()
        self._rows, self._written = [], []
        self.setVisible(False)

    def add(self, one: Written) -> None:
        """Show one more file."""
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


def _title(one: Written) -> str:
    """Say which file was written; a long name may break after its stage or ending."""
    name = one.path.name.replace("（", "\u200b（").replace(".", "\u200b.")
    return f"{one.name}：{name}"
