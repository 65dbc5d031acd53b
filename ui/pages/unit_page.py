"""单位与年度: who reports, on which days, until when, and in what form."""

from dataclasses import replace
from datetime import date

from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QGroupBox,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from model.beginning import default_block, insert_text
from model.form import Text
from model.unit import LABELS, TitleForm, UnitKind, proposed_scope, proposed_self_name
from ui.answer_edit import ChoiceAnswer, LineAnswer, complaint_label
from ui.pages.page import Page
from ui.session import Session

_CHOICES: dict[str, list[str]] = {
    "kind": [str(kind) for kind in UnitKind],
    "title_form": [str(form) for form in TitleForm],
}
_PERIOD = {"year": "报告年度", "period_start": "统计起始日", "period_end": "统计截止日"}
_GROUPS = (
    ("单位", ("name", "self_name", "kind", "scope")),
    ("年度", ("year", "period_start", "period_end", "deadline")),
    ("联系方式（写入前言，可不填）", ("address", "postcode", "phone", "email", "website")),
    ("标题与落款", ("title_form", "signature", "signed_on")),
)


class UnitPage(Page):
    """The first step."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, "单位与年度", f"格式依据：{session.report.form.basis}")
        self._fields: dict[str, QWidget] = {}
        self._placeholders: dict[str, QLineEdit] = {}
        self._days_left = QLabel()
        content = QWidget()
        layout = QVBoxLayout(content)
        for title, names in _GROUPS:
            layout.addWidget(self._group(title, names))
        layout.addWidget(self._regional_box())
        layout.addStretch(1)
        scroll = QScrollArea(widgetResizable=True)
        scroll.setWidget(content)
        self.body.addWidget(scroll, 1)
        session.changed.connect(self.refresh)
        self.refresh()

    def go_to(self, address: str) -> None:
        """Put the focus on a field."""
        if address in self._fields:
            self._fields[address].setFocus()

    def refresh(self) -> None:
        """Say what follows from the answers: proposals and the days left."""
        unit = self.session.report.unit
        proposals = {
            "self_name": proposed_self_name(unit.name, unit.kind),
            "scope": proposed_scope(unit.kind),
        }
        for name, proposal in proposals.items():
            self._placeholders[name].setPlaceholderText(f"不填时用：{proposal}")
        self._days_left.setText(days_left(unit.deadline, date.today()))
        for key, box in self._boxes.items():
            box.setChecked(self.session.report.text(key) is not None)

    def _group(self, title: str, names: tuple[str, ...]) -> QGroupBox:
        box = QGroupBox(title)
        form = QFormLayout(box)
        for name in names:
            label = LABELS.get(name) or _PERIOD[name]
            address = f"unit/{name}"
            if name in _CHOICES:
                chooser = ChoiceAnswer(self.session, address, label, _CHOICES[name])
                self._fields[address] = chooser
                form.addRow(label, chooser)
                continue
            complaint = complaint_label()
            editor = LineAnswer(self.session, address, label, complaint)
            self._fields[address] = self._placeholders[name] = editor
            form.addRow(label, editor)
            if name == "deadline":
                form.addRow("", self._days_left)
            form.addRow("", complaint)
            form.setRowVisible(complaint, False)
            _show_when_filled(form, complaint, editor)
        return box

    def _regional_box(self) -> QGroupBox:
        """Let the unit choose the items of section six that its region asks for."""
        box = QGroupBox("第六部分：本地区要求另行报告的事项")
        layout = QVBoxLayout(box)
        self._boxes: dict[str, QCheckBox] = {}
        for key, text in self.session.report.form.texts.items():
            if text.regional:
                self._boxes[key] = QCheckBox(text.title)
                self._boxes[key].clicked.connect(
                    lambda checked, text=text: self._switch(text, checked)
                )
                layout.addWidget(self._boxes[key])
        return box

    def _switch(self, text: Text, wanted: bool) -> None:
        report = self.session.report
        if wanted:
            texts = insert_text(report.texts, default_block(text), report.form)
        else:
            texts = tuple(block for block in report.texts if block.key != text.block)
        self.session.apply(
            replace(report, texts=texts), f"{'增加' if wanted else '取消'}「{text.title}」"
        )


def _show_when_filled(form: QFormLayout, complaint: QLabel, editor: QLineEdit) -> None:
    editor.editingFinished.connect(lambda: form.setRowVisible(complaint, bool(complaint.text())))


def days_left(deadline: date | None, today: date) -> str:
    """Say how long there is until the report is due."""
    if deadline is None:
        return ""
    days = (deadline - today).days
    if days > 0:
        return f"距报送截止还有 {days} 天"
    return "今天是报送截止日" if days == 0 else f"报送截止日已过 {-days} 天"
