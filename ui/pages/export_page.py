"""导出: where to, at which stage, which documents; then what was written and compared."""

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QMessageBox,
    QPushButton,
)

from model.errors import ReportError, UnfinishedError
from model.report import Report, Stage
from ui import acts
from ui.pages.page import Page
from ui.session import Session
from ui.widgets import named, wrapped

_KINDS = {
    "Word 文件": ("word",),
    "Excel 表格": ("excel",),
    "网页": ("web",),
    "核对表和核对报告": acts.CHECKLISTS,
}


class ExportPage(Page):
    """The last step."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, "导出", "写入前重新打开每个文件，与草稿逐格、逐段核对。")
        self.folder = named(QLineEdit(str(session.path.parent)), "保存到")
        self.stage = named(QComboBox(), "稿别")
        self.stage.addItems([str(stage) for stage in Stage])
        self.stage.setCurrentText(str(session.report.stage))
        self.kinds = {name: QCheckBox(name) for name in _KINDS}
        for name, box in self.kinds.items():
            box.setChecked(_KINDS[name] != acts.CHECKLISTS)
        self.overwrite = QCheckBox("覆盖同名文件（不选时另存为“名称(2)”）")
        self.written = named(QListWidget(), "导出结果")
        self.written.setWordWrap(True)
        self.state = wrapped()
        self.body.addLayout(self._form())
        self.body.addLayout(self._buttons())
        self.body.addWidget(self.state)
        self.body.addWidget(self.written, 1)
        self.stage.currentTextChanged.connect(self._suggest_checklist)

    def _form(self) -> QFormLayout:
        form = QFormLayout()
        place = QHBoxLayout()
        browse = QPushButton("选择文件夹")
        browse.clicked.connect(self._browse)
        place.addWidget(self.folder, 1)
        place.addWidget(browse)
        form.addRow("保存到", place)
        form.addRow("稿别", self.stage)
        kinds = QHBoxLayout()
        for box in self.kinds.values():
            kinds.addWidget(box)
        kinds.addStretch(1)
        form.addRow("导出内容", kinds)
        form.addRow("", self.overwrite)
        return form

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.export_button = QPushButton("导出")
        self.export_button.clicked.connect(self.run)
        open_folder = QPushButton("打开文件夹")
        open_folder.clicked.connect(self._open_folder)
        row.addWidget(self.export_button)
        row.addWidget(open_folder)
        row.addStretch(1)
        return row

    def run(self) -> None:
        """Save, then export; an unfinished report only after a question, and only as 草稿."""
        self.session.save()
        self.session.keep_version()
        self.written.clear()
        stage = Stage(self.stage.currentText())
        try:
            report = acts.staged(self.session.report, stage, allow_unfinished=False)
        except UnfinishedError as error:
            if stage is not Stage.DRAFT and not self.confirm_draft(str(error)):
                self.state.setText(str(error))
                return
            report = acts.staged(self.session.report, stage, allow_unfinished=True)
        self._write(report)

    def confirm_draft(self, reason: str) -> bool:
        """Ask whether an unfinished report shall be exported as a 草稿."""
        box = QMessageBox(QMessageBox.Icon.Question, "导出草稿", reason, parent=self)
        accept = box.addButton("导出为草稿", QMessageBox.ButtonRole.AcceptRole)
        box.addButton("返回修改", QMessageBox.ButtonRole.RejectRole)
        box.exec()
        return box.clickedButton() is accept

    def _write(self, report: Report) -> None:
        kinds = [
            kind for name, box in self.kinds.items() if box.isChecked() for kind in _KINDS[name]
        ]
        folder = Path(self.folder.text())
        if not folder.is_dir():
            self.state.setText(f"文件夹「{folder}」不存在。选择另一个文件夹。")
            return
        try:
            written = acts.export(report, folder, kinds, self.overwrite.isChecked())
        except ReportError as error:
            self.state.setText(str(error))
            return
        self.session.apply(self.session.report.at_stage(report.stage), "稿别")
        self.state.setText(f"已导出{len(written)}个文件（{report.stage}）。")
        for one in written:
            self.written.addItem(f"{one.path.name}\n{one.proof}")

    def _suggest_checklist(self, stage: str) -> None:
        self.kinds["核对表和核对报告"].setChecked(stage == Stage.REVIEW)

    def _browse(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "保存到", self.folder.text())
        if folder:
            self.folder.setText(folder)

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(self.folder.text()))
