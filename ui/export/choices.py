"""Choices of the page 导出: where to, which stage and documents, layout and fonts.

Every choice is kept in the draft and can be undone. Fonts that Qt lists are on this computer; an
alias of the system's configuration is another font. (QFontMetrics.inFontUcs4 counts stand-ins as
well, hence QRawFont.)
"""

from collections.abc import Callable, Collection, Set
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QFont, QFontDatabase, QRawFont
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from export import style
from model.checks.check import Result
from model.checks.findings import Finding
from model.checks.publication import FontRole, Repertoire, in_gb2312, missing_characters
from model.report.report import Fonts, Stage
from ui.app import acts
from ui.base.cards import Card, FieldsCard, FoldedCard, hint, small
from ui.base.edits import ChoiceBox
from ui.base.file_dialogs import folder_to_use
from ui.base.session import Session
from ui.base.settings import Settings
from ui.base.widgets import (
    inked,
    label_of,
    line_edit,
    link,
    named,
    set_shown,
    tipped,
    wrapped,
)
from ui.export.segments import Segments
from ui.look.symbols import icon
from ui.paper import libreoffice

PDF: Final = "PDF 文件"
CHECKLISTS: Final = "核对表和核对报告（随送审稿）"
BY_HAND: Final = "用 WPS 打开 Word 文件，另存为 PDF。"


class _Kind(NamedTuple):
    """A document that can be written: what ``acts`` calls it, what it is for, and its icon."""

    keys: tuple[str, ...]
    use: str
    symbol: str


_KINDS: Final = {
    "Word 文件": _Kind(("word",), ".docx，报送和修改", "file-text"),
    "Excel 表格": _Kind(("excel",), ".xlsx，三张表", "file-spreadsheet"),
    "网页": _Kind(("web",), ".html，网站公布", "globe"),
    PDF: _Kind((), ".pdf，打印和公布", "file"),
    CHECKLISTS: _Kind(acts.CHECKLISTS, "", "clipboard-list"),
}


class KindTile(QCheckBox):
    """A kind of document as a tile: chosen by a click anywhere on it."""

    def __init__(self, name: str, kind: _Kind) -> None:
        super().__init__(name)
        self.setIcon(icon(kind.symbol))
        self.setProperty("role", "tile")
        if kind.use:
            self.setProperty("lines", "two")
            self.setAccessibleDescription(kind.use)
            inside = QVBoxLayout(self)
            inside.setContentsMargins(54, 0, 10, 7)
            inside.addStretch(1)
            use = hint(kind.use)
            use.setWordWrap(False)
            use.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            inside.addWidget(use)

    def hitButton(self, place: QPoint) -> bool:
        """Take a click anywhere on the tile."""
        return self.rect().contains(place)


class ExportChoices(QWidget):
    """The choices of one export; 稿别 is the report's own, the others are this page's.

    ``acts`` takes the buttons under the kinds of documents.
    """

    check_requested = Signal()
    """The clerk wants to see what stands against another stage."""

    def __init__(self, session: Session, settings: Settings) -> None:
        super().__init__()
        self._session, self._settings = session, settings
        self.folder = line_edit("保存到", str(settings.export_folder(session.path)))
        self.stage = Segments("稿别", [str(stage) for stage in Stage])
        self.stage.chosen.connect(self._choose_stage)
        self.kinds = {name: KindTile(name, kind) for name, kind in _KINDS.items()}
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
        cards = QVBoxLayout(self)
        cards.setContentsMargins(0, 0, 0, 0)
        cards.setSpacing(10)
        cards.addWidget(self._place_card())
        cards.addWidget(self._kinds_card())

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
        tiles = QGridLayout()
        tiles.setSpacing(8)
        *pairs, last = self.kinds.values()
        for place, tile in enumerate(pairs):
            tiles.addWidget(tile, place // 2, place % 2)
        tiles.addWidget(last, len(pairs), 0, 1, 2)
        card.body.addLayout(tiles)
        if not libreoffice.soffice():
            self.kinds[PDF].setEnabled(False)
            tipped(self.kinds[PDF], BY_HAND)
            card.body.addWidget(hint(f"本机未装 LibreOffice，PDF 另行生成：{BY_HAND}"))
        card.body.addWidget(self.overwrite)
        self.acts = QHBoxLayout()
        self.acts.setSpacing(8)
        card.body.addLayout(self.acts)
        return card

    @property
    def chosen(self) -> list[str]:
        """Kinds of document to write, but for the PDF."""
        boxes = self.kinds.items()
        return [kind for name, box in boxes if box.isChecked() for kind in _KINDS[name].keys]

    @property
    def wants_pdf(self) -> bool:
        """Whether a PDF is asked for."""
        return self.kinds[PDF].isEnabled() and self.kinds[PDF].isChecked()

    def refresh(self) -> None:
        """Say the stage, what stands against any but 草稿, and what is better settled first."""
        summary = self._session.result.summary
        stage = self._session.report.stage if summary.complete else Stage.DRAFT
        self.stage.setCurrentText(str(stage))
        for one, button in self.stage.buttons.items():
            button.setEnabled(summary.complete or one == str(Stage.DRAFT))
        sentence = waiting_summary(self._session.result)
        self._unfinished.setVisible(bool(sentence) or not summary.complete)
        left = f"报告还有{acts.what_is_left(summary)}，只能导出草稿。"
        self.left.setText("\n".join([left] * (not summary.complete) + [sentence] * bool(sentence)))

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


_GB2312: Final = ("楷体_GB2312", "仿宋_GB2312")
"""Fonts whose name says what they hold, here and on every reader's computer."""


class Missing(NamedTuple):
    """A named font that is not here, and the one that is taken instead; empty where that is not."""

    name: str
    instead: str


def missing_fonts(fonts: Fonts, families: Set[str]) -> list[Missing]:
    """Return the fonts of a profile that are not among the families of this computer."""
    faces = style.FACES[fonts]
    named = dict.fromkeys((*faces[:4], style.SONG_FONT))
    return [
        Missing(name, style.ALTERNATIVES.get(name, "") if _here(_stand_in(name), families) else "")
        for name in named
        if not _here(name, families)
    ]


def missing_sentence(found: Collection[Missing]) -> str:
    """Say which fonts are missing and what comes of it; empty where none is."""
    parts = [f"{one.name}（以{one.instead}代替）" for one in found if one.instead]
    if others := [one.name for one in found if not one.instead]:
        parts.append(f"{'、'.join(others)}（由打开文件的程序另选字体）")
    sentence = "文件只写明字体名称，装有这些字体的电脑上显示正常。"
    return f"本机没有以下字体：{'；'.join(parts)}。{sentence}" if parts else ""


def repertoires(fonts: Fonts, families: Set[str]) -> dict[FontRole, Repertoire]:
    """Return what the fonts of a profile hold, as far as that is known.

    Fonts of GB 2312 hold no more wherever they are; of the others, those that are here are asked.
    """
    faces = style.FACES[fonts]
    by_face: dict[FontRole, str] = {
        "title": faces.title,
        "subhead": faces.subhead,
        "body": faces.body,
        "table": style.SONG_FONT,
    }
    known = {face: (name, _holds(name, families)) for face, name in by_face.items()}
    return {face: Repertoire(name, holds) for face, (name, holds) in known.items() if holds}


def _holds(name: str, families: Set[str]) -> Callable[[str], bool] | None:
    here = [one for one in _names(name) if one in families]
    if here and name not in _GB2312:
        return lambda character: _raw(here[0]).supportsCharacter(ord(character))
    return in_gb2312 if name in style.GB2312_FONTS else None


@cache
def _raw(family: str) -> QRawFont:
    return QRawFont.fromFont(QFont(family))


def families() -> frozenset[str]:
    """Return the families that are on this computer, by the names it has for them."""
    return frozenset(QFontDatabase.families())


def _stand_in(name: str) -> str:
    return style.ALTERNATIVES.get(name, name)


def _here(name: str, families: Set[str]) -> bool:
    return not families.isdisjoint(_names(name))


def _names(name: str) -> tuple[str, ...]:
    return (name, *style.OTHER_NAMES[name])


_SHOWN: Final = 8
"""Places shown; the rest are counted."""


class FontNotes(Card):
    """What there is to say of the fonts of the documents; hidden where that is nothing."""

    jump = Signal(Finding)
    """The clerk wants to see a place whose characters the font does not hold."""

    def __init__(self, session: Session) -> None:
        super().__init__("字体")
        self._session = session
        self._families = families()
        self.missing = wrapped()
        self.use_system = QPushButton("改用系统自带字体")
        tipped(self.use_system, "改用宋体、黑体、楷体、仿宋，可以撤销")
        self.use_system.clicked.connect(self._use_system)
        self.more = wrapped()
        self.rows: list[QWidget] = []
        self._found: list[Finding] = []
        self._layout = self.body
        self._layout.addWidget(self.missing)
        self._layout.addWidget(self.use_system, 0, Qt.AlignmentFlag.AlignLeft)
        self._layout.addWidget(self.more)
        session.checked.connect(self.refresh)
        session.changed.connect(self._refresh_choice)
        self.refresh()

    def refresh(self) -> None:
        """Look at the fonts and at the characters again."""
        report = self._session.report
        known = repertoires(report.options.fonts, self._families)
        found = list(missing_characters(report, known))
        if found != self._found:
            self._found = found
            self._list()
        self._refresh_choice()

    def sentences(self) -> list[str]:
        """Return what is said of characters, one sentence for each place."""
        return [finding.message for finding in self._found]

    def _refresh_choice(self) -> None:
        chosen = self._session.report.options.fonts
        missing = missing_fonts(chosen, self._families)
        self.missing.setText(missing_sentence(missing))
        self.missing.setVisible(bool(missing))
        self.use_system.setVisible(bool(missing) and chosen is not Fonts.SYSTEM)
        self.more.setVisible(len(self._found) > _SHOWN)
        set_shown(self, bool(missing or self._found))

    def _list(self) -> None:
        for row in self.rows:
            row.hide()
            row.deleteLater()
        self.rows = [self._row(finding) for finding in self._found[:_SHOWN]]
        for place, row in enumerate(self.rows):
            self._layout.insertWidget(3 + place, row)
        self.more.setText(f"另有{len(self._found) - _SHOWN}处。")

    def _row(self, finding: Finding) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        button = named(link(QPushButton("转到")), f"转到：{finding.message}")
        button.clicked.connect(lambda: self.jump.emit(finding))
        layout.addWidget(wrapped(finding.message), 1)
        layout.addWidget(button)
        return row

    def _use_system(self) -> None:
        report = self._session.report
        options = replace(report.options, fonts=Fonts.SYSTEM)
        self._session.apply(replace(report, options=options), "改版式")
