"""Choices of the page 导出: where to, which stage and documents, and the layout.

Every choice is kept in the draft and can be undone.
"""

from dataclasses import replace
from pathlib import Path
from typing import Any, Final, NamedTuple

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from intake.office import suites
from model.checks.check import Result
from model.report.report import Fonts, Stage
from ui.app import acts
from ui.base.cards import Card, FieldsCard, FoldedCard, hint, small
from ui.base.edits import ChoiceBox, ShortcutLine
from ui.base.file_dialogs import folder_to_use
from ui.base.session import Session
from ui.base.settings import Settings
from ui.base.widgets import (
    inked,
    label_of,
    link,
    named,
    set_shown,
    tipped,
    wrapped,
)
from ui.export.segments import Segments
from ui.look.sheet import marked
from ui.look.symbols import icon

EXPORT_KEY: Final = "Ctrl+E"
PDF: Final = "PDF 文件"
_ACROSS: Final = {False: 2, True: 4}
"""Kinds of documents side by side, and in a low window."""
ACCOMPANYING: Final = "随稿材料"
_CONVERTED: Final = "converted"
"""In the settings: LibreOffice is to make the PDF."""


class _Kind(NamedTuple):
    """What can be written: its key in ``acts`` and in the settings, its use, and its icon."""

    key: str
    use: str
    symbol: str


_KINDS: Final = {
    "Word 文件": _Kind("word", ".docx，报送和修改", "file-text"),
    "Excel 表格": _Kind("excel", ".xlsx，三张表", "file-spreadsheet"),
    "网页": _Kind("web", ".html，网站公布", "globe"),
    PDF: _Kind("pdf", ".pdf，打印和公布", "file"),
    ACCOMPANYING: _Kind("accompanying", "", "clipboard-list"),
}


class KindTile(QCheckBox):
    """A kind of document as a tile: chosen by a click anywhere on it."""

    def __init__(self, name: str, kind: _Kind) -> None:
        super().__init__(name)
        self._symbol = icon(kind.symbol)
        self.setProperty("role", "tile")
        self.setAccessibleDescription(kind.use)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(54, 0, 10, 7)
        inside.addStretch(1)
        self._use = hint(kind.use)
        self._use.setWordWrap(False)
        self._use.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        inside.addWidget(self._use)

    def condense(self, low: bool) -> None:
        """Show the name alone, or icon, name and use."""
        has_use = bool(self._use.text())
        self.setIcon(QIcon() if low else self._symbol)
        tipped(self, self._use.text() if low else "")
        set_shown(self._use, has_use and not low)
        marked(self, lines="two" if has_use and not low else "one")

    def hitButton(self, place: QPoint) -> bool:
        """Take a click anywhere on the tile."""
        return self.rect().contains(place)


class ExportChoices(QWidget):
    """The choices of one export; 稿别 is the report's own, the others are this page's.

    ``acts`` takes the buttons under the kinds of documents. In a low window all of it takes less
    room, and the buttons stand elsewhere.
    """

    check_requested = Signal()
    """The clerk wants to see what stands against another stage."""

    def __init__(self, session: Session, settings: Settings) -> None:
        super().__init__()
        self._session, self._settings = session, settings
        folder = str(settings.export_folder(session.path))
        self.folder = ShortcutLine("保存到", EXPORT_KEY, folder)
        self.stage = Segments("稿别", [str(stage) for stage in Stage])
        self.stage.chosen.connect(self._choose_stage)
        self.kinds = {name: KindTile(name, kind) for name, kind in _KINDS.items()}
        for name, box in self.kinds.items():
            box.setChecked(_KINDS[name].key in settings.export_kinds)
        self.overwrite = QCheckBox("覆盖同名文件")
        tipped(self.overwrite, "不选时另存为“名称(2)”")
        self.converted = QCheckBox("PDF 由 Word 文件转换")
        tipped(self.converted, "由本机的 LibreOffice 转换，需要几秒；不选时由程序绘制")
        is_found = bool(suites.soffice())
        self.converted.setChecked(is_found and _CONVERTED in settings.export_kinds)
        set_shown(self.converted, is_found)
        self.left = wrapped()
        self.go_check = QPushButton("转到核对")
        self.go_check.clicked.connect(self.check_requested)
        self._lay_out()
        self.condense(False)
        session.changed.connect(self.refresh)
        session.checked.connect(self.refresh)
        self._suggest_accompanying()
        self.refresh()

    def _lay_out(self) -> None:
        cards = QVBoxLayout(self)
        cards.setContentsMargins(0, 0, 0, 0)
        cards.setSpacing(10)
        self._cards = self._place_card(), self._kinds_card()
        for one in self._cards:
            cards.addWidget(one)

    def condense(self, low: bool) -> None:
        """Show no titles and each kind on one line, or both."""
        for one in self._cards:
            one.condense(low)
        for tile in self.kinds.values():
            tile.condense(low)
        across = _ACROSS[low]
        *most, last = self.kinds.values()
        for place, tile in enumerate(most):
            self._tiles.addWidget(tile, place // across, place % across)
        self._tiles.addWidget(last, len(most) // across, 0, 1, across - low)
        if low:
            self._tiles.addWidget(self.overwrite, 1, across - 1)
        else:
            self._rest.insertWidget(0, self.overwrite)
        self._rest.addWidget(self.converted)

    def _place_card(self) -> FieldsCard:
        """Return the card of where to and of the stage, with what stands against another stage."""
        card = FieldsCard("位置和稿别")
        browse = QPushButton("选择文件夹…")
        browse.clicked.connect(self._browse)
        card.add_field(self.folder, 0, browse)
        card.add_field(self.stage, 24)
        self._unfinished = QWidget()
        against = QHBoxLayout(self._unfinished)
        against.setContentsMargins(0, 0, 0, 0)
        against.addWidget(inked(small(self.left), "quiet"), 1)
        against.addWidget(link(self.go_check), 0, Qt.AlignmentFlag.AlignTop)
        card.body.addWidget(self._unfinished)
        return card

    def _kinds_card(self) -> Card:
        """Return the card of the kinds of documents, with room for the acts."""
        card = Card("导出内容")
        self._tiles, self._rest = QGridLayout(), QVBoxLayout()
        self._tiles.setSpacing(8)
        self.acts = QVBoxLayout()
        card.body.addLayout(self._tiles)
        for layout in (self._rest, self.acts):
            card.body.addLayout(layout)
        return card

    @property
    def chosen(self) -> list[str]:
        """Kinds of document to write, but for the PDF."""
        apart = (PDF, ACCOMPANYING)
        kinds = [_KINDS[name].key for name in self._ticked() if name not in apart]
        return [*kinds, *self._accompanying()] if self.kinds[ACCOMPANYING].isChecked() else kinds

    @property
    def wants_pdf(self) -> bool:
        """Whether a PDF is asked for."""
        return self.kinds[PDF].isChecked()

    def remember(self) -> None:
        """Let the next report begin with these kinds; what goes with a stage is chosen by it."""
        kinds = [_KINDS[name].key for name in self._ticked() if name != ACCOMPANYING]
        if kinds:
            self._settings.export_kinds = [*kinds, *[_CONVERTED] * self.is_converted()]

    def _ticked(self) -> list[str]:
        return [name for name, box in self.kinds.items() if box.isChecked()]

    def is_converted(self) -> bool:
        """Return whether LibreOffice is to make the PDF from the Word file."""
        return self.converted.isChecked()

    def refresh(self) -> None:
        """Say the stage, what stands against any but 草稿, and what is better settled first."""
        summary = self._session.result.summary
        self.stage.setCurrentText(str(self._stage()))
        names = "、".join(acts.ACCOMPANYING_NAMES[kind] for kind in self._accompanying())
        self.kinds[ACCOMPANYING].setText(f"{names}（随{self._stage()}）")
        for one, button in self.stage.buttons.items():
            button.setEnabled(summary.complete or one == str(Stage.DRAFT))
        sentence = waiting_summary(self._session.result)
        self._unfinished.setVisible(bool(sentence) or not summary.complete)
        left = f"报告还有{acts.what_is_left(summary)}，只能导出草稿。"
        self.left.setText("\n".join([left] * (not summary.complete) + [sentence] * bool(sentence)))

    def _stage(self) -> Stage:
        """Return the stage of an export: an unfinished report is always a 草稿."""
        session = self._session
        return session.report.stage if session.result.summary.complete else Stage.DRAFT

    def _accompanying(self) -> tuple[str, ...]:
        return acts.ACCOMPANYING[self._stage()]

    def _choose_stage(self, text: str) -> None:
        self._session.apply(self._session.report.at_stage(Stage(text)), "选择稿别")
        self._suggest_accompanying()

    def _suggest_accompanying(self) -> None:
        self.kinds[ACCOMPANYING].setChecked(self._session.report.stage is not Stage.DRAFT)

    def _browse(self) -> None:
        folder = folder_to_use(self, "保存到", self.folder.text())
        if folder:
            self.folder.setText(folder)
            self._settings.remember_export(self._session.path, Path(folder))


def waiting_summary(result: Result) -> str:
    """Say what waits for a 说明 or a look before publication; empty where nothing does."""
    hints = sum(1 for hint in result.hints_as("hint") if not hint.reason_is_current)
    summary = result.summary
    counts = (
        (summary.warnings, "处待说明"),
        (summary.publication, "处公布前提示"),
        (hints, "条提示"),
    )
    waiting = "、".join(f"{count}{name}" for count, name in counts if count)
    return f"还有{waiting}，不影响导出；公布前逐条改正、说明或核实。" if waiting else ""


_PITCHES: Final = {
    "28.95": "28.95 磅（每页22行）",
    "28": "28 磅",
    "29": "29 磅",
    "30": "30 磅",
}
_FONTS: Final = {
    Fonts.STANDARD: "公文字体（小标宋、仿宋_GB2312）",
    Fonts.SYSTEM: "系统自带字体（宋体、仿宋）",
}
_SWITCHES: Final = {"run_in": "小标题与正文同段", "shading": "“第二十条”各行加底色"}


class LayoutChoices(FoldedCard):
    """The choices of layout, as the report has them; folded, because they are rarely changed."""

    def __init__(self, session: Session) -> None:
        super().__init__("版式")
        self._session = session
        self.pitch = _short(named(ChoiceBox(), "行距"))
        for points, words in _PITCHES.items():
            self.pitch.addItem(words, points)
        self.fonts = _short(named(ChoiceBox(), "字体"))
        for fonts, words in _FONTS.items():
            self.fonts.addItem(words, fonts)
        self.switches = {name: QCheckBox(words) for name, words in _SWITCHES.items()}
        form = QFormLayout(self.inside)
        form.setContentsMargins(0, 0, 0, 0)
        form.addRow(label_of(self.pitch), self.pitch)
        form.addRow(label_of(self.fonts), self.fonts)
        for name, box in self.switches.items():
            box.clicked.connect(lambda checked, name=name: self._choose(name, checked))
            form.addRow(box)
        self.pitch.activated.connect(lambda: self._choose("pitch", self.pitch.currentData()))
        self.fonts.activated.connect(lambda row: self._choose("fonts", list(_FONTS)[row]))
        session.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the choices again; a pitch from elsewhere joins the list."""
        options = self._session.report.options
        if self.pitch.findData(options.pitch) < 0:
            self.pitch.addItem(f"{options.pitch} 磅", options.pitch)
        self.pitch.setCurrentIndex(self.pitch.findData(options.pitch))
        self.fonts.setCurrentIndex(list(_FONTS).index(options.fonts))
        for name, box in self.switches.items():
            box.setChecked(getattr(options, name))
        self.say(f"{self.pitch.currentText()}，{self.fonts.currentText()}")

    def _choose(self, name: str, value: object) -> None:
        report = self._session.report
        changes: dict[str, Any] = {name: value}
        options = replace(report.options, **changes)
        self._session.apply(replace(report, options=options), "改版式")


def _short(box: ChoiceBox) -> ChoiceBox:
    """Let a list be narrower than its longest entry."""
    box.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(10)
    return box
