"""单位与年度: the unit, its period, its deadline, contacts and title."""

from datetime import date
from typing import Final, NamedTuple

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QPushButton, QScrollArea, QVBoxLayout, QWidget

from model.address import Address, unit_address
from model.form.form import Text
from model.report import subheads
from model.report.begin import title_lines
from model.unit import (
    CHOICES,
    TitleForm,
    Unit,
    kind_question,
    proposed_deadline,
    proposed_scope,
    proposed_self_name,
)
from ui.app import clock
from ui.app.acts import collection_tip
from ui.app.search import FIELD_LABELS
from ui.aside.days import DayPicker
from ui.base.cards import Card, Complaint, FieldsCard, hint
from ui.base.edits import ChoiceAnswer, LineAnswer
from ui.base.inspector import Inspector
from ui.base.page import Page
from ui.base.session import Session
from ui.base.widgets import Label, keyless, named, tipped, wrapped
from ui.findings.section import FindingsSection
from ui.look.sheet import marked
from ui.unit.last_year import LastYearCard

_CHOICES: Final[dict[str, list[str]]] = {
    "kind": [str(kind) for kind in CHOICES],
    "title_form": [str(form) for form in TitleForm],
}
_DAYS: Final = ("period_start", "period_end", "deadline", "signed_on")
"""Fields that take a date."""
_GROUPS: Final = (
    ("单位", "", ("name", "self_name", "kind", "scope")),
    ("年度", "", ("year", "period_start", "period_end", "deadline")),
    ("联系方式", "写入前言，可不填", ("address", "postcode", "phone", "email", "website")),
    ("标题与落款", "", ("title_form", "signature", "signed_on")),
)


class _Guidance(NamedTuple):
    """What helps to fill in a field: an example shown in it, words behind it, its width in em."""

    example: str
    words: str
    width: float


_GUIDANCE: Final = {
    "name": _Guidance("如：某市水务局", "填全称，与公章一致", 24),
    "self_name": _Guidance("", "正文中的自称", 16),
    "kind": _Guidance("", "按机关名称拟定，可以改选；决定统计范围、建议报送日期和必写内容", 16),
    "scope": _Guidance("", "", 44),
    "year": _Guidance("例如 {year}", "填四位数字", 7),
    "period_start": _Guidance("例如 {year}-01-01", "一般为1月1日；年中设立的单位从设立之日起", 12),
    "period_end": _Guidance("例如 {year}-12-31", "一般为12月31日；年中撤销的单位到撤销之日止", 12),
    "deadline": _Guidance("例如 {next}-01-31", "本地通知另有日期的，以通知为准", 12),
    "address": _Guidance("如：某市某路1号", "办公地址", 36),
    "postcode": _Guidance("六位数字", "", 7),
    "phone": _Guidance("如：0000-0000000", "公开的办公电话", 14),
    "email": _Guidance("", "公开的工作邮箱", 20),
    "website": _Guidance("", "年度报告电子版的下载网址", 36),
    "title_form": _Guidance("", "标题分两行或写成一行，两种两行的形式只是年度的位置不同", 14),
    "signature": _Guidance("", "单位署名；不填时不打印", 24),
    "signed_on": _Guidance("例如 {next}-01-20", "不填时不打印", 12),
}
"""Guidance for each field, with examples of the report's year.

In 自称 and 统计范围 stands the text that is used where they are empty.
"""


class UnitPage(Page):
    """The first step."""

    collect_requested = Signal(bool)
    """The clerk wants the 采集表, to be filled in by others: as workbooks, or on paper."""
    last_requested = Signal()
    """The clerk wants to choose last year's report."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, "单位与年度", f"格式依据：{session.report.form.basis}")
        self._collecting = QPushButton("打印采集表…"), QPushButton("采集表（Excel）")
        for button in self._collecting:
            self.head.addWidget(button)
        on_paper, by_file = self._collecting
        on_paper.clicked.connect(lambda: self.collect_requested.emit(False))
        by_file.clicked.connect(lambda: self.collect_requested.emit(True))
        self._fields: dict[str, QWidget] = {}
        self._hints: dict[str, Label] = {}
        self._unread: dict[str, Complaint] = {}
        self._wrong: dict[str, Complaint] = {}
        self.preview = wrapped()
        self.preview.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.preview.setProperty("ground", "sunk")
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(0, 0, 4, 0)
        layout.setSpacing(10)
        self._scroll = QScrollArea(widgetResizable=True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Tab moves to its fields
        self._scroll.setWidget(content)
        self.body.addWidget(self._scroll, 1)
        self.inspected = self.set_inspector(Inspector(), self._field_place)
        # Filled last: Qt styles all that is within a widget anew when it gets another parent.
        for title, note, names in _GROUPS:
            layout.addWidget(self._group(title, note, names))
        layout.addWidget(self._regional_box())
        layout.addStretch(1)
        last = [*self._fields.values(), *self._boxes.values()][-1]
        QWidget.setTabOrder(last, self.inspected.edge)
        self.findings = FindingsSection(session, "unit")
        self.last = LastYearCard(session)
        self._fill_inspector()
        session.changed.connect(self.refresh)
        session.checked.connect(self._mark)
        self.refresh()

    def _fill_inspector(self) -> None:
        body = self.inspected.inspector.body
        body.setSpacing(12)
        body.addWidget(self.findings)
        body.addWidget(self.last)
        jump = self.findings.panel.activated_finding
        jump.connect(lambda finding: self.go_to((*finding.cells, "")[0]))
        self.last.choose.clicked.connect(self.last_requested)

    def begin(self) -> None:
        """Put the focus on the name."""
        self._fields["unit/name"].setFocus()

    def go_to(self, address: str) -> None:
        """Put the focus on a field."""
        if address in self._fields:
            self._fields[address].setFocus()
            self._scroll.ensureWidgetVisible(self._fields[address])

    def address_here(self) -> str:
        """Return the field with the focus."""
        return next((key for key, field in self._fields.items() if field.hasFocus()), "")

    def show_finding(self, finding: str) -> None:
        """Select the card of a finding."""
        self.findings.panel.choose(finding)

    def refresh(self) -> None:
        """Show what follows from the answers: proposals, the days left, the printed title."""
        unit = self.session.report.unit
        year = self.session.report.year
        examples = {
            name: one.example.format(year=year, next=year + 1) for name, one in _GUIDANCE.items()
        }
        proposals = {
            "self_name": proposed_self_name(unit.name, unit.kind),
            "scope": proposed_scope(unit.kind),
        }
        for name, proposal in proposals.items():
            examples[name] = f"不填时用：{proposal}" if proposal else "选定单位类型后拟定"
        for name, example in examples.items():
            self._guide(name, example)
        kind = self._fields["unit/kind"]
        if isinstance(kind, ChoiceAnswer):
            kind.setPlaceholderText(kind_question(unit))
        lines = title_lines(self.session.report)
        self.preview.setText("\n".join(lines))
        named(self.preview, f"标题预览：{'，'.join(lines)}")
        for key, box in self._boxes.items():
            box.setChecked(self.session.report.text(key) is not None)
        self._mark()

    def _group(self, title: str, note: str, names: tuple[str, ...]) -> FieldsCard:
        group = FieldsCard(title, note)
        for name in names:
            self._add(group, name, FIELD_LABELS[name])
            if name == "title_form":
                group.add_line(self.preview)
        return group

    def _add(self, group: FieldsCard, name: str, label: str) -> None:
        """Add a field with its guidance, and places for why it cannot be read or looks wrong."""
        address = unit_address(name)
        self._hints[address] = hint()
        width = _GUIDANCE[name].width
        if name in _CHOICES:
            self._fields[address] = ChoiceAnswer(self.session, address, label, _CHOICES[name])
            group.add_field(self._fields[address], width, self._hints[address])
        else:
            complaint = Complaint()
            editor = LineAnswer(self.session, address, label, complaint.words)
            self._fields[address] = editor
            group.add_field(editor, width, self._hints[address])
            group.add_line(complaint)
            editor.returnPressed.connect(lambda: editor.focusNextPrevChild(True))
            editor.complained.connect(complaint.setVisible)
            editor.complained.connect(self._mark)
            editor.editingFinished.connect(self._mark)
            self._unread[address] = complaint
            if name in _DAYS:
                DayPicker(editor, editor.editingFinished.emit)
        self._wrong[address] = Complaint()
        group.add_line(self._wrong[address])

    def _guide(self, name: str, example: str) -> None:
        field = self._fields[unit_address(name)]
        words = "；".join(filter(None, (_GUIDANCE[name].words, example)))
        tipped(field, words)
        if isinstance(field, LineAnswer):
            field.setPlaceholderText(example)

    def _mark(self) -> None:
        """Say beside each field what helps to fill it in, and under it what is wrong with it."""
        report = self.session.report
        for button in self._collecting:
            tipped(button, collection_tip(report))
        note = deadline_note(report.unit, report.year, clock.today())
        wrong: dict[str, tuple[str, str]] = {}
        for finding in reversed(self.session.result.of_section("unit")):
            if finding.severity in ("error", "warning") and not finding.reason_is_current:
                said = finding.message, finding.severity
                wrong |= dict.fromkeys(finding.cells, said)
        for address, label in self._hints.items():
            name = Address.parse(address).key
            label.setText(note if name == "deadline" else _GUIDANCE[name].words)
            self._mark_field(address, *wrong.get(address, ("", "warning")))
        self.inspected.say_on_edge(*self.findings.count_words())

    def _mark_field(self, address: str, words: str, tone: str) -> None:
        """Say what is wrong under a field, but no doubt before it is typed to its end."""
        field, place, unread = (
            self._fields[address],
            self._wrong[address],
            self._unread.get(address),
        )
        is_unread = unread is not None and bool(unread.words.text())
        if is_unread:
            words, tone = "", "error"
        elif field.hasFocus() and tone == "warning" and place.isHidden():
            return
        place.say(words, tone)
        ground = {"error": "true", "warning": "warning"}[tone] if words or is_unread else ""
        if (field.property("wrong") or "") != ground:
            marked(field, wrong=ground)

    def _field_place(self, widget: QWidget) -> QRect:
        """Return where the field is that is typed into, in the coordinates of a widget."""
        for field in self._fields.values():
            if field.hasFocus():
                return QRect(field.mapTo(widget, QPoint()), field.size())
        return QRect()

    def _regional_box(self) -> Card:
        """Let the unit choose the items of section six that its region asks for."""
        box = Card("第六部分：本地区要求另行报告的事项")
        layout = box.body
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
