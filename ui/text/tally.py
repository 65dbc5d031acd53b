"""A tally under its sub-head: name, unit, the small table, its sum, and its list of parts."""

from dataclasses import replace
from typing import Protocol

from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QMenu,
    QToolButton,
    QVBoxLayout,
)

from model.checks.findings import more_or_less
from model.report import tallies
from model.report.report import Report, Tally
from model.text import shortened
from model.values import write_number
from ui.base.edits import unread_reason
from ui.base.menu_button import MenuButton
from ui.base.session import Session
from ui.base.widgets import Label, keyless, label_of, line_edit, named, quiet, small_button, wrapped
from ui.text.tally_model import COUNT, TallyModel
from ui.text.tally_view import TallyView


class TallyLists(Protocol):
    """Where the unit's own lists of categories are remembered."""

    tally_lists: dict[str, tallies.Parts]
    """Name → parts; setting it remembers."""


class TallyEditor(QFrame):
    """Everything of one tally."""

    def __init__(self, session: Session, tally: Tally, lists: TallyLists) -> None:
        super().__init__(frameShape=QFrame.Shape.StyledPanel)
        self._session, self._key, self._lists = session, tally.key, lists
        self.model = TallyModel(session, tally, self)
        self.view = named(TallyView(self.model), f"{tally.name}分类统计")
        self._name = line_edit("分类统计名称")
        self._unit = line_edit("计量单位")
        self._unit.setMaximumWidth(self.fontMetrics().height() * 4)
        self._about = QCheckBox("合计为约数")
        self._zeros = QCheckBox("打印为零的类别")
        self._sum = wrapped()
        self._new = line_edit("增加类别")
        self._new.setPlaceholderText("写名称后按回车")
        layout = QVBoxLayout(self)
        layout.addLayout(self._head())
        layout.addWidget(self.view)
        layout.addWidget(quiet("没有发布的类别不必填；没有填的类别不写入报告。"))
        layout.addWidget(self._sum)
        layout.addLayout(self._foot())
        for field in (self._name, self._unit):
            field.editingFinished.connect(self._rename)
        self._new.returnPressed.connect(self._add_part)
        for box in (self._about, self._zeros):
            box.clicked.connect(lambda _, box=box: self._choose(box.text()))
        session.changed.connect(self.refresh)
        self.refresh()

    @property
    def tally(self) -> Tally:
        """The tally as it stands."""
        return self._session.report.tally(self._key) or self.model.tally

    def refresh(self) -> None:
        """Show name, unit and choices again, and what the parts add up to."""
        tally, report = self.tally, self._session.report
        for field, words in ((self._name, tally.name), (self._unit, tally.unit)):
            if not field.isModified() and field.text() != words:
                field.setText(words)
        self._about.setChecked(tally.approximate)
        self._zeros.setChecked(tally.print_zero)
        self._sum.setText(sum_told(report, tally))

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        for label, field, stretch in (("名称", self._name, 1), ("单位", self._unit, 0)):
            told = Label(label)
            told.setBuddy(field)
            row.addWidget(told)
            row.addWidget(field, stretch)
        row.addWidget(self._about)
        row.addWidget(self._zeros)
        return row

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(label_of(self._new))
        row.addWidget(self._new, 1)
        row.addWidget(small_button("上移", "类别上移", lambda: self._move_part(-1)))
        row.addWidget(small_button("下移", "类别下移", lambda: self._move_part(1)))
        row.addWidget(small_button("删去类别", "删去类别（光标所在行）", self._remove_part))
        lists = named(MenuButton(autoRaise=True), "选用分类")
        lists.setText("选用分类")
        lists.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(lists)
        menu.aboutToShow.connect(lambda: self.fill_menu(menu))
        lists.setMenu(menu)
        row.addWidget(lists)
        row.addWidget(small_button("删去统计", "删去统计（整个分类统计）", self._remove))
        return row

    def fill_menu(self, menu: QMenu) -> None:
        """Offer the lists of the form, then the unit's own, then to remember this one."""
        menu.clear()
        for preset in self._session.report.form.presets:
            self._offer(menu, preset.name, preset.parts)
        menu.addSeparator()
        for name, parts in self._lists.tally_lists.items():
            self._offer(menu, name, parts)
        keep = menu.addAction("记住本单位分类")
        keep.setEnabled(bool(self.tally.parts))
        keep.triggered.connect(lambda: self._remember())

    def _offer(self, menu: QMenu, name: str, parts: tallies.Parts) -> None:
        action = menu.addAction(keyless(shortened(name)))
        action.triggered.connect(lambda: self._use(name, parts))

    def _use(self, name: str, parts: tallies.Parts) -> None:
        self._change(tallies.with_parts(self._session.report, self.tally, parts), f"选用「{name}」")

    def _remember(self) -> None:
        unit = self._session.report.unit.name or "本单位"
        name = f"{unit}：{self.tally.name}"
        self._lists.tally_lists = {**self._lists.tally_lists, name: self.tally.parts}

    def _choose(self, what: str) -> None:
        about, zeros = self._about.isChecked(), self._zeros.isChecked()
        tally = replace(self.tally, approximate=about, print_zero=zeros)
        self._change(self._session.report.with_tally(tally), what)

    def _rename(self) -> None:
        for field in (self._name, self._unit):
            field.setModified(False)
            self._session.tell_left_out(field.text())
        report = self._session.report
        named_anew = tallies.name(report, self.tally, self._name.text(), self._unit.text())
        self._change(named_anew, "分类统计改名")
        self.refresh()

    def _add_part(self) -> None:
        label = self._new.text().strip()
        if label:
            self._session.tell_left_out(label)
            report, _ = tallies.add_part(self._session.report, self.tally, label)
            self._change(report, f"增加类别「{label}」")
            self._new.clear()

    def _move_part(self, by: int) -> None:
        part = self.model.key(self.view.currentIndex())
        if part != tallies.TOTAL:
            self._change(tallies.move_part(self._session.report, self.tally, part, by), "移动类别")
            self.view.setCurrentIndex(self.model.index_of(self.tally.address(part)))

    def _remove_part(self) -> None:
        here = self.view.currentIndex()
        part, label = self.model.key(here), here.siblingAtColumn(0).data()
        if part != tallies.TOTAL:
            removed = tallies.remove_part(self._session.report, self.tally, part)
            self._change(removed, f"删去类别「{label}」")
            self.view.setCurrentIndex(self.model.index(here.row(), COUNT))

    def _remove(self) -> None:
        self._change(tallies.remove(self._session.report, self.tally), "删去分类统计")

    def _change(self, report: Report, what: str) -> None:
        home = self._session.report.home_of(self.tally)
        self._session.rearrange(report, what, f"text/{home}")


def sum_told(report: Report, tally: Tally) -> str:
    """Say what the parts add up to, beside the total, and which counts cannot be read."""
    told = []
    added, total = tallies.added_up(report, tally), report.values.get(tally.address())
    if added is not None:
        told.append(f"各类相加 {added} {tally.unit}")
        if total is not None:
            told.append(f"合计 {write_number(total)} {tally.unit}")
        if total is not None and not tally.approximate:
            told.append(f"各类{more_or_less(added - total, tally.unit)}")
    reasons = (unread_reason(report, a) for a in (*tally.part_addresses, tally.address()))
    return "　".join([*told, *(f"✗ {reason}" for reason in reasons if reason)])
