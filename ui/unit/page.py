"""单位与年度: the unit, its period, its deadline, contacts and title."""

from datetime import date
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QGroupBox,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from model.address import unit_address
from model.form.form import Text
from model.report import subheads
from model.report.begin import title_lines
from model.unit import (
    CHOICES,
    LABELS,
    TitleForm,
    Unit,
    kind_question,
    proposed_deadline,
    proposed_scope,
    proposed_self_name,
)
from ui.app import clock
from ui.base.edits import ChoiceAnswer, LineAnswer, complaint_label
from ui.base.page import Page
from ui.base.session import Session
from ui.base.widgets import keyless, label_of, named, quiet, tipped, wrapped
from ui.findings.list import FindingsBelow, FindingsPanel

_CHOICES: Final[dict[str, list[str]]] = {
    "kind": [str(kind) for kind in CHOICES],
    "title_form": [str(form) for form in TitleForm],
}
_PERIOD: Final = {"year": "报告年度", "period_start": "统计起始日", "period_end": "统计截止日"}
_GROUPS: Final = (
    ("单位", ("name", "self_name", "kind", "scope")),
    ("年度", ("year", "period_start", "period_end", "deadline")),
    ("联系方式（写入前言，可不填）", ("address", "postcode", "phone", "email", "website")),
    ("标题与落款", ("title_form", "signature", "signed_on")),
)


_GUIDANCE: Final = {
    "name": "填全称，与公章一致，如：某市水务局",
    "kind": "按机关名称拟定，可以改选；决定统计范围、建议报送日期和必写内容",
    "year": "填四位数字，例如 {year}",
    "period_start": "一般为1月1日；年中设立的单位从设立之日起，例如 {year}-01-01",
    "period_end": "一般为12月31日；年中撤销的单位到撤销之日止，例如 {year}-12-31",
    "deadline": "例如 {next}-01-31；本地通知另有日期的，以通知为准",
    "address": "办公地址，如：某市某路1号",
    "postcode": "六位数字",
    "phone": "公开的办公电话，如：0000-0000000",
    "email": "公开的工作邮箱",
    "website": "年度报告电子版的下载网址",
    "title_form": "标题分两行或写成一行，两种两行的形式只是年度的位置不同",
    "signature": "单位署名；不填时不打印",
    "signed_on": "例如 {next}-01-20；不填时不打印",
}
"""Guidance for each field, with examples of the report's year.

For 自称 and 统计范围 it is the text that is used where they are empty.
"""


class UnitPage(Page):
    """The first step."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, "单位与年度", f"格式依据：{session.report.form.basis}")
        self._fields: dict[str, QWidget] = {}
        self._days_left = quiet()
        self.preview = wrapped()
        self.preview.setAlignment(Qt.AlignmentFlag.AlignCenter)
        content = QWidget()
        layout = QVBoxLayout(content)
        for title, names in _GROUPS:
            layout.addWidget(self._group(title, names))
        layout.addWidget(self._regional_box())
        layout.addStretch(1)
        self._scroll = QScrollArea(widgetResizable=True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Tab moves to its fields
        self._scroll.setWidget(content)
        self.body.addWidget(self._scroll, 1)
        panel = FindingsPanel(session, "unit")
        panel.activated_finding.connect(lambda finding: self.go_to((*finding.cells, "")[0]))
        self.body.addWidget(FindingsBelow(session, panel))
        session.changed.connect(self.refresh)
        self.refresh()

    def begin(self) -> None:
        """Put the focus on the name."""
        self._fields["unit/name"].setFocus()

    def go_to(self, address: str) -> None:
        """Put the focus on a field."""
        if address in self._fields:
            self._fields[address].setFocus()
            self._scroll.ensureWidgetVisible(self._fields[address])

    def refresh(self) -> None:
        """Show what follows from the answers: proposals, the days left, the printed title."""
        unit = self.session.report.unit
        year = self.session.report.year
        guidance = {key: words.format(year=year, next=year + 1) for key, words in _GUIDANCE.items()}
        proposals = {
            "self_name": proposed_self_name(unit.name, unit.kind),
            "scope": proposed_scope(unit.kind),
        }
        for name, proposal in proposals.items():
            guidance[name] = f"不填时用：{proposal}" if proposal else "选定单位类型后拟定"
        for name, words in guidance.items():
            self._guide(name, words)
        self._days_left.setText(deadline_note(unit, year, clock.today()))
        kind = self._fields["unit/kind"]
        if isinstance(kind, ChoiceAnswer):
            kind.setPlaceholderText(kind_question(unit))
        lines = title_lines(self.session.report)
        self.preview.setText("\n".join(lines))
        named(self.preview, f"标题预览：{'，'.join(lines)}")
        for key, box in self._boxes.items():
            box.setChecked(self.session.report.text(key) is not None)

    def _group(self, title: str, names: tuple[str, ...]) -> QGroupBox:
        box = QGroupBox(title)
        form = QFormLayout(box)
        following = {"deadline": self._days_left, "title_form": self.preview}
        for name in names:
            self._add(form, name, LABELS.get(name) or _PERIOD[name])
            if name in following:
                form.addRow("", following[name])
        return box

    def _add(self, form: QFormLayout, name: str, label: str) -> None:
        """Add a field with its guidance, and a place for why it cannot be read."""
        address = unit_address(name)
        if name in _CHOICES:
            self._fields[address] = ChoiceAnswer(self.session, address, label, _CHOICES[name])
            form.addRow(label_of(self._fields[address]), self._fields[address])
        else:
            complaint = complaint_label()
            editor = LineAnswer(self.session, address, label, complaint)
            self._fields[address] = editor
            form.addRow(label_of(editor), editor)
            form.addRow("", complaint)
            form.setRowVisible(complaint, False)
            editor.returnPressed.connect(lambda: editor.focusNextPrevChild(True))
            editor.complained.connect(lambda said: form.setRowVisible(complaint, said))

    def _guide(self, name: str, words: str) -> None:
        field = self._fields[unit_address(name)]
        tipped(field, words)
        if isinstance(field, LineAnswer):
            field.setPlaceholderText(words)

    def _regional_box(self) -> QGroupBox:
        """Let the unit choose the items of section six that its region asks for."""
        box = QGroupBox("第六部分：本地区要求另行报告的事项")
        layout = QVBoxLayout(box)
        self._boxes: dict[str, QCheckBox] = {}
        for key, text in self.session.report.form.texts.items():
            if text.regional:
                self._boxes[key] = QCheckBox(keyless(text.title))
                self._boxes[key].clicked.connect(
                    lambda checked, text=text: self._switch(text, checked)
                )
                layout.addWidget(self._boxes[key])
        return box

    def _switch(self, text: Text, wanted: bool) -> None:
        report = self.session.report
        if wanted:
            self.session.apply(subheads.restore(report, text), f"增加「{text.title}」")
        else:
            name = subheads.removal_label(report, text.block)
            self.session.apply(subheads.remove(report, text.block), name)


def deadline_note(unit: Unit, year: int, today: date) -> str:
    """Return the proposed day of reporting, that a local notice prevails, and the days left."""
    day = proposed_deadline(unit.kind, year)
    proposal = f"{unit.kind}建议日期为{day.month}月{day.day}日" if day else "选定单位类型后拟定日期"
    left = days_left(unit.deadline, today)
    return f"{proposal}，本地通知另有日期的，以通知为准。" + (f"{left}。" if left else "")


def days_left(deadline: date | None, today: date) -> str:
    """Return the time left until the deadline in words; empty after it."""
    if deadline is None:
        return ""
    days = (deadline - today).days
    if days > 0:
        return f"距报送截止还有 {days} 天"
    return "今天是报送截止日" if days == 0 else ""
