"""What a new report needs: who reports, on which year, and where its file shall lie."""

from datetime import date
from pathlib import Path

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QWidget,
)

from model.answers import read_year
from model.errors import ReportError, StorageError
from model.naming import safe_name
from model.storage import Loaded
from model.text import clean_line
from model.unit import Unit, UnitKind
from ui import acts
from ui.answer_edit import complaint_label
from ui.widgets import named


class NewDialog(QDialog):
    """Asks for what a new report needs; its file is made at once."""

    def __init__(self, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("新建报告")
        self.name = named(QLineEdit(), "机关名称")
        self.year = named(QLineEdit(), "报告年度")
        self.kind = named(QComboBox(), "单位类型")
        self.kind.addItems([str(kind) for kind in UnitKind])
        self.folder = named(QLineEdit(str(folder)), "保存到文件夹")
        form = QFormLayout(self)
        self.year.setText(str(date.today().year - 1))
        for editor in (self.name, self.year, self.kind):
            form.addRow(editor.accessibleName(), editor)
        place, browse = QHBoxLayout(), QPushButton("选择…")
        browse.setAutoDefault(False)
        browse.clicked.connect(self._browse)
        place.addWidget(self.folder, 1)
        place.addWidget(browse)
        form.addRow(self.folder.accessibleName(), place)
        buttons = QDialogButtonBox()
        accept = buttons.addButton("新建", QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        accept.setEnabled(False)
        self.name.textChanged.connect(lambda text: accept.setEnabled(bool(text.strip())))
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self._complaint = complaint_label()
        form.addRow(self._complaint)
        form.addRow(buttons)
        self.setMinimumWidth(self.fontMetrics().height() * 32)
        self.loaded: Loaded | None = None

    def accept(self) -> None:
        """Begin the report; what is wrong is said here, and nothing typed is lost."""
        try:
            self.loaded = self.begin()
        except ReportError as error:
            self._complaint.setText(str(error))
            return
        super().accept()

    def begin(self) -> Loaded:
        """Begin the report that was asked for.

        Raises:
            ReportError: the year cannot be read, or the file cannot be made.
        """
        year = read_year(self.year.text())
        folder = Path(self.folder.text())
        if not folder.is_dir():
            raise StorageError(f"文件夹「{folder}」不存在。选择另一个文件夹。")
        unit = Unit(name=clean_line(self.name.text()), kind=UnitKind(self.kind.currentText()))
        name = safe_name(f"{year}年{unit.name}年报")
        return acts.begin(acts.free(folder / f"{name}{acts.ENDING}"), unit, year)

    def _browse(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "保存到文件夹", self.folder.text())
        if folder:
            self.folder.setText(folder)
