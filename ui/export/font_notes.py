"""字体: which fonts of the report are missing here, and which characters its fonts do not hold."""

from dataclasses import replace
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGroupBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from model.checks.characters import lacking
from model.checks.findings import Finding
from model.report.report import Fonts
from ui.base.session import Session
from ui.base.widgets import named, set_shown, tipped, wrapped
from ui.export import fonts

_SHOWN: Final = 8
"""Places shown; the rest are counted."""


class FontNotes(QGroupBox):
    """What there is to say of the fonts of the documents; hidden where that is nothing."""

    jump = Signal(Finding)
    """The clerk wants to see a place whose characters the font does not hold."""

    def __init__(self, session: Session) -> None:
        super().__init__("字体")
        self._session = session
        self._families = fonts.families()
        self.missing = wrapped()
        self.use_system = QPushButton("改用系统自带字体")
        tipped(self.use_system, "改用宋体、黑体、楷体、仿宋，可以撤销")
        self.use_system.clicked.connect(self._use_system)
        self.more = wrapped()
        self.rows: list[QWidget] = []
        self._found: list[Finding] = []
        self._layout = QVBoxLayout(self)
        for widget in (self.missing, self.use_system, self.more):
            self._layout.addWidget(widget)
        session.checked.connect(self.refresh)
        session.changed.connect(self._refresh_choice)
        self.refresh()

    def refresh(self) -> None:
        """Look at the fonts and at the characters again."""
        report = self._session.report
        known = fonts.repertoires(report.options.fonts, self._families)
        found = list(lacking(report, known))
        if found != self._found:
            self._found = found
            self._list()
        self._refresh_choice()

    def told(self) -> list[str]:
        """Give what is said of characters, one sentence for each place."""
        return [finding.message for finding in self._found]

    def _refresh_choice(self) -> None:
        chosen = self._session.report.options.fonts
        missing = fonts.missing(chosen, self._families)
        self.missing.setText(fonts.missing_told(missing))
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
            self._layout.insertWidget(2 + place, row)
        self.more.setText(f"另有{len(self._found) - _SHOWN}处。")

    def _row(self, finding: Finding) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        button = named(QPushButton("转到"), f"转到：{finding.message}")
        button.clicked.connect(lambda: self.jump.emit(finding))
        layout.addWidget(wrapped(finding.message), 1)
        layout.addWidget(button)
        return row

    def _use_system(self) -> None:
        report = self._session.report
        options = replace(report.options, fonts=Fonts.SYSTEM)
        self._session.apply(replace(report, options=options), "改版式")
