"""What an export wrote: each file with what was compared, and a way to open it."""

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QGroupBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.app.acts import Written
from ui.base.widgets import named, wrapped


class ExportResults(QGroupBox):
    """The files written last; not shown before there is one."""

    def __init__(self) -> None:
        super().__init__("已导出")
        named(self, "导出结果")
        self._rows: list[QWidget] = []
        self._written: list[Written] = []
        self._layout = QVBoxLayout(self)
        self.note = wrapped()
        self.folder = QPushButton("打开文件夹")
        self.folder.clicked.connect(self._open_folder)
        self._layout.addWidget(self.note)
        self._layout.addWidget(self.folder)
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
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        label = wrapped(_told(one))
        button = named(QPushButton("打开"), f"打开{one.name}")
        button.clicked.connect(lambda: open_file(one.path))
        layout.addWidget(label, 1)
        layout.addWidget(button)
        self._layout.insertWidget(len(self._rows), row)
        self._rows.append(row)
        self._written.append(one)
        self.setVisible(True)

    def count(self) -> int:
        """How many files are shown."""
        return len(self._written)

    def texts(self) -> list[str]:
        """Give what is said of each file."""
        return [_told(one).replace("\u200b", "") for one in self._written]

    def _open_folder(self) -> None:
        open_file(self._written[0].path.parent)


def open_file(path: Path) -> bool:
    """Open a file or a folder with the program the system has for it."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def _told(one: Written) -> str:
    """Say what was written; a long name may break after its stage or ending."""
    name = one.path.name.replace("（", "\u200b（").replace(".", "\u200b.")
    return f"{one.name}：{name}\n{one.told}"
