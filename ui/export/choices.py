"""What to export: where to, at which stage, which documents."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QGroupBox,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from model.checks.check import Result
from model.report.report import Stage
from ui.app import acts
from ui.base.choice_box import ChoiceBox
from ui.base.file_dialogs import folder_to_use
from ui.base.session import Session
from ui.base.settings import Settings
from ui.base.widgets import label_of, line_edit, named, tipped, wrapped
from ui.paper import libreoffice

PDF: Final = "PDF 文件"
CHECKLISTS: Final = "核对表和核对报告（随送审稿）"
BY_HAND: Final = "用 WPS 打开 Word 文件，另存为 PDF。"
_KINDS: Final = {
    "Word 文件": ("word",),
    "Excel 表格": ("excel",),
    "网页": ("web",),
    PDF: (),
    CHECKLISTS: acts.CHECKLISTS,
}


class ExportChoices(QGroupBox):
    """The choices of one export; 稿别 is the report's own, the others are this page's."""

    check_requested = Signal()
    """The clerk wants to see what stands against another stage."""

    def __init__(self, session: Session, settings: Settings) -> None:
        super().__init__("导出内容")
        self._session, self._settings = session, settings
        self.folder = line_edit("保存到", str(settings.export_folder(session.path)))
        self.stage = named(ChoiceBox(), "稿别")
        self.stage.addItems([str(stage) for stage in Stage])
        self.stage.textActivated.connect(self._choose_stage)
        self.kinds = {name: QCheckBox(name) for name in _KINDS}
        for name, box in self.kinds.items():
            box.setChecked(name not in (PDF, CHECKLISTS))
        self.overwrite = QCheckBox("覆盖同名文件")
        tipped(self.overwrite, "不选时另存为“名称(2)”")
        self.left = wrapped()
        self.go_check = QPushButton("转到核对")
        self.go_check.clicked.connect(self.check_requested)
        self._lay_out()
        session.changed.connect(self.refresh)
        session.checked.connect(self.refresh)
        self._suggest_checklist()
        self.refresh()

    def _lay_out(self) -> None:
        form = QFormLayout(self)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        place = QHBoxLayout()
        browse = QPushButton("选择文件夹…")
        browse.clicked.connect(self._browse)
        place.addWidget(self.folder, 1)
        place.addWidget(browse)
        form.addRow(label_of(self.folder), place)
        form.addRow(label_of(self.stage), self.stage)
        self._unfinished = QWidget()
        against = QVBoxLayout(self._unfinished)
        against.setContentsMargins(0, 0, 0, 0)
        against.addWidget(self.left)
        against.addWidget(self.go_check)
        form.addRow(self._unfinished)
        for box in self.kinds.values():
            form.addRow(box)
        if not libreoffice.soffice():
            self.kinds[PDF].setEnabled(False)
            tipped(self.kinds[PDF], BY_HAND)
            form.addRow(wrapped(f"本机未装 LibreOffice，PDF 另行生成：{BY_HAND}"))
        form.addRow(self.overwrite)

    @property
    def chosen(self) -> list[str]:
        """Kinds of document to write, but for the PDF."""
        boxes = self.kinds.items()
        return [kind for name, box in boxes if box.isChecked() for kind in _KINDS[name]]

    @property
    def wants_pdf(self) -> bool:
        """Whether a PDF is asked for."""
        return self.kinds[PDF].isEnabled() and self.kinds[PDF].isChecked()

    def refresh(self) -> None:
        """Say the stage, what stands against any but 草稿, and what is better settled first."""
        summary = self._session.result.summary
        stage = self._session.report.stage if summary.complete else Stage.DRAFT
        self.stage.setCurrentText(str(stage))
        model = self.stage.model()
        assert isinstance(model, QStandardItemModel)
        for row, one in enumerate(Stage):
            model.item(row).setEnabled(summary.complete or one is Stage.DRAFT)
        told = waiting_told(self._session.result)
        self._unfinished.setVisible(bool(told) or not summary.complete)
        left = f"报告还有{acts.what_is_left(summary)}，只能导出草稿。"
        self.left.setText("\n".join([left] * (not summary.complete) + [told] * bool(told)))

    def _choose_stage(self, text: str) -> None:
        self._session.apply(self._session.report.at_stage(Stage(text)), "选择稿别")
        self._suggest_checklist()

    def _suggest_checklist(self) -> None:
        self.kinds[CHECKLISTS].setChecked(self._session.report.stage is Stage.REVIEW)

    def _browse(self) -> None:
        folder = folder_to_use(self, "保存到", self.folder.text())
        if folder:
            self.folder.setText(folder)
            self._settings.remember_export(self._session.path, Path(folder))


def waiting_told(result: Result) -> str:
    """Say what waits for a 说明 or a look before publication; empty where nothing does."""
    hints = sum(1 for hint in result.hints_as("hint") if not hint.reason_stands)
    summary = result.summary
    counts = (
        (summary.warnings, "处待说明"),
        (summary.publication, "处公布前提示"),
        (hints, "条提示"),
    )
    waiting = "、".join(f"{count}{name}" for count, name in counts if count)
    return f"还有{waiting}，不影响导出；公布前逐条改正、说明或核实。" if waiting else ""
