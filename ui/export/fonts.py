"""The fonts of the documents: which are missing here, and which characters they lack.

Fonts that Qt lists are on this computer; an alias of the system's configuration is another font.
(QFontMetrics.inFontUcs4 counts stand-ins as well, hence QRawFont.)
"""

from collections.abc import Callable, Collection, Set
from dataclasses import replace
from functools import cache
from typing import Final, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QFontDatabase, QRawFont
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from export import style
from model.checks.findings import Finding
from model.checks.publication import FontRole, Repertoire, in_gb2312, missing_characters
from model.errors import ReportError
from model.report.report import Fonts
from ui.base.cards import Card
from ui.base.session import Session
from ui.base.widgets import link, named, set_shown, tipped, wrapped
from ui.paper.faces import FaceFinder

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
    sentence = "Word 文件、Excel 表格和网页只写明字体名称，装有这些字体的电脑上显示正常。"
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
        self.missing, self.drawn = wrapped(), wrapped()
        self._stand_ins: dict[Fonts, str] = {}
        self.use_system = QPushButton("改用系统自带字体")
        tipped(self.use_system, "改用宋体、黑体、楷体、仿宋，可以撤销")
        self.use_system.clicked.connect(self._use_system)
        self.more = wrapped()
        self.rows: list[QWidget] = []
        self._found: list[Finding] = []
        self._layout = self.body
        self._layout.addWidget(self.missing)
        self._layout.addWidget(self.drawn)
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
        set_shown(self.drawn, bool(missing))
        if missing:
            self.drawn.setText(self._stand_in_sentence(chosen))
        set_shown(self, bool(missing or self._found))

    def _stand_in_sentence(self, chosen: Fonts) -> str:
        """Say which fonts stand in where the program draws, or that none can."""
        if chosen not in self._stand_ins:
            finder = FaceFinder()
            try:
                finder.find_all(chosen)
                self._stand_ins[chosen] = finder.sentence()
            except ReportError as error:
                self._stand_ins[chosen] = str(error)
        return self._stand_ins[chosen]

    def _list(self) -> None:
        for row in self.rows:
            row.hide()
            row.deleteLater()
        self.rows = [self._row(finding) for finding in self._found[:_SHOWN]]
        for place, row in enumerate(self.rows):
            self._layout.insertWidget(4 + place, row)
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
