"""The dialog for a new report: the unit, the year, and the folder of its file."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from model.drafts.storage import Loaded
from model.errors import ReportError, StorageError, UnreadableError
from model.report.report import Options
from model.text import clean_line, removal_message, shortened
from model.unit import CHOICES, Unit, UnitKind, kind_question, renamed, with_kind
from ui.app import acts, clock
from ui.base.cards import Complaint, FieldsCard
from ui.base.edits import ChoiceBox, complaint_label
from ui.base.file_dialogs import folder_to_use
from ui.base.widgets import (
    SENTENCE,
    fit_screen,
    line_edit,
    named,
    pressed_in_focus,
    titled,
    wrapped,
)
from ui.base.work import in_background
from ui.look.sheet import marked

_NO_UNIT = Unit()
_WIDTH = 32
"""Least width of the dialogue, in heights of a line."""
_SIDE = 16
"""Pixels at its left and right."""
_FRAME = 4
"""Pixels that the frame of what scrolls takes, at the most."""


_TAKEN_OVER = """沿用「{name}」{year}年度报告：单位信息、小标题和文字、统计项目、版式、数据来源。
本年数据全部留空；上年结转按上年数带入，并附上年数供比较。
文字中的年份新建后逐段列出，勾选的后移；数字由填报人员改写。原由程序写成的前言按本年重写。"""
_ADDED = "\n与{others}合并：上年结转和上年现行有效按各单位之和。"
_GAP = "年度不相连：只沿用单位信息、文字和版式，不带入上年数。"


class _Scrolled(QScrollArea):
    """Widgets one below the other, as high as they are where the screen has the room."""

    def __init__(self, parts: Sequence[QWidget]) -> None:
        super().__init__(widgetResizable=True)
        inside = QWidget()
        self._inside = QVBoxLayout(inside)
        self._inside.setContentsMargins(0, 0, 0, 0)
        self._inside.setSpacing(10)
        for part in parts:
            self._inside.addWidget(part)
        self._inside.addStretch(1)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(inside)
        inside.setAutoFillBackground(False)

    def sizeHint(self) -> QSize:
        """Return the height of all parts at the width there is."""
        part: QWidget
        for part in self.findChildren(QWidget):
            part.ensurePolished()  # the style sheet decides how high they are
        width = self.fontMetrics().height() * _WIDTH - 2 * _SIDE
        self._inside.invalidate()
        wrapped_height = self._inside.totalHeightForWidth(width)  # -1 where nothing is wrapped
        return QSize(width, max(wrapped_height, self._inside.totalSizeHint().height()) + _FRAME)


class NewDialog(QDialog):
    """Asks for the data of a new report; its file is made at once.

    ``unit`` is the one that reported before, with ``options`` for the layout. ``last`` is last
    year's report that this one follows, or the reports of units that have merged. ``year`` is
    proposed, otherwise that of the report which is due.
    """

    def __init__(
        self,
        folder: Path,
        parent: QWidget | None = None,
        unit: Unit = _NO_UNIT,
        options: Options | None = None,
        last: Sequence[Loaded] = (),
        year: int | None = None,
    ) -> None:
        super().__init__(parent)
        self._last, self._options = last, options
        self._unit = last[0].report.unit if last else unit
        self.loaded: Loaded | None = None
        titled(self, "从上年报告新建" if last else "新建报告")
        self.name = line_edit("机关名称", self._unit.name)
        due = last[0].report.year + 1 if last else clock.today().year - 1
        self.name.selectAll()
        self.year = line_edit("报告年度", str(year or due))
        self.kind = named(ChoiceBox(), "单位类型")
        self.kind.addItems([str(kind) for kind in CHOICES])
        self._chosen = False
        """Whether the clerk chose the kind; until then it follows the name."""
        self.kind.textActivated.connect(self._choose)
        self.name.textChanged.connect(self._propose_kind)
        self._propose_kind()
        self.folder = line_edit("保存到文件夹", str(folder))
        self.message = wrapped()
        self._complaint = complaint_label()
        self._complaint.hide()  # empty, it would take the room of a line
        self._complaints = {field: Complaint() for field in (self.name, self.year, self.folder)}
        for field in self._complaints:
            field.textChanged.connect(self._forgive)
        self._lay_out()
        self.year.textChanged.connect(self._show_taken)
        self._show_taken()
        fit_screen(self, self.sizeHint())  # Qt alone would take two thirds of a low screen

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_SIDE, 14, _SIDE, 14)
        layout.setSpacing(10)
        self.message.setProperty("ground", "sunk")
        fields = FieldsCard("单位和年度")
        fields.add_field(self.name, 24)
        fields.add_line(self._complaints[self.name])
        fields.add_field(self.year, 7)
        fields.add_line(self._complaints[self.year])
        fields.add_field(self.kind, 20)
        browse = pressed_in_focus(QPushButton("选择…"))
        browse.clicked.connect(self._browse)
        fields.add_field(self.folder, 0, browse)
        fields.add_line(self._complaints[self.folder])
        self._scrolled = _Scrolled((self.message, fields))
        layout.addWidget(self._scrolled, 1)
        buttons = QDialogButtonBox()
        buttons.addButton("新建", QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout.addWidget(self._complaint)
        layout.addWidget(buttons)
        self.setMinimumWidth(self.fontMetrics().height() * _WIDTH)

    def accept(self) -> None:
        """Begin the report, or show what is wrong and keep the typed text."""
        if not clean_line(self.name.text()):
            self._mark(self.name, "填写机关名称。")
            return
        message = f"正在新建「{clean_line(self.name.text())}」的年报…"
        try:
            begun = in_background(self, message, self._wanted())
        except ReportError as error:
            self._complain(error)
            return
        if begun is None:  # the share did not answer, and the clerk cancelled
            return
        self.loaded = replace(begun, message=removal_message(self.name.text()))
        super().accept()

    def _complain(self, error: ReportError) -> None:
        """Say an error under the field that it is about, or under all of them."""
        kinds = ((UnreadableError, self.year), (StorageError, self.folder))
        field = next((field for kind, field in kinds if isinstance(error, kind)), None)
        if field is None:
            self._complaint.setText(str(error))
            self._complaint.show()
        else:
            self._mark(field, str(error))

    def _mark(self, field: QLineEdit, sentence: str) -> None:
        """Mark a field, say under it what is wrong and put the focus there."""
        self._complaints[field].say(sentence)
        marked(field, wrong="true")
        field.setFocus()
        field.selectAll()
        QTimer.singleShot(0, self, lambda: self._show_whole(self._complaints[field]))

    def _show_whole(self, complaint: Complaint) -> None:
        """Be as high as all that is said, once it is laid out."""
        self._scrolled.updateGeometry()
        fit_screen(self, self.sizeHint().expandedTo(self.size()))
        self._scrolled.ensureWidgetVisible(complaint)

    def _forgive(self) -> None:
        """Take what was complained of back, once something else is typed."""
        self._complaint.setText("")
        self._complaint.hide()
        for field, complaint in self._complaints.items():
            if not complaint.isHidden():
                complaint.say("")
                marked(field, wrong="")

    def begin(self) -> Loaded:
        """Begin the wanted report.

        Raises:
            ReportError: the year cannot be read, or the file cannot be made.
        """
        return self._wanted()()

    def _wanted(self) -> Callable[[], Loaded]:
        """Return a function that begins the wanted report in any thread.

        Raises:
            UnreadableError: the year cannot be read.
        """
        year, folder = acts.open_year(self.year.text()), Path(self.folder.text())
        unit = self._named()
        name, kind = unit.name, UnitKind(self.kind.currentText()) if self._chosen else None
        if kind:
            unit = with_kind(unit, kind)

        def begin() -> Loaded:
            if not folder.is_dir():
                raise StorageError(f"文件夹「{folder}」不存在。选择另一个文件夹。")
            path = acts.free(folder / acts.draft_name(name, year))
            if self._last:
                return acts.begin_following(path, self._last, year, name, kind)
            return acts.begin(path, unit, year, options=self._options)

        return begin

    def _named(self) -> Unit:
        """Return the unit with the typed name; nothing else is known of a unit with a new name."""
        name = clean_line(self.name.text())
        return renamed(self._unit if self._last or name == self._unit.name else Unit(), name)

    def _choose(self) -> None:
        self._chosen = True

    def _propose_kind(self) -> None:
        """Show the kind that follows from the name, or the question that it leaves."""
        unit = self._named()
        if not self._chosen:
            self.kind.setCurrentIndex(self.kind.findText(unit.kind))
            question = kind_question(unit)
            asked = f"{question}，可在“单位与年度”中选择" if question else "按机关名称拟定"
            self.kind.setPlaceholderText(asked)

    def _show_taken(self) -> None:
        """Show what the new report takes over from last year's, and what it does not."""
        if not self._last:
            self.message.hide()
            return
        last = self._last[0].report
        message = _TAKEN_OVER.format(name=shortened(last.unit.name), year=last.year)
        follows = clean_line(self.year.text()) == str(last.year + 1)
        others = "".join(f"「{shortened(one.report.unit.name)}」" for one in self._last[1:])
        added = _ADDED.format(others=others) if others else ""
        self.message.setText(shortened(f"{message}{added}", SENTENCE) if follows else _GAP)

    def _browse(self) -> None:
        folder = folder_to_use(self, "保存到文件夹", self.folder.text())
        if folder:
            self.folder.setText(folder)
