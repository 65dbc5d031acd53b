"""What a new report needs: who reports, on which year, and where its file shall lie."""

from pathlib import Path

from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QFormLayout, QLineEdit, QWidget

from model.answers import read_year
from model.naming import safe_name
from model.storage import Loaded
from model.unit import Unit, UnitKind
from ui import acts
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
        for editor in (self.name, self.year, self.kind, self.folder):
            form.addRow(editor.accessibleName(), editor)
        buttons = QDialogButtonBox()
        accept = buttons.addButton("新建", QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        accept.setEnabled(False)
        self.name.textChanged.connect(lambda text: accept.setEnabled(bool(text.strip())))
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        form.addRow(buttons)

    def begin(self) -> Loaded:
        """Begin the report that was asked for.

        Raises:
            ReportError: the year cannot be read, or the file cannot be made.
        """
        year = read_year(self.year.text())
        unit = Unit(name=self.name.text().strip(), kind=UnitKind(self.kind.currentText()))
        name = safe_name(f"{year}年{unit.name}年报")
        return acts.begin(acts.free(Path(self.folder.text()) / f"{name}.gknb"), unit, year)
