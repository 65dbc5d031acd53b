"""The start: continue, begin, open, or try the example; and what was recovered after a crash."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from model import recovery, storage
from model.answers import read_year
from model.errors import ReportError
from model.naming import safe_name
from model.recovery import Recovered
from model.storage import Loaded
from model.unit import Unit, UnitKind
from ui import acts, folders
from ui.settings import Settings
from ui.widgets import bold, named, wrapped

FILES = "年报草稿 (*.gknb)"


class StartWindow(QWidget):
    """The first window."""

    opened = Signal(object)
    """A loaded report to work on."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.setWindowTitle("政府信息公开工作年度报告")
        self._settings = settings
        self._message = wrapped()
        layout = QVBoxLayout(self)
        layout.addWidget(bold(QLabel("政府信息公开工作年度报告"), 1.8))
        for recovered in recovery.all_of(folders.recovery_folder()):
            layout.addWidget(self._recovered_button(recovered))
        for text, act in self._acts():
            button = QPushButton(text)
            button.setMinimumHeight(self.fontMetrics().height() * 3)
            button.clicked.connect(act)
            layout.addWidget(button)
        layout.addWidget(QLabel("最近的草稿"))
        layout.addWidget(self._recent_list(), 1)
        layout.addWidget(self._message)
        self.resize(560, 560)

    def _acts(self) -> list[tuple[str, Callable[[], None]]]:
        found: list[tuple[str, Callable[[], None]]] = []
        if self._settings.recent:
            last = self._settings.recent[0]
            found.append((f"继续填报：{last.name}", lambda: self.open_path(last)))
        found += [("新建报告", self.new), ("打开草稿", self.open), ("看示例", self.example)]
        return found

    def _recent_list(self) -> QListWidget:
        recent = named(QListWidget(), "最近的草稿")
        for path in self._settings.recent:
            QListWidgetItem(f"{path.name}　{path.parent}", recent).setData(256, str(path))
        recent.itemActivated.connect(lambda item: self.open_path(Path(item.data(256))))
        return recent

    def _recovered_button(self, recovered: Recovered) -> QPushButton:
        when = recovered.written.strftime("%m月%d日 %H:%M")
        warning = "（草稿此后有改动，另存为新文件）" if recovered.draft_changed else ""
        button = QPushButton(f"恢复 {when} 未保存的内容：{recovered.path.name}{warning}")
        button.clicked.connect(lambda: self._recover(recovered))
        return button

    def _recover(self, recovered: Recovered) -> None:
        """Put a recovery copy back; where the draft changed since, beside it."""
        path, digest = recovered.path, recovered.digest
        if recovered.draft_changed:
            path, digest = _free(path.with_name(f"{path.stem}（恢复）.gknb")), ""
        self._try(lambda: storage.save(Loaded(recovered.report, path, digest)), recovered)

    def _try(self, act: Callable[[], Loaded], recovered: Recovered | None = None) -> None:
        """Open what an act gives, or say why it cannot be opened."""
        try:
            loaded = act()
        except ReportError as error:
            self._message.setText(str(error))
            return
        if recovered is not None:
            recovery.drop(folders.recovery_folder(), recovered.report.id)
        self._settings.remember(loaded.path)
        self.opened.emit(loaded)

    def open_path(self, path: Path) -> None:
        """Open a draft."""
        self._try(lambda: storage.load(path))

    def open(self) -> None:
        """Ask which draft to open."""
        name, _ = QFileDialog.getOpenFileName(self, "打开草稿", str(self._settings.folder), FILES)
        if name:
            self.open_path(Path(name))

    def new(self) -> None:
        """Ask for unit and year, and begin a report."""
        dialog = NewDialog(self._settings.folder, self)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self._try(dialog.begin)

    def example(self) -> None:
        """Open the example, as a file of the clerk's own."""
        self._try(lambda: acts.begin_example(_free(self._settings.folder / "年报示例.gknb")))


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
        form.addRow("机关名称", self.name)
        form.addRow("报告年度", self.year)
        form.addRow("单位类型", self.kind)
        form.addRow("保存到文件夹", self.folder)
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
        return acts.begin(_free(Path(self.folder.text()) / f"{name}.gknb"), unit, year)


def _free(path: Path) -> Path:
    """Give the path, or the first numbered one beside it that is free."""
    for number in range(2, 1000):
        if not path.exists():
            break
        path = path.with_name(f"{path.stem.removesuffix(f'({number - 1})')}({number}){path.suffix}")
    return path
