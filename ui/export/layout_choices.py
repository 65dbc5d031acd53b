"""版式: how the documents look; every choice is kept in the draft and can be undone."""

from dataclasses import replace
from typing import Any, Final

from PySide6.QtWidgets import QCheckBox, QFormLayout, QGroupBox

from model.report.report import Fonts
from ui.base.choice_box import ChoiceBox
from ui.base.session import Session
from ui.base.widgets import label_of, named

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


class LayoutChoices(QGroupBox):
    """The choices of layout, as the report has them."""

    def __init__(self, session: Session) -> None:
        super().__init__("版式")
        self._session = session
        self.pitch = _short(named(ChoiceBox(), "行距"))
        for points, told in _PITCHES.items():
            self.pitch.addItem(told, points)
        self.fonts = _short(named(ChoiceBox(), "字体"))
        for fonts, told in _FONTS.items():
            self.fonts.addItem(told, fonts)
        self.switches = {name: QCheckBox(told) for name, told in _SWITCHES.items()}
        form = QFormLayout(self)
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
