"""A tally under its sub-head: name, unit, the small table, its sum, and its list of parts.

Keypad, Enter goes down; the table is as high as its rows.
"""

from dataclasses import replace
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    Qt,
    QTimer,
)
from PySide6.QtGui import QBrush, QFont, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QMenu,
    QToolButton,
    QVBoxLayout,
)

from model.address import TOTAL, text_address
from model.checks.findings import more_or_less
from model.report import tallies
from model.report.answers import put, unread_reason
from model.report.report import Report, Tally
from model.text import shortened
from model.values import write_number
from ui.base.cell_entry import EntryDelegate, EntryTable
from ui.base.edits import answer_of
from ui.base.page import MenuButton
from ui.base.session import TYPED, Session
from ui.base.settings import Settings
from ui.base.widgets import (
    Label,
    ModelIndex,
    keep_in_sight,
    keyless,
    label_of,
    larger,
    line_edit,
    named,
    quiet,
    small_button,
    tip_words,
    wrapped,
)
from ui.look.tokens import BODY, QUIET, colour

LABEL: Final = 0
COUNT: Final = 1
_ROOT: Final = QModelIndex()


class TallyModel(QAbstractTableModel):
    """Parts and counts of one tally; changes go to the session, values come from it."""

    def __init__(self, session: Session, tally: Tally, parent: QObject) -> None:
        super().__init__(parent)
        self.session = session
        self.tally = tally
        session.changed.connect(self._on_changed)

    def key(self, index: ModelIndex) -> str:
        """Return the key of the part in a row; the total's for the last, and for none."""
        row = index.row()
        return self.tally.parts[row][0] if 0 <= row < len(self.tally.parts) else TOTAL

    def address(self, index: ModelIndex) -> str:
        """Return the address of the count in a row."""
        return self.tally.address(self.key(index))

    def index_of(self, address: str) -> QModelIndex:
        """Return the index of a count."""
        addresses = self.tally.addresses
        return self.index(addresses.index(address), COUNT) if address in addresses else _ROOT

    def put_counts(self, first: ModelIndex, typed: list[str], what: str) -> None:
        """Type counts into a row and those below it, as one act."""
        report, place = self.session.report, ""
        for row, text in zip(range(first.row(), self.rowCount()), typed, strict=False):
            place = self.address(self.index(row, COUNT))
            report = put(report, place, text)
        self.session.apply(report, what, place if len(typed) == 1 else "")

    def rowCount(self, parent: ModelIndex = _ROOT) -> int:
        """Count the parts and the total."""
        return 0 if parent.isValid() else len(self.tally.parts) + 1

    def columnCount(self, parent: ModelIndex = _ROOT) -> int:
        """Return two: label and count."""
        return 0 if parent.isValid() else 2

    def flags(self, index: ModelIndex) -> Qt.ItemFlag:
        """Let everything be typed into but the word 合计."""
        flags = super().flags(index)
        is_word = index.column() == LABEL and self.key(index) == TOTAL
        return flags if is_word else flags | Qt.ItemFlag.ItemIsEditable

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Name the columns."""
        if role != Qt.ItemDataRole.DisplayRole or orientation != Qt.Orientation.Horizontal:
            return None
        return "类别" if section == LABEL else f"数量（{self.tally.unit}）"

    def data(self, index: ModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows, and how."""
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                return self._text(index)
            case Qt.ItemDataRole.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignVCenter | (
                    Qt.AlignmentFlag.AlignRight
                    if index.column() == COUNT
                    else Qt.AlignmentFlag.AlignLeft
                )
            case Qt.ItemDataRole.AccessibleTextRole if index.column() == COUNT:
                label = self._text(self.index(index.row(), LABEL))
                return f"{label}：{self._text(index) or '未填'}"
            case Qt.ItemDataRole.FontRole if self.key(index) == TOTAL:
                font = QFont(QGuiApplication.font())
                font.setBold(True)
                return font
            case Qt.ItemDataRole.BackgroundRole if self.key(index) == TOTAL:
                return QBrush(colour("sunk"))
        return self._remark(index, role) if index.column() == COUNT else None

    def _remark(self, index: ModelIndex, role: int) -> Any:
        """Return the colour of a count, and why it cannot be read; zeros step back."""
        reason = unread_reason(self.session.report, self.address(index))
        if role == Qt.ItemDataRole.ForegroundRole and (reason or self._text(index) == "0"):
            return QBrush(colour("error" if reason else "faint"))
        return tip_words(reason) if reason and role == Qt.ItemDataRole.ToolTipRole else None

    def setData(self, index: ModelIndex, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Type a count, or call a part otherwise."""
        if role != Qt.ItemDataRole.EditRole:
            return False
        if index.column() == COUNT:
            self.put_counts(index, [str(value)], TYPED)
        else:
            self.session.show_left_out(str(value))
            report = self.session.report
            report = tallies.rename_part(report, self.tally, self.key(index), str(value))
            self.session.apply(report, "类别改名", self.address(index))
        return True

    def _text(self, index: ModelIndex) -> str:
        if index.column() == COUNT:
            return answer_of(self.session.report, self.address(index))
        return "合计" if self.key(index) == TOTAL else self.tally.parts[index.row()][1]

    def _on_changed(self, addresses: frozenset[str]) -> None:
        """Take other parts over as a whole, other counts one by one."""
        tally = self.session.report.tally(self.tally.key)
        if tally is None:
            return
        if len(tally.parts) != len(self.tally.parts):
            self.beginResetModel()
            self.tally = tally
            self.endResetModel()
        elif tally != self.tally or not addresses:
            self.tally = tally
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, LABEL, COUNT)
            self.dataChanged.emit(self.index(0, LABEL), self.index(self.rowCount() - 1, COUNT))
        else:
            for index in map(self.index_of, addresses):
                if index.isValid():
                    self.dataChanged.emit(index, index)


_COUNT_EMS: Final = 7
_AIR: Final = 2
"""Pixels around the words of a row."""


class TallyView(EntryTable):
    """One tally; never scrolls of itself."""

    def __init__(self, model: TallyModel) -> None:
        super().__init__()
        self.setTabKeyNavigation(False)
        self._model = model
        self.setModel(model)
        self.set_entry(EntryDelegate(model.session.may_change, self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        for off in (self.setHorizontalScrollBarPolicy, self.setVerticalScrollBarPolicy):
            off(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(20)
        across = self.horizontalHeader()
        across.setSectionResizeMode(LABEL, QHeaderView.ResizeMode.Stretch)
        across.setSectionResizeMode(COUNT, QHeaderView.ResizeMode.Fixed)
        across.resizeSection(COUNT, self.fontMetrics().height() * _COUNT_EMS)
        self._fit_soon = QTimer(self, singleShot=True, interval=0)
        self._fit_soon.timeout.connect(self.fit)
        for moved in (across.sectionResized, model.modelReset):
            moved.connect(lambda: self._fit_soon.start())
        model.dataChanged.connect(self._on_data)

    def fit(self) -> None:
        """Be as high as the rows, and the rows as high as their labels."""
        for row in range(self._model.rowCount()):  # Qt's own way asks the hidden header as well
            self.setRowHeight(row, self.sizeHintForRow(row) + _AIR)
        frame = 2 * self.frameWidth()
        rows = self.verticalHeader().length()
        self.setFixedHeight(rows + self.horizontalHeader().sizeHint().height() + frame)

    def go_to(self, address: str) -> bool:
        """Put the cursor on a count, where it is one of this tally."""
        index = self._model.index_of(address)
        if index.isValid():
            self.setCurrentIndex(index)
            self.setFocus()
        return index.isValid()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Delete as «empty», a paste as counts one under the other."""
        here = self.currentIndex()
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            rows = sorted(i.row() for i in self.selectedIndexes() if i.column() == COUNT)
            if rows:
                first = self._model.index(rows[0], COUNT)
                self._model.put_counts(first, [""] * len(rows), "清除")
        elif event.matches(QKeySequence.StandardKey.Paste) and here.column() == COUNT:
            lines = QGuiApplication.clipboard().text().rstrip("\r\n").splitlines()
            self._model.put_counts(here, [line.split("\t")[-1] for line in lines], "粘贴")
        else:
            super().keyPressEvent(event)

    def go_to_next(self) -> None:
        """Go down."""
        self.go_along(1)

    def go_along(self, steps: int) -> None:
        """Go down, or up, in the same column."""
        here = self.currentIndex()
        row = here.row() + steps
        if 0 <= row < self._model.rowCount():
            self.setCurrentIndex(here.siblingAtRow(row))

    def currentChanged(self, current: ModelIndex, previous: ModelIndex) -> None:
        """Keep the current cell in sight."""
        super().currentChanged(current, previous)
        if self.hasFocus():
            keep_in_sight(self.viewport(), self.visualRect(current))

    def _on_data(self, first: ModelIndex) -> None:
        if first.column() == LABEL:  # a count changes no height
            self._fit_soon.start()


class TallyEditor(QFrame):
    """Everything of one tally."""

    def __init__(self, session: Session, tally: Tally, settings: Settings) -> None:
        super().__init__()
        self.setProperty("card", "plain")
        self._session, self._key, self._settings = session, tally.key, settings
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
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(6)
        layout.addLayout(self._head())
        layout.addWidget(self.view)
        layout.addWidget(self._sum)
        hint = quiet("没有发布的类别不必填；没有填的类别不写入报告。")
        layout.addWidget(larger(hint, QUIET / BODY))
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
        self._sum.setText(sum_sentence(report, tally))

    def _head(self) -> QVBoxLayout:
        named_row, choices, both = QHBoxLayout(), QHBoxLayout(), QVBoxLayout()
        for label, field, stretch in (("名称", self._name, 1), ("单位", self._unit, 0)):
            message = Label(label)
            message.setBuddy(field)
            named_row.addWidget(message)
            named_row.addWidget(field, stretch)
        choices.addWidget(self._about)
        choices.addWidget(self._zeros)
        choices.addStretch(1)
        both.addLayout(named_row)
        both.addLayout(choices)
        return both

    def _foot(self) -> QVBoxLayout:
        new, acts, both = QHBoxLayout(), QHBoxLayout(), QVBoxLayout()
        new.addWidget(label_of(self._new))
        new.addWidget(self._new, 1)
        acts.setSpacing(2)
        acts.addWidget(small_button("上移", "类别上移", lambda: self._move_part(-1)))
        acts.addWidget(small_button("下移", "类别下移", lambda: self._move_part(1)))
        acts.addWidget(small_button("删除类别", "删除类别（光标所在行）", self._remove_part))
        acts.addWidget(self._lists())
        acts.addWidget(small_button("删除统计", "删除统计（整个分类统计）", self._remove))
        acts.addStretch(1)
        both.addLayout(new)
        both.addLayout(acts)
        return both

    def _lists(self) -> MenuButton:
        lists = named(MenuButton(autoRaise=True), "选用分类")
        lists.setText("选用分类")
        lists.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(lists)
        menu.aboutToShow.connect(lambda: self.fill_menu(menu))
        lists.setMenu(menu)
        return lists

    def fill_menu(self, menu: QMenu) -> None:
        """Offer the lists of the form, then the unit's own, then to remember this one."""
        menu.clear()
        for preset in self._session.report.form.presets:
            self._offer(menu, preset.name, preset.parts)
        menu.addSeparator()
        for name, parts in self._settings.tally_lists.items():
            self._offer(menu, name, parts)
        keep = menu.addAction("记住本单位分类")
        keep.setEnabled(bool(self.tally.parts))
        keep.triggered.connect(lambda: self._remember())

    def _offer(self, menu: QMenu, name: str, parts: tallies.TallyParts) -> None:
        action = menu.addAction(keyless(shortened(name)))
        action.triggered.connect(lambda: self._use(name, parts))

    def _use(self, name: str, parts: tallies.TallyParts) -> None:
        self._change(tallies.with_parts(self._session.report, self.tally, parts), f"选用「{name}」")

    def _remember(self) -> None:
        unit = self._session.report.unit.name or "本单位"
        name = f"{unit}：{self.tally.name}"
        self._settings.tally_lists = {**self._settings.tally_lists, name: self.tally.parts}

    def _choose(self, what: str) -> None:
        about, zeros = self._about.isChecked(), self._zeros.isChecked()
        tally = replace(self.tally, approximate=about, print_zero=zeros)
        self._change(self._session.report.with_tally(tally), what)

    def _rename(self) -> None:
        for field in (self._name, self._unit):
            field.setModified(False)
            self._session.show_left_out(field.text())
        report = self._session.report
        named_anew = tallies.rename(report, self.tally, self._name.text(), self._unit.text())
        self._change(named_anew, "分类统计改名")
        self.refresh()

    def _add_part(self) -> None:
        label = self._new.text().strip()
        if label:
            self._session.show_left_out(label)
            report, _ = tallies.add_part(self._session.report, self.tally, label)
            self._change(report, f"增加类别「{label}」")
            self._new.clear()

    def _move_part(self, by: int) -> None:
        part = self.model.key(self.view.currentIndex())
        if part != TOTAL:
            self._change(tallies.move_part(self._session.report, self.tally, part, by), "移动类别")
            self.view.setCurrentIndex(self.model.index_of(self.tally.address(part)))

    def _remove_part(self) -> None:
        here = self.view.currentIndex()
        part, label = self.model.key(here), here.siblingAtColumn(0).data()
        if part != TOTAL:
            removed = tallies.remove_part(self._session.report, self.tally, part)
            self._change(removed, f"删除类别「{label}」")
            self.view.setCurrentIndex(self.model.index(here.row(), COUNT))

    def _remove(self) -> None:
        self._change(tallies.remove(self._session.report, self.tally), "删除分类统计")

    def _change(self, report: Report, what: str) -> None:
        home = self._session.report.home_of(self.tally)
        self._session.rearrange(report, what, text_address(home))


def sum_sentence(report: Report, tally: Tally) -> str:
    """Say what the parts add up to, beside the total, and which counts cannot be read."""
    message = []
    added, total = tallies.added_up(report, tally), report.values.get(tally.address())
    if added is not None:
        message.append(f"各类相加 {added} {tally.unit}")
        if total is not None:
            message.append(f"合计 {write_number(total)} {tally.unit}")
        if total is not None and not tally.approximate:
            message.append(f"各类{more_or_less(added - total, tally.unit)}")
    reasons = (unread_reason(report, a) for a in tally.addresses)
    return "　".join([*message, *(f"✗ {reason}" for reason in reasons if reason)])
